"""BER on the level of identifier, length and contents octets (X.690).

Writing gives the shortest forms.  Reading accepts every form BER allows and
bounds each length before it is believed.  Nothing here knows the schema.

Tag keys: a tag is handled as one int, ``number << 8 | first octet`` with the
low five bits of the first octet cleared for numbers of 31 and more, so that
class and constructed bit are part of it.
"""

from __future__ import annotations

from functools import lru_cache

from qmigui.errors import FormatError

UNIVERSAL = 0x00
APPLICATION = 0x40
CONTEXT = 0x80
CONSTRUCTED = 0x20

MAX_TAG_NUMBER = 2**32 - 1
MAX_LENGTH = 2**62
MAX_DEPTH = 64
MAX_INTEGER_OCTETS = 4096

INDEFINITE = -1
END_OF_CONTENTS = b"\x00\x00"


def tag_key(cls: int, number: int, constructed: bool) -> int:
    """The key of a tag: class bits, constructed bit and number in one int."""
    return (number << 8) | cls | (CONSTRUCTED if constructed else 0)


@lru_cache(maxsize=256)
def encode_tag(key: int) -> bytes:
    """Identifier octets of *key*, in the only form BER allows."""
    first, number = key & 0xE0, key >> 8
    if number < 31:
        return bytes((first | number,))
    digits = [number & 0x7F]
    number >>= 7
    while number:
        digits.append(0x80 | (number & 0x7F))
        number >>= 7
    return bytes((first | 0x1F, *reversed(digits)))


def encode_length(length: int) -> bytes:
    """The shortest definite length octets for *length* (>= 0)."""
    if length < 0x80:
        return bytes((length,))
    size = (length.bit_length() + 7) // 8
    return bytes((0x80 | size,)) + length.to_bytes(size, "big")


def encode_integer(value: int) -> bytes:
    """Contents octets of INTEGER *value*: two's complement, shortest."""
    bits = value.bit_length() if value >= 0 else (~value).bit_length()
    return value.to_bytes(bits // 8 + 1, "big", signed=True)


def encode(key: int, contents: bytes | bytearray) -> bytes:
    """A whole element with a definite length."""
    return encode_tag(key) + encode_length(len(contents)) + contents


def decode_integer(contents: bytes | memoryview, offset: int, path: str) -> int:
    """The value of INTEGER contents octets.

    Raises:
        FormatError: empty, too long, or not the shortest form (X.690 8.3.2
            forbids that in BER too).
    """
    if not contents:
        raise FormatError("an INTEGER needs at least one octet", offset=offset, path=path)
    if len(contents) > MAX_INTEGER_OCTETS:
        raise FormatError(
            f"an INTEGER of {len(contents)} octets is beyond any range here",
            offset=offset,
            path=path,
        )
    if len(contents) > 1 and (
        (contents[0] == 0 and contents[1] < 0x80) or (contents[0] == 0xFF and contents[1] >= 0x80)
    ):
        raise FormatError("INTEGER is not in its shortest form", offset=offset, path=path)
    return int.from_bytes(contents, "big", signed=True)


def decode_header(buf: memoryview, pos: int, end: int, base: int, path: str) -> tuple[int, int, int]:
    """Read identifier and length octets at *pos*.

    Args:
        buf: the octets.
        pos: where the element starts in *buf*.
        end: first position that is not to be read; a header that would go
            past it is an error (there is no more data).
        base: absolute offset of ``buf[0]``, for messages.
        path: the containing element, for messages.

    Returns:
        ``(key, length, contents)``: the tag key, the length or
        :data:`INDEFINITE`, and the position of the contents octets.

    Raises:
        FormatError: on any identifier or length octets that X.690 forbids.
    """
    start = pos
    if pos >= end:
        raise FormatError("the data ends where an element should start", offset=base + pos, path=path)
    first = buf[pos]
    pos += 1
    number = first & 0x1F
    if number == 0x1F:
        number = 0
        if pos < end and buf[pos] == 0x80:
            raise FormatError("tag number starts with a zero digit", offset=base + start, path=path)
        while True:
            if pos >= end:
                raise FormatError("the data ends inside a tag", offset=base + start, path=path)
            octet = buf[pos]
            pos += 1
            number = (number << 7) | (octet & 0x7F)
            if number > MAX_TAG_NUMBER:
                raise FormatError("tag number is over 32 bits", offset=base + start, path=path)
            if octet < 0x80:
                break
        if number < 31:
            raise FormatError("a tag below 31 in its long form", offset=base + start, path=path)
    if pos >= end:
        raise FormatError("the data ends before a length", offset=base + start, path=path)
    length = buf[pos]
    pos += 1
    if length >= 0x80:
        if length == 0x80:
            if not first & CONSTRUCTED:
                raise FormatError("indefinite length on a primitive element", offset=base + start, path=path)
            length = INDEFINITE
        else:
            size = length & 0x7F
            if length == 0xFF:
                raise FormatError("length octet FF is reserved", offset=base + start, path=path)
            if pos + size > end:
                raise FormatError("the data ends inside a length", offset=base + start, path=path)
            length = int.from_bytes(buf[pos : pos + size], "big")
            pos += size
            if length >= MAX_LENGTH:
                raise FormatError(
                    f"length of {size} octets is beyond any file", offset=base + start, path=path
                )
    return (number << 8) | (first & 0xE0), length, pos


def is_end_of_contents(buf: memoryview, pos: int, end: int) -> bool:
    """Whether the end-of-contents octets 00 00 stand at *pos*."""
    return end - pos >= 2 and buf[pos] == 0 and buf[pos + 1] == 0
