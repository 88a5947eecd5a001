"""One file of the program ``lzop``: a header, then blocks that LZO1X has compressed.

    89 4C 5A 4F 00 0D 0A 1A 0A, be16 version, be16 of the library, be16 needed version,
    method, level, be32 flags, be32 mode, be32 and be32 time, name, be32 checksum
    blocks: be32 length, be32 compressed length, checksums as the flags have it, data
    be32 0

Source: lzop 1.04, ``conf.h`` and ``lzop.c``.  The checksums of header and blocks are compared.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from lzallright import LZOCompressor, LZOError

MAGIC = b"\x89LZO\x00\r\n\x1a\n"
MAX_BLOCK_LENGTH = 1 << 20
"""Longer blocks are refused.  lzop writes 256 KiB; a damaged block may make 255 times its length."""

_ADLER_PLAIN, _ADLER_PACKED, _EXTRA, _CRC_PLAIN, _CRC_PACKED = 0x1, 0x2, 0x40, 0x100, 0x200
_MULTIPART, _FILTER, _HEADER_CRC = 0x400, 0x800, 0x1000
_LONG_HEADER = 0x0940
"""Version from which headers have the needed version, the level and a longer time."""
_METHODS = (1, 2, 3)
_FIXED_LENGTH = 33
"""Octets of a long header from the magic to the length of the name."""


class LzopError(Exception):
    """The data do not follow the format, or a checksum is wrong."""


class _Flags(NamedTuple):
    """Which checksums stand before a block."""

    plain: tuple[str, ...]
    packed: tuple[str, ...]


class LzopFile:
    """Decodes one file; the interface is that of ``bz2.BZ2Decompressor``.

    It gives a block at a time, as it was decoded: every copy would be felt.
    """

    def __init__(self) -> None:
        self._pending = b""
        self._position = 0
        self._output = memoryview(b"")
        self._flags: _Flags | None = None
        self._ended = False
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the end mark has been read and all output given."""
        return self._ended and not self._output

    @property
    def unused_data(self) -> bytes:
        """What followed the end mark."""
        return self._pending[self._position :] if self._ended else b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decode *data* and what earlier calls left over; at most *max_length* bytes, perhaps none.

        Raises:
            LzopError: the data are damaged, or of a kind that lzop itself does not write.
        """
        if data:
            self._pending, self._position = self._pending[self._position :] + data, 0
        if self._output:
            return self._rest(max_length)
        if self._flags is None:
            self._position = self._read_header()
        block, after = b"", self._position
        if self._flags is not None and not self._ended:
            block, after = self._block(self._position)
        self.needs_input = after == self._position and not self._ended
        self._position = after
        if len(block) <= max_length:
            return block
        self._output = memoryview(block)
        return self._rest(max_length)

    def _rest(self, max_length: int) -> bytes:
        """What is left of a block that was too long for one call."""
        output = bytes(self._output[:max_length])
        self._output = self._output[max_length:]
        return output

    def _read_header(self) -> int:
        """Read the header; its length, or 0 when it is not complete yet."""
        data = self._pending
        if not data.startswith(MAGIC[: len(data)]):
            raise LzopError("its magic is damaged")
        if len(data) < _FIXED_LENGTH + 8:
            return 0
        version = int.from_bytes(data[9:11], "big")
        is_long = version >= _LONG_HEADER
        at = 15 if is_long else 13
        method = data[at]
        at += 2 if is_long else 1
        (flags,) = struct.unpack_from(">I", data, at)
        at += 4 + (4 if flags & _FILTER else 0) + (12 if is_long else 8)
        if method not in _METHODS:
            raise LzopError(f"its method {method} is not one of LZO1X")
        if flags & (_FILTER | _MULTIPART):
            raise LzopError("it has a filter or several parts, which is not read")
        if len(data) <= at or len(data) < at + 1 + data[at] + 4:
            return 0
        at += 1 + data[at]
        _compare("crc" if flags & _HEADER_CRC else "adler", data[len(MAGIC) : at], data[at : at + 4])
        at += 4
        if flags & _EXTRA:
            if len(data) < at + 4:
                return 0
            (extra,) = struct.unpack_from(">I", data, at)
            if extra > MAX_BLOCK_LENGTH:
                raise LzopError(f"an extra field of {extra} bytes")
            if len(data) < at + 4 + extra + 4:
                return 0
            at += 4 + extra + 4
        plain = [("adler", _ADLER_PLAIN), ("crc", _CRC_PLAIN)]
        packed = [("adler", _ADLER_PACKED), ("crc", _CRC_PACKED)]
        self._flags = _Flags(
            tuple(kind for kind, bit in plain if flags & bit),
            tuple(kind for kind, bit in packed if flags & bit),
        )
        return at

    def _block(self, start: int) -> tuple[bytes, int]:
        """The contents of a block and where it ends; nothing and *start* when it is not complete yet."""
        flags, data = self._flags, self._pending
        assert flags is not None
        if len(data) < start + 4:
            return b"", start
        (length,) = struct.unpack_from(">I", data, start)
        if not length:
            self._ended = True
            return b"", start + 4
        if len(data) < start + 8:
            return b"", start
        (packed_length,) = struct.unpack_from(">I", data, start + 4)
        if length > MAX_BLOCK_LENGTH or not 0 < packed_length <= length:
            raise LzopError(f"a block of {packed_length} bytes that stand for {length}")
        is_packed = packed_length < length
        at = start + 8 + 4 * len(flags.plain) + (4 * len(flags.packed) if is_packed else 0)
        end = at + packed_length
        if len(data) < end:
            return b"", start
        block, sums = data[at:end], start + 8
        kinds = flags.plain
        if is_packed:
            for number, kind in enumerate(flags.packed):
                place = sums + 4 * (len(kinds) + number)
                _compare(kind, block, data[place : place + 4])
            try:
                block = LZOCompressor.decompress(block, length)
            except LZOError:  # its text would hold the data
                raise LzopError("a block does not decode") from None
            if len(block) != length:
                raise LzopError(f"a block gives {len(block)} bytes instead of {length}")
        for number, kind in enumerate(kinds):
            _compare(kind, block, data[sums + 4 * number : sums + 4 * number + 4])
        return block, end


def _compare(kind: str, data: bytes, told: bytes) -> None:
    """Whether a checksum is that of *data*."""
    found = zlib.crc32(data) if kind == "crc" else zlib.adler32(data)
    if found.to_bytes(4, "big") != told:
        raise LzopError("a checksum is wrong")
