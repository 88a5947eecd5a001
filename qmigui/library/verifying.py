"""Verifies archives of the library, and keeps what was found."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError, Severity
from qmigui.library.archive.verify import Depth, Verified, verify
from qmigui.library.details import descendants_of
from qmigui.library.opened import OpenArchives
from qmigui.library.results import VerifiedState
from qmigui.library.sidecar import Sidecar, replaced_sidecar

if TYPE_CHECKING:
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.progress import Cancel, Progress


def verify_entry(
    library: Library,
    entry: Entry,
    depth: Depth,
    *,
    threads: int | None,
    progress: Progress,
    cancel: Cancel,
) -> VerifiedState:
    """Verify one archive; damage is told, not raised.

    Raises:
        Cancelled: someone asked for it; nothing is kept of this one.
        LibraryError: what was found could not be written.
    """
    path = library.path_of(entry)
    if not os.path.lexists(path):
        return VerifiedState(_now(library, entry), None, f"its archive {path.name} is not there")
    with OpenArchives(library) as archives:
        archives.look_up(entry.raw_sha256)
        below = archives.open_all(descendants_of(library, entry))
        try:
            found = verify(
                path,
                depth,
                find_parent=archives.find_parent,
                descendants=below,
                threads=threads,
                progress=progress,
                cancel=cancel,
            )
        except QmiguiError as error:
            cancel.check()
            _keep(library, entry, depth, error.message)
            return VerifiedState(_now(library, entry), None, error.message)
    _keep(library, entry, depth, _failure(found))
    _keep_of_descendants(library, entry, found)
    return VerifiedState(_now(library, entry), found)


def _now(library: Library, entry: Entry) -> Entry:
    return library.catalogue.entry(entry.key) or entry


def _failure(found: Verified) -> str | None:
    """One sentence, if something is lost or may be; a warning says that nothing is."""
    errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    if not errors:
        return None
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{errors[0]}{more}".removeprefix("error: ")


def _keep(library: Library, entry: Entry, depth: Depth, failure: str | None) -> None:
    """Keep it: beside the archive, for when the catalogue is lost, and in the catalogue.

    A look at the tables alone does not clear what a reading of everything has found.
    """
    if depth is Depth.QUICK and failure is None:
        return
    when = float(int(time.time()))
    with library.committing():
        now = library.catalogue.entry(entry.key)
        if now is None:
            return
        path = library.path_of(now)
        with contextlib.ExitStack() as stack:
            if os.path.lexists(path):
                words = Sidecar(now.id, now.name, now.tags, now.note, when, failure)
                stack.enter_context(replaced_sidecar(path, words))
            stack.enter_context(library.database.write())
            library.ledger.set_verified(now.key, when, failure)


def _keep_of_descendants(library: Library, entry: Entry, found: Verified) -> None:
    """A delta that needs a damaged part of this archive cannot be restored either."""
    hurt = {one.archive_id for one in found.affected} - {entry.id}
    for identity in hurt:
        below = library.catalogue.of_id(identity)
        if below is not None:
            count = sum(one.archive_id == identity for one in found.affected)
            _keep(library, below, Depth.FULL, f"{count} of its parts need what is damaged in {entry.label}")
