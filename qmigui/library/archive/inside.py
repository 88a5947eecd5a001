"""What is in an image whose memory a program of libvirt's has compressed.

Compressing again rarely gives the same octets, so such an image is kept as it
is.  It is looked into all the same when it is stored: its machine is known then,
and what is wrong with its stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError, TransportError
from qmigui.library.archive.carrier import content_of
from qmigui.library.archive.follow import Follower
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.envelope import LIBVIRT, Envelope
from qmigui.qemufile.libvirt import MAGIC_LENGTH, is_image
from qmigui.qemufile.tail import TailSource

if TYPE_CHECKING:
    from qmigui.library.archive.cutter import Frame
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Buffer, Source

_ARCHES = {"i686": "i386", "armv6l": "arm", "armv7l": "arm", "ppc64le": "ppc64"}
"""Names of libvirt (``src/util/virarch.c``) for which the target of QEMU has another."""


def look_inside(
    source: Source, *, check: bool, cancel: Cancel, cell: int
) -> tuple[Follower, Envelope] | None:
    """Read the stream of a libvirt image with compressed memory.

    Args:
        source: stands at the start of the file, and does so again afterwards.
        check: look for all that is wrong with the stream.
        cancel: stops it.
        cell: bytes of guest addresses that share a frame.

    Returns:
        What was found, its offsets those of the image without compression; None: it is no such image,
        or cannot be read.

    Raises:
        Cancelled: someone asked for it.
    """
    if not source.seekable or not is_image(source.peek(MAGIC_LENGTH)):
        return None
    try:
        with open_carried(TailSource(source, 0), cancel=cancel) as inner:
            envelope = inner.envelope
            if envelope is None or envelope.kind != LIBVIRT or envelope.compression is None:
                return None
            found = Follower(inner, content_of(inner), check=check, put=_drop, cancel=cancel, cell=cell)
            found.run()
            return found, envelope
    except (FormatError, TransportError):
        return None  # kept as octets, like anything else that cannot be read
    finally:
        source.seek(0)


def arch_of(envelope: Envelope | None) -> str | None:
    """The target that libvirt's XML names, as QEMU calls it; None where there is none."""
    head = envelope.libvirt if envelope is not None else None
    arch = head.domain.texts.get("arch") if head is not None and head.domain is not None else None
    return _ARCHES.get(arch, arch) if arch else None


def _drop(frame: Frame, data: Buffer) -> None:
    """The octets are kept in their compressed form."""
