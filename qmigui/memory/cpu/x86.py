"""Registers of x86 CPUs; fields: QEMU ``target/i386/machine.c``, names: ``cpu-dump.c``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.memory.cpu.registers import Register

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.cpu.values import Values

# Bits of env.hflags (target/i386/cpu.h).
CPL_MASK = 3
INHIBIT_IRQ = 1 << 3
CS64 = 1 << 15
SMM = 1 << 19
LMA = 1 << 14
A20 = 1 << 20

GENERAL = ("AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI")
"""In the order of env.regs."""
_SHOWN = ("AX", "BX", "CX", "DX", "SI", "DI", "BP", "SP")
SEGMENTS = ("ES", "CS", "SS", "DS", "FS", "GS")
"""In the order of env.segs."""

# Parts of XCR0: x87, SSE, AVX, and the three of AVX-512.
_YMM_STATE = 0x7
_ZMM_STATE = 0xE7


def is_long_mode(values: Values) -> bool:
    """Whether the CPU is in 64-bit or compatibility mode."""
    return bool(values["env.hflags"] & LMA)


def registers(cpu: Cpu) -> Iterator[Register]:
    """What ``info registers`` shows, and a few more."""
    values = cpu.values
    hflags = values["env.hflags"]
    is_64 = bool(hflags & CS64)
    digits = 16 if is_64 else 8
    mask = (1 << 4 * digits) - 1
    prefix = "R" if is_64 else "E"
    regs = values["env.regs"]
    for name in _SHOWN:
        yield Register(prefix + name, regs[GENERAL.index(name)] & mask, digits)
    if is_64:
        for number in range(8, 16):
            yield Register(f"R{number}", regs[number], 16)
    yield Register(f"{prefix}IP", values["env.eip"] & mask, digits)
    yield Register("RFL" if is_64 else "EFL", values["env.eflags"] & 0xFFFFFFFF, 8)
    yield Register("CPL", hflags & CPL_MASK, 1)
    yield Register("II", int(bool(hflags & INHIBIT_IRQ)), 1)
    yield Register("A20", int(bool(values["env.a20_mask"] & A20)), 1)
    yield Register("SMM", int(bool(hflags & SMM)), 1)
    yield Register("HLT", int(cpu.halted), 1)
    wide = 16 if is_long_mode(values) else 8
    for name, segment in zip(SEGMENTS, values["env.segs"], strict=True):
        yield _segment(name, segment, wide)
    yield _segment("LDT", values["env.ldt"], wide)
    yield _segment("TR", values["env.tr"], wide)
    for name, key in (("GDT", "env.gdt"), ("IDT", "env.idt")):
        table = values[key]
        base = table["base"] & (1 << 4 * wide) - 1
        yield Register(name, (base, table["limit"]), (wide, 8), ("base", "limit"))
    yield Register("CR0", values["env.cr[0]"] & 0xFFFFFFFF, 8)
    for number in (2, 3):
        yield Register(f"CR{number}", values[f"env.cr[{number}]"] & (1 << 4 * wide) - 1, wide)
    yield Register("CR4", values["env.cr[4]"] & 0xFFFFFFFF, 8)
    for number in (0, 1, 2, 3, 6, 7):
        yield Register(f"DR{number}", values["env.dr"][number], 16 if len(regs) == 16 else 8)
    if "env.efer" in values:
        yield Register("EFER", values["env.efer"], 16)
    yield from _floating(values, 16 if is_64 else 8)
    for name in ("star", "lstar", "cstar", "fmask", "kernelgsbase"):
        if f"env.{name}" in values:
            yield Register(name.upper(), values[f"env.{name}"], 16)


def _segment(name: str, segment: Values, wide: int) -> Register:
    base = segment["base"] & (1 << 4 * wide) - 1
    # The low octet of the flags is no part of the descriptor (cpu_x86_dump_seg_cache).
    value = segment["selector"], base, segment["limit"], segment["flags"] & 0xFFFF00
    return Register(name, value, (4, wide, 8, 8), ("selector", "base", "limit", "flags"))


def _floating(values: Values, shown: int) -> Iterator[Register]:
    """The x87 and vector registers."""
    yield Register("FCW", values["env.fpuc"], 4)
    yield Register("FSW", values["env.fpus_vmstate"], 4)
    yield Register("FTW", values["env.fptag_vmstate"], 2)
    yield Register("MXCSR", values["env.mxcsr"], 8)
    for number, register in enumerate(values["env.fpregs"]):
        parts = register.get("tmp", register)
        value = parts["tmp_mant"], parts["tmp_exp"]
        yield Register(f"FPR{number}", value, (16, 4), ("mantissa", "exponent"))
    low = [_wide(register, 0) for register in values["env.xmm_regs[0]"]]
    high = [_wide(register, 2) for register in values.get("env.xmm_regs[1]", ())]
    enabled = values.get("env.xcr0", 0)
    avx512 = values.get("cpu/avx512")
    if avx512 is not None and enabled & _ZMM_STATE == _ZMM_STATE:
        for number, mask in enumerate(avx512["env.opmask_regs"]):
            yield Register(f"Opmask{number:02}", mask, 16)
        # The first array of that name is the upper halves, the second one the registers from 16 on.
        upper, *rest = (array for name, array in avx512.items() if name.startswith("env.xmm_regs"))
        tops = [_wide(register, 6) << 384 | _wide(register, 4) << 256 for register in upper]
        lows = [top | two << 128 | one for top, two, one in zip(tops, high, low, strict=True)]
        more = rest[0] if rest else ()
        lows += [sum(_wide(register, 2 * half) << 128 * half for half in range(4)) for register in more]
        for number, vector in enumerate(lows):
            yield Register(f"ZMM{number:02}", vector, 128)
    elif high and enabled & _YMM_STATE == _YMM_STATE:
        for number in range(shown):
            yield Register(f"YMM{number:02}", high[number] << 128 | low[number], 64)
    else:
        for number in range(shown):
            yield Register(f"XMM{number:02}", low[number], 32)


def _wide(register: Values, first: int) -> int:
    """128 bits of a vector register, which is kept in quarters of it."""
    one: int = (
        register[f"_q_ZMMReg[{first}]"] if f"_q_ZMMReg[{first}]" in register else register[f"_q[{first}]"]
    )
    name = f"_q_ZMMReg[{first + 1}]"
    two: int = register[name] if name in register else register[f"_q[{first + 1}]"]
    return two << 64 | one
