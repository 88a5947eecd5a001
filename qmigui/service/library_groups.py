"""The use case of showing the library in groups: by machine, by series, by tag, or in one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.library import Library

GROUPINGS = ("none", "machine", "series", "tag")


@dataclass(slots=True)
class Group:
    """States that belong together.

    Attributes:
        label: machine type, key of the series, or tag; None: those that have none.
        keys: :attr:`Entry.key` of each, in order.
        indents: for a series, how many of the states above each it is made against; else empty.
        stored_size: bytes of their archives.
    """

    label: str | None
    keys: list[int] = field(default_factory=list)
    indents: bytes = b""
    stored_size: int = 0


@dataclass(slots=True)
class Listing:
    """What a query asks for, in groups.

    Attributes:
        groups: in order.
        count: states, each counted once.
        stored_size: bytes of their archives.
    """

    groups: list[Group]
    count: int
    stored_size: int


def list_groups(
    library: Library, query: str = "", *, by: str = "none", order: str = "stored", descending: bool = True
) -> Listing:
    """The states that a query asks for, in groups.

    Machines and tags are in alphabetical order, what has none last; series as the first state of each
    in the order that is asked for.  In a series a delta follows the state that it is made against, as
    far as that is asked for too.  A state with several tags is in the group of each.

    Args:
        library: open.
        query: the language of ``--list``; empty: all.
        by: one of :data:`GROUPINGS`.
        order: as for :func:`~qmigui.service.library.list_states`, inside groups.
        descending: the same.

    Raises:
        QueryError, UsageError: as for :func:`~qmigui.service.library.list_states`.
    """
    rows = library.catalogue.listing(query, by, order=order, descending=descending)
    groups: dict[object, Group] = {}
    trees: dict[object, list[tuple[Any, ...]]] = {}
    sizes: dict[int, int] = {}
    folded: dict[str | None, str] = {}
    for row in rows:
        key, label, size = row[:3]
        name: object = label
        if by == "tag":
            name = folded.get(label)
            if name is None:
                name = folded[label] = _folded(label)
        elif by == "series" and label is None:
            name = key
        group = groups.get(name)
        if group is None:
            group = groups[name] = Group(label)
            trees[name] = []
        group.keys.append(key)
        group.stored_size += size
        sizes[key] = size
        if by == "series":
            trees[name].append(row)
    if by == "series":
        for name, group in groups.items():
            group.keys, group.indents = _nested(trees[name])
    found = list(groups.values())
    if by in {"machine", "tag"}:
        found.sort(key=lambda group: (group.label is None, _folded(group.label), group.label))
    return Listing(found, len(sizes), sum(sizes.values()))


def states_needed(library: Library, keys: Sequence[int]) -> list[str]:
    """The archives' files of these states, and of the states that they are deltas against."""
    from qmigui.library.details import parents_of

    names: dict[str, None] = {}
    for entry in library.catalogue.entries(keys).values():
        for one in (entry, *parents_of(library, entry)):
            names[one.file_name] = None
    return list(names)


def _folded(label: str | None) -> str:
    from qmigui.library.texts import fold

    return fold(label) if label is not None else ""


def _nested(rows: Sequence[tuple[Any, ...]]) -> tuple[list[int], bytes]:
    """Each delta below what it is made against; the order among those of one parent stays."""
    if len(rows) == 1:
        return [rows[0][0]], b"\0"
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        first.setdefault(row[3], number)
    below: dict[int, list[int]] = {}
    roots = []
    for number, row in enumerate(rows):
        parent = first.get(row[4]) if row[4] else None
        if parent is None or parent == number:
            roots.append(number)
        else:
            below.setdefault(parent, []).append(number)
    keys: list[int] = []
    indents = bytearray()
    left = [(number, 0) for number in reversed(roots)]
    seen = set()
    while left:
        number, indent = left.pop()
        seen.add(number)
        keys.append(rows[number][0])
        indents.append(min(indent, 255))
        left += [(child, indent + 1) for child in reversed(below.get(number, ()))]
    # Hashes are claims of files: a ring of them has no root.
    keys += [row[0] for number, row in enumerate(rows) if number not in seen]
    return keys, bytes(indents).ljust(len(keys), b"\0")
