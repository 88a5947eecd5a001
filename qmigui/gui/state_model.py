"""The tree of a state as a model: what lies in a node is asked for when it is opened.

Rows that lie in one node are a group; a model index is a row and the number of its
group.  There is no Python object for a row: a group keeps the engine's answer and
unpacks from it what is painted.  Groups never have more than 4096 rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon

from qmigui.gui.directions import FIGURES, isolated
from qmigui.gui.icons import KINDS, icon
from qmigui.gui.language import grouped, listed
from qmigui.gui.numbers import Base, in_base, offset_text
from qmigui.gui.problems import severity_words

if TYPE_CHECKING:
    from qmigui.gui.engine import Engine
    from qmigui.gui.problems import ProblemStore
    from qmigui.service.frames import RowRecord, Rows

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, TYPE, OFFSET, SIZE = range(5)
RECORD_ROLE = int(Qt.ItemDataRole.UserRole)
"""The row itself, a :class:`RowRecord`."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_LEAF = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_BRANCH = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_RIGHT = int(FIGURES)
_FIXED_COLUMNS = frozenset((VALUE, OFFSET))
_NOWHERE = QModelIndex()


class _Group:
    """The rows of one node.

    Attributes:
        node: whose.
        outer, row: group and row of the node; -1: the outermost group.
        rows: the engine's answer, or None until it comes.
        inner: groups of rows, by row.
        request: number of the question under way, or 0.
    """

    __slots__ = ("inner", "node", "outer", "request", "row", "rows")

    def __init__(self, node: int, outer: int, row: int) -> None:
        self.node = node
        self.outer = outer
        self.row = row
        self.rows: Rows | _Joined | None = None
        self.inner: dict[int, int] = {}
        self.request = 0


class StateModel(QAbstractItemModel):
    """The model.

    Args:
        engine: is asked.
        problems: of the file: what lies in a row is shown there.

    Signals:
        loaded: rows of a node have come.
    """

    loaded = Signal(QModelIndex)

    def __init__(self, engine: Engine, problems: ProblemStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._problems = problems
        self._groups = [_Group(0, -1, -1)]
        self._filter = 0
        self._base = Base.BOTH
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._icons: list[QIcon] = []
        self._problem_icons: dict[str, QIcon] = {}
        self._problem_colours: dict[str, QColor] = {}
        self._waiting: dict[int, list[Callable[[], None]]] = {}
        self._last_rows: Any = None
        self._last_row = -1
        self._last: RowRecord | None = None
        self.headers = (
            self.tr("Name"),
            self.tr("Value"),
            self.tr("Type"),
            self.tr("Offset"),
            self.tr("Size"),
        )
        self.update_colours({})

    # -- what is shown how ---------------------------------------------------------------

    def update_colours(self, colours: dict[str, QColor]) -> None:
        """The palette has changed."""
        self._icons = [icon(name) for name in KINDS]
        self._problem_icons = {name: icon(name) for name in ("error", "warning", "note")}
        self._problem_colours = colours
        self.repaint()

    def set_base(self, base: Base) -> None:
        """Show numbers in this base."""
        self._base = base
        self.repaint()

    def set_font(self, font: QFont) -> None:
        """The font of values and offsets."""
        self._fixed = font
        self.repaint()

    def repaint(self) -> None:
        """What is shown of all rows may be different."""
        for number, group in enumerate(self._groups):
            if group.rows is not None and len(group.rows):
                top = self.createIndex(0, 0, number)
                self.dataChanged.emit(top, self.createIndex(len(group.rows) - 1, SIZE, number))

    # -- structure -------------------------------------------------------------------------

    def _group_of(self, parent: Index) -> int | None:
        """The group of the rows in *parent*, if there is one."""
        if not parent.isValid():
            return 0
        if parent.column():
            return None
        return self._groups[parent.internalId()].inner.get(parent.row())

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The index of a cell."""
        number = self._group_of(parent)
        if number is None or not 0 <= column <= SIZE:
            return QModelIndex()
        rows = self._groups[number].rows
        if rows is None or not 0 <= row < len(rows):
            return QModelIndex()
        return self.createIndex(row, column, number)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """The index of what a row lies in."""
        if not index.isValid():
            return QModelIndex()
        group = self._groups[index.internalId()]
        return QModelIndex() if group.outer < 0 else self.createIndex(group.row, 0, group.outer)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows have come."""
        number = self._group_of(parent)
        if number is None:
            return 0
        rows = self._groups[number].rows
        return 0 if rows is None else len(rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Five."""
        return SIZE + 1

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """Whether there are rows, or will be."""
        if not parent.isValid():
            return True
        number = self._group_of(parent)
        if number is not None and (rows := self._groups[number].rows) is not None:
            return len(rows) > 0
        if parent.column():
            return False
        rows = self._groups[parent.internalId()].rows
        return rows is not None and rows.children(parent.row()) > 0

    def canFetchMore(self, parent: Index) -> bool:
        """Whether nobody has asked yet."""
        number = self._group_of(parent)
        if number is not None:
            group = self._groups[number]
            return group.rows is None and not group.request
        return self.hasChildren(parent)

    def fetchMore(self, parent: Index) -> None:
        """Ask for the rows of a node."""
        if self.canFetchMore(parent):
            self._ask(self._make_group(parent))

    def _make_group(self, parent: Index) -> int:
        """The group of the rows in *parent*, which need not have come."""
        number = self._group_of(parent)
        if number is not None:
            return number
        outer = self._groups[parent.internalId()]
        assert outer.rows is not None
        number = len(self._groups)
        self._groups.append(_Group(outer.rows.node(parent.row()), parent.internalId(), parent.row()))
        outer.inner[parent.row()] = number
        return number

    def _ask(self, number: int) -> None:
        group = self._groups[number]
        if group.request:
            self._engine.forget(group.request)
        group.request = self._engine.ask(
            "children",
            lambda rows: self._take(number, group, rows),
            lambda _: self._take_nothing(group),
            node=group.node,
            filter=self._filter,
        )

    def _take_nothing(self, group: _Group) -> None:
        group.request = 0

    def _index_of(self, number: int) -> QModelIndex:
        """The index of the node whose rows a group has."""
        group = self._groups[number]
        return QModelIndex() if group.outer < 0 else self.createIndex(group.row, 0, group.outer)

    def _take(self, number: int, group: _Group, rows: Rows) -> None:
        """Rows have come: put those in place that are new, take those away that are gone."""
        if number >= len(self._groups) or self._groups[number] is not group:
            return  # of before a filter
        group.request = 0
        parent = self._index_of(number)
        old = group.rows
        if old is None or not len(old):
            if len(rows):
                self.beginInsertRows(parent, 0, len(rows) - 1)
                group.rows = rows
                self.endInsertRows()
            else:
                group.rows = rows
                if parent.isValid():
                    self.dataChanged.emit(parent, parent)
        else:
            self._merge(number, group, old, rows, parent)
        self.loaded.emit(parent)
        for done in self._waiting.pop(number, []):
            done()

    def _merge(self, number: int, group: _Group, old: Rows | _Joined, new: Rows, parent: QModelIndex) -> None:
        before = [old.node(row) for row in range(len(old))]
        after = new.nodes()
        front = 0
        while front < min(len(before), len(after)) and before[front] == after[front]:
            front += 1
        back = 0
        while back < min(len(before), len(after)) - front and before[-1 - back] == after[-1 - back]:
            back += 1
        gone, come = len(before) - front - back, len(after) - front - back
        if gone:
            self.beginRemoveRows(parent, front, front + gone - 1)
            group.rows = _Joined(old, front, gone)
            self._shift(group, front, gone, -gone)
            self.endRemoveRows()
        if come:
            self.beginInsertRows(parent, front, front + come - 1)
            group.rows = new
            self._shift(group, front, 0, come)
            self.endInsertRows()
        group.rows = new
        top, bottom = self.createIndex(0, 0, number), self.createIndex(len(new) - 1, SIZE, number)
        if len(new):
            self.dataChanged.emit(top, bottom)

    def _shift(self, group: _Group, place: int, gone: int, by: int) -> None:
        """Rows of a group move: groups of theirs move along, or are forgotten."""
        moved: dict[int, int] = {}
        for row, number in group.inner.items():
            if row < place:
                moved[row] = number
            elif row >= place + gone:
                moved[row + by] = number
                self._groups[number].row = row + by
            else:
                self._drop(number)
        group.inner = moved

    def _drop(self, number: int) -> None:
        """A group is gone: what is still on its way there is not wanted."""
        group = self._groups[number]
        self._groups[number] = _Group(group.node, group.outer, group.row)
        self._waiting.pop(number, None)
        if group.request:
            self._engine.forget(group.request)
        for inner in group.inner.values():
            self._drop(inner)

    def refresh(self) -> None:
        """More is known: ask again for the outermost rows, and for what lies in those that are open."""
        root = self._groups[0]
        if not root.request:
            self._ask(0)

    def refresh_open(self) -> None:
        """All is known: ask again for what has been opened, too."""
        self._ask(0)
        for number in list(self._groups[0].inner.values()):
            self._ask(number)

    def set_filter(self, number: int) -> None:
        """Show only what passes a filter of the engine; 0: all."""
        self._filter = number
        self.beginResetModel()
        for group in self._groups:
            if group.request:
                self._engine.forget(group.request)
        self._groups = [_Group(0, -1, -1)]
        self._waiting.clear()
        self.endResetModel()
        self._ask(0)

    @property
    def is_filtered(self) -> bool:
        """Whether not all is shown."""
        return bool(self._filter)

    # -- finding nodes -----------------------------------------------------------------------

    def reveal(self, chain: list[int], done: Callable[[QModelIndex], None]) -> None:
        """Find nodes from the outermost one inwards; rows that have not come are asked for.

        Args:
            chain: numbers of nodes.
            done: is given the index of the innermost one that there is.
        """
        self._reveal(0, list(chain), QModelIndex(), done)

    def _reveal(
        self, number: int, chain: list[int], found: QModelIndex, done: Callable[[QModelIndex], None]
    ) -> None:
        group = self._groups[number]
        if group.rows is None:
            waiting = self._waiting.setdefault(number, [])
            waiting.append(lambda: self._reveal(number, chain, found, done))
            if not group.request:
                self._ask(number)
            return
        row = group.rows.place_of(chain[0]) if chain else -1
        if row < 0:
            done(found)
            return
        index = self.createIndex(row, 0, number)
        if len(chain) == 1 or not self.hasChildren(index):
            done(index)
            return
        self._reveal(self._make_group(index), chain[1:], index, done)

    def record(self, index: Index) -> RowRecord | None:
        """The row of an index."""
        if not index.isValid():
            return None
        rows = self._groups[index.internalId()].rows
        return rows[index.row()] if rows is not None and index.row() < len(rows) else None

    # -- cells -------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with a cell."""
        if not index.isValid():
            return _NO_FLAGS
        rows = self._groups[index.internalId()].rows
        return _BRANCH if rows is not None and rows.children(index.row()) else _LEAF

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of columns."""
        if orientation == _HORIZONTAL and role == _DISPLAY and 0 <= section <= SIZE:
            return self.headers[section]
        if orientation == _HORIZONTAL and role == _ALIGNMENT and section == SIZE:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What is shown of a cell."""
        if role not in _USED or not index.isValid():
            return None
        column = index.column()
        if role == _FONT:
            return self._fixed if column in _FIXED_COLUMNS else None
        if role == _ALIGNMENT:
            return _RIGHT if column == SIZE else None
        if column and role in _NAME_ONLY:
            return None
        rows = self._groups[index.internalId()].rows
        row = index.row()
        # A row is asked for many times when it is painted.
        if rows is not self._last_rows or row != self._last_row:
            if rows is None or row >= len(rows):
                return None
            self._last_rows, self._last_row, self._last = rows, row, rows[row]
        record = self._last
        assert record is not None
        if role == _DISPLAY:
            return self._text(record, column)
        if role == _DECORATION:
            return self._icon(record)
        if role == _FOREGROUND:
            worst = self._worst(record)
            return self._problem_colours.get(worst) if worst else None
        if role == RECORD_ROLE:
            return record
        if role == _TOOL_TIP:
            return self._tool_tip(record) if column in {NAME, VALUE} else None
        return f"{self._text(record, column)}" if column else f"{self._text(record, NAME)} {record.value}"

    def _text(self, record: RowRecord, column: int) -> str:
        if column == NAME:
            name = shown_name(record.name)
            words = self._problem_words(record)
            return f"{name}  [{words}]" if words else name
        if column == VALUE:
            return in_base(record.value, self._base)
        if column == TYPE:
            return record.type
        if column == OFFSET:
            return offset_text(record.offset)
        return grouped(record.length) if record.offset >= 0 else ""

    def _counts(self, record: RowRecord) -> tuple[int, int, int]:
        return self._problems.counts(record.offset, record.length)

    def _worst(self, record: RowRecord) -> str:
        errors, warnings, notes = self._counts(record)
        return "error" if errors else "warning" if warnings else "note" if notes else ""

    def _problem_words(self, record: RowRecord) -> str:
        errors, warnings, notes = self._counts(record)
        words = []
        if errors:
            words.append(self.tr("%n error(s)", "", errors))
        if warnings:
            words.append(self.tr("%n warning(s)", "", warnings))
        if notes and not words:
            words.append(self.tr("%n note(s)", "", notes))
        return listed(words)

    def _icon(self, record: RowRecord) -> QIcon | None:
        worst = self._worst(record)
        if worst:
            return self._problem_icons[worst]
        return self._icons[record.kind] if record.kind < len(self._icons) else None

    def _tool_tip(self, record: RowRecord) -> str | None:
        first = self._problems.first_in(record.offset, record.length)
        if first is not None:
            return f"{severity_words()[first.severity.value]}: {isolated(first.message)}"
        return record.value if len(record.value) > 30 else None


_USED = frozenset(
    (_DISPLAY, _DECORATION, _FOREGROUND, _TOOL_TIP, _ACCESSIBLE, _FONT, _ALIGNMENT, RECORD_ROLE)
)
_NAME_ONLY = frozenset((_DECORATION, _FOREGROUND))


class _Joined:
    """Rows of which some have been taken away.

    Args:
        rows: all.
        place: where those stood that are gone.
        gone: how many.
    """

    def __init__(self, rows: Any, place: int, gone: int) -> None:
        self._rows = rows
        self._place = place
        self._gone = gone

    def _at(self, row: int) -> int:
        return row if row < self._place else row + self._gone

    def __len__(self) -> int:
        return len(self._rows) - self._gone

    def __getitem__(self, row: int) -> RowRecord:
        record: RowRecord = self._rows[self._at(row)]
        return record

    def node(self, row: int) -> int:
        """The number of one."""
        return int(self._rows.node(self._at(row)))

    def place_of(self, node: int) -> int:
        """Which row a node is, or -1."""
        return next((row for row in range(len(self)) if self.node(row) == node), -1)

    def children(self, row: int) -> int:
        """How many children one has."""
        return int(self._rows.children(self._at(row)))


def shown_name(name: str) -> str:
    """The name of a row: quotes are for texts that stand in a sentence."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == "'" else name
