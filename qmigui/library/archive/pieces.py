"""The octets of what is archived, handed out once more, in order, after the reader has seen them.

A file is read again, from what the system keeps of it.  Of a pipe the blocks
are held until their frames are cut; what a reader puts into a temporary file
(device state, whose description comes last) is taken from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from qmigui.errors import TransportError
from qmigui.library.archive.layout import LONGEST_WRITTEN
from qmigui.stream.feed import HEADROOM, MAX_WANT, read_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from qmigui.qemufile.base import Buffer, Source
    from qmigui.stream.feed import Block
    from qmigui.stream.tail import RandomAccess

ZEROS = memoryview(bytes(LONGEST_WRITTEN))
"""What a frame in a hole of a sparse file is given as: slices of this very object."""
_HELD = MAX_WANT + (32 << 20)


class Pieces(Protocol):
    """Where frames get their octets."""

    def take(self, start: int, end: int) -> Buffer:
        """The octets from *start* to *end*, each asked for once, in order.

        Raises:
            TransportError: they are not there any more.
        """


class FilePieces:
    """Of a seekable source.

    Args:
        source: read with ``pread``.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._hole = (0, 0)
        self._sparse = source.data_extent(0) is not None

    def take(self, start: int, end: int) -> Buffer:
        """See :class:`Pieces`."""
        if self._sparse and self._is_hole(start, end):
            return ZEROS[: end - start]
        data = self._source.pread(start, end - start)
        if len(data) != end - start:
            raise _shorter(self._source, start)
        return data

    def _is_hole(self, start: int, end: int) -> bool:
        """Whether the file system says that only zeros are there."""
        if self._hole[0] <= start and end <= self._hole[1]:
            return True
        if start < self._hole[1]:
            return False  # it begins in a hole, but data follow
        extent = self._source.data_extent(start)
        if extent is None:
            return False
        size = self._source.size or 0
        self._hole = (start, size if extent[0] == extent[1] else extent[0])
        return end <= self._hole[1]


class PipePieces:
    """Of a source that can only go on: holds the blocks that pass.

    Args:
        source: read from where it stands.
        front: what is before that: all that begins at offset 0.

    Attributes:
        length: octets that have come so far.
    """

    def __init__(self, source: Source, front: bytes = b"") -> None:
        self._source = source
        self._held: deque[tuple[int, memoryview]] = deque()
        if front:
            self._held.append((0, memoryview(front)))
        self._held_length = self.length = len(front)
        self.kept_by_reader: Callable[[], RandomAccess] | None = None
        """Gives what the reader has put aside, which has everything that is not held here."""

    def blocks(self, window: int) -> Iterator[Block]:
        """What a reader's feed is to read."""
        for block in read_blocks(self._source, window):
            assert isinstance(block, tuple)
            # More than any reader asks for at once: then it is filling its temporary file.
            if self._held_length < _HELD:
                self._held.append((self.length, block[0].data[HEADROOM : HEADROOM + block[1]]))
                self._held_length += block[1]
            self.length += block[1]
            yield block

    def take(self, start: int, end: int) -> Buffer:
        """See :class:`Pieces`."""
        parts: list[memoryview] = []
        place = start
        while place < end and self._held:
            first, octets = self._held[0]
            stop = min(end, first + len(octets))
            if first > place:
                break
            if stop > place:
                parts.append(octets[place - first : stop - first])
                place = stop
            if first + len(octets) <= place:
                self._held.popleft()
                self._held_length -= len(octets)
        if place < end:
            parts.append(memoryview(self._from_reader(place, end)))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _from_reader(self, start: int, end: int) -> bytes:
        assert self.kept_by_reader is not None
        data = self.kept_by_reader().pread(start, end - start)
        if len(data) != end - start:
            raise _shorter(self._source, start)
        return data


def _shorter(source: Source, offset: int) -> TransportError:
    return TransportError("has become shorter while it was read", offset=offset, source=source.name)
