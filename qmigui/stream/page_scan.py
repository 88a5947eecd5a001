"""Reads the one-page elements of the BER form, in columns.

The forms that our writer makes are recognised by their first eight octets;
where two elements repeat with fixed distances, as when zero and full pages
alternate, the repetitions are taken at once.  Everything else is left to the
general reader.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream import ber_tags as tags
from qmigui.stream.events import PageKind, RamRuns
from qmigui.stream.ram import MAX_ROWS
from qmigui.visitor.tlv import encode_length, encode_tag

if TYPE_CHECKING:
    import numpy.typing as npt

BE64 = struct.Struct(">Q")
COMPR_TAG = encode_tag(tags.COMPR)[0]
# Octets that are looked at together; every element list ends with more behind it.
LOOK = 16
# Elements after which a repetition is looked for.
PATTERN = 64


class PageScanner:
    """Recognises runs of one-page elements at the front of a window.

    Args:
        page_size: octets of a full page.
    """

    def __init__(self, page_size: int) -> None:
        self.page_size = page_size
        # First 8 octets of a FullPage with an address of w octets -> w.
        self._widths: dict[int, int] = {}
        data_header = b"\x04" + encode_length(page_size)
        self._data_header = int.from_bytes(data_header, "big")
        self._data_header_length = len(data_header)
        for width in range(1, 9):
            length = encode_length(2 + width + len(data_header) + page_size)
            prefix = encode_tag(tags.FULL_PAGE) + length + bytes((2, width))
            if len(prefix) == 8:
                self._widths[int.from_bytes(prefix, "big")] = width

    def scan(
        self, view: memoryview, array: npt.NDArray[np.uint8], pos: int, end: int
    ) -> tuple[RamRuns | None, int]:
        """Take compr and FullPage elements in the forms our writer makes.

        Returns:
            Rows of one page each, or None, and the position of the first octet not taken.
        """
        unpack = BE64.unpack_from
        step = self.page_size
        widths = self._widths
        header_length = self._data_header_length
        header_mask = (1 << (8 * header_length)) - 1
        data_header = self._data_header
        found = _Elements()
        starts, addrs, offsets = found.starts, found.addrs, found.offsets
        last = end - LOOK
        while pos <= last:
            (head,) = unpack(view, pos)
            if head >> 56 == COMPR_TAG:
                width = (head >> 48) & 0xFF
                if not 1 <= width <= 6:
                    break
                addr = (head >> (48 - 8 * width)) & ((1 << (8 * width)) - 1)
                data, following = 0, pos + 2 + width
            else:
                width = widths.get(head, 0)
                if not width:
                    break
                data = pos + 8 + width + header_length
                following = data + step
                if following > end or unpack(view, data - 8)[0] & header_mask != data_header:
                    break
                addr = unpack(view, pos + width)[0] & ((1 << (8 * width)) - 1)
            # Only shortest forms of numbers that are not negative.
            if addr >> (8 * width - 1) or (width > 1 and not addr >> (8 * width - 9)):
                break
            starts.append(pos)
            addrs.append(addr)
            offsets.append(data)
            pos = following
            if len(starts) >= PATTERN:
                pos = self._repeat(found, view, array, pos, end)
                if found.length >= MAX_ROWS:
                    break
        return found.finish(step, view), pos

    def _repeat(
        self, found: _Elements, view: memoryview, array: npt.NDArray[np.uint8], pos: int, end: int
    ) -> int:
        """Take repetitions of the last two elements; return the new position."""
        starts, addrs, offsets = found.starts, found.addrs, found.offsets
        period = pos - starts[-2]
        addr_step = addrs[-1] - addrs[-3]
        repeats = (end - pos) // period
        if (
            repeats < 1
            or starts[-2] - starts[-4] != period
            or starts[-1] - starts[-3] != period
            or addrs[-2] - addrs[-4] != addr_step
            or addr_step <= 0
            or any((offsets[index] == 0) != (offsets[index - 2] == 0) for index in (-1, -2))
        ):
            found.seal()
            return pos
        good = np.ones(repeats, dtype=bool)
        steps = np.arange(1, repeats + 1, dtype=np.int64)
        columns = []
        for index in (-2, -1):
            place = starts[index] + period
            expected = addrs[index] + steps * addr_step
            width = self._same(good, view, array, place, period, offsets[index] > 0)
            # The octets of an address are the last ones of eight.
            head = 8 if offsets[index] else 2
            words = np.ndarray((repeats,), ">u8", array.data, place + head + width - 8, (period,))
            limit = 1 << (8 * width - 1)
            good &= (words & np.uint64((1 << (8 * width)) - 1)) == expected.astype(np.uint64)
            good &= expected < limit
            columns.append((expected, steps * period + offsets[index] if offsets[index] else 0 * steps))
        count = repeats if good.all() else int(good.argmin())
        found.seal()
        if count:
            both = [np.stack(pair, axis=1)[:count].reshape(-1) for pair in zip(*columns, strict=True)]
            found.columns(both[0], both[1])
        return pos + count * period

    def _same(
        self,
        good: npt.NDArray[np.bool_],
        view: memoryview,
        array: npt.NDArray[np.uint8],
        place: int,
        period: int,
        is_page: bool,
    ) -> int:
        """Compare the header octets of repetitions with the element one period before *place*.

        Args:
            good: gets False where they differ.
            view: the window.
            array: the same.
            place: of the first repetition's element.
            period: from one repetition to the next.
            is_page: a FullPage; else a compr.

        Returns:
            The width of the address.
        """
        shape, strides = good.shape, (period,)
        if not is_page:
            width = view[place - period + 1]
            heads = np.ndarray(shape, ">u2", array.data, place, strides)
            good &= heads == (COMPR_TAG << 8 | width)
            return width
        (head,) = BE64.unpack_from(view, place - period)
        width = self._widths[head]
        good &= np.ndarray(shape, ">u8", array.data, place, strides) == np.uint64(head)
        for index in range(self._data_header_length):
            octet = self._data_header >> (8 * (self._data_header_length - 1 - index)) & 0xFF
            column = np.ndarray(shape, np.uint8, array.data, place + 8 + width + index, strides)
            good &= column == octet
        return width


class _Elements:
    """Collects elements, one by one in its lists or many at once; a data offset of 0 is a zero page."""

    __slots__ = ("_parts", "addrs", "length", "offsets", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.addrs: list[int] = []
        self.offsets: list[int] = []
        self.length = 0
        self._parts: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []

    def seal(self) -> None:
        """Turn what the lists hold into columns."""
        if self.starts:
            self.columns(np.array(self.addrs, dtype=np.int64), np.array(self.offsets, dtype=np.int64))
            self.starts.clear()
            self.addrs.clear()
            self.offsets.clear()

    def columns(self, addrs: npt.NDArray[np.int64], offsets: npt.NDArray[np.int64]) -> None:
        """Add elements as columns."""
        self._parts.append((addrs, offsets))
        self.length += len(addrs)

    def finish(self, page_size: int, view: memoryview) -> RamRuns | None:
        """All of them as rows, or None if there are none."""
        self.seal()
        if not self._parts:
            return None
        addrs, offsets = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        kinds = np.where(offsets > 0, np.uint8(PageKind.PAGE), np.uint8(PageKind.ZERO))
        counts = np.ones(len(addrs), dtype=np.int64)
        return RamRuns(kinds, addrs, counts, offsets, page_size, view)
