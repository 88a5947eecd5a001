"""One LZ4 frame, decoded into the reader's own buffer.

The package's functions give new bytes at each call, by way of memory of their own: two copies of
everything, which together take half as long as the decoding.  So where the library inside of the package
can be called (its module lets it be seen), that is done; else its functions serve.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from lz4 import frame

if TYPE_CHECKING:
    import ctypes

_VERSION = 100
"""``LZ4F_VERSION`` of ``lz4frame.h``: that of the interface."""
_COPIED_LENGTH = 128 << 10
"""What the package's function may give at once: what is copied again is best still in the cache."""

Decode: TypeAlias = "Callable[[memoryview, int, memoryview], tuple[int, int, bool]]"
"""Decodes octets from a place on into a buffer: octets made, octets used, whether the frame is complete."""


class Lz4Frame:
    """Decodes one frame; see :class:`~qmigui.qemufile.codecs.Filling`."""

    def __init__(self) -> None:
        library = _library()
        self._decode = _by_package() if library is None else _by_library(library)
        self._data = memoryview(b"")
        self._used = 0
        self.eof = False
        self.needs_input = True
        self.unused_data = b""

    def decompress_into(self, data: bytes | memoryview, buf: memoryview, /) -> int:
        """Decode *data* and what earlier calls left over.

        Args:
            data: the next input; nothing while *needs_input* is not set.  Memory that can be written to is
                not copied, and must not change before *needs_input* is set again.
            buf: where the output goes; not empty.

        Returns:
            How much of *buf* was filled, perhaps nothing.

        Raises:
            RuntimeError: the data are damaged.
        """
        if data:
            view = memoryview(data)
            self._data, self._used = memoryview(bytearray(view)) if view.readonly else view, 0
        made, used, self.eof = self._decode(self._data, self._used, buf)
        self._used += used
        if self.eof:
            self.unused_data = bytes(self._data[self._used :])
        # A full buffer may leave more inside of the decoder even when no input is left over.
        self.needs_input = made < len(buf) and self._used == len(self._data)
        return made


def _by_package() -> Decode:
    context = frame.create_decompression_context()

    def decode(data: memoryview, start: int, buf: memoryview) -> tuple[int, int, bool]:
        limit = min(len(buf), _COPIED_LENGTH)
        output, used, ended = frame.decompress_chunk(context, data[start:], max_length=limit)
        buf[: len(output)] = output
        return len(output), used, ended

    return decode


@cache
def _library() -> ctypes.CDLL | None:
    """The library that the package's module holds, or has been linked with."""
    try:
        import ctypes  # slow to import

        from lz4.frame import _frame

        library = ctypes.CDLL(_frame.__file__)
        size, place = ctypes.c_size_t, ctypes.c_void_p
        library.LZ4F_createDecompressionContext.argtypes = (ctypes.POINTER(place), ctypes.c_uint)
        library.LZ4F_createDecompressionContext.restype = size
        library.LZ4F_freeDecompressionContext.argtypes = (place,)
        library.LZ4F_freeDecompressionContext.restype = size
        library.LZ4F_decompress.argtypes = (place, place, place, place, place, place)
        library.LZ4F_decompress.restype = size
        library.LZ4F_isError.argtypes = (size,)
        library.LZ4F_isError.restype = ctypes.c_uint
        library.LZ4F_getErrorName.argtypes = (size,)
        library.LZ4F_getErrorName.restype = ctypes.c_char_p
    except (ImportError, OSError, AttributeError):
        return None
    return library


class _Context:
    """One of the library's contexts, freed with this."""

    def __init__(self, library: ctypes.CDLL) -> None:
        import ctypes

        self.place = ctypes.c_void_p()
        _check(library, library.LZ4F_createDecompressionContext(ctypes.byref(self.place), _VERSION))
        weakref.finalize(self, library.LZ4F_freeDecompressionContext, self.place)


def _check(library: ctypes.CDLL, result: int) -> None:
    if library.LZ4F_isError(result):
        raise RuntimeError(library.LZ4F_getErrorName(result).decode("ascii", "replace"))


def _by_library(library: ctypes.CDLL) -> Decode:
    import ctypes

    context = _Context(library)
    size, octet, place_of = ctypes.c_size_t, ctypes.c_char, ctypes.byref

    def decode(data: memoryview, start: int, buf: memoryview) -> tuple[int, int, bool]:
        made, used = size(len(buf)), size(len(data) - start)
        # These keep the memory while they live.
        target, source = octet.from_buffer(buf), octet.from_buffer(data, start) if used.value else None
        result = library.LZ4F_decompress(
            context.place,
            place_of(target),
            place_of(made),
            None if source is None else place_of(source),
            place_of(used),
            None,
        )
        _check(library, result)
        return made.value, used.value, not result

    return decode
