"""Whatever the octets are: they convert without loss, or one error of ours tells why not.

Each input that once did something else stays as an example at its test.
"""

from __future__ import annotations

import functools
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qmigui.errors import FormatError, QmiguiError
from tests.builders import Block, Mapped, Ram, StreamBuilder
from tests.converting import rewritten, to_ber, to_binary
from tests.corpus import samples
from tests.gallery import gallery
from tests.laws.strategies import THOROUGH, law
from tests.sources import PipeSource

often = settings(law, max_examples=250 * THOROUGH)
"""Damage is cheap to try."""

MOST = 64 << 20
TELLING = b"\x00\x01\x04\x05\x06\x07\x08\x10\x20\x22\x28\x30\x40\x7e\x7f\x80\x81\x84\x88\xa0\xff"


@functools.cache
def pool() -> list[tuple[bytes, bool]]:
    """Streams and BER files to damage; the second says which."""
    streams = list(gallery().values())
    bers = [to_ber(stream, single=single) for stream in streams for single in (False, True)]
    return [(stream, False) for stream in streams] + [(ber, True) for ber in bers]


@st.composite
def damaged(draw: st.DrawFn, *, is_ber: bool) -> bytes:
    """A stream or BER file with one to three damages."""
    whole = draw(st.sampled_from([octets for octets, kind in pool() if kind is is_ber]))
    octets = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        if not octets:
            break
        near = st.integers(0, min(400, len(octets) - 1))
        place = draw(st.one_of(near, st.integers(0, len(octets) - 1)))
        damage = draw(st.sampled_from(["bit", "octet", "lost", "new", "again", "cut", "number"]))
        if damage == "bit":
            octets[place] ^= 1 << draw(st.integers(0, 7))
        elif damage == "octet":
            octets[place] = draw(st.sampled_from(TELLING))
        elif damage == "lost":
            del octets[place : place + draw(st.integers(1, 300))]
        elif damage == "new":
            octets[place:place] = bytes(draw(st.lists(st.sampled_from(TELLING), min_size=1, max_size=9)))
        elif damage == "again":
            start = draw(st.integers(0, len(octets) - 1))
            octets[place:place] = octets[start : start + draw(st.integers(1, 300))]
        elif damage == "cut":
            del octets[place:]
        else:
            length = draw(st.sampled_from([4, 8]))
            number = draw(st.sampled_from([0, 1, 2**20, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 - 1]))
            octets[place : place + length] = number.to_bytes(8, "big")[-length:]
    return bytes(octets)


def check_binary(octets: bytes) -> bytes | None:
    """Convert what may be a binary stream; return its BER if it is one."""
    try:
        ber = to_ber(octets, most=MOST)
    except FormatError as error:
        assert error.offset is not None
        assert 0 <= error.offset <= len(octets)
        assert "\n" not in str(error)
        return None
    except QmiguiError:
        return None
    assert to_binary(ber) == octets
    assert rewritten(octets) == octets
    return ber


WRITERS = {"a package is not", "bitmap offset", "pages offset", "page 0x"}
"""How the messages begin that the binary writer has; it does not know where in the BER it is."""


def check_ber(octets: bytes) -> None:
    """Convert what may be a BER file."""
    try:
        binary = to_binary(octets, most=MOST)
    except FormatError as error:
        if error.offset is None:
            assert error.message.startswith(tuple(WRITERS))
        else:
            assert 0 <= error.offset <= len(octets)
        assert "\n" not in str(error)
        return
    except QmiguiError:
        return
    # What is no stream may still be BER of the schema; but what is one keeps its octets.
    check_binary(binary)


@often
@given(octets=damaged(is_ber=False))
def test_damaged_streams(octets: bytes) -> None:
    check_binary(octets)


@often
@given(octets=damaged(is_ber=False))
def test_damaged_streams_from_a_pipe_give_no_other_ber(octets: bytes) -> None:
    ber = check_binary(octets)
    try:
        from_pipe = to_ber(PipeSource(octets, (1000,)), most=MOST)
    except QmiguiError:
        assert ber is None
    else:
        assert ber in {None, from_pipe}


@often
@given(octets=damaged(is_ber=True))
def test_damaged_ber(octets: bytes) -> None:
    check_ber(octets)


@law
@given(octets=st.binary(max_size=300))
@example(octets=b"")
def test_any_octets_after_a_header(octets: bytes) -> None:
    check_binary(octets)
    check_binary(b"QEVM\x00\x00\x00\x03" + octets)
    check_binary(b"QEVM\x00\x00\x00\x03\x01\x00\x00\x00\x01\x03ram\x00\x00\x00\x00\x00\x00\x00\x04" + octets)
    check_binary(StreamBuilder(page_bits=True).ram_start().cut() + octets)
    check_binary(StreamBuilder(page_bits=True).ram_start().cut() + b"\x02\x00\x00\x00\x01" + octets)


@law
@given(octets=st.binary(max_size=300))
@example(octets=b"")
def test_any_octets_after_the_head_of_ber(octets: bytes) -> None:
    head = b"\x7f\xd1\x46\x80\x02\x01\x01\x02\x01\x03\x30\x80"
    start = b"\x7f\xd3\x46\x80\x0a\x01\x01\x02\x01\x01\x0c\x03ram\x02\x01\x00\x02\x01\x04\x30\x80"
    listing = bytes.fromhex("7fbe5280 02021000 3080 3007 0c0161 02021000 0000 02021000 0000")
    for known in (b"", b"\x7f\xd1\x46\x80", head, head + start, head + start + listing):
        check_ber(known + octets)


TAGS = "02 04 0c 05 01 0a 40 30 24 a0 7fd242 7fd346 7fd34d 7fd64d 7fc650 7fbe52 7fda52 7fd052"


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> bytes:
    """Well-formed BER of no schema, mostly with tags of ours."""
    tag = draw(st.sampled_from([bytes.fromhex(tag) for tag in TAGS.split()]))
    if not tag[0] & 0x20 or not depth:
        contents = draw(st.binary(max_size=9))
    else:
        contents = b"".join(draw(st.lists(elements(depth - 1), max_size=4)))
    if tag[0] & 0x20 and draw(st.booleans()):
        return tag + b"\x80" + contents + b"\x00\x00"
    return tag + b"\x84" + len(contents).to_bytes(4, "big") + contents


@law
@given(items=st.lists(elements(), max_size=5))
def test_any_elements(items: list[bytes]) -> None:
    check_ber(b"\x7f\xd1\x46\x80\x02\x01\x01\x02\x01\x03\x30\x80" + b"".join(items) + bytes(4))


@pytest.mark.parametrize("name", [file.case_id for file in samples().streams()])
def test_real_streams_cut_anywhere(name: str) -> None:
    stream = next(file for file in samples().streams() if file.case_id == name).read()
    chance = random.Random(name)
    for _ in range(12):
        check_binary(stream[: chance.randrange(len(stream))])


@pytest.mark.parametrize("name", [file.case_id for file in samples().streams()])
def test_real_streams_with_a_changed_octet(name: str) -> None:
    stream = next(file for file in samples().streams() if file.case_id == name).read()
    chance = random.Random(name)
    for _ in range(8):
        octets = bytearray(stream)
        octets[chance.randrange(len(stream))] ^= 1 << chance.randrange(8)
        check_binary(bytes(octets))
    ber = to_ber(stream)
    for _ in range(8):
        octets = bytearray(ber)
        octets[chance.randrange(len(ber))] ^= 1 << chance.randrange(8)
        check_ber(bytes(octets))


def test_claims_beyond_all_memory_cost_little() -> None:
    """Numbers that no file can bear out: refused, or cut short by the target; never held."""
    huge = 1 << 61
    listing = Ram().listing(Block("a", huge))
    streams = [
        StreamBuilder(page_bits=True).ram_start(listing).ram_part(Ram().zero(huge - 4096, name="a")).build(),
        StreamBuilder(page_bits=True).ram_start(Ram().listing(Block("a", huge), total=1 << 63)).build(),
        StreamBuilder(page_bits=True)
        .section(1, "s390-storage_attributes", b"\0\0\0\0\0\0\0\2" + b"\x7f" * 8)
        .cut(),
        StreamBuilder(page_bits=True).section(1, "dirty-bitmap", b"\x40" + bytes(12) + b"\x7f" * 8).cut(),
        StreamBuilder(page_bits=True).package(lambda inside: inside.command(4), length=2**32 - 1).build(),
        StreamBuilder(capabilities=["mapped-ram"])
        .ram_start(Ram().listing(Block("a", 4096, mapped=Mapped(changes={"pages_offset": 1 << 60}))))
        .build(),
        StreamBuilder(capabilities=["mapped-ram"])
        .section(
            1,
            "ram",
            Ram().raw((huge | 4).to_bytes(8, "big") + b"\1a" + huge.to_bytes(8, "big")),
            version_id=4,
        )
        .cut()
        + (1).to_bytes(4, "big"),
        b"QEVM\0\0\0\3\x07" + b"\xff" * 4 + b"pc",
        StreamBuilder().ram().cut() + b"\x00\x06\xff\xff\xff\xff{}",
    ]
    for stream in streams:
        check_binary(stream)
        try:
            to_ber(PipeSource(stream), most=MOST)
        except QmiguiError:
            pass
    first = to_ber(streams[0])
    zero_run = first.replace(
        b"\x40\x08" + (huge - 4096).to_bytes(8, "big"), b"\x7f\xda\x52\x0b\x02\x01\x00\x02\x06\x01" + bytes(5)
    )
    assert zero_run != first
    check_ber(zero_run)
