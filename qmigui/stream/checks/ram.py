"""The block list and the pages of RAM.

Sources: QEMU ``migration/ram.c`` (``ram_load_precopy``, ``parse_ramblocks``).
"""

from __future__ import annotations

import zlib

from qmigui.errors import Severity
from qmigui.record import record
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.checks.facts import Facts
from qmigui.stream.checks.mapped import MappedChecks
from qmigui.stream.checks.pages import Coverage, LastPage
from qmigui.stream.checks.report import Reports
from qmigui.stream.checks.xbzrle import xbzrle_fault
from qmigui.stream.writer import block_path

MAX_PAGES = 1 << 29
"""Pages whose coming is followed, of all blocks: 2 TiB of RAM in 64 MiB of memory."""

_PACKAGED, _LISTEN, _RUN = 7, 4, 5


@record(frozen=False)
class _Block:
    """What is known of one block."""

    entry: ev.RamListBlock
    coverage: Coverage | None = None
    has_pages: bool = False


class RamChecks:
    """Checks 8 to 12, 14 and 16."""

    def __init__(self, reports: Reports, facts: Facts) -> None:
        self._reports = reports
        self._facts = facts
        self._mapped = MappedChecks(reports, facts)
        self._blocks: dict[bytes, _Block] = {}
        self._block: _Block | None = None
        self._last = LastPage()
        self._in_mapped = False
        self._has_list = False
        self._has_mapped = False
        self._is_mapped_refused = False
        # Pages also travel, or may have travelled, by another way than this stream.
        self._elsewhere = False
        self._has_full_pages = False

    def take(self, event: ev.Event) -> None:
        """Take an event of a RAM body."""
        match event:
            case ev.RamRuns():
                self._runs(event)
            case ev.RamBlock():
                if event.name is not None:
                    self._block = self._blocks.get(event.name)
                    self._last.set(None)
            case ev.RamRecord():
                self._record(event)
            case ev.RamFlush():
                self._elsewhere = True
            case ev.RamListBegin():
                self._blocks = {}
                self._block = None
            case ev.RamListBlock():
                self._list_block(event)
            case ev.MappedEnd():
                self._in_mapped = False
                self._mapped.end()
            case ev.RamListEnd():
                self._list_end(event)

    def lost(self) -> None:
        """Octets were lost: which block goes on is not known any more."""
        self._block = None
        self._in_mapped = False
        self._last.set(None)

    def end(self, section: ev.SectionBegin) -> None:
        """A RAM section is over, whole."""
        if section.kind == wire.SECTION_START and not section.resumed and not self._has_list:
            self._reports.tell(
                "ram-first-record",
                "the section starts RAM without a block list",
                offset=section.offset,
                path=section.path,
            )

    def _path(self, block: _Block | None) -> str | None:
        parts = (self._facts.path, block_path(block.entry.name) if block is not None else None)
        return " / ".join(part for part in parts if part) or None

    # -- the list -------------------------------------------------------------------

    def _list_block(self, event: ev.RamListBlock) -> None:
        self._blocks[event.name] = _Block(event)
        size = event.page_size
        if size is not None and (size < wire.MIN_PAGE_SIZE or size & (size - 1)):
            self._reports.tell(
                "block-page-size",
                f"a page size of {size} is no power of two",
                offset=event.offset,
                path=self._path(self._blocks[event.name]),
            )
        if event.mapped is not None:
            self._in_mapped = self._has_mapped = True
            self._mapped.block(event)

    def _list_end(self, event: ev.RamListEnd) -> None:
        self._has_list = True
        size = self._facts.page_size = event.page_size
        total = 0
        for block in self._blocks.values():
            count = block.entry.used_length // size
            total += count
            if block.entry.mapped is None and block.coverage is None and total <= MAX_PAGES:
                block.coverage = Coverage(count, size, self._last)

    # -- pages ----------------------------------------------------------------------

    def _runs(self, runs: ev.RamRuns) -> None:
        if self._in_mapped:
            self._mapped.runs(runs)
            return
        self._refuse_mapped(runs.offset)
        self._has_full_pages = self._has_full_pages or bool(runs.kinds.any())
        block = self._block
        if block is not None:
            block.has_pages = True
            if block.coverage is not None:
                block.coverage.add(runs)
                self._hidden(block, block.coverage)

    def _hidden(self, block: _Block, coverage: Coverage) -> None:
        """Full pages that hold the records of the pages missing behind them."""
        for offset, addr in coverage.hidden:
            self._reports.tell(
                "page-length",
                f"the page at {addr:#x} holds the records of the pages behind it",
                offset=offset,
                path=self._path(block),
            )
            # What the page should hold is not known, nor which pages come in it.
            self._facts.lost_ram = True
            block.coverage = None
        coverage.hidden.clear()

    def _refuse_mapped(self, offset: int) -> None:
        """Page records do not go together with pages at fixed places; told of the first one."""
        if self._has_mapped and not self._is_mapped_refused:
            self._is_mapped_refused = True
            message = "a page record although mapped-ram gives pages fixed places"
            self._reports.tell("mapped-record", message, offset=offset, path=self._path(self._block))

    def _record(self, event: ev.RamRecord) -> None:
        if event.flag == wire.RAM_HOOK:
            self._elsewhere = True
            return
        self._refuse_mapped(event.offset)
        block = self._block
        path = self._path(block)
        page_size = self._facts.page_size or wire.MIN_PAGE_SIZE
        coverage = block.coverage if block is not None else None
        if event.flag == wire.RAM_ZERO:
            self._reports.tell(
                "zero-page-value",
                f"the zero page at {event.addr:#x} has the value {event.data[0]:#04x}",
                offset=event.offset,
                path=path,
                expected="0",
                found=f"{event.data[0]:#04x}",
                severity=Severity.WARNING if self._facts.is_old else None,
            )
        elif event.flag == wire.RAM_XBZRLE:
            self._has_full_pages = True
            self._xbzrle(event, page_size, coverage, path)
        else:
            self._has_full_pages = True
            self._zlib(event, page_size, path)
        if block is not None:
            block.has_pages = True
            if coverage is not None:
                coverage.add_page(event.addr, event.offset)

    def _xbzrle(
        self, event: ev.RamRecord, page_size: int, coverage: Coverage | None, path: str | None
    ) -> None:
        fault = xbzrle_fault(event.data, page_size)
        if fault is not None:
            message = f"the XBZRLE page at {event.addr:#x} does not decode: {fault}"
            self._reports.tell("xbzrle-grammar", message, offset=event.offset, path=path)
        if coverage is not None and not self._facts.lost_ram and not coverage.has(event.addr):
            message = f"the page at {event.addr:#x} is changed before it was sent"
            self._reports.tell("xbzrle-unseen", message, offset=event.offset, path=path)

    def _zlib(self, event: ev.RamRecord, page_size: int, path: str | None) -> None:
        inflate = zlib.decompressobj()
        fault = None
        try:
            octets = inflate.decompress(bytes(event.data), page_size + 1)
            if len(octets) != page_size or not inflate.eof:
                fault = f"it gives {'more' if len(octets) > page_size else len(octets)} octets"
                fault = fault if len(octets) != page_size else "it does not end"
            elif inflate.unused_data:
                fault = f"{len(inflate.unused_data)} octets follow it"
        except zlib.error as error:
            fault = str(error)
        if fault is not None:
            self._reports.tell(
                "zlib-page",
                f"the compressed page at {event.addr:#x} is no page: {fault}",
                offset=event.offset,
                path=path,
                expected=f"{page_size} octets",
            )

    # -- the end --------------------------------------------------------------------

    def finish(self) -> None:
        """Tell what only the end shows: pages that never came."""
        self._mapped.finish()
        facts = self._facts
        if (
            facts.lost
            or not facts.ended
            or self._elsewhere
            or not self._has_full_pages  # multifd: those travel on other channels
            or facts.commands & {_PACKAGED, _LISTEN, _RUN}  # postcopy
            or any(b"virtio-mem" in name for name in facts.names)  # unplugged parts are not sent
        ):
            return
        balloon = any(b"virtio-balloon" in name for name in facts.names)
        for block in self._blocks.values():
            coverage = block.coverage
            if coverage is None or (b"x-ignore-shared" in facts.capabilities and not block.has_pages):
                continue
            count, ranges, range_count = coverage.missing()
            if not count:
                continue
            size = facts.page_size or 1
            words = ", ".join(f"{first * size:#x} to {last * size:#x}" for first, last in ranges)
            more = f" and {range_count - len(ranges)} more ranges" if range_count > len(ranges) else ""
            offset = coverage.jump_over(ranges[0][0])
            self._reports.tell(
                "pages-missing",
                f"{count} of {block.entry.used_length // size} pages never come: {words}{more}",
                offset=block.entry.offset if offset is None else offset,
                path=block_path(block.entry.name),
                severity=Severity.NOTE if balloon else None,
            )
