"""The language of ``--list``: from terms to SQL.  docs/library.md tells it to users."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from qmigui.library.entry import Health
from qmigui.library.query import QueryError, Term, parse
from qmigui.library.query_values import date_range, number_range, size_range, version_range
from qmigui.library.texts import fold, storable

_INDEXED = 3
"""Shortest text, in characters, that the index of three-letter groups finds."""


_TEXTS = ("name", "tags", "note", "machine", "source")
"""The columns of the index of texts, in their order."""


class Condition(NamedTuple):
    """A condition of SQL on ``states``.

    Attributes:
        sql: finds all rows at once, by indexes.
        values: for its question marks.
        by_row: the same, to be asked of one row after the other; has as many question marks.
        row_values: for those, where they are others.
    """

    sql: str
    values: tuple[Any, ...] = ()
    by_row: str = ""
    row_values: tuple[Any, ...] = ()

    def of_row(self) -> tuple[str, tuple[Any, ...]]:
        """The form for one row and its values."""
        return (self.by_row, self.row_values) if self.by_row else (self.sql, self.values)


def condition_of(query: str) -> Condition:
    """What a query asks for.

    Raises:
        QueryError: it makes no sense.
    """
    conditions = [_condition(term) for term in parse(query)]
    if not conditions:
        return Condition("1")
    by_row = [one.of_row() for one in conditions]
    return Condition(
        " AND ".join(one.sql for one in conditions),
        tuple(value for one in conditions for value in one.values),
        " AND ".join(sql for sql, _ in by_row),
        tuple(value for _, values in by_row for value in values),
    )


def check_query(query: str) -> None:
    """Whether a query makes sense; no library is asked.

    Raises:
        QueryError: it does not.
    """
    condition_of(query)


def _condition(term: Term) -> Condition:
    try:
        compare = FIELDS[term.field]
    except KeyError:
        names = ", ".join(sorted(name for name in FIELDS if name))
        start = term.position - len(term.field) - 1 - len(term.operator)
        raise QueryError(
            f"there is no field '{term.field}'; there are {names}; text with a colon goes in quotes",
            start,
            len(term.field),
        ) from None
    found = compare(term)
    form = "(NOT coalesce({}, 0))" if term.negated else "({})"
    by_row = form.format(found.by_row) if found.by_row else ""
    return Condition(form.format(found.sql), found.values, by_row, found.row_values)


_Compare = Callable[[Term], Condition]


def _searched(columns: str) -> _Compare:
    """The text is somewhere in these columns of the index."""

    def compare(term: Term) -> Condition:
        _no_operator(term)
        text = fold(storable(term.value))
        # The table with what the index is of: https://www.sqlite.org/fts5.html, 9 "The %_content table".
        each = " OR ".join(f"instr(c{_TEXTS.index(column)}, ?)" for column in columns.split())
        by_row = f"EXISTS (SELECT 1 FROM texts_content WHERE id = states.key AND ({each}))"  # noqa: S608 - of fixed parts
        values = (text,) * len(columns.split())
        if len(text) >= _INDEXED:
            # Quotes doubled, it is one phrase, whatever is in it.
            phrase = '{%s} : "%s"' % (columns, text.replace('"', '""'))  # noqa: UP031 - braces are the syntax
            by_index = "key IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
            return Condition(by_index, (phrase,), by_row, values)
        return Condition(f"key IN (SELECT id FROM texts_content WHERE {each})", values, by_row, values)  # noqa: S608

    return compare


def _within(column: str) -> _Compare:
    """The text is somewhere in a short column of ASCII that has an index."""

    def compare(term: Term) -> Condition:
        _no_operator(term, "=")
        text = fold(storable(term.value))
        if term.operator == "=":
            return Condition(f"lower({column}) = ?", (text,))
        return Condition(f"instr(lower({column}), ?)", (text,))

    return compare


def _named(term: Term) -> Condition:
    """A name: somewhere in it, or with ``=`` all of it."""
    if term.operator == "=":
        return Condition("name_folded = ?", (fold(storable(term.value)),))
    return _searched("name")(term)


def _tagged(term: Term) -> Condition:
    _no_operator(term, "=")
    sql, value = _pattern("folded", fold(storable(term.value)))
    by_row = f"EXISTS (SELECT 1 FROM tags WHERE state = states.key AND {sql})"  # noqa: S608 - of fixed parts
    return Condition(f"key IN (SELECT state FROM tags WHERE {sql})", (value,), by_row, (value,))  # noqa: S608


def _device(term: Term) -> Condition:
    _no_operator(term, "=")
    text = fold(storable(term.value))
    if term.operator == "=":
        sql, value = "folded = ?", text
    elif "*" in text:
        sql, value = _pattern("folded", text)
    else:
        sql, value = "instr(folded, ?)", text
    return Condition(f"device_set IN (SELECT device_set FROM devices WHERE {sql})", (value,))  # noqa: S608 - of fixed parts


def _word_of(column: str) -> _Compare:
    """The value is the text of the column, letter case aside; ``*`` stands for anything."""

    def compare(term: Term) -> Condition:
        _no_operator(term, "=")
        sql, value = _pattern(column, fold(storable(term.value)))
        return Condition(sql, (value,))

    return compare


def _pattern(column: str, text: str) -> tuple[str, str]:
    if "*" not in text:
        return f"{column} = ?", text
    literal = text.replace("[", "[[]").replace("?", "[?]")
    return f"{column} GLOB ?", literal


def _range_of(column: str, range_of: Callable[[Term], tuple[float, float]]) -> _Compare:
    def compare(term: Term) -> Condition:
        first, end = range_of(term)
        match term.operator:
            case ">":
                return Condition(f"{column} >= ?", (end,))
            case ">=":
                return Condition(f"{column} >= ?", (first,))
            case "<":
                return Condition(f"{column} < ?", (first,))
            case "<=":
                return Condition(f"{column} < ?", (end,))
        return Condition(f"{column} >= ? AND {column} < ?", (first, end))

    return compare


def _health(term: Term) -> Condition:
    _no_operator(term, "=")
    words = [health.value for health in Health]
    if term.value.lower() not in words:
        raise term.error(f"there is no such health; there are {', '.join(words)}")
    return Condition("health = ?", (term.value.lower(),))


def _id(term: Term) -> Condition:
    _no_operator(term, "=")
    digits = term.value.lower().replace("-", "")
    if not digits or any(one not in "0123456789abcdef" for one in digits):
        raise term.error("that is no id: those have the digits 0 to 9 and a to f")
    return Condition("id >= ? AND id < ?", (digits, digits + "g"))


def _parent(term: Term) -> Condition:
    if term.value.lower() in {"none", "any"}:
        _no_operator(term, "=")
        return Condition(f"parent_sha256 IS {'NOT ' if term.value.lower() == 'any' else ''}NULL")
    found = _id(term)
    children = f"parent_sha256 IN (SELECT raw_sha256 FROM states WHERE {found.sql})"  # noqa: S608 - of fixed parts
    return Condition(children, found.values)


def _series(term: Term) -> Condition:
    if term.value.lower() in {"none", "any"}:
        _no_operator(term, "=")
        return Condition(f"series IS {'NOT ' if term.value.lower() == 'any' else ''}NULL")
    _no_operator(term, "=")
    text = storable(term.value)
    return Condition("substr(series, 1, ?) = ?", (len(text), text))


def _no_operator(term: Term, *allowed: str) -> None:
    if term.operator and term.operator not in allowed:
        raise QueryError(
            f"'{term.field}:' knows no '{term.operator}'",
            term.position - len(term.operator),
            len(term.operator),
        )


FIELDS: dict[str, _Compare] = {
    "": _searched("name tags note machine source"),
    "name": _named,
    "tag": _tagged,
    "note": _searched("note"),
    "machine": _within("machine"),
    "source": _searched("source"),
    "device": _device,
    "arch": _word_of("arch"),
    "form": _word_of("form"),
    "qemu": _range_of("qemu_number", version_range),
    "date": _range_of("created", date_range),
    "stored": _range_of("stored", date_range),
    "size": _range_of("raw_size", size_range),
    "disk": _range_of("stored_size", size_range),
    "ram": _range_of("ram_size", size_range),
    "depth": _range_of("depth", number_range),
    "health": _health,
    "id": _id,
    "parent": _parent,
    "series": _series,
}
"""What a term compares, by its field."""
