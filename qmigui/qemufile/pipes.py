"""Standard input and output, pipes and passed descriptors: bytes in order only."""

from __future__ import annotations

import fcntl
import os
import select
import stat
from collections.abc import Sequence

from qmigui.progress import Cancel
from qmigui.qemufile.base import Buffer, SequentialSource, Sink
from qmigui.qemufile.descriptors import transport_error, wait_until_ready, write_all, write_zeros

PIPE_SIZE = 1 << 20
"""Wanted capacity of a pipe: twice as fast as the usual 64 KiB, and what an ordinary user may have."""


class DescriptorSource(SequentialSource):
    """Reads whatever a descriptor gives.

    Args:
        fd: an open descriptor, blocking or not.
        name: how messages call it.
        close_fd: whether the descriptor is ours to close.
        cancel: can end the wait for bytes that do not come.
    """

    def __init__(self, fd: int, name: str, *, close_fd: bool = True, cancel: Cancel | None = None) -> None:
        self.name = name
        self._fd = fd
        self._close_fd = close_fd
        self._cancel = cancel
        _enlarge_pipe(fd)

    def _receive(self, buf: memoryview) -> int:
        while True:
            try:
                # A FIFO without a writer is not at its end: only poll tells the difference.
                wait_until_ready(self._fd, select.POLLIN, self._cancel)
                return os.readv(self._fd, [buf])
            except BlockingIOError:
                continue
            except OSError as error:
                raise transport_error("cannot be read", error, self.name) from error

    def close(self) -> None:
        """Close the descriptor if it is ours."""
        fd, self._fd = self._fd, -1
        if fd >= 0 and self._close_fd:
            os.close(fd)


class DescriptorSink(Sink):
    """Writes to a descriptor as it goes; nothing can be taken back.

    Args:
        fd: an open descriptor, blocking or not.
        name: how messages call it.
        close_fd: whether the descriptor is ours to close.
    """

    can_skip = False

    def __init__(self, fd: int, name: str, *, close_fd: bool = True) -> None:
        self.name = name
        self._fd = fd
        self._close_fd = close_fd
        _enlarge_pipe(fd)

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Write all *segments*; see :meth:`Sink.write`."""
        try:
            write_all(self._fd, segments, length)
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error

    def write_zeros(self, length: int) -> None:
        """Write *length* zero bytes."""
        try:
            write_zeros(self._fd, length)
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error

    def commit(self) -> None:
        """Learn of late errors, and close the descriptor if it is ours."""
        try:
            if stat.S_ISBLK(os.fstat(self._fd).st_mode):
                os.fsync(self._fd)
            # Some file systems report a full disk on close; a copy does not take standard output away.
            os.close(os.dup(self._fd))
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error
        finally:
            self.abort()

    def abort(self) -> None:
        """Close the descriptor if it is ours; what was written is gone."""
        fd, self._fd = self._fd, -1
        if fd >= 0 and self._close_fd:
            os.close(fd)


def _enlarge_pipe(fd: int) -> None:
    """Make a pipe hold more, where the system lets us; anything else stays as it is."""
    resize = getattr(fcntl, "F_SETPIPE_SZ", None)
    if resize is None:
        return
    try:
        if stat.S_ISFIFO(os.fstat(fd).st_mode) and fcntl.fcntl(fd, fcntl.F_GETPIPE_SZ) < PIPE_SIZE:
            fcntl.fcntl(fd, resize, PIPE_SIZE)
    except OSError:
        pass  # only slower: the user's share of pipe memory is used up
