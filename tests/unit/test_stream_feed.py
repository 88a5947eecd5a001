"""The window over a source, as readers see it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from qmigui.errors import FormatError, TransportError
from qmigui.qemufile import files
from qmigui.qemufile.base import Source
from qmigui.qemufile.files import FileSource
from qmigui.qemufile.memory import MemorySource
from qmigui.stream.feed import MAX_WANT, Feed
from tests.converting import to_ber, to_binary
from tests.gallery import gallery
from tests.sources import FailingSource, HoleySource, PipeSource

DATA = random.Random(5).randbytes(300_000)
SPARSE = DATA[:70_000] + bytes(400_000) + DATA[:100] + bytes(99_900) + DATA[:5000] + bytes(200_000)

WINDOWS = [1000, 4096, 65536, 1 << 20]


def sources(data: bytes, path: Path) -> list[Source]:
    """All kinds; the last one is a real file."""
    path.write_bytes(b"")
    with path.open("r+b") as file:
        for start in range(0, len(data), 4096):
            if any(data[start : start + 4096]):
                file.seek(start)
                file.write(data[start : start + 4096])
        file.truncate(len(data))
    descriptor = os.open(path, os.O_RDONLY)
    return [
        MemorySource(data),
        HoleySource(data),
        PipeSource(data, (999, 5)),
        FileSource(descriptor, "file", close_fd=True),
    ]


@pytest.mark.parametrize("mapped", [False, True], ids=["read", "mapped"])
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("data", [DATA, SPARSE, b"", b"x"], ids=["dense", "sparse", "empty", "short"])
def test_all_octets_come_in_order(
    data: bytes, window: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, mapped: bool
) -> None:
    """And what was given out stays as it was."""
    if mapped:
        monkeypatch.setattr(files, "MAPPED_LENGTH", 1)
    for source in sources(data, tmp_path / "file"):
        with source:
            feed = Feed(source, window=window)
            given = []
            step = 0
            while not feed.at_end():
                step = (step * 7 + 13) % 5000
                if feed.want(step):
                    given.append(feed.view[feed.pos : feed.pos + step])
                    feed.pos += step
                given += feed.chunks(min(step * 3, feed.end - feed.pos))
                assert feed.offset == sum(map(len, given))
            assert b"".join(given) == data
            assert not feed.want(1)
            assert feed.want(0)


@pytest.mark.parametrize("mapped", [False, True], ids=["read", "mapped"])
@pytest.mark.parametrize("name", gallery())
def test_real_files_give_the_same_as_memory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, mapped: bool
) -> None:
    stream = gallery()[name]
    ber = to_ber(stream)
    if mapped:
        monkeypatch.setattr(files, "MAPPED_LENGTH", 1)
    for window in (300, 4096, 1 << 20):
        for source in sources(stream, tmp_path / "stream"):
            with source:
                assert to_ber(source, window=window) == ber
        for source in sources(ber, tmp_path / "ber"):
            with source:
                assert to_binary(source, window=window) == stream


def test_holes_are_passed_without_reading() -> None:
    source = HoleySource(SPARSE)
    feed = Feed(source, window=4096)
    passed = 0
    while not feed.at_end():
        feed.pos = feed.end
        passed += feed.skip_hole(1 << 30, 512)
    assert passed >= 400_000 - 2 * 4096
    assert passed % 512 == 0
    assert feed.offset == len(SPARSE)


def test_an_element_of_any_length_is_not_held() -> None:
    with pytest.raises(FormatError, match="too long") as caught:
        Feed(MemorySource(DATA)).want(MAX_WANT + 1)
    assert caught.value.offset == 0


@pytest.mark.parametrize("read", [0, 1, 999, 1000, 50_000, len(DATA) - 1, len(DATA)])
def test_a_pipe_can_be_kept_from_any_place_on(read: int) -> None:
    feed = Feed(PipeSource(DATA, (777,)), window=1000)
    for piece in feed.chunks(read):
        assert piece
    assert feed.offset == read
    access = feed.random()
    assert access.size == len(DATA)
    for offset in (read, (read + len(DATA)) // 2, len(DATA) - 5, len(DATA)):
        if offset >= read:
            assert access.pread(offset, 100) == DATA[offset : offset + 100]
    if read:
        with pytest.raises(TransportError):
            access.pread(read - 1, 1)
    assert feed.random() is access
    assert b"".join(feed.chunks(len(DATA))) == DATA[read:]
    assert feed.at_end()
    feed.close()


def test_keeping_a_pipe_that_breaks() -> None:
    feed = Feed(FailingSource(DATA), window=1000)
    assert feed.want(10)
    with pytest.raises(TransportError, match="it broke"):
        feed.random()


def test_a_file_needs_no_keeping() -> None:
    source = MemorySource(DATA)
    feed = Feed(source)
    assert feed.want(10)
    assert feed.random() is source
    feed.seek(100_000)
    assert feed.offset == 100_000
    assert feed.want(5)
    assert bytes(feed.view[feed.pos : feed.pos + 5]) == DATA[100_000:100_005]
