"""The octets under a checker's eye: one reused buffer over a source.

Knows offsets and bytes, nothing of what they mean.  Long contents are passed
over without being kept, by seeking where the source can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.schema.far import Far

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

WINDOW = 1 << 20
REACH = 128 << 10
"""Octets that can always be looked at together, whatever the window: what decisions may depend on."""

LOOK = 8192
"""Octets that are there before an element is looked at, unless the data ends: header and short contents."""

SLACK = 4096
"""Octets more than that in the buffer: for those behind the present place that are kept."""

FIRST_STEP = 16 << 10
"""Octets read at once after going to a place; each next time four times as many."""


class Octets:
    """A forward window over a source.

    ``data[pos]`` stands at offset ``base + pos``; ``data[:end]`` is there.

    Args:
        source: stands at its start.
        window: octets held at once; at least :data:`REACH` are.
        step: called now and then while much is read; may raise.

    Attributes:
        data: the buffer; the same object for good.
        base: offset in the source of ``data[0]``.
        end: how much of the buffer is filled.
        ended: nothing comes after ``data[:end]``.
    """

    __slots__ = ("_ask", "_source", "_step", "_view", "base", "data", "end", "ended")

    def __init__(self, source: Source, window: int = WINDOW, step: Callable[[], None] | None = None) -> None:
        self._ask = step
        self._source = source
        if source.size is not None:
            window = min(window, source.size)
        self.data = bytearray(max(window, REACH) + SLACK)
        self._view = memoryview(self.data)
        self._step = FIRST_STEP
        self.base = 0
        self.end = 0
        self.ended = False

    @property
    def size(self) -> int | None:
        """Length of the source, where it is known."""
        return self._source.size

    @property
    def can_go_back(self) -> bool:
        """Whether :meth:`go` reaches every offset."""
        return self._source.seekable

    def far(self, step: Callable[[int], None]) -> Far | None:
        """All of the source as memory of which only parts are touched, where it is long and can be mapped.

        Args:
            step: is told now and then how far reading has come; may raise.
        """
        mapping = self._source.mapping()
        size = self._source.size
        return None if mapping is None or size is None else Far(mapping, size, step)

    def peek_at(self, offset: int, length: int) -> bytes:
        """Octets anywhere, without moving; none where the source cannot seek."""
        return self._source.pread(offset, length) if self._source.seekable else b""

    def refill(self, pos: int) -> int:
        """Drop what is before *pos* and read on.

        Returns:
            The new position of the same octet: 0.
        """
        rest = self.end - pos
        if rest and pos:
            self.data[:rest] = self.data[pos : self.end]
        self.base += pos
        self.end = rest
        if not self.ended:
            if self._ask is not None:
                self._ask()
            # Little at first: behind a place that was gone to there may be contents to pass over.
            wanted = min(self._step, len(self.data) - rest)
            self._step = min(4 * self._step, len(self.data))
            count = self._source.fill(self._view[rest : rest + wanted])
            self.end += count
            self.ended = count < wanted
        return 0

    def go(self, offset: int) -> int:
        """Make *offset* the place to look at, forward, or anywhere where the source can seek.

        Returns:
            Its position in the buffer; beyond the end of the data that of the end.
        """
        pos = offset - self.base
        if 0 <= pos <= self.end:
            return pos
        if self._source.seekable:
            size = self._source.size
            self.base = offset if size is None else min(offset, size)
            self._source.seek(self.base)
            self.end = 0
            self.ended = False
            self._step = FIRST_STEP
            return self.refill(0)
        if pos < 0:
            raise AssertionError("a source that cannot seek does not go back")
        while not self.ended and self.base + self.end < offset:
            self.refill(self.end)
        return min(offset - self.base, self.end)

    def chunks(self, pos: int, length: int) -> Iterator[bytes]:
        """*length* octets from *pos*, as they come; fewer at the end of the data.

        Afterwards :meth:`go` to the offset behind them.
        """
        start = self.base + pos
        stop = start + length
        while start < stop:
            pos = self.go(start)
            if pos == self.end:
                if self.ended:
                    return
                pos = self.refill(pos)
                if pos == self.end:
                    return
            piece = bytes(self._view[pos : min(self.end, stop - self.base)])
            start += len(piece)
            yield piece
