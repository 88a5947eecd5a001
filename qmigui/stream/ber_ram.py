"""Reads the RAM part of the BER form as events.

The one-page elements of our own writer go through :class:`PageScanner` in
columns; runs are handed on as views of the window; everything else is read
element by element.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from qmigui.errors import FormatError
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_cursor import BerCursor
from qmigui.stream.page_scan import PageScanner
from qmigui.stream.ram import one_row
from qmigui.stream.writer import block_path
from qmigui.visitor.tlv import INDEFINITE

MAX_RUN = 16 << 20
MAX64 = 2**64 - 1


class BerRamReader:
    """Reads ram bodies; one for the whole file.

    Args:
        cursor: the elements.

    Attributes:
        named: records name blocks (ram version 4).
    """

    def __init__(self, cursor: BerCursor) -> None:
        self._cursor = cursor
        self._lengths: dict[bytes, int] = {}
        self._block: bytes | None = None
        self._page_size = 0
        self._scanner: PageScanner | None = None
        self.named = True

    def body(self) -> Iterator[ev.Event]:
        """Read one ``ram`` alternative of a body.

        Raises:
            FormatError: it does not follow the schema, or cannot be a RAM section.
        """
        cursor = self._cursor
        cursor.path.append("ram")
        cursor.enter(tags.SEQUENCE, "ram")
        while cursor.more():
            key = cursor.peek()
            if key == tags.RAM_SEC_BLOCK:
                yield from self._sec_block()
            elif key == tags.RAM_BLOCK_LIST:
                yield from self._block_list()
            elif key == tags.NULL:
                cursor.null("flush")
                yield ev.RamFlush()
            else:
                raise cursor.fail(f"{tags.name_of(key or 0)} is no RAM record")
        cursor.leave("ram")
        cursor.path.pop()

    # -- pages ------------------------------------------------------------------------

    def _sec_block(self) -> Iterator[ev.Event]:
        cursor = self._cursor
        start = cursor.feed.offset
        cursor.enter(tags.RAM_SEC_BLOCK, "block")
        name = None
        if cursor.peek() in (tags.UTF8, tags.UTF8_CONSTRUCTED):
            name = cursor.name("name")
            if not self.named or name not in self._lengths:
                raise cursor.fail(f"{block_path(name)} is not in the block list", start)
            self._block = name
        if not self._page_size:
            raise cursor.fail("pages before any block list", start)
        cursor.path.append(block_path(self._block) if self._block is not None else "block")
        yield ev.RamBlock(name)
        if self.named:
            limit = self._lengths.get(self._block, -1) if self._block is not None else -1
        else:
            limit = self._lengths.get(b"", -1)
        is_told = name is None
        for event in self._pages(self._page_size, limit, False):
            is_told = is_told or not (isinstance(event, ev.RamRecord) and event.flag == wire.RAM_HOOK)
            yield event
        if not is_told:
            raise cursor.fail("a name, but no page whose record could tell it", start)
        cursor.leave("the block")
        cursor.path.pop()

    def _pages(self, page_size: int, limit: int, mapped: bool) -> Iterator[ev.Event]:
        """Read a list of RAMPage; *limit* is the block's length, -1 when no block is known."""
        cursor = self._cursor
        feed = cursor.feed
        cursor.enter(tags.SEQUENCE, "pages")
        scanner = self._scanner
        if scanner is None or scanner.page_size != page_size:
            scanner = self._scanner = PageScanner(page_size)
        one_by_one = False
        while cursor.more():
            end = feed.end
            if cursor.bound is not None:
                end = min(end, cursor.bound - feed.base)
            runs, position = (None, 0) if one_by_one else scanner.scan(feed.view, feed.array, feed.pos, end)
            if runs is not None:
                if _fit(runs, page_size, limit, mapped):
                    runs.offset = feed.offset
                    runs.record_offsets = None  # positions in the window, which nobody here asks for
                    feed.pos = position
                    yield runs
                    continue
                one_by_one = True  # some element is wrong: the general reader tells which, and where
            yield from self._page(page_size, limit, mapped)
        cursor.leave("pages")

    def _beyond(self, addr: int, limit: int, offset: int) -> FormatError:
        if limit < 0:
            return self._cursor.fail("pages of no block: none has been named", offset)
        return self._cursor.fail(
            f"page address {addr:#x} is beyond the end of the block ({limit:#x})", offset
        )

    def _addr(self, page_size: int, limit: int, start: int) -> int:
        """Read an address and check that one page fits."""
        addr = self._cursor.integer("addr", 0, wire.MAX_ADDRESS)
        self._check(addr, 1, page_size, limit, start)
        return addr

    def _check(self, addr: int, count: int, page_size: int, limit: int, start: int) -> None:
        if addr % page_size:
            raise self._cursor.fail(f"page address {addr:#x} is not aligned", start)
        if addr + count * page_size > limit:
            raise self._beyond(addr, limit, start)

    def _page(self, page_size: int, limit: int, mapped: bool) -> Iterator[ev.Event]:
        """Read one RAMPage in any legal form."""
        cursor = self._cursor
        start = cursor.feed.offset
        key = cursor.peek()
        if mapped and key not in (tags.FULL_PAGE, tags.PAGE_RUN, tags.STALE_RUN):
            raise cursor.fail(f"{tags.name_of(key or 0)} in a mapped-ram block", start)
        if key == tags.COMPR:
            addr = cursor.integer("compr", 0, wire.MAX_ADDRESS, tags.COMPR)
            self._check(addr, 1, page_size, limit, start)
            yield one_row(ev.PageKind.ZERO, addr, 1, 0, page_size, memoryview(b""), start)
            return
        if key == tags.HOOK:
            cursor.null("hook")
            yield ev.RamRecord(wire.RAM_HOOK, 0, offset=start)
            return
        if key not in _PAGE_TYPES:
            raise cursor.fail(f"{tags.name_of(key or 0)} is no RAMPage", start)
        cursor.path.append(tags.name_of(key))
        cursor.enter(key, "a page")
        addr = self._addr(page_size, limit, start)
        if key == tags.ZERO_RUN:
            count = cursor.integer("count", 1, wire.MAX_ADDRESS)
            self._check(addr, count, page_size, limit, start)
            yield one_row(ev.PageKind.ZERO, addr, count, 0, page_size, memoryview(b""), start)
        elif key == tags.FILL_PAGE:
            value = cursor.integer("value", 1, 255)
            yield ev.RamRecord(wire.RAM_ZERO, addr, bytes((value,)), start)
        elif key == tags.XBZRLE_PAGE:
            data = cursor.octets("data", min(page_size, 65535))
            yield ev.RamRecord(wire.RAM_XBZRLE, addr, data, start)
        elif key == tags.ZLIB_PAGE:
            data = cursor.octets("data", wire.compress_bound(page_size))
            yield ev.RamRecord(wire.RAM_COMPRESS_PAGE, addr, data, start)
        else:
            if key == tags.STALE_RUN and not mapped:
                raise cursor.fail("a StaleRun outside of a mapped-ram block", start)
            kind = ev.PageKind.STALE if key == tags.STALE_RUN else ev.PageKind.PAGE
            most = page_size if key == tags.FULL_PAGE else MAX_RUN
            yield from self._run(kind, addr, page_size, limit, most)
        cursor.leave("the page")
        cursor.path.pop()

    def _run(self, kind: ev.PageKind, addr: int, page_size: int, limit: int, most: int) -> Iterator[ev.Event]:
        """Read the data of one or more pages."""
        cursor = self._cursor
        feed = cursor.feed
        start = feed.offset
        if cursor.peek() != tags.OCTETS:
            data = memoryview(cursor.octets("data", most))
            self._length(len(data), page_size, addr, limit, start)
            yield one_row(kind, addr, len(data) // page_size, 0, page_size, data, start)
            return
        _, length = cursor.next("data")
        if length == INDEFINITE or length > most:
            raise cursor.fail(f"data of {length} octets, at most {most} are allowed", start)
        self._length(length, page_size, addr, limit, start)
        left = length // page_size
        while left:
            if not feed.want(page_size):
                raise cursor.fail("the data ends inside a page")
            count = min(left, (feed.end - feed.pos) // page_size)
            yield one_row(kind, addr, count, feed.pos, page_size, feed.view, feed.offset)
            feed.pos += count * page_size
            addr += count * page_size
            left -= count

    def _length(self, length: int, page_size: int, addr: int, limit: int, start: int) -> None:
        if not length or length % page_size:
            raise self._cursor.fail(f"data of {length} octets is no number of pages of {page_size}", start)
        self._check(addr, length // page_size, page_size, limit, start)

    # -- the block list ------------------------------------------------------------------

    def _block_list(self) -> Iterator[ev.Event]:
        cursor = self._cursor
        cursor.path.append("blocklist")
        start = cursor.feed.offset
        cursor.enter(tags.RAM_BLOCK_LIST, "blocklist")
        total = cursor.integer("totalram", 0, MAX64)
        if total & (wire.MIN_PAGE_SIZE - 1):
            raise cursor.fail(f"totalram {total:#x} is no number of pages", start)
        yield ev.RamListBegin(total, start)
        self._lengths = {}
        self._block = None
        left = total
        cursor.enter(tags.SEQUENCE, "blocks")
        while cursor.more():
            if len(self._lengths) >= wire.MAX_BLOCKS:
                raise cursor.fail(f"more than {wire.MAX_BLOCKS} RAM blocks", start)
            left -= yield from self._list_block()
        cursor.leave("blocks")
        if not self.named and not self._lengths:
            self._lengths = {b"": total}
            left = 0
        if left:
            raise cursor.fail("the block lengths do not add up to totalram", start)
        page_size = cursor.integer("pagesize", wire.MIN_PAGE_SIZE, wire.MAX_PAGE_SIZE)
        if page_size & (page_size - 1):
            raise cursor.fail(f"pagesize {page_size} is no power of two", start)
        self._page_size = page_size
        cursor.leave("blocklist")
        cursor.path.pop()
        yield ev.RamListEnd(page_size)

    def _list_block(self) -> Generator[ev.Event, None, int]:
        """Read one RAMBlockID; the generator's value is its length."""
        cursor = self._cursor
        start = cursor.feed.offset
        cursor.enter(tags.SEQUENCE, "a block")
        name = cursor.name("name")
        cursor.path.append(block_path(name))
        if name in self._lengths:
            raise cursor.fail("the block is listed twice", start)
        length = cursor.integer("len", 0, MAX64)
        if length > wire.MAX_ADDRESS:
            raise cursor.fail(f"a block length of {length:#x}", start)
        page_size = cursor.optional_integer("pagesize", 0, MAX64, tags.context(0, False))
        guest_addr = cursor.optional_integer("addr", 0, MAX64, tags.context(1, False))
        self._lengths[name] = length
        if cursor.peek() == tags.MAPPED_RAM:
            yield from self._mapped(name, length, page_size, guest_addr, start)
        else:
            yield ev.RamListBlock(name, length, page_size, guest_addr, None, start)
        cursor.leave("the block")
        cursor.path.pop()
        return length

    def _mapped(
        self, name: bytes, length: int, page_size: int | None, guest_addr: int | None, block_offset: int
    ) -> Iterator[ev.Event]:
        cursor = self._cursor
        start = cursor.feed.offset
        cursor.enter(tags.MAPPED_RAM, "mapped")
        version = cursor.integer("version", 0, 2**32 - 1)
        size = cursor.integer("pagesize", wire.MIN_PAGE_SIZE, wire.MAX_PAGE_SIZE)
        if size & (size - 1) or length % size:
            raise cursor.fail(f"page size {size} does not fit a block of {length:#x} bytes", start)
        bitmap_offset = cursor.integer("bitmapoffset", 0, 2**63)
        pages_offset = cursor.integer("pagesoffset", 0, 2**63)
        bitmap = bytes(cursor.octets("bitmap", wire.MAX_BITMAP_LENGTH))
        wanted = -(-(length // size) // 64) * 8 if pages_offset else 0
        if len(bitmap) != wanted:
            raise cursor.fail(f"a bitmap of {len(bitmap)} octets where {wanted} are needed", start)
        header = ev.MappedHeader(version, size, bitmap_offset, pages_offset, bitmap, start)
        yield ev.RamListBlock(name, length, page_size, guest_addr, header, block_offset)
        gap = tags.context(0, False)
        if cursor.peek() in (gap, tags.context(0, True)):
            done = 0
            for piece in cursor.stream_octets("gap", gap):
                yield ev.MappedGap(done, piece)
                done += len(piece)
        yield from self._pages(size, length if pages_offset else 0, True)
        cursor.leave("mapped")
        yield ev.MappedEnd()


def _fit(runs: ev.RamRuns, page_size: int, limit: int, mapped: bool) -> bool:
    """Whether all rows are what a list may hold, in a block of *limit* octets."""
    return not (
        int((runs.addrs + runs.counts * page_size).max()) > limit
        or (runs.addrs % page_size).any()
        or (mapped and not runs.kinds.all())
    )


_PAGE_TYPES = frozenset(
    (
        tags.FULL_PAGE,
        tags.PAGE_RUN,
        tags.ZERO_RUN,
        tags.FILL_PAGE,
        tags.XBZRLE_PAGE,
        tags.ZLIB_PAGE,
        tags.STALE_RUN,
    )
)
