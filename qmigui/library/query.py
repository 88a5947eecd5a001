r"""The language of ``--list``: from text to terms.

    QUERY  = { TERM }                       all of them must hold
    TERM   = [ "-" ] [ FIELD ":" [ OPERATOR ] ] VALUE
    VALUE  = word without spaces | '"' text with \" and \\ '"'

What fields there are and how they compare: :mod:`qmigui.library.query_sql`.
"""

from __future__ import annotations

from dataclasses import dataclass

from qmigui.errors import UsageError

MAX_LENGTH = 4096
MAX_TERMS = 64
OPERATORS = (">=", "<=", ">", "<", "=")


class QueryError(UsageError):
    """A query that makes no sense.

    Args:
        message: what is wrong.
        position: of the wrong part, in characters from 0.
        length: of the wrong part.
    """

    def __init__(self, message: str, position: int, length: int) -> None:
        super().__init__(f"at character {position + 1}: {message}", source="query")
        self.position = position
        self.length = length


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        negated: it must not hold.
        field: before the colon, in lower case; empty for a bare word.
        operator: one of :data:`OPERATORS`, or empty.
        value: without its quotes; empty only in quotes.
        position, length: of the value in the query.
    """

    negated: bool
    field: str
    operator: str
    value: str
    position: int
    length: int

    def error(self, message: str) -> QueryError:
        """The error that points to the value."""
        return QueryError(message, self.position, self.length)


def parse(query: str) -> list[Term]:
    """The terms of a query.

    Raises:
        QueryError: it makes no sense.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH} characters", MAX_LENGTH, 1)
    terms: list[Term] = []
    position = _skip_spaces(query, 0)
    while position < len(query):
        if len(terms) == MAX_TERMS:
            raise QueryError(f"the query has more than {MAX_TERMS} terms", position, 1)
        term, position = _term(query, position)
        terms.append(term)
        position = _skip_spaces(query, position)
    return terms


def _skip_spaces(query: str, position: int) -> int:
    while position < len(query) and query[position].isspace():
        position += 1
    return position


def _term(query: str, start: int) -> tuple[Term, int]:
    position = start
    negated = query[position] == "-"
    position += negated
    field, position = _field(query, position)
    operator = ""
    if field:
        operator = next((one for one in OPERATORS if query.startswith(one, position)), "")
        position += len(operator)
    value_start = position
    if query.startswith('"', position):
        value, position = _quoted(query, position)
    else:
        while position < len(query) and not query[position].isspace():
            position += 1
        value = query[value_start:position]
        if not value:
            what = f"'{field}:{operator}' needs a value behind it" if field else "'-' needs a term behind it"
            raise QueryError(what, start, position - start)
    return Term(negated, field, operator, value, value_start, position - value_start), position


def _field(query: str, start: int) -> tuple[str, int]:
    """The name before a colon and where it goes on behind that; no name: ("", *start*)."""
    end = start
    while end < len(query) and (query[end].isalpha() or query[end] == "_"):
        end += 1
    if end == start or not query.startswith(":", end):
        return "", start
    return query[start:end].lower(), end + 1


def _quoted(query: str, start: int) -> tuple[str, int]:
    position = start + 1
    pieces: list[str] = []
    while position < len(query):
        one = query[position]
        if one == '"':
            end = position + 1
            if end < len(query) and not query[end].isspace():
                raise QueryError("after a closing quote comes a space", end, 1)
            return "".join(pieces), end
        if one == "\\" and query[position + 1 : position + 2] in {'"', "\\"}:
            position += 1
            one = query[position]
        pieces.append(one)
        position += 1
    raise QueryError("this quote is not closed", start, len(query) - start)
