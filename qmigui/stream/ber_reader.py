"""Reads the BER form as events.

Follows the schema by recursive descent; lengths, tags and ranges are checked
on the way.  Needs no look-ahead, no description and no table of devices: the
same events as from the binary form come out, with device payloads already in
their binary form.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmigui.errors import FormatError
from qmigui.qemufile.envelope import MAX_HEAD
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_cursor import BerCursor
from qmigui.stream.ber_ram import BerRamReader
from qmigui.stream.ber_writer import MAX_VMSTATE
from qmigui.stream.carrier import base_of
from qmigui.stream.feed import Feed
from qmigui.vmstate import codec

U32 = 2**32 - 1
MAGIC = b"\x7f\xd1\x46"


class BerReader:
    """Reads one QemuFile.

    Args:
        feed: the octets.
    """

    def __init__(self, feed: Feed) -> None:
        self._cursor = BerCursor(feed)
        self._ram = BerRamReader(self._cursor)
        self._started: dict[int, ev.SectionBegin] = {}
        self._number = 0
        self._named = 0

    def events(self) -> Iterator[ev.Event]:
        """Read the file.

        Raises:
            FormatError: it is no QemuFile of the schema; says where and in which element.
        """
        cursor = self._cursor
        cursor.enter(tags.QEMU_FILE, "a QemuFile")
        mapping = cursor.integer("mapping", 0, 255)
        if mapping != 1:
            raise cursor.fail(f"version {mapping} of the mapping is not known, only 1")
        carrier = self._carrier() if cursor.peek() == tags.CARRIER else None
        yield ev.StreamHeader(cursor.integer("version", 1, 3), carrier, base_of(carrier))
        cursor.enter(tags.SEQUENCE, "items")
        index = 0
        while cursor.more():
            cursor.path = [f"items[{index}]"]
            yield from self._item(True)
            index += 1
        cursor.path = ["items"]
        cursor.leave("items")
        cursor.path = []
        cursor.leave("QemuFile")
        if not cursor.feed.at_end():
            raise cursor.fail("octets after the end of the QemuFile")
        yield ev.StreamEnd()

    def _carrier(self) -> ev.Carrier:
        cursor = self._cursor
        cursor.path = ["carrier"]
        cursor.enter(tags.CARRIER, "carrier")
        kind = cursor.integer("kind", 1, 2, tags.ENUMERATED)
        head = bytes(cursor.octets("head", MAX_HEAD))
        compression = None
        if cursor.peek() is not None:
            compression = cursor.name("compression").decode()
        cursor.leave("carrier")
        cursor.path = []
        return ev.Carrier(kind, head, compression)

    # -- items ----------------------------------------------------------------------

    def _item(self, outermost: bool) -> Iterator[ev.Event]:
        cursor = self._cursor
        key = cursor.peek()
        if key in (tags.SEC_FULL, tags.SEC_MIN):
            yield from self._section(key)
        elif key == tags.COMMAND:
            yield from self._command(outermost)
        elif key == tags.CONFIGURATION:
            yield self.configuration()
        elif key == tags.NULL:
            start = cursor.feed.offset
            cursor.null("eof")
            yield ev.Eof(start)
        elif key in (tags.DESCRIPTION, tags.DESCRIPTION_CONSTRUCTED):
            yield from self._description()
        elif key in (tags.TRAILING, tags.TRAILING_CONSTRUCTED):
            for piece in cursor.stream_octets("trailing", tags.TRAILING):
                yield ev.Trailing(piece, cursor.feed.offset - len(piece))
        elif key == tags.UNPARSED:
            yield from self._unparsed()
        else:
            raise cursor.fail(f"{tags.name_of(key or 0)} is no item of a stream")

    def _unparsed(self) -> Iterator[ev.Event]:
        cursor = self._cursor
        cursor.path.append("unparsed")
        cursor.enter(tags.UNPARSED, "unparsed")
        start = cursor.integer("offset", 0, 2**63)
        first = True
        for piece in cursor.stream_octets("data", tags.OCTETS):
            yield ev.Unparsed(piece, start, None, first)
            first = False
        if first:
            yield ev.Unparsed(b"", start, 0)
        cursor.leave("unparsed")
        cursor.path.pop()

    def configuration(self) -> ev.Configuration:
        """Read a Configuration, which must stand here."""
        cursor = self._cursor
        cursor.path.append("configuration")
        start = cursor.feed.offset
        cursor.enter(tags.CONFIGURATION, "configuration")
        machine = bytes(cursor.octets("machine", wire.MAX_MACHINE_NAME))
        subsections: list[ev.ConfigSubsection] = []
        if cursor.more():
            cursor.enter(tags.SEQUENCE, "subsections")
            while cursor.more():
                if len(subsections) >= wire.MAX_CONFIG_SUBSECTIONS:
                    raise cursor.fail(f"more than {wire.MAX_CONFIG_SUBSECTIONS} subsections")
                subsections.append(self._config_subsection())
            cursor.leave("subsections")
        cursor.leave("configuration")
        cursor.path.pop()
        return ev.Configuration(machine, tuple(subsections), start)

    def _config_subsection(self) -> ev.ConfigSubsection:
        cursor = self._cursor
        start = cursor.feed.offset
        key, length = cursor.next("a subsection")
        cursor.open(length)
        result: ev.ConfigSubsection
        if key == tags.context(0, True):
            result = ev.TargetPageBits(cursor.integer("versionid", 0, U32), cursor.integer("bits", 0, U32))
        elif key == tags.context(1, True):
            version = cursor.integer("versionid", 0, U32)
            cursor.enter(tags.SEQUENCE, "names")
            names: list[bytes] = []
            while cursor.more():
                if len(names) >= wire.MAX_CAPABILITIES:
                    raise cursor.fail(f"more than {wire.MAX_CAPABILITIES} capabilities")
                names.append(cursor.name("a capability"))
            cursor.leave("names")
            result = ev.Capabilities(version, tuple(names))
        elif key == tags.context(2, True):
            version = cursor.integer("versionid", 0, U32)
            uuid = bytes(cursor.octets("uuid", 16))
            if len(uuid) != 16:
                raise cursor.fail(f"a UUID of {len(uuid)} octets", start)
            result = ev.Uuid(version, uuid)
        elif key == tags.context(3, True):
            name = cursor.name("name")
            version = cursor.integer("versionid", 0, U32)
            result = ev.OtherSubsection(name, version, bytes(cursor.octets("contents", MAX_HEAD)))
        else:
            raise cursor.fail(f"{tags.name_of(key)} is no subsection of the configuration", start)
        cursor.leave("a subsection")
        return result

    def _command(self, outermost: bool) -> Iterator[ev.Event]:
        cursor = self._cursor
        cursor.path.append("command")
        start = cursor.feed.offset
        cursor.enter(tags.COMMAND, "command")
        code = cursor.integer("code", 0, 65535)
        data = bytes(cursor.octets("data", 65535))
        packaged = cursor.more()
        if packaged != (code == wire.CMD_PACKAGED) or (packaged and len(data) != 4):
            raise cursor.fail("a package belongs to command 7 with 4 octets of data", start)
        yield ev.Command(code, data, start)
        if packaged:
            if not outermost:
                raise cursor.fail("a package inside a package", start)
            yield ev.PackageBegin(int.from_bytes(data, "big"))
            cursor.enter(tags.SEQUENCE, "package")
            depth = len(cursor.path)
            index = 0
            while cursor.more():
                cursor.path[depth:] = [f"package[{index}]"]
                yield from self._item(False)
                index += 1
            del cursor.path[depth:]
            cursor.leave("package")
            yield ev.PackageEnd()
        cursor.leave("command")
        cursor.path.pop()

    def _description(self) -> Iterator[ev.Event]:
        """The description, joined: on the wire its length goes in front."""
        cursor = self._cursor
        cursor.path.append("description")
        start = cursor.feed.offset
        text = bytearray()
        for piece in cursor.stream_octets("description", tags.DESCRIPTION):
            text += piece
            if len(text) > wire.MAX_DESCRIPTION:
                raise cursor.fail(f"a description of more than {wire.MAX_DESCRIPTION} octets")
        yield ev.Description(memoryview(text), len(text), offset=start)
        cursor.path.pop()

    # -- sections -----------------------------------------------------------------------

    def _section(self, key: int) -> Iterator[ev.Event]:
        cursor = self._cursor
        start = cursor.feed.offset
        depth = len(cursor.path)
        if key == tags.SEC_FULL:
            cursor.path.append("secfull")
            cursor.enter(key, "secfull")
            kind = cursor.integer("kind", 1, 4, tags.ENUMERATED)
            if kind not in (wire.SECTION_START, wire.SECTION_FULL):
                raise cursor.fail(f"kind {kind} in a SecFull", start)
            section_id = cursor.integer("id", 0, U32)
            idstr = cursor.name("idstr")
            cursor.path[-1] = f"secfull '{idstr.decode()}'"
            instance_id = cursor.integer("instance", 0, U32)
            version_id = cursor.integer("version", 0, U32)
        else:
            cursor.path.append("secmin")
            cursor.enter(key, "secmin")
            kind = cursor.integer("kind", 2, 3, tags.ENUMERATED)
            section_id = cursor.integer("id", 0, U32)
            started = self._started.get(section_id)
            if started is None:
                raise cursor.fail(f"goes on with section {section_id}, which was never started", start)
            idstr, instance_id, version_id = started.idstr, started.instance_id, started.version_id
            cursor.path[-1] = f"secmin '{idstr.decode()}'"
        body = self._body_kind()
        if body is ev.Body.RAM and version_id < wire.RAM_VERSION_NAMED:
            raise cursor.fail(f"version {version_id} of RAM cannot be written", start)
        begin = ev.SectionBegin(kind, section_id, idstr, instance_id, version_id, body, start, self._number)
        self._number += 1
        if key == tags.SEC_FULL:
            self._named += 1
            if self._named > wire.MAX_SECTIONS:
                raise cursor.fail(f"more than {wire.MAX_SECTIONS} sections with names", start)
        if kind == wire.SECTION_START:
            self._started[section_id] = begin
        yield begin
        yield from self._body(body, begin)
        footer = cursor.boolean("footer")
        cursor.leave("the section")
        del cursor.path[depth:]
        yield ev.SectionEnd(footer)

    def _body_kind(self) -> ev.Body:
        cursor = self._cursor
        key = cursor.peek()
        if key == tags.SEQUENCE:
            return ev.Body.RAM
        if key == tags.VM_STATE:
            return ev.Body.DEVICE
        if key in (tags.OCTETS, tags.OCTETS_CONSTRUCTED):
            return ev.Body.OPAQUE
        if key is None:
            raise cursor.fail("body is missing")
        raise cursor.fail(f"{tags.name_of(key)} is no body of a section")

    def _body(self, body: ev.Body, begin: ev.SectionBegin) -> Iterator[ev.Event]:
        cursor = self._cursor
        if body is ev.Body.RAM:
            self._ram.named = begin.version_id >= wire.RAM_VERSION_NAMED
            yield from self._ram.body()
        elif body is ev.Body.DEVICE:
            offset = cursor.feed.offset
            element = cursor.element(MAX_VMSTATE, "a device's vmstate")
            payload = codec.decode(element, offset, " / ".join(cursor.path))
            yield ev.DevicePayload(payload, None, offset, element=element)
        else:
            for piece in cursor.stream_octets("oldblob", tags.OCTETS):
                yield ev.Opaque(piece, cursor.feed.offset - len(piece))


def is_ber(head: bytes | memoryview) -> bool:
    """Whether a file that begins like this is the BER form."""
    return bytes(head[: len(MAGIC)]) == MAGIC


__all__ = ["BerReader", "FormatError", "is_ber"]
