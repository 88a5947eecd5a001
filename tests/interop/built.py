"""Streams made up for what no small real stream has, so that together they use all of the module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySink, MemorySource
from qmigui.stream import events as ev
from qmigui.stream.ber_writer import BerWriter
from qmigui.stream.pipeline import transcode
from tests.builders import PART, START, Block, Mapped, Ram, StreamBuilder, content, xbzrle

PAGE = 4096
MIB = 1 << 20


def ber_of(events: Iterable[ev.Event]) -> bytes:
    """The BER of events that no stream gives yet."""
    sink = MemorySink()
    source = MemorySource(b"")
    transcode(
        source, sink, lambda _: iter(events), lambda outbox: BerWriter(outbox).write, Progress(), Cancel()
    )
    return sink.getvalue()


# -- streams ------------------------------------------------------------------------------


def configuration() -> bytes:
    """Every subsection of the configuration, and a machine's name that is no text."""
    builder = StreamBuilder(
        machine=b"pc-\xff\x00-1",
        page_bits=True,
        capabilities=("x-ignore-shared", "validate-uuid"),
        uuid=bytes(range(16)),
        others={"later": b"\x00\x01\x02"},
        blocks=(Block("pc.ram", 4 * PAGE, addr=2**63), Block("b", PAGE, addr=2**64 - PAGE)),
    )
    return builder.ram(Ram().zeros(0, 4, name="pc.ram").page(0, name="b")).build()


def records() -> bytes:
    """Every record of RAM, alone and in runs."""
    name = "pc.ram"
    ram = Ram().zero(0, name=name).page(PAGE).zeros(2 * PAGE, 3).pages(5 * PAGE, 2)
    ram.zero(7 * PAGE, fill=1).zero(8 * PAGE, fill=255)
    ram.xbzrle(PAGE, xbzrle(content(1), content(2))).xbzrle(PAGE, b"")
    ram.compressed(9 * PAGE).hook().zero(0x80 * PAGE).zero(0x8000 * PAGE).flush()
    again = Ram().page(0x8001 * PAGE).flush().pages(0x8002 * PAGE, 300, name=name).hook()
    return StreamBuilder(blocks=(Block(name, 0x9000 * PAGE),)).ram(ram, again).build()


def large_pages() -> bytes:
    """Pages of 64 KiB, so that a run is longer than 1 MiB."""
    size = 65536
    ram = Ram(size).pages(0, 20, name="ram").zeros(20 * size, 2)
    return StreamBuilder(page_size=size, page_bits=True, blocks=(Block("ram", 32 * size),)).ram(ram).build()


def advised() -> bytes:
    """Commands, and a block whose memory has pages of its own size."""
    builder = StreamBuilder(blocks=(Block("pc.ram", 2 << 20, page_size=2 << 20), Block("rom", PAGE)))
    builder.command(1).command(2, b"\0\0\0\1")
    builder.command(3, (2 << 20 | PAGE).to_bytes(8) + PAGE.to_bytes(8))
    return builder.ram(Ram().zero(0, name="pc.ram").page(0, name="rom")).build()


def package() -> bytes:
    """A package, as a migration has it that goes on by postcopy."""
    builder = StreamBuilder(description=False).command(1).command(3)
    builder.ram_start().ram_part(Ram().zeros(0, 3, name="pc.ram"))
    builder.package(lambda inside: inside.command(4).full("cpu", b"\1\2\3", described=False).command(5))
    return builder.ram_end(Ram().page(PAGE)).end().cut()


def mapped() -> bytes:
    """mapped-ram: runs, single pages, a gap, stale octets, an ignored block."""
    stale = {2: bytes(PAGE - 1) + b"s", 70: content(70), 71: content(71)}
    pages = {number: content(number) for number in (0, 3, 4, 5, 64)}
    blocks = (
        Block("pc.ram", 80 * PAGE, mapped=Mapped(pages, stale, gap=b"\0\0gap", align=65536)),
        Block("none", 2 * PAGE, mapped=Mapped()),
        Block("ignored", PAGE, mapped=Mapped(ignored=True)),
    )
    return StreamBuilder(capabilities=("mapped-ram",), blocks=blocks).ram().build()


def opaque() -> bytes:
    """Octets of no known meaning: devices without a description, octets behind the end."""
    builder = StreamBuilder().section(START, "dirty-bitmap", b"\1").ram(Ram().pages(0, 2, name="pc.ram"))
    return builder.full("blob", b"\x00\xff" * 40, described=False).trailing(b"\0more").build()


def names() -> bytes:
    """The longest names, and names of more than ASCII."""
    block = "\N{GREEK SMALL LETTER OMEGA}" * 127
    values = [("\N{SNOWMAN}", "uint8", b"\1"), ("x" * 255, "uint8", b"\2"), ("a<&>\"'b", "uint8", b"\3")]
    builder = StreamBuilder(blocks=(Block(block, 4 * PAGE),)).ram(Ram().zeros(0, 4, name=block))
    return builder.full("d" * 255, values=values, instance_id=2**32 - 1, version_id=2**31).build()


def _leaf(name: str, kind: str, size: int, **keys: object) -> dict[str, Any]:
    return {"name": name, **keys, "type": kind, "size": size}


def _members(name: str, *fields: Mapping[str, Any], **keys: object) -> dict[str, Any]:
    return {"vmsd_name": name, "version": 1, "fields": list(fields), **keys}


class Twice(dict[str, Any]):
    """A mapping whose text repeats the keys of others: how QEMU describes elements of a list."""

    def __init__(self, first: Mapping[str, Any], *more: Mapping[str, Any], last: Mapping[str, Any]) -> None:
        super().__init__(first)
        self._pairs = [pair for part in (first, *more, last) for pair in part.items()]

    def items(self) -> Any:
        """All pairs."""
        return self._pairs


def devices() -> bytes:
    """Every kind of value, at its bounds."""
    scalars = [("no", "bool", b"\0"), ("yes", "bool", b"\1"), ("none", "buffer", b"")]
    for octets in (1, 2, 4, 8):
        for value in (0, 256**octets // 2 - 1, 256**octets // 2, 256**octets - 1):
            wire = value.to_bytes(octets)
            scalars += [(f"{kind} {value:#x}", f"{kind}{8 * octets}", wire) for kind in ("int", "uint")]
    builder = StreamBuilder().ram().full("scalars", values=scalars)

    element = _members("e", _leaf("v", "uint8", 1))
    key = _members("k", _leaf("k", "uint16", 2), _leaf("l", "bool", 1))
    inner = _members("in", _leaf("v", "uint8", 1), subsections=[_members("in/s", _leaf("w", "int8", 1))])
    subsection = _members("compound/sub", {**_leaf("s", "struct", 1), "struct": element})
    fields = [
        Twice({"name": "queue", "type": "qtailq"}, element, element, last={"size": 5}),
        {"name": "empty", "type": "qlist", "size": 1},
        Twice({"name": "by number", "type": "gtree"}, element, element, last={"size": 25}),
        Twice({"name": "by struct", "type": "gtree"}, key, element, last={"size": 10}),
        {"name": "no entries", "type": "gtree", "size": 5},
        _leaf("pointer", "nullptr", 1),
        _leaf("array", "uint64", 8, array_len=3),
        _leaf("buffers", "buffer", 2, array_len=2),
        {**_leaf("structs", "struct", 12, array_len=2), "struct": inner},
    ]
    payload = b"\1\7\1\x08\0" + b"\0"
    payload += b"\0\0\0\2" + b"\1" + b"\xff" * 8 + b"\5" + b"\1" + bytes(8) + b"\6\0"
    payload += b"\0\0\0\1" + b"\1" + b"\0\x09\1" + b"\4" + b"\0" + bytes(5)
    payload += b"0" + bytes(8) + b"\xff" * 8 + bytes(7) + b"\1" + b"abcd"
    payload += b"".join(b"%c\5\4in/s\0\0\0\1\x80" % number for number in (1, 2))
    payload += b"\5\x0ccompound/sub\0\0\0\x01\3"
    vmsd = {**_members("compound"), "fields": fields, "subsections": [subsection]}
    return builder.full("compound", payload, vmsd=vmsd).build()


def nested(levels: int) -> bytes:
    """A device with structs in each other."""
    vmsd = _members("s", _leaf("v", "uint8", 1))
    for _ in range(levels):
        vmsd = _members("s", {**_leaf("s", "struct", 1), "struct": vmsd})
    return StreamBuilder().ram().full("nested", b"\7", vmsd=vmsd).build()


def long_strings() -> bytes:
    """Octets and texts of more than 1 MiB whose length is known when they begin."""
    builder = StreamBuilder().ram()
    builder.full("typed", bytes(range(256)) * (5 * MIB // 512))
    builder.full("opaque", b"\xaa" * (MIB + 1), described=False)
    text = builder.description()
    return builder.end(text[:-1] + b" " * MIB + text[-1:]).build()


def endless_strings() -> bytes:
    """The same, where it is not: a chunk of a dirty bitmap, octets behind the end."""
    length = MIB + 7
    chunk = b"\x40" + bytes(12) + length.to_bytes(8) + b"\xcc" * length
    builder = StreamBuilder().section(START, "dirty-bitmap", chunk + b"\1").ram(Ram().page(0, name="pc.ram"))
    return builder.trailing(b"\xbb" * (2 * MIB + 1)).build()


STREAMS: Mapping[str, Callable[[], bytes]] = {
    "configuration": configuration,
    "records": records,
    "large pages": large_pages,
    "advised": advised,
    "package": package,
    "mapped": mapped,
    "opaque": opaque,
    "names": names,
    "devices": devices,
    "long strings": long_strings,
}
"""All that every tool reads."""


# -- BER of its own ------------------------------------------------------------------------


def carrier() -> bytes:
    """What stood around a stream."""
    return ber_of([ev.StreamHeader(3, ev.Carrier(1, b"Libvirt\0", "zstd")), ev.Eof(), ev.StreamEnd()])


def offset_carrier() -> bytes:
    """The same, long and not compressed."""
    return ber_of([ev.StreamHeader(2, ev.Carrier(2, bytes(MIB + 1))), ev.Eof(), ev.StreamEnd()])


def long_bitmap() -> bytes:
    """A mapped-ram block of 48 GiB, of which there is no page."""
    length = 48 << 30
    bitmap = bytes(length // PAGE // 8)
    header = ev.MappedHeader(1, PAGE, 0x1000, 0x200000, bitmap)
    return ber_of(
        [
            ev.StreamHeader(3),
            ev.SectionBegin(START, 2, b"ram", 0, 4, ev.Body.RAM),
            ev.RamListBegin(length),
            ev.RamListBlock(b"pc.ram", length, mapped=header),
            ev.MappedEnd(),
            ev.RamListEnd(PAGE),
            ev.SectionEnd(footer=True),
            ev.SectionBegin(PART, 2, b"ram", 0, 4, ev.Body.RAM),
            ev.SectionEnd(footer=False),
            ev.Eof(),
            ev.StreamEnd(),
        ]
    )


BER: Mapping[str, Callable[[], bytes]] = {
    "carrier": carrier,
    "offset carrier": offset_carrier,
    "long bitmap": long_bitmap,
}
"""What BER can hold and our reader of streams does not tell, or not of a small one."""

SALVAGED = {
    "mapping": 1,
    "version": 3,
    "items": [
        ("configuration", {"machine": b"none"}),
        ("secmin", {"kind": "part", "id": 1, "body": ("oldblob", b""), "footer": True}),
        ("unparsed", {"offset": 2**40, "data": b"\1\2\3"}),
    ],
}
"""A tree that our writer does not make (yet): a stream whose grammar was lost."""
