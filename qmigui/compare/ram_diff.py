"""Compares the RAM of two states, block by block and page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from qmigui.compare.columns import ABSENT, CHUNK, ZERO
from qmigui.compare.fetch import Fetcher, are_equal, are_same, are_zero, is_run, stretches
from qmigui.compare.page_names import (
    CHANGED,
    DIFFERENT,
    EQUAL,
    NEITHER,
    ONLY_A,
    ONLY_B,
    PAGE_NAMES,
    ZEROED,
)
from qmigui.record import field, record

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.compare.columns import Column, PageColumn
    from qmigui.compare.content import StateContent
    from qmigui.compare.ram import Block

    Codes = npt.NDArray[np.uint8]

MAX_RANGES = 1 << 20
"""So many ranges of a block are kept for a map."""


@record(frozen=False, eq=False)
class BlockDiff:
    """What has become of a block.

    Attributes:
        name: block id octets.
        page_size: of the target.
        lengths: bytes in A and in B; None where there is no such block.
        counts: pages by what they are, in the order of :data:`PAGE_NAMES`.
        ranges: what, address of the first page, and how many pages; only if asked for.
        range_count: how many there are, also those that were not kept.
        note: why the pages have not been compared; empty if they have.
    """

    name: bytes
    page_size: int
    lengths: tuple[int | None, int | None]
    counts: list[int] = field(default_factory=lambda: [0] * len(PAGE_NAMES))
    ranges: list[tuple[int, int, int]] = field(default_factory=list)
    range_count: int = 0
    note: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return (
            self.lengths[0] == self.lengths[1]
            and not self.note
            and not any(self.counts[code] for code in DIFFERENT)
        )


def diff_ram(
    one: StateContent, other: StateContent, *, want_ranges: bool, tick: Callable[[int], None]
) -> list[BlockDiff]:
    """Compare all blocks.

    Args:
        one: a state.
        other: the state that it is compared with.
        want_ranges: keep which pages differ.
        tick: is called after some pages, with the number of octets compared.

    Raises:
        QmiguiError: pages could not be read, or somebody stopped it.
    """
    found = []
    for name, block in one.ram.blocks.items():
        its = other.ram.blocks.get(name)
        if its is None:
            found.append(BlockDiff(name, block.page_size, (block.length, None)))
        else:
            found.append(_BlockComparison(one, other, block, its, want_ranges, tick).run())
    found += [
        BlockDiff(name, block.page_size, (None, block.length))
        for name, block in other.ram.blocks.items()
        if name not in one.ram.blocks
    ]
    return found


class _BlockComparison:
    """One block in two states."""

    def __init__(
        self,
        one: StateContent,
        other: StateContent,
        mine: Block,
        its: Block,
        want_ranges: bool,
        tick: Callable[[int], None],
    ) -> None:
        self._blocks = mine, its
        size = mine.page_size
        self._size = size
        self._fetchers = (
            Fetcher(one.source, one.page_store, size),
            Fetcher(other.source, other.page_store, size),
        )
        self._want_ranges = want_ranges
        self._tick = tick
        self._result = BlockDiff(mine.name, size, (mine.length, its.length))

    def run(self) -> BlockDiff:
        mine, its = self._blocks
        result = self._result
        if mine.page_size != its.page_size:
            result.note = f"page size {mine.page_size} in A, {its.page_size} in B: pages are not compared"
            return result
        common = min(mine.pages.page_count, its.pages.page_count)
        for first in range(0, common, CHUNK):
            self._tick(0)
            count = min(CHUNK, common - first)
            left, right = mine.pages.chunk(first // CHUNK), its.pages.chunk(first // CHUNK)
            if isinstance(left, int) and isinstance(right, int) and max(left, right) < 0:
                self._all(first, count, left, right)
            else:
                self._add(first, self._chunk(_column(left, count), _column(right, count)))
        for block, code in ((mine, ONLY_A), (its, ONLY_B)):
            if block.pages.page_count > common:
                self._rest(block.pages, common, code)
        return result

    def _rest(self, pages: PageColumn, first: int, code: int) -> None:
        """Pages beyond the end of the shorter block."""
        count = pages.page_count - first
        self._result.counts[code] += count
        self._range(code, first, count)

    def _all(self, first: int, count: int, left: int, right: int) -> None:
        """Pages that are all zero, or all absent, on each side."""
        code = EQUAL
        if ABSENT in {left, right}:
            code = NEITHER if left == right else ONLY_B if left == ABSENT else ONLY_A
        self._result.counts[code] += count
        if code in DIFFERENT:
            self._range(code, first, count)

    def _chunk(self, a: Column, b: Column) -> Codes:
        """What the pages of two columns are."""
        codes = np.zeros(len(a), dtype=np.uint8)
        no_a, no_b = a == ABSENT, b == ABSENT
        codes[no_a & no_b] = NEITHER
        codes[no_a & ~no_b] = ONLY_B
        codes[no_b & ~no_a] = ONLY_A
        both = ~(no_a | no_b)
        zero_a, zero_b = both & (a == ZERO), both & (b == ZERO)
        self._compare(codes, a, b, np.flatnonzero(both & ~zero_a & ~zero_b))
        self._to_zero(codes, b, np.flatnonzero(zero_a & ~zero_b), self._fetchers[1], CHANGED)
        self._to_zero(codes, a, np.flatnonzero(zero_b & ~zero_a), self._fetchers[0], ZEROED)
        return codes

    def _compare(self, codes: Codes, a: Column, b: Column, pages: Column) -> None:
        """Pages with data on both sides."""
        if not len(pages):
            return
        places = a[pages], b[pages]
        for start, end in stretches(self._fetchers, places):
            left = self._fetchers[0].pages(places[0][start:end])
            right = self._fetchers[1].pages(places[1][start:end])
            self._tick(2 * (end - start) * self._size)
            if is_run(left) and is_run(right) and are_same(*self._fetchers):
                continue
            equal = are_equal(left, right)
            if not equal.all():
                empty = are_zero(right, self._size)
                codes[pages[start:end]] = np.where(equal, EQUAL, np.where(empty, ZEROED, CHANGED))

    def _to_zero(self, codes: Codes, places: Column, pages: Column, fetcher: Fetcher, code: int) -> None:
        """Pages that are zero on one side, against their data on the other one."""
        if not len(pages):
            return
        places = places[pages]
        for start, end in stretches((fetcher,), (places,)):
            empty = are_zero(fetcher.pages(places[start:end]), self._size)
            codes[pages[start:end]] = np.where(empty, EQUAL, code)
            self._tick((end - start) * self._size)

    # -- what was found ----------------------------------------------------------------

    def _add(self, first: int, codes: Codes) -> None:
        counts = np.bincount(codes, minlength=len(PAGE_NAMES)).tolist()
        for code, count in enumerate(counts):
            self._result.counts[code] += count
        if not self._want_ranges or not any(counts[code] for code in DIFFERENT):
            return
        starts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
        lengths = np.diff(np.concatenate((starts, [len(codes)])))
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
            code = int(codes[start])
            if code in DIFFERENT:
                self._range(code, first + start, length)

    def _range(self, code: int, first: int, count: int) -> None:
        if not self._want_ranges:
            return
        result = self._result
        addr = first * self._size
        if result.ranges and result.range_count == len(result.ranges):
            last, its_addr, its_count = result.ranges[-1]
            if last == code and its_addr + its_count * self._size == addr:
                result.ranges[-1] = last, its_addr, its_count + count
                return
        result.range_count += 1
        if len(result.ranges) < MAX_RANGES:
            result.ranges.append((code, addr, count))


def _column(chunk: int | Column, count: int) -> Column:
    return np.full(count, chunk, dtype=np.int64) if isinstance(chunk, int) else chunk[:count]
