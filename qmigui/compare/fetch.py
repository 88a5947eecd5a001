"""The octets of many pages at once, read in stretches of the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from qmigui.compare.columns import STORED, ZERO
from qmigui.errors import TransportError
from qmigui.stream.outbox import PAGE, aligned_buffer

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.compare.columns import Column
    from qmigui.compare.octets import Store
    from qmigui.qemufile.base import Source

    Pages = npt.NDArray[np.uint8]

STRETCH = 1024 << 10
"""Octets of a source that are read at once: few enough for the processor's cache."""

GAP = 4
"""So many pages of unwanted octets are read over rather than left out."""

EVEN = 16
"""So many pages at even distances are worth being told from others."""


class Fetcher:
    """Reads pages of one state.

    Args:
        source: seekable.
        store: of the same state.
        page_size: of the target.
    """

    def __init__(self, source: Source, store: Store, page_size: int) -> None:
        self._source = source
        self._store = store
        self._size = page_size
        self._buffer = aligned_buffer(max(STRETCH, page_size) + PAGE)
        self._start = self._end = 0

    def reach(self, places: Column) -> int:
        """How many of the next pages can be had at once: they lie near each other, in this order."""
        first = int(places[0])
        if first < 0:
            return 1
        near = places[: STRETCH // self._size + 1]
        ends = near - first + self._size
        good = ends <= max(STRETCH, self._size)
        steps = np.diff(near)
        good[1:] &= (steps >= self._size) & (steps <= (GAP + 1) * self._size)
        return len(near) if good.all() else max(1, int(good.argmin()))

    def spread(self, step: int) -> int:
        """How many pages at this distance can be had at once; 0: they are too far from each other."""
        if not self._size <= step <= (GAP + 1) * self._size:
            return 0
        return max(1, (STRETCH - self._size) // step)

    def pages(self, places: Column) -> Pages | list[bytes]:
        """Pages that :meth:`reach` has allowed: as rows where they are spaced evenly, else one by one.

        The rows are good until the next call.
        """
        first = int(places[0])
        if first < 0:
            return [self._single(first)]
        count = len(places)
        length = int(places[-1]) - first + self._size
        self._read(first, length)
        step = int(places[1]) - first if count > 1 else self._size
        if length - self._size == step * (count - 1) and (count < 3 or (np.diff(places) == step).all()):
            return np.ndarray((count, self._size), np.uint8, self._buffer.data, self._start, (step, 1))
        octets = self._buffer[self._start : self._start + length].tobytes()
        return [octets[start : start + self._size] for start in (places - first).tolist()]

    def stretch(self) -> npt.NDArray[np.uint8]:
        """All octets that the last call of :meth:`pages` has read, those between pages too."""
        return self._buffer[self._start : self._end]

    def _single(self, place: int) -> bytes:
        if place == ZERO:
            return bytes(self._size)
        return self._store.read((STORED - place) * self._size, self._size)

    def _read(self, offset: int, length: int) -> None:
        # As far into a page of memory as into one of the file: copying is faster then (see outbox).
        self._start = offset % PAGE
        self._source.seek(offset - self._start)
        length += self._start
        self._end = length
        if self._source.fill(self._buffer.data[:length]) != length:
            raise TransportError("has become shorter", offset=offset, source=self._source.name)


def stretches(fetchers: tuple[Fetcher, ...], places: tuple[Column, ...]) -> Iterator[tuple[int, int]]:
    """Cut pages into runs that each fetcher can have at once: first and end of each run."""
    total = len(places[0])
    start = 0
    for first, end, most in _even_runs(fetchers, places):
        yield from _uneven(fetchers, places, start, first)
        for start in range(first, end, most):
            yield start, min(start + most, end)
        start = end
    yield from _uneven(fetchers, places, start, total)


def _even_runs(
    fetchers: tuple[Fetcher, ...], places: tuple[Column, ...]
) -> Iterator[tuple[int, int, int]]:
    """Long runs at even distances on all sides: first, end, and how many can be had at once."""
    steps = [np.diff(column) for column in places]
    changes = np.zeros(max(0, len(steps[0]) - 1), dtype=bool)
    for column in steps:
        changes |= column[1:] != column[:-1]
    # A run of equal steps from index i to j is one of pages from i to j + 1.
    edges = np.concatenate(([0], np.flatnonzero(changes) + 1, [len(steps[0])]))
    long = np.flatnonzero(np.diff(edges) >= EVEN)
    done = 0
    for begin, stop in zip(edges[long].tolist(), edges[long + 1].tolist(), strict=True):
        first = max(done, begin)
        most = min(
            fetcher.spread(int(column[begin])) if int(place[first]) >= 0 else 0
            for fetcher, column, place in zip(fetchers, steps, places, strict=True)
        )
        if most:
            done = stop + 1
            yield first, done, most


def _uneven(
    fetchers: tuple[Fetcher, ...], places: tuple[Column, ...], start: int, end: int
) -> Iterator[tuple[int, int]]:
    while start < end:
        count = min(
            fetcher.reach(column[start:end]) for fetcher, column in zip(fetchers, places, strict=True)
        )
        yield start, start + count
        start += count


def is_run(pages: Pages | list[bytes]) -> bool:
    """Whether pages are the rows of what has just been read."""
    return isinstance(pages, np.ndarray)


def are_same(one: Fetcher, other: Fetcher) -> bool:
    """Whether two stretches are the same octet for octet: by words, which is faster than by pages.

    False says nothing: what stands between the pages may differ, or the stretches
    lie differently in memory.
    """
    left, right = one.stretch(), other.stretch()
    skip = -left.ctypes.data % 8
    if len(left) != len(right) or skip != -right.ctypes.data % 8 or len(left) < 64:
        return False
    words = (len(left) - skip) // 8
    middle = slice(skip, skip + 8 * words)
    if not (left[middle].view(np.uint64) == right[middle].view(np.uint64)).all():
        return False
    ends = slice(0, skip), slice(skip + 8 * words, len(left))
    return all(bool((left[end] == right[end]).all()) for end in ends)


def are_equal(one: Pages | list[bytes], other: Pages | list[bytes]) -> npt.NDArray[np.bool_]:
    """Which pages of two runs have the same octets."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        equal: npt.NDArray[np.bool_] = (one == other).all(axis=1)
        return equal
    pairs = zip(_each(one), _each(other), strict=True)
    return np.array([left == right for left, right in pairs], dtype=bool)


def are_zero(pages: Pages | list[bytes], page_size: int) -> npt.NDArray[np.bool_]:
    """Which pages of a run are all zeros."""
    if isinstance(pages, np.ndarray):
        return np.logical_not(pages.any(axis=1))
    zeros = bytes(page_size)
    return np.array([page == zeros for page in pages], dtype=bool)


def _each(pages: Pages | list[bytes]) -> Iterator[bytes]:
    return (page.tobytes() for page in pages) if isinstance(pages, np.ndarray) else iter(pages)
