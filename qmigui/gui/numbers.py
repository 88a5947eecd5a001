"""How numbers are shown, as the user chose."""

from __future__ import annotations

import enum
import re

_BOTH = re.compile(r"(-?\d+) \((-?0x[0-9a-f]+)\)$")
_PLAIN = re.compile(r"-?\d+$")


class Base(enum.Enum):
    """The base of numbers."""

    BOTH = "both"
    DECIMAL = "decimal"
    HEXADECIMAL = "hexadecimal"


def in_base(value: str, base: Base) -> str:
    """A value of the tree, which tells large numbers in both bases, in the one that is wanted."""
    if base is Base.BOTH:
        return value
    both = _BOTH.match(value)
    if both is not None:
        return both[1] if base is Base.DECIMAL else both[2]
    if base is Base.HEXADECIMAL and _PLAIN.match(value) and len(value) < 40:
        return hex(int(value))
    return value


def parse_offset(text: str, here: int, size: int) -> int | None:
    """An offset as users write it: ``0x1f``, ``1f0h``, ``31``, ``+16``, ``-0x10``; or None.

    Args:
        text: a number; with a sign it counts from *here*, with ``end-`` from the end.
        here: the present offset.
        size: of the file.
    """
    words = text.strip().lower().replace("_", "").replace(",", "")
    base = 0
    sign = 1
    if words.startswith("end"):
        base, words = size, words[3:].strip()
        if not words:
            return max(0, size - 1)
    elif words[:1] in {"+", "-"}:
        base = here
    if words[:1] in {"+", "-"}:
        sign = -1 if words[0] == "-" else 1
        words = words[1:].strip()
    try:
        if words.endswith("h"):
            number = int(words[:-1], 16)
        else:
            number = int(words, 16 if words.startswith("0x") else 10)
    except ValueError:
        try:
            number = int(words, 16)  # digits a to f alone make it hexadecimal
        except ValueError:
            return None
    offset = base + sign * number
    return offset if 0 <= offset < max(1, size) else None


def offset_text(offset: int) -> str:
    """An offset in hexadecimal, as messages write it."""
    return f"{offset:#x}" if offset >= 0 else ""
