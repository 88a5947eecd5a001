"""Sets of integers, and of characters, as sorted, disjoint ranges; None is no bound."""

from __future__ import annotations

from collections.abc import Iterable

Range = tuple[int | None, int | None]
Ranges = tuple[Range, ...]
"""Sorted, and with a gap between one range and the next."""

ALL: Ranges = ((None, None),)

MAX_LETTERS = 1 << 19
"""Of all different alphabets of one module; the Basic Multilingual Plane has 65,536."""


def unite(ranges: Iterable[Range]) -> Ranges:
    """The numbers that are in any of *ranges*."""
    result: list[Range] = []
    for low, high in sorted(ranges, key=lambda item: (item[0] is not None, item[0] or 0)):
        if result:
            last_low, last_high = result[-1]
            if last_high is None:
                break
            if low is None or low <= last_high + 1:
                result[-1] = (last_low, None if high is None else max(high, last_high))
                continue
        result.append((low, high))
    return tuple(result)


def intersect(first: Ranges, second: Ranges) -> Ranges:
    """The numbers that are in both; linear in the lengths of both."""
    result: list[Range] = []
    i = j = 0
    while i < len(first) and j < len(second):
        low = _greater(first[i][0], second[j][0])
        one, two = first[i][1], second[j][1]
        high = one if two is None else two if one is None else min(one, two)
        if low is None or high is None or low <= high:
            result.append((low, high))
        if one is None or (two is not None and two < one):
            j += 1
        else:
            i += 1
    return tuple(result)


def hull(ranges: Ranges) -> Range:
    """The least and the greatest number of *ranges*, which are not empty."""
    return ranges[0][0], ranges[-1][1]


def _greater(one: int | None, two: int | None) -> int | None:
    if one is None:
        return two
    return one if two is None else max(one, two)


class Alphabets:
    """Makes each alphabet once, and only so many."""

    def __init__(self) -> None:
        self._letters: dict[Ranges, frozenset[str]] = {}
        self._ranges: dict[frozenset[str], Ranges] = {}
        self._count = 0

    def letters(self, ranges: Ranges) -> frozenset[str] | None:
        """The characters with these code points; None: there are too many by now."""
        known = self._letters.get(ranges)
        if known is None:
            pairs = [(low, high) for low, high in ranges if low is not None and high is not None]
            self._count += sum(high - low + 1 for low, high in pairs)
            if self._count > MAX_LETTERS:
                return None
            known = frozenset(chr(code) for low, high in pairs for code in range(low, high + 1))
            self._letters[ranges] = known
            self._ranges[known] = ranges
        return known

    def ranges(self, letters: frozenset[str]) -> Ranges:
        """The code points of an alphabet that :meth:`letters` made."""
        return self._ranges[letters]
