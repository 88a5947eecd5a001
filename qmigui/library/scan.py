"""Brings the catalogue in line with the folder: what a crash left, what came, went, or was replaced."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qmigui.errors import LibraryError
from qmigui.library.archive.names import DELTA_SUFFIX, SUFFIX
from qmigui.library.archive.part_file import remove_leftovers
from qmigui.library.locks import locked_if_free
from qmigui.library.results import Scanned
from qmigui.library.sidecar import remove_sidecar, stem_of
from qmigui.library.texts import storable
from qmigui.progress import Cancel, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qmigui.library.catalogue import KnownFile
    from qmigui.library.ledger import Row
    from qmigui.library.library import Library

_BATCH = 50
"""Archives that are taken in at once, while others wait."""
_STABLE_NS = 3_000_000_000
"""A folder whose last change is younger may change again without its time showing that."""
_FEW = 200
"""Changed states, up to which each is looked at on its own for the deltas that need it."""


class _File(NamedTuple):
    """An archive's file as it is now."""

    name: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class _Changes:
    adopted: int = 0
    missing: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    leftovers: int = 0
    streams: set[str] = field(default_factory=set)


def scan_if_free(library: Library, progress: Progress, cancel: Cancel) -> Scanned | None:
    """What opening a library does when it has changed: a scan, unless others are at it.

    Raises:
        LibraryError: the folder cannot be read, or the catalogue not written.
    """
    with locked_if_free(library.place.commit_lock) as free:
        if not free:
            return None  # whoever holds it is changing it; the next start looks again
    return scan(library, progress=progress, cancel=cancel)


def scan(
    library: Library,
    *,
    everything: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Scanned:
    """Look through the folder and bring the catalogue in line with it.

    Every step is whole: a scan that is cut short leaves a catalogue that is right so far.

    Args:
        library: open.
        everything: open every archive, not only those that are new or changed, and forget
            states whose archive is gone.
        progress: counts archives.
        cancel: stops it between archives.

    Raises:
        LibraryError: the folder cannot be read, or the catalogue not written.
        Cancelled: someone asked for it.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    changes = _Changes()
    with library.committing(cancel):
        mtime_ns = library.folder_mtime_ns()
        changes.leftovers += len(remove_leftovers(library.place.directory))
        _finish_removals(library, changes)
        files = {file.name: file for file in _files(library.place.directory, changes)}
        known = library.catalogue.files()
        _find_missing(library, files, known, changes)
        seen = {one.file_name: one for one in known if one.present}
        wanted = [file for file in files.values() if everything or not _is_known(file, seen.get(file.name))]
    progress.total_bytes = len(wanted)
    remaining = iter(wanted)
    while batch := list(islice(remaining, _BATCH)):
        with library.committing(cancel):
            _take_in(library, batch, changes, cancel)
        progress.read_bytes += len(batch)
    with library.committing(cancel), library.database.write(counts=bool(changes.streams)):
        if everything:
            _forget_missing(library, changes)
        if len(changes.streams) > _FEW or everything:
            library.ledger.settle_all()
        else:
            for raw_sha256 in changes.streams:
                library.ledger.settle(raw_sha256)
        library.ledger.set_seen(mtime_ns if time.time_ns() - mtime_ns > _STABLE_NS else 0)
    return Scanned(
        changes.adopted,
        tuple(changes.missing),
        tuple(changes.unreadable),
        tuple(changes.duplicates),
        changes.leftovers,
        library.catalogue.count(),
    )


def _is_known(file: _File, known: KnownFile | None) -> bool:
    return known is not None and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)


def _files(directory: Path, changes: _Changes) -> Iterator[_File]:
    try:
        with os.scandir(directory) as found:
            for item in found:
                if stem_of(item.name) is None or not item.is_file(follow_symlinks=False):
                    continue
                if storable(item.name) != item.name:
                    changes.unreadable.append((storable(item.name), "its name is not UTF-8"))
                    continue
                with contextlib.suppress(FileNotFoundError):
                    status = item.stat(follow_symlinks=False)
                    yield _File(item.name, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise LibraryError(f"the library cannot be read: {error.strerror}", source=str(directory)) from error


def _finish_removals(library: Library, changes: _Changes) -> None:
    """A removal that was cut short has happened if the archive is gone, else it has not."""
    for key, file_name in library.catalogue.removals():
        path = library.place.directory / file_name
        entry = None
        if not os.path.lexists(path):
            remove_sidecar(path)
        with library.database.write():
            library.ledger.set_removing(key, False)
            if not os.path.lexists(path):
                entry = library.catalogue.entry(key)
                library.ledger.drop(key)
        if entry is not None:
            changes.streams.add(entry.raw_sha256)
            changes.leftovers += 1


def _find_missing(
    library: Library, files: dict[str, _File], known: list[KnownFile], changes: _Changes
) -> None:
    gone = [one for one in known if one.present and one.file_name not in files]
    if not gone:
        return
    with library.database.write():
        for one in gone:
            entry = library.catalogue.entry(one.key)
            if entry is not None:
                changes.missing.append(entry.name)
            library.ledger.set_missing(one.key)
            changes.streams.add(one.raw_sha256)


def _forget_missing(library: Library, changes: _Changes) -> None:
    """Drop the states whose archive has not been found; inside ``write``."""
    changes.missing = []
    for one in library.catalogue.files():
        if not one.present:
            entry = library.catalogue.entry(one.key)
            if entry is not None:
                changes.missing.append(entry.name)
            library.ledger.drop(one.key)


def _take_in(library: Library, batch: list[_File], changes: _Changes, cancel: Cancel) -> None:
    from qmigui.library.adoption import row_of
    from qmigui.library.opened import OpenArchives

    rows = []
    with OpenArchives(library) as archives:
        for file in batch:
            cancel.check()
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                rows.append(row_of(library.place.directory / file.name, archives.find_parent))
    with library.database.write():
        for row in rows:
            _put(library, row, changes)


def _put(library: Library, row: Row, changes: _Changes) -> None:
    """Write a row, unless it is of a second file of a state that has one."""
    if not row.raw_sha256:
        changes.unreadable.append((row.file_name, row.failure or ""))
        if library.ledger.set_unreadable(row):
            return  # what was known of it before is still so
    directory = library.place.directory
    for one in library.database.rows(
        "SELECT key, id, file_name, raw_sha256 FROM states WHERE present AND (id = ? OR file_name = ?)",
        (row.id, row.file_name),
    ):
        key, identity, file_name, raw_sha256 = one
        if identity != row.id:
            # The file was replaced by another state's; or it could not tell its id, and now it can.
            changes.streams.add(raw_sha256)
            if raw_sha256:
                library.ledger.set_missing(key)
            else:
                library.ledger.drop(key)
        elif file_name != row.file_name and os.path.lexists(directory / file_name):
            if stem_of(file_name) != stem_of(row.file_name):
                changes.duplicates.append(row.file_name)
                return
            # Flattening was cut short when both files were there: the one that needs nobody stays.
            keep, drop = (
                (row.file_name, file_name) if row.file_name.endswith(SUFFIX) else (file_name, row.file_name)
            )
            assert drop.endswith(DELTA_SUFFIX)
            (directory / drop).unlink(missing_ok=True)
            changes.leftovers += 1
            if keep != row.file_name:
                return
    library.ledger.put(row)
    changes.adopted += 1
    changes.streams.add(row.raw_sha256)
