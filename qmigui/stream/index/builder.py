"""Notes where the elements of a stream stand, as its reader tells them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.index.items import MOST_ITEMS, Item, section_item
from qmigui.stream.index.nodes import Kind
from qmigui.stream.index.ram_map import MOST_CELLS, BlockMap
from qmigui.stream.index.runs import MOST_SEGMENTS, NAMES, Layout, PageState, RunStore, Segment, Segments
from qmigui.stream.mapped import bitmap_is_big_endian, page_bits
from qmigui.stream.ram import ZERO_RECORD

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.stream.feed import Feed

_PORTION = 1 << 20
_STATES = np.array([PageState.ZERO, PageState.FULL, PageState.STALE], dtype=np.uint8)
_RECORDS = {
    wire.RAM_ZERO: PageState.FILLED,
    wire.RAM_XBZRLE: PageState.XBZRLE,
    wire.RAM_COMPRESS_PAGE: PageState.COMPRESSED,
}


class Builder:
    """Takes the events of one reading.

    Args:
        feed: that the reader reads from; asked for its place at each event.
        is_ber: the form of the stream.
        known: elements that have been found before, by offset: they are kept, so that
            numbers given to others stay right.

    Attributes:
        items: all elements, in the order in which they were found.
        order: numbers of items in the order of the stream, as far as read.
        runs, segments: the pages of RAM.
        maps: of each block of the list.
        page_size: of the target; 0: not known.
    """

    def __init__(self, feed: Feed, *, is_ber: bool, known: list[Item] | None = None) -> None:
        self._feed = feed
        self._is_ber = is_ber
        self.items: list[Item] = list(known or ())
        self._known = {item.offset: number for number, item in enumerate(self.items)}
        self.order: list[int] = []
        self.runs = RunStore()
        self.segments = Segments()
        self.maps: list[BlockMap] = []
        self.page_size = 0
        self._blocks: dict[bytes, int] = {}
        self._block = -1
        self._current: Item | None = None
        self._segment: tuple[int, int] | None = None
        self._ordinal = 0
        self._package = 0
        self._octets: Item | None = None
        self._runs_end = 0
        self._unlisted = 0

    # -- elements ----------------------------------------------------------------------

    def take(self, event: ev.Event) -> None:
        """One event; the feed stands behind what it tells."""
        take = _TAKERS.get(type(event))
        if take is not None:
            take(self, event)

    def finish(self, end: int) -> None:
        """The data is over, or nothing more can be read of it."""
        self._close_segment()
        if not self.order:
            return
        last = self.items[self.order[-1]]
        if last.end < 0:
            self._tell_pages(last)
            last.end = end
        if self._unlisted:
            self.order.append(len(self.items))
            name = f"{self._unlisted:,} more elements, not listed"
            self.items.append(Item(last.end, end, name, kind=Kind.GROUP))

    def _begin(self, item: Item) -> Item:
        """An element begins: that before it has ended there, if it did not tell where."""
        self._close_segment()
        self._octets = None
        if self.order:
            before = self.items[self.order[-1]]
            if before.end < 0 or before.end > item.offset > before.offset:
                self._tell_pages(before)
                before.end = item.offset
        if len(self.order) >= MOST_ITEMS:
            self._unlisted += 1
            item.first = item.last = len(self.segments)
            self._current = item
            return item
        if self._is_ber and not self._package:
            item.ordinal = self._ordinal
            self._ordinal += 1
        number = self._known.get(item.offset)
        if number is None:
            number = len(self.items)
            self.items.append(item)
        else:
            old = self.items[number]
            item.payload = item.payload or old.payload
            self.items[number] = item
        item.first = item.last = len(self.segments)
        self.order.append(number)
        self._current = item
        return item

    def _header(self, event: ev.StreamHeader) -> None:
        ordinal = self._ordinal
        start = self._feed.source.start_offset
        if start:
            # What a stream lies in: the head of an image, octets before it.
            self._begin(Item(0, start, "carrier", "octets", f"{start:,} octets", Kind.OCTETS))
            self._ordinal = ordinal
            self.items[self.order[-1]].ordinal = -1
        self._begin(Item(start, self._feed.offset, "stream", "", f"version {event.version}"))
        self._ordinal = ordinal
        if self._current is not None:
            self._current.ordinal = -1

    def _configuration(self, event: ev.Configuration) -> None:
        machine = event.machine.decode("utf-8", "backslashreplace")
        item = Item(event.offset, self._feed.offset, "configuration", "machine", f"'{machine}'", decoded=True)
        item.events = [event]
        self._begin(item)

    def _command(self, event: ev.Command) -> None:
        known = event.code < len(wire.COMMAND_NAMES)
        name = wire.COMMAND_NAMES[event.code] if known else f"{event.code:#x}"
        value = f"{len(event.data)} octets" if event.data else ""
        item = Item(event.offset, self._feed.offset, f"command {name}", "", value, decoded=bool(event.data))
        item.events = [event]
        self._begin(item)

    def _package_begin(self, event: ev.PackageBegin) -> None:
        self._package += 1

    def _package_end(self, event: ev.PackageEnd) -> None:
        self._package -= 1

    def _section(self, event: ev.SectionBegin) -> None:
        item = section_item(event)
        item.decoded = self._is_ber and event.body is not ev.Body.RAM
        if event.body is ev.Body.RAM:
            item.events = [event]
        self._begin(item)

    def _section_end(self, event: ev.SectionEnd) -> None:
        item = self._current
        if item is not None:
            self._close_segment()
            self._tell_pages(item)
            item.end = self._feed.offset

    def _tell_pages(self, item: Item) -> None:
        """A section is over: the value of one of RAM is how many pages of each kind it has."""
        if item.end < 0 and item.first < item.last:
            totals = self.runs.totals(self.segments[item.first].first, self.segments[item.last - 1].last)
            item.value = f"{totals_text(totals.tolist())}; {item.value}"

    def _device(self, event: ev.DevicePayload) -> None:
        item = self._current
        if item is not None:
            item.payload = event.offset, len(event.payload)
            item.place = event.device.place if event.device is not None else None
            item.decoded = True

    def _opaque(self, event: ev.Opaque) -> None:
        item = self._current
        if item is not None:
            start, length = item.payload or (event.offset, 0)
            item.payload = start, length + len(event.data)
            item.decoded = self._is_ber

    def _eof(self, event: ev.Eof) -> None:
        self._begin(Item(event.offset, self._feed.offset, "end of stream"))

    def _description(self, event: ev.Description) -> None:
        if event.first:
            words = f"{event.total_length:,} octets"
            self._begin(Item(event.offset, -1, "VM description", "JSON", words, Kind.DESCRIPTION))
        if self._current is not None:
            self._current.end = self._feed.offset

    def _trailing(self, event: ev.Trailing) -> None:
        self._add_octets("trailing octets", event.offset, Kind.OCTETS)

    def _unparsed(self, event: ev.Unparsed) -> None:
        self._add_octets("unparsed octets", self._feed.offset - len(event.data), Kind.LOST)

    def _add_octets(self, name: str, offset: int, kind: Kind) -> None:
        item = self._octets
        if item is None:
            item = self._begin(Item(offset, -1, name, "octets", "", kind))
            self._octets = item
        item.end = self._feed.offset
        item.value = f"{item.end - item.offset:,} octets"

    def _lost(self, event: ev.Lost) -> None:
        if event.length:
            words = f"{event.length:,} octets that no grammar fits"
            end = event.offset + event.length
            self._begin(Item(event.offset, end, "not readable", "octets", words, Kind.LOST))

    # -- RAM ---------------------------------------------------------------------------

    def _mapped_end(self, event: ev.MappedEnd) -> None:
        self._close_segment()

    def _list_begin(self, event: ev.RamListBegin) -> None:
        self.maps = []
        self._blocks = {}
        self._block = -1
        self._keep(event)

    def _list_block(self, event: ev.RamListBlock) -> None:
        mapped = event.mapped
        self._blocks[event.name] = len(self.maps)
        name = event.name.decode("utf-8", "backslashreplace")
        if mapped is None:
            # The page size is told behind the list.
            self.maps.append(BlockMap(name, event.used_length, 0, 0))
            self._keep(event)
            return
        self._keep(replace(event, mapped=replace(mapped, bitmap=b"")))
        self.page_size = mapped.page_size
        default = PageState.ZERO if mapped.pages_offset else PageState.ABSENT
        block = BlockMap(name, event.used_length, mapped.page_size, self._cells_left(), default)
        self.maps.append(block)
        self._block = len(self.maps) - 1
        if mapped.pages_offset and not self._is_ber:
            self._mapped_pages(mapped, block)

    def _mapped_pages(self, mapped: ev.MappedHeader, block: BlockMap) -> None:
        """The bitmap tells which pages there are: they are not read for that."""
        size = mapped.page_size
        swapped = bitmap_is_big_endian(mapped.bitmap, block.pages, False)
        first_run = self.runs.length
        for start in range(0, block.pages, _PORTION):
            bits = page_bits(mapped.bitmap, start, min(start + _PORTION, block.pages), swapped)
            edges = np.flatnonzero(np.diff(np.concatenate(([0], bits, [0])).astype(np.int8)))
            pages = edges[::2].astype(np.int64) + start
            counts = (edges[1::2] - edges[::2]).astype(np.int64)
            if len(pages):
                states = np.full(len(pages), PageState.FULL, dtype=np.uint8)
                self.runs.add(states, pages, counts, mapped.pages_offset + pages * size)
                block.paint(states, pages, counts)
        if self.runs.length > first_run:
            end = mapped.pages_offset + block.length
            self._add_segment(first_run, mapped.pages_offset, end, Layout.MAPPED)

    def _cells_left(self) -> int:
        return MOST_CELLS - sum(len(block.cells) for block in self.maps)

    def _list_end(self, event: ev.RamListEnd) -> None:
        self.page_size = event.page_size
        for number, block in enumerate(self.maps):
            if not block.page_size:
                self.maps[number] = BlockMap(block.name, block.length, event.page_size, self._cells_left())
        self._keep(event)

    def _keep(self, event: ev.Event) -> None:
        if self._current is not None and self._current.section is not None:
            self._current.events.append(event)

    def _ram_block(self, event: ev.RamBlock) -> None:
        self._close_segment()  # those before it belong to the block before
        if event.name is not None:
            self._block = self._blocks.get(event.name, -1)
        elif self._block < 0 and len(self.maps) == 1:
            self._block = 0  # one address space without names

    def _ram_runs(self, event: ev.RamRuns) -> None:
        size = self.page_size
        if not size:
            return
        self._segment_open(event.offset)
        offsets = row_offsets(event, size, self._feed, is_ber=self._is_ber)
        states = _STATES[np.minimum(event.kinds, 2)]
        pages = event.addrs // size
        self._add_runs(states, pages, event.counts, offsets)

    def _ram_record(self, event: ev.RamRecord) -> None:
        state = _RECORDS.get(event.flag)
        if state is None or not self.page_size:
            return
        self._segment_open(event.offset)
        states = np.array([state], dtype=np.uint8)
        pages = np.array([event.addr // self.page_size], dtype=np.int64)
        self._add_runs(states, pages, np.ones(1, dtype=np.int64), np.array([event.offset], dtype=np.int64))

    def _add_runs(
        self,
        states: npt.NDArray[np.uint8],
        pages: npt.NDArray[np.int64],
        counts: npt.NDArray[np.int64],
        offsets: npt.NDArray[np.int64],
    ) -> None:
        self.runs.add(states, pages, counts, offsets)
        self._runs_end = self._feed.offset
        if 0 <= self._block < len(self.maps):
            self.maps[self._block].paint(states, pages, counts)

    # -- segments ----------------------------------------------------------------------

    def _segment_open(self, offset: int) -> None:
        """Make sure that a segment is open."""
        if self._segment is None:
            self._segment = self.runs.length, offset

    def _close_segment(self) -> None:
        """The runs that come next belong elsewhere."""
        if self._segment is None:
            return
        first, offset = self._segment
        self._segment = None
        if self.runs.length > first:
            layout = Layout.ELEMENTS if self._is_ber else Layout.RECORDS
            self._add_segment(first, offset, self._runs_end, layout)

    def _add_segment(self, first: int, offset: int, end: int, layout: Layout) -> None:
        if len(self.segments) >= MOST_SEGMENTS or self._current is None:
            return
        number = self.order[-1] if self.order else 0
        self.segments.add(Segment(number, self._block, first, self.runs.length, offset, end, layout))
        self._current.last = len(self.segments)


def totals_text(totals: list[int]) -> str:
    """Pages in all, and of each kind, in words."""
    kinds = [f"{count:,} {NAMES[PageState(state)]}" for state, count in enumerate(totals) if count]
    total = sum(totals)
    words = f"{total:,} page{'' if total == 1 else 's'}"
    if len(kinds) == 1:
        return f"{kinds[0]} page{'' if total == 1 else 's'}"
    return f"{words}: {', '.join(kinds)}" if kinds else words


def row_offsets(event: ev.RamRuns, size: int, feed: Feed, *, is_ber: bool) -> npt.NDArray[np.int64]:
    """Where each row's first record or element stands; *feed* is the one that its reader reads from."""
    if len(event.counts) == 1:
        return np.array([event.offset], dtype=np.int64)
    if is_ber:
        return ber_offsets(event, size, feed)
    lengths = np.where(event.kinds == ev.PageKind.ZERO, ZERO_RECORD, 8 + size) * event.counts
    offsets: npt.NDArray[np.int64] = event.offset + np.cumsum(lengths) - lengths
    return offsets


def ber_offsets(event: ev.RamRuns, size: int, feed: Feed) -> npt.NDArray[np.int64]:
    """Where the elements of rows stand, in our writer's shortest forms, which alone come in rows.

    Behind data its element ends; zero pages take what their numbers need.
    """
    is_page = event.kinds != ev.PageKind.ZERO
    width = _integer_width(event.addrs)
    zeros = np.where(event.counts > 1, 8 + width + _integer_width(event.counts), 2 + width)
    done = np.cumsum(np.where(is_page, 0, zeros))
    data_ends = feed.base + event.data_offsets + event.counts * size
    index = np.where(is_page, np.arange(len(is_page)), -1)
    last = np.maximum.accumulate(index)
    ends = np.where(
        last >= 0, data_ends[np.maximum(last, 0)] + done - done[np.maximum(last, 0)], event.offset + done
    )
    offsets: npt.NDArray[np.int64] = np.concatenate(([event.offset], ends[:-1])).astype(np.int64)
    return offsets


def _integer_width(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Contents octets of the shortest INTEGERs for values that are not negative."""
    width = np.ones(len(values), dtype=np.int64)
    for bits in range(7, 63, 8):
        width += values >> bits > 0
    return width


# ruff: noqa: SLF001 - the table below belongs to the class
_TAKERS: dict[type, Callable[[Builder, Any], None]] = {
    ev.RamRuns: Builder._ram_runs,
    ev.RamRecord: Builder._ram_record,
    ev.RamBlock: Builder._ram_block,
    ev.SectionBegin: Builder._section,
    ev.SectionEnd: Builder._section_end,
    ev.DevicePayload: Builder._device,
    ev.Opaque: Builder._opaque,
    ev.StreamHeader: Builder._header,
    ev.Configuration: Builder._configuration,
    ev.Command: Builder._command,
    ev.PackageBegin: Builder._package_begin,
    ev.PackageEnd: Builder._package_end,
    ev.RamListBegin: Builder._list_begin,
    ev.RamListBlock: Builder._list_block,
    ev.RamListEnd: Builder._list_end,
    ev.MappedEnd: Builder._mapped_end,
    ev.Eof: Builder._eof,
    ev.Description: Builder._description,
    ev.Trailing: Builder._trailing,
    ev.Unparsed: Builder._unparsed,
    ev.Lost: Builder._lost,
}
