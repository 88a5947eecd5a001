"""System calls on file descriptors, done completely.

They raise OSError; :func:`transport_error` turns that into what the user sees.
"""

from __future__ import annotations

import errno
import os
import select
from collections.abc import Sequence

from qmigui.errors import TransportError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Buffer

IOV_MAX = 1024
"""Most segments of one writev (POSIX guarantees 16; Linux, the BSDs and macOS have 1024)."""

ZEROS = bytes(64 * 1024)

_CANCEL_LATENCY_MS = 100


def transport_error(what: str, error: OSError, name: str) -> TransportError:
    """The error for *name*: ``name: what: reason``."""
    reason = error.strerror or str(error)
    if error.errno == errno.EPIPE:
        reason = "the reading side has closed it"
    return TransportError(f"{what}: {reason}", source=name)


def wait_until_ready(fd: int, event: int, cancel: Cancel | None = None) -> None:
    """Sleep until *fd* is ready or has failed.

    Args:
        fd: any descriptor; a regular file is always ready.
        event: ``select.POLLIN`` or ``select.POLLOUT``.
        cancel: looked at every 100 ms.

    Raises:
        Cancelled: somebody asked for it.
    """
    poller = select.poll()
    poller.register(fd, event)
    while not poller.poll(_CANCEL_LATENCY_MS if cancel else None):
        if cancel:
            cancel.check()


def write_all(fd: int, segments: Sequence[Buffer], length: int) -> None:
    """Write all *segments*, whatever their number, where *fd* stands.

    Args:
        fd: blocking or not.
        segments: in the order in which they are to be written.
        length: the sum of their lengths.

    Raises:
        OSError: not all of it could be written.
    """
    total = 0
    for first in range(0, len(segments), IOV_MAX):
        batch = segments[first : first + IOV_MAX]
        left = sum(map(len, batch))
        total += left
        while left:
            written = _write_some(fd, batch)
            left -= written
            if left:
                batch = _without(batch, written)
    if total != length:
        raise ValueError(f"the segments hold {total} bytes, not {length}")


def write_zeros(fd: int, length: int) -> None:
    """Write *length* zero bytes where *fd* stands.

    Raises:
        OSError: not all of them could be written.
    """
    while length > 0:
        count = min(length, IOV_MAX * len(ZEROS))
        whole, rest = divmod(count, len(ZEROS))
        write_all(fd, [ZEROS] * whole + [ZEROS[:rest]], count)
        length -= count


def _write_some(fd: int, batch: Sequence[Buffer]) -> int:
    """One writev that writes at least one byte, also to a non-blocking descriptor."""
    while True:
        try:
            written = os.writev(fd, batch)
        except BlockingIOError:
            wait_until_ready(fd, select.POLLOUT)
            continue
        if not written:
            raise OSError(errno.EIO, "nothing could be written")
        return written


def _without(batch: Sequence[Buffer], done: int) -> Sequence[Buffer]:
    """What is left of *batch* after its first *done* bytes."""
    for index, segment in enumerate(batch):
        if done < len(segment):
            return [memoryview(segment)[done:], *batch[index + 1 :]]
        done -= len(segment)
    return []
