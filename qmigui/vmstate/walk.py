"""Tells the values of a payload along its description.

The rules are those of QEMU's ``vmstate_save_state_v``: fields in order, structs
inlined, subsections after the fields of their struct.  What cannot be told with
certainty is told as octets of the described size: a device is never refused
because of one field whose extent is known.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.visitor.base import BOOL, KINDS, NULL_POINTER, Visitor
from qmigui.visitor.trail import Subsection, Trail, trail_text
from qmigui.vmstate.description import Device
from qmigui.vmstate.model import DIRECT, Entry, Field, Vmsd, fit, subsection_head
from qmigui.vmstate.types import Shape

MAX_GROWTH = 64
"""Octets of BER for an octet of payload at most (names take most); real devices stay below 20."""

MAX_NOTES = 1000
"""Fields told as octets that are named."""

_FREE_GROWTH = 1 << 20

_UNPACK: dict[str, Callable[[memoryview, int], tuple[int]]] = {
    kind.name: struct.Struct(">" + kind.code).unpack_from for kind in KINDS.values()
}


class WalkError(FormatError):
    """Description and payload do not belong together.

    Args:
        message: what is wrong.
        trail: where the walk was.
        payload_offset: bytes from the start of the payload.
        code: the short name of what is wrong.

    Attributes:
        payload_offset: as given.
    """

    def __init__(
        self, message: str, trail: Trail, payload_offset: int, code: str = "device-description"
    ) -> None:
        super().__init__(message, path=trail_text(trail) or None, code=code)
        self.payload_offset = payload_offset


class Note(NamedTuple):
    """A field that is told as octets although its members are described.

    Attributes:
        path: of the field.
        payload_offset: of the field.
        reason: why.
        code: the short name of what is wrong with the payload; empty where the
            description itself is of no use.
        fault_offset: in the payload, of what is wrong.
    """

    path: str
    payload_offset: int
    reason: str
    code: str = ""
    fault_offset: int = 0


def walk(device: Device, payload: memoryview, visitor: Visitor) -> list[Note]:
    """Tell *visitor* all values of *payload*.

    Args:
        device: its description.
        payload: of the section, from behind the version id to the footer.
        visitor: is told one struct.

    Returns:
        The fields whose description is wrong.

    Raises:
        WalkError: the description is not that of this payload; the visitor may
            have seen a part.
    """
    vmsd = device.vmsd
    if vmsd is None:
        raise WalkError(f"the description is of no use: {device.problem}", [], 0)
    fitting = fit(vmsd, len(payload))
    if fitting is None:
        raise _mismatch(vmsd, len(payload))
    if fitting.weight > MAX_GROWTH * len(payload) + _FREE_GROWTH:
        raise WalkError("the description makes far more of the payload than it holds", [], 0)
    walker = _Walker(payload, visitor)
    walker.check_heads(fitting, 0)
    walker.vmsd(fitting, 0)
    return walker.notes


def _mismatch(vmsd: Vmsd, length: int) -> WalkError:
    """The error for a payload of another length than described, with the field at its end."""
    pos = 0
    for field in vmsd.fields:
        if pos + field.length > length:
            left = length - pos
            message = f"needs {field.length} bytes, {left} are left"
            return WalkError(message, [field.name], pos, "device-length")
        pos += field.length
    message = f"the description accounts for {vmsd.length} of {length} bytes"
    trail: Trail = [vmsd.fields[-1].name] if vmsd.fields else []
    return WalkError(message, trail, min(pos, length), "device-length")


class _Walker:
    """The descent; methods take the payload offset of a value and return that after it."""

    def __init__(self, payload: memoryview, visitor: Visitor) -> None:
        self.payload = payload
        self.visitor = visitor
        self.trail: Trail = []
        self.notes: list[Note] = []

    def vmsd(self, vmsd: Vmsd, pos: int) -> int:
        """A device, a struct, or the contents of a subsection."""
        visitor, payload = self.visitor, self.payload
        visitor.begin_struct()
        for field in vmsd.fields:
            entry = field.entries[0]
            visitor.field(field.name, entry.type_name, pos)
            if field.is_array:
                pos = self.array(field, pos)
            elif entry.shape is Shape.INTEGER:
                visitor.integer(entry.kind, _UNPACK[entry.kind](payload, pos)[0])
                pos += entry.size
            else:
                self.trail.append(field.name)
                pos = self.value(entry, pos)
                self.trail.pop()
        if vmsd.subsections:
            pos = self.subsections(vmsd, pos)
        visitor.end_struct()
        return pos

    def subsections(self, vmsd: Vmsd, pos: int) -> int:
        """The subsections of *vmsd*, whose heads are known to be there."""
        visitor = self.visitor
        visitor.begin_subsections()
        for sub in vmsd.subsections:
            self.trail.append(Subsection(sub.name))
            start = pos + len(subsection_head(sub))
            visitor.begin_subsection(sub.name, int.from_bytes(self.payload[start : start + 4], "big"))
            self.check_heads(sub, start + 4)
            pos = self.vmsd(sub, start + 4)
            visitor.end_subsection()
            self.trail.pop()
        visitor.end_subsections()
        return pos

    def check_heads(self, vmsd: Vmsd, pos: int) -> None:
        """Raise unless marker and name of each subsection stand where they should."""
        pos += vmsd.fields_length
        for sub in vmsd.subsections:
            head = subsection_head(sub)
            if self.payload[pos : pos + len(head)] != head:
                message = f"subsection '{sub.name}' is not where it should be"
                raise WalkError(message, self.trail, pos, "subsection-head")
            pos += len(head) + 4 + sub.length

    def array(self, field: Field, pos: int) -> int:
        """All values of an array."""
        visitor = self.visitor
        visitor.begin_array()
        self.trail += (field.name, 0)
        index = 0
        for entry in field.entries:
            end = pos + entry.length
            if entry.shape is Shape.INTEGER:
                visitor.integers(entry.kind, self.payload[pos:end])
            elif entry.shape is Shape.BOOLEAN and not bytes(self.payload[pos:end]).strip(b"\0\1"):
                visitor.integers(BOOL, self.payload[pos:end])
            else:
                for number in range(entry.count):
                    self.trail[-1] = index + number
                    self.value(entry, pos + number * entry.size)
            index += entry.count
            pos = end
        del self.trail[-2:]
        visitor.end_array()
        return pos

    def value(self, entry: Entry, pos: int) -> int:
        """One value."""
        visitor, payload, shape = self.visitor, self.payload, entry.shape
        end = pos + entry.size
        if shape is Shape.INTEGER:
            visitor.integer(entry.kind, _UNPACK[entry.kind](payload, pos)[0])
        elif shape is Shape.BOOLEAN:
            if payload[pos] < 2:
                visitor.boolean(payload[pos] == 1)
            else:
                visitor.integer("u8", payload[pos])
        elif shape is Shape.OCTETS:
            if entry.note:
                self.note(pos, entry.note)
            visitor.octets(payload[pos:end])
        elif shape is Shape.POINTER:
            if payload[pos] == NULL_POINTER:
                visitor.nullptr()
            else:
                visitor.integer("u8", payload[pos])
        elif shape is Shape.WORDS:
            visitor.begin_array()
            visitor.integers(entry.kind, payload[pos:end])
            visitor.end_array()
        else:
            self.members(entry, pos)
        return end

    def members(self, entry: Entry, pos: int) -> None:
        """A struct, a list or a tree; octets if the payload does not look like one."""
        try:
            if entry.shape is Shape.STRUCT:
                self.check_heads(entry.parts[0], pos)
            elif entry.shape is Shape.LIST:
                self.check_list(entry, pos)
            else:
                self.check_tree(entry, pos)
        except WalkError as error:
            self.note(pos, error.message, error.code or "", error.payload_offset)
            self.visitor.octets(self.payload[pos : pos + entry.size])
            return
        if entry.shape is Shape.STRUCT:
            self.vmsd(entry.parts[0], pos)
        elif entry.shape is Shape.LIST:
            self.list(entry, pos)
        else:
            self.tree(entry, pos)

    def check_list(self, entry: Entry, pos: int) -> None:
        """Raise unless each element has its marker (``put_qtailq`` and ``put_qlist``)."""
        for part in entry.parts:
            self.check_marker(1, pos)
            self.check_heads(part, pos + 1)
            pos += 1 + part.length
        self.check_marker(0, pos)

    def check_tree(self, entry: Entry, pos: int) -> None:
        """Raise unless count and markers are those of the entries described (``put_gtree``)."""
        parts = entry.parts
        step = 1 if entry.kind == DIRECT else 2
        count = int.from_bytes(self.payload[pos : pos + 4], "big")
        if count != len(parts) // step:
            message = f"{count} entries, not the {len(parts) // step} described"
            raise WalkError(message, self.trail, pos, "value-count")
        pos += 4
        for number, part in enumerate(parts):
            if number % step == 0:
                self.check_marker(1, pos)
                pos += 1 if step == 2 else 9
            self.check_heads(part, pos)
            pos += part.length
        self.check_marker(0, pos)

    def check_marker(self, wanted: int, pos: int) -> None:
        """Raise unless the octet at *pos* is *wanted*."""
        if self.payload[pos] != wanted:
            message = f"marker {self.payload[pos]:#x} is not {wanted}"
            raise WalkError(message, self.trail, pos, "value-marker")

    def list(self, entry: Entry, pos: int) -> None:
        """A linked list."""
        visitor = self.visitor
        visitor.begin_list()
        self.trail.append(0)
        for number, part in enumerate(entry.parts):
            self.trail[-1] = number
            visitor.list_element()
            pos = self.vmsd(part, pos + 1)
        self.trail.pop()
        visitor.end_list()

    def tree(self, entry: Entry, pos: int) -> None:
        """A balanced tree: key and value vmsd in turn, or values alone after keys of 64 bits."""
        visitor = self.visitor
        direct = entry.kind == DIRECT
        visitor.begin_tree()
        self.trail.append(0)
        pos += 4
        for number, part in enumerate(entry.parts):
            is_key = not direct and number % 2 == 0
            if direct or is_key:
                self.trail[-1] = number if direct else number // 2
                visitor.begin_tree_entry()
                pos += 1
            if direct:
                visitor.tree_key(int.from_bytes(self.payload[pos : pos + 8], "big"))
                pos += 8
            pos = self.vmsd(part, pos)
            if not is_key:
                visitor.end_tree_entry()
        self.trail.pop()
        visitor.end_tree()

    def note(self, pos: int, reason: str, code: str = "", fault_offset: int = 0) -> None:
        """Remember why a field is told as octets."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(Note(trail_text(self.trail), pos, reason, code, fault_offset))
