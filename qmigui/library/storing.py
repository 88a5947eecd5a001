"""Puts a state into the library: file first, row last; the row is the commit."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError, UsageError
from qmigui.library.adoption import row_of
from qmigui.library.archive.create import create
from qmigui.library.archive.info import ArchiveInfo, Facts, Level
from qmigui.library.archive.parent import choose, vm_key
from qmigui.library.database import CatalogueDamaged
from qmigui.library.finding import find
from qmigui.library.locks import claimed
from qmigui.library.naming import file_name, new_stem
from qmigui.library.opened import OpenArchives
from qmigui.library.results import Stored
from qmigui.library.scan import scan
from qmigui.qemufile.memory import MemorySource

if TYPE_CHECKING:
    from qmigui.library.archive.archive import Archive
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source

AUTO, NONE = "auto", "none"
"""Words for which parent is wanted; anything else is a reference to a state."""
_MOST_CANDIDATES = 5
"""Earlier states that are tried as parents, latest first: about 0.3 s of CPU for each."""
_WINDOW = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """How a state is to be kept.

    Attributes:
        facts: what its archive is to say.
        level, threads: of compression.
        parent: :data:`AUTO`, :data:`NONE` or a reference.
        check: look for all that is wrong with it.
        keep_damaged: keep it even if it has errors.
    """

    facts: Facts
    level: Level = Level.DEFAULT
    threads: int | None = None
    parent: str = AUTO
    check: bool = True
    keep_damaged: bool = False


class _AlreadyKept(Exception):
    """The very same stream is in the library."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.id)
        self.entry = entry


class DamagedState(LibraryError):
    """The state has errors, and nobody said that it is to be kept all the same.

    Args:
        source: its name.
        info: what the archive would have said, with the problems.
    """

    def __init__(self, source: str, info: ArchiveInfo) -> None:
        errors = info.problem_counts["error"]
        first = next((one for one in info.problems if one.get("severity") == "error"), {})
        more = f"the first: {first.get('message')}" if first else "see --validate"
        super().__init__(
            f"was not stored: it has {errors} error{'s' if errors != 1 else ''}, {more}; "
            "--keep-damaged stores it all the same",
            offset=first.get("offset"),
            path=first.get("path"),
            source=source,
        )
        self.info = info


def store(library: Library, source: Source, wish: Wish, progress: Progress, cancel: Cancel) -> Stored:
    """Keep all of *source*.

    Args:
        library: open.
        source: stands at its start; for a parent to be chosen it must be seekable.
        wish: how it is to be kept.
        progress: kept up to date.
        cancel: stops it; nothing is left behind.

    Raises:
        DamagedState: it has errors.
        LibraryError: it could not be kept; nothing is left behind.
        TransportError: the source could not be read.
        Cancelled: someone asked for it.
    """
    known = _kept_before(library, source, progress, cancel)
    if known is not None:
        return Stored(known, is_new=False)
    with contextlib.ExitStack() as stack:
        archives = stack.enter_context(OpenArchives(library))
        parent = _parent(library, archives, source, wish, cancel)
        if parent is not None:
            # Nobody removes it before our row says that it is needed.
            stack.enter_context(claimed(parent.path, shared=True))

        def before_commit(info: ArchiveInfo) -> None:
            if info.problem_counts.get("error") and not wish.keep_damaged:
                raise DamagedState(source.name, info)
            progress.activity = "waiting for the catalogue"
            stack.enter_context(library.committing(cancel))
            entry = library.catalogue.of_stream(info.raw_sha256)
            if entry is not None:
                raise _AlreadyKept(entry)

        try:
            created = create(
                source,
                library.place.directory,
                file_name(new_stem(wish.facts.name or ""), is_delta=parent is not None),
                level=wish.level,
                threads=wish.threads,
                parent=parent,
                facts=wish.facts,
                check=wish.check,
                before_commit=before_commit,
                progress=progress,
                cancel=cancel,
            )
        except _AlreadyKept as kept:
            return Stored(kept.entry, is_new=False)
        entry = add_row(library, created.path, archives)
    return Stored(entry, is_new=True, problems=created.problems)


def add_row(library: Library, path: Path, archives: OpenArchives) -> Entry:
    """Write the row of a file that has just got its name; inside ``committing``.

    Raises:
        LibraryError: it could not be written; the file is gone.
    """
    try:
        row = row_of(path, archives.find_parent)
        with library.database.write():
            key = library.ledger.put(row)
            library.ledger.settle(row.raw_sha256)
            entry = library.catalogue.entry(key)
    except CatalogueDamaged:
        library.replace_catalogue()
        scan(library)
        entry = next(iter(library.catalogue.listed("file_name = ?", (path.name,))), None)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    assert entry is not None
    return entry


def _kept_before(library: Library, source: Source, progress: Progress, cancel: Cancel) -> Entry | None:
    """The state with the same octets, if there is one of the same length; the source is read for it.

    Most often that saves compressing it again for nothing; a pipe is only
    compared at the end.
    """
    if not source.seekable or source.size is None:
        return None
    if not library.catalogue.listed("raw_size = ?", (source.size,), 1):
        return None
    progress.activity = "comparing with what is kept"
    progress.total_bytes = source.size
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_WINDOW))
    while count := source.readinto(buffer):
        cancel.check()
        digest.update(buffer[:count])
        progress.read_bytes += count
    source.seek(0)
    progress.read_bytes = 0
    return library.catalogue.of_stream(digest.hexdigest())


def _parent(
    library: Library, archives: OpenArchives, source: Source, wish: Wish, cancel: Cancel
) -> Archive | None:
    if wish.parent == NONE:
        return None
    if wish.parent != AUTO:
        return archives.open(find(library, wish.parent))
    if not source.seekable:
        return None
    series = vm_key(source)
    if series is None:
        return None
    candidates = archives.open_all(candidates_for(library, series))
    choice = choose(source, candidates, level=wish.level, cancel=cancel) if candidates else None
    return choice.parent if choice is not None else None


def has_candidates(library: Library, front: bytes) -> bool:
    """Whether there are earlier states of the guest whose state begins with these octets."""
    series = vm_key(MemorySource(front))
    return series is not None and bool(candidates_for(library, series))


def candidates_for(library: Library, series: str) -> list[Entry]:
    """States of a guest that a new one could be a delta against, latest first."""
    keys = library.database.rows(
        "SELECT key FROM states WHERE series = ? AND present AND whole AND failure IS NULL"
        " ORDER BY stored DESC, key DESC LIMIT ?",
        (series, _MOST_CANDIDATES),
    )
    entries = library.catalogue.entries(row[0] for row in keys)
    return [entries[row[0]] for row in keys if row[0] in entries]


def level_of(word: str) -> Level:
    """A level by its name.

    Raises:
        UsageError: there is no such level.
    """
    try:
        return Level(word)
    except ValueError:
        raise UsageError(f"there is no level '{word}'; there are fast, default and small") from None
