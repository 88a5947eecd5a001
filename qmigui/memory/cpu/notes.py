"""The notes of an ELF core: what QEMU's ``dump-guest-memory`` says of each CPU.

``NT_PRSTATUS`` as a Linux kernel has it, so that debuggers find registers, and for
x86 the note ``QEMU``, from which ``crash`` takes the page tables.  Sources: QEMU
``target/*/arch_dump.c``, ``include/elf.h``.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qmigui.memory.cpu import arm, ppc, riscv, s390x, x86
from qmigui.memory.cpu.registers import STRANGE, Cpu

NT_PRSTATUS = 1
NT_PRFPREG = 2
NT_S390_CTRS = 0x304
NT_S390_PREFIX = 0x305
_LPCR_ILE = 0x02000000
_LPCR = 318


class Target(NamedTuple):
    """What the header of a core says.

    Attributes:
        machine: ``e_machine``.
        is_64: ELFCLASS64.
        big_endian: ELFDATA2MSB.
    """

    machine: int
    is_64: bool
    big_endian: bool


_TARGETS = {
    "x86_64": Target(62, True, False),
    "i386": Target(3, False, False),
    "aarch64": Target(183, True, False),
    "arm": Target(40, False, False),
    "riscv64": Target(243, True, False),
    "riscv32": Target(243, False, False),
    "ppc64": Target(21, True, True),
    "ppc": Target(20, False, True),
    "s390x": Target(22, True, True),
}


def target_of(cpus: list[Cpu], end: int) -> Target:
    """The header for a guest with these CPUs and memory up to the address *end*.

    Without a CPU that is described it is one of no machine, of 64 bits.
    """
    first = cpus[0] if cpus else None
    architecture = first.architecture if first is not None else None
    if first is None or architecture is None:
        return Target(0, True, False)
    target = _TARGETS[architecture]
    with contextlib.suppress(*STRANGE):
        if architecture == "x86_64" and not x86.is_long_mode(first.values):
            target = _TARGETS["i386"]
        elif architecture == "ppc64" and first.values["env.spr"][_LPCR] & _LPCR_ILE:
            target = target._replace(big_endian=False)
    if end >= 1 << 32:  # as QEMU does, whose last address of 32 bits is not in a core of that class
        target = target._replace(is_64=True)
    return target


def notes_of(cpus: list[Cpu], target: Target) -> bytes:
    """All notes, in the order in which QEMU writes them."""
    order = ">" if target.big_endian else "<"
    parts: list[bytes] = []
    for cpu in cpus:
        with contextlib.suppress(*STRANGE):
            parts += [note(name, kind, data, order) for name, kind, data in _notes(cpu, target, order)]
    for cpu in cpus:
        if cpu.architecture in {"x86_64", "i386"}:
            with contextlib.suppress(*STRANGE):
                parts.append(note(b"QEMU", 0, _qemu_note(cpu), order))
    return b"".join(parts)


def note(name: bytes, kind: int, data: bytes, order: str) -> bytes:
    """One note, padded to words of four octets."""
    head = struct.pack(order + "III", len(name) + 1, len(data), kind)
    return head + _padded(name + b"\0") + _padded(data)


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)


def _notes(cpu: Cpu, target: Target, order: str) -> Iterator[tuple[bytes, int, bytes]]:
    """Name, type and contents of the notes of one CPU."""
    values = cpu.values
    pid = cpu.index + 1
    match cpu.architecture:
        case "x86_64" | "i386" if target.machine == 62:
            yield b"CORE", NT_PRSTATUS, _status_64(pid, _x86_64(cpu), order, 8)
        case "x86_64" | "i386":
            yield b"CORE", NT_PRSTATUS, _status_32(pid, _i386(cpu), order)
        case "aarch64":
            regs = [*values["env.xregs"], values["env.pc"], arm.pstate(values)]
            # The last word says that the floating-point registers are there.
            yield b"CORE", NT_PRSTATUS, _status_64(pid, regs, order, 0) + struct.pack(order + "I4x", 1)
            if "cpu/vfp" in values:
                octets = b"".join(
                    arm.vector(values["cpu/vfp"], number).to_bytes(16, "little") for number in range(32)
                )
                status, control = arm.floating_control(values)
                yield b"CORE", NT_PRFPREG, octets + struct.pack("<II8x", status, control)
        case "arm":
            regs = [*values["env.regs"], values["cpsr"], 0]
            yield b"CORE", NT_PRSTATUS, _status_32(pid, regs, order)
        case "riscv64":
            yield b"CORE", NT_PRSTATUS, _status_64(pid, riscv.general(values), order, 8)
        case "ppc64":
            yield b"CORE", NT_PRSTATUS, _status_64(pid, _ppc64(cpu), order, 8)
        case "s390x":
            yield from _s390x(cpu, pid)


def _status_64(pid: int, regs: Iterable[int], order: str, rest: int) -> bytes:
    """``struct elf_prstatus`` of a 64-bit Linux: process number at 32, registers at 112."""
    words = list(regs)
    return struct.pack(f"{order}32xI76x{len(words)}Q{rest}x", pid, *words)


def _status_32(pid: int, regs: Iterable[int], order: str) -> bytes:
    """The same of a 32-bit Linux: process number at 24, registers at 72."""
    words = list(regs)
    return struct.pack(f"{order}24xI44x{len(words)}I4x", pid, *words)


def _x86_64(cpu: Cpu) -> list[int]:
    """``struct user_regs_struct`` of Linux."""
    values = cpu.values
    regs = [*values["env.regs"], *([0] * 8)][:16]
    by_name = dict(zip(x86.GENERAL, regs, strict=False))
    segs = dict(zip(x86.SEGMENTS, values["env.segs"], strict=True))
    names = ("BP", "BX", None, None, None, None, "AX", "CX", "DX", "SI", "DI")
    general = [regs[15], regs[14], regs[13], regs[12]]
    high = iter((regs[11], regs[10], regs[9], regs[8]))
    general += [by_name[name] if name is not None else next(high) for name in names]
    return [
        *general,
        0,  # orig_rax
        values["env.eip"],
        segs["CS"]["selector"],
        values["env.eflags"],
        by_name["SP"],
        segs["SS"]["selector"],
        segs["FS"]["base"],
        segs["GS"]["base"],
        *(segs[name]["selector"] for name in ("DS", "ES", "FS", "GS")),
    ]


def _i386(cpu: Cpu) -> list[int]:
    """``struct user_regs_struct`` of a 32-bit Linux."""
    values = cpu.values
    regs = dict(zip(x86.GENERAL, values["env.regs"], strict=False))
    segs = {name: seg["selector"] for name, seg in zip(x86.SEGMENTS, values["env.segs"], strict=True)}
    words = [regs[name] for name in ("BX", "CX", "DX", "SI", "DI", "BP", "AX")]
    words += [segs[name] for name in ("DS", "ES", "FS", "GS")]
    words += [0, values["env.eip"], segs["CS"], values["env.eflags"], regs["SP"], segs["SS"]]
    return [word & 0xFFFFFFFF for word in words]


def _qemu_note(cpu: Cpu) -> bytes:
    """``QEMUCPUState``, version 1."""
    values = cpu.values
    regs = [*values["env.regs"], *([0] * 8)][:16]
    by_name = dict(zip(x86.GENERAL, regs, strict=False))
    order = ("AX", "BX", "CX", "DX", "SI", "DI", "SP", "BP")
    words = [by_name[name] for name in order] + regs[8:] + [values["env.eip"], values["env.eflags"]]
    segs = dict(zip(x86.SEGMENTS, values["env.segs"], strict=True))
    segments = [segs[name] for name in ("CS", "DS", "ES", "FS", "GS", "SS")]
    segments += [values[key] for key in ("env.ldt", "env.tr", "env.gdt", "env.idt")]
    data = struct.pack("<18Q", *words)
    for seg in segments:
        data += struct.pack("<4IQ", seg["selector"], seg["limit"], seg["flags"], 0, seg["base"])
    data += struct.pack("<5Q", *(values.get(f"env.cr[{number}]", 0) for number in range(5)))
    data += struct.pack("<Q", values.get("env.kernelgsbase", 0))
    return struct.pack("<II", 1, len(data) + 8) + data


def _ppc64(cpu: Cpu) -> list[int]:
    """``struct pt_regs`` of Linux, in the 48 words that a core gives it."""
    values = cpu.values
    sprs = values["env.spr"]
    words = [*values["env.gpr"], values["env.nip"], values["env.msr"], 0, sprs[ppc.CTR], sprs[ppc.LR]]
    words += [sprs[ppc.XER], ppc.condition(values)]
    return words + [0] * (48 - len(words))


def _s390x(cpu: Cpu, pid: int) -> Iterator[tuple[bytes, int, bytes]]:
    """The notes of s390x; those but the first two are of Linux alone."""
    values = cpu.values
    psw = struct.pack(">QQ", values["env.psw.mask"], values["env.psw.addr"])
    access = struct.pack(">16I", *values["env.aregs"])
    general = struct.pack(">16Q", *values["env.regs"])
    yield b"CORE", NT_PRSTATUS, struct.pack(">32xI76x", pid) + psw + general + access + bytes(16)
    if "cpu/fpu" in values:
        floating = [s390x.half(values, number, 0) for number in range(16)]
        yield b"CORE", NT_PRFPREG, struct.pack(">I4x16Q", values["cpu/fpu"]["env.fpc"], *floating)
    yield b"LINUX", NT_S390_PREFIX, struct.pack(">I", values["env.psa"] & 0xFFFFFFFF)
    yield b"LINUX", NT_S390_CTRS, struct.pack(">16Q", *values["env.cregs"])
