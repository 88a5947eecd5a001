"""Each check on a stream that was made up with just that damage: it is told, and nothing else."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from qmigui.errors import Problem, Severity
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.stream.check_binary import check_binary
from qmigui.stream.checks.codes import CODES
from tests.builders import (
    END,
    FULL,
    PART,
    START,
    Block,
    Mapped,
    Ram,
    StreamBuilder,
    content,
    cstr,
    xbzrle,
)

PAGE = 4096
BLOCKS = (Block("pc.ram", 8 * PAGE), Block("vga.vram", 4 * PAGE))


BITMAP = b"\x1c\x03hd0\x02b0" + struct.pack(">IB", 65536, 0) + b"\x01"
"""The START of a section with one dirty bitmap: its node, its name, granularity and flags; then an end."""


def problems_of(stream: bytes) -> list[Problem]:
    found: list[Problem] = []
    check_binary(MemorySource(stream), found.append, Progress(), Cancel())
    return found


def pages() -> Ram:
    """All pages of the first block but the last two, which are zero."""
    return Ram().pages(0, 6, name="pc.ram").zeros(6 * PAGE, 2)


def rest() -> Ram:
    """The second block."""
    return Ram().zeros(0, 4, name="vga.vram")


def builder(**arguments: object) -> StreamBuilder:
    return StreamBuilder(blocks=BLOCKS, **arguments)  # type: ignore[arg-type]


def devices(stream: StreamBuilder) -> StreamBuilder:
    stream.full("timer", values=[("ticks", "int64", bytes(8)), ("unused", "unused_buffer", bytes(8))])
    stream.full("cpu", values=[("halted", "bool", b"\1"), ("a20", "bool", b"\0"), ("pc", "uint64", bytes(8))])
    return stream.full("keyboard", values=[("status", "uint8", b"\x18")])


def sound(**arguments: object) -> StreamBuilder:
    return devices(builder(**arguments).ram(pages(), rest()))


def with_ram(*parts: Ram) -> bytes:
    return devices(builder().ram(*parts)).build()


def replaced(stream: bytes, old: bytes, new: bytes) -> bytes:
    assert stream.count(old) == 1
    return stream.replace(old, new)


def with_device(values: list[tuple[str, str, bytes]], **changes: object) -> bytes:
    stream = builder().ram(pages(), rest())
    stream.full("dev", values=values, **changes)  # type: ignore[arg-type]
    return stream.build()


def described(payload: bytes, fields: list[dict[str, object]], **more: object) -> bytes:
    stream = builder().ram(pages(), rest())
    vmsd = {"vmsd_name": "dev", "version": 1, "fields": fields, **more}
    return stream.full("dev", payload, vmsd=vmsd).build()


def field(name: str, kind: str, size: int, **more: object) -> dict[str, object]:
    return {"name": name, "type": kind, "size": size, **more}


def subsection(name: str, version: int, payload: bytes) -> bytes:
    return b"\5" + cstr(name) + struct.pack(">I", version) + payload


def configured(*subsections: bytes) -> bytes:
    """A stream whose configuration has these."""
    return sound().build().replace(b"pc-test-1.0", b"pc-test-1.0" + b"".join(subsections), 1)


def globalstate(payload: bytes) -> bytes:
    values = [("size", "uint32", payload[:4]), ("runstate", "buffer", payload[4:])]
    return builder().ram(pages(), rest()).full("globalstate", values=values).build()


def mapped(block: Mapped, second: Mapped | None = None, length: int = 40) -> bytes:
    blocks = [Block("pc.ram", length * PAGE, mapped=block)]
    if second is not None:
        blocks.append(Block("vga.vram", 16 * PAGE, mapped=second))
    return devices(StreamBuilder(capabilities=["mapped-ram"], blocks=blocks).ram()).build()


MIB = 1 << 20
SMALL_MAP = Mapped({0: content(0)}, align=MIB)
GOOD_MAP = Mapped({0: content(0), 39: content(39)}, align=MIB)
NEW = content(1, PAGE)[:100] + b"changed" + content(1, PAGE)[107:]


def list_of_two(second: bytes, count: int = 2) -> bytes:
    """A device with a list of two structs, the second begins with this marker."""
    text = (
        '{"page_size": 4096, "devices": [{"name": "dev", "instance_id": 0, "vmsd_name": "dev", '
        '"version": 1, "fields": [{"name": "items", "type": "qtailq", '
        + '"vmsd_name": "e", "version": 1, "fields": [{"name": "x", "type": "uint16", "size": 2}], ' * count
        + f'"size": {3 * count + 1}}}]}}]}}'
    )
    stream = builder().ram(pages(), rest())
    stream.section(FULL, "dev", b"\1\0\7" + second + b"\0\x08\0")
    return stream.end(text.encode()).build()


def tree(count: int) -> bytes:
    text = (
        '{"page_size": 4096, "devices": [{"name": "dev", "instance_id": 0, "vmsd_name": "dev", '
        '"version": 1, "fields": [{"name": "tree", "type": "gtree", '
        '"vmsd_name": "e", "version": 1, "fields": [{"name": "x", "type": "uint16", "size": 2}], '
        '"size": 16}]}]}'
    )
    payload = struct.pack(">I", count) + b"\1" + bytes(8) + b"\0\7" + b"\0"
    stream = builder().ram(pages(), rest())
    return stream.section(FULL, "dev", payload).end(text.encode()).build()


def pci_bus(nirq: int) -> bytes:
    stream = builder().ram(pages(), rest())
    values = [("nirq", "int32 equal", struct.pack(">i", nirq))]
    fields = [field("nirq", "int32 equal", 4), field("irq_count", "int32", 4, array_len=4)]
    vmsd = {"vmsd_name": "PCIBUS", "version": 1, "fields": fields}
    return stream.full("PCIBUS", values[0][2] + bytes(16), vmsd=vmsd).build()


def unended() -> bytes:
    stream = builder().command(11).ram_start()
    stream.ram_part(pages()).ram_part(rest())
    return devices(stream).build()


def bitmaps(start: bytes, *, ended: bool) -> bytes:
    """With a section of dirty bitmaps that starts with *start*."""
    stream = builder().section(START, "dirty-bitmap", start, version_id=1)
    if ended:
        stream.section(END, "dirty-bitmap", b"\x01")
    stream.command(11).ram_start().ram_part(pages()).ram_end(rest())
    return devices(stream).build()


def twice(**more: object) -> bytes:
    stream = sound(**more)
    return stream.full("timer", values=[("ticks", "int64", bytes(8))]).build()


def long_description(change: int) -> bytes:
    stream = sound()
    text = stream.description()
    return stream.raw(b"\0" + struct.pack(">BI", 6, len(text) + change) + text).cut()


def swallowed() -> bytes:
    """The record of page 1 says full page, but was one of a zero page: it swallows 455 others."""
    records = Ram().page(0, name="pc.ram").raw(struct.pack(">QB", PAGE | 0x28, 0))
    records.zeros(2 * PAGE, 455).zeros(457 * PAGE, 55)
    return devices(StreamBuilder(blocks=(Block("pc.ram", 512 * PAGE),)).ram(records)).build()


def bits_beyond() -> bytes:
    stream = bytearray(mapped(Mapped({}, align=MIB)))
    bitmap = stream.index(b"pc.ram") + 6 + 8 + 28
    stream[bitmap + 2] = stream[bitmap + 7] = 0xFF
    return bytes(stream)


def early_end() -> bytes:
    stream = builder().ram(pages(), rest())
    stream.full("first", b"ab").raw(b"\0")
    return devices(stream).build()


def no_section() -> bytes:
    stream = sound()
    text = stream.description(
        [*stream._devices[:2], {**stream._devices[0], "name": "gone"}, stream._devices[2]]
    )
    return stream.end(text).build()


def another_order() -> bytes:
    stream = sound().full("last", b"a")
    one, two, three, four = stream._devices
    return stream.end(stream.description([two, three, one, four])).build()


CASES: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "sound": (lambda: sound().build(), []),
    "sound without footers": (lambda: sound(footers=False).build(), []),
    # 1, 2
    "magic": (lambda: b"QEVN" + sound().build()[4:], ["not-a-stream"]),
    "octets before": (lambda: b"junk" + sound().build(), ["not-a-stream"]),
    "version": (lambda: sound(header=b"QEVM\0\0\0\4").build(), ["stream-version"]),
    "first section": (
        lambda: replaced(sound().build(), b"\x07\0\0\0\x0bpc", b"\x0c\0\0\0\x0bpc"),
        ["first-section"],
    ),
    # 3
    "machine name": (lambda: sound(machine=b"pc\x07").build(), ["machine-name"]),
    "long machine name": (lambda: sound(machine="x" * 300).build(), ["machine-name"]),
    "unknown subsection": (lambda: sound(others={"new": b"abc"}).build(), ["config-subsection"]),
    "subsection version": (
        lambda: configured(subsection("configuration/uuid", 2, bytes(16))),
        ["config-version"],
    ),
    "subsection order": (
        lambda: configured(
            subsection("configuration/uuid", 1, bytes(16)),
            subsection("configuration/target-page-bits", 1, struct.pack(">I", 12)),
        ),
        ["config-order"],
    ),
    "page bits": (
        lambda: configured(subsection("configuration/target-page-bits", 1, struct.pack(">I", 30))),
        ["page-bits"],
    ),
    # 4
    "section type": (lambda: sound().raw(b"\x0b").full("more").build(), ["section-type"]),
    # 5
    "no idstr": (
        lambda: replaced(sound().build(), b"\x03cpu\0", b"\x03c\x01u\0"),
        ["section-head"],
    ),
    "section id": (lambda: sound().full("more", b"ab", section_id=2).build(), ["section-id-twice"]),
    "pair": (twice, ["section-twice"]),
    "FULL of RAM": (
        lambda: devices(builder().section(FULL, "ram", Ram().listing(*BLOCKS), version_id=4)).build(),
        ["iterable-full"],
    ),
    "unknown iterable": (
        lambda: sound().section(START, "thing", b"abc").section(END, "thing", b"").build(),
        ["iterable-unknown"],
    ),
    "RAM by another name": (
        lambda: sound().build().replace(b"\x03ram\0\0\0\0\0\0\0\4", b"\x03raM\0\0\0\0\0\0\0\4"),
        ["section-head"],
    ),
    "RAM version": (
        lambda: sound().build().replace(b"\x03ram\0\0\0\0\0\0\0\4", b"\x03ram\0\0\0\0\0\0\0\x05"),
        ["ram-version"],
    ),
    # 6
    "not started": (
        lambda: sound().section(PART, "x", b"", section_id=99).build(),
        ["section-not-started"],
    ),
    "ended": (lambda: sound().ram_part().build(), ["section-ended"]),
    # 7
    "footer missing": (
        lambda: replaced(sound().build(), b"\x18\x7e\0\0\0\4", b"\x18\x7d\0\0\0\4"),
        ["footer-missing"],
    ),
    "footer lost": (lambda: replaced(sound().build(), b"\x18\x7e\0\0\0\4", b"\x18"), ["footer-missing"]),
    "footer id": (
        lambda: replaced(sound().build(), b"\x18\x7e\0\0\0\4", b"\x18\x7e\0\0\0\3"),
        ["footer-id"],
    ),
    "footer of RAM": (
        lambda: sound().build().replace(b"\x10\x7e\0\0\0\1\2", b"\x10\x7e\0\0\1\1\2", 1),
        ["footer-id"],
    ),
    # 8
    "flags": (lambda: with_ram(pages().raw(struct.pack(">Q", 0xC28)), rest()), ["ram-flags"]),
    "no list": (
        lambda: devices(builder().ram_start(Ram()).ram_end()).build(),
        ["ram-first-record"],
    ),
    "total too large": (
        lambda: devices(
            builder()
            .ram_start(Ram().listing(*BLOCKS, total=13 * PAGE))
            .ram_part(pages())
            .ram_part(rest())
            .ram_end()
        ).build(),
        ["ram-total"],
    ),
    "total too small": (
        lambda: devices(
            builder()
            .ram_start(Ram().listing(*BLOCKS, total=8 * PAGE))
            .ram_part(pages())
            .ram_part(rest())
            .ram_end()
        ).build(),
        ["ram-total"],
    ),
    "block twice": (
        lambda: devices(StreamBuilder(blocks=(*BLOCKS, Block("pc.ram", PAGE))).ram(pages(), rest())).build(),
        ["block-twice"],
    ),
    # 9
    "unknown block": (
        lambda: with_ram(pages(), Ram().zero(0, name="unknown"), rest()),
        ["page-block"],
    ),
    "beyond the block": (lambda: with_ram(pages(), rest().page(4 * PAGE)), ["page-beyond-block"]),
    "no block": (
        lambda: with_ram(Ram().zero(0), pages(), rest()),
        ["page-without-block"],
    ),
    # 10
    "fill value": (lambda: with_ram(pages().zero(0, fill=3), rest()), ["zero-page-value"]),
    # 11
    "XBZRLE": (lambda: with_ram(pages().xbzrle(PAGE, xbzrle(content(1), NEW)), rest()), []),
    "XBZRLE encoding": (
        lambda: with_ram(pages().record(PAGE, 0x40, b"\2\0\1a"), rest()),
        ["xbzrle-head"],
    ),
    "XBZRLE grammar": (lambda: with_ram(pages().xbzrle(PAGE, b"\x05\x00"), rest()), ["xbzrle-grammar"]),
    "XBZRLE too long": (
        lambda: with_ram(pages().xbzrle(PAGE, b"\xff\x1f\x02ab"), rest()),
        ["xbzrle-grammar"],
    ),
    "XBZRLE of an unseen page": (
        lambda: with_ram(Ram().xbzrle(PAGE, xbzrle(content(1), NEW), name="pc.ram"), pages(), rest()),
        ["xbzrle-unseen"],
    ),
    # 12
    "zlib": (lambda: with_ram(pages().compressed(PAGE), rest()), []),
    "zlib length": (
        lambda: with_ram(pages().record(PAGE, 0x100, struct.pack(">I", 1 << 20)), rest()),
        ["zlib-length"],
    ),
    "zlib of half a page": (
        lambda: with_ram(pages().compressed(PAGE, zlib.compress(bytes(2048))), rest()),
        ["zlib-page"],
    ),
    "zlib of two pages": (
        lambda: with_ram(pages().compressed(PAGE, zlib.compress(bytes(8192))), rest()),
        ["zlib-page"],
    ),
    "zlib damaged": (
        lambda: with_ram(pages().compressed(PAGE, zlib.compress(content(1))[:-1] + b"\0"), rest()),
        ["zlib-page"],
    ),
    # 13
    "cut in RAM": (lambda: sound().build()[:9000], ["truncated"]),
    # 14
    "pages missing": (
        lambda: with_ram(Ram().pages(0, 3, name="pc.ram").pages(5 * PAGE, 3), rest()),
        ["pages-missing"],
    ),
    "records in a page": (swallowed, ["page-length"]),
    # 15
    "END missing": (unended, ["section-unended"]),
    "no dirty bitmap": (lambda: bitmaps(b"\x01", ended=False), []),
    "a dirty bitmap": (lambda: bitmaps(BITMAP, ended=True), []),
    "a dirty bitmap without END": (lambda: bitmaps(BITMAP, ended=False), ["section-unended"]),
    # 16
    "mapped": (lambda: mapped(SMALL_MAP), []),
    "mapped version": (
        lambda: mapped(Mapped({0: content(0)}, align=MIB, changes={"version": 3}), SMALL_MAP),
        ["mapped-version"],
    ),
    "mapped bitmap offset": (
        lambda: mapped(Mapped({0: content(0)}, align=MIB, changes={"bitmap_offset": 3}), SMALL_MAP),
        ["mapped-bitmap-offset"],
    ),
    "mapped pages offset": (
        lambda: mapped(Mapped({0: content(0)}, align=MIB, changes={"pages_offset": 30}), SMALL_MAP),
        ["mapped-pages-offset"],
    ),
    "mapped pages beyond": (
        lambda: mapped(Mapped({0: content(0)}, align=MIB, changes={"pages_offset": 1 << 40}), SMALL_MAP),
        ["mapped-area"],
    ),
    "mapped pages shifted": (
        lambda: mapped(Mapped({0: content(0)}, align=MIB, changes={"pages_offset": MIB + PAGE}), SMALL_MAP),
        ["mapped-pages-offset"],
    ),
    "mapped place": (lambda: mapped(Mapped({0: content(0)}, align=8192)), ["mapped-place"]),
    "mapped bits": (bits_beyond, ["mapped-bits"]),
    "mapped stale": (lambda: mapped(Mapped({0: content(0)}, {3: content(3)}, align=MIB)), ["mapped-stale"]),
    "mapped record": (
        lambda: devices(
            StreamBuilder(
                capabilities=["mapped-ram"], blocks=(Block("pc.ram", 40 * PAGE, mapped=GOOD_MAP),)
            ).ram(Ram().zero(0, name="pc.ram"))
        ).build(),
        ["mapped-record"],
    ),
    # 17
    "early end": (early_end, ["early-eof"]),
    "no end octet": (
        lambda: replaced(sound().build(), b"\0\6\0\0\2", b"\1\6\0\0\2"),
        ["eof-missing"],
    ),
    "cut before the end": (lambda: sound().cut(), ["truncated"]),
    # 18
    "no description": (lambda: sound(description=False).build(), ["description-missing"]),
    "description cut": (lambda: sound().build()[:-9], ["description-length"]),
    "description too long": (lambda: long_description(7), ["description-length"]),
    "description too short": (lambda: long_description(-7), ["description-length"]),
    "description damaged": (
        lambda: replaced(sound().build(), b'"devices": [', b'"devices", ['),
        ["description-damaged"],
    ),
    "description page size": (
        lambda: replaced(sound().build(), b'"page_size": 4096', b'"page_size": 4095'),
        ["description-page-size"],
    ),
    "description of another page size": (
        lambda: replaced(sound(page_bits=True).build(), b'"page_size": 4096', b'"page_size": 8192'),
        ["description-page-size"],
    ),
    "description size": (
        lambda: replaced(sound().build(), b'"type": "int64", "size": 8', b'"type": "int64", "size": 9'),
        ["description-size"],
    ),
    # 19
    "not described": (lambda: sound().full("more", b"ab", described=False).build(), ["device-not-described"]),
    "no section": (
        no_section,
        ["device-missing"],
    ),
    "another order": (another_order, ["device-order"]),
    "another instance": (
        lambda: replaced(sound().build(), b"\x03cpu\0\0\0\0", b"\x03cpu\0\0\0\2"),
        ["device-differs"],
    ),
    "section version": (
        lambda: replaced(sound().build(), b"\x03cpu\0\0\0\0\0\0\0\1", b"\x03cpu\0\0\0\0\0\0\0\2"),
        ["section-version"],
    ),
    # 20
    "payload too long": (lambda: described(b"abcdef", [field("a", "buffer", 5)]), ["device-length"]),
    "payload too short": (lambda: described(b"abcd", [field("a", "buffer", 5)]), ["device-length"]),
    "subsection name": (
        lambda: described(
            b"a" + subsection("dev/other", 1, b"b"),
            [field("a", "uint8", 1)],
            subsections=[{"vmsd_name": "dev/extra", "version": 1, "fields": [field("b", "uint8", 1)]}],
        ),
        ["subsection-head"],
    ),
    "subsection of another version": (
        lambda: described(
            b"a" + subsection("dev/extra", 3, b"b"),
            [field("a", "uint8", 1)],
            subsections=[{"vmsd_name": "dev/extra", "version": 1, "fields": [field("b", "uint8", 1)]}],
        ),
        ["subsection-version"],
    ),
    "description of no use": (
        lambda: described(b"abc", [field("a", "buffer", -1)]),
        ["device-description"],
    ),
    # 21
    "truth value": (lambda: with_device([("on", "bool", b"\2")]), ["value-bool"]),
    "truth values": (
        lambda: described(b"\0\1\3", [field("on", "bool", 1, array_len=3)]),
        ["value-bool"],
    ),
    "list": (lambda: list_of_two(b"\1"), []),
    "list marker": (lambda: list_of_two(b"\7"), ["value-marker"]),
    "tree": (lambda: tree(1), []),
    "tree count": (lambda: tree(3), ["value-count"]),
    "null pointer": (
        lambda: described(b"00", [field("p", "nullptr", 1, array_len=2)]),
        [],
    ),
    "null pointer mark": (
        lambda: described(b"0x", [field("p", "nullptr", 1, array_len=2)]),
        ["value-pointer"],
    ),
    "capability": (lambda: sound(capabilities=["xbzrle"]).build(), ["capability"]),
    "array length": (lambda: pci_bus(4), []),
    "array length differs": (lambda: pci_bus(5), ["value-array-length"]),
    # 22
    "unused": (lambda: with_device([("unused", "unused_buffer", b"\0\0x\0")]), ["unused-not-zero"]),
    # 23
    "run state": (lambda: globalstate(struct.pack(">I", 8) + b"running".ljust(100, b"\0")), []),
    "run state length": (
        lambda: globalstate(struct.pack(">I", 9) + b"running".ljust(100, b"\0")),
        ["run-state"],
    ),
    "run state name": (
        lambda: globalstate(struct.pack(">I", 8) + b"runnign".ljust(100, b"\0")),
        ["run-state"],
    ),
    # 24
    "trailing": (lambda: sound().trailing(b"\0\0more").build(), ["trailing"]),
    "trailing zeros": (lambda: sound().trailing(bytes(5000)).build(), ["trailing-zeros"]),
    # 25
    "commands": (
        lambda: devices(builder().command(1).command(2, bytes(4)).command(11).ram(pages(), rest())).build(),
        [],
    ),
    "unknown command": (lambda: sound().command(99, b"ab").full("more").build(), ["command-unknown"]),
    "command length": (lambda: sound().command(2, b"ab").full("more").build(), ["command-length"]),
    "command data": (
        lambda: sound().command(3, struct.pack(">QQ", 0x1000, 0x1001)).full("more").build(),
        ["command-data"],
    ),
    "package": (
        lambda: sound().package(lambda s: s.full("inner", b"ab"), 30).full("more").build(),
        ["package"],
    ),
    # others
    "iterable grammar": (
        lambda: sound().section(START, "block", struct.pack(">Q", 0x40)).full("more").build(),
        ["iterable-grammar"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_that_and_nothing_else(name: str) -> None:
    make, expected = CASES[name]
    problems = problems_of(make())
    assert [problem.code for problem in problems] == expected, [str(problem) for problem in problems]
    for problem in problems:
        assert problem.offset is not None
        assert not problem.message.endswith(".")


def test_old_streams_may_have_other_zero_pages() -> None:
    stream = devices(builder(machine=None, footers=False).ram(pages().zero(0, fill=3), rest())).build()
    (problem,) = problems_of(stream)
    assert (problem.code, problem.severity) == ("zero-page-value", Severity.WARNING)


def test_new_streams_must_not_have_a_pair_twice() -> None:
    text = '{"configuration": {"vmsd_name": "configuration", "version": 1, "fields": []}, "page_size"'
    stream = sound().full("timer", values=[("ticks", "int64", bytes(8))])
    stream.end(stream.description().replace(b'{"page_size"', text.encode()))
    (problem,) = problems_of(stream.build())
    assert (problem.code, problem.severity) == ("section-twice", Severity.ERROR)


def test_a_background_snapshot_needs_no_end() -> None:
    stream = builder().ram_start().ram_part(pages()).ram_part(rest())
    assert not problems_of(devices(stream).build())


def test_postcopy_and_multifd_leave_pages_out() -> None:
    some = Ram().page(0, name="pc.ram")
    assert not problems_of(with_ram(some.flush()))
    assert not problems_of(with_ram(Ram().zero(0, name="pc.ram")))
    package = (
        builder()
        .command(3, struct.pack(">QQ", PAGE, PAGE))
        .ram_start()
        .ram_part(Ram().page(0, name="pc.ram"))
    )
    package.package(lambda inner: devices(inner.command(4)).command(5)).ram_end()
    package.described = False
    assert not problems_of(package.build())


def test_a_place_is_told_to_the_field() -> None:
    payload = bytes(3) + b"\7"
    inner = {"vmsd_name": "inner", "version": 1, "fields": [field("x", "uint8", 1), field("on", "bool", 1)]}
    stream = described(payload, [field("regs", "struct", 2, array_len=2, struct=inner)])
    (problem,) = problems_of(stream)
    assert problem.path == "section 2 'dev' / field 'regs[1].on'"
    assert problem.offset is not None
    assert stream[problem.offset] == 7
    assert (problem.expected, problem.found) == ("0 or 1", "0x07")


def test_a_place_in_a_subsection() -> None:
    stream = described(
        b"a" + subsection("dev/extra", 1, b"\2"),
        [field("a", "uint8", 1)],
        subsections=[{"vmsd_name": "dev/extra", "version": 1, "fields": [field("on", "bool", 1)]}],
    )
    (problem,) = problems_of(stream)
    assert problem.path == "section 2 'dev' / subsection 'dev/extra' / field 'on'"
    assert problem.offset is not None
    assert stream[problem.offset] == 2


def test_many_of_a_kind_are_counted() -> None:
    records = pages()
    for _ in range(150):
        records.zero(0, fill=1)
    problems = problems_of(with_ram(records, rest()))
    assert [problem.code for problem in problems].count("zero-page-value") == 100
    assert problems[-1].code == "not-listed"
    assert problems[-1].message.startswith("50 more")


def test_every_code_is_told_and_every_check_has_codes() -> None:
    assert {code.check for code in CODES.values()} >= set(range(1, 26))
    assert {expected for _, codes in CASES.values() for expected in codes} <= CODES.keys()
    for name, code in CODES.items():
        assert name == name.lower()
        assert code.meaning
        assert not (code.hint or "").endswith(".")
