"""What an input is: a stream, one with a carrier's head before it, or anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qmigui.qemufile import libvirt
from qmigui.qemufile.envelope import LIBVIRT, MAX_HEAD, OFFSET, Envelope
from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.library.archive.archive import Archive
    from qmigui.qemufile.base import Source


class Content(NamedTuple):
    """What was found.

    Attributes:
        kind: ``stream`` or ``opaque``.
        stream_offset: where in the octets to keep the stream begins.
        carrier: what is before it: ``libvirt`` or ``offset``; None: nothing.
        compression: of the memory inside the carrier; it is kept without.
        front: octets to keep that the source will not give any more.
    """

    kind: str
    stream_offset: int = 0
    carrier: str | None = None
    compression: str | None = None
    front: bytes = b""


def content_of(source: Source) -> Content:
    """Look at a source that was opened as it is, or taken out of its carrier.

    Of a file everything is kept, whatever stands before the stream.  So it is of a
    pipe, as far as the envelope has it.  If the memory of a libvirt image was
    compressed, the image without compression is kept.

    Args:
        source: afterwards it stands where reading for the archive begins.

    Raises:
        TransportError: it cannot be read.
    """
    envelope = source.envelope
    if envelope is None and not source.start_offset and libvirt.is_image(source.peek(libvirt.MAGIC_LENGTH)):
        envelope = Envelope()
        libvirt.read_image(source, envelope)
        if envelope.is_readable:
            source.envelope = envelope
        else:
            envelope, source.start_offset = None, 0
    front = b"" if source.seekable else _front(source, envelope)
    if source.peek(len(wire.MAGIC)) != wire.MAGIC:
        if source.seekable:
            source.start_offset = 0
            source.seek(0)
        return Content("opaque", front=front)
    start = source.start_offset
    if not start or envelope is None:
        return Content("stream", start, OFFSET if start else None, front=front)
    return Content("stream", start, envelope.kind or OFFSET, envelope.compression, front)


def _front(source: Source, envelope: Envelope | None) -> bytes:
    """What stood before the place where a pipe stands, whose ``start_offset`` becomes its length."""
    head = envelope.head if envelope is not None else None
    if envelope is not None and head and envelope.kind == LIBVIRT and envelope.compression is not None:
        head = libvirt.raw_head(head)
    elif head is not None and len(head) != source.start_offset:
        head = None
    source.start_offset = len(head) if head else 0
    return head or b""


def envelope_of(archive: Archive) -> Envelope | None:
    """What stood before an archived stream, as whoever opens the file itself learns it."""
    info = archive.info
    if not info.stream_offset or info.stream_offset > MAX_HEAD:
        return None
    head = archive.read(0, info.stream_offset)
    return libvirt.parse_head(head) if info.carrier == LIBVIRT else Envelope(OFFSET, head)
