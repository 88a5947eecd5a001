"""Where the content of each page of a RAM block lies: eight octets a page.

A column says of every page that nothing has come, that it is zero, at which
offset of the source its octets stand, or where in a store they were put
because they had to be decoded.  The last record of a page counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Column = npt.NDArray[np.int64]

ABSENT = -1
ZERO = -2
STORED = -3
"""From here down: ``STORED - n`` is the n-th page of the store."""

CHUNK = 1 << 16
"""Pages of a block that are kept together."""

LONG_RUN = 64
"""Pages from which a run is set by itself."""

PORTION = 1 << 12
"""Short runs that are set together."""


class PageColumn:
    """The pages of one block.

    Args:
        page_count: how many.
        unset: what holds of pages that nothing is said of: :data:`ABSENT` or :data:`ZERO`.
    """

    def __init__(self, page_count: int, unset: int = ABSENT) -> None:
        self.page_count = page_count
        # One number where a chunk is all the same.
        self._chunks: list[int | Column] = [unset] * -(-page_count // CHUNK)

    def chunk(self, number: int) -> int | Column:
        """What holds of the pages from ``number * CHUNK`` on: one number for all, or a column."""
        return self._chunks[number]

    def get(self, page: int) -> int:
        """What holds of one page."""
        chunk = self._chunks[page // CHUNK]
        return chunk if isinstance(chunk, int) else int(chunk[page % CHUNK])

    def set(self, page: int, value: int) -> None:
        """One page has come."""
        self._column(page // CHUNK)[page % CHUNK] = value

    def _length(self, number: int) -> int:
        return min(CHUNK, self.page_count - number * CHUNK)

    def _column(self, number: int) -> Column:
        chunk = self._chunks[number]
        if isinstance(chunk, int):
            chunk = np.full(self._length(number), chunk, dtype=np.int64)
            self._chunks[number] = chunk
        return chunk

    def set_run(self, first: int, count: int, value: int, step: int) -> None:
        """Consecutive pages have come.

        Args:
            first: number of the first page.
            count: how many.
            value: of the first one.
            step: by how much it grows; 0: all have the same.
        """
        end = first + count
        while first < end:
            number, start = divmod(first, CHUNK)
            stop = min(self._length(number), start + end - first)
            if not step and stop - start == self._length(number):
                self._chunks[number] = value
            else:
                column = self._column(number)
                column[start:stop] = np.arange(stop - start, dtype=np.int64) * step + value if step else value
            value += step * (stop - start)
            first += stop - start

    def set_rows(self, firsts: Column, counts: Column, values: Column, steps: Column) -> None:
        """Rows of consecutive pages have come, in this order; the arguments are those of :meth:`set_run`."""
        long = np.flatnonzero(counts >= LONG_RUN).tolist()
        done = 0
        for row in [*long, len(counts)]:
            for start in range(done, row, PORTION):
                stop = min(start + PORTION, row)
                self._set_short(firsts[start:stop], counts[start:stop], values[start:stop], steps[start:stop])
            if row < len(counts):
                self.set_run(int(firsts[row]), int(counts[row]), int(values[row]), int(steps[row]))
            done = row + 1

    def _set_short(self, firsts: Column, counts: Column, values: Column, steps: Column) -> None:
        total = int(counts.sum())
        if not total:
            return
        within = np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
        pages = np.repeat(firsts, counts) + within
        places = np.repeat(values, counts) + np.repeat(steps, counts) * within
        numbers = pages // CHUNK
        for number in np.unique(numbers).tolist():
            here = numbers == number
            # Of a page that comes twice the last value stays, as numpy promises.
            self._column(number)[pages[here] % CHUNK] = places[here]
