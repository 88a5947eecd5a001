"""What the use cases of the library give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.library.archive.info import ArchiveInfo
    from qmigui.library.archive.parts import Block, Section
    from qmigui.library.archive.verify import Verified
    from qmigui.library.entry import Entry


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a state that was to be kept.

    Attributes:
        entry: the state in the library.
        is_new: False: the very same stream was kept before, and *entry* is that one; nothing was written.
        problems: what the check found, so many at most.
    """

    entry: Entry
    is_new: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of one state.

    Attributes:
        entry: its row.
        path: of the archive.
        devices: names of its sections, sorted.
        parents: the states below it, nearest first.
        children: deltas directly against it.
        problem_counts: of the check, by severity.
        problems: the first of them, as :meth:`~qmigui.errors.Problem.to_json` gives them.
        failure: why the last verification failed or the archive could not be opened, or None.
        info: what the archive says of itself; None where it cannot be opened.
        sections, blocks: of the stream, as the archive has them.
    """

    entry: Entry
    path: Path
    devices: tuple[str, ...] = ()
    parents: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()
    problem_counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[dict[str, Any], ...] = ()
    failure: str | None = None
    info: ArchiveInfo | None = None
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedState:
    """What a verification found of one state.

    Attributes:
        entry: its row, as it is now.
        result: what was found; None: the file is missing or unreadable, see *error*.
        error: one sentence, or None.
    """

    entry: Entry
    result: Verified | None
    error: str | None = None

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return self.error is None and self.result is not None and self.result.is_clean


@dataclass(frozen=True, slots=True)
class InTrash:
    """Where the files of a removed state are.

    Attributes:
        entry: the state.
        archive: in the trash; None: its archive was missing before.
        words: the file beside it, in the trash; None: there was none.
    """

    entry: Entry
    archive: Path | None = None
    words: Path | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed.

    Attributes:
        entries: the states.
        trashed: they are in the system's trash; False: they are gone.
        rebased: children that were written anew first.
        in_trash: where they are there, in the order in which they went.
    """

    entries: tuple[Entry, ...]
    trashed: bool
    rebased: tuple[Entry, ...] = ()
    in_trash: tuple[InTrash, ...] = ()


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a look through the library's folder changed.

    Attributes:
        adopted: states that came into the catalogue.
        missing: names of states whose archive is not there any more.
        unreadable: archives that could not be opened, with the reason.
        duplicates: files that are second copies of a state.
        leftovers: unfinished files that were removed.
        total: states in the catalogue now.
    """

    adopted: int = 0
    missing: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    duplicates: tuple[str, ...] = ()
    leftovers: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SeriesStats:
    """What one series of states costs.

    Attributes:
        series: its key; None: the states that belong to none.
        machine: of the latest state.
        name: of the latest state.
        count, deltas: states, and how many of them are deltas.
        raw_size, stored_size: sums in bytes.
    """

    series: str | None
    machine: str | None
    name: str
    count: int
    deltas: int
    raw_size: int
    stored_size: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Sizes of a library.

    Attributes:
        directory: of the library.
        count, deltas: states, and how many of them are deltas.
        raw_size, stored_size: sums in bytes.
        health: how many states of each health.
        series: what each costs, the dearest first.
        free: bytes that the file system has left.
    """

    directory: Path
    count: int
    deltas: int
    raw_size: int
    stored_size: int
    health: dict[str, int]
    series: tuple[SeriesStats, ...]
    free: int
