"""Grammars of the payloads, other than RAM, that are sent in rounds.

Each function reads one START, PART or END body and yields its octets in
pieces; nothing is decoded, only the end is found.  Sources:
``migration/block.c`` (to 9.0), ``migration/block-dirty-bitmap.c``,
``hw/ppc/spapr.c``, ``hw/s390x/s390-stattrib.c``, ``hw/vfio/migration.c``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from qmigui.errors import FormatError
from qmigui.stream import wire
from qmigui.stream.feed import Feed

Pieces = Iterator[memoryview]

BLOCK_CHUNK = 1 << 20
# Pieces shorter than the first are joined, to as many octets as the second.
SHORT_PIECE = 4 << 10
GATHERED_LENGTH = 64 << 10
VFIO_END = 0xFFFFFFFFEF100001
VFIO_CONFIG = 0xFFFFFFFFEF100002
VFIO_SETUP = 0xFFFFFFFFEF100003
VFIO_DATA = 0xFFFFFFFFEF100004
VFIO_INIT_SENT = 0xFFFFFFFFEF100005
VFIO_CONFIG_READY = 0xFFFFFFFFEF100006


class Cursor:
    """Reads small things on and remembers them as pieces."""

    def __init__(self, feed: Feed, path: str) -> None:
        self.feed = feed
        self.path = path

    def fail(self, message: str, offset: int | None = None, *, code: str = "iterable-grammar") -> FormatError:
        """An error at the present place."""
        offset = self.feed.offset if offset is None else offset
        return FormatError(message, offset=offset, path=self.path, code=code)

    def take(self, length: int) -> memoryview:
        """The next *length* octets (small)."""
        feed = self.feed
        if not feed.want(length):
            raise self.fail(f"needs {length} bytes, {feed.end - feed.pos} left", code="truncated")
        piece = feed.view[feed.pos : feed.pos + length]
        feed.pos += length
        return piece

    def chunks(self, length: int) -> Pieces:
        """The next *length* octets (any number)."""
        left = length
        for piece in self.feed.chunks(length):
            left -= len(piece)
            yield piece
        if left:
            raise self.fail(f"needs {length} bytes, {left} of them missing", code="truncated")


def block_migration(cursor: Cursor, kind: int) -> Pieces:
    """``block`` version 1: disk content in chunks of 1 MiB."""
    while True:
        head = cursor.take(8)
        yield head
        flags = head[7] | (head[6] & 1) << 8
        if flags & 0x01:
            name = cursor.take(1)
            yield name
            yield cursor.take(name[0])
            if not flags & 0x08:
                yield from cursor.chunks(BLOCK_CHUNK)
        elif flags & 0x02:
            return
        elif not flags & 0x04:
            raise cursor.fail(f"unknown block flags {flags:#x}", cursor.feed.offset - 8)


def dirty_bitmap(cursor: Cursor, kind: int) -> Pieces:
    """``dirty-bitmap`` version 1: chunks whose flags tell what follows."""
    while True:
        head = cursor.take(1)
        yield head
        flags = head[0]
        if flags & 0x80:  # the flags go on: one more octet, then perhaps two
            head = cursor.take(1)
            yield head
            if head[0] & 0x80:
                head = cursor.take(2)
                yield head
            flags = head[-1]
        if flags & 0x01:
            return
        for flag in (0x08, 0x04):
            if flags & flag:
                name = cursor.take(1)
                yield name
                yield cursor.take(name[0])
        if flags & 0x10:
            yield cursor.take(5)
        elif flags & 0x40:
            yield cursor.take(12)
            if not flags & 0x02:
                size = cursor.take(8)
                yield size
                yield from cursor.chunks(struct.unpack(">Q", size)[0])
        elif not flags & 0x20:
            raise cursor.fail(f"unknown dirty bitmap flags {flags:#x}", cursor.feed.offset - 1)


def spapr_htab(cursor: Cursor, kind: int) -> Pieces:
    """``spapr/htab`` version 1: the hash page table of a pseries guest."""
    head = cursor.take(4)
    yield head
    if kind == wire.SECTION_START or bytes(head) == b"\xff\xff\xff\xff":
        return
    while True:
        chunk = cursor.take(8)
        yield chunk
        _, valid, invalid = struct.unpack(">IHH", chunk)
        if not valid and not invalid:
            return
        yield from cursor.chunks(16 * valid)


def s390_storage_attributes(cursor: Cursor, kind: int) -> Pieces:
    """``s390-storage_attributes``: flags in the low bits of a page address."""
    while True:
        head = cursor.take(8)
        yield head
        flags = head[7] | (head[6] & 0x0F) << 8
        if flags & 0x01:
            return
        if flags & 0x02:
            size = cursor.take(8)
            yield size
            yield from cursor.chunks(struct.unpack(">Q", size)[0])
        elif not flags & 0x0C:
            raise cursor.fail(f"unknown storage attribute flags {flags:#x}", cursor.feed.offset - 8)


def has_no_bitmap(first: bytes | memoryview) -> bool:
    """Whether the START of a ``dirty-bitmap`` section, by its first octets, has none to tell of.

    QEMU then sends no PART and no END: once it has looked for bitmaps, the handler is not active
    any more (``dirty_bitmap_is_active``).
    """
    return bytes(first[:1]) == b"\x01"


GRAMMARS: dict[bytes, Callable[[Cursor, int], Pieces]] = {
    b"block": block_migration,
    b"dirty-bitmap": dirty_bitmap,
    b"spapr/htab": spapr_htab,
    b"s390-storage_attributes": s390_storage_attributes,
}


def gathered(pieces: Pieces) -> Iterator[bytes | memoryview]:
    """The same octets, short pieces joined: millions of them cost time and memory each."""
    held = bytearray()
    for piece in pieces:
        is_short = len(piece) < SHORT_PIECE
        if is_short:
            held += piece
        if held and (not is_short or len(held) >= GATHERED_LENGTH):
            yield bytes(held)
            held.clear()
        if not is_short:
            yield piece
    if held:
        yield bytes(held)


def grammar_of(idstr: bytes) -> Callable[[Cursor, int], Pieces] | None:
    """The grammar for sections of this name, or None.

    vfio is not here: its device state holds a configuration without a length,
    so that its end is found by the footer.
    """
    return GRAMMARS.get(idstr)
