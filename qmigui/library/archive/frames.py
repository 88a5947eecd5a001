"""The frame table as columns: its checks, and what is looked up in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.errors import LibraryError
from qmigui.library.archive import layout

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.library.archive.info import ArchiveInfo


class FrameTable:
    """All data frames of one archive, in the order of the stream.

    Args:
        table: rows of :data:`~.layout.FRAME`.

    Attributes:
        table: the same.
    """

    def __init__(self, table: npt.NDArray[np.void]) -> None:
        self.table = table
        self._starts = table["raw_offset"].astype(np.int64)

    def __len__(self) -> int:
        return len(self.table)

    def at(self, offset: int) -> int:
        """Number of the frame that holds the octet at *offset* of the stream."""
        return int(self._starts.searchsorted(offset, side="right")) - 1

    def span(self, frame: int) -> tuple[int, int]:
        """Offset and length of a frame in the stream."""
        return int(self.table["raw_offset"][frame]), int(self.table["raw_length"][frame])

    def overlapping(self, offset: int, length: int) -> range:
        """Numbers of the frames that hold any of these octets of the stream."""
        if length <= 0 or not len(self.table):
            return range(0)
        return range(max(0, self.at(offset)), self.at(offset + length - 1) + 1)

    def dense_with(self, block: int, address: int) -> list[int]:
        """Frames in which every page of a range is that holds *address*, the last in the stream first."""
        table = self.table
        here = (
            (table["kind"] == layout.KIND_DENSE)
            & (table["block"] == block)
            & (table["first_address"] <= address)
            & (table["last_address"] >= address)
        )
        return [int(number) for number in np.flatnonzero(here)[::-1]]


def check(table: npt.NDArray[np.void], entries: npt.NDArray[np.void], info: ArchiveInfo, blocks: int) -> None:
    """Hold a frame table against the seek table and the rest.

    Args:
        table: rows of :data:`~.layout.FRAME`.
        entries: of the seek table.
        info: of the archive.
        blocks: how many RAM blocks it lists.

    Raises:
        LibraryError: they contradict each other.
    """
    ends = np.cumsum(entries["stored_length"].astype(np.uint64))
    data = _data_entries(table, entries)
    if data is None:
        raise _fail("does not list the frames that the seek table has")
    listed = entries[data]
    if not (
        np.array_equal(table["stored_length"], listed["stored_length"])
        and np.array_equal(table["raw_length"], listed["raw_length"])
        and np.array_equal(table["stored_offset"], ends[data] - listed["stored_length"])
        and np.array_equal((table["raw_hash"] & np.uint64(0xFFFFFFFF)).astype(np.uint32), listed["checksum"])
    ):
        raise _fail("contradicts the seek table")
    check_rows(table, info, blocks)


def check_rows(table: npt.NDArray[np.void], info: ArchiveInfo, blocks: int) -> None:
    """Hold a frame table against all but the seek table; see :func:`check`.

    Raises:
        LibraryError: they contradict each other.
    """
    lengths = table["raw_length"].astype(np.uint64)
    offsets = np.cumsum(lengths) - lengths
    if not np.array_equal(table["raw_offset"], offsets) or int(lengths.sum()) != info.raw_size:
        raise _fail("does not cover the stream, each octet once")
    longest = int(lengths.max()) if len(lengths) else 0
    if longest > layout.LONGEST_FRAME or (len(table) > 1 and not bool(lengths.all())):
        raise _fail("has a frame of an impossible length")
    if bool((table["kind"] > layout.KIND_GRID).any()):
        raise _fail("has a frame of an unknown kind")
    named = table["block"][np.isin(table["kind"], layout.KINDS_WITH_RAM)]
    if bool(((named >= blocks) & (named != layout.NO_BLOCK)).any()):
        raise _fail("names a RAM block that is not listed")
    _check_prefixes(table, info)


def _data_entries(table: npt.NDArray[np.void], entries: npt.NDArray[np.void]) -> npt.NDArray[np.int64] | None:
    """Which seek table entries are data frames; None: not as many as the table has."""
    if len(table) == 1 and not int(table["raw_length"][0]):
        # An empty stream: its one frame cannot be told from a skippable one by its length.
        return np.zeros(1, dtype=np.int64) if len(entries) else None
    data = np.flatnonzero(entries["raw_length"])
    return data if len(data) == len(table) else None


def _check_prefixes(table: npt.NDArray[np.void], info: ArchiveInfo) -> None:
    lengths = table["parent_length"].astype(np.uint64)
    with_prefix = lengths > 0
    if not bool(with_prefix.any()):
        return
    if info.parent is None:
        raise _fail("refers to a parent, but the archive has none")
    rows = table[with_prefix]
    ends = rows["parent_offset"] + rows["parent_length"]
    if (
        bool((lengths > layout.LONGEST_PREFIX).any())
        or bool((rows["parent_offset"] > info.parent.raw_size).any())
        or bool((ends > info.parent.raw_size).any())
    ):
        raise _fail("refers to octets that its parent does not have")
    if bool((rows["kind"] == layout.KIND_OTHER).any()):
        raise _fail("has a frame without RAM that needs the parent")


def _fail(what: str) -> LibraryError:
    return LibraryError(f"its frame table {what}", path="META / FRAM")
