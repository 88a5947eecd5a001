"""Another domain XML in a libvirt save image: the head fits it, the memory stays what it is."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import FormatError, Problem, QmiguiError, Severity, UsageError
from qmigui.qemufile.libvirt import parse_head
from qmigui.qemufile.libvirt_edit import PADDING, check_xml, with_xml
from tests.carriers import COOKIE, XML, libvirt_head
from tests.unit.test_carrier_conversion import PLAIN, mapped

SHORTER = XML.replace(b"<uuid>", b"<title>t</title>\n<uuid>")
LONGER = XML.replace(b"<uuid>", b"<title>" + b"long " * 2000 + b"</title><uuid>")


def convert(tmp_path: Path, octets: bytes, xml: bytes, **more) -> tuple[bytes, list[Problem]]:
    """What *octets* become with another XML."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(octets)
    result = service.convert(str(source), str(target), xml=xml, sync=False, **more)
    return target.read_bytes(), result.problems


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("cookie", [None, COOKIE])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("text", [SHORTER, LONGER, b"<domain/>"])
def test_a_head(order: str, cookie: bytes | None, version: int, text: bytes) -> None:
    if version == 1:
        cookie = None
    old = libvirt_head(order=order, cookie=cookie, version=version)
    new = with_xml(old, text, None)
    envelope = parse_head(new)
    assert envelope.faults == []
    head = envelope.libvirt
    assert head is not None
    assert (head.xml, head.cookie, head.version) == (text, cookie, version)
    length = struct.unpack_from(f"{order}I", new, 20)[0]
    assert len(new) == 92 + length
    assert length == len(old) - 92 if text is not LONGER else length > len(text) + PADDING
    # Nothing but the length, the cookie's place and the data has changed.
    changed = {at for at in range(92) if old[at] != new[at]}
    assert changed <= {*range(20, 24), *range(32, 36)}
    # What libvirt does to an image whose XML it replaces, word by word.
    at = 92 + len(text) + 1
    assert new[92:at] == text + b"\0"
    if cookie is not None:
        assert struct.unpack_from(f"{order}I", new, 32)[0] == len(text) + 1
        assert new[at : at + len(cookie) + 1] == cookie + b"\0"
        at += len(cookie) + 1
    assert not any(new[at:])


@pytest.mark.parametrize("text", [SHORTER, LONGER])
@pytest.mark.parametrize("packed", [False, True])
def test_the_memory_stays(tmp_path: Path, text: bytes, packed: bool) -> None:
    head = libvirt_head(format_=int(packed))
    image = head + (gzip.compress(PLAIN) if packed else PLAIN)
    edited = with_xml(libvirt_head(), text, None) + PLAIN
    assert convert(tmp_path, image, text, to="libvirt") == (edited, [])
    ber, problems = convert(tmp_path, image, text)
    assert problems == []
    (tmp_path / "ber").write_bytes(ber)
    assert service.domain_xml(str(tmp_path / "ber")) == text
    assert service.validate(str(tmp_path / "ber")).is_clean
    service.convert(str(tmp_path / "ber"), str(tmp_path / "back"), sync=False)
    assert (tmp_path / "back").read_bytes() == edited
    # And from the BER of the image as it was.
    service.convert(str(tmp_path / "in"), str(tmp_path / "ber"), sync=False)
    octets = (tmp_path / "ber").read_bytes()
    assert convert(tmp_path, octets, text)[0] == edited
    assert convert(tmp_path, octets, text, to="ber")[0] == ber


def test_sparse(tmp_path: Path) -> None:
    head = libvirt_head(format_=6, padding=300)
    image = head + mapped(len(head))
    edited = with_xml(head, SHORTER, None) + image[len(head) :]
    assert convert(tmp_path, image, SHORTER, to="libvirt")[0] == edited
    room = len(head) - 92 - 1 - len(COOKIE) - 1
    full = SHORTER + b" " * (room - len(SHORTER))
    assert convert(tmp_path, image, full, to="libvirt")[0][len(head) :] == image[len(head) :]
    target = tmp_path / "none"
    with pytest.raises(UsageError, match=f"has {room + 1} octets; before .* there is room for {room}, and"):
        service.convert(str(tmp_path / "in"), str(target), to="libvirt", xml=full + b" ")
    assert not target.exists()


def test_another_guest_is_told(tmp_path: Path) -> None:
    other = XML.replace(b"<name>guest", b"<name>other").replace(b"1-2", b"3-4")
    _, problems = convert(tmp_path, libvirt_head() + PLAIN, other, to="libvirt")
    assert [(each.severity, each.message) for each in problems] == [
        (Severity.WARNING, "the name in the XML becomes 'other', it was 'guest'"),
        (Severity.WARNING, "the uuid in the XML becomes '3-4', it was '1-2'"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "is no XML that we read"),
        (b"<domain>", "is no XML that we read"),
        (b"<domain/><domain/>", "is no XML that we read"),
        (b"<network/>", "its outermost element is <network>"),
        (b"<!DOCTYPE d [<!ENTITY a 'b'>]><domain>&a;</domain>", "a document type or an entity"),
        (b"<domain>" * 300 + b"</domain>" * 300, "nest deeper than"),
        ("<?xml version='1.0' encoding='UTF-16'?><domain/>".encode("utf-16"), "holds a NUL"),
        (b"<domain>\0</domain>", "is no XML that we read"),
        (b"<domain>" + b" " * (32 << 20) + b"</domain>", "libvirt takes"),
    ],
)
def test_what_is_no_xml_of_a_domain(text: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        check_xml(text)


def test_where_there_is_none(tmp_path: Path) -> None:
    head = libvirt_head()
    wrong_length = head[:20] + struct.pack("<I", 500) + head[24:]
    cut_cookie = head.replace(COOKIE + b"\0", COOKIE[:-2] + b"\0\0\0")
    for octets, more, words in (
        (PLAIN, {}, "no domain XML to replace"),
        (head + PLAIN, {"to": "binary"}, "the stream alone has no domain XML"),
        (wrong_length + PLAIN, {}, "the length leads to"),
        (cut_cookie + PLAIN, {}, "no element found|unclosed"),
    ):
        with pytest.raises(QmiguiError, match=words):
            convert(tmp_path, octets, SHORTER, **more)
        assert not (tmp_path / "out").exists()
    for octets, words in (
        (PLAIN, "is no libvirt save image"),
        (libvirt_head()[:50], "the file ends inside the header"),
        (b"something else", "."),
    ):
        (tmp_path / "in").write_bytes(octets)
        with pytest.raises(FormatError, match=words):
            service.domain_xml(str(tmp_path / "in"))


def test_a_damaged_xml_can_be_replaced(tmp_path: Path) -> None:
    broken = XML.replace(b"</name>", b"</nama>")
    image = libvirt_head(xml=broken) + PLAIN
    (tmp_path / "in").write_bytes(image)
    assert service.domain_xml(str(tmp_path / "in")) == broken
    assert convert(tmp_path, image, XML, to="libvirt")[0] == libvirt_head() + PLAIN
