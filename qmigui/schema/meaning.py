"""What a checked QemuFile means: the events of a stream, told while its BER is checked.

The checker hears that an element is right or wrong as the module has it; this
listens to it and tells the same events as :class:`qmigui.stream.ber_reader.BerReader`
does, so that :class:`qmigui.stream.checks.checker.Checker` can look at a BER file as
at a binary one.  What is wrong in itself is told as :class:`~qmigui.stream.events.Lost`.
RAM is in :mod:`qmigui.schema.meaning_ram`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.schema import codes as schema_codes
from qmigui.schema.automaton import Entry
from qmigui.schema.frames import Frame, path_of
from qmigui.schema.meaning_ram import RamMeaning
from qmigui.schema.model import Body, Module, Type
from qmigui.schema.quick_section import quick_section
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.checks.carrier import head_problems
from qmigui.stream.checks.codes import problem
from qmigui.stream.feed import Feed
from qmigui.visitor.payload_map import PayloadMap
from qmigui.visitor.tlv import encode
from qmigui.vmstate import codec

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.schema.far import Far

MAX_PAYLOAD = 32 << 20
"""Octets of an oldblob that are kept for a look at them."""


def roles_of(module: Module) -> dict[int, str]:
    """What the types of the shipped module that matter here are called, by the identity of their bodies."""
    types = module.types

    def member(name: str, path: str) -> Body:
        type_: Type = types[name]
        for part in path.split("."):
            type_ = next(m.type for m in type_.body.members if m.name == part)
        return type_.body

    return {
        id(types["QemuFile"].body): "file",
        id(types["Carrier"].body): "carrier",
        id(member("QemuFile", "items")): "items",
        id(member("Command", "package")): "items",
        id(types["Configuration"].body): "configuration",
        id(types["Command"].body): "command",
        id(types["SecFull"].body): "secfull",
        id(types["SecMin"].body): "secmin",
        id(types["Unparsed"].body): "unparsed",
        id(member("SecFull", "body.ram")): "ram",
        id(types["RAMBlockList"].body): "blocklist",
        id(types["RAMBlockID"].body): "blockid",
        id(types["MappedRAM"].body): "mapped",
        id(types["RAMSecBlock"].body): "secblock",
        id(types["RAMPages"].body): "pages",
        **{
            id(types[name].body): name
            for name in ("FullPage", "PageRun", "ZeroRun", "FillPage", "XBZRLEPage", "ZlibPage", "StaleRun")
        },
    }


class Meaning:
    """Listens to a :class:`~qmigui.schema.validate.Validator` that checks a QemuFile.

    Args:
        take: is given each event.
        report: is given what is wrong although the module allows it.
        access: reads the source at an offset, where that is possible.
        quick: take runs of pages in columns (tests compare both).
    """

    def __init__(
        self,
        take: Callable[[ev.Event], None],
        report: Callable[[Problem], None],
        access: Callable[[int, int], bytes] | None = None,
        *,
        quick: bool = True,
    ) -> None:
        self._quick = quick
        self._access = access
        self._take = take
        self._report = report
        self._ram = RamMeaning(take, self._tell)
        self._frames: list[Frame] = []
        self._numbers: dict[str, int] = {}
        self._idstr = b""
        self._start = 0
        self._section: ev.SectionBegin | None = None
        self._is_refused = False
        # Problems of the last element, until it is known to end where it says.
        self._held: list[Problem] = []
        self._started: dict[int, ev.SectionBegin] = {}
        # Sections whose START was damaged: their ids, and how many of unknown id.
        self._orphans: set[int] = set()
        self._unknown_starts = 0
        self._number = 0
        self._text = bytearray()
        self._text_offset = 0
        self._head, self._head_offset = b"", 0
        self._kept: bytes | None = None
        # The list of items of a package, and the command that holds it.
        self._package: Frame | None = None
        self._packager: Frame | None = None

    def _tell(self, code: str, message: str, offset: int, path: str | None = None) -> None:
        self._held.append(problem(code, message, offset=offset, path=path or path_of(self._frames)))

    def hear(self, found: Problem) -> None:
        """Take a problem that the checker tells, and report it.

        Where it is that the length of an element is wrong, nothing that was read in it counts.
        """
        if found.code == "length":
            self._held = [held for held in self._held if held.offset != found.offset]
        self.release()
        self._report(found)

    def release(self) -> None:
        """Report what was held back, as what comes next seems right."""
        held, self._held = self._held, []
        for found in held:
            self._report(found)

    # -- what the checker calls ----------------------------------------------------

    def enter(self, frames: list[Frame]) -> None:
        """A watched element begins."""
        if self._held:
            self.release()
        self._frames = frames
        frame = frames[-1]
        match frame.node.role:
            case "secfull" | "secmin":
                self._numbers = {}
                self._idstr = b""
                self._start = frame.start
                self._section = None
                self._is_refused = False
            case "command":
                self._numbers = {}
                self._kept = b""
                self._start = frame.start
            case "items" if frames[-2].node.role == "command":
                self._command(frames[-2], packaged=True)
                self._package = frame
                self._take(ev.PackageBegin(int.from_bytes(self._kept or b"", "big")))
                self._packager = frames[-2]
            case "ram":
                self._begin(ev.Body.RAM, frames[-2])
                if self._section is not None:
                    self._ram.named = self._section.version_id >= wire.RAM_VERSION_NAMED
                self._ram.enter(frames)
            case "file" | "items" | "carrier" | "configuration" | "unparsed":
                pass
            case _:
                self._ram.enter(frames)

    def leave(self, frame: Frame) -> None:
        """A watched element is over."""
        if self._held:
            self.release()
        match frame.node.role:
            case "secfull" | "secmin":
                self._section_end(frame)
            case "configuration":
                self._configuration(frame)
            case "command":
                if frame is not self._packager and not frame.damaged:
                    self._command(frame, packaged=False)
            case "items":
                if frame is self._package:
                    self._take(ev.PackageEnd())
            case "unparsed":
                message = "octets that were kept without being read"
                self._report(schema_codes.problem("unparsed", message, frame.start, path_of(self._frames)))
                self._take(ev.Lost(frame.start, 0))
            case "file":
                self._take(ev.StreamEnd())
            case "carrier":
                self._carrier_end()
            case _:
                self._ram.leave(frame)

    def wants(self, frame: Frame, entry: Entry) -> bool:
        """Whether the contents of a string matter."""
        self._text = bytearray()
        match frame.node.role:
            case "items":
                return entry.label in {"description", "trailing"}
            case "secfull" | "secmin":
                return entry.label == "oldblob"
            case "carrier":
                return entry.label == "head"
            case "mapped" | "XBZRLEPage" | "ZlibPage":
                return entry.label in {"bitmap", "data"}
        return False

    def piece(self, offset: int, octets: bytes) -> None:
        """Contents octets of such a string."""
        if not self._text:
            self._text_offset = offset
        if len(self._text) + len(octets) <= MAX_PAYLOAD * 4:
            self._text += octets

    def leaf(self, frame: Frame, entry: Entry, start: int, octets: bytes | None, length: int) -> None:
        """A primitive element."""
        if self._held:
            self.release()
        label = entry.label
        match frame.node.role:
            case "secfull" | "secmin":
                self._section_leaf(frame, label, start, octets, length)
            case "file":
                if label == "version" and octets is not None:
                    self._take(ev.StreamHeader(int.from_bytes(octets, "big")))
                elif label == "mapping" and octets is not None and octets != b"\x01":
                    message = "only version 1 of the mapping is known"
                    self._report(schema_codes.problem("mapping-version", message, start, None))
            case "command":
                if octets is not None and label == "code":
                    self._numbers["code"] = int.from_bytes(octets, "big")
                elif label == "data":
                    self._kept = octets
            case "items":
                self._item_leaf(label, start, length)
            case "configuration" | "unparsed":
                pass
            case "carrier":
                self._carrier_leaf(label, start, octets)
            case _:
                text = bytes(self._text) if label in {"bitmap", "data"} and octets is None else octets
                self._ram.leaf(frame, label, start, text, length)

    def takes_whole(self, entry: Entry) -> bool:
        """Whether a look at all of it is worth something."""
        return entry.label in {"configuration", "vmstate"}

    def whole(self, frames: list[Frame], entry: Entry, start: int, octets: memoryview) -> bool:
        """A constructed element that is there as a whole."""
        if entry.label == "configuration":
            self._kept = bytes(octets)
        elif entry.label == "vmstate" and frames[-1].node.role in {"secfull", "secmin"}:
            return self._vmstate(frames[-1], start, octets)
        return False

    def run(self, frames: list[Frame], data: bytearray, pos: int, base: int, end: int) -> int:
        """Elements of a watched list."""
        self._frames = frames
        after = pos
        if self._quick and frames[-1].node.role == "pages":
            after = self._ram.run(frames[-1], data, pos, base, end)
        elif self._quick and frames[-1].node.role == "items":
            after = self._devices(frames[-1], data, pos, base, end)
        if after != pos:
            self.release()
        return after

    def leap(self, frames: list[Frame], far: Far, offset: int, end: int) -> int:
        """Elements of a watched list, unread."""
        self._frames = frames
        if frames[-1].node.role != "pages":
            return offset
        after = self._ram.leap(frames[-1], far, offset, end)
        if after != offset:
            self.release()
        return after

    def _devices(self, frame: Frame, data: bytearray, pos: int, base: int, end: int) -> int:
        """Take device sections in the form that our own writer gives them."""
        while (found := quick_section(data, pos, end)) is not None:
            try:
                payload = codec.decode(found.vmstate, 0, None)
            except FormatError:
                return pos
            start = base + pos
            place = base + found.vmstate_pos
            section = ev.SectionBegin(wire.SECTION_FULL, *found.head, ev.Body.DEVICE, start, self._number)
            self._number += 1
            self._take(section)
            self._take(ev.DevicePayload(payload, None, place, self._locate(place, len(found.vmstate))))
            self._take(ev.SectionEnd(found.footer))
            frame.count += 1
            pos = found.end
        return pos

    def _locate(self, start: int, length: int) -> Callable[[int], int]:
        """Finds the places of payload octets of the VMState element at *start*."""
        access = self._access
        return _Fixed(start) if access is None else PayloadMap(lambda: access(start, length), start)

    def lost(self, offset: int, length: int) -> None:
        """Octets that mean nothing."""
        self._take(ev.Lost(offset, length))

    # -- the carrier -----------------------------------------------------------------

    def _carrier_leaf(self, label: str, start: int, octets: bytes | None) -> None:
        if label == "kind":
            self._numbers["kind"] = int.from_bytes(octets or b"", "big")
        elif label == "compression":
            self._kept = octets
        elif label == "head":
            self._head, self._head_offset = bytes(self._text), self._text_offset
            if octets is not None:
                self._head, self._head_offset = octets, start + len(encode(tags.OCTETS, octets)) - len(octets)

    def _carrier_end(self) -> None:
        compression = self._kept.decode("utf-8", "backslashreplace") if self._kept is not None else None
        kind = self._numbers.get("kind", 0)
        for found in head_problems(kind, self._head, compression, self._head_offset):
            self._report(found)

    # -- items -----------------------------------------------------------------------

    def _item_leaf(self, label: str, start: int, length: int) -> None:
        if label == "eof":
            self._take(ev.Eof(start))
        elif label == "description":
            self._take(ev.Description(memoryview(self._text), length, offset=start))
        elif label == "trailing":
            self._take(ev.Trailing(bytes(self._text), start))

    def _configuration(self, frame: Frame) -> None:
        if frame.damaged or self._kept is None:
            self._take(ev.Lost(frame.start, 0))
            return
        from qmigui.qemufile.memory import MemorySource

        try:
            event = BerReader(Feed(MemorySource(self._kept))).configuration()
        except FormatError:
            self._take(ev.Lost(frame.start, 0))
            return
        self._take(ev.Configuration(event.machine, event.subsections, frame.start))
        self._ram.has_mapped = any(
            isinstance(sub, ev.Capabilities) and b"mapped-ram" in sub.names for sub in event.subsections
        )

    def _command(self, frame: Frame, *, packaged: bool) -> None:
        code = self._numbers.get("code")
        if code is not None and self._kept is not None:
            if (code == wire.CMD_PACKAGED) != packaged:
                self._tell("package", "a package belongs to command 7 alone", frame.start)
            self._take(ev.Command(code, self._kept, frame.start))

    # -- sections ----------------------------------------------------------------------

    def _section_leaf(self, frame: Frame, label: str, start: int, octets: bytes | None, length: int) -> None:
        if label == "oldblob":
            self._oldblob(frame, start, octets, length)
        elif octets is None:
            return
        elif label == "idstr":
            self._idstr = octets
        else:
            self._numbers[label] = int.from_bytes(octets, "big")

    def _begin(self, body: ev.Body, frame: Frame) -> bool:
        """Tell the head of a section, if all of it is known."""
        numbers = self._numbers
        section_id, kind = numbers.get("id"), numbers.get("kind")
        if section_id is None or kind is None or self._is_refused or frame.damaged:
            return False  # what is damaged may have taken octets of what is not
        if frame.node.role == "secmin":
            started = self._started.get(section_id)
            if started is None:
                self._is_refused = True
                if not self._is_orphan(section_id):
                    message = f"goes on with section {section_id}, which never started"
                    self._tell("section-not-started", message, frame.start)
                return False
            idstr, instance, version = started.idstr, started.instance_id, started.version_id
            frame.name = idstr.decode("utf-8", "replace")
            if kind == wire.SECTION_END:
                del self._started[section_id]
        else:
            idstr = self._idstr
            instance, version = numbers.get("instance", -1), numbers.get("version", -1)
            if not idstr or instance < 0 or version < 0:
                return False
        event = ev.SectionBegin(kind, section_id, idstr, instance, version, body, frame.start, self._number)
        self._number += 1
        if kind == wire.SECTION_START and len(self._started) < wire.MAX_SECTIONS:
            self._started[section_id] = event
        self._section = event
        self._take(event)
        return True

    def _section_end(self, frame: Frame) -> None:
        if self._section is None and not frame.damaged:
            self._begin(ev.Body.OPAQUE, frame)  # a device too long to be held as a whole
        if self._section is None or frame.damaged:
            self._take(ev.Lost(frame.start, 0))
            if self._section is None and frame.node.role == "secfull":
                self._start_lost()
        else:
            self._take(ev.SectionEnd(self._numbers.get("footer", 0) != 0))
        self._section = None

    def _start_lost(self) -> None:
        """The head of a section, which could be a START, is damaged, and that has been told."""
        if self._numbers.get("kind", wire.SECTION_START) != wire.SECTION_START:
            return
        section_id = self._numbers.get("id")
        if section_id is None:
            self._unknown_starts += 1
        elif len(self._orphans) < wire.MAX_SECTIONS:
            self._orphans.add(section_id)

    def _is_orphan(self, section_id: int) -> bool:
        """Whether what goes on with this section may belong to a START that is damaged."""
        if section_id not in self._orphans and self._unknown_starts:
            self._unknown_starts -= 1
            self._orphans.add(section_id)
        return section_id in self._orphans

    def _oldblob(self, frame: Frame, start: int, octets: bytes | None, length: int) -> None:
        data = octets if octets is not None else bytes(self._text)
        full = self._numbers.get("kind") == wire.SECTION_FULL
        if full and length <= MAX_PAYLOAD and len(data) == length:
            if self._begin(ev.Body.DEVICE, frame):
                self._take(ev.DevicePayload(data, None, start, _Fixed(start)))
        elif self._begin(ev.Body.OPAQUE, frame):
            self._take(ev.Opaque(data, start))

    def _vmstate(self, frame: Frame, start: int, octets: memoryview) -> bool:
        """A device in one piece: reading it strictly is the quickest check of all."""
        element = bytes(octets)
        try:
            payload = codec.decode(element, start, None)
        except FormatError:
            return False
        if self._begin(ev.Body.DEVICE, frame):
            locate = self._locate(start, len(element))
            self._take(ev.DevicePayload(payload, None, start, locate))
        return True


class _Fixed:
    """Says of every place in a payload that it is here."""

    def __init__(self, offset: int) -> None:
        self._offset = offset

    def __call__(self, payload_offset: int) -> int:
        return self._offset
