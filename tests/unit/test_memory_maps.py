"""Memory maps of machines that no real state here shows, by what their chipsets hold."""

from __future__ import annotations

import pytest

from qmigui.memory.board import MemoryMap, Range, UnknownMapError, layered, memory_map
from qmigui.memory.state import DeviceState, MachineState
from qmigui.stream import events as ev

MIB = 1 << 20
GIB = 1 << 30


def device(idstr: str, payload: bytes) -> DeviceState:
    """A section that nothing describes."""
    return DeviceState(idstr, 0, memoryview(payload), None, 0)


def pci(idstr: str, **registers: int) -> DeviceState:
    """A PCI device's section; each register is ``rOFFSET`` with its value of 32 bits."""
    config = bytearray(256)
    config[:4] = b"\x86\x80\x37\x12"
    for name, value in registers.items():
        place = int(name[1:], 16)
        config[place : place + 4] = value.to_bytes(4, "little")
    return device(idstr, b"\0\0\0\2" + config + bytes(16))


def cmos(below: int, above: int) -> DeviceState:
    """The RTC of a machine with so much memory below and above 4 GiB."""
    octets = bytearray(128)
    octets[0x34:0x36] = ((below - 16 * MIB) >> 16).to_bytes(2, "little")
    octets[0x5B:0x5E] = (above >> 16).to_bytes(3, "little")
    return device("mc146818rtc", bytes(octets) + bytes(50))


def machine(
    name: str | None, blocks: dict[str, int], *devices: DeviceState, page_size: int = 4096
) -> MachineState:
    """A machine."""
    listed = [ev.RamListBlock(block.encode(), length) for block, length in blocks.items()]
    return MachineState(name, page_size, listed, list(devices), {one.idstr for one in devices})


def shown(found: MemoryMap) -> list[tuple[int, int, str, int]]:
    """Address, length, block and offset."""
    return [(item.addr, item.length, item.block.decode(), item.offset) for item in found.ranges]


def test_ranges_on_top_of_each_other() -> None:
    ranges = [Range(10, 10, b"a"), Range(0, 40, b"b"), Range(30, 20, b"c", 5)]
    assert layered(ranges) == [
        Range(0, 10, b"b"),
        Range(10, 10, b"a"),
        Range(20, 20, b"b", 20),
        Range(40, 10, b"c", 15),
    ]


PAM_ALL_RAM = {"r90": 0x33333330, "r94": 0x00333333}


@pytest.mark.parametrize(
    ("name", "total", "below"),
    [
        ("pc-q35-7.2", 0xAFF00000, 0xAFF00000),
        ("pc-q35-7.2", 0xB0000000, 2 * GIB),
        ("pc-q35-rhel9.2.0", 8 * GIB, 2 * GIB),
        ("pc-q35-1.5", 4 * GIB, 0xB0000000),
        (None, 3 * GIB, 2 * GIB),
    ],
)
def test_q35_splits_its_ram(name: str | None, total: int, below: int) -> None:
    found = memory_map(machine(name, {"pc.ram": total}, pci("0000:00:00.0/mch", **PAM_ALL_RAM)))
    expected = [(0, below, "pc.ram", 0)]
    if total > below:
        expected.append((4 * GIB, total - below, "pc.ram", below))
    assert shown(found) == expected
    assert found.notes  # max-ram-below-4g is not in the state, nor is a CMOS
    assert found.is_complete


def test_what_the_cmos_says_wins() -> None:
    devices = pci("0000:00:00.0/mch", **PAM_ALL_RAM), cmos(GIB, 3 * GIB)
    found = memory_map(machine("pc-q35-7.2", {"pc.ram": 4 * GIB}, *devices))
    assert shown(found) == [(0, GIB, "pc.ram", 0), (4 * GIB, 3 * GIB, "pc.ram", GIB)]
    assert "CMOS" in found.notes[0]
    # Numbers that do not add up to the RAM there is are the guest's own.
    devices = pci("0000:00:00.0/mch", **PAM_ALL_RAM), cmos(GIB, 2 * GIB)
    found = memory_map(machine("pc-q35-7.2", {"pc.ram": 4 * GIB}, *devices))
    assert shown(found)[0] == (0, 2 * GIB, "pc.ram", 0)


def test_system_management_memory_is_not_seen() -> None:
    bridge = pci("0000:00:00.0/mch", **PAM_ALL_RAM, r9c=0x00030002, r50=0x0010FFFF)
    found = memory_map(machine("pc-q35-8.0", {"pc.ram": 256 * MIB}, bridge))
    assert shown(found) == [
        (0, 0x30000, "pc.ram", 0),
        (0x50000, 254 * MIB - 0x50000, "pc.ram", 0x50000),
    ]
    assert [(part.offset, part.length, part.matters) for part in found.unplaced] == [
        (0x30000, 0x20000, False),
        (254 * MIB, 2 * MIB, False),
    ]


def test_firmware_shows_where_ram_does_not() -> None:
    blocks = {"pc.ram": 64 * MIB, "pc.bios": 256 << 10, "pc.rom": 128 << 10}
    found = memory_map(machine("pc-i440fx-7.2", blocks, pci("0000:00:00.0/I440FX", r58=0x00331000)))
    # Only 0xc0000 to 0xc7fff (5a) and from 0xf0000 on (59) are RAM.
    assert shown(found) == [
        (0, 0xC8000, "pc.ram", 0),
        (0xC8000, 0x18000, "pc.rom", 0x8000),
        (0xE0000, 0x10000, "pc.bios", 0x20000),
        (0xF0000, 64 * MIB - 0xF0000, "pc.ram", 0xF0000),
        (0xFFFC0000, 0x40000, "pc.bios", 0),
    ]


def test_devices_put_their_memory_where_their_bars_say() -> None:
    blocks = {"pc.ram": 64 * MIB, "0000:00:02.0/vga.vram": 16 * MIB, "0000:00:02.0/vga.rom": 64 << 10}
    bridge = pci("0000:00:00.0/mch", **PAM_ALL_RAM)
    vga = pci("0000:00:02.0/vga", r04=0x3, r10=0xFD000008, r30=0xFEBE0001)
    found = memory_map(machine("pc-q35-7.2", blocks, bridge, vga))
    assert (0xFD000000, 16 * MIB, "0000:00:02.0/vga.vram", 0) in shown(found)
    assert (0xFEBE0000, 64 << 10, "0000:00:02.0/vga.rom", 0) in shown(found)
    off = pci("0000:00:02.0/vga", r04=0x1, r10=0xFD000008, r30=0xFEBE0001)
    found = memory_map(machine("pc-q35-7.2", blocks, bridge, off))
    assert {block for _, _, block, _ in shown(found)} == {"pc.ram"}
    crooked = pci("0000:00:02.0/vga", r04=0x3, r10=0xFD001008)
    found = memory_map(machine("pc-q35-7.2", blocks, bridge, crooked))
    assert {block for _, _, block, _ in shown(found)} == {"pc.ram"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (machine("pc-q35-7.2", {"m0": GIB, "m1": GIB}, pci("0000:00:00.0/mch")), "several memory backends"),
        (machine("pc-q35-7.2", {"pc.ram": 2 << 40}, pci("0000:00:00.0/mch")), "above 1 TiB"),
        (machine("pc-q35-7.2", {"pc.ram": GIB}, device("0000:00:00.0/mch", b"short")), "cannot be read"),
        (
            machine(
                "pc-q35-7.2",
                {"pc.ram": GIB, "pc.rom": 128 << 10},
                pci("0000:00:00.0/mch", r90=0x300),
                page_size=65536,
            ),
            "pages of 65536",
        ),
        (machine("xenfv-4.2", {"xen.ram": GIB}, pci("0000:00:00.0/I440FX")), "Xen"),
        (machine("pc-q35-7.2", {"pc.ram": GIB, "pc.bios": 8 * GIB}, pci("0000:00:00.0/mch")), "no machine"),
        (machine("nitro-enclave", {"x": GIB}), "not known"),
        (machine("raspi3b", {"ram": GIB}), "'raspi3b' is not known"),
        (machine(None, {"ram": GIB}), "not named"),
        (machine("virt-7.2", {"a": GIB, "b": GIB}), "'virt-7.2' is not known"),
    ],
)
def test_what_is_not_known_is_said(state: MachineState, words: str) -> None:
    with pytest.raises(UnknownMapError, match=words):
        memory_map(state)


def test_boards_with_ram_in_pieces() -> None:
    found = memory_map(machine("malta", {"mips_malta.ram": GIB, "mips_malta.bios": 4 * MIB}))
    assert shown(found) == [
        (0, 256 * MIB, "mips_malta.ram", 0),
        (0x1E000000, 4 * MIB, "mips_malta.bios", 0),
        (0x20000000, 512 * MIB, "mips_malta.ram", 512 * MIB),
        (0x80000000, GIB, "mips_malta.ram", 0),
    ]
    found = memory_map(machine("virt", {"loongarch.ram": GIB}))
    assert shown(found) == [(0, 256 * MIB, "loongarch.ram", 0)]
    assert not found.is_complete
    assert "0x90000000" in found.notes[0]
    found = memory_map(machine("xlnx-zcu102", {"ddr-ram": 4 * GIB}))
    assert shown(found) == [(0, 2 * GIB, "ddr-ram", 0), (32 * GIB, 2 * GIB, "ddr-ram", 2 * GIB)]


def test_memory_of_a_secure_world_is_not_the_guests() -> None:
    blocks = {
        "mach-virt.ram": GIB,
        "virt.flash0": 64 * MIB,
        "virt.flash1": 64 * MIB,
        "virt.secure-ram": 16 * MIB,
    }
    found = memory_map(machine("virt-7.2", blocks))
    assert shown(found) == [(64 * MIB, 64 * MIB, "virt.flash1", 0), (GIB, GIB, "mach-virt.ram", 0)]
