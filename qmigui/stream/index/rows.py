"""The decoded content of one element: the lines of its tree, in columns."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from qmigui.stream.index.nodes import Kind
from qmigui.stream.tree_output import Output
from qmigui.stream.tree_text import LINE, Lines, octets_text

MOST_ROWS = 1 << 20
"""Of one element; only a device made to be too large has more."""

PREVIEW = 16
"""Octets of a long string that stand in its line."""


class FullError(Exception):
    """There are more rows than are kept."""


class ItemRows(Lines):
    """Takes the lines of an element's tree, in preorder; row 0 is the element itself.

    Args:
        start: offset of the element.
        end: where it ends.

    Attributes:
        names, types, values: texts, by row.
        offsets: of the first octet of each.
        ends: behind the last octet of each; known after :meth:`close`.
        behind: the next row that is not in this one; likewise.
        parents: row that it lies in; likewise.
        counts: how many children; likewise.
    """

    def __init__(self, start: int, end: int) -> None:
        super().__init__(Output(lambda _: None), None)
        self.start = start
        self.end = end
        self.names: list[str] = []
        self.types: list[str] = []
        self.values: list[str] = []
        self.offsets = array("q")
        self.ends = array("q")
        self.indents = array("H")
        self.behind = array("L")
        self.parents = array("q")
        self.counts = array("L")

    def __len__(self) -> int:
        return len(self.names)

    def add(
        self,
        offset: int | None,
        indent: int,
        name: str,
        type_: str = "",
        value: str = "",
        length: int | None = None,
    ) -> None:
        """One element; see :meth:`Lines.add`.

        Raises:
            FullError: there are too many.
        """
        if len(self.names) >= MOST_ROWS:
            raise FullError
        self.names.append(name)
        self.types.append(type_)
        self.values.append(value)
        self.offsets.append(-1 if offset is None else offset)
        self.ends.append(-1 if length is None or offset is None else offset + length)
        self.indents.append(min(indent, 0xFFFF))

    def octets(self, octets: bytes, offset: int, indent: int) -> None:
        """Some octets below the last row: their beginning goes into its value."""
        if self.values and octets and "|" not in self.values[-1]:
            shown = octets_text(octets[:PREVIEW])
            dots = " ..." if len(octets) > PREVIEW else ""
            self.values[-1] = f"{self.values[-1]}  {shown}{dots}".strip()

    def more(self, count: int, indent: int) -> None:
        """So many octets are not shown: the bytes themselves are beside the tree."""

    def close(self) -> None:
        """All rows have come: find out what lies in what."""
        total = len(self.names)
        self.behind = array("L", bytes(self.behind.itemsize * total))
        self.counts = array("L", bytes(self.counts.itemsize * total))
        self.parents = array("q", bytes(8 * total))
        indents, offsets, ends = self.indents, self.offsets, self.ends
        open_rows: list[int] = []
        for row in range(total):
            indent = indents[row]
            while open_rows and indents[open_rows[-1]] >= indent:
                self.behind[open_rows.pop()] = row
            self.parents[row] = open_rows[-1] if open_rows else -1
            if open_rows:
                self.counts[open_rows[-1]] += 1
            open_rows.append(row)
        for row in open_rows:
            self.behind[row] = total
        # An element without a length of its own ends where the next one begins that is not in it.
        following = array("q", bytes(8 * (total + 1)))
        following[total] = self.end
        for row in range(total - 1, -1, -1):
            following[row] = offsets[row] if offsets[row] >= 0 else following[row + 1]
        for row in range(total):
            if offsets[row] < 0:
                # It has no place of its own: that of what it lies in.
                parent = self.parents[row]
                ends[row] = -1
                if parent < 0:
                    offsets[row], ends[row] = self.start, self.end
            elif ends[row] < 0:
                ends[row] = max(offsets[row], following[self.behind[row]])
        if total:
            offsets[0], ends[0] = self.start, self.end

    def kind(self, row: int) -> Kind:
        """What a row is."""
        if self.counts[row]:
            return Kind.SUBSECTION if self.names[row].startswith("subsection ") else Kind.CONTAINER
        value, type_ = self.values[row], self.types[row]
        if type_ in {"octets", "OCTET STRING"} or value.endswith("|") or " octets" in value:
            return Kind.OCTETS
        if value.startswith("'"):
            return Kind.TEXT
        return Kind.NUMBER

    def children(self, row: int) -> list[int]:
        """The rows that lie directly in one."""
        found = []
        place, end = row + 1, self.behind[row]
        while place < end:
            found.append(place)
            place = self.behind[place]
        return found

    def at(self, offset: int) -> int:
        """The innermost row that has the octet at *offset*."""
        row = 0
        while True:
            inner = -1
            for child in self.children_near(row, offset):
                if self.offsets[child] <= offset < self.ends[child]:
                    inner = child
            if inner < 0:
                return row
            row = inner

    def children_near(self, row: int, offset: int) -> list[int]:
        """Children that may have that octet: where they are many, those around the place."""
        children = self.children(row)
        if len(children) <= LINE:
            return children
        placed = [child for child in children if self.offsets[child] >= 0]
        place = bisect_right(placed, offset, key=self.offsets.__getitem__)
        return placed[max(0, place - 1) : place]

    def leaves(self, first: int, last: int, most: int) -> list[int]:
        """The rows without children that have octets from *first* to before *last*, at most so many."""
        found: list[int] = []
        row, total = 0, len(self.names)
        while row < total and len(found) < most:
            offset, end = self.offsets[row], self.ends[row]
            if offset >= 0 and (end <= first or offset >= last):
                row = self.behind[row] if offset >= last or end <= first else row + 1
                continue
            if not self.counts[row] and offset >= 0:
                found.append(row)
            row += 1
        return found
