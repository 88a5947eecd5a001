"""What carries streams, made for tests: lzop files, libvirt save images, qcow2 images with snapshots."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import zstandard
from lzallright import LZOCompressor

XML = b"<domain type='qemu'><name>guest</name><uuid>1-2</uuid><memory unit='KiB'>16</memory></domain>"
COOKIE = b"<cookie><cpu/></cookie>"


def lzop_file(data: bytes, *, block: int = 256 << 10, flags: int = 0x1, name: bytes = b"") -> bytes:
    """What ``lzop`` makes of *data*; *flags* tell the checksums (1, 2: adler32; 0x100, 0x200: crc32)."""
    head = struct.pack(">HHHBBIIIIB", 0x1040, 0x20A0, 0x0940, 1, 5, flags, 0o644, 0, 0, len(name)) + name
    sums = zlib.crc32(head) if flags & 0x1000 else zlib.adler32(head)
    out = b"\x89LZO\0\r\n\x1a\n" + head + sums.to_bytes(4, "big")
    compressor = LZOCompressor()
    for start in range(0, len(data), block):
        plain = data[start : start + block]
        packed = compressor.compress(plain)
        packed = packed if len(packed) < len(plain) else plain
        out += struct.pack(">II", len(plain), len(packed))
        if flags & 0x1:
            out += zlib.adler32(plain).to_bytes(4, "big")
        if flags & 0x100:
            out += zlib.crc32(plain).to_bytes(4, "big")
        if len(packed) < len(plain):
            out += zlib.adler32(packed).to_bytes(4, "big") if flags & 0x2 else b""
            out += zlib.crc32(packed).to_bytes(4, "big") if flags & 0x200 else b""
        out += packed
    return out + bytes(4)


def libvirt_head(
    *,
    xml: bytes = XML,
    cookie: bytes | None = COOKIE,
    format_: int = 0,
    order: str = "<",
    version: int = 2,
    running: int = 1,
    padding: int = 1000,
    magic: bytes = b"LibvirtQemudSave",
) -> bytes:
    """The head of a save image; *order* is ``<`` or ``>``."""
    data = xml + b"\0"
    offset = 0
    if cookie is not None:
        offset = len(data)
        data += cookie + b"\0"
    data += bytes(padding)
    words = (version, len(data), running, format_, offset) if version > 1 else (version, len(data), running)
    return magic + struct.pack(f"{order}{len(words)}I", *words).ljust(76, b"\0") + data


@dataclass
class Qcow2:
    """A qcow2 image with the states of snapshots in it.

    Attributes:
        states: name and state of each snapshot; an empty state: of the disk only.
        cluster_bits, version, extended: of the image.
        packing: ``plain``, ``deflate`` or ``zstd``: how clusters of states are stored.
        extra: octets of extra data that each entry of the table has.
        disk_size: of the guest's disk.
    """

    states: Sequence[tuple[str, bytes]]
    cluster_bits: int = 16
    version: int = 3
    extended: bool = False
    packing: str = "plain"
    extra: int = 24
    disk_size: int = 1 << 20
    clusters: list[bytes] = field(default_factory=list)

    def build(self) -> bytes:
        """The file."""
        size = 1 << self.cluster_bits
        self.clusters = [b""]
        table = b"".join(self._snapshot(number, *each) for number, each in enumerate(self.states))
        table_at = self._place(table) if table else 0
        features = (0x10 if self.extended else 0) | (0x8 if self.packing == "zstd" else 0)
        header = b"QFI\xfb" + struct.pack(">IQII", self.version, 0, 0, self.cluster_bits)
        header += struct.pack(">QII", self.disk_size, 0, 0)
        header += bytes(20) + struct.pack(">IQ", len(self.states), table_at)
        if self.version == 3:
            header += struct.pack(">QQQIIB", features, 0, 0, 4, 112, self.packing == "zstd") + bytes(7)
        self.clusters[0] = header.ljust(size, b"\0")
        return b"".join(self.clusters)

    def _place(self, octets: bytes) -> int:
        """Put *octets* into new clusters; where they begin."""
        size = 1 << self.cluster_bits
        at = len(self.clusters) * size
        padded = octets.ljust(-(-len(octets) // size) * size, b"\0")
        self.clusters += [padded[start : start + size] for start in range(0, len(padded), size)]
        return at

    def _snapshot(self, number: int, name: str, state: bytes) -> bytes:
        size = 1 << self.cluster_bits
        l2_entries = size // (16 if self.extended else 8)
        first = -(-self.disk_size // (size * l2_entries))
        count = -(-len(state) // (size * l2_entries))
        l1 = [0] * first
        for index in range(count):
            part = state[index * size * l2_entries : (index + 1) * size * l2_entries]
            l1.append(self._l2(part, l2_entries) | 1 << 63)
        l1_at = self._place(struct.pack(f">{len(l1)}Q", *l1) or bytes(8))
        id_, text = str(number + 1).encode(), name.encode()
        small = len(state) if self.extra < 8 else 0
        entry = struct.pack(">QIHHII", l1_at, len(l1), len(id_), len(text), 1000, 5)
        entry += struct.pack(">QII", 7 << 30, small, self.extra)
        more = struct.pack(">QQQ", len(state), self.disk_size, (1 << 64) - 1).ljust(self.extra, b"\0")
        entry += more[: self.extra] + id_ + text
        return entry.ljust(-(-len(entry) // 8) * 8, b"\0")

    def _l2(self, state: bytes, l2_entries: int) -> int:
        size = 1 << self.cluster_bits
        words: list[int] = []
        for start in range(0, len(state), size):
            cluster = state[start : start + size].ljust(size, b"\0")
            if not any(cluster):
                words += [0, 0] if self.extended else [0]
                continue
            there = (1 << 32) - 1
            if self.packing == "plain":
                entry = self._place(cluster) | 1 << 63
                if self.extended:
                    part = size // 32
                    there = sum(any(cluster[bit * part :][:part]) << bit for bit in range(32))
            else:
                entry, there = self._packed(cluster), 0
            words += [entry, there] if self.extended else [entry]
        words += [0] * (l2_entries * (2 if self.extended else 1) - len(words))
        return self._place(struct.pack(f">{len(words)}Q", *words))

    def _packed(self, cluster: bytes) -> int:
        """A compressed cluster, at an odd place."""
        if self.packing == "zstd":
            packed = zstandard.ZstdCompressor().compress(cluster)
        else:
            compressor = zlib.compressobj(9, zlib.DEFLATED, -12)
            packed = compressor.compress(cluster) + compressor.flush()
        at = self._place(bytes(77) + packed) + 77
        sectors = (at % 512 + len(packed) - 1) // 512
        return 1 << 62 | sectors << (62 - (self.cluster_bits - 8)) | at
