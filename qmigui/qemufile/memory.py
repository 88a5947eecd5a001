"""Bytes in memory as a source and as a sink."""

from __future__ import annotations

from collections.abc import Sequence

from qmigui.qemufile.base import Buffer, Sink, Source


class MemorySource(Source):
    """Bytes that are already here.

    Args:
        data: they are not copied and must not change.
        name: how messages call it.
    """

    seekable = True

    def __init__(self, data: Buffer, name: str = "memory") -> None:
        self.name = name
        self._data = memoryview(data)
        self._offset = 0
        self.size: int = len(self._data)

    def readinto(self, buf: memoryview) -> int:
        """Copy the next bytes; see :meth:`Source.readinto`."""
        chunk = self._data[self._offset : self._offset + len(buf)]
        buf[: len(chunk)] = chunk
        self._offset += len(chunk)
        return len(chunk)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self.pread(self._offset, length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; fewer only at the end."""
        return bytes(self._data[offset : offset + length])

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._offset = min(offset, self.size)

    def close(self) -> None:
        """Nothing to let go of: the bytes belong to the caller."""


class MemorySink(Sink):
    """Bytes kept here; an abort drops them."""

    can_skip = False

    def __init__(self, name: str = "memory") -> None:
        self.name = name
        self.committed = False
        self._data = bytearray()

    def getvalue(self) -> bytes:
        """All that has been written."""
        return bytes(self._data)

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Append all *segments*."""
        before = len(self._data)
        for segment in segments:
            self._data += segment
        if len(self._data) - before != length:
            raise ValueError(f"the segments hold {len(self._data) - before} bytes, not {length}")

    def write_zeros(self, length: int) -> None:
        """Append *length* zero bytes."""
        self._data += bytes(length)

    def commit(self) -> None:
        """Keep what was written."""
        self.committed = True

    def abort(self) -> None:
        """Drop what was written unless committed."""
        if not self.committed:
            self._data.clear()
