"""What became of each page of a block: one octet a page, the last record counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream.index.runs import PageState

if TYPE_CHECKING:
    import numpy.typing as npt

MOST_CELLS = 1 << 27
"""Cells of all blocks together; larger RAM has several pages in a cell."""

_FEW_ROWS = 16
_PIECE = 1 << 20


class BlockMap:
    """The map of one block.

    Args:
        name: of the block.
        length: octets of RAM.
        page_size: of the target.
        most: cells that it may have.
        default: what pages are that nobody tells of.

    Attributes:
        pages: how many there are.
        shift: a cell stands for two to this power of pages.
        cells: the states, uint8.
    """

    def __init__(
        self, name: str, length: int, page_size: int, most: int, default: PageState = PageState.ABSENT
    ) -> None:
        self.name = name
        self.length = length
        self.page_size = page_size
        self.pages = -(-length // page_size) if page_size else 0
        self.shift = 0
        while (self.pages >> self.shift) > max(most, 1):
            self.shift += 1
        count = -(-self.pages // (1 << self.shift))
        self.cells = np.full(count, int(default), dtype=np.uint8)

    def paint(
        self,
        states: npt.NDArray[np.uint8],
        pages: npt.NDArray[np.int64],
        counts: npt.NDArray[np.int64],
    ) -> None:
        """Runs of pages, in their order."""
        if self.shift:
            ends = (pages + counts - 1) >> self.shift
            pages = pages >> self.shift
            counts = ends - pages + 1
        cells = self.cells
        if len(states) <= _FEW_ROWS or int(counts.sum()) > _PIECE:
            for state, page, count in zip(states.tolist(), pages.tolist(), counts.tolist(), strict=True):
                cells[page : page + count] = state
            return
        ends = np.cumsum(counts)
        places = np.repeat(pages - (ends - counts), counts) + np.arange(int(ends[-1]))
        inside = places < len(cells)
        cells[places[inside]] = np.repeat(states, counts)[inside]

    def reduced(self, first: int, last: int, most: int) -> tuple[npt.NDArray[np.uint8], int]:
        """The pages from *first* to before *last* in at most *most* cells, the worst state of each.

        Returns:
            The cells, and how many pages one stands for.
        """
        first, last = max(0, first) >> self.shift, -(-min(last, self.pages) >> self.shift)
        part = self.cells[first : max(first, last)]
        step = max(1, -(-len(part) // max(1, most)))
        if step > 1 and len(part):
            part = np.maximum.reduceat(part, np.arange(0, len(part), step))
        return part, step << self.shift

    def totals(self) -> list[int]:
        """Pages of each state; where a cell has several, as many as it stands for."""
        counts = np.bincount(self.cells, minlength=len(PageState))
        return [int(count) << self.shift for count in counts[: len(PageState)]]
