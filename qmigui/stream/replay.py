"""Pages that are told in another way than by their octets.

Sources: QEMU ``migration/xbzrle.c`` (``xbzrle_decode_buffer``) and
``migration/ram-compress.c`` (``qemu_uncompress_data``).
"""

from __future__ import annotations

import zlib

from qmigui.errors import FormatError
from qmigui.stream.checks.xbzrle import xbzrle_fault


def patched(page: bytes, difference: bytes | memoryview) -> bytes:
    """A page with an XBZRLE difference applied.

    Args:
        page: what it was before.
        difference: runs of what stays and what changes.

    Raises:
        FormatError: that is no such difference.
    """
    fault = xbzrle_fault(difference, len(page))
    if fault is not None:
        raise FormatError(f"an XBZRLE page cannot be decoded: {fault}", code="xbzrle-grammar")
    new = bytearray(page)
    octets = bytes(difference)
    pos = done = 0
    while pos < len(octets):
        same, pos = _count(octets, pos)
        changed, pos = _count(octets, pos)
        done += same
        new[done : done + changed] = octets[pos : pos + changed]
        done += changed
        pos += changed
    return bytes(new)


def _count(octets: bytes, pos: int) -> tuple[int, int]:
    """A count of at most 14 bits, and the position behind it."""
    first = octets[pos]
    if first < 0x80:
        return first, pos + 1
    return first & 0x7F | octets[pos + 1] << 7, pos + 2


def inflated(data: bytes | memoryview, page_size: int) -> bytes:
    """The page that a COMPRESS_PAGE record holds.

    Args:
        data: one zlib stream, and nothing else unless more octets may follow.
        page_size: of the target.

    Raises:
        FormatError: it does not give exactly one page.
    """
    decoder = zlib.decompressobj()
    try:
        page = decoder.decompress(data, page_size + 1)
    except zlib.error as error:
        raise FormatError(f"a compressed page cannot be decoded: {error}", code="zlib-page") from error
    if len(page) != page_size or not decoder.eof:
        raise FormatError(f"a compressed page does not give {page_size} bytes", code="zlib-page")
    return page
