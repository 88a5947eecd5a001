"""An ASN.1 module of one machine: of one state's items, each device a SEQUENCE of its own.

The BER of the state fits it as it is.  Names of fields on the wire are held to
their length, since not all tools know values of strings in constraints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qmigui.compare.type_tree import Types, TypeVisitor, identifier, sequence
from qmigui.errors import FormatError, SchemaError
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.visitor.ber_reader import read_vmstate
from qmigui.vmstate import codec

MAX_ITEMS = 4000
"""A module has no more members than so many; a state of a guest that ran while it was saved may have more."""

_QEMU_FILE = re.compile(r"^QemuFile ::=.*?^}\n", re.MULTILINE | re.DOTALL)
_MODULE_NAME = re.compile(r"^Qemu DEFINITIONS", re.MULTILINE)
_U32 = "INTEGER (0..4294967295)"


class MachineModule:
    """Collects the items of a state.

    Args:
        general: the text of the module of the BER form.
    """

    def __init__(self, general: str) -> None:
        self._general = general
        self._types = Types()
        self._taken: set[str] = set()
        self._items: list[tuple[str, str]] = []
        self._section: ev.SectionBegin | None = None
        self._body = ""
        self._machine = ""
        self._depth = 0

    def take(self, events: Iterable[ev.Event]) -> None:
        """Take all events of a state.

        Raises:
            SchemaError: it has more items or types than a module may have.
            QmiguiError: as the reader raises it.
        """
        try:
            for event in events:
                self._take(event)
        except OverflowError:
            raise SchemaError("the state has more types of structs than a module may have") from None

    def _take(self, event: ev.Event) -> None:
        match event:
            case ev.PackageBegin():
                self._depth += 1
            case ev.PackageEnd():
                self._depth -= 1
            case _ if self._depth:
                pass  # a package is within its command
            case ev.SectionBegin():
                self._section, self._body = event, ""
            case ev.DevicePayload():
                self._body = self._device(event)
            case ev.SectionEnd():
                self._end()
            case ev.Configuration():
                self._machine = event.machine.decode("utf-8", "replace")
                self._item("configuration", self._configuration(event))
            case ev.Command():
                known = event.code < len(wire.COMMAND_NAMES)
                self._item(wire.COMMAND_NAMES[event.code] if known else "command", "Command")
            case ev.Eof():
                self._item("eof", "NULL")
            case ev.Description() if event.first:
                self._item("description", "[APPLICATION 11076] Description")
            case ev.Trailing():
                if not self._items or "Trailing" not in self._items[-1][1]:
                    self._item("trailing", "[APPLICATION 10834] Trailing")
            case ev.Unparsed() if event.first:
                self._item("unparsed", "Unparsed")
            case _:
                pass

    def _item(self, name: str, notation: str) -> None:
        if len(self._items) >= MAX_ITEMS:
            raise SchemaError(f"the state has more than {MAX_ITEMS} items: more than a module may have")
        self._items.append((identifier(name, self._taken), notation))

    def _configuration(self, event: ev.Configuration) -> str:
        members = [("machine", f"OCTET STRING (SIZE ({len(event.machine)}))")]
        members.append(("subsections", "SEQUENCE OF ConfigSubsection OPTIONAL"))
        return f"[APPLICATION 8646] {sequence(members)}"

    def _device(self, event: ev.DevicePayload) -> str:
        """The type of a device; empty: it travels as octets."""
        section = self._section
        assert section is not None
        element = event.element
        if element is None and event.device is not None:
            element = codec.encode(event.device, memoryview(event.payload)).ber
        if element is None:
            return ""
        visitor = TypeVisitor(self._types, section.idstr.decode("utf-8", "replace"))
        read_vmstate(element, event.offset, section.path, visitor)
        return visitor.result

    def _end(self) -> None:
        section = self._section
        if section is None:
            return
        self._section = None
        name = section.idstr.decode("utf-8", "replace")
        if section.kind in (wire.SECTION_PART, wire.SECTION_END):
            self._item(f"{name}-{wire.KIND_NAMES[section.kind]}", "SecMin")
            return
        if section.kind == wire.SECTION_START:
            self._item(f"{name}-start", "SecFull")
            return
        members = (
            ("kind", "SecFullKind"),
            ("id", _U32),
            ("idstr", f"UTF8String (SIZE ({len(name)}))"),
            ("instance", f"INTEGER ({section.instance_id}..{section.instance_id})"),
            ("version", f"INTEGER ({section.version_id}..{section.version_id})"),
            ("body", self._body or "OCTET STRING"),
            ("footer", "BOOLEAN"),
        )
        type_name = self._types.name_of(f"[APPLICATION 10694] {sequence(members)}", f"Sec-{name}")
        self._item(name, type_name)

    def text(self) -> str:
        """The module.

        Raises:
            FormatError: the state has no items.
        """
        if not self._items:
            raise FormatError("there is nothing in the state to make a module of")
        head = (
            ("mapping", "INTEGER (1..255)"),
            ("carrier", "Carrier OPTIONAL"),
            ("version", "INTEGER (1..3)"),
            ("items", sequence(self._items)),
        )
        whole = f"QemuFile ::= [APPLICATION 10438] {sequence(head)}\n"
        types = "\n".join(f"{name} ::= {text}\n" for name, text in self._types.assignments.items())
        general = _MODULE_NAME.sub("Qemu-Machine DEFINITIONS", self._general, 1)
        general = _QEMU_FILE.sub(lambda _: whole, general, 1)
        start, end, rest = general.rpartition("\nEND")
        machine = re.sub(r"[^\x20-\x7e]", "?", self._machine).replace("--", "- -") or "no machine type"
        title = f"-- The state of one machine: {machine}."
        return f"{title}\n{start}\n-- == devices of this machine ==\n\n{types}{end}{rest}"
