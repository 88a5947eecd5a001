"""Telling what a file is by its first octets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

BER_MAGIC = b"\x7f\xd1\x46"

# What is often taken for a migration stream, and what to do with it.
_OTHERS = (
    (b"LibvirtQemudSave", "a libvirt save image; its stream has to be taken out of it first"),
    (b"LibvirtQemudPart", "an unfinished libvirt save image"),
    (b"QFI\xfb", "a qcow2 disk image; a state lies in it only as an internal snapshot"),
    (b"\x7fELF", "an ELF file, perhaps a memory dump: it holds no device state"),
    (b"KDUMP   ", "a kdump memory dump: it holds no device state"),
    (b"QCPR", "a QEMU CPR state, which holds descriptors of a running process, no machine"),
    (b"\x11\x22\x33\x44", "a recorded multifd channel; the state is in the main channel's stream"),
)


def recognise(source: Source) -> str:
    """``binary`` or ``ber``.

    Raises:
        FormatError: the source is neither; says what it is where that is known.
    """
    head = source.peek(16)
    if head.startswith(wire.MAGIC):
        return "binary"
    if head.startswith(BER_MAGIC):
        return "ber"
    if not head:
        raise FormatError("the file is empty", offset=0)
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise FormatError(f"not a migration stream but {what}", offset=0)
    raise FormatError(
        "not a migration stream: it begins neither with QEVM nor as our BER (7F D1 46)", offset=0
    )


def likeliest_form(source: Source) -> str | None:
    """What a file that is neither form may have been, were it not for damage in its first octets; or None."""
    head = source.peek(8)
    header = wire.MAGIC + wire.VERSION.to_bytes(4, "big")
    if len(head) == 8 and sum(one == other for one, other in zip(head, header, strict=True)) >= 6:
        return "binary"
    if len(head) == 8 and sum(one == other for one, other in zip(head, BER_MAGIC, strict=False)) >= 2:
        return "ber"
    return None
