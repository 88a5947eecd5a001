"""What is wrong with an archive, and what of the guest that touches.

Every octet of the file is under some hash: those of frames in the frame table
(as they are stored, and as they decode), LEAD and TEXT in chunk REST, chunks
in the directory of META, that in META's head; the seek table has a copy there.
"""

from __future__ import annotations

import enum
import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qmigui.errors import LibraryError, Problem, Severity
from qmigui.library.archive import closing, layout
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.codec import hash_of
from qmigui.library.archive.damage import Affected, affected_by, in_descendants, joined
from qmigui.library.archive.family import ParentError
from qmigui.library.archive.salvage import walk
from qmigui.library.archive.writer import thread_count
from qmigui.progress import Cancel, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_PROBLEMS = 1000
_TAGS = (closing.INFO, closing.FRAM, closing.SECT, closing.RAMB, closing.REST, closing.SEEK)
_CHUNK_LIMIT = 1 << 32
_HEAD = layout.SKIPPABLE.size


class Depth(enum.Enum):
    """How much is read."""

    QUICK = "quick"
    """Sizes, tables and metadata."""
    SCRUB = "scrub"
    """Also every frame, against its own hashes."""
    FULL = "full"
    """Also the whole stream, against its SHA-256."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found.

    Attributes:
        problems: what is wrong; offsets are those in the archive's file, paths name the part.
            Codes: ``archive-metadata``, ``archive-frame``, ``archive-frame-bytes`` (a warning: the
            content is right all the same), ``archive-frame-head``, ``archive-text``,
            ``archive-parent``, ``archive-sha256``.
        affected: what of the archived file is lost, here and in descendants.
        frames: how many were decoded.
    """

    problems: tuple[Problem, ...]
    affected: tuple[Affected, ...]
    frames: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(
    path: Path,
    depth: Depth = Depth.FULL,
    *,
    find_parent: Callable[[str], Archive | None] | None = None,
    descendants: Sequence[Archive] = (),
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Verified:
    """Verify the archive at *path*; damage is told, not raised.

    Args:
        path: of the file.
        depth: how much is read.
        find_parent: as for :meth:`Archive.open`.
        descendants: archives that are deltas against it, directly or not: what of them
            a damage here touches is told too.
        threads: that decode; None: one for each processor, 4 at most.
        progress: ``read_bytes`` counts stored bytes.
        cancel: stops it.

    Raises:
        TransportError: the file could not be read.
        Cancelled: someone asked for it.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    path = Path(path)
    try:
        archive = Archive.open(path, find_parent)
    except LibraryError as error:
        found = _Findings()
        found.put("archive-metadata", error.message, error.offset, error.path or "end of the file")
        if depth is not Depth.QUICK:
            _walk(path, found, cancel)
        return found.result()
    with archive:
        progress.total_bytes = archive.stored_size
        work = _Verification(archive, thread_count(threads), progress, cancel)
        work.metadata()
        if depth is not Depth.QUICK:
            work.skippable_frames()
            work.data_frames(whole=depth is Depth.FULL)
        affected = [affected_by(archive, number) for number in work.lost]
        if work.lost and descendants:
            affected += in_descendants(archive, work.lost, descendants)
        return work.found.result(affected, work.decoded)


class _Findings:
    """Collects problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def put(
        self,
        code: str,
        message: str,
        offset: int | None,
        path: str | None,
        *,
        length: int | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(severity, code, message, offset, path, length))

    def result(self, affected: Sequence[Affected] = (), frames: int = 0) -> Verified:
        return Verified(tuple(self.problems), joined(affected), frames)


class _Examined(NamedTuple):
    """What one frame turned out to be.

    Attributes:
        data: its content, or None.
        error: why not.
        is_stored_well: its octets in the file are those that were written.
    """

    data: bytes | None
    error: LibraryError | None
    is_stored_well: bool


class _Verification:
    """Goes through one archive that could be opened."""

    def __init__(self, archive: Archive, threads: int, progress: Progress, cancel: Cancel) -> None:
        self._archive = archive
        self._threads = threads
        self._progress = progress
        self._cancel = cancel
        self.found = _Findings()
        self.lost: list[int] = []
        self.decoded = 0

    # -- metadata ----------------------------------------------------------------------

    def metadata(self) -> None:
        """All chunks, LEAD and TEXT."""
        archive, found = self._archive, self.found
        assert archive.meta is not None and archive.entries is not None
        tags = [(tag, 0) for tag in _TAGS]
        tags += [(closing.PMAP, index) for index in range(archive.meta.count(closing.PMAP))]
        for tag, index in tags:
            self._cancel.check()
            try:
                archive.meta.chunk(tag, _CHUNK_LIMIT, index)
            except LibraryError as error:
                found.put("archive-metadata", error.message, error.offset, error.path)
        try:
            archive.sections  # noqa: B018 - their shape
            rest = archive.meta.json(closing.REST)
        except LibraryError as error:
            if not found.problems:
                found.put("archive-metadata", error.message, error.offset, error.path)
            return
        lengths = archive.entries["stored_length"]
        text_offset = archive.seek_offset - int(lengths[-1]) - (int(lengths[-2]) if len(lengths) > 1 else 0)
        self._hashed("TEXT", rest, "text", text_offset, int(lengths[-2]) if len(lengths) > 1 else 0)
        if archive.info.parent is not None:
            self._hashed("LEAD", rest, "lead", 0, int(lengths[0]))

    def _hashed(self, name: str, rest: object, key: str, offset: int, length: int) -> None:
        wanted = rest.get(key) if isinstance(rest, dict) else None
        octets = self._archive.stored(offset, length)
        if hashlib.sha256(octets).hexdigest() != wanted:
            message = f"frame {name} is damaged: it has another SHA-256"
            self.found.put("archive-text", message, offset, name, length=length)

    def skippable_frames(self) -> None:
        """Heads of skippable frames, and those in front of frames with a prefix."""
        archive = self._archive
        assert archive.entries is not None
        rows = iter(archive.frames.table[archive.frames.table["parent_length"] > 0])
        offset = 0
        prefix_length = _HEAD + layout.PREFIX_CONTENTS.size
        skipped = archive.entries["raw_length"] == 0
        if not archive.info.raw_size:
            skipped[0] = False
        starts = archive.entries["stored_length"].cumsum(dtype="u8")
        for number in skipped.nonzero()[0][:-2].tolist():
            length = int(archive.entries["stored_length"][number])
            offset = int(starts[number]) - length
            if archive.info.parent is not None and number == 0:
                continue
            row = next(rows, None)
            contents = b""
            if row is not None:
                contents = layout.PREFIX_CONTENTS.pack(int(row["parent_offset"]), int(row["parent_length"]))
            wanted = layout.skippable(layout.PREFIX_MAGIC, contents)
            if length != prefix_length or archive.stored(offset, length) != wanted:
                message = "the frame that tells a prefix does not agree with the frame table"
                self.found.put("archive-frame-head", message, offset, f"PREFIX {number}", length=length)

    # -- frames ------------------------------------------------------------------------

    def data_frames(self, *, whole: bool) -> None:
        """Every frame, and with *whole* the stream that they make."""
        archive = self._archive
        digest = hashlib.sha256()
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(1, "qmigui-hash") as hasher:
            for number, examined in self._examined():
                self._progress.read_bytes += int(archive.frames.table["stored_length"][number])
                self._judge(number, examined)
                if examined.data is not None and whole and not self.lost:
                    waiting.append(hasher.submit(digest.update, examined.data))
                while len(waiting) > 2:
                    waiting.popleft().result()
            for future in waiting:
                future.result()
        self._progress.read_bytes = archive.stored_size
        if whole and not self.lost and digest.hexdigest() != archive.info.raw_sha256:
            message = "the stream has another SHA-256 than what was stored"
            self.found.put("archive-sha256", message, None, "META / INFO")

    def _examined(self) -> Iterator[tuple[int, _Examined]]:
        """All frames in order, by several threads."""
        total = len(self._archive.frames)
        pool = ThreadPoolExecutor(self._threads, "qmigui-verify")
        try:
            ahead: deque[Future[_Examined]] = deque()
            following = 0
            for number in range(total):
                while following < total and len(ahead) < self._threads + 2:
                    ahead.append(pool.submit(self._examine, following))
                    following += 1
                self._cancel.check()
                yield number, ahead.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _examine(self, number: int) -> _Examined:
        archive = self._archive
        is_stored_well = False
        try:
            stored = archive.stored_frame(number)
            is_stored_well = hash_of(stored) == int(archive.frames.table["stored_hash"][number])
            return _Examined(archive.decode_frame(number, stored), None, is_stored_well)
        except LibraryError as error:
            return _Examined(None, error, is_stored_well)

    def _judge(self, number: int, examined: _Examined) -> None:
        row = self._archive.frames.table[number]
        offset, length = int(row["stored_offset"]), int(row["stored_length"])
        path = f"frame {number}"
        if examined.error is None:
            self.decoded += 1
            if not examined.is_stored_well:
                message = "its octets are not those that were written, though they decode to the same"
                severity = Severity.WARNING
                self.found.put("archive-frame-bytes", message, offset, path, length=length, severity=severity)
            return
        self.lost.append(number)
        touched = affected_by(self._archive, number)
        is_parent = isinstance(examined.error, ParentError)
        code = "archive-parent" if is_parent and examined.is_stored_well else "archive-frame"
        message = f"{examined.error.message} ({touched})"
        self.found.put(code, message, offset, path, length=length)


def _walk(path: Path, found: _Findings, cancel: Cancel) -> None:
    """Look through the frames of an archive without usable tables."""
    for step in walk(path, cancel):
        if step.fault is not None:
            found.put("archive-frame", step.fault, step.offset, f"frame {step.number}", length=step.length)
