"""Nothing gets lost: whatever QEMU may write comes back as the same octets."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.converting import rewritten, to_ber, to_binary
from tests.laws.strategies import Built, law, streams


@law
@given(stream=streams())
def test_binary_comes_back_from_ber(stream: Built) -> None:
    assert to_binary(to_ber(stream.octets)) == stream.octets


@law
@given(stream=streams())
def test_binary_comes_back_from_single_pages(stream: Built) -> None:
    assert to_binary(to_ber(stream.octets, single=True)) == stream.octets


@law
@given(stream=streams())
def test_binary_is_written_as_it_was_read(stream: Built) -> None:
    assert rewritten(stream.octets) == stream.octets


@pytest.mark.parametrize("single", [False, True], ids=["runs", "single pages"])
@law
@given(stream=streams())
def test_ber_comes_back_from_binary(stream: Built, *, single: bool) -> None:
    ber = to_ber(stream.octets, single=single)
    assert to_ber(to_binary(ber), single=single) == ber
