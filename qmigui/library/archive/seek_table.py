"""zstd's seekable format: the table at the end of the file.

Layout (zstd ``contrib/seekable_format``, version 0.1.0), little-endian: a
skippable frame of entries ``(u32 compressed size, u32 raw size, u32 low half
of XXH64(raw))``, one for every frame before it, then ``u32 number of frames,
u8 0x80, u32 0x8F92EAB1``.  Skippable frames are listed with a raw size and a
checksum of 0.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from qmigui.errors import LibraryError
from qmigui.library.archive.layout import SEEK_MAGIC, SKIPPABLE, skippable

if TYPE_CHECKING:
    import numpy.typing as npt

ENTRY = np.dtype([("stored_length", "<u4"), ("raw_length", "<u4"), ("checksum", "<u4")])
FOOTER = struct.Struct("<IBI")
FOOTER_LENGTH = 9
MAX_ENTRIES = 1 << 24
"""Frames that a table may list: 16 TiB of a delta, twice that otherwise."""
_WITH_CHECKSUMS = 0x80
_MAGIC = 0x8F92EAB1


def pack(entries: npt.NDArray[np.void]) -> bytes:
    """The whole skippable frame for *entries* (of :data:`ENTRY`)."""
    return skippable(SEEK_MAGIC, entries.tobytes() + FOOTER.pack(len(entries), _WITH_CHECKSUMS, _MAGIC))


def is_footer(octets: bytes) -> bool:
    """Whether a file that ends with these octets ends with a seek table."""
    return len(octets) == FOOTER_LENGTH and FOOTER.unpack(octets)[2] == _MAGIC


def length_from_footer(footer: bytes, file_size: int) -> int:
    """How long the table is whose last octets are *footer*.

    Raises:
        LibraryError: no table of ours ends so, or not in a file of that size.
    """
    if len(footer) != FOOTER_LENGTH:
        raise LibraryError("the file is too short for an archive")
    count, descriptor, magic = FOOTER.unpack(footer)
    if magic != _MAGIC:
        raise LibraryError("the file does not end with a seek table")
    if descriptor != _WITH_CHECKSUMS:
        raise LibraryError(f"its seek table has descriptor {descriptor:#04x}, which no archive has")
    length = SKIPPABLE.size + int(count) * ENTRY.itemsize + FOOTER_LENGTH
    if count > MAX_ENTRIES or length > file_size:
        raise LibraryError(f"its seek table of {count} frames is longer than can be")
    return length


def unpack(table: bytes, offset: int) -> npt.NDArray[np.void]:
    """The entries of a table.

    Args:
        table: all of its octets.
        offset: where in the file it begins: the frames before it must be as long together.

    Raises:
        LibraryError: it contradicts itself or the file.
    """
    magic, size = SKIPPABLE.unpack_from(table)
    if magic != SEEK_MAGIC or size != len(table) - SKIPPABLE.size:
        raise LibraryError("its seek table has no proper head", offset=offset)
    entries = np.frombuffer(table[SKIPPABLE.size : -FOOTER_LENGTH], dtype=ENTRY)
    total = int(entries["stored_length"].sum(dtype=np.uint64))
    if total != offset:
        raise LibraryError(
            f"its seek table lists frames of {total} bytes together, but {offset} stand before it",
            offset=offset,
        )
    return entries
