"""Registers of s390x CPUs; fields: QEMU ``target/s390x/machine.c``, names: ``cpu-dump.c``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.memory.cpu.registers import Register

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.cpu.values import Values


def registers(cpu: Cpu) -> Iterator[Register]:
    """What ``info registers`` shows, and the access registers and the prefix."""
    values = cpu.values
    psw = values["env.psw.mask"], values["env.psw.addr"]
    yield Register("PSW", psw, (16, 16), ("mask", "addr"))
    for number, value in enumerate(values["env.regs"]):
        yield Register(f"R{number:02}", value, 16)
    if "cpu/vregs" in values:
        for number in range(32):
            yield Register(f"V{number:02}", vector(values, number), 32)
    elif "cpu/fpu" in values:
        for number in range(16):
            yield Register(f"F{number:02}", half(values, number, 0), 16)
    if "cpu/fpu" in values:
        yield Register("FPC", values["cpu/fpu"]["env.fpc"], 8)
    for number, value in enumerate(values["env.cregs"]):
        yield Register(f"C{number:02}", value, 16)
    for number, value in enumerate(values["env.aregs"]):
        yield Register(f"A{number:02}", value, 8)
    yield Register("PREFIX", values["env.psa"], 16)


def half(values: Values, number: int, which: int) -> int:
    """One half of a vector register; the first half of the first 16 is a floating-point register."""
    name = f"env.vregs[{number}][{which}]"
    floating = values.get("cpu/fpu", {})
    found = floating.get(name, floating.get(f"env.vregs[{number}][{which}].ll"))
    if found is None:
        found = values["cpu/vregs"][name]
    value: int = found
    return value


def vector(values: Values, number: int) -> int:
    """One register of 128 bits."""
    return half(values, number, 0) << 64 | half(values, number, 1)
