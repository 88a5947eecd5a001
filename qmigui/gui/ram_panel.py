"""RAM: the list of blocks with figures, the map of one of them, and what its colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.colours import PAGE_STATES
from qmigui.gui.directions import FIGURES, isolate_cells
from qmigui.gui.icons import icon
from qmigui.gui.language import grouped, percent
from qmigui.gui.ram_map import RamMap, page_state_words, swatches

if TYPE_CHECKING:
    from qmigui.gui.document import Document

_REFRESH_MS = 500
_ZERO = PAGE_STATES.index("zero")
_ABSENT = PAGE_STATES.index("absent")
_SHOWN = tuple(number for number in range(len(PAGE_STATES)) if number != PAGE_STATES.index("problem"))


class RamPanel(QWidget):
    """The panel.

    Signals:
        page_chosen: block and page that the user wants to see.
    """

    page_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._blocks: list[dict[str, Any]] = []
        self._asked = self._asked_cells = 0
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        isolate_cells(self.list)
        self.list.setAccessibleName(self.tr("RAM blocks"))
        self.list.setHeaderLabels([self.tr("Block"), self.tr("Size"), self.tr("Pages"), self.tr("Zero")])
        char = QFontMetricsF(self.font()).averageCharWidth() * 1.15
        for column, width in enumerate((25, 12, 11, 9)):
            self.list.setColumnWidth(column, int(char * width))
        header = self.list.headerItem()
        for column in (1, 2, 3):
            header.setTextAlignment(column, FIGURES)
        self.list.currentItemChanged.connect(lambda *_: self._show_block())
        self.map = RamMap()
        self.map.cells_wanted.connect(self._ask_cells)
        self.map.page_chosen.connect(self._on_chosen)
        self.map.page_pointed.connect(self._on_pointed)
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self.figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pointed = QLabel()
        self.pointed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.legend: dict[str, QLabel] = {}
        self._swatches: dict[str, QLabel] = {}
        right = QWidget()
        pane = QVBoxLayout(right)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.setSpacing(2)
        pane.addLayout(self._make_line())
        pane.addWidget(self.map, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([int(char * 60), int(char * 110)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._ask_blocks)
        self.update_colours()

    def _make_line(self) -> QHBoxLayout:
        """What the colours mean, with figures, and the buttons."""
        line = QHBoxLayout()
        line.setContentsMargins(6, 3, 4, 1)
        line.setSpacing(5)
        names = self._names = page_state_words()
        for name in PAGE_STATES:
            swatch, text = QLabel(), QLabel(names[name])
            self._swatches[name], self.legend[name] = swatch, text
            line.addWidget(swatch)
            line.addWidget(text)
            line.addSpacing(5)
        line.addStretch(1)
        line.addWidget(self.pointed)
        line.addSpacing(6)
        self._buttons: list[tuple[QToolButton, str]] = []
        for name, words, do in (
            ("zoom-out", self.tr("Show more pages"), self.map.zoom_out),
            ("zoom-in", self.tr("Show fewer pages"), self.map.zoom_in),
            ("zoom-fit", self.tr("Show all pages"), self.map.zoom_fit),
        ):
            button = QToolButton()
            button.setAutoRaise(True)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(do)
            self._buttons.append((button, name))
            line.addWidget(button)
        return line

    def update_colours(self) -> None:
        """The palette has changed."""
        side = int(self.fontMetrics().height() * 0.8)
        ratio = self.devicePixelRatioF()
        for name, colour in swatches(self.palette()):
            pixmap = QPixmap(QSize(int(side * ratio), int(side * ratio)))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(colour)
            painter = QPainter(pixmap)
            painter.setPen(self.palette().windowText().color())
            painter.drawRect(0, 0, side - 1, side - 1)
            painter.end()
            self._swatches[name].setPixmap(pixmap)
        for button, name in self._buttons:
            button.setIcon(QIcon(icon(name)))
        self.map.refresh()

    # -- the blocks --------------------------------------------------------------------------

    def set_document(self, document: Document | None) -> None:
        """Show the RAM of another file."""
        if self._document is not None:
            self._document.engine.forget(self._asked)
            self._document.engine.forget(self._asked_cells)
            self._document.progressed.disconnect(self._on_progress)
            self._document.opened.disconnect(self._ask_blocks)
            self._document.completed.disconnect(self._ask_blocks)
        self._document = document
        self._blocks = []
        self.list.clear()
        self.map.set_block(0, 4096)
        if document is not None:
            document.progressed.connect(self._on_progress)
            document.opened.connect(self._ask_blocks)
            document.completed.connect(self._ask_blocks)
            if document.form:
                self._ask_blocks()

    def _on_progress(self, *_: object) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: Any) -> None:
        """It may have been hidden while more was read."""
        super().showEvent(event)
        if self._document is not None and self._document.form:
            self._ask_blocks()

    def _ask_blocks(self) -> None:
        if self._document is not None:
            engine = self._document.engine
            engine.forget(self._asked)
            self._asked = engine.ask("blocks", self._take_blocks)

    def _take_blocks(self, told: dict[str, Any]) -> None:
        blocks = told["blocks"]
        same = [block["name"] for block in blocks] == [block["name"] for block in self._blocks]
        before = [block["pages"] for block in self._blocks]
        self._blocks = blocks
        if not same:
            self.list.clear()
            for block in blocks:
                new = QTreeWidgetItem([block["name"]])
                for column in (1, 2, 3):
                    new.setTextAlignment(column, FIGURES)
                self.list.addTopLevelItem(new)
        locale = QLocale()
        for row, block in enumerate(blocks):
            item = self.list.topLevelItem(row)
            assert item is not None
            item.setText(1, locale.formattedDataSize(block["length"]))
            item.setText(2, grouped(block["pages"]))
            item.setText(3, _share(block["totals"]))
            item.setToolTip(0, block["name"])
        first = self.list.topLevelItem(0)
        if not same and first is not None:
            self.list.setCurrentItem(first)
        elif before != [block["pages"] for block in blocks]:
            self._show_block()
        else:
            self._show_figures()
            self.map.refresh()

    def current_block(self) -> int:
        """The number of the block that is shown, or -1."""
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else -1

    def _show_block(self) -> None:
        number = self.current_block()
        if 0 <= number < len(self._blocks):
            block = self._blocks[number]
            self.map.set_block(block["pages"], block["page_size"])
        self._show_figures()

    def _show_figures(self) -> None:
        number = self.current_block()
        totals = self._blocks[number]["totals"] if 0 <= number < len(self._blocks) else []
        for state, name in enumerate(PAGE_STATES):
            count = totals[state] if state < len(totals) else 0
            self.legend[name].setText(f"{self._names[name]} {grouped(count)}")
            self._swatches[name].setVisible(bool(count))
            self.legend[name].setVisible(bool(count))

    # -- the map -----------------------------------------------------------------------------

    def _ask_cells(self, first: int, last: int, most: int) -> None:
        number = self.current_block()
        if self._document is None or number < 0:
            return
        engine = self._document.engine
        engine.forget(self._asked_cells)
        self._asked_cells = engine.ask(
            "cells", self._take_cells, block=number, first=first, last=last, most=most
        )

    def _take_cells(self, body: bytes) -> None:
        self.map.set_cells(int.from_bytes(body[:8], "little"), body[8:])

    def _on_chosen(self, page: int) -> None:
        if self.current_block() >= 0:
            self.page_chosen.emit(self.current_block(), page)

    def _on_pointed(self, page: int) -> None:
        self.pointed.setText(self.map.describe(page) if page >= 0 else "")


def _share(totals: list[int]) -> str:
    """The share of zero pages among those that were sent."""
    sent = sum(totals) - totals[_ABSENT]
    return percent(totals[_ZERO] / sent, 1) if sent else ""
