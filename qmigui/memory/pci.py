"""PCI devices of a state: the parts of their configuration space that place memory.

A PCI device's section begins with a be32 version and the 256 octets of its
configuration space, also where the VM description calls it one field
``virtio`` (QEMU ``hw/pci/pci.c``, ``vmstate_pci_device``).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.memory.state import DeviceState, MachineState

CONFIG_OFFSET = 4
CONFIG_LENGTH = 256
_COMMAND = 0x04
_MEMORY_ENABLED = 2
_BAR0 = 0x10
_ROM = 0x30
_HEADER_TYPE = 0x0E


def config_of(device: DeviceState) -> bytes | None:
    """The configuration space of a PCI device's section; None when it is none."""
    octets = bytes(device.payload[: CONFIG_OFFSET + CONFIG_LENGTH])
    if len(octets) < CONFIG_OFFSET + CONFIG_LENGTH or not 1 <= int.from_bytes(octets[:4], "big") <= 2:
        return None
    config = octets[CONFIG_OFFSET:]
    return None if config[:2] in (b"\0\0", b"\xff\xff") else config


def bar(config: bytes, number: int, length: int) -> int | None:
    """Where a memory BAR of *length* bytes lies; None while it lies nowhere."""
    command, low = struct.unpack_from("<H", config, _COMMAND)[0], _BAR0 + 4 * number
    (value,) = struct.unpack_from("<I", config, low)
    if not command & _MEMORY_ENABLED or value & 1 or config[_HEADER_TYPE] & 0x7F:
        return None
    addr = value & ~0xF
    if value & 6 == 4:
        addr |= struct.unpack_from("<I", config, low + 4)[0] << 32
    return addr if addr and not addr % length else None


def rom(config: bytes, length: int) -> int | None:
    """Where an expansion ROM of *length* bytes lies; None while it lies nowhere."""
    command = struct.unpack_from("<H", config, _COMMAND)[0]
    (value,) = struct.unpack_from("<I", config, _ROM)
    addr = value & ~0x7FF
    if not command & _MEMORY_ENABLED or not value & 1 or config[_HEADER_TYPE] & 0x7F:
        return None
    return addr if addr and not addr % length else None


def device_at(state: MachineState, path: str) -> bytes | None:
    """The configuration space of the device with this path, e.g. ``0000:00:02.0``."""
    for device in state.devices:
        if device.path == path:
            config = config_of(device)
            if config is not None:
                return config
    return None
