"""Page elements walked in lanes: the same as one after the other, right or damaged."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import pytest

from qmigui.stream import ber_tags as tags
from qmigui.stream import page_lanes, page_scan
from qmigui.stream.page_scan import PageScanner
from qmigui.visitor.tlv import encode, encode_integer

PAGE = 4096
ELEMENTS = 2600


@dataclass
class Made:
    """Octets of elements, and where each begins."""

    data: bytearray
    starts: list[int]


def integer(value: int) -> bytes:
    return encode(tags.INTEGER, encode_integer(value))


def element(addr: int, count: int, full: bool, chance: random.Random) -> bytes:
    if full:
        data = encode(tags.OCTETS, chance.randbytes(64) + bytes(count * PAGE - 64))
        return encode(tags.FULL_PAGE if count == 1 else tags.PAGE_RUN, integer(addr) + data)
    if count == 1:
        return encode(tags.COMPR, encode_integer(addr))
    return encode(tags.ZERO_RUN, integer(addr) + integer(count))


def make(seed: int) -> Made:
    """Zero and full pages at random, in runs; now and then addresses jump."""
    chance = random.Random(seed)
    data, starts, addr, full = bytearray(), [], 0, True
    for _ in range(ELEMENTS):
        count = min(1 + int(chance.expovariate(0.8)), 40)
        starts.append(len(data))
        data += element(addr, count, full, chance)
        addr += (count + (chance.randrange(200) if chance.random() < 0.05 else 0)) * PAGE
        full = not full if chance.random() < 0.9 else full
    return Made(data + bytes(page_scan.LOOK), starts)


@pytest.fixture(scope="module", params=range(2))
def made(request: pytest.FixtureRequest) -> Made:
    return make(request.param)


def scan(data: bytearray, pos: int = 0) -> tuple[list[tuple[int, ...]], int]:
    """Rows of what the scanner takes, and where it stops."""
    array = np.frombuffer(data, dtype=np.uint8)
    runs, end = PageScanner(PAGE).scan(memoryview(data), array, pos, len(data))
    assert runs is not None and runs.record_offsets is not None
    columns = runs.kinds, runs.addrs, runs.counts, runs.data_offsets, runs.record_offsets
    return list(zip(*(column.tolist() for column in columns), strict=True)), end


def one_by_one(data: bytearray, monkeypatch: pytest.MonkeyPatch) -> tuple[list[tuple[int, ...]], int]:
    with monkeypatch.context() as patch:
        patch.setattr(page_scan, "LANE_WINDOW", 1 << 60)
        return scan(data)


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many elements lanes took, each time."""
    taken: list[int] = []
    take = page_lanes.Lanes.take

    def counting(*arguments: object) -> object:
        found = take(*arguments)  # type: ignore[arg-type]
        taken.append(0 if found is None else len(found.starts))
        return found

    monkeypatch.setattr(page_lanes.Lanes, "take", counting)
    return taken


def test_lanes_take_what_one_walk_takes(
    made: Made, walked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, end = scan(made.data)
    assert sum(walked) > ELEMENTS // 2
    assert [row[4] for row in rows] == made.starts
    assert (rows, end) == one_by_one(made.data, monkeypatch)


def test_lanes_stop_at_the_element_that_is_wrong(
    made: Made, walked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any octet of any head, changed in any way, ends both walks at the same place with the same rows."""
    chance = random.Random(7)
    for _ in range(20):
        start = chance.choice(made.starts[200:])
        place = start + chance.randrange(16)
        old = made.data[place]
        made.data[place] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, old ^ 1, old ^ 0x80, (old + 1) & 0xFF])
        try:
            assert scan(made.data) == one_by_one(made.data, monkeypatch)
        finally:
            made.data[place] = old
    assert sum(walked) > 500


def test_pages_that_hold_page_elements_mislead_no_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guest's memory may hold BER: what begins there is never taken for an element of the list."""
    chance = random.Random(3)
    inner = bytes(make(1).data[: PAGE * 3])
    data, starts = bytearray(), []
    for number in range(900):
        starts.append(len(data))
        shift = chance.randrange(PAGE)
        page = (inner + inner)[shift : shift + PAGE]
        address = integer(2 * number * PAGE)
        data += encode(tags.FULL_PAGE, address + encode(tags.OCTETS, page))
        if chance.random() < 0.5:
            starts.append(len(data))
            data += encode(tags.COMPR, encode_integer((2 * number + 1) * PAGE))
    data += bytes(page_scan.LOOK)
    rows, end = scan(data)
    assert [row[4] for row in rows] == starts
    assert (rows, end) == one_by_one(data, monkeypatch)


def test_where_lanes_are_of_no_use_they_are_tried_less_and_less(
    walked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(5)
    monkeypatch.setattr(page_scan, "WORTH", 1 << 30)
    rows, _ = scan(made.data)
    assert [row[4] for row in rows] == made.starts
    assert 1 <= len(walked) <= 8
