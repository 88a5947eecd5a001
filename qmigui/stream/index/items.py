"""The elements of a stream's outermost level, as the index keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qmigui.stream import wire
from qmigui.stream.index.nodes import Kind
from qmigui.stream.tree_text import quoted

if TYPE_CHECKING:
    from qmigui.stream import events as ev

MOST_ITEMS = 1 << 19
"""Sections and the like that are listed one by one."""


@dataclass(slots=True)
class Item:
    """One element.

    Attributes:
        offset: of its first octet.
        end: behind its last one; -1 while that is not known.
        name, type, value: its columns.
        kind: what it is.
        section: its head, if it is a section.
        payload: offset and length of a device's octets; for devices of the binary form.
        place: of a device in the VM description, where the reader told it.
        events: what it is made of, where that is short.
        first, last: segments of pages in it.
        ordinal: its number among the elements of a BER file's list, -1: not known or none.
        decoded: it has rows that a decoder makes on demand.
    """

    offset: int
    end: int
    name: str
    type: str = ""
    value: str = ""
    kind: Kind = Kind.STRUCTURE
    section: ev.SectionBegin | None = None
    payload: tuple[int, int] | None = None
    place: int | None = None
    events: list[ev.Event] = field(default_factory=list)
    first: int = 0
    last: int = 0
    ordinal: int = -1
    decoded: bool = False


def section_item(section: ev.SectionBegin, end: int = -1) -> Item:
    """The element for a section, called as in every tree."""
    name = quoted(section.idstr.decode("utf-8", "backslashreplace"))
    instance = section.instance_id
    words = f"instance {instance:#x}" if instance >= 1 << 16 else f"instance {instance}"
    return Item(
        section.offset,
        end,
        f"section {section.section_id} {name}",
        wire.KIND_NAMES.get(section.kind, ""),
        f"{words}, version {section.version_id}",
        Kind.SECTION,
        section,
    )
