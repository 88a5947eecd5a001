"""A library that is open: its folder, its catalogue, and the lock around changes of both.

A file is the truth and comes first; its row is the commit and comes last.  A
catalogue that is lost or broken is made anew from the files.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from qmigui.closing import Closing
from qmigui.errors import LibraryError
from qmigui.library.catalogue import Catalogue
from qmigui.library.database import CatalogueDamaged, Database
from qmigui.library.entry import Entry
from qmigui.library.ledger import Ledger
from qmigui.library.locks import locked
from qmigui.library.place import Place
from qmigui.progress import Cancel

_PARTS = ("-wal", "-shm", "")
"""What the files of a database are called beside its own name; the main one is moved last."""


class Library(Closing):
    """An open library, for the thread that opened it.

    Args:
        place: its folder.

    Attributes:
        place: its folder.
        database: the connection.
        catalogue: what it says.
        ledger: writes into it.
        notes: sentences for the user about what had to be done.

    Raises:
        CatalogueTooNew: a later version made the catalogue; it is left alone.
        LibraryError: it cannot be opened or written.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.notes: list[str] = []
        self._holding = 0
        try:
            self.database = self._connect()
        except CatalogueDamaged:
            self.database = self._replace_database(None)
        self.catalogue = Catalogue(self.database)
        self.ledger = Ledger(self.database)

    def _connect(self) -> Database:
        path = self.place.catalogue
        try:
            fresh = not path.stat().st_size
        except OSError:
            fresh = True
        if not fresh:
            return Database(path)
        # Making tables and changing to the write-ahead log is for one process at a time.
        with self.committing():
            return self._new_database()

    def _new_database(self) -> Database:
        path = self.place.catalogue
        with contextlib.suppress(OSError):  # SQLite tells what is wrong; it would let others read it
            # Only if it is not there: to close a file drops all locks that this process has on it,
            # those of SQLite in another thread too, and with them what it writes.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return Database(path)

    def _replace_database(self, broken: Database | None) -> Database:
        """Move a broken database aside, unless another process was quicker, and begin a new one."""
        path = self.place.catalogue
        if broken is not None:
            broken.close()
        with self.committing():
            if broken is None:
                with contextlib.suppress(CatalogueDamaged):
                    return Database(path)
            aside = f"{path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(2).hex()}{path.suffix}"
            for part in _PARTS:
                try:
                    os.rename(f"{path}{part}", path.with_name(aside + part))
                except FileNotFoundError:
                    continue
                except OSError as error:
                    raise LibraryError(
                        f"the damaged catalogue cannot be moved aside: {error.strerror}", source=str(path)
                    ) from error
            self.notes.append(f"the catalogue was damaged; it is made anew, the old one is {aside}")
            return self._new_database()

    def replace_catalogue(self) -> None:
        """Begin a new catalogue: this one has turned out to be damaged.  A scan fills it."""
        self.database = self._replace_database(self.database)
        self.catalogue = Catalogue(self.database)
        self.ledger = Ledger(self.database)

    @contextlib.contextmanager
    def committing(self, cancel: Cancel | None = None) -> Iterator[None]:
        """Inside the block nobody else gives or takes names of archives; may be nested.

        Raises:
            Cancelled: someone asked for it while waiting.
        """
        with contextlib.ExitStack() as stack:
            if not self._holding:
                stack.enter_context(locked(self.place.commit_lock, patience=float("inf"), cancel=cancel))
            self._holding += 1
            try:
                yield
            finally:
                self._holding -= 1

    def folder_mtime_ns(self) -> int:
        """When something in the folder got or lost a name last.

        Raises:
            LibraryError: it cannot be read.
        """
        directory = self.place.directory
        try:
            return directory.stat().st_mtime_ns
        except OSError as error:
            raise LibraryError(
                f"the library cannot be read: {error.strerror}", source=str(directory)
            ) from error

    def is_seen(self) -> bool:
        """Whether the catalogue has all that is in the folder, as far as a quick look tells."""
        return self.folder_mtime_ns() == self.catalogue.seen() and not self.catalogue.removals()

    def path_of(self, entry: Entry) -> Path:
        """Where the archive of a state is, or was."""
        return self.place.directory / entry.file_name

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        self.database.close()
