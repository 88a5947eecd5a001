"""System calls on file descriptors, done completely.

They raise OSError; :func:`transport_error` turns that into what the user sees.
"""

from __future__ import annotations

import errno
import os
import select
import time
from collections.abc import Callable, Sequence

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


def wait_until_ready(
    fd: int, event: int, cancel: Cancel | None = None, timeout: float | None = None
) -> None:
    """Sleep until *fd* is ready or has failed.

    Args:
        fd: any descriptor; a regular file is always ready.
        event: ``select.POLLIN`` or ``select.POLLOUT``.
        cancel: looked at every 100 ms.
        timeout: seconds to wait at most, or None.

    Raises:
        Cancelled: somebody asked for it.
        TimeoutError: it took longer.
    """
    poller = select.poll()
    poller.register(fd, event)
    end = time.monotonic() + timeout if timeout is not None else None
    while not poller.poll(_CANCEL_LATENCY_MS if cancel or end is not None else None):
        if cancel:
            cancel.check()
        if end is not None and time.monotonic() >= end:
            raise TimeoutError(f"not within {timeout:g} s")


def write_all(
    fd: int, segments: Sequence[Buffer], length: int, wait: Callable[[], None] | None = None
) -> None:
    """Write all *segments*, whatever their number, where *fd* stands.

    Args:
        fd: blocking or not.
        segments: in the order in which they are to be written.
        length: the sum of their lengths.
        wait: returns when a non-blocking *fd* may take more, or raises; None: wait as long as it takes.

    Raises:
        OSError: not all of it could be written.
    """
    total = 0
    for first in range(0, len(segments), IOV_MAX):
        batch = segments[first : first + IOV_MAX]
        left = sum(map(len, batch))
        total += left
        while left:
            written = _write_some(fd, batch, wait)
            left -= written
            if left:
                batch = _without(batch, written)
    if total != length:
        raise ValueError(f"the segments hold {total} bytes, not {length}")


def write_zeros(fd: int, length: int, wait: Callable[[], None] | None = None) -> None:
    """Write *length* zero bytes where *fd* stands; *wait* as in :func:`write_all`.

    Raises:
        OSError: not all of them could be written.
    """
    while length > 0:
        count = min(length, IOV_MAX * len(ZEROS))
        whole, rest = divmod(count, len(ZEROS))
        write_all(fd, [ZEROS] * whole + [ZEROS[:rest]], count, wait)
        length -= count


def _write_some(fd: int, batch: Sequence[Buffer], wait: Callable[[], None] | None) -> int:
    """One writev that writes at least one byte, also to a non-blocking descriptor."""
    while True:
        try:
            written = os.writev(fd, batch)
        except BlockingIOError:
            if wait:
                wait()
            else:
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
