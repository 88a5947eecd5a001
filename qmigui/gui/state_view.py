"""The tree of a state on the screen, with its search line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from qmigui.gui.directions import isolate_cells
from qmigui.gui.search_bar import SearchBar
from qmigui.gui.state_model import NAME, OFFSET, SIZE, TYPE, VALUE, StateModel

if TYPE_CHECKING:
    from qmigui.service.frames import RowRecord

MOST_EXPANDED = 20_000
"""Rows that one command brings to sight: a tree view looks at each of them."""

_SHOWN_MATCHES = 300
_WIDTHS = {NAME: 35, VALUE: 25, TYPE: 10, OFFSET: 12, SIZE: 10}
"""Of columns, in characters."""


class Tree(QTreeView):
    """A tree view with the keys that people know from other programs.

    Signals:
        subtree_wanted: expand all that is in a row.
    """

    subtree_wanted = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace goes to the parent, Shift+Right opens all of a subtree."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Backspace and index.parent().isValid():
            self.setCurrentIndex(index.parent())
            return
        opens = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        if event.key() == opens and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.subtree_wanted.emit(index)
            return
        super().keyPressEvent(event)


class StateView(QWidget):
    """Tree and search line.

    Signals:
        picked: another row is the current one: its record, or None.
        menu_wanted: a menu is asked for, at a place of the screen.
    """

    picked = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, model: StateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._expanding: dict[QPersistentModelIndex, int] = {}
        self._left = 0
        self._quiet = False
        self.bar = SearchBar()
        self.tree = Tree()
        tree = self.tree
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setAllColumnsShowFocus(True)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(
            lambda point: self.menu_wanted.emit(tree.viewport().mapToGlobal(point))
        )
        tree.setAccessibleName(self.tr("Decoded state"))
        isolate_cells(tree)
        tree.setModel(model)
        tree.subtree_wanted.connect(lambda index: self.expand(index, 64))
        tree.selectionModel().currentChanged.connect(self._on_current)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)
        char = QFontMetricsF(self.font()).averageCharWidth() * 1.15
        tree.setIndentation(int(char * 2.4))
        for column, width in _WIDTHS.items():
            tree.setColumnWidth(column, int(char * width))
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Interactive)
        model.loaded.connect(self._on_loaded)
        self.bar.left.connect(tree.setFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(tree, 1)

    # -- the current row -------------------------------------------------------------------

    def current(self) -> RowRecord | None:
        """The record of the current row."""
        return self.model.record(self.tree.currentIndex())

    def select(self, index: QModelIndex, *, quiet: bool = False) -> None:
        """Make a row the current one, in sight; *quiet*: without telling."""
        if not index.isValid():
            return
        self._quiet = quiet
        box = self.tree.visualRect(index)
        seen = box.isValid() and self.tree.viewport().rect().contains(box)
        outer = []
        parent = index.parent()
        while parent.isValid():
            outer.append(parent)
            parent = parent.parent()
        for parent in reversed(outer):
            self.tree.setExpanded(parent, True)
        self.tree.setCurrentIndex(index)
        if not seen:
            # What was out of sight is shown with what is around it.
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._quiet = False

    def reveal(
        self, chain: list[int], done: Callable[[], None] | None = None, *, quiet: bool = False
    ) -> None:
        """Open the way to a node and select it."""

        def found(index: QModelIndex) -> None:
            self.select(index, quiet=quiet)
            if done is not None:
                done()

        self.model.reveal(chain, found)

    def _on_current(self, index: QModelIndex) -> None:
        if not self._quiet:
            self.picked.emit(self.model.record(index))

    # -- expanding ---------------------------------------------------------------------------

    def expand(self, index: QModelIndex, levels: int) -> None:
        """Open a row and so many levels below it; an invalid index: all rows."""
        self._expanding.clear()
        self._left = MOST_EXPANDED
        if index.isValid():
            self._open(index, levels)
        else:
            self._open_rows(index, levels)

    def collapse(self) -> None:
        """Close everything."""
        self._expanding.clear()
        self.tree.collapseAll()

    def _open(self, index: QModelIndex, levels: int) -> None:
        record = self.model.record(index)
        if levels <= 0 or record is None or not self.model.hasChildren(index):
            return
        if record.children > self._left:
            return
        self._left -= max(1, record.children)
        if self.model.canFetchMore(index) or not self.model.rowCount(index):
            self._expanding[QPersistentModelIndex(index)] = levels - 1
            self.tree.setExpanded(index, True)
            self.model.fetchMore(index)
            return
        self.tree.setExpanded(index, True)
        self._open_rows(index, levels - 1)

    def _open_rows(self, parent: QModelIndex, levels: int) -> None:
        if levels <= 0:
            return
        for row in range(self.model.rowCount(parent)):
            if self._left <= 0:
                return
            self._open(self.model.index(row, 0, parent), levels)

    def _on_loaded(self, parent: QModelIndex) -> None:
        levels = self._expanding.pop(QPersistentModelIndex(parent), None) if parent.isValid() else None
        if levels is not None:
            self._open_rows(parent, levels)
        if self.model.is_filtered and self._left > 0 and levels is None and self.model.rowCount(parent) < 64:
            self._open_rows(parent, 1)
        if not parent.isValid() and not self.tree.currentIndex().isValid() and self.model.rowCount():
            self.select(self.model.index(0, 0))

    def allow_matches(self) -> None:
        """A filter has been set: open what it shows, as far as that is not too much."""
        self._left = _SHOWN_MATCHES

    def collapse_on(self) -> None:
        """Nothing more is to be opened by itself."""
        self._left = 0
        self._expanding.clear()
