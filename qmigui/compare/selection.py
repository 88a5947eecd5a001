"""What of a comparison is left out: shell patterns for sections, blocks and paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

_NUMBER = re.compile(r"\bsection \d+ '")


class Ignored:
    """The patterns.

    Args:
        patterns: shell patterns, each for the name of a section or block, for a
            path as messages print it (with or without the section's number), or
            for the part of it behind the section.

    Attributes:
        count: differences left out so far.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self.count = 0

    def matches(self, name: str, path: str) -> bool:
        """Whether a difference is left out; counts it then.

        Args:
            name: of the section or block.
            path: of the element.
        """
        if not self._patterns:
            return False
        texts = (name, path, _NUMBER.sub("section '", path), path.partition(" / ")[2])
        found = any(_fits(text, pattern) for text in texts for pattern in self._patterns)
        self.count += found
        return found


def _fits(text: str, pattern: str) -> bool:
    """Whether *pattern* means *text*; a pattern with an index in brackets means that index too."""
    return text == pattern or fnmatchcase(text, pattern)
