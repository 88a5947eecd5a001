"""Where in a device we are, for messages.

A trail is a list that grows and shrinks with the nesting: a text for a field,
an integer for an element of an array or list, a :class:`Subsection` for what
has its own name on the wire.
"""

from __future__ import annotations

from typing import NamedTuple


class Subsection(NamedTuple):
    """One step of a trail: into the subsection of this name."""

    name: str


Trail = list[str | int | Subsection]


def trail_text(trail: Trail) -> str:
    """The words for a trail, e.g. ``subsection 'cpu/x' / field 'a.b[3].c'``."""
    parts: list[str] = []
    field = ""
    for step in trail:
        if isinstance(step, Subsection):
            if field:
                parts.append(f"field '{field}'")
            parts.append(f"subsection '{step.name}'")
            field = ""
        elif isinstance(step, int):
            field += f"[{step}]"
        else:
            field += f".{step}" if field else step
    if field:
        parts.append(f"field '{field}'")
    return " / ".join(parts)


def join_path(path: str | None, trail: Trail) -> str:
    """The path of the device with the words for *trail* after it."""
    return " / ".join(part for part in (path, trail_text(trail)) if part)
