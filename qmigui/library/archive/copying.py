"""Copies an archive, checking it on the way; the user's words in the copy may be others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.archive import closing, layout, meta, seek_table
from qmigui.library.archive.codec import hash_of
from qmigui.library.archive.create import Created
from qmigui.library.archive.part_file import PartFile
from qmigui.progress import Cancel, Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.info import ArchiveInfo, Facts

_PIECE = 4 << 20
_CHUNK_LIMIT = 1 << 32


def copy_archive(
    archive: Archive,
    directory: Path,
    file_name: str,
    *,
    facts: Facts | None = None,
    before_commit: Callable[[], None] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Write a copy: the same frames, octet for octet, the same id and index.

    Args:
        archive: opened in the usual way, not salvaged.
        directory: where the copy goes.
        file_name: its name there; it must not exist.
        facts: what it says instead of the old ones; None: the old ones.
        before_commit: called when all is written but the file has no name yet; what it
            raises drops everything.
        progress: counts stored bytes.
        cancel: stops it.

    Raises:
        LibraryError: a frame is damaged, or the copy could not be written; nothing is left behind.
        Cancelled: someone asked for it.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    assert archive.meta is not None
    assert archive.entries is not None
    end = archive.seek_offset - int(archive.entries["stored_length"][-1])
    progress.total_bytes = archive.stored_size
    info = archive.info if facts is None else replace(archive.info, facts=facts)
    with PartFile(directory, file_name) as part:
        position = 0
        for number, row in enumerate(archive.frames.table):
            cancel.check()
            offset = int(row["stored_offset"])
            _copy_range(archive, part, position, offset)
            stored = archive.stored_frame(number)
            if hash_of(stored) != int(row["stored_hash"]):
                raise LibraryError(
                    f"frame {number} is damaged: it has another hash",
                    source=str(archive.path),
                    offset=offset,
                    path=f"frame {number}",
                )
            part.write([stored])
            position = offset + len(stored)
            progress.read_bytes = progress.written_bytes = position
        _copy_range(archive, part, position, end)
        part.write(_end(archive, info))
        cancel.check()
        if before_commit is not None:
            before_commit()
        part.commit()
    return Created(part.path, info, part.length, ())


def _copy_range(archive: Archive, part: PartFile, start: int, end: int) -> None:
    for offset in range(start, end, _PIECE):
        part.write([archive.stored(offset, min(_PIECE, end - offset))])


def _end(archive: Archive, info: ArchiveInfo) -> list[bytes]:
    """META and the seek table, which has META's length in it."""
    old = archive.meta
    assert old is not None
    assert archive.entries is not None
    chunks = [meta.packed(closing.INFO, closing.to_octets(info.to_json()))]
    kept = (closing.FRAM, closing.SECT, closing.RAMB, closing.REST)
    chunks += [meta.packed(tag, old.chunk(tag, _CHUNK_LIMIT)) for tag in kept]
    chunks += [meta.Chunk(closing.PMAP, stored, length) for stored, length in archive.map_chunks()]
    entries = archive.entries.copy()
    blank = meta.plain(closing.SEEK, seek_table.pack(entries))
    entries["stored_length"][-1] = meta.frame_length([*chunks, blank])
    table = seek_table.pack(entries)
    flags = layout.FLAG_DELTA if info.parent is not None else 0
    return [meta.pack(flags, [*chunks, meta.plain(closing.SEEK, table)]), table]
