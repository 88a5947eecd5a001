"""The user's words: what is allowed in them, and how they are compared.

Everything that is searched is folded first, once when it is stored and once in
the query, so that case, width and composed letters of any script do not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from qmigui.errors import UsageError

MAX_NAME = 200
MAX_TAG = 100
MAX_TAGS = 100
MAX_NOTE = 65_536
"""Characters, and tags of one state."""
_NO_LINE = {"Cc", "Zl", "Zp"}
"""Categories of characters that do not stand in one line."""


def fold(text: str) -> str:
    """*text* as it is compared."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def storable(text: str) -> str:
    """*text* with what UTF-8 cannot hold (octets of odd file names) escaped, and no NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def clean_name(text: str) -> str:
    """A name that may be kept.

    Raises:
        UsageError: it is empty, too long, or has control characters.
    """
    return _line("name", text, MAX_NAME)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags that may be kept, sorted, each once; two that differ in case only are one.

    Raises:
        UsageError: one is empty, too long or has control characters, or there are too many.
    """
    kept: dict[str, str] = {}
    for tag in tags:
        good = _line("tag", tag, MAX_TAG)
        kept.setdefault(fold(good), good)
    if len(kept) > MAX_TAGS:
        raise UsageError(f"a state can have {MAX_TAGS} tags")
    return tuple(kept[folded] for folded in sorted(kept))


def clean_note(text: str) -> str:
    """A note that may be kept: any lines.

    Raises:
        UsageError: it is too long.
    """
    note = storable(text).strip()
    if len(note) > MAX_NOTE:
        raise UsageError(f"a note can have {MAX_NOTE} characters")
    return note


def told_name(text: str | None, otherwise: str) -> str:
    """The name that a file claims, made fit; it never fails, so that no archive is refused for it."""
    for candidate in (text, otherwise):
        told = unicodedata.normalize("NFC", storable(candidate or ""))
        kept = "".join(" " if unicodedata.category(one) in _NO_LINE else one for one in told).strip()
        if kept:
            return kept[:MAX_NAME]
    return "unnamed"


def told_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that a file claims, made fit; see :func:`told_name`."""
    kept: dict[str, str] = {}
    for tag in tags:
        good = told_name(tag, "")[:MAX_TAG]
        if tag and len(kept) < MAX_TAGS:
            kept.setdefault(fold(good), good)
    return tuple(kept[folded] for folded in sorted(kept))


def _line(what: str, text: str, most: int) -> str:
    line = unicodedata.normalize("NFC", storable(text)).strip()
    if not line:
        raise UsageError(f"a {what} needs a character that shows")
    if len(line) > most:
        raise UsageError(f"a {what} can have {most} characters, this one has {len(line)}")
    if any(unicodedata.category(one) in _NO_LINE for one in line):
        raise UsageError(f"a {what} is one line without control characters")
    return line
