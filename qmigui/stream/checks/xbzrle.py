"""The grammar of an XBZRLE page: runs of what stays and of what changes.

Source: QEMU ``migration/xbzrle.c``, ``xbzrle_decode_buffer``.
"""

from __future__ import annotations


def xbzrle_fault(data: bytes | memoryview, page_size: int) -> str | None:
    """What is wrong with an encoded difference, in a few words; None when nothing is.

    Args:
        data: what follows the length.
        page_size: of the target.
    """
    pos, done, first = 0, 0, True
    end = len(data)
    while pos < end:
        count, pos = _count(data, pos)
        if count is None:
            return "a count of more than two octets, or cut off"
        if not count and not first:
            return "an empty run of unchanged octets"
        done += count
        if done > page_size:
            return "unchanged octets beyond the end of the page"
        count, pos = _count(data, pos)
        if count is None:
            return "unchanged octets with nothing behind them" if pos >= end else "a count that goes on"
        if not count:
            return "an empty run of changed octets"
        pos += count
        done += count
        if pos > end:
            return "changed octets that are cut off"
        if done > page_size:
            return "changed octets beyond the end of the page"
        first = False
    return None


def _count(data: bytes | memoryview, pos: int) -> tuple[int | None, int]:
    """Read a count (``uleb128_decode_small``) and the position after it; None when it is none."""
    if pos >= len(data):
        return None, pos
    octet = data[pos]
    if octet < 0x80:
        return octet, pos + 1
    if pos + 1 >= len(data) or data[pos + 1] & 0x80:
        return None, pos + 1
    return octet & 0x7F | data[pos + 1] << 7, pos + 2
