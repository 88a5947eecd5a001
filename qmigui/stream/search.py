"""Finding the next place where the grammar of a stream holds, after damage.

Nothing announces such a place: it is one where several things in a row are as
they must be.  RAM records go on where some of them follow each other with
legal flags and addresses; sections go on behind a footer, or at a head with a
name.  All looking is forward, each octet is looked at once, and a candidate is
followed for a bounded length only.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream import wire
from qmigui.stream.scan import HEAD, MAX_SECTION_ID, MAX_VERSION, section_head

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.progress import Cancel
    from qmigui.stream.tail import RandomAccess

BE64 = struct.Struct(">Q")
STEP = 1 << 20
FIRST_STEP = 1 << 14
# Records in a row that are no accident.
ENOUGH_RECORDS = 4
_NAME = re.compile(rb"[\x20-\x7e]+\Z")
_FOOTER = re.compile(rb"\x7e(?=\x00\x00..[\x00-\x04\x08])", re.DOTALL)
_HEAD = re.compile(rb"[\x01\x04](?=\x00\x00..[\x02-\xff][\x20-\x7e]{2})", re.DOTALL)
_PART = re.compile(rb"[\x02\x03](?=\x00\x00..\x00)", re.DOTALL)
_TEXT = re.compile(rb"\x06....\{", re.DOTALL)


class SpentError(Exception):
    """So much has been looked through that the rest is given up."""


@dataclass(slots=True)
class Budget:
    """Octets that may be looked through in all, over those of the source itself."""

    left: int
    cancel: Cancel | None = None

    def spend(self, length: int) -> None:
        """Count *length* octets.

        Raises:
            SpentError: there were too many.
        """
        if self.cancel is not None:
            self.cancel.check()
        self.left -= length
        if self.left < 0:
            raise SpentError


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading can go on.

    Attributes:
        offset: in the source.
        in_ram: RAM records go on there; else an element of the top level.
    """

    offset: int
    in_ram: bool = False


@dataclass(slots=True)
class Known:
    """What the stream has told, to know its grammar by.

    Attributes:
        page_size: of the target.
        lengths: of the RAM blocks by name; empty: not known.
        started: ids that PART and END sections may have.
        ids: of sections that have been.
        names: and their names with instances.
        footers: whether sections have footers; None: not known.
        eof_offset: where the end-of-stream octet stands, None: not known.
        mapped: pages stand at fixed places: there are no records of them.
    """

    page_size: int
    lengths: Mapping[bytes, int]
    started: Collection[int]
    ids: Collection[int] = ()
    names: Collection[tuple[bytes, int]] = ()
    footers: bool | None = None
    eof_offset: int | None = None
    mapped: bool = False
    _table: npt.NDArray[np.bool_] | None = field(default=None)
    _longest: int = 0

    def __post_init__(self) -> None:
        self._longest = max(self.lengths.values(), default=wire.MAX_ADDRESS)

    # -- records of RAM ---------------------------------------------------------------

    @property
    def chain_length(self) -> int:
        """Octets that a candidate may be followed for."""
        return (ENOUGH_RECORDS + 2) * (self.page_size + 8) + 2 * HEAD

    def record(self, data: bytes, pos: int) -> int | None:
        """Length of the page record at *pos*, None when there can be none.

        A record that the end of the data cuts off has its full length all the same.
        """
        if pos + 9 > len(data):
            return None
        (value,) = BE64.unpack_from(data, pos)
        flags = value & (self.page_size - 1)
        if value == wire.RAM_MULTIFD_FLUSH:
            return 8
        if self.mapped:
            return None
        kind = flags & ~wire.RAM_CONTINUE
        if kind not in (wire.RAM_ZERO, wire.RAM_PAGE, wire.RAM_XBZRLE, wire.RAM_COMPRESS_PAGE):
            return None
        length, limit = 8, self._longest
        if not flags & wire.RAM_CONTINUE:
            name = data[pos + 9 : pos + 9 + data[pos + 8]]
            if self.lengths and name not in self.lengths:
                return None
            if not _NAME.match(name):
                return None
            length += 1 + len(name)
            limit = self.lengths.get(name, limit)
        if value - flags + self.page_size > limit:
            return None
        return self._body(kind, data, pos + length, length)

    def _body(self, kind: int, data: bytes, pos: int, length: int) -> int | None:
        """Length of a record whose head of *length* octets ends at *pos*."""
        if kind == wire.RAM_ZERO:
            return length + 1 if data[pos : pos + 1] == b"\0" else None
        if kind == wire.RAM_PAGE:
            return length + self.page_size
        if kind == wire.RAM_XBZRLE:
            head = data[pos : pos + 3]
            size = int.from_bytes(head[1:], "big")
            good = len(head) == 3 and head[0] == wire.XBZRLE_ENCODING and 0 < size <= self.page_size
            return length + 3 + size if good else None
        size = int.from_bytes(data[pos : pos + 4], "big")
        good = 0 < size <= wire.compress_bound(self.page_size) and data[pos + 4 : pos + 5] == b"\x78"
        return length + 4 + size if good else None

    def is_end_of_ram(self, data: bytes, pos: int, base: int, *, at_end: bool) -> bool:
        """Whether an EOS record stands at *pos* and what follows can follow a section."""
        if data[pos : pos + 8] != b"\0\0\0\0\0\0\0\x10":
            return False
        pos += 8
        if data[pos : pos + 1] == b"\x7e" and self.footers is not False:
            section_id = int.from_bytes(data[pos + 1 : pos + 5], "big")
            return section_id <= MAX_SECTION_ID and self.follows(data, pos + 5, base, at_end=at_end)
        return not self.footers and self.follows(data, pos, base, at_end=at_end)

    def chain(self, data: bytes, pos: int, base: int, *, at_end: bool, reach: int = 0) -> list[int] | None:
        """Follow records from *pos*; None when they do not go on as records do.

        Args:
            data: some octets of the source.
            pos: where the first record would begin.
            base: offset in the source of ``data[0]``.
            at_end: *data* reaches to the end of the source.
            reach: how far the chain has to go at least.

        Returns:
            Where each of the records begins, and the last one ends.
        """
        places = [pos]
        while len(places) <= ENOUGH_RECORDS or pos < reach:
            if self.is_end_of_ram(data, pos, base, at_end=at_end):
                return places if pos >= reach else None
            length = self.record(data, pos)
            if length is None:
                # The source may be cut off inside a record.
                return places if at_end and len(places) > 2 and pos + 9 > len(data) else None
            if pos + length > len(data):
                return places if len(places) > 2 else None
            pos += length
            places.append(pos)
        return places

    def candidates(self, data: bytes, count: int) -> list[int]:
        """Positions below *count* where a record's first eight octets may stand."""
        if self._table is None:
            values = np.arange(65536) & (self.page_size - 1)
            kinds = (wire.RAM_ZERO, wire.RAM_PAGE, wire.RAM_XBZRLE, wire.RAM_COMPRESS_PAGE)
            flags = [kind | more for kind in kinds for more in (0, wire.RAM_CONTINUE)]
            flags = [] if self.mapped else flags
            flags += [wire.RAM_EOS, wire.RAM_MULTIFD_FLUSH]
            if self.page_size <= wire.RAM_COMPRESS_PAGE:
                flags = [flag for flag in flags if flag < self.page_size]
            self._table = np.isin(values, flags)
        octets = np.frombuffer(data, dtype=np.uint8)
        count = min(count, len(octets) - 8)
        if count <= 0:
            return []
        pairs = (octets[6 : 6 + count].astype(np.uint16) << 8) | octets[7 : 7 + count]
        good = self._table[pairs]
        zeros = 8 - -(-self._longest.bit_length() // 8)
        for index in range(min(zeros, 6)):
            good &= octets[index : index + count] == 0
        places: list[int] = np.flatnonzero(good).tolist()
        return places

    # -- elements of the top level ------------------------------------------------------

    def follows(self, data: bytes, pos: int, base: int, *, at_end: bool) -> bool:
        """Whether an element that surely can follow a section stands at *pos*."""
        if pos >= len(data):
            return False
        kind = data[pos]
        if kind == wire.EOF:
            if self.eof_offset is not None:
                return base + pos == self.eof_offset
            return (at_end and pos + 1 == len(data)) or _TEXT.match(data, pos + 1) is not None
        if kind in (wire.SECTION_START, wire.SECTION_FULL):
            head = section_head(data, pos + 1)
            return head is not None and head[0] <= MAX_SECTION_ID and head[3] <= MAX_VERSION
        if kind in (wire.SECTION_PART, wire.SECTION_END):
            return int.from_bytes(data[pos + 1 : pos + 5], "big") in self.started and pos + 5 <= len(data)
        if kind == wire.COMMAND:
            code = int.from_bytes(data[pos + 1 : pos + 3], "big")
            return 0 < code < len(wire.COMMAND_NAMES) and pos + 5 <= len(data)
        return False

    def is_new_head(self, data: bytes, pos: int) -> bool:
        """Whether the head of a section that has not been stands at *pos*."""
        head = section_head(data, pos + 1)
        return (
            head is not None
            and len(head[1]) >= 2
            and head[0] <= MAX_SECTION_ID
            and head[0] not in self.ids
            and head[3] <= MAX_VERSION
            and (head[1], head[2]) not in self.names
        )

    def element(self, data: bytes, count: int, base: int, *, at_end: bool, in_ram: bool) -> int | None:
        """Position of the first sure element below *count*: behind a footer, or with a name.

        Args:
            data: some octets of the source.
            count: positions to look at.
            base: offset in the source of ``data[0]``.
            at_end: *data* reaches to the end of the source.
            in_ram: they may be memory of the guest, which can hold anything: only
                footers of sections that are sent in rounds count.
        """
        best = count + 5
        if self.footers is not False:
            for match in _FOOTER.finditer(data):
                if match.start() >= count:
                    break
                section_id = int.from_bytes(data[match.start() + 1 : match.start() + 5], "big")
                known = not in_ram or section_id in self.started
                if known and self.follows(data, match.start() + 5, base, at_end=at_end):
                    best = match.start() + 5
                    break
        if in_ram:
            return best if best < count + 5 else None
        for match in _HEAD.finditer(data):
            if match.start() >= min(best, count):
                break
            if self.is_new_head(data, match.start()):
                best = match.start()
                break
        for match in _PART.finditer(data):
            if match.start() >= min(best, count):
                break
            section_id = int.from_bytes(data[match.start() + 1 : match.start() + 5], "big")
            if section_id in self.started and (
                self.chain(data, match.start() + 5, base, at_end=at_end) is not None
            ):
                best = match.start()
                break
        return best if best < count + 5 else None


def windows(
    access: RandomAccess, start: int, limit: int, more: int, budget: Budget
) -> Iterator[tuple[int, int, bytes]]:
    """Read from *start* to *limit* step by step: offset, octets to look at, data with *more* behind them."""
    step = FIRST_STEP
    size = access.size or 0
    while start < limit:
        count = min(step, limit - start)
        data = access.pread(start, min(count + more, size - start))
        budget.spend(len(data) + FIRST_STEP)
        if not data:
            return
        yield start, count, data
        start += count
        step = min(4 * step, STEP)


def find_place(
    access: RandomAccess,
    start: int,
    limit: int,
    known: Known,
    budget: Budget,
    *,
    in_ram: bool,
    with_ram: bool,
) -> Place | None:
    """The first place from *start* on where reading can go on.

    Args:
        access: the data; its size must be known.
        start: the first offset that counts.
        limit: the first one that does not.
        known: the grammar.
        budget: how much may be looked through.
        in_ram: between the records of RAM.
        with_ram: records of RAM count.

    Raises:
        SpentError: the budget is used up.
    """
    size = access.size or 0
    more = max(known.chain_length if with_ram else 0, 2 * HEAD)
    for offset, count, data in windows(access, start, limit, more, budget):
        at_end = offset + len(data) >= size
        best = known.element(data, count, offset, at_end=at_end, in_ram=in_ram)
        found = Place(offset + best) if best is not None else None
        if with_ram:
            for candidate in known.candidates(data, count if best is None else best):
                if known.chain(data, candidate, offset, at_end=at_end) is not None:
                    return Place(offset + candidate, True)
        if found is not None:
            return found
    return None
