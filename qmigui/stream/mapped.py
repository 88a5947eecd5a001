"""Bitmap and pages area of a mapped-ram block, inside the block list.

The bitmap says which pages are there; the others are zero, and their octets
in the file a hole or stale data.  Source: QEMU ``migration/ram.c``
(``mapped_ram_setup_ramblock``, ``parse_ramblock_mapped_ram``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from qmigui.errors import FormatError
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.feed import Feed

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.stream.ram_reader import RamState

# Pages whose bits are looked at together: bounds memory for terabytes of RAM.
PORTION = 1 << 20
ZERO_PAGES = 256


class MappedReader:
    """Reads what follows one block's mapped-ram header.

    Args:
        feed: stands behind the 28 octets of the header.
        state: what the stream has told; learns page size and word order.
        path: of the block, for messages.
    """

    def __init__(self, feed: Feed, state: RamState, path: str) -> None:
        self._feed = feed
        self._state = state
        self._path = path
        self._start = feed.offset - wire.MAPPED_HEADER_LENGTH
        self._present: npt.NDArray[np.uint8] = np.empty(0, dtype=np.uint8)

    def _fail(self, message: str, offset: int | None = None, *, code: str) -> FormatError:
        offset = self._start if offset is None else offset
        return FormatError(message, offset=offset, path=self._path, code=code)

    def with_bitmap(self, block: ev.RamListBlock) -> ev.RamListBlock:
        """Check the header, read the bitmap and return the block complete.

        Raises:
            FormatError: the header contradicts itself or the file.
        """
        header, feed, state = block.mapped, self._feed, self._state
        assert header is not None
        if header.version != wire.MAPPED_VERSION:
            raise self._fail(
                f"mapped-ram header version {header.version}, only 1 is known", code="mapped-version"
            )
        size = header.page_size
        if size & (size - 1) or not wire.MIN_PAGE_SIZE <= size <= wire.MAX_PAGE_SIZE:
            raise self._fail(f"page size {size} in the mapped-ram header", code="mapped-page-size")
        if state.page_size is None:
            state.page_size = size
        elif size != state.page_size:
            raise self._fail(
                f"page size {size} in the mapped-ram header, {state.page_size} elsewhere",
                code="mapped-page-size",
            )
        if block.used_length % size:
            raise self._fail(
                f"block length {block.used_length:#x} is no multiple of the page size {size}",
                code="block-length",
            )
        if not header.bitmap_offset and not header.pages_offset:
            return block
        here = feed.offset
        if header.bitmap_offset != here:
            raise self._fail(
                f"bitmap offset {header.bitmap_offset:#x}, but the bitmap stands at {here:#x}",
                code="mapped-bitmap-offset",
            )
        length = -(-(block.used_length // size) // 64) * 8
        if length > wire.MAX_BITMAP_LENGTH:
            raise self._fail(f"a bitmap of {length} bytes", code="block-length")
        if header.pages_offset < here + length or header.pages_offset % wire.MIN_PAGE_SIZE:
            raise self._fail(
                f"pages offset {header.pages_offset:#x} is no place behind the bitmap, which ends at "
                f"{here + length:#x}",
                code="mapped-pages-offset",
            )
        end = header.pages_offset + block.used_length
        source_size = feed.source.size
        if source_size is not None and end > source_size:
            raise self._fail(
                f"the pages area ends at {end:#x}, the file at {source_size:#x}",
                source_size,
                code="mapped-area",
            )
        if not feed.want(length):
            raise self._fail("the data ends inside the bitmap", feed.offset, code="truncated")
        bitmap = bytes(feed.view[feed.pos : feed.pos + length])
        feed.pos += length
        return replace(block, mapped=replace(header, bitmap=bitmap))

    def pages(self, block: ev.RamListBlock) -> Iterator[ev.Event]:
        """Read gap and pages of a block that :meth:`with_bitmap` returned."""
        header, feed, state = block.mapped, self._feed, self._state
        assert header is not None
        if not header.pages_offset:
            yield ev.MappedEnd()
            return
        if state.skim:
            feed.seek(header.pages_offset + block.used_length)
            yield ev.MappedEnd()
            return
        yield from self._gap(header.pages_offset - feed.offset)
        size = header.page_size
        total = block.used_length // size
        big_endian = bitmap_is_big_endian(header.bitmap, total, state.big_endian_bitmap)
        state.big_endian_bitmap = big_endian
        for first in range(0, total, PORTION):
            last = min(first + PORTION, total)
            present = page_bits(header.bitmap, first, last, big_endian)
            yield from self._portion(first, present, size)
        yield ev.MappedEnd()

    def _gap(self, length: int) -> Iterator[ev.Event]:
        """Pass what lies between bitmap and pages; tell what of it is not zero."""
        feed = self._feed
        done = 0
        while done < length:
            done += feed.skip_hole(length - done)
            if done >= length:
                return
            piece = next(feed.chunks(length - done), None)
            if piece is None:
                raise self._fail("the data ends before the pages", feed.offset, code="truncated")
            octets = np.frombuffer(piece, dtype=np.uint8)
            there = np.flatnonzero(octets)
            if there.size:
                first, last = int(there[0]), int(there[-1]) + 1
                yield ev.MappedGap(done + first, piece[first:last])
            done += len(piece)

    def _portion(self, first: int, present: npt.NDArray[np.uint8], size: int) -> Iterator[ev.Event]:
        """Read the pages from number *first* on, one bit for each in *present*."""
        feed = self._feed
        total = len(present)
        done = 0
        while done < total:
            skipped = feed.skip_hole((total - done) * size, size) // size
            if skipped:
                yield from _hole_rows(present[done : done + skipped], (first + done) * size, size)
                done += skipped
                continue
            if not feed.want(size):
                raise self._fail("the data ends inside the pages", feed.offset, code="truncated")
            count = min((feed.end - feed.pos) // size, total - done)
            runs = _rows(feed, present[done : done + count], (first + done) * size, size)
            feed.pos += count * size
            done += count
            if runs is not None:
                yield runs


def bitmap_is_big_endian(bitmap: bytes, page_count: int, otherwise: bool) -> bool:
    """Word order of a bitmap: the host's, which nothing in the file names.

    Bits beyond the page count are zero; with the wrong order they would fall
    elsewhere.  Where the last word is full or does not tell, *otherwise*.
    """
    used = page_count % 64
    if not used or len(bitmap) < 8:
        return otherwise
    last = bitmap[-8:]
    little_fits = int.from_bytes(last, "little") >> used == 0
    big_fits = int.from_bytes(last, "big") >> used == 0
    return otherwise if little_fits == big_fits else big_fits


def page_bits(bitmap: bytes, first: int, last: int, big_endian: bool) -> npt.NDArray[np.uint8]:
    """One octet, 0 or 1, for each page from *first* (a multiple of 64) to *last*."""
    words = np.frombuffer(bitmap, dtype=np.uint64)[first // 64 : -(-last // 64)]
    if big_endian:
        words = words.byteswap()
    return np.unpackbits(words.view(np.uint8), bitorder="little")[: last - first]


def _rows(feed: Feed, present: npt.NDArray[np.uint8], addr: int, size: int) -> ev.RamRuns | None:
    """Rows for pages that lie whole in the window, from its position on."""
    count = len(present)
    kinds = present
    if not present.all():
        octets = feed.array[feed.pos : feed.pos + count * size]
        stale = np.bitwise_or.reduce(octets.view(np.uint64).reshape(count, -1), axis=1) != 0
        kinds = np.where(present != 0, np.uint8(1), stale.astype(np.uint8) * np.uint8(2))
        if not kinds.any():
            return None
    starts, lengths = _stretches(kinds)
    return ev.RamRuns(
        kinds[starts].astype(np.uint8),
        addr + starts * size,
        lengths,
        feed.pos + starts * size,
        size,
        feed.view,
        feed.offset + int(starts[0]) * size,
    )


def _hole_rows(present: npt.NDArray[np.uint8], addr: int, size: int) -> Iterator[ev.Event]:
    """Rows for present pages that lie in a hole of the file: they are zero, yet there."""
    if not present.any():
        return
    zeros = memoryview(bytes(ZERO_PAGES * size))
    for start in range(0, len(present), ZERO_PAGES):
        part = present[start : start + ZERO_PAGES]
        starts, lengths = _stretches(part)
        if not starts.size:
            continue
        yield ev.RamRuns(
            np.ones(starts.size, dtype=np.uint8),
            addr + (start + starts) * size,
            lengths,
            np.zeros(starts.size, dtype=np.int64),
            size,
            zeros,
        )


def _stretches(kinds: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where equal kinds other than 0 begin, and how long they go on."""
    starts = np.flatnonzero(np.concatenate(([True], kinds[1:] != kinds[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(kinds)])))
    wanted = kinds[starts] != 0
    return starts[wanted].astype(np.int64), lengths[wanted].astype(np.int64)
