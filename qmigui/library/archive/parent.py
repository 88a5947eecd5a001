"""Archives that hold the difference to another: choosing one, and doing without."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as with_values
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError, QmiguiError
from qmigui.library.archive import closing, layout
from qmigui.library.archive.carrier import content_of
from qmigui.library.archive.create import Created, reference_to
from qmigui.library.archive.cutter import Frame
from qmigui.library.archive.family import ParentError
from qmigui.library.archive.index import Indexer, sections_to_json
from qmigui.library.archive.info import MAX_DEPTH, Level
from qmigui.library.archive.part_file import PartFile
from qmigui.library.archive.prefixes import Prefixes
from qmigui.library.archive.restore import check_digest, decoded
from qmigui.library.archive.sampling import Sample, promised_share, samples_of
from qmigui.library.archive.writer import FrameWriter, thread_count
from qmigui.progress import Cancel, Progress
from qmigui.stream import events as ev
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.info import Facts
    from qmigui.qemufile.base import Source

WORTHWHILE = 0.7
"""A delta is made if it promises to be at most this share of a self-contained archive."""
_HEAD_WINDOW = 256 << 10


@dataclass(frozen=True, slots=True)
class Choice:
    """The parent that promises the smallest delta.

    Attributes:
        parent: one of the candidates.
        share: the size that a delta promises, as a share of a self-contained archive
            (measured: right in rank, off by up to 40 percent).
    """

    parent: Archive
    share: float


def vm_key(source: Source) -> str | None:
    """The key that states of one guest share, read from the front of a seekable source; None: no RAM there.

    Candidates for :func:`choose` are the archives with this ``info.vm_key``.
    """
    index = _front(source)
    return index.vm_key() if index is not None else None


def _front(source: Source) -> Indexer | None:
    """Read up to the end of the block list; None: that cannot be read."""
    if not source.seekable or content_of(source).kind != "stream":
        return None
    index = Indexer()
    feed = Feed(source, window=_HEAD_WINDOW)
    try:
        for event in BinaryReader(feed, skim=True).events():
            index.take(event, feed.offset)
            if isinstance(event, ev.RamListEnd):
                break
    except QmiguiError:
        return None
    finally:
        feed.close()
        source.seek(source.start_offset)
    return index


def choose(
    source: Source,
    candidates: Sequence[Archive],
    *,
    level: Level = Level.DEFAULT,
    cancel: Cancel | None = None,
) -> Choice | None:
    """Compress a few frames of *source* against each candidate; about 0.3 s of CPU for each.

    Args:
        source: the new state, seekable and at its start, where it is afterwards too.
        candidates: archives of states of the same guest; those that are too deep are passed over,
            as are those that cannot be read.
        level: of compression.
        cancel: looked at between frames.

    Returns:
        The best, if it is worthwhile; else None: make a self-contained archive.
    """
    cancel = cancel if cancel is not None else Cancel()
    index = _front(source)
    if index is None or not candidates or index.page_size is None:
        return None
    samples: dict[int, list[Sample]] = {}
    best: Choice | None = None
    for candidate in candidates:
        cell = candidate.info.cell
        if candidate.depth >= MAX_DEPTH or not layout.LEAST_CELL <= cell <= layout.SMALL_CELL:
            continue
        if cell not in samples:
            samples[cell] = samples_of(source, index, cell, cancel)
        try:
            share = promised_share(samples[cell], candidate, level, cancel)
        except LibraryError:
            continue
        if share <= WORTHWHILE and (best is None or share < best.share):
            best = Choice(candidate, share)
    return best


def flatten(
    archive: Archive,
    directory: Path,
    file_name: str,
    *,
    facts: Facts | None = None,
    level: Level | None = None,
    threads: int | None = None,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Write a self-contained archive of the same state, with the same id, index and facts.

    The arguments are those of :func:`rebase`.

    Raises:
        LibraryError: a frame is damaged or a parent missing; nothing is left behind.
    """
    return rebase(
        archive,
        None,
        directory,
        file_name,
        facts=facts,
        level=level,
        threads=threads,
        sync=sync,
        progress=progress,
        cancel=cancel,
    )


def rebase(
    archive: Archive,
    parent: Archive | None,
    directory: Path,
    file_name: str,
    *,
    facts: Facts | None = None,
    replace: bool = False,
    level: Level | None = None,
    threads: int | None = None,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Write the same state as a delta against another *parent* (None: self-contained), with the same id.

    Args:
        archive: the state; its present parent must still be there.
        parent: the new one; must not be a descendant of *archive*.
        directory: where the file goes.
        file_name: its final name.
        facts: what it says instead of the old ones; None: the old ones.
        replace: take the place of a file of that name, in one step.
        level: of compression; None: as before.
        threads: that compress.
        sync: the file is on the disk when this returns.
        progress: kept up to date.
        cancel: stops it.

    Raises:
        LibraryError: it could not be made; nothing is left behind, nothing was replaced.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    if parent is not None:
        _refuse_descendant(archive, parent)
    level = level if level is not None else _level_of(archive)
    info = with_values(
        archive.info,
        level=level.value,
        parent=reference_to(parent) if parent is not None else None,
        depth=parent.depth + 1 if parent is not None else 0,
        facts=facts if facts is not None else archive.info.facts,
    )
    progress.total_bytes = info.raw_size
    names = [block.name.encode("utf-8", "surrogatepass") for block in archive.blocks]
    prefixes = Prefixes(parent) if parent is not None else None
    with (
        PartFile(directory, file_name, replace=replace, sync=sync) as part,
        FrameWriter(part, level, thread_count(threads), parent, progress, cancel) as writer,
    ):
        if info.parent is not None:
            closing.write_lead(part, writer, info.parent)
        for number, data in decoded(archive, 1, cancel):
            frame = _frame_of(archive, number)
            writer.add(frame, data, prefixes.find(frame, names) if prefixes is not None else (0, 0))
        digest = writer.finish_frames()
        check_digest(archive, digest)
        writer.take_map(archive.map_chunks())
        sections = sections_to_json(list(archive.sections), archive.description_place)
        closing.write_end(part, writer, info, sections, archive.blocks)
        cancel.check()
        part.commit()
    return Created(part.path, info, part.length, ())


def _refuse_descendant(archive: Archive, parent: Archive) -> None:
    """A state cannot be its own ancestor, and not be too deep."""
    if parent.depth >= MAX_DEPTH:
        raise LibraryError(f"the new parent is itself {parent.depth} deltas deep", source=str(parent.path))
    above: Archive | None = parent
    while above is not None:
        if above.info.raw_sha256 == archive.info.raw_sha256:
            raise LibraryError("the new parent is made from this state", source=str(parent.path))
        try:
            above = above.parent
        except ParentError:
            return


def _level_of(archive: Archive) -> Level:
    try:
        return Level(archive.info.level)
    except ValueError:
        return Level.DEFAULT


def _frame_of(archive: Archive, number: int) -> Frame:
    """A frame of an archive as the one that is to be made again."""
    row = archive.frames.table[number]
    return Frame(
        int(row["raw_offset"]),
        int(row["raw_length"]),
        int(row["kind"]),
        int(row["flags"]) & layout.FLAG_ALONE,
        int(row["block"]),
        int(row["pages"]),
        int(row["zero_pages"]),
        int(row["first_address"]),
        int(row["last_address"]),
    )
