"""RAM records and the elements that they become."""

from __future__ import annotations

import zlib

import pytest

from qmigui.errors import FormatError
from tests.builders import Block, Ram, StreamBuilder, content, xbzrle
from tests.converting import to_ber, to_binary
from tests.reference import ber as slow_ber
from tests.reference.ram import read_body
from tests.shapes import shapes
from tests.sources import PipeSource

MIB = 1 << 20


def converted(*parts: Ram, page_size: int = 4096, blocks: tuple[Block, ...] | None = None) -> list[str]:
    """The elements of PARTs, after a check that they come back, from a pipe too."""
    builder = StreamBuilder(
        page_size=page_size,
        page_bits=True,
        blocks=blocks or (Block("pc.ram", 64 * MIB), Block("vga", page_size * 16)),
    )
    stream = builder.ram(*parts).build()
    ber = to_ber(stream)
    assert to_binary(ber) == stream
    assert to_ber(PipeSource(stream, (50_000,)), window=5000) == ber
    single = to_ber(stream, single=True)
    assert to_binary(single) == stream
    assert to_binary(PipeSource(single), window=5000) == stream
    return shapes(ber)[2:-1]


# -- runs ------------------------------------------------------------------------------


def test_one_page_is_no_run() -> None:
    assert converted(Ram().zero(0, name="pc.ram").page(0x2000)) == [
        "section",
        "block pc.ram",
        "compr 0x0",
        "fullpage 0x2000 4096",
    ]


def test_pages_in_a_row_are_a_run() -> None:
    assert converted(Ram().zeros(0, 5, name="pc.ram").pages(0x5000, 3)) == [
        "section",
        "block pc.ram",
        "zerorun 0x0 5",
        f"pagerun 0x5000 {3 * 4096}",
    ]


@pytest.mark.parametrize("count", [2, 11, 12, 13, 63, 64, 65, 255, 256, 257, 512, 513])
def test_page_runs_are_cut_after_256(count: int) -> None:
    full, rest = divmod(count, 256)
    expected = [f"pagerun {number * 256 * 4096:#x} {256 * 4096}" for number in range(full)]
    if rest:
        expected.append(f"{'pagerun' if rest > 1 else 'fullpage'} {full * 256 * 4096:#x} {rest * 4096}")
    assert converted(Ram().pages(0, count, name="pc.ram")) == ["section", "block pc.ram", *expected]


@pytest.mark.parametrize("count", [2, 11, 12, 13, 256, 257, 8192, 16000])
def test_zero_runs_are_not_cut(count: int) -> None:
    assert converted(Ram().zeros(0x1000, count, name="pc.ram")) == [
        "section",
        "block pc.ram",
        f"zerorun 0x1000 {count}",
    ]


def test_a_gap_or_a_step_back_ends_a_run() -> None:
    ram = Ram().zeros(0, 20, name="pc.ram").zeros(21 * 4096, 20).zeros(40 * 4096, 2).zeros(41 * 4096, 1)
    assert converted(ram)[2:] == [
        "zerorun 0x0 20",
        "zerorun 0x15000 20",
        "zerorun 0x28000 2",
        "compr 0x29000",
    ]


def test_the_same_page_again_is_no_run() -> None:
    assert converted(Ram().zero(0, name="pc.ram").zero(0).zero(0).page(0).page(0))[2:] == [
        *["compr 0x0"] * 3,
        *["fullpage 0x0 4096"] * 2,
    ]


def test_alternating_pages_are_elements_of_their_own() -> None:
    ram = Ram().zero(0, name="pc.ram")
    for number in range(1, 40):
        (ram.page if number % 2 else ram.zero)(number * 4096)
    found = converted(ram)[2:]
    assert found[:3] == ["compr 0x0", "fullpage 0x1000 4096", "compr 0x2000"]
    assert len(found) == 40


def test_a_run_ends_where_a_fill_value_interrupts_it() -> None:
    ram = Ram().zeros(0, 30, name="pc.ram").zero(30 * 4096, fill=0xFF).zeros(31 * 4096, 30)
    assert converted(ram)[2:] == ["zerorun 0x0 30", "fillpage 0x1e000 255", "zerorun 0x1f000 30"]


def test_page_runs_are_counted_from_their_start_in_each_block() -> None:
    ram = Ram().pages(0, 100, name="pc.ram").pages(100 * 4096, 200, name="pc.ram")
    assert converted(ram) == [
        "section",
        "block pc.ram",
        f"pagerun 0x0 {100 * 4096}",
        "block pc.ram",
        f"pagerun 0x64000 {200 * 4096}",
    ]


def test_runs_do_not_go_on_into_the_next_section() -> None:
    assert converted(Ram().zeros(0, 3, name="pc.ram"), Ram().zeros(3 * 4096, 3)) == [
        "section",
        "block pc.ram",
        "zerorun 0x0 3",
        "section",
        "block",
        "zerorun 0x3000 3",
    ]


@pytest.mark.parametrize("window", [300, 4096, 4104, 5000, 8208, 100_000])
@pytest.mark.parametrize("count", [255, 257, 600])
def test_windows_leave_no_trace_in_runs(window: int, count: int) -> None:
    ram = Ram(1024).pages(0, count, name="pc.ram").zeros(count * 1024, count).pages(2 * count * 1024, count)
    stream = StreamBuilder(page_size=1024, page_bits=True).ram(ram).build()
    ber = to_ber(stream)
    assert to_ber(stream, window=window) == ber
    assert to_binary(ber, window=window) == stream


@pytest.mark.parametrize("page_size", [256, 1024, 4096, 8192, 16384, 65536])
def test_every_page_size(page_size: int) -> None:
    ram = Ram(page_size).pages(0, 257, name="pc.ram").zeros(257 * page_size, 300).page(0)
    assert converted(ram, page_size=page_size) == [
        "section",
        "block pc.ram",
        f"pagerun 0x0 {256 * page_size}",
        f"fullpage {256 * page_size:#x} {page_size}",
        f"zerorun {257 * page_size:#x} 300",
        f"fullpage 0x0 {page_size}",
    ]


@pytest.mark.parametrize(
    ("page_size", "count"), [(8192, 128), (8192, 129), (8192, 256), (65536, 17), (65536, 256)]
)
def test_strings_over_a_mib_are_in_pieces(page_size: int, count: int) -> None:
    payloads = [
        Ram(page_size).listing(Block("pc.ram", 64 * MIB)).octets(0),
        Ram(page_size).pages(0, count, name="pc.ram").octets(0),
        Ram(page_size).octets(0),
    ]
    builder = StreamBuilder(
        machine="pc",
        page_size=page_size,
        page_bits=True,
        blocks=[Block("pc.ram", 64 * MIB)],
        description=False,
    )
    stream = builder.ram(Ram(page_size).pages(0, count, name="pc.ram")).build()
    bodies = [slow_ber.ram_body(read_body(payload, 0, page_size)[0], page_size) for payload in payloads]
    ber = to_ber(stream)
    assert ber == slow_ber.ram_only_file(b"pc", bodies, 1, page_size.bit_length() - 1)
    assert to_ber(PipeSource(stream), window=70_000) == ber
    assert to_binary(PipeSource(ber), window=70_000) == stream


@pytest.mark.parametrize(
    "addr", [0, 0x7F00, 0x8000, 0x7FFF00, 0x800000, 0x7FFFFF00, 1 << 31, 1 << 39, 1 << 61]
)
def test_addresses_of_every_width(addr: int) -> None:
    ram = Ram(256).zero(addr, name="big").page(addr).zeros(addr, 30)
    for number in range(20):  # enough for columns
        ram.zero(addr + 512 * number).page(addr + 512 * number + 256)
    found = converted(ram, page_size=256, blocks=(Block("big", 1 << 61 | 1 << 40),))
    assert found[2:5] == [f"compr {addr:#x}", f"fullpage {addr:#x} 256", f"zerorun {addr:#x} 30"]
    assert found[-1] == f"fullpage {addr + 512 * 19 + 256:#x} 256"


def test_long_and_short_runs_side_by_side() -> None:
    """Elements of all lengths in one go, longer than any buffer together."""
    ram = Ram(1024)
    addr = 0
    for number in range(120):
        count = [1, 2, 100, 3, 256, 31][number % 6]
        if number % 4:
            ram.pages(addr, count, name="pc.ram" if not addr else None)
        else:
            ram.zeros(addr, count, name="pc.ram" if not addr else None)
        addr += (count + number % 2) * 1024
    found = converted(ram, page_size=1024)
    assert len([shape for shape in found if shape.startswith("zerorun")]) == 20


PATTERNS = [(1, 1), (1, 2), (2, 1), (5, 3), (8, 8), (9, 8), (1, 16), (12, 13)]


@pytest.mark.parametrize(("zeros", "pages"), PATTERNS)
@pytest.mark.parametrize("odd", [None, 0, 1, 63, 64, 65, 66, 127, 128, 200, 299])
def test_patterns_and_what_breaks_them(zeros: int, pages: int, odd: int | None) -> None:
    """Whether they are taken at once or one by one, elements and octets are the same."""
    records = Ram(256)
    for number in range(300):
        is_zero = (number % (zeros + pages) < zeros) != (number == odd)
        (records.zero if is_zero else records.page)(number * 256, name=None if number else "pc.ram")
    payload = Ram(256).listing(Block("pc.ram", 64 * MIB)).octets(0), records.octets(0), Ram(256).octets(0)
    bodies = [read_body(octets, 0, 256)[0] for octets in payload]
    builder = StreamBuilder(machine="pc", page_size=256, page_bits=True, blocks=[Block("pc.ram", 64 * MIB)])
    builder.described = False
    stream = builder.ram(records).build()
    for single in (False, True):
        ber = to_ber(stream, single=single)
        told = [slow_ber.ram_body(body, 256, single=single) for body in bodies]
        assert ber == slow_ber.ram_only_file(b"pc", told, 1, 8)
        assert to_binary(ber) == stream
        assert to_binary(ber, window=1000) == stream
        assert to_ber(stream, single=single, window=1000) == ber


@pytest.mark.parametrize("odd", [0, 1, 2, 62, 63, 64, 65, 66, 67, 100, 127, 128, 129, 130, 198, 199])
@pytest.mark.parametrize("long_form", ["length", "data length", "address"])
def test_an_element_of_another_form_in_a_pattern(odd: int, long_form: str) -> None:
    """Only the general reader may take it; all before and after is as ever."""
    elements = []
    for number in range(200):
        if number % 2:
            addr, data = slow_ber.integer(number * 256), slow_ber.string(content(number, 256))
            if number == odd and long_form == "data length":
                data = b"\x04\x84\0\0\1\0" + content(number, 256)
            if number == odd and long_form == "address":
                addr = b"\x02\x83" + addr[1:2].rjust(3, b"\0") + addr[2:]
            whole = slow_ber.element(slow_ber.FULL_PAGE, addr, data)
        else:
            whole = slow_ber.element(slow_ber.COMPR, slow_ber.digits(number * 256))
        if number == odd and long_form == "length":
            tag = 3 if number % 2 else 1
            head = 1 if whole[tag] < 0x80 else 1 + (whole[tag] & 0x7F)
            contents = whole[tag + head :]
            whole = whole[:tag] + b"\x85" + len(contents).to_bytes(5, "big") + contents
        elements.append(whole)
    records = Ram(256)
    for number in range(200):
        (records.page if number % 2 else records.zero)(number * 256, name=None if number else "pc.ram")
    builder = StreamBuilder(machine="pc", page_size=256, page_bits=True, description=False)
    stream = builder.ram(records).build()
    listing = slow_ber.ram_body(read_body(Ram(256).listing(*builder.blocks).octets(0), 0, 256)[0], 256)
    pages = slow_ber.open_ended(b"\x30", *elements)
    block = slow_ber.open_ended(slow_ber.SEC_BLOCK, slow_ber.text(b"pc.ram"), pages)
    bodies = [listing, slow_ber.open_ended(b"\x30", block), slow_ber.open_ended(b"\x30")]
    ber = slow_ber.ram_only_file(b"pc", bodies, 1, 8)
    for window in (700, 10_000, 1 << 20):
        assert to_binary(ber, window=window) == stream


# -- names -----------------------------------------------------------------------------


def test_each_name_begins_a_block_even_the_same_one() -> None:
    ram = Ram().page(0, name="pc.ram").page(0x1000).zero(0, name="vga").zero(0x1000, name="vga").page(0x2000)
    assert converted(ram) == [
        "section",
        "block pc.ram",
        "pagerun 0x0 8192",
        "block vga",
        "compr 0x0",
        "block vga",
        "compr 0x1000",
        "fullpage 0x2000 4096",
    ]


def test_a_section_may_go_on_without_a_name() -> None:
    assert converted(Ram().page(0, name="vga"), Ram().page(0x1000)) == [
        "section",
        "block vga",
        "fullpage 0x0 4096",
        "section",
        "block",
        "fullpage 0x1000 4096",
    ]


def test_every_kind_of_record_may_have_the_name() -> None:
    ram = Ram()
    ram.zero(0, name="vga").zero(0, fill=1, name="vga").page(0, name="vga")
    ram.xbzrle(0, b"\x00\x01z", name="vga").compressed(0, name="vga")
    shapes_found = converted(ram)
    assert shapes_found.count("block vga") == 5


@pytest.mark.parametrize("name", ["x", "n" * 255, "/rom@etc/acpi/tables", "Speicher Ä"])
def test_names_of_every_length(name: str) -> None:
    assert converted(Ram().page(0, name=name), blocks=(Block(name, 4096),))[1] == f"block {name}"


# -- other records -----------------------------------------------------------------------


def test_xbzrle_is_kept_as_it_is() -> None:
    new = bytearray(content(0))
    new[7], new[4000] = 0, 1
    difference = xbzrle(content(0), bytes(new))
    ram = Ram().page(0, name="pc.ram").xbzrle(0, difference).xbzrle(0, b"").xbzrle(0x1000, bytes(4096))
    assert converted(ram)[2:] == [
        "fullpage 0x0 4096",
        f"xbzrle 0x0 {len(difference)}",
        "xbzrle 0x0 0",
        "xbzrle 0x1000 4096",
    ]


def test_compressed_pages_are_kept_as_they_are() -> None:
    stored = zlib.compress(bytes(range(256)) * 16, 0)
    ram = Ram().compressed(0, name="pc.ram").compressed(0x1000, stored)
    assert converted(ram)[2:] == [
        f"zlibpage 0x0 {len(zlib.compress(content(0), 1))}",
        f"zlibpage 0x1000 {len(stored)}",
    ]


def test_hooks_and_flushes() -> None:
    ram = Ram().hook().zeros(0, 2, name="vga").hook().zeros(0x2000, 2).flush().zeros(0x4000, 2).flush()
    assert converted(ram) == [
        *["section", "block", "hook"],
        *["block vga", "zerorun 0x0 2", "hook", "zerorun 0x2000 2"],
        *["flush", "block", "zerorun 0x4000 2", "flush"],
    ]


def test_a_flush_between_sections_only() -> None:
    assert converted(Ram().flush(), Ram().flush().flush()) == [
        "section",
        "flush",
        "section",
        "flush",
        "flush",
    ]


def test_start_may_have_pages_as_in_old_streams() -> None:
    ram = Ram().listing(Block("pc.ram", MIB)).pages(0, 3, name="pc.ram").zeros(0x3000, 2)
    stream = StreamBuilder(page_bits=True).ram_start(ram).ram_end().build()
    ber = to_ber(stream)
    assert shapes(ber) == [
        "section",
        "list",
        "block pc.ram",
        "pagerun 0x0 12288",
        "zerorun 0x3000 2",
        "section",
    ]
    assert to_binary(ber) == stream


def test_a_list_may_come_again() -> None:
    """As after memory was plugged in."""
    grown = Ram().listing(Block("pc.ram", MIB), Block("dimm", MIB)).zero(0, name="dimm")
    stream = StreamBuilder(page_bits=True).ram(Ram().zero(0, name="pc.ram"), grown, Ram().zero(0)).build()
    ber = to_ber(stream)
    assert shapes(ber).count("list") == 2
    assert to_binary(ber) == stream


def test_version_3_is_refused_by_name() -> None:
    records = (8 * 4096 | 4).to_bytes(8, "big") + (2).to_bytes(8, "big") + b"\x00"
    builder = StreamBuilder(machine=None, footers=False)
    stream = builder.ram_start(Ram().raw(records), version_id=3).ram_end().build()
    with pytest.raises(FormatError, match="version 3 of RAM"):
        to_ber(stream)


# -- what is no RAM ------------------------------------------------------------------------


BAD = {
    "page beyond the block": (Ram().zero(MIB, name="a"), 0, "0x100000 is beyond the end of the block"),
    "run beyond the block": (Ram().zeros(MIB - 3 * 4096, 4, name="a"), 11 + 2 * 9, "beyond the end"),
    "long run beyond the block": (
        Ram().pages(MIB - 70 * 4096, 71, name="a"),
        4106 + 69 * 4104,
        "0x100000 is beyond",
    ),
    "unknown block": (Ram().zero(0, name="b"), 0, "block 'b', which is not in the block list"),
    "no name yet": (Ram().zero(0), 0, "none has been named"),
    "two kinds": (Ram().record(0, 0x0A, bytes(4096), name="a"), 0, r"flags 0xa \(ZERO \| PAGE\)"),
    "no kind": (Ram().record(0, 0), 0, r"flags 0x20 \(CONTINUE\)"),
    "unknown kind": (Ram().record(0, 0x800), 0, "flags 0x820"),
    "old kind": (Ram().record(0, 0x01), 0, r"FULL \| CONTINUE"),
    "EOS with an address": (Ram().raw(b"\0\0\0\0\0\1\0\x10"), 0, r"\(EOS\)"),
    "hook with an address": (Ram().raw(b"\0\0\0\0\0\1\0\x80"), 0, "hook"),
    "another XBZRLE": (Ram().record(0, 0x40, b"\2\0\1x", name="a"), 0, "encoding 2"),
    "XBZRLE too long": (Ram().record(0, 0x40, b"\1\x10\1" + bytes(4097), name="a"), 0, "length 4097"),
    "no compressed data": (Ram().compressed(0, b"", name="a"), 0, "compressed data length 0"),
    "compressed data too long": (Ram().record(0, 0x100, b"\1\0\0\0", name="a"), 0, "length 16777216"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("pipe", [False, True], ids=["file", "pipe"])
def test_bad_records_are_refused_with_their_place(case: str, *, pipe: bool) -> None:
    ram, where, message = BAD[case]
    builder = StreamBuilder(page_bits=True, blocks=[Block("a", MIB)]).ram_start()
    place = builder.offset + 5 + where
    stream = builder.ram_part(ram).ram_end().build()
    with pytest.raises(FormatError, match=message) as caught:
        to_ber(PipeSource(stream) if pipe else stream)
    assert caught.value.offset == place
    assert caught.value.path is not None
    assert caught.value.path.startswith("section 1 'ram'")


@pytest.mark.parametrize("missing", [1, 3, 7, 8, 9, 100, 4095, 4096, 4097, 4104, 4110])
def test_data_that_ends_inside_a_record(missing: int) -> None:
    builder = StreamBuilder(page_bits=True).ram_start()
    stream = builder.raw(b"\x02\0\0\0\1" + Ram().zeros(0, 20, name="pc.ram").page(0).octets(0)).cut()
    for source in (stream[:-missing], PipeSource(stream[:-missing])):
        with pytest.raises(FormatError, match="the data ends") as caught:
            to_ber(source)
        assert caught.value.offset is not None
        assert caught.value.offset <= len(stream) - missing
