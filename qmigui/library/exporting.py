"""Archives out of the library and into it: one file, with all that is said of the state."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.copying import copy_archive
from qmigui.library.archive.parent import flatten
from qmigui.library.archive.verify import Depth, verify
from qmigui.library.entry import short_id
from qmigui.library.locks import claimed
from qmigui.library.naming import file_name, new_stem, slug
from qmigui.library.opened import OpenArchives
from qmigui.library.results import Stored
from qmigui.library.sidecar import read_sidecar
from qmigui.library.storing import add_row
from qmigui.library.texts import told_name

if TYPE_CHECKING:
    from qmigui.library.archive.info import ArchiveInfo, Facts
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.progress import Cancel, Progress


def export(
    library: Library, entry: Entry, directory: Path, *, flat: bool, progress: Progress, cancel: Cancel
) -> Path:
    """Write the archive of a state, with the present words of the user, into a directory.

    Raises:
        LibraryError: it is damaged, or could not be written; nothing is left behind.
        Cancelled: someone asked for it.
    """
    if not directory.is_dir():
        raise LibraryError("is no directory", source=str(directory))
    with OpenArchives(library) as archives:
        archive = archives.open(entry)
        facts = replace(archive.info.facts, name=entry.name, tags=entry.tags, note=entry.note or None)
        is_delta = archive.info.parent is not None and not flat
        name = file_name(f"{slug(entry.name)}-{short_id(entry.id)}", is_delta=is_delta)
        if archive.info.parent is not None and flat:
            return flatten(archive, directory, name, facts=facts, progress=progress, cancel=cancel).path
        return copy_archive(archive, directory, name, facts=facts, progress=progress, cancel=cancel).path


def bring_in(library: Library, path: Path, progress: Progress, cancel: Cancel) -> Stored:
    """Copy an archive into the library.

    All of it is verified first.  Words in a file beside it, as the library keeps
    them, go before those in it.

    Raises:
        LibraryError: it is no archive, is damaged, or its parent is not here; nothing is left behind.
        Cancelled: someone asked for it.
    """
    with contextlib.ExitStack() as stack:
        archives = stack.enter_context(OpenArchives(library))
        archive = stack.enter_context(Archive.open(path, archives.find_parent))
        info = archive.info
        known = _known(library, info)
        if known is not None:
            return Stored(known, is_new=False)
        if info.parent is not None:
            _hold_parent(library, archives, archive, stack)
        progress.activity = "verifying"
        found = verify(path, Depth.FULL, find_parent=archives.find_parent, progress=progress, cancel=cancel)
        if not found.is_clean:
            problem = found.problems[0]
            raise LibraryError(
                f"is damaged: {problem.message}", offset=problem.offset, path=problem.path, source=str(path)
            )
        facts = _facts_beside(path, info)
        progress.activity = "copying"
        progress.read_bytes = progress.written_bytes = 0

        def before_commit() -> None:
            stack.enter_context(library.committing(cancel))
            known = _known(library, info)
            if known is not None:
                raise _CameMeanwhile(known)

        try:
            created = copy_archive(
                archive,
                library.place.directory,
                file_name(new_stem(facts.name or ""), is_delta=info.parent is not None),
                facts=facts,
                before_commit=before_commit,
                progress=progress,
                cancel=cancel,
            )
        except _CameMeanwhile as came:
            return Stored(came.entry, is_new=False)
        return Stored(add_row(library, created.path, archives), is_new=True)


class _CameMeanwhile(Exception):
    """Another process brought in the same state."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.id)
        self.entry = entry


def _known(library: Library, info: ArchiveInfo) -> Entry | None:
    """The state that an archive holds, if the library has it.

    Raises:
        LibraryError: the library has another state of that id.
    """
    same = library.catalogue.of_stream(info.raw_sha256)
    if same is not None:
        return same
    namesake = library.catalogue.of_id(info.id)
    if namesake is not None and namesake.raw_sha256 not in {"", info.raw_sha256}:
        raise LibraryError(f"the library has another state with the id {info.id}")
    return None


def _hold_parent(
    library: Library, archives: OpenArchives, archive: Archive, stack: contextlib.ExitStack
) -> None:
    wanted = archive.info.parent
    assert wanted is not None
    below = library.catalogue.of_stream(wanted.raw_sha256)
    if below is None:
        raise LibraryError(
            f"is a delta, and its parent is not in the library: the state with SHA-256 {wanted.raw_sha256}",
            source=str(archive.path),
        )
    stack.enter_context(claimed(archives.open(below).path, shared=True))
    archives.add(below)


def _facts_beside(path: Path, info: ArchiveInfo) -> Facts:
    words = read_sidecar(path)
    if words is None or words.id != info.id:
        return replace(info.facts, name=told_name(info.facts.name, info.facts.source_name or path.name))
    return replace(info.facts, name=words.name, tags=words.tags, note=words.note or None)
