"""Asks the system to begin writing to the disk what a file holds in memory.

Without it a long output ends in a long fsync; with it the disk works while
we do.  It is a hint: where the call is missing nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

_SYNC_FILE_RANGE_WRITE = 2


def start_writeback(fd: int, offset: int, length: int) -> None:
    """Begin writing *length* bytes at *offset* of *fd* to the disk; do not wait for it."""
    if call := _sync_file_range():
        call(fd, offset, length, _SYNC_FILE_RANGE_WRITE)


@cache
def _sync_file_range() -> Callable[[int, int, int, int], int] | None:
    """The C library's function, or None."""
    import ctypes  # slow to import: only long outputs come here

    try:
        call = ctypes.CDLL(None).sync_file_range
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)
    call.restype = ctypes.c_int
    found: Callable[[int, int, int, int], int] = call
    return found
