"""The values of a query that are no plain text: sizes, dates, versions.

Each becomes a half-open range: what is written with few digits means all that
would be written so.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from qmigui.library.query import Term

_SIZE = re.compile(r"(\d{1,15})(?:\.(\d{1,6}))?\s*([kmgtp]?)(?:i?b)?", re.ASCII | re.IGNORECASE)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(\d{1,2}):(\d{2}))?)?)?", re.ASCII)
_VERSION = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?", re.ASCII)
_VERSION_STEP = 10_000
_LARGEST = (1 << 63) - 1


def size_range(term: Term) -> tuple[int, int]:
    """Bytes: ``1G`` is 1 GiB, as QEMU has it; without an operator it means what rounds to it.

    Returns:
        First byte count that is meant, first one behind those.

    Raises:
        QueryError: it is no size.
    """
    found = _SIZE.fullmatch(term.value)
    if found is None:
        raise term.error("that is no size; write for example size:>1G or ram:512M")
    whole, fraction, unit = found[1], found[2] or "", _UNITS[found[3].lower()]
    digits = 10 ** len(fraction)
    value = int(whole + fraction) * unit
    first, end = value // digits, value // digits + 1
    if unit > 1 and term.operator in {"", "="}:
        half = unit // 2
        first, end = -((half - value) // digits), (value + half) // digits + 1
    return min(max(first, 0), _LARGEST), min(end, _LARGEST)


def date_range(term: Term) -> tuple[float, float]:
    """Seconds since 1970: a year, month, day or minute of local time, ``today`` or ``yesterday``.

    Returns:
        The first moment that is meant, the first one behind those.

    Raises:
        QueryError: it is no date.
    """
    word = term.value.lower()
    if word in {"today", "yesterday"}:
        # Local time: what the calendar on the wall says.
        day = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        start = day - timedelta(days=word == "yesterday")
        return _seconds(start), _seconds(start + timedelta(days=1))
    found = _DATE.fullmatch(term.value)
    if found is None:
        raise term.error("that is no date; write for example date:>2026-01-31, 2026-01, 2026 or today")
    year, month, day_, hour, minute = (int(part) if part is not None else None for part in found.groups())
    try:
        assert year is not None
        start = datetime(year, month or 1, day_ or 1, hour or 0, minute or 0)  # noqa: DTZ001 - local time
        if month is None:
            end = start.replace(year=year + 1)
        elif day_ is None:
            end = start.replace(year=year + month // 12, month=month % 12 + 1)
        else:
            end = start + (timedelta(days=1) if hour is None else timedelta(minutes=1))
        return _seconds(start), _seconds(end)
    except (ValueError, OverflowError, OSError):
        raise term.error("there is no such date") from None


def _seconds(local: datetime) -> float:
    return local.timestamp()


def version_range(term: Term) -> tuple[int, int]:
    """Numbers of versions: ``7.2`` is 7.2 and 7.2.1.

    Raises:
        QueryError: it is no version.
    """
    found = _VERSION.fullmatch(term.value)
    if found is None:
        raise term.error("that is no version; write for example qemu:7.2 or qemu:>=8")
    parts = [int(part) for part in found.groups() if part is not None]
    step = _VERSION_STEP ** (3 - len(parts))
    first = version_number(parts)
    return first, first + step


def number_range(term: Term) -> tuple[int, int]:
    """A plain number.

    Raises:
        QueryError: it is none.
    """
    if not (term.value.isascii() and term.value.isdigit() and len(term.value) <= 9):
        raise term.error("that is no number")
    return int(term.value), int(term.value) + 1


def version_number(parts: list[int]) -> int:
    """Three parts of a version as one number that sorts."""
    number = 0
    for part in [*parts, 0, 0][:3]:
        number = number * _VERSION_STEP + part
    return number
