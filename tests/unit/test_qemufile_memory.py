"""Sources and sinks in memory, and what all sources have in common."""

from __future__ import annotations

import pytest

from qmigui.errors import TransportError
from qmigui.qemufile.base import SequentialSource
from qmigui.qemufile.memory import MemorySink, MemorySource


class Dribble(SequentialSource):
    """Gives one byte at a time."""

    name = "dribble"

    def __init__(self, data: bytes) -> None:
        self.left = data

    def _receive(self, buf: memoryview) -> int:
        chunk, self.left = self.left[:1], self.left[1:]
        buf[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self.left = b""


def read_all(source, step: int = 5) -> bytes:
    buf, data = memoryview(bytearray(step)), b""
    while count := source.readinto(buf):
        data += buf[:count]
    return data


def test_memory_source():
    source = MemorySource(bytearray(b"0123456789"), "ten")
    assert (source.name, source.size, source.seekable) == ("ten", 10, True)
    assert source.peek(4) == b"0123"
    assert read_all(source) == b"0123456789"
    assert source.pread(8, 5) == b"89"
    assert source.pread(2**64, 5) == b""
    assert source.data_extent(0) is None
    source.seek(7)
    assert read_all(source) == b"789"
    source.seek(2**64)
    assert read_all(source) == b""


def test_fill_goes_on_until_full_or_at_the_end():
    with Dribble(b"abcdef") as source:
        buf = memoryview(bytearray(4))
        assert source.fill(buf) == 4
        assert bytes(buf) == b"abcd"
        assert source.fill(buf) == 2
        assert bytes(buf[:2]) == b"ef"
        assert source.fill(buf) == 0


@pytest.mark.parametrize("peeks", [(1, 3, 2), (0,), (6, 100, 1)])
def test_peeked_bytes_stay_to_be_read(peeks):
    source = Dribble(b"abcdef")
    for length in peeks:
        assert source.peek(length) == b"abcdef"[:length]
    assert read_all(source) == b"abcdef"
    assert source.peek(1) == b""


def test_a_sequential_source_refuses_offsets():
    source = Dribble(b"abc")
    assert (source.size, source.seekable, source.data_extent(0)) == (None, False, None)
    with pytest.raises(TransportError, match="dribble: can only be read from start to end"):
        source.pread(0, 1)
    with pytest.raises(TransportError):
        source.seek(0)


def test_memory_sink():
    with MemorySink() as sink:
        sink.write([b"ab", memoryview(b"cd"), bytearray(b"e")], 5)
        sink.write_zeros(3)
        sink.commit()
    assert sink.getvalue() == b"abcde\0\0\0"
    with pytest.raises(ValueError, match="not 2"):
        sink.write([b"a"], 2)


def test_memory_sink_without_commit_keeps_nothing():
    with MemorySink() as sink:
        sink.write([b"ab"], 2)
    assert sink.getvalue() == b""
