"""Puts the pages of blocks into files, in runs, without an object for each page.

For a row of pages a table of where each lies in the window is made in columns,
and the system writes from there: nothing is copied on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.memory.contents import each_page
from qmigui.qemufile.sparse import ENTRY, SparseFile
from qmigui.stream import wire
from qmigui.stream.events import PageKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.stream import events as ev
    from qmigui.stream.pipeline import CallBehind

    Column = npt.NDArray[np.int64]


FEW_ROWS = 16
"""So few rows are written one by one."""

TABLE_PAGES = 4096

_ZEROS = np.zeros(wire.MAX_PAGE_SIZE, dtype=np.uint8)


class Piece(NamedTuple):
    """A stretch of a block and where it goes.

    Attributes:
        start, end: in the block, multiples of the target's page size.
        file: where it goes.
        offset: in there, of *start*.
    """

    start: int
    end: int
    file: SparseFile
    offset: int


class Writer:
    """A keeper that writes files.

    Args:
        places: asked once for each block, with its name and length; gives the pieces of
            it that are wanted.
        behind: a thread that does the writing; without, it is done at once.
    """

    def __init__(
        self, places: Callable[[bytes, int], Sequence[Piece]], behind: CallBehind | None = None
    ) -> None:
        self._places = places
        self._behind = behind
        self._is_behind = False
        self._pieces: list[Sequence[Piece]] = []
        self._whole: list[bool] = []

    def add_block(self, number: int, name: bytes, length: int) -> None:
        """Find out where the block goes."""
        pieces = self._places(name, length)
        self._pieces.append(pieces)
        self._whole.append(len(pieces) == 1 and (pieces[0].start, pieces[0].end) == (0, length))

    def pages(self, number: int, runs: ev.RamRuns, size: int) -> None:
        """Write rows of pages with octets."""
        pieces = self._pieces[number]
        if not pieces:
            return
        addrs, counts = runs.addrs, runs.counts
        full = runs.kinds == PageKind.PAGE
        if self._whole[number] and addrs.size <= FEW_ROWS and full.all():
            for addr, count, offset in zip(
                addrs.tolist(), counts.tolist(), runs.data_offsets.tolist(), strict=True
            ):
                self._do(partial(_put_row, pieces[0], addr, count, offset, runs, size))
            return
        sources = np.where(full, runs.data_offsets + _address_of(runs.window), _address_of(_ZEROS.data))
        if addrs.size != int(counts.sum()):
            index = each_page(np.zeros_like(counts), counts)
            strides = np.where(full, runs.stride, 0)
            sources = np.repeat(sources, counts) + index * np.repeat(strides, counts)
            addrs = np.repeat(addrs, counts) + index * size
        for piece in pieces:
            if self._whole[number]:
                self._do(partial(_put, piece, addrs, sources, size, runs.window))
                continue
            inside = (addrs >= piece.start) & (addrs < piece.end)
            if inside.any():
                self._do(partial(_put, piece, addrs[inside], sources[inside], size, runs.window))

    def page(self, number: int, addr: int, data: bytes, event: ev.RamRecord) -> None:
        """Write one page."""
        for piece in self._pieces[number]:
            if piece.start <= addr < piece.end:
                self._do_soon(partial(piece.file.write, data, piece.offset + addr - piece.start))

    def zeros(self, number: int, first: int, end: int, size: int) -> None:
        """Take back what may have been written."""
        for piece in self._pieces[number]:
            low, high = max(first, piece.start), min(end, piece.end)
            if low < high:
                self._do_soon(partial(piece.file.zero, piece.offset + low - piece.start, high - low))

    def zeros_many(self, number: int, addrs: Column, size: int) -> None:
        """The same for single pages, joined where they lie side by side."""
        breaks = np.flatnonzero(np.diff(addrs) != size) + 1
        starts = addrs[np.concatenate(([0], breaks))]
        ends = addrs[np.concatenate((breaks - 1, [addrs.size - 1]))] + size
        for first, end in zip(starts.tolist(), ends.tolist(), strict=True):
            self.zeros(number, first, end, size)

    def drain(self) -> None:
        """Wait until everything is written; raises what went wrong with it."""
        if self._is_behind and self._behind is not None:
            self._behind.drain()
            self._is_behind = False

    def _do(self, call: Callable[[], object]) -> None:
        """Leave a call to the thread, where there is one."""
        if self._behind is None:
            call()
        else:
            self._behind.put(call)
            self._is_behind = True

    def _do_soon(self, call: Callable[[], object]) -> None:
        """Do something small: here, unless the thread is at work."""
        if self._is_behind:
            self._do(call)
        else:
            call()

    def read(self, number: int, addr: int, length: int) -> bytes | None:
        """What has been written of a page."""
        self.drain()
        for piece in self._pieces[number]:
            if piece.start <= addr < piece.end:
                return piece.file.read(piece.offset + addr - piece.start, length)
        return None


@cache
def _table(stride: int, size: int) -> Column:
    """A table of pages, *stride* octets from each to the next, the first one at 0."""
    table = np.empty((TABLE_PAGES, 2), dtype=np.int64)
    table[:, 0] = np.arange(TABLE_PAGES, dtype=np.int64) * stride
    table[:, 1] = size
    return table


def _put_row(piece: Piece, addr: int, count: int, offset: int, runs: ev.RamRuns, size: int) -> None:
    """Write one row of pages that belong to one piece."""
    if runs.stride == size:
        place = piece.offset + addr - piece.start
        piece.file.write_long(runs.window[offset : offset + count * size], place)
        return
    base = _address_of(runs.window)
    place = piece.offset + addr - piece.start
    done = 0
    while done < count:
        some = min(count - done, TABLE_PAGES)
        table = _table(runs.stride, size)[:some].copy()
        table[:, 0] += base + offset + done * runs.stride
        address = _address_of(table.data.cast("B"))
        piece.file.write_table(address, size, some, place + done * size)
        done += some


def _put(piece: Piece, addrs: Column, sources: Column, size: int, window: memoryview) -> None:
    """Write pages that belong to one piece.

    Args:
        piece: where they go.
        addrs: of each in the block.
        sources: of each in memory.
        size: of a page.
        window: what holds them, so that it stays.
    """
    table = np.empty((addrs.size, 2), dtype=np.int64)
    table[:, 0] = sources
    table[:, 1] = size
    address = _address_of(table.data.cast("B"))
    breaks = (np.flatnonzero(np.diff(addrs) != size) + 1).tolist()
    starts, ends = [0, *breaks], [*breaks, addrs.size]
    places = (addrs[starts] + (piece.offset - piece.start)).tolist()
    for start, end, place in zip(starts, ends, places, strict=True):
        piece.file.write_table(address + start * ENTRY, size, end - start, place)


def _address_of(memory: memoryview) -> int:
    """Where octets lie."""
    address: int = np.frombuffer(memory, dtype=np.uint8).__array_interface__["data"][0]
    return address
