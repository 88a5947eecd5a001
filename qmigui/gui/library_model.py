"""The states of the library as a table: keys in order, rows fetched when they are looked at.

Sorting and searching are the database's work, so that 100,000 states scroll like ten.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from qmigui.errors import QmiguiError
from qmigui.gui.directions import FIGURES
from qmigui.gui.icons import icon
from qmigui.gui.language import percent

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from qmigui.service import Entry, Library

Index = QModelIndex | QPersistentModelIndex
NAME, MACHINE, ARCH, RAM, SIZE, STORED, RATIO, DATE, TAGS, HEALTH = range(10)
_ORDERS = {
    NAME: "name",
    MACHINE: "machine",
    ARCH: "arch",
    RAM: "ram_size",
    SIZE: "raw_size",
    STORED: "stored_size",
    DATE: "created",
    HEALTH: "health",
}
"""How the service calls the order of a column; others do not sort."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_NOWHERE = QModelIndex()
_NUMBERS = frozenset({RAM, SIZE, STORED, RATIO})
_BATCH = 200
FIRST = 1000
"""States that are there at once; the rest comes when somebody asks."""
_ICONS = {"clean": "done", "warnings": "warning", "unchecked": "note"}
"""Drawings by health; all else is an error."""


class LibraryModel(QAbstractTableModel):
    """The states that a query asks for.

    Signals:
        failed: a change could not be made; the text for the user.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library: Library | None = None
        self._keys: list[int] = []
        self._has_all = True
        self._entries: dict[int, Entry] = {}
        self._icons: dict[str, QIcon] = {}
        self._query = ""
        self._order, self._descending = "created", True
        self.headers = (
            self.tr("Name"),
            self.tr("Machine"),
            self.tr("Target"),
            self.tr("RAM"),
            self.tr("Size"),
            self.tr("Stored"),
            self.tr("Of"),
            self.tr("Created"),
            self.tr("Tags"),
            self.tr("Health"),
        )
        self.health_words = {
            "clean": self.tr("clean"),
            "warnings": self.tr("warnings"),
            "damaged": self.tr("damaged"),
            "unchecked": self.tr("unchecked"),
            "orphan": self.tr("parent missing"),
            "missing": self.tr("file missing"),
            "failed": self.tr("archive damaged"),
        }

    def set_library(self, library: Library | None) -> None:
        """Show another library, or none."""
        self._library = library
        self.renew()

    def set_query(self, query: str) -> None:
        """Show what *query* asks for.

        Raises:
            QmiguiError: it makes no sense; what was shown stays.
        """
        before, self._query = self._query, query
        try:
            self.renew()
        except QmiguiError:
            self._query = before
            raise

    def renew(self) -> None:
        """Ask the database again: for the first states, which takes no time to speak of.

        Raises:
            QmiguiError: it cannot answer; what was shown stays.
        """
        keys = self._ask(FIRST)
        self.beginResetModel()
        self._keys, self._entries = keys, {}
        self._has_all = len(keys) < FIRST
        self.endResetModel()

    def _ask(self, limit: int | None) -> list[int]:
        """The keys of the first *limit* states, or of all."""
        from qmigui import service

        if self._library is None:
            return []
        return service.state_keys(
            self._library, self._query, order=self._order, descending=self._descending, limit=limit
        )

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Whether only the first states are there."""
        return not parent.isValid() and not self._has_all

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """Get all that is missing."""
        if not self.canFetchMore(parent):
            return
        self._has_all = True
        try:
            keys = self._ask(None)
        except QmiguiError as error:
            self.failed.emit(str(error))
            return
        count = len(self._keys)
        if keys[:count] != self._keys:
            self.beginResetModel()  # something has changed meanwhile
            self._keys, self._entries = keys, {}
            self.endResetModel()
        elif len(keys) > count:
            self.beginInsertRows(QModelIndex(), count, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()

    def update_icons(self) -> None:
        """The palette has changed."""
        self._icons = {}

    def entry(self, row: int) -> Entry | None:
        """The state of a row, or None when it is gone."""
        if self._library is None or not 0 <= row < len(self._keys):
            return None
        key = self._keys[row]
        if key not in self._entries:
            from qmigui import service

            first = row - row % _BATCH
            self._entries |= service.states_by_key(self._library, self._keys[first : first + _BATCH])
        return self._entries.get(key)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many states there are."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are headers."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of columns."""
        if role == _DISPLAY and orientation == _HORIZONTAL and 0 <= section < len(self.headers):
            return self.headers[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == NAME else flags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What is shown of a cell."""
        if not index.isValid():
            return None
        column = index.column()
        if role == _ALIGNMENT:
            return int(FIGURES) if column in _NUMBERS else None
        if role not in {_DISPLAY, _EDIT, _DECORATION, _TOOL_TIP}:
            return None
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == _DECORATION:
            return self._health_icon(entry) if column == HEALTH else None
        if role == _TOOL_TIP and column != NAME:
            return None
        return entry.note or None if role == _TOOL_TIP else self.text(entry, column)

    def _health_icon(self, entry: Entry) -> QIcon:
        name = _ICONS.get(entry.health.value, "error")
        if name not in self._icons:
            self._icons[name] = icon(name)
        return self._icons[name]

    def text(self, entry: Entry, column: int) -> str:
        """The text of a cell."""
        locale = QLocale()
        sizes = {RAM: entry.ram_size, SIZE: entry.raw_size, STORED: entry.stored_size}
        if column in sizes:
            size = sizes[column]
            return "" if size is None else locale.formattedDataSize(size)
        if column == RATIO:
            return percent(entry.stored_size / entry.raw_size) if entry.raw_size else ""
        if column == DATE:
            return datetime.fromtimestamp(entry.created).astimezone().strftime("%Y-%m-%d %H:%M")
        texts = {
            NAME: entry.name,
            MACHINE: entry.machine or "",
            ARCH: entry.arch or "",
            TAGS: ", ".join(entry.tags),
            HEALTH: self.health_words[entry.health.value],
        }
        return texts[column]

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Rename a state."""
        entry = self.entry(index.row()) if index.isValid() and index.column() == NAME else None
        name = str(value).strip()
        if entry is None or self._library is None or role != _EDIT or not name or name == entry.name:
            return False
        from qmigui import service

        try:
            self._entries[entry.key] = service.rename_state(self._library, entry.id, name)
        except QmiguiError as error:
            self.failed.emit(str(error))
            return False
        self.dataChanged.emit(index, index)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the database sort by another column."""
        if column in _ORDERS:
            self._order, self._descending = _ORDERS[column], order == Qt.SortOrder.DescendingOrder
            self.renew()
