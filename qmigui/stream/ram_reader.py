"""Reads the body of one ``ram`` section as events.

Zero and full pages go through :mod:`qmigui.stream.ram`; this module handles
what starts, names, interrupts and ends them.  Sources: QEMU
``migration/ram.c`` (``ram_load_precopy``, ``parse_ramblocks``).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from qmigui.errors import FormatError
from qmigui.record import field, record
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.feed import Feed
from qmigui.stream.mapped import MappedReader
from qmigui.stream.page_feed import ROW, PageFeed
from qmigui.stream.ram import ZERO_RECORD, one_row, scan
from qmigui.stream.writer import block_path

_NAME_LIMIT = 8 + 1 + 255


@record(frozen=False)
class RamState:
    """What is known about RAM over the sections of one stream.

    Attributes:
        page_size: of the target, None until it is found.
        lengths: used length of each block, by name; empty before the list.
        block: name of the block that CONTINUE goes on with.
        named: records name blocks (version 4; version 3 has one address space).
        has_guest_addr: the list holds guest addresses (x-ignore-shared).
        has_mapped: the list holds mapped-ram headers.
        may_have_page_size: the list may hold page sizes (postcopy was advised).
        skim: pass over the pages of mapped-ram blocks (seekable sources only).
        big_endian_bitmap: word order of the last mapped-ram bitmap that told it.
        find_page_size: asked behind the block list if nothing has told the page size.
    """

    page_size: int | None = None
    lengths: dict[bytes, int] = field(default_factory=dict)
    block: bytes | None = None
    named: bool = True
    has_guest_addr: bool = False
    has_mapped: bool = False
    may_have_page_size: bool = False
    skim: bool = False
    big_endian_bitmap: bool = False
    find_page_size: Callable[[], int | None] | None = None


class RamReader:
    """Reads ram bodies; one for the whole stream.

    Args:
        feed: where the octets are.
        state: what the stream has told so far.
    """

    def __init__(self, feed: Feed, state: RamState) -> None:
        self.feed = feed
        self.state = state
        self._path = ""
        self._open = False

    def fail(
        self, message: str, offset: int | None = None, block: bytes | None = None, *, code: str
    ) -> FormatError:
        """An error here, or at *offset*."""
        path = self._path if block is None else f"{self._path} / {block_path(block)}"
        offset = self.feed.offset if offset is None else offset
        return FormatError(message, offset=offset, path=path, code=code)

    def body(self, path: str, left: int | None = None) -> Iterator[ev.Event]:
        """Read one START, PART or END body up to its EOS record.

        Args:
            path: of the section, for messages.
            left: begin in the middle of a block list, of whose total so many bytes
                are left; None: with any record.

        Raises:
            FormatError: no body of a ram section.
        """
        self._path = path
        self._open = False
        feed, state = self.feed, self.state
        if left is not None:
            yield from self.list_rest(left, feed.offset)
        while True:
            if state.page_size is not None and self._open:
                start = feed.offset
                runs, feed.pos = scan(feed.view, feed.array, feed.pos, feed.end, state.page_size)
                if runs is not None:
                    self._check(runs, start)
                    runs.offset = start
                    yield runs
                    if isinstance(feed, PageFeed) and runs.kinds[-1] == ev.PageKind.PAGE:
                        yield from self._row_rest(feed, runs, state.page_size)
            if not feed.want(8):
                raise self.fail("the data ends where a RAM record should start", code="truncated")
            (value,) = struct.unpack_from(">Q", feed.view, feed.pos)
            if value == wire.RAM_EOS:
                feed.pos += 8
                return
            if value == wire.RAM_MULTIFD_FLUSH and (state.page_size or 4096) > value:
                feed.pos += 8
                self._open = False
                yield ev.RamFlush()
                continue
            mask = (state.page_size or wire.MIN_PAGE_SIZE) - 1
            flags = value & mask
            if flags == wire.RAM_MEM_SIZE:
                feed.pos += 8
                self._open = False
                yield from self._block_list(value - flags)
                continue
            yield from self._record(value, flags, value - flags)

    def _row_rest(self, feed: PageFeed, runs: ev.RamRuns, page_size: int) -> Iterator[ev.Event]:
        """The rest of a long row of pages that the window's end has cut."""
        if runs.counts[-1] < ROW or feed.end - feed.pos >= 8 + page_size:
            return
        addr = int(runs.addrs[-1] + runs.counts[-1] * page_size)
        while row := feed.pages(addr, wire.RAM_PAGE | wire.RAM_CONTINUE, self._limit(), page_size):
            yield row
            addr += int(row.counts[0]) * page_size

    # -- one record ------------------------------------------------------------

    def _record(self, value: int, flags: int, addr: int) -> Iterator[ev.Event]:
        """Read a page record, whatever its kind, and open its block."""
        feed, state = self.feed, self.state
        start = feed.offset
        if state.page_size is None:
            raise self.fail("a page record before any block list", code="ram-first-record")
        kind = flags & ~wire.RAM_CONTINUE
        if flags == wire.RAM_HOOK:
            if addr:
                raise self.fail("a hook record with an address", start, code="ram-flags")
            feed.pos += 8
            if not self._open:
                self._open = True
                yield ev.RamBlock(None)
            yield ev.RamRecord(wire.RAM_HOOK, 0, offset=start)
            return
        if kind not in (wire.RAM_ZERO, wire.RAM_PAGE, wire.RAM_XBZRLE, wire.RAM_COMPRESS_PAGE):
            raise self.fail(
                f"unknown combination of RAM flags {flags:#x} ({_flag_names(flags)})", start, code="ram-flags"
            )
        position = feed.pos + 8
        name = None
        if state.named and not flags & wire.RAM_CONTINUE:
            name, position = self._name(position, start)
            state.block = name
        elif state.named and state.block is None:
            raise self.fail(
                "a page goes on with a block, but none has been named", start, code="page-without-block"
            )
        elif not state.named and flags & wire.RAM_CONTINUE:
            raise self.fail("a CONTINUE flag in a ram section of version 3", start, code="ram-flags")
        if addr + state.page_size > self._limit():
            raise self.fail(
                f"page address {addr:#x} is beyond the end of the block ({self._limit():#x})",
                start,
                state.block,
                code="page-beyond-block",
            )
        if name is not None or not self._open:
            self._open = True
            yield ev.RamBlock(name)
        head = position - feed.pos
        page_size = state.page_size
        if kind == wire.RAM_ZERO:
            data = self._data(head, 1, start)
            if data[0]:
                yield ev.RamRecord(wire.RAM_ZERO, addr, data, start)
            else:
                yield one_row(ev.PageKind.ZERO, addr, 1, 0, page_size, data, start)
        elif kind == wire.RAM_PAGE:
            data = self._data(head, page_size, start)
            yield one_row(ev.PageKind.PAGE, addr, 1, 0, page_size, data, start)
        elif kind == wire.RAM_XBZRLE:
            head_octets = self._peek(head, 3, start)
            encoding, length = struct.unpack(">BH", head_octets)
            if encoding != wire.XBZRLE_ENCODING or length > page_size:
                raise self.fail(
                    f"no XBZRLE page: encoding {encoding}, length {length}",
                    start,
                    state.block,
                    code="xbzrle-head",
                )
            yield ev.RamRecord(wire.RAM_XBZRLE, addr, self._data(head + 3, length, start), start)
        else:
            (length,) = struct.unpack(">I", self._peek(head, 4, start))
            if not length or length > wire.compress_bound(page_size):
                raise self.fail(
                    f"invalid compressed data length {length}", start, state.block, code="zlib-length"
                )
            yield ev.RamRecord(wire.RAM_COMPRESS_PAGE, addr, self._data(head + 4, length, start), start)

    def _name(self, position: int, start: int) -> tuple[bytes, int]:
        """Read the block name at window position *position*; return it and the next one."""
        feed = self.feed
        head = position - feed.pos
        feed.want(head + 256)  # fewer at the end of the data is checked below
        position = feed.pos + head
        if feed.end - position < 1 or feed.end - position < 1 + feed.view[position]:
            raise self.fail("the data ends inside a block name", start, code="truncated")
        length = feed.view[position]
        name = bytes(feed.view[position + 1 : position + 1 + length])
        if name not in self.state.lengths:
            text = name.decode("utf-8", "backslashreplace")
            raise self.fail(
                f"a page of block '{text}', which is not in the block list", start, code="page-block"
            )
        return name, position + 1 + length

    def _limit(self) -> int:
        """End of the address space that the current block gives."""
        state = self.state
        if not state.named:
            return state.lengths.get(b"", wire.MAX_ADDRESS)
        return state.lengths.get(state.block or b"", 0)

    def _peek(self, head: int, length: int, start: int) -> bytes:
        feed = self.feed
        if not feed.want(head + length):
            raise self.fail("the data ends inside a page record", start, self.state.block, code="truncated")
        return bytes(feed.view[feed.pos + head : feed.pos + head + length])

    def _data(self, head: int, length: int, start: int) -> memoryview:
        """Pass *head* octets and return the next *length* ones."""
        feed = self.feed
        if not feed.want(head + length):
            raise self.fail(
                f"the data ends inside a page record: it needs {head + length} bytes, "
                f"{feed.end - feed.pos} left",
                start,
                self.state.block,
                code="truncated",
            )
        position = feed.pos + head
        feed.pos = position + length
        return feed.view[position : feed.pos]

    def _check(self, runs: ev.RamRuns, start: int) -> None:
        """Refuse rows beyond the end of the block; the first record of them is at offset *start*."""
        page_size = self.state.page_size or 0
        ends = runs.addrs + runs.counts * page_size
        limit = self._limit()
        if int(ends.max()) > limit:
            row = int((ends > limit).argmax())
            page = max(0, (limit - int(runs.addrs[row])) // page_size)
            addr = int(runs.addrs[row]) + page * page_size
            counts = [*runs.counts[:row].tolist(), page]
            lengths = [8 + page_size if kind else ZERO_RECORD for kind in runs.kinds.tolist()]
            raise self.fail(
                f"page address {addr:#x} is beyond the end of the block ({limit:#x})",
                start + sum(count * length for count, length in zip(counts, lengths, strict=False)),
                self.state.block,
                code="page-beyond-block",
            )

    # -- the block list ----------------------------------------------------------

    def _block_list(self, total: int) -> Iterator[ev.Event]:
        """Read what follows MEM_SIZE; *total* is the sum of the lengths."""
        state = self.state
        start = self.feed.offset - 8
        yield ev.RamListBegin(total, start)
        if not state.named:
            state.lengths = {b"": total}
            total = 0
        else:
            state.lengths = {}
            state.block = None
        yield from self.list_rest(total, start)

    def list_rest(self, left: int, start: int) -> Iterator[ev.Event]:
        """Read entries of the block list for *left* bytes of RAM, and what ends it.

        Args:
            left: what is left of the total.
            start: where the list starts, for messages.
        """
        state = self.state
        while left:
            if len(state.lengths) >= wire.MAX_BLOCKS:
                raise self.fail(f"more than {wire.MAX_BLOCKS} RAM blocks", start, code="too-many")
            block = self._list_block(left, start)
            left -= block.used_length
            state.lengths[block.name] = block.used_length
            if block.mapped is None:
                yield block
                continue
            mapped = MappedReader(self.feed, state, f"{self._path} / {block_path(block.name)}")
            block = mapped.with_bitmap(block)
            yield block
            yield from mapped.pages(block)
        page_size = self._page_size(start)
        for name, length in state.lengths.items():
            if length % page_size:
                raise self.fail(
                    f"length {length:#x} is no multiple of the page size {page_size}",
                    start,
                    name,
                    code="block-length",
                )
        state.page_size = page_size
        yield ev.RamListEnd(page_size)

    def _list_block(self, left: int, start: int) -> ev.RamListBlock:
        feed, state = self.feed, self.state
        feed.want(_NAME_LIMIT + 8 + 8 + 8 + wire.MAPPED_HEADER_LENGTH)
        offset = feed.offset
        position = feed.pos
        length = feed.view[position] if feed.end > position else 0
        name_end = position + 1 + length
        if name_end + 8 > feed.end:
            raise self.fail("the data ends inside the block list", offset, code="truncated")
        name = bytes(feed.view[position + 1 : name_end])
        if not is_name(name):
            raise self.fail(
                f"no block name where the list should go on: {left:#x} bytes of its total are not listed",
                offset,
                code="ram-list",
            )
        if name in state.lengths:
            raise self.fail("the block is listed twice", offset, name, code="block-twice")
        (used,) = struct.unpack_from(">Q", feed.view, name_end)
        if used > left or (not used and left == 0):
            raise self.fail(
                f"length {used:#x} is more than is left of the total ({left:#x})",
                offset,
                name,
                code="ram-total",
            )
        feed.pos = name_end + 8
        page_size = guest_addr = None
        if state.may_have_page_size and self._page_size_follows(used == left):
            page_size = self._be64(offset, name)
        if state.has_guest_addr:
            guest_addr = self._be64(offset, name)
        mapped = None
        if state.has_mapped:
            if not feed.want(wire.MAPPED_HEADER_LENGTH):
                raise self.fail("the data ends inside a mapped-ram header", offset, name, code="truncated")
            version, size, bitmap_offset, pages_offset = struct.unpack_from(
                wire.MAPPED_HEADER, feed.view, feed.pos
            )
            feed.pos += wire.MAPPED_HEADER_LENGTH
            start = feed.offset - wire.MAPPED_HEADER_LENGTH
            mapped = ev.MappedHeader(version, size, bitmap_offset, pages_offset, b"", start)
        return ev.RamListBlock(name, used, page_size, guest_addr, mapped, offset)

    def _be64(self, offset: int, name: bytes) -> int:
        feed = self.feed
        if not feed.want(8):
            raise self.fail("the data ends inside the block list", offset, name, code="truncated")
        (value,) = struct.unpack_from(">Q", feed.view, feed.pos)
        feed.pos += 8
        return int(value)

    def _page_size_follows(self, last: bool) -> bool:
        """Whether the optional page size stands next.

        Nothing announces it: with postcopy-ram it is there when the block's
        page size differs from the usual one.  A page size is a power of two
        from 4 KiB on, and what follows the entry must still make sense.
        """
        feed = self.feed
        feed.want(16)
        if feed.end - feed.pos < 8:
            return False
        (value,) = struct.unpack_from(">Q", feed.view, feed.pos)
        if value < 4096 or value & (value - 1) or value > 1 << 40:
            return False
        if not self.state.has_guest_addr:
            # Otherwise a name (its length is never 0) or a record (its flags are
            # never 0) would stand here, and a power of two is neither.
            return True
        # Either this is the address, and a name or a record follows; or the address
        # follows, which begins with an octet 0 and ends with zero bits.
        after = bytes(feed.view[feed.pos + 8 : min(feed.end, feed.pos + 16)])
        if last:
            return len(after) == 8 and not int.from_bytes(after, "big") & 0x3FF
        return after[:1] == b"\x00"

    # -- the page size -------------------------------------------------------------

    def _page_size(self, start: int) -> int:
        """The target page size: told, or found by trying."""
        state = self.state
        found = state.page_size
        if found is None and state.find_page_size is not None:
            found = state.find_page_size()
        if found is None:
            raise self.fail(
                "no target page size fits the RAM records that follow", start, code="ram-page-size"
            )
        return found


def is_name(name: bytes) -> bool:
    """Whether *name* can be an idstr or a block id: 1 to 255 octets of printable UTF-8."""
    try:
        return 0 < len(name) < 256 and name.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def _flag_names(flags: int) -> str:
    names = [
        name
        for flag, name in (
            (wire.RAM_FULL, "FULL"),
            (wire.RAM_ZERO, "ZERO"),
            (wire.RAM_MEM_SIZE, "MEM_SIZE"),
            (wire.RAM_PAGE, "PAGE"),
            (wire.RAM_EOS, "EOS"),
            (wire.RAM_CONTINUE, "CONTINUE"),
            (wire.RAM_XBZRLE, "XBZRLE"),
            (wire.RAM_HOOK, "HOOK"),
            (wire.RAM_COMPRESS_PAGE, "COMPRESS_PAGE"),
            (wire.RAM_MULTIFD_FLUSH, "MULTIFD_FLUSH"),
        )
        if flags & flag
    ]
    rest = flags & ~0x3FF
    if rest:
        names.append(f"{rest:#x}")
    return " | ".join(names) or "none"
