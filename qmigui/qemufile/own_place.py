"""One of several readers of a source: it keeps its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.qemufile.base import Source

if TYPE_CHECKING:
    from qmigui.qemufile.mapping import FileMapping


class OwnPlace(Source):
    """A seekable source, read from its start while others read it too.

    Args:
        source: stays the caller's and must stay open; only its ``pread`` and what does
            not move it is used.
    """

    seekable = True

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.size = source.size
        self.start_offset = source.start_offset
        self.envelope = source.envelope
        self._source = source
        self._offset = source.start_offset

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        data = self._source.pread(self._offset, len(buf))
        buf[: len(data)] = data
        self._offset += len(data)
        return len(data)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self._source.pread(self._offset, length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; see :meth:`Source.pread`."""
        return self._source.pread(offset, length)

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._offset = offset if self.size is None else min(offset, self.size)

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of data; see :meth:`Source.data_extent`."""
        return self._source.data_extent(offset)

    def mapping(self) -> FileMapping | None:
        """Everything as memory; see :meth:`Source.mapping`."""
        return self._source.mapping()

    def close(self) -> None:
        """The source stays the caller's."""
