"""What carried a stream, as events: kept in BER, put back, left out, or moved away from.

Offsets that stand in a stream (mapped-ram) count from the start of the file
that it lies in.  So a stream that gets another place in a file has to be told
its new place; pages then begin at the next mebibyte again, where QEMU wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, Severity, UsageError, printable
from qmigui.qemufile.envelope import KINDS, LIBVIRT, MAX_HEAD, OFFSET
from qmigui.record import record, replace
from qmigui.stream import events as ev
from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

_NAMES = {number: name for name, number in KINDS.items()}


def carrier_of(source: Source) -> ev.Carrier | None:
    """What of the carrier of *source* has to be kept, or None."""
    envelope = source.envelope
    if envelope is None or envelope.kind not in KINDS or envelope.head is None:
        return None
    return ev.Carrier(KINDS[envelope.kind], envelope.head, envelope.compression)


def carrier_name(carrier: ev.Carrier) -> str:
    """Its kind as a word."""
    return _NAMES[carrier.kind]


def check_kept(source: Source) -> None:
    """Whether all octets before a stream can be kept.

    Raises:
        UsageError: there are too many.
    """
    envelope = source.envelope
    if envelope is not None and envelope.head is None:
        raise UsageError(
            f"more than {MAX_HEAD >> 20} MiB stand before the stream, which BER does not keep; "
            "--trim leaves them out",
            source=source.name,
        )


@record
class Outside:
    """What becomes of what is around a stream.

    Attributes:
        head: the octets before it:

            ``keep``     they stay what they are, in BER
            ``put``      they come before the stream, which is not compressed any more
            ``libvirt``  the same, and they have to be those of a libvirt image
            ``file``     they come before the stream as they are
            ``drop``     the stream stands alone
        trim: what follows the stream is dropped, and so is what stood before an offset.
        xml: the domain's description that is to stand in the head of a libvirt image; None: that which does.
        note: is told what a person should know.
    """

    head: str
    trim: bool = False
    xml: bytes | None = None
    note: Callable[[Problem], object] = repr

    def apply(self, events: Iterator[ev.Event], *, can_stop: bool) -> Iterator[ev.Event]:
        """The events, changed so.

        Args:
            events: of a whole stream.
            can_stop: the rest need not be read when nothing of it is wanted.

        Raises:
            UsageError: a libvirt image is wanted of a stream that was in none, or the XML has no room in it.
            FormatError: the head of the image is damaged.
        """
        header = next(events)
        if not isinstance(header, ev.StreamHeader):
            raise AssertionError("a stream that does not begin with its header")
        carrier = self._new(header.carrier)
        base = base_of(carrier)
        if self.head == "file" and carrier is not None:
            base = len(carrier.head)
        yield replace(header, carrier=carrier, offset=base)
        if base != header.offset:
            events = _moved(events, base - header.offset)
        for event in events:
            if type(event) is ev.Trailing and self.trim:
                if can_stop:
                    yield ev.StreamEnd()
                    return
                continue
            yield event

    def _new(self, carrier: ev.Carrier | None) -> ev.Carrier | None:
        """What is kept of the carrier."""
        is_libvirt = carrier is not None and carrier.kind == KINDS[LIBVIRT]
        if self.xml is not None and not is_libvirt:
            raise UsageError("it was in no libvirt image, so there is no domain XML to replace")
        if self.head == "libvirt" and not is_libvirt:
            raise UsageError("it was in no libvirt image, so there is no head to put before it")
        if carrier is None or self.head == "drop":
            return None
        if self.trim and carrier.kind == KINDS[OFFSET]:
            return None
        if self.xml is not None:
            carrier = replace(carrier, head=self._edited(carrier, self.xml))
        if self.head in ("put", "libvirt") and carrier.compression is not None:
            head = carrier.head
            if is_libvirt:
                from qmigui.qemufile.libvirt import raw_head

                head = raw_head(head)
            return replace(carrier, head=head, compression=None)
        return carrier

    def _edited(self, carrier: ev.Carrier, xml: bytes) -> bytes:
        """The head of a libvirt image with another XML; tells when that is another guest's."""
        from qmigui.qemufile.libvirt import parse_head
        from qmigui.qemufile.libvirt_edit import check_xml, with_xml

        old, new = parse_head(carrier.head, carrier.compression).libvirt, check_xml(xml)
        if old is not None and old.domain is not None:
            for key in ("name", "uuid"):
                was, now = old.domain.texts.get(key, ""), new.texts.get(key, "")
                if was.strip() != now.strip():
                    words = f"the {key} in the XML becomes '{printable(now)}', it was '{printable(was)}'"
                    self.note(Problem(Severity.WARNING, "xml-guest", words))
        return with_xml(carrier.head, xml, carrier.compression)


def base_of(carrier: ev.Carrier | None) -> int:
    """Octets that offsets in a stream count before its first one."""
    return len(carrier.head) if carrier is not None and carrier.compression is None else 0


def _moved(events: Iterator[ev.Event], shift: int) -> Iterator[ev.Event]:
    """The events of a stream that begins *shift* octets further on."""
    gap = False
    for event in events:
        match event:
            case ev.RamListBlock() if event.mapped is not None and event.mapped.pages_offset:
                mapped = event.mapped
                bitmap_offset = mapped.bitmap_offset + shift
                if bitmap_offset < 0:
                    raise FormatError("the bitmap would stand before the file", offset=event.offset)
                bitmap_end = bitmap_offset + len(mapped.bitmap)
                pages_offset = -(-bitmap_end // wire.MAPPED_ALIGNMENT) * wire.MAPPED_ALIGNMENT
                shift += pages_offset - (mapped.pages_offset + shift)
                yield replace(
                    event, mapped=replace(mapped, bitmap_offset=bitmap_offset, pages_offset=pages_offset)
                )
                gap = True
            case ev.MappedGap() if gap:
                pass  # what lay before the pages has no place any more
            case ev.Unparsed():
                yield replace(event, start=event.start + shift)
            case _:
                yield event

