"""The catalogue's file: connections, transactions, versions, and what goes wrong with them.

Write-ahead log and full synchronisation: a transaction that is over is on the
disk.  What the tables mean, others know.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qmigui.closing import Closing
from qmigui.errors import LibraryError
from qmigui.library.migrations import APPLICATION_ID, MIGRATIONS

BUSY_SECONDS = 20.0
"""How long another process may write before we give up."""
_CACHE_KIB = 16384


class CatalogueDamaged(LibraryError):
    """The database cannot be used; it can be made anew."""


class CatalogueTooNew(LibraryError):
    """The database was made by a later version of this program."""


class Database(Closing):
    """One connection, for the thread that made it.

    Args:
        path: of the file; it is made if it is not there.

    Raises:
        CatalogueDamaged: it is no database of ours, or broken.
        CatalogueTooNew: a later version made it; it is left alone.
        LibraryError: it cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_new = False
        with _translated(path):
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with _translated(path):
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        connection = self._connection
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            f"cache_size = -{_CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        version = self._version()
        if version < len(MIGRATIONS):
            with self.write(counts=False):
                self._migrate()
        elif version > len(MIGRATIONS):
            raise CatalogueTooNew(
                f"the catalogue is of version {version}, made by a newer qmigui; "
                f"this one knows versions up to {len(MIGRATIONS)}",
                source=str(self.path),
            )
        if self._pragma("application_id") != APPLICATION_ID or not self._has_tables():
            raise CatalogueDamaged("the catalogue is no database of qmigui", source=str(self.path))

    def _migrate(self) -> None:
        """Bring it to our version; inside a transaction, so that of two processes one does it."""
        version = self._version()
        if version == 0 and self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            raise CatalogueDamaged("the catalogue is no database of qmigui", source=str(self.path))
        self.is_new = version == 0
        for number in range(version, len(MIGRATIONS)):
            for statement in MIGRATIONS[number]:
                self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _has_tables(self) -> bool:
        found = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_schema")}
        return found >= {"meta", "states", "tags", "texts", "problems", "devices", "device_sets", "removals"}

    def _version(self) -> int:
        return self._pragma("user_version")

    def _pragma(self, name: str) -> int:
        value: int = self._connection.execute(f"PRAGMA {name}").fetchone()[0]
        return value

    def check(self) -> None:
        """Look at every page of the file.

        Raises:
            CatalogueDamaged: one is broken.
        """
        found = self.rows("PRAGMA integrity_check(1)")
        if found != [("ok",)]:
            raise CatalogueDamaged("the catalogue is damaged", source=str(self.path))

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a question.

        Raises:
            LibraryError: it could not be answered.
        """
        with _translated(self.path):
            return self._connection.execute(statement, parameters).fetchall()

    def each(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a question one by one, for answers of very many.

        Raises:
            LibraryError: it could not be answered.
        """
        with _translated(self.path):
            yield from self._connection.execute(statement, parameters)

    def row(self, statement: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a question, or None."""
        with _translated(self.path):
            found: tuple[Any, ...] | None = self._connection.execute(statement, parameters).fetchone()
            return found

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Change something, inside :meth:`write`.

        Returns:
            The key of a row that was inserted.
        """
        with _translated(self.path):
            return self._connection.execute(statement, parameters).lastrowid or 0

    def run_many(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        """The same change with each of the parameters, inside :meth:`write`."""
        with _translated(self.path):
            self._connection.executemany(statement, parameters)

    @contextlib.contextmanager
    def write(self, *, counts: bool = True) -> Iterator[None]:
        """A transaction: all that the block does, on the disk when it is over, or nothing.

        Args:
            counts: it is a change that others want to know of.

        Raises:
            LibraryError: it could not be written; nothing was.
        """
        with _translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with _translated(self.path):
                if counts:
                    self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'changes'")
                self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # some failures have rolled it back already
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Inside the block all questions are answered of one moment."""
        with _translated(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()


_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program has been writing to it all the time",
    sqlite3.SQLITE_FULL: "No space left on device",
    sqlite3.SQLITE_READONLY: "it must not be written",
}


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what sqlite3 raises into our errors; programming errors stay what they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _BROKEN:
            raise CatalogueDamaged("the catalogue is damaged", source=str(path)) from error
        if code == sqlite3.SQLITE_ERROR or isinstance(error, sqlite3.ProgrammingError):
            raise
        reason = _REASONS.get(code, str(error))
        raise LibraryError(f"the catalogue cannot be used: {reason}", source=str(path)) from error
