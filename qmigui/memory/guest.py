"""An index of all pages of a state, for reading guest memory here and there.

Eight octets a page tell where its content stands in the file; what stands
nowhere as it is (pages changed by differences) goes to a temporary file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from qmigui.closing import Closing
from qmigui.errors import FormatError
from qmigui.memory.board import MemoryMap, UnknownMapError, memory_map
from qmigui.memory.contents import Contents, each_page
from qmigui.memory.state import StateCollector
from qmigui.stream import wire
from qmigui.stream.events import PageKind
from qmigui.stream.feed import Feed
from qmigui.stream.replay import inflated

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.memory.account import BlockAccount, MemoryReport
    from qmigui.memory.state import MachineState
    from qmigui.qemufile.base import Source
    from qmigui.stream import events as ev

    Column = npt.NDArray[np.int64]

# A place is a number shifted left, and one of these; 0 is no place.
_SHIFT = 2
_PLAIN = 0  # the offset in the source, plus one
_ZLIB = 1  # the same, of a compressed page
_OVERLAY = 2  # number of a page in the temporary file, plus one
_FILL = 3  # an octet

MAX_READ = 1 << 30
"""Octets that may be asked for at once."""


class GuestMemory(Closing):
    """The guest memory of one state.

    Args:
        source: seekable; it stays the caller's and must stay open.
        events: the events of the stream, read by *feed*; they are taken at once.
        feed: see there.
        collector: keeps what :func:`~qmigui.memory.board.memory_map` needs.

    Attributes:
        report: what came of each block and what did not.
        state: what else the state tells of its machine.

    Raises:
        QmiguiError: the stream cannot be read.
    """

    def __init__(
        self, source: Source, events: Iterator[ev.Event], feed: Feed, collector: StateCollector
    ) -> None:
        self._source = source
        self._index = _Index(source, feed)
        contents = Contents(self._index, source.name)
        try:
            for event in events:
                contents.take(event)
                collector.take(event)
            self.report: MemoryReport = contents.finish()
        except BaseException:
            self._index.close()
            raise
        self._index.feed = None
        self._contents = contents
        self.state: MachineState = collector.finish()
        self._numbers = {block.name: number for number, block in enumerate(self.report.blocks)}
        self._map: MemoryMap | str | None = None

    @property
    def blocks(self) -> list[BlockAccount]:
        """The RAM blocks, in the order of the stream's list."""
        return self.report.blocks

    @property
    def map(self) -> MemoryMap:
        """Where the blocks lie in guest-physical memory.

        Raises:
            FormatError: it is not known.
        """
        if self._map is None:
            try:
                self._map = memory_map(self.state)
            except UnknownMapError as error:
                self._map = str(error)
        if isinstance(self._map, str):
            raise FormatError(f"no physical layout: {self._map}", source=self._source.name, code="no-map")
        return self._map

    def read(self, block: str | bytes, offset: int, length: int, *, fill: int | None = None) -> bytes:
        """Octets of a block.

        Args:
            block: its name.
            offset: of the first octet.
            length: how many, at most :data:`MAX_READ`.
            fill: the octet that stands for those of absent pages; None: they are an error.

        Raises:
            KeyError: there is no such block.
            ValueError: the range is not inside of it.
            FormatError: a page is absent.
            TransportError: the file cannot be read.
        """
        name = block.encode("utf-8", "surrogateescape") if isinstance(block, str) else block
        number = self._numbers[name]
        account = self.report.blocks[number]
        if offset < 0 or not 0 <= length <= MAX_READ or offset + length > account.length:
            raise ValueError(
                f"{offset:#x} and {length} bytes from there are not in a block of {account.length:#x}"
            )
        if not length:
            return b""
        size = account.page_size
        first, last = offset // size, -(-(offset + length) // size)
        pieces: list[bytes] = []
        for start, end, place in self._index.runs(number, first, last, size):
            if place or not (absent := self._contents.absent(number, start, end)):
                pieces.append(self._index.content(place, (end - start) * size, size))
                continue
            if fill is None:
                path = f"block '{account.text}'"
                message = f"the page at {absent[0][0] * size:#x} is absent"
                raise FormatError(message, path=path, source=self._source.name, code="page-absent")
            octets = bytearray((end - start) * size)
            for low, high in absent:
                octets[(low - start) * size : (high - start) * size] = bytes((fill,)) * ((high - low) * size)
            pieces.append(bytes(octets))
        skip = offset - first * size
        return b"".join(pieces)[skip : skip + length]

    def read_physical(self, addr: int, length: int, *, fill: int | None = None) -> bytes:
        """Octets of guest-physical memory.

        Args:
            addr: guest-physical address.
            length: how many, at most :data:`MAX_READ`.
            fill: the octet that stands for absent pages and for addresses without memory;
                None: they are an error.

        Raises:
            ValueError: *length* is too long.
            FormatError: the layout is not known, there is no memory, or a page is absent.
            TransportError: the file cannot be read.
        """
        if addr < 0 or not 0 <= length <= MAX_READ:
            raise ValueError(f"{length} bytes from {addr:#x} cannot be read at once")
        pieces: list[bytes] = []
        end = addr + length
        for item in self.map.ranges:
            if item.end <= addr or item.addr >= end:
                continue
            if item.addr > addr:
                pieces.append(self._nothing(addr, item.addr, fill))
                addr = item.addr
            stop = min(end, item.end)
            pieces.append(self.read(item.block, item.offset + addr - item.addr, stop - addr, fill=fill))
            addr = stop
        if addr < end:
            pieces.append(self._nothing(addr, end, fill))
        return b"".join(pieces)

    def _nothing(self, start: int, end: int, fill: int | None) -> bytes:
        if fill is None:
            raise FormatError(
                f"there is no memory at the address {start:#x}", source=self._source.name, code="no-memory"
            )
        return bytes((fill,)) * (end - start)

    def close(self) -> None:
        """Let go of the temporary file; the source is the caller's."""
        self._index.close()


class _Index:
    """A keeper that remembers where each page stands."""

    def __init__(self, source: Source, feed: Feed) -> None:
        self.feed: Feed | None = feed
        self._source = source
        self._lengths: list[int] = []
        self._places: list[Column] = []
        self._overlay = tempfile.TemporaryFile(prefix="qmigui-")  # noqa: SIM115 - close() closes it
        self._overlay_count = 0

    def close(self) -> None:
        self._overlay.close()
        self._places = []

    def add_block(self, number: int, name: bytes, length: int) -> None:
        """Nothing is known of it yet."""
        self._lengths.append(length)
        self._places.append(np.zeros(0, dtype=np.int64))

    def _column(self, number: int, size: int) -> Column:
        """The places of a block's pages."""
        column = self._places[number]
        if not column.size:
            try:
                column = self._places[number] = np.zeros(self._lengths[number] // size, dtype=np.int64)
            except MemoryError as error:
                message = f"a block of {self._lengths[number]:#x} bytes has too many pages for this machine"
                raise FormatError(message, code="block-length") from error
        return column

    def _source_offset(self, window: memoryview) -> int | None:
        """Where in the source the first octet of *window* stands; None: it is a copy."""
        feed = self.feed
        assert feed is not None
        here = np.frombuffer(window, dtype=np.uint8).__array_interface__["data"][0]
        there = feed.array.__array_interface__["data"][0]
        distance: int = here - there
        if 0 <= distance <= len(feed.array) - len(window):
            return feed.base + distance
        return None

    def pages(self, number: int, runs: ev.RamRuns, size: int) -> None:
        """Remember rows of pages."""
        column = self._column(number, size)
        full = runs.kinds == PageKind.PAGE
        addrs, counts = runs.addrs[full], runs.counts[full]
        pages = each_page(addrs // size, counts)
        index = each_page(np.zeros_like(counts), counts)
        offsets = np.repeat(runs.data_offsets[full], counts) + index * runs.stride
        base = self._source_offset(runs.window)
        if base is not None:
            column[pages] = (offsets + (base + 1)) << _SHIFT | _PLAIN
            return
        for page, offset in zip(pages.tolist(), offsets.tolist(), strict=True):
            data = bytes(runs.window[offset : offset + size])
            # A hole of a mapped-ram file: as good as a page of zeros.
            column[page] = self._keep(int(column[page]), data) if any(data) else 0

    def page(self, number: int, addr: int, data: bytes, event: ev.RamRecord) -> None:
        """Remember a page that was told in another way."""
        column = self._column(number, len(data))
        page = addr // len(data)
        if event.flag == wire.RAM_ZERO:
            column[page] = data[0] << _SHIFT | _FILL
            return
        if event.flag == wire.RAM_COMPRESS_PAGE:
            base = self._source_offset(memoryview(event.data))
            if base is not None:
                column[page] = (base + 1) << _SHIFT | _ZLIB
                return
        column[page] = self._keep(int(column[page]), data)

    def _keep(self, old: int, data: bytes) -> int:
        """Put a page into the temporary file, in the place of *old* if that is there; its place."""
        number = (old >> _SHIFT) - 1 if old and old & 3 == _OVERLAY else self._overlay_count
        self._overlay_count = max(self._overlay_count, number + 1)
        self._overlay.seek(number * len(data))
        self._overlay.write(data)
        return (number + 1) << _SHIFT | _OVERLAY

    def zeros(self, number: int, first: int, end: int, size: int) -> None:
        """Forget where pages stood."""
        self._column(number, size)[first // size : end // size] = 0

    def zeros_many(self, number: int, addrs: Column, size: int) -> None:
        """Forget where pages stood."""
        self._column(number, size)[addrs // size] = 0

    def read(self, number: int, addr: int, length: int) -> bytes | None:
        """What a page is now."""
        return self.content(int(self._column(number, length)[addr // length]), length, length)

    def runs(self, number: int, first: int, last: int, size: int) -> Iterator[tuple[int, int, int]]:
        """Pages whose content can be read at once: from, to, and the place of the first."""
        places = self._column(number, size)[first:last]
        plain = (places != 0) & ((places & 3) == _PLAIN)
        goes_on = (plain[1:] & plain[:-1] & (np.diff(places) == size << _SHIFT)) | (
            (places[1:] == 0) & (places[:-1] == 0)
        )
        starts = [0, *(np.flatnonzero(~goes_on) + 1).tolist()]
        for start, end in zip(starts, [*starts[1:], last - first], strict=True):
            yield first + start, first + end, int(places[start])

    def content(self, place: int, length: int, size: int) -> bytes:
        """The octets of pages in a row, of which only plain ones and zeros may be more than one."""
        if not place:
            return bytes(length)
        kind, value = place & 3, place >> _SHIFT
        if kind == _FILL:
            return bytes((value,)) * length
        if kind == _PLAIN:
            data = self._source.pread(value - 1, length)
        elif kind == _ZLIB:
            return inflated(self._source.pread(value - 1, wire.compress_bound(size)), size)
        else:
            self._overlay.seek((value - 1) * size)
            data = self._overlay.read(size)
        if len(data) != length:
            raise FormatError("the file has become shorter", offset=value - 1, code="truncated")
        return data
