"""Writes the archive of a state anew, in its place: self-contained, or against another parent."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.adoption import row_of
from qmigui.library.archive.info import MAX_DEPTH
from qmigui.library.archive.parent import flatten, rebase
from qmigui.library.locks import claimed
from qmigui.library.naming import file_name
from qmigui.library.opened import OpenArchives
from qmigui.library.sidecar import stem_of

if TYPE_CHECKING:
    from pathlib import Path

    from qmigui.library.archive.archive import Archive
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.progress import Cancel, Progress


def flatten_entry(library: Library, entry: Entry, progress: Progress, cancel: Cancel) -> Entry:
    """Make a delta self-contained; see :func:`_rewrite`."""
    return _rewrite(library, entry, None, progress, cancel)


def rebase_child(library: Library, child: Entry, going: Entry, progress: Progress, cancel: Cancel) -> Entry:
    """Write a delta against *going* anew, against what that is a delta against; see :func:`_rewrite`."""
    below = library.catalogue.listed(
        "raw_sha256 = (SELECT parent_sha256 FROM states WHERE key = ?)"
        " AND present AND failure IS NULL AND whole",
        (going.key,),
        1,
    )
    return _rewrite(library, child, below[0] if below else None, progress, cancel)


def _rewrite(
    library: Library, entry: Entry, parent: Entry | None, progress: Progress, cancel: Cancel
) -> Entry:
    """Write the archive of *entry* against *parent*, or self-contained.

    The new file is complete and has its name before the old one goes, so at
    every moment the state can be restored.

    Raises:
        LibraryError: a frame is damaged or a parent missing; all is as before.
        Cancelled: someone asked for it; all is as before.
    """
    old = library.path_of(entry)
    with contextlib.ExitStack() as stack:
        archives = stack.enter_context(OpenArchives(library))
        archive = archives.open(entry)
        stack.enter_context(claimed(old, shared=True))
        target: Archive | None = None
        if parent is not None and parent.depth < MAX_DEPTH:
            target = archives.open(parent)
            stack.enter_context(claimed(target.path, shared=True))
        stem = stem_of(entry.file_name)
        assert stem is not None
        name = file_name(stem, is_delta=target is not None)
        directory = library.place.directory
        if target is None:
            created = flatten(archive, directory, name, progress=progress, cancel=cancel)
        else:
            created = rebase(
                archive,
                target,
                directory,
                name,
                replace=name == entry.file_name,
                progress=progress,
                cancel=cancel,
            )
        stack.enter_context(library.committing())
        return _change_row(library, entry, old, created.path, archives)


def _change_row(library: Library, entry: Entry, old: Path, new: Path, archives: OpenArchives) -> Entry:
    try:
        row = row_of(new, archives.find_parent)
        with library.database.write():
            key = library.ledger.put(row)
            library.ledger.settle(row.raw_sha256)
            changed = library.catalogue.entry(key)
    except FileNotFoundError:
        raise LibraryError("was removed by another program", source=entry.name) from None
    except BaseException:
        if new != old:
            new.unlink(missing_ok=True)
        raise
    assert changed is not None
    if new != old:
        with contextlib.suppress(OSError):  # the next start removes it
            old.unlink()
    return changed
