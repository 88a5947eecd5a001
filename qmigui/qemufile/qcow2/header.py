"""The header of a qcow2 image."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.qemufile.qcow2 import layout

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

PATH = "qcow2 header"


@dataclass(frozen=True, slots=True)
class Header:
    """What of it is needed.

    Attributes:
        version: 2 or 3.
        cluster_bits: a cluster has two to this power octets.
        disk_size: of the guest's disk, in octets.
        is_encrypted: the clusters are.
        snapshot_count, snapshots_offset: the snapshot table.
        features: the incompatible ones, as bits.
        compression: of compressed clusters, a number.
    """

    version: int
    cluster_bits: int
    disk_size: int
    is_encrypted: bool
    snapshot_count: int
    snapshots_offset: int
    features: int
    compression: int

    @property
    def cluster_size(self) -> int:
        """In octets."""
        return 1 << self.cluster_bits

    @property
    def is_extended(self) -> bool:
        """Whether L2 entries have a word for subclusters."""
        return bool(self.features & layout.EXTENDED_L2)

    @property
    def l2_entries(self) -> int:
        """Entries of one L2 table, which is one cluster."""
        return self.cluster_size // (16 if self.is_extended else 8)


def read_header(image: Source) -> Header:
    """Read the header at the start of *image*.

    Raises:
        FormatError: it is damaged, or of a kind that holds no state that we can read.
        TransportError: the image could not be read.
    """
    octets = image.pread(0, layout.HEADER_V3_LENGTH + 8)
    if len(octets) < layout.HEADER_V2_LENGTH:
        raise _wrong("the image ends inside its header", len(octets))
    words = struct.unpack_from(layout.HEADER, octets)
    version, cluster_bits, disk_size, crypt = words[1], words[4], words[5], words[6]
    count, offset = words[11], words[12]
    if version not in (2, 3):
        raise _wrong(f"version {version} of qcow2 is not known, only 2 and 3", 4)
    if not layout.MIN_CLUSTER_BITS <= cluster_bits <= layout.MAX_CLUSTER_BITS:
        raise _wrong(f"clusters of 2^{cluster_bits} octets", 20)
    features = compression = 0
    if version == 3:
        if len(octets) < layout.HEADER_V3_LENGTH:
            raise _wrong("the image ends inside its header", len(octets))
        features, _, _, _, length = struct.unpack_from(layout.HEADER_V3, octets, layout.HEADER_V2_LENGTH)
        if features & ~layout.KNOWN_FEATURES:
            raise _wrong(f"incompatible features {features:#x}, of which some are not known", 72)
        if features & layout.COMPRESSION_TYPE and length > layout.HEADER_V3_LENGTH:
            compression = octets[layout.HEADER_V3_LENGTH] if len(octets) > layout.HEADER_V3_LENGTH else 0
        if compression not in (layout.DEFLATE, layout.ZSTD):
            raise _wrong(f"compression type {compression} is not known", layout.HEADER_V3_LENGTH)
        if features & layout.EXTENDED_L2 and cluster_bits < 14:
            raise _wrong(f"clusters of 2^{cluster_bits} octets are too small for extended L2 entries", 20)
    if features & layout.EXTERNAL_DATA:
        raise _wrong("its data lies in another file; such an image has no internal snapshots", 72)
    if count > layout.MAX_SNAPSHOTS:
        raise _wrong(f"{count} snapshots are more than qcow2 allows", 60)
    return Header(version, cluster_bits, disk_size, bool(crypt), count, offset, features, compression)


def _wrong(message: str, offset: int) -> FormatError:
    return FormatError(message, offset=offset, path=PATH, code="qcow2-header")
