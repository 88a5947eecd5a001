"""Takes states out of the library, never one that others need.

The row is marked first and so hidden, then the files go, then the row.  If that
is cut short, the next start finds the mark: where the archive is gone the state
is gone, else it is as before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.locks import claimed
from qmigui.library.results import InTrash
from qmigui.library.rewriting import rebase_child
from qmigui.library.sidecar import sidecar_path
from qmigui.library.trash import move_to_trash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.progress import Cancel, Progress

_MOST_NAMED = 6


def remove(
    library: Library,
    entries: Sequence[Entry],
    *,
    delete: bool,
    rebase: bool,
    progress: Progress,
    cancel: Cancel,
) -> tuple[list[InTrash], list[Entry]]:
    """Remove states; children that are removed too go first.

    Returns:
        Those that were removed, and the children that were written anew.

    Raises:
        LibraryError: one has children that stay, is in use, or could not be moved; that one is as before.
        Cancelled: someone asked for it, between two states.
    """
    going = {entry.key: entry for entry in entries}
    in_order = sorted(going.values(), key=lambda entry: -entry.depth)
    if not rebase:
        for entry in in_order:
            _refuse_children(library, entry, going)
    removed: list[InTrash] = []
    rebased: list[Entry] = []
    for entry in in_order:
        cancel.check()
        if rebase:
            rebased += [
                rebase_child(library, child, entry, progress, cancel) for child in needing(library, entry)
            ]
        removed.append(_remove_one(library, entry, delete=delete, cancel=cancel))
    return removed, rebased


def needing(library: Library, entry: Entry) -> list[Entry]:
    """The deltas that cannot do without this archive."""
    children = library.catalogue.children(entry)
    if not children:
        return []
    others = library.catalogue.listed(
        "raw_sha256 = ? AND key != ? AND present AND failure IS NULL", (entry.raw_sha256, entry.key), 1
    )
    return [] if others else children


def _refuse_children(library: Library, entry: Entry, going: dict[int, Entry]) -> None:
    staying = [child for child in needing(library, entry) if child.key not in going]
    if not staying:
        return
    named = ", ".join(child.label for child in staying[:_MOST_NAMED])
    more = f" and {len(staying) - _MOST_NAMED} more" if len(staying) > _MOST_NAMED else ""
    raise LibraryError(
        f"cannot be removed: {named}{more} need{'s' if len(staying) == 1 else ''} it; "
        "--rebase writes such states anew first",
        source=entry.label,
    )


def _remove_one(library: Library, entry: Entry, *, delete: bool, cancel: Cancel) -> InTrash:
    path = library.path_of(entry)
    archive = None
    with library.committing(cancel):
        _refuse_children(library, entry, {})
        is_there = os.path.lexists(path)
        if is_there:
            with claimed(path):  # not while somebody is making a delta against it
                archive = _take_archive(library, entry, path, delete=delete)
        words = _take_words(path, delete=delete)
        try:
            with library.database.write():
                library.ledger.drop(entry.key)
                library.ledger.settle(entry.raw_sha256)
        except LibraryError:
            if not is_there:
                raise
            # The files are gone and the row is hidden: the next start drops it.
    return InTrash(entry, archive, words)


def _take_archive(library: Library, entry: Entry, path: Path, *, delete: bool) -> Path | None:
    with library.database.write():
        library.ledger.set_removing(entry.key, True)
    try:
        return _take_away(path, delete=delete)
    except BaseException:
        with library.database.write():
            library.ledger.set_removing(entry.key, False)
        raise


def _take_words(path: Path, *, delete: bool) -> Path | None:
    words = sidecar_path(path)
    if os.path.lexists(words):
        try:
            return _take_away(words, delete=delete)
        except LibraryError:
            words.unlink(missing_ok=True)  # without the archive they are of no use
    return None


def _take_away(path: Path, *, delete: bool) -> Path | None:
    """Where it is now, or None: nowhere."""
    if not delete:
        return move_to_trash(path)
    try:
        path.unlink()
    except OSError as error:
        raise LibraryError(f"cannot be deleted: {error.strerror}", source=str(path)) from error
    return None
