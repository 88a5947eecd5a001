"""The tree of a binary state: a line for each element that its events tell, with its place in the file.

Pages of RAM are not shown, only which there are; device data is shown along its
description, and as octets where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qmigui.errors import printable
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.carrier import carrier_name
from qmigui.stream.tree_device import DeviceTree
from qmigui.stream.tree_output import Output
from qmigui.stream.tree_ram import RamTree
from qmigui.stream.tree_select import PathPattern, Relation, matches_name
from qmigui.stream.tree_text import LINE, Lines, LongOctets, octets_text, quoted
from qmigui.vmstate.walk import WalkError, walk

_RAM_EVENTS = (
    ev.RamRuns,
    ev.RamRecord,
    ev.RamBlock,
    ev.RamListBegin,
    ev.RamListBlock,
    ev.RamListEnd,
    ev.RamFlush,
    ev.MappedGap,
    ev.MappedEnd,
)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


class StreamTree:
    """Makes the lines of one stream.

    Args:
        output: takes them.
        size: of the file, where that is known.
        sections: names of sections, or shell patterns; empty: all of the stream.
        pattern: the path of what is shown; None: all.
        everything: show data of pages and long octets as well.
        lines: takes the lines; None: text for the output.

    Attributes:
        found: something has been shown that was asked for.
    """

    def __init__(
        self,
        output: Output,
        size: int | None = None,
        *,
        sections: Sequence[str] = (),
        pattern: PathPattern | None = None,
        everything: bool = False,
        lines: Lines | None = None,
    ) -> None:
        self._output = output
        self._lines = lines if lines is not None else Lines(output, size)
        self._sections = tuple(sections)
        self._pattern = pattern
        self._everything = everything
        self._indent = 0
        self._section: ev.SectionBegin | None = None
        self._relation = Relation.APART
        self._ram = RamTree(self._lines, pattern, everything=everything)
        self._octets: LongOctets | None = None
        self._octets_of: type[ev.Event] | None = None
        self.found = False

    def run(self, events: Iterable[ev.Event]) -> None:
        """Show all events.

        Raises:
            QmiguiError: as the reader raises it; what it told before is shown.
        """
        try:
            for event in events:
                self._add(event)
                self._output.flush()
        finally:
            self._end_octets()
            self._ram.flush()

    # -- what is shown -----------------------------------------------------------------

    def _relate(self, path: str, section: str | None = None) -> Relation:
        """Whether the element of *path* is shown."""
        if self._sections and (section is None or not matches_name(section, self._sections)):
            return Relation.APART
        relation = Relation.INSIDE if self._pattern is None else self._pattern.relation(path)
        self.found = self.found or relation is Relation.INSIDE
        return relation

    def _line(self, path: str, offset: int | None, name: str, type_: str = "", value: str = "") -> bool:
        """A line for an element outside of sections; whether it is shown."""
        if self._relate(path) is Relation.APART:
            return False
        self._lines.add(offset, self._indent, name, type_, value)
        return True

    # -- events ------------------------------------------------------------------------

    def _add(self, event: ev.Event) -> None:
        if isinstance(event, ev.Opaque | ev.Trailing | ev.Description):
            self._add_octets(event)
            return
        self._end_octets()
        if isinstance(event, _RAM_EVENTS):
            if self._relation is not Relation.APART:
                self._ram.add(event)
                self.found = self.found or self._ram.found
            return
        match event:
            case ev.DevicePayload():
                self._device(event)
            case ev.SectionBegin():
                self._begin(event)
            case ev.SectionEnd():
                self._ram.flush()
                self._section = None
            case ev.StreamHeader():
                self._header(event)
            case ev.Configuration():
                self._configuration(event)
            case ev.Command():
                self._command(event)
            case ev.PackageBegin():
                self._indent += 1
            case ev.PackageEnd():
                self._indent -= 1
            case ev.Eof():
                self._line("end of stream", event.offset, "end of stream")
            case ev.Lost():
                self._line("lost", event.offset, "lost", "octets", f"{event.length:,} octets")
            case _:
                pass

    def _header(self, event: ev.StreamHeader) -> None:
        carrier = event.carrier
        if carrier is not None:
            packed = f", {printable(carrier.compression)}" if carrier.compression is not None else ""
            value = f"{len(carrier.head):,} octets before the stream{packed}"
            self._line("carrier", 0, "carrier", carrier_name(carrier), value)
        self._line("stream", event.offset, "stream", "", f"version {event.version}")

    def _configuration(self, event: ev.Configuration) -> None:
        machine = quoted(_text(event.machine))
        if not self._line("configuration", event.offset, "configuration", "machine", machine):
            return
        for sub in event.subsections:
            match sub:
                case ev.TargetPageBits():
                    name, value = "target-page-bits", str(sub.bits)
                case ev.Capabilities():
                    name, value = "capabilities", ", ".join(quoted(_text(each)) for each in sub.names)
                case ev.Uuid():
                    name, value = "uuid", sub.uuid.hex()
                case _:
                    name = printable(_text(sub.name).removeprefix("configuration/"))
                    value = octets_text(sub.contents[:LINE])
                    if len(sub.contents) > LINE:
                        value += f" ... {len(sub.contents) - LINE:,} more octets"
            self._lines.add(None, self._indent + 1, name, f"version {sub.version_id}", value)

    def _command(self, event: ev.Command) -> None:
        known = event.code < len(wire.COMMAND_NAMES)
        name = wire.COMMAND_NAMES[event.code] if known else f"{event.code:#x}"
        value = octets_text(event.data[:LINE]) if event.data else ""
        if len(event.data) > LINE:
            value += f" ... {len(event.data) - LINE:,} more octets"
        self._line(f"command {name}", event.offset, f"command {name}", "", value)

    def _begin(self, section: ev.SectionBegin) -> None:
        self._section = section
        name = _text(section.idstr)
        self._relation = self._relate(section.path, name)
        self._ram.begin(section.path, self._indent + 1, self._relation)
        if self._relation is Relation.APART:
            return
        kind = wire.KIND_NAMES[section.kind]
        value = (
            f"instance {section.instance_id:#x}, "
            if section.instance_id >= 1 << 16
            else (f"instance {section.instance_id}, ")
        )
        value += f"version {section.version_id}"
        words = f"section {section.section_id} {quoted(name)}"
        self._lines.add(section.offset, self._indent, words, kind, value)

    def _device(self, event: ev.DevicePayload) -> None:
        section = self._section
        assert section is not None
        if self._relation is Relation.APART:
            return
        locate = event.locate or (lambda place: event.offset + place)
        payload = memoryview(event.payload)
        if event.device is None:
            self._undescribed(payload, locate(0), "no description")
            return
        tree = DeviceTree(
            self._lines,
            self._indent + 1,
            locate,
            section.path,
            self._pattern,
            everything=self._everything,
        )
        try:
            walk(event.device, payload, tree)
        except WalkError as error:
            if self._relation is Relation.INSIDE:
                reason = f"not as described: {error}"
                self._undescribed(payload[tree.pos :], locate(tree.pos), reason)
        self.found = self.found or tree.found

    def _undescribed(self, payload: memoryview, offset: int, reason: str) -> None:
        """Octets of a device that nothing explains."""
        if self._relation is not Relation.INSIDE:
            return
        words = f"{len(payload):,} octets, {printable(reason)}"
        self._lines.add(offset, self._indent + 1, "data", "octets", words, len(payload))
        shown = LongOctets(self._lines, self._indent + 1, everything=self._everything)
        shown.add(payload, offset)
        shown.end()

    # -- octets that come in pieces ------------------------------------------------------

    def _add_octets(self, event: ev.Opaque | ev.Trailing | ev.Description) -> None:
        """Opaque bodies, the description, what follows the end."""
        # Opaque pieces end with their section; the description, too, may be followed by octets.
        begins = isinstance(event, ev.Description) and event.first
        if self._octets is None or begins or self._octets_of is not type(event):
            self._end_octets()
            self._octets_of = type(event)
            if not self._begin_octets(event):
                return
        assert self._octets is not None
        offset = event.offset
        if isinstance(event, ev.Description) and event.first:
            offset += 5
        self._octets.add(event.data, offset)

    def _begin_octets(self, event: ev.Opaque | ev.Trailing | ev.Description) -> bool:
        """Their line; whether they are shown."""
        indent = self._indent
        if isinstance(event, ev.Opaque):
            if self._relation is not Relation.INSIDE:
                return False
            indent += 1
            self._lines.add(event.offset, indent, "data", "octets")
        elif isinstance(event, ev.Description):
            words = f"{event.total_length:,} octets"
            if not self._line("VM description", event.offset, "VM description", "JSON", words):
                return False
        elif not self._line("trailing octets", event.offset, "trailing octets", "octets"):
            return False
        self._octets = LongOctets(self._lines, indent, everything=self._everything)
        return True

    def _end_octets(self) -> None:
        if self._octets is not None:
            self._octets.end()
            self._octets = None
