"""The tree of a stream: nodes, what lies in each, and which one has an octet."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from qmigui.stream import events as ev
from qmigui.stream.index.items import Item
from qmigui.stream.index.nodes import (
    MOST_CHILDREN,
    Kind,
    Node,
    Row,
    Space,
    child_count,
    level_for,
    node_of,
)
from qmigui.stream.index.pages import PageNodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qmigui.stream.index.builder import Builder
    from qmigui.stream.index.decoding import Decoder
    from qmigui.stream.index.rows import ItemRows

_KEPT_ROWS = 400_000
_NOTHING = Row(0, "", "", "", -1, 0, Kind.WAITING, 0)


class Index:
    """Serves the tree.

    Args:
        decoder: makes the rows of elements.
        size: octets of the stream.

    Attributes:
        builder: what has been read so far; may be replaced by one that knows more.
        waiting: offsets of the first octet that has not been read, and of the first one
            behind it that has; None: all has been.
    """

    def __init__(self, builder: Builder, decoder: Decoder, size: int) -> None:
        self.builder = builder
        self.size = size
        self.waiting: tuple[int, int] | None = None
        self.progress = ""
        self._decoder = decoder
        self._late: list[int] = []
        self._rows: OrderedDict[int, ItemRows] = OrderedDict()
        self._row_total = 0
        self.pages = PageNodes(self)

    # -- elements ----------------------------------------------------------------------

    def set_late(self, numbers: Iterable[int]) -> None:
        """Items that stand behind what is still to be read."""
        self._late = list(numbers)

    @property
    def order(self) -> list[int]:
        """The items in the order of the stream, as far as known."""
        return [*self.builder.order, *self._late] if self._late else self.builder.order

    def item(self, number: int) -> Item | None:
        """One of them."""
        items = self.builder.items
        return items[number] if number < len(items) else None

    def rows(self, number: int) -> ItemRows:
        """The decoded content of an item; the last ones that were asked for are kept."""
        rows = self._rows.get(number)
        if rows is not None:
            self._rows.move_to_end(number)
            return rows
        rows = self._decoder.rows(self.builder.items[number])
        self._rows[number] = rows
        self._row_total += len(rows)
        while self._row_total > _KEPT_ROWS and len(self._rows) > 1:
            _, old = self._rows.popitem(last=False)
            self._row_total -= len(old)
        return rows

    def forget(self, number: int) -> None:
        """An item has changed."""
        rows = self._rows.pop(number, None)
        if rows is not None:
            self._row_total -= len(rows)

    # -- children ----------------------------------------------------------------------

    def children(
        self, number: int, first: int = 0, count: int = MOST_CHILDREN, kept: Kept | None = None
    ) -> list[Row]:
        """What lies in a node, or some of it.

        Args:
            number: of the node.
            first: number of the first child that is wanted.
            count: how many are wanted.
            kept: only what passes a filter.
        """
        node = node_of(number)
        rows: Sequence[Row]
        if node.space == Space.ROOT:
            rows = self._root(kept)
        elif node.space == Space.ITEMS:
            rows = self._item_group(node, kept)
        elif node.space in {Space.ITEM, Space.ROWS}:
            rows = self._in_item(node, kept)
        else:
            rows = self.pages.children(node)
        return list(rows[first : first + count])

    def _root(self, kept: Kept | None) -> list[Row]:
        read = self.builder.order
        if kept is not None:
            return self._item_rows([number for number in self.order if number in kept.items], None)
        rows = self._item_rows(read, 0)
        if self.waiting is not None:
            start, end = self.waiting
            words = self.progress or "being read"
            node = Node(Space.WAITING).number
            rows.append(Row(node, "memory", "", words, start, max(0, end - start), Kind.WAITING, 0))
        rows += self._item_rows(self._late, None)
        return rows

    def _item_rows(self, numbers: Sequence[int], ordinal: int | None) -> list[Row]:
        """Rows of items, in groups where there are too many.

        Complete groups of those that have been read do not change any more, so they are
        made as soon as one is full.
        """
        limit = MOST_CHILDREN // 4
        if ordinal is None or len(numbers) <= limit:
            if len(numbers) <= MOST_CHILDREN:
                return [self.row(Node(Space.ITEM, number).number) for number in numbers]
            numbers, ordinal, limit = list(numbers), 0, MOST_CHILDREN
        full = len(numbers) // MOST_CHILDREN
        groups = [
            self.row(Node(Space.ITEMS, group * MOST_CHILDREN).number) for group in range(full)
        ]
        rest = numbers[full * MOST_CHILDREN :]
        if len(rest) > limit and full:
            groups.append(self.row(Node(Space.ITEMS, full * MOST_CHILDREN).number))
            rest = []
        return groups + [self.row(Node(Space.ITEM, number).number) for number in rest]

    def _item_group(self, node: Node, kept: Kept | None) -> list[Row]:
        numbers = self.order[node.first : node.first + MOST_CHILDREN]
        return [
            self.row(Node(Space.ITEM, number).number)
            for number in numbers
            if kept is None or number in kept.items
        ]

    def _in_item(self, node: Node, kept: Kept | None) -> list[Row]:
        item = self.item(node.first)
        if item is None:
            return []
        found: list[int] = []
        children: list[int] = []
        level = 0
        if item.decoded or item.events:
            rows = self.rows(node.first)
            if node.second >= len(rows):
                return []
            if node.space == Space.ITEM:
                children = rows.children(node.second)
                level = level_for(len(children))
            else:
                siblings = rows.children(max(0, rows.parents[node.second]))
                place = bisect_right(siblings, node.second - 1)
                level = node.level - 1
                children = siblings[place : place + MOST_CHILDREN**node.level]
            keep = kept.items.get(node.first) if kept is not None else None
            if keep is not None:
                children = [row for row in children if row < len(keep) and keep[row]][:MOST_CHILDREN]
                level = 0
            found = children[:: MOST_CHILDREN**level]
        space = Space.ROWS if level > 0 else Space.ITEM
        result = [self.row(Node(space, node.first, row, max(level, 0)).number) for row in found]
        if node.space == Space.ITEM and not node.second and (kept is None or kept.is_whole(node.first)):
            result += self.pages.of_item(item)
        return result

    # -- rows --------------------------------------------------------------------------

    def row(self, number: int) -> Row:
        """What is shown of a node."""
        node = node_of(number)
        if node.space == Space.ITEM:
            return self._item_row(node)
        if node.space == Space.ROWS:
            return self._row_group(node)
        if node.space == Space.ITEMS:
            numbers = self.order[node.first : node.first + MOST_CHILDREN]
            if not numbers:
                return _NOTHING
            first, last = self.builder.items[numbers[0]], self.builder.items[numbers[-1]]
            name = f"elements {node.first}..{node.first + len(numbers) - 1}"
            words = f"{first.name} {first.type} .. {last.name} {last.type}"
            length = max(first.offset, last.end) - first.offset
            return Row(number, name, "", words, first.offset, length, Kind.GROUP, len(numbers))
        return self.pages.row(node)

    def _item_row(self, node: Node) -> Row:
        number, item = node.number, self.item(node.first)
        if item is None:
            return _NOTHING
        if node.second == 0:
            count = child_count(self.pages.segment_count(item))
            if item.decoded or item.events:
                rows = self._rows.get(node.first)
                # Decoding all devices only to show a list of them would take its time.
                inside = child_count(rows.counts[0]) if rows is not None else self._guess(item)
                count = min(MOST_CHILDREN, count + inside)
            length = max(0, item.end - item.offset) if item.end >= 0 else 0
            return Row(number, item.name, item.type, item.value, item.offset, length, item.kind, count)
        rows = self.rows(node.first)
        row = node.second
        if row >= len(rows):
            return _NOTHING
        offset = rows.offsets[row]
        length = max(0, rows.ends[row] - offset) if offset >= 0 else 0
        return Row(
            number,
            rows.names[row],
            rows.types[row],
            rows.values[row],
            offset,
            length,
            rows.kind(row),
            child_count(rows.counts[row]),
        )

    def _guess(self, item: Item) -> int:
        """Whether an item that nobody has looked into has children: 1 or 0."""
        if item.section is not None:
            if item.section.body is ev.Body.RAM:
                return int(len(item.events) > 1)
            return 1 if item.payload is None or item.payload[1] else 0
        event = item.events[0] if item.events else None
        subsections = getattr(event, "subsections", None)
        return 1 if subsections else int(item.ordinal >= 0 and item.decoded)

    def _row_group(self, node: Node) -> Row:
        rows = self.rows(node.first)
        if node.second >= len(rows):
            return _NOTHING
        siblings = rows.children(max(0, rows.parents[node.second]))
        place = bisect_right(siblings, node.second - 1)
        members = siblings[place : place + MOST_CHILDREN**node.level]
        first, last = members[0], members[-1]
        name = f"{rows.names[first]} .. {rows.names[last]}"
        start = rows.offsets[first]
        words = f"{len(members):,} elements"
        count = -(-len(members) // MOST_CHILDREN ** (node.level - 1))
        return Row(node.number, name, "", words, start, rows.ends[last] - start, Kind.GROUP, count)

    # -- places ------------------------------------------------------------------------

    def at(self, offset: int) -> list[int]:
        """The nodes that have an octet, from the outermost one inwards."""
        order = self.order
        place = bisect_right(order, offset, key=lambda number: self.builder.items[number].offset) - 1
        if place < 0:
            return []
        number = order[place]
        item = self.builder.items[number]
        if 0 <= item.end <= offset:
            if self.waiting is not None and self.waiting[0] <= offset < self.waiting[1]:
                return [Node(Space.WAITING).number]
            if place + 1 == len(order) and offset >= self.size:
                return []
        chain = self.chain_to_item(number)
        inner = self.pages.at(item, offset)
        if inner:
            return chain + inner
        if item.decoded or item.events:
            return chain + self._chain_in_item(number, self.rows(number).at(offset))
        return chain

    def chain_to_item(self, number: int) -> list[int]:
        """The groups that an item lies in, and itself."""
        own = Node(Space.ITEM, number).number
        if any(row.node == own for row in self._root(None)):
            return [own]
        for place, other in enumerate(self.order):
            if other == number:
                group = place // MOST_CHILDREN * MOST_CHILDREN
                return [Node(Space.ITEMS, group).number, own]
        return [own]

    def chain_of(self, number: int) -> list[int]:
        """The nodes from the outermost one to this one, which is of an element or a row of one."""
        node = node_of(number)
        if node.space != Space.ITEM:
            offset = self.row(number).offset
            return self.at(offset) if offset >= 0 else []
        return self.chain_to_item(node.first) + self._chain_in_item(node.first, node.second)

    def _chain_in_item(self, number: int, row: int) -> list[int]:
        """The nodes between an item and a row of it, groups included; without the item."""
        rows = self.rows(number)
        chain: list[int] = []
        while row > 0 and row < len(rows):
            chain.append(Node(Space.ITEM, number, row).number)
            parent = max(0, rows.parents[row])
            level = level_for(rows.counts[parent])
            if level:
                siblings = rows.children(parent)
                place = bisect_right(siblings, row) - 1
                for step in range(1, level + 1):
                    first = siblings[place // MOST_CHILDREN**step * MOST_CHILDREN**step]
                    chain.append(Node(Space.ROWS, number, first, step).number)
            row = parent
        return chain[::-1]

    def spans(self, first: int, last: int, most: int) -> list[Row]:
        """The innermost elements with octets from *first* to before *last*, ascending."""
        order = self.order
        place = bisect_right(order, first, key=lambda number: self.builder.items[number].offset) - 1
        found: list[Row] = []
        for number in order[max(0, place) :]:
            item = self.builder.items[number]
            if item.offset >= last or len(found) >= most:
                break
            if 0 <= item.end <= first:
                continue
            found.append(self.row(Node(Space.ITEM, number).number))
            found += self.pages.spans(item, first, last, most - len(found))
            if item.decoded or item.events:
                rows = self.rows(number)
                found += [
                    self.row(Node(Space.ITEM, number, row).number)
                    for row in rows.leaves(first, last, most - len(found))
                    if row
                ]
        return found

    def path(self, number: int) -> str:
        """The path of a node as messages print it."""
        from qmigui.stream.index.paths import path_of

        return path_of(self, number)


class Kept:
    """What passes a filter.

    Attributes:
        items: by number of an item one octet a row, 1 for those that are kept; None: all of it.
    """

    def __init__(self) -> None:
        self.items: dict[int, bytearray | None] = {}

    def is_whole(self, number: int) -> bool:
        """Whether an item is kept with all that is in it."""
        return self.items.get(number, b"") is None
