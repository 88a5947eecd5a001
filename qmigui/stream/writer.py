"""Events to the binary form: the stream that QEMU reads.

Each event knows all that the wire needs; nothing is looked up or guessed, so
this is the mirror of ``reader`` with none of its detection.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from qmigui.errors import FormatError
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.outbox import Outbox
from qmigui.stream.ram import put_page_records

# Pages written at once: bounds the columns that a long run is turned into.
MAX_PAGES = 1 << 15


def cstr(text: bytes) -> bytes:
    """A name as the wire has it: one length octet, then the octets."""
    return bytes((len(text),)) + text


def subsection(name: bytes, version_id: int, contents: bytes) -> bytes:
    """A subsection: 05, name, be32 version, contents."""
    return b"\x05" + cstr(name) + struct.pack(">I", version_id) + contents


def configuration_octets(event: ev.Configuration) -> bytes:
    """The CONFIGURATION section, type octet included."""
    octets = [bytes((wire.CONFIGURATION,)), struct.pack(">I", len(event.machine)), event.machine]
    for sub in event.subsections:
        match sub:
            case ev.TargetPageBits():
                name, contents = b"configuration/target-page-bits", struct.pack(">I", sub.bits)
            case ev.Capabilities():
                name = b"configuration/capabilities"
                contents = struct.pack(">I", len(sub.names)) + b"".join(map(cstr, sub.names))
            case ev.Uuid():
                name, contents = b"configuration/uuid", sub.uuid
            case _:
                name, contents = sub.name, sub.contents
        octets.append(subsection(name, sub.version_id, contents))
    return b"".join(octets)


class BinaryWriter:
    """Takes events, puts octets.

    Args:
        outbox: where the octets go.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._page_size = 4096
        self._name: bytes | None = None
        self._section: ev.SectionBegin | None = None
        self._package_end: int | None = None
        # mapped-ram: the block, where its pages begin in the output, and how much is written.
        self._mapped: ev.RamListBlock | None = None
        self._mapped_done = 0
        self._gap_done = 0
        # What closes a section, or opens the stream: unparsed octets may stand in its place.
        self._held = b""

    def write(self, event: ev.Event) -> None:
        """Put one event.

        Raises:
            FormatError: the events contradict each other (only foreign BER can).
        """
        put = self._outbox.put
        if self._held:
            held, self._held = self._held, b""
            put(held[: self._kept_of(held, event)])
        match event:
            case ev.RamRuns():
                if self._mapped is not None:
                    self._mapped_runs(event)
                else:
                    self._runs(event)
            case ev.RamRecord():
                self._record(event)
            case ev.RamBlock():
                self._name = event.name
            case ev.Opaque() | ev.Trailing():
                self._outbox.put_sparse(event.data)
            case ev.Unparsed():
                if event.first and event.start != self._outbox.length:
                    raise FormatError(
                        f"offset {event.start:#x} of unparsed octets is not where the stream ends before them"
                    )
                put(event.data)
            case ev.SectionBegin():
                self._begin(event)
            case ev.SectionEnd():
                self._end(event)
            case ev.DevicePayload():
                put(event.payload)
            case ev.RamListBegin():
                put(struct.pack(">Q", event.total_length | wire.RAM_MEM_SIZE))
            case ev.RamListBlock():
                self._list_block(event)
            case ev.MappedGap():
                self._outbox.put_zeros(event.addr - self._gap_done)
                put(event.data)
                self._gap_done = event.addr + len(event.data)
            case ev.MappedEnd():
                self._mapped_end()
            case ev.RamListEnd():
                self._page_size = event.page_size
            case ev.RamFlush():
                put(struct.pack(">Q", wire.RAM_MULTIFD_FLUSH))
            case ev.StreamHeader():
                if event.carrier is not None:
                    put(event.carrier.head)
                self._held = wire.MAGIC + struct.pack(">I", event.version)
            case ev.Configuration():
                put(configuration_octets(event))
            case ev.Command():
                put(struct.pack(">BHH", wire.COMMAND, event.code, len(event.data)) + event.data)
            case ev.PackageBegin():
                self._package_end = self._outbox.length + event.length
            case ev.PackageEnd():
                self._end_package()
            case ev.Eof():
                put(bytes((wire.EOF,)))
            case ev.Description():
                if event.first:
                    put(struct.pack(">BI", wire.VMDESCRIPTION, event.total_length))
                put(event.data)
            case ev.StreamEnd():
                self._outbox.flush()

    def _begin(self, event: ev.SectionBegin) -> None:
        self._section = event
        self._name = None
        octets = struct.pack(">BI", event.kind, event.section_id)
        if event.kind in (wire.SECTION_START, wire.SECTION_FULL):
            octets += cstr(event.idstr) + struct.pack(">II", event.instance_id, event.version_id)
        self._outbox.put(octets)

    def _end(self, event: ev.SectionEnd) -> None:
        section = self._section
        if section is None:
            raise FormatError("a section ends that has not begun")
        if section.body is ev.Body.RAM:
            self._held = struct.pack(">Q", wire.RAM_EOS)
        if event.footer:
            self._held += struct.pack(">BI", wire.SECTION_FOOTER, section.section_id)

    def _kept_of(self, held: bytes, event: ev.Event) -> int:
        """How many of the octets that were held back stand before *event*."""
        if not isinstance(event, ev.Unparsed):
            return len(held)
        return min(len(held), max(0, event.start - self._outbox.length))

    def _end_package(self) -> None:
        if self._outbox.length != self._package_end:
            raise FormatError("a package is not as long as its command says")
        self._package_end = None

    def _named(self, addr_flags: int) -> bytes:
        """The head of a page record: be64, then the block's name if it is the first."""
        if self._name is None:
            return struct.pack(">Q", addr_flags | wire.RAM_CONTINUE)
        name, self._name = self._name, None
        return struct.pack(">Q", addr_flags) + cstr(name)

    def _runs(self, runs: ev.RamRuns) -> None:
        """Page records of rows, in portions that bound the columns."""
        first = 0
        if self._name is not None:
            addr, offset = int(runs.addrs[0]), int(runs.data_offsets[0])
            if runs.kinds[0] == ev.PageKind.ZERO:
                self._outbox.put(self._named(addr | wire.RAM_ZERO) + b"\x00")
            else:
                self._outbox.put(self._named(addr | wire.RAM_PAGE))
                self._outbox.put(runs.window[offset : offset + self._page_size])
            first = 1
        for part in portions(runs, first, self._page_size):
            put_page_records(self._outbox, part, self._page_size)

    def _record(self, record: ev.RamRecord) -> None:
        put = self._outbox.put
        if record.flag == wire.RAM_HOOK:
            put(struct.pack(">Q", wire.RAM_HOOK))
            return
        put(self._named(record.addr | record.flag))
        if record.flag == wire.RAM_XBZRLE:
            put(struct.pack(">BH", wire.XBZRLE_ENCODING, len(record.data)))
        elif record.flag == wire.RAM_COMPRESS_PAGE:
            put(struct.pack(">I", len(record.data)))
        put(record.data)

    def _list_block(self, block: ev.RamListBlock) -> None:
        octets = cstr(block.name) + struct.pack(">Q", block.used_length)
        if block.page_size is not None:
            octets += struct.pack(">Q", block.page_size)
        if block.guest_addr is not None:
            octets += struct.pack(">Q", block.guest_addr)
        mapped = block.mapped
        if mapped is not None:
            octets += struct.pack(
                wire.MAPPED_HEADER,
                mapped.version,
                mapped.page_size,
                mapped.bitmap_offset,
                mapped.pages_offset,
            )
        self._outbox.put(octets)
        if mapped is None:
            return
        self._mapped = block
        self._mapped_done = 0
        self._gap_done = 0
        if mapped.pages_offset:
            if mapped.bitmap_offset != self._outbox.length:
                raise FormatError(
                    f"bitmap offset {mapped.bitmap_offset:#x} is not where the bitmap comes to stand",
                    path=block_path(block.name),
                )
            self._outbox.put(mapped.bitmap)

    def _start_pages(self, block: ev.RamListBlock) -> None:
        """Fill up to where the pages area begins."""
        assert block.mapped is not None
        mapped = block.mapped
        if not mapped.pages_offset or self._mapped_done:
            return
        missing = mapped.pages_offset - self._outbox.length
        if missing:
            if missing < 0:
                raise FormatError(
                    f"pages offset {mapped.pages_offset:#x} lies before the end of the bitmap",
                    path=block_path(block.name),
                )
            self._outbox.put_zeros(missing)

    def _mapped_runs(self, runs: ev.RamRuns) -> None:
        """Put pages at their places, holes between them."""
        block = self._mapped
        assert block is not None and block.mapped is not None
        self._start_pages(block)
        step = block.mapped.page_size
        for addr, count, offset in zip(
            runs.addrs.tolist(), runs.counts.tolist(), runs.data_offsets.tolist(), strict=True
        ):
            if addr < self._mapped_done or addr + count * step > block.used_length:
                raise FormatError(
                    f"page {addr:#x} is out of order or beyond the block", path=block_path(block.name)
                )
            self._outbox.put_zeros(addr - self._mapped_done)
            self._outbox.put_pages(runs.window, offset, runs.stride, count, step)
            self._mapped_done = addr + count * step

    def _mapped_end(self) -> None:
        block = self._mapped
        if block is None or block.mapped is None:
            raise FormatError("the pages of a mapped block end before it begins")
        if block.mapped.pages_offset:
            self._start_pages(block)
            self._outbox.put_zeros(block.used_length - self._mapped_done)
        self._mapped = None


def block_path(name: bytes) -> str:
    """How messages name a RAM block."""
    return f"block '{name.decode('utf-8', 'backslashreplace')}'"


def portions(runs: ev.RamRuns, skip: int, page_size: int) -> Iterator[ev.RamRuns]:
    """*runs* without its first *skip* (0 or 1) pages, cut so that none has too many pages."""
    total = int(runs.counts.sum())
    if not skip and total <= MAX_PAGES:
        yield runs
        return
    done = skip
    ends = runs.counts.cumsum()
    starts = ends - runs.counts
    while done < total:
        stop = min(done + MAX_PAGES, total)
        first = int(ends.searchsorted(done, side="right"))
        last = int(starts.searchsorted(stop, side="left"))
        counts = runs.counts[first:last].copy()
        addrs = runs.addrs[first:last].copy()
        offsets = runs.data_offsets[first:last].copy()
        before = done - int(starts[first])
        addrs[0] += before * page_size
        offsets[0] += before * runs.stride
        counts[0] -= before
        counts[-1] -= max(0, int(ends[last - 1]) - stop)
        yield ev.RamRuns(runs.kinds[first:last], addrs, counts, offsets, runs.stride, runs.window)
        done = stop
