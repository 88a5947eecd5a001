"""Registers of ARM CPUs; fields: QEMU ``target/arm/machine.c``, names: ``cpu.c`` (``arm_cpu_dump_state``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.memory.cpu.registers import Register

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.cpu.values import Values

FPSR_MASK = 0xF800009F
FPCR_MASK = 0x07FF9F00

# Identifiers of system registers are those of KVM (Linux asm/kvm.h).
_ARM64 = 0x6 << 60
_ARM32 = 0x4 << 60
_KIND_MASK = 0xFF << 56
_SYSREG = 0x0013
_NAMES = {
    (3, 0, 1, 0, 0): "SCTLR_EL1",
    (3, 0, 1, 0, 2): "CPACR_EL1",
    (3, 0, 2, 0, 0): "TTBR0_EL1",
    (3, 0, 2, 0, 1): "TTBR1_EL1",
    (3, 0, 2, 0, 2): "TCR_EL1",
    (3, 0, 5, 2, 0): "ESR_EL1",
    (3, 0, 6, 0, 0): "FAR_EL1",
    (3, 0, 10, 2, 0): "MAIR_EL1",
    (3, 0, 12, 0, 0): "VBAR_EL1",
    (3, 0, 13, 0, 1): "CONTEXTIDR_EL1",
    (3, 0, 13, 0, 4): "TPIDR_EL1",
    (3, 3, 13, 0, 2): "TPIDR_EL0",
    (3, 3, 13, 0, 3): "TPIDRRO_EL0",
    (3, 0, 0, 0, 0): "MIDR_EL1",
    (3, 0, 0, 0, 5): "MPIDR_EL1",
    (3, 4, 1, 1, 0): "HCR_EL2",
    (3, 4, 1, 0, 0): "SCTLR_EL2",
    (3, 4, 2, 0, 0): "TTBR0_EL2",
    (3, 4, 2, 0, 2): "TCR_EL2",
    (3, 4, 2, 1, 0): "VTTBR_EL2",
    (3, 4, 12, 0, 0): "VBAR_EL2",
    (3, 6, 1, 1, 0): "SCR_EL3",
    (3, 6, 1, 0, 0): "SCTLR_EL3",
}


def registers(cpu: Cpu) -> Iterator[Register]:
    """What ``info registers`` shows, then exception and system registers."""
    values = cpu.values
    vfp = values.get("cpu/vfp", {})
    if cpu.architecture == "aarch64":
        yield Register("PC", values["env.pc"], 16)
        for number in range(31):
            yield Register(f"X{number:02}", values["env.xregs"][number], 16)
        yield Register("SP", values["env.xregs"][31], 16)
        yield Register("PSTATE", pstate(values), 8)
        if vfp:
            status, control = floating_control(values)
            yield Register("FPCR", control, 8)
            yield Register("FPSR", status, 8)
            for number in range(32):
                yield Register(f"Q{number:02}", vector(vfp, number), 32)
        for level in range(1, 4):
            yield Register(f"ELR_EL{level}", values["env.elr_el"][level], 16)
        for level in range(4):
            yield Register(f"SP_EL{level}", values["env.sp_el"][level], 16)
    else:
        for number in range(16):
            yield Register(f"R{number:02}", values["env.regs"][number], 8)
        yield Register("PSR", values["cpsr"], 8)
        if vfp:
            for number in range(32):
                pair = vfp[f"env.vfp.zregs[{number // 2}].d"][number % 2]
                yield Register(f"d{number:02}", pair, 16)
            yield Register("FPSCR", vfp["fpscr"], 8)
    yield from _system(values)


def pstate(values: Values) -> int:
    """PSTATE; beyond 32 bits in a subsection."""
    wide = values.get("cpu/pstate64", {})
    state: int = wide.get("pstate64", values["cpsr"])
    return state


def floating_control(values: Values) -> tuple[int, int]:
    """FPSR and FPCR; up to 9.0 they are one register, FPSCR."""
    vfp = values.get("cpu/vfp", {})
    for name in ("cpu/vfp/fpcr_fpsr", "cpu/fpcr_fpsr"):
        both = vfp.get(name) or values.get(name)
        if both:
            return both["fpsr"], both["fpcr"]
    word = vfp.get("fpscr", 0)
    return word & FPSR_MASK, word & FPCR_MASK


def vector(vfp: Values, number: int) -> int:
    """One register of 128 bits."""
    low, high = vfp[f"env.vfp.zregs[{number}].d"]
    value: int = high << 64 | low
    return value


def _system(values: Values) -> Iterator[Register]:
    """The list of system registers; those without a name here have that of their encoding."""
    indexes = values.get("cpreg_vmstate_indexes", ())
    contents = values.get("cpreg_vmstate_values", ())
    named: list[Register] = []
    others: list[Register] = []
    for index, value in zip(indexes, contents, strict=False):
        kind, processor = index & _KIND_MASK, index >> 16 & 0xFFF
        if kind == _ARM64 and processor == _SYSREG:
            code = index >> 14 & 3, index >> 11 & 7, index >> 7 & 15, index >> 3 & 15, index & 7
            name = _NAMES.get(code)
            if name is not None:
                named.append(Register(name, value, 16))
            else:
                others.append(Register("S{}_{}_C{}_C{}_{}".format(*code), value, 16))
        elif kind == _ARM32 and processor < 16:
            if index >> 52 & 0xF == 3:  # 64 bits wide
                name = f"p{processor}_{index >> 3 & 15}_c{index >> 7 & 15}"
                others.append(Register(name, value, 16))
            else:
                parts = index >> 3 & 7, index >> 11 & 15, index >> 7 & 15, index & 7
                bank = "_ns" if index & 1 << 29 else ""
                name = "p{}_{}_c{}_c{}_{}".format(processor, *parts) + bank
                others.append(Register(name, value & 0xFFFFFFFF, 8))
    yield from named
    yield from others
