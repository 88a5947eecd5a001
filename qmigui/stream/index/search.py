"""Looks for rows: one after the other, or all that a filter keeps.

Both are generators that yield now and then, so that whoever runs them can stop
or do something else between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmigui.errors import UsageError
from qmigui.stream.index.index import Kept
from qmigui.stream.index.nodes import Node, Space, node_of

if TYPE_CHECKING:
    from qmigui.stream.index.index import Index
    from qmigui.stream.index.rows import ItemRows

MOST_TEXT = 4096
"""Characters of a value that are looked at: expressions of users may be slow."""

SCOPES = ("all", "name", "value", "offset")


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Attributes:
        text: the words, or the expression.
        scope: one of :data:`SCOPES`.
        is_regex: the text is a regular expression.
        is_exact: upper and lower case differ.
    """

    text: str
    scope: str = "all"
    is_regex: bool = False
    is_exact: bool = False

    def matcher(self) -> Callable[[str, str, str, int], bool]:
        """A function of name, type, value and offset.

        Raises:
            UsageError: it is no regular expression.
        """
        if self.scope not in SCOPES:
            raise UsageError(f"no such scope: {self.scope}")
        if self.is_regex:
            try:
                found = re.compile(self.text, 0 if self.is_exact else re.IGNORECASE).search
            except (re.error, RecursionError, OverflowError) as error:
                raise UsageError(f"no regular expression: {error}") from None

            def has(text: str) -> bool:
                return found(text[:MOST_TEXT]) is not None
        elif self.is_exact:

            def has(text: str) -> bool:
                return self.text in text
        else:
            folded = self.text.casefold()

            def has(text: str) -> bool:
                return folded in text.casefold()

        scope = self.scope

        def matches(name: str, type_: str, value: str, offset: int) -> bool:
            if scope == "name":
                return has(name)
            if scope == "value":
                return has(value)
            if scope == "offset":
                return offset >= 0 and has(f"{offset:#x}")
            return has(name) or has(value) or has(type_)

        return matches


def find(index: Index, query: Query, start: int, *, backward: bool = False) -> Iterator[int | None]:
    """Look for the next row, around the end of the stream if need be.

    Args:
        index: the tree.
        query: what is looked for.
        start: number of the node that it begins at; it is the last one looked at.
        backward: look for the one before.

    Yields:
        None while it goes on; the node that was found, if there is one, at last.
    """
    matches = query.matcher()
    order = index.order
    if not order:
        return
    number, row = _start(index, start)
    place = order.index(number) if number in order else 0
    steps = range(len(order) + 1)
    for step in steps:
        number = order[(place - step if backward else place + step) % len(order)]
        rows = index.rows(number)
        total = len(rows)
        if step == 0:
            places = range(row - 1, -1, -1) if backward else range(row + 1, total)
        elif step == len(order):
            places = range(total - 1, row - 1, -1) if backward else range(min(row + 1, total))
        else:
            places = range(total - 1, -1, -1) if backward else range(total)
        for each in places:
            if matches(rows.names[each], rows.types[each], rows.values[each], rows.offsets[each]):
                yield Node(Space.ITEM, number, each).number
                return
        yield None


def _start(index: Index, start: int) -> tuple[int, int]:
    """The item and row to begin behind."""
    node = node_of(start)
    if node.space == Space.ITEM and index.item(node.first) is not None:
        return node.first, node.second
    order = index.order
    offset = index.row(start).offset if node.space != Space.ROOT else -1
    if offset >= 0:
        chain = index.at(offset)
        for number in chain:
            if node_of(number).space == Space.ITEM:
                return node_of(number).first, node_of(number).second
    return order[0], -1


def keep(index: Index, query: Query) -> Iterator[Kept]:
    """Find all that a filter keeps: what matches, what that lies in, and what lies in it.

    Yields:
        The same object again and again, as it fills; it is complete at the end.
    """
    matches = query.matcher()
    kept = Kept()
    for number in list(index.order):
        item = index.builder.items[number]
        if matches(item.name, item.type, item.value, item.offset):
            kept.items[number] = None
        else:
            flags = _flags(index.rows(number), matches)
            if flags is not None:
                kept.items[number] = flags
        yield kept


def _flags(rows: ItemRows, matches: Callable[[str, str, str, int], bool]) -> bytearray | None:
    """One octet a row, 1 for those that are kept; None: none of them."""
    flags = bytearray(len(rows))
    found = False
    row, total = 1, len(rows)
    while row < total:
        if not matches(rows.names[row], rows.types[row], rows.values[row], rows.offsets[row]):
            row += 1
            continue
        found = True
        behind = rows.behind[row]
        flags[row:behind] = b"\1" * (behind - row)
        parent = rows.parents[row]
        while parent >= 0 and not flags[parent]:
            flags[parent] = 1
            parent = rows.parents[parent]
        row = behind
    return flags if found else None
