"""What is wrong with an archive, and what of the guest that touches."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qmigui.errors import Problem
    from qmigui.library.archive.archive import Archive
    from qmigui.progress import Cancel, Progress


class Depth(enum.Enum):
    """How much is read."""

    QUICK = "quick"
    """Sizes, tables and metadata."""
    SCRUB = "scrub"
    """Also every frame, against its own hash."""
    FULL = "full"
    """Also the whole stream, against its SHA-256."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One stretch of an archived file that does not come back as it was.

    Attributes:
        archive_id: of the archive, which may be a descendant of the damaged one.
        frame: its number there, from 0.
        offset, length: in the archived file, bytes.
        block: RAM block, or None.
        first_address, last_address: of its pages, or None.
        sections: names of the device sections in it.
    """

    archive_id: str
    frame: int
    offset: int
    length: int
    block: str | None = None
    first_address: int | None = None
    last_address: int | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found.

    Attributes:
        problems: what is wrong; offsets are those in the archive's file, paths name the part.
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
    raise NotImplementedError
