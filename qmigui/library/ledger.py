"""Writes into the catalogue, inside a transaction of the caller.

It knows the tables, and no files: whether what is written is true, others see to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qmigui.library.entry import Health
from qmigui.library.texts import fold

if TYPE_CHECKING:
    from qmigui.library.database import Database
    from qmigui.library.entry import Entry


@dataclass(slots=True)
class Row:
    """What is written of a state; see :class:`~qmigui.library.entry.Entry` for what is not told here.

    Attributes:
        parent_id, parent_sha256: of the archive that a delta was made against.
        checked: the health that its check gave.
        problem_counts: of the check, by severity.
        problems: the first of them, plain values.
        devices: names of sections.
        failure: why it cannot be opened or a verification failed, or None.
        file_mtime_ns: when the archive's file was written, to notice that it was replaced.
    """

    id: str
    file_name: str
    name: str
    raw_size: int
    raw_sha256: str
    stored_size: int
    created: float
    stored: float
    tags: tuple[str, ...] = ()
    note: str = ""
    machine: str | None = None
    arch: str | None = None
    qemu: str | None = None
    qemu_number: int | None = None
    ram_size: int | None = None
    parent_id: str | None = None
    parent_sha256: str | None = None
    depth: int = 0
    series: str | None = None
    source: str | None = None
    form: str = "opaque"
    level: str = "default"
    checked: Health = Health.UNCHECKED
    problem_counts: dict[str, int] = field(default_factory=dict)
    problems: tuple[dict[str, Any], ...] = ()
    devices: tuple[str, ...] = ()
    verified: float | None = None
    failure: str | None = None
    file_mtime_ns: int = 0


class Ledger:
    """Changes rows, each method inside ``write`` of the database.

    Args:
        database: open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, row: Row) -> int:
        """Insert a state, or bring the one with its id up to date.

        Returns:
            Its key.
        """
        values = {
            "id": row.id,
            "file_name": row.file_name,
            "file_mtime_ns": row.file_mtime_ns,
            "name": row.name,
            "name_folded": fold(row.name),
            "note": row.note,
            "tags": json.dumps(row.tags, ensure_ascii=False),
            "machine": row.machine,
            "arch": row.arch,
            "qemu": row.qemu,
            "qemu_number": row.qemu_number,
            "ram_size": row.ram_size,
            "raw_size": row.raw_size,
            "raw_sha256": row.raw_sha256,
            "stored_size": row.stored_size,
            "parent_id": row.parent_id,
            "parent_sha256": row.parent_sha256,
            "depth": row.depth,
            "series": row.series,
            "created": row.created,
            "stored": row.stored,
            "source": row.source,
            "form": row.form,
            "level": row.level,
            "checked": row.checked.value,
            "problem_count": row.problem_counts.get("error", 0) + row.problem_counts.get("warning", 0),
            "problem_counts": json.dumps(row.problem_counts),
            "device_set": self._device_set(row.devices),
            "verified": row.verified,
            "failure": row.failure,
            "present": 1,
        }
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        updates = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
        self._database.run(
            f"INSERT INTO states ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}",  # noqa: S608
            tuple(values.values()),
        )
        found = self._database.row("SELECT key FROM states WHERE id = ?", (row.id,))
        assert found is not None
        key: int = found[0]
        self._database.run(
            """UPDATE states SET whole = parent_sha256 IS NULL OR EXISTS (
                   SELECT 1 FROM states AS p WHERE p.raw_sha256 = ?1 AND p.present AND p.whole)
               WHERE key = ?2""",
            (row.parent_sha256, key),
        )
        self._put_words(key, row)
        self._database.run("DELETE FROM problems WHERE state = ?", (key,))
        if row.problems:
            self._database.run(
                "INSERT INTO problems VALUES (?, ?)", (key, json.dumps(row.problems, ensure_ascii=False))
            )
        return key

    def set_words(self, entry: Entry, *, name: str, tags: tuple[str, ...], note: str) -> None:
        """Write the user's words of a state."""
        self._database.run(
            "UPDATE states SET name = ?, name_folded = ?, tags = ?, note = ? WHERE key = ?",
            (name, fold(name), json.dumps(tags, ensure_ascii=False), note, entry.key),
        )
        row = Row(
            entry.id, entry.file_name, name, 0, "", 0, 0, 0, tags, note, entry.machine, source=entry.source
        )
        self._put_words(entry.key, row)

    def _put_words(self, key: int, row: Row) -> None:
        database = self._database
        database.run("DELETE FROM tags WHERE state = ?", (key,))
        database.run_many(
            "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", [(fold(tag), key, tag) for tag in row.tags]
        )
        database.run("DELETE FROM texts WHERE rowid = ?", (key,))
        words = (row.name, "\n".join(row.tags), row.note, row.machine or "", row.source or "")
        database.run(
            "INSERT INTO texts (rowid, name, tags, note, machine, source) VALUES (?, ?, ?, ?, ?, ?)",
            (key, *(fold(text) for text in words)),
        )

    def _device_set(self, devices: tuple[str, ...]) -> int | None:
        names = sorted(set(devices))
        if not names:
            return None
        database = self._database
        digest = hashlib.sha256("\0".join(names).encode("utf-8", "backslashreplace")).hexdigest()
        found = database.row("SELECT id FROM device_sets WHERE digest = ?", (digest,))
        if found is not None:
            known: int = found[0]
            return known
        key = database.run("INSERT INTO device_sets (digest) VALUES (?)", (digest,))
        database.run_many("INSERT INTO devices VALUES (?, ?, ?)", [(key, name, fold(name)) for name in names])
        return key

    def set_verified(self, key: int, when: float, failure: str | None) -> None:
        """Keep what a verification found; None: nothing is wrong."""
        self._database.run("UPDATE states SET verified = ?, failure = ? WHERE key = ?", (when, failure, key))

    def set_unreadable(self, row: Row) -> bool:
        """The file of *row* cannot be opened any more; False: no state with that file is known."""
        found = self._database.row(
            "SELECT key FROM states WHERE file_name = ? ORDER BY present DESC, key LIMIT 1", (row.file_name,)
        )
        if found is None:
            return False
        self._database.run(
            "UPDATE states SET failure = ?, stored_size = ?, file_mtime_ns = ?, present = 1 WHERE key = ?",
            (row.failure, row.stored_size, row.file_mtime_ns, found[0]),
        )
        return True

    def set_missing(self, key: int) -> None:
        """The archive is not there any more."""
        self._database.run("UPDATE states SET present = 0 WHERE key = ?", (key,))

    def set_seen(self, mtime_ns: int) -> None:
        """The folder, last changed at that time, has nothing that is not in here; 0: who knows."""
        self._database.run("UPDATE meta SET value = ? WHERE name = 'seen_ns'", (mtime_ns,))

    def set_removing(self, key: int, removing: bool) -> None:
        """Hide a state that is going, or show it again."""
        statement = (
            "INSERT OR IGNORE INTO removals VALUES (?)"
            if removing
            else "DELETE FROM removals WHERE state = ?"
        )
        self._database.run(statement, (key,))

    def drop(self, key: int) -> None:
        """Forget a state."""
        self._database.run("DELETE FROM texts WHERE rowid = ?", (key,))
        self._database.run("DELETE FROM states WHERE key = ?", (key,))

    def settle(self, raw_sha256: str) -> None:
        """Set anew which deltas on the stream of this hash, directly or not, have all that they need.

        To be called when a state with that stream came, went, or changed its parent.
        """
        self._database.run(
            """WITH RECURSIVE below (key, sha, sound) AS (
                   SELECT key, raw_sha256,
                          EXISTS (SELECT 1 FROM states AS p WHERE p.raw_sha256 = ?1 AND p.present AND p.whole)
                   FROM states WHERE parent_sha256 = ?1
                   UNION
                   SELECT d.key, d.raw_sha256, below.sound AND b.present
                   FROM below JOIN states AS b ON b.key = below.key
                   JOIN states AS d ON d.parent_sha256 = below.sha)
               UPDATE states SET whole = below.sound FROM below
               WHERE below.key = states.key AND states.whole != below.sound""",
            (raw_sha256,),
        )

    def settle_all(self) -> None:
        """The same for every delta."""
        self._database.run(
            """WITH RECURSIVE sound (sha) AS (
                   SELECT raw_sha256 FROM states WHERE present AND parent_sha256 IS NULL
                   UNION
                   SELECT d.raw_sha256 FROM sound JOIN states AS d ON d.parent_sha256 = sound.sha
                   WHERE d.present)
               UPDATE states SET whole = parent_sha256 IS NULL OR parent_sha256 IN sound
               WHERE whole != (parent_sha256 IS NULL OR parent_sha256 IN sound)"""
        )
