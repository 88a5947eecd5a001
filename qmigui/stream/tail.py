"""Finding the VM description from the end of a stream, and the stream's parts by it.

The end of a complete file is ``00 06 LLLLLLLL JSON``.  The JSON has no octet
below 20 hex, so the last ``00 06`` whose length fits is it; where bytes follow
the stream (volumes, block devices), the text must also begin and end like one.
Source: QEMU ``migration/savevm.c``, ``qemu_savevm_state_complete_precopy``.
"""

from __future__ import annotations

import re
import struct
from typing import Protocol

from qmigui.record import record

HEAD_LENGTH = 6  # 00 06 and the be32
# How far from the end is looked, and in steps of how many octets.
TAIL_LIMIT = 64 << 20
TAIL_STEP = 256 << 10
FORWARD_STEP = 1 << 20
FORWARD_LIMIT = 256 << 20
_HEAD = re.compile(rb"\x00\x06(?=[\x00-\xff]{4}\{)", re.DOTALL)
_KNOWN_START = re.compile(rb'\{ ?"(?:configuration|page_size|devices|vmsd)"')


class RandomAccess(Protocol):
    """Anything that reads at an offset."""

    @property
    def size(self) -> int | None:
        """Length, where it is known."""

    def pread(self, offset: int, length: int) -> bytes:
        """Read; shorter at the end."""


@record
class Found:
    """Where a description lies.

    Attributes:
        offset: of the 06 octet.
        text_offset: of the JSON.
        text_length: of the JSON.
    """

    offset: int
    text_offset: int
    text_length: int


def find_description(access: RandomAccess, start: int) -> Found | None:
    """Find the description of the stream that begins at or before *start*.

    The data from *start*, where the device state begins, is searched forward:
    what lies at the end may be of a stream that was there before.  Else a text
    that reaches exactly to the end of the data is taken.

    Args:
        access: the data; its size must be known.
        start: nothing before this offset is looked at.
    """
    size = access.size
    if size is None:
        return None
    return _forward(access, start, size) or _from_end(access, start, size)


def find_before(access: RandomAccess, start: int, found: Found) -> Found | None:
    """A description that stands before *found*, from *start*, where the device state begins, on."""
    nearer = _forward(access, start, found.offset)
    return nearer if nearer is not None and nearer.offset < found.offset else None


def find_here(access: RandomAccess, offset: int) -> Found | None:
    """A description whose 06 octet is at *offset*."""
    head = access.pread(offset, 5 + 64)
    if len(head) < 6 or head[0] != 6 or not _KNOWN_START.match(head, 5):
        return None
    return _whole(access, offset, struct.unpack_from(">I", head, 1)[0], access.size or 0)


def _whole(access: RandomAccess, offset: int, length: int, size: int) -> Found | None:
    """The description at *offset*, if a text of that *length* can be there."""
    end = offset + 5 + length
    if end > size or access.pread(end - 1, 1) != b"}":
        return None
    return Found(offset, offset + 5, length)


def find_at_end(access: RandomAccess, start: int) -> Found | None:
    """Only a description that reaches exactly to the end of the data."""
    return _from_end(access, start, access.size) if access.size is not None else None


def _from_end(access: RandomAccess, start: int, size: int) -> Found | None:
    last = access.pread(size - 1, 1) if size > start else b""
    if last != b"}":
        return None
    position = size
    stop = max(start, size - TAIL_LIMIT)
    while position > stop:
        begin = max(stop, position - TAIL_STEP)
        # A head may go on into the step before this one.
        data = access.pread(begin, position - begin + HEAD_LENGTH)
        for match in reversed([m.start() for m in _HEAD.finditer(data)]):
            length = struct.unpack_from(">I", data, match + 2)[0]
            if begin + match + HEAD_LENGTH + length == size:
                offset = begin + match + 1
                return Found(offset, offset + 5, length)
        position = begin
    return None


def _forward(access: RandomAccess, start: int, size: int) -> Found | None:
    position = start
    stop = min(size, start + FORWARD_LIMIT)
    while position < stop:
        data = access.pread(position, FORWARD_STEP + 64)
        for match in _HEAD.finditer(data):
            if match.start() >= FORWARD_STEP or len(data) < match.start() + 64 < size - position:
                continue
            length = struct.unpack_from(">I", data, match.start() + 2)[0]
            if not _KNOWN_START.match(data, match.start() + HEAD_LENGTH):
                continue
            if found := _whole(access, position + match.start() + 1, length, size):
                return found
        position += FORWARD_STEP
    return None
