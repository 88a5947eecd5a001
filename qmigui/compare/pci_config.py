"""The parts of a PCI configuration that a destination compares with its own.

QEMU refuses a state whose configuration differs in a bit that is checked and
that no guest can write (``get_pci_config_device`` and ``pci_init_cmask`` in
``hw/pci/pci.c``).  Which bits those are follows from the destination's own
configuration, as far as the standard fixes it.
"""

from __future__ import annotations

from collections.abc import Iterator

_LENGTH = 256
_FIXED = (0, 1, 2, 3, 8, 9, 10, 11, 0x0E, 0x34)
"""Vendor and device, revision, class, header type, where the capabilities begin."""

_STATUS, _HAS_CAPABILITIES, _CAPABILITIES = 6, 0x10, 0x34
_HEADER_TYPE, _BARS = 0x0E, 0x10
_POWER, _MSI, _VENDOR, _EXPRESS, _MSIX = 0x01, 0x05, 0x09, 0x10, 0x11
_VIRTIO_CONFIG_ACCESS = 5
"""The kind of virtio's capability whose octets a guest writes."""


def first_difference(mine: bytes, its: bytes) -> tuple[int, int] | None:
    """The first octet of a configuration that a destination will not take.

    Args:
        mine: the configuration in the state.
        its: the destination's own.

    Returns:
        Its place and the bits that differ; None: there is none that is known here.
    """
    if min(len(mine), len(its)) < _LENGTH:
        return None
    for place, mask in sorted(_fixed_bits(its)):
        wrong = (mine[place] ^ its[place]) & mask
        if wrong:
            return place, wrong
    return None


def _fixed_bits(config: bytes) -> Iterator[tuple[int, int]]:
    """Places and bits that no guest writes."""
    yield from ((place, 0xFF) for place in _FIXED)
    if not config[_HEADER_TYPE] & 0x7F:
        yield from _bars(config)
    for place in _capability_places(config):
        yield place, 0xFF
        yield place + 1, 0xFF
        yield from _in_capability(config, place)


def _bars(config: bytes) -> Iterator[tuple[int, int]]:
    """What kind of address each register holds; one that reads as zero may not be there at all."""
    number = 0
    while number < 6:
        place = _BARS + 4 * number
        kind = config[place]
        if kind & 1:
            yield place, 0x03
        elif kind & 0x0F:
            yield place, 0x0F
            number += bool(kind & 0x04)  # the next one is its upper half
        number += 1


def _capability_places(config: bytes) -> list[int]:
    found: list[int] = []
    place = config[_CAPABILITIES] & 0xFC if config[_STATUS] & _HAS_CAPABILITIES else 0
    while 0x40 <= place <= _LENGTH - 4 and place not in found:
        found.append(place)
        place = config[place + 1] & 0xFC
    return found


def _in_capability(config: bytes, place: int) -> Iterator[tuple[int, int]]:
    """The bits of one capability behind its kind and its successor."""
    kind = config[place]
    if kind == _MSIX and place + 12 <= _LENGTH:
        yield place + 2, 0xFF  # entries of the table
        yield place + 3, 0x07
        yield from ((place + number, 0xFF) for number in range(4, 12))
    elif kind == _MSI:
        yield place + 2, 0x8E
        yield place + 3, 0x01
    elif kind in {_POWER, _EXPRESS}:
        yield place + 2, 0xFF
        yield place + 3, 0xFF
    elif kind == _VENDOR:
        end = min(place + config[place + 2], _LENGTH)
        yield place + 2, 0xFF
        if config[place + 3] != _VIRTIO_CONFIG_ACCESS:
            yield from ((number, 0xFF) for number in range(place + 3, end))
