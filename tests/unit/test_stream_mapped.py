"""mapped-ram: pages at fixed places of the file, and what else lies there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import FormatError
from qmigui.record import replace
from qmigui.stream import events as ev
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.converting import events_of, to_ber, to_binary
from tests.reference.memory import Memory
from tests.shapes import shapes
from tests.sources import HoleySource, PipeSource

MIB = 1 << 20
SIZE = 4096


def build(*blocks: Block, description: bool = True) -> bytes:
    """A stream with these blocks."""
    builder = StreamBuilder(capabilities=["mapped-ram"], blocks=blocks, description=description)
    return builder.ram(Ram()).full("cpu", b"x").build()


def converted(stream: bytes) -> list[str]:
    """The elements, after a check that they are the same from all sources and come back."""
    ber = to_ber(stream)
    assert to_binary(ber) == stream
    assert to_binary(PipeSource(ber), window=3000) == stream
    for window in (100 if len(stream) < 400_000 else 60_000, 5000, MIB):
        assert to_ber(PipeSource(stream), window=window) == ber
        assert to_ber(HoleySource(stream), window=window) == ber
    single = to_ber(stream, single=True)
    assert to_ber(HoleySource(stream), window=5000, single=True) == single
    assert to_binary(single) == stream
    return shapes(ber)[2:-2]


def pages(*numbers: int) -> dict[int, bytes]:
    """Pages with content."""
    return {number: content(number) for number in numbers}


def test_pages_with_their_bit_are_there() -> None:
    block = Block("pc.ram", 100 * SIZE, mapped=Mapped(pages(0, 1, 2, 50, 99)))
    assert converted(build(block)) == [
        "mapped pc.ram",
        "pagerun 0x0 12288",
        "fullpage 0x32000 4096",
        "fullpage 0x63000 4096",
    ]


def test_the_memory_is_what_the_pages_say() -> None:
    stream = build(
        Block("a", 100 * SIZE, mapped=Mapped(pages(3, 64), {5: content(1)})),
        Block("b", 3 * SIZE, mapped=Mapped(pages(1))),
    )
    memory = Memory(memoryview(to_ber(stream)))
    expected = bytearray(100 * SIZE)
    for number in (3, 64):
        expected[number * SIZE : (number + 1) * SIZE] = content(number)
    assert memory.blocks["a"] == expected
    assert memory.blocks["b"] == bytes(SIZE) + content(1) + bytes(SIZE)


@pytest.mark.parametrize("count", [1, 63, 64, 65, 128, 256, 257, 600])
def test_full_blocks_of_every_length(count: int) -> None:
    """Bitmaps have whole words, runs 256 pages."""
    block = Block("pc.ram", count * SIZE, mapped=Mapped(pages(*range(count))))
    full, rest = divmod(count, 256)
    expected = [f"pagerun {number * 256 * SIZE:#x} {256 * SIZE}" for number in range(full)]
    if rest:
        expected.append(f"{'pagerun' if rest > 1 else 'fullpage'} {full * 256 * SIZE:#x} {rest * SIZE}")
    assert converted(build(block)) == ["mapped pc.ram", *expected]


def test_no_pages_at_all() -> None:
    stream = build(Block("none", 0, mapped=Mapped()), Block("pc.ram", 64 * SIZE, mapped=Mapped()))
    assert converted(stream) == ["mapped none", "mapped pc.ram"]


def test_pages_that_are_zero_but_have_their_bit() -> None:
    """On a file system they may be holes; they are no zero pages to us."""
    present = {number: bytes(SIZE) for number in range(300)}
    stream = build(Block("pc.ram", 400 * SIZE, mapped=Mapped({**present, 350: content(1), 351: bytes(SIZE)})))
    assert converted(stream) == [
        "mapped pc.ram",
        f"pagerun 0x0 {256 * SIZE}",
        f"pagerun 0x100000 {44 * SIZE}",
        "pagerun 0x15e000 8192",
    ]


def test_stale_pages_without_their_bit() -> None:
    stale = {number: content(number) for number in (0, 1, 5, 99)}
    stream = build(Block("pc.ram", 100 * SIZE, mapped=Mapped(pages(2, 6), stale)))
    assert converted(stream) == [
        "mapped pc.ram",
        "stale 0x0 8192",
        "fullpage 0x2000 4096",
        "stale 0x5000 4096",
        "fullpage 0x6000 4096",
        "stale 0x63000 4096",
    ]


def test_stale_pages_with_one_octet() -> None:
    stale = {1: bytes(SIZE - 1) + b"\1", 2: b"\1" + bytes(SIZE - 1)}
    assert converted(build(Block("pc.ram", 4 * SIZE, mapped=Mapped({}, stale)))) == [
        "mapped pc.ram",
        "stale 0x1000 8192",
    ]


@pytest.mark.parametrize(
    ("gap", "shape"),
    [
        (b"x", "gap 1"),
        (b"\0\0x\0\0", "gap 3"),
        (bytes(9000) + b"x", "gap 9001"),
        (b"x" + bytes(70_000) + b"y", "gap 70002"),
        (b"z" * 2 * MIB, f"gap {2 * MIB}"),
        (bytes(3000), None),
    ],
)
def test_octets_between_bitmap_and_pages(gap: bytes, shape: str | None) -> None:
    block = Block("pc.ram", 4 * SIZE, mapped=Mapped(pages(1), gap=gap))
    expected = ["mapped pc.ram", *([shape] if shape else []), "fullpage 0x1000 4096"]
    assert converted(build(block)) == expected


@pytest.mark.parametrize("align", [256, SIZE, MIB])
def test_pages_may_begin_anywhere_behind_the_bitmap(align: int) -> None:
    blocks = [Block(name, 70 * SIZE, mapped=Mapped(pages(0, 69), align=align)) for name in "abc"]
    assert converted(build(*blocks)) == [
        line for name in "abc" for line in (f"mapped {name}", "fullpage 0x0 4096", "fullpage 0x45000 4096")
    ]


def test_ignored_blocks_have_neither_bitmap_nor_pages() -> None:
    stream = build(
        Block("shared", 64 * MIB, mapped=Mapped(ignored=True)), Block("own", SIZE, mapped=Mapped(pages(0)))
    )
    assert converted(stream) == ["mapped shared", "mapped own", "fullpage 0x0 4096"]
    assert len(stream) < MIB


def test_with_addresses_of_shared_blocks() -> None:
    block = Block("pc.ram", 2 * SIZE, addr=1 << 32, mapped=Mapped(pages(1)))
    builder = StreamBuilder(capabilities=["x-ignore-shared", "mapped-ram"], blocks=[block])
    assert converted(builder.ram(Ram()).full("cpu", b"x").build()) == [
        "mapped pc.ram",
        "fullpage 0x1000 4096",
    ]


@pytest.mark.parametrize("page_size", [256, 1024, 8192, 65536])
def test_other_page_sizes(page_size: int) -> None:
    present = {number: content(number, page_size) for number in range(3, 20)}
    block = Block("pc.ram", 64 * page_size, mapped=Mapped(present, page_size=page_size))
    builder = StreamBuilder(capabilities=["mapped-ram"], page_size=page_size, blocks=[block])
    assert converted(builder.ram(Ram()).full("cpu", b"x").build()) == [
        "mapped pc.ram",
        f"pagerun {3 * page_size:#x} {17 * page_size}",
    ]


@pytest.mark.parametrize("big_endian", [False, True], ids=["little-endian", "big-endian"])
def test_words_of_either_order(*, big_endian: bool) -> None:
    """Bits beyond the last page are 0, which tells the order; full words take that of a block before."""
    blocks = [
        Block("a", 70 * SIZE, mapped=Mapped(pages(0, 1, 2, 65), big_endian=big_endian)),
        Block("b", 64 * SIZE, mapped=Mapped(pages(10, 11), big_endian=big_endian)),
    ]
    assert converted(build(*blocks)) == [
        *["mapped a", "pagerun 0x0 12288", "fullpage 0x41000 4096"],
        *["mapped b", "pagerun 0xa000 8192"],
    ]


def test_words_that_do_not_tell_their_order_are_little_endian() -> None:
    block = Block("a", 64 * SIZE, mapped=Mapped(pages(0, 9)))
    assert converted(build(block)) == ["mapped a", "fullpage 0x0 4096", "fullpage 0x9000 4096"]


def test_the_wrong_order_loses_nothing() -> None:
    """Full words misread give other pages, stale or zero: no octet of the file is lost."""
    block = Block("a", 128 * SIZE, mapped=Mapped(pages(*range(5, 77)), big_endian=True))
    stream = build(block)
    assert to_binary(to_ber(stream)) == stream


def test_only_empty_rounds_follow() -> None:
    builder = StreamBuilder(capabilities=["mapped-ram"], blocks=[Block("a", SIZE, mapped=Mapped(pages(0)))])
    stream = builder.ram(Ram(), Ram()).full("cpu", b"x").build()
    assert shapes(to_ber(stream)) == ["section", "list", "mapped a", "fullpage 0x0 4096", *["section"] * 3]
    assert to_binary(to_ber(stream)) == stream


BLOCK = Block("a", 70 * SIZE, mapped=Mapped(pages(0)))

BAD = {
    "version": ({"version": 2}, "version 2"),
    "bitmap elsewhere": ({"bitmap_offset": 8}, "bitmap offset 0x8"),
    "pages in the bitmap": ({"pages_offset": 0}, "pages offset 0x0"),
    "pages not aligned": ({"pages_offset": SIZE + 8}, "pages offset 0x1008"),
    "pages beyond the file": ({"pages_offset": 1 << 40}, "the pages area ends at"),
}


@pytest.mark.parametrize("case", BAD)
def test_headers_that_contradict_themselves(case: str) -> None:
    changes, message = BAD[case]
    assert BLOCK.mapped is not None
    stream = build(replace(BLOCK, mapped=replace(BLOCK.mapped, changes=changes)))
    with pytest.raises(FormatError, match=message) as caught:
        to_ber(stream)
    assert caught.value.path == "section 1 'ram' / block 'a'"
    assert caught.value.offset is not None
    if "beyond" not in case:
        assert stream[caught.value.offset :][:4] == changes.get("version", 1).to_bytes(4, "big")
    with pytest.raises(FormatError):
        to_ber(PipeSource(stream))


@pytest.mark.parametrize("page_size", [0, 3, 128, 3000, 1 << 17, 1 << 63])
def test_impossible_page_sizes(page_size: int) -> None:
    stream = build(BLOCK).replace(
        b"\0\0\0\1" + SIZE.to_bytes(8, "big"), b"\0\0\0\1" + page_size.to_bytes(8, "big")
    )
    with pytest.raises(FormatError, match=f"page size {page_size}"):
        to_ber(stream)


def test_page_sizes_that_contradict_each_other() -> None:
    builder = StreamBuilder(capabilities=["mapped-ram"], page_bits=True, page_size=1024, blocks=[BLOCK])
    with pytest.raises(FormatError, match="page size 4096 in the mapped-ram header, 1024 elsewhere"):
        to_ber(builder.ram().build())


def test_data_that_ends_inside() -> None:
    whole = build(Block("a", 5 * SIZE, mapped=Mapped(pages(0, 4), gap=b"gap")), description=False)
    start = whole.index(b"\x01a") + 2
    end = start + 8 + 28 + 8
    for length in [*range(start, end + 4, 3), SIZE, SIZE + 1, 4 * SIZE, 6 * SIZE - 1]:
        for source in (whole[:length], PipeSource(whole[:length])):
            with pytest.raises(FormatError) as caught:
                to_ber(source)
            assert caught.value.offset is not None
            assert caught.value.offset <= length


# -- files with holes ------------------------------------------------------------------


def test_holes_stay_holes(tmp_path: Path) -> None:
    """Neither reading nor writing touches what is not there."""
    length = 512 * MIB
    head = StreamBuilder(capabilities=["mapped-ram"])
    offset = head.offset + 17 + 8 + 1 + len("pc.ram") + 8
    bitmap_length = length // SIZE // 8
    pages_offset = -(-(offset + 28 + bitmap_length) // MIB) * MIB
    bitmap = bytearray(bitmap_length)
    for number in (0, 70_000, 131_071):
        bitmap[number // 8] |= 1 << number % 8
    source = tmp_path / "sparse"
    with source.open("wb") as file:
        file.write(head.cut() + b"\x01\0\0\0\1\3ram\0\0\0\0\0\0\0\4")
        file.write((length | 4).to_bytes(8, "big") + b"\x06pc.ram" + length.to_bytes(8, "big"))
        file.write(b"\0\0\0\1" + b"".join(n.to_bytes(8, "big") for n in (SIZE, offset + 28, pages_offset)))
        file.write(bitmap)
        for number in (0, 131_071):  # page 70,000 has its bit, but lies in a hole
            file.seek(pages_offset + number * SIZE)
            file.write(content(number))
        file.write(
            b"\0\0\0\0\0\0\0\x10\x7e\0\0\0\1" + b"\x03\0\0\0\1" + Ram().octets(0) + b"\x7e\0\0\0\1" + b"\0"
        )
    assert source.stat().st_blocks * 512 < 4 * MIB
    ber, back = tmp_path / "ber", tmp_path / "back"
    service.convert(str(source), str(ber))
    assert ber.stat().st_size < MIB
    assert shapes(ber.read_bytes())[3:6] == [
        "fullpage 0x0 4096",
        "fullpage 0x11170000 4096",
        "fullpage 0x1ffff000 4096",
    ]
    service.convert(str(ber), str(back))
    assert back.stat().st_size == source.stat().st_size
    assert back.stat().st_blocks * 512 < 4 * MIB
    with source.open("rb") as one, back.open("rb") as other:
        while piece := one.read(16 * MIB):
            assert other.read(16 * MIB) == piece


def test_events_of_a_mapped_block() -> None:
    stream = build(Block("a", 3 * SIZE, mapped=Mapped(pages(1), {2: content(2)}, gap=b"gap")))
    names = [type(event).__name__ for event in events_of(stream)]
    start = names.index("RamListBegin")
    assert names[start : start + 6] == [
        *["RamListBegin", "RamListBlock", "MappedGap", "RamRuns", "MappedEnd", "RamListEnd"]
    ]
    (runs,) = [event for event in events_of(stream) if isinstance(event, ev.RamRuns)]
    assert runs.kinds.tolist() == [ev.PageKind.PAGE, ev.PageKind.STALE]


def test_os_of_this_test_knows_holes(tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    path = tmp_path / "hole"
    with path.open("wb") as file:
        file.truncate(MIB)
    with path.open("rb") as file:
        assert os.lseek(file.fileno(), 0, os.SEEK_HOLE) == 0
