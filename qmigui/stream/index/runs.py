"""Runs of RAM pages, in columns: 18 octets a run, and what of a section belongs to which block."""

from __future__ import annotations

import enum
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_RUNS = 1 << 28
"""More are not listed one by one (4.8 GB of columns)."""

MOST_SEGMENTS = 1 << 22
_CHUNK = 1 << 16


class PageState(enum.IntEnum):
    """What became of a page, from harmless to worst."""

    ABSENT = 0
    ZERO = 1
    FULL = 2
    FILLED = 3
    XBZRLE = 4
    COMPRESSED = 5
    STALE = 6
    PROBLEM = 7


NAMES = {
    PageState.ABSENT: "absent",
    PageState.ZERO: "zero",
    PageState.FULL: "full",
    PageState.FILLED: "filled",
    PageState.XBZRLE: "xbzrle",
    PageState.COMPRESSED: "compressed",
    PageState.STALE: "stale",
    PageState.PROBLEM: "problem",
}


class Run(NamedTuple):
    """Pages of one kind that follow each other.

    Attributes:
        state: what they are.
        page: number of the first one in its block.
        pages: how many.
        offset: of the first one's record (mapped-ram: of its octets).
    """

    state: int
    page: int
    pages: int
    offset: int


class Segment(NamedTuple):
    """Runs of one block that follow each other.

    Attributes:
        item: the section that they stand in.
        block: number of the block in the list; -1: no known one.
        first, last: runs; the last one is not in it.
        offset, end: where it stands.
        layout: how pages lie in a run, a :class:`Layout`.
    """

    item: int
    block: int
    first: int
    last: int
    offset: int
    end: int
    layout: int


class Layout(enum.IntEnum):
    """How the pages of a run lie in the file."""

    RECORDS = 0
    """One record each: 8 octets, then the page, or for a zero page one octet."""
    ELEMENTS = 1
    """BER: the data of all at the end of one element."""
    MAPPED = 2
    """At fixed places, nothing but the data."""


class RunStore:
    """All runs of a stream, in chunks that never move."""

    def __init__(self) -> None:
        self.length = 0
        self._pages: list[npt.NDArray[np.uint32]] = []
        self._counts: list[npt.NDArray[np.uint32]] = []
        self._offsets: list[npt.NDArray[np.int64]] = []
        self._states: list[npt.NDArray[np.uint8]] = []

    def add(
        self,
        states: npt.NDArray[np.uint8],
        pages: npt.NDArray[np.int64],
        counts: npt.NDArray[np.int64],
        offsets: npt.NDArray[np.int64],
    ) -> None:
        """Some more; numbers of pages over 32 bits are cut to that."""
        done, total = 0, min(len(states), MOST_RUNS - self.length)
        top = 0xFFFFFFFF
        while done < total:
            place = self.length % _CHUNK
            if not place:
                self._pages.append(np.empty(_CHUNK, dtype=np.uint32))
                self._counts.append(np.empty(_CHUNK, dtype=np.uint32))
                self._offsets.append(np.empty(_CHUNK, dtype=np.int64))
                self._states.append(np.empty(_CHUNK, dtype=np.uint8))
            take = min(total - done, _CHUNK - place)
            stop = done + take
            self._pages[-1][place : place + take] = np.minimum(pages[done:stop], top)
            self._counts[-1][place : place + take] = np.minimum(counts[done:stop], top)
            self._offsets[-1][place : place + take] = offsets[done:stop]
            self._states[-1][place : place + take] = states[done:stop]
            self.length += take
            done = stop

    def get(self, run: int) -> Run:
        """One of them."""
        chunk, place = divmod(run, _CHUNK)
        return Run(
            int(self._states[chunk][place]),
            int(self._pages[chunk][place]),
            int(self._counts[chunk][place]),
            int(self._offsets[chunk][place]),
        )

    def offset_of(self, run: int) -> int:
        """Where one of them stands."""
        return int(self._offsets[run // _CHUNK][run % _CHUNK])

    def at(self, first: int, last: int, offset: int) -> int:
        """The last of the runs *first* to before *last* that begins at or before *offset*."""
        return max(first, bisect_right(range(first, last), offset, key=self.offset_of) + first - 1)

    def totals(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Pages of each state in the runs from *first* to before *last*."""
        result = np.zeros(len(PageState), dtype=np.int64)
        for chunk, start, stop in self._spans(first, last):
            weights = self._counts[chunk][start:stop]
            found = np.bincount(self._states[chunk][start:stop], weights=weights, minlength=len(PageState))
            result += found[: len(PageState)].astype(np.int64)
        return result

    def find_page(self, first: int, last: int, page: int) -> int | None:
        """The last of these runs that has a page."""
        for chunk, start, stop in reversed(list(self._spans(first, last))):
            pages = self._pages[chunk][start:stop].astype(np.int64)
            hits = np.flatnonzero((pages <= page) & (page < pages + self._counts[chunk][start:stop]))
            if hits.size:
                return chunk * _CHUNK + start + int(hits[-1])
        return None

    def _spans(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """The runs from *first* to before *last* as chunk, and first and last place in it."""
        spans = []
        while first < last:
            chunk, place = divmod(first, _CHUNK)
            stop = min(_CHUNK, place + last - first)
            spans.append((chunk, place, stop))
            first += stop - place
        return spans


class Segments:
    """All segments, in columns, ascending by their first runs."""

    def __init__(self) -> None:
        self._columns = tuple(array("q") for _ in Segment._fields)

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, segment: Segment) -> None:
        """One more."""
        for column, value in zip(self._columns, segment, strict=True):
            column.append(value)

    def __getitem__(self, number: int) -> Segment:
        return Segment(*(column[number] for column in self._columns))

    def of_run(self, run: int) -> int:
        """The segment that a run lies in."""
        return bisect_right(self._columns[2], run) - 1

    def at(self, first: int, last: int, offset: int) -> int | None:
        """Of the segments *first* to before *last*, that which has an offset."""
        number = bisect_right(self._columns[4], offset, first, last) - 1
        return number if number >= first and offset < self._columns[5][number] else None

    def of_block(self, block: int) -> list[int]:
        """Those of a block, in their order."""
        blocks = np.frombuffer(self._columns[1], dtype=np.int64)
        return [int(number) for number in np.flatnonzero(blocks == block)]
