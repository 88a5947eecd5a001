"""What a damaged archive still has: its frames, found without its tables."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zstandard

from qmigui.errors import LibraryError
from qmigui.library.archive import closing, frames, layout, parts
from qmigui.library.archive.archive import Archive, read_exactly, read_some
from qmigui.library.archive.carrier import content_of
from qmigui.library.archive.codec import FrameError, decode, frame_length, hash_of
from qmigui.library.archive.info import ArchiveInfo, ParentRef
from qmigui.library.archive.meta import Meta
from qmigui.progress import Cancel, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_STEP = 4 << 20
_BLOCK_HEAD = 3
_RLE = 1
_CHECKSUM = 4
_LONGEST = layout.LONGEST_FRAME + (layout.LONGEST_FRAME >> 7) + 1024
_FIRST_SKIPPABLE, _LAST_SKIPPABLE = 0x184D2A50, 0x184D2A5F


class Step(NamedTuple):
    """One frame that was passed, or a stretch that is none.

    Attributes:
        offset, length: in the file.
        number: of the data frame, from 0.
        magic: of a skippable frame; 0 for a data frame.
        raw_length: of a data frame.
        fault: what is wrong; then nothing is known of what stands there.
    """

    offset: int
    length: int
    number: int
    magic: int = 0
    raw_length: int = 0
    fault: str | None = None


def walk(path: Path, cancel: Cancel) -> Iterator[Step]:
    """Pass over the frames of a file from its start, and over what is damaged between them.

    Raises:
        TransportError: the file could not be read.
        LibraryError: it could not be opened.
    """
    fd = _open(path)
    try:
        yield from _walk(fd, os.fstat(fd).st_size, cancel)
    finally:
        os.close(fd)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise LibraryError(f"cannot be opened: {error.strerror}", source=str(path)) from error


def _walk(fd: int, size: int, cancel: Cancel) -> Iterator[Step]:
    offset = number = 0
    while offset < size:
        cancel.check()
        step = _frame_at(fd, offset, size, number)
        if step is None:
            place = _next_frame(fd, offset + 1, size, cancel)
            yield Step(offset, place - offset, number, fault="no whole frame stands here")
            number += 1
            offset = place
            continue
        yield step
        number += not step.magic
        offset += step.length


def _frame_at(fd: int, offset: int, size: int, number: int) -> Step | None:
    """The frame that begins at *offset*, or None."""
    head = read_some(fd, offset, 18)
    if len(head) < layout.SKIPPABLE.size:
        return None
    magic, length = layout.SKIPPABLE.unpack_from(head)
    if _FIRST_SKIPPABLE <= magic <= _LAST_SKIPPABLE:
        length += layout.SKIPPABLE.size
        return Step(offset, length, number, magic) if offset + length <= size else None
    raw_length = frame_length(head)
    if raw_length is None:
        return None
    stored_length = _stored_length(fd, offset, head, size)
    return Step(offset, stored_length, number, 0, raw_length) if stored_length is not None else None


def _stored_length(fd: int, offset: int, head: bytes, size: int) -> int | None:
    """How long a data frame is, by the heads of its blocks (RFC 8878, 3.1.1.2)."""
    try:
        place = offset + zstandard.frame_header_size(head)
    except zstandard.ZstdError:
        return None
    window, start = b"", place
    while place - offset <= _LONGEST:
        if place + _BLOCK_HEAD > start + len(window):
            window, start = read_some(fd, place, _STEP), place
        octets = window[place - start : place - start + _BLOCK_HEAD]
        if len(octets) < _BLOCK_HEAD:
            return None
        block = int.from_bytes(octets, "little")
        place += _BLOCK_HEAD + (1 if block >> 1 & 3 == _RLE else block >> 3)
        if block & 1:
            end = place + _CHECKSUM
            return end - offset if end <= size else None
    return None


def _next_frame(fd: int, offset: int, size: int, cancel: Cancel) -> int:
    """Where a frame begins that another one, or the end, follows; or the end of the file.

    Guests hold compressed files too: a frame with something else behind it is one of theirs.
    """
    while offset < size:
        cancel.check()
        window = read_some(fd, offset, _STEP + 4)
        for magic in _positions(window):
            step = _frame_at(fd, offset + magic, size, 0)
            if step is not None:
                end = step.offset + step.length
                if end == size or _frame_at(fd, end, size, 0) is not None:
                    return step.offset
        offset += _STEP
    return size


def _positions(window: bytes) -> list[int]:
    """Where any magic that our files have stands."""
    ours = (layout.TEXT_MAGIC, layout.META_MAGIC, layout.PREFIX_MAGIC, layout.SEEK_MAGIC)
    found = []
    for magic in (layout.ZSTD_MAGIC, *(number.to_bytes(4, "little") for number in ours)):
        position = window.find(magic)
        while position >= 0:
            found.append(position)
            position = window.find(magic, position + 1)
    return sorted(found)


def salvage(
    path: Path,
    find_parent: Callable[[str], Archive | None] | None = None,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Archive:
    """Open an archive whose tables are lost or damaged, by walking its frames from the start.

    If the metadata is found and whole (only the seek table is damaged, or octets
    follow it), the archive is what it was.  Else every frame is decoded, and
    :func:`~.create.create` makes a proper archive again of ``source()``.

    Returns:
        An archive that holds what whole frames there are, from the start to the first gap;
        ``info`` has what could be found out (``raw_sha256`` is that of what is there).

    Raises:
        LibraryError: there is no frame of an archive at all, or the parent of a delta is missing.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    fd = _open(path)
    try:
        size = os.fstat(fd).st_size
        steps = list(_walk(fd, size, cancel))
        whole = _by_metadata(fd, path, steps, find_parent)
        if whole is not None:
            return whole
        return _by_frames(fd, path, steps, find_parent, progress, cancel)
    except LibraryError as error:
        error.source = error.source or str(path)
        os.close(fd)
        raise
    except BaseException:
        os.close(fd)
        raise


def _by_metadata(
    fd: int, path: Path, steps: list[Step], find_parent: Callable[[str], Archive | None] | None
) -> Archive | None:
    """The archive with its own tables, if META is whole."""
    for step in reversed(steps):
        if step.magic != layout.META_MAGIC:
            continue
        try:
            meta = Meta(lambda offset, length: read_exactly(fd, offset, length), step.offset, step.length)
            info = ArchiveInfo.from_json(meta.json(closing.INFO))
            limit = len(steps) * layout.FRAME.itemsize
            table = np.frombuffer(meta.chunk(closing.FRAM, limit), dtype=layout.FRAME)
            blocks = parts.blocks_from_json(meta.json(closing.RAMB))
            frames.check_rows(table, info, len(blocks))
        except (LibraryError, ValueError):
            continue
        else:
            return Archive(fd, path, info, table, blocks=blocks, meta=meta, find_parent=find_parent)
    return None


def _by_frames(
    fd: int,
    path: Path,
    steps: list[Step],
    find_parent: Callable[[str], Archive | None] | None,
    progress: Progress,
    cancel: Cancel,
) -> Archive:
    """The archive of the frames up to the first gap, decoded one by one."""
    info = ArchiveInfo(
        id=uuid.uuid4().hex,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tool="qmigui, salvaged",
        raw_size=0,
        raw_sha256="0" * 64,
        content="opaque",
        parent=_parent_of(fd, steps),
    )
    # Stands for the archive while frames ask for its parent.
    made = Archive(fd, path, info, np.zeros(0, dtype=layout.FRAME), find_parent=find_parent)
    try:
        return _with_rows(made, steps, progress, cancel)
    except BaseException:
        made.close_parents()
        raise


def _with_rows(made: Archive, steps: list[Step], progress: Progress, cancel: Cancel) -> Archive:
    """Decode the frames, and make the archive of them."""
    info = made.info
    rows: list[tuple[int, ...]] = []
    digest = hashlib.sha256()
    prefix = (0, 0)
    offset = 0
    for step in steps:
        cancel.check()
        progress.read_bytes = step.offset
        if step.magic == layout.PREFIX_MAGIC and step.length >= layout.SKIPPABLE.size + 12:
            contents = made.stored(step.offset + layout.SKIPPABLE.size, layout.PREFIX_CONTENTS.size)
            prefix = layout.PREFIX_CONTENTS.unpack(contents)
        if step.magic:
            continue
        if step.fault is not None:
            break
        stored = made.stored(step.offset, step.length)
        try:
            data = decode(stored, step.raw_length, _prefix_of(made, prefix))
        except FrameError:
            break
        hashes = (hash_of(data), hash_of(stored))
        kind = (layout.NO_BLOCK, layout.KIND_GRID if prefix[1] else layout.KIND_OTHER, 0, 0, 0, 0, 0)
        rows.append((offset, step.raw_length, step.length, step.offset, *hashes, *kind, *prefix))
        digest.update(data)
        offset += step.raw_length
        prefix = (0, 0)
    if not rows:
        raise LibraryError("no frame of an archive is there")
    info = replace(
        info,
        raw_size=offset,
        raw_sha256=digest.hexdigest(),
        depth=made.parent.depth + 1 if made.parent is not None else 0,
    )
    made.info, made.frames = info, frames.FrameTable(np.array(rows, dtype=layout.FRAME))
    content = content_of(made.source())
    made.info = replace(
        info, content=content.kind, stream_offset=content.stream_offset, carrier=content.carrier
    )
    return made


def _prefix_of(archive: Archive, prefix: tuple[int, int]) -> bytes | None:
    if not prefix[1]:
        return None
    if archive.parent is None or prefix[1] > layout.LONGEST_PREFIX:
        raise FrameError("it needs a parent, but nothing tells which")
    return archive.parent.read(*prefix)


def _parent_of(fd: int, steps: list[Step]) -> ParentRef | None:
    """The parent that a LEAD frame names."""
    if not steps or steps[0].magic != layout.LEAD_MAGIC:
        return None
    contents = read_some(fd, steps[0].offset + layout.SKIPPABLE.size, layout.LEAD_CONTENTS.size)
    if len(contents) < layout.LEAD_CONTENTS.size:
        return None
    name, _, _, digest, size = layout.LEAD_CONTENTS.unpack(contents)
    if name != layout.LEAD_NAME:
        return None
    return ParentRef("0" * 32, digest.hex(), size, "")
