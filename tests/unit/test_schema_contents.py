"""What X.690 and constraints say of contents octets: each kind of type, each fault."""

from __future__ import annotations

import pytest

from qmigui.errors import Problem, Severity
from qmigui.schema.codes import CODES
from qmigui.schema.contents import Fault, Text, make_check
from qmigui.schema.model import Kind
from tests.checking import module, problems_by
from tests.foreign import short

Row = tuple[str, str, "str | None"]
"""A type, contents octets in hexadecimal, and the code of what is wrong with them."""

UNIVERSAL = {
    "BOOLEAN": 1,
    "INTEGER": 2,
    "BIT STRING": 3,
    "OCTET STRING": 4,
    "NULL": 5,
    "OBJECT IDENTIFIER": 6,
    "ObjectDescriptor": 7,
    "REAL": 9,
    "ENUMERATED": 10,
    "UTF8String": 12,
    "RELATIVE-OID": 13,
    "NumericString": 18,
    "PrintableString": 19,
    "TeletexString": 20,
    "VideotexString": 21,
    "IA5String": 22,
    "UTCTime": 23,
    "GeneralizedTime": 24,
    "GraphicString": 25,
    "VisibleString": 26,
    "GeneralString": 27,
    "UniversalString": 28,
    "BMPString": 30,
}


def tag_of(text: str) -> int:
    """The identifier octet of a type."""
    return next(number for word, number in UNIVERSAL.items() if text.startswith(word))


def fault_of(text: str, contents: bytes) -> Fault | None:
    """What the check made for a type says of contents octets, wherever they stand in a buffer."""
    check = make_check(module(f"A ::= {text}").types["A"])
    fault = check(contents, 0, len(contents))
    around = b"\x02\x80" + contents + b"\xff\x30"
    assert check(bytearray(around), 2, len(around) - 2) == fault
    assert check(memoryview(around), 2, len(around) - 2) == fault
    return fault


def told_of(text: str, contents: bytes) -> list[Problem]:
    """What is told of a file that is one element of a type."""
    return problems_by(f"A ::= {text}", bytes((tag_of(text),)) + short(len(contents)) + contents)


def hexed(text: str) -> str:
    """A text's octets in hexadecimal."""
    return text.encode().hex()


def check_row(text: str, contents: str, code: str | None) -> None:
    """Compare with what is expected, both the check itself and the whole file."""
    octets = bytes.fromhex(contents)
    fault = fault_of(text, octets)
    assert (fault.code if fault else None) == code
    found = told_of(text, octets)
    assert [(p.code, p.offset) for p in found] == ([(code, 0)] if code else [])
    if fault and code != "integer-long" and found[0].severity is Severity.ERROR:
        size = 1 + len(short(len(octets))) + len(octets)
        assert found[0].length == size
        assert found[0].path == "A"
        assert (found[0].expected, found[0].found) == (fault.expected, fault.found)


WIDE = "7f" + "ff" * 20

INTEGERS: list[Row] = [
    ("INTEGER", "00", None),
    ("INTEGER", "7f", None),
    ("INTEGER", "80", None),
    ("INTEGER", "0080", None),
    ("INTEGER", "ff7f", None),
    ("INTEGER", WIDE, None),
    ("INTEGER", "", "integer-empty"),
    ("INTEGER", "0000", "integer-not-shortest"),
    ("INTEGER", "007f", "integer-not-shortest"),
    ("INTEGER", "ff80", "integer-not-shortest"),
    ("INTEGER", "ffff", "integer-not-shortest"),
    ("INTEGER", "00" * 4096, "integer-not-shortest"),
    ("INTEGER", "7f" + "00" * 4095, None),
    ("INTEGER", "7f" + "00" * 4096, "integer-long"),
    ("INTEGER (3..7)", "02", "value-range"),
    ("INTEGER (3..7)", "03", None),
    ("INTEGER (3..7)", "07", None),
    ("INTEGER (3..7)", "08", "value-range"),
    ("INTEGER (3..7)", "83", "value-range"),
    ("INTEGER (3..7)", "0008", "value-range"),
    ("INTEGER (3..7)", "0005", "integer-not-shortest"),
    ("INTEGER (3..7)", WIDE, "value-range"),
    ("INTEGER (5)", "05", None),
    ("INTEGER (5)", "06", "value-range"),
    ("INTEGER (-128..127)", "80", None),
    ("INTEGER (-128..127)", "ff7f", "value-range"),
    ("INTEGER (-128..127)", "0080", "value-range"),
    ("INTEGER (0..255)", "00ff", None),
    ("INTEGER (0..255)", "0100", "value-range"),
    ("INTEGER (0..255)", "ff", "value-range"),
    ("INTEGER (MIN..-1)", "ff", None),
    ("INTEGER (MIN..-1)", "00", "value-range"),
    ("INTEGER (MIN..-1)", "800000000000000000", None),
    ("INTEGER (0..MAX)", "00ffffffffffffffff", None),
    ("INTEGER (0..MAX)", "80", "value-range"),
    ("INTEGER (0..18446744073709551615)", "00ffffffffffffffff", None),
    ("INTEGER (0..18446744073709551615)", "010000000000000000", "value-range"),
    ("INTEGER (-9223372036854775808..9223372036854775807)", "8000000000000000", None),
    ("INTEGER (-9223372036854775808..9223372036854775807)", "008000000000000000", "value-range"),
    ("INTEGER (3..7, ...)", "08", None),
    ("INTEGER (3..7, ...)", "0008", "integer-not-shortest"),
    ("INTEGER (3..7, ...)", "", "integer-empty"),
    ("INTEGER { one(1) }", "05", None),
]


@pytest.mark.parametrize(("text", "contents", "code"), INTEGERS)
def test_integer(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


def test_every_integer_of_one_and_two_octets() -> None:
    check = make_check(module("A ::= INTEGER (-130..200)").types["A"])
    for value in (
        *range(-(1 << 15), 1 << 15, 7),
        *range(-300, 300),
    ):
        shortest = value.to_bytes(1 if -128 <= value < 128 else 2, "big", signed=True)
        fault = check(shortest, 0, len(shortest))
        assert (fault is None) == (-130 <= value <= 200), value
        if len(shortest) == 1:
            longer = value.to_bytes(2, "big", signed=True)
            fault = check(longer, 0, 2)
            assert fault is not None and fault.code == "integer-not-shortest"


def test_a_not_shortest_integer_is_a_note() -> None:
    (found,) = told_of("INTEGER", b"\x00\x05")
    assert (found.severity, found.code, found.offset, found.length) == (
        Severity.NOTE,
        "integer-not-shortest",
        0,
        4,
    )
    assert found.expected == "first nine bits not all equal"


@pytest.mark.parametrize("contents", [b"\x09", b"\x7f" + bytes(4095), b"\x80" + bytes(200)])
def test_range_messages_are_short(contents: bytes) -> None:
    fault = fault_of("INTEGER (0..5)", contents)
    assert fault is not None
    assert fault.expected == "INTEGER (0..5)"
    assert len(fault.message) < 80
    assert fault.found is not None and len(fault.found) <= 40
    if contents == b"\x09":
        assert (fault.message, fault.found) == ("9 is out of range", "9")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INTEGER (0..MAX)", "INTEGER (0..MAX)"),
        ("INTEGER (MIN..-1)", "INTEGER (MIN..-1)"),
        ("INTEGER (4)", "INTEGER (4)"),
        ("INTEGER", "INTEGER"),
        ("INTEGER (1..2, ...)", "INTEGER"),
    ],
)
def test_what_was_expected_of_an_integer(text: str, expected: str) -> None:
    fault = fault_of(text, b"")
    assert fault is not None and fault.expected == expected


ENUMERATIONS: list[Row] = [
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "01", None),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "04", None),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "fd", None),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "012c", None),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "00", "enumeration"),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "2c", "enumeration"),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "0001", "integer-not-shortest"),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "0002", "enumeration"),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", "", "integer-empty"),
    ("ENUMERATED { a(1), b(4), c(-3), d(300) }", WIDE, "enumeration"),
    ("ENUMERATED { a, b, ... }", "07", None),
    ("ENUMERATED { a, b, ... }", "0007", "integer-not-shortest"),
    ("ENUMERATED { a, b, ... }", "", "integer-empty"),
    ("ENUMERATED { a, b, ..., c }", "02", None),
]


@pytest.mark.parametrize(("text", "contents", "code"), ENUMERATIONS)
def test_enumerated(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


def test_enumerated_names_its_values() -> None:
    fault = fault_of("ENUMERATED { start(1), full(4) }", b"\x09")
    assert fault is not None
    assert fault.expected == "ENUMERATED { start(1), full(4) }"
    assert fault.found == "9"
    many = ", ".join(f"v{number}({number})" for number in range(12))
    fault = fault_of(f"ENUMERATED {{ {many} }}", b"\x20")
    assert fault is not None and fault.expected is not None
    assert fault.expected.endswith("v7(7), ... }")


SIMPLE: list[Row] = [
    ("BOOLEAN", "00", None),
    ("BOOLEAN", "ff", None),
    ("BOOLEAN", "01", None),
    ("BOOLEAN", "", "boolean-length"),
    ("BOOLEAN", "ffff", "boolean-length"),
    ("NULL", "", None),
    ("NULL", "00", "null-contents"),
    ("OBJECT IDENTIFIER", "2a03", None),
    ("OBJECT IDENTIFIER", "2a8837", None),
    ("OBJECT IDENTIFIER", "8837", None),
    ("OBJECT IDENTIFIER", "", "oid"),
    ("OBJECT IDENTIFIER", "2a88", "oid"),
    ("OBJECT IDENTIFIER", "2a8001", "oid"),
    ("OBJECT IDENTIFIER", "8001", "oid"),
    ("OBJECT IDENTIFIER", "2a818001", None),
    ("RELATIVE-OID", "8837", None),
    ("RELATIVE-OID", "", "oid"),
    ("RELATIVE-OID", "8001", "oid"),
    ("RELATIVE-OID", "81", "oid"),
]


@pytest.mark.parametrize(("text", "contents", "code"), SIMPLE)
def test_boolean_null_and_object_identifiers(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


@pytest.mark.parametrize(
    "text", ["BOOLEAN", "NULL", "INTEGER", "ENUMERATED { a }", "OBJECT IDENTIFIER", "RELATIVE-OID", "REAL"]
)
def test_long_contents(text: str) -> None:
    (found,) = told_of(text, bytes(5000))
    assert (found.code, found.offset, found.length) == ("integer-long", 0, 5004)


def test_codes_are_listed_and_all_reached() -> None:
    rows = (*INTEGERS, *ENUMERATIONS, *SIMPLE, *REALS, *STRINGS_, *BITS, *TIMES)
    reached = {code for _, _, code in rows if code}
    assert reached <= CODES.keys()
    of_contents = set(CODES) - {
        *("tag", "length", "end-of-contents", "truncated", "trailing", "nesting"),
        *("unexpected", "wrong-type", "missing", "repeated", "mapping-version", "unparsed"),
    }
    assert reached == of_contents


REALS: list[Row] = [
    ("REAL", "", None),
    ("REAL", "40", None),
    ("REAL", "41", None),
    ("REAL", "42", None),
    ("REAL", "43", None),
    ("REAL", "44", "real"),
    ("REAL", "7f", "real"),
    ("REAL", "4000", "real"),
    # Binary: sign, base, scale, length of the exponent; exponent; number.
    ("REAL", "800001", None),
    ("REAL", "c00001", None),
    ("REAL", "900001", None),
    ("REAL", "a00001", None),
    ("REAL", "b00001", "real"),
    ("REAL", "8c0001", None),
    ("REAL", "80ff01", None),
    ("REAL", "8103ff01", None),
    ("REAL", "8201000001", None),
    ("REAL", "83010005", None),
    ("REAL", "83040100000001", None),
    ("REAL", "80", "real"),
    ("REAL", "8000", "real"),
    ("REAL", "810000", "real"),
    ("REAL", "83", "real"),
    ("REAL", "8300", "real"),
    ("REAL", "830001", "real"),
    ("REAL", "830205", "real"),
    ("REAL", "83010a", "real"),
    # Decimal.
    ("REAL", "01" + hexed("15"), None),
    ("REAL", "01" + hexed("  -15"), None),
    ("REAL", "02" + hexed("+1.5"), None),
    ("REAL", "02" + hexed("1,5"), None),
    ("REAL", "02" + hexed(".5"), None),
    ("REAL", "03" + hexed("15.E-2"), None),
    ("REAL", "03" + hexed("15E+0"), None),
    ("REAL", "04" + hexed("15"), "real"),
    ("REAL", "00" + hexed("15"), "real"),
    ("REAL", "01" + hexed("1x"), "real"),
    ("REAL", "03" + hexed("1E"), "real"),
    ("REAL", "03" + hexed("E"), "real"),
    ("REAL", "02" + hexed("1.5 "), "real"),
]


@pytest.mark.parametrize(("text", "contents", "code"), REALS)
def test_real(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


@pytest.mark.parametrize(
    "contents", ["01", "02" + hexed("."), "02" + hexed("+"), "03" + hexed("E1"), "01" + hexed("1.5")]
)
def test_real_without_digits(contents: str) -> None:
    check_row("REAL", contents, "real")


STRINGS_: list[Row] = [
    ("OCTET STRING", "", None),
    ("OCTET STRING", "ff00", None),
    ("OCTET STRING (SIZE (2..3))", "ff", "size"),
    ("OCTET STRING (SIZE (2..3))", "ffff", None),
    ("OCTET STRING (SIZE (2..3))", "ffffff", None),
    ("OCTET STRING (SIZE (2..3))", "ffffffff", "size"),
    ("OCTET STRING (SIZE (2))", "ffffff", "size"),
    ("OCTET STRING (SIZE (0))", "", None),
    ("OCTET STRING (SIZE (0))", "00", "size"),
    ("OCTET STRING (SIZE (1..MAX))", "", "size"),
    ("OCTET STRING (SIZE (1..MAX))", "00", None),
    ("OCTET STRING (SIZE (2..3, ...))", "", None),
    ("OCTET STRING (SIZE (2..3, ...))", "ffffffff", None),
    ("UTF8String", "", None),
    ("UTF8String", hexed("aé€😀"), None),
    ("UTF8String", "00", None),
    ("UTF8String", "80", "text"),
    ("UTF8String", "c3", "text"),
    ("UTF8String", "c328", "text"),
    ("UTF8String", "c0af", "text"),
    ("UTF8String", "eda080", "text"),
    ("UTF8String", "f4908080", "text"),
    ("UTF8String", "61ff62", "text"),
    ("UTF8String (SIZE (1..2))", "", "size"),
    ("UTF8String (SIZE (1..2))", hexed("éé"), None),
    ("UTF8String (SIZE (1..2))", hexed("€€"), None),
    ("UTF8String (SIZE (1..2))", hexed("abc"), "size"),
    ("UTF8String (SIZE (1..2))", hexed("éab"), "size"),
    ("UTF8String (SIZE (1..2, ...))", hexed("abc"), None),
    ('UTF8String (FROM ("a".."c"))', hexed("abcabc"), None),
    ('UTF8String (FROM ("a".."c"))', hexed("abd"), "alphabet"),
    ('UTF8String (FROM ("a".."c"))', hexed("é"), "alphabet"),
    ("NumericString", hexed("0 9"), None),
    ("NumericString", hexed("0a"), "alphabet"),
    ("NumericString", hexed("-1"), "alphabet"),
    ("PrintableString", hexed("Aa0 '()+,-./:=?"), None),
    ("PrintableString", hexed("a*"), "alphabet"),
    ("PrintableString", hexed("a@"), "alphabet"),
    ("PrintableString", hexed("_"), "alphabet"),
    ("PrintableString", "e9", "alphabet"),
    ("IA5String", "00017f", None),
    ("IA5String", "80", "alphabet"),
    ("IA5String (SIZE (2))", "6161", None),
    ("IA5String (SIZE (2))", "616161", "size"),
    ("VisibleString", "207e", None),
    ("VisibleString", "1f", "alphabet"),
    ("VisibleString", "7f", "alphabet"),
    ("VisibleString", "0a", "alphabet"),
    ('IA5String (FROM ("ab"))', hexed("abba"), None),
    ('IA5String (FROM ("ab"))', hexed("abc"), "alphabet"),
    ('NumericString (FROM ("01"))', hexed("10"), None),
    ('NumericString (FROM ("01"))', hexed("2"), "alphabet"),
    ("TeletexString", "00ff", None),
    ("TeletexString (SIZE (1))", "00ff", "size"),
    ("VideotexString", "ff", None),
    ("GraphicString", "ff", None),
    ("GeneralString", "ff", None),
    ("ObjectDescriptor", hexed("x"), None),
    ("BMPString", "00410042", None),
    ("BMPString", "004100", "text"),
    ("BMPString (SIZE (1))", "0041", None),
    ("BMPString (SIZE (1))", "00410042", "size"),
    ("UniversalString", "0001f600", None),
    ("UniversalString", "00110000", "text"),
    ("UniversalString", "000041", "text"),
    ("UniversalString (SIZE (1))", "0001f600", None),
    ("UniversalString (SIZE (2..3))", "0001f600", "size"),
]


@pytest.mark.parametrize(("text", "contents", "code"), STRINGS_)
def test_strings(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


def test_bmp_string_has_no_surrogate_pairs() -> None:
    check_row("BMPString", "d83dde00", "text")


def test_messages_of_strings() -> None:
    fault = fault_of("OCTET STRING (SIZE (2..3))", b"abcd")
    assert fault == Fault("size", "4 octets are out of range", "SIZE (2..3)", "4 octets")
    fault = fault_of("UTF8String (SIZE (1..MAX))", b"")
    assert fault == Fault("size", "0 characters are out of range", "SIZE (1..MAX)", "0 characters")
    fault = fault_of("IA5String", b"\x9b31m")
    assert fault is not None
    assert "'\\x9b'" in fault.message
    assert (fault.message + str(fault.found)).isprintable()


BITS: list[Row] = [
    ("BIT STRING", "00", None),
    ("BIT STRING", "", "bit-string"),
    ("BIT STRING", "01", "bit-string"),
    ("BIT STRING", "07", "bit-string"),
    ("BIT STRING", "08ff", "bit-string"),
    ("BIT STRING", "0780", None),
    ("BIT STRING", "07ff", None),
    ("BIT STRING (SIZE (9))", "07ff80", None),
    ("BIT STRING (SIZE (9))", "06ff80", "size"),
    ("BIT STRING (SIZE (0..8))", "00", None),
    ("BIT STRING (SIZE (0..8))", "00ff", None),
    ("BIT STRING (SIZE (0..8))", "07ffff", "size"),
    ("BIT STRING (SIZE (9, ...))", "00", None),
    ("BIT STRING { a(0) }", "0780", None),
]


@pytest.mark.parametrize(("text", "contents", "code"), BITS)
def test_bit_string(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


TIMES: list[Row] = [
    ("UTCTime", hexed("2401312359Z"), None),
    ("UTCTime", hexed("240131235959Z"), None),
    ("UTCTime", hexed("240131235959+0130"), None),
    ("UTCTime", hexed("2401312359-1200"), None),
    ("UTCTime", "", "time"),
    ("UTCTime", hexed("240131235959"), "time"),
    ("UTCTime", hexed("241331235959Z"), "time"),
    ("UTCTime", hexed("240132235959Z"), "time"),
    ("UTCTime", hexed("240131245959Z"), "time"),
    ("UTCTime", hexed("240131236059Z"), "time"),
    ("UTCTime", hexed("240131235959Z "), "time"),
    ("UTCTime", hexed("240131235959.5Z"), "time"),
    ("UTCTime", hexed("24013123595aZ"), "time"),
    ("UTCTime", "ff", "time"),
    ("GeneralizedTime", hexed("2024013123"), None),
    ("GeneralizedTime", hexed("202401312359"), None),
    ("GeneralizedTime", hexed("20240131235959"), None),
    ("GeneralizedTime", hexed("20240131235959.123"), None),
    ("GeneralizedTime", hexed("20240131235959,5Z"), None),
    ("GeneralizedTime", hexed("2024013123.5Z"), None),
    ("GeneralizedTime", hexed("20240131235959+01"), None),
    ("GeneralizedTime", hexed("20240131235959-0130"), None),
    ("GeneralizedTime", hexed("20240131"), "time"),
    ("GeneralizedTime", hexed("20240131235959."), "time"),
    ("GeneralizedTime", hexed("20241331235959"), "time"),
    ("GeneralizedTime", hexed("2024013123595959"), "time"),
    ("GeneralizedTime", hexed("20240131235959Zz"), "time"),
]


@pytest.mark.parametrize(("text", "contents", "code"), TIMES)
def test_times(text: str, contents: str, code: str | None) -> None:
    check_row(text, contents, code)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("UTCTime", "240031235959Z"),
        ("UTCTime", "240100235959Z"),
        ("UTCTime", "240131235959+9999"),
        ("GeneralizedTime", "2024000012"),
        ("GeneralizedTime", "2024013112+99"),
    ],
)
def test_times_that_cannot_be(text: str, value: str) -> None:
    check_row(text, hexed(value), "time")


@pytest.mark.parametrize("rest", ["garbage", "\x00", "Zz"])
def test_long_times(rest: str) -> None:
    good = "20240131235959." + "0" * 49
    assert fault_of("GeneralizedTime", good.encode()) is None
    check_row("GeneralizedTime", hexed(good + rest), "time")


def test_a_long_fraction_is_right() -> None:
    check_row("GeneralizedTime", hexed("20240131235959." + "0" * 100), None)


# -- strings in pieces -------------------------------------------------------------------


def pieces(text: str, *parts: bytes) -> Fault | None:
    """What is said of a string that comes in *parts*, each an element."""
    checker = Text(module(f"A ::= {text}").types["A"])
    for part in parts:
        fault = checker.feed(part)
        if fault is not None:
            return fault
    return checker.end()


@pytest.mark.parametrize("text", ["aé", "€uro", "😀", "é€😀" * 5])
def test_a_character_may_be_split_between_pieces(text: str) -> None:
    octets = text.encode()
    for place in range(len(octets) + 1):
        assert pieces("UTF8String", octets[:place], octets[place:]) is None
        fault = pieces(f"UTF8String (SIZE ({len(text)}))", octets[:place], b"", octets[place:])
        assert fault is None
        fault = pieces(f"UTF8String (SIZE ({len(text) + 1}..99))", octets[:place], octets[place:])
        assert fault is not None and fault.code == "size"
    assert pieces("UTF8String", *(octets[i : i + 1] for i in range(len(octets)))) is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((b"\xc3",), "text"),
        ((b"\xc3", b""), "text"),
        ((b"\xc3", b"A"), "text"),
        ((b"\xe2\x82", b"\xc3"), "text"),
        ((b"A", b"\xa9"), "text"),
        ((), None),
        ((b"", b""), None),
    ],
)
def test_broken_characters_between_pieces(parts: tuple[bytes, ...], code: str | None) -> None:
    fault = pieces("UTF8String", *parts)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((b"\x00\xff", b"\x00\xff"), None),
        ((b"\x00", b"\x00"), None),
        ((b"\x00\xff", b"\x07\x80"), None),
        ((b"\x07\x80", b"\x00\xff"), "bit-string"),
        ((b"\x00\xff", b""), "bit-string"),
        ((b"\x00\xff", b"\x08\xff"), "bit-string"),
        ((b"\x00\xff", b"\x00\xff", b"\x03\xf8"), None),
    ],
)
def test_bit_strings_in_pieces(parts: tuple[bytes, ...], code: str | None) -> None:
    fault = pieces("BIT STRING", *parts)
    assert (fault.code if fault else None) == code


def test_bits_of_all_pieces_are_counted() -> None:
    assert pieces("BIT STRING (SIZE (17))", b"\x00\xff", b"\x00\xff", b"\x07\x80") is None
    fault = pieces("BIT STRING (SIZE (17))", b"\x00\xff", b"\x00\xff", b"\x06\x80")
    assert fault is not None and (fault.code, fault.found) == ("size", "18 bits")


@pytest.mark.parametrize("kind", [Kind.UTF8_STRING, Kind.OCTET_STRING, Kind.IA5_STRING])
def test_who_takes_the_octets_gets_them_with_their_offsets(kind: Kind) -> None:
    got: list[tuple[int, bytes]] = []
    checker = Text(
        module(f"A ::= {kind.value}").types["A"], lambda offset, octets: got.append((offset, octets))
    )
    assert checker.is_wanted
    assert checker.needs_octets
    checker.feed(b"ab", 100)
    checker.feed(memoryview(b"c"), 200)
    assert got == [(100, b"ab"), (200, b"c")]
    assert checker.length == 3


def test_octets_that_nobody_looks_at() -> None:
    checker = Text(module("A ::= OCTET STRING (SIZE (5..6))").types["A"])
    assert not checker.needs_octets
    checker.skip(4)
    assert checker.end() is not None
    checker.skip(1)
    assert checker.end() is None
    checker.skip(1 << 40)
    assert checker.end() is not None


@pytest.mark.parametrize(
    ("text", "unit", "extra"),
    [
        ("OCTET STRING", b"x", b""),
        ("UTF8String", "é€".encode(), b"\xff"),
        ("IA5String", b"abc", b"\x80"),
        ("BMPString", b"\x00A", b"\x00"),
    ],
)
def test_long_strings(text: str, unit: bytes, extra: bytes) -> None:
    long = unit * (3 << 19)
    assert told_of(text, long) == []
    count = (
        len(long) if text == "OCTET STRING" else len(long.decode("utf-16-be" if text[0] == "B" else "utf-8"))
    )
    assert told_of(f"{text} (SIZE ({count}))", long) == []
    (found,) = told_of(f"{text} (SIZE (0..{count - 1}))", long)
    assert (found.code, found.offset, found.length) == ("size", 0, len(long) + 5)
    if extra:
        (found,) = told_of(text, long + extra)
        assert found.code in {"text", "alphabet"}
        assert found.offset == 0
