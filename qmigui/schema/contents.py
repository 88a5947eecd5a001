"""Checks of contents octets: what X.690 and a type's constraints say of them.

Each check is a function made once for its type.  Contents of strings can be
long and come in pieces, so those are looked at by an object that is fed.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from qmigui.schema.model import Kind, Type
from qmigui.visitor.tlv import MAX_INTEGER_OCTETS

Octets = bytes | bytearray | memoryview

MAX_WHOLE = 4096
"""Contents octets of what is not a string, at most."""


class Fault(NamedTuple):
    """What is wrong with contents octets.

    Attributes:
        code: of the problem (:mod:`qmigui.schema.codes`).
        message: one sentence.
        expected, found: in a few words.
    """

    code: str
    message: str
    expected: str | None = None
    found: str | None = None


Check = Callable[[Octets, int, int], Fault | None]
"""Takes a buffer and where in it the contents octets start and stop."""

ASCII = {
    Kind.NUMERIC_STRING: frozenset("0123456789 "),
    Kind.PRINTABLE_STRING: frozenset(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"
    ),
    Kind.IA5_STRING: frozenset(map(chr, range(128))),
    Kind.VISIBLE_STRING: frozenset(map(chr, range(32, 127))),
}
"""The characters of the string types that have a fixed set (X.680, clause 41)."""

_PLAIN = re.compile(rb"[ -~]*+").fullmatch
_WIDE = {Kind.BMP_STRING: ("utf-16-be", 2), Kind.UNIVERSAL_STRING: ("utf-32-be", 4)}
_DATE = rb"(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_ZONE = rb"[+-](0\d|1[0-4])"
_TIMES = {
    Kind.UTC_TIME: rb"(\d{2})" + _DATE + rb"([01]\d|2[0-3])[0-5]\d([0-5]\d)?(Z|" + _ZONE + rb"[0-5]\d)",
    Kind.GENERALIZED_TIME: rb"(\d{4})"
    + _DATE
    + rb"([01]\d|2[0-3])([0-5]\d([0-5]\d)?)?([.,]\d+)?(Z|"
    + _ZONE
    + rb"([0-5]\d)?)?",
}
_DECIMALS = {
    1: rb" *[+-]?\d+",
    2: rb" *[+-]?(\d+[.,]\d*|[.,]\d+)",
    3: rb" *[+-]?(\d+[.,]?\d*|[.,]\d+)E[+-]?\d+",
}
"""The forms NR1 to NR3 of ISO 6093; compiled, as those of times are, when they are met."""


def accept(data: Octets, start: int, stop: int) -> Fault | None:
    """Any contents octets are right."""
    return None


def shown(value: int) -> str:
    """A number for a message: in hexadecimal where it is long, as Python refuses long decimal ones."""
    return str(value) if value.bit_length() <= 64 else hex(value)[:40]


def span(low: int | None, high: int | None) -> str:
    """A range in words."""
    if low is not None and low == high:
        return str(low)
    return f"{'MIN' if low is None else shown(low)}..{'MAX' if high is None else shown(high)}"


def make_check(type_: Type) -> Check:
    """The check for short contents of a primitive element of *type_*."""
    kind = type_.body.kind
    if kind is Kind.INTEGER:
        return _integer(type_)
    if kind is Kind.ENUMERATED:
        return _enumerated(type_)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind is Kind.OCTET_STRING and (type_.size is None or type_.constraint_extensible):
        return accept
    return _string(type_)


def _integer(type_: Type) -> Check:
    low, high = (None, None) if type_.constraint_extensible else (type_.low, type_.high)
    expected = f"INTEGER ({span(low, high)})" if (low, high) != (None, None) else "INTEGER"
    # The values of one octet, which are most, by a table.
    first, last = max(-128, -128 if low is None else low), min(127, 127 if high is None else high)
    good = bytearray(256)
    for start, stop in ((max(first, 0), max(last + 1, 0)), (first + 256, min(last, -1) + 257)):
        good[start:stop] = b"\1" * (stop - start)

    def check(data: Octets, start: int, stop: int) -> Fault | None:
        length = stop - start
        if length == 1 and good[data[start]]:
            return None
        if length < 1:
            return Fault(
                "integer-empty", "an INTEGER needs at least one octet of contents", expected, "no octets"
            )
        if length > MAX_INTEGER_OCTETS:
            return Fault("integer-long", f"an INTEGER of {length} octets", expected, f"{length} octets")
        value = int.from_bytes(data[start:stop], "big", signed=True)
        if (low is not None and value < low) or (high is not None and value > high):
            return Fault("value-range", f"{shown(value)} is out of range", expected, shown(value))
        if length > 1 and -0x80 <= value >> 8 * (length - 2) < 0x80:
            return _NOT_SHORTEST
        return None

    return check


_NOT_SHORTEST = Fault(
    "integer-not-shortest",
    "the INTEGER is not in its shortest form",
    "first nine bits not all equal",
)


def _enumerated(type_: Type) -> Check:
    values, extensible = type_.body.values, type_.body.extensible
    words = ", ".join(f"{name}({number})" for number, name in list(values.items())[:8])
    expected = f"ENUMERATED {{ {words}{', ...' if len(values) > 8 or extensible else ''} }}"

    def check(data: Octets, start: int, stop: int) -> Fault | None:
        length = stop - start
        if not 0 < length <= MAX_INTEGER_OCTETS:
            return Fault("integer-empty", f"an ENUMERATED of {length} octets", expected, f"{length} octets")
        value = int.from_bytes(data[start:stop], "big", signed=True)
        if value not in values and not extensible:
            return Fault("enumeration", f"{shown(value)} is none of the values", expected, shown(value))
        if length > 1 and -0x80 <= value >> 8 * (length - 2) < 0x80:
            return _NOT_SHORTEST
        return None

    return check


def _boolean(data: Octets, start: int, stop: int) -> Fault | None:
    if stop - start == 1:
        return None
    words = f"{stop - start} octets"
    return Fault("boolean-length", f"a BOOLEAN of {words}", "1 octet", words)


def _null(data: Octets, start: int, stop: int) -> Fault | None:
    if stop == start:
        return None
    words = f"{stop - start} octets"
    return Fault("null-contents", "a NULL has no contents octets", "0 octets", words)


def _object_identifier(data: Octets, start: int, stop: int) -> Fault | None:
    octets = bytes(data[start:stop])
    if not octets or octets[-1] & 0x80:
        return Fault(
            "oid", "the last number of the OBJECT IDENTIFIER does not end", "an octet below 80", None
        )
    first = True
    for octet in octets:
        if first and octet == 0x80:
            return Fault("oid", "a number of the OBJECT IDENTIFIER starts with a zero digit", None, "80")
        first = octet < 0x80
    return None


def _real(data: Octets, start: int, stop: int) -> Fault | None:
    length = stop - start
    if not length:
        return None
    first = data[start]
    if first & 0x80:
        size = (first & 3) + 1
        extra = 0
        if size == 4:
            if length < 2:
                return Fault("real", "the exponent of a REAL is missing")
            size, extra = data[start + 1], 1
        if first & 0x30 == 0x30 or not size or length < 2 + extra + size:
            return Fault("real", "no binary REAL: base or exponent is wrong", None, f"{first:02X}")
        if not any(data[start + 1 + extra + size : stop]):
            return Fault("real", "zero in the binary form of REAL", "no contents octets", f"{first:02X}")
        return None
    if first & 0x40:
        good = length == 1 and first in {0x40, 0x41, 0x42, 0x43}
        return None if good else Fault("real", "no special value of REAL", "40 to 43", f"{first:02X}")
    form = _DECIMALS.get(first)
    good = form is not None and re.compile(form).fullmatch(data, start + 1, stop) is not None
    return None if good else Fault("real", "no decimal REAL", None, f"{first:02X}")


_SIMPLE: dict[Kind, Check] = {
    Kind.BOOLEAN: _boolean,
    Kind.NULL: _null,
    Kind.OBJECT_IDENTIFIER: _object_identifier,
    Kind.RELATIVE_OID: _object_identifier,
    Kind.REAL: _real,
    Kind.ANY: accept,
}


def _string(type_: Type) -> Check:
    """For strings: a length of a few octets is looked at quickly."""
    low, high = (0, None) if type_.size is None else (type_.size[0] or 0, type_.size[1])
    kind = type_.body.kind
    if type_.constraint_extensible:
        low, high = 0, None
    # Printable ASCII is right in all of these, and its octets are its characters.
    plain = kind in {Kind.UTF8_STRING, Kind.IA5_STRING, Kind.VISIBLE_STRING} and type_.alphabet is None
    top = 1 << 62 if high is None else high
    octets_only = kind is Kind.OCTET_STRING

    def check(data: Octets, start: int, stop: int) -> Fault | None:
        if low <= stop - start <= top and (octets_only or (plain and _PLAIN(data, start, stop))):
            return None
        text = Text(type_)
        return text.feed(data[start:stop]) or text.end()

    return check


def _is_day(year: bytes, month: bytes, day: bytes) -> bool:
    """Whether the calendar has it; a year of two digits is one from 1950 to 2049."""
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 50 else 2000)
    try:
        dt.date(full, int(month), int(day))
    except ValueError:
        return full == 0  # the year 0 is none of Python's
    return True


class Text:
    """Looks at the contents of one string, which may come in pieces.

    Args:
        type_: of the string.
        take: is given the octets, and their offset, as they come.

    Attributes:
        kept: where *take* puts them, if they are to be put together.
    """

    def __init__(self, type_: Type, take: Callable[[int, bytes], None] | None = None) -> None:
        self._type = type_
        self._take = take
        self.kept: bytearray | None = None
        self._kind = type_.body.kind
        self._length = 0
        self._characters = 0
        self._held = bytearray()  # of a time
        self._bit_count: int | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        if self._kind is Kind.UTF8_STRING:
            self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        elif self._kind in _WIDE:
            self._decoder = codecs.getincrementaldecoder(_WIDE[self._kind][0])("strict")

    @property
    def length(self) -> int:
        """Octets so far."""
        return self._length

    @property
    def needs_octets(self) -> bool:
        """Whether the octets matter, not only how many there are."""
        return self._kind is not Kind.OCTET_STRING or self._take is not None

    def whole(self) -> bytes | None:
        """All octets, where they were kept and are few."""
        return bytes(self.kept) if self.kept is not None and len(self.kept) <= MAX_WHOLE else None

    @property
    def is_wanted(self) -> bool:
        """Whether somebody takes the octets."""
        return self._take is not None

    def skip(self, length: int) -> None:
        """So many octets follow, which nobody looks at."""
        self._length += length

    def feed(self, piece: Octets, offset: int = 0, *, begins: bool = True) -> Fault | None:
        """Look at the next octets.

        Args:
            piece: they.
            offset: where they stand in the source.
            begins: they are the first ones of an element: of the string, or of a segment of it.
        """
        kind = self._kind
        if self._take is not None:
            self._take(offset, bytes(piece))
        if kind is Kind.BIT_STRING and begins:
            fault = self._unused_bits(piece)
            self._length += max(0, len(piece) - 1)
            return fault
        self._length += len(piece)
        if kind in {Kind.OCTET_STRING, Kind.BIT_STRING}:
            return None
        if kind in _TIMES:
            if len(self._held) < MAX_WHOLE:
                self._held += piece[:MAX_WHOLE]
            return None
        if self._decoder is not None:
            try:
                text = self._decoder.decode(bytes(piece))
            except UnicodeDecodeError as error:
                return Fault("text", f"not {self._kind.value}: {error.reason}", self._kind.value, None)
        else:
            text = bytes(piece).decode("latin-1")
        self._characters += len(text)
        if self._kind is Kind.BMP_STRING and text and max(text) > "\uffff":
            return Fault("text", "not BMPString: a surrogate pair", self._kind.value, None)
        return self._allowed(text)

    def _unused_bits(self, piece: Octets) -> Fault | None:
        if not len(piece):
            return Fault("bit-string", "a BIT STRING has at least one octet of contents", None, "no octets")
        if self._bit_count:
            return Fault("bit-string", "unused bits before the last segment of a BIT STRING", "0", None)
        self._bit_count = -piece[0]
        if piece[0] > 7:
            return Fault(
                "bit-string", f"{piece[0]} unused bits at the end of a BIT STRING", "0 to 7", str(piece[0])
            )
        return None

    def _allowed(self, text: str) -> Fault | None:
        allowed = ASCII.get(self._kind)
        if self._type.alphabet is not None and not self._type.constraint_extensible:
            allowed = self._type.alphabet if allowed is None else allowed & self._type.alphabet
        if allowed is None:
            return None
        wrong = set(text) - allowed
        if not wrong:
            return None
        found = min(wrong)
        return Fault(
            "alphabet", f"the character {found!r} cannot stand in a {self._type.name}", None, repr(found)
        )

    def end(self) -> Fault | None:
        """No more octets come."""
        kind = self._kind
        if kind in _TIMES:
            time = bytes(self._held)
            found = re.fullmatch(_TIMES[kind], time)
            if found is None or self._length > len(time) or not _is_day(found[1], found[2], found[3]):
                return Fault("time", f"no {kind.value}", kind.value, repr(time)[1:40])
            return None
        if self._decoder is not None:
            try:
                self._decoder.decode(b"", True)
            except UnicodeDecodeError:
                return Fault("text", f"not {kind.value}: the last character is cut", kind.value, None)
        count, unit = self._characters, "characters"
        if kind is Kind.OCTET_STRING:
            count, unit = self._length, "octets"
        elif kind is Kind.BIT_STRING:
            count, unit = 8 * self._length + (self._bit_count or 0), "bits"
            if count < 0:
                return Fault("bit-string", "unused bits in an empty BIT STRING", "0", str(-count))
        size = self._type.size
        if size is None or self._type.constraint_extensible:
            return None
        low, high = size
        if (low is not None and count < low) or (high is not None and count > high):
            return Fault(
                "size", f"{count} {unit} are out of range", f"SIZE ({span(low, high)})", f"{count} {unit}"
            )
        return None
