"""Heads of libvirt save images: read as they were made, and what is wrong told where it is."""

from __future__ import annotations

import gzip
import struct
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.errors import FormatError
from qmigui.qemufile.base import Source
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.envelope import Envelope
from qmigui.qemufile.libvirt import FORMATS, parse_head, raw_head
from qmigui.qemufile.memory import MemorySource
from tests.carriers import COOKIE, XML, libvirt_head
from tests.sources import PipeSource

MEMORY = b"QEVM\0\0\0\3" + b"memory" * 100
XML_AT, LENGTH_AT, FORMAT_AT = 92, 20, 28
AFTER_COOKIE = XML_AT + len(XML) + 1 + len(COOKIE) + 1


def opened(octets: bytes, *, lenient: bool = True, pipe: bool = False) -> tuple[Source, Envelope]:
    """A source of what is in an image, and its envelope."""
    raw: Source = PipeSource(octets, (7, 5000)) if pipe else MemorySource(octets, "image")
    source = open_carried(raw, lenient=lenient)
    assert source.envelope is not None
    return source, source.envelope


def rest(source: Source) -> bytes:
    """All that is left."""
    buf = memoryview(bytearray(1 << 16))
    return bytes(buf[: source.fill(buf)])


def faults(octets: bytes, *, pipe: bool = False) -> list[tuple[int | None, str | None]]:
    """Offset and code of all that is wrong."""
    return [(fault.error.offset, fault.error.code) for fault in opened(octets, pipe=pipe)[1].faults]


@settings(max_examples=60, deadline=None)
@given(
    order=st.sampled_from("<>"),
    version=st.sampled_from((1, 2)),
    format_=st.sampled_from((0, 6)),
    running=st.integers(0, 1),
    padding=st.integers(0, 70_000),
    name=st.text("abcäß-", max_size=20),
    has_cookie=st.booleans(),
    pipe=st.booleans(),
    wrapped=st.booleans(),
)
def test_any_head(order, version, format_, running, padding, name, has_cookie, pipe, wrapped) -> None:
    xml = f"<domain><name>{name}</name></domain>".encode()
    cookie = COOKIE if has_cookie and version == 2 else None
    words: dict[str, Any] = {"format_": format_, "order": order, "version": version, "running": running}
    head = libvirt_head(xml=xml, cookie=cookie, padding=padding, **words)
    image = head + MEMORY
    source, envelope = opened(gzip.compress(image) if wrapped else image, pipe=pipe)
    assert envelope.faults == []
    assert (envelope.head, source.start_offset) == (head, len(head))
    assert (source.size is None) == (pipe or wrapped)
    told = envelope.libvirt
    assert told is not None
    assert told.domain is not None
    assert (told.xml, told.cookie, told.domain.texts["name"]) == (xml, cookie, name)
    assert (told.version, told.was_running, told.byte_order) == (
        version,
        running,
        "little" if order == "<" else "big",
    )
    assert told.format_name == (FORMATS[format_] if version == 2 else "raw")
    assert rest(source) == MEMORY
    assert parse_head(head).faults == []


@pytest.mark.parametrize("order", "<>")
def test_the_format_word_is_all_that_a_raw_head_changes(order: str) -> None:
    head = libvirt_head(format_=5, order=order, running=0)
    raw = raw_head(head)
    assert raw == libvirt_head(format_=0, order=order, running=0)
    assert raw_head(raw) == raw
    old = libvirt_head(version=1, cookie=None)
    assert raw_head(old) == old


def test_sparse_memory_may_begin_at_the_next_page() -> None:
    head = libvirt_head(format_=6)
    image = head.ljust(4096, b"\0") + MEMORY
    source, envelope = opened(image)
    assert envelope.faults == []
    assert (source.start_offset, envelope.head) == (4096, image[:4096])
    assert parse_head(image[:4096]).faults == []
    # Of any other format that is a wrong length.
    assert faults(image.replace(struct.pack("<I", 6), bytes(4), 1)) == [(LENGTH_AT, "libvirt-length")]


def put(image: bytes, at: int, octets: bytes) -> bytes:
    """*image* with other octets."""
    return image[:at] + octets + image[at + len(octets) :]


def word(image: bytes, at: int, value: int) -> bytes:
    """*image* with another word."""
    return put(image, at, struct.pack("<I", value))


IMAGE = libvirt_head() + MEMORY
MEMORY_AT = len(IMAGE) - len(MEMORY)
GZIPPED = libvirt_head(format_=1) + gzip.compress(MEMORY)
BAD_GZIPPED = GZIPPED[:MEMORY_AT] + b"\x1e" + GZIPPED[MEMORY_AT + 1 :]
LENGTH = MEMORY_AT - XML_AT

DAMAGES: dict[str, tuple[bytes, int, str]] = {
    "unfinished": (IMAGE.replace(b"Save", b"Part", 1), 12, "libvirt-part"),
    "magic": (IMAGE.replace(b"virt", b"wirt", 1), 3, "libvirt-magic"),
    "version": (word(IMAGE, 16, 3), 16, "libvirt-version"),
    "version 0": (word(IMAGE, 16, 0), 16, "libvirt-version"),
    "length too short": (word(IMAGE, LENGTH_AT, LENGTH - 1), LENGTH_AT, "libvirt-length"),
    "length into the XML": (word(IMAGE, LENGTH_AT, 5), LENGTH_AT, "libvirt-length"),
    "length 0": (word(IMAGE, LENGTH_AT, 0), LENGTH_AT, "libvirt-length"),
    "length too long": (word(IMAGE, LENGTH_AT, LENGTH + 3), LENGTH_AT, "libvirt-length"),
    "length beyond the file": (word(IMAGE, LENGTH_AT, len(IMAGE) * 2), LENGTH_AT, "libvirt-length"),
    "length beyond all": (word(IMAGE, LENGTH_AT, 0xFFFFFFF0), LENGTH_AT, "libvirt-length"),
    "length, compressed": (word(GZIPPED, LENGTH_AT, LENGTH + 3), LENGTH_AT, "libvirt-length"),
    "running": (word(IMAGE, 24, 7), 24, "libvirt-running"),
    "format unknown": (word(IMAGE, FORMAT_AT, 7), FORMAT_AT, "libvirt-format"),
    "format of another": (word(IMAGE, FORMAT_AT, 3), FORMAT_AT, "libvirt-format"),
    "compressed, called raw": (word(GZIPPED, FORMAT_AT, 0), FORMAT_AT, "libvirt-format"),
    "cookie beyond": (word(IMAGE, 32, LENGTH), 32, "libvirt-cookie"),
    "cookie inside the XML": (word(IMAGE, 32, 3), XML_AT + 3, "libvirt-cookie"),
    "XML": (IMAGE.replace(b"<name>", b"<name<", 1), XML_AT + XML.index(b"<name>") + 5, "libvirt-xml"),
    "XML not over": (IMAGE.replace(b"</domain>", b"<//////x>", 1), XML_AT + len(XML) - 7, "libvirt-xml"),
    "cookie": (IMAGE.replace(b"<cpu/>", b"<cpu>>", 1), AFTER_COOKIE - len(b"cookie>\0"), "libvirt-cookie"),
    "no NUL": (libvirt_head(padding=0, cookie=None)[:-1] + b"x" + MEMORY, XML_AT + len(XML), "libvirt-xml"),
    "no NUL before the cookie": (put(IMAGE, XML_AT + len(XML), b" "), XML_AT + len(XML), "libvirt-xml"),
    "no NUL before padding": (put(IMAGE, AFTER_COOKIE - 1, b"x"), AFTER_COOKIE - 1, "libvirt-cookie"),
    "cut in the header": (IMAGE[:50], 50, "truncated"),
    "cut in the XML": (IMAGE[:100], 100, "truncated"),
    "cut before the memory": (IMAGE[:MEMORY_AT], MEMORY_AT, "truncated"),
    "memory": (IMAGE[:MEMORY_AT] + b"what" * 100, MEMORY_AT, "libvirt-memory"),
    "memory, compressed": (BAD_GZIPPED, MEMORY_AT, "libvirt-memory"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("pipe", [False, True], ids=["file", "pipe"])
def test_damage_is_told_where_it_is(name: str, pipe: bool) -> None:
    image, offset, code = DAMAGES[name]
    assert faults(image, pipe=pipe)[0] == (offset, code)
    source, envelope = opened(image, pipe=pipe)
    if envelope.is_readable:
        assert rest(source) == MEMORY
        assert envelope.head == image[: len(envelope.head or b"")]
    else:
        with pytest.raises(FormatError) as caught:
            opened(image, lenient=False, pipe=pipe)
        assert (caught.value.offset, caught.value.code) == (offset, code)


def bomb(depth: int) -> bytes:
    """A text that would mean ten to the *depth* times more."""
    entities = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(depth))
    return f"<!DOCTYPE d [<!ENTITY e0 'lol'>{entities}]><domain>&e{depth};</domain>".encode()


HOSTILE: dict[str, bytes] = {
    "bomb": bomb(9),
    "external": b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain>&x;</domain>",
    "external type": b"<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/d.dtd'><domain/>",
    "parameter": b"<!DOCTYPE d [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'>%p;]><domain/>",
    "deep": b"<a>" * 100_000,
    "encoding": b"<?xml version='1.0' encoding='utf-7'?><domain/>",
    "strange encoding": b"<?xml version='1.0' encoding='no-such'?><domain/>",
    "not UTF-8": b"<domain>\xff</domain>",
    "empty": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml(name: str) -> None:
    started = time.process_time()
    source, envelope = opened(libvirt_head(xml=HOSTILE[name]) + MEMORY)
    assert time.process_time() - started < 5
    assert [fault.error.code for fault in envelope.faults] == ["libvirt-xml"]
    assert envelope.is_readable
    assert rest(source) == MEMORY


def test_many_values_are_not_all_kept() -> None:
    disks = b"<disk><source file='" + b"x" * 10_000 + b"'/></disk>"
    xml = b"<domain><name>" + b"n" * 100_000 + b"</name><devices>" + disks * 1100 + b"</devices></domain>"
    domain: Any = parse_head(libvirt_head(xml=xml)).libvirt
    assert len(domain.domain.disks) == 1000
    assert len(domain.domain.texts["name"]) == len(domain.domain.disks[0]) == 4096
