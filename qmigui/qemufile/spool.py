"""Keeps the rest of a pipe, so that it can be read more than once."""

from __future__ import annotations

import os
from typing import IO, Protocol

from qmigui.errors import TransportError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Source
from qmigui.qemufile.descriptors import transport_error, write_all
from qmigui.qemufile.files import FileSource
from qmigui.qemufile.memory import MemorySource

MEMORY_LIMIT = 16 << 20
"""Bytes kept in memory before a file is used."""

_CHUNK_LENGTH = 1 << 20


class Readable(Protocol):
    """Anything that gives its next bytes, such as a Source."""

    def readinto(self, buf: memoryview, /) -> int:
        """See :meth:`Source.readinto`."""


class Spool(Source):
    """All that is left of a reader, at the offsets that it had there.

    Offsets before the first spooled byte cannot be read.

    Args:
        reader: read to its end at once; it stays open.
        name: how messages call it.
        start_offset: the offset of the first byte that comes.
        memory_limit: bytes kept in memory; more than that goes to an unnamed temporary file.
        cancel: looked at between chunks.

    Raises:
        TransportError: reading failed, or there is no room for the temporary file.
        Cancelled: somebody asked for it.
    """

    seekable = True

    def __init__(
        self,
        reader: Readable,
        name: str,
        *,
        start_offset: int = 0,
        memory_limit: int = MEMORY_LIMIT,
        cancel: Cancel | None = None,
    ) -> None:
        self.name = name
        self._start_offset = start_offset
        self._file: IO[bytes] | None = None
        self._data: MemorySource | FileSource = MemorySource(b"", name)
        try:
            self._data = self._take(reader, memory_limit, cancel)
        except BaseException:
            self.close()
            raise
        self.size: int = start_offset + self._data.size

    def _take(self, reader: Readable, memory_limit: int, cancel: Cancel | None) -> MemorySource | FileSource:
        """Read everything and give it back as a source that begins at 0."""
        memory = bytearray()
        chunk = memoryview(bytearray(min(_CHUNK_LENGTH, memory_limit + 1)))
        while count := reader.readinto(chunk):
            if cancel:
                cancel.check()
            if self._file is None and len(memory) + count <= memory_limit:
                memory += chunk[:count]
            else:
                self._write(memory)
                self._write(chunk[:count])
                memory.clear()
        if self._file is None:
            return MemorySource(memory, self.name)
        os.lseek(self._file.fileno(), 0, os.SEEK_SET)
        return FileSource(self._file.fileno(), self.name, close_fd=False)

    def _write(self, data: bytearray | memoryview) -> None:
        """Append to the temporary file, which is made when it is first needed."""
        import tempfile  # slow to import, rarely needed

        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - close() closes it
            write_all(self._file.fileno(), [data], len(data))
        except OSError as error:
            where = f" in {tempfile.tempdir}" if tempfile.tempdir else ""
            raise transport_error(f"cannot be kept in a temporary file{where}", error, self.name) from error

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        return self._data.readinto(buf)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self._data.peek(length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; fewer only at the end."""
        return self._data.pread(self._inside(offset), length)

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._data.seek(self._inside(offset))

    def _inside(self, offset: int) -> int:
        if offset < self._start_offset:
            raise TransportError(
                f"can be read again from {self._start_offset:#x} on only", offset=offset, source=self.name
            )
        return offset - self._start_offset

    def close(self) -> None:
        """Drop everything."""
        self._data.close()
        if self._file is not None:
            self._file.close()
