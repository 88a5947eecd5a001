"""Boards whose memory lies at fixed addresses.

Each line was checked against ``info mtree`` of QEMU 7.2 (and 5.2 to 11.1, where
the collection of real states has the machine); the sources are the ``base_memmap``
tables and init functions of the files named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from qmigui.memory.board import MemoryMap, Range, UnknownMapError, layered, main_block

if TYPE_CHECKING:
    from qmigui.memory.state import MachineState

MIB = 1 << 20
GIB = 1 << 30


class Board(NamedTuple):
    """One kind of machine.

    Attributes:
        name: what it is called here.
        machine: pattern for the machine name in the configuration.
        ram: the board's names for its RAM block.
        base: address of RAM, where it is in one piece.
        fixed: other blocks with their addresses, later ones under earlier ones.
        split: pieces of RAM by its length: (address, offset, length), instead of *base*.
        architecture: of its CPUs, where the machine name alone would not do.
        note: a sentence for the reader.
        secure: blocks that are in secure memory only, if the first of them is there.
        holes: stretches, from and to, where something other than memory lies in front.
    """

    name: str
    machine: str
    ram: tuple[str, ...]
    base: int = 0
    fixed: tuple[tuple[str, int], ...] = ()
    split: Callable[[int], list[tuple[int, int, int]]] | None = None
    architecture: str | None = None
    note: str | None = None
    holes: tuple[tuple[int, int], ...] = ()
    secure: tuple[str, ...] = ()


def _malta(length: int) -> list[tuple[int, int, int]]:
    """All at 2 GiB, and 256 MiB of it also below the I/O region (``mips_malta_init``)."""
    low = min(length, 256 * MIB)
    pieces = [(0, 0, low), (0x80000000, 0, length)]
    if length > 512 * MIB:
        pieces.append((0x20000000, 512 * MIB, length - 512 * MIB))
    return pieces


def _loongarch(length: int) -> list[tuple[int, int, int]]:
    """256 MiB at 0; where the rest lies has changed (0x90000000, later 0x80000000)."""
    return [(0, 0, min(length, 256 * MIB))]


def _zynqmp(length: int) -> list[tuple[int, int, int]]:
    """2 GiB at 0, the rest at 32 GiB (``xlnx_zynqmp_realize``, ``versal_map_ddr``)."""
    low = min(length, 2 * GIB)
    return [(0, 0, low), (0x800000000, low, length - low)]


_VIRT_FLASH = (("virt.flash0", 0), ("virt.flash1", 64 * MIB))

BOARDS = (
    # hw/arm/virt.c; with secure=on flash0 is in secure memory only.
    Board(
        "arm virt",
        r"virt(-.*)?",
        ("mach-virt.ram",),
        GIB,
        _VIRT_FLASH,
        architecture="arm",
        secure=("virt.secure-ram", "virt.flash0"),
    ),
    # hw/riscv/virt.c
    Board(
        "riscv virt",
        r"virt(-.*)?",
        ("riscv_virt_board.ram",),
        2 * GIB,
        (("riscv_virt_board.mrom", 0x1000), ("virt.flash0", 0x20000000), ("virt.flash1", 0x22000000)),
        architecture="riscv",
    ),
    # hw/m68k/virt.c
    Board("m68k virt", r"virt(-.*)?", ("m68k_virt.ram",), 0, architecture="m68k"),
    # hw/loongarch/virt.c
    Board(
        "loongarch virt",
        r"virt(-.*)?",
        ("loongarch.ram",),
        split=_loongarch,
        architecture="loongarch",
        note="RAM beyond 256 MiB lies at 0x90000000 or, in newer versions, 0x80000000: it is not placed",
    ),
    # hw/ppc/spapr.c, pnv.c, mac_newworld.c, mac_oldworld.c
    Board("pseries", r"pseries.*", ("ppc_spapr.ram",)),
    Board("powernv", r"powernv.*", ("pnv.ram",)),
    Board(
        "mac99",
        r"mac99",
        ("ppc_core99.ram",),
        0,
        (("ppc_core99.bios", 0xFFF00000),),
        holes=((0xFFF04000, 0xFFF08000),),  # the NVRAM
    ),
    Board("g3beige", r"g3beige", ("ppc_heathrow.ram",), 0, (("ppc_heathrow.bios", 0xFFC00000),)),
    # hw/s390x/s390-virtio-ccw.c
    Board("s390-ccw-virtio", r"s390-ccw-virtio.*", ("s390.ram",)),
    # hw/mips/malta.c, fuloong2e.c
    Board(
        "malta",
        r"malta",
        ("mips_malta.ram",),
        split=_malta,
        fixed=(("mips_malta.bios", 0x1E000000), ("bios.1fc", 0x1FC00000)),
    ),
    Board("fuloong2e", r"fuloong2e", ("fuloong2e.ram",), 0, (("fuloong2e.bios", 0x1FC00000),)),
    # hw/sparc64/sun4u.c, hw/sparc/sun4m.c
    Board("sun4u", r"sun4[uv]", ("sun4u.ram",), 0, (("sun4u.prom", 0x1FFF0000000),)),
    Board("sun4m", r"SS-\d+|LX|Voyager|SPARC(Classic|book)", ("sun4m.ram",)),
    # hw/alpha/dp264.c
    Board("clipper", r"clipper", ("ram",), architecture="alpha"),
    # hw/hppa/machine.c (7.2: "hppa"; later names of workstations)
    Board("hppa", r"hppa|B160L|C3700", ("ram",), 0, (("firmware", 0xF0000000),)),
    # hw/arm/vexpress.c
    Board(
        "vexpress-a9",
        r"vexpress-a9",
        ("vexpress.highmem",),
        0x60000000,
        (
            ("vexpress.flash0", 0x40000000),
            ("vexpress.flash0", 0),
            ("vexpress.flash1", 0x44000000),
            ("vexpress.sram", 0x48000000),
            ("vexpress.vram", 0x4C000000),
        ),
    ),
    Board(
        "vexpress-a15",
        r"vexpress-a15",
        ("vexpress.highmem",),
        0x80000000,
        (
            ("vexpress.flash0", 0x08000000),
            ("vexpress.flash0", 0),
            ("vexpress.flash1", 0x0C000000),
            ("vexpress.sram", 0x14000000),
            ("vexpress.vram", 0x18000000),
            ("vexpress.a15sram", 0x2E000000),
        ),
    ),
    # hw/arm/sbsa-ref.c
    Board(
        "sbsa-ref",
        r"sbsa-ref",
        ("sbsa-ref.ram",),
        0x10000000000,
        (("sbsa.flash1", 0x10000000),),  # the others are in secure memory only
    ),
    # hw/arm/versatilepb.c, integratorcp.c, cubieboard.c, mcimx6ul-evk.c, xilinx_zynq.c
    Board("versatile", r"versatile[pa]b", ("versatile.ram",), 0, (("versatile.flash", 0x34000000),)),
    Board(
        "integratorcp", r"integratorcp", ("integrator.ram",), split=lambda n: [(0, 0, n), (0x80000000, 0, n)]
    ),
    Board("cubieboard", r"cubieboard", ("cubieboard.ram",), GIB),
    Board("mcimx6ul-evk", r"mcimx6ul-evk", ("mcimx6ul-evk.ram",), 0x80000000),
    Board(
        "xilinx-zynq-a9",
        r"xilinx-zynq-a9",
        ("zynq.ext_ram",),
        0,
        (("zynq.pflash", 0xE2000000), ("zynq.ocm_ram", 0xFFFC0000)),
    ),
    # hw/arm/xlnx-zynqmp.c, xlnx-versal.c
    Board("xlnx-zcu102", r"xlnx-zcu102", ("ddr-ram",), split=_zynqmp),
    Board("xlnx-versal-virt", r"(xlnx|amd)-versal-virt", ("ddr",), split=_zynqmp),
    # hw/riscv/sifive_u.c, spike.c
    Board(
        "sifive_u",
        r"sifive_u",
        ("riscv.sifive.u.ram",),
        0x80000000,
        (
            ("riscv.sifive.u.mrom", 0x1000),
            ("riscv.sifive.u.l2lim", 0x08000000),
            ("riscv.sifive.u.flash0", 0x20000000),
        ),
    ),
    Board("spike", r"spike", ("riscv.spike.ram",), 0x80000000, (("riscv.spike.mrom", 0x1000),)),
    # hw/openrisc, hw/sh4/r2d.c, hw/xtensa/sim.c, hw/microblaze/petalogix_s3adsp1800_mmu.c
    Board("openrisc", r"or1k-sim|virt", ("openrisc.ram",), architecture="or1k"),
    Board("r2d", r"r2d", ("r2d.sdram",), 0x0C000000, (("r2d.flash", 0), ("sm501.local", 0x10000000))),
    Board(
        "petalogix-s3adsp1800",
        r"petalogix-s3adsp1800",
        ("petalogix_s3adsp1800.ram",),
        0x90000000,
        (("petalogix_s3adsp1800.lmb_bram", 0), ("petalogix_s3adsp1800.flash", 0xA0000000)),
    ),
)


def fixed_map(state: MachineState) -> MemoryMap:
    """The memory map of a board that is listed here.

    Raises:
        UnknownMapError: none of them is it, or it cannot be told which block is its RAM.
    """
    board, ram = _find(state)
    lengths = {block.name: block.used_length for block in state.blocks}
    length = lengths[ram]
    pieces = board.split(length) if board.split is not None else [(board.base, 0, length)]
    ranges = [Range(start, end - start, b"") for start, end in board.holes]
    ranges += [
        Range(addr, lengths[name.encode()], name.encode(), 0, "rom" if _is_rom(name) else "ram")
        for name, addr in board.fixed
        if name.encode() in lengths and not (name in board.secure and board.secure[0].encode() in lengths)
    ]
    ranges += [Range(addr, size, ram, offset) for addr, offset, size in pieces if size > 0]
    found = MemoryMap(board.name, [item for item in layered(ranges) if item.block])
    if sum(size for _, _, size in pieces) >= length:
        found.settled.add(ram)
    elif board.note:
        found.notes.append(board.note)
    return found


def _is_rom(name: str) -> bool:
    return any(word in name for word in ("flash", "bios", "rom", "firmware"))


def _find(state: MachineState) -> tuple[Board, bytes]:
    """The board, and its RAM block."""
    there = {block.name for block in state.blocks}
    machine = state.machine
    fitting = [board for board in BOARDS if machine is None or re.fullmatch(board.machine, machine)]
    for board in fitting:
        for name in board.ram:
            # A name as plain as "ram" says nothing without the machine's.
            if name.encode() in there and (machine is not None or "." in name or "-" in name):
                return board, name.encode()
    architecture = _architecture(state)
    for board in fitting:
        if machine is None or (board.architecture is not None and board.architecture != architecture):
            continue
        ram = main_block(state, board.ram, [name for name, _ in board.fixed])
        if ram is not None:
            return board, ram
        raise UnknownMapError("more than one block could be its main memory")
    raise UnknownMapError(
        f"the memory map of machine '{machine}' is not known" if machine else "the machine is not named"
    )


def _architecture(state: MachineState) -> str | None:
    """Of the CPUs, as far as a board needs it."""
    from qmigui.memory.cpu.registers import architecture_of
    from qmigui.memory.cpu.values import values_of

    cpu = state.find("cpu")
    values = values_of(cpu) if cpu is not None else None
    found = architecture_of(values) if values is not None else None
    if found is None:
        return None
    return "arm" if found in {"arm", "aarch64"} else found.rstrip("0123456789")
