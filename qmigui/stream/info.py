"""What a stream holds, in figures: the base of ``--info``.

Without a full reading only the two ends of a seekable source are looked at:
header, configuration and block list at the front, the VM description at the
end.  Everything else needs all of the stream.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from qmigui.errors import Problem
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.checks.codes import problem_of
from qmigui.stream.feed import Feed
from qmigui.stream.info_carrier import kept_envelope
from qmigui.stream.mapped import bitmap_is_big_endian, page_bits
from qmigui.stream.reader import BinaryReader
from qmigui.stream.tail import find_at_end
from qmigui.visitor.tlv import encode_length, encode_tag
from qmigui.vmstate.description import Description, DescriptionError

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.envelope import Envelope

# Smaller streams are simply read through.
SMALL = 64 << 20
HEAD_WINDOW = 256 << 10
# More of them are not listed.
MAX_PROBLEMS = 100
MAX_COMMANDS = 1000


@dataclass(slots=True)
class PageCounts:
    """Page records of one block, by kind; a page that is sent twice counts twice."""

    zero: int = 0
    full: int = 0
    fill: int = 0
    xbzrle: int = 0
    compressed: int = 0
    stale: int = 0


@dataclass(slots=True)
class BlockInfo:
    """One RAM block of the list."""

    name: str
    used_length: int
    page_size: int | None = None
    guest_addr: int | None = None
    mapped: bool = False
    pages: PageCounts | None = None


@dataclass(slots=True)
class DeviceInfo:
    """One device section."""

    name: str
    instance_id: int
    version_id: int | None
    length: int | None
    offset: int | None = None


@dataclass(slots=True)
class StreamInfo:
    """All that ``--info`` tells.

    Attributes:
        form: ``binary`` or ``ber``.
        size: octets of the source, None for a pipe.
        full: every octet was read; else the counts below may be None.
        footers: None where no section has been read to its end.
        envelope: what the stream came in, or what BER has kept of that.
    """

    source: str
    form: str
    size: int | None
    full: bool
    stream_version: int = 0
    machine: str | None = None
    page_size: int | None = None
    capabilities: list[str] = field(default_factory=list)
    uuid: str | None = None
    commands: list[str] = field(default_factory=list)
    footers: bool | None = None
    total_ram: int | None = None
    blocks: list[BlockInfo] = field(default_factory=list)
    section_count: int | None = None
    iterables: list[str] = field(default_factory=list)
    devices: list[DeviceInfo] = field(default_factory=list)
    devices_known: bool = True
    description_length: int | None = None
    trailing_length: int | None = None
    problems: list[str] = field(default_factory=list)
    envelope: Envelope | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``--json``; the keys are the attributes, but ``carrier`` for the envelope."""
        values = asdict(replace(self, envelope=None))
        del values["envelope"]
        values["carrier"] = self.envelope.to_json() if self.envelope is not None else None
        return values

    def to_text(self) -> str:
        """Lines for a person."""
        from qmigui.stream.info_text import lines

        return "\n".join(lines(self))


def collect(source: Source, form: str, full: bool, cancel: Cancel) -> StreamInfo:
    """Read what is asked for.

    Raises:
        QmiguiError: the stream cannot be read as far as that.
    """
    info = StreamInfo(source.name, form, source.size, full, envelope=source.envelope)
    if source.envelope is not None:
        info.problems += [str(problem_of(fault.error)) for fault in source.envelope.faults]
    quick = not full and source.seekable and source.size is not None and source.size > SMALL
    info.full = not quick
    if quick:
        _quick(source, info, cancel)
    else:
        feed = Feed(source)
        try:
            collector = _Collector(info)
            for event in _events(feed, form, info, False):
                cancel.check()
                collector.add(event)
            info.devices_known = True
        finally:
            feed.close()
    return info


def _events(feed: Feed, form: str, info: StreamInfo, skim: bool) -> Iterator[ev.Event]:
    def report(problem: Problem) -> None:
        if len(info.problems) < MAX_PROBLEMS:
            info.problems.append(str(problem))

    if form == "ber":
        return BerReader(feed).events()
    return BinaryReader(feed, report, skim=skim).events()


def _quick(source: Source, info: StreamInfo, cancel: Cancel) -> None:
    """Look at the two ends only."""
    feed = Feed(source, window=HEAD_WINDOW)
    collector = _Collector(info)
    for event in _events(feed, info.form, info, True):
        cancel.check()
        collector.add(event)
        if isinstance(event, ev.RamListEnd | ev.DevicePayload | ev.RamBlock):
            break
    info.section_count = None
    if not any(block.mapped for block in info.blocks):
        for block in info.blocks:
            block.pages = None
    text = _description_at_end(source) if info.form == "binary" else _ber_description_at_end(source)
    info.devices = []
    info.devices_known = text is not None
    if text is None:
        return
    info.description_length = len(text)
    try:
        description = Description(text)
        info.page_size = info.page_size or description.page_size
        for device in islice(description.devices(), wire.MAX_SECTIONS):
            info.devices.append(
                DeviceInfo(device.name, device.instance_id, device.version_id, device.payload_length())
            )
    except DescriptionError as error:
        info.problems.append(f"VM description: {error}")


def _description_at_end(source: Source) -> bytes | None:
    found = find_at_end(source, source.start_offset + 8)
    if found is None or found.text_length > wire.MAX_DESCRIPTION:
        return None
    return source.pread(found.text_offset, found.text_length)


def _ber_description_at_end(source: Source) -> bytes | None:
    """The Description element that our writer puts before the last end-of-contents octets."""
    size = source.size or 0
    tail = source.pread(max(0, size - (1 << 20) - 64), (1 << 20) + 64)
    marker = encode_tag(tags.DESCRIPTION)
    position = tail.rfind(marker)
    while position >= 0:
        after = position + len(marker)
        for width in range(1, 6):
            if after >= len(tail):
                break
            length = tail[after] if width == 1 else int.from_bytes(tail[after + 1 : after + width], "big")
            header = encode_length(length)
            if tail[after : after + len(header)] == header and after + len(header) + length + 4 == len(tail):
                return tail[after + len(header) : -4]
        position = tail.rfind(marker, 0, position)
    return None


class _Collector:
    """Adds events to a :class:`StreamInfo`."""

    def __init__(self, info: StreamInfo) -> None:
        self._info = info
        self._blocks: dict[bytes, BlockInfo] = {}
        self._block: BlockInfo | None = None
        self._device: DeviceInfo | None = None
        info.section_count = 0
        info.trailing_length = 0

    def add(self, event: ev.Event) -> None:
        """Take one event."""
        info = self._info
        match event:
            case ev.RamRuns():
                self._runs(event)
            case ev.RamRecord():
                self._record(event)
            case ev.RamBlock():
                if event.name is not None:
                    self._block = self._blocks.get(event.name)
            case ev.StreamHeader():
                info.stream_version = event.version
                if event.carrier is not None and info.envelope is None:
                    info.envelope = kept_envelope(event.carrier)
            case ev.Configuration():
                info.machine = _text(event.machine)
                self._subsections(event)
            case ev.Command():
                known = event.code < len(wire.COMMAND_NAMES)
                name = wire.COMMAND_NAMES[event.code] if known else f"{event.code:#x}"
                value = (
                    f" {struct.unpack('>I', event.data)[0]:#x}"
                    if name == "PING" and len(event.data) == 4
                    else ""
                )
                if len(info.commands) < MAX_COMMANDS:
                    info.commands.append(name + value)
            case ev.SectionBegin():
                self._section(event)
            case ev.SectionEnd():
                info.footers = event.footer
                self._device = None
            case ev.DevicePayload():
                if self._device is not None:
                    self._device.length = len(event.payload)
            case ev.Opaque():
                if self._device is not None:
                    self._device.length = (self._device.length or 0) + len(event.data)
            case ev.RamListBegin():
                info.total_ram = event.total_length
                info.blocks = []
                self._blocks = {}
                self._block = None
            case ev.RamListBlock():
                self._list_block(event)
            case ev.RamListEnd():
                info.page_size = event.page_size
            case ev.MappedEnd():
                self._block = None
            case ev.Description():
                info.description_length = event.total_length
            case ev.Trailing():
                info.trailing_length = (info.trailing_length or 0) + len(event.data)

    def _subsections(self, event: ev.Configuration) -> None:
        info = self._info
        for sub in event.subsections:
            match sub:
                case ev.TargetPageBits():
                    info.page_size = 1 << sub.bits
                case ev.Capabilities():
                    info.capabilities = [_text(name) for name in sub.names]
                case ev.Uuid():
                    octets = sub.uuid.hex()
                    parts = (octets[:8], octets[8:12], octets[12:16], octets[16:20], octets[20:])
                    info.uuid = "-".join(parts)

    def _section(self, event: ev.SectionBegin) -> None:
        info = self._info
        info.section_count = (info.section_count or 0) + 1
        name = _text(event.idstr)
        if event.kind == wire.SECTION_START:
            info.iterables.append(name)
        if event.kind == wire.SECTION_FULL and event.body is not ev.Body.RAM:
            self._device = DeviceInfo(name, event.instance_id, event.version_id, None, event.offset)
            info.devices.append(self._device)

    def _list_block(self, event: ev.RamListBlock) -> None:
        block = BlockInfo(
            _text(event.name),
            event.used_length,
            event.page_size,
            event.guest_addr,
            event.mapped is not None,
            PageCounts(),
        )
        self._info.blocks.append(block)
        self._blocks[event.name] = block
        mapped = event.mapped
        if mapped is None:
            return
        # The bitmap tells the counts; pages that follow are then not counted again.
        self._block = None
        if mapped.pages_offset:
            total = event.used_length // mapped.page_size
            swapped = bitmap_is_big_endian(mapped.bitmap, total, False)
            step = 1 << 20
            assert block.pages is not None
            block.pages.full = sum(
                int(page_bits(mapped.bitmap, first, min(first + step, total), swapped).sum())
                for first in range(0, total, step)
            )
            block.pages.zero = total - block.pages.full

    def _runs(self, event: ev.RamRuns) -> None:
        if self._block is None or self._block.pages is None:
            return
        full = int(event.counts[event.kinds == ev.PageKind.PAGE].sum())
        self._block.pages.full += full
        self._block.pages.zero += int(event.counts.sum()) - full

    def _record(self, event: ev.RamRecord) -> None:
        if self._block is None or self._block.pages is None:
            return
        pages = self._block.pages
        if event.flag == wire.RAM_ZERO:
            pages.fill += 1
        elif event.flag == wire.RAM_XBZRLE:
            pages.xbzrle += 1
        elif event.flag == wire.RAM_COMPRESS_PAGE:
            pages.compressed += 1


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


__all__ = ["BlockInfo", "DeviceInfo", "PageCounts", "StreamInfo", "collect"]
