"""Where writers put their octets: aligned buffers, handed over when full.

Copying into the page cache is twice as fast when source and target lie at the
same place within a page (measured: 0.5 s against 1.1 s for 2 GiB), so each
buffer begins at the place within a page where the file stands.  Pages are
gathered in it too: the copy within the processor's cache costs less than the
system's from wherever they lie.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


PAGE = 4096
# Not longer: for a write of 2 MiB Linux takes a huge page for the file's cache, and has
# to find or make one (measured for 4 GB: 6.5 s in the system against 1.8 s with 1 MiB).
BATCH_LENGTH = 1 << 20
# A hole shorter than this is not worth a batch of its own.
MIN_HOLE = 64 << 10


def aligned_buffer(length: int) -> npt.NDArray[np.uint8]:
    """A buffer of *length* octets that begins at a page's start."""
    whole = np.empty(length + PAGE, dtype=np.uint8)
    start = -whole.ctypes.data % PAGE
    return whole[start : start + length]


Segments: TypeAlias = "list[bytes | memoryview]"


class Outbox:
    """Gathers octets.

    Args:
        allocate: gives a buffer of :data:`BATCH_LENGTH` + :data:`PAGE` octets,
            aligned; what was delivered before may be reused by it.
        deliver: takes segments, their length together, and the buffer that some of
            them lie in.
        skip: takes a number of zero octets to stand next in the output.

    Attributes:
        length: octets put so far, zeros included.
    """

    __slots__ = (
        "_allocate",
        "_array",
        "_deliver",
        "_end",
        "_flushed",
        "_pos",
        "_segments",
        "_skip",
        "_start",
        "_view",
        "length",
    )

    def __init__(
        self,
        allocate: Callable[[], npt.NDArray[np.uint8]],
        deliver: Callable[[Segments, int, npt.NDArray[np.uint8]], None],
        skip: Callable[[int], None],
    ) -> None:
        self._allocate = allocate
        self._deliver = deliver
        self._skip = skip
        self.length = 0
        self._next()

    def _next(self) -> None:
        """Begin a buffer, at the output's place within a page."""
        self._array = self._allocate()
        self._view = self._array.data
        self._segments: Segments = []
        self._flushed = self.length
        # The end falls on a page of the output, so that the next one begins aligned.
        self._end = BATCH_LENGTH
        self._start = self._pos = self.length % PAGE

    def put(self, data: bytes | memoryview) -> None:
        """Add octets."""
        size = len(data)
        pos = self._pos
        if size <= self._end - pos:
            self._view[pos : pos + size] = data
            self._pos = pos + size
            self.length += size
            return
        view = memoryview(data)
        done = 0
        while done < size:
            if self._pos == self._end:
                self.flush()
            take = min(size - done, self._end - self._pos)
            self._view[self._pos : self._pos + take] = view[done : done + take]
            self._pos += take
            self.length += take
            done += take

    def room(self, length: int) -> npt.NDArray[np.uint8]:
        """The place for the next *length* octets; the caller fills it.

        *length* is at most what :meth:`room_left` gave.
        """
        start = self._pos
        self._pos = start + length
        self.length += length
        return self._array[start : self._pos]

    def room_left(self) -> int:
        """Octets until the buffer is full; flushes when that is less than a page."""
        if self._end - self._pos < PAGE:
            self.flush()
        return self._end - self._pos

    def put_pages(
        self, window: memoryview, offset: int, stride: int, count: int, page_size: int, heads: bytes = b""
    ) -> None:
        """Add pages that lie at a fixed distance from each other.

        Args:
            window: what holds them; it must stay as it is.
            offset: of the first one.
            stride: from one to the next.
            count: how many.
            page_size: length of each.
            heads: eight octets for each, which go before it; or nothing.
        """
        head = 8 if heads else 0
        unit = head + page_size
        done = 0
        while done < count:
            fit = min(count - done, (self._end - self._pos) // unit)
            start = offset + done * stride
            if not fit:
                # Across the end of the buffer.
                self.put(heads[8 * done : 8 * done + head])
                self.put(window[start : start + page_size])
                done += 1
                continue
            place = self.room(fit * unit).reshape(fit, unit)
            if head:
                place[:, :8] = np.frombuffer(heads, np.uint8, 8 * fit, 8 * done).reshape(fit, 8)
            place[:, head:] = np.ndarray((fit, page_size), np.uint8, window, start, (stride, 1))
            done += fit

    def put_zeros(self, length: int) -> None:
        """Add zero octets: a hole where the sink can make one."""
        if length < MIN_HOLE:
            self.put(bytes(length))
            return
        self.flush()
        self.length += length
        self._skip(length)
        self._flushed = self.length
        self._start = self._pos = self.length % PAGE

    def flush(self) -> None:
        """Hand over what is gathered."""
        if self._pos > self._start:
            self._segments.append(self._view[self._start : self._pos])
        if self._segments:
            self._deliver(self._segments, self.length - self._flushed, self._array)
            self._next()


def copy_pages(
    target: npt.NDArray[np.uint8],
    places: npt.NDArray[np.int64],
    window: memoryview,
    offsets: npt.NDArray[np.int64],
    page_size: int,
) -> None:
    """Copy pages to their places.

    Stretches in which both sides advance by fixed distances, as in a run or in
    strict alternation, are copied as one.

    Args:
        target: where they go.
        places: where each one starts in *target*.
        window: where they come from.
        offsets: where each one starts in *window*.
        page_size: length of each.
    """
    count = len(places)
    if count < 4:
        _copy_each(target, places, window, offsets, page_size)
        return
    steps = np.diff(places)
    strides = np.diff(offsets)
    changes = np.flatnonzero((steps[1:] != steps[:-1]) | (strides[1:] != strides[:-1])) + 1
    if len(changes) > count // 4:
        _copy_each(target, places, window, offsets, page_size)
        return
    # A stretch ends with the page after which the distances change.
    start = 0
    for end in [*(changes + 1).tolist(), count]:
        if end - start < 2:
            if end > start:
                _copy_each(target, places[start:end], window, offsets[start:end], page_size)
        else:
            shape = (end - start, page_size)
            source = np.ndarray(shape, np.uint8, window, int(offsets[start]), (int(strides[start]), 1))
            place = np.ndarray(shape, np.uint8, target.data, int(places[start]), (int(steps[start]), 1))
            place[:] = source
        start = end


def _copy_each(
    target: npt.NDArray[np.uint8],
    places: npt.NDArray[np.int64],
    window: memoryview,
    offsets: npt.NDArray[np.int64],
    page_size: int,
) -> None:
    view = target.data
    for place, offset in zip(places.tolist(), offsets.tolist(), strict=True):
        view[place : place + page_size] = window[offset : offset + page_size]
