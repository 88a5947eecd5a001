"""Any stream: what hypothesis makes streams of.

Everything that QEMU may put into a stream comes in them, in the order in which
it may come; contents are made from small numbers, so that examples shrink well.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.builders import (
    COMPRESS_PAGE,
    END,
    MULTIFD_FLUSH,
    PART,
    START,
    Block,
    Mapped,
    Ram,
    StreamBuilder,
    Value,
    content,
    xbzrle,
)

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
"""How many times more examples than usual are tried: ``QMIGUI_THOROUGH=50`` is for a free night."""

law = settings(
    deadline=None,
    max_examples=60 * THOROUGH,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
"""How thoroughly a law is tried."""

QUIET = 0x55
"""An octet that is no part of any section's head or footer."""


class Built:
    """A stream and what a test may want to know of it.

    Args:
        octets: the stream.
        page_size: of the target.
    """

    def __init__(self, octets: bytes, page_size: int) -> None:
        self.octets = octets
        self.page_size = page_size

    def __repr__(self) -> str:
        """Short, for hypothesis shows it."""
        shown = self.octets.hex() if len(self.octets) < 3000 else f"{self.octets[:1500].hex()}..."
        return f"Built({len(self.octets)} octets, page size {self.page_size}, {shown})"


@dataclass
class Place:
    """Where in RAM the records stand.

    Attributes:
        blocks: of the list.
        name: the block that CONTINUE goes on with.
        old: the content of pages that were sent whole, for differences to them.
    """

    blocks: Sequence[Block]
    name: str | None = None


@st.composite
def ram_records(draw: st.DrawFn, place: Place, page_size: int, *, small: bool) -> Ram:
    """The records of one payload, without a block list."""
    ram = Ram(page_size)
    kinds = ["zeros", "pages", "mixed", "pattern", "fill", "xbzrle", "flush", "hook"]
    if page_size > COMPRESS_PAGE:  # else the flag is part of the address
        kinds.append("zlib")
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=4 if small else 8)):
        if kind == "flush":
            if page_size > MULTIFD_FLUSH:
                ram.flush()
            continue
        if kind == "hook":
            ram.hook()
            continue
        block = draw(st.sampled_from(place.blocks))
        name = None if block.name == place.name and draw(st.booleans()) else block.name
        place.name = block.name
        total = block.length // page_size
        if not total:
            place.name = None
            continue
        first = draw(st.integers(0, total - 1))
        most = min(total - first, 12 if small else 600)
        count = draw(st.one_of(st.integers(1, min(most, 4)), st.integers(1, most)))
        _put(draw, ram, kind, first, count, name)
    return ram


def _put(draw: st.DrawFn, ram: Ram, kind: str, first: int, count: int, name: str | None) -> None:
    size = ram.page_size
    addr = first * size
    if kind == "zeros":
        ram.zeros(addr, count, name=name)
    elif kind == "pages":
        ram.pages(addr, min(count, 1 + (1 << 18) // size), name=name)
    elif kind == "mixed":
        pattern = draw(st.integers(0, 2**16 - 1))
        for number in range(min(count, 32)):
            if pattern >> number % 16 & 1:
                ram.page(addr + number * size, name=name)
            else:
                ram.zero(addr + number * size, name=name)
            name = None
    elif kind == "pattern":
        put_pattern(draw, ram, addr, min(count, 4 + (1 << 18) // size), name)
    elif kind == "fill":
        ram.zero(addr, name=name, fill=draw(st.integers(1, 255)))
    elif kind == "xbzrle":
        new = bytearray(content(first, size))
        new[draw(st.integers(0, size - 1))] ^= 0xA5
        ram.xbzrle(addr, xbzrle(content(first, size), bytes(new)), name=name)
    else:
        ram.compressed(addr, zlib.compress(content(first, size), draw(st.integers(0, 9))), name=name)


def put_pattern(draw: st.DrawFn, ram: Ram, addr: int, count: int, name: str | None) -> None:
    """Zero and full pages in turn, by fixed numbers of each; perhaps with one record that breaks it."""
    zeros, pages = draw(st.sampled_from([(1, 1), (1, 1), (1, 2), (3, 1), (2, 9), (8, 8), (9, 8), (1, 20)]))
    odd = draw(st.one_of(st.none(), st.integers(0, count - 1)))
    how = draw(st.sampled_from(["other kind", "fill", "skipped", "again"]))
    for number in range(count):
        is_zero = number % (zeros + pages) < zeros
        place = addr + number * ram.page_size
        if number == odd:
            if how == "skipped" and name is None:
                continue
            if how == "fill":
                ram.zero(place, fill=7, name=name)
                name = None
                continue
            if how == "again":
                place = addr
            is_zero = is_zero != (how == "other kind")
        (ram.zero if is_zero else ram.page)(place, name=name)
        name = None


TYPES = [
    ("bool", 1),
    ("uint8", 1),
    ("uint16", 2),
    ("int32", 4),
    ("uint64", 8),
    ("timer", 8),
    ("buffer", 5),
    ("unused_buffer", 3),
    ("bitmap", 16),
]


@st.composite
def device_values(draw: st.DrawFn) -> list[Value]:
    """Fields of a device."""
    chosen = draw(st.lists(st.sampled_from(TYPES), max_size=5))
    return [
        (f"f{number}", kind, draw(st.binary(min_size=size, max_size=size)))
        for number, (kind, size) in enumerate(chosen)
    ]


@st.composite
def iterable_payloads(draw: st.DrawFn, idstr: str, kind: int) -> bytes:
    """A payload of one of the iterables that are not RAM."""
    number = draw(st.integers(0, 3))
    if idstr == "dirty-bitmap":
        parts = [b"\x10\x00\x01\x00\x00\x03", b"\x1c\x01n\x01b\x00\x01\x00\x00\x01"]
        parts += [b"\x40" + struct.pack(">QIQ", 5, 9, 3) + b"abc", b"\x42" + struct.pack(">QI", 5, 9)]
        parts += [b"\x20", b"\x80\x10\x00\x01\x00\x00\x03", b"\x80\x80\x00\x10\x00\x01\x00\x00\x03"]
        return b"".join(draw(st.lists(st.sampled_from(parts), max_size=4))) + b"\x01"
    if idstr == "spapr/htab":
        if kind == START:
            return draw(st.sampled_from([b"\x00\x00\x00\x12", b"\xff\xff\xff\xff"]))
        chunks = [struct.pack(">IHH", 7, count, 1) + bytes(16 * count) for count in range(number)]
        return b"\x00\x00\x00\x00" + b"".join(chunks) + bytes(8)
    if idstr == "s390-storage_attributes":
        parts = [struct.pack(">QQ", 0x1002, number) + b"k" * number, struct.pack(">Q", 0x08)]
        return b"".join(draw(st.lists(st.sampled_from(parts), max_size=3))) + struct.pack(">Q", 1)
    parts = [struct.pack(">Q", 0x209) + b"\x02hd", struct.pack(">Q", 0x0A << 9 | 4)]
    return b"".join(draw(st.lists(st.sampled_from(parts), max_size=3))) + struct.pack(">Q", 2)


ITERABLES = ["dirty-bitmap", "spapr/htab", "s390-storage_attributes", "block"]
COMMANDS = [1, 2, 4, 5, 6, 8, 9, 10, 11]


def _commands(draw: st.DrawFn, builder: StreamBuilder) -> None:
    for code in draw(st.lists(st.sampled_from(COMMANDS), max_size=1)):
        builder.command(code, draw(st.binary(max_size=20)))


def _devices(draw: st.DrawFn, builder: StreamBuilder, prefix: str, most: int) -> None:
    for number in range(draw(st.integers(0, most))):
        name = f"{prefix}{number}"
        instance = draw(st.sampled_from([0, 1, 0x80000001]))
        described = builder.described and draw(st.integers(0, 7)) > 0
        if described:
            builder.full(name, values=draw(device_values()), instance_id=instance)
        elif builder.footers or not builder.described:
            length = draw(st.integers(0, 40))
            builder.full(name, bytes((QUIET,)) * length, described=False, instance_id=instance)


@st.composite
def streams(draw: st.DrawFn, *, told: bool = False, small: bool = False, mapped: bool | None = None) -> Built:
    """A whole stream.

    Args:
        draw: given by hypothesis.
        told: the configuration tells the page size, so that nobody has to guess it.
        small: of few thousand octets.
        mapped: with mapped-ram; None: either.
    """
    if mapped is None:
        mapped = draw(st.integers(0, 3)) == 0
    if mapped:
        return draw(mapped_streams(small=small, told=told))
    page_size = 256 if small else draw(st.sampled_from([256, 1024, 4096, 8192]))
    configured = told or draw(st.booleans())
    described = draw(st.booleans())
    shared = configured and draw(st.integers(0, 4)) == 0
    names = draw(
        st.lists(st.sampled_from(["pc.ram", "/rom@etc/x", "vga.vram", "Ä"]), min_size=1, unique=True)
    )
    advised = draw(st.integers(0, 4)) == 0
    blocks = [
        Block(
            name,
            page_size * draw(st.sampled_from([1, 40, 700])),
            page_size=2 << 20 if advised and draw(st.booleans()) else None,
            addr=0x100000000 * draw(st.integers(0, 3)) if shared else None,
        )
        for name in names
    ]
    page_bits = told or (configured and (not described or draw(st.booleans())))
    builder = StreamBuilder(
        machine=draw(st.sampled_from(["pc-q35-10.0", "x", "µ"])) if configured else None,
        page_size=page_size,
        page_bits=page_bits,
        capabilities=["x-ignore-shared"] if shared else [],
        uuid=draw(st.binary(min_size=16, max_size=16)) if configured and draw(st.booleans()) else None,
        footers=draw(st.booleans()),
        # Where nothing tells the page size, the description has to.
        description=described or not configured,
        blocks=blocks,
    )
    if advised:
        builder.command(3, struct.pack(">QQ", 2 << 20, page_size))
    _commands(draw, builder)
    others = draw(st.lists(st.sampled_from(ITERABLES), max_size=2, unique=True))
    place = Place(blocks)
    start = Ram(page_size).listing(*blocks)
    if draw(st.integers(0, 3)) == 0:  # as 0.13 to 1.1 did
        start.raw(draw(ram_records(place, page_size, small=small)).octets(0)[:-8])
    builder.ram_start(start)
    for name in others:
        builder.section(START, name, draw(iterable_payloads(name, START)))
    for _ in range(draw(st.integers(0, 2 if small else 3))):
        builder.ram_part(draw(ram_records(place, page_size, small=small)))
        for name in others:
            builder.section(PART, name, draw(iterable_payloads(name, PART)))
    _commands(draw, builder)
    if builder.footers and draw(st.integers(0, 5)) == 0:

        def package(inside: StreamBuilder) -> None:
            inside.command(4)
            _devices(draw, inside, "early", 2)
            inside.command(5)

        builder.package(package)
    if draw(st.integers(0, 5)):  # a background snapshot has no END
        builder.ram_end(draw(ram_records(place, page_size, small=small)))
        for name in others:
            builder.section(END, name, draw(iterable_payloads(name, END)))
    _devices(draw, builder, "device/", 4)
    builder.end()
    # Octets behind the end hide the description and what it tells: page size and ends of devices.
    if page_bits and builder.footers and draw(st.integers(0, 3)) == 0:
        builder.trailing(draw(st.sampled_from([b"\x00", b"\n", bytes(5000), b"text\n"])))
    return Built(builder.build(), page_size)


@st.composite
def mapped_streams(draw: st.DrawFn, *, small: bool, told: bool) -> Built:
    """A stream with mapped-ram."""
    page_size = 256 if small else draw(st.sampled_from([1024, 4096]))
    big_endian = draw(st.booleans())
    blocks = []
    for name in ["pc.ram", "pc.bios"][: draw(st.integers(1, 2))]:
        total = draw(st.sampled_from([1, 5, 70] if small else [1, 64, 70, 300]))
        numbers = st.sets(st.integers(0, total - 1), max_size=12)
        present, stale = draw(numbers), draw(numbers)
        if draw(st.integers(0, 3)) == 0:
            present = set(range(total))
        mapped = Mapped(
            pages={n: bytes(page_size) if n % 7 == 3 else content(n, page_size) for n in present},
            stale={n: content(n + 1, page_size) for n in stale - present},
            gap=draw(st.sampled_from([b"", b"\x00\x00x", b"left over"])),
            align=draw(st.sampled_from([256, 4096])),
            page_size=page_size,
            big_endian=big_endian,
            ignored=draw(st.integers(0, 7)) == 0,
        )
        blocks.append(Block(name, total * page_size, mapped=mapped))
    builder = StreamBuilder(
        page_size=page_size,
        page_bits=told or draw(st.booleans()),
        capabilities=["mapped-ram"],
        footers=draw(st.booleans()),
        description=draw(st.booleans()),
        blocks=blocks,
    )
    builder.ram_start().ram_part().ram_end()
    _devices(draw, builder, "device/", 2)
    return Built(builder.build(), page_size)
