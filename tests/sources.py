"""The same octets, as different sources give them.

A reader must make the same of all of them: of a whole file, of a pipe that
gives one octet at a time or odd pieces; and it must pass on the error of one
that fails.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Mapping

from qmigui.errors import TransportError
from qmigui.qemufile.base import SequentialSource, Source
from qmigui.qemufile.mapping import FileMapping
from qmigui.qemufile.memory import MemorySource


class PipeSource(SequentialSource):
    """Gives its octets in order, as many at a time as *pieces* says.

    Args:
        data: what it gives.
        pieces: how many octets each read gives at most; begun again at its end.
        name: how messages call it.
    """

    def __init__(self, data: bytes, pieces: Iterable[int] = (1 << 30,), name: str = "pipe") -> None:
        self.name = name
        self.reads = 0
        self._left = memoryview(data)
        self._pieces = itertools.cycle(pieces)

    def _receive(self, buf: memoryview) -> int:
        self.reads += 1
        piece = self._left[: min(len(buf), next(self._pieces))]
        buf[: len(piece)] = piece
        self._left = self._left[len(piece) :]
        return len(piece)

    def close(self) -> None:
        """Nothing to let go of."""


class FailingSource(PipeSource):
    """A pipe that breaks after its last octet instead of ending."""

    def _receive(self, buf: memoryview) -> int:
        count = super()._receive(buf)
        if not count:
            raise TransportError("cannot be read: it broke", source=self.name)
        return count


class SlowSource(PipeSource):
    """A pipe that lets its reader wait before each piece.

    Args:
        data: what it gives.
        pieces: as for a pipe.
        wait_ms: before each of them.
    """

    def __init__(self, data: bytes, pieces: Iterable[int] = (1000,), wait_ms: float = 1) -> None:
        super().__init__(data, pieces, "slow pipe")
        self._wait_ms = wait_ms

    def _receive(self, buf: memoryview) -> int:
        time.sleep(self._wait_ms / 1000)
        return super()._receive(buf)


class HoleySource(MemorySource):
    """A file that has holes where *data* has long stretches of zeros.

    Args:
        data: what it gives, the zeros of the holes included.
        unit: holes begin and end at its multiples, as on a file system.
    """

    def __init__(self, data: bytes, unit: int = 4096) -> None:
        super().__init__(data, "sparse file")
        self.holes_asked = 0
        zeros = bytes(unit)
        self._extents: list[tuple[int, int]] = []
        for start in range(0, len(data), unit):
            block = data[start : start + unit]
            if block == zeros:
                continue
            if self._extents and self._extents[-1][1] == start:
                self._extents[-1] = (self._extents[-1][0], start + len(block))
            else:
                self._extents.append((start, start + len(block)))

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of data at *offset* or behind it."""
        self.holes_asked += 1
        for start, end in self._extents:
            if end > offset:
                return max(start, offset), end
        return self.size, self.size


ODD = (3, 4096, 1, 70001, 977, 2)

PIPES: Mapping[str, Callable[[bytes], Source]] = {
    "pipe": PipeSource,
    "one octet at a time": lambda data: PipeSource(data, (1,)),
    "odd pieces": lambda data: PipeSource(data, ODD),
}

SOURCES: Mapping[str, Callable[[bytes], Source]] = {
    "whole": MemorySource,
    "sparse file": HoleySource,
    **PIPES,
}
"""Every way to give octets that loses none."""


class MappedSource(MemorySource):
    """A file in memory, of which only what has been brought in can be made out.

    Args:
        data: what it gives.
        unit: octets that come and go together.
        failing: from this offset on nothing can be brought in.
    """

    def __init__(self, data: bytes, unit: int = 256, failing: int | None = None) -> None:
        super().__init__(data, "mapped file")
        self._whole = data
        self._unit = unit
        self._failing = len(data) if failing is None else failing

    def mapping(self) -> FileMapping:
        """All of it."""
        return _PoisonedMapping(self._whole, self._unit, self._failing)


_OTHERS = bytes(octet ^ 0xFF for octet in range(256))


class _PoisonedMapping(FileMapping):
    """Shows other octets where none have been brought in."""

    def __init__(self, data: bytes, unit: int, failing: int) -> None:
        self._data = data
        self._unit = unit
        self._failing = failing
        self._shown = bytearray(data.translate(_OTHERS))
        self.view = memoryview(self._shown)

    def populate(self, offset: int, length: int) -> bool:
        """Show them, if they are before what fails."""
        if offset + length > self._failing:
            return False
        start = offset // self._unit * self._unit
        end = -(-(offset + length) // self._unit) * self._unit
        self._shown[start:end] = self._data[start:end]
        return True

    def forget(self, offset: int, length: int) -> None:
        """Hide whole units again."""
        start = -(-max(0, offset) // self._unit) * self._unit
        end = min(offset + length, len(self._data)) // self._unit * self._unit
        if end > start:
            self._shown[start:end] = self._data[start:end].translate(_OTHERS)
