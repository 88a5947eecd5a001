"""The machines that tests save, and what runs in them."""

from __future__ import annotations

import random
import shutil
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.qemu.machine import Machine

MIB = 1 << 20
FILL_ADDR = 12 * MIB
FILL_LENGTH = 300 * 1024 + 77

_AARCH64 = (
    0x10008001,  # adr x1, .+0x1000
    0x91000400,  # 1: add x0, x0, #1
    0xD3742402,  # ubfiz x2, x0, #12, #10
    0xF8226820,  # str x0, [x1, x2]
    0x17FFFFFD,  # b 1b
)
_RISCV64 = (
    0x00001317,  # auipc t1, 1
    0x00128293,  # 1: addi t0, t0, 1
    0x03629393,  # slli t2, t0, 54
    0x02A3D393,  # srli t2, t2, 42
    0x006383B3,  # add t2, t2, t1
    0x0053B023,  # sd t0, 0(t2)
    0xFEDFF06F,  # j 1b
)
"""Both count without end, and write each number to the next of 1024 pages."""

_X86_FIRMWARE = bytes.fromhex(
    "b80020"  # mov ax, 0x2000
    "8ed8"  # mov ds, ax
    "31db"  # xor bx, bx
    "6631c0"  # xor eax, eax
    "6640"  # 1: inc eax
    "668907"  # mov [bx], eax
    "81c30010"  # add bx, 0x1000
    "ebf5"  # jmp 1b
).ljust(0xFFF0, b"\0") + bytes.fromhex("e90d00").ljust(16, b"\0")  # at the end, where it starts: jmp 0
"""The same with 16 pages, in place of the firmware of a PC."""


@dataclass(frozen=True)
class Guest:
    """A machine.

    Attributes:
        name: of the case.
        program: that emulates it.
        package: of Debian that has it.
        arguments: machine, CPU ...
        ram_addr: where its RAM begins.
        ram_length: bytes.
        code: words of a program to run; else its firmware runs.
        code_addr: where the program begins; the pages that it writes to begin 4 KiB after it.
    """

    name: str
    program: str
    package: str
    arguments: Sequence[str]
    ram_addr: int = 0
    ram_length: int = 32 * MIB
    code: Sequence[int] = ()
    code_addr: int = 0

    def command(self) -> list[str]:
        """Program and arguments of a machine without content.

        Skips the test where there is no such program.
        """
        path = shutil.which(self.program)
        if path is None:
            pytest.skip(f"needs {self.program}: apt-get install {self.package}")
        # What is not named cannot ask for firmware that is not installed.
        return [path, "-nodefaults", "-m", f"{self.ram_length // MIB}", *self.arguments]

    def started(
        self, directory: Path, fill_length: int = FILL_LENGTH, monitor: str | None = None
    ) -> Machine:
        """A new machine with something in its RAM.

        A machine that a state is loaded into has nothing of this.

        Args:
            directory: for its files.
            fill_length: octets from :data:`FILL_ADDR` of its RAM on.
            monitor: for others than the test; see :class:`Machine`.
        """
        fill = directory / "fill"
        fill.write_bytes(random.Random(0).randbytes(fill_length))
        loaders = [f"loader,file={fill},addr={self.ram_addr + FILL_ADDR:#x},force-raw=on"]
        if self.code:
            code = directory / "code"
            code.write_bytes(struct.pack(f"<{len(self.code)}I", *self.code))
            loaders.append(f"loader,file={code},addr={self.code_addr:#x},cpu-num=0,force-raw=on")
        devices = [word for loader in loaders for word in ("-device", loader)]
        return Machine([*self.command(), *devices], directory, monitor)

    def incoming(self, uri: str, directory: Path) -> Machine:
        """A machine that loads a state."""
        return Machine([*self.command(), "-incoming", uri], directory)


PC = Guest("pc", "qemu-system-x86_64", "qemu-system-x86", ("-M", "pc"))
Q35 = Guest("q35", "qemu-system-x86_64", "qemu-system-x86", ("-M", "q35", "-smp", "2"))
AARCH64 = Guest(
    "aarch64",
    "qemu-system-aarch64",
    "qemu-system-arm",
    ("-M", "virt", "-cpu", "cortex-a57"),
    ram_addr=0x4000_0000,
    code=_AARCH64,
    code_addr=0x4020_0000,  # the device tree is in front of it
)
RISCV64 = Guest(
    "riscv64",
    "qemu-system-riscv64",
    "qemu-system-misc",
    # With h, QEMU 7.2 forgets bits of mideleg on the way.
    ("-M", "virt", "-cpu", "rv64,h=off", "-bios", "none"),
    ram_addr=0x8000_0000,
    code=_RISCV64,
    code_addr=0x8000_0000,  # where it starts without firmware
)
M68K = Guest("m68k", "qemu-system-m68k", "qemu-system-misc", ("-M", "virt"))
S390X = Guest(
    "s390x",
    "qemu-system-s390x",
    "qemu-system-misc",
    ("-M", "s390-ccw-virtio", "-no-shutdown", "-action", "panic=pause"),
)



def counting_pc(directory: Path) -> Guest:
    """A PC whose firmware, a file in *directory*, counts."""
    firmware = directory / "firmware"
    firmware.write_bytes(_X86_FIRMWARE)
    return replace(PC, name="pc, counting", arguments=(*PC.arguments, "-bios", str(firmware)))


GUESTS = (PC, Q35, AARCH64, RISCV64, M68K, S390X)
