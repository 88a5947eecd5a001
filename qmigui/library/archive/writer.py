"""Frames on their way into the file: hashed, compressed by several threads, written in order.

Memory is bounded by the frames that are under way; whoever adds one waits
when there are enough.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from qmigui.library.archive import layout, seek_table
from qmigui.library.archive.codec import Encoder, compress_chunk, hash_of
from qmigui.library.archive.pieces import ZEROS
from qmigui.stream.pipeline import SWITCH_INTERVAL

if TYPE_CHECKING:
    from types import TracebackType

    import numpy.typing as npt

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.cutter import Frame
    from qmigui.library.archive.info import Level
    from qmigui.library.archive.part_file import PartFile
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Buffer

_PREFIX = layout.PREFIX_CONTENTS
# Longer than any frame of zeros becomes.
_TINY = 1 << 10


def thread_count(wanted: int | None) -> int:
    """How many threads to use."""
    return max(1, wanted if wanted is not None else min(4, os.cpu_count() or 1))


class _Encoded(NamedTuple):
    stored: bytes
    raw_hash: int
    stored_hash: int
    parent_offset: int
    parent_length: int
    flags: int


class _Job(NamedTuple):
    frame: Frame
    encoded: Future[_Encoded]
    hashed: Future[None]


class FrameWriter:
    """Takes frames in the order of the stream.  Use it in a ``with`` block.

    Args:
        part: the file that is being written.
        level: of compression.
        threads: that compress.
        parent: the archive that prefixes are read from.
        progress: kept up to date.
        cancel: looked at for every frame.
    """

    def __init__(
        self,
        part: PartFile,
        level: Level,
        threads: int,
        parent: Archive | None,
        progress: Progress,
        cancel: Cancel,
    ) -> None:
        self._part = part
        self._encoder = Encoder(level)
        self._parent = parent
        self._progress = progress
        self._cancel = cancel
        self._limit = threads + 2
        self._jobs: deque[_Job] = deque()
        self._pool = ThreadPoolExecutor(threads, "qmigui-encode")
        self._hasher = ThreadPoolExecutor(1, "qmigui-hash")
        self._sha256 = hashlib.sha256()
        self._zeros: dict[int, _Encoded] = {}
        self._table = np.zeros(256, dtype=layout.FRAME)
        self._count = 0
        self._entries = np.zeros(256, dtype=seek_table.ENTRY)
        self._entry_count = 0
        self._rows: list[npt.NDArray[np.void]] = []
        self._row_count = 0
        self.map_chunks: list[tuple[bytes, int]] = []
        """Chunks of the page map so far: compressed, and their raw length."""
        self.raw_size = 0
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)

    # -- frames ------------------------------------------------------------------------

    def add(self, frame: Frame, data: Buffer, prefix: tuple[int, int] = (0, 0)) -> None:
        """Take the next frame.

        Args:
            frame: what it is.
            data: its octets, which must not change any more.
            prefix: offset and length in the parent's stream.

        Raises:
            LibraryError: an earlier frame could not be written, or a prefix not be read.
            Cancelled: someone asked for it.
        """
        self._cancel.check()
        encoded = self._pool.submit(self._encode, data, prefix)
        hashed = self._hasher.submit(self._sha256.update, data)
        self._jobs.append(_Job(frame, encoded, hashed))
        self.raw_size += frame.length
        while len(self._jobs) > self._limit:
            self._write_first()

    def _encode(self, data: Buffer, prefix: tuple[int, int]) -> _Encoded:
        """Runs in a thread of its own."""
        is_hole = isinstance(data, memoryview) and data.obj is ZEROS.obj
        if is_hole and (known := self._zeros.get(len(data))):
            return known
        offset, length = prefix
        octets: Buffer | None = None
        if length and self._parent is not None and not is_hole:
            octets = self._parent.read(offset, length)
            if octets[:4] == layout.DICTIONARY_MAGIC:
                octets, offset, length = memoryview(octets)[1:], offset + 1, length - 1
        stored = self._encoder.encode(data, octets)
        flags = 0
        if is_hole or (len(stored) < _TINY and not np.frombuffer(data, dtype=np.uint8).any()):
            flags = layout.FLAG_ZEROS
        if octets is None:
            offset = length = 0
        encoded = _Encoded(stored, hash_of(data), hash_of(stored), offset, length, flags)
        if is_hole:
            self._zeros[len(data)] = encoded
        return encoded

    def _write_first(self) -> None:
        frame, encoding, hashing = self._jobs.popleft()
        encoded = encoding.result()
        hashing.result()
        segments: list[bytes] = []
        if encoded.parent_length:
            contents = _PREFIX.pack(encoded.parent_offset, encoded.parent_length)
            segments.append(self.skippable(layout.PREFIX_MAGIC, contents))
        offset = self._part.length + sum(map(len, segments))
        segments.append(encoded.stored)
        self._part.write(segments)
        self._list(len(encoded.stored), frame.length, encoded.raw_hash & 0xFFFFFFFF)
        if self._count == len(self._table):
            self._table = np.concatenate((self._table, np.zeros_like(self._table)))
        self._table[self._count] = (
            frame.offset,
            frame.length,
            len(encoded.stored),
            offset,
            encoded.raw_hash,
            encoded.stored_hash,
            frame.block,
            frame.kind,
            frame.flags | encoded.flags,
            min(frame.pages, 0xFFFFFFFF),
            min(frame.zero_pages, 0xFFFFFFFF),
            frame.first_address,
            frame.last_address,
            encoded.parent_offset,
            encoded.parent_length,
        )
        self._count += 1
        if frame.rows is not None:
            self.add_rows(frame.rows)
        self._progress.read_bytes = frame.offset + frame.length
        self._progress.written_bytes = self._part.length

    def finish_frames(self) -> str:
        """Write what is under way.

        Returns:
            The SHA-256 of the stream, hexadecimal.
        """
        while self._jobs:
            self._cancel.check()
            self._write_first()
        self._flush_rows()
        return self._sha256.hexdigest()

    @property
    def table(self) -> npt.NDArray[np.void]:
        """The frame table, once all frames are written."""
        return self._table[: self._count]

    # -- what is around them -------------------------------------------------------------

    def skippable(self, magic: int, contents: bytes) -> bytes:
        """A skippable frame, entered in the seek table; the caller writes it next."""
        octets = layout.skippable(magic, contents)
        self._list(len(octets), 0, 0)
        return octets

    def _list(self, stored_length: int, raw_length: int, checksum: int) -> None:
        if self._entry_count == len(self._entries):
            self._entries = np.concatenate((self._entries, np.zeros_like(self._entries)))
        self._entries[self._entry_count] = (stored_length, raw_length, checksum)
        self._entry_count += 1

    def seek_table_of_length(self) -> bytes:
        """Zeros, as many as the seek table will have octets with one more frame."""
        return bytes(len(seek_table.pack(self._entries[: self._entry_count])) + seek_table.ENTRY.itemsize)

    def seek_table(self, last_length: int) -> bytes:
        """The seek table, with a last skippable frame of this length."""
        self._list(last_length, 0, 0)
        return seek_table.pack(self._entries[: self._entry_count])

    # -- the page map --------------------------------------------------------------------

    def add_rows(self, rows: npt.NDArray[np.void]) -> None:
        """Keep rows of the page map, in chunks that are compressed at once."""
        self._rows.append(rows)
        self._row_count += len(rows)
        if self._row_count >= layout.MAP_ROWS:
            self._flush_rows()

    def take_map(self, chunks: list[tuple[bytes, int]]) -> None:
        """Take the page map of an archive that is written anew."""
        self.map_chunks.extend(chunks)

    def _flush_rows(self) -> None:
        if not self._row_count:
            return
        rows = np.concatenate(self._rows)
        self._rows, self._row_count = [], 0
        for start in range(0, len(rows), layout.MAP_ROWS):
            data = pack_rows(rows[start : start + layout.MAP_ROWS])
            self.map_chunks.append((compress_chunk(data), len(data)))

    # -- the end -----------------------------------------------------------------------

    def __enter__(self) -> Self:
        """Its threads run until the block is left."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the threads; frames that are not written yet are dropped."""
        sys.setswitchinterval(self._interval)
        self._pool.shutdown(cancel_futures=True)
        self._hasher.shutdown(cancel_futures=True)


def pack_rows(rows: npt.NDArray[np.void]) -> bytes:
    """Rows of the page map as octets: column after column, offsets and addresses as differences."""
    columns = []
    for name in layout.PAGE_ROW.names or ():
        column = np.ascontiguousarray(rows[name])
        if name in {"raw_offset", "address"}:
            column = np.diff(column, prepend=column.dtype.type(0))
        columns.append(column.tobytes())
    return b"".join(columns)


def unpack_rows(data: bytes) -> npt.NDArray[np.void]:
    """The same back; *data* is a whole number of rows long."""
    count = len(data) // layout.PAGE_ROW.itemsize
    rows = np.empty(count, dtype=layout.PAGE_ROW)
    place = 0
    for name in layout.PAGE_ROW.names or ():
        column = np.frombuffer(data, dtype=layout.PAGE_ROW[name], count=count, offset=place)
        place += column.nbytes
        rows[name] = np.cumsum(column, dtype=column.dtype) if name in {"raw_offset", "address"} else column
    return rows

