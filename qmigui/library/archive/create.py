"""Makes an archive of a state, in one pass over it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import qmigui
from qmigui.errors import LibraryError, QmiguiError
from qmigui.library.archive import layout
from qmigui.library.archive.carrier import content_of
from qmigui.library.archive.closing import write_end, write_lead
from qmigui.library.archive.follow import Follower
from qmigui.library.archive.index import sections_to_json
from qmigui.library.archive.info import MAX_DEPTH, ArchiveInfo, Facts, Level, ParentRef
from qmigui.library.archive.inside import arch_of, look_inside
from qmigui.library.archive.names import DELTA_SUFFIX, SUFFIX
from qmigui.library.archive.part_file import PartFile
from qmigui.library.archive.prefixes import Prefixes
from qmigui.library.archive.writer import FrameWriter, thread_count
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.envelope import LIBVIRT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qmigui.errors import Problem
    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.carrier import Content
    from qmigui.library.archive.cutter import Frame
    from qmigui.qemufile.base import Buffer, Source
    from qmigui.qemufile.envelope import Envelope

__all__ = ["DELTA_SUFFIX", "SUFFIX", "Created", "create", "reference_to"]


@dataclass(frozen=True, slots=True)
class Created:
    """A new archive, complete and on the disk.

    Attributes:
        path: of the file.
        info: what it says of itself: ``id``, ``raw_size``, ``raw_sha256``, ``depth``, ...
        stored_size: length of the file in bytes.
        problems: what the check found, so many at most; empty without a check.
    """

    path: Path
    info: ArchiveInfo
    stored_size: int
    problems: tuple[Problem, ...]


def create(
    source: Source,
    directory: Path,
    file_name: str,
    *,
    level: Level = Level.DEFAULT,
    threads: int | None = None,
    parent: Archive | None = None,
    facts: Facts | None = None,
    check: bool = True,
    before_commit: Callable[[ArchiveInfo], None] | None = None,
    replace: bool = False,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Archive all of *source*, whatever it is.

    A migration stream (also behind a libvirt head) is cut along its RAM and
    indexed; from a damage on, and for any other input, the octets are kept all
    the same.  The exact input comes back from :func:`~.restore.restore`, and
    from ``zstd -d`` without us (a delta needs its parent's stream too).

    Args:
        source: stands at its start; a pipe is read in one pass, with bounded memory.
        directory: where the file goes; it exists.
        file_name: its final name there, with :data:`SUFFIX` or :data:`DELTA_SUFFIX`.
        level: of compression.
        threads: that compress; None: one for each processor, 4 at most.
        parent: make a delta against this one (see :func:`~.parent.choose`).
        facts: what else the archive is to say.
        check: look for all that is wrong with the stream, in the same pass.
        before_commit: is given the finished description when all is written but the file
            has no name yet; what it raises drops everything.  The place to refuse a
            stream that is already kept (``raw_sha256``) or one with errors (``problem_counts``).
        replace: take the place of a file of that name; else it must not exist.
        sync: the file is on the disk when this returns.
        progress: ``read_bytes`` and ``written_bytes`` are kept up to date.
        cancel: stops it at any moment; nothing is left behind.

    Raises:
        LibraryError: the file could not be made; nothing is left behind.
        TransportError: the source could not be read.
        Cancelled: someone asked for it.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    if parent is not None and parent.depth >= MAX_DEPTH:
        raise LibraryError(
            f"the parent is itself {parent.depth} deltas deep, more than {MAX_DEPTH} are not made",
            source=str(parent.path),
        )
    content = content_of(source)
    progress.total_bytes = source.size
    inside = None
    if content.kind == "opaque":
        inside = look_inside(source, check=check, cancel=cancel, cell=layout.CELL)
    reference = reference_to(parent) if parent is not None else None
    cell = _cell_of(level, parent)
    with (
        PartFile(directory, file_name, replace=replace, sync=sync) as part,
        FrameWriter(part, level, thread_count(threads), parent, progress, cancel) as writer,
    ):
        if reference is not None:
            write_lead(part, writer, reference)
        prefixes = Prefixes(parent) if parent is not None else None

        def put(frame: Frame, data: Buffer) -> None:
            prefix = prefixes.find(frame, follower.cutter.blocks) if prefixes is not None else (0, 0)
            writer.add(frame, data, prefix)

        follower = Follower(source, content, check=check, put=put, cancel=cancel, cell=cell)
        try:
            follower.run()
            digest = writer.finish_frames()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
        info = _info(content, follower, digest, level, check, reference, parent, cell, facts or Facts())
        if inside is not None:
            info = _with_inside(info, *inside, check=check)
        elif arch := arch_of(source.envelope):
            info = changed(info, arch=arch)
        index = follower.index
        blocks = index.blocks_by_number(follower.cutter.blocks)
        write_end(part, writer, info, sections_to_json(index.sections, index.description), blocks)
        cancel.check()
        if before_commit is not None:
            before_commit(info)
        part.commit()
    problems = (inside[0] if inside is not None else follower).problems
    return Created(part.path, info, part.length, tuple(problems))


def reference_to(parent: Archive) -> ParentRef:
    """How a delta names its parent."""
    info = parent.info
    return ParentRef(info.id, info.raw_sha256, info.raw_size, parent.path.name)


def _cell_of(level: Level, parent: Archive | None) -> int:
    """The grid: that of the parent, so that frames fit together."""
    if parent is not None and layout.LEAST_CELL <= parent.info.cell <= layout.SMALL_CELL:
        return parent.info.cell
    return layout.SMALL_CELL if level is Level.SMALL else layout.CELL


def _info(
    content: Content,
    follower: Follower,
    digest: str,
    level: Level,
    check: bool,
    reference: ParentRef | None,
    parent: Archive | None,
    cell: int,
    facts: Facts,
) -> ArchiveInfo:
    index = follower.index
    return ArchiveInfo(
        id=uuid.uuid4().hex,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tool=f"qmigui {qmigui.__version__}",
        raw_size=follower.size,
        raw_sha256=digest,
        content=content.kind,
        stream_offset=content.stream_offset,
        carrier=content.carrier,
        compression=content.compression,
        followed=min(follower.followed, follower.size),
        machine=index.machine,
        page_size=index.page_size,
        uuid=index.uuid,
        capabilities=index.capabilities,
        ram_total=index.ram_total,
        device_count=index.device_count,
        vm_key=index.vm_key(),
        level=level.value,
        checked=check and content.kind == "stream",
        problem_counts=dict(follower.problem_counts),
        problems=tuple(problem.to_json() for problem in follower.problems[:_KEPT_PROBLEMS]),
        parent=reference,
        depth=parent.depth + 1 if parent is not None else 0,
        cell=cell,
        facts=facts,
    )


def _with_inside(info: ArchiveInfo, inside: Follower, envelope: Envelope, *, check: bool) -> ArchiveInfo:
    """Add what the stream in an image with compressed memory tells; its parts have no places here."""
    index = inside.index
    return changed(
        info,
        carrier=LIBVIRT,
        compression=envelope.compression,
        machine=index.machine,
        arch=arch_of(envelope),
        page_size=index.page_size,
        uuid=index.uuid,
        capabilities=index.capabilities,
        ram_total=index.ram_total,
        device_count=index.device_count,
        checked=check,
        problem_counts=dict(inside.problem_counts),
        problems=tuple(problem.to_json() for problem in inside.problems[:_KEPT_PROBLEMS]),
    )


_KEPT_PROBLEMS = 100
"""So many problems are told by the archive itself."""
