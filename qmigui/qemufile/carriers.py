"""Gets the stream out of what it came in: compression, libvirt image, qcow2 snapshot.

What a file is shows in its first octets, never in its name.  Only so many
layers are taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qmigui.errors import FormatError, QmiguiError, TransportError
from qmigui.qemufile.codecs import SNIFF_LENGTH, sniff
from qmigui.qemufile.copies import copy_of
from qmigui.qemufile.envelope import MAX_HEAD, OFFSET, Envelope
from qmigui.qemufile.tail import TailSource
from qmigui.qemufile.wrappers import DecompressedSource

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source

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
    progress: Progress | None = None,
) -> Source:
    """The stream in *raw*, or *raw* itself where nothing is around it.

    Args:
        raw: stands at its start; closed with what is returned.
        offset: begin there.
        snapshot: name or id of the snapshot in a qcow2 image.
        lenient: what is wrong with the carrier is only told in the envelope of what is
            returned, which then may not be readable.
        cancel: can end a long search.
        progress: is told how far it is, where something has to be unpacked first.

    Raises:
        FormatError: the carrier is damaged, or there is no such snapshot.
        TransportError: it cannot be read, or decompressed.
        Cancelled: somebody asked for it.
    """
    unwrapped = unwrap(raw, offset=offset, cancel=cancel)
    return open_unwrapped(unwrapped, snapshot=snapshot, lenient=lenient, cancel=cancel, progress=progress)


class Unwrapped(NamedTuple):
    """A source without what was around all of it.

    Attributes:
        source: stands at its start.
        envelope: what was around it.
    """

    source: Source
    envelope: Envelope


def unwrap(raw: Source, *, offset: int | None = None, cancel: Cancel | None = None) -> Unwrapped:
    """*raw* from some place on, without the compressions around all of it, and what that tells.

    Args:
        raw: stands at its start; closed with what is returned.
        offset: begin there.
        cancel: can end a long way to it.

    Raises:
        FormatError: the offset lies behind its end.
        TransportError: it cannot be read, or decompressed.
        Cancelled: somebody asked for it.
    """
    envelope, source = Envelope(), raw
    try:
        if offset is not None:
            _begin_at(raw, offset, envelope, cancel)
        while (kind := sniff(source.peek(SNIFF_LENGTH))) is not None:
            if len(envelope.wrappings) == MAX_LAYERS:
                raise TransportError(f"is compressed more than {MAX_LAYERS} times over")
            envelope.wrappings.append(kind)
            source = DecompressedSource(source, kind, raw_offset=source.start_offset)
    except BaseException as error:
        source.close()
        if isinstance(error, QmiguiError) and error.source is None:
            error.source = raw.name
        raise
    if envelope.kind == OFFSET and envelope.wrappings:
        # What stood before something compressed cannot be put back before it.
        envelope.kind, envelope.head = "", b""
    return Unwrapped(source, envelope)


def open_unwrapped(
    unwrapped: Unwrapped,
    *,
    snapshot: str | None = None,
    lenient: bool = False,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> Source:
    """The stream in what :func:`unwrap` gave; arguments and errors are those of :func:`open_carried`."""
    source, envelope = unwrapped
    layers = [source]
    try:
        _open(layers, envelope, snapshot, lenient, cancel, progress)
    except BaseException as error:
        layers[-1].close()
        if isinstance(error, QmiguiError) and error.source is None:
            error.source = source.name
        raise
    if envelope.kind or envelope.wrappings:
        layers[-1].envelope = envelope
    return layers[-1]


def _open(
    layers: list[Source],
    envelope: Envelope,
    snapshot: str | None,
    lenient: bool,
    cancel: Cancel | None,
    progress: Progress | None,
) -> None:
    """Append what takes the stream out of the last of *layers*; the last one closes all of them."""
    source = layers[-1]
    head = source.peek(SNIFF_LENGTH)
    if head.startswith(_QCOW2_MAGIC):
        from qmigui.qemufile.qcow2.state import check_front, open_state

        check_front(source, snapshot)
        layers.append(seekable_disk(source, cancel, progress))
        layers.append(open_state(layers[-1], snapshot, envelope, lenient=lenient, cancel=cancel))
    elif snapshot is not None:
        raise FormatError(f"is no qcow2 image, which could have a snapshot '{snapshot}'")
    elif not head.startswith(_BARE):
        _open_libvirt(layers, envelope, lenient)


def is_disk(raw: Source) -> bool:
    """Whether *raw* stands at a qcow2 image."""
    return raw.peek(4) == _QCOW2_MAGIC


def seekable_disk(image: Source, cancel: Cancel | None = None, progress: Progress | None = None) -> Source:
    """A qcow2 image at offset 0 of a source that can seek: in its place, or unpacked into a temporary file.

    Args:
        image: stands at its start; closed with what is returned, or before.
        cancel: can end the unpacking.
        progress: is told how far it is.

    Raises:
        TransportError: it cannot be read, or there is no room to unpack it.
        Cancelled: somebody asked for it.
    """
    if image.seekable:
        return TailSource(image, image.start_offset, closes=True) if image.start_offset else image
    image.start_offset = 0
    copy = copy_of(image, cancel, progress)
    image.close()
    return copy


def _from_here(layers: list[Source]) -> Source:
    """The last of *layers* as a source that begins where it stands: offsets in it count from there."""
    source = layers[-1]
    if source.seekable:
        layers.append(TailSource(source, source.start_offset, closes=True))
    else:
        source.start_offset = 0
    return layers[-1]


def _open_libvirt(layers: list[Source], envelope: Envelope, lenient: bool) -> None:
    """Append what takes the stream out of the last of *layers*, if that is a libvirt image."""
    from qmigui.qemufile import libvirt  # most streams come without one

    source = layers[-1]
    # Not before it is no bare stream: whoever sends that slowly is not waited for here.
    head = source.peek(libvirt.MAGIC_LENGTH)
    if not (libvirt.is_image(head) or libvirt.may_be_image(head)):
        return
    if source.start_offset and libvirt.is_sparse(source.peek(libvirt.HEADER_LENGTH)):
        source = _from_here(layers)
    libvirt.read_image(source, envelope)
    if not lenient:
        envelope.raise_fatal()
    if envelope.is_readable and (kind := sniff(source.peek(SNIFF_LENGTH))) is not None:
        envelope.compression = kind
        layers.append(DecompressedSource(source, kind, raw_offset=source.start_offset))


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
