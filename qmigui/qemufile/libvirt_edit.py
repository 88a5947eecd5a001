"""Another domain XML in the head of a libvirt save image, as ``virsh save-image-edit`` puts it there.

XML, NUL, cookie, NUL, and zeros up to the length that the header tells.  Where that is
too short libvirt gives up; so do we for sparse images, in whose memory places of the file
stand.  Other heads become longer.  Source: libvirt, ``virQEMUSaveDataWrite``.
"""

from __future__ import annotations

from qmigui.errors import FormatError, UsageError
from qmigui.qemufile.domain_xml import Domain, XmlError, parse
from qmigui.qemufile.libvirt import (
    COOKIE_AT,
    HEADER_LENGTH,
    LENGTH_AT,
    MAX_DATA_LENGTH,
    MAX_VERSION,
    SPARSE,
    parse_head,
)

PADDING = 64 << 10
"""Room that a longer head gets for XML to come, as libvirt does it."""
_HARMLESS = {"libvirt-xml", "libvirt-part", "libvirt-running", "libvirt-format"}
"""What may be wrong with a head in which the XML is replaced."""


def check_xml(text: bytes) -> Domain:
    """What a domain's description says, if libvirt could read it.

    Raises:
        FormatError: it is no XML, not that of a domain, or has what we refuse; offsets count in it.
    """
    if len(text) >= MAX_DATA_LENGTH:
        raise FormatError(f"has {len(text)} octets; libvirt takes {MAX_DATA_LENGTH} at most")
    try:
        domain = parse(text)
    except XmlError as error:
        raise FormatError(f"is no XML that we read: {error.message}", offset=error.index) from None
    if b"\0" in text:  # as UTF-16 has it
        raise FormatError("holds a NUL, which ends the XML in an image", offset=text.index(b"\0"))
    if domain.root != "domain":
        raise FormatError(f"describes no domain: its outermost element is <{domain.root}>", offset=0)
    return domain


def with_xml(octets: bytes, text: bytes, compression: str | None) -> bytes:
    """A head with another XML; lengths and the cookie's place fit it.

    Args:
        octets: the head: all octets before the memory.
        text: what :func:`check_xml` has accepted.
        compression: of the memory, or None.

    Raises:
        FormatError: the head is damaged.
        UsageError: the XML is too long for it.
    """
    envelope = parse_head(octets, compression)
    for fault in envelope.faults:
        if fault.error.code not in _HARMLESS or envelope.libvirt is None:
            raise fault.error
    head = envelope.libvirt
    assert head is not None
    cookie = b"" if head.cookie is None else head.cookie + b"\0"
    data = text + b"\0" + cookie
    room, length = len(octets) - HEADER_LENGTH, head.data_length
    if len(data) > length:
        if head.format == SPARSE:
            raise UsageError(
                f"the XML has {len(text)} octets; before the memory of this image there is room for "
                f"{length - len(cookie) - 1}, and the memory of a sparse image cannot be moved"
            )
        room = length = len(data) + PADDING
        if length > MAX_DATA_LENGTH:
            raise UsageError(f"XML and cookie have {len(data)} octets, more than libvirt takes")
    fixed = bytearray(octets[:HEADER_LENGTH])
    _put(fixed, LENGTH_AT, length, head.byte_order)
    if head.version >= MAX_VERSION:
        _put(fixed, COOKIE_AT, len(text) + 1 if cookie else 0, head.byte_order)
    return bytes(fixed) + data.ljust(room, b"\0")


def _put(fixed: bytearray, at: int, number: int, order: str) -> None:
    fixed[at : at + 4] = number.to_bytes(4, "little" if order == "little" else "big")
