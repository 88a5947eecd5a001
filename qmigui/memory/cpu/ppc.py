"""Registers of PowerPC CPUs; fields: QEMU ``target/ppc/machine.c``, names: ``cpu_init.c``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.memory.cpu.registers import Register

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.cpu.values import Values

# Numbers of special purpose registers (target/ppc/cpu.h).
XER, LR, CTR = 1, 8, 9
_SPRS_BOTH = (
    ("SRR0", 26),
    ("SRR1", 27),
    ("PVR", 287),
    ("VRSAVE", 256),
    *((f"SPRG{number}", 272 + number) for number in range(8)),
    ("HID0", 1008),
    ("DAR", 19),
    ("DSISR", 18),
)
_SPRS_64 = (("HSRR0", 314), ("HSRR1", 315), ("CFAR", 28), ("LPCR", 318), ("PTCR", 464), ("SDR1", 25))
_SPRS_32 = (("SDR1", 25),)


def registers(cpu: Cpu) -> Iterator[Register]:
    """What ``info registers`` shows, as far as the section holds it."""
    values = cpu.values
    is_64 = cpu.architecture == "ppc64"
    digits = 16 if is_64 else 8
    sprs = values["env.spr"]
    yield Register("NIP", values["env.nip"], digits)
    yield Register("LR", sprs[LR], digits)
    yield Register("CTR", sprs[CTR], digits)
    yield Register("XER", sprs[XER], digits)
    yield Register("MSR", values["env.msr"], digits)
    for number, value in enumerate(values["env.gpr"]):
        high = values["env.gprh"][number] if not is_64 else 0
        yield Register(f"GPR{number:02}", high << 32 | value, 16)
    yield Register("CR", condition(values), 8)
    if "env.reserve_addr" in values:  # QEMU 11 writes unused octets there
        yield Register("RES", values["env.reserve_addr"], digits)
    floating = values.get("cpu/fpu")
    if floating:
        for number, value in enumerate(floating["env.vsr"] if "env.vsr" in floating else floating["env.fpr"]):
            yield Register(f"FPR{number:02}", value, 16)
        yield Register("FPSCR", floating["env.fpscr"], digits)
    for name, number in (*_SPRS_BOTH, *(_SPRS_64 if is_64 else _SPRS_32)):
        yield Register(name, sprs[number], digits)


def condition(values: Values) -> int:
    """CR, which is kept as eight fields of four bits."""
    result = 0
    for part in values["env.crf"]:
        result = result << 4 | part & 15
    return result
