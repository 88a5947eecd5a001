"""RAM payloads read record by record: the plain twin of ``qmigui/stream/ram.py``.

Written from the description of the wire, slow and simple, with nothing of the
package in it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a record is."""

    ZERO = enum.auto()
    PAGE = enum.auto()
    FILL = enum.auto()
    XBZRLE = enum.auto()
    ZLIB = enum.auto()
    HOOK = enum.auto()
    FLUSH = enum.auto()
    LIST = enum.auto()


@dataclass(frozen=True)
class Record:
    """One record of a payload.

    Attributes:
        kind: what it is.
        addr: of the page in its block; of a LIST the sum of all lengths.
        name: the block, where the record names it.
        data: PAGE: the page; FILL: its octet; XBZRLE, ZLIB: what is encoded.
        blocks: of a LIST: names and lengths.
    """

    kind: Kind
    addr: int = 0
    name: bytes | None = None
    data: bytes = b""
    blocks: tuple[tuple[bytes, int], ...] = ()


def be(octets: bytes) -> int:
    """A number as the wire has it."""
    return int.from_bytes(octets, "big")


def read_body(data: bytes, pos: int, page_size: int) -> tuple[list[Record], int]:
    """Read a payload up to and with its EOS record.

    Returns:
        The records, and the position after the payload.

    Raises:
        ValueError: it is none.
    """
    records: list[Record] = []
    while True:
        value = be(data[pos : pos + 8])
        pos += 8
        if value == 0x10:
            return records, pos
        record, pos = read_record(data, pos, value, page_size)
        records.append(record)


def read_record(data: bytes, pos: int, value: int, page_size: int) -> tuple[Record, int]:
    """Read the record whose be64 is *value*; *pos* is behind that."""
    flags = value % page_size
    addr = value - flags
    if value == 0x200:
        return Record(Kind.FLUSH), pos
    if value == 0x80:
        return Record(Kind.HOOK), pos
    if flags == 0x04:
        return read_list(data, pos, addr)
    name = None
    if not flags & 0x20:
        length = data[pos]
        name = data[pos + 1 : pos + 1 + length]
        pos += 1 + length
    kind = flags & ~0x20
    if kind == 0x02:
        fill = data[pos : pos + 1]
        if fill == b"\x00":
            return Record(Kind.ZERO, addr, name), pos + 1
        return Record(Kind.FILL, addr, name, fill), pos + 1
    if kind == 0x08:
        return Record(Kind.PAGE, addr, name, data[pos : pos + page_size]), pos + page_size
    if kind == 0x40 and data[pos] == 1:
        length = be(data[pos + 1 : pos + 3])
        pos += 3
        return Record(Kind.XBZRLE, addr, name, data[pos : pos + length]), pos + length
    if kind == 0x100:
        length = be(data[pos : pos + 4])
        pos += 4
        return Record(Kind.ZLIB, addr, name, data[pos : pos + length]), pos + length
    raise ValueError(f"flags {flags:#x}")


def read_list(data: bytes, pos: int, total: int) -> tuple[Record, int]:
    """Read the entries of a block list that has names and lengths only."""
    blocks = []
    left = total
    while left:
        length = data[pos]
        name = data[pos + 1 : pos + 1 + length]
        pos += 1 + length
        used = be(data[pos : pos + 8])
        pos += 8
        left -= used
        blocks.append((name, used))
    return Record(Kind.LIST, total, blocks=tuple(blocks)), pos
