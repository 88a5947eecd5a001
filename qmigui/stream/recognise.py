"""Telling what a file is by its first octets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

BER_MAGIC = b"\x7f\xd1\x46"


def recognise(source: Source) -> str:
    """``binary`` or ``ber``.

    Raises:
        FormatError: the source is neither; says what it is where that is known.
    """
    head = source.peek(16)
    if head.startswith(wire.MAGIC):
        return "binary"
    if head.startswith(BER_MAGIC):
        return "ber"
    from qmigui.stream.others import LOOK, what_it_is

    start = source.start_offset
    envelope = source.envelope
    wrappings = envelope.wrappings if envelope is not None else []
    inside = f"what {' in '.join(reversed(wrappings))} has compressed is " if wrappings else ""
    if not head:
        raise FormatError(f"{inside or 'the file is '}empty", offset=start, code="not-a-stream")
    what = what_it_is(source.peek(LOOK))
    if what is not None:
        raise FormatError(f"{inside}not a migration stream but {what}", offset=start, code="not-a-stream")
    raise FormatError(
        f"{inside}not a migration stream: it begins neither with QEVM nor as our BER (7F D1 46)",
        offset=start,
        code="not-a-stream",
    )


def likeliest_form(source: Source) -> str | None:
    """What a file that is neither form may have been, were it not for damage in its first octets; or None."""
    head = source.peek(8)
    header = wire.MAGIC + wire.VERSION.to_bytes(4, "big")
    if len(head) == 8 and sum(one == other for one, other in zip(head, header, strict=True)) >= 6:
        return "binary"
    if len(head) == 8 and sum(one == other for one, other in zip(head, BER_MAGIC, strict=False)) >= 2:
        return "ber"
    return None
