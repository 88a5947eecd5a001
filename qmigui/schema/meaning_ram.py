"""What the RAM part of a checked QemuFile means: block list and pages as events.

Addresses, lengths and names are compared with the block list, which the ASN.1
module cannot say; the codes are those that the binary form has for the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qmigui.schema.frames import Frame
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.page_scan import PageScanner
from qmigui.stream.ram import first_rows, one_row
from qmigui.stream.writer import block_path

if TYPE_CHECKING:
    from qmigui.schema.far import Far

_DATA_PAGES = {
    "FullPage": ev.PageKind.PAGE,
    "PageRun": ev.PageKind.PAGE,
    "StaleRun": ev.PageKind.STALE,
}
_NEEDED = {
    "ZeroRun": {"addr", "count"},
    "FillPage": {"addr", "value"},
    **{name: {"addr", "data"} for name in ("FullPage", "PageRun", "StaleRun", "XBZRLEPage", "ZlibPage")},
}
"""Members of the elements with pages."""

_NOTHING = memoryview(b"")


class Tell(Protocol):
    """Tells a problem."""

    def __call__(self, code: str, message: str, offset: int, path: str | None = None) -> None:
        """Code, message and place."""


class RamMeaning:
    """Listens to the elements of ram bodies.

    Args:
        take: is given each event.
        tell: is given each problem.

    Attributes:
        named: records name blocks (ram version 4).
        has_mapped: the configuration lists mapped-ram.
    """

    def __init__(self, take: Callable[[ev.Event], None], tell: Tell) -> None:
        self._take = take
        self._tell = tell
        self.named = True
        self.has_mapped = False
        self._lengths: dict[bytes, int] = {}
        self._page_size = 0
        self._total = 0
        self._listed = 0
        self._list_start = 0
        # Something in the list, or in what names a block, was wrong, which has been told: what is
        # built on it says nothing.
        self._is_list_damaged = False
        self._is_block_lost = False
        self._block: bytes | None = None
        # Of the element that is open: by name of the member, where it starts, its octets, their number.
        self._values: dict[str, tuple[int, bytes | None, int]] = {}
        self._entry: dict[str, tuple[int, bytes | None, int]] = {}
        self._entry_start = 0
        self._mapped_values: dict[str, tuple[int, bytes | None, int]] = {}
        self._header: ev.MappedHeader | None = None
        self._name: bytes | None = None
        self._scanner: PageScanner | None = None
        self._one_by_one = False
        # Offset of an element that is not to be taken in columns.
        self._left = -1

    # -- elements ---------------------------------------------------------------------

    def enter(self, frames: list[Frame]) -> None:
        """A watched element begins."""
        frame = frames[-1]
        self._values = {}
        match frame.node.role:
            case "blocklist":
                self._lengths, self._total, self._listed = {}, 0, 0
                self._list_start = frame.start
                self._block = None
                self._is_list_damaged = self._is_block_lost = False
            case "blockid":
                self._entry = self._values
                self._entry_start = frame.start
                self._header = None
            case "mapped":
                self._mapped_values = self._values
            case "secblock":
                self._name = None
            case "pages":
                self._one_by_one = False
                if frames[-2].node.role == "mapped":
                    self._mapped(frames[-2])
                else:
                    self._start_block(frames[-2])

    def leaf(self, frame: Frame, label: str, start: int, octets: bytes | None, length: int) -> None:
        """A primitive element directly in a watched one."""
        match frame.node.role:
            case "blocklist" if label == "totalram":
                self._total = _number(octets)
                self._is_list_damaged |= octets is None
                if self._total % wire.MIN_PAGE_SIZE:
                    self._tell("ram-total", f"totalram {self._total:#x} is no number of pages", start)
                self._take(ev.RamListBegin(self._total, frame.start))
            case "blocklist":
                self._is_list_damaged |= (
                    frame.damaged or octets is None or (frame.closed is not None and frame.closed.damaged)
                )
                self._list_end(_number(octets), start, is_known=octets is not None)
            case "ram":
                self._take(ev.RamFlush())
            case "secblock":
                self._name = octets
                frame.name = octets.decode("utf-8", "replace") if octets is not None else None
            case "pages" if label == "compr":
                if octets is not None:
                    self._pages(ev.PageKind.ZERO, _number(octets), 1, start)
            case "pages":
                self._take(ev.RamRecord(wire.RAM_HOOK, 0, offset=start))
            case "blockid":
                self._entry[label] = (start, octets, length)
            case "mapped":
                self._mapped_values[label] = (start, octets, length)
            case _:
                self._values[label] = (start, octets, length)

    def leave(self, frame: Frame) -> None:
        """A watched element is over."""
        role = frame.node.role
        if role == "blockid":
            self._is_list_damaged |= frame.damaged
            self._block_over(frame)
        elif role == "blocklist":
            self._is_list_damaged |= frame.damaged
        elif role == "mapped":
            if self._header is not None:
                self._take(ev.MappedEnd())
        elif not frame.damaged and role not in {"ram", "secblock", "pages"}:
            self._page(role, frame.start)

    # -- the block list ---------------------------------------------------------------------

    def _block_over(self, frame: Frame) -> None:
        entry = self._listing(frame)
        if entry is not None and self._header is None:
            self._take(entry)

    def _listing(self, frame: Frame) -> ev.RamListBlock | None:
        """The entry of the list that is open, taken note of."""
        name = self._entry.get("name", (0, None, 0))[1]
        length = self._entry.get("len", (0, None, 0))[1]
        if name is None or length is None:
            return None
        used = _number(length)
        if name not in self._lengths:
            if len(self._lengths) < wire.MAX_BLOCKS:
                self._lengths[name] = used
            self._listed += used
        elif self._header is None:
            self._tell("block-twice", f"{block_path(name)} is listed twice", self._entry_start)
        optional = {
            label: _number(value[1]) if (value := self._entry.get(label)) is not None else None
            for label in ("pagesize", "addr")
        }
        return ev.RamListBlock(
            name, used, optional["pagesize"], optional["addr"], self._header, self._entry_start
        )

    def _mapped(self, frame: Frame) -> None:
        """The header of a mapped block is complete: its pages follow."""
        start = frame.start
        numbers = {
            label: _number(self._mapped_values.get(label, (0, None, 0))[1])
            for label in ("version", "pagesize", "bitmapoffset", "pagesoffset")
        }
        bitmap = self._mapped_values.get("bitmap", (0, None, 0))[1] or b""
        size = numbers["pagesize"]
        if not wire.MIN_PAGE_SIZE <= size <= wire.MAX_PAGE_SIZE or size & (size - 1):
            self._tell("mapped-page-size", f"a page size of {size} is impossible", start)
            return
        self._header = ev.MappedHeader(
            numbers["version"], size, numbers["bitmapoffset"], numbers["pagesoffset"], bitmap, start
        )
        entry = self._listing(frame)
        if entry is None:
            self._header = None
            return
        wanted = -(-(entry.used_length // size) // 64) * 8 if self._header.pages_offset else 0
        if len(bitmap) != wanted:
            message = f"a bitmap of {len(bitmap)} octets where {wanted} are needed"
            self._tell("mapped-bits", message, start)
        self._take(entry)

    def _list_end(self, page_size: int, start: int, *, is_known: bool) -> None:
        if self._is_list_damaged:
            self._take(ev.Lost(self._list_start, 0))
        if not is_known:
            self._page_size = 0
            return
        if not self.named and not self._lengths:
            self._lengths, self._listed = {b"": self._total}, self._total
        if self._listed != self._total and not self._is_list_damaged:
            message = f"the block lengths add up to {self._listed:#x}, not to totalram {self._total:#x}"
            self._tell("ram-total", message, self._list_start)
        if page_size & (page_size - 1) or not page_size:
            self._tell("ram-page-size", f"pagesize {page_size} is no power of two", start)
            self._page_size = 0
            return
        self._page_size = page_size
        for name, length in self._lengths.items():
            if length % page_size and not self._is_list_damaged:
                message = f"length {length:#x} of {block_path(name)} is no multiple of {page_size}"
                self._tell("block-length", message, self._list_start)
        self._take(ev.RamListEnd(page_size))

    # -- pages --------------------------------------------------------------------------------

    def _start_block(self, frame: Frame) -> None:
        """The pages of a RAMSecBlock begin."""
        name = self._name
        if frame.damaged:  # so its name may be another one, or is lost
            self._is_block_lost = True
            self._block = None
            self._take(ev.Lost(frame.start, 0))
            return
        if name is not None:
            self._is_block_lost = False
            if (not self.named or name not in self._lengths) and not self._is_list_damaged:
                self._tell("page-block", f"{block_path(name)} is not in the block list", frame.start)
            self._block = name
        elif self._is_block_lost:
            return
        elif self._block is None and self.named:
            self._tell("page-without-block", "pages of no block: none has been named", frame.start)
        elif self._block is not None:
            frame.name = self._block.decode("utf-8", "replace")
        self._take(ev.RamBlock(name))

    def _limit(self) -> int | None:
        """Octets of the block whose pages come; None: it is not known."""
        if self._is_list_damaged:
            return wire.MAX_ADDRESS
        if self._header is not None:
            return self._lengths.get(self._entry.get("name", (0, b"", 0))[1] or b"")
        if not self.named:
            return self._lengths.get(b"")
        if self._is_block_lost:
            return wire.MAX_ADDRESS
        return None if self._block is None else self._lengths.get(self._block)

    @property
    def _step(self) -> int:
        return self._header.page_size if self._header is not None else self._page_size

    def run(self, frame: Frame, data: bytearray, pos: int, base: int, end: int) -> int:
        """Take the page elements at the front that are as our own writer makes them."""
        scanner = self._usable_scanner(base + pos)
        if scanner is None:
            return pos
        array = np.frombuffer(data, dtype=np.uint8)
        runs, _ = scanner.scan(memoryview(data), array, pos, end)
        return self._scanned(frame, pos, base, runs)

    def leap(self, frame: Frame, far: Far, offset: int, end: int) -> int:
        """The same, without reading what is in the pages."""
        scanner = self._usable_scanner(offset)
        if scanner is None:
            return offset
        runs, _ = scanner.scan(far.view, far.array, offset, end, far.reach)
        far.leave()
        return self._scanned(frame, offset, 0, runs)

    def _usable_scanner(self, offset: int) -> PageScanner | None:
        """What recognises elements from *offset* on, if they are to be taken in columns."""
        step = self._step
        if self._one_by_one or offset == self._left or not step or self._limit() is None:
            return None
        if self._scanner is None or self._scanner.page_size != step:
            self._scanner = PageScanner(step)
        return self._scanner

    def _scanned(self, frame: Frame, pos: int, base: int, runs: ev.RamRuns | None) -> int:
        """Take *runs*, found from *pos* on, if all of them are right; return how far that was.

        The last one is left to the general way: where something is wrong behind it, it may be its length.
        """
        step, limit = self._step, self._limit()
        if runs is None or limit is None or runs.record_offsets is None:
            return pos
        if (
            int((runs.addrs + runs.counts * step).max()) > limit
            or (runs.addrs % step).any()
            or (self._header is not None and not runs.kinds.all())
        ):
            self._one_by_one = True  # the general way tells which one is wrong
            return pos
        last = int(runs.record_offsets[-1])
        self._left = base + last
        if last > pos:
            runs = first_rows(runs, len(runs.kinds) - 1)
            runs.offset = base + pos
            runs.record_offsets = runs.record_offsets + base if runs.record_offsets is not None else None
            frame.count += len(runs.kinds)
            self._take(runs)
        return last

    def _page(self, role: str, start: int) -> None:
        """An element with a page, or more, is over and right."""
        values = self._values
        if not _NEEDED[role] <= values.keys():
            return  # told already
        addr = _number(values["addr"][1])
        kind = _DATA_PAGES.get(role)
        if kind is not None:
            length, step = values["data"][2], self._step
            if not step:
                return  # the page size is lost, and that has been told
            if not length or length % step or (role == "FullPage" and length != step):
                message = f"data of {length} octets is no number of pages of {step}"
                self._tell("page-length", message, start)
                return
            if kind is ev.PageKind.STALE and self._header is None:
                self._tell("mapped-record", "a StaleRun outside of a mapped-ram block", start)
                return
            self._pages(kind, addr, length // step, start)
        elif role == "ZeroRun":
            self._pages(ev.PageKind.ZERO, addr, _number(values["count"][1]), start)
        elif self._check(addr, 1, start):
            self._record(role, addr, start)

    def _record(self, role: str, addr: int, start: int) -> None:
        octets = self._values["value" if role == "FillPage" else "data"][1] or b""
        if role == "FillPage":
            self._take(ev.RamRecord(wire.RAM_ZERO, addr, octets[-1:], start))
        elif role == "XBZRLEPage":
            self._take(ev.RamRecord(wire.RAM_XBZRLE, addr, octets, start))
        else:
            self._take(ev.RamRecord(wire.RAM_COMPRESS_PAGE, addr, octets, start))

    def _pages(self, kind: ev.PageKind, addr: int, count: int, start: int) -> None:
        if self._header is not None and kind is ev.PageKind.ZERO:
            self._tell("mapped-record", "a zero page in a mapped-ram block", start)
        elif self._check(addr, count, start):
            self._take(one_row(kind, addr, count, 0, self._step, _NOTHING, start))

    def _check(self, addr: int, count: int, start: int) -> bool:
        """Whether pages from *addr* on lie in their block."""
        step, limit = self._step, self._limit()
        if not step or limit is None:
            return False
        if addr % step:
            self._tell("page-beyond-block", f"page address {addr:#x} is not aligned", start)
            return False
        if addr + count * step > limit:
            message = f"page address {addr:#x} is beyond the end of the block ({limit:#x})"
            if count > 1:
                message = f"{count} pages from {addr:#x} on go beyond the end of the block ({limit:#x})"
            self._tell("page-beyond-block", message, start)
            return False
        return True


def _number(octets: bytes | None) -> int:
    return int.from_bytes(octets, "big") if octets is not None else 0
