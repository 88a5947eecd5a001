"""Device sections of a large file before its RAM has been read: from its end.

Binary: the VM description, which stands last, tells how long each device section
is (:mod:`qmigui.stream.anchors`).  BER: the items before the description have
definite lengths in our writer's form, so each one is found by ending exactly where
the next one begins.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.qemufile.memory import MemorySource
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.anchors import device_offsets
from qmigui.stream.ber_cursor import BerCursor
from qmigui.stream.device_table import DeviceTable
from qmigui.stream.feed import Feed
from qmigui.stream.index.items import Item, section_item
from qmigui.stream.index.nodes import Kind
from qmigui.stream.scan import section_head
from qmigui.stream.tail import find_at_end
from qmigui.visitor.tlv import INDEFINITE, decode_header, encode_tag
from qmigui.vmstate.description import Description, DescriptionError

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

_HEAD = 300
_SEC_FULL = encode_tag(tags.SEC_FULL)
_DESCRIPTION = encode_tag(tags.DESCRIPTION)
_EOF = b"\x05\x00"
_STEPS = (1 << 12, 1 << 16, 1 << 20, wire.MAX_DEVICE_PAYLOAD)
_CLOSE = b"\0\0\0\0"
_MOST_LOOKED = 96 << 20


def devices_of_binary(source: Source, lowest: int) -> list[Item]:
    """The device sections, the end and the description of a binary stream, or nothing."""
    found = find_at_end(source, lowest)
    if found is None or found.text_length > wire.MAX_DESCRIPTION:
        return []
    end = found.offset - 1
    try:
        description = Description(source.pread(found.text_offset, found.text_length))
        borders = device_offsets(source, description, end, lowest, None)
    except (DescriptionError, FormatError):
        return []
    footers = source.pread(end - 5, 1) == bytes((wire.SECTION_FOOTER,))
    items = []
    stops = [*borders.heads[1:], end]
    table = DeviceTable(description)
    for start, stop in zip(borders.heads, stops, strict=False):
        octets = source.pread(start, _HEAD)
        head = section_head(octets, 1)
        if head is None:
            continue
        section_id, idstr, instance_id, version_id, length = head
        section = ev.SectionBegin(
            wire.SECTION_FULL, section_id, idstr, instance_id, version_id, ev.Body.DEVICE, start
        )
        item = section_item(section, stop)
        item.payload = start + length, max(0, stop - start - length - (5 if footers else 0))
        item.decoded = True
        with suppress(DescriptionError):  # the devices before damage are good
            device = table.find(idstr.decode("utf-8", "surrogateescape"), instance_id)
            item.place = device.place if device is not None else None
        items.append(item)
    size = source.size or 0
    items.append(Item(end, end + 1, "end of stream"))
    words = f"{found.text_length:,} octets"
    items.append(Item(found.offset, size, "VM description", "JSON", words, Kind.DESCRIPTION))
    return items


def devices_of_ber(source: Source) -> list[Item]:
    """The same of a BER file that our writer, or one like it, has made."""
    size = source.size or 0
    place = _description_start(source, size)
    if place is None:
        return []
    items = [Item(place, size - len(_CLOSE), "VM description", "JSON", "", Kind.DESCRIPTION)]
    end = place
    if source.pread(end - 2, 2) == _EOF:
        end -= 2
        items.append(Item(end, end + 2, "end of stream"))
    looked = 0
    while looked < _MOST_LOOKED and len(items) < wire.MAX_SECTIONS:
        start, cost = _element_before(source, end)
        looked += cost
        if start is None:
            break
        section = _ber_head(source, start)
        if section is None:
            break
        item = section_item(section, end)
        item.decoded = True
        items.append(item)
        end = start
    return items[::-1]


def _description_start(source: Source, size: int) -> int | None:
    """The description that the file's end-of-contents octets follow."""
    stop = size - len(_CLOSE)
    for step in _STEPS:
        begin = max(0, stop - step)
        data = source.pread(begin, stop - begin)
        place = data.rfind(_DESCRIPTION)
        while place >= 0:
            if _ends_at(data, place, len(data)):
                return begin + place
            place = data.rfind(_DESCRIPTION, 0, place)
        if not begin:
            break
    return None


def _element_before(source: Source, end: int) -> tuple[int | None, int]:
    """The SecFull that ends at *end*, and how many octets were looked at for it."""
    looked = 0
    for step in _STEPS:
        begin = max(0, end - step)
        data = source.pread(begin, end - begin)
        looked += len(data)
        place = data.rfind(_SEC_FULL)
        while place >= 0:
            if _ends_at(data, place, len(data)):
                return begin + place, looked
            place = data.rfind(_SEC_FULL, 0, place)
        if not begin:
            break
    return None, looked


def _ends_at(data: bytes, place: int, end: int) -> bool:
    """Whether the element at *place* has a definite length and ends there."""
    try:
        _, length, contents = decode_header(memoryview(data), place, len(data), 0, "")
    except FormatError:
        return False
    return length != INDEFINITE and contents + length == end


def _ber_head(source: Source, start: int) -> ev.SectionBegin | None:
    """The head of the SecFull at *start*, if it is a FULL section."""
    cursor = BerCursor(Feed(MemorySource(source.pread(start, _HEAD + 64))))
    most = 2**32 - 1
    try:
        cursor.enter(tags.SEC_FULL, "secfull")
        kind = cursor.integer("kind", 1, 4, tags.ENUMERATED)
        section_id = cursor.integer("id", 0, most)
        idstr = cursor.name("idstr")
        instance_id = cursor.integer("instance", 0, most)
        version_id = cursor.integer("version", 0, most)
    except FormatError:
        return None
    if kind != wire.SECTION_FULL:
        return None
    return ev.SectionBegin(kind, section_id, idstr, instance_id, version_id, ev.Body.DEVICE, start)
