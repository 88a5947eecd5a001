"""The RAM of one state: which octets each page has in the end, from the events of its stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from qmigui.compare.columns import ABSENT, STORED, ZERO, PageColumn
from qmigui.errors import FormatError
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.replay import inflated, patched
from qmigui.stream.writer import block_path

if TYPE_CHECKING:
    from qmigui.compare.octets import Store
    from qmigui.qemufile.base import Source
    from qmigui.stream.feed import Feed

MAX_PAGES = 1 << 34
"""More pages (64 TiB of the usual size) are not looked at."""


class Block:
    """A RAM block.

    Attributes:
        name: block id octets.
        length: bytes.
        page_size: of the target; 0: not known yet.
        pages: where each page is; None before the first one.
    """

    __slots__ = ("is_mapped", "length", "name", "page_size", "pages")

    def __init__(self, name: bytes, length: int, page_size: int = 0, *, is_mapped: bool = False) -> None:
        self.name = name
        self.length = length
        self.page_size = page_size
        self.is_mapped = is_mapped
        self.pages = PageColumn(0)

    @property
    def path(self) -> str:
        """How messages name it."""
        return block_path(self.name)

    def prepare(self, page_size: int) -> None:
        """The page size is known."""
        if self.page_size == page_size and self.pages.page_count:
            return
        self.page_size = page_size
        self.pages = PageColumn(self.length // page_size, ZERO if self.is_mapped else ABSENT)


class RamContent:
    """Follows the RAM events of one stream.

    Args:
        source: seekable; pages stay in it.
        store: takes pages that have to be decoded.

    Attributes:
        blocks: by name, in the order of the list.
    """

    def __init__(self, source: Source, store: Store) -> None:
        self.blocks: dict[bytes, Block] = {}
        self._source = source
        self._store = store
        self._block: Block | None = None
        self._fills: dict[tuple[int, int], int] = {}
        self._page_count = 0

    def take(self, event: ev.Event, feed: Feed) -> None:
        """Follow one event.

        Args:
            event: any; those that are not of RAM change nothing.
            feed: of the reader that has just told it.

        Raises:
            FormatError: pages that cannot be decoded, or more than can be looked at.
        """
        match event:
            case ev.RamRuns():
                self._runs(event, feed)
            case ev.RamRecord():
                self._record(event)
            case ev.RamBlock():
                if event.name is not None:
                    self._block = self.blocks.get(event.name)
            case ev.RamListBegin():
                self.blocks = {}
                self._block = None
                self._page_count = 0
            case ev.RamListBlock():
                self._list_block(event)
            case ev.RamListEnd():
                for block in self.blocks.values():
                    self._prepare(block, event.page_size)
                self._block = None

    def _list_block(self, event: ev.RamListBlock) -> None:
        mapped = event.mapped
        is_mapped = mapped is not None and mapped.pages_offset != 0
        block = Block(event.name, event.used_length, is_mapped=is_mapped)
        self.blocks[event.name] = block
        if mapped is not None:
            self._prepare(block, mapped.page_size)
            self._block = block

    def _prepare(self, block: Block, page_size: int) -> None:
        if block.page_size == page_size:
            return
        self._page_count += block.length // page_size
        if self._page_count > MAX_PAGES:
            raise FormatError(f"RAM of more than {MAX_PAGES} pages", path=block.path, code="too-many")
        block.prepare(page_size)

    def _current(self, offset: int) -> Block:
        block = self._block
        if block is None or not block.page_size:
            raise FormatError("pages of no block", offset=offset, code="page-without-block")
        return block

    # -- rows --------------------------------------------------------------------------

    def _runs(self, runs: ev.RamRuns, feed: Feed) -> None:
        block = self._current(runs.offset)
        kinds, addrs, counts, offsets = runs.kinds, runs.addrs, runs.counts, runs.data_offsets
        if (kinds == ev.PageKind.STALE).any():
            wanted = kinds != ev.PageKind.STALE
            kinds, addrs, counts, offsets = kinds[wanted], addrs[wanted], counts[wanted], offsets[wanted]
        are_pages = kinds == ev.PageKind.PAGE
        firsts = addrs // block.page_size
        steps = np.where(are_pages, runs.stride, 0)
        if not are_pages.any():
            block.pages.set_rows(firsts, counts, np.full(len(firsts), ZERO, dtype=np.int64), steps)
            return
        base = window_offset(runs.window, feed)
        if base is None:
            self._loose_rows(block, runs)
            return
        block.pages.set_rows(firsts, counts, np.where(are_pages, offsets + base, ZERO), steps)

    def _loose_rows(self, block: Block, runs: ev.RamRuns) -> None:
        """Rows whose data is not in the source as it is: it was put together, or a hole gave it."""
        size = block.page_size
        for kind, addr, count, start in zip(
            runs.kinds.tolist(),
            runs.addrs.tolist(),
            runs.counts.tolist(),
            runs.data_offsets.tolist(),
            strict=True,
        ):
            first = addr // size
            if kind == ev.PageKind.ZERO:
                block.pages.set_run(first, count, ZERO, 0)
            elif kind == ev.PageKind.PAGE:
                for number in range(count):
                    octets = runs.window[start + number * runs.stride :][:size]
                    self._put(block, first + number, octets)

    # -- single records ----------------------------------------------------------------

    def _put(self, block: Block, page: int, octets: bytes | memoryview) -> None:
        """Keep the decoded octets of a page."""
        if not np.frombuffer(octets, np.uint8).any():
            block.pages.set(page, ZERO)
            return
        size = block.page_size
        place = block.pages.get(page)
        if place <= STORED and not self._is_fill(STORED - place):
            self._store.write((STORED - place) * size, octets)
        else:
            self._align(size)
            block.pages.set(page, STORED - self._store.append(octets) // size)

    def _is_fill(self, number: int) -> bool:
        """Whether pages share this one."""
        return number in self._fills.values()

    def _align(self, size: int) -> None:
        """Let the next page of the store be one by number: all blocks of a stream have one page size."""
        rest = -self._store.length % size
        if rest:
            self._store.append(bytes(rest))

    def _record(self, record: ev.RamRecord) -> None:
        if record.flag == wire.RAM_HOOK:
            return
        block = self._current(record.offset)
        size = block.page_size
        page = record.addr // size
        if record.flag == wire.RAM_ZERO:
            key = size, record.data[0]
            if key not in self._fills:
                self._align(size)
                self._fills[key] = self._store.append(bytes((record.data[0],)) * size) // size
            block.pages.set(page, STORED - self._fills[key])
        elif record.flag == wire.RAM_XBZRLE:
            if block.pages.get(page) == ABSENT:
                raise FormatError(
                    "a difference to a page that has not come", offset=record.offset, path=block.path
                )
            before = self.page(block, page)
            self._put(block, page, _decoded(record, block, lambda: patched(before, record.data)))
        else:
            self._put(block, page, _decoded(record, block, lambda: inflated(record.data, size)))

    # -- content -----------------------------------------------------------------------

    def page(self, block: Block, page: int) -> bytes:
        """The octets of one page; zeros where nothing has come."""
        place, size = block.pages.get(page), block.page_size
        if place >= 0:
            octets = self._source.pread(place, size)
            if len(octets) != size:
                raise FormatError("the data ends inside a page", offset=place, path=block.path)
            return octets
        if place <= STORED:
            return self._store.read((STORED - place) * size, size)
        return bytes(size)


def window_offset(window: memoryview, feed: Feed) -> int | None:
    """Where in the source the first octet of *window* stands; None: it is no view of the feed."""
    if not len(window):
        return None
    mine = np.frombuffer(window, np.uint8).__array_interface__["data"][0]
    start = mine - feed.array.__array_interface__["data"][0]
    if start >= 0 and start + len(window) <= feed.array.nbytes:
        return feed.base + int(start)
    return None


def _decoded(record: ev.RamRecord, block: Block, decode: Callable[[], bytes]) -> bytes:
    """The page of a record; an error gets its place."""
    try:
        return decode()
    except FormatError as error:
        error.offset, error.path = record.offset, block.path
        raise
