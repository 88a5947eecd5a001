"""Where frames begin and end: on a grid of guest addresses, so that states of one guest fit together.

Follows the events of a reader and keeps rows of pages as columns.  The rules
(``ARCHIVE.md``, Cutting):

- octets that are no RAM never share a frame with RAM;
- in RAM a frame begins where a page of another cell of guest addresses (2 MiB,
  as a rule), or another block, does, once the frame before is an eighth of a cell long;
- none is longer than one and a half cells;
- anything else, and what no reader understands, is cut where cells of offsets begin.

A stream made to have very many tiny parts is cut coarsely from some point on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qmigui.library.archive import layout
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ram import ZERO_RECORD

if TYPE_CHECKING:
    import numpy.typing as npt

    Columns = tuple[npt.NDArray[np.int64], ...]

_GATHER = 4
# So many frames are always granted, and one more for so many octets.
_GRANTED_FRAMES = 1024
_GRANTED_OCTETS = 64 << 10
_MAX_BLOCKS = layout.NO_BLOCK


@dataclass(slots=True)
class Frame:
    """One frame that is to be made.

    Attributes:
        offset, length: in the stream.
        kind, flags: as in :mod:`.layout`.
        block: number of the RAM block.
        pages, zero_pages: records of pages in it, and how many of them are of zero pages.
        first_address, last_address: lowest and highest page.
        rows: for the page map, of :data:`~.layout.PAGE_ROW`.
    """

    offset: int
    length: int
    kind: int = layout.KIND_OTHER
    flags: int = 0
    block: int = layout.NO_BLOCK
    pages: int = 0
    zero_pages: int = 0
    first_address: int = 0
    last_address: int = 0
    rows: npt.NDArray[np.void] | None = None


class Cutter:
    """Takes events, gives frames.

    Args:
        kind: of frames that hold no RAM: ``KIND_OTHER``, or ``KIND_GRID`` where nothing is a stream.
        limit: nothing from this offset on counts (a file that grows); None: no limit.
        cell: bytes of guest addresses that share a frame.

    Attributes:
        ready: frames that are complete; the caller takes them out.
        blocks: names of RAM blocks; a frame's block is an index here.
        page_size: of the target, 0 until it is known.
    """

    def __init__(
        self, kind: int = layout.KIND_OTHER, limit: int | None = None, cell: int = layout.CELL
    ) -> None:
        self._cell = cell
        self.ready: list[Frame] = []
        self.blocks: list[bytes] = []
        self.page_size = 0
        self._kind = kind
        self._limit = limit
        self._start = 0  # of what is in no frame yet
        self._told = 0  # end of what events have told
        self._in_ram = False
        self._coarse = False
        self._made = 0
        self._block = layout.NO_BLOCK
        self._numbers: dict[bytes, int] = {}
        self._singles: list[tuple[int, ...]] = []
        self._columns: list[Columns] = []
        self._gathered_from = 0
        self._mapped: tuple[int, int] | None = None  # pages area: where it starts, its block

    # -- events --------------------------------------------------------------------------

    def take(self, event: ev.Event, end: int) -> None:
        """Follow one event.

        Args:
            event: the next one.
            end: offset in the stream behind what it tells.
        """
        if self._limit is not None and end > self._limit:
            return
        match event:
            case ev.RamRuns():
                self._runs(event, end)
            case ev.RamRecord():
                self._record(event, end)
            case ev.RamBlock():
                if event.name is not None:
                    self._block = self._number(event.name)
            case ev.RamListBlock():
                self._list_block(event)
            case ev.RamListEnd():
                self.page_size = event.page_size
            case ev.MappedEnd():
                self._leave_mapped(end)
            case ev.SectionBegin():
                self._leave_mapped(event.offset)
                if event.body is not ev.Body.RAM:
                    self._leave_ram(event.offset)
            case ev.Command() | ev.Eof() | ev.Lost():
                self._leave_mapped(event.offset)
                self._leave_ram(event.offset)
            case ev.Opaque() | ev.Description() | ev.Trailing():
                self._plain(max(self._start, event.offset))
        self._told = max(self._told, end)

    def finish(self, size: int) -> None:
        """Everything up to *size*, the end of the stream, belongs to some frame."""
        if self._in_ram:
            self._cut_ram(max(self._start, min(self._told, size)), final=True)
            self._in_ram = False
        self._mapped = None
        self._plain(size)
        if self._start < size:
            self._put_plain(size)
        if not size:
            self._put(Frame(0, 0, self._kind))

    # -- octets without RAM ------------------------------------------------------------------

    def _plain(self, end: int) -> None:
        """Cut what lies before *end* and is no RAM on the grid of offsets."""
        if self._in_ram or self._mapped is not None:
            return
        while (border := (self._start // self._cell + 1) * self._cell) <= end:
            self._put_plain(border)

    def _put_plain(self, end: int) -> None:
        self._put(Frame(self._start, end - self._start, self._kind))

    def _put(self, frame: Frame) -> None:
        self.ready.append(frame)
        self._start = frame.offset + frame.length
        self._made += 1
        if self._made > _GRANTED_FRAMES + self._start // _GRANTED_OCTETS:
            self._coarse = True

    def _enter_ram(self, offset: int) -> None:
        """A page record begins at *offset*."""
        if self._in_ram:
            return
        offset = max(offset, self._start)
        self._plain(offset)
        if self._start < offset and not self._coarse:
            self._put_plain(offset)
        self._in_ram = True
        self._gathered_from = self._start

    def _leave_ram(self, offset: int) -> None:
        """Something else than RAM begins at *offset*."""
        if not self._in_ram or self._coarse:
            return
        offset = max(offset, self._start)
        self._cut_ram(offset, final=True)
        self._in_ram = False

    # -- RAM in records ------------------------------------------------------------------

    def _number(self, name: bytes) -> int:
        """Number of a RAM block."""
        number = self._numbers.get(name)
        if number is None:
            if len(self.blocks) >= _MAX_BLOCKS:
                return layout.NO_BLOCK
            number = self._numbers[name] = len(self.blocks)
            self.blocks.append(name)
        return number

    def _list_block(self, event: ev.RamListBlock) -> None:
        number = self._number(event.name)
        if event.mapped is None or not event.mapped.pages_offset:
            return
        self._block = number
        # The list ends with blocks of records, or with pages areas between its entries.
        self.page_size = event.mapped.page_size
        self._mapped = None
        start = event.mapped.pages_offset
        if start >= self._start:
            self._plain(start)
            if self._start < start:
                self._put_plain(start)
            self._mapped = (start, number)

    def _runs(self, runs: ev.RamRuns, end: int) -> None:
        if self._mapped is not None:
            self._cut_mapped(end, final=False)
            return
        size = self.page_size
        if not size or runs.offset < self._start:
            return
        self._enter_ram(runs.offset)
        if len(runs.counts) == 1 and int(runs.counts[0]) == 1:
            kind = int(runs.kinds[0])
            length = ZERO_RECORD if kind == ev.PageKind.ZERO else 8 + size
            self._gather_single((runs.offset, int(runs.addrs[0]), 1, length, kind, self._block), end)
            return
        kinds = runs.kinds.astype(np.int64)
        lengths = np.where(kinds == ev.PageKind.ZERO, ZERO_RECORD, 8 + size)
        octets = runs.counts * lengths
        starts = runs.offset + np.cumsum(octets) - octets
        self._gather(_split(starts, runs.addrs, runs.counts, lengths, kinds, size, self._cell), end)

    def _record(self, record: ev.RamRecord, end: int) -> None:
        if not self.page_size or record.offset < self._start:
            return
        self._enter_ram(record.offset)
        if record.flag == wire.RAM_HOOK:
            return
        length = end - record.offset
        self._gather_single((record.offset, record.addr, 1, length, layout.ROW_RECORD, self._block), end)

    def _gather_single(self, row: tuple[int, ...], end: int) -> None:
        """Keep one row; arrays of single rows would cost more than all else."""
        self._singles.append(row)
        self._cut_when_enough(end)

    def _gather(self, columns: Columns, end: int) -> None:
        self._seal()
        block = np.full(len(columns[0]), self._block, dtype=np.int64)
        self._columns.append((*columns, block))
        self._cut_when_enough(end)

    def _seal(self) -> None:
        """Turn single rows into columns."""
        if self._singles:
            self._columns.append(tuple(np.array(self._singles, dtype=np.int64).T))
            self._singles = []

    def _cut_when_enough(self, end: int) -> None:
        if end - self._gathered_from >= _GATHER * self._cell:
            self._cut_ram(end, final=False)
            self._gathered_from = end

    def _cut_ram(self, end: int, *, final: bool) -> None:
        """Make frames of the rows gathered, the last of which ends before *end*.

        Args:
            end: what is known reaches so far.
            final: no more RAM follows: everything up to *end* is to be in frames.
        """
        self._seal()
        if self._columns:
            columns = tuple(np.concatenate(part) for part in zip(*self._columns, strict=True))
        else:
            columns = tuple(np.empty(0, dtype=np.int64) for _ in range(6))
        starts, addresses, blocks = columns[0], columns[1], columns[5]
        cells = addresses // self._cell
        changes = np.flatnonzero((cells[1:] != cells[:-1]) | (blocks[1:] != blocks[:-1])) + 1
        borders = starts[changes]
        turns = starts[np.flatnonzero(blocks[1:] != blocks[:-1]) + 1]
        row = 0
        while self._start < end:
            border = self._border(starts, borders, turns, end, final)
            if border is None:
                break
            last = int(starts.searchsorted(border, side="left"))
            self._put(self._frame(border, tuple(column[row:last] for column in columns)))
            row = last
        self._columns = [tuple(column[row:] for column in columns)] if row < len(starts) else []

    def _border(
        self,
        starts: npt.NDArray[np.int64],
        borders: npt.NDArray[np.int64],
        turns: npt.NDArray[np.int64],
        end: int,
        final: bool,
    ) -> int | None:
        """Where the frame that begins at ``_start`` ends; None: not known yet."""
        start = self._start
        limit = start + self._cell * 3 // 2
        found = int(borders.searchsorted(start + self._cell // layout.MIN_SHARE))
        border = int(borders[found]) if found < len(borders) else None
        if not self._coarse:
            turn = int(turns.searchsorted(start + 1))
            if turn < len(turns) and (border is None or turns[turn] < border):
                border = int(turns[turn])
        if border is not None and border <= limit:
            return border
        if end > limit:
            before = int(starts.searchsorted(limit, side="right")) - 1
            if before >= 0 and starts[before] > start:
                return int(starts[before])
            return limit  # one element alone is longer than a frame
        return end if final else None

    def _frame(self, end: int, columns: Columns) -> Frame:
        """The frame from ``_start`` to *end*, which holds these rows."""
        starts, addresses, counts, _, kinds, blocks = columns
        frame = Frame(self._start, end - self._start, layout.KIND_SPARSE)
        if self._coarse:
            frame.flags |= layout.FLAG_ALONE
        if not len(starts):
            return frame
        size = self.page_size
        frame.block = int(blocks[0])
        frame.pages = int(counts.sum())
        frame.zero_pages = int(counts[kinds == layout.ROW_ZERO].sum())
        frame.first_address = int(addresses.min())
        frame.last_address = int((addresses + (counts - 1) * size).max())
        follows = addresses[1:] == addresses[:-1] + counts[:-1] * size
        if not self._coarse and bool(follows.all()) and bool((blocks == blocks[0]).all()):
            frame.kind = layout.KIND_DENSE
            return frame
        rows = np.empty(len(starts), dtype=layout.PAGE_ROW)
        for name, column in zip(
            ("raw_offset", "address", "count", "kind", "block"),
            (starts, addresses, counts, kinds, blocks),
            strict=True,
        ):
            rows[name] = column
        frame.rows = rows
        return frame

    # -- RAM at fixed offsets ------------------------------------------------------------

    def _leave_mapped(self, end: int) -> None:
        if self._mapped is not None:
            self._cut_mapped(end, final=True)
            self._mapped = None

    def _cut_mapped(self, end: int, *, final: bool) -> None:
        """Cut a pages area at every cell."""
        assert self._mapped is not None
        base, block = self._mapped
        while self._start < end:
            address = self._start - base
            border = base + (address // self._cell + 1) * self._cell
            if border > end:
                if not final:
                    return
                border = end
            size = self.page_size
            pages = -(-(border - self._start) // size)
            self._put(
                Frame(
                    self._start,
                    border - self._start,
                    layout.KIND_MAPPED,
                    block=block,
                    pages=pages,
                    first_address=address,
                    last_address=address + (pages - 1) * size,
                )
            )


def _split(
    starts: npt.NDArray[np.int64],
    addresses: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int64],
    kinds: npt.NDArray[np.int64],
    page_size: int,
    cell: int,
) -> Columns:
    """The same rows cut where cells of guest addresses begin."""
    first = addresses // cell
    cells = (addresses + (counts - 1) * page_size) // cell - first + 1
    if int(cells.max()) == 1:
        return starts, addresses, counts, lengths, kinds
    row = np.repeat(np.arange(len(starts)), cells)
    number = np.arange(len(row), dtype=np.int64) - np.repeat(np.cumsum(cells) - cells, cells)
    begins = np.maximum((first[row] + number) * cell, addresses[row])
    stops = np.minimum((first[row] + number + 1) * cell, (addresses + counts * page_size)[row])
    done = (begins - addresses[row]) // page_size
    return (
        starts[row] + done * lengths[row],
        begins,
        (stops - begins) // page_size,
        lengths[row],
        kinds[row],
    )
