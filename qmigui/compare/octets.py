"""Octets of a state that are asked for later: where they lie, not what they are.

What stands in the source as it is wanted stays there; what had to be decoded
goes to a store, which moves to a temporary file when it gets long.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from qmigui.errors import TransportError
from qmigui.qemufile.descriptors import transport_error

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

IN_MEMORY = 16 << 20
"""So many octets of a store stay in memory."""

PIECE = 1 << 20
"""Octets that are compared at once."""

MAX_RANGES = 1000
"""So many ranges of octets that differ are kept of one comparison."""

NEAR = 8
"""Ranges with fewer equal octets between them are told as one."""


class Store:
    """Octets by place, in memory or in a temporary file."""

    def __init__(self) -> None:
        # The file is closed by close(); it is a field of an object that lives longer than a block.
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.length = 0

    def append(self, octets: bytes | memoryview) -> int:
        """Keep *octets*; where they lie."""
        place = self.length
        self.write(place, octets)
        self.length += len(octets)
        return place

    def write(self, place: int, octets: bytes | memoryview) -> None:
        """Put other octets at a place.

        Raises:
            TransportError: there is no room.
        """
        try:
            self._file.seek(place)
            self._file.write(octets)
        except OSError as error:
            raise transport_error("cannot be kept", error, "temporary file") from error

    def read(self, place: int, length: int) -> bytes:
        """The octets at a place."""
        try:
            self._file.seek(place)
            return self._file.read(length)
        except OSError as error:
            raise transport_error("cannot be read", error, "temporary file") from error

    def close(self) -> None:
        """Drop everything."""
        self._file.close()


class Octets:
    """A run of octets, in pieces that lie in a source or in a store.

    Args:
        source: seekable.
        store: of the same state.

    Attributes:
        length: of all pieces.
    """

    __slots__ = ("_pieces", "_source", "_starts", "_store", "length")

    def __init__(self, source: Source, store: Store) -> None:
        self._source = source
        self._store = store
        self._pieces: list[tuple[int, int, bool]] = []  # place, length, whether in the store
        self._starts: list[int] = []
        self.length = 0

    def add(self, offset: int, length: int) -> None:
        """Octets of the source follow."""
        self._add(offset, length, False)

    def keep(self, octets: bytes | memoryview) -> None:
        """Octets follow that are nowhere else."""
        self._add(self._store.append(octets), len(octets), True)

    def _add(self, place: int, length: int, stored: bool) -> None:
        if not length:
            return
        start, self.length = self.length, self.length + length
        if self._pieces:
            last, its_length, its_stored = self._pieces[-1]
            if its_stored == stored and last + its_length == place:
                self._pieces[-1] = last, its_length + length, stored
                return
        self._pieces.append((place, length, stored))
        self._starts.append(start)

    def place(self, start: int) -> int | None:
        """Where in the source one of them stands; None: it is not there."""
        if not 0 <= start < self.length:
            return None
        number = bisect_right(self._starts, start) - 1
        place, _, stored = self._pieces[number]
        return None if stored else place + start - self._starts[number]

    def read(self, start: int, length: int) -> bytes:
        """Some of them; fewer only at the end.

        Raises:
            TransportError: the source has become shorter.
        """
        out = []
        end = min(start + length, self.length)
        number = bisect_right(self._starts, start) - 1
        while start < end:
            place, its_length, stored = self._pieces[number]
            skip = start - self._starts[number]
            take = min(end - start, its_length - skip)
            part = (self._store.read if stored else self._source.pread)(place + skip, take)
            if len(part) != take:
                raise TransportError("has become shorter", offset=place, source=self._source.name)
            out.append(part)
            start += take
            number += 1
        return b"".join(out)


def differing_ranges(one: bytes, other: bytes, base: int = 0) -> list[tuple[int, int]]:
    """Where two runs of octets of one length differ.

    Returns:
        First octet and length of each range, counted from *base* at their start;
        ranges that are near each other are one.
    """
    if one == other:
        return []
    left, right = np.frombuffer(one, np.uint8), np.frombuffer(other, np.uint8)
    places = np.flatnonzero(left != right)
    begins = np.concatenate(([True], np.diff(places) > NEAR))
    starts = places[begins]
    ends = places[np.concatenate((begins[1:], [True]))] + 1
    return [(base + start, end - start) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def compare_octets(one: Octets, other: Octets) -> tuple[list[tuple[int, int]], int]:
    """Where two runs differ, as far as both go.

    Returns:
        The first ranges, and how many ranges there are.
    """
    common = min(one.length, other.length)
    ranges: list[tuple[int, int]] = []
    count = 0
    for start in range(0, common, PIECE):
        length = min(PIECE, common - start)
        found = differing_ranges(one.read(start, length), other.read(start, length), start)
        count += len(found)
        ranges += found[: MAX_RANGES - len(ranges)]
    return ranges, count
