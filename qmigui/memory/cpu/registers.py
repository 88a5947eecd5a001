"""The CPUs of a state: which architecture, and what their registers hold.

Nothing in a stream names the architecture; the fields of the sections called
``cpu`` do (QEMU ``target/*/machine.c``).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from qmigui.memory.cpu.values import Values, values_of

if TYPE_CHECKING:
    from qmigui.memory.state import MachineState

MAX_CPUS = 65536

STRANGE = (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error)
"""What comes of fields that are not of the names and kinds that a version of QEMU known here writes."""


class Register(NamedTuple):
    """One register.

    Attributes:
        name: as ``info registers`` prints it.
        value: what it holds; of a register with parts, one number for each.
        digits: hexadecimal digits of each number.
        parts: the names of the parts, e.g. of a segment register.
    """

    name: str
    value: int | tuple[int, ...]
    digits: int | tuple[int, ...]
    parts: tuple[str, ...] = ()

    def text(self) -> str:
        """The value as ``info registers`` writes it."""
        if isinstance(self.value, tuple):
            assert isinstance(self.digits, tuple)
            return " ".join(
                f"{value:0{digits}x}" for value, digits in zip(self.value, self.digits, strict=True)
            )
        return f"{self.value:0{self.digits}x}"

    def to_json(self) -> object:
        """A hexadecimal number as text (JSON has none of 64 bits), or one for each part."""
        if isinstance(self.value, tuple):
            texts = self.text().split(" ")
            return {name: f"0x{text}" for name, text in zip(self.parts, texts, strict=True)}
        return f"0x{self.text()}"


@dataclass(slots=True)
class Cpu:
    """One CPU.

    Attributes:
        index: number of the CPU, as ``info registers`` has it.
        architecture: ``x86_64``, ``i386``, ``aarch64``, ``arm``, ``riscv64``, ``riscv32``,
            ``ppc64``, ``ppc``, ``s390x``; None: not one of those, or not described.
        registers: in the order in which they are shown.
        values: all fields of the section, for the notes of an ELF core.
        halted: it waits.
        is_partial: fields of other names or kinds than those known here; the registers
            are those before them.
    """

    index: int
    architecture: str | None
    registers: list[Register] = field(default_factory=list)
    values: Values = field(default_factory=dict)
    halted: bool = False
    is_partial: bool = False

    def register(self, name: str) -> int:
        """The value of a plain register.

        Raises:
            KeyError: there is none of that name.
        """
        for register in self.registers:
            if register.name == name and isinstance(register.value, int):
                return register.value
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        """Plain values; docs/memory.md says what they are."""
        return {
            "cpu": self.index,
            "architecture": self.architecture,
            "halted": self.halted,
            "partial": self.is_partial,
            "registers": {register.name: register.to_json() for register in self.registers},
        }


def architecture_of(values: Values) -> str | None:
    """Which architecture has a section of CPU state with these fields."""
    if "env.regs" in values and "env.eip" in values:
        return "x86_64" if len(values["env.regs"]) == 16 else "i386"
    if "env.xregs" in values and "env.regs" in values:
        return "aarch64" if _is_aarch64(values) else "arm"
    if "env.gpr" in values and ("env.mhartid" in values or "env.mstatus" in values):
        return "riscv64" if values.get("env.misa_mxl", 2) != 1 else "riscv32"
    if "env.nip" in values:
        return "ppc64" if "env.gprh" not in values else "ppc"
    if "env.psw.mask" in values:
        return "s390x"
    return None


def _is_aarch64(values: Values) -> bool:
    """Whether the CPU runs 64-bit code: bit 4 of CPSR is nRW (``is_a64`` in ``write_cpsr``)."""
    pstate = values.get("cpu/pstate64", {}).get("pstate64")
    state = pstate if isinstance(pstate, int) else values.get("cpsr", 0)
    return isinstance(state, int) and not state & 0x10


def is_cpu(idstr: str) -> bool:
    """Whether a section of this name is needed here."""
    return idstr in {"cpu", "cpu_common"}


def read_cpus(state: MachineState) -> list[Cpu]:
    """The CPUs of a state, in the order of their numbers."""
    halted = {
        device.instance_id: bool((values_of(device) or {}).get("halted"))
        for device in state.devices
        if device.idstr == "cpu_common"
    }
    cpus: list[Cpu] = []
    for device in state.devices:
        if device.idstr != "cpu" or len(cpus) >= MAX_CPUS:
            continue
        values = values_of(device) or {}
        cpu = Cpu(device.instance_id, architecture_of(values), values=values)
        cpu.halted = halted.get(device.instance_id, False)
        reader = _reader(cpu.architecture)
        if reader is not None:
            try:
                for register in reader(cpu):
                    cpu.registers.append(register)
            except STRANGE:
                cpu.is_partial = True
        cpus.append(cpu)
    return sorted(cpus, key=lambda cpu: cpu.index)


def _reader(architecture: str | None) -> Callable[[Cpu], Iterator[Register]] | None:
    """What knows the registers of an architecture."""
    match architecture:
        case "x86_64" | "i386":
            from qmigui.memory.cpu.x86 import registers
        case "aarch64" | "arm":
            from qmigui.memory.cpu.arm import registers
        case "riscv64" | "riscv32":
            from qmigui.memory.cpu.riscv import registers
        case "ppc64" | "ppc":
            from qmigui.memory.cpu.ppc import registers
        case "s390x":
            from qmigui.memory.cpu.s390x import registers
        case _:
            return None
    return registers
