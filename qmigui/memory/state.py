"""What a state tells of its machine beside RAM: blocks, configuration, device sections.

In a binary file with a VM description the device sections are found from its
end, so that gigabytes of pages need not be passed; else everything is read.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.anchors import FOOTER_LENGTH, device_offsets
from qmigui.stream.device_table import DeviceTable
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader
from qmigui.stream.scan import section_head
from qmigui.stream.tail import Found, find_at_end
from qmigui.vmstate.description import Description, DescriptionError, Device

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source

MAX_KEPT = 256 << 20
"""Octets of device sections that are kept."""

WINDOW = 256 << 10


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device section.

    Attributes:
        idstr: as on the wire, e.g. ``0000:00:02.0/vga``.
        instance_id: as on the wire.
        payload: from behind the version id to the footer.
        device: what the VM description says of it, or None.
        offset: of the section in the source.
    """

    idstr: str
    instance_id: int
    payload: memoryview
    device: Device | None
    offset: int

    @property
    def name(self) -> str:
        """The idstr without the device's path."""
        return self.idstr.rpartition("/")[2]

    @property
    def path(self) -> str:
        """The device's path, or nothing."""
        return self.idstr.rpartition("/")[0]


@dataclass(slots=True)
class MachineState:
    """What the stream told.

    Attributes:
        machine: name in the configuration, e.g. ``pc-q35-7.2``; None without a configuration.
        page_size: of the target; 0 where there is no RAM.
        blocks: the block list.
        devices: the device sections, in their order; those of the names asked for.
        names: idstr of each section, also of those not kept.
        is_described: the state has a VM description.
    """

    machine: str | None = None
    page_size: int = 0
    blocks: list[ev.RamListBlock] = field(default_factory=list)
    devices: list[DeviceState] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    is_described: bool = False

    def find(self, name: str) -> DeviceState | None:
        """The first section of this name, whatever its path."""
        return next((device for device in self.devices if device.name == name), None)


def read_state(
    source: Source, is_ber: bool, wanted: Callable[[str, MachineState], bool], cancel: Cancel
) -> MachineState:
    """Read what a state tells of its machine.

    Args:
        source: seekable or not; it stands at the stream.
        is_ber: which form it is in.
        wanted: whether the section of this idstr is to be kept.
        cancel: stops it.

    Raises:
        QmiguiError: the stream cannot be read.
    """
    collector = StateCollector(wanted)
    if not is_ber and source.seekable and (found := find_at_end(source, source.start_offset + 8)) is not None:
        feed = Feed(source, window=WINDOW)
        try:
            if _by_ends(feed, source, found, collector, cancel):
                return collector.finish()
        finally:
            feed.close()
        source.seek(source.start_offset)
        collector = StateCollector(wanted)
    feed = Feed(source)
    try:
        for event in events_of(feed, is_ber, skim=source.seekable):
            cancel.check()
            collector.take(event)
        return collector.finish()
    finally:
        feed.close()


def events_of(feed: Feed, is_ber: bool, *, skim: bool = False) -> Iterator[ev.Event]:
    """The events of a stream of either form; *skim*: without the pages of mapped-ram."""
    if not is_ber:
        return BinaryReader(feed, skim=skim).events()
    from qmigui.stream.ber_reader import BerReader  # with all that it needs, only where it is needed

    return BerReader(feed).events()


class StateCollector:
    """Takes the events of a stream and keeps what is wanted.

    Args:
        wanted: whether the section of this idstr is to be kept.
    """

    def __init__(self, wanted: Callable[[str, MachineState], bool]) -> None:
        self.state = MachineState()
        self._wanted = wanted
        self._left = MAX_KEPT
        self._section: ev.SectionBegin | None = None
        self._text = bytearray()
        self._undescribed: list[int] = []
        self.has_list = False

    def take(self, event: ev.Event) -> None:
        """Take one event."""
        state = self.state
        match event:
            case ev.SectionBegin():
                self._section = event
                state.names.add(_text(event.idstr))
            case ev.DevicePayload():
                assert self._section is not None
                self.keep(self._section, event.payload, event.device)
            case ev.Opaque():
                # Of an old stream, or one whose description is of no use: in BER, an oldblob.
                section = self._section
                if section is not None and section.kind == wire.SECTION_FULL:
                    self.keep(section, event.data, None)
            case ev.Configuration():
                state.machine = _text(event.machine)
            case ev.RamListBlock():
                state.blocks.append(event)
            case ev.RamListEnd():
                state.page_size = event.page_size
                self.has_list = True
            case ev.Description():
                self._text += event.data
            case _:
                pass

    def keep(self, section: ev.SectionBegin, payload: bytes | memoryview, device: Device | None) -> None:
        """Keep a section if it is wanted."""
        idstr = _text(section.idstr)
        if len(payload) > self._left or not self._wanted(idstr, self.state):
            return
        self._left -= len(payload)
        if device is None:
            self._undescribed.append(len(self.state.devices))
        copy = memoryview(bytes(payload))
        self.state.devices.append(DeviceState(idstr, section.instance_id, copy, device, section.offset))

    def finish(self) -> MachineState:
        """Add what a description tells that came behind the devices."""
        state = self.state
        state.is_described = bool(self._text) or any(device.device for device in state.devices)
        if not self._text or not self._undescribed:
            return state
        try:
            table = DeviceTable(Description(self._text))
            for place in self._undescribed:
                old = state.devices[place]
                device = table.find(old.idstr, old.instance_id)
                state.devices[place] = DeviceState(
                    old.idstr, old.instance_id, old.payload, device, old.offset
                )
        except DescriptionError:
            pass  # the rest has no description
        return state


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _by_ends(feed: Feed, source: Source, found: Found, collector: StateCollector, cancel: Cancel) -> bool:
    """Read the front up to the block list, and the device sections at the end.

    Returns:
        Whether everything stood where the description says.
    """
    reader = BinaryReader(feed, skim=True)
    for event in reader.events():
        cancel.check()
        collector.take(event)
        if collector.has_list:
            break
        if isinstance(event, ev.DevicePayload):
            return False  # devices before RAM: let all be read
    description = reader.description
    if description is None or not collector.has_list:
        return False
    front = feed.offset
    borders = device_offsets(source, description, found.offset - 1, front, None)
    footer = source.pread(found.offset - 1 - FOOTER_LENGTH, 1) == bytes((wire.SECTION_FOOTER,))
    ends = [*borders.heads[1:], found.offset - 1]
    table = DeviceTable(description)
    heads: list[tuple[ev.SectionBegin, int, int, Device]] = []
    try:
        count = sum(1 for _ in description.devices())
        if borders.damaged or count != len(borders.heads) or not count:
            return False
        for start, end in zip(borders.heads, ends, strict=True):
            octets = source.pread(start, 270)
            head = section_head(memoryview(octets), 1)
            if head is None:
                return False
            section_id, idstr, instance_id, version_id, length = head
            begin = ev.SectionBegin(
                wire.SECTION_FULL, section_id, idstr, instance_id, version_id, ev.Body.DEVICE, start
            )
            device = table.find(idstr.decode("utf-8", "surrogateescape"), instance_id)
            body_end = end - (FOOTER_LENGTH if footer else 0)
            if device is None or body_end - start - length != device.payload_length():
                return False
            if footer and source.pread(body_end, 5) != struct.pack(">BI", wire.SECTION_FOOTER, section_id):
                return False
            heads.append((begin, start + length, body_end - start - length, device))
    except DescriptionError:
        return False
    for begin, place, length, device in heads:
        cancel.check()
        collector.state.names.add(_text(begin.idstr))
        collector.keep(begin, source.pread(place, length), device)
    return True
