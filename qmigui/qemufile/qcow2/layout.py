"""Numbers of the qcow2 format (QEMU ``docs/interop/qcow2.rst``, ``block/qcow2.h``)."""

from __future__ import annotations

MAGIC = b"QFI\xfb"

HEADER = ">4sIQIIQIIQQIIQ"
"""Magic, version, backing name's offset and length, cluster bits, disk size, crypt method, entries and
offset of the L1 table, offset and clusters of the refcount table, number and offset of snapshots."""
HEADER_V2_LENGTH = 72
HEADER_V3 = ">QQQII"
"""Incompatible, compatible and autoclear features, refcount order, length of the header."""
HEADER_V3_LENGTH = 104

DIRTY, CORRUPT, EXTERNAL_DATA, COMPRESSION_TYPE, EXTENDED_L2 = 0x1, 0x2, 0x4, 0x8, 0x10
KNOWN_FEATURES = 0x1F

DEFLATE, ZSTD = 0, 1

MIN_CLUSTER_BITS, MAX_CLUSTER_BITS = 9, 21
MAX_L1_LENGTH = 32 << 20
"""``QCOW_MAX_L1_SIZE``, in octets."""
MAX_SNAPSHOTS = 65536
MAX_SNAPSHOT_TABLE_LENGTH = 64 << 20
"""``QCOW_MAX_SNAPSHOTS_SIZE``."""
MAX_EXTRA_LENGTH = 1024
"""``QCOW_MAX_SNAPSHOT_EXTRA_DATA``."""

SNAPSHOT = ">QIHHIIQII"
"""L1 offset, L1 entries, lengths of id and name, seconds, nanoseconds, guest clock, size of the state,
length of the extra data."""
SNAPSHOT_LENGTH = 40

OFFSET_MASK = 0x00FF_FFFF_FFFF_FE00
"""Bits 9 to 55 of an entry of an L1 or L2 table."""
COMPRESSED = 1 << 62
ZERO = 1
SUBCLUSTERS = 32
ALL_SUBCLUSTERS = (1 << SUBCLUSTERS) - 1
