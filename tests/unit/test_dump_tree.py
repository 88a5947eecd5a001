"""Trees of both forms."""

from __future__ import annotations

import io
import re

import pytest

from qmigui.qemufile.memory import MemorySource
from qmigui.schema.dump.run import dump_ber
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader
from qmigui.stream.tree import StreamTree
from qmigui.stream.tree_output import Output
from tests.builders import PART, START, Block, Ram, StreamBuilder
from tests.converting import to_ber
from tests.gallery import gallery
from tests.interop import built

PAGE = 4096


def of_ber(ber: bytes, **options: object) -> list[str]:
    """Lines of the tree of BER."""
    text = io.StringIO()
    dump_ber(MemorySource(ber), text.write, "tree", **options)  # type: ignore[arg-type]
    return text.getvalue().splitlines()


def of_stream(stream: bytes, *, everything: bool = False) -> list[str]:
    """Lines of the tree of a binary stream."""
    text = io.StringIO()
    output = Output(text.write)
    feed = Feed(MemorySource(stream))
    StreamTree(output, len(stream), everything=everything).run(BinaryReader(feed).events())
    output.flush(0)
    feed.close()
    return text.getvalue().splitlines()


def parts(lines: list[str], word: str) -> list[list[str]]:
    """The columns of the lines with *word* in them."""
    return [re.split(r"\s{2,}", line.strip()) for line in lines if word in line]


def pages(lines: list[str]) -> list[list[str]]:
    """Lines of pages: which, and what they are."""
    found = [re.split(r"\s{2,}", line.strip()) for line in lines]
    return [columns[1:] for columns in found if len(columns) > 2 and re.match(r"pages? 0x", columns[1])]


def test_pages_are_joined() -> None:
    ram = Ram().zeros(0, 4, name="pc.ram").pages(4 * PAGE, 3).zero(7 * PAGE, fill=9).zeros(9 * PAGE, 2)
    stream = StreamBuilder(blocks=(Block("pc.ram", 1 << 20),)).ram(ram).build()
    expected = [
        ["pages 0x0..0x3000", "4 zero pages"],
        ["pages 0x4000..0x6000", "3 full pages"],
        ["page 0x7000", "1 filled (0x9) page"],
        ["pages 0x9000..0xa000", "2 zero pages"],
    ]
    assert pages(of_stream(stream)) == expected
    for single in (False, True):
        assert pages(of_ber(to_ber(stream, single=single))) == expected


@pytest.mark.parametrize("name", sorted(built.STREAMS))
def test_both_forms_have_the_same_pages(name: str) -> None:
    stream = built.STREAMS[name]()
    found = pages(of_stream(stream))
    assert pages(of_ber(to_ber(stream))) == found
    assert pages(of_ber(to_ber(stream, single=True))) == found


def test_many_zero_pages_one_by_one() -> None:
    ram = Ram().zeros(0, 20000, name="pc.ram")
    stream = StreamBuilder(blocks=(Block("pc.ram", 20000 * PAGE),)).ram(ram).build()
    lines = of_ber(to_ber(stream, single=True))
    assert pages(lines) == [["pages 0x0..0x4e1f000", "20,000 zero pages"]]


def test_offsets_are_those_of_the_values() -> None:
    values = [("a", "uint8", b"\x11"), ("b", "uint32", b"\x22" * 4), ("c", "uint16", b"\x33" * 2)]
    stream = StreamBuilder().ram().full("device", values=values).build()
    for name, _, octets in values:
        (columns,) = parts(of_stream(stream), f"'{name}'")
        place = int(columns[0], 16)
        assert stream[place : place + len(octets)] == octets


@pytest.mark.parametrize("name", sorted({**gallery(), **dict.fromkeys(built.STREAMS, b"")}))
def test_octets_stand_where_it_is_said(name: str) -> None:
    stream = gallery()[name] if name in gallery() else built.STREAMS[name]()
    forms = [(stream, of_stream(stream, everything=True))]
    forms += [(ber, of_ber(ber, everything=True)) for ber in (to_ber(stream), to_ber(stream, single=True))]
    checked = 0
    for octets, lines in forms:
        for line in lines:
            found = re.match(r"0x([0-9a-f]+) +((?:[0-9a-f]{2} )*[0-9a-f]{2}) +\|(.{1,16})\|$", line)
            if found:
                wanted = bytes.fromhex(found[2])
                assert len(wanted) == len(found[3])
                place = int(found[1], 16)
                assert octets[place : place + len(wanted)] == wanted, line
                checked += 1
    assert checked or name in {"bare", "advised"}


def test_arrays_of_equal_integers_are_runs() -> None:
    vmsd = {
        "vmsd_name": "d",
        "version": 1,
        "fields": [{"name": "regs", "array_len": 300, "type": "uint32", "size": 4}],
    }
    payload = bytes(4 * 256) + b"\0\0\0\5" * 43 + b"\0\0\0\1"
    stream = StreamBuilder().ram().full("device", payload, vmsd=vmsd).build()
    expected = [("[0..255]", "0"), ("[256..298]", "5"), ("[299]", "1")]
    found = parts(of_stream(stream), "u32 ")
    assert [(columns[1], columns[-1]) for columns in found] == expected
    found = parts(of_ber(to_ber(stream)), "u32 ")
    assert [(columns[1].split()[0], columns[-1]) for columns in found] == expected


def test_devices_of_all_kinds_of_values() -> None:
    lines = of_stream(built.devices())
    text = "\n".join(lines)
    for words in ("qtailq", "gtree", "entry", "subsection 'in/s'", "NULL", "true", "'int 0x80'"):
        assert words in text
    assert parts(lines, "key")[0][-1].startswith("18446744073709551615")


def count(lines: list[str]) -> int:
    """How many octets EE are shown."""
    return sum(line[12:].split("|")[0].count("ee") for line in lines if line.endswith("|"))


@pytest.mark.parametrize("form", ["binary", "ber"])
@pytest.mark.parametrize(("length", "shown"), [(17, 17), (65536, 65536), (65537, 4096), (2 << 20, 4096)])
def test_long_octets_are_cut(length: int, shown: int, form: str) -> None:
    stream = StreamBuilder().ram().full("blob", b"\xee" * length, described=False).build()
    data = of_stream if form == "binary" else lambda octets, **more: of_ber(to_ber(octets), **more)
    lines = data(stream)
    assert count(lines) == shown
    more = [line.strip() for line in lines if "more octets" in line]
    assert more == ([f"... {length - shown:,} more octets"] if length > shown else [])
    whole = data(stream, everything=True)
    assert count(whole) == length


def test_opaque_pieces_are_one_string() -> None:
    length = (1 << 20) + 7
    chunk = b"\x40" + bytes(12) + length.to_bytes(8) + b"\xcc" * length
    builder = StreamBuilder().section(START, "dirty-bitmap", chunk + b"\1").ram(Ram().page(0, name="pc.ram"))
    builder.section(PART, "dirty-bitmap", b"\1")
    lines = of_stream(builder.build())
    assert [line.strip() for line in lines if "more octets" in line] == [
        f"... {length + 22 - 4096:,} more octets"
    ]


def test_octets_behind_the_description_are_not_of_it() -> None:
    stream = StreamBuilder().ram().trailing(b"after" * 9).build()
    lines = of_stream(stream)
    (columns,) = parts(lines, "trailing octets")
    assert int(columns[0], 16) == len(stream) - 45
    start = next(number for number, line in enumerate(lines) if "trailing octets" in line)
    assert len(lines) - start - 1 == 3


def test_an_ignored_block_has_no_bitmap() -> None:
    lines = of_stream(built.mapped())
    assert [int(columns[0], 16) > 0 for columns in parts(lines, "  bitmap ")] == [True, True]


def test_names_cannot_do_harm() -> None:
    values = [("a\x1b[31m\u202e", "uint8", b"\1")]
    stream = StreamBuilder().ram().full("device", values=values).build()
    for lines in (of_stream(stream), of_ber(to_ber(stream))):
        text = "\n".join(lines)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\\x1b[31m\\u202e" in text


def test_everything_shows_pages() -> None:
    ram = Ram().page(0, name="pc.ram").zero(PAGE)
    stream = StreamBuilder(blocks=(Block("pc.ram", 2 * PAGE),)).ram(ram).build()
    place = stream.rindex(b"\x06pc.ram") + 7
    octets = stream[place : place + 16]
    for lines in (of_stream(stream, everything=True), of_ber(to_ber(stream), everything=True)):
        start = next(number for number, line in enumerate(lines) if "full page" in line)
        assert octets.hex(" ") in lines[start + 1]
        assert len([line for line in lines if line.endswith("|")]) >= PAGE // 16
