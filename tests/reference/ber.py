"""RAM as BER, element by element: the plain twin of ``qmigui/stream/ram_ber.py``.

Written from the rules of the mapping, with nothing of the package in it:
definite lengths for page elements, shortest forms, runs of up to 256 pages,
strings over 1 MiB constructed from pieces of 1 MiB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.reference.ram import Kind, Record

RUN = 256
PIECE = 1 << 20
END = b"\x00\x00"

QEMU_FILE = bytes.fromhex("7fd146")
SEC_FULL = bytes.fromhex("7fd346")
SEC_MIN = bytes.fromhex("7fd34d")
BLOCK_LIST = bytes.fromhex("7fbe52")
SEC_BLOCK = bytes.fromhex("7fd242")
COMPR = b"\x40"
FULL_PAGE = bytes.fromhex("7fc650")
XBZRLE_PAGE = bytes.fromhex("7fd842")
HOOK = bytes.fromhex("5fc84f")
ZERO_RUN = bytes.fromhex("7fda52")
PAGE_RUN = bytes.fromhex("7fd052")
FILL_PAGE = bytes.fromhex("7fc649")
ZLIB_PAGE = bytes.fromhex("7fda50")


def length(number: int) -> bytes:
    """Length octets."""
    if number < 128:
        return bytes([number])
    octets = number.to_bytes(8, "big").lstrip(b"\x00")
    return bytes([0x80 + len(octets)]) + octets


def element(tag: bytes, *contents: bytes) -> bytes:
    """An element of definite length."""
    joined = b"".join(contents)
    return tag + length(len(joined)) + joined


def open_ended(tag: bytes, *contents: bytes) -> bytes:
    """An element of indefinite length."""
    return tag + b"\x80" + b"".join(contents) + END


def digits(number: int) -> bytes:
    """Contents of an INTEGER that is not negative."""
    octets = number.to_bytes(9, "big").lstrip(b"\x00")
    return octets if octets and octets[0] < 0x80 else b"\x00" + octets


def integer(number: int) -> bytes:
    """An INTEGER that is not negative."""
    return element(b"\x02", digits(number))


def text(octets: bytes) -> bytes:
    """A UTF8String."""
    return element(b"\x0c", octets)


def string(octets: bytes) -> bytes:
    """An OCTET STRING."""
    if len(octets) <= PIECE:
        return element(b"\x04", octets)
    pieces = [element(b"\x04", octets[start : start + PIECE]) for start in range(0, len(octets), PIECE)]
    return element(b"\x24", *pieces)


def ram_body(records: Sequence[Record], page_size: int, *, single: bool = False) -> bytes:
    """The ``ram`` alternative of a section's body."""
    out = []
    block: list[Record] = []
    open_block = False

    def close() -> None:
        nonlocal open_block
        if open_block:
            out.append(sec_block(block, page_size, single))
        block.clear()
        open_block = False

    for record in records:
        if record.kind is Kind.FLUSH:
            close()
            out.append(b"\x05\x00")
        elif record.kind is Kind.LIST:
            close()
            out.append(block_list(record, page_size))
        else:
            if record.name is not None:
                close()
            open_block = True
            block.append(record)
    close()
    return open_ended(b"\x30", *out)


def block_list(record: Record, page_size: int) -> bytes:
    """A RAMBlockList."""
    entries = [element(b"\x30", text(name), integer(used)) for name, used in record.blocks]
    return open_ended(BLOCK_LIST, integer(record.addr), open_ended(b"\x30", *entries), integer(page_size))


def sec_block(records: Sequence[Record], page_size: int, single: bool) -> bytes:
    """A RAMSecBlock."""
    name = records[0].name
    head = text(name) if name is not None else b""
    return open_ended(SEC_BLOCK, head, open_ended(b"\x30", *pages(records, page_size, single)))


def pages(records: Sequence[Record], page_size: int, single: bool) -> Iterable[bytes]:
    """RAMPages: runs as long as the rules allow."""
    start = 0
    while start < len(records):
        first = records[start]
        stop = start + 1
        if first.kind in {Kind.ZERO, Kind.PAGE} and not single:
            most = RUN if first.kind is Kind.PAGE else len(records)
            while (
                stop < len(records)
                and stop - start < most
                and records[stop].kind is first.kind
                and records[stop].addr == first.addr + (stop - start) * page_size
            ):
                stop += 1
        yield page(records[start:stop])
        start = stop


def page(run: Sequence[Record]) -> bytes:
    """A RAMPage for records of one kind that follow each other."""
    first = run[0]
    addr = integer(first.addr)
    match first.kind:
        case Kind.ZERO if len(run) == 1:
            return element(COMPR, digits(first.addr))
        case Kind.ZERO:
            return element(ZERO_RUN, addr, integer(len(run)))
        case Kind.PAGE:
            data = string(b"".join(record.data for record in run))
            return element(FULL_PAGE if len(run) == 1 else PAGE_RUN, addr, data)
        case Kind.FILL:
            return element(FILL_PAGE, addr, integer(first.data[0]))
        case Kind.XBZRLE:
            return element(XBZRLE_PAGE, addr, string(first.data))
        case Kind.ZLIB:
            return element(ZLIB_PAGE, addr, string(first.data))
        case _:
            return element(HOOK)


def ram_only_file(machine: bytes, bodies: Sequence[bytes], section_id: int, page_bits: int) -> bytes:
    """A QemuFile of a stream with a RAM section alone.

    Args:
        machine: name in the configuration.
        bodies: of START, the PARTs and END, as :func:`ram_body` gives them.
        section_id: of the section.
        page_bits: in the configuration.
    """
    bits = element(b"\xa0", integer(1), integer(page_bits))
    items = [element(bytes.fromhex("7fc346"), string(machine), element(b"\x30", bits))]
    footer = b"\x01\x01\xff"
    number = integer(section_id)
    for place, body in enumerate(bodies):
        if not place:
            head = b"\x0a\x01\x01" + number + text(b"ram") + integer(0) + integer(4)
            items.append(open_ended(SEC_FULL, head, body, footer))
        else:
            kind = 3 if place == len(bodies) - 1 else 2
            items.append(open_ended(SEC_MIN, b"\x0a\x01", bytes([kind]), number, body, footer))
    items.append(b"\x05\x00")
    return open_ended(QEMU_FILE, integer(1), integer(3), open_ended(b"\x30", *items))
