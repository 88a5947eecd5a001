"""The rows of one element of a binary stream, by the code that makes the tree of ``--dump``."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from qmigui.errors import FormatError
from qmigui.record import replace
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.index.rows import FullError, ItemRows
from qmigui.stream.tail import Found, find_at_end
from qmigui.stream.tree import StreamTree
from qmigui.stream.tree_output import Output
from qmigui.vmstate.description import Description, DescriptionError, Device

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source
    from qmigui.stream.index.items import Item


class Decoder(Protocol):
    """Makes the rows of elements."""

    def rows(self, item: Item) -> ItemRows:
        """The content of *item*, the element itself as row 0."""


def rows_of_events(item: Item, events: list[ev.Event]) -> ItemRows:
    """The rows that *events* tell of an element."""
    rows = ItemRows(item.offset, item.end)
    tree = StreamTree(Output(lambda _: None), lines=rows)
    full = False
    try:
        tree.run(events)
    except FullError:
        full = True
    return finished(rows, item, full=full)


def finished(rows: ItemRows, item: Item, *, full: bool) -> ItemRows:
    """Close *rows*; the first one is called as the element is."""
    if not len(rows):
        rows.add(item.offset, 0, item.name, item.type, item.value)
    rows.names[0], rows.types[0], rows.values[0] = item.name, item.type, item.value
    rows.close()
    if full:
        rows.values[0] += " (the first million of its elements are listed)"
    return rows


class BinaryDecoder:
    """Decodes elements of a binary stream.

    Args:
        source: seekable.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._description: Description | None = None
        self._places: dict[tuple[str, int], int] | None = None
        self._damage = ""

    def rows(self, item: Item) -> ItemRows:
        """The content of *item*; what nothing describes is told as octets."""
        section = item.section
        if section is None or item.payload is None or section.body is ev.Body.RAM:
            return rows_of_events(item, item.events)
        start, length = item.payload
        length = min(length, wire.MAX_DEVICE_PAYLOAD)
        payload = self._source.pread(start, length)
        if section.body is ev.Body.OPAQUE:
            return rows_of_events(item, [section, ev.Opaque(payload, start)])
        device = self.device(item)
        event = ev.DevicePayload(payload, device, start)
        return rows_of_events(item, [replace(section, body=ev.Body.DEVICE), event])

    def device(self, item: Item) -> Device | None:
        """What the VM description says of the device section *item*."""
        assert item.section is not None
        name, instance_id = item.section.idstr.decode("utf-8", "surrogateescape"), item.section.instance_id
        self._look_at_end()
        assert self._places is not None
        place = item.place if item.place is not None else self._places.get((name, instance_id))
        if place is None or self._description is None:
            return None
        with suppress(DescriptionError):
            return next(self._description.devices(place), None)
        return None

    def _look_at_end(self) -> None:
        if self._places is None:
            self._places = {}
            self._read_description(find_at_end(self._source, 8))

    def told(self, offset: int, length: int) -> None:
        """The description stands here, even if it is not the last thing in the file."""
        self._look_at_end()
        if self._places:
            return
        self._read_description(Found(offset, offset + 5, max(0, length - 5)))

    def _read_description(self, found: Found | None) -> None:
        if found is None or found.text_length > wire.MAX_DESCRIPTION:
            return
        assert self._places is not None
        # What stands before damage to the text is good.
        with suppress(DescriptionError, FormatError):
            self._description = Description(self._source.pread(found.text_offset, found.text_length))
            for device in self._description.devices():
                if len(self._places) >= wire.MAX_SECTIONS:
                    return
                self._places.setdefault((device.name, device.instance_id), device.place)
