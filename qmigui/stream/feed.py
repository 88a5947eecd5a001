"""A forward window over a source: what readers parse.

The window always holds one contiguous stretch; :meth:`Feed.more` fetches the
next block and puts the unread rest in front of it.  Each block is a fresh
buffer, so views handed out stay valid; the headroom in front of a block takes
the rest without a second copy of the block.

Holes of a sparse file arrive as lengths, not as zeros, and can be skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from qmigui.errors import FormatError
from qmigui.qemufile.spool import Spool
from qmigui.record import record
from qmigui.stream.outbox import aligned_buffer

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.qemufile.base import Source

# Long enough for the longest record of a page: 64 KiB, its 8-byte header, a name.
HEADROOM = 72 << 10
WINDOW = 4 << 20
# A hole shorter than this is read like data.
MIN_HOLE = 64 << 10
# Windows of a mapped file that stay resident behind the present one.
KEPT = 16
# The longest stretch that may be asked for at once.
MAX_WANT = 160 << 20


@record
class Mapped:
    """Octets from *start* to *end* of the source, in *array*, which is all of it."""

    array: npt.NDArray[np.uint8]
    start: int
    end: int


def read_blocks(source: Source, window: int = WINDOW, offset: int | None = None) -> Iterator[Block]:
    """Read *source* from where it stands, *offset*, to its end.

    Args:
        source: what to read.
        window: octets read at once.
        offset: None: its ``start_offset``.

    Yields:
        ``(buffer, length)``: the octets lie at ``buffer[HEADROOM:HEADROOM + length]``;
        a :class:`Mapped`, for a source that is in memory anyway; or an int:
        that many octets of a hole.
    """
    offset = source.start_offset if offset is None else offset
    mapping = array = None
    size = source.size or 0
    sparse = source.seekable and size - offset >= 2 * window and source.data_extent(offset) is not None
    if source.seekable and size - offset >= 2 * window:
        mapping = source.mapping()
        if mapping is not None:
            array = np.frombuffer(mapping.view, dtype=np.uint8)
    end = 0  # of the stretch of data that is being read
    while True:
        if sparse and offset >= end:
            start, end = _data_stretch(source, offset, window)
            if start - offset >= MIN_HOLE:
                source.seek(start)
                yield start - offset
                offset = start
        wanted = min(window, end - offset) if sparse and offset < end else window
        if mapping is not None and array is not None and offset < size:
            length = min(wanted, size - offset)
            if mapping.populate(offset, length):
                yield Mapped(array, offset, offset + length)
                offset += length
                source.seek(offset)
                # Long after its use; only the figure of resident memory needs it.
                mapping.forget(offset - KEPT * window, window)
                continue
        # Page-aligned, as the file's offset is: copying is faster then (see outbox).
        buffer = aligned_buffer(HEADROOM + wanted)
        length = source.fill(buffer.data[HEADROOM:])
        offset += length
        if length:
            yield buffer, length
        if length < wanted:
            return


def _data_stretch(source: Source, offset: int, window: int) -> tuple[int, int]:
    """Where data begins at or after *offset*, and where the next long hole does.

    Short holes count as data, and so does what is beyond the window.
    """
    extent = source.data_extent(offset)
    start, end = extent if extent is not None else (offset, offset + window)
    while end - start < window:
        extent = source.data_extent(end)
        if extent is None or extent[0] - end >= MIN_HOLE or extent[0] == extent[1]:
            break
        end = extent[1]
    return start, end


Block: TypeAlias = "tuple[npt.NDArray[np.uint8], int] | Mapped | int"


class _Rest:
    """What a feed has not given out yet, for a spool to read."""

    def __init__(self, first: memoryview, blocks: Iterator[Block]) -> None:
        self._view = first
        self._blocks = blocks

    def readinto(self, buf: memoryview, /) -> int:
        """Read the next bytes; 0 at the end."""
        while not len(self._view):
            block = next(self._blocks, None)
            if block is None:
                return 0
            if not isinstance(block, tuple):
                raise AssertionError("a source without seeking has neither holes nor a mapping")
            self._view = block[0].data[HEADROOM : HEADROOM + block[1]]
        count = min(len(buf), len(self._view))
        buf[:count] = self._view[:count]
        self._view = self._view[count:]
        return count


class Feed:
    """The window.

    Attributes:
        view: the octets, ``view[pos:end]`` are not read yet.
        array: the same as a numpy array.
        pos: where reading goes on.
        end: end of what is there.
        base: offset in the source of ``view[0]``.
        ended: nothing comes after ``end``.
    """

    __slots__ = (
        "_blocks",
        "_hole",
        "_random",
        "array",
        "base",
        "end",
        "ended",
        "pos",
        "source",
        "view",
        "window",
    )

    def __init__(
        self,
        source: Source,
        blocks: Iterator[Block] | None = None,
        window: int = WINDOW,
    ) -> None:
        self.source = source
        self.window = window
        self._blocks = blocks if blocks is not None else read_blocks(source, window)
        self._hole = 0
        self._random: Source | Spool | None = source if source.seekable else None
        self.array: npt.NDArray[np.uint8] = np.empty(0, dtype=np.uint8)
        self.view = self.array.data
        self.pos = self.end = 0
        self.base = source.start_offset
        self.ended = False

    @property
    def offset(self) -> int:
        """Offset in the source of the next octet."""
        return self.base + self.pos

    def more(self) -> bool:
        """Fetch the next block; False at the end of the source."""
        if self.ended:
            return False
        rest = self.end - self.pos
        if self._hole:
            take = min(self._hole, self.window)
            self._hole -= take
            self._join(np.zeros(HEADROOM + take, dtype=np.uint8), take, rest)
            return True
        block = next(self._blocks, None)
        if block is None:
            self.ended = True
            return False
        return self._take(block, rest)

    def _take(self, block: Block, rest: int) -> bool:
        """Put a block behind the unread rest."""
        if isinstance(block, int):
            self._hole = block
            return self.more()
        if isinstance(block, Mapped):
            if self.array is block.array or not rest:
                self.array = block.array
                self.view = block.array.data
                self.pos, self.end, self.base = block.start - rest, block.end, 0
                return True
            # The rest was read; it is not touched again where it is mapped.
            length = block.end - block.start
            buffer = np.empty(HEADROOM + length, dtype=np.uint8)
            buffer[HEADROOM:] = block.array[block.start : block.end]
            self._join(buffer, length, rest)
            return True
        self._join(block[0], block[1], rest)
        return True

    def _join(self, buffer: npt.NDArray[np.uint8], length: int, rest: int) -> None:
        """Make *buffer* the window, with the unread rest before it."""
        start = self.base + self.pos
        if rest <= HEADROOM:
            begin = HEADROOM - rest
            if rest:
                buffer[begin:HEADROOM] = self.array[self.pos : self.end]
        else:
            joined = np.empty(rest + length, dtype=np.uint8)
            joined[:rest] = self.array[self.pos : self.end]
            joined[rest:] = buffer[HEADROOM : HEADROOM + length]
            buffer, begin = joined, 0
        self.array = buffer
        self.view = buffer.data
        self.pos = begin
        self.end = begin + rest + length
        self.base = start - begin

    def want(self, length: int) -> bool:
        """Whether *length* octets can be read on from here; makes them contiguous.

        Raises:
            FormatError: *length* is beyond what is ever held at once.
        """
        if length > MAX_WANT:
            raise FormatError(f"an element of {length} bytes is too long", offset=self.offset)
        while self.end - self.pos < length:
            if not self.more():
                return False
        return True

    def at_end(self) -> bool:
        """Whether every octet has been read."""
        return not self.want(1)

    def skip_hole(self, limit: int, unit: int = 1) -> int:
        """Pass up to *limit* octets of a hole, if one begins right here.

        Args:
            limit: at most so many octets.
            unit: only a multiple of so many.

        Returns:
            How many octets, all zero, were passed.
        """
        if self.pos < self.end:
            return 0
        if not self._hole:
            # What follows is only known by asking for it.
            if self.ended:
                return 0
            block = next(self._blocks, None)
            if block is None:
                self.ended = True
                return 0
            if not isinstance(block, int):
                self._take(block, 0)
                return 0
            self._hole = block
        take = min(limit, self._hole) // unit * unit
        self._hole -= take
        self.base += take
        return take

    def chunks(self, length: int) -> Iterator[memoryview]:
        """Read *length* octets on as views of at most a window each.

        Ends early, with fewer octets, at the end of the source.
        """
        while length:
            if self.pos == self.end and not self.more():
                return
            take = min(length, self.end - self.pos)
            piece = self.view[self.pos : self.pos + take]
            self.pos += take
            length -= take
            yield piece

    def random(self) -> Source | Spool:
        """Random access to everything from here on (``pread`` by source offset).

        On a source that cannot seek, all the rest is spooled first, which is
        how device state is read from a pipe: the description comes after it.
        """
        if self._random is None:
            start = self.offset
            rest = _Rest(self.view[self.pos : self.end], self._blocks)
            spool = Spool(rest, self.source.name, start_offset=start)
            self._let_go(start)
            self.ended = False
            self._blocks = read_blocks(spool, self.window, start)
            self._random = spool
        return self._random

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*; only on a seekable source, never behind a thread."""
        self.source.seek(offset)
        self._blocks = read_blocks(self.source, self.window, offset)
        self._hole = 0
        self.pos = self.end = 0
        self.base = offset
        self.ended = False

    def _let_go(self, offset: int) -> None:
        """Have an empty window at *offset*."""
        self.array = np.empty(0, dtype=np.uint8)
        self.view = self.array.data
        self.pos = self.end = 0
        self.base = offset

    def close(self) -> None:
        """Drop the spool, if there is one, and the window: a reader may live on in a cycle of references."""
        self._let_go(self.offset)
        self._blocks = iter(())
        if isinstance(self._random, Spool):
            self._random.close()
