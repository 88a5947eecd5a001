"""Names of the files in a library's folder."""

from __future__ import annotations

import os
import unicodedata

from qmigui.library.archive.names import DELTA_SUFFIX, SUFFIX

_LONGEST = 80
"""Octets of the part that is made of the user's name; file systems allow 255 in all."""


def new_stem(name: str) -> str:
    """A stem that nobody has: readable, and of nothing but letters, digits, ``-``, ``_``."""
    return f"{slug(name)}-{os.urandom(4).hex()}"


def slug(name: str) -> str:
    """What of a name can be part of any file's name."""
    letters = [one if one.isalnum() or one == "_" else "-" for one in unicodedata.normalize("NFC", name)]
    kept = "-".join(part for part in "".join(letters).split("-") if part)
    while len(kept.encode("utf-8", "replace")) > _LONGEST:
        kept = kept[:-1]
    return kept.strip("-") or "state"


def file_name(stem: str, *, is_delta: bool) -> str:
    """The archive's file of that stem."""
    return stem + (DELTA_SUFFIX if is_delta else SUFFIX)
