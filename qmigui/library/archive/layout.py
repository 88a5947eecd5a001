"""Numbers of the archive format; ``ARCHIVE.md`` explains each."""

from __future__ import annotations

import struct

import numpy as np

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
TEXT_MAGIC = 0x184D2A50
META_MAGIC = 0x184D2A51
LEAD_MAGIC = 0x184D2A52
PREFIX_MAGIC = 0x184D2A53
SEEK_MAGIC = 0x184D2A5E
SKIPPABLE = struct.Struct("<II")
"""Header of a skippable frame: magic, length of what follows."""

LEAD_CONTENTS = struct.Struct("<4sHH32sQ")
"""LEAD: magic, version, 0, SHA-256 of the parent's stream, its length."""
LEAD_NAME = b"QSTL"
PREFIX_CONTENTS = struct.Struct("<QI")
"""Before a frame with a prefix: offset and length in the parent's stream."""

VERSION = 1
FLAG_DELTA = 1
KNOWN_FLAGS = FLAG_DELTA

CELL = 2 << 20
"""Guest addresses that share a frame, in bytes, unless the level asks for more."""
SMALL_CELL = 8 << 20
"""The same at the level that makes archives smallest."""
LEAST_CELL = 64 << 10
MIN_SHARE = 8
"""A frame of RAM has at least this part of a cell's bytes before it is cut where a cell ends."""
LONGEST_WRITTEN = SMALL_CELL * 3 // 2
"""Frames that are written are at most so long: one and a half cells."""
LONGEST_FRAME = 64 << 20
"""Longest frame that is read: other versions may cut otherwise."""
LONGEST_PREFIX = 256 << 20
MIN_PREFIX = 64 << 10
PREFIX_FACTOR = 3
"""A prefix is at most so many times as long as its frame."""

KIND_OTHER = 0
KIND_DENSE = 1
KIND_SPARSE = 2
KIND_MAPPED = 3
KIND_GRID = 4
KINDS_WITH_RAM = (KIND_DENSE, KIND_SPARSE, KIND_MAPPED)
FLAG_ZEROS = 1
FLAG_ALONE = 2
NO_BLOCK = 0xFFFF

FRAME = np.dtype(
    [
        ("raw_offset", "<u8"),
        ("raw_length", "<u4"),
        ("stored_length", "<u4"),
        ("stored_offset", "<u8"),
        ("raw_hash", "<u8"),
        ("stored_hash", "<u8"),
        ("block", "<u2"),
        ("kind", "u1"),
        ("flags", "u1"),
        ("pages", "<u4"),
        ("zero_pages", "<u4"),
        ("first_address", "<u8"),
        ("last_address", "<u8"),
        ("parent_offset", "<u8"),
        ("parent_length", "<u4"),
    ]
)
"""One row of the frame table: 80 octets."""

PAGE_ROW = np.dtype(
    [
        ("raw_offset", "<u8"),
        ("address", "<u8"),
        ("count", "<u4"),
        ("block", "<u2"),
        ("kind", "u1"),
    ]
)
"""One row of the page map: 23 octets."""
ROW_ZERO = 0
ROW_PAGE = 1
ROW_RECORD = 2
MAP_ROWS = 1 << 20
"""Rows of one chunk of the page map, at most."""

DICTIONARY_MAGIC = b"\x37\xa4\x30\xec"
"""A prefix that begins so would be taken for a dictionary of zstd's own."""


def skippable(magic: int, contents: bytes) -> bytes:
    """A skippable frame."""
    return SKIPPABLE.pack(magic, len(contents)) + contents
