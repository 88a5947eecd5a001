"""Where somebody is in a file: what is open and selected in its tree, as plain values that outlive it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject

if TYPE_CHECKING:
    from qmigui.gui.document_view import DocumentView

_MOST_LOOKED_AT = 20_000
_MOST_OPEN = 500
_MOST_DEEP = 60


def place_of(view: DocumentView) -> dict[str, Any]:
    """The place in *view*: ``selected``, a way of rows, ``open``, rows, and ``cursor``, an offset."""
    if not view.is_open:
        return dict(view.wanted_place)
    walk = _Walk(view)
    selected: list[str] = []
    index = view.state.tree.currentIndex()
    while index.isValid() and len(selected) < _MOST_DEEP:
        selected.insert(0, walk.key(index))
        index = index.parent()
    return {
        "selected": selected,
        "open": walk.open_rows(view.state.tree.rootIndex(), 0),
        "cursor": view.bytes.cursor_offset,
    }


class _Walk:
    """Looks for the rows that are open; bounded.

    Args:
        view: of the file.
    """

    def __init__(self, view: DocumentView) -> None:
        self._tree, self._model = view.state.tree, view.document.model
        self._looked_at = self._open = 0

    def key(self, index: QModelIndex) -> str:
        """What tells a row from its neighbours, in another run too."""
        record = self._model.record(index)
        return f"{record.offset}:{record.name}" if record is not None else ""

    def open_rows(self, parent: QModelIndex, depth: int) -> dict[str, Any]:
        """The open rows in *parent*, and those in them."""
        found: dict[str, Any] = {}
        if depth > _MOST_DEEP:
            return found
        for row in range(self._model.rowCount(parent)):
            self._looked_at += 1
            if self._looked_at > _MOST_LOOKED_AT or self._open >= _MOST_OPEN:
                break
            index = self._model.index(row, 0, parent)
            if self._tree.isExpanded(index):
                self._open += 1
                found[self.key(index)] = self.open_rows(index, depth + 1)
        return found


class Return(QObject):
    """Brings a view back to a place, as its rows come; gives way to the user.

    Args:
        view: that has been opened; owns this.
        place: as :func:`place_of` made it.
    """

    def __init__(self, view: DocumentView, place: dict[str, Any]) -> None:
        super().__init__(view)
        self._view = view
        self._tree, self._model = view.state.tree, view.document.model
        self._walk = _Walk(view)
        opened, selected, cursor = place.get("open"), place.get("selected"), place.get("cursor")
        self._open: dict[str, Any] = opened if isinstance(opened, dict) else {}
        self._selected = [str(key) for key in selected] if isinstance(selected, list) else []
        self._cursor = cursor if isinstance(cursor, int) and cursor >= 0 else -1
        self._opened: set[tuple[str, ...]] = set()
        self._model.loaded.connect(self._look)
        self._look(QModelIndex())

    def _way(self, index: QModelIndex) -> list[str]:
        way: list[str] = []
        while index.isValid() and len(way) <= _MOST_DEEP:
            way.insert(0, self._walk.key(index))
            index = index.parent()
        return way

    def _look(self, parent: QModelIndex) -> None:
        """Rows have come: open and select those that are wanted."""
        way = self._way(parent)
        wanted: Any = self._open
        for key in way:
            wanted = wanted.get(key) if isinstance(wanted, dict) else None
        wanted = wanted if isinstance(wanted, dict) else {}
        is_on_way = self._selected[: len(way)] == way and len(self._selected) > len(way)
        if not wanted and not is_on_way:
            return
        target = self._selected[len(way)] if is_on_way else None
        for row in range(min(self._model.rowCount(parent), _MOST_LOOKED_AT)):
            index = self._model.index(row, 0, parent)
            key = self._walk.key(index)
            is_target = key == target
            if key in wanted and (*way, key) not in self._opened:
                self._opened.add((*way, key))  # once: what is closed later stays so
                self._enter(index, show=True)
            if is_target:
                target = None
                if len(way) + 1 == len(self._selected):
                    self._arrive(index)
                elif key not in wanted:
                    self._enter(index, show=False)

    def _enter(self, index: QModelIndex, *, show: bool) -> None:
        if show:
            self._tree.setExpanded(index, True)
        if self._model.canFetchMore(index):
            self._model.fetchMore(index)
        elif self._model.rowCount(index):
            self._look(index)

    def _arrive(self, index: QModelIndex) -> None:
        self._selected = []
        current = self._tree.currentIndex()
        if current.isValid() and (current.parent().isValid() or current.row()):
            return  # the user is somewhere already
        self._view.state.select(index)
        if 0 <= self._cursor < self._view.document.size:
            self._view.bytes.go_to(self._cursor)
