"""A picture of a RAM block: a cell for each page, or for some pages the worst of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from qmigui.gui.colours import PAGE_STATES, page_colours

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_CELL = 18.0
_MOST_STEPS = 1 << 30
_ZOOM = 2.0
_GAP_FROM = 5.0
"""Cells of so many pixels have a gap between them."""


class RamMap(QAbstractScrollArea):
    """The picture.

    Signals:
        cells_wanted: pages from, to before, and how many cells at most.
        page_chosen: a page was clicked.
        page_pointed: the cursor is on a page; -1: on none.
    """

    cells_wanted = Signal(object, object, int)
    page_chosen = Signal(object)
    page_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = 0
        self._page_size = 4096
        self._first = 0
        self._count = 0  # pages in sight
        self._cells = b""
        self._step = 1
        self._cell = 8.0
        self._columns = 1
        self._image: QImage | None = None
        self._cursor = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._want)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # addresses grow to the right
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Map of a RAM block"))
        self.setAccessibleDescription(
            self.tr("One cell for each page; arrow keys move, Return goes to its bytes")
        )
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- what is shown -----------------------------------------------------------------------

    def set_block(self, pages: int, page_size: int) -> None:
        """Show a block of so many pages."""
        self._pages, self._page_size = pages, max(1, page_size)
        self._first, self._count = 0, pages
        self._cursor = 0
        self._cells, self._image = b"", None
        self._place_bar()
        self.refresh()

    def refresh(self) -> None:
        """More is known of the pages."""
        self.viewport().update()
        self._timer.start()

    def set_cells(self, step: int, cells: bytes) -> None:
        """What was asked for: the states of cells, and how many pages one stands for."""
        self._step, self._cells = max(1, step), cells
        self._make_image()
        self.viewport().update()

    def states(self) -> bytes:
        """The states that are shown, one octet a cell."""
        return self._cells

    def _want(self) -> None:
        if not self._pages:
            return
        area = self.viewport().size()
        most = max(1, area.width() * area.height() // 4)
        self.cells_wanted.emit(self._first, self._first + self._count, most)

    def _make_image(self) -> None:
        """Lay the cells out: as large as all of them fit."""
        count = len(self._cells)
        self._image = None
        if not count:
            return
        width, height = max(1, self.viewport().width()), max(1, self.viewport().height())
        cell = min(_MOST_CELL, math.sqrt(width * height / count))
        cell = max(1.0, float(int(cell)))
        while cell > 1 and math.ceil(count / max(1, int(width // cell))) * cell > height:
            cell -= 1
        self._cell = cell
        self._columns = max(1, int(width // cell))
        rows = -(-count // self._columns)
        stride = -(-self._columns // 4) * 4
        octets = bytearray(bytes((_NOTHING,)) * (stride * rows))
        for row in range(rows):
            piece = self._cells[row * self._columns : (row + 1) * self._columns]
            octets[row * stride : row * stride + len(piece)] = piece
        image = QImage(bytes(octets), self._columns, rows, stride, QImage.Format.Format_Indexed8).copy()
        self._colour(image)
        self._image = image

    def _colour(self, image: QImage) -> None:
        base = self.palette().color(QPalette.ColorRole.Base)
        table = [colour.rgb() for colour in page_colours(self.palette())]
        image.setColorTable([*table, *([base.rgb()] * (256 - len(table)))])

    # -- scrolling and zooming ---------------------------------------------------------------

    def _place_bar(self) -> None:
        bar = self.verticalScrollBar()
        most = max(0, self._pages - self._count)
        scale = max(1, -(-most // _MOST_STEPS))
        bar.blockSignals(True)
        bar.setRange(0, most // scale)
        bar.setPageStep(max(1, min(self._count // scale, _MOST_STEPS)))
        bar.setSingleStep(max(1, bar.pageStep() // 10))
        bar.setValue(self._first // scale)
        bar.blockSignals(False)

    def _on_scrolled(self, value: int) -> None:
        most = max(0, self._pages - self._count)
        scale = max(1, -(-most // _MOST_STEPS))
        self._first = min(most, value * scale)
        self.refresh()

    def zoom(self, factor: float, around: int | None = None) -> None:
        """Show fewer pages (a factor over 1) or more, around a page."""
        if not self._pages:
            return
        around = self._cursor if around is None else around
        count = int(max(16, min(self._pages, self._count / factor)))
        share = (around - self._first) / max(1, self._count)
        share = share if 0 <= share <= 1 else 0.5
        self._count = min(count, self._pages)
        self._first = int(max(0, min(around - share * self._count, self._pages - self._count)))
        self._place_bar()
        self.refresh()

    def zoom_in(self) -> None:
        """Show fewer pages."""
        self.zoom(_ZOOM)

    def zoom_out(self) -> None:
        """Show more pages."""
        self.zoom(1 / _ZOOM)

    def zoom_fit(self) -> None:
        """Show all pages."""
        self.zoom(1 / max(1, self._pages))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Control it zooms, else it scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            page = self.page_at(event.position().toPoint())
            self.zoom(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM, page)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and the cursor on it."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        if self._image is None:
            return
        width, height = self._columns * self._cell, self._image.height() * self._cell
        painter.drawImage(QRectF(0, 0, width, height), self._image)
        if self._cell >= _GAP_FROM:
            painter.setPen(self.palette().color(QPalette.ColorRole.Base))
            for column in range(self._columns + 1):
                x = int(column * self._cell)
                painter.drawLine(x, 0, x, int(height))
            for row in range(self._image.height() + 1):
                y = int(row * self._cell)
                painter.drawLine(0, y, int(width), y)
        box = self._box(self._cursor)
        if box is not None:
            focus = self.palette().color(QPalette.ColorRole.Highlight)
            frame = box.adjusted(-1.5, -1.5, 1.5, 1.5) if self._cell < 4 else box
            pen = painter.pen()
            pen.setColor(focus if self.hasFocus() else QColor(self.palette().color(QPalette.ColorRole.Text)))
            pen.setWidthF(2.0)
            painter.setPen(pen)
            painter.drawRect(frame)

    def _box(self, page: int) -> QRectF | None:
        place = (page - self._first) // self._step
        if not 0 <= place < len(self._cells):
            return None
        row, column = divmod(place, self._columns)
        return QRectF(column * self._cell, row * self._cell, self._cell, self._cell)

    # -- pointer and keyboard ------------------------------------------------------------------

    def page_at(self, point: QPoint) -> int | None:
        """The first page of the cell at a place, or None."""
        column, row = int(point.x() // self._cell), int(point.y() // self._cell)
        if not 0 <= column < self._columns or row < 0:
            return None
        place = row * self._columns + column
        return self._first + place * self._step if place < len(self._cells) else None

    def describe(self, page: int) -> str:
        """The address and the state of a page."""
        place = (page - self._first) // self._step
        if not 0 <= place < len(self._cells):
            return ""
        number = self._cells[place]
        state = page_state_words()[PAGE_STATES[number]] if number < len(PAGE_STATES) else ""
        first = page * self._page_size
        if self._step == 1:
            return f"{first:#x}  {state}"
        last = (min(self._pages, page + self._step) - 1) * self._page_size
        return f"{first:#x}..{last:#x}  {state}"

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the address under the pointer."""
        if isinstance(event, QHelpEvent):
            page = self.page_at(event.pos())
            if page is not None:
                QToolTip.showText(event.globalPos(), self.describe(page), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the page under the pointer."""
        page = self.page_at(event.position().toPoint())
        self.page_pointed.emit(-1 if page is None else page)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to its bytes."""
        page = self.page_at(event.position().toPoint())
        if page is not None and event.button() is Qt.MouseButton.LeftButton:
            self._move(page)
            self.page_chosen.emit(page)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done it all."""
        event.accept()

    def _move(self, page: int) -> None:
        self._cursor = max(0, min(page, self._pages - 1))
        if not self._first <= self._cursor < self._first + self._count:
            self._first = max(0, min(self._cursor - self._count // 2, self._pages - self._count))
            self._place_bar()
            self.refresh()
        self.viewport().update()
        self.page_pointed.emit(self._cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, zoom, go there."""
        row = self._columns * self._step
        moves = {
            Qt.Key.Key_Left: -self._step,
            Qt.Key.Key_Right: self._step,
            Qt.Key.Key_Up: -row,
            Qt.Key.Key_Down: row,
            Qt.Key.Key_PageUp: -self._count,
            Qt.Key.Key_PageDown: self._count,
            Qt.Key.Key_Home: -self._pages,
            Qt.Key.Key_End: self._pages,
        }
        key = Qt.Key(event.key())
        if key in moves and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(self._cursor + moves[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.zoom_fit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.page_chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of cells fits."""
        super().resizeEvent(event)
        self._make_image()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Another palette."""
        if event.type() == QEvent.Type.PaletteChange and self._image is not None:
            self._colour(self._image)
        super().changeEvent(event)


def page_state_words() -> dict[str, str]:
    """What each state of a page is called."""
    return {
        "absent": QCoreApplication.translate("PageState", "absent"),
        "zero": QCoreApplication.translate("PageState", "zero"),
        "full": QCoreApplication.translate("PageState", "full"),
        "filled": QCoreApplication.translate("PageState", "filled"),
        "xbzrle": QCoreApplication.translate("PageState", "XBZRLE"),
        "compressed": QCoreApplication.translate("PageState", "compressed"),
        "stale": QCoreApplication.translate("PageState", "stale"),
        "problem": QCoreApplication.translate("PageState", "problem"),
    }


def swatches(palette: QPalette) -> Sequence[tuple[str, QColor]]:
    """The states of pages with their colours, for a legend."""
    return list(zip(PAGE_STATES, page_colours(palette), strict=True))


_NOTHING = 255
