"""Octets that are kept for a later look at them: in memory, or in a temporary file where they are many."""

from __future__ import annotations

import io
from typing import IO


class KeptOctets:
    """A place to append to and to read from.

    Args:
        memory_limit: more octets than that go to a file.

    Attributes:
        length: octets that have been appended.
    """

    def __init__(self, memory_limit: int) -> None:
        self._limit: int | None = memory_limit
        self._file: IO[bytes] = io.BytesIO()
        self.length = 0
        self._is_at_end = True

    def append(self, octets: bytes | memoryview) -> None:
        """Keep *octets* behind all others."""
        if not self._is_at_end:
            self._file.seek(self.length)
            self._is_at_end = True
        self._file.write(octets)
        self.length += len(octets)
        if self._limit is not None and self.length > self._limit:
            self._move_to_file()

    def _move_to_file(self) -> None:
        from tempfile import TemporaryFile  # slow to import: few have so much

        memory, self._file = self._file, TemporaryFile(prefix="qmigui-")  # noqa: SIM115 - close() closes it
        memory.seek(0)
        self._file.write(memory.read())
        self._limit = None

    def read(self, place: int, length: int) -> bytes:
        """Some of the octets."""
        self._is_at_end = False
        self._file.seek(place)
        return self._file.read(length)

    def close(self) -> None:
        """Drop them."""
        self._file.close()
