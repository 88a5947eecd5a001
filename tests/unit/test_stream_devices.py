"""Device sections: where they end, with and without a description, from a file and from a pipe."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from qmigui.errors import FormatError
from qmigui.stream import events as ev
from tests.builders import FULL, Block, Ram, StreamBuilder
from tests.converting import Converted, convert, events_of, rewritten, to_ber, to_binary
from tests.shapes import bodies, shapes
from tests.sources import PipeSource, SlowSource

RAM = Ram().zeros(0, 20, name="pc.ram").pages(20 * 4096, 2)
KINDS = {"footers": True, "no footers": False}


def plain(**more: Any) -> StreamBuilder:
    """A stream up to its devices."""
    return StreamBuilder(page_bits=True, **more).ram(RAM)


def converted(stream: bytes) -> Converted:
    """The conversion, after a check that it is the same from all sources and goes back."""
    result = convert(stream, to_ber=True)
    assert to_binary(result.octets) == stream
    assert rewritten(stream) == stream
    for window in (
        64 if len(stream) < 200_000 else 50_000,
        3000 if len(stream) < 1 << 20 else 70_000,
        1 << 20,
    ):
        pipe = convert(PipeSource(stream), to_ber=True, window=window)
        assert pipe.octets == result.octets
        assert pipe.problems == result.problems
        assert to_binary(PipeSource(result.octets), window=window) == stream
    return result


# -- without description ------------------------------------------------------------------

AWKWARD = {
    "empty": b"",
    "one octet": b"\x00",
    "long": bytes(range(256)) * 500,
    "over a MiB": b"longer" * 300_000,
    "footer magic": b"\x7e\x7e\x7e\x00\x00\x00\x7e",
    "another footer": b"\x7e\x00\x00\x00\x63\x04\x00",
    "own footer, nothing behind": b"\x7e\x00\x00\x00\x02\x33\x33",
    "zeros": bytes(300),
    "like an EOF": b"\x00\x06\x00\x00\x00\x04{}",
    "like a subsection": b"\x05\x07dev/sub\x00\x00\x00\x01x",
    "type octets": b"\x04\x04\x03\x02\x01\x00\x08\x07\x06",
}


@pytest.mark.parametrize("payload", AWKWARD)
def test_footers_tell_the_ends(payload: str) -> None:
    octets = AWKWARD[payload]
    builder = plain(description=False)
    for name in ("dev", "bus/dev", "x"):
        builder.full(name, octets, described=False)
    result = converted(builder.build())
    assert bodies(result.octets) == [("dev", octets), ("bus/dev", octets), ("x", octets)]
    assert result.opaque == 3


@pytest.mark.parametrize("payload", [name for name in AWKWARD if name != "like an EOF"])
def test_signatures_tell_the_ends_where_there_are_no_footers(payload: str) -> None:
    octets = AWKWARD[payload]
    builder = plain(description=False, footers=False)
    for number, name in enumerate(("dev", "bus/dev", "xyz")):
        builder.full(name, octets, described=False, instance_id=number)
    assert bodies(converted(builder.build()).octets) == [
        ("dev", octets),
        ("bus/dev", octets),
        ("xyz", octets),
    ]


def test_what_looks_like_a_section_seen_before_is_none() -> None:
    """A payload may hold what was a head: no id and no name comes twice."""
    head = b"\x04" + struct.pack(">IB", 2, 3) + b"dev" + struct.pack(">II", 0, 1)
    again = b"\x04" + struct.pack(">IB", 77, 3) + b"dev" + struct.pack(">II", 0, 1)
    for footers in (True, False):
        builder = plain(description=False, footers=footers)
        builder.full("dev", b"1" + head, described=False).full("other", again + b"2" + head, described=False)
        assert bodies(converted(builder.build()).octets) == [
            ("dev", b"1" + head),
            ("other", again + b"2" + head),
        ]


def test_a_footer_followed_by_what_can_follow_one() -> None:
    """Inside a payload that is bad luck: the first one that makes sense is taken, and nothing is lost."""
    inside = b"\x7e\0\0\0\2" + b"\x04" + struct.pack(">IB", 3, 3) + b"two" + struct.pack(">II", 0, 1)
    stream = plain(description=False).full("one", b"a" + inside + b"b", described=False).build()
    for source in (stream, PipeSource(stream)):
        try:
            assert to_binary(to_ber(source)) == stream
        except FormatError as error:
            assert error.offset is not None


@pytest.mark.parametrize("kind", KINDS)
def test_long_and_short_devices_in_turn(kind: str) -> None:
    """Heads fall on all places of what is looked at together."""
    builder = plain(description=False, footers=KINDS[kind])
    lengths = [1 << power for power in range(21)] + [(1 << 20) - 17, (1 << 20) - 1, 1020, 1024 + 261]
    for number, length in enumerate(lengths):
        builder.full(f"device{number}", b"\x55" * length, described=False)
    result = converted(builder.build())
    assert [len(octets or b"") for _, octets in bodies(result.octets)] == lengths


def test_a_device_longer_than_is_held_at_once() -> None:
    octets = b"\x55" * (33 << 20)
    stream = (
        plain(description=False)
        .full("big", octets, described=False)
        .full("small", b"s", described=False)
        .build()
    )
    ber = to_ber(stream)
    assert bodies(ber) == [("big", octets), ("small", b"s")]
    assert to_binary(ber) == stream
    assert to_ber(PipeSource(stream)) == ber


@pytest.mark.parametrize("name", ["x", "xy", "n" * 255, "0000:00:1f.7/qemu-xhci", "a b"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("description", [True, False], ids=["description", "no description"])
def test_names_of_all_lengths(name: str, kind: str, *, description: bool) -> None:
    builder = plain(description=description, footers=KINDS[kind]).full("first", b"1", described=description)
    builder.full(name, b"22", described=description).full("last", b"333", described=description)
    names = [found for found, _ in bodies(converted(builder.build()).octets)]
    if description or KINDS[kind] or len(name) > 1:
        assert names == ["first", name, "last"]
    else:  # too short to be told from other octets
        assert names == ["first", "last"]


def test_no_devices_at_all() -> None:
    for description in (True, False):
        for footers in (True, False):
            assert bodies(converted(plain(description=description, footers=footers).build()).octets) == []


# -- with description ---------------------------------------------------------------------

VALUES = [
    ("halted", "uint32", b"\0\0\0\1"),
    ("on", "bool", b"\1"),
    ("regs", "buffer", b"\x7e\0\0\0\2\0"),
    ("t", "timer", b"\xff" * 8),
]


@pytest.mark.parametrize("kind", KINDS)
def test_described_devices_become_fields(kind: str) -> None:
    builder = plain(footers=KINDS[kind]).full("cpu", values=VALUES).full("cpu", values=VALUES, instance_id=1)
    result = converted(builder.full("none", b"").build())
    assert bodies(result.octets) == [("cpu", None), ("cpu", None), ("none", None)]
    assert (result.typed, result.opaque) == (3, 0)
    assert result.problems == []


def test_instance_ids_are_unsigned() -> None:
    """As a description of QEMU before 5.0 had them signed."""
    builder = plain().full("spapr_iommu", b"xyz", instance_id=0x80000001)
    text = builder.description().replace(b"2147483649", b"-2147483647")
    assert converted(builder.end(text).build()).typed == 1


def test_devices_that_the_description_does_not_list() -> None:
    builder = plain().full("a", b"1").full("hidden", b"\x7e22", described=False).full("b", b"3")
    result = converted(builder.build())
    assert bodies(result.octets) == [("a", None), ("hidden", b"\x7e22"), ("b", None)]
    assert result.codes() == ["not-described"]


def test_devices_that_the_stream_does_not_have() -> None:
    builder = plain().full("a", b"1").full("b", b"3")
    ghost = {"name": "ghost", "instance_id": 0, "vmsd_name": "ghost", "version": 1, "fields": []}
    real = json.loads(builder.description())["devices"]
    result = converted(builder.end(builder.description([ghost, real[0], ghost, ghost, real[1]])).build())
    assert bodies(result.octets) == [("a", None), ("b", None)]


def test_devices_in_another_order() -> None:
    builder = plain().full("a", b"1").full("b", b"22").full("c", b"333")
    a, b, c = json.loads(builder.description())["devices"]
    result = converted(builder.end(builder.description([c, a, b])).build())
    assert bodies(result.octets) == [("a", None), ("b", None), ("c", None)]


def test_another_version_is_told() -> None:
    builder = plain().full("a", b"1", version_id=3)
    text = builder.description().replace(b'"version": 3', b'"version": 4')
    assert converted(builder.end(text).build()).codes() == ["version-differs"]


@pytest.mark.parametrize("size", [0, 2, 9, 1 << 40])
def test_a_wrong_size_makes_octets(size: int) -> None:
    builder = plain().full("a", b"\x11" * 4).full("b", b"3")
    text = builder.description().replace(b'"size": 4', b'"size": %d' % size)
    result = converted(builder.end(text).build())
    assert bodies(result.octets) == [("a", b"\x11" * 4), ("b", None)]
    assert result.codes() == ["device-opaque"]
    assert result.opaque == 1


BROKEN = {
    "no JSON": b"{not json}",
    "cut devices": b'{"page_size": 4096, "devices": [{"name": "a", "instance_id": 0, }',
    "devices no list": b'{"page_size": 4096, "devices": {}}',
    "device no object": b'{"devices": [7]}',
    "no name": b'{"devices": [{"instance_id": 0}]}',
    "empty": b"{}",
    "deep": b'{"devices": [' + b'{"fields": [' * 3000 + b"]}" * 3000 + b"]}",
    "not UTF-8": b'{"devices": [{"name": "\xff", "instance_id": 0}]}',
    "lone surrogate": b'{"devices": [{"name": "\\ud800", "instance_id": 0}]}',
    "huge numbers": b'{"devices": [{"name": "a", "instance_id": 0, "version": ' + b"9" * 4000 + b"}]}",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_description_is_kept_but_not_used(case: str) -> None:
    stream = plain().full("a", b"1").full("b", b"22").end(BROKEN[case]).build()
    result = converted(stream)
    assert bodies(result.octets) == [("a", b"1"), ("b", b"22")]
    assert result.problems


def test_an_empty_description() -> None:
    result = converted(plain(description=False).full("a", b"1", described=False).end(b"").build())
    assert bodies(result.octets) == [("a", b"1")]


def test_a_long_description() -> None:
    builder = plain()
    for number in range(400):
        builder.full(
            f"device{number}", values=[("x" * 250 + str(field), "uint8", b"7") for field in range(12)]
        )
    stream = builder.build()
    assert len(stream) > 1 << 20
    assert converted(stream).typed == 400


def test_a_description_that_a_page_holds_is_none() -> None:
    """RAM may hold a whole stream, or the end of one."""
    text = b'{"page_size": 4096, "devices": []}'
    fake = b"\x00\x06" + struct.pack(">I", len(text)) + text
    page = (fake + bytes(4096))[:4096]
    for description in (True, False):
        builder = StreamBuilder(page_bits=True, description=description)
        builder.full("early", b"e", described=description)
        builder.ram(Ram().page(0, page, name="pc.ram").pages(4096, 3)).full(
            "dev", b"d", described=description
        )
        assert [name for name, _ in bodies(converted(builder.build()).octets)] == ["early", "dev"]


def test_trailing_octets_are_kept() -> None:
    for octets in (b"\0", b"\0" * 5000, b"text", b"}", bytes(range(256)) * 9000):
        builder = plain().full("a", values=VALUES).trailing(octets)
        result = converted(builder.build())
        assert result.codes() == ["trailing"]
        assert bodies(result.octets) == [("a", None)]


def test_the_page_size_of_the_description_counts_from_a_pipe_too() -> None:
    stream = StreamBuilder(page_size=1024).ram(Ram(1024).zero(0, name="pc.ram")).full("a", b"1").build()
    assert "compr 0x0" in shapes(converted(stream).octets)
    assert [event.page_size for event in events_of(stream) if isinstance(event, ev.RamListEnd)] == [1024]


# -- devices elsewhere -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("description", [True, False], ids=["description", "no description"])
def test_devices_before_ram(kind: str, *, description: bool) -> None:
    """As virtio-mem since 8.0; a pipe has to be kept from here on."""
    builder = StreamBuilder(page_bits=True, footers=KINDS[kind], description=description)
    builder.full("virtio-mem-device-early", b"early", described=description).command(11)
    builder.ram(Ram().zeros(0, 50, name="pc.ram").pages(50 * 4096, 300))
    builder.full("cpu", b"late", described=description)
    if not description and not KINDS[kind]:
        # No such stream exists.  RAM is taken for a part of the device; nothing is lost.
        converted(builder.build())
        return
    result = converted(builder.build())
    assert [name for name, _ in bodies(result.octets)] == ["virtio-mem-device-early", "cpu"]
    assert f"pagerun {50 * 4096:#x} {256 * 4096}" in shapes(result.octets)


def test_devices_between_start_and_end_of_ram() -> None:
    builder = StreamBuilder(page_bits=True).ram_start().full("early", b"e")
    builder.ram_part(RAM).full("middle", b"m").ram_end().full("late", b"l")
    assert [name for name, _ in bodies(converted(builder.build()).octets)] == ["early", "middle", "late"]


def test_a_slow_pipe_is_spooled() -> None:
    stream = plain().full("cpu", values=VALUES).build()
    assert to_ber(SlowSource(stream, (700,))) == to_ber(stream)


def test_a_package_of_devices() -> None:
    builder = StreamBuilder(
        page_bits=True, description=False, blocks=[Block("pc.ram", 1 << 24, page_size=2 << 20)]
    )
    builder.command(3, bytes(16)).ram_start().ram_part(Ram().zeros(0, 9, name="pc.ram"))

    def inside(package: StreamBuilder) -> None:
        package.command(4)
        package.full("timer", b"\0\0\6t", described=False).full("cpu", b"\x7e" * 9, described=False)
        package.command(2, bytes(4)).command(5)

    stream = builder.package(inside).ram_part(Ram().pages(0, 3, name="pc.ram")).ram_end().build()
    result = converted(stream)
    assert bodies(result.octets) == [("timer", b"\0\0\6t"), ("cpu", b"\x7e" * 9)]
    assert "pagerun 0x0 12288" in shapes(result.octets)


def test_an_empty_package() -> None:
    converted(plain().package(lambda package: None).full("a", b"1").build())


@pytest.mark.parametrize("length", [0, 1, 4, 9, 11, 100, 2**32 - 1])
def test_a_package_of_another_length(length: int) -> None:
    builder = StreamBuilder(page_bits=True).ram()
    stream = builder.package(lambda package: package.command(4).command(5), length).full("dev", b"d").build()
    for source in (stream, PipeSource(stream)):
        if length == 0:
            assert to_binary(to_ber(source)) == stream
            continue
        with pytest.raises(FormatError) as caught:
            to_ber(source)
        assert caught.value.offset is not None


def test_a_package_in_a_package() -> None:
    stream = plain().package(lambda package: package.package(lambda inner: inner.command(4))).build()
    with pytest.raises(FormatError, match="a package inside a package"):
        to_ber(stream)


def test_a_package_command_of_another_kind() -> None:
    with pytest.raises(FormatError, match="length 3, not 4"):
        to_ber(plain().command(7, b"abc").build())


# -- configuration ------------------------------------------------------------------------------


def test_all_of_the_configuration() -> None:
    names = ["x-ignore-shared", "a" * 255]
    blocks = [Block("pc.ram", 4096, addr=0)]
    builder = StreamBuilder(page_bits=True, capabilities=names, uuid=bytes(range(16)), blocks=blocks)
    stream = builder.ram().full("dev", b"d").build()
    converted(stream)
    (configuration,) = [event for event in events_of(stream) if isinstance(event, ev.Configuration)]
    assert configuration.machine == b"pc-test-1.0"
    assert configuration.subsections == (
        ev.TargetPageBits(1, 12),
        ev.Capabilities(1, tuple(name.encode() for name in names)),
        ev.Uuid(1, bytes(range(16))),
    )


@pytest.mark.parametrize("octets", [b"", b"x", b"\x05\x07\x04" * 40])
def test_unknown_subsections_are_kept_where_they_are_described(octets: bytes) -> None:
    builder = StreamBuilder(page_bits=True, others={"vdso": octets, "more": b"2"}).ram(RAM).full("dev", b"d")
    stream = builder.build()
    converted(stream)
    (configuration,) = [event for event in events_of(stream) if isinstance(event, ev.Configuration)]
    assert configuration.subsections[1:] == (
        ev.OtherSubsection(b"configuration/vdso", 1, octets),
        ev.OtherSubsection(b"configuration/more", 1, b"2"),
    )


def test_unknown_subsections_that_nothing_describes() -> None:
    builder = StreamBuilder(page_bits=True, others={"vdso": b"abc"}, description=False)
    stream = builder.ram(RAM).full("dev", b"d", described=False).build()
    for source in (stream, PipeSource(stream)):
        with pytest.raises(FormatError, match="of unknown length") as caught:
            to_ber(source)
        assert caught.value.path == "configuration/vdso"


@pytest.mark.parametrize("machine", ["m", "pc-i440fx-7.2", b"\xff\0\n", b"n" * 65535])
def test_machine_names_are_octets(machine: str | bytes) -> None:
    converted(StreamBuilder(machine=machine, page_bits=True).ram(RAM).full("dev", b"d").build())


@pytest.mark.parametrize("bits", [0, 7, 17, 12345, 2**32 - 1])
def test_impossible_page_bits(bits: int) -> None:
    head = StreamBuilder(page_bits=True).cut()
    with pytest.raises(FormatError, match=f"page bits {bits}"):
        to_ber(head[:-4] + struct.pack(">I", bits) + bytes(100))


# -- what ends too early, or goes wrong -------------------------------------------------------------


def test_sections_of_one_id() -> None:
    builder = plain().full("a", b"1", section_id=2)
    place = builder.offset
    with pytest.raises(FormatError, match="section id 2 is used twice") as caught:
        to_ber(builder.full("b", b"2", section_id=2).build())
    assert caught.value.offset == place


def test_sections_of_one_name() -> None:
    stream = plain().full("a", b"1").full("a", b"2").full("b", b"3").build()
    result = converted(stream)
    assert "section-twice" in result.codes()


@pytest.mark.parametrize("footer_id", [0, 3, 0x7E])
def test_footers_of_other_sections(footer_id: int) -> None:
    for description in (True, False):
        builder = plain(description=description)
        builder.section(FULL, "a", b"1234", footer_id=footer_id).full("b", b"2", described=description)
        with pytest.raises(FormatError) as caught:
            to_ber(builder.build())
        assert caught.value.path == "section 2 'a'"


def test_a_footer_that_is_missing() -> None:
    builder = plain()
    builder.footers = False
    builder.full("a", b"1234")
    builder.footers = True
    with pytest.raises(FormatError, match="footer") as caught:
        to_ber(builder.full("b", b"2").build())
    assert caught.value.path == "section 2 'a'"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("description", [True, False], ids=["description", "no description"])
def test_a_stream_cut_anywhere_among_its_devices(kind: str, *, description: bool) -> None:
    builder = plain(footers=KINDS[kind], description=description)
    start = builder.offset
    builder.full("cpu", b"\x11" * 30, described=description).full(
        "timer", b"\x22" * 20, described=description
    )
    whole = builder.build()
    for end in range(start, len(whole), 3):
        cut = whole[:end]
        for source in (cut, PipeSource(cut)):
            try:
                ber = to_ber(source)
            except FormatError as error:
                assert error.offset is not None
                assert error.offset <= end
            else:
                assert to_binary(ber) == cut


@pytest.mark.parametrize("octets", [b"\x05", b"\x06", b"\x07", b"\x09", b"\x7e\0\0\0\x01", b"\xff"])
def test_unknown_elements(octets: bytes) -> None:
    builder = plain()
    place = builder.offset
    for stream in (builder.raw(octets + bytes(50)).cut(),):
        with pytest.raises(FormatError, match="unknown section type") as caught:
            to_ber(stream)
        assert caught.value.offset == place
        assert caught.value.path == "after section 1 'ram'"


@pytest.mark.parametrize("code", [0, 12, 255, 65535])
def test_unknown_commands(code: int) -> None:
    builder = plain()
    place = builder.offset
    with pytest.raises(FormatError, match=f"unknown command {code:#x}") as caught:
        to_ber(builder.command(code).build())
    assert caught.value.offset == place
