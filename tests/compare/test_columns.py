"""The columns of pages against their plain twins, and octets in pieces."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.compare import columns, fetch
from qmigui.compare.columns import ABSENT, PageColumn
from qmigui.compare.fetch import Fetcher, are_equal, are_zero, stretches
from qmigui.compare.octets import Octets, Store, compare_octets, differing_ranges
from qmigui.qemufile.memory import MemorySource

PAGES = 300

rows = st.lists(
    st.tuples(
        st.integers(0, PAGES - 1),
        st.integers(1, 200),
        st.integers(-2, 10**9),
        st.sampled_from([0, 4096, 4104]),
    ),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(rows, max_size=4))
def test_rows_set_what_a_loop_sets(batches: list[list[tuple[int, int, int, int]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "CHUNK", 64)
        patch.setattr(columns, "LONG_RUN", 16)
        patch.setattr(columns, "PORTION", 3)
        column = PageColumn(PAGES)
        plain = [ABSENT] * PAGES
        for batch in batches:
            cut = [(first, min(count, PAGES - first), value, step) for first, count, value, step in batch]
            for first, count, value, step in cut:
                for number in range(count):
                    plain[first + number] = value + number * step
            if cut:
                column.set_rows(*(np.array(part, dtype=np.int64) for part in zip(*cut, strict=True)))
        assert [column.get(page) for page in range(PAGES)] == plain


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.sampled_from([8, 8, 8, 8, 8, 9, 17, 100, -40]), min_size=1, max_size=120),
    changed=st.sets(st.integers(0, 120), max_size=9),
    zero=st.sets(st.integers(0, 120), max_size=9),
)
def test_stretches_cover_all_pages(steps: list[int], changed: set[int], zero: set[int]) -> None:
    """However the pages lie, each is compared once, with its own octets."""
    size = 8
    places = np.cumsum([2000, *steps])
    image = bytearray(places.max() + 100)
    for number, place in enumerate(places.tolist()):
        image[place : place + size] = bytes(size) if number in zero else bytes((number % 255 + 1,)) * size
    # The other side has them one behind the other.
    other = bytearray()
    for number, place in enumerate(places.tolist()):
        page = bytes(image[place : place + size])
        other += b"\xff" * size if number in changed else page
    sides = (places, np.arange(len(places), dtype=np.int64) * size)
    with pytest.MonkeyPatch.context() as patch, closing(Store()) as store:
        patch.setattr(fetch, "STRETCH", 160)
        patch.setattr(fetch, "EVEN", 4)
        fetchers = tuple(Fetcher(MemorySource(bytes(octets)), store, size) for octets in (image, other))
        equal: list[bool] = []
        empty: list[bool] = []
        done = 0
        for start, end in stretches(fetchers, sides):
            assert start == done
            done = end
            left, right = (each.pages(side[start:end]) for each, side in zip(fetchers, sides, strict=True))
            equal += are_equal(left, right).tolist()
            empty += are_zero(right, size).tolist()
    assert done == len(places)
    theirs = [bytes(other[start : start + size]) for start in range(0, len(other), size)]
    ours = [bytes(image[place : place + size]) for place in places.tolist()]
    assert equal == [left == right for left, right in zip(ours, theirs, strict=True)]
    assert empty == [not any(page) for page in theirs]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 90), st.integers(0, 9)), max_size=12), st.data())
def test_octets_in_pieces(pieces: list[tuple[bool, int, int]], data: st.DataObject) -> None:
    image = bytes(range(100))
    with closing(Store()) as store:
        _pieces(Octets(MemorySource(image), store), image, pieces, data)


def _pieces(
    octets: Octets, image: bytes, pieces: list[tuple[bool, int, int]], data: st.DataObject
) -> None:
    plain = b""
    for stored, place, length in pieces:
        part = image[place : place + length]
        if stored:
            octets.keep(part)
        else:
            octets.add(place, length)
        plain += part
    start, length = data.draw(st.integers(0, len(plain))), data.draw(st.integers(0, 200))
    assert octets.length == len(plain)
    assert octets.read(start, length) == plain[start : start + length]


def test_ranges_that_are_near_are_one() -> None:
    one = bytearray(100)
    one[10] = one[18] = one[40] = 1
    assert differing_ranges(bytes(one), bytes(100), 1000) == [(1010, 9), (1040, 1)]
    assert differing_ranges(b"abc", b"abc") == []
    with closing(Store()) as store:
        left, right = Octets(MemorySource(bytes(one)), store), Octets(MemorySource(bytes(50)), store)
        left.add(0, 100)
        right.add(0, 50)
        assert compare_octets(left, right) == ([(10, 9), (40, 1)], 2)


def test_long_stores_go_to_a_file() -> None:
    store = Store()
    page = bytes(range(256)) * 4096
    for _ in range(20):
        store.append(page)
    store.write(3, b"xyz")
    assert store.read(0, 10) == b"\0\1\2xyz\6\7\x08\x09"
    assert store.read(19 << 20, 1 << 20) == page
    store.close()
