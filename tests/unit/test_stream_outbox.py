"""What is put into an outbox comes out in order, whatever is gathered or handed over as it lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.stream.outbox import (
    BATCH_LENGTH,
    MIN_HOLE,
    PAGE,
    WOVEN_BUFFER,
    Outbox,
    Woven,
    aligned_buffer,
    copy_pages,
)
from qmigui.stream.ram import portions

WINDOW = np.random.default_rng(1).integers(0, 256, 6 << 20, dtype=np.uint8)
OCTETS = WINDOW.tobytes()
VIEW = WINDOW.data


class Target:
    """Takes what an outbox gives; wrecks each buffer that may be used again."""

    def __init__(self, *, weaves: bool = False) -> None:
        self.octets = bytearray()
        self.deliveries = 0
        self.holes: list[int] = []
        self.woven = 0
        self.outbox = Outbox(self._allocate, self._deliver, self._skip, self._weave if weaves else None)

    def _allocate(self) -> npt.NDArray[np.uint8]:
        return aligned_buffer(BATCH_LENGTH + PAGE)

    def _deliver(self, octets: memoryview, buffer: npt.NDArray[np.uint8]) -> None:
        self.octets += octets
        assert len(self.octets) == self.outbox.length
        self.deliveries += 1
        buffer[:] = 0xEE

    def _weave(self, woven: Woven) -> None:
        assert woven.start == len(self.octets) % PAGE
        buffer = aligned_buffer(WOVEN_BUFFER)
        octets = woven.gather(buffer)
        assert len(octets) == woven.length
        self.octets += octets
        self.woven += 1

    def _skip(self, length: int) -> None:
        self.holes.append(length)
        self.octets += bytes(length)


operations = st.one_of(
    st.tuples(st.just("put"), st.one_of(st.integers(0, 100), st.integers(0, 3 << 20))),
    st.tuples(
        st.just("zeros"), st.one_of(st.integers(0, 100), st.sampled_from([MIN_HOLE - 1, MIN_HOLE, 5 << 20]))
    ),
    st.tuples(st.just("room"), st.integers(1, PAGE)),
    st.tuples(
        st.just("pages"),
        st.sampled_from([256, 1024, 4096, 8192, 65536]),
        st.integers(0, 80),
        st.sampled_from([0, 8, 9]),
        st.booleans(),
    ),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(operations, max_size=12), weaves=st.booleans())
def test_all_comes_out_in_order(steps: list[tuple[object, ...]], *, weaves: bool) -> None:
    target = Target(weaves=weaves)
    outbox = target.outbox
    expected = bytearray()
    for step in steps:
        match step:
            case "put", int(length):
                outbox.put(VIEW[100 : 100 + length])
                expected += OCTETS[100 : 100 + length]
            case "zeros", int(length):
                outbox.put_zeros(length)
                expected += bytes(length)
            case "room", int(length):
                assert outbox.room_left() >= PAGE
                outbox.room(length)[:] = WINDOW[7 : 7 + length]
                expected += OCTETS[7 : 7 + length]
            case "pages", int(size), int(count), int(between), bool(heads):
                octets = bytes(range(8)) * count if heads else b""
                outbox.put_pages(VIEW, 5, size + between, count, size, octets)
                for number in range(count):
                    start = 5 + number * (size + between)
                    expected += octets[:8] + OCTETS[start : start + size]
        assert outbox.length == len(expected)
    outbox.flush()
    assert target.octets == expected


def test_long_zeros_are_holes_and_short_ones_are_not() -> None:
    target = Target()
    target.outbox.put(b"a")
    target.outbox.put_zeros(MIN_HOLE - 1)
    target.outbox.put_zeros(MIN_HOLE)
    target.outbox.put(b"b")
    target.outbox.flush()
    assert target.holes == [MIN_HOLE]
    assert target.octets == b"a" + bytes(2 * MIN_HOLE - 1) + b"b"


def test_nothing_is_delivered_of_nothing() -> None:
    target = Target()
    target.outbox.put(b"")
    target.outbox.put_pages(VIEW, 0, 4096, 0, 4096)
    target.outbox.flush()
    target.outbox.flush()
    assert target.deliveries == 0


@pytest.mark.parametrize("heads", [False, True])
def test_long_runs_go_on_across_buffers(heads: bool) -> None:
    target = Target()
    count = 3 * BATCH_LENGTH // 4096
    words = OCTETS[: 8 * count] if heads else b""
    for before in (0, 1, 4095):
        target.outbox.put(OCTETS[:before])
        target.outbox.put_pages(VIEW, 7, 0, count, 4096, words)
    target.outbox.flush()
    pages = b"".join(words[8 * index : 8 * index + 8] + OCTETS[7:4103] for index in range(count))
    assert target.octets == pages + OCTETS[:1] + pages + OCTETS[:4095] + pages


lengths = st.lists(st.one_of(st.integers(1, 200), st.integers(1, BATCH_LENGTH // 2)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(lengths=lengths, before=st.integers(0, 2 * BATCH_LENGTH))
def test_portions_fit_and_leave_nothing_out(lengths: list[int], before: int) -> None:
    target = Target()
    outbox = target.outbox
    outbox.put(VIEW[:before])
    done: list[int] = []
    for size, ends in portions(np.array(lengths, dtype=np.int64), outbox):
        part = np.diff(ends, prepend=0).tolist()
        assert sum(part) == size <= outbox.room_left()
        outbox.room(size)[:] = WINDOW[:size]
        done += part
    assert done == lengths
    outbox.flush()
    assert len(target.octets) == before + sum(lengths)


@settings(max_examples=100, deadline=None)
@given(
    size=st.sampled_from([8, 256, 4096]),
    gaps=st.lists(st.sampled_from([0, 0, 0, 9, 17]), max_size=40),
    strides=st.lists(st.sampled_from([0, 0, 0, 8, 4096]), min_size=41, max_size=41),
)
def test_copied_pages_come_to_their_places(size: int, gaps: list[int], strides: list[int]) -> None:
    places, offsets, expected = [], [], bytearray()
    offset = 3
    for gap, stride in zip(gaps, strides, strict=False):
        expected += bytes((0xEE,)) * gap
        places.append(len(expected))
        offsets.append(offset)
        expected += OCTETS[offset : offset + size]
        offset += size + stride
    target = np.full(len(expected), 0xEE, dtype=np.uint8)
    copy_pages(target, np.array(places, dtype=np.int64), VIEW, np.array(offsets, dtype=np.int64), size)
    assert target.tobytes() == expected


def test_buffers_are_aligned() -> None:
    for length in (1, PAGE, BATCH_LENGTH + PAGE):
        buffer = aligned_buffer(length)
        assert len(buffer) == length
        assert buffer.ctypes.data % PAGE == 0


def test_long_rows_of_pages_are_left_to_the_writer() -> None:
    target = Target(weaves=True)
    target.outbox.put(b"head")
    target.outbox.put_pages(VIEW, 0, 4104, 500, 4096, bytes(8 * 500))
    assert target.woven == 2 and target.deliveries == 0
    target.outbox.put_pages(VIEW, 0, 4104, 20, 4096)
    target.outbox.flush()
    assert target.woven == 2 and target.deliveries == 1
    assert len(target.octets) == 4 + 500 * 4104 + 20 * 4096
