"""Compares two sections: value by value where both are described, else as octets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.compare.octets import MAX_RANGES, Octets, compare_octets, differing_ranges
from qmigui.compare.values import (
    NULLPTR,
    OCTETS,
    SUBSECTION,
    Path,
    Value,
    Values,
    described_values,
    element_values,
    elements_of,
    path_text,
)
from qmigui.errors import FormatError
from qmigui.stream.ber_cursor import BerCursor
from qmigui.stream.ber_writer import MAX_VMSTATE
from qmigui.stream.feed import Feed

if TYPE_CHECKING:
    from qmigui.compare.content import Section, StateContent
    from qmigui.qemufile.base import Source

SHOWN = 16
"""Octets that are told of each side of a range."""

MAX_CHANGES = 100_000
"""So many changes of one section are told."""


class Change(NamedTuple):
    """One thing that differs.

    Attributes:
        path: below the section, as messages print it; empty: the section itself.
        what: ``value``, ``type``, ``octets``, ``length``, ``version``, ``only-a``, ``only-b``, ``more``.
        a: value in A: an integer, a truth value, octets, a text; None: NULL, or there is none.
        b: value in B.
    """

    path: str
    what: str
    a: int | bool | bytes | str | None
    b: int | bool | bytes | str | None


def diff_sections(
    one: StateContent, other: StateContent, mine: Section, its: Section
) -> Iterator[Change]:
    """All that differs between two sections of the same name and instance.

    Raises:
        TransportError: octets could not be read.
    """
    if mine.begin.version_id != its.begin.version_id:
        yield Change("version", "version", mine.begin.version_id, its.begin.version_id)
    ranges, count = compare_octets(mine.body, its.body)
    if not count and mine.body.length == its.body.length:
        return
    values = values_of(one, mine), values_of(other, its)
    if values[0] is not None and values[1] is not None:
        told = False
        for change in _bounded(diff_values(values[0], values[1])):
            told = True
            yield change
        if told:
            return
    yield from _octet_changes(mine.body, its.body, ranges, count)


def values_of(state: StateContent, section: Section) -> Values | None:
    """The values of a section; None where nothing describes them."""
    try:
        if section.element_offset is not None:
            element = element_at(state.source, section.element_offset)
            return element_values(element, section.element_offset, section.begin.path)
        device = state.device(section)
        if device is None or device.vmsd is None:
            return None
        payload = section.body.read(0, section.body.length)
        return described_values(device, memoryview(payload))
    except FormatError:
        return None


def element_at(source: Source, offset: int) -> bytes:
    """The VMState element of a section of BER that stands at *offset*.

    Raises:
        FormatError: there is none.
        TransportError: it could not be read.
    """
    feed = Feed(source)
    feed.seek(offset)
    try:
        return bytes(BerCursor(feed).element(MAX_VMSTATE, "a device's vmstate"))
    finally:
        feed.close()


def _bounded(changes: Iterator[Change]) -> Iterator[Change]:
    for number, change in enumerate(changes):
        if number >= MAX_CHANGES:
            yield Change("", "more", f"more than {MAX_CHANGES} values differ", None)
            return
        yield change


# -- values ----------------------------------------------------------------------------


def diff_values(one: Values, other: Values) -> Iterator[Change]:
    """All values that differ, in the order of A, then those that only B has."""
    left, right = _alike(one, other), _alike(other, one)
    skipped: Path | None = None
    for path, value in left.items():
        if skipped is not None and path[: len(skipped)] == skipped:
            continue
        its = right.get(path)
        if its is None:
            if value.kind == SUBSECTION:
                skipped = path
            yield Change(path_text(path), "only-a", _shown(value), None)
        else:
            yield from _diff_value(path, value, its)
    skipped = None
    for path, value in right.items():
        if path in left or (skipped is not None and path[: len(skipped)] == skipped):
            continue
        if value.kind == SUBSECTION:
            skipped = path
        yield Change(path_text(path), "only-b", None, _shown(value))


def _alike(values: Values, others: Values) -> Values:
    """*values* with runs of elements taken apart where the others have no such run."""
    if all(_has_like(others, path, value) for path, value in values.items() if value.number):
        return values
    apart: Values = {}
    for path, value in values.items():
        if not value.number or _has_like(others, path, value):
            apart[path] = value
            continue
        first = path[-1]
        assert isinstance(first, int)
        width = value.size // value.number
        for number, element in enumerate(elements_of(value)):
            place = value.offset + number * width
            apart[*path[:-1], first + number] = Value(value.kind, element, place, width)
    return apart


def _has_like(others: Values, path: Path, value: Value) -> bool:
    its = others.get(path)
    return its is not None and its.number == value.number and its.kind == value.kind


def _shown(value: Value) -> int | bool | bytes | str | None:
    if value.kind == NULLPTR:
        return "NULL"
    if value.kind == SUBSECTION:
        return f"version {value.value!r}"
    if value.number:
        return f"{value.number} elements"
    return value.value


def _diff_value(path: Path, one: Value, other: Value) -> Iterator[Change]:
    if one.kind != other.kind:
        if NULLPTR not in {one.kind, other.kind} and one.value == other.value:
            yield Change(path_text(path), "type", one.kind, other.kind)
        else:
            yield Change(path_text(path), "value", _shown(one), _shown(other))
    elif one.value == other.value:
        return
    elif one.number:
        yield from _diff_elements(path, one, other)
    elif one.kind == SUBSECTION:
        yield Change(path_text(path), "version", one.value, other.value)
    elif one.kind == OCTETS:
        assert isinstance(one.value, bytes)
        assert isinstance(other.value, bytes)
        yield from _diff_octets(path_text(path), one.value, other.value)
    else:
        yield Change(path_text(path), "value", one.value, other.value)


def _diff_elements(path: Path, one: Value, other: Value) -> Iterator[Change]:
    """Elements of an array, of one kind and number."""
    assert isinstance(one.value, bytes)
    assert isinstance(other.value, bytes)
    width = one.size // one.number
    left = np.frombuffer(one.value, np.uint8).reshape(-1, width)
    right = np.frombuffer(other.value, np.uint8).reshape(-1, width)
    mine, its = elements_of(one), elements_of(other)
    first = path[-1]
    assert isinstance(first, int)
    for number in np.flatnonzero((left != right).any(axis=1)).tolist():
        yield Change(path_text((*path[:-1], first + number)), "value", mine[number], its[number])


# -- octets ----------------------------------------------------------------------------


def _diff_octets(path: str, one: bytes, other: bytes) -> Iterator[Change]:
    """A value that is octets: whole if it is short, else by range."""
    if len(one) != len(other):
        yield Change(path, "length", len(one), len(other))
    elif len(one) <= SHOWN:
        yield Change(path, "value", one, other)
        return
    common = min(len(one), len(other))
    for start, length in differing_ranges(one[:common], other[:common]):
        yield _range_change(path, one[start : start + length], other[start : start + length], start)


def _range_change(path: str, one: bytes, other: bytes, start: int, length: int | None = None) -> Change:
    end = start + (len(one) if length is None else length) - 1
    words = f"octets {start:#x}..{end:#x}" if end > start else f"octet {start:#x}"
    return Change(f"{path} / {words}" if path else words, "octets", one[:SHOWN], other[:SHOWN])


def _octet_changes(
    mine: Octets, its: Octets, ranges: list[tuple[int, int]], count: int
) -> Iterator[Change]:
    """Bodies that nothing describes on both sides."""
    if mine.length != its.length:
        yield Change("", "length", mine.length, its.length)
    for start, length in ranges:
        shown = min(length, SHOWN)
        yield _range_change("", mine.read(start, shown), its.read(start, shown), start, length)
    if count > len(ranges):
        yield Change("", "more", f"{count - MAX_RANGES} more ranges of octets differ", None)
