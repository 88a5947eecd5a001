"""An archived file as a source, so that all that reads streams reads archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import LibraryError, TransportError
from qmigui.library.archive.carrier import envelope_of
from qmigui.qemufile.base import Source

if TYPE_CHECKING:
    from qmigui.library.archive.archive import Archive

_PIECE = 4 << 20


class ArchiveSource(Source):
    """Decodes the frames that are read, and no others.

    Args:
        archive: stays the caller's, unless *closes*.
        closes: closing this closes the archive.

    Raises:
        LibraryError: the carrier's head cannot be read.
    """

    seekable = True

    def __init__(self, archive: Archive, *, closes: bool = False) -> None:
        self.name = str(archive.path)
        self.size: int = archive.info.raw_size
        self._archive = archive
        self._closes = closes
        self.start_offset = archive.info.stream_offset
        self.envelope = envelope_of(archive)
        self._offset = self.start_offset

    @property
    def archive(self) -> Archive:
        """What is read."""
        return self._archive

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        data = self._read(self._offset, min(len(buf), _PIECE))
        buf[: len(data)] = data
        self._offset += len(data)
        return len(data)

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self.pread(self._offset, length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; see :meth:`Source.pread`."""
        return self._read(offset, length)

    def _read(self, offset: int, length: int) -> bytes:
        try:
            return self._archive.read(offset, length)
        except LibraryError as error:
            # What reads streams expects that octets cannot be read, and where in the stream.
            raise TransportError(error.message, offset=offset, source=self.name, path=error.path) from error

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._offset = min(offset, self.size)

    def close(self) -> None:
        """Let go of the archive, if it is ours."""
        if self._closes:
            self._archive.close()
