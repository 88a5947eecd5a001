"""The RAM part of a BER file in words, for tests that look at its elements."""

from __future__ import annotations

from tests.reference import memory as ber
from tests.reference.memory import Walker

NAMES = {
    ber.FULL_PAGE: "fullpage",
    ber.PAGE_RUN: "pagerun",
    ber.ZERO_RUN: "zerorun",
    ber.FILL_PAGE: "fillpage",
    ber.XBZRLE_PAGE: "xbzrle",
    ber.ZLIB_PAGE: "zlibpage",
    ber.STALE_RUN: "stale",
}


def shapes(octets: bytes) -> list[str]:
    """What stands in all RAM sections, in order.

    ``section``; ``list``; ``block NAME`` or ``block``; a page element as its
    name, address and count (or octets of data); ``flush``, ``hook``; ``mapped
    NAME``; ``gap N`` (octets).
    """
    walker = Walker(memoryview(octets))
    found: list[str] = []
    _, length = walker.header()
    for tag, size in walker.children(length):
        if tag == ber.SEQUENCE:
            _items(walker, size, found)
        else:
            walker.skip(size)
    return found


def _items(walker: Walker, length: int | None, found: list[str]) -> None:
    for tag, size in walker.children(length):
        if tag not in ber.SECTIONS:
            walker.skip(size)
            continue
        for inner, inner_size in walker.children(size):
            if inner == ber.SEQUENCE:
                found.append("section")
                _records(walker, inner_size, found)
            else:
                walker.skip(inner_size)


def _records(walker: Walker, length: int | None, found: list[str]) -> None:
    for tag, size in walker.children(length):
        if tag == ber.BLOCK_LIST:
            found.append("list")
            _list(walker, size, found)
        elif tag == ber.SEC_BLOCK:
            found.append("block")
            for inner, inner_size in walker.children(size):
                if inner == ber.SEQUENCE:
                    _pages(walker, inner_size, found)
                else:
                    found[-1] += " " + bytes(walker.string(inner, inner_size)).decode()
        else:
            walker.skip(size)
            found.append("flush")


def _list(walker: Walker, length: int | None, found: list[str]) -> None:
    for tag, size in walker.children(length):
        if tag != ber.SEQUENCE:
            walker.skip(size)
            continue
        for _, entry_size in walker.children(size):
            name = ""
            for place, (inner, inner_size) in enumerate(walker.children(entry_size)):
                if not place:
                    name = bytes(walker.string(inner, inner_size)).decode()
                elif inner == ber.MAPPED:
                    found.append(f"mapped {name}")
                    _mapped(walker, inner_size, found)
                else:
                    walker.skip(inner_size)


def _mapped(walker: Walker, length: int | None, found: list[str]) -> None:
    for tag, size in walker.children(length):
        if tag == ber.SEQUENCE:
            _pages(walker, size, found)
        elif tag[0] & 0xC0 == 0x80:
            found.append(f"gap {len(walker.string(tag, size))}")
        else:
            walker.skip(size)


def _pages(walker: Walker, length: int | None, found: list[str]) -> None:
    for tag, size in walker.children(length):
        if tag == ber.COMPR:
            found.append(f"compr {walker.number(size):#x}")
            continue
        if tag == ber.HOOK:
            walker.skip(size)
            found.append("hook")
            continue
        inner = walker.children(size)
        addr = walker.number(next(inner)[1])
        kind, inner_size = next(inner)
        data = walker.number(inner_size) if kind == b"\x02" else len(walker.string(kind, inner_size))
        found.append(f"{NAMES[tag]} {addr:#x} {data}")
        assert next(inner, None) is None


def bodies(octets: bytes) -> list[tuple[str, bytes | None]]:
    """Names of the sections that are not RAM, and their octets; None: told as fields.

    PART and END have the name of the START before them.
    """
    walker = Walker(memoryview(octets))
    found: list[tuple[str, bytes | None]] = []
    names: dict[int, str] = {}
    _, length = walker.header()
    for tag, size in walker.children(length):
        if tag == ber.SEQUENCE:
            _sections(walker, size, found, names)
        else:
            walker.skip(size)
    return found


def _sections(
    walker: Walker, length: int | None, found: list[tuple[str, bytes | None]], names: dict[int, str]
) -> None:
    for tag, size in walker.children(length):
        if tag in {ber.COMMAND, *ber.SECTIONS}:
            section_id = -1
            for inner, inner_size in walker.children(size):
                if tag == ber.COMMAND and inner == ber.SEQUENCE:
                    _sections(walker, inner_size, found, names)
                elif tag == ber.COMMAND:
                    walker.skip(inner_size)
                elif inner == b"\x02" and section_id < 0:
                    section_id = walker.number(inner_size)
                elif inner[0] & 0xDF == 0x0C:
                    names[section_id] = bytes(walker.string(inner, inner_size)).decode()
                elif inner[0] & 0xDF == 0x04:
                    found.append((names[section_id], bytes(walker.string(inner, inner_size))))
                else:
                    if inner == bytes.fromhex("7fd64d"):
                        found.append((names[section_id], None))
                    walker.skip(inner_size)
        else:
            walker.skip(size)
