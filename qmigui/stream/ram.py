"""RAM records of the binary form, in columns.

Scanning turns what lies in the window into rows (maximal runs of consecutive
zero or full pages); writing turns rows into header octets and views of the
page data.  Long runs are compared as numpy columns, short ones go through one
loop, so that neither alternating pages nor gigabytes of one kind cost more
than they must.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream import wire
from qmigui.stream.events import PageKind, RamRuns
from qmigui.stream.outbox import Outbox, copy_pages

if TYPE_CHECKING:
    import numpy.typing as npt

BE64 = struct.Struct(">Q")
ZERO_RECORD = 9
# Rows after which a scan hands over what it has: bounds memory, keeps threads fed.
MAX_ROWS = 1 << 16
# Pages that one column comparison looks at, at most.
MAX_COLUMN = 1 << 17
# Equal records in a row before a column comparison is worth its start (about 6 us).
STREAK = 12
# Rows after which a repeating pattern is looked for, and its longest period in pages.
PATTERN_ROWS = 64
MAX_PERIOD = 16
# Pages in a row, on average, from which rows are written one by one.
LONG_RUN = 16
_STEPS: dict[int, npt.NDArray[np.uint64]] = {}


def steps(page_size: int) -> npt.NDArray[np.uint64]:
    """``0, page_size, 2 * page_size, ...`` as long as any column comparison."""
    column = _STEPS.get(page_size)
    if column is None:
        column = np.arange(MAX_COLUMN, dtype=np.uint64) * np.uint64(page_size)
        _STEPS[page_size] = column
    return column


def run_length(
    array: npt.NDArray[np.uint8], pos: int, count: int, stride: int, first: int, page_size: int, zero: bool
) -> int:
    """How many of *count* records from *pos* go on one run.

    Args:
        array: the window.
        pos: where the run's next record starts.
        count: how many records of *stride* octets lie in the window.
        stride: octets of a record.
        first: the be64 that the record at *pos* must have to go on the run.
        page_size: by how much each next one must be larger.
        zero: the ninth octet, a fill value, must be 0.
    """
    headers = np.ndarray((count,), ">u8", array.data, pos, (stride,))
    good = headers == steps(page_size)[:count] + np.uint64(first)
    if zero:
        good &= array[pos + 8 : pos + 9 * count : 9] == 0
    return count if good.all() else int(good.argmin())


def pattern_length(
    array: npt.NDArray[np.uint8],
    pos: int,
    end: int,
    value: int,
    counts: tuple[int, int],
    page_size: int,
    zero_first: bool,
) -> int:
    """How often two runs of fixed lengths repeat from *pos*.

    Args:
        array: the window.
        pos: where the first record of the first run starts.
        end: of the window.
        value: the page address that the record at *pos* must have.
        counts: pages of the first and of the second run; they are of different kinds.
        page_size: of the target.
        zero_first: whether the first run is the one of zero pages.
    """
    page_record = page_size + 8
    kinds = (zero_first,) * counts[0] + (not zero_first,) * counts[1]
    period = sum(ZERO_RECORD if zero else page_record for zero in kinds)
    repeats = min((end - pos) // period, MAX_COLUMN // len(kinds))
    if repeats < 1:
        return 0
    good = np.ones(repeats, dtype=bool)
    # Every page of a period is one step on; a period is as many steps as it has pages.
    starts = np.arange(repeats, dtype=np.uint64) * np.uint64(page_size * len(kinds))
    place = pos
    for index, zero in enumerate(kinds):
        flags = (wire.RAM_ZERO if zero else wire.RAM_PAGE) | wire.RAM_CONTINUE
        headers = np.ndarray((repeats,), ">u8", array.data, place, (period,))
        good &= headers == starts + np.uint64(value + index * page_size + flags)
        if zero:
            good &= np.ndarray((repeats,), np.uint8, array.data, place + 8, (period,)) == 0
        place += ZERO_RECORD if zero else page_record
    return repeats if good.all() else int(good.argmin())


class Rows:
    """Collects rows, one by one in its lists or many at once as columns."""

    __slots__ = ("_parts", "addrs", "counts", "kinds", "length", "offsets")

    def __init__(self) -> None:
        self.kinds: list[int] = []
        self.addrs: list[int] = []
        self.counts: list[int] = []
        self.offsets: list[int] = []
        self.length = 0
        self._parts: list[tuple[npt.NDArray[np.int64], ...]] = []

    def _seal(self) -> None:
        """Turn what the lists hold into columns."""
        if self.kinds:
            lists = (self.kinds, self.addrs, self.counts, self.offsets)
            self._parts.append(tuple(np.array(column, dtype=np.int64) for column in lists))
            self.length += len(self.kinds)
            for column in lists:
                column.clear()

    def columns(self, *columns: npt.NDArray[np.int64]) -> None:
        """Add rows as columns, if any: kinds, addrs, counts, data offsets. Empties the lists."""
        self._seal()
        if columns:
            self._parts.append(columns)
            self.length += len(columns[0])

    def finish(self, page_size: int, view: memoryview) -> RamRuns | None:
        """All of them, or None if there are none."""
        self._seal()
        if not self._parts:
            return None
        if len(self._parts) == 1:
            kinds, addrs, counts, offsets = self._parts[0]
        else:
            kinds, addrs, counts, offsets = map(np.concatenate, zip(*self._parts, strict=True))
            # A run may have been cut where two parts meet.
            begins = (kinds[1:] != kinds[:-1]) | (addrs[1:] != addrs[:-1] + counts[:-1] * page_size)
            starts = np.concatenate(([0], np.flatnonzero(begins) + 1))
            counts = np.add.reduceat(counts, starts)
            kinds, addrs, offsets = kinds[starts], addrs[starts], offsets[starts]
        return RamRuns(kinds.astype(np.uint8), addrs, counts, offsets, page_size + 8, view)


def scan(
    view: memoryview, array: npt.NDArray[np.uint8], pos: int, end: int, page_size: int
) -> tuple[RamRuns | None, int]:
    """Take the zero and full pages that lie whole at the front of the window.

    Only records with the CONTINUE flag, zero pages with fill value 0 and full
    pages, are taken; any other record, and the end of the window, stops the scan.

    Returns:
        The rows, or None, and the position of the first octet not taken.
    """
    mask = page_size - 1
    zero_flags = wire.RAM_ZERO | wire.RAM_CONTINUE
    page_flags = wire.RAM_PAGE | wire.RAM_CONTINUE
    page_record = page_size + 8
    unpack = BE64.unpack_from
    rows = Rows()
    kinds, addrs, counts, offsets = rows.kinds, rows.addrs, rows.counts, rows.offsets
    expected = -1  # the be64 that would go on the run
    streak = 0
    last_zero = end - ZERO_RECORD
    last_page = end - page_record
    while pos <= last_zero:
        (value,) = unpack(view, pos)
        if value == expected:
            streak += 1
            if streak >= STREAK:
                is_zero = kinds[-1] == 0
                stride = ZERO_RECORD if is_zero else page_record
                taken = _long_run(array, pos, end, stride, expected, page_size, is_zero)
                pos += taken * stride
                expected += taken * page_size
                counts[-1] += taken
                streak = 0 if taken >= 4 * STREAK else -8 * STREAK
                if taken:
                    continue
                # Not one went on: a fill value, or a page cut by the window's end.
                break
            if kinds[-1]:
                if pos > last_page:
                    break
                pos += page_record
            else:
                if view[pos + 8]:
                    break
                pos += ZERO_RECORD
            counts[-1] += 1
            expected += page_size
            continue
        flags = value & mask
        if len(kinds) >= PATTERN_ROWS:
            taken = _pattern(rows, array, pos, end, value - flags, flags == zero_flags, page_size)
            if taken:
                pos += taken
                expected = -1
                continue
            if rows.length >= MAX_ROWS:
                break
        if flags == page_flags:
            if pos > last_page:
                break
            kinds.append(1)
            offsets.append(pos + 8)
            pos += page_record
        elif flags == zero_flags:
            if view[pos + 8]:
                break
            kinds.append(0)
            offsets.append(0)
            pos += ZERO_RECORD
        else:
            break
        if value >= wire.MAX_ADDRESS:
            # Far beyond any block: int64 columns hold enough of it for the message.
            value = wire.MAX_ADDRESS
            addrs.append(value)
            counts.append(1)
            break
        addrs.append(value - flags)
        counts.append(1)
        expected = value + page_size
        streak = min(streak, 0)
    return rows.finish(page_size, view), pos


def _long_run(
    array: npt.NDArray[np.uint8], pos: int, end: int, stride: int, first: int, page_size: int, zero: bool
) -> int:
    """How many records from *pos* go on the run, looking at more and more at once."""
    available = (end - pos) // stride
    taken = 0
    size = 64
    while taken < available:
        column = min(size, available - taken, MAX_COLUMN)
        found = run_length(
            array, pos + taken * stride, column, stride, first + taken * page_size, page_size, zero
        )
        taken += found
        if found < column:
            break
        size *= 8
    return taken


def _pattern(
    rows: Rows,
    array: npt.NDArray[np.uint8],
    pos: int,
    end: int,
    addr: int,
    zero_first: bool,
    page_size: int,
) -> int:
    """Take repetitions of the last two rows, if the rows have been repeating.

    Seals the rows collected so far, so that it is tried once in a while only.

    Args:
        rows: what has been collected; gets the repetitions as columns.
        array: the window.
        pos: where the next record starts.
        end: of the window.
        addr: page address of the record at *pos*.
        zero_first: whether that record is a zero page.
        page_size: of the target.

    Returns:
        How many octets were taken.
    """
    kinds, addrs, counts = rows.kinds, rows.addrs, rows.counts
    first, second = counts[-2], counts[-1]
    repeating = (
        first + second <= MAX_PERIOD
        and counts[-4] == counts[-6] == first
        and counts[-3] == counts[-5] == second
        and kinds[-2] == kinds[-4] != kinds[-1]
        and zero_first == (kinds[-2] == 0)
        and addr == addrs[-1] + second * page_size
        and addr < wire.MAX_ADDRESS
    )
    repeats = (
        pattern_length(array, pos, end, addr, (first, second), page_size, zero_first) if repeating else 0
    )
    if not repeats:
        rows.columns()
        return 0
    page_record = page_size + 8
    lengths = (
        (first * ZERO_RECORD, second * page_record)
        if zero_first
        else (
            first * page_record,
            second * ZERO_RECORD,
        )
    )
    index = np.arange(repeats, dtype=np.int64)
    new_kinds = np.tile(np.array((kinds[-2], kinds[-1]), dtype=np.int64), repeats)
    new_counts = np.tile(np.array((first, second), dtype=np.int64), repeats)
    new_addrs = np.repeat(addr + index * ((first + second) * page_size), 2)
    new_addrs[1::2] += first * page_size
    new_offsets = np.repeat(pos + index * sum(lengths), 2)
    new_offsets[1::2] += lengths[0]
    new_offsets += np.where(new_kinds == 1, 8, -new_offsets)
    rows.columns(new_kinds, new_addrs, new_counts, new_offsets)
    return repeats * sum(lengths)


def one_row(
    kind: PageKind, addr: int, count: int, data_offset: int, stride: int, window: memoryview, offset: int = 0
) -> RamRuns:
    """Rows that are one run."""
    return RamRuns(
        np.array([kind], dtype=np.uint8),
        np.array([addr], dtype=np.int64),
        np.array([count], dtype=np.int64),
        np.array([data_offset], dtype=np.int64),
        stride,
        window,
        offset,
    )


def first_rows(runs: RamRuns, count: int) -> RamRuns:
    """The first *count* of them."""
    return RamRuns(
        runs.kinds[:count],
        runs.addrs[:count],
        runs.counts[:count],
        runs.data_offsets[:count],
        runs.stride,
        runs.window,
        runs.offset,
        runs.record_offsets[:count] if runs.record_offsets is not None else None,
    )


def split_rows(runs: RamRuns, page_size: int, limit: int) -> RamRuns:
    """The same pages in rows of at most *limit* pages each."""
    if int(runs.counts.max()) <= limit:
        return runs
    parts = -(-runs.counts // limit)
    total = int(parts.sum())
    first = np.repeat(np.cumsum(parts) - parts, parts)
    index = np.arange(total, dtype=np.int64) - first
    done = index * limit
    counts = np.minimum(np.repeat(runs.counts, parts) - done, limit)
    return RamRuns(
        np.repeat(runs.kinds, parts),
        np.repeat(runs.addrs, parts) + done * page_size,
        counts,
        np.repeat(runs.data_offsets, parts) + done * runs.stride,
        runs.stride,
        runs.window,
    )


def put_page_records(outbox: Outbox, runs: RamRuns, page_size: int) -> None:
    """Write the records of *runs* (ZERO and PAGE rows), all with the CONTINUE flag.

    Args:
        outbox: where they go.
        runs: so few pages that their columns are small.
        page_size: of the target.
    """
    counts = runs.counts
    total = int(counts.sum())
    if total >= LONG_RUN * len(counts):
        for kind, addr, count, offset in zip(
            runs.kinds.tolist(), runs.addrs.tolist(), counts.tolist(), runs.data_offsets.tolist(), strict=True
        ):
            _put_run(outbox, kind, addr, count, offset, runs, page_size)
        return
    rows = np.repeat(np.arange(len(counts)), counts)
    index = np.arange(total, dtype=np.int64) - (np.cumsum(counts) - counts)[rows]
    is_page = runs.kinds[rows] == PageKind.PAGE
    flags = np.where(is_page, wire.RAM_PAGE | wire.RAM_CONTINUE, wire.RAM_ZERO | wire.RAM_CONTINUE)
    values = ((runs.addrs[rows] + index * page_size) | flags).astype(">u8")
    lengths = np.where(is_page, 8 + page_size, ZERO_RECORD)
    offsets = runs.data_offsets[rows] + index * runs.stride
    done = 0
    for size, ends in portions(lengths, outbox):
        stop = done + len(ends)
        octets = values[done:stop].view(np.uint8).reshape(-1, 8)
        target = outbox.room(size)
        pages = is_page[done:stop]
        if not pages.any():
            records = target.reshape(-1, ZERO_RECORD)
            records[:, :8] = octets
            records[:, 8] = 0
        else:
            starts = ends - lengths[done:stop]
            target[starts[:, None] + np.arange(8)] = octets
            target[ends[~pages] - 1] = 0
            copy_pages(target, starts[pages] + 8, runs.window, offsets[done:stop][pages], page_size)
        done = stop


def _put_run(
    outbox: Outbox, kind: int, addr: int, count: int, offset: int, runs: RamRuns, page_size: int
) -> None:
    """Write the records of one row."""
    flag = wire.RAM_PAGE if kind == PageKind.PAGE else wire.RAM_ZERO
    values = (steps(page_size)[:count] + np.uint64(addr | flag | wire.RAM_CONTINUE)).astype(">u8")
    if kind == PageKind.PAGE:
        outbox.put_pages(runs.window, offset, runs.stride, count, page_size, values.tobytes())
        return
    records = np.zeros((count, ZERO_RECORD), dtype=np.uint8)
    records[:, :8] = values.view(np.uint8).reshape(-1, 8)
    outbox.put(records.reshape(-1).data)


def portions(lengths: npt.NDArray[np.int64], outbox: Outbox) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """Cut elements into groups that fit into the outbox's buffer.

    Args:
        lengths: of each element, in octets, at most half a batch.
        outbox: where they will go.

    Yields:
        The length of a group, and where in it each of its elements ends.
    """
    ends = np.cumsum(lengths)
    first, base, total = 0, 0, len(lengths)
    while first < total:
        left = outbox.room_left()
        last = int(ends.searchsorted(base + left, side="right"))
        if last == first:
            # The next element alone is longer than what is left: start a new buffer.
            outbox.flush()
            continue
        yield int(ends[last - 1]) - base, ends[first:last] - base
        base = int(ends[last - 1])
        first = last
