"""The memory maps of x86 machines: pc, q35, isapc and microvm.

Sources: QEMU ``hw/i386/pc_piix.c`` (``pc_init1``), ``pc_q35.c`` (``pc_q35_init``),
``pc.c`` (``pc_memory_init``, ``pc_cmos_init``), ``x86.c`` (``x86_bios_rom_init``),
``microvm.c``, ``hw/pci-host/pam.c``, ``i440fx.c``, ``q35.c``, ``pc_sysfw.c``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qmigui.memory.board import MemoryMap, Range, UnknownMapError, layered, main_block
from qmigui.memory.pci import bar, config_of, device_at, rom

if TYPE_CHECKING:
    from qmigui.memory.state import MachineState

KIB = 1 << 10
MIB = 1 << 20
GIB = 1 << 30
FOUR_GIB = 4 * GIB

# Where AMD's HyperTransport region begins; QEMU from 7.1 on moves RAM above it (pc.c).
AMD_HT_START = 0xFD00000000

_NAMES = ("pc.ram", "microvm.ram", "xen.ram")
_OTHERS = (
    "pc.bios",
    "pc.rom",
    "isa-bios",
    "system.flash0",
    "system.flash1",
    "vga.vram",
    "vga.rom",
    "qxl.vgavram",
)
_VRAM_NAMES = frozenset(("vga.vram", "qxl.vgavram", "bochs-display-vram"))

# Registers of the host bridges that decide between RAM and ROM below 1 MiB.
_PAM_I440FX = 0x59
_PAM_Q35 = 0x90
_READ = 1

# Registers of q35's host bridge for system management memory.
_EXT_TSEG = 0x50
_SMBASE = 0x9C
_ESMRAMC = 0x9E
_DEFAULT_TSEG = 16  # MiB

# CMOS octets (pc_cmos_init): memory from 16 MiB to 4 GiB, and above, in units of 64 KiB.
_CMOS_BELOW = 0x34
_CMOS_ABOVE = 0x5B


def is_needed(idstr: str, state: MachineState) -> bool:
    """Whether the section of this name is needed here."""
    path, _, name = idstr.rpartition("/")
    if name in {"I440FX", "mch", "mc146818rtc", "vga", "cirrus_vga"}:
        return True
    return bool(path) and any(block.name.startswith(path.encode() + b"/") for block in state.blocks)


def is_x86(state: MachineState) -> bool:
    """Whether the state is one of an x86 machine."""
    machine = state.machine
    if machine is not None:
        return bool(re.fullmatch(r"(pc|q35|isapc|microvm|xenfv|xenpv|nitro-enclave)(-.*)?", machine))
    names = {block.name for block in state.blocks}
    return b"pc.ram" in names or state.find("I440FX") is not None or state.find("mch") is not None


def x86_map(state: MachineState) -> MemoryMap:
    """The memory map.

    Raises:
        UnknownMapError: it is not known; says why.
    """
    ram = main_block(state, _NAMES, _OTHERS)
    if ram is None:
        raise UnknownMapError("its RAM consists of several memory backends, whose order is not known")
    lengths = {block.name: block.used_length for block in state.blocks}
    kind = _kind(state)
    found = MemoryMap(kind)
    below, above = _split(state, kind, lengths[ram], found)
    ranges = _firmware(state, kind, lengths)
    ranges += _pci_memory(state, lengths)
    if kind == "isapc" and lengths.get(b"vga.vram") and "cirrus_vga" not in state.names:
        ranges.append(Range(0xE0000000, lengths[b"vga.vram"], b"vga.vram", 0, "device"))
    ranges += _ram_below(Range(0, below, ram), state, kind)
    if above:
        ranges.append(Range(FOUR_GIB, above, ram, below))
    found.ranges = layered(ranges)
    found.settled.add(ram)
    return found


def _kind(state: MachineState) -> str:
    """Which of the x86 machines: by its host bridge, which no name can hide."""
    if (state.machine or "").startswith("xen"):
        raise UnknownMapError("Xen lays out the memory of its machines itself")
    if state.find("mch") is not None:
        return "q35"
    if state.find("I440FX") is not None:
        return "pc"
    machine = state.machine or ""
    if machine.startswith("microvm") or any(block.name == b"microvm.ram" for block in state.blocks):
        return "microvm"
    if machine.startswith("isapc") or state.machine is None:
        return "isapc"
    raise UnknownMapError(f"the memory map of machine '{machine}' is not known")


# -- RAM below and above 4 GiB --------------------------------------------------------


def _split(state: MachineState, kind: str, total: int, found: MemoryMap) -> tuple[int, int]:
    """How much of RAM lies below 4 GiB, and how much above."""
    below = min(total, _low_limit(state, kind, total))
    told = _told_by_cmos(state)
    if told is not None and sum(told) == total and told[0] != below:
        found.notes.append(f"the CMOS says that {told[0]:#x} bytes of RAM lie below 4 GiB (max-ram-below-4g)")
        below = told[0]
    elif told is None and total > GIB:
        found.notes.append("max-ram-below-4g is not in the state; it is taken to be the default")
    above = total - below
    if FOUR_GIB + above > AMD_HT_START:
        raise UnknownMapError(
            "with an AMD CPU this much RAM lies above 1 TiB, and the state does not tell the CPU"
        )
    return below, above


def _low_limit(state: MachineState, kind: str, total: int) -> int:
    """How much RAM the machine has below 4 GiB unless the user says something else."""
    if kind == "microvm":
        return 3 * GIB
    aligned = _is_aligned(state, kind)
    if kind == "q35":
        if total < 0xB0000000:
            return 0xB0000000
        return 2 * GIB if aligned else 0xB0000000
    if total < 0xE0000000:
        return 0xE0000000
    return 3 * GIB if aligned else 0xE0000000


def _is_aligned(state: MachineState, kind: str) -> bool:
    """Whether RAM is split at whole GiB (``gigabyte_align``): not on isapc, nor before version 2.0."""
    if kind == "isapc":
        return False
    found = re.match(r"pc(?:-i440fx|-q35)?-(\d+)\.(\d+)", state.machine or "")
    return found is None or int(found[1]) >= 2 or int(found[1]) == 0


def _told_by_cmos(state: MachineState) -> tuple[int, int] | None:
    """RAM below and above 4 GiB as the firmware is told it; None where the state has no CMOS."""
    rtc = state.find("mc146818rtc")
    if rtc is None or len(rtc.payload) < 128:
        return None
    cmos = bytes(rtc.payload[:128])
    units = int.from_bytes(cmos[_CMOS_BELOW : _CMOS_BELOW + 2], "little")
    above = int.from_bytes(cmos[_CMOS_ABOVE : _CMOS_ABOVE + 3], "little")
    if not units or units == 0xFFFF:
        return None
    return 16 * MIB + (units << 16), above << 16


# -- below 1 MiB -------------------------------------------------------------------------


def _ram_below(ram: Range, state: MachineState, kind: str) -> list[Range]:
    """RAM below 4 GiB, without what lies in front of it."""
    return [item for item in layered([*_holes(state, kind, ram.length), ram]) if item.block]


def _holes(state: MachineState, kind: str, below: int) -> list[Range]:
    """Stretches that the CPU does not see as RAM, nor as anything that has a block."""
    holes: list[Range] = []
    names = {block.name.rpartition(b"/")[2] for block in state.blocks}
    if kind != "microvm" and names & {b"vga.vram", b"qxl.vgavram"}:
        holes.append(Range(0xA0000, 0x20000, b""))
    bridge = state.find("mch") if kind == "q35" else None
    config = config_of(bridge) if bridge is not None else None
    if config is None:
        return holes
    # System management memory, outside of that mode (mch_update_smram, mch_update_smbase_smram).
    if config[_ESMRAMC] & 1:
        units = (1, 2, 8, int.from_bytes(config[_EXT_TSEG : _EXT_TSEG + 2], "little"))[
            config[_ESMRAMC] >> 1 & 3
        ]
        size = min((_DEFAULT_TSEG if units == 0xFFFF else units) * MIB, below)
        holes.append(Range(below - size, size, b""))
    if config[_SMBASE] & 2:
        holes.append(Range(0x30000, 128 * KIB, b""))
    return holes


def _firmware(state: MachineState, kind: str, lengths: dict[bytes, int]) -> list[Range]:
    """Firmware below 4 GiB and, where RAM does not lie in front of it, below 1 MiB."""
    ranges: list[Range] = []
    top = FOUR_GIB
    for name in (b"pc.bios", b"system.flash0", b"system.flash1"):
        length = lengths.get(name)
        if length:
            top -= length
            ranges.append(Range(top, length, name, 0, "rom"))
    # What reads of the first MiB give where they do not give RAM.
    shadow: list[Range] = []
    for name in (b"isa-bios", b"pc.bios", b"system.flash0"):
        length = lengths.get(name)
        if length:
            size = min(length, 128 * KIB)
            shadow.append(Range(MIB - size, size, name, length - size, "rom"))
            break
    if lengths.get(b"pc.rom"):
        shadow.append(Range(0xC0000, lengths[b"pc.rom"], b"pc.rom", 0, "rom"))
    if kind in {"isapc", "microvm"}:
        return ranges + shadow
    for start, end in _not_ram(state, kind):
        for item in shadow:
            low, high = max(start, item.addr), min(end, item.end)
            if low < high:
                ranges.append(Range(low, high - low, item.block, item.offset + low - item.addr, "rom"))
    return ranges


def _not_ram(state: MachineState, kind: str) -> list[tuple[int, int]]:
    """Stretches from 0xc0000 on that the host bridge reads from ROM, by its PAM registers."""
    bridge = state.find("mch" if kind == "q35" else "I440FX")
    config = config_of(bridge) if bridge is not None else None
    if config is None:
        raise UnknownMapError("the host bridge's state cannot be read")
    base = _PAM_Q35 if kind == "q35" else _PAM_I440FX
    stretches = [(0xF0000, 0x100000, config[base] >> 4)]
    for number in range(12):
        octet = config[base + 1 + number // 2]
        start = 0xC0000 + number * 0x4000
        stretches.append((start, start + 0x4000, octet >> 4 if number % 2 else octet))
    return [(start, end) for start, end, bits in stretches if not bits & _READ]


# -- memory of PCI devices -----------------------------------------------------------------


def _pci_memory(state: MachineState, lengths: dict[bytes, int]) -> list[Range]:
    """Frame buffers and expansion ROMs of devices on the first bus, where their BARs put them."""
    ranges: list[Range] = []
    for name, length in lengths.items():
        path, _, kind = name.decode("utf-8", "replace").rpartition("/")
        if not path and kind == "vga.vram":
            # Up to 2.3 the block has no path: look for the device.
            path = next((device.path for device in state.devices if device.name in {"vga", "cirrus_vga"}), "")
        if not re.fullmatch(r"0000:00:[0-9a-f]{2}\.[0-7]", path) or not length or length & (length - 1):
            continue
        config = device_at(state, path)
        if config is None:
            continue
        addr = None
        if kind in _VRAM_NAMES:
            addr = bar(config, 0, length)
        elif kind.endswith(".rom"):
            addr = rom(config, length)
        if addr is not None and addr + length <= FOUR_GIB:
            ranges.append(Range(addr, length, name, 0, "rom" if kind.endswith(".rom") else "device"))
    return ranges
