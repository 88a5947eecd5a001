"""Pages taken out of a file without their heads are those that an ordinary feed gives."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from qmigui.errors import FormatError
from qmigui.qemufile.opener import open_source
from qmigui.stream import events as ev
from qmigui.stream import page_feed
from qmigui.stream.feed import WINDOW, Feed
from qmigui.stream.page_feed import PageFeed, takes_pages
from qmigui.stream.reader import BinaryReader
from tests.bench.streams import MIXTURES, PAGE, make_stream

RECORD = PAGE + 8


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the rows that were taken."""
    taken: list[int] = []
    real = PageFeed.pages

    def pages(self: PageFeed, addr: int, flags: int, limit: int, page_size: int) -> ev.RamRuns | None:
        found = real(self, addr, flags, limit, page_size)
        taken.append(0 if found is None else int(found.counts[0]))
        return found

    monkeypatch.setattr(PageFeed, "pages", pages)
    return taken


def told(path: Path, kind: type[Feed]) -> tuple[list[tuple[int, int, bytes]], str]:
    """Each page with octets, zero pages, and how it ended."""
    pages: list[tuple[int, int, bytes]] = []
    end = ""
    with open_source(str(path)) as source:
        assert takes_pages(source)
        feed = kind(source)
        try:
            for event in BinaryReader(feed).events():
                if isinstance(event, ev.RamRuns):
                    pages += each(event)
        except FormatError as error:
            end = f"{error.offset}: {error.message} ({error.path}, {error.code})"
        finally:
            feed.close()
    return pages, end


def each(runs: ev.RamRuns) -> list[tuple[int, int, bytes]]:
    found = []
    columns = (runs.kinds.tolist(), runs.addrs.tolist(), runs.counts.tolist(), runs.data_offsets.tolist())
    for kind, addr, count, offset in zip(*columns, strict=True):
        for number in range(count):
            place = offset + number * runs.stride
            data = bytes(runs.window[place : place + PAGE]) if kind == ev.PageKind.PAGE else b""
            found.append((kind, addr + number * PAGE, data))
    return found


@pytest.mark.parametrize("mixture", MIXTURES)
def test_pages_are_the_same(tmp_path: Path, mixture: str, rows: list[int]) -> None:
    path = tmp_path / "made.bin"
    make_stream(path, mixture, 20 << 20)
    assert told(path, PageFeed) == told(path, Feed)
    assert (sum(rows) > 100) == (mixture == "runs")


def test_any_damage_ends_it_at_the_same_place(tmp_path: Path, rows: list[int]) -> None:
    """Wherever a head is another, or the file ends."""
    path = tmp_path / "made.bin"
    make_stream(path, "runs", 12 << 20)
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(6):
        path.write_bytes(whole[: chance.randrange(2 * WINDOW, len(whole))])
        assert told(path, PageFeed) == told(path, Feed)
    start = whole.index(struct.pack(">Q", 200 * PAGE | 0x28))
    for _ in range(6):
        octets = bytearray(whole)
        place = start + chance.randrange(1000) * RECORD + chance.randrange(8)
        octets[place] ^= 1 << chance.randrange(8)
        path.write_bytes(octets)
        assert told(path, PageFeed) == told(path, Feed)
    assert sum(rows) > 1000


def test_a_row_that_leaves_its_block(tmp_path: Path) -> None:
    path = tmp_path / "made.bin"
    make_stream(path, "runs", 12 << 20)
    octets = bytearray(path.read_bytes())
    place = octets.index(b"\x06pc.ram") + 7
    struct.pack_into(">Q", octets, place, 1500 * PAGE)
    struct.pack_into(">Q", octets, place - 15, 1500 * PAGE | 4)
    path.write_bytes(octets)
    pages, end = told(path, PageFeed)
    assert (pages, end) == told(path, Feed)
    assert "beyond the end of the block" in end


def test_views_stay_what_they_are(tmp_path: Path) -> None:
    """Buffers are used again, but not while somebody has a view of one."""
    path = tmp_path / "made.bin"
    make_stream(path, "runs", 60 << 20)
    with open_source(str(path)) as source:
        feed = PageFeed(source)
        kept = [
            (event, each(event))
            for event in BinaryReader(feed).events()
            if isinstance(event, ev.RamRuns) and event.stride == PAGE
        ]
        feed.close()
    assert len(kept) > page_feed.ROOMS
    assert all(each(event) == before for event, before in kept)


def test_what_takes_no_pages(tmp_path: Path) -> None:
    """Short files, and files with holes, in which pages may lie at fixed places."""
    path = tmp_path / "made.bin"
    path.write_bytes(bytes(range(256)) * 4096)
    with open_source(str(path)) as source:
        assert not takes_pages(source)
    with path.open("r+b") as file:
        file.truncate(64 << 20)
        file.seek(0, 2)
        file.write(b"end")
    with open_source(str(path)) as source:
        assert not takes_pages(source)
