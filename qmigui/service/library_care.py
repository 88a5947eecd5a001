"""The use cases of caring for the library: removing, flattening, making the catalogue anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.library.database import CatalogueDamaged
from qmigui.library.finding import find
from qmigui.library.removing import remove
from qmigui.library.results import Removed
from qmigui.library.returning import returned
from qmigui.library.rewriting import flatten_entry
from qmigui.library.scan import scan
from qmigui.progress import Cancel, Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import Scanned


def remove_states(
    library: Library,
    references: Sequence[str],
    *,
    delete: bool = False,
    rebase: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Removed:
    """Take states out of the library, into the system's trash.

    Args:
        library: open.
        references: to states; all are found before the first is touched.
        delete: delete them for good, no trash.
        rebase: write children that need one of them anew first, against what it was a delta against.
        progress: kept up to date while children are rebased.
        cancel: stops it between states.

    Raises:
        LibraryError: one has children that stay (the message names them), is in use by another
            process, or there is no trash for that folder; nothing was removed of that state.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    entries = [find(library, reference) for reference in references]
    removed, rebased = remove(
        library, entries, delete=delete, rebase=rebase, progress=progress, cancel=cancel
    )
    return Removed(
        tuple(one.entry for one in removed),
        trashed=not delete,
        rebased=tuple(rebased),
        in_trash=() if delete else tuple(removed),
    )


def put_back(library: Library, removed: Removed) -> list[Entry]:
    """Undo a removal: bring states back from the system's trash, with all that was said of them.

    Args:
        library: open; the one that they were in.
        removed: what :func:`remove_states` gave back.

    Raises:
        LibraryError: one is not in the trash any more, or its place is taken; those before it are back.
    """
    return returned(library, removed.in_trash)


def flatten_state(
    library: Library,
    reference: str,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Entry:
    """Make a delta self-contained, in place; a state that is self-contained stays as it is.

    Raises:
        LibraryError: its archive is damaged or a parent is missing; it is as before then.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    entry = find(library, reference)
    return entry if entry.parent is None else flatten_entry(library, entry, progress, cancel)


def rebuild_library(
    library: Library, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Scanned:
    """Make the catalogue anew from the archives alone.

    Names, tags, notes and what verifications found stay: they are kept beside the archives.

    Raises:
        LibraryError: the folder cannot be read.
        Cancelled: someone asked for it; the catalogue is as whole as before.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    try:
        library.database.check()
        return scan(library, everything=True, progress=progress, cancel=cancel)
    except CatalogueDamaged:
        library.replace_catalogue()
        return scan(library, everything=True, progress=progress, cancel=cancel)
