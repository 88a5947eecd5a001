"""What of a state is shown: sections by name, elements by path."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

# A slash that is not between quotes.
_SPLIT = re.compile(r"\s*/\s*(?=(?:[^']*'[^']*')*[^']*$)")
_INDEX = re.compile(r"\s+\[")
_LAST_INDEX = re.compile(r"\[\d+\]$")
# The converter's messages name these, the checker's do not.
_NAMED_PART = re.compile(r"^secmin '.*'$")


class Relation(enum.Enum):
    """How an element stands to a path."""

    INSIDE = "inside"
    """It is the element of that path, or in it."""
    ABOVE = "above"
    """The element of that path may be in it."""
    APART = "apart"


def path_parts(text: str) -> list[str]:
    """The parts of a path as messages print it."""
    return [part for part in (_INDEX.sub("[", part.strip()) for part in _SPLIT.split(text)) if part]


class PathPattern:
    """A path as messages print it; parts may be left out at its end, numbers and names of elements anywhere.

    ``items[14] / secfull 'cpu_common' / vmstate / fields / 'halted'`` means one field,
    ``items[14]`` all that is in it.

    Args:
        text: the path; blanks around the slashes do not matter.
    """

    def __init__(self, text: str) -> None:
        self._parts = [_NAMED_PART.sub("secmin", part) for part in path_parts(text)]

    def relation(self, path: str) -> Relation:
        """How the element of *path* stands to this one."""
        wanted, found = self._parts, path_parts(path)
        common = min(len(wanted), len(found))
        for number in range(common):
            mine, its = wanted[number], found[number]
            if mine in {its, _LAST_INDEX.sub("", its), its.partition(" '")[0]}:
                continue
            if number == len(wanted) - 1 and _leads(mine, its):
                continue
            if number == len(found) - 1 and _leads(its, mine):
                return Relation.ABOVE
            return Relation.APART
        return Relation.INSIDE if len(found) >= len(wanted) else Relation.ABOVE


def _leads(outer: str, inner: str) -> bool:
    """Whether a part of a path is the beginning of another one, or a field of a device that holds it."""
    if inner.startswith(outer):
        return inner[len(outer)] in " ["
    # 'a.b' is in 'a': the quotes are around both.
    start = len(outer) - 1
    return (
        outer.startswith("field '")
        and outer.endswith("'")
        and inner.startswith(outer[:-1])
        and inner[start : start + 1] in {".", "["}
    )


def matches_name(name: str, patterns: Iterable[str]) -> bool:
    """Whether a section's name is one of those, or fits one as a shell pattern."""
    return any(name == pattern or fnmatchcase(name, pattern) for pattern in patterns)
