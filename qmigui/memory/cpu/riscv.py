"""Registers of RISC-V CPUs; fields: QEMU ``target/riscv/machine.c``, names: ``cpu.c``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.memory.cpu.registers import Register

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.cpu.values import Values

_ABI = [
    "zero",
    "ra",
    "sp",
    "gp",
    "tp",
    "t0",
    "t1",
    "t2",
    "s0",
    "s1",
    "a0",
    "a1",
    "a2",
    "a3",
    "a4",
    "a5",
    "a6",
    "a7",
    "s2",
    "s3",
    "s4",
    "s5",
    "s6",
    "s7",
    "s8",
    "s9",
    "s10",
    "s11",
    "t3",
    "t4",
    "t5",
    "t6",
]
_FLOAT_ABI = [
    "ft0",
    "ft1",
    "ft2",
    "ft3",
    "ft4",
    "ft5",
    "ft6",
    "ft7",
    "fs0",
    "fs1",
    "fa0",
    "fa1",
    "fa2",
    "fa3",
    "fa4",
    "fa5",
    "fa6",
    "fa7",
    "fs2",
    "fs3",
    "fs4",
    "fs5",
    "fs6",
    "fs7",
    "fs8",
    "fs9",
    "fs10",
    "fs11",
    "ft8",
    "ft9",
    "ft10",
    "ft11",
]

_CSRS = [
    "mhartid",
    "mstatus",
    "hstatus",
    "vsstatus",
    "mip",
    "mie",
    "mideleg",
    "hideleg",
    "medeleg",
    "hedeleg",
    "mtvec",
    "stvec",
    "vstvec",
    "mepc",
    "sepc",
    "vsepc",
    "mcause",
    "scause",
    "vscause",
    "mtval",
    "stval",
    "vstval",
    "htval",
    "mtval2",
    "mtinst",
    "htinst",
    "mscratch",
    "sscratch",
    "vsscratch",
    "satp",
    "vsatp",
    "hgatp",
    "scounteren",
    "mcounteren",
    "hcounteren",
    "mcountinhibit",
    "menvcfg",
    "senvcfg",
    "henvcfg",
    "stimecmp",
    "vstimecmp",
    "htimedelta",
    "hgeie",
]
"""CSRs that are kept as they read, but for mstatus and its like."""

_SUMMARY = frozenset(("mstatus", "vsstatus"))
_VSXL_64 = 2 << 32
"""Always set where hstatus is read (``read_hstatus``)."""
_FS, _VS, _XS = 0x6000, 0x600, 0x18000


def registers(cpu: Cpu) -> Iterator[Register]:
    """What ``info registers`` shows, as far as the section holds it."""
    values = cpu.values
    flat = dict(values)
    for part in values.values():
        if isinstance(part, dict):
            for key, value in part.items():
                flat.setdefault(key, value)
    digits = 16 if cpu.architecture == "riscv64" else 8
    mask = (1 << 4 * digits) - 1
    yield Register("V", int(bool(flat.get("env.virt", flat.get("env.virt_enabled", 0)))), 1)
    yield Register("pc", values["env.pc"] & mask, digits)
    for name in _CSRS:
        value = flat.get(f"env.{name}")
        if isinstance(value, int):
            if name in _SUMMARY:
                value = _with_summary(value, digits)
            elif name == "hstatus" and digits == 16:
                value |= _VSXL_64
            yield Register(name, value & mask, digits)
    for number, value in enumerate(values["env.gpr"]):
        yield Register(f"x{number}/{_ABI[number]}", value & mask, digits)
    for number, value in enumerate(flat.get("env.fpr", ())):
        yield Register(f"f{number}/{_FLOAT_ABI[number]}", value, 16)


def _with_summary(status: int, digits: int) -> int:
    """A status register as it reads: its top bit says that some extension is dirty (``add_status_sd``)."""
    if status & _FS == _FS or status & _VS == _VS or status & _XS == _XS:
        return status | 1 << (4 * digits - 1)
    return status


def general(values: Values) -> list[int]:
    """Pc and x1 to x31, as core dumps have them."""
    return [values["env.pc"], *values["env.gpr"][1:]]
