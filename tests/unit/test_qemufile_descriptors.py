"""Writing to descriptors completely."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

import pytest

from qmigui.qemufile import descriptors
from qmigui.qemufile.base import Buffer
from qmigui.qemufile.descriptors import IOV_MAX, ZEROS, write_all, write_zeros


@pytest.fixture
def out(tmp_path):
    """A descriptor of an empty file, open for reading and writing."""
    fd = os.open(tmp_path / "out", os.O_RDWR | os.O_CREAT)
    yield fd
    os.close(fd)


def content(fd: int) -> bytes:
    return os.pread(fd, os.fstat(fd).st_size, 0)


def many_segments(count: int) -> list[Buffer]:
    """Segments of 0 to 12 bytes, of all kinds."""
    kinds = (bytes, bytearray, memoryview)
    return [kinds[i % 3](bytes([i % 251]) * (i % 13)) for i in range(count)]


@pytest.mark.parametrize("count", [0, 1, IOV_MAX - 1, IOV_MAX, IOV_MAX + 1, 40_000])
def test_all_segments_arrive_in_order(out, count):
    segments = many_segments(count)
    whole = b"".join(segments)
    write_all(out, segments, len(whole))
    assert content(out) == whole


@pytest.mark.parametrize("most", [1, 7, 100])
def test_short_writes_are_continued(out, monkeypatch, most):
    real = os.writev

    def short(fd: int, batch: Sequence[Buffer]) -> int:
        return real(fd, [b"".join(batch)[:most]])

    monkeypatch.setattr(descriptors.os, "writev", short)
    segments = many_segments(300)
    whole = b"".join(segments)
    write_all(out, segments, len(whole))
    assert content(out) == whole


def test_a_write_of_nothing_is_an_error_not_a_loop(out, monkeypatch):
    monkeypatch.setattr(descriptors.os, "writev", lambda fd, batch: 0)
    with pytest.raises(OSError, match="nothing could be written"):
        write_all(out, [b"x"], 1)


def test_a_wrong_length_is_a_bug_of_the_caller(out):
    with pytest.raises(ValueError, match="hold 3 bytes, not 4"):
        write_all(out, [b"ab", b"c"], 4)


def test_non_blocking_pipe_with_a_slow_reader():
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    received = bytearray()

    def read_all() -> None:
        while chunk := os.read(read_end, 3000):
            received.extend(chunk)

    reader = threading.Thread(target=read_all)
    reader.start()
    segments = [bytes([i % 256]) * 999 for i in range(2000)]
    write_all(write_end, segments, 999 * 2000)
    os.close(write_end)
    reader.join()
    os.close(read_end)
    assert received == b"".join(segments)


@pytest.mark.parametrize("length", [0, 1, len(ZEROS), 3 * len(ZEROS) + 5, IOV_MAX * len(ZEROS) + 1])
def test_zeros(out, length):
    write_zeros(out, length)
    assert os.fstat(out).st_size == length
    assert os.pread(out, 100, 0) == bytes(min(length, 100))
