"""A source that can be read more than once: itself, or a copy in a temporary file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qmigui.errors import TransportError
from qmigui.qemufile.descriptors import write_all

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.files import FileSource

_PIECE = 1 << 20
_GRAIN = 64 << 10
"""So many zeros at once become a hole."""
_ZEROS = bytes(_GRAIN)
_CHECKED = 64 << 20
"""Octets written after which the room that is left is looked at again."""
_RESERVE = 128 << 20
"""So much room is left to others."""


class Room:
    """Room on a disk for a file that grows, beside some that is left to others.

    Args:
        fd: of the file.
        left: octets for others.
        first: octets that are written before the disk is asked.
    """

    def __init__(self, fd: int, left: int, *, first: int = 0) -> None:
        self._fd = fd
        self._left = left
        self._known = first

    def has(self, count: int) -> bool:
        """Whether so many octets, which are written then, have room; the disk is asked now and then."""
        if self._known < count:
            disk = os.fstatvfs(self._fd)
            free = disk.f_bavail * disk.f_frsize - self._left
            if free < count:
                return False
            self._known = min(free, _CHECKED)
        self._known -= count
        return True


@contextmanager
def seekable(source: Source, cancel: Cancel) -> Iterator[Source]:
    """*source* where it can seek; else a copy of all that it still gives, at the same offsets.

    The copy goes away with the block.

    Args:
        source: stands at the start of what is wanted.
        cancel: stops the copying.

    Raises:
        TransportError: it could not be read, or there is no room for a copy.
        Cancelled: somebody asked for it.
    """
    if source.seekable:
        yield source
        return
    with copy_of(source, cancel) as again:
        yield again


def copy_of(source: Source, cancel: Cancel | None = None, progress: Progress | None = None) -> FileSource:
    """A copy of all that *source* still gives, at the same offsets, in a file without a name.

    Zeros take no room in it.  It goes away when it is closed, or with this process.

    Args:
        source: stands at its ``start_offset``; stays open.
        cancel: stops the copying.
        progress: is told how far it is.

    Raises:
        TransportError: it could not be read, or there is no room for a copy.
        Cancelled: somebody asked for it.
    """
    import tempfile

    from qmigui.qemufile.files import FileSource

    if progress is not None:
        progress.activity = "unpacking into a temporary file"
    try:
        with tempfile.TemporaryFile(prefix="qmigui-") as file:
            fd = os.dup(file.fileno())
    except OSError as error:
        raise _failed(error, source) from error
    try:
        _fill(fd, source, cancel, progress)
        os.lseek(fd, 0, os.SEEK_SET)
        again = FileSource(fd, source.name)
    except BaseException:
        os.close(fd)
        raise
    again.seek(source.start_offset)
    again.start_offset, again.envelope = source.start_offset, source.envelope
    return again


def _fill(fd: int, source: Source, cancel: Cancel | None, progress: Progress | None) -> None:
    buffer = memoryview(bytearray(_PIECE))
    offset, room = source.start_offset, Room(fd, _RESERVE, first=_CHECKED)
    # Where zeros are to become holes, pieces begin at multiples of what the file system takes for one.
    wanted = _PIECE - offset % _PIECE
    while count := source.fill(buffer[:wanted]):
        if cancel is not None:
            cancel.check()
        try:
            if not room.has(_write(fd, buffer[:count], offset)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise _failed(error, source) from error
        offset += count
        wanted = _PIECE
        if progress is not None:
            progress.read_bytes = offset
    try:
        os.ftruncate(fd, offset)
    except OSError as error:
        raise _failed(error, source) from error


def _write(fd: int, piece: memoryview, offset: int) -> int:
    """Write what of *piece* is not zeros; how much that was."""
    written = start = 0
    for grain in range(0, len(piece) + 1, _GRAIN):
        part = piece[grain : grain + _GRAIN]
        # Most parts show in a few octets that they are something.
        is_hole = len(part) == _GRAIN and part[:8] == _ZEROS[:8] and bytes(part) == _ZEROS
        if is_hole or not len(part):
            end = grain
        elif grain + len(part) == len(piece):
            end = len(piece)
        else:
            continue
        if end > start:
            os.lseek(fd, offset + start, os.SEEK_SET)
            write_all(fd, [piece[start:end]], end - start)
            written += end - start
        start = grain + _GRAIN
    return written


def _failed(error: OSError, source: Source) -> TransportError:
    import tempfile

    where = f" in {tempfile.tempdir}" if tempfile.tempdir else ""
    reason = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        reason += "; the variable TMPDIR names another directory"
    return TransportError(f"cannot be kept in a temporary file{where}: {reason}", source=source.name)
