"""What a stream tells of the emulator that wrote it: version of the machine type, and target.

Neither is in a stream as such.  The version is the end of a versioned machine
type (``pc-q35-7.2``); the target shows in how the VM description lays out the
CPU (``target/*/machine.c`` of QEMU), or else in libvirt's XML or in machine types that only one has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.library.query_values import version_number
from qmigui.vmstate.description import Description

if TYPE_CHECKING:
    from qmigui.library.archive.archive import Archive
    from qmigui.vmstate.model import Vmsd

_VERSIONED = re.compile(r".*-(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:-[a-z0-9.]+)?", re.ASCII | re.DOTALL)

_BY_FIELDS = (
    # All of these fields; the one whose elements have 4 or 8 octets; the two targets.
    ({"env.regs", "env.eip"}, "env.regs", "i386", "x86_64"),
    ({"env.regs", "env.xregs", "cpsr"}, None, "arm", "aarch64"),
    ({"env.gpr", "env.misa_ext"}, "env.gpr", "riscv32", "riscv64"),
    ({"env.gpr", "env.misa"}, "env.gpr", "riscv32", "riscv64"),
    ({"env.gpr", "env.CSR_CRMD"}, "env.gpr", "loongarch32", "loongarch64"),
    ({"env.gpr", "env.nip"}, "env.gpr", "ppc", "ppc64"),
    ({"env.psw.mask", "env.cregs"}, "env.psw.mask", "s390", "s390x"),
    ({"env.active_tc", "env.btarget"}, "env.btarget", "mips", "mips64"),
    ({"env.gregs", "env.npc"}, "env.gregs", "sparc", "sparc64"),
    ({"env.dregs", "env.aregs"}, "env.dregs", "m68k", "m68k"),
    ({"env.pc_w", "env.rampD"}, "env.pc_w", "avr", "avr"),
    ({"ir", "fir", "unique"}, "ir", "alpha", "alpha"),
    ({"gr", "fr", "sr"}, "gr", "hppa", "hppa"),
    ({"shadow_gpr", "epcr"}, "pc", "or1k", "or1k"),
    ({"regs", "msr", "esr", "btr"}, "regs", "microblaze", "microblaze"),
    ({"regs", "pregs", "dslot"}, "regs", "cris", "cris"),
)

_BY_MACHINE = (
    (re.compile(r"pc(-.*)?|isapc|q35|microvm", re.DOTALL), "x86_64"),
    (re.compile(r"s390-ccw-virtio.*", re.DOTALL), "s390x"),
    (re.compile(r"(pseries|powernv).*", re.DOTALL), "ppc64"),
)

_PSTATE_NRW = 0x10
"""Set in PSTATE while an ARM processor is in AArch32 (``target/arm/cpu.h``)."""


def version_of(machine: str | None) -> tuple[str, int] | None:
    """The QEMU version that a machine type belongs to, as text and as a number that sorts."""
    found = _VERSIONED.fullmatch(machine or "")
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part is not None]
    return ".".join(map(str, parts)), version_number(parts)


def target_of(archive: Archive) -> str | None:
    """The target as QEMU names it in ``qemu-system-*``, or None where nothing tells.

    The two byte orders of MIPS and of MicroBlaze look the same.
    """
    try:
        text = archive.description()
        if text is not None:
            for device in Description(text).devices():
                if device.name == "cpu" and device.vmsd is not None:
                    found = _by_fields(archive, device.vmsd, device.instance_id)
                    if found is not None:
                        return found
                    break
    except QmiguiError:
        pass  # a damaged description; it is told elsewhere
    machine = archive.info.machine or ""
    by_machine = (target for pattern, target in _BY_MACHINE if pattern.fullmatch(machine))
    return archive.info.arch or next(by_machine, None)


def _by_fields(archive: Archive, cpu: Vmsd, instance_id: int) -> str | None:
    sizes = _sizes(cpu)
    for names, probe, short, long in _BY_FIELDS:
        if names <= sizes.keys():
            if probe is None:
                return short if _is_aarch32(archive, cpu, instance_id) else long
            return long if sizes[probe] == 8 else short
    return None


def _sizes(cpu: Vmsd) -> dict[str, int]:
    """Size of an element of each field; where all registers are in one structure, of its members."""
    found: dict[str, int] = {}
    for field in cpu.fields:
        for entry in field.entries[:1]:
            found.setdefault(field.name, entry.size)
            if field.name == "env" and entry.parts:
                for inner in entry.parts[0].fields:
                    found.setdefault(inner.name, inner.entries[0].size if inner.entries else 0)
    return found


def _is_aarch32(archive: Archive, cpu: Vmsd, instance_id: int) -> bool:
    if any(section.idstr.endswith("armv7m_nvic") for section in archive.sections):
        return True
    offset = 0
    for field in cpu.fields:
        if field.name == "cpsr":
            break
        offset += sum(entry.size * entry.count for entry in field.entries)
    octets = archive.device_data("cpu", instance_id)[offset : offset + 4]
    return bool(int.from_bytes(octets, "big") & _PSTATE_NRW)
