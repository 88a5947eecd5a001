"""Events to the BER form.

Definite lengths where all octets of an element are at hand when its first one
is written (device sections, commands, page elements), indefinite for what
streams (the file, its items, RAM).  Shortest forms throughout, so that one
stream has one BER form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, Severity
from qmigui.stream import ber_tags as tags
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.outbox import ZEROS, Outbox, is_zeros
from qmigui.stream.ram_ber import SEGMENT, PageWriter, integer_element, octets_layout
from qmigui.visitor.ber_writer import octets_element
from qmigui.visitor.tlv import END_OF_CONTENTS, encode, encode_length, encode_tag
from qmigui.vmstate import codec

if TYPE_CHECKING:
    from qmigui.vmstate.description import Device

MAPPING_VERSION = 1
# The longest typed form of one device: it is held in memory, by the reader too.
MAX_VMSTATE = 48 << 20
INDEFINITE = b"\x80"
TRUE = b"\x01\x01\xff"
FALSE = b"\x01\x01\x00"
NULL = b"\x05\x00"


def utf8_element(text: bytes, path: str | None = None, offset: int | None = None) -> bytes:
    """A QemuString: 1 to 255 octets of UTF-8.

    Raises:
        FormatError: the name cannot be held.
    """
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        raise FormatError("a name is not UTF-8", path=path, offset=offset) from None
    if not 1 <= len(text) <= 255:
        raise FormatError(f"a name of {len(text)} octets", path=path, offset=offset)
    return encode(tags.UTF8, text)


def enumerated(value: int) -> bytes:
    """An ENUMERATED element."""
    return b"\x0a\x01" + bytes((value,))


class LongString:
    """An OCTET STRING that comes in pieces.

    Up to 1 MiB it is primitive; longer ones are constructed from segments of
    1 MiB.  It is therefore held back until it ends or 1 MiB is there.

    Args:
        outbox: where the octets go.
        key, constructed_key: its tag in the two forms.
        length: octets of all pieces, where that is known; else a long string
            gets indefinite length.
    """

    def __init__(self, outbox: Outbox, key: int, constructed_key: int, length: int | None = None) -> None:
        self._outbox = outbox
        self._key = key
        self._constructed_key = constructed_key
        self._length = length
        self._held: list[bytes | memoryview] = []
        self._held_length = 0
        self._started = False

    def put(self, data: bytes | memoryview) -> None:
        """Add octets."""
        view = memoryview(data)
        while view:
            if self._held_length == SEGMENT:
                self._segment()
            take = min(SEGMENT - self._held_length, len(view))
            self._held.append(view[:take])
            self._held_length += take
            view = view[take:]

    def _segment(self) -> None:
        """Write what is held as one segment of a constructed string."""
        if not self._started:
            self._outbox.put(encode_tag(self._constructed_key) + self._outer_length())
            self._started = True
        self._outbox.put(encode_tag(tags.OCTETS) + encode_length(self._held_length))
        if all(map(is_zeros, self._held)):
            self._held = [ZEROS[: self._held_length]]
        self._release()

    def _outer_length(self) -> bytes:
        if self._length is None:
            return INDEFINITE
        _, _, headers = octets_layout(self._length)
        return encode_length(self._length + sum(map(len, headers)))

    def _release(self) -> None:
        for data in self._held:
            self._outbox.put_sparse(data)
        self._held = []
        self._held_length = 0

    def end(self) -> None:
        """No more octets come."""
        if self._started:
            self._segment()
            if self._length is None:
                self._outbox.put(END_OF_CONTENTS)
            return
        self._outbox.put(encode_tag(self._key) + encode_length(self._held_length))
        self._release()


class BerWriter:
    """Takes events, puts octets.

    Args:
        outbox: where the octets go.
        single: write one-page elements only.
        report: takes the problems that writing finds (device data that does
            not fit its description).

    Attributes:
        typed_count, opaque_count: FULL sections written as vmstate and as oldblob.
    """

    def __init__(
        self, outbox: Outbox, *, single: bool = False, report: Callable[[Problem], None] | None = None
    ) -> None:
        self._outbox = outbox
        self._report = report
        self._pages = PageWriter(outbox, single)
        self._string: LongString | None = None
        self._section: ev.SectionBegin | None = None
        self._in_block = False
        self._mapped: ev.RamListBlock | None = None
        self._mapped_pages = False
        self._gap: LongString | None = None
        self._gap_done = 0
        self._device_body: list[bytes | memoryview] = []
        self.typed_count = 0
        self.opaque_count = 0

    def write(self, event: ev.Event) -> None:
        """Put one event.

        Raises:
            FormatError: something in it cannot be held (a name that is not UTF-8).
        """
        put = self._outbox.put
        match event:
            case ev.RamRuns():
                if self._mapped is not None:
                    self._start_mapped_pages()
                self._pages.runs(event)
            case ev.RamRecord():
                self._pages.record(event)
            case ev.RamBlock():
                self._close_block()
                put(encode_tag(tags.RAM_SEC_BLOCK) + INDEFINITE)
                if event.name is not None:
                    put(utf8_element(event.name, self._path()))
                put(b"\x30" + INDEFINITE)
                self._in_block = True
            case ev.Opaque():
                assert self._string is not None
                self._string.put(event.data)
            case ev.SectionBegin():
                self._begin(event)
            case ev.SectionEnd():
                self._end(event)
            case ev.DevicePayload():
                self._device(event)
            case ev.RamListBegin():
                self._close_block()
                put(encode_tag(tags.RAM_BLOCK_LIST) + INDEFINITE + integer_element(event.total_length))
                put(b"\x30" + INDEFINITE)
            case ev.RamListBlock():
                self._list_block(event)
            case ev.MappedGap():
                self._mapped_gap(event)
            case ev.MappedEnd():
                self._mapped_end()
            case ev.RamListEnd():
                put(END_OF_CONTENTS + integer_element(event.page_size) + END_OF_CONTENTS)
                self._pages.page_size = event.page_size
            case ev.RamFlush():
                self._close_block()
                put(NULL)
            case ev.Trailing():
                if self._string is None:
                    self._string = LongString(self._outbox, tags.TRAILING, tags.TRAILING_CONSTRUCTED)
                self._string.put(event.data)
            case ev.Description():
                self._description(event)
            case ev.StreamHeader():
                self._header(event)
            case ev.Configuration():
                put(configuration_element(event))
            case ev.Command():
                self._command(event)
            case ev.PackageBegin():
                put(b"\x30" + INDEFINITE)
            case ev.PackageEnd():
                put(END_OF_CONTENTS + END_OF_CONTENTS)
            case ev.Eof():
                put(NULL)
            case ev.Unparsed():
                self._unparsed(event)
            case ev.StreamEnd():
                self._end_string()
                put(END_OF_CONTENTS + END_OF_CONTENTS)
                self._outbox.flush()

    def _path(self) -> str | None:
        return self._section.path if self._section else None

    def _header(self, event: ev.StreamHeader) -> None:
        octets = encode_tag(tags.QEMU_FILE) + INDEFINITE + integer_element(MAPPING_VERSION)
        carrier = event.carrier
        if carrier is not None:
            contents = enumerated(carrier.kind) + octets_element(carrier.head)
            if carrier.compression is not None:
                contents += utf8_element(carrier.compression.encode())
            octets += encode(tags.CARRIER, contents)
        self._outbox.put(octets + integer_element(event.version) + b"\x30" + INDEFINITE)

    def _command(self, event: ev.Command) -> None:
        contents = integer_element(event.code) + encode(tags.OCTETS, event.data)
        if event.code == wire.CMD_PACKAGED:
            self._outbox.put(encode_tag(tags.COMMAND) + INDEFINITE + contents)
        else:
            self._outbox.put(encode(tags.COMMAND, contents))

    def _begin(self, event: ev.SectionBegin) -> None:
        self._section = event
        if event.body is ev.Body.DEVICE:
            return  # written as a whole, with definite lengths
        self._outbox.put(_section_tag(event) + INDEFINITE + self._section_head(event))
        if event.body is ev.Body.RAM:
            self._outbox.put(b"\x30" + INDEFINITE)
        else:
            self._string = LongString(self._outbox, tags.OCTETS, tags.OCTETS_CONSTRUCTED)
            if event.kind == wire.SECTION_FULL:
                self.opaque_count += 1

    def _section_head(self, event: ev.SectionBegin) -> bytes:
        octets = enumerated(event.kind) + integer_element(event.section_id)
        if event.kind in (wire.SECTION_START, wire.SECTION_FULL):
            octets += utf8_element(event.idstr, event.path, event.offset)
            octets += integer_element(event.instance_id) + integer_element(event.version_id)
        return octets

    def _end(self, event: ev.SectionEnd) -> None:
        section = self._section
        assert section is not None
        footer = TRUE if event.footer else FALSE
        if section.body is ev.Body.DEVICE:
            head = self._section_head(section)
            body = self._device_body
            length = len(head) + sum(map(len, body)) + len(footer)
            self._outbox.put(_section_tag(section) + encode_length(length) + head)
            for piece in body:
                self._outbox.put(piece)
            self._outbox.put(footer)
            self._device_body = []
            return
        if section.body is ev.Body.RAM:
            self._close_block()
            self._outbox.put(END_OF_CONTENTS + footer + END_OF_CONTENTS)
            return
        self._end_string()
        self._outbox.put(footer + END_OF_CONTENTS)

    def _device(self, event: ev.DevicePayload) -> None:
        """Hold the body of a device section: its vmstate, or its octets."""
        assert self._section is not None
        if event.device is not None:
            typed, warning = self._typed(event.device, event.payload)
            if warning is not None and self._report is not None:
                code, message = (
                    ("device-opaque", f"kept as octets: {warning}")
                    if typed is None
                    else ("field-opaque", f"partly kept as octets: {warning}")
                )
                self._report(Problem(Severity.WARNING, code, message, event.offset, self._section.path))
            if typed is not None:
                self.typed_count += 1
                self._device_body = [typed]
                return
        self.opaque_count += 1
        _, header, inner = octets_layout(len(event.payload))
        if not inner:
            self._device_body = [header, event.payload]
            return
        view = memoryview(event.payload)
        body: list[bytes | memoryview] = [header]
        for index, piece in enumerate(inner):
            body += [piece, view[index * SEGMENT : (index + 1) * SEGMENT]]
        self._device_body = body

    def _typed(self, device: Device, payload: bytes | memoryview) -> tuple[bytes | None, str | None]:
        """The vmstate of a device, or None, and what is to be said about it."""
        vmsd = device.vmsd
        too_long = f"its typed form would take more than {MAX_VMSTATE >> 20} MiB"
        if vmsd is not None and vmsd.weight > MAX_VMSTATE:  # an estimate
            return None, too_long
        typed, warning = codec.encode(device, memoryview(payload))
        return (typed, warning) if typed is None or len(typed) <= MAX_VMSTATE else (None, too_long)

    def _end_string(self) -> None:
        if self._string is not None:
            self._string.end()
            self._string = None

    def _description(self, event: ev.Description) -> None:
        if event.first:
            self._string = LongString(
                self._outbox, tags.DESCRIPTION, tags.DESCRIPTION_CONSTRUCTED, event.total_length
            )
        assert self._string is not None
        self._string.put(event.data)
        if event.last:
            self._end_string()

    def _unparsed(self, event: ev.Unparsed) -> None:
        """One element of known length: offset and data."""
        if event.first:
            self._end_string()
            assert event.total_length is not None
            size, _, _ = octets_layout(event.total_length)
            offset = integer_element(event.start)
            self._outbox.put(encode_tag(tags.UNPARSED) + encode_length(len(offset) + size) + offset)
            self._string = LongString(self._outbox, tags.OCTETS, tags.OCTETS_CONSTRUCTED, event.total_length)
        assert self._string is not None
        self._string.put(event.data)

    def _close_block(self) -> None:
        if self._in_block:
            self._pages.close_run()
            self._outbox.put(END_OF_CONTENTS + END_OF_CONTENTS)
            self._in_block = False

    def _list_block(self, block: ev.RamListBlock) -> None:
        contents = utf8_element(block.name, self._path()) + integer_element(block.used_length)
        if block.page_size is not None:
            contents += _context_integer(0, block.page_size)
        if block.guest_addr is not None:
            contents += _context_integer(1, block.guest_addr)
        mapped = block.mapped
        if mapped is None:
            self._outbox.put(encode(tags.SEQUENCE, contents))
            return
        self._mapped = block
        self._mapped_pages = False
        self._gap = None
        self._gap_done = 0
        self._pages.page_size = mapped.page_size
        contents += encode_tag(tags.MAPPED_RAM) + INDEFINITE + integer_element(mapped.version)
        contents += integer_element(mapped.page_size) + integer_element(mapped.bitmap_offset)
        contents += integer_element(mapped.pages_offset)
        self._outbox.put(b"\x30" + INDEFINITE + contents)
        bitmap = LongString(self._outbox, tags.OCTETS, tags.OCTETS_CONSTRUCTED, len(mapped.bitmap))
        bitmap.put(mapped.bitmap)
        bitmap.end()

    def _mapped_gap(self, event: ev.MappedGap) -> None:
        """The gap is held from the end of the bitmap to its last octet that is not zero."""
        if self._gap is None:
            self._gap = LongString(self._outbox, tags.context(0, False), tags.context(0, True))
        zeros = event.addr - self._gap_done
        while zeros > 0:
            take = min(zeros, SEGMENT)
            self._gap.put(bytes(take))
            zeros -= take
        self._gap.put(event.data)
        self._gap_done = event.addr + len(event.data)

    def _start_mapped_pages(self) -> None:
        if self._mapped_pages:
            return
        if self._gap is not None:
            self._gap.end()
            self._gap = None
        self._outbox.put(b"\x30" + INDEFINITE)
        self._mapped_pages = True

    def _mapped_end(self) -> None:
        self._start_mapped_pages()
        self._pages.close_run()
        # The pages, the MappedRAM, the RAMBlockID.
        self._outbox.put(3 * END_OF_CONTENTS)
        self._mapped = None


def _section_tag(event: ev.SectionBegin) -> bytes:
    named = event.kind in (wire.SECTION_START, wire.SECTION_FULL)
    return encode_tag(tags.SEC_FULL if named else tags.SEC_MIN)


def _context_integer(number: int, value: int) -> bytes:
    """An INTEGER under a context tag."""
    return encode_tag(tags.context(number, False)) + integer_element(value)[1:]


def configuration_element(event: ev.Configuration) -> bytes:
    """The Configuration element."""
    contents = encode(tags.OCTETS, event.machine)
    subsections = b""
    for sub in event.subsections:
        body = integer_element(sub.version_id)
        match sub:
            case ev.TargetPageBits():
                number, body = 0, body + integer_element(sub.bits)
            case ev.Capabilities():
                names = b"".join(utf8_element(name, "configuration/capabilities") for name in sub.names)
                number, body = 1, body + encode(tags.SEQUENCE, names)
            case ev.Uuid():
                number, body = 2, body + encode(tags.OCTETS, sub.uuid)
            case _:
                name = utf8_element(sub.name, "configuration")
                number, body = 3, name + body + octets_element(sub.contents)
        subsections += encode(tags.context(number, True), body)
    if subsections:
        contents += encode(tags.SEQUENCE, subsections)
    return encode(tags.CONFIGURATION, contents)
