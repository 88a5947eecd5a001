"""An archive that is being read: any part of it, without the rest."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Self

import numpy as np

from qmigui.closing import Closing
from qmigui.errors import LibraryError, TransportError
from qmigui.library.archive import closing, frames, layout, parts, seek_table
from qmigui.library.archive.codec import FrameError, decode, hash_of
from qmigui.library.archive.family import ParentError, found_parent
from qmigui.library.archive.info import ArchiveInfo
from qmigui.library.archive.meta import Meta
from qmigui.library.archive.parts import Block, Section
from qmigui.stream.feed import MAX_WANT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

    from qmigui.qemufile.base import Source

CACHED = 12 << 20
"""Octets of decoded frames that an archive keeps, at least two frames."""
_MAP_LIMIT = layout.MAP_ROWS * layout.PAGE_ROW.itemsize


class Archive(Closing):
    """Reads one archive.  Safe to use from several threads.

    Made by :meth:`open`, or by :func:`~.salvage.salvage` where that fails.

    Attributes:
        path: of the file.
        info: what it says of itself.
        stored_size: length of the file in bytes.
        frames: the frame table.
        sections: of the stream; those that could be followed.
        blocks: RAM blocks, as frames number them.
    """

    def __init__(
        self,
        fd: int,
        path: Path,
        info: ArchiveInfo,
        table: npt.NDArray[np.void],
        *,
        blocks: tuple[Block, ...] = (),
        meta: Meta | None = None,
        entries: npt.NDArray[np.void] | None = None,
        find_parent: Callable[[str], Archive | None] | None = None,
    ) -> None:
        self._fd = fd
        self.path = path
        self.stored_size = os.fstat(fd).st_size
        self.info = info
        self.frames = frames.FrameTable(table)
        self.blocks = blocks
        self.meta = meta
        """Its chunks; None: it was salvaged."""
        self.entries = entries
        """The seek table; None: it was salvaged."""
        self.find_parent = find_parent
        self.known_parent: Archive | None = None
        """The parent, once it was looked for."""
        self.opened_for_it: list[Archive] = []
        """Parents that nobody else closes."""
        self._sections: tuple[tuple[Section, ...], tuple[int, int] | None] | None = None
        self._lock = threading.Lock()
        self._parent_lock = threading.Lock()
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._cached = 0
        self._map_cache: tuple[int, npt.NDArray[np.void]] | None = None

    @classmethod
    def open(cls, path: Path, find_parent: Callable[[str], Archive | None] | None = None) -> Self:
        """Open the file at *path*; no frame is decoded.

        Args:
            path: of the file.
            find_parent: gives the open archive whose stream has this SHA-256 (hexadecimal), or
                None; asked when a frame needs it, not before.  What it gives stays the
                caller's to close.  None: the directory of *path* is looked through.

        Raises:
            LibraryError: it is no archive, or a damaged one; see :mod:`.salvage`.
        """
        try:
            # A FIFO of that name must not wait for its writer.
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError as error:
            raise LibraryError(f"cannot be opened: {error.strerror}", source=str(path)) from error
        try:
            return cls._read_end(fd, path, find_parent)
        except LibraryError as error:
            os.close(fd)
            error.source = str(path)
            raise
        except BaseException:
            os.close(fd)
            raise

    @classmethod
    def _read_end(cls, fd: int, path: Path, find_parent: Callable[[str], Archive | None] | None) -> Self:
        """Read what stands behind the data frames, last things first, and believe nothing."""
        size = os.fstat(fd).st_size

        def read(offset: int, length: int) -> bytes:
            return read_exactly(fd, offset, length)

        footer = read(max(0, size - seek_table.FOOTER_LENGTH), min(size, seek_table.FOOTER_LENGTH))
        length = seek_table.length_from_footer(footer, size)
        seek_offset = size - length
        octets = read(seek_offset, length)
        entries = seek_table.unpack(octets, seek_offset)
        if not len(entries) or entries["raw_length"][-1]:
            raise LibraryError("it is a seekable zstd file, but without the metadata of an archive")
        meta_length = int(entries["stored_length"][-1])
        meta = Meta(read, seek_offset - meta_length, meta_length)
        if meta.chunk(closing.SEEK, length) != octets:
            raise LibraryError("its seek table is damaged, or that of another file", offset=seek_offset)
        info = ArchiveInfo.from_json(meta.json(closing.INFO))
        if bool(meta.flags & layout.FLAG_DELTA) != (info.parent is not None):
            raise LibraryError("its metadata does not agree whether it is a delta", path="META / INFO")
        rows = meta.chunk(closing.FRAM, len(entries) * layout.FRAME.itemsize)
        if len(rows) % layout.FRAME.itemsize:
            raise LibraryError("its frame table has a part of a row", path="META / FRAM")
        table = np.frombuffer(rows, dtype=layout.FRAME)
        blocks = parts.blocks_from_json(meta.json(closing.RAMB))
        frames.check(table, entries, info, len(blocks))
        return cls(
            fd, path, info, table, blocks=blocks, meta=meta, entries=entries, find_parent=find_parent
        )

    # -- what it lists -----------------------------------------------------------------

    @property
    def sections(self) -> tuple[Section, ...]:
        """Sections of the stream, in the order of the wire; read when first asked for.

        Raises:
            LibraryError: that part of the metadata is damaged.
        """
        return self._listed()[0]

    def known_sections(self) -> tuple[Section, ...]:
        """The sections, or none where that part of the metadata is damaged."""
        try:
            return self.sections
        except LibraryError:
            return ()

    def _listed(self) -> tuple[tuple[Section, ...], tuple[int, int] | None]:
        if self._sections is None:
            if self.meta is None:
                return (), None
            try:
                self._sections = parts.sections_from_json(self.meta.json(closing.SECT))
            except LibraryError as error:
                error.source = str(self.path)
                raise
        return self._sections

    def device_data(self, idstr: str, instance_id: int = 0) -> bytes:
        """The payload of one FULL section.

        Raises:
            LibraryError: there is none of that name, or its frame is damaged.
        """
        for section in self.sections:
            if section.body_offset is not None and (section.idstr, section.instance_id) == (
                idstr,
                instance_id,
            ):
                return self._part(section.body_offset, section.body_length or 0)
        raise LibraryError(f"has no device section '{idstr}' {instance_id}", source=str(self.path))

    @property
    def description_place(self) -> tuple[int, int] | None:
        """Offset and length of the VM description's text in the archived file."""
        return self._listed()[1]

    def description(self) -> bytes | None:
        """The text (JSON) of the VM description; None: the stream has none."""
        place = self.description_place
        return self._part(*place) if place is not None else None

    def _part(self, offset: int, length: int) -> bytes:
        """What the section list points to, if it is so short that it can be held."""
        if length > MAX_WANT:
            raise LibraryError(f"a part of {length} bytes is too long to be held", source=str(self.path))
        return self.read(offset, length)

    def page_map(self, index: int) -> npt.NDArray[np.void]:
        """Rows of one chunk of the page map, in the order of the stream.

        Raises:
            LibraryError: it is damaged.
        """
        from qmigui.library.archive.writer import unpack_rows

        cached = self._map_cache
        if cached is not None and cached[0] == index:
            return cached[1]
        assert self.meta is not None
        rows = unpack_rows(self.meta.chunk(closing.PMAP, _MAP_LIMIT, index))
        self._map_cache = (index, rows)
        return rows

    def map_chunks(self) -> list[tuple[bytes, int]]:
        """All of the page map as it is stored, and the length of each chunk's rows."""
        if self.meta is None:
            return []
        count = self.meta.count(closing.PMAP)
        return [
            (self.stored(*self.meta.span(closing.PMAP, index)), self.meta.raw_length(closing.PMAP, index))
            for index in range(count)
        ]

    @property
    def seek_offset(self) -> int:
        """Where in the file the seek table begins: behind all frames that it lists."""
        assert self.entries is not None
        return int(self.entries["stored_length"].sum(dtype=np.uint64))

    # -- the parent ----------------------------------------------------------------------

    @property
    def depth(self) -> int:
        """Parents in a row below this one, as far as they are there; else as it was when it was made."""
        if self.info.parent is None:
            return 0
        try:
            parent = self.parent
        except ParentError:
            return self.info.depth
        assert parent is not None
        return parent.depth + 1

    @property
    def parent(self) -> Archive | None:
        """The archive that this is a delta against; None: it needs none.

        Raises:
            ParentError: it is missing, or not the right one.
        """
        if self.info.parent is None or self.known_parent is not None:
            return self.known_parent
        with self._parent_lock:
            if self.known_parent is None:
                self.known_parent = found_parent(self)
        return self.known_parent

    # -- octets ------------------------------------------------------------------------

    def read(self, offset: int, length: int) -> bytes:
        """Bytes of the archived file; fewer than *length* only at its end.

        Raises:
            LibraryError: a frame is damaged, or the parent that it needs is missing.
        """
        length = min(length, self.info.raw_size - offset)
        if offset < 0 or length <= 0:
            return b""
        pieces = []
        for number in self.frames.overlapping(offset, length):
            start, size = self.frames.span(number)
            data = self.frame(number)
            first, last = max(0, offset - start), min(size, offset + length - start)
            pieces.append(data if last - first == size else data[first:last])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def frame(self, number: int, *, keep: bool = True) -> bytes:
        """The octets of one frame, right or not at all.

        Args:
            number: from 0.
            keep: remember it for the next time.

        Raises:
            LibraryError: it is damaged.
            ParentError: its parent is missing or damaged.
        """
        with self._lock:
            data = self._cache.get(number)
            if data is not None:
                self._cache.move_to_end(number)
                return data
        data = self.decode_frame(number, self.stored_frame(number))
        if keep:
            with self._lock:
                if number not in self._cache:
                    self._cache[number] = data
                    self._cached += len(data)
                while self._cached > CACHED and len(self._cache) > 2:
                    _, dropped = self._cache.popitem(last=False)
                    self._cached -= len(dropped)
        return data

    def forget(self) -> None:
        """Drop the frames that are remembered."""
        with self._lock:
            self._cache.clear()
            self._cached = 0

    def stored_frame(self, number: int) -> bytes:
        """The octets of one frame as they stand in the file.

        Raises:
            LibraryError: they are not there.
        """
        row = self.frames.table[number]
        try:
            return read_exactly(self._fd, int(row["stored_offset"]), int(row["stored_length"]))
        except LibraryError as error:
            raise self._frame_error(number, error.message) from error

    def decode_frame(self, number: int, stored: bytes) -> bytes:
        """What :meth:`stored_frame` stands for.

        Raises:
            LibraryError: it is damaged.
            ParentError: its parent is missing or damaged.
        """
        row = self.frames.table[number]
        prefix = None
        if row["parent_length"]:
            prefix = self._prefix(number, int(row["parent_offset"]), int(row["parent_length"]))
        try:
            data = decode(stored, int(row["raw_length"]), prefix)
        except FrameError as error:
            raise self._frame_error(number, f"is damaged: {error.message}") from error
        if hash_of(data) != int(row["raw_hash"]):
            raise self._frame_error(number, "is damaged: it has another hash")
        return data

    def _prefix(self, number: int, offset: int, length: int) -> bytes:
        try:
            parent = self.parent
            assert parent is not None
            prefix = parent.read(offset, length)
        except ParentError:
            raise
        except LibraryError as error:
            raise ParentError(
                f"frame {number} needs a damaged part of its parent: {error}",
                source=str(self.path),
                path=f"frame {number}",
            ) from error
        if len(prefix) != length:
            raise self._frame_error(number, "needs octets that its parent does not have")
        return prefix

    def _frame_error(self, number: int, what: str) -> LibraryError:
        offset = int(self.frames.table["stored_offset"][number])
        return LibraryError(
            f"frame {number} {what}", source=str(self.path), offset=offset, path=f"frame {number}"
        )

    def stored(self, offset: int, length: int) -> bytes:
        """Octets of the archive's own file.

        Raises:
            LibraryError: they are not there.
        """
        return read_exactly(self._fd, offset, length)

    def source(self) -> Source:
        """The archived file as a seekable source; closing it leaves the archive open."""
        from qmigui.library.archive.source import ArchiveSource

        return ArchiveSource(self)

    def page(self, block: str, address: int) -> bytes | None:
        """What the page at *address* of *block* holds after the whole stream was loaded.

        Returns:
            As many octets as the target's page size; None: the stream does not have that page.

        Raises:
            LibraryError: no such block or address, or a frame is damaged.
        """
        from qmigui.library.archive.pages import last_version

        return last_version(self, block, address)

    # -- the end -----------------------------------------------------------------------

    def close(self) -> None:
        """Let go of it, and of parents that it found itself; a second call does nothing."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
        self.close_parents()
        self.forget()

    def close_parents(self) -> None:
        """Let go of parents that it found itself."""
        opened, self.opened_for_it = self.opened_for_it, []
        for archive in opened:
            archive.close()


def read_exactly(fd: int, offset: int, length: int) -> bytes:
    """Octets of a file.

    Raises:
        LibraryError: they are not all there.
        TransportError: the disk failed.
    """
    # Before anything is allocated for it.
    if offset + length > os.fstat(fd).st_size:
        raise LibraryError("the file ends early", offset=offset)
    pieces = []
    left = length
    while left:
        piece = read_some(fd, offset + length - left, min(left, 1 << 30))
        if not piece:
            raise LibraryError(f"the file ends {left} bytes early", offset=offset)
        pieces.append(piece)
        left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def read_some(fd: int, offset: int, length: int) -> bytes:
    """Octets of a file, fewer at its end.

    Raises:
        TransportError: the disk failed, or this is no file.
    """
    try:
        return os.pread(fd, length, offset)
    except OSError as error:
        raise TransportError(f"cannot be read: {error.strerror or error}", offset=offset) from error
