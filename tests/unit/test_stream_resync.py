"""The reader that goes on after damage: what it finds, tells and loses."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import pytest

from qmigui.errors import Cancelled, Problem
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.stream import events as ev
from qmigui.stream.check_binary import check_binary
from qmigui.stream.feed import Feed
from qmigui.stream.resync import ResilientReader
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.converting import events_of
from tests.corpus import CorpusFile
from tests.retelling import retell
from tests.sources import PipeSource

PAGE = 4096
BLOCKS = (Block("pc.ram", 64 * PAGE), Block("vga.vram", 16 * PAGE))


def sound(**arguments: object) -> StreamBuilder:
    """RAM in three PARTs, twelve devices."""
    stream = StreamBuilder(blocks=BLOCKS, **arguments)  # type: ignore[arg-type]
    stream.ram(
        Ram().pages(0, 32, name="pc.ram"), Ram().zeros(32 * PAGE, 32), Ram().pages(0, 16, name="vga.vram")
    )
    for number in range(12):
        stream.full(
            f"device{number}",
            values=[
                ("a", "uint32", struct.pack(">I", number)),
                ("on", "bool", b"\1"),
                ("c", "buffer", bytes(range(32))),
            ],
        )
    return stream


def checked(stream: bytes, **more: object) -> list[Problem]:
    problems: list[Problem] = []
    told, _ = retell(stream, problems, **more)  # type: ignore[arg-type]
    assert told == stream
    return problems


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def record_of(stream: bytes | bytearray, addr: int) -> int:
    """Where the record of a page stands."""
    for flags in (0x28, 0x22):
        place = stream.find(struct.pack(">Q", addr | flags))
        if place >= 0:
            return place
    raise AssertionError(addr)


def test_a_sound_stream_is_told_as_by_the_strict_reader(sample: CorpusFile) -> None:
    stream = sample.read()
    feed = Feed(MemorySource(stream))
    problems: list[Problem] = []
    told = [
        (type(event), getattr(event, "offset", 0))
        for event in ResilientReader(feed, problems.append).events()
    ]
    assert told == [(type(event), getattr(event, "offset", 0)) for event in events_of(stream)]
    assert not problems


def test_ten_damages_are_ten_problems() -> None:
    stream = bytearray(sound().build())
    devices = {number: stream.index(b"device%d" % number) for number in range(12)}
    expected: dict[int, str] = {}

    def spoil(place: int, value: int, code: str, told_at: int | None = None) -> None:
        stream[place] = value
        expected[place if told_at is None else told_at] = code

    # In RAM: flags, an address, a fill octet, an end of section; then in devices, and the end.
    at = record_of(stream, 5 * PAGE)
    spoil(at + 6, stream[at + 6] | 0x0C, "ram-flags", at)
    at = record_of(stream, 20 * PAGE)
    spoil(at + 3, 1, "page-beyond-block", at)
    at = record_of(stream, 40 * PAGE)
    spoil(at + 8, 0x5A, "zero-page-value", at)
    at = stream.index(b"\x7e\0\0\0\1", record_of(stream, 63 * PAGE))
    spoil(at + 4, 9, "footer-id", at)
    spoil(devices[1] - 6, 9, "section-type", devices[1] - 6)
    spoil(devices[3] + 7, 0x80, "device-differs", devices[3] - 6)
    spoil(devices[5] + 7 + 8 + 4, 7, "value-bool")
    spoil(devices[7] + 7 + 8 + 37, 0x7F, "footer-missing")
    spoil(devices[9] + 2, 0x07, "section-head", devices[9] - 6)
    spoil(stream.rindex(b"\0\6\0\0"), 0x0C, "eof-missing")
    problems = checked(bytes(stream))
    assert {problem.offset: problem.code for problem in problems} == expected
    assert len(problems) == 10


@pytest.mark.parametrize("place", ["page 7", "page 33", "page 70", "head", "device", "list", "start"])
def test_damage_is_told_the_same_from_a_pipe_and_in_small_windows(place: str) -> None:
    stream = bytearray(sound().build())
    at = {
        "page 7": record_of(stream, 7 * PAGE) + 6,
        "page 33": record_of(stream, 33 * PAGE) + 6,
        "page 70": stream.index(b"vga.vram", 500) + 3,
        "head": stream.index(b"device4") - 6,
        "device": stream.index(b"device4") + 7 + 8 + 37,
        "list": stream.index(b"pc.ram") - 1,
        "start": 24,
    }[place]
    stream[at] ^= 0x0F
    octets = bytes(stream)
    expected = checked(octets)
    assert len(expected) == 1
    assert checked(octets, window=5000) == expected
    for pieces in ((1000,), (7, 40000)):
        told = checked(octets, source=PipeSource(octets, pieces), window=8192)
        assert [(problem.code, problem.offset) for problem in told[:1]] == [
            (problem.code, problem.offset) for problem in expected
        ]


def test_the_rest_of_ram_is_read_after_damage() -> None:
    stream = bytearray(sound().build())
    at = record_of(stream, 5 * PAGE)
    stream[at + 6] |= 0x0C
    lost: list[ev.Lost] = []
    pages = 0

    def take(event: ev.Event) -> None:
        nonlocal pages
        if isinstance(event, ev.Lost):
            lost.append(event)
        elif isinstance(event, ev.RamRuns):
            pages += int(event.counts.sum())

    checked(bytes(stream), take=take)
    assert [(event.offset, event.length) for event in lost] == [(at, 8 + PAGE)]
    assert pages == 64 + 16 - 1


def test_good_pages_before_a_bad_one_are_told() -> None:
    stream = bytearray(sound().build())
    at = record_of(stream, 20 * PAGE)
    stream[at + 2] = 1
    lost: list[ev.Lost] = []
    problems = checked(
        bytes(stream), take=lambda event: lost.append(event) if isinstance(event, ev.Lost) else None
    )
    assert codes(problems) == ["page-beyond-block"]
    assert [(event.offset, event.length) for event in lost] == [(at, 8 + PAGE)]


@pytest.mark.parametrize("length", [1, 5, 8, 100, 4096, 5000])
def test_octets_lost_from_a_page(length: int) -> None:
    stream = sound().build()
    at = record_of(stream, 9 * PAGE) + 1000
    (problem, *others) = checked(stream[:at] + stream[at + length :])
    assert not others
    assert problem.offset is not None
    assert at - 1100 < problem.offset <= at + PAGE


@pytest.mark.parametrize("length", [1, 5, 8, 100, 4096, 5000])
def test_octets_put_into_a_page(length: int) -> None:
    stream = sound().build()
    at = record_of(stream, 9 * PAGE) + 1000
    problems = checked(stream[:at] + b"\xaa" * length + stream[at:])
    assert codes(problems) == ["ram-flags"]


@pytest.mark.parametrize("footers", [True, False])
@pytest.mark.parametrize("description", [True, False])
def test_a_section_type_is_damaged(footers: bool, description: bool) -> None:
    stream = bytearray(sound(footers=footers, description=description).build())
    at = stream.index(b"device4") - 6
    stream[at] = 0x44
    problems = checked(bytes(stream))
    if not footers and not description:
        # Nothing tells where the device before ends: it takes all up to the next head.
        assert codes(problems) == ["description-missing"]
        return
    assert (problems[0].code, problems[0].offset) == ("section-type", at)
    assert codes(problems[1:]) == ([] if description else ["description-missing"])


def test_a_lost_configuration_still_tells_what_the_list_holds() -> None:
    blocks = (Block("pc.ram", 64 * PAGE, addr=0), Block("vga.vram", 16 * PAGE, addr=1 << 20))
    builder = StreamBuilder(capabilities=["x-ignore-shared"], blocks=blocks)
    builder.ram(Ram().zeros(0, 64, name="pc.ram").pages(0, 16, name="vga.vram"))
    stream = bytearray(builder.full("device", b"abc").build())
    stream[8] = 0x17
    assert codes(checked(bytes(stream))) == ["first-section"]


@pytest.mark.parametrize("at", range(28, 60))
def test_any_octet_of_the_start_of_ram(at: int) -> None:
    stream = bytearray(sound().build())
    assert stream[24] == 1
    stream[at] ^= 0x41
    problems = checked(bytes(stream))
    assert 1 <= len(problems) <= 3, codes(problems)
    assert problems[0].offset is not None
    assert problems[0].offset < 200


def test_a_mapped_block_is_damaged_and_the_next_is_read() -> None:
    first, second = Mapped({0: content(0)}, align=1 << 20), Mapped({1: content(1)}, align=1 << 20)
    blocks = (Block("pc.ram", 40 * PAGE, mapped=first), Block("vga.vram", 16 * PAGE, mapped=second))
    stream = bytearray(
        StreamBuilder(capabilities=["mapped-ram"], blocks=blocks).ram().full("d", b"abc").build()
    )
    stream[stream.index(b"pc.ram") + 6 + 8 + 3] = 9
    seen: list[bytes] = []
    problems = checked(
        bytes(stream),
        take=lambda event: seen.append(event.name) if isinstance(event, ev.RamListBlock) else None,
    )
    assert codes(problems) == ["mapped-version"]
    assert seen == [b"vga.vram"]


@pytest.mark.parametrize("octets", [b"", b"QEVM", b"QEVM\0\0\0\3", b"\0" * 5000, bytes(range(256)) * 500])
def test_no_stream_at_all(octets: bytes) -> None:
    assert checked(octets)


def test_endless_damage_is_given_up() -> None:
    builder = StreamBuilder(description=False, blocks=BLOCKS)
    for number in range(12_000):
        builder.full(f"d{number}", b"abc", section_id=1 + number % 60_000).raw(b"\x44")
    problems: list[Problem] = []
    check_binary(MemorySource(builder.build()), problems.append, Progress(), Cancel())
    assert {"section-type", "given-up", "not-listed"} <= set(codes(problems))
    assert len(problems) < 200


def test_progress_and_cancel() -> None:
    stream = sound().build()
    progress, cancel = Progress(), Cancel()
    check_binary(MemorySource(stream), lambda problem: None, progress, cancel)
    assert progress.read_bytes == len(stream)
    cancel.set()
    with pytest.raises(Cancelled):
        check_binary(MemorySource(stream), lambda problem: None, progress, cancel)
