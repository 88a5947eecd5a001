"""The parts that the checks are made of, against simple twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.stream.checks.order import compare
from qmigui.stream.checks.pages import Coverage, LastPage
from qmigui.stream.checks.xbzrle import xbzrle_fault
from qmigui.stream.events import RamRuns
from tests.builders import xbzrle

PAGE = 4096
COUNT = 700

ROWS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(1, 300)), min_size=1, max_size=40)


def runs(rows: list[tuple[int, int]]) -> RamRuns:
    firsts = np.array([first * PAGE for first, _ in rows], dtype=np.int64)
    counts = np.array([count for _, count in rows], dtype=np.int64)
    zeros = np.zeros(len(rows), dtype=np.int64)
    return RamRuns(zeros.astype(np.uint8), firsts, counts, zeros, PAGE + 8, memoryview(b""))


@given(st.lists(ROWS, max_size=4))
def test_coverage_is_a_set_of_pages(events: list[list[tuple[int, int]]]) -> None:
    coverage = Coverage(COUNT, PAGE, LastPage())
    pages: set[int] = set()
    for rows in events:
        inside = [(first, min(count, COUNT - first)) for first, count in rows]
        coverage.add(runs(inside))
        pages.update(page for first, count in inside for page in range(first, first + count))
    assert [coverage.has(page * PAGE) for page in range(COUNT)] == [page in pages for page in range(COUNT)]
    count, ranges, range_count = coverage.missing()
    assert count == COUNT - len(pages)
    starts = [page for page in range(COUNT) if page not in pages and (page == 0 or page - 1 in pages)]
    assert range_count == len(starts)
    assert [first for first, _ in ranges] == starts[:4]
    assert all(page not in pages for first, last in ranges for page in range(first, last))


def test_absurd_repetitions_end_the_watch() -> None:
    coverage = Coverage(1 << 24, PAGE, LastPage())
    for _ in range(200):
        coverage.add(runs([(0, (1 << 24) - 1)]))
    assert coverage.missing() == (0, [], 0)


@given(st.data())
def test_sound_differences_decode(data: st.DataObject) -> None:
    old = data.draw(st.binary(min_size=64, max_size=64))
    new = bytearray(old)
    for place in data.draw(st.lists(st.integers(0, 63), max_size=20)):
        new[place] ^= 0x55
    assert xbzrle_fault(xbzrle(old, bytes(new)), 64) is None


@pytest.mark.parametrize(
    ("octets", "fits"),
    [
        (b"\x00\x01a", True),
        (b"\x3f\x01a", True),
        (b"\x40\x01a", False),
        (b"\x00\x41" + bytes(65), False),
        (b"\x00\x00", False),
        (b"\x01", False),
        (b"\x01\x02a", False),
        (b"\x01\x01a\x00\x01b", False),
        (b"\x80\x80\x01a", False),
        (b"\x80", False),
        (b"\x81\x00\x01a", True),
        (b"", True),
    ],
)
def test_grammar_of_differences(octets: bytes, fits: bool) -> None:
    assert (xbzrle_fault(octets, 64) is None) == fits


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(8, 11)))
def test_comparison_accounts_for_everything(order: list[int], gone: set[int], new: set[int]) -> None:
    first = [item for item in order if item not in gone] + sorted(new)
    second = list(range(8))
    result = compare(first, second)
    extra = {first[index] for index in result.extra} | {first[index] for index, _ in result.differing}
    absent = {second[place] for place, _ in result.absent} | {second[place] for _, place in result.differing}
    assert extra == new
    assert absent == gone
    moved = {first[index] for index in result.moved}
    kept = [item for item in first if item in second and item not in moved]
    assert kept == sorted(kept)


def test_what_a_gap_may_have_held_is_not_called_absent() -> None:
    assert compare("abe", "abcde").absent == [(2, 2), (3, 2)]
    assert compare("abe", "abcde", {2}).absent == []
    assert compare("abe", "abcde", {0}).absent == [(2, 2), (3, 2)]
