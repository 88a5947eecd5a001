"""From places in a snapshot's state to places in the image, by L1 and L2 tables.

Neighbours are joined: what is told are runs, each of which can be read at once.
An L2 table that the tables name twice is refused, so that what is looked
through is bounded by the length of the file.
"""

from __future__ import annotations

import sys
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from qmigui.errors import FormatError
from qmigui.qemufile.qcow2 import layout

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.qcow2.header import Header
    from qmigui.qemufile.qcow2.snapshots import Snapshot

PATH = "qcow2 tables"
_KEPT_TABLES = 16


class Run(NamedTuple):
    """A stretch of the state.

    Attributes:
        start, end: in the state.
        host: where its first octet is in the image; None: it is zeros.
        packed_length: octets of one compressed cluster, or 0 where the octets lie as they are.
    """

    start: int
    end: int
    host: int | None
    packed_length: int = 0


class StateTables:
    """The runs of one snapshot's state.

    Args:
        image: the file.
        header: its header.
        snapshot: one with a state.

    Raises:
        FormatError: the state cannot lie in the snapshot's L1 table.
        TransportError: the image could not be read.
    """

    def __init__(self, image: Source, header: Header, snapshot: Snapshot) -> None:
        assert image.size is not None
        self._image = image
        self._header = header
        self._size = snapshot.state_size
        self._image_end = -(-image.size // header.cluster_size) * header.cluster_size
        self._span = header.cluster_size * header.l2_entries
        first = -(-snapshot.disk_size // self._span)
        count = -(-self._size // self._span)
        self._l1_offset = snapshot.l1_offset + 8 * first
        self._check_l1(snapshot, first + count)
        octets = image.pread(self._l1_offset, 8 * count)
        if len(octets) < 8 * count:
            raise _wrong("the image ends inside the snapshot's L1 table", snapshot.l1_offset)
        # Only the entries that lead to a table: most of a state with large holes has none.
        self._mapped = array("L")
        self._tables = array("Q")
        for index, entry in enumerate(_words(octets)):
            if entry & layout.OFFSET_MASK:
                self._mapped.append(index)
                self._tables.append(entry & layout.OFFSET_MASK)
        self._kept: dict[int, list[Run]] = {}
        # Reader and writer of a conversion ask at the same time.
        self._lock = threading.Lock()
        self._report: Callable[[FormatError], None] | None = None

    def _check_l1(self, snapshot: Snapshot, needed: int) -> None:
        if snapshot.l1_entries * 8 > layout.MAX_L1_LENGTH:
            raise _wrong(f"an L1 table of {snapshot.l1_entries} entries", snapshot.offset + 8)
        if snapshot.l1_offset % self._header.cluster_size or snapshot.l1_offset >= self._image_end:
            raise _wrong(f"an L1 table cannot begin at {snapshot.l1_offset:#x}", snapshot.offset)
        if needed > snapshot.l1_entries:
            raise _wrong(
                f"a state of {self._size} octets needs {needed} entries of the L1 table, "
                f"which has {snapshot.l1_entries}",
                snapshot.offset + 32,
            )

    def check(self, report: Callable[[FormatError], None] | None, cancel: Cancel | None) -> None:
        """Look at every table of the state.

        Args:
            report: takes each entry that leads nowhere; reads as zeros then.
                None: the first one is raised.
            cancel: looked at once a table.

        Raises:
            FormatError: an entry leads nowhere.
            TransportError: the image could not be read.
            Cancelled: somebody asked for it.
        """
        self._report = report
        seen: dict[int, int] = {}
        for number, (index, offset) in enumerate(zip(self._mapped, self._tables, strict=True)):
            if cancel is not None:
                cancel.check()
            if offset in seen:
                error = _wrong(
                    f"entries {seen[offset]} and {index} of the state's L1 table name the same L2 table",
                    self._l1_offset + 8 * index,
                )
                if report is None:
                    raise error
                report(error)
                self._tables[number] = 0
                continue
            seen[offset] = index
            self._runs(number, checking=True)
        self._report = None

    def run_at(self, offset: int) -> Run:
        """The run that *offset*, inside of the state, lies in."""
        index = offset // self._span
        number = bisect_left(self._mapped, index)
        if number == len(self._mapped) or self._mapped[number] != index:
            end = self._mapped[number] * self._span if number < len(self._mapped) else self._size
            return Run(index * self._span, end, None)
        runs = self._runs(number)
        return runs[bisect_right(runs, offset, key=lambda run: run.start) - 1]

    def _runs(self, number: int, *, checking: bool = False) -> list[Run]:
        """What lies behind one L2 table, in order and without gaps."""
        with self._lock:
            found = self._kept.get(number)
            if found is None:
                found = self._read(number, checking)
                while len(self._kept) >= _KEPT_TABLES:
                    del self._kept[next(iter(self._kept))]
                self._kept[number] = found
            return found

    def _read(self, number: int, checking: bool) -> list[Run]:
        index, offset = self._mapped[number], self._tables[number]
        start = index * self._span
        end = min(start + self._span, self._size)
        size = self._header.cluster_size
        if not offset:
            return [Run(start, end, None)]
        if offset % size or offset + size > self._image_end:
            self._tell(f"an L2 table cannot be at {offset:#x}", self._l1_offset + 8 * index, checking)
            return [Run(start, end, None)]
        octets = self._image.pread(offset, size)
        words = _words(octets.ljust(size, b"\0"))
        builder = _Builder(start, end)
        count = -(-(end - start) // size)
        if self._header.is_extended:
            self._extended(words, count, offset, builder, checking)
        else:
            self._plain(words, count, offset, builder, checking)
        return builder.runs

    def _plain(self, words: array[int], count: int, table: int, builder: _Builder, checking: bool) -> None:
        size, mask, limit = self._header.cluster_size, layout.OFFSET_MASK, self._image_end - 1
        packed, is_v3 = layout.COMPRESSED, self._header.version >= 3
        unaligned = size - 1
        for number in range(count):
            entry = words[number]
            if entry & packed:
                self._packed(entry, table + 8 * number, builder, checking)
                continue
            host = entry & mask
            if not host or (is_v3 and entry & layout.ZERO):
                builder.add(size, None)
            elif host & unaligned or host > limit:
                self._tell(f"a cluster cannot be at {host:#x}", table + 8 * number, checking)
                builder.add(size, None)
            else:
                builder.add(size, host)

    def _extended(self, words: array[int], count: int, table: int, builder: _Builder, checking: bool) -> None:
        """Entries with a word that tells which of 32 subclusters are there."""
        size = self._header.cluster_size
        part = size // layout.SUBCLUSTERS
        for number in range(count):
            entry, bitmap = words[2 * number], words[2 * number + 1]
            place = table + 16 * number
            if entry & layout.COMPRESSED:
                self._packed(entry, place, builder, checking)
                continue
            host = entry & layout.OFFSET_MASK
            there, zero = bitmap & layout.ALL_SUBCLUSTERS, bitmap >> layout.SUBCLUSTERS
            if there & zero:
                self._tell("subclusters are marked both as there and as zeros", place + 8, checking)
                there &= ~zero
            if there and (not host or host % size or host >= self._image_end):
                self._tell(f"a cluster cannot be at {host:#x}", place, checking)
                there = 0
            if there in (0, layout.ALL_SUBCLUSTERS):
                builder.add(size, host if there else None)
                continue
            for bit in range(layout.SUBCLUSTERS):
                builder.add(part, host + bit * part if there >> bit & 1 else None)

    def _packed(self, entry: int, place: int, builder: _Builder, checking: bool) -> None:
        bits = 62 - (self._header.cluster_bits - 8)
        host = entry & ((1 << bits) - 1)
        sectors = (entry & (layout.COMPRESSED - 1)) >> bits
        length = (sectors + 1) * 512 - host % 512
        if not host or host >= self._image_end:
            self._tell(f"a compressed cluster cannot be at {host:#x}", place, checking)
            builder.add(self._header.cluster_size, None)
        else:
            builder.add(self._header.cluster_size, host, length)

    def _tell(self, message: str, place: int, checking: bool) -> None:
        if not checking:
            return  # it has been told
        error = _wrong(message, place)
        if self._report is None:
            raise error
        self._report(error)


class _Builder:
    """Joins neighbours to runs."""

    def __init__(self, start: int, end: int) -> None:
        self.runs: list[Run] = []
        self._at = start
        self._end = end
        self._next: int | None = None

    def add(self, length: int, host: int | None, packed_length: int = 0) -> None:
        """Add the next *length* octets of the state."""
        end = min(self._at + length, self._end)
        if end <= self._at:
            return
        last = self.runs[-1] if self.runs else None
        if last is not None and not packed_length and not last.packed_length and host == self._next:
            self.runs[-1] = Run(last.start, end, last.host)
        else:
            self.runs.append(Run(self._at, end, host, packed_length))
        self._next = None if host is None else host + length
        self._at = end


def _words(octets: bytes) -> array[int]:
    """Big-endian words of 64 bits."""
    words = array("Q", octets)
    if sys.byteorder == "little":
        words.byteswap()
    return words


def _wrong(message: str, offset: int) -> FormatError:
    return FormatError(message, offset=offset, path=PATH, code="qcow2-cluster")
