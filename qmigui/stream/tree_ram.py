"""The tree of RAM sections: the block list, and which pages there are."""

from __future__ import annotations

import numpy as np

from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ram import ZERO_RECORD
from qmigui.stream.tree_select import PathPattern, Relation
from qmigui.stream.tree_text import Lines, LongOctets, Pages, integer_text, quoted

_KINDS = {ev.PageKind.ZERO: "zero", ev.PageKind.PAGE: "full", ev.PageKind.STALE: "stale"}
_FLAGS = {wire.RAM_XBZRLE: "xbzrle", wire.RAM_COMPRESS_PAGE: "zlib"}

RamEvent = (
    ev.RamRuns
    | ev.RamRecord
    | ev.RamBlock
    | ev.RamListBegin
    | ev.RamListBlock
    | ev.RamListEnd
    | ev.RamFlush
    | ev.MappedGap
    | ev.MappedEnd
)


class RamTree:
    """Makes the lines of all RAM sections of a stream.

    Args:
        lines: takes them.
        pattern: the path of what is shown; None: all.
        everything: show the data of pages as well.

    Attributes:
        found: something has been shown that the pattern means.
    """

    def __init__(self, lines: Lines, pattern: PathPattern | None, *, everything: bool) -> None:
        self._lines = lines
        self._pattern = pattern
        self._everything = everything
        self._pages = Pages(lines)
        self._path = ""
        self._indent = 0
        self._section = self._relation = Relation.INSIDE
        self._block: bytes | None = None
        # A block's line waits for its first record, which tells where it stands.
        self._waiting: ev.RamBlock | None = None
        self._mapped: ev.MappedHeader | None = None
        # Octets of a name in the record that comes next.
        self._named = 0
        self.found = False

    def begin(self, path: str, indent: int, relation: Relation) -> None:
        """A section follows, which stands in *relation* to what is shown."""
        self.flush()
        self._path = path
        self._indent = indent
        self._section = self._relation = relation
        self._waiting = None

    def flush(self) -> None:
        """What comes next is no page."""
        self._pages.flush()

    def add(self, event: RamEvent) -> None:
        """One event of a section's body."""
        match event:
            case ev.RamRuns():
                if self._starts(event.offset):
                    self._runs(event)
            case ev.RamRecord():
                if self._starts(event.offset):
                    self._record(event)
            case ev.RamBlock():
                self._begin_block(event)
            case ev.RamListBegin():
                self._in_list(event.offset, "block list", "", integer_text(event.total_length))
            case ev.RamListBlock():
                self._list_block(event)
            case ev.MappedGap():
                self._gap(event)
            case ev.RamListEnd():
                self.flush()
                self._pages.page_size = event.page_size
                self._relation = self._section
                if self._section is Relation.INSIDE:
                    self._lines.add(None, self._indent + 1, "page size", "", integer_text(event.page_size))
            case ev.RamFlush():
                self.flush()
                if self._section is Relation.INSIDE:
                    self._lines.add(None, self._indent, "flush")
            case ev.MappedEnd():
                self.flush()
                self._mapped = None

    def _relate(self, name: bytes) -> Relation:
        """Whether what belongs to a block is shown."""
        if self._section is not Relation.ABOVE:
            return self._section
        assert self._pattern is not None
        text = name.decode("utf-8", "backslashreplace")
        relation = self._pattern.relation(f"{self._path} / block '{text}'")
        self.found = self.found or relation is Relation.INSIDE
        return relation

    # -- the list ----------------------------------------------------------------------

    def _in_list(self, offset: int, name: str, type_: str, value: str) -> None:
        self.flush()
        if self._section is Relation.INSIDE:
            self._lines.add(offset, self._indent, name, type_, value)

    def _list_block(self, block: ev.RamListBlock) -> None:
        self.flush()
        self._relation = self._relate(block.name)
        self._mapped = block.mapped
        self._waiting = None
        if self._relation is Relation.APART:
            return
        indent = self._indent + 1
        name = quoted(block.name.decode("utf-8", "backslashreplace"))
        self._lines.add(block.offset, indent, f"block {name}", "", integer_text(block.used_length))
        for words, value in (("page size", block.page_size), ("guest address", block.guest_addr)):
            if value is not None:
                self._lines.add(None, indent + 1, words, "", integer_text(value))
        mapped = block.mapped
        if mapped is None:
            return
        self._pages.page_size = mapped.page_size
        self._pages.indent = indent + 1
        words = f"page size {mapped.page_size}, pages at {mapped.pages_offset:#x}"
        self._lines.add(mapped.offset or None, indent + 1, "mapped", f"version {mapped.version}", words)
        if not mapped.bitmap:
            return
        place = mapped.bitmap_offset
        self._lines.add(place, indent + 1, "bitmap", "octets", f"{len(mapped.bitmap):,} octets")
        shown = LongOctets(self._lines, indent + 1, everything=self._everything)
        shown.add(mapped.bitmap, place)
        shown.end()

    def _gap(self, gap: ev.MappedGap) -> None:
        """Octets between a bitmap and its pages."""
        if self._relation is Relation.APART or self._mapped is None:
            return
        place = self._mapped.bitmap_offset + len(self._mapped.bitmap) + gap.addr
        self._lines.add(place, self._indent + 2, "gap", "octets", f"{len(gap.data):,} octets")
        shown = LongOctets(self._lines, self._indent + 2, everything=self._everything)
        shown.add(gap.data, place)
        shown.end()

    # -- pages -------------------------------------------------------------------------

    def _begin_block(self, event: ev.RamBlock) -> None:
        self.flush()
        if event.name is not None:
            self._block = event.name
        self._relation = self._relate(self._block or b"")
        self._waiting = event
        self._named = 1 + len(event.name) if event.name is not None else 0
        self._pages.indent = self._indent + 1

    def _starts(self, offset: int) -> bool:
        """Whether pages are shown; before the first ones comes the line of their block."""
        if self._relation is Relation.APART:
            return False
        block, self._waiting = self._waiting, None
        if block is not None:
            name = quoted((self._block or b"").decode("utf-8", "backslashreplace"))
            self._lines.add(offset, self._indent, f"block {name}", "", "" if block.name else "goes on")
        return True

    def _runs(self, runs: ev.RamRuns) -> None:
        """Rows of pages, as lines or to be joined."""
        size = self._pages.page_size
        lengths = np.where(runs.kinds == ev.PageKind.ZERO, ZERO_RECORD, 8 + size) * runs.counts
        offsets = runs.offset + np.cumsum(lengths) - lengths
        if self._mapped is not None:
            offsets = self._mapped.pages_offset + runs.addrs
        rows = zip(
            runs.kinds.tolist(),
            runs.addrs.tolist(),
            runs.counts.tolist(),
            offsets.tolist(),
            runs.data_offsets.tolist(),
            strict=True,
        )
        for kind, addr, count, offset, place in rows:
            if kind == ev.PageKind.ZERO or not self._everything:
                self._named = 0
                self._pages.add(_KINDS[kind], addr, count, offset)
                continue
            for number in range(count):
                start = place + number * runs.stride
                record = size if self._mapped is not None else 8 + size
                self._show(
                    _KINDS[kind],
                    addr + number * size,
                    offset + number * record,
                    record - size,
                    runs.window[start : start + size],
                )

    def _record(self, record: ev.RamRecord) -> None:
        """A record of another kind."""
        if record.flag == wire.RAM_HOOK:
            self.flush()
            self._lines.add(record.offset, self._indent + 1, "hook")
        elif record.flag == wire.RAM_ZERO:
            self._pages.add(f"filled ({record.data[0]:#x})", record.addr, 1, record.offset)
        elif not self._everything:
            self._pages.add(_FLAGS[record.flag], record.addr, 1, record.offset, len(record.data))
        else:
            head = 11 if record.flag == wire.RAM_XBZRLE else 12
            self._show(_FLAGS[record.flag], record.addr, record.offset, head, record.data)

    def _show(self, kind: str, addr: int, offset: int, head: int, data: bytes | memoryview) -> None:
        """A page with its octets, which stand *head* octets behind its record's start, and its name."""
        head, self._named = head + self._named, 0
        self._pages.add(kind, addr, 1, offset, 0 if kind in _KINDS.values() else len(data))
        self.flush()
        self._lines.octets(bytes(data), offset + head, self._pages.indent + 1)
