"""Gets the stream out of what it came in: compression, libvirt image, qcow2 snapshot.

What a file is shows in its first octets, never in its name.  Only so many
layers are taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError, QmiguiError, TransportError
from qmigui.qemufile.base import SequentialSource, Source
from qmigui.qemufile.codecs import SNIFF_LENGTH, sniff
from qmigui.qemufile.envelope import MAX_HEAD, OFFSET, Envelope
from qmigui.qemufile.wrappers import DecompressedSource

if TYPE_CHECKING:
    from qmigui.progress import Cancel

MAX_LAYERS = 4
_CHUNK = 1 << 20
_QCOW2_MAGIC = b"QFI\xfb"
_BARE = (b"QEVM", b"\x7f\xd1\x46")
"""What streams begin with in their two forms."""


def open_carried(
    raw: Source,
    *,
    offset: int | None = None,
    snapshot: str | None = None,
    lenient: bool = False,
    cancel: Cancel | None = None,
) -> Source:
    """The stream in *raw*, or *raw* itself where nothing is around it.

    Args:
        raw: stands at its start; closed with what is returned.
        offset: begin there.
        snapshot: name or id of the snapshot in a qcow2 image.
        lenient: what is wrong with the carrier is only told in the envelope of what is
            returned, which then may not be readable.
        cancel: can end a long search.

    Raises:
        FormatError: the carrier is damaged, or there is no such snapshot.
        TransportError: it cannot be read, or decompressed.
        Cancelled: somebody asked for it.
    """
    layers = [raw]
    try:
        return _carried(layers, offset, snapshot, lenient, cancel)
    except BaseException as error:
        layers[-1].close()
        if isinstance(error, QmiguiError) and error.source is None:
            error.source = raw.name
        raise


def _carried(
    layers: list[Source], offset: int | None, snapshot: str | None, lenient: bool, cancel: Cancel | None
) -> Source:
    """As :func:`open_carried`; the last of *layers* closes all of them."""
    envelope = Envelope()
    if offset is not None:
        _begin_at(layers[0], offset, envelope, cancel)
    while (kind := sniff(layers[-1].peek(SNIFF_LENGTH))) is not None:
        if len(envelope.wrappings) == MAX_LAYERS:
            raise TransportError(f"is compressed more than {MAX_LAYERS} times over")
        envelope.wrappings.append(kind)
        _decompress(layers, kind)
    source = layers[-1]
    head = source.peek(SNIFF_LENGTH)
    if head.startswith(_QCOW2_MAGIC):
        layers.append(_state(source, snapshot, envelope, lenient, cancel))
    elif snapshot is not None:
        raise FormatError(f"is no qcow2 image, which could have a snapshot '{snapshot}'")
    elif not head.startswith(_BARE) and _is_libvirt(layers, envelope, lenient):
        pass
    elif envelope.kind == OFFSET and envelope.wrappings:
        # What stood before something compressed cannot be put back before it.
        envelope.kind, envelope.head = "", b""
    if envelope.kind or envelope.wrappings:
        layers[-1].envelope = envelope
    return layers[-1]


def is_disk(raw: Source) -> bool:
    """Whether *raw* stands at a qcow2 image."""
    return raw.peek(4) == _QCOW2_MAGIC


def _decompress(layers: list[Source], kind: str) -> None:
    inner = layers[-1]
    layers.append(DecompressedSource(inner, kind, raw_offset=inner.start_offset))


def _is_libvirt(layers: list[Source], envelope: Envelope, lenient: bool) -> bool:
    """Whether the last of *layers* is a libvirt image; then its stream comes next."""
    from qmigui.qemufile import libvirt  # most streams come without one

    source = layers[-1]
    # Not before it is no bare stream: whoever sends that slowly is not waited for here.
    head = source.peek(libvirt.MAGIC_LENGTH)
    if not (libvirt.is_image(head) or libvirt.may_be_image(head)):
        return False
    libvirt.read_image(source, envelope)
    if not lenient:
        envelope.raise_fatal()
    if envelope.is_readable and (kind := sniff(source.peek(SNIFF_LENGTH))) is not None:
        envelope.compression = kind
        _decompress(layers, kind)
    return True


def _begin_at(raw: Source, offset: int, envelope: Envelope, cancel: Cancel | None) -> None:
    """Go to *offset* and keep what is before it, unless that is too much."""
    kept = bytearray()
    if raw.seekable:
        size = raw.size or 0
        if offset > size:
            raise FormatError(f"has only {size} bytes and cannot begin at {offset:#x}", source=raw.name)
        if offset <= MAX_HEAD:
            kept += raw.pread(0, offset)
        raw.seek(offset)
    else:
        left, chunk = offset, memoryview(bytearray(_CHUNK))
        while left:
            if cancel is not None:
                cancel.check()
            count = raw.readinto(chunk[: min(left, _CHUNK)])
            if not count:
                raise FormatError(
                    f"has only {offset - left} bytes and cannot begin at {offset:#x}", source=raw.name
                )
            if offset <= MAX_HEAD:
                kept += chunk[:count]
            left -= count
    raw.start_offset = offset
    if offset:
        envelope.kind = OFFSET
        envelope.head = bytes(kept) if offset <= MAX_HEAD else None


def _state(
    source: Source, snapshot: str | None, envelope: Envelope, lenient: bool, cancel: Cancel | None
) -> Source:
    """The state of a snapshot."""
    from qmigui.qemufile.qcow2.state import open_state

    check_seekable(source)
    return open_state(source, snapshot, envelope, lenient=lenient, cancel=cancel)


def check_seekable(image: Source) -> None:
    """Whether a qcow2 image can be read in place.

    Raises:
        FormatError: it cannot.
    """
    if isinstance(image, SequentialSource) or image.start_offset:
        raise FormatError(
            "a qcow2 image, which can only be read in a file of its own: decompress or copy it first",
            source=image.name,
        )
