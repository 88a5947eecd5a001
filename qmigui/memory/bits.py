"""One bit for each page of a block, set and asked in columns.

Runs are as long as a damaged or hostile file says, so the octets touched are
counted: nobody sends all of a machine's memory hundreds of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.errors import FormatError

if TYPE_CHECKING:
    import numpy.typing as npt

    Column = npt.NDArray[np.int64]

LONG_RUN = 256
"""Pages in a row that are worth a step of their own."""

NEAR = 16
"""Pages among so many times their number are unpacked and packed again."""

PORTION = 1 << 20
"""Pages looked at together when the missing ones are counted."""

WORK_ALLOWED = 64 << 20
WORK_FACTOR = 256


class PageBits:
    """The bits of one block.

    Args:
        count: pages of the block.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._bits: npt.NDArray[np.uint8] = np.zeros(-(-count // 8), dtype=np.uint8)
        self._work_left = WORK_ALLOWED + WORK_FACTOR * len(self._bits)

    def _work(self, first: int, last: int) -> None:
        """Count the octets between two pages."""
        self._work_left -= (last - first) >> 3
        if self._work_left < 0:
            raise FormatError(f"runs of pages cover the block more than {WORK_FACTOR} times", code="ram-runs")

    def put(self, first: int, count: int, value: bool) -> None:
        """Set or clear the bits of one run, which lies inside."""
        end = first + count
        self._work(first, end)
        low, high = -(-first // 8), end // 8
        if low > high:
            self._edge(first, end, value)
            return
        self._edge(first, low * 8, value)
        self._bits[low:high] = 0xFF if value else 0
        self._edge(high * 8, end, value)

    def _edge(self, first: int, end: int, value: bool) -> None:
        """Bits that lie in one octet."""
        if first < end:
            mask = ((1 << (end - first)) - 1) << (first & 7)
            place = first >> 3
            old = int(self._bits[place])
            self._bits[place] = old | mask if value else old & ~mask & 0xFF

    def put_many(self, pages: Column, value: bool) -> None:
        """Set or clear the bits of *pages*, whose numbers lie inside."""
        if not pages.size:
            return
        first, last = int(pages.min()), int(pages.max())
        low, high = first >> 3, (last >> 3) + 1
        if (high - low) * 8 <= NEAR * pages.size:
            near = np.unpackbits(self._bits[low:high], bitorder="little")
            near[pages - low * 8] = value
            self._bits[low:high] = np.packbits(near, bitorder="little")
            return
        masks = np.left_shift(1, pages & 7).astype(np.uint8)
        if value:
            np.bitwise_or.at(self._bits, pages >> 3, masks)
        else:
            np.bitwise_and.at(self._bits, pages >> 3, ~masks)

    def has(self, page: int) -> bool:
        """The bit of one page."""
        return bool(self._bits[page >> 3] >> (page & 7) & 1)

    def which(self, pages: Column) -> npt.NDArray[np.bool_]:
        """The bits of *pages*."""
        found: npt.NDArray[np.bool_] = (self._bits[pages >> 3] >> (pages & 7) & 1).astype(bool)
        return found

    def any(self, first: int, count: int) -> bool:
        """Whether one of the octets that hold these bits has any set."""
        self._work(first, first + count)
        return bool(self._bits[first >> 3 : -(-(first + count) // 8)].any())

    def runs(self, value: bool, first: int = 0, count: int | None = None) -> list[tuple[int, int]]:
        """Ranges of pages, from and to, whose bits are *value*, within a range of pages."""
        end = self.count if count is None else first + count
        found: list[tuple[int, int]] = []
        idle = 0 if value else 0xFF
        for start in range(first & ~7, end, PORTION):
            stop = min(start + PORTION, end)
            octets = self._bits[start >> 3 : -(-stop // 8)]
            if not (octets != idle).any():
                continue
            bits = np.unpackbits(octets, bitorder="little")[: stop - start] == value
            if start < first:
                bits[: first - start] = False
            edges = np.flatnonzero(np.diff(np.concatenate(([False], bits, [False])))) + start
            these = list(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True))
            if found and these and found[-1][1] == these[0][0]:
                found[-1] = found[-1][0], these[0][1]
                del these[0]
            found += these
        return found
