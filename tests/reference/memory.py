"""Guest memory rebuilt from a BER file, with nothing of the package in it.

A reader of its own: it walks identifier and length octets, knows the tags of
the schema that lead to RAM, and replays the pages in their order.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

Tag = bytes

SEQUENCE = b"\x30"
QEMU_FILE = bytes.fromhex("7fd146")
CARRIER = bytes.fromhex("7fc341")
SECTIONS = (bytes.fromhex("7fd346"), bytes.fromhex("7fd34d"))
COMMAND = bytes.fromhex("7fc34f")
BLOCK_LIST = bytes.fromhex("7fbe52")
SEC_BLOCK = bytes.fromhex("7fd242")
MAPPED = bytes.fromhex("7fcd52")
COMPR = b"\x40"
FULL_PAGE = bytes.fromhex("7fc650")
PAGE_RUN = bytes.fromhex("7fd052")
ZERO_RUN = bytes.fromhex("7fda52")
FILL_PAGE = bytes.fromhex("7fc649")
XBZRLE_PAGE = bytes.fromhex("7fd842")
ZLIB_PAGE = bytes.fromhex("7fda50")
STALE_RUN = bytes.fromhex("7fd354")
HOOK = bytes.fromhex("5fc84f")


class Walker:
    """Goes through elements, one header at a time.

    Args:
        data: the octets.
    """

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.pos = 0

    def header(self) -> tuple[Tag, int | None]:
        """Pass a header; give its tag, and its length unless that is indefinite."""
        start = self.pos
        self.pos += 1
        if self.data[start] & 0x1F == 0x1F:
            while self.data[self.pos] & 0x80:
                self.pos += 1
            self.pos += 1
        tag = bytes(self.data[start : self.pos])
        first = self.data[self.pos]
        self.pos += 1
        if first == 0x80:
            return tag, None
        if first < 0x80:
            return tag, first
        size = first & 0x7F
        length = int.from_bytes(self.data[self.pos : self.pos + size], "big")
        self.pos += size
        return tag, length

    def children(self, length: int | None) -> Iterator[tuple[Tag, int | None]]:
        """Headers of the elements inside; whoever iterates passes the contents of each."""
        if length is not None:
            end = self.pos + length
            while self.pos < end:
                yield self.header()
            return
        while self.data[self.pos] or self.data[self.pos + 1]:
            yield self.header()
        self.pos += 2

    def skip(self, length: int | None) -> None:
        """Pass contents."""
        if length is not None:
            self.pos += length
            return
        for _, inner in self.children(None):
            self.skip(inner)

    def take(self, length: int | None) -> memoryview:
        """Primitive contents."""
        assert length is not None
        self.pos += length
        return self.data[self.pos - length : self.pos]

    def number(self, length: int | None) -> int:
        """Contents of an INTEGER."""
        return int.from_bytes(self.take(length), "big", signed=True)

    def string(self, tag: Tag, length: int | None) -> bytes | memoryview:
        """Contents of a string, joined."""
        if not tag[0] & 0x20:
            return self.take(length)
        return b"".join(self.string(*inner) for inner in self.children(length))


class Memory:
    """The RAM blocks of a stream.

    Args:
        data: the BER file.

    Attributes:
        blocks: content of each block, by name.
        touched: names of the blocks that pages were sent for.
    """

    def __init__(self, data: memoryview) -> None:
        self.blocks: dict[str, bytearray] = {}
        self.touched: set[str] = set()
        self._walker = Walker(data)
        self._page_size = 0
        self._block = ""
        tag, length = self._walker.header()
        assert tag == QEMU_FILE
        for inner, size in self._walker.children(length):
            if inner == SEQUENCE:
                self._items(size)
            else:
                self._walker.skip(size)
        self._walker = Walker(memoryview(b""))  # the data may go away now

    def _items(self, length: int | None) -> None:
        """Items of a stream or of a package."""
        walker = self._walker
        for tag, size in walker.children(length):
            if tag in SECTIONS:
                for inner, inner_size in walker.children(size):
                    if inner == SEQUENCE:
                        self._records(inner_size)
                    else:
                        walker.skip(inner_size)
            elif tag == COMMAND:
                for inner, inner_size in walker.children(size):
                    if inner == SEQUENCE:
                        self._items(inner_size)
                    else:
                        walker.skip(inner_size)
            else:
                walker.skip(size)

    def _records(self, length: int | None) -> None:
        walker = self._walker
        for tag, size in walker.children(length):
            if tag == BLOCK_LIST:
                self._list(size)
            elif tag == SEC_BLOCK:
                for inner, inner_size in walker.children(size):
                    if inner == SEQUENCE:
                        self._pages(inner_size, self._page_size)
                    else:
                        self._block = bytes(walker.string(inner, inner_size)).decode()
            else:
                walker.skip(size)

    def _list(self, length: int | None) -> None:
        walker = self._walker
        numbers = []
        for tag, size in walker.children(length):
            if tag == SEQUENCE:
                for _, entry_size in walker.children(size):
                    self._entry(entry_size)
            else:
                numbers.append(walker.number(size))
        self._page_size = numbers[1]

    def _entry(self, length: int | None) -> None:
        """A RAMBlockID: a name, a length and what may follow them."""
        walker = self._walker
        name = ""
        for place, (tag, size) in enumerate(walker.children(length)):
            if place == 0:
                name = bytes(walker.string(tag, size)).decode()
            elif place == 1:
                self.blocks[name] = bytearray(walker.number(size))
            elif tag == MAPPED:
                self._mapped(name, size)
            else:
                walker.skip(size)

    def _mapped(self, name: str, length: int | None) -> None:
        walker = self._walker
        numbers = []
        for tag, size in walker.children(length):
            if tag == b"\x02":
                numbers.append(walker.number(size))
            elif tag == SEQUENCE:
                self._block = name
                self._pages(size, numbers[1])
            else:
                walker.skip(size)
        if numbers[3]:
            self.touched.add(name)

    def _pages(self, length: int | None, page_size: int) -> None:
        walker = self._walker
        memory = self.blocks.get(self._block, bytearray())  # hooks may come before any block
        for tag, size in walker.children(length):
            if tag in {HOOK, STALE_RUN}:
                walker.skip(size)
                continue
            self.touched.add(self._block)
            if tag == COMPR:
                addr = walker.number(size)
                memory[addr : addr + page_size] = bytes(page_size)
                continue
            inner = walker.children(size)
            addr = walker.number(next(inner)[1])
            kind, inner_size = next(inner)
            if tag == ZERO_RUN:
                new: bytes | memoryview = bytes(page_size * walker.number(inner_size))
            elif tag == FILL_PAGE:
                new = bytes([walker.number(inner_size)]) * page_size
            else:
                new = walker.string(kind, inner_size)
                if tag == ZLIB_PAGE:
                    new = zlib.decompress(new)
                    assert len(new) == page_size
                elif tag == XBZRLE_PAGE:
                    new = patched(memory[addr : addr + page_size], bytes(new))
                else:
                    assert tag in {FULL_PAGE, PAGE_RUN}
            memory[addr : addr + len(new)] = new
            assert next(inner, None) is None


def patched(old: bytearray, difference: bytes) -> bytes:
    """A page with an XBZRLE difference applied."""
    page = bytearray(old)
    pos = done = 0
    while pos < len(difference):
        same, pos = _uleb(difference, pos)
        count, pos = _uleb(difference, pos)
        done += same
        page[done : done + count] = difference[pos : pos + count]
        done += count
        pos += count
    assert len(page) == len(old)
    return bytes(page)


def _uleb(octets: bytes, pos: int) -> tuple[int, int]:
    if octets[pos] < 0x80:
        return octets[pos], pos + 1
    return octets[pos] & 0x7F | octets[pos + 1] << 7, pos + 2
