"""A feed that takes long rows of pages out of a plain file without their heads.

The pages of a row lie 8 octets of head apart, so the system can read heads and
pages to different places in one call: the pages arrive one behind the other, at
a page's start, from where they are written fastest, and a look at the heads, which
lie side by side, tells how many of them belong to the row.  That is for whoever
wants the contents of pages and not their places in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import getrefcount
from typing import TYPE_CHECKING

import numpy as np

from qmigui.qemufile.descriptors import IOV_MAX
from qmigui.stream.events import PageKind
from qmigui.stream.feed import HEADROOM, WINDOW, Feed
from qmigui.stream.outbox import aligned_buffer
from qmigui.stream.ram import one_row, steps

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source
    from qmigui.stream import events as ev
    from qmigui.stream.feed import Block

HEAD = 8
# After a row: whether another one follows shows in a short window.
FIRST_WINDOW = 256 << 10
# Octets of pages that are read at once.  What is read beyond the end of a row is read again.
TAKEN_LENGTH = 2 << 20
FIRST_TAKEN = 128 << 10
# Buffers that are used again: new memory costs the system as much as a third of the copy into it.
ROOMS = 6
# To a room's buffer when nobody but the room has it: from there, and from the question.
ROOM_REFERENCES = 2
# Pages of a row in the window, from which on its rest is taken so.
ROW = 32


def takes_pages(source: Source) -> bool:
    """Whether a source is what :class:`PageFeed` is for: a long file without holes, at its start."""
    if not source.reads_tables or (source.size or 0) - source.start_offset < 2 * WINDOW:
        return False
    extent = source.data_extent(source.start_offset)
    return extent == (source.start_offset, source.size)


class _Room:
    """Where heads and pages go, and the table that says so to the system.

    Args:
        page_size: of the target.
    """

    def __init__(self, page_size: int) -> None:
        count = max(1, min(TAKEN_LENGTH // page_size, IOV_MAX // 2))
        self.page_size = page_size
        self.count = count
        self.buffer = aligned_buffer(count * page_size)
        self.heads = np.empty(count, dtype=">u8")
        self._table = np.empty((count, 2, 2), dtype=np.int64)
        number = np.arange(count, dtype=np.int64)
        self._table[:, 0, 0] = self.heads.ctypes.data + number * HEAD
        self._table[:, 0, 1] = HEAD
        self._table[:, 1, 0] = self.buffer.ctypes.data + number * page_size
        self._table[:, 1, 1] = page_size
        self.table_address = self._table.ctypes.data


class PageFeed(Feed):
    """A feed that also has :meth:`pages`.

    Args:
        source: one for which :func:`takes_pages` holds.
    """

    __slots__ = ("_next_window", "_rooms", "_taken_length")

    def __init__(self, source: Source) -> None:
        self._next_window = FIRST_WINDOW
        self._taken_length = FIRST_TAKEN
        self._rooms: list[_Room] = []
        super().__init__(source, self._read())

    def _read(self) -> Iterator[Block]:
        """Blocks that grow while no row is taken."""
        while True:
            wanted = self._next_window
            self._next_window = min(2 * wanted, WINDOW)
            buffer = aligned_buffer(HEADROOM + wanted)
            length = self.source.fill(buffer.data[HEADROOM:])
            if length:
                yield buffer, length
            if length < wanted:
                return

    def pages(self, addr: int, flags: int, limit: int, page_size: int) -> ev.RamRuns | None:
        """Take pages that go on a row, from a record on that the window does not hold whole.

        Args:
            addr: of the first of them in its block.
            flags: of each record.
            limit: where the block ends.
            page_size: of the target.

        Returns:
            One row; None if none goes on.

        Raises:
            TransportError: the file could not be read.
        """
        start = self.offset
        room = self._free_room(page_size)
        # To an end at which files like to be written.
        length = min(self._taken_length, TAKEN_LENGTH - addr % TAKEN_LENGTH, limit - addr)
        count = length // page_size
        count = min(count, room.count, ((self.source.size or 0) - start) // (page_size + HEAD))
        if count < 1:
            return None
        octets = self.source.read_table(start, room.table_address, 2 * count)
        read = octets // (page_size + HEAD)
        good = room.heads[:read] == steps(page_size)[:read] + np.uint64(addr | flags)
        found = read if good.all() else int(good.argmin())
        goes_on = bool(found) and found == count
        self._taken_length = min(4 * self._taken_length, TAKEN_LENGTH) if goes_on else FIRST_TAKEN
        if not found:
            return None
        self._go_on(start + found * (page_size + HEAD))
        return one_row(PageKind.PAGE, addr, found, 0, page_size, room.buffer.data, start)

    def _free_room(self, page_size: int) -> _Room:
        """Room for pages, of which nobody has a view any more."""
        for room in self._rooms:
            if room.page_size == page_size and getrefcount(room.buffer) == ROOM_REFERENCES:
                return room
        room = _Room(page_size)
        if len(self._rooms) < ROOMS:
            self._rooms.append(room)
        return room

    def _go_on(self, offset: int) -> None:
        """Read on at *offset*, in windows that are short at first."""
        self.seek(offset)
        self._next_window = FIRST_WINDOW
        self._blocks = self._read()
