"""VMState elements: what is read, what is refused and where it says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.errors import FormatError
from qmigui.visitor import tags, tlv
from qmigui.visitor.ber_reader import read_vmstate
from qmigui.visitor.ber_writer import PIECE_LENGTH, BerVisitor
from qmigui.visitor.binary import BinaryVisitor


def vm(*fields: bytes, subsections: bytes = b"") -> bytes:
    return tlv.encode(tags.VMSTATE, tlv.encode(tags.SEQUENCE, b"".join(fields)) + subsections)


def text(name: str | bytes) -> bytes:
    return tlv.encode(tags.TEXT, name if isinstance(name, bytes) else name.encode())


def field(name: str | bytes, value: bytes) -> bytes:
    return tlv.encode(tags.SEQUENCE, text(name) + value)


def u32(value: int) -> bytes:
    return tlv.encode(tlv.tag_key(tlv.CONTEXT, 2, False), tlv.encode_integer(value))


def array(*values: bytes) -> bytes:
    return tlv.encode(tags.SEQUENCE, b"".join(values))


def subsection(name: str, version: int, contents: bytes) -> bytes:
    number = tlv.encode(tags.INTEGER, tlv.encode_integer(version))
    return tlv.encode(tags.SUBSECTION, text(name) + number + contents)


def sub_list(*subsections: bytes) -> bytes:
    return tlv.encode(tags.SUBSECTION_LIST, b"".join(subsections))


def octets(data: bytes) -> bytes:
    return tlv.encode(tags.OCTETS, data)


NULL = b"\x05\x00"
TRUE = b"\x01\x01\xff"


def decode(ber: bytes, base: int = 0, path: str | None = None) -> bytes:
    visitor = BinaryVisitor()
    read_vmstate(ber, base, path, visitor)
    return bytes(visitor.data)


def rewrite(ber: bytes) -> bytes:
    """Read and write again."""
    visitor = BerVisitor()
    read_vmstate(ber, 0, None, visitor)
    return visitor.result()


EVERYTHING = vm(
    field("flag", TRUE),
    field("number", u32(0x80000000)),
    field("blob", octets(b"abc")),
    field("inner", vm(field("x", u32(1)), subsections=sub_list(subsection("inner/s", 2, vm())))),
    field("row", array(u32(1), u32(300), TRUE, NULL, octets(b""), array(u32(5)), vm())),
    field("list", tlv.encode(tags.LIST, vm(field("e", u32(7))) + vm())),
    field("tree", tlv.encode(tags.TREE, array(b"\x80\x01\x09", vm()) + array(vm(field("k", TRUE)), vm()))),
    subsections=sub_list(subsection("dev/s", 1, vm(field("y", NULL)))),
)

EVERYTHING_WIRE = (
    b"\x01\x80\x00\x00\x00abc"
    b"\x00\x00\x00\x01\x05\x07inner/s\x00\x00\x00\x02"
    b"\x00\x00\x00\x01\x00\x00\x01\x2c\x010\x00\x00\x00\x05"
    b"\x01\x00\x00\x00\x07\x01\x00"
    b"\x00\x00\x00\x02\x01\x00\x00\x00\x00\x00\x00\x00\x09\x01\x01\x00"
    b"\x05\x05dev/s\x00\x00\x00\x010"
)


def test_every_value_has_its_wire_form() -> None:
    assert decode(EVERYTHING) == EVERYTHING_WIRE


def test_what_is_read_is_written_the_same() -> None:
    assert rewrite(EVERYTHING) == EVERYTHING


def foreign(ber: bytes, style: int) -> bytes:
    """The same values with other lengths, and strings in pieces."""
    out, pos = b"", 0
    while pos < len(ber):
        key, length, start = tlv.decode_header(memoryview(ber), pos, len(ber), 0, "")
        contents = ber[start : start + length]
        pos = start + length
        if key in {tags.OCTETS, tags.TEXT}:
            half = len(contents) // 2
            pieces = octets(contents[:half]) + tlv.encode(tags.OCTETS_IN_PIECES, octets(contents[half:]))
            contents, key = pieces + octets(b""), key | tlv.CONSTRUCTED
        if key & tlv.CONSTRUCTED:
            contents = foreign(contents, style) if key not in FOREIGN_STRINGS else contents
        if style == 0 and key & tlv.CONSTRUCTED:
            out += tlv.encode_tag(key) + b"\x80" + contents + b"\0\0"
        else:
            out += tlv.encode_tag(key) + b"\x84" + len(contents).to_bytes(4, "big") + contents
    return out


FOREIGN_STRINGS = {tags.OCTETS_IN_PIECES, tags.TEXT_IN_PIECES}


@pytest.mark.parametrize("style", [0, 1])
def test_all_forms_of_ber_mean_the_same(style: int) -> None:
    other = foreign(EVERYTHING, style)
    assert decode(other) == EVERYTHING_WIRE
    assert rewrite(other) == EVERYTHING


def test_true_is_any_octet_but_zero() -> None:
    assert decode(vm(field("a", b"\x01\x01\x05"))) == b"\x01"
    assert decode(vm(field("a", array(b"\x01\x01\x05")))) == b"\x01"


def test_long_octets_are_in_pieces() -> None:
    data = bytes(PIECE_LENGTH) + b"end"
    visitor = BerVisitor()
    visitor.begin_struct()
    visitor.field("a", "buffer", 0)
    visitor.octets(data)
    visitor.end_struct()
    pieces = octets(bytes(PIECE_LENGTH)) + octets(b"end")
    assert visitor.result() == vm(field("a", tlv.encode(tags.OCTETS_IN_PIECES, pieces)))
    assert decode(visitor.result()) == data


REFUSED = {
    "nothing": (b"", 0, "", "missing"),
    "another type": (u32(1), 0, "", "should be a VMState"),
    "trailing octets": (vm() + b"\0", 6, "", "1 octets after the end"),
    "no list of fields": (tlv.encode(tags.VMSTATE, b""), 4, "", "list of fields is missing"),
    "surplus member": (vm(subsections=sub_list() + sub_list()), 10, "", "more members"),
    "member of another type": (vm(subsections=NULL), 6, "", "should be a SubSecList"),
    "field of another type": (vm(u32(1)), 6, "", "a field should be a SEQUENCE"),
    "field without name": (vm(array()), 8, "", "name of a field is missing"),
    "name of another type": (vm(array(octets(b"a"), NULL)), 8, "", "should be a UTF8String"),
    "empty name": (vm(field("", NULL)), 8, "", "1 to 255 characters"),
    "long name": (vm(field("a" * 256, NULL)), 14, "", "1 to 255 characters"),
    "huge name": (vm(field("a" * 1021, NULL)), 14, "", "1021 octets"),
    "name not UTF-8": (vm(field(b"\xff", NULL)), 8, "", "not UTF-8"),
    "field without value": (vm(field("a", b"")), 11, "field 'a'", "ends where an element"),
    "two values": (vm(field("a", NULL + NULL)), 13, "field 'a'", "more members"),
    "unknown value": (vm(field("a", tlv.encode(0x0A80, b""))), 11, "field 'a'", "none of the values"),
    "bare INTEGER": (vm(field("a", b"\x02\x01\x00")), 11, "field 'a'", "none of the values"),
    "too large": (vm(field("a", u32(1 << 32))), 11, "field 'a'", "not within 0..4294967295"),
    "negative": (vm(field("a", u32(-1))), 11, "field 'a'", "not within"),
    "huge INTEGER": (vm(field("a", u32(1 << 9999))), 17, "field 'a'", "of 1251 octets is not within"),
    "not shortest": (vm(field("a", b"\x82\x02\x00\x01")), 11, "field 'a'", "shortest"),
    "empty INTEGER": (vm(field("a", b"\x82\x00")), 11, "field 'a'", "at least one octet"),
    "wide BOOLEAN": (vm(field("a", b"\x01\x02\x01\x01")), 11, "field 'a'", "1 octet, not 2"),
    "empty BOOLEAN": (vm(field("a", b"\x01\x00")), 11, "field 'a'", "1 octet, not 0"),
    "NULL with contents": (vm(field("a", b"\x05\x01\x00")), 11, "field 'a'", "no contents"),
    "primitive list": (vm(field("a", b"\x88\x00")), 11, "field 'a'", "none of the values"),
    "past the end": (vm(field("a", b"\x82\x05\x00")), 11, "field 'a'", "4 octets past the end"),
    "in an array": (vm(field("a", array(u32(1), u32(2), u32(-1)))), 19, "field 'a[2]'", "not within"),
    "in a struct": (vm(field("a", vm(field("b", b"\x05\x01\x00")))), 22, "field 'a.b'", "no contents"),
    "in a list": (
        vm(field("a", tlv.encode(tags.LIST, vm() + vm(field("b", u32(-1)))))),
        30,
        "field 'a[1].b'",
        "not within",
    ),
    "tree key": (
        vm(field("a", tlv.encode(tags.TREE, array(b"\x81\x01\x00", vm())))),
        15,
        "field 'a[0]'",
        "key of an entry",
    ),
    "tree entry without value": (
        vm(field("a", tlv.encode(tags.TREE, array(b"\x80\x01\x00")))),
        18,
        "field 'a[0]'",
        "a struct is missing",
    ),
    "list of other things": (vm(field("a", tlv.encode(tags.LIST, NULL))), 13, "field 'a[0]'", "a struct"),
    "in a subsection": (
        vm(subsections=sub_list(subsection("d/s", 1, vm(field("b", u32(-1)))))),
        33,
        "subsection 'd/s' / field 'b'",
        "not within",
    ),
    "subsection version": (
        vm(subsections=sub_list(subsection("d/s", 1 << 32, vm()))),
        19,
        "subsection 'd/s'",
        "not within",
    ),
    "subsection name too long": (
        vm(subsections=sub_list(subsection("\u00e4" * 200, 1, vm()))),
        20,
        f"subsection '{chr(0xE4) * 200}'",
        "400 octets has no place",
    ),
    "piece of another type": (
        vm(field("a", tlv.encode(tags.OCTETS_IN_PIECES, NULL))),
        13,
        "field 'a'",
        "piece of a string",
    ),
    "indefinite without end": (tlv.encode_tag(tags.VMSTATE) + b"\x80\x30\x00", 6, "", "should be"),
    "indefinite list of fields": (vm()[:3] + b"\x04\x30\x80\x00\x00" + b"\x00", 8, "", "after the end"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_types_do_not_allow_is_refused(case: str) -> None:
    ber, place, trail, words = REFUSED[case]
    with pytest.raises(FormatError) as caught:
        decode(ber, 1000, "section 12 'dev'")
    assert words in caught.value.message
    assert caught.value.path == " / ".join(part for part in ("section 12 'dev'", trail) if part)
    assert caught.value.offset == 1000 + place


def test_without_a_path_the_trail_stands_alone() -> None:
    with pytest.raises(FormatError) as caught:
        decode(vm(field("a", b"\x05\x01\x00")))
    assert caught.value.path == "field 'a'"


def nested(levels: int) -> bytes:
    ber = vm(field("a", u32(1)))
    for _ in range(levels):
        ber = vm(field("a", ber))
    return ber


def test_nesting_is_bounded() -> None:
    assert decode(nested((tags.MAX_LEVEL - 3) // 3)) == b"\0\0\0\1"
    for levels in (tags.MAX_LEVEL // 3, 5000):
        with pytest.raises(FormatError, match="within each other"):
            decode(nested(levels))
    arrays = b"\x30\x80" * 100000
    with pytest.raises(FormatError, match="within each other"):
        decode(tlv.encode_tag(tags.VMSTATE) + b"\x80\x30\x80\x30\x80" + text("a") + arrays)
    pieces = b"\x24\x80" * 100000
    with pytest.raises(FormatError, match="pieces of pieces"):
        decode(tlv.encode_tag(tags.VMSTATE) + b"\x80\x30\x80\x30\x80" + text("a") + pieces)


def test_many_empty_pieces_take_linear_time() -> None:
    pieces = tlv.encode(tags.OCTETS_IN_PIECES, b"\x04\x00" * 300000)
    assert decode(vm(field("a", pieces))) == b""


def outcome(ber: bytes) -> object:
    try:
        return decode(ber, 5, "p")
    except FormatError as error:
        assert error.offset is not None
        assert 5 <= error.offset <= 5 + len(ber)
        assert error.path is not None
        assert error.path.startswith("p")
        return error.offset, error.path, error.message


mutations = st.lists(
    st.tuples(st.integers(0, len(EVERYTHING) - 1), st.integers(0, 255)), min_size=1, max_size=3
)


@given(changes=mutations, cut=st.integers(0, 4), base=st.sampled_from([EVERYTHING, foreign(EVERYTHING, 0)]))
def test_damage_is_told_the_same_with_and_without_the_quick_ways(
    changes: list[tuple[int, int]], cut: int, base: bytes
) -> None:
    damaged = bytearray(base)
    for place, value in changes:
        damaged[place] = value
    ber = bytes(damaged[: len(damaged) - cut])
    quick = outcome(ber)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qmigui.visitor.ber_reader.decode_integers", lambda *_: None)
        patch.setattr("qmigui.visitor.ber_reader._Reader.quick_field", lambda *_: 0)
        assert outcome(ber) == quick


@given(ber=st.binary(max_size=60))
def test_any_octets_are_read_or_refused(ber: bytes) -> None:
    outcome(ber)
    outcome(tlv.encode_tag(tags.VMSTATE) + b"\x80\x30\x80" + ber)
