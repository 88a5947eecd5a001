"""Validation without a look at what is in the pages."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from qmigui.qemufile.files import FileSource
from qmigui.qemufile.mapping import FileMapping
from tests.builders import Block, Ram, StreamBuilder
from tests.checking import problems_of, told
from tests.converting import to_ber
from tests.sources import MappedSource

PAGE = 4096


class CountingSource(MappedSource):
    """Counts octets that are read and brought in."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.read = 0
        self.brought = 0

    def readinto(self, buf: memoryview) -> int:
        """Read on."""
        count = super().readinto(buf)
        self.read += count
        return count

    def mapping(self) -> FileMapping:
        """All of it."""
        mapping = super().mapping()
        populate = mapping.populate

        def counted(offset: int, length: int) -> bool:
            self.brought += length
            return populate(offset, length)

        mapping.populate = counted  # type: ignore[method-assign]
        return mapping


def ber_of(*parts: Ram, pages: int, single: bool = False) -> bytes:
    """A stream with these records of a block of so many pages."""
    builder = StreamBuilder(blocks=(Block("pc.ram", pages * PAGE),))
    return to_ber(builder.ram(*parts).build(), single=single)


def test_long_runs_are_not_read() -> None:
    records = Ram().pages(0, 2000, name="pc.ram")
    source = CountingSource(ber_of(records, pages=2000))
    assert problems_of(source) == []
    assert source.read < 200_000 and source.brought < 400_000 < source.size // 10


def test_single_pages_are_looked_at_in_the_mapping() -> None:
    records = Ram().pages(0, 500, name="pc.ram").zeros(500 * PAGE, 500)
    source = CountingSource(ber_of(records, pages=1000, single=True))
    assert problems_of(source) == []
    assert source.read < 200_000 < source.size // 10


@pytest.mark.parametrize("single", [False, True])
def test_the_same_is_told_of_all_mixtures(*, single: bool) -> None:
    chance = random.Random(4)
    for _ in range(5):
        records, page = Ram(), 0
        first: str | None = "pc.ram"
        while page < 600:
            count = chance.choice((1, 1, 2, 3, 70, 130))
            fill = records.zeros if chance.random() < 0.5 else records.pages
            fill(page * PAGE, count, name=first)
            page, first = page + count + chance.choice((0, 0, 0, 5)), None
        # Often some pages are beyond the end of the block.
        data = ber_of(records, pages=page + 200, single=single)
        short = data.replace(((page + 200) * PAGE).to_bytes(4), (500 * PAGE).to_bytes(4))
        for octets in (data, short):
            found = problems_of(octets)
            assert problems_of(MappedSource(octets)) == found
            assert told(problems_of(octets, plain=False)) == told(found)


def test_damage_between_pages_is_found_in_its_place() -> None:
    data = ber_of(Ram().pages(0, 600, name="pc.ram"), pages=600, single=True)
    chance = random.Random(8)
    places = [at for at in range(len(data) - 3) if data[at : at + 3] == b"\x7f\xc6\x50"]
    assert len(places) == 600
    for place in chance.sample(places, 20):
        changed = bytearray(data)
        changed[place + chance.randrange(18)] ^= 1 << chance.randrange(8)
        assert problems_of(MappedSource(bytes(changed))) == problems_of(bytes(changed))


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    """A file that is long enough to be mapped."""
    path = tmp_path / "long.ber"
    path.write_bytes(ber_of(Ram().pages(0, 5000, name="pc.ram"), pages=5000))
    return path


def test_a_real_mapping(long_file: Path) -> None:
    with FileSource(os.open(long_file, os.O_RDONLY), "long") as source:
        assert source.mapping() is not None or os.uname().sysname != "Linux"
        assert problems_of(source) == []


def test_a_file_that_gets_shorter_ends_early(long_file: Path) -> None:
    with FileSource(os.open(long_file, os.O_RDONLY), "long") as source:
        os.truncate(long_file, 8 << 20)
        assert problems_of(source)[0].code == "truncated"


def test_forgetting_keeps_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the file there may be memory of somebody else, which would be emptied."""
    path = tmp_path / "file"
    path.write_bytes(bytes(5 * PAGE + 1))
    fd = os.open(path, os.O_RDONLY)
    try:
        mapping = FileMapping(fd, 5 * PAGE + 1)
    except OSError:
        pytest.skip("no mapping here")
    finally:
        os.close(fd)
    asked: list[tuple[int, int]] = []
    start = mapping._address

    def advise(address: int, length: int, advice: int) -> int:
        asked.append((address - start, address - start + length))
        return 0

    monkeypatch.setattr(mapping, "_advise", advise)
    mapping.forget(-3 * PAGE, 20 * PAGE)
    mapping.forget(9 * PAGE, 2 * PAGE)
    mapping.forget(2 * PAGE + 1, 2 * PAGE)
    assert asked == [(0, 5 * PAGE), (3 * PAGE, 4 * PAGE)]
