"""A section against the one that the destination's own machine saves before it has run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qmigui.compare.device_diff import values_of
from qmigui.compare.pci_config import first_difference
from qmigui.compare.values import OCTETS, Values, path_text
from qmigui.stream import wire
from qmigui.vmstate.model import Entry, Field, Vmsd

if TYPE_CHECKING:
    from qmigui.compare.content import Section, StateContent

_NOT_ALWAYS_SENT = frozenset(
    ("globalstate", "dirty-bitmap", "block", "virtio-mem-device-early", "s390-storage_attributes", "replay")
)
"""Sections that are known to a machine though it does not send them each time."""

Finding = tuple[str, str, str, str]
"""Code, path below the section, what is wrong, what QEMU will say."""

_VIRTIO_CONFIG = 4
"""Where the PCI configuration stands in the octets of a virtio device, behind its version."""


class Against(NamedTuple):
    """What a section is to a destination.

    Attributes:
        is_unknown: there is no such section.
        findings: what does not fit.
    """

    is_unknown: bool
    findings: list[Finding]


def compare_with_own(state: StateContent, section: Section, own: StateContent) -> Against:
    """Compare a section with that of the destination's own state."""
    begin = section.begin
    its = own.sections.get((begin.idstr, begin.instance_id, 0))
    if its is None:
        # A device behind a bus is also found by its name alone.
        its = _without_path(section, own)
    if its is None:
        return Against(section.name not in _NOT_ALWAYS_SENT, [])
    if begin.kind != wire.SECTION_FULL:
        return Against(False, [])
    version = begin.version_id
    if version > its.begin.version_id:
        said = f"savevm: unsupported version {version} for '{section.name}' v{its.begin.version_id}"
        message = f"version {version} is too new: the destination has {its.begin.version_id}"
        return Against(False, [("version-new", "", message, said)])
    mine, theirs = state.device(section), own.device(its)
    if mine is None or theirs is None or mine.vmsd is None or theirs.vmsd is None:
        return Against(False, [])
    findings: list[Finding] = []
    if version == its.begin.version_id:
        footer = f"Missing section footer for {section.name}, or error while loading state for instance"
        footer += f" {begin.instance_id:#x} of device '{section.name}'"
        told = _length_misfits(mine.vmsd, theirs.vmsd)
        findings += [("fields", path, words, footer) for path, words in told]
    if not findings:
        findings += _value_findings(section, mine.vmsd, values_of(state, section), values_of(own, its))
    return Against(False, findings)


def _without_path(section: Section, own: StateContent) -> Section | None:
    name = section.begin.idstr
    if b"/" in name:
        return None
    found = [each for each in own.sections.values() if each.begin.idstr.endswith(b"/" + name)]
    return found[section.begin.instance_id] if section.begin.instance_id < len(found) else None


# -- fields ----------------------------------------------------------------------------


def _length_misfits(mine: Vmsd, its: Vmsd, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Fields of one struct that take other octets than the destination's own do."""
    if mine.fields_length == its.fields_length:
        return
    ours = {field.name: field for field in mine.fields}
    theirs = {field.name: field for field in its.fields}
    extra = [field.name for field in mine.fields if field.name not in theirs and field.length]
    missing = [field.name for field in its.fields if field.name not in ours and field.length]
    if extra or missing:
        name = (extra or missing)[0]
        sent = ", ".join(f"'{each}'" for each in extra[:4]) or "nothing"
        wanted = ", ".join(f"'{each}'" for each in missing[:4]) or "nothing"
        yield f"field '{prefix}{name}'", f"{sent} stands where the destination's machine has {wanted}"
        return
    for name, field in ours.items():
        other = theirs[name]
        if field.length == other.length or _is_variable(field) or _is_variable(other):
            continue
        if _is_struct(field) and _is_struct(other):
            parts = field.entries[0].parts[0], other.entries[0].parts[0]
            yield from _length_misfits(*parts, f"{prefix}{name}.")
        else:
            words = f"{field.length} octets, the destination's machine has {other.length}"
            yield f"field '{prefix}{name}'", words


def _is_struct(field: Field) -> bool:
    return len(field.entries) == 1 and len(field.entries[0].parts) == 1 and not field.is_array


def _is_variable(field: Field) -> bool:
    """Whether what the guest did may change its length: lists, arrays, opaque content."""
    return field.is_array or any(entry.variable and not entry.parts for entry in field.entries)


# -- values that must be the same ------------------------------------------------------


def _value_findings(
    section: Section, vmsd: Vmsd, mine: Values | None, its: Values | None
) -> Iterator[Finding]:
    if mine is None or its is None:
        return
    said = f"error while loading state for instance {section.begin.instance_id:#x} of device '{section.name}'"
    for path, entry in _entries(vmsd, ()):
        value, other = mine.get(path), its.get(path)
        if value is None or other is None:
            continue
        words = path_text(path)
        if entry.type_name.endswith(" equal") and value.value != other.value:
            message = f"{value.value!r}, the destination has {other.value!r} and takes nothing else"
            yield "value-equal", words, message, f"{value.value!r} != {other.value!r}; {said}"
        elif entry.type_name == "int32 le" and not value.number and not other.number:
            assert isinstance(value.value, int)
            assert isinstance(other.value, int)
            if not 0 <= value.value <= other.value:
                message = f"{value.value}, the destination takes 0 to {other.value}"
                expecting = f"expecting positive value <= {other.value}"
                yield "value-limit", words, message, f"Invalid value {value.value} {expecting}; {said}"
        elif value.kind == OCTETS and other.kind == OCTETS:
            start = {"pci config": 0, "virtio": _VIRTIO_CONFIG}.get(entry.type_name)
            if start is not None and (start == 0 or ":" in section.name):
                assert isinstance(value.value, bytes)
                assert isinstance(other.value, bytes)
                yield from _pci_findings(value.value[start:], other.value[start:], words, said)


def _pci_findings(mine: bytes, its: bytes, path: str, said: str) -> Iterator[Finding]:
    found = first_difference(mine, its)
    if found is None:
        return
    place, wrong = found
    message = f"octet {place:#x} of the PCI configuration is {mine[place]:#04x}, the destination has"
    bad = f"Bad config data: i={place:#x} read: {mine[place]:x} device: {its[place]:x}"
    words = f"{message} {its[place]:#04x} (bits {wrong:#04x} are fixed)"
    yield "pci-config", path, words, f"get_pci_config_device: {bad}; {said}"


def _entries(vmsd: Vmsd, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """The fields outside of arrays and subsections, those of structs too."""
    for field in vmsd.fields:
        if field.is_array:
            continue
        entry = field.entries[0]
        yield (*path, field.name), entry
        if _is_struct(field):
            yield from _entries(entry.parts[0], (*path, field.name))
