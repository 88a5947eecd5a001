"""Which pages of a block have come: one bit for each.

Runs of pages are added in columns; no page is looked at alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream import wire
from qmigui.stream.events import PageKind
from qmigui.stream.ram import BE64, ZERO_RECORD

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.stream.events import RamRuns

    Column = npt.NDArray[np.int64]

# So few rows are gone through one by one.
FEW_ROWS = 16
# So long runs too.
LONG_RUN = 256
# Pages looked at together when the missing ones are counted.
PORTION = 1 << 20
# Places where addresses jump ahead that are remembered, and missing ranges that are told.
MAX_JUMPS = 4096
MAX_RANGES = 4
# Octets of bits that may be written for one block, beyond so many times its own.
WORK_ALLOWED = 64 << 20
WORK_FACTOR = 64


class LastPage:
    """The full page that came last, for all blocks together.

    Attributes:
        window: where its octets are, None: the last record was another one.
        data_offset: of them in there.
        offset: of its record in the source.
    """

    __slots__ = ("data_offset", "offset", "window")

    def __init__(self) -> None:
        self.window: memoryview | None = None
        self.data_offset = self.offset = 0

    def set(self, window: memoryview | None, data_offset: int = 0, offset: int = 0) -> None:
        """Another page came."""
        self.window, self.data_offset, self.offset = window, data_offset, offset

    def holds(self, addr: int, page_size: int) -> bool:
        """Whether a record of the page at *addr* stands inside of it."""
        if self.window is None:
            return False
        octets = bytes(self.window[self.data_offset : self.data_offset + page_size])
        kinds = wire.RAM_ZERO, wire.RAM_PAGE
        return any(BE64.pack(addr | kind | wire.RAM_CONTINUE) in octets for kind in kinds)


class Coverage:
    """The pages of one block.

    Args:
        page_count: how many it has.
        page_size: of the target.
        last: the page that came last.

    Attributes:
        hidden: offsets and addresses of full pages that hold the record of the
            page behind them, which then did not come.
    """

    def __init__(self, page_count: int, page_size: int, last: LastPage) -> None:
        self._count = page_count
        self._page_size = page_size
        self._last = last
        self._bits: npt.NDArray[np.uint8] | None = np.zeros(-(-page_count // 8), dtype=np.uint8)
        self._work_left = WORK_ALLOWED + WORK_FACTOR * len(self._bits)
        # Where the records of the last run ended, and where later ones began further on.
        self._end = 0
        self._jumps: list[tuple[int, int, int]] = []
        self.hidden: list[tuple[int, int]] = []

    def has(self, addr: int) -> bool:
        """Whether the page at *addr* has come, or nobody knows."""
        page = addr // self._page_size
        if self._bits is None or not 0 <= page < self._count:
            return True
        return bool(self._bits[page >> 3] >> (page & 7) & 1)

    def add_page(self, addr: int, offset: int) -> None:
        """A record at *offset* has brought one page."""
        self._row(addr // self._page_size, 1, offset)
        self._last.set(None)

    def add(self, runs: RamRuns) -> None:
        """Rows of pages have come."""
        if self._bits is None:
            return
        firsts = runs.addrs // self._page_size
        if len(firsts) > FEW_ROWS:
            self._add_many(runs, firsts)
            return
        are_records = runs.stride == self._page_size + 8
        told = runs.record_offsets
        offset = runs.offset
        for index, (kind, first, count, data_offset) in enumerate(
            zip(
                runs.kinds.tolist(),
                firsts.tolist(),
                runs.counts.tolist(),
                runs.data_offsets.tolist(),
                strict=True,
            )
        ):
            self._row(first, count, offset if told is None else int(told[index]))
            if are_records:
                offset += count * (runs.stride if kind == PageKind.PAGE else ZERO_RECORD)
                data = data_offset + (count - 1) * runs.stride
                self._last.set(runs.window if kind == PageKind.PAGE else None, data, offset - runs.stride)

    def _row(self, first: int, count: int, offset: int) -> None:
        count = min(count, self._count - first)
        if first < 0 or count <= 0:
            return
        if first > self._end:
            self._jump(self._end, first, offset)
        self._end = first + count
        self._set(first, count)

    def _jump(self, before: int, first: int, offset: int) -> None:
        """Addresses go on further than they ended, with the record at *offset*."""
        if len(self._jumps) >= MAX_JUMPS:
            return
        self._jumps.append((before, first, offset))
        addr = before * self._page_size
        if before and not self.has(addr) and self._last.holds(addr, self._page_size):
            self.hidden.append((self._last.offset, addr - self._page_size))

    def _add_many(self, runs: RamRuns, firsts: Column) -> None:
        inside = (firsts >= 0) & (firsts + runs.counts <= self._count)
        counts = np.where(inside, runs.counts, 0)
        self._find_jumps(runs, firsts, counts)
        # Rows that go on where the one before ended are one run.
        ends = firsts + counts
        heads = np.flatnonzero(np.concatenate(([True], firsts[1:] != ends[:-1])))
        firsts, counts = firsts[heads], ends[np.append(heads[1:], len(ends)) - 1] - firsts[heads]
        long = counts >= LONG_RUN
        for first, count in zip(firsts[long].tolist(), counts[long].tolist(), strict=True):
            self._set(first, count)
        self._set_short(firsts[~long], counts[~long])

    def _find_jumps(self, runs: RamRuns, firsts: Column, counts: Column) -> None:
        """Remember where addresses jump ahead, for many rows at once."""
        ends = firsts + counts
        before = np.concatenate(([self._end], ends[:-1]))
        self._end = int(ends[-1])
        are_pages = runs.kinds == PageKind.PAGE
        if runs.stride == self._page_size + 8:
            lengths = runs.counts * np.where(are_pages, runs.stride, ZERO_RECORD)
            offsets = runs.offset + np.cumsum(lengths)
        else:
            are_pages, lengths = np.zeros(len(firsts), dtype=bool), np.zeros(len(firsts), dtype=np.int64)
            told = runs.record_offsets
            offsets = np.full(len(firsts), runs.offset, dtype=np.int64) if told is None else told
        rows = np.flatnonzero(firsts > before)[: MAX_JUMPS - len(self._jumps)]

        def set_last(row: int) -> None:
            data = int(runs.data_offsets[row] + (runs.counts[row] - 1) * runs.stride)
            window = runs.window if are_pages[row] else None
            self._last.set(window, data, int(offsets[row]) - runs.stride)

        for row in rows.tolist():
            if row:
                set_last(row - 1)
            self._jump(int(before[row]), int(firsts[row]), int(offsets[row] - lengths[row]))
        set_last(len(firsts) - 1)

    def _set(self, first: int, count: int) -> None:
        """Set the bits of one run, which lies inside."""
        bits = self._bits
        if bits is None:
            return
        end = first + count
        low, high = first >> 3, end >> 3
        if low == high:
            bits[low] |= ((1 << count) - 1) << (first & 7)
            return
        if first & 7:
            bits[low] |= 0xFF << (first & 7) & 0xFF
            low += 1
        bits[low:high] = 0xFF
        if end & 7:
            bits[high] |= (1 << (end & 7)) - 1
        self._work(high - low)

    def _set_short(self, firsts: Column, counts: Column) -> None:
        """Set the bits of many short runs, which lie inside."""
        total = int(counts.sum())
        if self._bits is None or not total:
            return
        starts = np.cumsum(counts) - counts
        pages = np.repeat(firsts - starts, counts) + np.arange(total, dtype=np.int64)
        np.bitwise_or.at(self._bits, pages >> 3, np.left_shift(1, pages & 7).astype(np.uint8))

    def _work(self, length: int) -> None:
        """Count octets written; few bytes of BER can ask for very many of them."""
        self._work_left -= length
        if self._work_left < 0:
            self._bits = None

    def missing(self) -> tuple[int, list[tuple[int, int]], int]:
        """The pages that have not come.

        Returns:
            How many; the first ranges of them, as page numbers from and to; how
            many ranges there are.
        """
        count, range_count = 0, 0
        ranges: list[tuple[int, int]] = []
        if self._bits is None:
            return 0, [], 0
        for first in range(0, self._count, PORTION):
            last = min(first + PORTION, self._count)
            octets = self._bits[first >> 3 : -(-last // 8)]
            if not (octets != 0xFF).any():
                continue
            absent = np.unpackbits(octets, bitorder="little")[: last - first] == 0
            edges = np.flatnonzero(np.diff(np.concatenate(([False], absent, [False]))))
            count += int(absent.sum())
            starts, ends = (edges[0::2] + first).tolist(), (edges[1::2] + first).tolist()
            if not starts:
                continue
            if ranges and range_count == len(ranges) and ranges[-1][1] == starts[0]:
                ranges[-1] = ranges[-1][0], ends[0]  # goes on over the border of two portions
                starts, ends = starts[1:], ends[1:]
            range_count += len(starts)
            ranges += list(zip(starts, ends, strict=True))[: MAX_RANGES - len(ranges)]
        return count, ranges, range_count

    def jump_over(self, page: int) -> int | None:
        """Where in the source the first record stands that passed over *page*, or None."""
        for before, after, offset in self._jumps:
            if before <= page < after:
                return offset
        return None
