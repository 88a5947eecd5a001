"""Locks between processes: whole files, let go of by the system when a process dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from qmigui.errors import LibraryError
from qmigui.progress import Cancel

_POLL = 0.02
PATIENCE = 30.0
"""Seconds to wait for a lock that others hold for moments only."""


@contextlib.contextmanager
def locked(
    path: Path, *, shared: bool = False, patience: float = PATIENCE, cancel: Cancel | None = None
) -> Iterator[None]:
    """Hold the lock of the file at *path* inside the block; it is made if it is not there.

    Raises:
        LibraryError: others held it all the time, or the file cannot be used.
        Cancelled: someone asked for it.
    """
    deadline = time.monotonic() + patience
    fd = _open(path, os.O_RDWR | os.O_CREAT)
    try:
        while not _take(fd, shared):
            if cancel is not None:
                cancel.check()
            if time.monotonic() >= deadline:
                raise LibraryError("another program has been working on the library all the time")
            time.sleep(_POLL)
        yield
    finally:
        os.close(fd)


@contextlib.contextmanager
def locked_if_free(path: Path, *, shared: bool = False) -> Iterator[bool]:
    """As :func:`locked`, but without waiting; the block is told whether it holds the lock."""
    fd = _open(path, os.O_RDWR | os.O_CREAT)
    try:
        yield _take(fd, shared)
    finally:
        os.close(fd)


@contextlib.contextmanager
def claimed(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a file of the library that exists; shared: it is needed, else: it goes away.

    Raises:
        LibraryError: somebody needs it otherwise, or it cannot be opened.
    """
    fd = _open(path, os.O_RDONLY)
    try:
        if not _take(fd, shared):
            raise LibraryError("is in use by another program", source=path.name)
        yield
    finally:
        os.close(fd)


def _open(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise LibraryError(f"cannot be opened: {error.strerror}", source=str(path)) from error


def _take(fd: int, shared: bool) -> bool:
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
