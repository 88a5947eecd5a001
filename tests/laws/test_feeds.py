"""However the octets arrive, the same comes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from qmigui.errors import TransportError
from tests.builders import Ram, StreamBuilder
from tests.converting import convert, to_ber, to_binary
from tests.laws.strategies import THOROUGH, Built, law, streams
from tests.sources import PIPES, SOURCES, FailingSource, HoleySource, PipeSource, SlowSource

TINY = [7, 300]
WINDOWS = [4096, 70_000, 1 << 20]


few = settings(law, max_examples=15 * THOROUGH)
"""For what takes its time."""


@pytest.mark.parametrize("way", SOURCES)
@law
@given(stream=streams(small=True))
def test_every_source_gives_the_same_ber(stream: Built, *, way: str) -> None:
    ber = to_ber(stream.octets)
    assert to_ber(SOURCES[way](stream.octets)) == ber
    assert to_binary(SOURCES[way](ber)) == stream.octets


@few
@given(stream=streams(small=True))
def test_a_window_of_one_octet_gives_the_same(stream: Built) -> None:
    ber = to_ber(stream.octets)
    assert to_ber(PipeSource(stream.octets), window=1) == ber
    assert to_binary(ber, window=1) == stream.octets


@pytest.mark.parametrize("window", TINY)
@law
@given(stream=streams(small=True))
def test_tiny_windows_give_the_same(stream: Built, *, window: int) -> None:
    ber = to_ber(stream.octets)
    assert to_ber(stream.octets, window=window) == ber
    assert to_ber(PipeSource(stream.octets), window=window) == ber
    assert to_binary(ber, window=window) == stream.octets


@pytest.mark.parametrize("window", WINDOWS)
@law
@given(stream=streams())
def test_small_windows_give_the_same(stream: Built, *, window: int) -> None:
    ber = to_ber(stream.octets)
    assert to_ber(HoleySource(stream.octets), window=window) == ber
    assert to_ber(PipeSource(stream.octets), window=window) == ber
    assert to_binary(PipeSource(ber), window=window) == stream.octets


@pytest.mark.parametrize("window", [7, 4096])
@law
@given(stream=streams(small=True))
def test_single_pages_come_out_the_same_from_small_windows(stream: Built, *, window: int) -> None:
    ber = to_ber(stream.octets, single=True)
    assert to_ber(PipeSource(stream.octets), window=window, single=True) == ber
    assert to_binary(PipeSource(ber), window=window) == stream.octets


@law
@given(stream=streams(mapped=True))
def test_holes_are_passed_and_kept(stream: Built) -> None:
    ber = to_ber(stream.octets)
    for window in (512, 4096):
        source = HoleySource(stream.octets, unit=512)
        assert to_ber(source, window=window) == ber
        assert source.holes_asked or source.size < 2 * window


@law
@given(stream=streams())
def test_the_same_problems_are_reported_from_a_pipe(stream: Built) -> None:
    file = convert(stream.octets, to_ber=True)
    pipe = convert(PipeSource(stream.octets), to_ber=True)
    assert pipe.problems == file.problems
    assert (pipe.typed, pipe.opaque) == (file.typed, file.opaque)


STREAM = (
    StreamBuilder(page_bits=True)
    .ram(Ram().pages(0, 40, name="pc.ram"), Ram().zeros(0, 500))
    .full("cpu", b"\x00\x00\x00\x01")
    .build()
)


@pytest.mark.parametrize("length", [0, 3, 8, 100, 5000, len(STREAM) - 200, len(STREAM) - 1, len(STREAM)])
def test_an_error_of_the_source_is_passed_on(length: int) -> None:
    for octets in (STREAM, to_ber(STREAM)):
        with pytest.raises(TransportError, match="it broke"):
            convert(FailingSource(octets[:length]), to_ber=octets is STREAM)


def test_a_slow_source_is_waited_for() -> None:
    ber = to_ber(STREAM)
    assert to_ber(SlowSource(STREAM)) == ber
    assert to_binary(SlowSource(ber)) == STREAM


@pytest.mark.parametrize("way", PIPES)
def test_an_empty_pipe_is_no_stream(way: str) -> None:
    from qmigui.errors import FormatError

    for ber in (True, False):
        with pytest.raises(FormatError):
            convert(PIPES[way](b""), to_ber=ber)
