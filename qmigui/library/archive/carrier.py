"""What an input is: a stream, a libvirt image with a stream behind its head, or anything else."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

_LIBVIRT = b"LibvirtQemudSave"
_LIBVIRT_HEAD = 92
_MAX_HEAD = 16 << 20
_ALIGNED = 4096


class Content(NamedTuple):
    """What was found.

    Attributes:
        kind: ``stream`` or ``opaque``.
        stream_offset: where the stream begins.
        carrier: ``libvirt``, or None.
    """

    kind: str
    stream_offset: int = 0
    carrier: str | None = None


OPAQUE = Content("opaque")


def content_of(source: Source) -> Content:
    """Look at the front of *source*, which stays where it stands.

    A libvirt image is ``LibvirtQemudSave``, five words in its writer's byte
    order (version, length of what follows the head, ...) and 14 unused ones,
    the domain's XML, then the stream, if it is not compressed (libvirt
    ``qemu_saveimage_format.h``).

    Raises:
        TransportError: it cannot be read.
    """
    head = source.peek(_LIBVIRT_HEAD)
    if head.startswith(wire.MAGIC):
        return Content("stream")
    if len(head) < _LIBVIRT_HEAD or not head.startswith(_LIBVIRT):
        return OPAQUE
    for order in "<>":
        version, length = struct.unpack_from(f"{order}II", head, len(_LIBVIRT))
        if version in (1, 2):
            break
    else:
        return OPAQUE
    start = _LIBVIRT_HEAD + length
    for offset in (start, -(-start // _ALIGNED) * _ALIGNED):
        if offset <= _MAX_HEAD and _octets_at(source, offset, 4) == wire.MAGIC:
            return Content("stream", offset, "libvirt")
    return OPAQUE


def _octets_at(source: Source, offset: int, length: int) -> bytes:
    if source.seekable:
        return source.pread(offset, length)
    return source.peek(offset + length)[offset:]
