"""What can go wrong, and how it is told.

Three kinds, never mixed: a :class:`Problem` says that the *data* is odd or
wrong (a value: collected, shown); a :class:`QmiguiError` says that we cannot
go on (raised; one line; an exit code); anything else that is raised is a bug
of ours.

This module knows nothing of formats, files or windows.
"""

from __future__ import annotations

import enum

from qmigui.record import record

EXIT_OK = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_TRANSPORT = 10
EXIT_FORMAT = 20
EXIT_SCHEMA = 30
EXIT_LIBRARY = 40
EXIT_BUG = 70
EXIT_CANCELLED = 130


class QmiguiError(Exception):
    """We cannot go on.

    Args:
        message: one sentence without a full stop.
        offset: bytes from the start of the source, where known.
        path: the element, e.g. ``section 12 'cpu_common' / field 'halted'``.
        source: the name of the source (filled in by whoever knows it).
    """

    exit_code = EXIT_BUG

    def __init__(
        self,
        message: str,
        *,
        offset: int | None = None,
        path: str | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.path = path
        self.source = source

    def __str__(self) -> str:
        """One line in a fixed order: source, offset, path, message."""
        return format_line(self.source, self.offset, self.path, self.message)


class UsageError(QmiguiError):
    """The call itself does not make sense."""

    exit_code = EXIT_USAGE


class TransportError(QmiguiError):
    """Bytes could not be read or written: a QEMUFile layer failure."""

    exit_code = EXIT_TRANSPORT


class FormatError(QmiguiError):
    """The bytes do not follow the grammar of a stream or of BER.

    Args:
        message, offset, path, source: as for every error.
        code: the stable short name that a :class:`Problem` of it gets.
        length: octets from *offset* on that are concerned, where that is known.
        expected, found: as in a :class:`Problem`.
    """

    exit_code = EXIT_FORMAT

    def __init__(
        self,
        message: str,
        *,
        offset: int | None = None,
        path: str | None = None,
        source: str | None = None,
        code: str | None = None,
        length: int | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        super().__init__(message, offset=offset, path=path, source=source)
        self.code = code
        self.length = length
        self.expected = expected
        self.found = found


class SchemaError(QmiguiError):
    """An ASN.1 module could not be used."""

    exit_code = EXIT_SCHEMA


class LibraryError(QmiguiError):
    """The library of saved states could not do what was asked."""

    exit_code = EXIT_LIBRARY


class Cancelled(QmiguiError):
    """The user, or a signal, asked us to stop."""

    exit_code = EXIT_CANCELLED

    def __init__(self, message: str = "cancelled") -> None:
        super().__init__(message)


class Severity(enum.Enum):
    """How much a :class:`Problem` matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record
class Problem:
    """Something about the data that a person should know.

    Attributes:
        severity: how much it matters.
        code: a stable short name, for filters and translations.
        message: one sentence without a full stop.
        offset: bytes from the start of the source, or None.
        path: the element concerned, or None.
        length: bytes of the source that are concerned, from *offset* on, or None.
        expected: what should stand there, in a few words, or None.
        found: what stands there, in a few words, or None.
        hint: one sentence that helps: what QEMU would say of it, the usual reason; or None.
    """

    severity: Severity
    code: str
    message: str
    offset: int | None = None
    path: str | None = None
    length: int | None = None
    expected: str | None = None
    found: str | None = None
    hint: str | None = None

    def to_json(self) -> dict[str, str | int | None]:
        """Plain values, those that are not known left out."""
        values = {
            "severity": self.severity.value,
            "code": self.code,
            "offset": self.offset,
            "length": self.length,
            "path": self.path,
            "message": self.message,
            "expected": self.expected,
            "found": self.found,
            "hint": self.hint,
        }
        return {key: value for key, value in values.items() if value is not None}

    def __str__(self) -> str:
        """The line that the command line shows (without the source)."""
        return format_line(None, self.offset, self.path, f"{self.severity.value}: {self.message}")


def format_line(source: str | None, offset: int | None, path: str | None, message: str) -> str:
    """Join the parts of one message line, leaving out what is not known."""
    parts = [printable(source)] if source else []
    if offset is not None:
        parts.append(f"{offset:#x}")
    if path:
        parts.append(printable(path))
    parts.append(printable(message))
    return ": ".join(parts)


def printable(text: str) -> str:
    """*text* with control and direction-changing characters escaped.

    Names in a stream are chosen by whoever made it; a terminal must not obey
    them, and one message must stay one line.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
