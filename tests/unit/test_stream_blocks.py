"""The block list, its optional fields, and the page size that nobody tells."""

from __future__ import annotations

import struct

import pytest

from qmigui.errors import FormatError
from qmigui.stream import events as ev
from tests.builders import PART, START, Block, Ram, StreamBuilder, content
from tests.converting import events_of, to_ber, to_binary
from tests.shapes import shapes
from tests.sources import PipeSource

MIB = 1 << 20
HUGE = 2 * MIB


def blocks_of(stream: bytes) -> list[ev.RamListBlock]:
    """The list as it is read, after a check that it comes back."""
    ber = to_ber(stream)
    assert to_binary(ber) == stream
    assert to_ber(PipeSource(stream), window=100) == ber
    return [event for event in events_of(stream) if isinstance(event, ev.RamListBlock)]


def advise(builder: StreamBuilder) -> StreamBuilder:
    """As the capability postcopy-ram does."""
    return builder.command(3, struct.pack(">QQ", HUGE, builder.page_size))


LISTS: dict[str, list[tuple[int | None, int]]] = {
    "none": [(None, 0x0), (None, 0x100000)],
    "all": [(HUGE, 0x0), (HUGE, 0x100000)],
    "first": [(HUGE, 0x0), (None, 0x100000)],
    "last": [(None, 0x0), (4096, 0x100000)],
    "middle": [(None, 0x0), (1 << 30, 0xFFFC0000), (None, 0x40000000), (HUGE, 0x80000000), (None, 0)],
    "addresses like page sizes": [(None, 1 << 30), (None, 1 << 32), (None, 4096)],
    "both alike": [(HUGE, 1 << 30), (4096, 4096), (65536, 1 << 32)],
}


@pytest.mark.parametrize("case", LISTS)
@pytest.mark.parametrize("shared", [False, True], ids=["plain", "x-ignore-shared"])
@pytest.mark.parametrize("footers", [False, True], ids=["no footers", "footers"])
def test_page_sizes_and_addresses(case: str, *, shared: bool, footers: bool) -> None:
    blocks = [
        Block(f"b{number}", 1 << 30, page_size=page_size, addr=addr if shared else None)
        for number, (page_size, addr) in enumerate(LISTS[case])
    ]
    builder = StreamBuilder(
        page_bits=True, blocks=blocks, footers=footers, capabilities=["x-ignore-shared"] if shared else []
    )
    stream = advise(builder).ram(Ram().zeros(0, 3, name="b0")).full("dev", b"x").build()
    assert [(block.page_size, block.guest_addr) for block in blocks_of(stream)] == [
        (block.page_size, block.addr) for block in blocks
    ]


def test_without_advice_nothing_is_a_page_size() -> None:
    blocks = [Block("a", MIB, addr=HUGE), Block("b", MIB, addr=4096)]
    stream = StreamBuilder(page_bits=True, blocks=blocks, capabilities=["x-ignore-shared"]).ram().build()
    assert [block.guest_addr for block in blocks_of(stream)] == [HUGE, 4096]


def test_blocks_of_no_length() -> None:
    blocks = [Block("a", 0), Block("b", MIB), Block("c", 4096)]
    assert [
        block.used_length for block in blocks_of(StreamBuilder(page_bits=True, blocks=blocks).ram().build())
    ] == [
        0,
        MIB,
        4096,
    ]


def test_no_blocks_at_all() -> None:
    assert blocks_of(StreamBuilder(page_bits=True, blocks=[]).ram().build()) == []


def test_many_blocks() -> None:
    blocks = [Block(f"{'n' * (number % 250)}{number}", 4096) for number in range(500)]
    assert len(blocks_of(StreamBuilder(page_bits=True, blocks=blocks).ram().build())) == 500


BAD = {
    "total too small": (
        Ram().listing(Block("a", 8192), total=4096),
        0,
        r"more than is left of the total \(0x1000\)",
    ),
    "total too large": (Ram().listing(Block("a", 8192), total=12288), 10, "no block name where the list"),
    "twice": (Ram().listing(Block("a", 4096), Block("a", 4096)), 10, "listed twice"),
    "no name": (Ram().listing(Block("", 4096)), 0, "no block name"),
    "not printable": (Ram().listing(Block("a\n", 4096)), 0, "no block name"),
    "not whole pages": (Ram().listing(Block("a", 4097)), -8, "flags"),
    "half pages": (Ram().listing(Block("a", 2048), Block("b", 2048)), -8, "no multiple of the page size"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_lists_are_refused_with_their_place(case: str) -> None:
    ram, where, message = BAD[case]
    builder = StreamBuilder(page_bits=True)
    place = builder.offset + 17 + 8 + where
    with pytest.raises(FormatError, match=message) as caught:
        to_ber(builder.ram_start(ram).ram_end().build())
    assert caught.value.offset == place


def test_data_that_ends_inside_the_list() -> None:
    blocks = [Block("pc.ram", MIB, page_size=HUGE, addr=0), Block("b", MIB, addr=4096)]
    builder = advise(StreamBuilder(page_bits=True, blocks=blocks, capabilities=["x-ignore-shared"]))
    start = builder.offset
    whole = builder.ram_start().cut()
    for end in range(start, len(whole)):
        for source in (whole[:end], PipeSource(whole[:end], (3,))):
            with pytest.raises(FormatError) as caught:
                to_ber(source)
            assert caught.value.offset is not None
            assert caught.value.offset <= end


# -- the page size -------------------------------------------------------------------


def page_size_of(stream: bytes, smallest: int = 50) -> int:
    """What is found, from a file and from a pipe alike, whatever their windows."""
    ber = to_ber(stream)
    assert to_binary(ber) == stream
    for window in (smallest, 10_000, 4 * MIB):
        assert to_ber(PipeSource(stream), window=window) == ber
    (found,) = [event.page_size for event in events_of(stream) if isinstance(event, ev.RamListEnd)]
    return found


SIZES = [256, 1024, 4096, 8192, 16384, 65536]


def build(page_size: int, *parts: Ram, description: bool = False, footers: bool = True) -> bytes:
    """A stream that does not tell its page size, or only at its end."""
    builder = StreamBuilder(
        page_size=page_size, description=description, footers=footers, blocks=[Block("pc.ram", 128 * MIB)]
    )
    return builder.ram(*parts).full("cpu", b"x" * 20).build()


@pytest.mark.parametrize("page_size", SIZES)
@pytest.mark.parametrize("description", [False, True], ids=["no description", "description"])
@pytest.mark.parametrize("footers", [False, True], ids=["no footers", "footers"])
def test_it_is_found_by_full_pages(page_size: int, *, description: bool, footers: bool) -> None:
    ram = Ram(page_size).page(0, name="pc.ram").page(page_size)
    assert page_size_of(build(page_size, ram, description=description, footers=footers)) == page_size


@pytest.mark.parametrize("page_size", SIZES)
def test_it_is_found_by_one_full_page(page_size: int) -> None:
    assert page_size_of(build(page_size, Ram(page_size).page(0, name="pc.ram"))) == page_size


@pytest.mark.parametrize("page_size", SIZES)
def test_it_is_found_by_zero_pages_in_a_row(page_size: int) -> None:
    assert page_size_of(build(page_size, Ram(page_size).zeros(0, 40, name="pc.ram"))) == page_size


@pytest.mark.parametrize("page_size", SIZES)
def test_it_is_found_behind_other_rounds(page_size: int) -> None:
    builder = StreamBuilder(page_size=page_size, description=False, blocks=[Block("pc.ram", 128 * MIB)])
    builder.section(START, "block", struct.pack(">Q", 2)).ram_start()
    builder.section(START, "spapr/htab", b"\0\0\0\x12").command(11)
    builder.section(PART, "block", struct.pack(">Q", 1) + b"\x01d" + bytes(MIB) + struct.pack(">Q", 2))
    builder.section(PART, "spapr/htab", bytes(12)).ram_part()
    ram = Ram(page_size).zeros(0, 3, name="pc.ram").hook().pages(3 * page_size, 3)
    if page_size > 512:
        ram.compressed(0).xbzrle(0, b"\0\1x").flush()
    stream = builder.ram_part(ram).ram_end().full("cpu", b"x").build()
    assert page_size_of(stream, smallest=4000) == page_size


@pytest.mark.parametrize("page_size", SIZES)
def test_where_pages_tell_nothing_the_description_is_asked(page_size: int) -> None:
    """A pipe has to be kept for that; one zero page fits every page size."""
    ram = Ram(page_size).zero(0, name="pc.ram")
    assert page_size_of(build(page_size, ram, description=True)) == page_size
    assert page_size_of(build(page_size, description=True)) == page_size
    first = Ram(page_size).zeros(64 * MIB, 40, name="pc.ram")
    assert page_size_of(build(page_size, Ram(page_size), first, description=True)) == page_size


def test_where_nothing_tells_it_the_largest_counts() -> None:
    stream = build(4096, Ram().zero(0, name="pc.ram"))
    assert page_size_of(stream) == 65536


def test_lengths_of_blocks_have_a_say() -> None:
    builder = StreamBuilder(description=False, blocks=[Block("pc.ram", 16 * MIB), Block("rom", 4096)])
    assert page_size_of(builder.ram(Ram().zero(0, name="rom")).full("cpu", b"x").build()) == 4096


def test_pages_far_behind_what_is_looked_at() -> None:
    builder = StreamBuilder(page_size=8192, blocks=[Block("pc.ram", 128 * MIB)])
    chunk = struct.pack(">Q", 1) + b"\x01d" + bytes(MIB)
    builder.section(START, "block", struct.pack(">Q", 2)).ram_start()
    builder.section(PART, "block", chunk * 5 + struct.pack(">Q", 2))
    stream = builder.ram_part(Ram(8192).pages(0, 3, name="pc.ram")).ram_end().build()
    ber = to_ber(stream)
    assert to_ber(PipeSource(stream)) == ber
    assert "pagerun 0x0 24576" in shapes(ber)


def test_zeros_in_pages_are_no_records() -> None:
    """A full page of zeros must not be taken for a shorter one and what follows."""
    ram = Ram().page(0, bytes(4096), name="pc.ram").page(4096, content(0)[:2048] + bytes(2048)).pages(8192, 2)
    assert page_size_of(build(4096, ram)) == 4096


def test_contradictions_are_refused() -> None:
    ram = Ram().pages(0, 20, name="pc.ram")
    builder = StreamBuilder(page_bits=True).ram(ram).full("cpu", b"x")
    builder.page_size = 8192  # what the description says
    stream = builder.build()
    for source in (stream, PipeSource(stream)):
        with pytest.raises(FormatError, match=r"page bits|page_size"):
            to_ber(source)
    builder = StreamBuilder().ram(ram).full("cpu", b"x")
    builder.page_size = 8192
    stream = builder.build()
    for source in (stream, PipeSource(stream)):
        with pytest.raises(FormatError):
            to_ber(source)


@pytest.mark.parametrize("told", [0, 4095, 128, 1 << 17, -4096])
def test_an_impossible_page_size_is_not_believed(told: int) -> None:
    builder = StreamBuilder(description=False).ram(Ram().pages(0, 20, name="pc.ram"))
    stream = builder.end(b'{"page_size": %d, "devices": []}' % told).build()
    assert page_size_of(stream) == 4096
