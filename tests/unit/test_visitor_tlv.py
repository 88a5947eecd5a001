"""BER on the level of octets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.errors import FormatError
from qmigui.visitor import tlv


@given(number=st.integers(0, tlv.MAX_TAG_NUMBER), constructed=st.booleans())
def test_a_tag_reads_back(number: int, constructed: bool) -> None:
    key = tlv.tag_key(tlv.APPLICATION, number, constructed)
    octets = memoryview(tlv.encode(key, b"ab"))
    assert tlv.decode_header(octets, 0, len(octets), 0, "") == (key, 2, len(octets) - 2)


@given(value=st.integers(-(1 << 70), 1 << 70))
def test_an_integer_reads_back_and_is_shortest(value: int) -> None:
    contents = tlv.encode_integer(value)
    assert tlv.decode_integer(contents, 0, "") == value
    padded = (b"\xff" if value < 0 else b"\0") + contents
    with pytest.raises(FormatError):
        tlv.decode_integer(padded, 0, "")


@given(octets=st.binary(max_size=16))
def test_any_header_is_read_or_refused(octets: bytes) -> None:
    try:
        _key, length, contents = tlv.decode_header(memoryview(octets), 0, len(octets), 7, "x")
    except FormatError as error:
        assert error.offset == 7
        assert error.path == "x"
    else:
        assert tlv.INDEFINITE <= length < tlv.MAX_LENGTH
        assert 2 <= contents <= len(octets)
