"""Contents octets of primitive elements as Python values.

What a type's constraints say is not asked here: a dump shows what is there, and
the checker tells what should not be.
"""

from __future__ import annotations

import codecs
import decimal
import math
from collections.abc import Callable

from qmigui.schema.contents import make_check
from qmigui.schema.model import Kind, Type
from qmigui.visitor.tlv import MAX_INTEGER_OCTETS

ENCODINGS = {Kind.UTF8_STRING: "utf-8", Kind.BMP_STRING: "utf-16-be", Kind.UNIVERSAL_STRING: "utf-32-be"}
"""Of the string types that have more than the 256 characters of the others."""

_CHECKED = frozenset((Kind.BOOLEAN, Kind.NULL, Kind.OBJECT_IDENTIFIER, Kind.RELATIVE_OID, Kind.REAL))


class UnreadableError(Exception):
    """Contents octets that stand for no value; the message says why."""


def encoding_of(kind: Kind) -> str:
    """How the characters of a string type are written."""
    return ENCODINGS.get(kind, "latin-1")


def checker(type_: Type) -> Callable[[bytes], None]:
    """What raises :class:`UnreadableError` for contents that a reader of *type_* cannot read."""
    if type_.body.kind not in _CHECKED:
        return _accept
    check = make_check(type_)

    def look(octets: bytes) -> None:
        fault = check(octets, 0, len(octets))
        if fault is not None:
            raise UnreadableError(fault.message)

    return look


def _accept(octets: bytes) -> None:
    """All contents are fine."""


def integer(octets: bytes) -> int:
    """Of an INTEGER or ENUMERATED.

    Raises:
        UnreadableError: there are no octets, or far too many.
    """
    if not 0 < len(octets) <= MAX_INTEGER_OCTETS:
        raise UnreadableError(f"an INTEGER of {len(octets)} octets")
    return int.from_bytes(octets, "big", signed=True)


def decimal_text(value: int) -> str:
    """*value* in decimal digits, however many; Python's own way has a limit."""
    return str(value) if value.bit_length() < 8192 else str(decimal.Decimal(value))


def text(kind: Kind, octets: bytes) -> str:
    """Of a character string or a time.

    Raises:
        UnreadableError: they are no characters of it.
    """
    try:
        return octets.decode(encoding_of(kind))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not {kind.value}: {error.reason}") from None


def bits(octets: bytes) -> tuple[int, bytes]:
    """Of a BIT STRING: the number of unused bits, and the octets that hold the bits.

    Raises:
        UnreadableError: the number is none of 0 to 7.
    """
    if not octets:
        raise UnreadableError("a BIT STRING has at least one octet of contents")
    if octets[0] > 7 or (octets[0] and len(octets) == 1):
        raise UnreadableError(f"{octets[0]} unused bits at the end of a BIT STRING")
    return octets[0], octets[1:]


def numbers(octets: bytes, *, relative: bool = False) -> str:
    """The numbers of an OBJECT IDENTIFIER, whose form has been checked, with dots between."""
    found: list[int] = []
    value = 0
    for octet in octets:
        value = value << 7 | octet & 0x7F
        if octet < 0x80:
            found.append(value)
            value = 0
    if not relative:
        first = min(found[0] // 40, 2)
        found[:1] = [first, found[0] - 40 * first]
    return ".".join(map(decimal_text, found))


def real(octets: bytes) -> float:
    """Of a REAL whose form has been checked; what a float cannot hold is rounded (X.690 8.5)."""
    if not octets:
        return 0.0
    first = octets[0]
    if first & 0x40 and not first & 0x80:
        return {0x40: math.inf, 0x41: -math.inf, 0x42: math.nan, 0x43: -0.0}[first]
    if not first & 0x80:
        digits = octets[1:].decode("ascii").strip().replace(",", ".")
        try:
            return float(digits)
        except ValueError:
            raise UnreadableError("no decimal REAL") from None
    size, start = (first & 3) + 1, 1
    if size == 4:
        size, start = octets[1], 2
    exponent = int.from_bytes(octets[start : start + size], "big", signed=True)
    mantissa = int.from_bytes(octets[start + size :], "big")
    exponent = exponent * (1, 3, 4)[first >> 4 & 3] + (first >> 2 & 3)
    # Only the first bits count; the others could be millions.
    extra = max(0, mantissa.bit_length() - 64)
    try:
        value = math.ldexp(mantissa >> extra, max(-(1 << 20), min(1 << 20, exponent + extra)))
    except OverflowError:
        value = math.inf
    return -value if first & 0x40 else value


class Characters:
    """The text of a string that comes in pieces.

    Args:
        kind: of the string.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._decoder = codecs.getincrementaldecoder(encoding_of(kind))("strict")

    def feed(self, octets: bytes, *, last: bool = False) -> str:
        """The characters that the next octets complete.

        Raises:
            UnreadableError: they are no characters.
        """
        try:
            return self._decoder.decode(octets, last)
        except UnicodeDecodeError as error:
            raise UnreadableError(f"not {self._kind.value}: {error.reason}") from None


class BitPieces:
    """A BIT STRING that comes in pieces.

    Attributes:
        unused: bits at the end of what has come that are none.
        length: octets that hold bits so far.
    """

    def __init__(self) -> None:
        self.unused = 0
        self.length = 0

    def feed(self, octets: bytes, *, begins: bool) -> bytes:
        """The octets that hold bits.

        Raises:
            UnreadableError: a segment has no octets, or none of the last one has unused bits.
        """
        if begins:
            if self.unused:
                raise UnreadableError("unused bits before the last segment of a BIT STRING")
            if not octets or octets[0] > 7:
                raise UnreadableError(
                    "a segment of a BIT STRING begins with the number of unused bits, 0 to 7"
                )
            self.unused = octets[0]
            octets = octets[1:]
        self.length += len(octets)
        return octets
