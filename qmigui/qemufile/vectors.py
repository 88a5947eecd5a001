"""Calls of the C library that read and write a file at any place: by a table of places, and holes.

The interpreter's own ``pwritev`` wants an object for each piece; here the table
is memory that somebody else has filled, so that a million pages cost no objects.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

_PUNCH_HOLE = 0x02 | 0x01  # FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE


def write_table(fd: int, address: int, count: int, offset: int) -> int:
    """One ``pwritev``; the GIL is free meanwhile.

    Args:
        fd: open for writing.
        address: of a table of pairs of 64-bit numbers: where a piece lies in
            memory, and how long it is (``struct iovec`` of a 64-bit system).
        count: how many pieces, at most 1024.
        offset: in the file.

    Returns:
        How many octets were written.

    Raises:
        OSError: none could be.
    """
    return _called(_vector_call("pwritev"), fd, address, count, offset)


def read_table(fd: int, address: int, count: int, offset: int) -> int:
    """One ``preadv``; arguments as of :func:`write_table`, the pieces are filled.

    Returns:
        How many octets were read; fewer than asked for at the end, and not only there.

    Raises:
        OSError: none could be.
    """
    return _called(_vector_call("preadv"), fd, address, count, offset)


def punch_hole(fd: int, offset: int, length: int) -> bool:
    """Make a stretch of *fd* a hole; False where the system or the file system cannot."""
    call = _fallocate()
    return call is not None and call(fd, _PUNCH_HOLE, offset, length) == 0


def _called(
    how: tuple[Callable[[int, int, int, int], int], Callable[[], int]], *arguments: int
) -> int:
    call, errno_of = how
    octets = call(*arguments)
    if octets < 0:
        number = errno_of()
        raise OSError(number, os.strerror(number))
    return octets


@cache
def _vector_call(name: str) -> tuple[Callable[[int, int, int, int], int], Callable[[], int]]:
    import ctypes  # slow to import

    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, name)
    call.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
    call.restype = ctypes.c_ssize_t
    return call, ctypes.get_errno


@cache
def _fallocate() -> Callable[[int, int, int, int], int] | None:
    import ctypes

    try:
        call = ctypes.CDLL(None).fallocate
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    call.restype = ctypes.c_int
    found: Callable[[int, int, int, int], int] = call
    return found
