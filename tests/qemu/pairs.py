"""States and destinations: machines of the QEMU that is installed, as they are and changed in one thing."""

from __future__ import annotations

from dataclasses import dataclass

PROGRAM = "qemu-system-x86_64"
_BASE = ("-nodefaults", "-m", "32")
_DISK = ("-drive", "if=none,id=d,driver=null-co")
_BLK = ("-device", "virtio-blk-pci,drive=d", *_DISK)
_VGA = ("-M", "pc-i440fx-7.2", "-device", "VGA")
_NET = (*_VGA, "-device", "virtio-net-pci")
_USB = ("-device", "piix3-usb-uhci", "-device", "usb-tablet")
_E1000 = ("-M", "pc-i440fx-7.2")

SAVED: dict[str, tuple[str, ...]] = {
    "vga": _VGA,
    "e1000": (*_E1000, "-device", "e1000"),
    "usb": (*_NET, *_USB),
    "2.4": ("-M", "pc-i440fx-2.4", "-device", "e1000"),
    "1.7": ("-M", "pc-i440fx-1.7", "-device", "e1000"),
    "q35": ("-M", "q35", *_BLK),
    "isapc": ("-M", "isapc", "-device", "isa-serial,index=0"),
}
"""Options of the machines whose state is saved."""


@dataclass(frozen=True)
class Pair:
    """A state, and the machine that is to load it.

    Attributes:
        state: which of :data:`SAVED`.
        options: of the destination's machine.
        program: of the destination.
        memory: MiB of it.
    """

    state: str
    options: tuple[str, ...]
    program: str = PROGRAM
    memory: str = "32"

    def command(self) -> list[str]:
        """The destination."""
        return [self.program, "-nodefaults", "-m", self.memory, *self.options]

    def __str__(self) -> str:
        return f"{self.state} on {' '.join(self.options)}"


def saved_command(name: str) -> list[str]:
    """The machine whose state is saved."""
    return [PROGRAM, *_BASE, *SAVED[name]]


PAIRS = (
    Pair("vga", _VGA),
    Pair("vga", ("-M", "pc-i440fx-7.1", "-device", "VGA")),
    Pair("vga", (*_VGA, "-global", "PIIX4_PM.x-not-migrate-acpi-index=on")),
    Pair("vga", _VGA, memory="64"),
    Pair("usb", (*_NET, "-device", "piix3-usb-uhci")),
    Pair("e1000", (*_E1000, "-device", "e1000-82544gc")),
    Pair("q35", ("-M", "q35", "-device", "virtio-blk-pci,drive=d,num-queues=4", *_DISK)),
)
"""Each kind of verdict once."""

MORE_PAIRS = (
    Pair("vga", ("-M", "pc-i440fx-7.2")),
    Pair("vga", ("-M", "q35", "-device", "VGA")),
    Pair("vga", (*_VGA, "-device", "e1000")),
    Pair("vga", ("-M", "pc-i440fx-7.2", "-device", "VGA,vgamem_mb=32")),
    Pair("vga", ("-M", "pc-i440fx-7.2", "-device", "VGA,addr=7")),
    Pair("vga", ("-M", "pc-i440fx-7.2", "-device", "cirrus-vga")),
    Pair("vga", (*_VGA, "-smp", "2")),
    Pair("vga", ("-M", "pc-i440fx-7.2,hpet=off", "-device", "VGA")),
    Pair("vga", (*_VGA, "-no-acpi")),
    Pair("vga", (*_VGA, "-cpu", "486")),
    Pair("vga", _VGA, program="qemu-system-i386"),
    Pair("vga", (*_VGA, "-global", "PIIX4_PM.acpi-root-pci-hotplug=off")),
    Pair("vga", (*_VGA, "-global", "PIIX4_PM.acpi-pci-hotplug-with-bridge-support=off")),
    Pair("vga", (*_VGA, "-global", "PIIX4_PM.smm-compat=on")),
    Pair("vga", (*_VGA, "-global", "apic-common.vapic=off")),
    Pair("vga", (*_VGA, "-global", "migration.send-configuration=off")),
    Pair("vga", (*_VGA, "-global", "migration.send-section-footer=off")),
    Pair("e1000", (*_E1000, "-device", "e1000")),
    Pair("e1000", (*_E1000, "-device", "rtl8139")),
    Pair("e1000", (*_E1000, "-device", "e1000,romfile=")),
    Pair("e1000", (*_E1000, "-device", "e1000,extra_mac_registers=off")),
    Pair("e1000", (*_E1000, "-device", "e1000,mitigation=off")),
    Pair("usb", (*_NET, *_USB)),
    Pair("usb", (*_VGA, "-device", "virtio-net-pci,vectors=0", *_USB)),
    Pair("usb", (*_VGA, "-device", "virtio-net-pci,disable-modern=on", *_USB)),
    Pair("usb", (*_NET, "-device", "ich9-usb-uhci1", "-device", "usb-tablet")),
    Pair("usb", (*_NET, "-device", "piix3-usb-uhci", "-device", "usb-mouse")),
    Pair("2.4", ("-M", "pc-i440fx-2.4", "-device", "e1000")),
    Pair("2.4", ("-M", "pc-i440fx-2.5", "-device", "e1000")),
    Pair("2.4", ("-M", "pc-i440fx-2.3", "-device", "e1000")),
    Pair("1.7", ("-M", "pc-i440fx-1.7", "-device", "e1000")),
    Pair("1.7", ("-M", "pc-i440fx-7.2", "-device", "e1000")),
    Pair("1.7", ("-M", "pc-i440fx-2.3", "-device", "e1000")),
    Pair("q35", ("-M", "q35", *_BLK)),
    Pair("q35", ("-M", "pc-q35-6.0", *_BLK)),
    Pair("q35", ("-M", "q35", "-device", "virtio-scsi-pci")),
    Pair("q35", ("-M", "q35", "-device", "virtio-blk-pci,drive=d,addr=9", *_DISK)),
    Pair("q35", ("-M", "q35,smbus=off", *_BLK)),
    Pair("q35", ("-M", "q35,sata=off", *_BLK)),
    Pair("isapc", ("-M", "isapc", "-device", "isa-serial,index=0")),
    Pair("isapc", ("-M", "isapc")),
    Pair("isapc", ("-M", "isapc", "-device", "isa-serial,index=1")),
)
