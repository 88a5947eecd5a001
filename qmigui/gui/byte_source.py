"""The octets of a file for the bytes view, wherever in it they are asked for."""

from __future__ import annotations

import os


class ByteSource:
    """Reads a file at any place.

    By ``pread``: a mapped file that gets shorter would end the program.

    Args:
        path: of the file.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.lseek(self._fd, 0, os.SEEK_END)

    def read(self, offset: int, length: int) -> bytes:
        """Octets from *offset*; fewer at the end, or where the disk fails."""
        length = max(0, min(length, self.size - offset))
        try:
            return os.pread(self._fd, length, offset) if length else b""
        except OSError:
            return b""

    def close(self) -> None:
        """Let go of the file."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
