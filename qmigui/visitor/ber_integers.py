"""Integers and truth values between wire form and BER, fast.

Arrays of thousands of integers, mostly small, are what device state is made of.
Each element is looked up instead of computed: in a table, or, where a whole
window of elements fits into seven bits, by slices that never see the elements.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache, lru_cache

from qmigui.visitor import tags
from qmigui.visitor.base import BOOL, KINDS, Buffer, Kind

_WINDOW = 1024
"""Elements that are handled in one step."""

_REMEMBERED = 4096
"""Elements of each kind whose BER is kept."""

TRUE = b"\x01\x01\xff"
FALSE = b"\x01\x01\x00"

_BOOLEAN_HEAD = TRUE[:2]
_LENGTH_OF_U8 = bytes((*[1] * 128, *[2] * 128))
_LONG_U8 = tags.INTEGER_OCTETS["u8"] + b"\x02\x00"
"""Before a u8 of 128 and more, and nowhere else: its first octet 80 is a tag, or contents before a tag."""

_TO_BER_BOOLEAN = bytes.maketrans(b"\x01", b"\xff")
_TO_WIRE_BOOLEAN = bytes((0, *[1] * 255))


class _Elements(dict[int, bytes]):
    """The BER of integers of one kind, made when first wanted."""

    def __init__(self, tag: bytes) -> None:
        super().__init__()
        self._heads = [tag + bytes((length,)) for length in range(10)]

    def __missing__(self, value: int) -> bytes:
        length = ((value if value >= 0 else ~value).bit_length() >> 3) + 1
        element = self._heads[length] + value.to_bytes(length, "big", signed=True)
        if len(self) >= _REMEMBERED:
            self.clear()  # those that are common come back
        self[value] = element
        return element


ELEMENTS: dict[str, _Elements] = {kind: _Elements(tag) for kind, tag in tags.INTEGER_OCTETS.items()}
"""The BER of a value: ``ELEMENTS[kind][value]``."""


def encode_integers(kind: str, data: Buffer) -> Iterator[bytes]:
    """The elements of an array.

    Args:
        kind: of :data:`~qmigui.visitor.base.KINDS`, or ``BOOL`` with octets 0 and 1 only.
        data: whole elements in wire form.

    Yields:
        BER elements, many in one piece.
    """
    step = _WINDOW * (1 if kind == BOOL else KINDS[kind].width)
    for start in range(0, len(data), step):
        window = bytes(data[start : start + step])
        if kind == BOOL:
            yield _elements(b"\x01", b"\x01" * len(window), window.translate(_TO_BER_BOOLEAN))
        else:
            yield _encode_window(KINDS[kind], window)


def _encode_window(kind: Kind, data: bytes) -> bytes:
    tag, width = tags.INTEGER_OCTETS[kind.name], kind.width
    low = data[width - 1 :: width]
    if kind.name == "u8":
        return _elements(tag, low.translate(_LENGTH_OF_U8), low).replace(_LONG_U8[:2], _LONG_U8)
    if width == 1 or (low.isascii() and not _high_octets(data, width)):
        return _elements(tag, b"\x01" * len(low), low)
    values = struct.unpack(f">{len(low)}{kind.code}", data)
    elements = ELEMENTS[kind.name]
    if data[::width].count(0) + data[::width].count(0xFF) > len(low) // 2:
        return b"".join(map(elements.__getitem__, values))
    # Mostly large and different: their octets are the contents, if need be after a zero octet.
    whole, longer = tag + bytes((width,)), tag + bytes((width + 1, 0))
    bits = 8 * width - 1
    top, step = 1 << bits, 1 << max(bits - 8, 7)
    return b"".join(
        [
            (longer + data[place : place + width])
            if value >= top
            else (whole + data[place : place + width])
            if value >= step or value < -step
            else elements[value]
            for place, value in zip(range(0, len(data), width), values, strict=True)
        ]
    )


def _high_octets(data: bytes, width: int) -> bool:
    """Whether any octet but the last of an element is not zero."""
    return any(data[place::width].strip(b"\0") for place in range(width - 1))


def _elements(tag: bytes, lengths: bytes, contents: bytes) -> bytes:
    """Elements with one octet of contents each."""
    out = bytearray(3 * len(contents))
    out[0::3] = tag * len(contents)
    out[1::3] = lengths
    out[2::3] = contents
    return bytes(out)


def _contents_pattern(kind: Kind) -> bytes:
    """Length and contents of every shortest INTEGER in the range of *kind*."""
    if kind.signed:
        choices = [rb"\x01."]
        two = rb"(?:[\x01-\xfe].|\x00[\x80-\xff]|\xff[\x00-\x7f])"
    else:
        choices = [rb"\x01[\x00-\x7f]", rb"\x%02x\x00[\x80-\xff].{%d}" % (kind.width + 1, kind.width - 1)]
        two = rb"(?:[\x01-\x7f].|\x00[\x80-\xff])"
    for length in range(2, kind.width + 1):
        choices.append(rb"\x%02x%b.{%d}" % (length, two, length - 2))
    return b"(?:" + b"|".join(choices) + b")"


class _WireForms(dict[bytes, bytes]):
    """The wire form of elements of one kind, made when first wanted."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._pack = struct.Struct(">" + kind.code).pack

    def __missing__(self, element: bytes) -> bytes:
        wire = self._pack(int.from_bytes(element[2:], "big", signed=True))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[element] = wire
        return wire


class _Decoder:
    """Reads runs of elements of one kind."""

    __slots__ = ("_element", "_run", "_short_run", "_width", "_wire_forms", "kind")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind.name
        tag = re.escape(tags.INTEGER_OCTETS[kind.name])
        element = tag + _contents_pattern(kind)
        short = tag + rb"\x01[\x00-\x7f]"
        self._element = re.compile(element, re.DOTALL)
        self._run = re.compile(rb"(?:%b){1,%d}+" % (element, _WINDOW), re.DOTALL)
        self._short_run = re.compile(rb"(?:%b)*+" % short)
        self._width = kind.width
        self._wire_forms = _WireForms(kind)

    def run(self, octets: bytes, pos: int, end: int) -> tuple[bytes, int] | None:
        """See :func:`decode_integers`."""
        found = self._run.match(octets, pos, end)
        if found is None:
            return None
        after = found.end()
        if self._width == 1:
            return octets[pos:after].replace(_LONG_U8, _LONG_U8[:2])[2::3], after
        if self._short_run.fullmatch(octets, pos, after):
            low = octets[pos + 2 : after : 3]
            data = bytearray(len(low) * self._width)
            data[self._width - 1 :: self._width] = low
            return bytes(data), after
        elements = self._element.findall(octets, pos, after)
        wire_forms, whole = self._wire_forms, self._width + 2
        if after - pos < len(elements) * whole - len(elements) // 2:
            return b"".join(map(wire_forms.__getitem__, elements)), after
        # Mostly large and different: the contents are the wire form, if need be without a zero octet.
        wire = [
            element[-self._width :] if len(element) >= whole else wire_forms[element] for element in elements
        ]
        return b"".join(wire), after


_KINDS = {tags.INTEGER_OCTETS[name][0]: kind for name, kind in KINDS.items()}


@cache
def _decoder(tag: int) -> _Decoder | None:
    """What reads elements of this tag, if they are integers; its patterns take a while to compile."""
    kind = _KINDS.get(tag)
    return None if kind is None else _Decoder(kind)


_RANGES = {tags.INTEGER_OCTETS[kind.name]: (kind.name, kind.low, kind.high) for kind in KINDS.values()}
_BOOLEAN_RUN = re.compile(rb"(?:\x01\x01.){1,%d}+" % _WINDOW, re.DOTALL)


def decode_integers(octets: bytes, pos: int, end: int) -> tuple[str, bytes, int] | None:
    """The elements of one kind that stand at *pos*, as far as they are in their usual form.

    Args:
        octets: BER.
        pos: where an element starts.
        end: where the array ends, or a later place.

    Returns:
        ``(kind, wire form, position after)``, or None when there is no such
        element at *pos*; what is there may be legal all the same.
    """
    if octets[pos] == 1:
        found = _BOOLEAN_RUN.match(octets, pos, end)
        if found is None:
            return None
        return BOOL, octets[pos + 2 : found.end() : 3].translate(_TO_WIRE_BOOLEAN), found.end()
    decoder = _decoder(octets[pos])
    run = decoder.run(octets, pos, end) if decoder is not None else None
    return None if decoder is None or run is None else (decoder.kind, *run)


@lru_cache(maxsize=_REMEMBERED)
def short_integer_on_wire(element: bytes) -> bytes | None:
    """The wire form of one whole element in its usual form; None for anything else."""
    decoded = decode_short_integer(element)
    if decoded is None:
        return None
    name, value = decoded
    if name == BOOL:
        return b"\x01" if value else b"\x00"
    kind = KINDS[name]
    return value.to_bytes(kind.width, "big", signed=kind.signed)


@lru_cache(maxsize=_REMEMBERED)
def decode_short_integer(element: bytes) -> tuple[str, int] | None:
    """Kind and value of one whole element in its usual form; None for anything else.

    A BOOLEAN is of kind ``BOOL``.
    """
    if element[:2] == _BOOLEAN_HEAD and len(element) == 3:
        return BOOL, element[2]
    name, low, high = _RANGES.get(element[:1], ("", 0, 0))
    length = len(element) - 2
    if not name or length < 1 or element[1] != length:
        return None
    value = int.from_bytes(element[2:], "big", signed=True)
    if not low <= value <= high or (length > 1 and -0x80 <= value >> 8 * (length - 2) < 0x80):
        return None
    return name, value
