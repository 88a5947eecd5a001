"""Device sections of the BER form, told apart at a glance.

Takes a SecFull element with a vmstate body in the form that our own writer gives it,
all of it in the buffer; whatever is not exactly that is left to the general way.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.schema.header import Header, read_header
from qmigui.stream import ber_tags as tags
from qmigui.visitor.tlv import encode_tag

_SECTION = encode_tag(tags.SEC_FULL)
_KIND_FULL = b"\x0a\x01\x04"
_FOOTER = b"\x01\x01"
_INTEGER, _TEXT = 0x02, 0x0C
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
    if not data.startswith(_SECTION, pos):
        return None
    header = read_header(data, pos, end)
    if not isinstance(header, Header) or header.length < 0:
        return None
    pos += header.size
    stop = pos + header.length
    if stop > end or not data.startswith(_KIND_FULL, pos) or data[stop - 3 : stop - 1] != _FOOTER:
        return None
    values: list[bytes] = []
    pos += len(_KIND_FULL)
    for tag in (_INTEGER, _TEXT, _INTEGER, _INTEGER):
        length = data[pos + 1]
        if data[pos] != tag or not 0 < length < 0x80 or pos + 2 + length > stop - 3:
            return None
        values.append(bytes(data[pos + 2 : pos + 2 + length]))
        pos += 2 + length
    section_id, idstr, instance_id, version_id = values
    numbers = [_number(octets) for octets in (section_id, instance_id, version_id)]
    if None in numbers or not _is_text(idstr):
        return None
    header = read_header(data, pos, stop - 3)
    if not isinstance(header, Header) or header.look != tags.VM_STATE:
        return None
    if header.length < 0 or pos + header.size + header.length != stop - 3:
        return None
    head = (numbers[0] or 0, idstr, numbers[1] or 0, numbers[2] or 0)
    return QuickSection(head, bytes(data[pos : stop - 3]), pos, data[stop - 1] != 0, stop)


def _number(octets: bytes) -> int | None:
    """The value of a shortest INTEGER of 32 bits without sign, else None."""
    value = int.from_bytes(octets, "big", signed=True)
    if not 0 <= value < _U32 or (len(octets) > 1 and not value >> 8 * len(octets) - 9):
        return None
    return value


def _is_text(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
