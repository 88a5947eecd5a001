"""Payloads that come in rounds, other than RAM: their ends are found by their grammar."""

from __future__ import annotations

import struct

import pytest

from qmigui.errors import FormatError
from tests.builders import END, FULL, PART, START, Ram, StreamBuilder
from tests.converting import to_ber, to_binary
from tests.shapes import bodies
from tests.sources import PipeSource

MIB = 1 << 20


def be64(number: int) -> bytes:
    return struct.pack(">Q", number)


PAYLOADS = {
    "block": {
        START: be64(2),
        PART: b"".join(
            [
                be64(7 << 9 | 0x01) + b"\x03ide" + bytes(range(256)) * (MIB // 256),
                be64(8 << 9 | 0x09) + b"\x03ide",
                be64(9 << 9 | 0x01) + b"\x06virtio" + b"\x02" * MIB,
                be64(45 << 9 | 0x04),
                be64(2),
            ]
        ),
        END: be64(100 << 9 | 0x04) + be64(2),
    },
    "dirty-bitmap": {
        START: b"\x1c\x04disk\x02b0" + b"\x00\x01\x00\x00\x03" + b"\x10\x00\x00\x02\x00\x00" + b"\x01",
        PART: b"".join(
            [
                b"\x4c\x04disk\x02b0" + struct.pack(">QIQ", 0, 2048, 32) + bytes(range(32)),
                b"\x42" + struct.pack(">QI", 2048, 2048),
                b"\x40" + struct.pack(">QIQ", 0, 1, 0),
                b"\x80\x10" + bytes(5),
                b"\x80\x80\x00\x20",
                b"\x01",
            ]
        ),
        END: b"\x2c\x04disk\x02b0\x01",
    },
    "spapr/htab": {
        START: b"\x00\x00\x00\x18",
        PART: b"".join(
            [
                bytes(4),
                struct.pack(">IHH", 0, 3, 2) + bytes(range(48)),
                struct.pack(">IHH", 5, 0, 9),
                struct.pack(">IHH", 77, 65535, 0) + b"v" * (16 * 65535),
                bytes(8),
            ]
        ),
        END: b"\xff\xff\xff\xff",
    },
    "s390-storage_attributes": {
        START: be64(1),
        PART: be64(0x10_0002) + be64(5) + b"attrs" + be64(0x20_0002) + be64(0) + be64(1),
        END: be64(0x30_0002) + be64(2) + b"\x01\x02" + be64(8) + be64(1),
    },
}


def stream_of(name: str, *, footers: bool) -> bytes:
    """A stream in which RAM and *name* take turns."""
    payloads = PAYLOADS[name]
    builder = StreamBuilder(page_bits=True, footers=footers)
    builder.section(START, name, payloads[START]).ram_start()
    for _ in range(2):
        builder.section(PART, name, payloads[PART]).ram_part(Ram().zeros(0, 3, name="pc.ram"))
    return builder.section(END, name, payloads[END]).ram_end().full("cpu", b"x").build()


@pytest.mark.parametrize("footers", [True, False], ids=["footers", "no footers"])
@pytest.mark.parametrize("name", PAYLOADS)
def test_payloads_are_kept_as_they_are(name: str, *, footers: bool) -> None:
    stream = stream_of(name, footers=footers)
    ber = to_ber(stream)
    payloads = PAYLOADS[name]
    assert bodies(ber) == [
        (name, payloads[START]),
        (name, payloads[PART]),
        (name, payloads[PART]),
        (name, payloads[END]),
        ("cpu", None),
    ]
    assert to_binary(ber) == stream
    for window in (1000, 70_000):
        assert to_ber(PipeSource(stream), window=window) == ber
        assert to_binary(PipeSource(ber), window=window) == stream


@pytest.mark.parametrize("name", PAYLOADS)
def test_data_that_ends_inside_a_payload(name: str) -> None:
    builder = StreamBuilder(page_bits=True).ram_start().section(START, name, PAYLOADS[name][START])
    payload = PAYLOADS[name][PART] if name != "block" else PAYLOADS[name][PART][:3000]
    builder.footers = False
    start = builder.offset + 5
    whole = builder.section(PART, name, payload).cut()
    for end in [*range(start, min(len(whole), start + 200)), len(whole) - 1]:
        with pytest.raises(FormatError, match=r"needs|data ends|missing") as caught:
            to_ber(whole[:end])
        assert caught.value.offset is not None
        assert start <= caught.value.offset <= end
        assert caught.value.path is not None
        assert name in caught.value.path


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("block", be64(0)),
        ("block", be64(0x40)),
        ("dirty-bitmap", b"\x02"),
        ("dirty-bitmap", b"\x80\x02"),
        ("s390-storage_attributes", be64(0)),
        ("s390-storage_attributes", be64(0x800)),
    ],
)
def test_unknown_flags_are_refused(name: str, octets: bytes) -> None:
    builder = StreamBuilder(page_bits=True).section(START, name, PAYLOADS[name][START])
    place = builder.offset + 5
    with pytest.raises(FormatError, match="unknown") as caught:
        to_ber(builder.section(PART, name, octets + bytes(100)).build())
    assert caught.value.offset is not None
    assert place <= caught.value.offset < place + len(octets)


def test_lengths_beyond_the_data_are_refused_at_once() -> None:
    for name, octets in (("dirty-bitmap", b"\x40" + bytes(12)), ("s390-storage_attributes", be64(2))):
        builder = StreamBuilder(page_bits=True).section(START, name, PAYLOADS[name][START])
        with pytest.raises(FormatError, match="missing"):
            to_ber(builder.section(PART, name, octets + b"\x7f" + b"\xff" * 7 + bytes(100)).build())


VFIO = (
    be64(0xFFFFFFFFEF100003) + be64(0xFFFFFFFFEF100001),
    be64(0xFFFFFFFFEF100004) + be64(9) + b"\x7e device",
)


def test_what_has_no_grammar_ends_at_its_footer() -> None:
    name = "0000:00:02.0/vfio"
    builder = StreamBuilder(page_bits=True).ram_start().section(START, name, VFIO[0])
    builder.ram_part(Ram().zeros(0, 9, name="pc.ram")).section(PART, name, VFIO[1])
    builder.section(PART, name, b"").ram_end().section(END, name, VFIO[1] + VFIO[0])
    stream = builder.section(FULL, "cpu", b"x" * 9).build()
    ber = to_ber(stream)
    assert bodies(ber) == [
        (name, VFIO[0]),
        (name, VFIO[1]),
        (name, b""),
        (name, VFIO[1] + VFIO[0]),
        ("cpu", b"x" * 9),
    ]
    assert to_binary(ber) == stream
    assert to_ber(PipeSource(stream), window=1000) == ber


def test_an_iterable_that_never_ends_its_rounds() -> None:
    """As in a background snapshot, which has no END."""
    builder = StreamBuilder(page_bits=True).ram_start().section(START, "spapr/htab", b"\0\0\0\x12")
    stream = builder.ram_part(Ram().zero(0, name="pc.ram")).full("cpu", b"x").build()
    ber = to_ber(stream)
    assert bodies(ber) == [("spapr/htab", b"\0\0\0\x12"), ("cpu", None)]
    assert to_binary(ber) == stream


@pytest.mark.parametrize("kind", [PART, END])
def test_rounds_of_what_never_began(kind: int) -> None:
    builder = StreamBuilder().ram_start()
    place = builder.offset
    stream = builder.section(kind, "ram", Ram(), section_id=9).build()
    with pytest.raises(FormatError, match="section 9, which was never started") as caught:
        to_ber(stream)
    assert caught.value.offset == place


def test_rounds_after_the_end() -> None:
    builder = StreamBuilder().ram()
    place = builder.offset
    with pytest.raises(FormatError, match="has ended before") as caught:
        to_ber(builder.ram_part().build())
    assert caught.value.offset == place
    assert caught.value.path == "section 1 'ram'"
