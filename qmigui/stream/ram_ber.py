"""Writes the RAM pages of the BER form, in columns.

Rows become element headers (built as numpy columns) and views of the
page data; runs are joined across rows, windows and records, and cut after 256
pages, so that the output never depends on how the input was buffered.
Reading is in ``page_scan``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qmigui.stream import ber_tags as tags
from qmigui.stream import wire
from qmigui.stream.events import PageKind, RamRecord, RamRuns
from qmigui.stream.outbox import BATCH_LENGTH, copy_pages
from qmigui.stream.ram import portions, split_rows
from qmigui.visitor.tlv import encode_integer, encode_length, encode_tag

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.stream.outbox import Outbox

RUN_PAGES = 256
SEGMENT = 1 << 20
_COMPR = encode_tag(tags.COMPR)
_FULL = encode_tag(tags.FULL_PAGE)
_RUN = encode_tag(tags.PAGE_RUN)
_ZEROS = encode_tag(tags.ZERO_RUN)
_STALE = encode_tag(tags.STALE_RUN)
_XBZRLE = encode_tag(tags.XBZRLE_PAGE)
_FILL = encode_tag(tags.FILL_PAGE)
_ZLIB = encode_tag(tags.ZLIB_PAGE)
HOOK_ELEMENT = encode_tag(tags.HOOK) + b"\x00"
# Rows from which building headers as columns beats one at a time.
MIN_COLUMN = 12
# Elements with more data than this go one at a time: they must fit into an outbox.
MAX_COLUMN_DATA = BATCH_LENGTH // 4


def integer_element(value: int) -> bytes:
    """An INTEGER element (values here are below 2**1000)."""
    contents = encode_integer(value)
    return b"\x02" + bytes((len(contents),)) + contents


def octets_layout(length: int) -> tuple[int, bytes, list[bytes]]:
    """How an OCTET STRING of *length* octets is written.

    Returns:
        Its whole length as an element, its first header, and, for a string over
        1 MiB, the header before each of its 1 MiB pieces (else an empty list).
    """
    if length <= SEGMENT:
        header = b"\x04" + encode_length(length)
        return len(header) + length, header, []
    pieces = [b"\x04" + encode_length(min(SEGMENT, length - start)) for start in range(0, length, SEGMENT)]
    inner = length + sum(map(len, pieces))
    header = b"\x24" + encode_length(inner)
    return len(header) + inner, header, pieces


class PageWriter:
    """Writes RAMPage elements of one list after another.

    Args:
        outbox: where the octets go.
        single: write only one-page elements (the historic form).
    """

    def __init__(self, outbox: Outbox, single: bool) -> None:
        self._outbox = outbox
        self._single = single
        self.page_size = 4096
        self._kind = PageKind.ZERO
        self._addr = 0
        self._count = 0
        # Data of the open run: (window, offset, stride, pages).
        self._pieces: list[tuple[memoryview, int, int, int]] = []

    def close_run(self) -> None:
        """Write the open run: what follows does not go on with it."""
        if self._count:
            self._emit(self._kind, self._addr, self._count, self._pieces)
            self._count = 0
            self._pieces = []

    def record(self, record: RamRecord) -> None:
        """Write one element that is not a zero or full page."""
        self.close_run()
        if record.flag == wire.RAM_HOOK:
            self._outbox.put(HOOK_ELEMENT)
            return
        addr = integer_element(record.addr)
        if record.flag == wire.RAM_ZERO:
            contents = addr + integer_element(record.data[0])
            self._outbox.put(_FILL + encode_length(len(contents)) + contents)
            return
        tag = _XBZRLE if record.flag == wire.RAM_XBZRLE else _ZLIB
        size, header, _ = octets_layout(len(record.data))
        self._outbox.put(tag + encode_length(len(addr) + size) + addr + header)
        self._outbox.put(record.data)

    def runs(self, runs: RamRuns) -> None:
        """Write rows, leaving the last run open: the next rows may go on with it."""
        step = self.page_size
        if self._single:
            for start in range(0, len(runs.kinds), 1024):
                part = _slice(runs, start, start + 1024)
                self._rows(split_rows(part, step, 1) if part.kinds.size else part)
            return
        if self._count:
            runs = self._join(runs)
            if not runs.kinds.size:
                return
            self.close_run()
        last = len(runs.kinds) - 1
        if last:
            self._rows(_split_pages(_slice(runs, 0, last), step))
        kind, addr = PageKind(int(runs.kinds[last])), int(runs.addrs[last])
        count, offset = int(runs.counts[last]), int(runs.data_offsets[last])
        if kind is not PageKind.ZERO:
            while count >= RUN_PAGES:
                self._emit(kind, addr, RUN_PAGES, [(runs.window, offset, runs.stride, RUN_PAGES)])
                addr += RUN_PAGES * step
                offset += RUN_PAGES * runs.stride
                count -= RUN_PAGES
            if count:
                self._pieces = [(runs.window, offset, runs.stride, count)]
        self._kind, self._addr, self._count = kind, addr, count

    def _join(self, runs: RamRuns) -> RamRuns:
        """Let the first row go on with the open run; return what is left."""
        step = self.page_size
        addr, count = int(runs.addrs[0]), int(runs.counts[0])
        if runs.kinds[0] != self._kind or addr != self._addr + self._count * step:
            return runs
        if self._kind is PageKind.ZERO:
            self._count += count
            return _slice(runs, 1, len(runs.kinds))
        taken = min(count, RUN_PAGES - self._count)
        offset = int(runs.data_offsets[0])
        self._pieces.append((runs.window, offset, runs.stride, taken))
        self._count += taken
        if self._count == RUN_PAGES:
            self.close_run()
        if taken == count:
            return _slice(runs, 1, len(runs.kinds))
        rest = _slice(runs, 0, len(runs.kinds))
        rest.addrs, rest.counts, rest.data_offsets = (
            rest.addrs.copy(),
            rest.counts.copy(),
            rest.data_offsets.copy(),
        )
        rest.addrs[0] += taken * step
        rest.counts[0] -= taken
        rest.data_offsets[0] += taken * runs.stride
        return rest

    def _rows(self, runs: RamRuns) -> None:
        """Write rows, each one element, none of them open."""
        if len(runs.kinds) >= MIN_COLUMN:
            longest = int(np.where(runs.kinds == PageKind.ZERO, 0, runs.counts).max())
            if longest * self.page_size <= MAX_COLUMN_DATA:
                self._columns(runs)
                return
        for kind, addr, count, offset in zip(
            runs.kinds.tolist(),
            runs.addrs.tolist(),
            runs.counts.tolist(),
            runs.data_offsets.tolist(),
            strict=True,
        ):
            self._emit(PageKind(kind), addr, count, [(runs.window, offset, runs.stride, count)])

    def _emit(
        self, kind: PageKind, addr: int, count: int, pieces: list[tuple[memoryview, int, int, int]]
    ) -> None:
        """Write one element."""
        step = self.page_size
        if kind is PageKind.ZERO:
            if count == 1:
                contents = encode_integer(addr)
                self._outbox.put(_COMPR + bytes((len(contents),)) + contents)
            else:
                contents = integer_element(addr) + integer_element(count)
                self._outbox.put(_ZEROS + encode_length(len(contents)) + contents)
            return
        tag = _STALE if kind is PageKind.STALE else _FULL if count == 1 else _RUN
        length = count * step
        head = integer_element(addr)
        size, header, inner = octets_layout(length)
        self._outbox.put(tag + encode_length(len(head) + size) + head + header)
        if not inner:
            for window, offset, stride, pages in pieces:
                self._outbox.put_pages(window, offset, stride, pages, step)
            return
        segments: list[memoryview] = []
        for window, offset, stride, pages in pieces:
            segments += [window[x : x + step] for x in range(offset, offset + pages * stride, stride)]
        for piece in _cut(segments, inner):
            self._outbox.put(piece)

    def _columns(self, runs: RamRuns) -> None:
        """Write rows whose strings are all primitive, headers built in columns."""
        kinds, addrs, counts = runs.kinds, runs.addrs, runs.counts
        total = len(kinds)
        zero = kinds == PageKind.ZERO
        lone_zero = zero & (counts == 1)
        data = ~zero
        lengths = np.where(data, counts * self.page_size, 0)
        addr_width = _integer_width(addrs)
        count_width = _integer_width(counts)
        length_width = _length_width(lengths)
        # The contents of the outer SEQUENCE: addr element, then count element or string.
        contents = 2 + addr_width + np.where(data, 1 + length_width + lengths, 2 + count_width)
        contents = np.where(lone_zero, addr_width, contents)
        outer_width = _length_width(contents)
        # Slots: 0-2 tag, 3-7 outer length, 8-9 addr header, 10-17 addr,
        # 18 inner tag, 19-23 inner length, 24-31 count.
        octets = np.zeros((total, 32), dtype=np.uint8)
        used = np.zeros((total, 32), dtype=bool)
        single = data & (counts == 1) & (kinds == PageKind.PAGE)
        run = data & (counts > 1) & (kinds == PageKind.PAGE)
        for chosen, tag in (
            (single, _FULL),
            (run, _RUN),
            (kinds == PageKind.STALE, _STALE),
            (zero & ~lone_zero, _ZEROS),
        ):
            if chosen.any():
                octets[chosen, 0:3] = np.frombuffer(tag, dtype=np.uint8)
                used[chosen, 0:3] = True
        octets[lone_zero, 2] = _COMPR[0]
        used[lone_zero, 2] = True
        _put_length(octets, used, 3, contents, outer_width)
        sequence = ~lone_zero
        octets[:, 8] = 2
        octets[:, 9] = addr_width
        used[:, 8] = used[:, 9] = sequence
        _put_number(octets, used, 10, addrs, addr_width)
        if data.any():
            octets[data, 18] = 4
            used[data, 18] = True
            widths = np.where(data, length_width, 0)
            _put_length(octets, used, 19, lengths, widths)
        counted = zero & ~lone_zero
        if counted.any():
            octets[counted, 18] = 2
            octets[counted, 19] = count_width[counted]
            used[counted, 18] = used[counted, 19] = True
            _put_number(octets, used, 24, counts, np.where(counted, count_width, 0))
        header_lengths = used.sum(axis=1)
        headers = octets[used]
        if not data.any():
            self._outbox.put(headers.data)
            return
        self._place(runs, headers, header_lengths, lengths)

    def _place(
        self,
        runs: RamRuns,
        headers: npt.NDArray[np.uint8],
        header_lengths: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int64],
    ) -> None:
        """Put headers and pages of elements into the outbox.

        Args:
            runs: one row for each element.
            headers: the header octets of all, back to back.
            header_lengths: how many of them each element has.
            lengths: octets of page data of each element, 0 for zero pages.
        """
        step = self.page_size
        header_ends = np.cumsum(header_lengths)
        done = 0
        for size, ends in portions(header_lengths + lengths, self._outbox):
            stop = done + len(ends)
            target = self._outbox.room(size)
            mine, long = header_lengths[done:stop], lengths[done:stop]
            starts = ends - mine - long
            first = int(header_ends[done] - mine[0])
            last = int(header_ends[stop - 1])
            # Where each header octet goes: its element's start, and on.
            shift = starts - (header_ends[done:stop] - mine - first)
            target[np.repeat(shift, mine) + np.arange(last - first)] = headers[first:last]
            counts = long // step
            rows = np.repeat(np.arange(stop - done), counts)
            index = np.arange(len(rows)) - (np.cumsum(counts) - counts)[rows]
            copy_pages(
                target,
                (starts + mine)[rows] + index * step,
                runs.window,
                runs.data_offsets[done:stop][rows] + index * runs.stride,
                step,
            )
            done = stop


def _slice(runs: RamRuns, start: int, stop: int) -> RamRuns:
    """Some of the rows."""
    return RamRuns(
        runs.kinds[start:stop],
        runs.addrs[start:stop],
        runs.counts[start:stop],
        runs.data_offsets[start:stop],
        runs.stride,
        runs.window,
    )


def _split_pages(runs: RamRuns, page_size: int) -> RamRuns:
    """Rows with data cut after 256 pages; zero rows left whole."""
    data = runs.kinds != PageKind.ZERO
    if not data.any() or int(runs.counts[data].max()) <= RUN_PAGES:
        return runs
    limit = np.where(data, RUN_PAGES, runs.counts)
    parts = -(-runs.counts // limit)
    index = np.arange(int(parts.sum()), dtype=np.int64) - np.repeat(np.cumsum(parts) - parts, parts)
    done = index * np.repeat(limit, parts)
    return RamRuns(
        np.repeat(runs.kinds, parts),
        np.repeat(runs.addrs, parts) + done * page_size,
        np.minimum(np.repeat(runs.counts, parts) - done, np.repeat(limit, parts)),
        np.repeat(runs.data_offsets, parts) + done * runs.stride,
        runs.stride,
        runs.window,
    )


def _integer_width(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Contents octets of each INTEGER (values from 0 to 2**62)."""
    width = np.ones(len(values), dtype=np.int64)
    top = int(values.max()) if len(values) else 0
    limit = 0x80
    while limit <= top:
        width += values >= limit
        limit <<= 8
    return width


def _length_width(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Octets of each definite length, shortest form."""
    width = np.ones(len(lengths), dtype=np.int64)
    width += lengths >= 0x80
    top = int(lengths.max()) if len(lengths) else 0
    limit = 0x100
    while limit <= top:
        width += lengths >= limit
        limit <<= 8
    return width


def _put_number(
    octets: npt.NDArray[np.uint8],
    used: npt.NDArray[np.bool_],
    slot: int,
    values: npt.NDArray[np.int64],
    widths: npt.NDArray[np.int64],
) -> None:
    """Put each value big-endian into its last *width* of eight slots."""
    octets[:, slot : slot + 8] = values.astype(">i8").view(np.uint8).reshape(-1, 8)
    used[:, slot : slot + 8] |= np.arange(8) >= (8 - widths)[:, None]


def _put_length(
    octets: npt.NDArray[np.uint8],
    used: npt.NDArray[np.bool_],
    slot: int,
    lengths: npt.NDArray[np.int64],
    widths: npt.NDArray[np.int64],
) -> None:
    """Put each definite length (below 2**32) into its last *width* of five slots."""
    octets[:, slot + 1 : slot + 5] = lengths.astype(np.uint32).astype(">u4").view(np.uint8).reshape(-1, 4)
    used[:, slot : slot + 5] |= np.arange(5) >= (5 - widths)[:, None]
    rows = np.nonzero(widths > 1)[0]
    octets[rows, slot + 5 - widths[rows]] = (0x7F + widths[rows]).astype(np.uint8)


def _cut(segments: list[memoryview], headers: list[bytes]) -> list[bytes | memoryview]:
    """*segments* with a header before each 1 MiB of them."""
    result: list[bytes | memoryview] = []
    left = 0
    remaining = iter(headers)
    for segment in segments:
        start = 0
        while start < len(segment):
            if not left:
                result.append(next(remaining))
                left = SEGMENT
            take = min(left, len(segment) - start)
            result.append(segment[start : start + take])
            start += take
            left -= take
    return result
