"""Headers, bitmaps and pages areas of mapped-ram blocks.

Source: QEMU ``migration/ram.c`` (``mapped_ram_setup_ramblock``,
``parse_ramblock_mapped_ram``).
"""

from __future__ import annotations

from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.report import Reports
from qmigui.stream.writer import block_path

MAX_AREAS = 1000
"""Areas that are compared with each other."""


class MappedChecks:
    """Check 16."""

    def __init__(self, reports: Reports, facts: Facts) -> None:
        self._reports = reports
        self._facts = facts
        self._areas: list[tuple[int, int, bytes]] = []
        self._unusual: list[tuple[int, str, int, int]] = []
        self._is_big: bool | None = None
        self._block: ev.RamListBlock | None = None
        self._stale_count = 0
        self._stale_offset = 0

    def block(self, block: ev.RamListBlock) -> None:
        """Take an entry of the block list that has a mapped-ram header."""
        header = block.mapped
        assert header is not None
        self._block, self._stale_count = block, 0
        path = self._path(block.name)
        tell, offset = self._reports.tell, header.offset
        if header.version != wire.MAPPED_VERSION:
            message = f"header version {header.version}, only 1 is known"
            tell("mapped-version", message, offset=offset, path=path, expected="1", found=str(header.version))
        told = self._facts.page_size or self._facts.page_bits_told
        if told is not None and header.page_size != told:
            message = f"page size {header.page_size} in the header, {told} elsewhere"
            tell("mapped-page-size", message, offset=offset, path=path)
        self._facts.page_size = header.page_size
        if not header.pages_offset and not header.bitmap_offset:
            return
        self._place(block, header, path)
        self._bits(block, header, path)

    def _path(self, name: bytes) -> str:
        return " / ".join(part for part in (self._facts.path, block_path(name)) if part)

    def _place(self, block: ev.RamListBlock, header: ev.MappedHeader, path: str) -> None:
        tell, offset = self._reports.tell, header.offset
        bitmap_end = header.bitmap_offset + len(header.bitmap)
        start, end = header.pages_offset, header.pages_offset + block.used_length
        usual = -(-bitmap_end // wire.MAPPED_ALIGNMENT) * wire.MAPPED_ALIGNMENT
        if start < bitmap_end:
            message = f"pages offset {start:#x} is before the end of the bitmap ({bitmap_end:#x})"
            tell("mapped-pages-offset", message, offset=offset, path=path)
        elif start % header.page_size:
            message = f"pages offset {start:#x} is no multiple of the page size"
            tell("mapped-alignment", message, offset=offset, path=path)
        elif start != usual and len(self._unusual) < MAX_AREAS:
            self._unusual.append((offset, path, usual, start))
        for other_start, other_end, name in self._areas:
            if start < other_end and other_start < end:
                message = f"the pages area overlaps that of {block_path(name)}"
                tell("mapped-overlap", message, offset=offset, path=path)
                break
        if len(self._areas) < MAX_AREAS:
            self._areas.append((start, end, block.name))

    def _bits(self, block: ev.RamListBlock, header: ev.MappedHeader, path: str) -> None:
        """Bits beyond the last page are clear; they also show the order of octets, one for all blocks."""
        used = (block.used_length // header.page_size) % 64
        last = header.bitmap[-8:]
        if not used or len(last) < 8:
            return
        fits = {
            is_big: not int.from_bytes(last, "big" if is_big else "little") >> used
            for is_big in (False, True)
        }
        place = header.offset + wire.MAPPED_HEADER_LENGTH + len(header.bitmap) - 8
        if not any(fits.values()):
            message = f"bits beyond the last of {block.used_length // header.page_size} pages are set"
            self._reports.tell("mapped-bits", message, offset=place, path=path, length=8)
        elif fits[False] != fits[True]:
            if self._is_big is not None and self._is_big != fits[True]:
                message = "the words of the bitmap are in the other order than those before"
                self._reports.tell("mapped-bits", message, offset=place, path=path, length=8)
            self._is_big = fits[True]

    def runs(self, runs: ev.RamRuns) -> None:
        """Take rows of pages of the block whose header came last."""
        stale = runs.kinds == ev.PageKind.STALE
        if not stale.any():
            return
        block = self._block
        if not self._stale_count and block is not None and block.mapped is not None:
            # Point at the bits: the octets in the file may well be what was there before.
            page = int(runs.addrs[stale.argmax()]) // block.mapped.page_size
            octet = page // 8 ^ 7 if self._is_big else page // 8
            self._stale_offset = block.mapped.offset + wire.MAPPED_HEADER_LENGTH + octet
        self._stale_count += int(runs.counts[stale].sum())

    def end(self) -> None:
        """The pages area of a block is over."""
        block = self._block
        header = block.mapped if block is not None else None
        unusual = {offset for offset, _, _, _ in self._unusual[-1:]}
        # From an unusual place perhaps the wrong octets were read.
        if block is not None and header is not None and self._stale_count and header.offset not in unusual:
            self._reports.tell(
                "mapped-stale",
                f"{self._stale_count} pages have octets in the file, but the bitmap calls them zero",
                offset=self._stale_offset,
                path=self._path(block.name),
            )
        self._block = None

    def finish(self) -> None:
        """Tell of areas at unusual places; where the reader found them wrong, it has told."""
        if self._facts.lost_ram:
            return
        for offset, path, usual, start in self._unusual:
            self._reports.tell(
                "mapped-place",
                f"pages offset {start:#x}, where QEMU would put {usual:#x}",
                offset=offset,
                path=path,
                expected=f"{usual:#x}",
                found=f"{start:#x}",
            )
