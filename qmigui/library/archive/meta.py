"""The META frame: a directory of named chunks, each with its own hash.

A chunk is fetched and checked when it is asked for, so that opening an
archive costs no more than what is looked at.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from qmigui.errors import LibraryError
from qmigui.library.archive.codec import FrameError, compress_chunk, decompress_chunk
from qmigui.library.archive.layout import KNOWN_FLAGS, META_MAGIC, SKIPPABLE, VERSION, skippable

_HEAD = struct.Struct("<4sHHII32s")
"""Magic, version, flags, chunks, 0, SHA-256 of the 16 octets before it and of the directory."""
_ENTRY = struct.Struct("<4sIQQQ32s")
"""Tag, coding, offset in the contents, stored length, raw length, SHA-256 of what is stored."""
_MAGIC = b"QSTM"
_SIGNED = 16
_STORED, _ZSTD = 0, 1
_MAX_CHUNKS = 1 << 16
MAX_JSON = {b"INFO": 4 << 20, b"RAMB": 32 << 20, b"REST": 64 << 10, b"SECT": 64 << 20}
"""Most octets of a chunk that is JSON."""


class _Entry(NamedTuple):
    coding: int
    offset: int
    stored_length: int
    raw_length: int
    digest: bytes


class Chunk(NamedTuple):
    """One chunk that is to be written.

    Attributes:
        tag: four letters.
        stored: its octets as they stand in the file.
        raw_length: of its octets before they were compressed.
        coding: how *stored* came from them.
    """

    tag: bytes
    stored: bytes
    raw_length: int
    coding: int = _ZSTD


def packed(tag: bytes, data: bytes) -> Chunk:
    """A chunk, compressed."""
    return Chunk(tag, compress_chunk(data), len(data))


def plain(tag: bytes, data: bytes) -> Chunk:
    """A chunk that stands in the file as it is."""
    return Chunk(tag, data, len(data), _STORED)


def frame_length(chunks: Sequence[Chunk]) -> int:
    """How long :func:`pack` makes the frame."""
    return SKIPPABLE.size + _HEAD.size + sum(_ENTRY.size + len(chunk.stored) for chunk in chunks)


def pack(flags: int, chunks: Sequence[Chunk]) -> bytes:
    """The whole skippable frame.

    Args:
        flags: of the archive.
        chunks: in the order in which they are to stand.
    """
    directory = []
    offset = _HEAD.size + _ENTRY.size * len(chunks)
    for chunk in chunks:
        digest = hashlib.sha256(chunk.stored).digest()
        lengths = (len(chunk.stored), chunk.raw_length)
        directory.append(_ENTRY.pack(chunk.tag, chunk.coding, offset, *lengths, digest))
        offset += len(chunk.stored)
    entries = b"".join(directory)
    head = _HEAD.pack(_MAGIC, VERSION, flags, len(chunks), 0, bytes(32))[:_SIGNED]
    digest = hashlib.sha256(head + entries).digest()
    return skippable(META_MAGIC, b"".join([head, digest, entries, *(chunk.stored for chunk in chunks)]))


class Meta:
    """The chunks of one archive.

    Args:
        read: reads ``(offset, length)`` of the file.
        offset: where the frame begins.
        length: of all of it.

    Attributes:
        flags: of the archive.

    Raises:
        LibraryError: it is damaged, or of a later version.
    """

    def __init__(self, read: Callable[[int, int], bytes], offset: int, length: int) -> None:
        self._read = read
        self._offset = offset
        self._start = offset + SKIPPABLE.size
        self._size = length - SKIPPABLE.size
        if self._size < _HEAD.size:
            raise self._fail("is too short")
        front = read(offset, SKIPPABLE.size + _HEAD.size)
        if len(front) != SKIPPABLE.size + _HEAD.size or SKIPPABLE.unpack_from(front) != (
            META_MAGIC,
            self._size,
        ):
            raise self._fail("has no proper head")
        magic, version, flags, count, _, digest = _HEAD.unpack_from(front, SKIPPABLE.size)
        if magic != _MAGIC:
            raise self._fail("has no proper head")
        if count > _MAX_CHUNKS or _HEAD.size + count * _ENTRY.size > self._size:
            raise self._fail(f"has a directory of {count} chunks, which does not fit into it")
        directory = read(self._start + _HEAD.size, count * _ENTRY.size)
        if hashlib.sha256(front[SKIPPABLE.size : SKIPPABLE.size + _SIGNED] + directory).digest() != digest:
            raise self._fail("is damaged: its directory has another SHA-256")
        if version != VERSION or flags & ~KNOWN_FLAGS:
            raise LibraryError(
                f"is an archive of a later version ({version}, flags {flags:#x}); "
                "zstd -d gives back what it holds unless it is a delta"
            )
        self.flags = int(flags)
        self._entries: dict[bytes, list[_Entry]] = {}
        position = _HEAD.size + count * _ENTRY.size
        for index in range(count):
            tag, *rest = _ENTRY.unpack_from(directory, index * _ENTRY.size)
            entry = _Entry(*rest)
            if entry.offset != position or entry.offset + entry.stored_length > self._size:
                raise self._fail(f"has a directory whose chunk {index} does not lie behind the one before")
            position += entry.stored_length
            self._entries.setdefault(tag, []).append(entry)
        if position != self._size:
            raise self._fail("has octets that no chunk accounts for")

    def _fail(self, what: str) -> LibraryError:
        return LibraryError(f"its META frame {what}", offset=self._offset, path="META")

    def count(self, tag: bytes) -> int:
        """How many chunks of this name there are."""
        return len(self._entries.get(tag, ()))

    def raw_length(self, tag: bytes, index: int = 0) -> int:
        """Length of a chunk's octets."""
        return self._entries[tag][index].raw_length

    def span(self, tag: bytes, index: int = 0) -> tuple[int, int]:
        """Where in the file a chunk stands, and its stored length."""
        entry = self._entries[tag][index]
        return self._start + entry.offset, entry.stored_length

    def chunk(self, tag: bytes, limit: int, index: int = 0) -> bytes:
        """A chunk's octets.

        Args:
            tag: its name.
            limit: most octets that it may have.
            index: which of those with this name.

        Raises:
            LibraryError: there is none, it is too long or damaged.
        """
        name = tag.decode("ascii", "backslashreplace")
        if index >= self.count(tag):
            raise self._fail(f"has no chunk {name}")
        entry = self._entries[tag][index]
        where = {"offset": self._start + entry.offset, "path": f"META / {name}"}
        if entry.raw_length > limit or entry.coding not in (_STORED, _ZSTD):
            raise LibraryError(
                f"its metadata has a chunk {name} that cannot be right: {entry.raw_length} bytes",
                offset=self._start + entry.offset,
                path=f"META / {name}",
            )
        stored = self._read(self._start + entry.offset, entry.stored_length)
        if hashlib.sha256(stored).digest() != entry.digest:
            raise LibraryError(
                f"its metadata is damaged: chunk {name} has another SHA-256", **where  # type: ignore[arg-type]
            )
        if entry.coding == _STORED:
            return stored
        try:
            return decompress_chunk(stored, entry.raw_length)
        except FrameError as error:
            raise LibraryError(
                f"its metadata is damaged: chunk {name}: {error.message}", **where  # type: ignore[arg-type]
            ) from error

    def json(self, tag: bytes) -> Any:
        """A chunk that is JSON.

        Raises:
            LibraryError: as for :meth:`chunk`, or it is none.
        """
        text = self.chunk(tag, MAX_JSON[tag])
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            name = tag.decode("ascii", "backslashreplace")
            raise self._fail(f"has a chunk {name} that is no JSON") from error
