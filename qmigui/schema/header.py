"""Identifier and length octets, read without raising: most of what is looked at in a search is none."""

from __future__ import annotations

from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.schema.contents import Fault
from qmigui.visitor.tlv import MAX_LENGTH, decode_header

MAX_HEADER = 6 + 127
"""Octets that identifier and length can take (a length in more than 8 octets is refused all the same)."""

_CLASSES = ("UNIVERSAL ", "APPLICATION ", "", "PRIVATE ")
_UNIVERSAL = {
    1: "BOOLEAN",
    2: "INTEGER",
    3: "BIT STRING",
    4: "OCTET STRING",
    5: "NULL",
    6: "OBJECT IDENTIFIER",
    9: "REAL",
    10: "ENUMERATED",
    12: "UTF8String",
    16: "SEQUENCE",
    17: "SET",
    19: "PrintableString",
    22: "IA5String",
    23: "UTCTime",
    24: "GeneralizedTime",
}


class Header(NamedTuple):
    """What stands before contents octets.

    Attributes:
        look: of the tag (see :mod:`qmigui.schema.automaton`).
        length: of the contents, or :data:`~qmigui.visitor.tlv.INDEFINITE`.
        size: octets of the header itself.
    """

    look: int
    length: int
    size: int

    @property
    def is_constructed(self) -> bool:
        """Whether elements follow, not octets."""
        return bool(self.look & 0x20)


def read_header(data: bytes | bytearray | memoryview, pos: int, end: int) -> Header | Fault | None:
    """Read a header.

    Args:
        data: the octets.
        pos: where it starts.
        end: of what can be looked at.

    Returns:
        The header; what is wrong with it; or None: it does not end before *end*.
    """
    if end - pos < 2:
        return None
    first, length = data[pos], data[pos + 1]
    if first & 0x1F != 0x1F and length < 0x80:
        if not first & 0x1F and first < 0x40:
            return Fault("tag", "tag 0 is for end-of-contents octets alone", None, _hex(data, pos, end))
        return Header(first, length, 2)
    view = data if isinstance(data, memoryview) else memoryview(data)
    try:
        key, length, contents = decode_header(view, pos, end, 0, "")
    except FormatError as error:
        if error.message.startswith("the data ends"):
            return None
        is_length = "length" in error.message
        return Fault("length" if is_length else "tag", error.message, None, _hex(data, pos, end))
    if contents - pos > MAX_HEADER or length >= MAX_LENGTH:
        return Fault("length", "the length is beyond any file", None, _hex(data, pos, end))
    number = key >> 8
    if not number and key & 0xFF < 0x40:
        return Fault("tag", "tag 0 is for end-of-contents octets alone", None, _hex(data, pos, end))
    return Header(key if number >= 31 else number | key & 0xE0, length, contents - pos)


def _hex(data: bytes | bytearray | memoryview, pos: int, end: int) -> str:
    return bytes(data[pos : min(end, pos + 8)]).hex(" ").upper()


def is_built_in(look: int) -> bool:
    """Whether this is the tag of a common built-in type, in a form that it can have."""
    number = look & 0x1F
    return look < 0x40 and number in _UNIVERSAL and bool(look & 0x20) == (number in {16, 17})


def tag_name(look: int) -> str:
    """A tag in words: ``INTEGER``, ``[APPLICATION 9040]``, ``[3]``."""
    number = look >> 8 if look >= 256 else look & 0x1F
    if not look & 0xC0:
        word = _UNIVERSAL.get(number)
        if word is not None:
            plain = number in {16, 17}
            return word if bool(look & 0x20) == plain else f"{'primitive' if plain else 'constructed'} {word}"
    return f"[{_CLASSES[(look & 0xC0) >> 6]}{number}]"
