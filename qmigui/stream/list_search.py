"""Entries of the RAM block list, found without what stands before them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from qmigui.stream import wire
from qmigui.stream.ram_reader import is_name

if TYPE_CHECKING:
    from qmigui.stream.ram_reader import RamState
    from qmigui.stream.tail import RandomAccess

ENTRY_LENGTH = 1 + 255 + 8 + 8 + 8 + wire.MAPPED_HEADER_LENGTH
# How far a next entry is looked for: what one damaged entry may take.
REACH = 640


class Entry(NamedTuple):
    """One block of the list.

    Attributes:
        name: block id.
        used_length: bytes.
        end: offset of what follows the entry, with its pages where they follow.
    """

    name: bytes
    used_length: int
    end: int


def entry_at(access: RandomAccess, offset: int, state: RamState, left: int) -> Entry | None:
    """The entry at *offset*, or None if there can be none.

    Args:
        access: the data.
        offset: where it would begin.
        state: tells what entries have.
        left: bytes of RAM that it may have at most.
    """
    data = access.pread(offset, ENTRY_LENGTH)
    if not data or len(data) < 9 + data[0]:
        return None
    pos = 1 + data[0]
    name = data[1:pos]
    (used,) = struct.unpack_from(">Q", data, pos)
    if not is_name(name) or not 0 < used <= left or used % wire.MIN_PAGE_SIZE:
        return None
    pos += 8
    if state.may_have_page_size and len(data) >= pos + 8:
        (value,) = struct.unpack_from(">Q", data, pos)
        if value >= 4096 and not value & (value - 1) and value <= 1 << 40:
            pos += 8
    if state.has_guest_addr:
        pos += 8
    if not state.has_mapped:
        return Entry(name, used, offset + pos)
    if len(data) < pos + wire.MAPPED_HEADER_LENGTH:
        return None
    version, size, bitmap_offset, pages_offset = struct.unpack_from(wire.MAPPED_HEADER, data, pos)
    pos += wire.MAPPED_HEADER_LENGTH
    if version != wire.MAPPED_VERSION or size & (size - 1) or not size >= wire.MIN_PAGE_SIZE:
        return None
    if not bitmap_offset and not pages_offset:
        return Entry(name, used, offset + pos)
    end = pages_offset + used
    if bitmap_offset != offset + pos or pages_offset <= bitmap_offset or end > (access.size or 0):
        return None
    return Entry(name, used, end)


def entries_at(access: RandomAccess, offset: int, state: RamState, left: int) -> list[Entry]:
    """Entries from *offset* on, as long as they make sense and do not repeat a name."""
    entries: list[Entry] = []
    names = set(state.lengths)
    while left and len(entries) < wire.MAX_BLOCKS:
        entry = entry_at(access, offset, state, left)
        if entry is None or entry.name in names:
            break
        entries.append(entry)
        names.add(entry.name)
        left -= entry.used_length
        offset = entry.end
    return entries


def mapped_ends(access: RandomAccess, offset: int, state: RamState) -> list[tuple[bytes, int, int]]:
    """Where the entry after a damaged mapped-ram entry at *offset* may begin, likely places first.

    The pages offset is as the header tells it, or the next mebibyte behind the
    bitmap, where QEMU puts it.

    Returns:
        Name and used length of the damaged entry, and the offset behind its pages.
    """
    data = access.pread(offset, ENTRY_LENGTH)
    if not data or len(data) < 9 + data[0]:
        return []
    pos = 1 + data[0]
    name = data[1:pos]
    (used,) = struct.unpack_from(">Q", data, pos)
    pos += 8 + (8 if state.has_guest_addr else 0)
    if len(data) < pos + wire.MAPPED_HEADER_LENGTH or used > wire.MAX_ADDRESS:
        return []
    pages_offset = struct.unpack_from(wire.MAPPED_HEADER, data, pos)[3]
    page_size = state.page_size or 4096
    bitmap_end = offset + pos + wire.MAPPED_HEADER_LENGTH + -(-(used // page_size) // 64) * 8
    usual = usual_pages_offset(bitmap_end)
    return [(name, used, place + used) for place in dict.fromkeys((pages_offset, usual))]


def usual_pages_offset(bitmap_end: int) -> int:
    """Where QEMU puts the pages of a block whose bitmap ends there."""
    return -(-bitmap_end // wire.MAPPED_ALIGNMENT) * wire.MAPPED_ALIGNMENT
