"""From the events of a stream to the content of its RAM blocks.

Later pages take the place of earlier ones, differences are applied in their
order, and what a postcopy migration discards is gone.  Where the content goes
is the business of a :class:`Keeper`.  Sources: QEMU ``migration/ram.c``
(``ram_load_precopy``), ``migration/savevm.c``
(``loadvm_postcopy_ram_handle_discard``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qmigui.errors import FormatError
from qmigui.memory.account import MAX_RANGES, BlockAccount, MemoryReport
from qmigui.memory.bits import LONG_RUN, PageBits
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.replay import inflated, patched
from qmigui.stream.writer import block_path

if TYPE_CHECKING:
    import numpy.typing as npt

MAX_PAGES = 1 << 32
"""Pages of all blocks, 16 TiB of 4 KiB pages: their bits take half a gigabyte."""

CMD_RAM_DISCARD = 6
CMD_POSTCOPY_LISTEN = 4

SHARED = "shared memory, which x-ignore-shared leaves out"
OTHER_CHANNEL = "the pages went over other channels, as with multifd"
RDMA = "the pages went over RDMA"
NOT_RESENT = "discarded for postcopy and not sent again here"
NO_BASE = "only differences to pages that had not come"


class Keeper(Protocol):
    """Where the content of blocks goes.  Offsets are bytes from the start of a block."""

    def add_block(self, number: int, name: bytes, length: int) -> None:
        """The block of this number exists; all of it is absent."""

    def pages(self, number: int, runs: ev.RamRuns, size: int) -> None:
        """Pages of *size* octets have come; *runs* holds rows of PAGE kind only."""

    def page(self, number: int, addr: int, data: bytes, event: ev.RamRecord) -> None:
        """A page that was told in another way has become *data*."""

    def zeros(self, number: int, first: int, end: int, size: int) -> None:
        """Bytes that were something else, perhaps, are zero from now on."""

    def zeros_many(self, number: int, addrs: npt.NDArray[np.int64], size: int) -> None:
        """The same for single pages of *size* octets."""

    def read(self, number: int, addr: int, length: int) -> bytes | None:
        """What a page is now; None where nobody will want to know."""


class Block:
    """One block while it is read.

    Attributes:
        number: place in the list.
        account: what is told of it in the end.
        present: which pages have come; None until the page size is known.
    """

    __slots__ = ("account", "mapped", "number", "present", "touched")

    def __init__(self, number: int, account: BlockAccount) -> None:
        self.number = number
        self.account = account
        self.present: PageBits | None = None
        self.mapped: ev.MappedHeader | None = None
        self.touched = False


class Contents:
    """Takes the events of one stream.

    Args:
        keeper: where the content goes.
        source: name of the file.
    """

    def __init__(self, keeper: Keeper, source: str) -> None:
        self.report = MemoryReport(source)
        self._keeper = keeper
        self._blocks: dict[bytes, Block] = {}
        self._in_order: list[Block] = []
        self._block: Block | None = None
        self._page_size = 0
        self._pages_left = MAX_PAGES
        self._section: str | None = None
        self._has_list = self._ignores_shared = self._has_flush = self._has_hook = False
        self._is_postcopy = self._has_discard = False
        self._unread = 0
        self._devices: set[str] = set()

    @property
    def page_size(self) -> int:
        """Of the target; 0 before the block list."""
        return self._page_size

    def take(self, event: ev.Event) -> None:
        """Take an event.

        Raises:
            FormatError: what it tells cannot be.
        """
        match event:
            case ev.RamRuns():
                self._runs(event)
            case ev.RamRecord():
                self._record(event)
            case ev.RamBlock():
                if event.name is not None:
                    self._block = self._blocks.get(event.name)
            case ev.SectionBegin():
                self._section = event.path
                self._devices.add(event.idstr.decode("utf-8", "replace").rpartition("/")[2])
            case ev.RamListBegin():
                if self._has_list:
                    raise self._fail("a second list of RAM blocks", event.offset, code="ram-list")
                self._has_list = True
            case ev.RamListBlock():
                self._list_block(event)
            case ev.MappedEnd():
                self._block = None
            case ev.RamListEnd():
                self._list_end(event)
            case ev.RamFlush():
                self._has_flush = True
            case ev.Command():
                self._command(event)
            case ev.Configuration():
                self.report.machine = event.machine.decode("utf-8", "backslashreplace")
                for part in event.subsections:
                    if isinstance(part, ev.Capabilities) and b"x-ignore-shared" in part.names:
                        self._ignores_shared = True
            case ev.Unparsed():
                self._unread += len(event.data)
            case _:
                pass

    def _fail(
        self, message: str, offset: int | None, block: Block | None = None, *, code: str
    ) -> FormatError:
        parts = (self._section, block_path(block.account.name) if block is not None else None)
        return FormatError(message, offset=offset, path=" / ".join(filter(None, parts)) or None, code=code)

    # -- the list -------------------------------------------------------------------

    def _list_block(self, event: ev.RamListBlock) -> None:
        block = Block(len(self._blocks), BlockAccount(event.name, event.used_length))
        self._blocks[event.name] = block
        self._in_order.append(block)
        self.report.blocks.append(block.account)
        self._keeper.add_block(block.number, event.name, event.used_length)
        block.mapped = event.mapped
        if event.mapped is not None:
            block.account.page_size = event.mapped.page_size
            self._block = block

    def _list_end(self, event: ev.RamListEnd) -> None:
        self._page_size = event.page_size
        for block in self._blocks.values():
            account = block.account
            account.page_size = event.page_size
            count = account.length // event.page_size
            self._pages_left -= count
            if self._pages_left < 0:
                raise self._fail(
                    f"the blocks have more than {MAX_PAGES} pages", None, block, code="block-length"
                )
            if block.mapped is None:
                block.present = PageBits(count)
            elif block.mapped.pages_offset:
                account.zero = count - account.full
            else:
                account.absent, account.why = count, SHARED
                account.absent_ranges, account.range_count = [(0, account.length)], 1

    # -- pages ----------------------------------------------------------------------

    def _here(self, offset: int) -> Block:
        if self._block is None:
            raise self._fail("a page of no block", offset, code="page-without-block")
        return self._block

    def _runs(self, runs: ev.RamRuns) -> None:
        block = self._here(runs.offset)
        account, present = block.account, block.present
        kinds = runs.kinds
        if block.mapped is not None and present is None:
            stale = kinds == ev.PageKind.STALE
            if stale.any():
                account.stale += int(runs.counts[stale].sum())
                runs = _rows_of(runs, kinds == ev.PageKind.PAGE)
            if runs.counts.size:
                account.full += int(runs.counts.sum())
                self._keeper.pages(block.number, runs, account.page_size)
            return
        if present is None:
            raise self._fail(
                "a page record before the end of the block list", runs.offset, code="ram-first-record"
            )
        block.touched = True
        try:
            if kinds.all():
                self._page_rows(block, present, runs)
                return
            zero = kinds == ev.PageKind.ZERO
            if zero.all():
                self._zero_rows(block, present, runs.addrs, runs.counts)
                return
            for part in _ascending(runs, self._page_size):
                zero = part.kinds == ev.PageKind.ZERO
                self._zero_rows(block, present, part.addrs[zero], part.counts[zero])
                if not zero.all():
                    self._page_rows(block, present, _rows_of(part, ~zero))
        except FormatError as error:
            raise self._fail(error.message, runs.offset, block, code=error.code or "") from error

    def _page_rows(self, block: Block, present: PageBits, runs: ev.RamRuns) -> None:
        """Pages with octets."""
        block.account.full += int(runs.counts.sum())
        self._mark(present, runs.addrs // self._page_size, runs.counts)
        self._keeper.pages(block.number, runs, self._page_size)

    def _mark(self, present: PageBits, firsts: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> None:
        """Remember that rows of pages have come."""
        long = counts >= LONG_RUN
        if long.any():
            for first, count in zip(firsts[long].tolist(), counts[long].tolist(), strict=True):
                present.put(first, count, True)
            firsts, counts = firsts[~long], counts[~long]
        present.put_many(each_page(firsts, counts), True)

    def _zero_rows(
        self, block: Block, present: PageBits, addrs: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
    ) -> None:
        """Pages of zeros: those that have come before may hold something else."""
        size = self._page_size
        block.account.zero += int(counts.sum())
        firsts = addrs // size
        long = counts >= LONG_RUN
        for first, count in zip(firsts[long].tolist(), counts[long].tolist(), strict=True):
            if present.any(first, count):
                self._keeper.zeros(block.number, first * size, (first + count) * size, size)
            present.put(first, count, True)
        pages = each_page(firsts[~long], counts[~long])
        if pages.size:
            again = pages[present.which(pages)]
            if again.size:
                self._keeper.zeros_many(block.number, again * size, size)
            present.put_many(pages, True)

    def _record(self, record: ev.RamRecord) -> None:
        if record.flag == wire.RAM_HOOK:
            self._has_hook = True
            return
        block = self._here(record.offset)
        account, present, size = block.account, block.present, self._page_size
        if present is None:
            message = "a page record where mapped-ram gives pages fixed places"
            raise self._fail(message, record.offset, block, code="mapped-record")
        block.touched = True
        page = record.addr // size
        try:
            if record.flag == wire.RAM_ZERO:
                account.fill += 1
                data = bytes(record.data) * size
            elif record.flag == wire.RAM_COMPRESS_PAGE:
                account.compressed += 1
                data = inflated(record.data, size)
            else:
                account.xbzrle += 1
                if not present.has(page):
                    account.without_base += 1
                    return
                old = self._keeper.read(block.number, record.addr, size)
                data = patched(old if old is not None else bytes(size), record.data)
        except FormatError as error:
            message = f"{error.message} (page {record.addr:#x})"
            raise self._fail(message, record.offset, block, code=error.code or "") from error
        present.put(page, 1, True)
        self._keeper.page(block.number, record.addr, data, record)

    def _command(self, command: ev.Command) -> None:
        if command.code == CMD_POSTCOPY_LISTEN:
            self._is_postcopy = True
        if command.code != CMD_RAM_DISCARD:
            return
        self._has_discard = True
        data = command.data
        name_end = 2 + data[1] if len(data) > 1 else 0
        rest = data[name_end + 1 :]
        block = self._blocks.get(data[2:name_end])
        if data[:1] != b"\0" or block is None or block.present is None or not rest or len(rest) % 16:
            raise self._fail("a postcopy discard that cannot be read", command.offset, code="command-length")
        size, length = self._page_size, block.account.length
        for start, count in struct.iter_unpack(">QQ", rest):
            if start % size or count % size or start + count > length:
                raise self._fail(
                    "a postcopy discard beyond its block", command.offset, block, code="command-length"
                )
            if count and block.present.any(start // size, count // size):
                self._keeper.zeros(block.number, start, start + count, size)
                block.present.put(start // size, count // size, False)

    def absent(self, number: int, first: int, end: int) -> list[tuple[int, int]]:
        """Ranges of pages that are absent, within a range of pages of a block."""
        block = self._in_order[number]
        if block.present is not None:
            return block.present.runs(False, first, end - first)
        return [(first, end)] if block.account.absent else []

    # -- the end --------------------------------------------------------------------

    def finish(self) -> MemoryReport:
        """The whole stream has been told: find what never came.

        Raises:
            FormatError: there is no RAM in it at all.
        """
        report = self.report
        if not self._has_list:
            raise FormatError("holds no RAM: there is no list of blocks in it", code="no-ram")
        no_octets = not any(block.full or block.xbzrle or block.compressed for block in report.blocks)
        for block in self._blocks.values():
            if block.present is not None:
                self._find_absent(block, block.present, no_octets)
        if self._unread:
            report.unread = self._unread
            report.notes.append(
                f"{self._unread} octets of the stream were not read when it was salvaged; "
                "they may have held newer pages"
            )
        if any(block.absent for block in report.blocks):
            if any("virtio-mem" in name for name in self._devices):
                report.notes.append("memory that virtio-mem has unplugged is not sent")
            if any("virtio-balloon" in name for name in self._devices):
                report.notes.append("pages that the guest's balloon calls free may be left out")
        return report

    def _find_absent(self, block: Block, present: PageBits, no_octets: bool) -> None:
        account, size = block.account, self._page_size
        ranges = present.runs(False)
        account.absent = sum(end - first for first, end in ranges)
        account.range_count = len(ranges)
        account.absent_ranges = [(first * size, end * size) for first, end in ranges[:MAX_RANGES]]
        if not account.absent:
            return
        if self._ignores_shared and not block.touched:
            account.why = SHARED
        elif self._has_hook:
            account.why = RDMA
        elif self._has_discard or self._is_postcopy:
            account.why = NOT_RESENT
        elif self._has_flush or no_octets:
            account.why = OTHER_CHANNEL
        elif account.without_base >= account.absent:
            account.why = NO_BASE


def each_page(firsts: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers of all pages of rows."""
    total = int(counts.sum()) if counts.size else 0
    if total == counts.size:
        return firsts
    starts = np.cumsum(counts) - counts
    return np.repeat(firsts - starts, counts) + np.arange(total, dtype=np.int64)


def _ascending(runs: ev.RamRuns, size: int) -> Iterator[ev.RamRuns]:
    """The rows in groups, in each of which no page comes twice: so their order in it does not matter."""
    ends = runs.addrs + runs.counts * size
    breaks = np.flatnonzero(runs.addrs[1:] < ends[:-1]) + 1
    if not breaks.size:
        yield runs
        return
    for start, end in zip([0, *breaks.tolist()], [*breaks.tolist(), len(ends)], strict=True):
        yield _rows_of(runs, slice(start, end))


def _rows_of(runs: ev.RamRuns, wanted: npt.NDArray[np.bool_] | slice) -> ev.RamRuns:
    """The rows of *runs* that are *wanted*."""
    return ev.RamRuns(
        runs.kinds[wanted],
        runs.addrs[wanted],
        runs.counts[wanted],
        runs.data_offsets[wanted],
        runs.stride,
        runs.window,
        runs.offset,
    )
