"""Our ASN.1 module is one that strangers understand, as it stands in the package."""

from __future__ import annotations

import asn1tools

from qmigui import service
from qmigui.stream import ber_tags
from tests.interop.decoders import Asn1c, Asn1tools, Pycrate
from tests.interop.values import Module

HISTORIC = {
    "RAMBlockList": 8018,
    "FullPage": 9040,
    "RAMSecBlock": 10562,
    "SecFull": 10694,
    "SubSecList": 10700,
    "SecMin": 10701,
    "SubSection": 10707,
    "XBZRLEPage": 11330,
}
"""Types of the proposal of 2014 and their APPLICATION tags."""

SMALLEST = bytes.fromhex("7fd146 80 020101 020103 3080 0500 0000 0000")
"""A file with an end and nothing else."""


def test_asn1c_finds_nothing_to_complain_about(asn1c_decoder: Asn1c) -> None:
    words = [line for line in asn1c_decoder.messages.splitlines() if not line.startswith(("Co", "Gen"))]
    assert words == []


def test_all_decode_the_smallest_file(
    asn1tools_decoder: Asn1tools, pycrate_decoder: Pycrate, asn1c_decoder: Asn1c
) -> None:
    for decoder in (asn1tools_decoder, pycrate_decoder, asn1c_decoder):
        assert decoder.decode(SMALLEST) == {"mapping": 1, "version": 3, "items": [("eof", None)]}


def test_historic_types_have_their_tags() -> None:
    (module,) = asn1tools.parse_string(service.schema_text()).values()
    tags = {name: node["tag"] for name, node in module["types"].items() if "tag" in node}
    for name, number in HISTORIC.items():
        assert tags[name] == {"number": number, "class": "APPLICATION"}
    pages = {member["name"]: member.get("tag") for member in module["types"]["RAMPage"]["members"]}
    assert pages["compr"] == {"number": 0, "class": "APPLICATION"}
    assert pages["hook"] == {"number": 9295, "class": "APPLICATION"}


def test_own_types_spell_two_letters() -> None:
    (module,) = asn1tools.parse_string(service.schema_text()).values()
    numbers = {}
    for name, node in module["types"].items():
        for holder in (node, *(member for member in node.get("members", []) if member is not None)):
            tag = holder.get("tag", {})
            if tag.get("class") == "APPLICATION" and tag["number"]:
                numbers[holder.get("name", name)] = tag["number"]
    assert len(set(numbers.values())) == len(numbers)
    for name, number in numbers.items():
        letters = bytes(divmod(number, 128)).decode()
        assert letters.isupper() or name == "RAMBlockList", name
    known = {key >> 8 for key in ber_tags.NAMES if key & 0xC0 == 0x40} - {0}
    assert known <= set(numbers.values())
    assert set(numbers.values()) - known == {10700, 10707}  # inside of devices, see visitor.tags


def test_the_parts_that_tests_speak_of(module: Module) -> None:
    parts = module.all_parts()
    assert {"RAMPage.hook", "SecFullKind.start", "QemuFile.carrier", "Command.package"} <= parts
