"""A file's pages used where the system keeps them, without a copy.

Touching a mapped page that cannot be read (a bad disk, a file cut short)
would kill the process, so no page is touched before the system has been
asked to bring it in, which reports a failure as an error; then the caller
reads in the ordinary way and gets the reason.  Needs Linux 5.14; elsewhere
there is no mapping.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable
from functools import cache

_MADV_POPULATE_READ = 22
_MADV_DONTNEED = 4
_PAGE = mmap.PAGESIZE


class FileMapping:
    """A regular file in memory, read-only.

    Args:
        fd: open for reading.
        length: how much of it, from its start.

    Attributes:
        view: the bytes; only those that :meth:`populate` has confirmed may be touched.

    Raises:
        OSError: it cannot be mapped.
    """

    def __init__(self, fd: int, length: int) -> None:
        self._map = mmap.mmap(fd, length, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
        self.view = memoryview(self._map)
        call = _madvise()
        if call is None:
            raise OSError("no madvise")
        self._advise, address_of = call
        self._address = address_of(self.view)

    def populate(self, offset: int, length: int) -> bool:
        """Bring in the pages of a range; False when that fails."""
        start = offset // _PAGE * _PAGE
        return self._advise(self._address + start, offset + length - start, _MADV_POPULATE_READ) == 0

    def forget(self, offset: int, length: int) -> None:
        """Let the system take back whole pages of a range; they stay usable.

        What of the range lies outside of the file is not touched: other memory may be there.
        """
        start = -(-max(0, offset) // _PAGE) * _PAGE
        stop = min(offset + length, len(self.view)) // _PAGE * _PAGE
        if stop > start:
            self._advise(self._address + start, stop - start, _MADV_DONTNEED)


@cache
def _madvise() -> tuple[Callable[[int, int, int], int], Callable[[memoryview], int]] | None:
    """The C library's call (the interpreter's own would hold up all threads), and what finds an address."""
    if sys.platform != "linux":
        return None
    import ctypes  # slow to import: only long inputs come here

    class Buffer(ctypes.Structure):
        """The interpreter's ``Py_buffer``, as far as needed here; room for the rest."""

        _fields_ = (("buf", ctypes.c_void_p), ("rest", ctypes.c_char * 128))

    def address_of(view: memoryview) -> int:
        buffer = Buffer()
        ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(view), ctypes.byref(buffer), 0)
        address = int(buffer.buf or 0)
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))
        return address

    try:
        call = ctypes.CDLL(None, use_errno=True).madvise
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    call.restype = ctypes.c_int
    return call, address_of
