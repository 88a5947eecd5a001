"""What a stream tells of itself, gathered while it is archived: sections, RAM blocks, configuration."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from qmigui.library.archive.parts import Block, Section
from qmigui.stream import events as ev
from qmigui.stream import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PARTS = 1 << 16
"""PART sections beyond so many are not listed: they hold rounds of RAM, nothing with a name of its own."""


class Indexer:
    """Takes the events that a cutter takes.

    Attributes:
        sections: the list so far.
        blocks: RAM blocks, in the order of their numbers.
        machine, page_size, uuid, capabilities, ram_total, device_count: as in
            :class:`~.info.ArchiveInfo`.
        description: offset and length of the VM description's text, or None.
    """

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.blocks: dict[bytes, Block] = {}
        self.machine: str | None = None
        self.page_size: int | None = None
        self.uuid: str | None = None
        self.capabilities: tuple[str, ...] = ()
        self.ram_total: int | None = None
        self.device_count = 0
        self.description: tuple[int, int] | None = None
        self._begin: ev.SectionBegin | None = None
        self._body: tuple[int, int] | None = None
        self._parts = 0

    def take(self, event: ev.Event, end: int) -> None:
        """Follow one event; *end* is the offset in the stream behind what it tells."""
        match event:
            case ev.SectionBegin():
                self._close(None)
                self._begin, self._body = event, None
            case ev.SectionEnd():
                self._close(end)
            case ev.DevicePayload():
                self._body = (event.offset, len(event.payload))
            case ev.Opaque():
                start, length = self._body if self._body is not None else (event.offset, 0)
                self._body = (start, length + len(event.data))
            case ev.Eof() | ev.Lost() | ev.Command():
                self._close(None)
            case ev.Configuration():
                self.machine = _text(event.machine)
                self._configuration(event)
            case ev.RamListBegin():
                self.ram_total = event.total_length
            case ev.RamListBlock():
                self._block(event)
            case ev.RamListEnd():
                self.page_size = event.page_size
            case ev.Description() if event.first:
                self.description = (end - len(event.data), event.total_length)

    def finish(self) -> None:
        """The stream is over."""
        self._close(None)

    def _close(self, end: int | None) -> None:
        """Put the open section on the list."""
        begin, self._begin = self._begin, None
        if begin is None or begin.resumed:
            return
        if begin.kind == wire.SECTION_PART:
            self._parts += 1
            if self._parts > MAX_PARTS:
                return
        body = self._body if begin.kind == wire.SECTION_FULL and begin.body is not ev.Body.RAM else None
        if body is not None:
            self.device_count += 1
        self.sections.append(
            Section(
                begin.offset,
                end - begin.offset if end is not None else None,
                begin.kind,
                begin.section_id,
                _text(begin.idstr),
                begin.instance_id,
                begin.version_id,
                *(body if body is not None else (None, None)),
            )
        )

    def _configuration(self, event: ev.Configuration) -> None:
        for sub in event.subsections:
            match sub:
                case ev.TargetPageBits():
                    self.page_size = 1 << sub.bits
                case ev.Capabilities():
                    self.capabilities = tuple(_text(name) for name in sub.names)
                case ev.Uuid():
                    self.uuid = sub.uuid.hex()

    def _block(self, event: ev.RamListBlock) -> None:
        mapped = event.mapped
        there = mapped is not None and mapped.pages_offset > 0
        if mapped is not None and self.page_size is None:
            self.page_size = mapped.page_size
        self.blocks[event.name] = Block(
            _text(event.name),
            event.used_length,
            event.page_size,
            event.guest_addr,
            mapped.pages_offset if mapped is not None and there else None,
            mapped.bitmap_offset if mapped is not None and there else None,
        )

    def blocks_by_number(self, names: Sequence[bytes]) -> tuple[Block, ...]:
        """The blocks as frames number them; one that a damaged list lacks has length 0."""
        return tuple(self.blocks.get(name, Block(_text(name), 0)) for name in names)

    def vm_key(self) -> str | None:
        """What states of one guest share; see :func:`key_of`."""
        blocks = [(block.name, block.used_length) for block in self.blocks.values()]
        return key_of(self.machine, self.uuid, blocks)


def key_of(machine: str | None, uuid: str | None, blocks: list[tuple[str, int]]) -> str | None:
    """The key of a guest, 32 hexadecimal digits; None without RAM.

    Small blocks come and go with devices and firmware tables; the largest one stays.

    Args:
        machine: its type.
        uuid: of the guest, where the stream has it.
        blocks: name and used length of each RAM block.
    """
    if not blocks:
        return None
    largest = max(blocks, key=lambda block: (block[1], block[0]))
    text = json.dumps([machine, uuid, *largest])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def sections_to_json(sections: list[Section], description: tuple[int, int] | None) -> dict[str, Any]:
    """The SECT chunk."""
    return {"sections": [list(section) for section in sections], "description": description}


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")
