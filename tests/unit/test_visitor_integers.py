"""Runs of integers: the fast ways against the plain one."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.visitor import tags, tlv
from qmigui.visitor.base import BOOL, KINDS, Kind
from qmigui.visitor.ber_integers import ELEMENTS, decode_integers, decode_short_integer, encode_integers


def bounds(kind: Kind) -> tuple[int, int]:
    bits = 8 * kind.width - kind.signed
    return (-(1 << bits) if kind.signed else 0), (1 << bits) - 1


def values_of(kind: Kind) -> st.SearchStrategy[int]:
    low, high = bounds(kind)
    edges = sorted({v for e in range(0, 65, 8) for v in ((1 << e) - 1, 1 << e, -(1 << e), (1 << e >> 1))})
    near = [v for v in edges if low <= v <= high]
    return st.one_of(st.integers(low, high), st.sampled_from(near), st.integers(0, min(127, high)))


arrays = st.sampled_from(list(KINDS.values())).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(values_of(kind), min_size=1, max_size=40))
)


@given(array=arrays)
def test_a_run_is_the_elements_one_by_one(array: tuple[Kind, list[int]]) -> None:
    kind, values = array
    data = struct.pack(f">{len(values)}{kind.code}", *values)
    ber = b"".join(encode_integers(kind.name, data))
    tag = tags.INTEGER_OCTETS[kind.name]
    elements = [
        tag + tlv.encode_length(len(contents)) + contents for contents in map(tlv.encode_integer, values)
    ]
    assert ber == b"".join(elements)
    assert decode_integers(ber, 0, len(ber)) == (kind.name, data, len(ber))
    for value, element in zip(values, elements, strict=True):
        assert ELEMENTS[kind.name][value] == element
        assert decode_short_integer(element) == (kind.name, value)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_out_of_range_is_left_to_the_plain_rules(kind: Kind) -> None:
    tag = tags.INTEGER_OCTETS[kind.name]
    low, high = bounds(kind)
    for value in (low - 1, high + 1, low - (1 << 64)):
        contents = tlv.encode_integer(value)
        element = tag + bytes((len(contents),)) + contents
        assert decode_integers(element, 0, len(element)) is None
        assert decode_short_integer(element) is None
    for odd in (tag + b"\x02\x00\x01", tag + b"\x02\xff\xff", tag + b"\x81\x01\x01", tag + b"\x00", tag):
        assert decode_integers(odd, 0, len(odd)) is None
        assert decode_short_integer(odd) is None


def test_a_run_stops_where_it_is_told() -> None:
    ber = b"\x82\x01\x05" * 3
    assert decode_integers(ber, 0, 6) == ("u32", bytes((0, 0, 0, 5)) * 2, 6)
    assert decode_integers(ber, 0, 5) == ("u32", bytes((0, 0, 0, 5)), 3)
    assert decode_integers(ber, 3, 5) is None


def test_long_arrays_are_read_in_parts() -> None:
    data = bytes(range(256)) * 40
    ber = b"".join(encode_integers("u8", data))
    pos, back = 0, b""
    while pos < len(ber):
        run = decode_integers(ber, pos, len(ber))
        assert run is not None
        back += run[1]
        pos = run[2]
    assert back == data


def test_truth_is_any_octet_but_zero() -> None:
    assert b"".join(encode_integers(BOOL, b"\0\1")) == b"\x01\x01\x00\x01\x01\xff"
    ber = b"\x01\x01\x00\x01\x01\x01\x01\x01\xff\x01\x02\xff\xff"
    assert decode_integers(ber, 0, len(ber)) == (BOOL, b"\0\1\1", 9)
