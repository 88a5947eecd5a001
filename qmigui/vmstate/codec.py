"""A device's payload as BER, and back.

Nothing leaves as BER that does not come back as the same bytes: every device is
read back the way a file would be, and compared.
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.visitor.ber_reader import read_vmstate
from qmigui.visitor.ber_writer import BerVisitor
from qmigui.visitor.binary import BinaryVisitor
from qmigui.vmstate.description import Device
from qmigui.vmstate.walk import Note, WalkError, walk


class Encoded(NamedTuple):
    """What became of a payload.

    Attributes:
        ber: one VMState element, or None when the payload must travel as it is.
        warning: why there is no BER, or which field in it is octets although
            its members are described; None when all is well.
    """

    ber: bytes | None
    warning: str | None


def encode(device: Device, payload: memoryview) -> Encoded:
    """The VMState of *payload*, made along the description of *device*.

    Args:
        device: the description of the section.
        payload: from behind the version id to the footer.
    """
    visitor = BerVisitor()
    try:
        notes = walk(device, payload, visitor)
    except WalkError as error:
        return Encoded(None, f"{error} (payload offset {error.payload_offset})")
    except FormatError as error:
        return Encoded(None, str(error))
    ber = visitor.result()
    try:
        back = decode(ber, 0, None)
    except FormatError as error:
        return Encoded(None, f"its BER does not read back: {error.path}: {error.message}")
    if back != bytes(payload):
        return Encoded(None, f"its BER reads back as other bytes (payload offset {_first(back, payload)})")
    return Encoded(ber, _notes_text(notes))


def decode(octets: bytes | memoryview, base_offset: int, path: str | None) -> bytes:
    """The payload that a VMState stands for.

    Args:
        octets: one whole VMState element.
        base_offset: where its first octet stands in the source.
        path: the section, for messages.

    Raises:
        FormatError: *octets* is something else; with offset and path.
    """
    visitor = BinaryVisitor()
    read_vmstate(octets, base_offset, path, visitor)
    return bytes(visitor.data)


def _first(one: bytes, other: memoryview) -> int:
    """The first place where two runs of bytes differ."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _notes_text(notes: list[Note]) -> str | None:
    if not notes:
        return None
    first = notes[0]
    more = f" (and {len(notes) - 1} more fields)" if len(notes) > 1 else ""
    return f"{first.path} (payload offset {first.payload_offset}): told as octets: {first.reason}{more}"
