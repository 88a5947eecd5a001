"""Compares two states: machine and configuration, sections, values, RAM.

How a stream is framed is no part of what it holds and is not compared: the
form, the numbers and order of sections, footers, commands, the text of the VM
description, in which order and how often pages came and how they were packed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.compare.device_diff import Change, diff_sections
from qmigui.compare.octets import compare_octets
from qmigui.compare.page_names import NEITHER, PAGE_NAMES
from qmigui.compare.ram_diff import BlockDiff, diff_ram
from qmigui.record import field, record
from qmigui.stream import events as ev
from qmigui.stream.writer import block_path

if TYPE_CHECKING:
    from qmigui.compare.content import StateContent
    from qmigui.compare.selection import Ignored

CONFIGURATION = "configuration"
MAX_DIFFERENCES = 1_000_000
"""So many differences are told."""


@record
class Difference:
    """One thing that differs outside of RAM.

    Attributes:
        section: its name; ``configuration`` for what stands in that.
        instance: of the section.
        path: as messages print it.
        change: what differs.
    """

    section: str
    instance: int
    path: str
    change: Change

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/compare.md says what they are."""
        change = self.change
        return {
            "section": self.section,
            "instance": self.instance,
            "path": self.path,
            "what": change.what,
            "a": plain(change.a),
            "b": plain(change.b),
        }


@record(frozen=False, eq=False)
class StateDiff:
    """All that differs.

    Attributes:
        differences: outside of RAM, in the order of A.
        blocks: all RAM blocks, those that are equal too.
        sections: how many sections were compared.
        ignored: differences that were left out.
    """

    differences: list[Difference] = field(default_factory=list)
    blocks: list[BlockDiff] = field(default_factory=list)
    sections: int = 0
    ignored: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs, but what was left out."""
        return not self.differences and all(block.is_equal for block in self.blocks)

    @property
    def unknown_pages(self) -> int:
        """Pages of RAM that neither state holds: nothing can be said of them."""
        return sum(block.counts[NEITHER] for block in self.blocks)

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/compare.md says what they are."""
        return {
            "equal": self.is_equal,
            "sections": self.sections,
            "ignored": self.ignored,
            "differences": [difference.to_json() for difference in self.differences],
            "ram": [_block_json(block) for block in self.blocks],
        }


def plain(value: int | bool | bytes | str | None) -> int | bool | str | None:
    """A value for JSON: octets in hexadecimal."""
    return value.hex() if isinstance(value, bytes) else value


def _key(code: int) -> str:
    return PAGE_NAMES[code].replace(" ", "_").lower()


def _block_json(block: BlockDiff) -> dict[str, object]:
    told: dict[str, object] = {
        "block": block.name.decode("utf-8", "backslashreplace"),
        "page_size": block.page_size,
        "length_a": block.lengths[0],
        "length_b": block.lengths[1],
        "equal": block.is_equal,
        "pages": {_key(code): count for code, count in enumerate(block.counts)},
    }
    if block.note:
        told["note"] = block.note
    if block.ranges:
        told["ranges"] = [
            {"what": _key(code), "addr": addr, "length": count * block.page_size}
            for code, addr, count in block.ranges
        ]
    return told


def diff_states(
    one: StateContent,
    other: StateContent,
    ignored: Ignored,
    *,
    want_ranges: bool,
    tick: Callable[[int], None],
) -> StateDiff:
    """Compare two states.

    Args:
        one: the state that is called A.
        other: the state that is called B.
        ignored: what is left out.
        want_ranges: keep which pages differ.
        tick: is called after some pages, with the number of octets compared.

    Raises:
        QmiguiError: something could not be read, or somebody stopped it.
    """
    result = StateDiff()
    for difference in _differences(one, other):
        if ignored.matches(difference.section, difference.path):
            continue
        result.differences.append(difference)
        tick(0)
        if len(result.differences) >= MAX_DIFFERENCES:
            more = Change("", "more", f"more than {MAX_DIFFERENCES} differences", None)
            result.differences.append(Difference("", 0, "", more))
            break
    result.sections = len(one.sections.keys() | other.sections.keys())
    for block in diff_ram(one, other, want_ranges=want_ranges, tick=tick):
        name = block.name.decode("utf-8", "backslashreplace")
        if block.is_equal or not ignored.matches(name, f"RAM / {block_path(block.name)}"):
            result.blocks.append(block)
    result.ignored = ignored.count
    return result


def _differences(one: StateContent, other: StateContent) -> Iterator[Difference]:
    for change in _configuration_changes(one.configuration, other.configuration):
        path = f"{CONFIGURATION} / {change.path}" if change.path else CONFIGURATION
        yield Difference(CONFIGURATION, 0, path, change)
    for key, section in one.sections.items():
        its = other.sections.get(key)
        path, name, instance = section.begin.path, section.name, section.begin.instance_id
        if its is None:
            yield Difference(name, instance, path, Change("", "only-a", _version(section.begin), None))
            continue
        for change in diff_sections(one, other, section, its):
            below = f"{path} / {change.path}" if change.path else path
            yield Difference(name, instance, below, change)
    for key, section in other.sections.items():
        if key not in one.sections:
            begin = section.begin
            change = Change("", "only-b", None, _version(begin))
            yield Difference(section.name, begin.instance_id, begin.path, change)
    if compare_octets(one.unparsed, other.unparsed)[1] or one.unparsed.length != other.unparsed.length:
        change = Change("", "length", one.unparsed.length, other.unparsed.length)
        yield Difference("unparsed", 0, "unparsed octets", change)


def _version(begin: ev.SectionBegin) -> str:
    return f"version {begin.version_id}"


def _configuration_changes(one: ev.Configuration | None, other: ev.Configuration | None) -> Iterator[Change]:
    if one is None or other is None:
        if one is not None:
            yield Change("", "only-a", _text(one.machine), None)
        elif other is not None:
            yield Change("", "only-b", None, _text(other.machine))
        return
    if one.machine != other.machine:
        yield Change("machine", "value", _text(one.machine), _text(other.machine))
    mine, its = _subsections(one), _subsections(other)
    for name, value in mine.items():
        if name not in its:
            yield Change(name, "only-a", value, None)
        elif value != its[name]:
            yield Change(name, "value", value, its[name])
    for name, value in its.items():
        if name not in mine:
            yield Change(name, "only-b", None, value)


def _subsections(event: ev.Configuration) -> dict[str, int | str | bytes]:
    """Subsections of the configuration by name; their versions are all 1."""
    found: dict[str, int | str | bytes] = {}
    for sub in event.subsections:
        match sub:
            case ev.TargetPageBits():
                found["target-page-bits"] = sub.bits
            case ev.Capabilities():
                found["capabilities"] = ", ".join(_text(name) for name in sub.names)
            case ev.Uuid():
                found["uuid"] = sub.uuid
            case _:
                found[_text(sub.name).removeprefix("configuration/")] = sub.contents
    return found


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")
