"""The tags in the code are those of the ASN.1 module."""

from __future__ import annotations

import re

import pytest

from qmigui.service import schema_text
from qmigui.stream import ber_tags
from qmigui.stream.recognise import BER_MAGIC
from qmigui.visitor import tags as visitor_tags
from qmigui.visitor.tlv import APPLICATION, CONSTRUCTED, encode_tag, tag_key

MODULE = re.sub(r"--.*", "", schema_text())

FOUND = re.findall(r"(\w+)\s+(?:::=\s*)?\[APPLICATION (\d+)\]\s+(\w+)", MODULE)

DECLARED = {
    # A member is known by its own name, or by that of its type if it has one.
    (name if kind.isupper() else kind): tag_key(APPLICATION, int(number), kind == "SEQUENCE")
    for name, number, kind in FOUND
}

IN_CODE = {
    **{
        name.removeprefix("constructed "): key
        for key, name in ber_tags.NAMES.items()
        if key & 0xC0 == APPLICATION and not name.startswith("constructed ")
    },
    "VMState": visitor_tags.VMSTATE,
    "SubSecList": visitor_tags.SUBSECTION_LIST,
    "SubSection": visitor_tags.SUBSECTION,
}


def test_every_application_tag_is_in_both() -> None:
    assert MODULE.count("[APPLICATION") == len(DECLARED)
    assert IN_CODE == DECLARED


def test_no_two_types_have_one_tag() -> None:
    assert len({key >> 8 for key in DECLARED.values()}) == len(DECLARED)


def test_strings_have_a_constructed_form_too() -> None:
    assert ber_tags.DESCRIPTION_CONSTRUCTED == ber_tags.DESCRIPTION | CONSTRUCTED
    assert ber_tags.TRAILING_CONSTRUCTED == ber_tags.TRAILING | CONSTRUCTED
    assert ber_tags.OCTETS_CONSTRUCTED == ber_tags.OCTETS | CONSTRUCTED
    assert ber_tags.UTF8_CONSTRUCTED == ber_tags.UTF8 | CONSTRUCTED


LETTERS = re.findall(r"\[APPLICATION (\d+)\].*--.*?\"(..)\"", schema_text())


@pytest.mark.parametrize(("number", "letters"), LETTERS)
def test_the_letters_in_the_comments_are_in_the_octets(number: str, letters: str) -> None:
    octets = encode_tag(tag_key(APPLICATION, int(number), True))
    assert octets == bytes((0x7F, 0x80 | ord(letters[0]), ord(letters[1])))


def test_there_are_such_comments() -> None:
    assert len(LETTERS) > 5


def test_context_tags_of_values() -> None:
    """Their order tells the integers apart."""
    value = MODULE[MODULE.index("Value ::= CHOICE") :]
    found = dict(re.findall(r"^\s+(\w+)\s+\[(\d)\]", value[: value.index("}")], re.MULTILINE))
    assert found == {
        **{
            name: str(number)
            for number, name in enumerate(("u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"))
        },
        "list": "8",
        "tree": "9",
    }


def test_the_magic_is_the_first_tag() -> None:
    assert encode_tag(ber_tags.QEMU_FILE) == BER_MAGIC
