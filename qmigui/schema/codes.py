"""Every problem of BER itself, and of BER against a module, by its stable short name.

Those of what a stream means are in :mod:`qmigui.stream.checks.codes`.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.errors import Problem, Severity


class Code(NamedTuple):
    """What is known of all problems of one kind.

    Attributes:
        meaning: one line.
        hint: what helps, or None.
        severity: how much it matters, as a rule.
    """

    meaning: str
    hint: str | None = None
    severity: Severity = Severity.ERROR


_SYNC = "What stands before may be longer or shorter than its length octets say"

CODES: dict[str, Code] = {
    # -- X.690
    "tag": Code("identifier octets that X.690 forbids, or end-of-contents octets where none belong", _SYNC),
    "length": Code(
        "length octets that are wrong: reserved, too long, past the end of the container, or not "
        "where the contents end",
        "The contents decide which length is wrong; a decoder without a schema would lose its place here",
    ),
    "end-of-contents": Code(
        "the two zero octets that end an element of indefinite length are missing or damaged"
    ),
    "truncated": Code(
        "the data ends inside an element",
        "The file was cut short: a disk was full, a copy or a download was not finished",
    ),
    "trailing": Code(
        "octets after the end of the value",
        "Two files may have been joined, or an older, longer one overwritten",
    ),
    "nesting": Code("elements nest deeper than any real value"),
    "boolean-length": Code("a BOOLEAN whose contents are not one octet"),
    "null-contents": Code("a NULL with contents octets"),
    "integer-empty": Code("an INTEGER or ENUMERATED without contents octets, or with far too many"),
    "integer-long": Code("an INTEGER, or another value of fixed kind, with thousands of octets"),
    "integer-not-shortest": Code(
        "an INTEGER or ENUMERATED with more octets than it needs",
        "X.690 8.3.2 forbids it in BER too; most decoders take it, --convert does not",
        Severity.NOTE,
    ),
    "oid": Code("an OBJECT IDENTIFIER with a number that does not end or begins with a zero digit"),
    "real": Code("a REAL in none of its forms"),
    "bit-string": Code("a BIT STRING whose count of unused bits is impossible"),
    "text": Code("a character string that is not in its encoding"),
    "alphabet": Code("a character that the string type, or its FROM constraint, does not have"),
    "time": Code("a UTCTime or GeneralizedTime in none of its forms"),
    # -- the module
    "unexpected": Code("an element that cannot stand here: unknown, misplaced or one too many", _SYNC),
    "wrong-type": Code("an element with another tag than the one that should stand here"),
    "missing": Code("a member that must be there is not"),
    "repeated": Code("a member of a SET that comes twice"),
    "value-range": Code("a number outside of its range"),
    "enumeration": Code("a number that names none of the values"),
    "size": Code("a string or list with too few or too many octets, characters or elements"),
    # -- this mapping
    "mapping-version": Code("a version of the mapping that is not known", "A newer qmigui may know it"),
    "unparsed": Code(
        "the rest of the stream was kept without being read",
        "The file was made with --salvage from a damaged stream; it converts back to the same octets",
    ),
}


def problem(
    code: str,
    message: str,
    offset: int,
    path: str | None,
    length: int | None = None,
    expected: str | None = None,
    found: str | None = None,
) -> Problem:
    """A problem of a listed kind; the arguments are those of :class:`~qmigui.errors.Problem`."""
    known = CODES[code]
    return Problem(known.severity, code, message, offset, path, length, expected, found, known.hint)
