"""Sections that no ``-dump-vmstate`` table lists, because no class of devices has them.

They are registered by hand: by the migration code, by buses, by machines, and
by devices that have no ``vmsd`` in their class.  Gathered from QEMU's calls of
``vmstate_register`` and ``register_savevm_live``, and from what sections of real
states the tables of the same QEMU lack.
"""

from __future__ import annotations

from collections.abc import Container

_NAMES = frozenset(
    (
        # migration, and the machine as a whole
        *("ram", "block", "dirty-bitmap", "globalstate", "timer", "cpu_common", "cpu", "replay", "slirp"),
        *("acpi_build", "virt_acpi_build", "audio", "dbus-vmstate", "tpm-emulator", "vfio"),
        *("virtio-mem-device-early",),
        # buses and chips
        *("PCIBUS", "i2c_bus", "apic", "ide", "isa-ide", "microdrive", "eeprom", "ps2kbd", "ps2mouse"),
        *("arm_timer", "stellaris_gamepad", "tsc2005", "tsc210x", "vmxnet3-msix", "ssi_sd"),
        *("icp/server", "spapr", "spapr_cpu", "spapr_iommu", "spapr_drc", "spapr/htab"),
        *("s390-skeys", "s390-storage_attributes", "s390_css", "todclock", "s390-flic"),
    )
)
_BEGINNINGS = ("i8255", "i82562", "i82801", "audio/")
"""The network cards that one file of QEMU has (eepro100.c), and sound without a device."""


def is_registered_by_hand(names: Container[str], name: str) -> bool:
    """Whether a section is none of a class of devices.

    Args:
        names: those of the table, which are.
        name: of the section's description.
    """
    return name not in names and (name in _NAMES or name.startswith(_BEGINNINGS))


def description_names(idstr: str) -> list[str]:
    """What the description of a section may be called, likely names first: paths of buses stand before it."""
    parts = idstr.split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]
