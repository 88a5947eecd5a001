"""Streams made up for tests, so that a test shows only what differs.

    stream = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram")).build()

is a whole stream of QEMU's layout with one RAM block, a page in it, footers
and a VM description; each argument and call changes one thing.

Nothing of the code under test is used here: the octets are put together by
``struct`` as ``migration/savevm.c`` and ``migration/ram.c`` of QEMU do it.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

FILL, MEM_SIZE, PAGE, EOS, CONTINUE = 0x02, 0x04, 0x08, 0x10, 0x20
XBZRLE, HOOK, COMPRESS_PAGE, MULTIFD_FLUSH = 0x40, 0x80, 0x100, 0x200

START, PART, END, FULL = 1, 2, 3, 4


def cstr(text: str | bytes) -> bytes:
    """One octet with the length, then the text."""
    octets = text.encode() if isinstance(text, str) else text
    return bytes((len(octets),)) + octets


def content(number: int, page_size: int = 4096) -> bytes:
    """A page that is not zero and differs from every other number's."""
    return struct.pack(">QII", number + 1, 0xFFFFFFFF, 0x00112233) * (page_size // 16)


@dataclass(frozen=True)
class Mapped:
    """What mapped-ram adds to a block.

    Attributes:
        pages: octets of the pages whose bit is set, by number.
        stale: octets that lie in the file where the bit is clear, by number.
        gap: octets directly behind the bitmap.
        align: the pages area begins at a multiple of it.
        page_size: of the pages.
        big_endian: the order of octets in the bitmap's words.
        ignored: both offsets are 0, and nothing follows.
        changes: other values for ``version``, ``bitmap_offset`` or ``pages_offset``.
    """

    pages: Mapping[int, bytes] = field(default_factory=dict)
    stale: Mapping[int, bytes] = field(default_factory=dict)
    gap: bytes = b""
    align: int = 4096
    page_size: int = 4096
    big_endian: bool = False
    ignored: bool = False
    changes: Mapping[str, int] = field(default_factory=dict)

    def octets(self, offset: int, length: int) -> bytes:
        """Header, bitmap, gap and pages.

        Args:
            offset: of the header in the file.
            length: used length of the block.
        """
        page_count = length // self.page_size
        words = [0] * -(-page_count // 64)
        for number in self.pages:
            words[number // 64] |= 1 << number % 64
        bitmap = struct.pack(f"{'>' if self.big_endian else '<'}{len(words)}Q", *words)
        bitmap_offset = offset + 28
        end = bitmap_offset + len(bitmap) + len(self.gap)
        pages_offset = -(-end // self.align) * self.align
        head = {"version": 1, "bitmap_offset": bitmap_offset, "pages_offset": pages_offset}
        if self.ignored:
            head |= {"bitmap_offset": 0, "pages_offset": 0}
        head |= self.changes
        octets = struct.pack(
            ">IQQQ", head["version"], self.page_size, head["bitmap_offset"], head["pages_offset"]
        )
        if self.ignored:
            return octets
        zeros = bytes(self.page_size)
        pages = b"".join(
            self.pages.get(number, self.stale.get(number, zeros)) for number in range(page_count)
        )
        return octets + bitmap + self.gap + bytes(pages_offset - end) + pages


@dataclass(frozen=True)
class Block:
    """An entry of the block list.

    Attributes:
        name: block id.
        length: used length in bytes.
        page_size: of its backing memory, where postcopy-ram sends it.
        addr: guest physical address, where x-ignore-shared sends it.
        mapped: where mapped-ram sends it.
    """

    name: str
    length: int
    page_size: int | None = None
    addr: int | None = None
    mapped: Mapped | None = None

    def octets(self, offset: int) -> bytes:
        """The entry, which stands at *offset* of the file."""
        octets = cstr(self.name) + struct.pack(">Q", self.length)
        for number in (self.page_size, self.addr):
            if number is not None:
                octets += struct.pack(">Q", number)
        if self.mapped is not None:
            octets += self.mapped.octets(offset + len(octets), self.length)
        return octets


class Ram:
    """The records of one RAM payload, which its EOS record ends.

    Args:
        page_size: of the target.
    """

    def __init__(self, page_size: int = 4096) -> None:
        self.page_size = page_size
        self._parts: list[bytes | Block] = []

    def octets(self, offset: int) -> bytes:
        """The payload, which stands at *offset* of the file."""
        out = b""
        parts = []
        for part in self._parts:
            octets = part if isinstance(part, bytes) else part.octets(offset)
            offset += len(octets)
            parts.append(octets)
        return out.join(parts) + struct.pack(">Q", EOS)

    def raw(self, octets: bytes) -> Self:
        """Any octets."""
        self._parts.append(octets)
        return self

    def listing(self, *blocks: Block, total: int | None = None) -> Self:
        """The block list."""
        if total is None:
            total = sum(block.length for block in blocks)
        self._parts += [struct.pack(">Q", total | MEM_SIZE), *blocks]
        return self

    def record(self, addr: int, flags: int, body: bytes = b"", *, name: str | None = None) -> Self:
        """Any record of a page; *name* None: with the CONTINUE flag."""
        if name is None:
            return self.raw(struct.pack(">Q", addr | flags | CONTINUE) + body)
        return self.raw(struct.pack(">Q", addr | flags) + cstr(name) + body)

    def zero(self, addr: int, *, name: str | None = None, fill: int = 0) -> Self:
        """A page filled with one octet."""
        return self.record(addr, FILL, bytes((fill,)), name=name)

    def zeros(self, addr: int, count: int, *, name: str | None = None) -> Self:
        """Consecutive zero pages."""
        for number in range(count):
            self.zero(addr + number * self.page_size, name=name if not number else None)
        return self

    def page(self, addr: int, data: bytes | None = None, *, name: str | None = None) -> Self:
        """A full page."""
        data = content(addr // self.page_size, self.page_size) if data is None else data
        return self.record(addr, PAGE, data, name=name)

    def pages(self, addr: int, count: int, *, name: str | None = None) -> Self:
        """Consecutive full pages."""
        for number in range(count):
            self.page(addr + number * self.page_size, name=name if not number else None)
        return self

    def xbzrle(self, addr: int, encoded: bytes, *, name: str | None = None) -> Self:
        """A difference to the page before."""
        return self.record(addr, XBZRLE, struct.pack(">BH", 1, len(encoded)) + encoded, name=name)

    def compressed(self, addr: int, packed: bytes | None = None, *, name: str | None = None) -> Self:
        """A page as a zlib stream."""
        if packed is None:
            packed = zlib.compress(content(addr // self.page_size, self.page_size), 1)
        return self.record(addr, COMPRESS_PAGE, struct.pack(">I", len(packed)) + packed, name=name)

    def hook(self) -> Self:
        """An RDMA hook."""
        return self.raw(struct.pack(">Q", HOOK))

    def flush(self) -> Self:
        """A multifd flush."""
        return self.raw(struct.pack(">Q", MULTIFD_FLUSH))


Value = tuple[str, str, bytes]
"""Name, type in the description's words, and octets of a field."""


def description_of(values: Sequence[Value]) -> list[dict[str, Any]]:
    """The ``fields`` of a description."""
    return [{"name": name, "type": kind, "size": len(octets)} for name, kind, octets in values]


class StreamBuilder:
    """A stream, element after element.

    Args:
        machine: name in the configuration; None: no configuration.
        page_size: of the target.
        page_bits: whether the configuration tells it.
        capabilities: in the configuration.
        uuid: in the configuration.
        others: more subsections of it, by the end of their names.
        footers: whether sections have footers.
        description: whether the stream has one.
        header: the octets before everything.
        blocks: what :meth:`ram` lists by itself.
    """

    def __init__(
        self,
        *,
        machine: str | bytes | None = "pc-test-1.0",
        page_size: int = 4096,
        page_bits: bool = False,
        capabilities: Sequence[str] = (),
        uuid: bytes | None = None,
        others: Mapping[str, bytes] | None = None,
        footers: bool = True,
        description: bool = True,
        header: bytes = b"QEVM\x00\x00\x00\x03",
        blocks: Sequence[Block] = (Block("pc.ram", 16 << 20),),
    ) -> None:
        self.page_size = page_size
        self.footers = footers
        self.described = description
        self.blocks = tuple(blocks)
        self._out = bytearray(header)
        self._devices: list[dict[str, Any]] = []
        self._ids: dict[str, int] = {}
        self._next_id = 1
        self._ended = False
        self._config: dict[str, Any] | None = None
        if machine is not None:
            self._configuration(machine, page_bits, capabilities, uuid, others or {})

    def _configuration(
        self,
        machine: str | bytes,
        page_bits: bool,
        capabilities: Sequence[str],
        uuid: bytes | None,
        others: Mapping[str, bytes],
    ) -> None:
        name = machine.encode() if isinstance(machine, str) else machine
        self._out += b"\x07" + struct.pack(">I", len(name)) + name
        if page_bits:
            bits = self.page_size.bit_length() - 1
            self._config_subsection("target-page-bits", struct.pack(">I", bits))
        if capabilities:
            self._config_subsection(
                "capabilities", struct.pack(">I", len(capabilities)) + b"".join(map(cstr, capabilities))
            )
        if uuid is not None:
            self._config_subsection("uuid", uuid)
        known = []
        for end, octets in others.items():
            self._config_subsection(end, octets)
            known.append(
                {
                    "vmsd_name": f"configuration/{end}",
                    "version": 1,
                    "fields": description_of([("data", "buffer", octets)]),
                }
            )
        if known:
            self._config = {"vmsd_name": "configuration", "version": 1, "fields": [], "subsections": known}

    def _config_subsection(self, end: str, octets: bytes) -> None:
        self._out += b"\x05" + cstr(f"configuration/{end}") + struct.pack(">I", 1) + octets

    # -- elements ---------------------------------------------------------------------

    @property
    def offset(self) -> int:
        """Where the next element will stand."""
        return len(self._out)

    def raw(self, octets: bytes) -> Self:
        """Any octets."""
        self._out += octets
        return self

    def command(self, code: int, data: bytes = b"") -> Self:
        """A command."""
        return self.raw(struct.pack(">BHH", 8, code, len(data)) + data)

    def package(self, fill: Callable[[StreamBuilder], object], length: int | None = None) -> Self:
        """A package with the elements that *fill* puts."""
        begin = len(self._out)
        fill(self)
        inside = bytes(self._out[begin:])
        del self._out[begin:]
        self.command(7, struct.pack(">I", len(inside) if length is None else length))
        return self.raw(inside)

    def section(
        self,
        kind: int,
        idstr: str | bytes,
        payload: bytes | Ram,
        *,
        instance_id: int = 0,
        version_id: int = 1,
        section_id: int | None = None,
        footer_id: int | None = None,
    ) -> Self:
        """A section of any kind; PART and END go on with what START of that name began."""
        key = idstr if isinstance(idstr, str) else idstr.decode("latin-1")
        if section_id is None:
            section_id = self._next_id if kind in {START, FULL} else self._ids[key]
        self._out += struct.pack(">BI", kind, section_id)
        if kind in {START, FULL}:
            self._next_id = max(self._next_id, section_id) + 1
            self._out += cstr(idstr) + struct.pack(">II", instance_id, version_id)
        if kind == START:
            self._ids[key] = section_id
        self._out += payload.octets(len(self._out)) if isinstance(payload, Ram) else payload
        if self.footers:
            self._out += struct.pack(">BI", 0x7E, section_id if footer_id is None else footer_id)
        return self

    def full(
        self,
        idstr: str | bytes,
        payload: bytes = b"",
        *,
        values: Sequence[Value] | None = None,
        vmsd: Mapping[str, Any] | None = None,
        described: bool = True,
        instance_id: int = 0,
        version_id: int = 1,
        section_id: int | None = None,
    ) -> Self:
        """A device.

        Args:
            idstr: its name.
            payload: its octets; by *values* where they are given.
            values: its fields.
            vmsd: the keys that describe it; by *values* otherwise, or one buffer.
            described: whether the description lists it.
            instance_id, version_id, section_id: as on the wire.
        """
        if values is not None:
            payload = b"".join(octets for _, _, octets in values)
        if described:
            name = idstr if isinstance(idstr, str) else idstr.decode("utf-8", "replace")
            default = {
                "version": version_id,
                "fields": description_of(values if values is not None else [("data", "buffer", payload)]),
            }
            self._devices.append(
                {"name": name, "instance_id": instance_id, "vmsd_name": name, **(vmsd or default)}
            )
        return self.section(
            FULL, idstr, payload, instance_id=instance_id, version_id=version_id, section_id=section_id
        )

    def ram_start(self, records: Ram | None = None, version_id: int = 4) -> Self:
        """START of RAM; by itself with the block list only."""
        if records is None:
            records = Ram(self.page_size).listing(*self.blocks)
        return self.section(START, "ram", records, version_id=version_id)

    def ram_part(self, records: Ram | None = None) -> Self:
        """PART of RAM."""
        return self.section(PART, "ram", Ram(self.page_size) if records is None else records)

    def ram_end(self, records: Ram | None = None) -> Self:
        """END of RAM."""
        return self.section(END, "ram", Ram(self.page_size) if records is None else records)

    def ram(self, *parts: Ram) -> Self:
        """All of RAM: START with the block list, a PART for each of *parts*, an empty END."""
        self.ram_start()
        for part in parts:
            self.ram_part(part)
        return self.ram_end()

    def end(self, text: bytes | None = None) -> Self:
        """EOF, and the description (or *text* in its place)."""
        self._ended = True
        self._out.append(0)
        if text is None and self.described:
            text = self.description()
        if text is not None:
            self._out += struct.pack(">BI", 6, len(text)) + text
        return self

    def description(self, devices: Iterable[Mapping[str, Any]] | None = None) -> bytes:
        """The text that describes what is there so far."""
        head = {"configuration": self._config} if self._config else {}
        devices = self._devices if devices is None else list(devices)
        return json.dumps({**head, "page_size": self.page_size, "devices": devices}).encode()

    def trailing(self, octets: bytes) -> Self:
        """Octets behind the end."""
        if not self._ended:
            self.end()
        return self.raw(octets)

    def cut(self) -> bytes:
        """The stream as far as it goes."""
        return bytes(self._out)

    def build(self) -> bytes:
        """The whole stream."""
        if not self._ended:
            self.end()
        return bytes(self._out)


def xbzrle(old: bytes, new: bytes) -> bytes:
    """The difference of two pages as QEMU encodes it: maximal runs, no trailing zero run."""
    out = bytearray()
    position = 0
    while position < len(new):
        start = position
        while position < len(new) and old[position] == new[position]:
            position += 1
        if position == len(new):
            break
        out += _uleb(position - start)
        start = position
        while position < len(new) and old[position] != new[position]:
            position += 1
        out += _uleb(position - start) + new[start:position]
    return bytes(out)


def _uleb(number: int) -> bytes:
    return bytes((number,)) if number < 0x80 else bytes((number & 0x7F | 0x80, number >> 7))
