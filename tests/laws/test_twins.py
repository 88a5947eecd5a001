"""The fast ways give what slow and simple ones give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.stream import ram
from tests.builders import Block, Ram, StreamBuilder
from tests.converting import to_ber, to_binary
from tests.laws.strategies import Place, law, put_pattern, ram_records
from tests.reference import ber as slow_ber
from tests.reference.ram import Kind, Record, be, read_body, read_record

if TYPE_CHECKING:
    from qmigui.stream import events as ev

PAGE_SIZES = st.sampled_from([256, 1024, 4096, 8192])


@st.composite
def bodies(draw: st.DrawFn) -> tuple[int, list[bytes], tuple[Block, ...]]:
    """Page size, payloads of START, PARTs and END, and the blocks."""
    page_size = draw(PAGE_SIZES)
    blocks = tuple(
        Block(name, page_size * pages)
        for name, pages in draw(
            st.lists(
                st.tuples(st.sampled_from(["a", "pc.ram", "Ä"]), st.sampled_from([1, 300, 700, 70_000])),
                min_size=1,
                unique_by=lambda entry: entry[0],
            )
        )
    )
    place = Place(blocks)
    count = draw(st.integers(1, 4))
    parts = [draw(ram_records(place, page_size, small=False)).octets(0) for _ in range(count)]
    return page_size, [Ram(page_size).listing(*blocks).octets(0), *parts], blocks


@pytest.mark.parametrize("single", [False, True], ids=["runs", "single pages"])
@law
@given(drawn=bodies())
def test_ram_becomes_the_ber_that_the_rules_say(
    drawn: tuple[int, list[bytes], tuple[Block, ...]], *, single: bool
) -> None:
    page_size, payloads, blocks = drawn
    builder = StreamBuilder(
        machine="pc", page_size=page_size, page_bits=True, description=False, blocks=blocks
    )
    builder.section(1, "ram", payloads[0], version_id=4)
    for payload in payloads[1:-1]:
        builder.section(2, "ram", payload)
    stream = builder.section(3, "ram", payloads[-1]).build()
    expected = slow_ber.ram_only_file(
        b"pc",
        [
            slow_ber.ram_body(read_body(payload, 0, page_size)[0], page_size, single=single)
            for payload in payloads
        ],
        section_id=1,
        page_bits=page_size.bit_length() - 1,
    )
    assert to_ber(stream, single=single) == expected
    assert to_binary(expected) == stream


def unrolled(runs: ev.RamRuns, page_size: int) -> list[Record]:
    """Rows as records."""
    records = []
    rows = zip(
        runs.kinds.tolist(),
        runs.addrs.tolist(),
        runs.counts.tolist(),
        runs.data_offsets.tolist(),
        strict=True,
    )
    for kind, addr, count, offset in rows:
        for number in range(count):
            start = offset + number * runs.stride
            data = bytes(runs.window[start : start + page_size]) if kind else b""
            records.append(Record(Kind.PAGE if kind else Kind.ZERO, addr + number * page_size, data=data))
    return records


def scan(octets: bytes, page_size: int) -> tuple[ev.RamRuns | None, int]:
    """Take what lies at the front of a window."""
    array = np.frombuffer(octets, dtype=np.uint8).copy()
    return ram.scan(array.data, array, 0, len(octets), page_size)


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, bytes]:
    """Page size and what a window holds: CONTINUE records, most of them whole."""
    page_size = draw(st.sampled_from([256, 1024, 4096]))
    records = Ram(page_size)
    addr = 0
    for _ in range(draw(st.integers(0, 8))):
        addr = draw(st.sampled_from([addr, addr, 0, page_size * 5]))
        if draw(st.integers(0, 2)) == 0:
            count = draw(st.integers(1, 300 if page_size < 4096 else 100))
            put_pattern(draw, records, addr, count, None)
            addr += count * page_size
            continue
        count = draw(st.one_of(st.integers(1, 16), st.sampled_from([63, 64, 65, 200, 600])))
        if draw(st.booleans()):
            records.zeros(addr, count)
        else:
            count = min(count, 70)
            records.pages(addr, count)
        addr += count * page_size
        if draw(st.integers(0, 9)) == 0:
            records.zero(addr, fill=draw(st.integers(1, 255)))
    octets = records.octets(0)
    return page_size, octets[: len(octets) - draw(st.integers(0, min(len(octets), 2 * page_size)))]


@law
@given(window=windows())
def test_scan_takes_what_reading_one_by_one_takes(window: tuple[int, bytes]) -> None:
    page_size, octets = window
    expected: list[Record] = []
    pos = 0
    while pos + 9 <= len(octets):
        value = be(octets[pos : pos + 8])
        length = {0x22: 9, 0x28: 8 + page_size}.get(value % page_size, 0)
        if not length or pos + length > len(octets):
            break
        record, after = read_record(octets, pos + 8, value, page_size)
        if record.kind is Kind.FILL:
            break
        expected.append(record)
        pos = after
    runs, taken = scan(octets, page_size)
    assert (unrolled(runs, page_size) if runs is not None else []) == expected
    assert taken == pos


@law
@given(window=windows())
def test_rows_are_as_long_as_they_can_be(window: tuple[int, bytes]) -> None:
    page_size, octets = window
    runs, _ = scan(octets, page_size)
    if runs is None:
        return
    ends = runs.addrs + runs.counts * page_size
    goes_on = (runs.kinds[1:] == runs.kinds[:-1]) & (runs.addrs[1:] == ends[:-1])
    assert not goes_on.any()
