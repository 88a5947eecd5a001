"""One page of RAM out of an archive: its last version in the order of the stream.

In most frames every page of a range stands once, one behind the other; the
frame is decoded and its record headers are looked through in runs.  What
stands in other frames, the page map of the archive tells exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.errors import FormatError, LibraryError
from qmigui.library.archive import closing, layout
from qmigui.stream import wire
from qmigui.stream.mapped import bitmap_is_big_endian, page_bits
from qmigui.stream.ram import ZERO_RECORD, scan
from qmigui.stream.replay import inflated, patched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.parts import Block

MAX_DIFFERENCES = 1000
"""Differences in a row (XBZRLE) that are followed."""
_MAX_NAME = 256
_PART_HEAD = 5


class Version(NamedTuple):
    """One version of a page, as its record has it.

    Attributes:
        flag: ZERO, PAGE, XBZRLE or COMPRESS_PAGE.
        data: fill octet, page, difference or zlib stream.
    """

    flag: int
    data: bytes


_ZERO = Version(wire.RAM_ZERO, b"\0")


def last_version(archive: Archive, block: str, address: int) -> bytes | None:
    """See :meth:`Archive.page`."""
    number, listed = _block(archive, block)
    size = archive.info.page_size
    if not size or size & (size - 1) or not wire.MIN_PAGE_SIZE <= size <= wire.MAX_PAGE_SIZE:
        raise LibraryError("the archive tells no page size", source=str(archive.path))
    if address < 0 or address % size or address + size > listed.used_length:
        raise LibraryError(
            f"block '{block}' has no page at {address:#x}",
            source=str(archive.path),
            path=f"RAM block '{block}'",
        )
    differences: list[bytes] = []
    for version in _versions(archive, number, listed, address, size):
        if version.flag == wire.RAM_XBZRLE:
            differences.append(version.data)
            if len(differences) > MAX_DIFFERENCES:
                raise _fail(archive, block, address, f"more than {MAX_DIFFERENCES} differences in a row")
            continue
        page = _whole(archive, block, address, version, size)
        return _apply(archive, block, address, page, differences)
    # What the destination has before anything came.
    return _apply(archive, block, address, bytes(size), differences) if differences else None


def _block(archive: Archive, name: str) -> tuple[int, Block]:
    for number, block in enumerate(archive.blocks):
        if block.name == name:
            return number, block
    raise LibraryError(f"there is no RAM block '{name}'", source=str(archive.path))


def _fail(archive: Archive, block: str, address: int, what: str) -> LibraryError:
    return LibraryError(
        f"the page at {address:#x} cannot be told: {what}",
        source=str(archive.path),
        path=f"RAM block '{block}'",
    )


def _whole(archive: Archive, block: str, address: int, version: Version, size: int) -> bytes:
    """A version that needs no other."""
    if version.flag == wire.RAM_ZERO:
        return version.data * size
    if version.flag == wire.RAM_PAGE:
        return version.data
    try:
        return inflated(version.data, size)
    except FormatError as error:
        raise _fail(archive, block, address, error.message) from error


def _apply(archive: Archive, block: str, address: int, page: bytes, differences: list[bytes]) -> bytes:
    """Bring *page* up to date; the last difference in the list is the first one in the stream."""
    try:
        for difference in reversed(differences):
            page = patched(page, difference)
    except FormatError as error:
        raise _fail(archive, block, address, error.message) from error
    return page


# -- where versions stand ------------------------------------------------------------------


def _versions(archive: Archive, number: int, block: Block, address: int, size: int) -> Iterator[Version]:
    """The versions of a page, the last one in the stream first."""
    if block.pages_offset is not None:
        yield from _mapped(archive, block, address, size)
        return
    dense = archive.frames.dense_with(number, address)
    for offset in _listed(archive, number, address, size):
        while dense and archive.frames.span(dense[0])[0] > offset:
            yield from _in_frame(archive, dense.pop(0), address, size)
        front = archive.read(offset, 8 + _MAX_NAME + 4 + wire.compress_bound(size))
        record = _record(front, 0, size)
        if record is not None:
            yield record[1]
    for frame in dense:
        yield from _in_frame(archive, frame, address, size)


def _mapped(archive: Archive, block: Block, address: int, size: int) -> Iterator[Version]:
    """A page at its fixed place, if the bitmap says that it is there."""
    assert block.pages_offset is not None and block.bitmap_offset is not None
    index = address // size
    word = archive.read(block.bitmap_offset + index // 64 * 8, 8)
    if len(word) == 8 and page_bits(word, 0, 64, _is_big_endian(archive, block, size))[index % 64]:
        yield Version(wire.RAM_PAGE, archive.read(block.pages_offset + address, size))
    else:
        yield _ZERO


def _is_big_endian(archive: Archive, block: Block, size: int) -> bool:
    """Word order of a block's bitmap, which the last word of this or an earlier one tells."""
    swapped = False
    for other in archive.blocks:
        if other.bitmap_offset is not None:
            total = other.used_length // size
            last = archive.read(other.bitmap_offset + (-(-total // 64) - 1) * 8, 8)
            swapped = bitmap_is_big_endian(last, total, swapped)
        if other is block:
            break
    return swapped


def _listed(archive: Archive, number: int, address: int, size: int) -> Iterator[int]:
    """Where records of a page begin that the page map has, the last in the stream first."""
    if archive.meta is None:
        return
    for index in reversed(range(archive.meta.count(closing.PMAP))):
        rows = archive.page_map(index)
        steps = (np.uint64(address) - rows["address"]) // np.uint64(size)
        here = (rows["block"] == number) & (rows["address"] <= address) & (steps < rows["count"])
        for found in np.flatnonzero(here)[::-1].tolist():
            # A row of more than one record has full pages or zero pages, without names.
            stride = ZERO_RECORD if rows["kind"][found] == layout.ROW_ZERO else 8 + size
            yield int(rows["raw_offset"][found]) + int(steps[found]) * stride


def _in_frame(archive: Archive, frame: int, address: int, size: int) -> Iterator[Version]:
    """A page in a frame that has every page of a range once."""
    data = archive.frame(frame)
    view = memoryview(data)
    array = np.frombuffer(data, dtype=np.uint8)
    position, end = 0, len(data)
    while position < end:
        runs, position = scan(view, array, position, end, size)
        if runs is not None:
            steps = (address - runs.addrs) // size
            for row in np.flatnonzero((runs.addrs <= address) & (steps < runs.counts)).tolist():
                start = int(runs.data_offsets[row] + steps[row] * runs.stride)
                is_page = bool(runs.kinds[row])
                yield Version(wire.RAM_PAGE, data[start : start + size]) if is_page else _ZERO
                return
        record = _record(data, position, size)
        if record is None:
            position = _past_framing(data, position)
            if position < 0:
                return
            continue
        here, version, position = record
        if here == address:
            yield version
            return


def _record(data: bytes, position: int, size: int) -> tuple[int, Version, int] | None:
    """One page record: its address, what it holds, and where the next one is; None: there is none."""
    if len(data) < position + 8:
        return None
    value = int.from_bytes(data[position : position + 8], "big")
    flags = value & (size - 1)
    kind = flags & ~wire.RAM_CONTINUE
    place = position + 8
    if kind not in (wire.RAM_ZERO, wire.RAM_PAGE, wire.RAM_XBZRLE, wire.RAM_COMPRESS_PAGE):
        return None
    if not flags & wire.RAM_CONTINUE:
        place += 1 + (data[place] if place < len(data) else 0)
    if kind == wire.RAM_ZERO:
        length = 1
    elif kind == wire.RAM_PAGE:
        length = size
    elif kind == wire.RAM_XBZRLE:
        length, place = int.from_bytes(data[place + 1 : place + 3], "big"), place + 3
    else:
        length, place = int.from_bytes(data[place : place + 4], "big"), place + 4
    octets = data[place : place + length]
    if len(octets) != length:
        return None
    return value - flags, Version(kind, octets), place + length


def _past_framing(data: bytes, position: int) -> int:
    """Behind what stands between records: the end of a body, a footer, the next section's head; or -1."""
    value = int.from_bytes(data[position : position + 8], "big")
    if value in (wire.RAM_MULTIFD_FLUSH, wire.RAM_HOOK | wire.RAM_CONTINUE, wire.RAM_HOOK):
        return position + 8
    if value != wire.RAM_EOS or len(data) < position + 8:
        return -1
    position += 8
    if data[position : position + 1] == bytes((wire.SECTION_FOOTER,)):
        position += _PART_HEAD
    if data[position : position + 1] in (bytes((wire.SECTION_PART,)), bytes((wire.SECTION_END,))):
        position += _PART_HEAD
    return position
