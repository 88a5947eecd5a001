"""Archives that hold the difference to another: choosing one, and doing without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qmigui.library.archive.info import Level

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.create import Created
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source

WORTHWHILE = 0.7
"""A delta is made if it promises to be at most this share of a self-contained archive."""


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
    raise NotImplementedError


def choose(
    source: Source,
    candidates: Sequence[Archive],
    *,
    level: Level = Level.DEFAULT,
    cancel: Cancel | None = None,
) -> Choice | None:
    """Compress a few frames of *source* against each candidate; about 0.3 s of CPU for each.

    Args:
        source: the new state, seekable; where it stands afterwards is where it stood before.
        candidates: archives of states of the same guest; those that are too deep are passed over,
            as are those that cannot be read.
        level: of compression.
        cancel: looked at between frames.

    Returns:
        The best, if it is worthwhile; else None: make a self-contained archive.
    """
    raise NotImplementedError


def flatten(
    archive: Archive,
    directory: Path,
    file_name: str,
    *,
    level: Level | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Write a self-contained archive of the same state, with the same id, index and facts.

    Raises:
        LibraryError: a frame is damaged or a parent missing; nothing is left behind.
    """
    raise NotImplementedError


def rebase(
    archive: Archive,
    parent: Archive | None,
    directory: Path,
    file_name: str,
    *,
    replace: bool = False,
    level: Level | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Created:
    """Write the same state as a delta against another *parent* (None: self-contained), with the same id.

    Args:
        archive: the state; its present parent must still be there.
        parent: the new one; must not be a descendant of *archive*.
        directory: where the file goes.
        file_name: its final name.
        replace: take the place of a file of that name, in one step.
        level: of compression; None: as before.
        threads: that compress.
        progress: kept up to date.
        cancel: stops it.

    Raises:
        LibraryError: it could not be made; nothing is left behind, nothing was replaced.
    """
    raise NotImplementedError
