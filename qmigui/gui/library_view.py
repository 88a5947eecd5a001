"""The table of the library: columns to choose and move, groups that open, two lines where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from qmigui.gui.library_columns import COUNT, HEALTH, HIDDEN, NAME, ORDERS, TAGS, WIDTHS
from qmigui.gui.library_delegate import StateDelegate
from qmigui.gui.library_model import GROUP_ROLE, LibraryModel
from qmigui.gui.tables import dress_table, fit_words

_COMPACT_CHARS = 58
"""Narrower than so many characters, everything stands in two lines."""
_ONE_LINE, _TWO_LINES = 1.45, 2.7
"""Heights of rows, in heights of the font."""
_FALLING = Qt.SortOrder.DescendingOrder


class LibraryTable(QTableView):
    """The table.

    Signals:
        wanted: a state is to be opened; its row.
        dragged: states are being dragged out.
        arranged: columns, their order or widths have been changed by the user.
        looked: it has become narrow or wide.
    """

    wanted = Signal(int)
    dragged = Signal()
    arranged = Signal()
    looked = Signal()

    def __init__(self, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.is_compact = False
        self._wide_header = QByteArray()
        dress_table(self, model, self.tr("States of the library"), WIDTHS, _ONE_LINE)
        fit_words(self, HEALTH, model.columns.health_words.values())
        self.delegate = StateDelegate(model.columns, self)
        for column in (NAME, TAGS):
            self.setItemDelegateForColumn(column, self.delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(int(QFontMetricsF(self.font()).averageCharWidth() * 4))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
        header.sectionMoved.connect(lambda *_: self._on_arranged())
        header.sectionResized.connect(lambda *_: self._on_arranged())
        for column in HIDDEN:
            self.setColumnHidden(column, True)
        self.show_order()
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(lambda *_: self.arranged.emit())
        # Qt would ask for each header whether all of its 100,000 cells are selected, at each paint.
        header.setSelectionModel(QItemSelectionModel(model, self))
        self.activated.connect(self._on_activated)
        self._first_header = header.saveState()

    # -- columns -----------------------------------------------------------------------------

    def show_order(self) -> None:
        """Have the header tell by what the model sorts."""
        column = next((one for one, name in ORDERS.items() if name == self._model.order), -1)
        order = _FALLING if self._model.descending else Qt.SortOrder.AscendingOrder
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        with QSignalBlocker(header):
            header.setSortIndicator(column, order)
        header.viewport().update()

    def _on_arranged(self) -> None:
        if not self.is_compact:
            self.arranged.emit()

    def header_state(self) -> QByteArray:
        """Columns, their order and widths, as Qt saves them."""
        return self._wide_header if self.is_compact else self.horizontalHeader().saveState()

    def restore_header(self, state: QByteArray) -> None:
        """Have the columns of :meth:`header_state`; of another version they stay as they are."""
        header = self.horizontalHeader()
        with QSignalBlocker(header):
            if not (state.size() and header.restoreState(state) and header.count() == COUNT):
                header.restoreState(self._first_header)
            header.setSectionHidden(NAME, False)
        self.show_order()

    def columns_menu(self) -> QMenu:
        """Which columns are shown."""
        menu = QMenu(self)
        for column in range(COUNT):
            action = menu.addAction(self._model.columns.names[column])
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column != NAME)
            action.toggled.connect(lambda shown, column=column: self.show_column(column, shown))
        menu.addSeparator()
        menu.addAction(self.tr("&Reset Columns"), self.reset_columns)
        return menu

    def show_column(self, column: int, shown: bool) -> None:
        """Show a column, or not."""
        self.setColumnHidden(column, not shown)
        if shown and self.columnWidth(column) < self.horizontalHeader().minimumSectionSize():
            self.setColumnWidth(column, self._width_of(column))
        self._on_arranged()

    def reset_columns(self) -> None:
        """The columns of the first start."""
        self.restore_header(QByteArray())
        self.arranged.emit()

    def _width_of(self, column: int) -> int:
        return int(QFontMetricsF(self.font()).averageCharWidth() * 1.15 * WIDTHS[column])

    def _show_header_menu(self, place: QPoint) -> None:
        self.columns_menu().exec(self.horizontalHeader().viewport().mapToGlobal(place))

    # -- narrow and wide ---------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow table has two lines a state and no columns."""
        super().resizeEvent(event)
        self._look()

    def _look(self) -> None:
        narrow = self.width() < QFontMetricsF(self.font()).averageCharWidth() * _COMPACT_CHARS
        header = self.horizontalHeader()
        if narrow != self.is_compact:
            if narrow:
                self._wide_header = header.saveState()
            self.is_compact = self.delegate.is_compact = narrow
            with QSignalBlocker(header):
                for column in range(COUNT) if narrow else ():
                    header.setSectionHidden(column, column != NAME)
                if not narrow:
                    header.restoreState(self._wide_header)
            header.setVisible(not narrow)
            self.setHorizontalScrollBarPolicy(
                Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
            )
            lines = _TWO_LINES if narrow else _ONE_LINE
            height = int(QFontMetricsF(self.font()).height() * lines)
            current = self.currentIndex()
            self.verticalHeader().setDefaultSectionSize(height)
            self.show_order()
            if current.isValid():
                self.scrollTo(current)
            self.looked.emit()
        if narrow:
            with QSignalBlocker(header):
                header.resizeSection(NAME, self.viewport().width())
            self.updateGeometries()

    def changeEvent(self, event: QEvent) -> None:
        """Another font: rows of another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "delegate"):
            self.is_compact = not self.is_compact  # laid out anew
            self._look()

    def sizeHint(self) -> QSize:
        """As wide as two lines want."""
        char = QFontMetricsF(self.font()).averageCharWidth()
        return QSize(int(char * 44), super().sizeHint().height())

    # -- keys and clicks ---------------------------------------------------------------------

    def _on_activated(self, index: QModelIndex) -> None:
        if not self.toggle(index):
            self.wanted.emit(index.row())

    def toggle(self, index: QModelIndex) -> bool:
        """Open or close a group; whether it is one."""
        if index.data(GROUP_ROLE) is None:
            return False
        row = index.row()
        return self._model.set_open(row, True) or self._model.set_open(row, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right close and open groups, as in a tree."""
        key = event.key()
        index = self.currentIndex()
        if index.isValid() and key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers():
            forward = (key == Qt.Key.Key_Right) != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
            if self._step(index.row(), forward):
                return
        super().keyPressEvent(event)

    def _step(self, row: int, forward: bool) -> bool:
        if self._model.group(row) is not None:
            return self._model.set_open(row, forward) or not forward
        if forward or (head := self._model.head_of(row)) < 0:
            return False
        self.choose(head)
        return True

    def choose(self, row: int) -> None:
        """Select a row and no other, whatever keys are held down."""
        selection, index = self.selectionModel(), self._model.index(row, NAME)
        selection.setCurrentIndex(
            index, selection.SelectionFlag.ClearAndSelect | selection.SelectionFlag.Rows
        )
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow of a head opens or closes it."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.data(GROUP_ROLE) is not None:
            rect = self.visualRect(index.siblingAtColumn(NAME))
            step = self.fontMetrics().height() + 4
            from_side = place.x() - rect.left()
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                from_side = rect.right() - place.x()
            if 0 <= from_side <= step:
                self.setCurrentIndex(index)
                self.toggle(index)
                return
        super().mousePressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag archives out; they are copied, never moved."""
        self.dragged.emit()
        super().startDrag(Qt.DropAction.CopyAction)
