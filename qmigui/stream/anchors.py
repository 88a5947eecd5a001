"""Where device sections begin, counted backwards from the VM description.

The description tells the length of every device section; the last one ends
where the end-of-stream octet stands.  So their places are known however much
before them is damaged.  Source: QEMU ``migration/savevm.c``,
``qemu_savevm_state_complete_precopy_non_iterable``.
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from qmigui.stream import wire
from qmigui.stream.tail import Found, RandomAccess
from qmigui.vmstate.description import Description, DescriptionError

FOOTER_LENGTH = 5
HEAD_LENGTH = 1 + 4 + 1 + 4 + 4  # without the name
# Devices in a row that are nowhere to be found before it is given up.
MAX_MISSES = 3
# How much farther back than expected a head is looked for.
MORE_BACK = 64 << 10
TAIL_LENGTH = 64 << 20
_TEXT = re.compile(rb'\{ ?"(?:configuration|page_size)"')


class _Expected(NamedTuple):
    """A device section as the description has it.

    Attributes:
        tail_of_head: name with its length, and instance.
        length: octets of the section with its footer, None where nobody knows.
    """

    tail_of_head: bytes
    length: int | None


class Borders(NamedTuple):
    """Where device sections begin.

    Attributes:
        heads: of those whose heads stand where they should, ascending.
        damaged: of those whose heads are damaged, but whose places are certain.
    """

    heads: list[int]
    damaged: frozenset[int]


def device_offsets(
    access: RandomAccess, description: Description, end: int, lowest: int, footers: bool | None
) -> Borders:
    """Find the device sections of a stream.

    Args:
        access: the data.
        description: of the stream.
        end: offset of the end-of-stream octet.
        lowest: nothing before this is looked at.
        footers: whether sections have footers; None: look.
    """
    if footers is None:
        footers = access.pread(max(lowest, end - FOOTER_LENGTH), 1) == bytes((wire.SECTION_FOOTER,))
    devices = _expected(description, FOOTER_LENGTH if footers else 0)
    found: list[int] = []
    damaged: list[int] = []
    misses = 0
    for number in range(len(devices) - 1, -1, -1):
        device = devices[number]
        if device.length is not None and _is_head(access, end - device.length, lowest, device):
            end -= device.length
            found.append(end)
            misses = 0
            continue
        before = devices[number - 1] if number else None
        if before is not None and before.length is not None:
            if _is_head(access, end - before.length, lowest, before):
                continue  # the device has no section
            if device.length is not None and _is_head(
                access, end - device.length - before.length, lowest, before
            ):
                end -= device.length  # only its head is damaged
                damaged.append(end)
                continue
        place = _look_back(access, end, lowest, device)
        if place is not None:
            end = place
            found.append(end)
            misses = 0
            continue
        misses += 1
        if misses > MAX_MISSES or device.length is None:
            break
        end -= device.length
    return Borders(found[::-1], frozenset(damaged))


def _expected(description: Description, footer: int) -> list[_Expected]:
    devices: list[_Expected] = []
    try:
        for device in description.devices():
            name = device.name.encode("utf-8", "surrogateescape")
            if len(name) > 255 or len(devices) >= wire.MAX_SECTIONS:
                break
            head = bytes((len(name),)) + name + struct.pack(">I", device.instance_id)
            length = device.payload_length()
            if length is not None:
                length += HEAD_LENGTH + len(name) + footer
            devices.append(_Expected(head, length))
    except (DescriptionError, UnicodeEncodeError):
        return []  # what follows the damage is not known, and all is counted from there
    return devices


def _is_head(access: RandomAccess, place: int, lowest: int, device: _Expected) -> bool:
    if place < lowest:
        return False
    octets = access.pread(place, 5 + len(device.tail_of_head))
    return octets[:1] == bytes((wire.SECTION_FULL,)) and octets[5:] == device.tail_of_head


def _look_back(access: RandomAccess, end: int, lowest: int, device: _Expected) -> int | None:
    """The last place before *end* with the head of *device*, not too far away."""
    length = 4 * device.length if device.length is not None else 0
    start = max(lowest, end - min(length, wire.MAX_DEVICE_PAYLOAD) - MORE_BACK)
    if start >= end:
        return None
    data = access.pread(start, end - start)
    position = data.rfind(device.tail_of_head)
    while position >= 0:
        if position >= 5 and data[position - 5] == wire.SECTION_FULL:
            return start + position - 5
        position = data.rfind(device.tail_of_head, 0, position + len(device.tail_of_head) - 1)
    return None


def find_text(access: RandomAccess, lowest: int) -> Found | None:
    """A VM description whose head is damaged, by how its text begins; it reaches to the end."""
    size = access.size
    if size is None:
        return None
    start = max(lowest, size - TAIL_LENGTH)
    step = 1 << 20
    position = size
    while position > start:
        begin = max(start, position - step)
        data = access.pread(begin, position - begin + 32)
        matches = [match.start() for match in _TEXT.finditer(data)]
        if matches:
            text = begin + matches[-1]
            return Found(text - 5, text, size - text) if text - 5 >= lowest else None
        position = begin
    return None
