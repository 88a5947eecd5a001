"""Archives of a library that are open, with the parents that they need."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.closing import Closing
from qmigui.errors import LibraryError, QmiguiError
from qmigui.library.archive.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library


class OpenArchives(Closing):
    """Opens archives and, when they are asked for, their parents; closes all of them together.

    Any thread may ask for a parent: where parents are is looked up when a state
    is opened, since the catalogue belongs to one thread.

    Args:
        library: whose archives.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._paths: dict[str, list[Path]] = {}
        self._open: dict[Path, Archive] = {}
        self._lock = threading.RLock()

    def open(self, entry: Entry) -> Archive:
        """The archive of a state.

        Raises:
            LibraryError: it is missing, damaged, or another state's.
        """
        path = self._library.path_of(entry)
        self.add(entry)
        self.look_up(entry.raw_sha256)
        try:
            archive = self._archive(path)
        except LibraryError as error:
            raise LibraryError(
                error.message, offset=error.offset, path=error.path, source=entry.name
            ) from error
        if archive.info.id != entry.id or archive.info.raw_sha256 != entry.raw_sha256:
            raise LibraryError(
                f"its file {path.name} holds another state now; --rebuild makes the catalogue anew",
                source=entry.name,
            )
        return archive

    def look_up(self, raw_sha256: str) -> None:
        """Find out where the parents of a stream are."""
        rows = self._library.database.rows(
            """WITH RECURSIVE up (sha) AS (
                   SELECT parent_sha256 FROM states WHERE raw_sha256 = ?1 AND parent_sha256 IS NOT NULL
                   UNION
                   SELECT parent_sha256 FROM up JOIN states ON raw_sha256 = up.sha
                   WHERE parent_sha256 IS NOT NULL)
               SELECT raw_sha256, file_name FROM up JOIN states ON raw_sha256 = up.sha
               WHERE present ORDER BY failure IS NOT NULL, depth""",
            (raw_sha256,),
        )
        for sha, file_name in rows:
            paths = self._paths.setdefault(sha, [])
            path = self._library.place.directory / file_name
            if path not in paths:
                paths.append(path)

    def add(self, entry: Entry) -> None:
        """Let a state be found as a parent."""
        paths = self._paths.setdefault(entry.raw_sha256, [])
        if (path := self._library.path_of(entry)) not in paths:
            paths.append(path)

    def find_parent(self, raw_sha256: str) -> Archive | None:
        """The open archive whose stream has that hash; None: it is not there, or cannot be opened."""
        for path in self._paths.get(raw_sha256, ()):
            try:
                archive = self._archive(path)
            except QmiguiError:
                continue
            if archive.info.raw_sha256 == raw_sha256:
                return archive
        return None

    def _archive(self, path: Path) -> Archive:
        with self._lock:
            found = self._open.get(path)
            if found is None:
                found = self._open[path] = Archive.open(path, self.find_parent)
            return found

    def open_all(self, entries: Iterable[Entry]) -> list[Archive]:
        """The archives of those that can be opened."""
        found = []
        for entry in entries:
            try:
                found.append(self.open(entry))
            except QmiguiError:
                continue
        return found

    def close(self) -> None:
        """Close all; a second call does nothing."""
        opened, self._open = self._open, {}
        for archive in reversed(opened.values()):
            archive.close()
