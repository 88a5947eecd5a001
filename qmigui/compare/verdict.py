"""What a destination will say of a state: the first error is the one that QEMU stops at.

Messages of QEMU: ``migration/savevm.c``, ``vmstate.c``, ``ram.c``.  What the
state does not hold is not looked at, and what cannot be known is said in notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.compare.layout import Misfit, misfits
from qmigui.compare.own_state import compare_with_own
from qmigui.compare.ram_blocks import check_blocks
from qmigui.compare.registered import description_names, is_registered_by_hand
from qmigui.errors import Problem, Severity
from qmigui.stream import wire
from qmigui.stream.events import Capabilities

if TYPE_CHECKING:
    from qmigui.compare.content import Section, StateContent
    from qmigui.compare.destination import Destination
    from qmigui.compare.dump_table import DumpTable, TableVmsd

_COMMANDS_SINCE = {8: (3, 1), 9: (3, 1), 10: (3, 1), 11: (10, 0)}
"""The QEMU version that brought a command, of those that came after 2.5."""

SETUP = "Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices"


def check_against(state: StateContent, destination: Destination) -> Iterator[Problem]:
    """Find what keeps a state from loading, in the order in which QEMU would meet it."""
    yield from _configuration(state, destination)
    yield from _footers(state, destination)
    commands = list(_commands(state, destination))
    for section in state.sections.values():
        if commands and section.begin.kind == wire.SECTION_FULL:
            yield from commands  # they stand before the devices
            commands = []
        if section.begin.idstr == wire.RAM_IDSTR:
            yield from _ram(state, section, destination)
        else:
            yield from _section(state, section, destination)
    yield from commands


def error(
    code: str,
    message: str,
    section: Section | None,
    path: str,
    said: str,
    *,
    expected: str | None = None,
    found: str | None = None,
) -> Problem:
    """A finding that keeps the state from loading; *said* is what QEMU will say."""
    offset = section.begin.offset if section is not None else None
    hint = f"QEMU: {said}"
    return Problem(Severity.ERROR, code, message, offset, path, expected=expected, found=found, hint=hint)


# -- machine and RAM -------------------------------------------------------------------


def _configuration(state: StateContent, destination: Destination) -> Iterator[Problem]:
    own = destination.state
    if state.configuration is None:
        if own is not None and own.configuration is not None:
            yield error(
                "configuration-missing",
                "the state has no configuration, the destination's machine expects one",
                None,
                "configuration",
                "Configuration section missing",
            )
        return
    if own is not None and own.configuration is None:
        message = "the destination's machine expects no configuration"
        yield error("configuration", message, None, "configuration", "Unknown savevm section type 7")
        return
    machine = _local_machine(destination)
    name = state.configuration.machine
    # QEMU compares as many octets as it has received.
    if machine is not None and not machine.startswith(name):
        text = name.decode("utf-8", "backslashreplace")
        local = machine.decode("utf-8", "backslashreplace")
        yield error(
            "machine",
            "another machine type",
            None,
            "configuration / machine",
            f"Machine type received is '{text}' and local is '{local}'",
            expected=local,
            found=text,
        )
    yield from _page_size(state, destination)
    for sub in state.configuration.subsections:
        if isinstance(sub, Capabilities):
            names = ", ".join(name.decode("utf-8", "backslashreplace") for name in sub.names)
            message = f"the destination must have set the capability {names}"
            yield Problem(Severity.NOTE, "capability", message, None, "configuration / capabilities")


def _footers(state: StateContent, destination: Destination) -> Iterator[Problem]:
    own = destination.state
    first = next(iter(state.sections.values()), None)
    if own is None or first is None or None in {own.has_footers, state.has_footers}:
        return
    if own.has_footers and not state.has_footers:
        message = "sections have no footers, the destination expects them"
        yield error("footers", message, first, first.begin.path, f"Missing section footer for {first.name}")
    elif state.has_footers and not own.has_footers:
        message = "sections have footers, the destination expects none"
        yield error("footers", message, None, "section footers", "Unknown savevm section type 126")


def _commands(state: StateContent, destination: Destination) -> Iterator[Problem]:
    """Commands that an older QEMU does not know; those of streams in files only."""
    version = destination.version
    for code in sorted(state.commands):
        since = _COMMANDS_SINCE.get(code)
        if version is not None and since is not None and version < since:
            name = wire.COMMAND_NAMES[code]
            words = ".".join(map(str, since))
            message = f"QEMU knows this command from {words} on, the destination is {version[0]}.{version[1]}"
            yield error("command-unknown", message, None, f"command {name}", f"MIG_CMD {code:#x} unknown")


def _local_machine(destination: Destination) -> bytes | None:
    if destination.state is not None and destination.state.configuration is not None:
        return destination.state.configuration.machine
    table = destination.table
    return None if table is None or table.machine is None else table.machine.encode()


def _page_size(state: StateContent, destination: Destination) -> Iterator[Problem]:
    own = destination.state
    sizes = [next((b.page_size for b in each.ram.blocks.values()), 0) for each in (state, own) if each]
    if len(sizes) == 2 and all(sizes) and sizes[0] != sizes[1]:
        bits = [size.bit_length() - 1 for size in sizes]
        yield error(
            "page-size",
            f"target pages of {sizes[0]} octets, the destination has {sizes[1]}",
            None,
            "configuration / target-page-bits",
            f"Received TARGET_PAGE_BITS is {bits[0]} but local is {bits[1]}",
        )


def _ram(state: StateContent, section: Section, destination: Destination) -> Iterator[Problem]:
    yield from _completeness(state, section)
    own = destination.state
    if own is None:
        return
    for path, message, said in check_blocks(state.ram.blocks, own.ram.blocks, destination.limits):
        where = f"{section.begin.path} / {path}"
        last = "error while loading state for instance 0x0 of device 'ram'"
        yield error("ram-block", message, section, where, f"{said}; {last}")


def _completeness(state: StateContent, section: Section) -> Iterator[Problem]:
    """Pages that no record of the stream can have brought: channels of multifd are other files."""
    blocks = state.ram.blocks.values()
    if any(block.is_mapped for block in blocks) or "x-ignore-shared" in state.capabilities:
        return
    total = sum(block.length // block.page_size for block in blocks if block.page_size)
    if state.told_pages < total:
        message = f"{total - state.told_pages} of {total} pages are not in the stream: the guest's memory"
        words = f"{message} will be incomplete, and devices that look at it may refuse their state"
        yield Problem(Severity.WARNING, "ram-incomplete", words, section.begin.offset, section.begin.path)


# -- sections --------------------------------------------------------------------------


def _section(state: StateContent, section: Section, destination: Destination) -> Iterator[Problem]:
    begin = section.begin
    if destination.state is not None:
        its = compare_with_own(state, section, destination.state)
        if its.is_unknown:
            yield _unknown(section, "the destination's machine has no such section")
            return
        findings = list(its.findings)
    else:
        findings = []
    found = False
    for problem in _by_table(state, section, destination):
        if problem.severity is Severity.ERROR:
            if problem.code in {"section-unknown", "not-in-table"} and destination.state is not None:
                continue  # the machine has it
            found = True
        elif destination.state is not None:
            continue
        yield problem
    if found:
        return
    for code, path, message, said in findings:
        yield error(code, message, section, f"{begin.path} / {path}" if path else begin.path, said)


def _unknown(section: Section, message: str) -> Problem:
    begin = section.begin
    return error(
        "section-unknown",
        message,
        section,
        begin.path,
        f"Unknown savevm section or instance '{section.name}' {begin.instance_id}. {SETUP}",
    )


def _by_table(state: StateContent, section: Section, destination: Destination) -> Iterator[Problem]:
    table = destination.table
    if table is None:
        return
    device = state.device(section)
    known = _candidates(table, section, device.vmsd_name if device is not None else None)
    if not known:
        yield _not_in_table(table, section, device.vmsd_name if device is not None else None)
        return
    best: list[Problem] | None = None
    for each in known:
        found = list(_check_device(state, section, each))
        if best is None or len(found) < len(best):
            best = found
    yield from best or ()


def _candidates(table: DumpTable, section: Section, vmsd_name: str | None) -> list[TableVmsd]:
    for name in [vmsd_name] if vmsd_name else description_names(section.name):
        if name in table.devices:
            return table.devices[name]
    return []


def _not_in_table(table: DumpTable, section: Section, vmsd_name: str | None) -> Problem:
    names = [vmsd_name] if vmsd_name else description_names(section.name)
    if any(is_registered_by_hand(table.devices, name) for name in names):
        message = "belongs to no class of devices: it is not in the table, nothing can be said of it"
        return Problem(Severity.NOTE, "not-in-table", message, section.begin.offset, section.begin.path)
    return _unknown(section, "the destination has no such device")


def _check_device(state: StateContent, section: Section, table: TableVmsd) -> Iterator[Problem]:
    begin = section.begin
    version = begin.version_id
    if version > table.version_id:
        yield error(
            "version-new",
            f"version {version} is too new: the destination knows {table.version_id}",
            section,
            begin.path,
            f"savevm: unsupported version {version} for '{section.name}' v{table.version_id}",
            expected=f"{table.minimum_version_id} to {table.version_id}",
            found=str(version),
        )
        return
    if version < table.minimum_version_id:
        yield error(
            "version-old",
            f"version {version} is too old: the destination needs {table.minimum_version_id} at least",
            section,
            begin.path,
            f"{table.name}: incoming version_id {version} is too old for local minimum version_id"
            f" {table.minimum_version_id}",
            expected=f"{table.minimum_version_id} to {table.version_id}",
            found=str(version),
        )
        return
    device = state.device(section)
    vmsd = device.vmsd if device is not None else None
    if vmsd is None:
        yield Problem(
            Severity.NOTE,
            "not-described",
            "nothing describes its fields: only its version has been checked",
            begin.offset,
            begin.path,
        )
        return
    for misfit in misfits(vmsd, table, version):
        yield _misfit(section, misfit)


def _misfit(section: Section, misfit: Misfit) -> Problem:
    begin = section.begin
    said = f"error while loading state for instance {begin.instance_id:#x} of device '{section.name}'"
    if misfit.code in {"fields", "field-size", "array-length"}:
        said = f"Missing section footer for {section.name}, or {said}"
    return error(misfit.code, misfit.message, section, f"{begin.path} / {trail_words(misfit.trail)}", said)


def trail_words(trail: tuple[str, ...]) -> str:
    """A trail of names as paths have it: fields joined by dots, subsections by themselves."""
    parts: list[str] = []
    field = ""
    for step in trail:
        if step.startswith("subsection '"):
            parts += [f"field '{field}'"] if field else []
            parts.append(step)
            field = ""
        else:
            field = f"{field}.{step}" if field else step
    return " / ".join([*parts, *([f"field '{field}'"] if field else [])])
