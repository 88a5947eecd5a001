"""What the catalogue says of states.  What is written into it: :mod:`qmigui.library.ledger`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from qmigui.errors import UsageError
from qmigui.library.entry import Entry, Health
from qmigui.library.orders import ORDERS
from qmigui.library.query_sql import Condition, condition_of

if TYPE_CHECKING:
    from qmigui.library.database import Database

_SORTED = {
    "name": "name_folded",
    "qemu": "qemu_number",
    "ratio": "CAST(stored_size AS REAL) / nullif(raw_size, 0)",
    "tags": "nullif(tags, '[]')",
}
"""What an order goes by where that is no column of its name."""

_BATCH = 500

_FEW = 1000
"""So many rows at the front are looked for in their order."""

_SAMPLE = 500
_MOST_LOOKED_AT = 8000
"""Rows that are looked at one after the other: at first, and at most."""

_GROUPS = {
    "none": ("NULL", ""),
    "machine": ("machine", ""),
    "series": ("series", ""),
    "tag": ("words.tag", "LEFT JOIN tags AS words ON words.state = states.key"),
}
"""What states are grouped by, and the table that it takes."""

_SHOWN = "key NOT IN (SELECT state FROM removals)"

_COLUMNS = """
    key, id, name, tags, note, machine, arch, qemu, ram_size, raw_size, raw_sha256, stored_size,
    coalesce((SELECT id FROM states AS p WHERE p.raw_sha256 = s.parent_sha256
              AND p.key != s.key ORDER BY p.present DESC, p.key LIMIT 1), parent_id),
    depth,
    (SELECT count(*) FROM states AS c WHERE c.parent_sha256 = s.raw_sha256),
    series, created, stored, source, form, level, health, problem_count, verified, file_name
"""


class KnownFile(NamedTuple):
    """The file of a state as it was when the catalogue saw it."""

    key: int
    id: str
    file_name: str
    size: int
    mtime_ns: int
    present: bool
    raw_sha256: str


class Catalogue:
    """Answers questions about the states of a library.

    Args:
        database: open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys(
        self,
        query: str = "",
        *,
        order: str = "stored",
        descending: bool = True,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[int]:
        """The rows that a query asks for, in order; see ``service.list_states``.

        Raises:
            QueryError: the query makes no sense.
            UsageError: there is no such order.
        """
        condition = condition_of(query)
        sorting = f"ORDER BY {_order_by(order, descending=descending)}"
        if limit is not None and condition.values and 0 < offset + limit <= _FEW:
            found = self._first(condition, sorting, offset + limit)
            if found is not None:
                return found[offset:]
        statement = f"SELECT key FROM states WHERE {_SHOWN} AND {condition.sql} {sorting} LIMIT ? OFFSET ?"  # noqa: S608 - of fixed parts
        most = -1 if limit is None else limit
        return [row[0] for row in self._database.rows(statement, (*condition.values, most, offset))]

    def _first(self, condition: Condition, sorting: str, count: int) -> list[int] | None:
        """The first *count* keys, by looking at one row after the other in their order.

        That is quick where a condition holds for many rows, for which sorting all that are found
        would take long; where it holds for few, the sample shows it.

        Returns:
            None: too many rows would have to be looked at.
        """
        sql, values = condition.of_row()
        statement = (
            f"WITH walk AS MATERIALIZED (SELECT key FROM states {sorting} LIMIT ?)"  # noqa: S608 - of fixed parts
            f" SELECT states.key FROM walk CROSS JOIN states ON states.key = walk.key"
            f" WHERE states.{_SHOWN} AND {sql} {sorting} LIMIT ?"
        )
        newest = self._database.row("SELECT max(key) FROM states")
        all_rows = (newest and newest[0]) or 0  # at most: keys are not given twice
        looked_at = _SAMPLE
        while looked_at <= _MOST_LOOKED_AT:
            found = [row[0] for row in self._database.rows(statement, (looked_at, *values, count))]
            if len(found) == count or looked_at >= all_rows:
                return found
            share = max(1, len(found)) / looked_at
            looked_at = max(2 * looked_at, int(1.2 * count / share))
        return None

    def listing(
        self, query: str, by: str, *, order: str, descending: bool
    ) -> Iterator[tuple[Any, ...]]:
        """What groups of states are made of, in order.

        Args:
            query: as for :meth:`keys`.
            by: ``none``, ``machine``, ``series`` or ``tag``.
            order: as for :meth:`keys`.
            descending: as for :meth:`keys`.

        Returns:
            One by one: for each state (for each of its tags) key, group, size of its archive, hash of
            its stream and hash of the stream that it is a delta against; the last two for series only.

        Raises:
            QueryError, UsageError: as for :meth:`keys`.
        """
        condition = condition_of(query)
        group, joined = _GROUPS[by]
        hashes = "raw_sha256, parent_sha256" if by == "series" else "NULL, NULL"
        return self._database.each(
            f"SELECT states.key, {group}, stored_size * present, {hashes} FROM states {joined}"  # noqa: S608
            f" WHERE {_SHOWN} AND {condition.sql} ORDER BY {_order_by(order, descending=descending)}",
            condition.values,
        )

    def count(self, query: str = "") -> int:
        """How many rows a query asks for."""
        condition = condition_of(query)
        statement = f"SELECT count(*) FROM states WHERE {_SHOWN} AND {condition.sql}"  # noqa: S608
        found = self._database.row(statement, condition.values)
        assert found is not None
        count: int = found[0]
        return count

    def entries(self, keys: Iterable[int]) -> dict[int, Entry]:
        """The states of these keys; those that are gone are left out."""
        wanted = list(keys)
        found: dict[int, Entry] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for values in self._database.rows(
                f"SELECT {_COLUMNS} FROM states AS s WHERE key IN ({marks}) AND {_SHOWN}",  # noqa: S608
                batch,
            ):
                entry = _entry(values)
                found[entry.key] = entry
        return found

    def entry(self, key: int) -> Entry | None:
        """The state of a key."""
        return self.entries((key,)).get(key)

    def listed(self, condition: str, values: Sequence[Any] = (), limit: int = -1) -> list[Entry]:
        """The states for which *condition* (SQL of ours) holds, oldest rows first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM states AS s WHERE {_SHOWN} AND {condition} ORDER BY key LIMIT ?",  # noqa: S608
            (*values, limit),
        )
        return [_entry(row) for row in rows]

    def of_id(self, identity: str) -> Entry | None:
        """The state with this id."""
        return next(iter(self.listed("id = ?", (identity,))), None)

    def of_stream(self, raw_sha256: str) -> Entry | None:
        """A state with exactly this stream whose archive is there and sound as far as is known."""
        good = "raw_sha256 = ? AND present AND failure IS NULL"
        return next(iter(self.listed(good, (raw_sha256,), 1)), None)

    def children(self, entry: Entry) -> list[Entry]:
        """Deltas directly against a state."""
        return self.listed("parent_sha256 = ?", (entry.raw_sha256,)) if entry.raw_sha256 else []

    def devices(self, key: int) -> tuple[str, ...]:
        """Names of the sections of a state, sorted."""
        rows = self._database.rows(
            "SELECT name FROM devices WHERE device_set = (SELECT device_set FROM states WHERE key = ?)"
            " ORDER BY name",
            (key,),
        )
        return tuple(row[0] for row in rows)

    def problems(self, key: int) -> tuple[dict[str, int], tuple[dict[str, Any], ...], str | None]:
        """What its check found, by severity and the first ones, and what is wrong with its archive."""
        row = self._database.row(
            "SELECT problem_counts, listed, failure FROM states LEFT JOIN problems ON state = key"
            " WHERE key = ?",
            (key,),
        )
        if row is None:
            return {}, (), None
        return json.loads(row[0]), tuple(json.loads(row[1] or "[]")), row[2]

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of states that have it, sorted."""
        rows = self._database.rows("SELECT min(tag), count(*) FROM tags GROUP BY folded ORDER BY folded")
        return [(row[0], row[1]) for row in rows]

    def changes(self) -> int:
        """A number that grows with every change."""
        row = self._database.row("SELECT value FROM meta WHERE name = 'changes'")
        assert row is not None
        number: int = row[0]
        return number

    def seen(self) -> int:
        """What :meth:`set_seen` was told last."""
        row = self._database.row("SELECT value FROM meta WHERE name = 'seen_ns'")
        assert row is not None
        mtime_ns: int = row[0]
        return mtime_ns

    def removals(self) -> list[tuple[int, str]]:
        """States whose removal is not over, or was cut short: key and file name."""
        rows = self._database.rows(
            "SELECT key, file_name FROM removals JOIN states ON key = state ORDER BY key"
        )
        return [(row[0], row[1]) for row in rows]

    def files(self) -> list[KnownFile]:
        """What is known of the archives' files, present ones first."""
        rows = self._database.rows(
            "SELECT key, id, file_name, stored_size, file_mtime_ns, present, raw_sha256 FROM states"
            " ORDER BY present DESC, key"
        )
        return [KnownFile(*row) for row in rows]


def _order_by(order: str, *, descending: bool) -> str:
    """Terms of SQL, the last of which leaves nothing open.

    Raises:
        UsageError: there is no such order.
    """
    if order not in ORDERS:
        raise UsageError(f"there is no order '{order}'; there are {', '.join(ORDERS)}")
    down = "DESC" if descending else "ASC"
    column = _SORTED.get(order, order)
    column = f"states.{column}" if column.isidentifier() else column
    return f"{column} {down}, states.key {down}"


def _entry(values: Sequence[Any]) -> Entry:
    fixed = list(values)
    fixed[3] = tuple(json.loads(fixed[3]))
    fixed[21] = Health(fixed[21])
    return Entry(*fixed)
