"""Makes an archive of a state, in one pass over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmigui.library.archive.info import ArchiveInfo, Facts, Level

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qmigui.errors import Problem
    from qmigui.library.archive.archive import Archive
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source

SUFFIX = ".qst.zst"
"""Of a self-contained archive: ``zstd -d`` gives the stream."""
DELTA_SUFFIX = ".qst.zdelta"
"""Of a delta archive."""


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
    raise NotImplementedError
