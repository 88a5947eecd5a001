"""What is shown over the window while files are dragged: what will be done with them, and where to drop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from qmigui.gui.colours import mixed
from qmigui.gui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN, CONVERT, STORE = "open", "convert", "store"
_DRAWINGS = {OPEN: "open", CONVERT: "convert", STORE: "export"}


def local_files(data: QMimeData) -> list[Path]:
    """The files on this machine among what is being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropArea(QWidget):
    """Covers the window; its parts stand for what a drop does.

    Takes no events itself: the window tells it where the pointer is.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = parent
        self._words: dict[str, str] = {}
        self._zones: Sequence[str] = (OPEN,)
        self._current = OPEN
        self.hide()

    def begin(self, files: Sequence[Path], zones: Sequence[str]) -> None:
        """Files hover over the window; *zones*: what may be done with them."""
        count = len(files)
        self._zones = zones
        self._words = {
            OPEN: self.tr("Open %n file(s)", "", count),
            CONVERT: self.tr("Convert %n file(s) to the other form", "", count),
            STORE: self.tr("Store %n file(s) in the library", "", count),
        }
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def point(self, place: QPoint) -> str:
        """The pointer is there; what a drop would do now."""
        last = len(self._zones) - 1
        index = max(0, min(last, place.x() * len(self._zones) // max(1, self.width())))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            index = last - index
        current = self._zones[index]
        if current != self._current:
            self._current = current
            self.update()
        return current

    def words(self) -> str:
        """What a drop would do now, in words."""
        return self._words.get(self._current, "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts; the one under the pointer stands out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        highlight = palette.color(QPalette.ColorRole.Highlight)
        window = palette.color(QPalette.ColorRole.Window)
        veil = mixed(window, window, 1.0)
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        width = self.width() / len(self._zones)
        zones = list(self._zones)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            zones.reverse()
        for number, zone in enumerate(zones):
            box = QRectF(number * width, 0, width, self.height()).adjusted(14, 14, -14, -14)
            current = zone == self._current
            painter.setPen(
                QPen(
                    highlight if current else palette.color(QPalette.ColorRole.PlaceholderText),
                    2.5 if current else 1.5,
                    Qt.PenStyle.DashLine,
                )
            )
            painter.setBrush(mixed(highlight, window, 0.14) if current else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 10, 10)
            side = 48
            middle = box.center()
            icon(_DRAWINGS[zone]).paint(
                painter, int(middle.x() - side / 2), int(middle.y() - side), side, side
            )
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 1.25)
            font.setBold(current)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            text = QRectF(box.left() + 8, middle.y() + 12, box.width() - 16, box.height() / 2 - 20)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(text, int(flags), self._words.get(zone, ""))
