"""What follows a certain place of a source, as a source of its own."""

from __future__ import annotations

from qmigui.qemufile.base import Source


class TailSource(Source):
    """All of a seekable source from some offset on; that is offset 0 here.

    Args:
        source: stays the caller's, unless *closes*; not to be read by others meanwhile.
        start: where this begins.
        closes: closing this closes the source.
    """

    seekable = True

    def __init__(self, source: Source, start: int, *, closes: bool = False) -> None:
        assert source.size is not None
        self.name = source.name
        self.size: int = max(0, source.size - start)
        self._source = source
        self._start = start
        self._closes = closes
        source.seek(start)

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        return self._source.readinto(buf)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self._source.peek(length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; see :meth:`Source.pread`."""
        return self._source.pread(self._start + offset, length)

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._source.seek(self._start + offset)

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of data; see :meth:`Source.data_extent`."""
        found = self._source.data_extent(self._start + offset)
        return None if found is None else (found[0] - self._start, found[1] - self._start)

    def close(self) -> None:
        """Close the source, if it is ours."""
        if self._closes:
            self._source.close()
