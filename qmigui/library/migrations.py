"""The tables of the catalogue, version by version.

``MIGRATIONS[n]`` brings a database of version *n* to version *n + 1*; each runs
in one transaction.  A version that has been released is not changed any more.
"""

from __future__ import annotations

APPLICATION_ID = 0x514D4C42
"""``QMLB``: tells ours from other people's databases."""

_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    # Grows with every transaction that changes something.
    "INSERT INTO meta VALUES ('changes', 1)",
    # When the folder's own time was last found to have nothing new.
    "INSERT INTO meta VALUES ('seen_ns', 0)",
    # Sets of devices are shared by the states of a guest.  The key's columns come first: integrity_check
    # of SQLite 3.40 calls others NULL.
    "CREATE TABLE device_sets (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE)",
    """CREATE TABLE devices (
        device_set INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
        PRIMARY KEY (device_set, name)) WITHOUT ROWID""",
    """CREATE TABLE states (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        file_name TEXT NOT NULL,
        file_mtime_ns INTEGER NOT NULL,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        note TEXT NOT NULL,
        tags TEXT NOT NULL,
        machine TEXT,
        arch TEXT,
        qemu TEXT,
        qemu_number INTEGER,
        ram_size INTEGER,
        raw_size INTEGER NOT NULL,
        raw_sha256 TEXT NOT NULL,
        stored_size INTEGER NOT NULL,
        parent_id TEXT,
        parent_sha256 TEXT,
        depth INTEGER NOT NULL,
        series TEXT,
        created REAL NOT NULL,
        stored REAL NOT NULL,
        source TEXT,
        form TEXT NOT NULL,
        level TEXT NOT NULL,
        checked TEXT NOT NULL,
        problem_count INTEGER NOT NULL,
        problem_counts TEXT NOT NULL,
        device_set INTEGER REFERENCES device_sets (id),
        verified REAL,
        failure TEXT,
        present INTEGER NOT NULL DEFAULT 1,
        whole INTEGER NOT NULL DEFAULT 1,
        health TEXT GENERATED ALWAYS AS (CASE
            WHEN NOT present THEN 'missing'
            WHEN failure IS NOT NULL THEN 'failed'
            WHEN NOT whole THEN 'orphan'
            ELSE checked END) VIRTUAL
    )""",
    *(
        f"CREATE INDEX states_{columns.partition(',')[0]} ON states ({columns})"
        for columns in (
            "file_name",
            "name_folded",
            "machine",
            "arch",
            "qemu_number",
            "ram_size",
            "raw_size",
            "raw_sha256",
            "stored_size",
            "parent_sha256",
            "depth",
            "series",
            "created",
            "stored",
            "source",
            "form",
            "problem_count",
            "health, stored",
            "device_set",
        )
    ),
    # States whose files are just going: hidden, and settled by the next start if that was cut short.
    "CREATE TABLE removals (state INTEGER PRIMARY KEY REFERENCES states (key) ON DELETE CASCADE)",
    """CREATE TABLE problems (
        state INTEGER PRIMARY KEY REFERENCES states (key) ON DELETE CASCADE,
        listed TEXT NOT NULL)""",
    """CREATE TABLE tags (
        folded TEXT NOT NULL,
        state INTEGER NOT NULL REFERENCES states (key) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (folded, state)) WITHOUT ROWID""",
    "CREATE INDEX tags_state ON tags (state)",
    # All in it is folded, so the tokenizer need not.
    """CREATE VIRTUAL TABLE texts USING fts5 (
        name, tags, note, machine, source, tokenize = 'trigram case_sensitive 1')""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
