"""Applies the difference that an XBZRLE record holds to the page before.

Source: QEMU ``migration/xbzrle.c``, ``xbzrle_decode_buffer``.
"""

from __future__ import annotations

from qmigui.errors import FormatError
from qmigui.stream.checks.xbzrle import xbzrle_fault


def apply_xbzrle(page: bytearray, data: bytes | memoryview, offset: int, path: str) -> None:
    """Change *page* as *data* says.

    Args:
        page: the content before.
        data: what follows the record's length.
        offset: of the record, for messages.
        path: of the block, for messages.

    Raises:
        FormatError: *data* does not follow the grammar.
    """
    fault = xbzrle_fault(data, len(page))
    if fault is not None:
        raise FormatError(f"no XBZRLE page: {fault}", offset=offset, path=path, code="xbzrle")
    pos = place = 0
    while pos < len(data):
        count, pos = _count(data, pos)
        place += count
        count, pos = _count(data, pos)
        page[place : place + count] = data[pos : pos + count]
        place += count
        pos += count


def _count(data: bytes | memoryview, pos: int) -> tuple[int, int]:
    """A count (``uleb128_decode_small``) and the position after it; the grammar has been checked."""
    octet = data[pos]
    return (octet, pos + 1) if octet < 0x80 else (octet & 0x7F | data[pos + 1] << 7, pos + 2)
