"""What QEMU's ``info mtree -f`` says of memory."""

from __future__ import annotations

import re
from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of guest-physical memory.

    Attributes:
        addr, length: bytes.
        block: name of the memory region, which is that of the RAM block without its path.
        offset: in the region.
    """

    addr: int
    length: int
    block: str
    offset: int


_LINE = re.compile(
    r"^  ([0-9a-f]{16})-([0-9a-f]{16}) \(prio -?\d+, (?:ram|rom|romd|nv-ram)\): (.*?)(?: @([0-9a-f]+))?\s*$",
    re.MULTILINE,
)


def places_of(text: str) -> list[Place]:
    """Memory as the CPUs see it, neighbours that go on with each other joined."""
    views = re.split(r"\n(?=FlatView #)", text)
    view = next(view for view in views if re.search(r'AS "memory"', view))
    places: list[Place] = []
    for start, end, name, offset in _LINE.findall(view):
        place = Place(int(start, 16), int(end, 16) + 1 - int(start, 16), name, int(offset or "0", 16))
        last = places[-1] if places else None
        if (
            last is not None
            and last.block == name
            and last.addr + last.length == place.addr
            and last.offset + last.length == place.offset
        ):
            places[-1] = last._replace(length=last.length + place.length)
        else:
            places.append(place)
    return places
