"""Comparing whole states: what counts as a difference and what does not."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from qmigui import service
from qmigui.compare.page_names import CHANGED, EQUAL, NEITHER, ONLY_A, ONLY_B, ZEROED
from qmigui.errors import FormatError
from tests.builders import Block, Ram, StreamBuilder, Value, content, xbzrle
from tests.compare.states import diff, ram_hashes, read, told
from tests.converting import to_ber
from tests.corpus import CorpusFile, corpus, samples
from tests.gallery import gallery

PAGE = 4096
BLOCKS = (Block("pc.ram", 16 * PAGE),)


def be32(number: int) -> bytes:
    return struct.pack(">I", number)


def stream(*parts: Ram, values: list[Value] | None = None, **options: object) -> bytes:
    """A stream with these pages and a device of these fields."""
    builder = StreamBuilder(blocks=BLOCKS, **options)  # type: ignore[arg-type]
    builder.ram(*parts)
    if values is not None:
        builder.full("cpu", values=values)
    return builder.build()


def pages(one: bytes, other: bytes) -> list[int]:
    """Counts of the only block."""
    (block,) = diff(one, other).blocks
    return block.counts


# -- real states -------------------------------------------------------------------------


def test_a_state_equals_its_ber(sample: CorpusFile) -> None:
    octets = sample.read()
    found = diff(octets, to_ber(octets))
    assert found.is_equal
    assert found.sections > 3
    assert found.blocks


@pytest.mark.parametrize("name", gallery())
def test_a_made_state_equals_its_ber(name: str) -> None:
    octets = gallery()[name]
    assert diff(octets, to_ber(octets)).is_equal
    assert diff(octets, to_ber(octets, single=True)).is_equal


RAM_CASES = (
    "xbzrle-7.2",
    "compress-7.2",
    "compress-xbzrle-5.2",
    "live-rounds-7.2",
    "mapped-ram-10.0",
    "zero-page-none-10.0",
    "no-config-no-footer-7.2",
    "alpha-clipper-11.1",
)


@pytest.mark.parametrize("case_id", RAM_CASES)
def test_pages_are_those_of_the_guest(case_id: str) -> None:
    cases = {case.id: case for case in corpus().cases}
    if case_id not in cases:
        pytest.skip("needs the full corpus")
    case = cases[case_id]
    assert case.stream is not None
    octets = case.stream.read()
    truth = {block["name"]: block["sha256"] for block in case.ram_blocks}
    with read(octets) as state, read(to_ber(octets)) as ber:
        assert ram_hashes(state) == ram_hashes(ber) == truth


def test_a_guest_that_ran_on() -> None:
    cases = {case.id: case for case in corpus().cases}
    if "series-7.2-1" not in cases:
        pytest.skip("needs the full corpus")
    files = [cases[f"series-7.2-{number}"].stream for number in (1, 2)]
    assert files[0] is not None
    assert files[1] is not None
    found = diff(files[0].read(), files[1].read(), ranges=True)
    paths = [path for path, _, _ in told(found)]
    assert "section 0 'timer' / field 'cpu_clock_offset'" in paths
    assert "section 6 'cpu' / field 'env.regs[7]'" in paths
    ram, *others = found.blocks
    assert ram.counts[CHANGED] > 1000
    assert sum(count for _, _, count in ram.ranges) == ram.counts[CHANGED] + ram.counts[ZEROED]
    assert all(block.is_equal for block in others)


# -- machine and sections ----------------------------------------------------------------


def test_configuration() -> None:
    one = stream(machine="pc-test-1.0", uuid=bytes(16), capabilities=["x-any"], page_bits=True)
    other = stream(machine="pc-test-2.0", uuid=bytes(range(16)))
    for left in (one, to_ber(one)):
        assert told(diff(left, other)) == [
            ("configuration / machine", "pc-test-1.0", "pc-test-2.0"),
            ("configuration / target-page-bits", 12, None),
            ("configuration / capabilities", "x-any", None),
            ("configuration / uuid", bytes(16), bytes(range(16))),
        ]
    assert told(diff(stream(machine=None), stream())) == [("configuration", None, "pc-test-1.0")]


def test_framing_does_not_count() -> None:
    def with_frame(first_id: int, *, footers: bool = True, description: bool = True) -> bytes:
        builder = StreamBuilder(blocks=BLOCKS, footers=footers, description=description)
        if first_id:
            builder.command(1)
        builder.ram(Ram().pages(0, 4, name="pc.ram"))
        builder.full("cpu", values=[("halted", "uint32", be32(1))], section_id=first_id + 20)
        return builder.build()

    assert diff(with_frame(0), with_frame(5)).is_equal
    assert diff(with_frame(0), with_frame(5, footers=False)).is_equal
    assert diff(with_frame(0), with_frame(5, description=False)).is_equal


def test_sections_on_one_side() -> None:
    one = StreamBuilder(blocks=BLOCKS).ram().full("cpu", b"1").full("cpu", b"2", instance_id=1).build()
    other = StreamBuilder(blocks=BLOCKS).ram().full("cpu", b"1").full("rtc", b"3", version_id=7).build()
    assert told(diff(one, other)) == [
        ("section 3 'cpu'", "version 1", None),
        ("section 3 'rtc'", None, "version 7"),
    ]


def test_versions() -> None:
    one = StreamBuilder(blocks=BLOCKS).ram().full("cpu", b"1").build()
    other = StreamBuilder(blocks=BLOCKS).ram().full("cpu", b"1", version_id=2).build()
    assert told(diff(one, other)) == [("section 2 'cpu' / version", 1, 2)]


# -- values ------------------------------------------------------------------------------


def test_values_by_path() -> None:
    def values(halted: int, on: bytes, buffer: bytes) -> list[Value]:
        return [
            ("halted", "uint32", be32(halted)),
            ("offset", "int32", be32(0xFFFFFFFE)),
            ("on", "bool", on),
            ("buf", "buffer", buffer),
        ]

    one = stream(values=values(1, b"\0", bytes(40)))
    other = stream(values=values(2, b"\1", bytes(30) + b"ab" + bytes(8)))
    expected = [
        ("section 2 'cpu' / field 'halted'", 1, 2),
        ("section 2 'cpu' / field 'on'", False, True),
        ("section 2 'cpu' / field 'buf' / octets 0x1e..0x1f", bytes(2), b"ab"),
    ]
    for left in (one, to_ber(one)):
        for right in (other, to_ber(other)):
            assert told(diff(left, right)) == expected


def device(numbers: list[int], sub_versions: dict[str, int], array: bool = True) -> bytes:
    """A device with an array, a struct in a list and subsections."""
    payload = b"".join(map(be32, numbers)) + b"\1" + be32(7) + b"\0"
    field = {"name": "regs", "array_len": len(numbers), "type": "uint32", "size": 4}
    if not array:
        field = {"name": "regs", "type": "buffer", "size": 4 * len(numbers)}
    inner = {"vmsd_name": "item", "version": 1, "fields": [{"name": "x", "type": "uint32", "size": 4}]}
    subsections = []
    for name, version in sub_versions.items():
        payload += b"\5" + bytes((len(name),)) + name.encode() + be32(version) + b"\7"
        subsections.append(
            {"vmsd_name": name, "version": version, "fields": [{"name": "y", "type": "uint8", "size": 1}]}
        )
    vmsd = {
        "vmsd_name": "dev",
        "version": 1,
        "fields": [field, {"name": "queue", "type": "qtailq", "size": 6, **inner}],
        **({"subsections": subsections} if subsections else {}),
    }
    return StreamBuilder(blocks=BLOCKS).ram().full("dev", payload, vmsd=vmsd).build()


def test_elements_of_arrays_by_index() -> None:
    one, other = device([1, 2, 3], {}), device([1, 9, 3], {})
    for left, right in ((one, other), (to_ber(one), other)):
        assert told(diff(left, right)) == [("section 2 'dev' / field 'regs[1]'", 2, 9)]
    longer = device([1, 2, 3, 4], {})
    assert told(diff(one, longer)) == [("section 2 'dev' / field 'regs[3]'", None, 4)]
    assert told(diff(longer, one)) == [("section 2 'dev' / field 'regs[3]'", 4, None)]


def test_subsections_as_one() -> None:
    one, other = device([1], {"dev/a": 1, "dev/b": 1}), device([1], {"dev/b": 2, "dev/c": 1})
    assert told(diff(one, other)) == [
        ("section 2 'dev' / subsection 'dev/a'", "version 1", None),
        ("section 2 'dev' / subsection 'dev/b'", 1, 2),
        ("section 2 'dev' / subsection 'dev/c'", None, "version 1"),
    ]


def test_other_types() -> None:
    one, other = device([0x01020304], {}), device([0x01020304], {}, array=False)
    assert told(diff(one, other)) == []  # the same octets: what they are called does not count
    other = device([5], {}, array=False)
    assert [path for path, _, _ in told(diff(one, other))] == [
        "section 2 'dev' / field 'regs[0]'",
        "section 2 'dev' / field 'regs'",
    ]


def test_sections_that_nothing_describes() -> None:
    one = StreamBuilder(blocks=BLOCKS, description=False).ram().full("dev", bytes(100)).build()
    other = StreamBuilder(blocks=BLOCKS, description=False)
    other.ram().full("dev", bytes(50) + b"ABC" + bytes(30) + b"D" + bytes(20))
    assert told(diff(one, other.build())) == [
        ("section 2 'dev'", 100, 104),
        ("section 2 'dev' / octets 0x32..0x34", bytes(3), b"ABC"),
        ("section 2 'dev' / octet 0x53", b"\0", b"D"),
    ]


@pytest.mark.parametrize(
    "pattern",
    ["cpu", "c?u", "section 'cpu' / *", "section 2 'cpu' / field 'halted'", "field 'halted'", "*halted*"],
)
def test_what_is_left_out(pattern: str) -> None:
    one = stream(values=[("halted", "uint32", be32(1))])
    other = stream(values=[("halted", "uint32", be32(2))])
    assert not diff(one, other).is_equal
    found = diff(one, other, ignore=[pattern])
    assert found.is_equal
    assert found.ignored == 1
    assert not diff(one, other, ignore=["field 'x'"]).is_equal


# -- RAM ---------------------------------------------------------------------------------


def test_pages_by_what_they_are() -> None:
    one = Ram().pages(0, 3, name="pc.ram").zeros(3 * PAGE, 3).page(7 * PAGE)
    other = (
        Ram()
        .page(0, name="pc.ram")  # equal
        .page(PAGE, content(99))  # changed
        .zero(2 * PAGE)  # zeroed
        .zero(3 * PAGE)  # equal
        .page(4 * PAGE, bytes(PAGE))  # equal: a full page of zeros
        .page(5 * PAGE)  # changed
        .page(6 * PAGE)  # only in B; page 7 is only in A
    )
    counts = [0] * 6
    counts[EQUAL], counts[CHANGED], counts[ZEROED] = 3, 2, 1
    counts[ONLY_A] = counts[ONLY_B] = 1
    counts[NEITHER] = 8
    found = diff(stream(one), stream(other), ranges=True)
    (block,) = found.blocks
    assert block.counts == counts
    assert block.ranges == [
        (CHANGED, PAGE, 1),
        (ZEROED, 2 * PAGE, 1),
        (CHANGED, 5 * PAGE, 1),
        (ONLY_B, 6 * PAGE, 1),
        (ONLY_A, 7 * PAGE, 1),
    ]
    assert not found.is_equal
    assert found.unknown_pages == 8
    counts[ONLY_A], counts[ONLY_B] = counts[ONLY_B], counts[ONLY_A]
    assert pages(to_ber(stream(one)), stream(other)) == counts


def test_how_pages_came_does_not_count() -> None:
    """The last record of a page counts, whatever it was before and however it is packed."""
    plain = stream(Ram().pages(0, 4, name="pc.ram").zeros(4 * PAGE, 4).page(8 * PAGE, b"\x07" * PAGE))
    rounds = stream(
        Ram().page(0, content(50), name="pc.ram").page(PAGE, content(51)).zero(2 * PAGE),
        Ram().xbzrle(0, xbzrle(content(50), content(60)), name="pc.ram").zero(3 * PAGE).page(4 * PAGE),
        Ram()
        .xbzrle(0, xbzrle(content(60), content(0)), name="pc.ram")
        .xbzrle(PAGE, xbzrle(content(51), content(1)))
        .compressed(2 * PAGE)
        .compressed(3 * PAGE),
        Ram().zeros(4 * PAGE, 4, name="pc.ram").zero(8 * PAGE, fill=7),
    )
    assert diff(plain, rounds).is_equal
    assert diff(to_ber(rounds), plain).is_equal
    assert pages(plain, rounds)[EQUAL] == 9


def test_a_page_of_one_value_keeps_to_itself() -> None:
    """A difference applied to one page of a value must not change the others of that value."""
    filled = Ram().zero(0, fill=5, name="pc.ram").zero(PAGE, fill=5)
    changed = b"\x05" * 10 + b"x" + b"\x05" * (PAGE - 11)
    other = Ram().zero(0, fill=5, name="pc.ram").zero(PAGE, fill=5).xbzrle(0, xbzrle(b"\x05" * PAGE, changed))
    found = diff(stream(filled), stream(other), ranges=True)
    assert found.blocks[0].ranges == [(CHANGED, 0, 1)]


def test_blocks_and_lengths() -> None:
    def with_blocks(*blocks: Block) -> bytes:
        return StreamBuilder(blocks=blocks).ram(Ram().zeros(0, 2, name="a")).build()

    one = with_blocks(Block("a", 2 * PAGE), Block("b", PAGE))
    other = with_blocks(Block("a", 3 * PAGE), Block("c", PAGE))
    found = {block.name: block for block in diff(one, other, ranges=True).blocks}
    assert found[b"a"].lengths == (2 * PAGE, 3 * PAGE)
    assert found[b"a"].counts[ONLY_B] == 1
    assert found[b"a"].ranges == [(ONLY_B, 2 * PAGE, 1)]
    assert found[b"b"].lengths == (PAGE, None)
    assert found[b"c"].lengths == (None, PAGE)
    assert not diff(one, other, ignore=["a", "b", "c"]).blocks


def test_other_page_sizes_are_said() -> None:
    blocks = (Block("a", 4 * PAGE),)
    one = StreamBuilder(blocks=blocks).ram(Ram().zeros(0, 2, name="a")).build()
    other = StreamBuilder(blocks=blocks, page_size=1024).ram(Ram(1024).zeros(0, 2, name="a")).build()
    found = diff(one, other)
    assert "not compared" in found.blocks[0].note
    assert not found.is_equal


@pytest.mark.parametrize(
    "records",
    [
        Ram().xbzrle(0, b"\x00\x01x", name="pc.ram"),  # no page before
        Ram().page(0, name="pc.ram").xbzrle(0, b"\x00\x00"),
        Ram().compressed(0, b"not zlib", name="pc.ram"),
        Ram().compressed(0, b"\x78\x9c\x03\x00\x00\x00\x00\x01", name="pc.ram"),  # no octets
    ],
)
def test_pages_that_cannot_be_decoded(records: Ram) -> None:
    with pytest.raises(FormatError) as caught:
        diff(stream(records), stream(records))
    assert caught.value.offset
    assert caught.value.path


def test_gigantic_blocks_cost_nothing() -> None:
    blocks = (Block("huge", 1 << 45),)
    octets = StreamBuilder(blocks=blocks).ram(Ram().page(1 << 44, name="huge")).build()
    other = StreamBuilder(blocks=blocks).ram(Ram().zeros(1 << 44, 1, name="huge")).build()
    (block,) = diff(octets, other).blocks
    assert block.counts[ZEROED] == 1
    blocks = (Block("huge", 1 << 55),)
    octets = StreamBuilder(blocks=blocks).ram(Ram().page(0, name="huge")).build()
    with pytest.raises(FormatError, match="pages"):
        diff(octets, octets)


def test_samples_differ_from_each_other() -> None:
    streams = [file.read() for file in samples().streams()]
    assert not diff(streams[0], streams[1]).is_equal


CARRIERS = ("libvirt-raw-7.0", "libvirt-zstd-12.8", "libvirt-sparse-12.8")


@pytest.mark.parametrize("case_id", CARRIERS)
def test_a_carrier_does_not_count(case_id: str, tmp_path: Path) -> None:
    cases = {case.id: case for case in corpus().cases}
    if case_id not in cases:
        pytest.skip("needs the full corpus")
    image = str(cases[case_id].file("image.save").path())
    alone, ber = str(tmp_path / "bin"), str(tmp_path / "ber")
    service.convert(image, alone, to="binary", sync=False)
    service.convert(image, ber, sync=False)
    for other in (alone, ber):
        assert service.compare(image, other).diff.is_equal


def test_snapshots_of_one_image() -> None:
    cases = {case.id: case for case in corpus().cases}
    if "qcow2-savevm-7.2" not in cases:
        pytest.skip("needs the full corpus")
    image = cases["qcow2-savevm-7.2"].file("disk.qcow2").path()
    assert service.compare(f"{image}#1", f"{image}#1").diff.is_equal
    assert not service.compare(f"{image}#1", f"{image}#2").diff.is_equal
