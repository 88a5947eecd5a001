"""Device sections of the BER form, told apart at a glance.

Takes a SecFull element with a vmstate body in the form that our own writer gives it,
all of it in the buffer; whatever is not exactly that is left to the general way.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.stream import ber_tags as tags
from qmigui.visitor.tlv import encode_tag

_SECTION = encode_tag(tags.SEC_FULL)
_KIND_FULL = b"\x0a\x01\x04"
_FOOTER = b"\x01\x01"
_INTEGER, _TEXT = 0x02, 0x0C
_VMSTATE = encode_tag(tags.VM_STATE)
_LEAST = 600
"""Octets that must be there, so that a head can be read without a look at the end."""

_U32 = 2**32


class QuickSection(NamedTuple):
    """What was found.

    Attributes:
        head: section id, idstr, instance id and version id.
        vmstate: the whole element.
        vmstate_pos: where it stands in the buffer.
        footer: as told.
        end: position behind the SecFull.
    """

    head: tuple[int, bytes, int, int]
    vmstate: bytes
    vmstate_pos: int
    footer: bool
    end: int


def quick_section(data: bytearray, pos: int, end: int) -> QuickSection | None:
    """The device section at *pos*, if there is one; its vmstate has not been looked into.

    Args:
        data: the buffer.
        pos: where an element starts.
        end: of what is there.
    """
    if not data.startswith(_SECTION, pos) or end - pos < _LEAST:
        return None
    pos, length = _length(data, pos + len(_SECTION))
    stop = pos + length
    if not length or stop > end or data[stop - 3 : stop - 1] != _FOOTER:
        return None
    if not data.startswith(_KIND_FULL, pos):
        return None
    pos += len(_KIND_FULL)
    section_id, pos = _number(data, pos)
    if data[pos] != _TEXT or data[pos + 1] >= 0x80:
        return None
    idstr = bytes(data[pos + 2 : pos + 2 + data[pos + 1]])
    instance_id, pos = _number(data, pos + 2 + len(idstr))
    version_id, pos = _number(data, pos)
    if section_id < 0 or instance_id < 0 or version_id < 0 or not idstr or not _is_text(idstr):
        return None
    if not data.startswith(_VMSTATE, pos) or pos > stop:
        return None
    contents, length = _length(data, pos + len(_VMSTATE))
    if not length or contents + length != stop - 3:
        return None
    head = (section_id, idstr, instance_id, version_id)
    return QuickSection(head, bytes(data[pos : stop - 3]), pos, data[stop - 1] != 0, stop)


def _length(data: bytearray, pos: int) -> tuple[int, int]:
    """Read length octets: the position behind them, and the length; 0 for a form that is not usual."""
    length = data[pos]
    if length < 0x80:
        return pos + 1, length
    size = length & 0x7F
    if not 1 <= size <= 4:
        return pos, 0
    return pos + 1 + size, int.from_bytes(data[pos + 1 : pos + 1 + size], "big")


def _number(data: bytearray, pos: int) -> tuple[int, int]:
    """Read a shortest INTEGER of 32 bits without sign: it, or -1, and the position behind it."""
    length = data[pos + 1]
    if data[pos] != _INTEGER or not 0 < length <= 5:
        return -1, pos
    value = int.from_bytes(data[pos + 2 : pos + 2 + length], "big", signed=True)
    if not 0 <= value < _U32 or (length > 1 and not value >> 8 * length - 9):
        return -1, pos
    return value, pos + 2 + length


def _is_text(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
