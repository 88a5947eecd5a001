"""The states of the library as a table: groups and keys in order, rows fetched when they are looked at.

Searching, sorting and grouping are the database's work, in a thread of its own:
100,000 states scroll like ten.  A row whose state has not come yet is empty for a moment.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
    Signal,
)

from qmigui import service
from qmigui.gui.directions import FIGURES
from qmigui.gui.icons import icon
from qmigui.gui.library_columns import COUNT, HEALTH, NAME, NUMBERS, ORDERS, STORED, Columns, size_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QIcon

    from qmigui.errors import QmiguiError
    from qmigui.gui.library_desk import LibraryDesk
    from qmigui.service import Entry, Group, Library, Listing

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The :class:`~qmigui.service.Entry` of a row, or None."""
GROUP_ROLE = ENTRY_ROLE + 1
"""The group that a row is the head of, or None."""
INDENT_ROLE = ENTRY_ROLE + 2
"""How far the state of a row stands in."""
OPEN_ROLE = ENTRY_ROLE + 3
"""Whether the states of a head are shown."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_KNOWN = frozenset(
    {
        _DISPLAY, _EDIT, _DECORATION, _ALIGNMENT, _TOOL_TIP, _ACCESSIBLE,
        ENTRY_ROLE, GROUP_ROLE, INDENT_ROLE, OPEN_ROLE,
    }
)  # fmt: skip
_HORIZONTAL = Qt.Orientation.Horizontal
_RIGHT = int(FIGURES)
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_HEAD_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_STATE_FLAGS = _HEAD_FLAGS | Qt.ItemFlag.ItemIsDragEnabled
_NAME_FLAGS = _STATE_FLAGS | Qt.ItemFlag.ItemIsEditable
_NOWHERE = QModelIndex()
_PAGE = 200
_MOST_KEPT = 40 * _PAGE
_FEW = 400
"""States that are shown at once when they are grouped; of more, the groups stand closed."""
_CHAIN_SECONDS = 0.08
_ONE_MORE = bytes(range(1, 256)) + b"\xff"
"""Each indent one step further in."""
_NOBODY = -(1 << 62)
"""No row is that."""
_ICONS = {"clean": "done", "warnings": "warning", "unchecked": "note"}
"""Drawings by health; all else is an error."""


class LibraryModel(QAbstractTableModel):
    """The states that a query asks for, in groups or not.

    Args:
        desk: where the library is asked.

    Signals:
        failed: something could not be done; the text for the user.
        listed: what is shown is what was asked for.
        renamed: name before and after, and id of a state.
    """

    failed = Signal(str)
    listed = Signal()
    renamed = Signal(str, str, str)

    def __init__(self, desk: LibraryDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.columns = Columns(self)
        self.query, self.order, self.descending, self.grouping = "", "created", True, "none"
        self.count = 0
        self.stored_size = 0
        self._groups: list[Group] = []
        self._toggled: set[tuple[str, str | None]] = set()
        self._rows: list[int] = []
        self._indents = bytearray()
        self._entries: dict[int, Entry] = {}
        self._asked: set[int] = set()
        self._pages: list[int] = []
        self._number = 0
        self._icons: dict[str, QIcon] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    # -- what is shown -----------------------------------------------------------------------

    def ask(
        self,
        *,
        query: str | None = None,
        order: tuple[str, bool] | None = None,
        grouping: str | None = None,
        fail: Callable[[QmiguiError], object] | None = None,
    ) -> None:
        """Ask the database (again); ``listed`` follows.

        Args:
            query: show what it asks for; None: as before.
            order: name of the order, and whether the largest comes first.
            grouping: one of :data:`qmigui.service.GROUPINGS`.
            fail: gets what is wrong; what was shown stays then.
        """
        if order is not None:
            self.order, self.descending = order
        if grouping is not None:
            self.grouping = grouping
        wanted = self.query if query is None else query
        order, by = (self.order, self.descending), self.grouping
        seen = list(self._entries)[-2 * _PAGE :]

        def work(library: Library) -> tuple[Listing, dict[int, Entry]]:
            listing = service.list_groups(library, wanted, by=by, order=order[0], descending=order[1])
            first = [key for group in listing.groups[:_PAGE] for key in group.keys[:_PAGE]][:_PAGE]
            return listing, service.states_by_key(library, [*dict.fromkeys((*first, *seen))])

        def done(answer: tuple[Listing, dict[int, Entry]]) -> None:
            self.query = wanted
            self._show(answer[0], answer[1], by)

        self._desk.ask(work, done, fail, slot="listing")

    def clear(self) -> None:
        """Show nothing: there is no library."""
        self.beginResetModel()
        self._groups, self._rows, self._indents, self._entries = [], [], bytearray(), {}
        self.count = self.stored_size = 0
        self._forget_questions()
        self.endResetModel()

    def _show(self, listing: Listing, entries: dict[int, Entry], by: str) -> None:
        self.count, self.stored_size = listing.count, listing.stored_size
        self._forget_questions()
        self._entries = entries
        self._arrange(listing.groups, by)
        self.listed.emit()

    def _arrange(self, groups: list[Group], by: str) -> None:
        """Lay rows out anew; what is selected, and where the view stands, stays with its state."""
        rows, indents = self._laid_out(groups, by)
        if rows == self._rows and indents == self._indents:
            self._groups = groups
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COUNT - 1))
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        # Of a state that is in several groups the first row is the one that it keeps.
        places = dict(zip(reversed(rows), range(len(rows) - 1, -1, -1), strict=True)) if before else {}
        heads = {group.label: -number - 1 for number, group in enumerate(groups)} if before else {}
        after = []
        for index in before:
            what = self._rows[index.row()]
            if what < 0:
                what = heads.get(self._groups[-what - 1].label, _NOBODY)
            row = places.get(what, -1)
            after.append(self.createIndex(row, index.column()) if row >= 0 else QModelIndex())
        self._groups, self._rows, self._indents = groups, rows, indents
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _laid_out(self, groups: list[Group], by: str) -> tuple[list[int], bytearray]:
        """A row is the key of a state, or the number of a group below zero."""
        rows: list[int] = []
        indents = bytearray()
        for number, group in enumerate(groups):
            inner = 0
            if by != "none" and not (by == "series" and len(group.keys) == 1):
                rows.append(-number - 1)
                indents.append(0)
                inner = 1
                if not self._is_group_open(group, by):
                    continue
            rows += group.keys
            steps = group.indents or bytes(len(group.keys))
            indents += steps.translate(_ONE_MORE) if inner else steps
        return rows, indents

    def _is_group_open(self, group: Group, by: str) -> bool:
        return (self.count <= _FEW) != ((by, group.label) in self._toggled)

    def _forget_questions(self) -> None:
        self._number += 1
        self._asked, self._pages = set(), []

    def set_open(self, row: int, is_open: bool) -> bool:
        """Show the states of a head, or not; whether that changed something."""
        group = self.group(row)
        if group is None or self._is_group_open(group, self.grouping) == is_open:
            return False
        self._toggled ^= {(self.grouping, group.label)}
        self._arrange(self._groups, self.grouping)
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)
        return True

    def set_all_open(self, is_open: bool) -> None:
        """Show the states of all groups, or none."""
        for group in self._groups:
            if self._is_group_open(group, self.grouping) != is_open:
                self._toggled ^= {(self.grouping, group.label)}
        self._arrange(self._groups, self.grouping)

    def head_of(self, row: int) -> int:
        """The row of the group that a row is in, or -1."""
        while row >= 0 and self._rows[row] >= 0:
            if not self._indents[row]:
                return -1
            row -= 1
        return row

    def group(self, row: int) -> Group | None:
        """The group that a row is the head of."""
        if 0 <= row < len(self._rows) and self._rows[row] < 0:
            return self._groups[-self._rows[row] - 1]
        return None

    def keys(self, ranges: Iterable[tuple[int, int]]) -> list[int]:
        """The states of rows, each once; a head stands for all of its group.

        Args:
            ranges: first and last row of each.
        """
        found: dict[int, None] = {}
        for first, last in sorted(ranges):
            part = self._rows[first : last + 1]
            if part and min(part) >= 0:
                found.update(dict.fromkeys(part))
                continue
            for what in part:
                keys = (what,) if what >= 0 else self._groups[-what - 1].keys
                found.update(dict.fromkeys(keys))
        return list(found)

    def row_of(self, key: int) -> int:
        """The first row of a state, or -1."""
        try:
            return self._rows.index(key)
        except ValueError:
            return -1

    # -- rows --------------------------------------------------------------------------------

    def entry(self, row: int) -> Entry | None:
        """The state of a row, or None: it is a head, is gone, or has not come yet."""
        if not 0 <= row < len(self._rows) or self._rows[row] < 0:
            return None
        found = self._entries.get(self._rows[row])
        if found is None and row // _PAGE not in self._asked:
            self._asked.add(row // _PAGE)
            self._pages.append(row // _PAGE)
            self._soon.start()
        return found

    def known(self, key: int) -> Entry | None:
        """A state, if it is at hand."""
        return self._entries.get(key)

    def _fetch(self) -> None:
        pages, self._pages = self._pages, []
        number = self._number
        for page in pages[-4:]:  # of a fast scroll, what is still in view
            keys = [key for key in self._rows[page * _PAGE : (page + 1) * _PAGE] if key >= 0]
            self._desk.ask(partial(_states, keys), partial(self._take, number, page))
        self._asked.difference_update(pages[:-4])

    def _take(self, number: int, page: int, found: dict[int, Entry]) -> None:
        if number != self._number:
            return
        if len(self._entries) > _MOST_KEPT:
            for key in list(self._entries)[: len(self._entries) // 2]:
                del self._entries[key]
            self._asked = {page}
        self._entries |= found
        last = min(len(self._rows), (page + 1) * _PAGE) - 1
        if last >= page * _PAGE:
            self.dataChanged.emit(self.index(page * _PAGE, 0), self.index(last, COUNT - 1))

    def update_icons(self) -> None:
        """The palette has changed."""
        self._icons = {}

    # -- what Qt asks ------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Heads and states."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """All columns, shown or not."""
        return 0 if parent.isValid() else COUNT

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of columns."""
        if orientation == _HORIZONTAL and 0 <= section < COUNT:
            if role == _DISPLAY:
                return self.columns.names[section]
            if role == _ALIGNMENT and section in NUMBERS:
                return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """States can be dragged, their names edited."""
        if not index.isValid():
            return _NO_FLAGS
        if self._rows[index.row()] < 0:
            return _HEAD_FLAGS
        return _NAME_FLAGS if index.column() == NAME else _STATE_FLAGS

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What is shown of a cell."""
        if role not in _KNOWN or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _ALIGNMENT:
            return _RIGHT if column in NUMBERS else None
        group = self.group(row)
        if group is not None:
            return self._data_of_group(group, column, role)
        if role == GROUP_ROLE:
            return None
        if role == INDENT_ROLE:
            return self._indents[row]
        if role in {OPEN_ROLE, _ACCESSIBLE}:
            return None
        entry = self.entry(row)
        if role == ENTRY_ROLE or entry is None:
            return entry
        if role == _DECORATION:
            return self.health_icon(entry) if column == HEALTH else None
        text = self.columns.text(entry, column)
        return (f"{entry.name}\n{entry.note}" if entry.note else text) if role == _TOOL_TIP else text

    def _data_of_group(self, group: Group, column: int, role: int) -> Any:
        if role == GROUP_ROLE:
            return group
        if role == OPEN_ROLE:
            return self._is_group_open(group, self.grouping)
        if role == INDENT_ROLE:
            return 0
        if role == _DISPLAY and column == STORED:
            return size_text(group.stored_size, QLocale())
        if role in {_DISPLAY, _TOOL_TIP} and column == NAME:
            return self.group_words(group)
        if role == _ACCESSIBLE and column == NAME:
            is_open = self._is_group_open(group, self.grouping)
            state = self.tr("group, open") if is_open else self.tr("group, closed")
            return f"{self.group_words(group)}, {state}"
        return None

    def group_words(self, group: Group) -> str:
        """What a head says."""
        count = QLocale().toString(len(group.keys))
        if self.grouping == "series":
            newest = max(group.keys)  # of one catalogue keys grow
            entry = self._entries.get(newest) or next(
                (one for key in group.keys if (one := self._entries.get(key)) is not None), None
            )
            label = entry.name if entry is not None else self.tr("Series")
        elif group.label is None:
            label = self.tr("Other machines") if self.grouping == "machine" else self.tr("No tags")
        else:
            label = group.label
        return f"{label} ({count})"

    def health_icon(self, entry: Entry) -> QIcon:
        """The drawing of a state's health."""
        name = _ICONS.get(entry.health.value, "error")
        if name not in self._icons:
            self._icons[name] = icon(name)
        return self._icons[name]

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Rename a state; the name stands there at once, and is taken back if it cannot be."""
        entry = self.entry(index.row()) if index.isValid() and index.column() == NAME else None
        name = str(value).strip()
        if entry is None or role != _EDIT or not name or name == entry.name:
            return False

        def done(renamed: Entry) -> None:
            self.renamed.emit(entry.name, renamed.name, entry.id)
            self.ask()

        def fail(error: QmiguiError) -> None:
            self.failed.emit(str(error))
            self.ask()

        self._entries[entry.key] = replace(entry, name=name)
        self.dataChanged.emit(index, index)
        self._desk.ask(lambda library: _rename(library, entry.id, name), done, fail)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the database sort by another column."""
        if column in ORDERS:
            self.ask(order=(ORDERS[column], order == Qt.SortOrder.DescendingOrder))

    # -- dragging ----------------------------------------------------------------------------

    def mimeTypes(self) -> list[str]:
        """Files."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The archives of these rows, and those that deltas among them need: they are complete then."""
        keys = self.keys({(index.row(), index.row()) for index in indexes})
        directory = self._desk.directory
        names = self._desk.ask_now(lambda library: _needed(library, keys), _CHAIN_SECONDS)
        if names is None:  # the catalogue is busy: at least these
            names = [entry.file_name for key in keys if (entry := self._entries.get(key)) is not None]
        data = QMimeData()
        if directory is not None:
            data.setUrls([QUrl.fromLocalFile(str(directory / name)) for name in names])
        return data


def _states(keys: list[int], library: Library) -> dict[int, Entry]:
    return service.states_by_key(library, keys)


def _needed(library: Library, keys: list[int]) -> list[str]:
    return service.states_needed(library, keys)


def _rename(library: Library, identity: str, name: str) -> Entry:
    return service.rename_state(library, identity, name)
