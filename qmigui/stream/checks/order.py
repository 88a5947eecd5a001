"""Two lists that should be the same: sections, and the devices that the description lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Sequence
from itertools import pairwise

from qmigui.record import field, record


@record(frozen=False)
class Comparison:
    """How two lists differ, as positions in them.

    Attributes:
        extra: in the first only.
        absent: in the second only, and before which position of the first each would stand.
        differing: pairs, in both lists at the same place between equal neighbours.
        moved: in both, but in the first at another place.
    """

    extra: list[int] = field(default_factory=list)
    absent: list[tuple[int, int]] = field(default_factory=list)
    differing: list[tuple[int, int]] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)


def compare(first: Sequence[Hashable], second: Sequence[Hashable], gaps: Collection[int] = ()) -> Comparison:
    """Compare two lists without repetitions.

    Args:
        first: what is there.
        second: what should be.
        gaps: positions of *first* before which something was lost; what may
            have stood there is not called absent.
    """
    result = Comparison()
    places = {item: place for place, item in enumerate(second)}
    present = set(first)
    common = [(index, places[item]) for index, item in enumerate(first) if item in places]
    kept = _longest_rise([place for _, place in common])
    result.moved = [index for number, (index, _) in enumerate(common) if number not in kept]
    anchors = [pair for number, pair in enumerate(common) if number in kept]
    bounds = [(-1, -1), *anchors, (len(first), len(second))]
    lost = sorted(gaps)
    for (index, place), (next_index, next_place) in pairwise(bounds):
        extra = [i for i in range(index + 1, next_index) if first[i] not in places]
        absent = [i for i in range(place + 1, next_place) if second[i] not in present]
        if extra and len(extra) == len(absent):
            result.differing += zip(extra, absent, strict=True)
            continue
        result.extra += extra
        gap = bisect_left(lost, index + 1)
        if gap == len(lost) or lost[gap] > next_index:
            result.absent += [(i, next_index) for i in absent]
    return result


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest part of *numbers* that rises."""
    tops: list[int] = []
    top_positions: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        place = bisect_left(tops, number)
        before.append(top_positions[place - 1] if place else -1)
        if place == len(tops):
            tops.append(number)
            top_positions.append(position)
        else:
            tops[place] = number
            top_positions[place] = position
    chosen = set()
    position = top_positions[-1] if top_positions else -1
    while position >= 0:
        chosen.add(position)
        position = before[position]
    return chosen
