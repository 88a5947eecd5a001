"""Reads the page elements of the BER form, in columns.

The forms that our writer makes (one page or a run of them, zero or full) are
recognised by their first eight octets; where two one-page elements repeat with
fixed distances, as when zero and full pages alternate, the repetitions are
taken at once, and where they follow each other without a pattern, many are looked
at together (:mod:`qmigui.stream.page_lanes`).  Everything else is left to the general reader.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream.events import PageKind, RamRuns
from qmigui.stream.page_heads import COMPR_TAG, LOOK, MAX_ADDR_WIDTH, MAX_COUNT_WIDTH, ZEROS_TAG, Heads
from qmigui.stream.page_lanes import WORTH, Lanes
from qmigui.stream.page_repeat import Part, repetitions
from qmigui.stream.ram import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

BE64 = struct.Struct(">Q")
# One-page elements after which a repetition is looked for, as a rule and where there has just been one.
PATTERN = 64
SOON = 8
# Octets of an element, on average, where lanes pay: many elements, but not many in one lane.
LANE_MEAN = range(2048, 64 << 10)
# Octets of a window from which on they do, and elements for which they are not tried again where they
# were of no use, at most.
LANE_WINDOW = 1 << 20
LONGEST_WAIT = 1 << 16


class PageScanner:
    """Recognises page elements at the front of a window.

    Args:
        page_size: octets of a full page.
    """

    def __init__(self, page_size: int) -> None:
        self.page_size = page_size
        self._heads = Heads(page_size)
        self._patience = PATTERN
        self._lanes = Lanes(self._heads, page_size)
        # Elements until lanes are tried, and how many it is the next time that they are of no use.
        self._wait, self._next_wait = 0, PATTERN

    def scan(
        self,
        view: memoryview,
        array: npt.NDArray[np.uint8],
        pos: int,
        end: int,
        reach: Callable[[int, int], int] | None = None,
    ) -> tuple[RamRuns | None, int]:
        """Take compr, zerorun, fullpage and pagerun elements in the forms our writer makes.

        Args:
            view: the window.
            array: the same.
            pos: where an element starts.
            end: no element goes past it.
            reach: called with the position of an element and the number of those since the last
                call; says up to which position octets may be looked at.  None: up to *end*.

        Returns:
            A row for each element, or None, and the position of the first octet not taken.
            ``record_offsets`` are positions in the window.
        """
        unpack = BE64.unpack_from
        heads = self._heads
        found = _Elements()
        starts, addrs, counts, offsets = found.starts, found.addrs, found.counts, found.offsets
        ready = end if reach is None else pos
        last = ready - LOOK
        singles = 0  # one-page elements in a row
        reached = 0  # elements when *reach* was called
        while True:
            if pos > last:
                if reach is None:
                    break
                ready = min(end, reach(pos, len(starts) + found.length - reached))
                reached = len(starts) + found.length
                last = ready - LOOK
                if pos > last:
                    break
            (octets,) = unpack(view, pos)
            count = 1
            if octets >> 56 == COMPR_TAG:
                width = (octets >> 48) & 0xFF
                if not 1 <= width <= MAX_ADDR_WIDTH:
                    break
                addr = (octets >> (48 - 8 * width)) & ((1 << (8 * width)) - 1)
                data, following = 0, pos + 2 + width
            elif octets >> 40 == ZEROS_TAG:
                width = (octets >> 16) & 0xFF
                if (octets >> 24) & 0xFF != 2 or not 1 <= width <= MAX_ADDR_WIDTH:
                    break
                addr = unpack(view, pos + 6)[0] >> (64 - 8 * width)
                (octets_of_count,) = unpack(view, pos + 6 + width)
                count_width = (octets_of_count >> 48) & 0xFF
                if octets_of_count >> 56 != 2 or not 1 <= count_width <= MAX_COUNT_WIDTH:
                    break
                count = (octets_of_count >> (48 - 8 * count_width)) & ((1 << (8 * count_width)) - 1)
                if (octets >> 32) & 0xFF != 4 + width + count_width or not _is_shortest(count, count_width):
                    break
                if not count:
                    break
                data, following = 0, pos + 8 + width + count_width
            else:
                head = heads[octets]
                if head is None:
                    break
                count, width = head.pages, head.width
                following = pos + head.length
                data = following - count * self.page_size
                if following > end or unpack(view, data - 8)[0] & head.data_mask != head.data_header:
                    break
                addr_end = pos + head.addr_place + width
                if view[addr_end - width - 1] != width:
                    break
                addr = unpack(view, addr_end - 8)[0] & ((1 << (8 * width)) - 1)
            if addr >> (8 * width - 1) or (width > 1 and not addr >> (8 * width - 9)):
                break
            starts.append(pos)
            addrs.append(addr)
            counts.append(count)
            offsets.append(data)
            pos = following
            singles = singles + 1 if count == 1 else 0
            if len(starts) >= self._patience:
                is_for_lanes = self._is_for_lanes(len(starts), pos - starts[0], ready - pos)
                before = pos
                if singles >= self._patience:
                    pos = self._repeat(found, view, array, pos, ready)
                else:
                    found.seal()
                if pos == before and is_for_lanes:
                    pos = self._walk(found, view, array, pos, ready, end)
                if found.length >= MAX_ROWS:
                    break
        return found.finish(self.page_size, view), pos

    def _is_for_lanes(self, count: int, length: int, left: int) -> bool:
        """Whether lanes may be of use behind *count* elements of *length* octets, *left* before the end."""
        self._wait -= count
        return self._wait <= 0 and left >= LANE_WINDOW and length // count in LANE_MEAN

    def _walk(
        self, found: _Elements, view: memoryview, array: npt.NDArray[np.uint8], pos: int, ready: int, end: int
    ) -> int:
        """Take elements without a pattern; return the new position."""
        taken = self._lanes.take(view, array, pos, ready, end)
        if taken is None or len(taken.starts) < WORTH:
            self._wait = self._next_wait
            self._next_wait = min(2 * self._next_wait, LONGEST_WAIT)
            self._patience = PATTERN
        else:
            self._next_wait = PATTERN
            self._patience = SOON
        if taken is None:
            return pos
        found.columns(taken.starts, taken.addrs, taken.counts, taken.data)
        return taken.end

    def _repeat(
        self, found: _Elements, view: memoryview, array: npt.NDArray[np.uint8], pos: int, end: int
    ) -> int:
        """Take repetitions of the last two elements, up to *end*; return the new position."""
        starts, addrs, offsets = found.starts, found.addrs, found.offsets
        period = pos - starts[-2]
        addr_step = addrs[-1] - addrs[-3]
        repeats = (end - pos) // period
        if (
            repeats < 1
            or starts[-2] - starts[-4] != period
            or starts[-1] - starts[-3] != period
            or addrs[-2] - addrs[-4] != addr_step
            or addr_step <= 0
            or any((offsets[index] == 0) != (offsets[index - 2] == 0) for index in (-1, -2))
        ):
            found.seal()
            self._patience = PATTERN
            return pos
        parts = [self._part(view, array, starts[i], addrs[i], offsets[i]) for i in (-2, -1)]
        found.seal()
        taken = 0
        for places, more_addrs, more_offsets in repetitions(array, parts, period, addr_step, repeats):
            found.columns(places, more_addrs, np.ones(len(places), dtype=np.int64), more_offsets)
            taken += len(places) // 2
            if found.length >= MAX_ROWS:
                break
        self._patience = SOON if taken else PATTERN
        return pos + taken * period

    def _part(
        self, view: memoryview, array: npt.NDArray[np.uint8], start: int, addr: int, data: int
    ) -> Part:
        """The recognised element at *start* as something that repeats."""
        if not data:
            width = view[start + 1]
            return Part(start, addr, 0, array[start : start + 2 + width], 2, width)
        head = self._heads[BE64.unpack_from(view, start)[0]]
        assert head is not None
        return Part(start, addr, data, array[start:data], head.addr_place, head.width)


def _is_shortest(value: int, width: int) -> bool:
    """Whether *width* contents octets are the shortest INTEGER for *value*, not negative."""
    return not value >> (8 * width - 1) and (width == 1 or bool(value >> (8 * width - 9)))


class _Elements:
    """Collects elements, one by one in its lists or many at once; a data offset of 0 is a zero page."""

    __slots__ = ("_parts", "addrs", "counts", "length", "offsets", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.addrs: list[int] = []
        self.counts: list[int] = []
        self.offsets: list[int] = []
        self.length = 0
        self._parts: list[tuple[npt.NDArray[np.int64], ...]] = []

    def seal(self) -> None:
        """Turn what the lists hold into columns."""
        if self.starts:
            lists = (self.starts, self.addrs, self.counts, self.offsets)
            self.columns(*(np.array(column, dtype=np.int64) for column in lists))
            for column in lists:
                column.clear()

    def columns(self, *columns: npt.NDArray[np.int64]) -> None:
        """Add elements as columns: starts, addrs, counts, data offsets."""
        self._parts.append(columns)
        self.length += len(columns[0])

    def finish(self, page_size: int, view: memoryview) -> RamRuns | None:
        """All of them as rows, or None if there are none."""
        self.seal()
        if not self._parts:
            return None
        starts, addrs, counts, offsets = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        kinds = np.where(offsets > 0, np.uint8(PageKind.PAGE), np.uint8(PageKind.ZERO))
        return RamRuns(kinds, addrs, counts, offsets, page_size, view, record_offsets=starts)
