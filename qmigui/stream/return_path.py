"""The way back that a migrating QEMU may ask for.

With the capability ``return-path`` (``postcopy-ram`` implies it) QEMU opens a
way back and, when all is sent, waits without end for the word that the machine
has come alive on the other side (``migration/migration.c``,
``await_return_path_close_on_source``).  Said earlier, it ends the migration at
once: QEMU's reader of the way back closes the connection.  Who only keeps a
state has no machine to speak for, so such a migration is refused at its start,
and the guest goes on where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import TransportError
from qmigui.stream import wire

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source

_OPEN = bytes([wire.COMMAND]) + wire.CMD_OPEN_RETURN_PATH.to_bytes(2, "big") + bytes(2)
_RAM = b"\x03ram"
_HEAD_LENGTH = 1024
"""The header, the configuration and the first commands are shorter."""


def refuse_way_back(source: Source) -> None:
    """Stop here if the sender waits for answers.

    Args:
        source: stands at its start, and still does afterwards.

    Raises:
        TransportError: it does, with what to do; or it cannot be read.
    """
    if not source.has_way_back:
        return
    head = source.peek(_HEAD_LENGTH)
    before_ram = head.partition(_RAM)[0]
    if head.startswith(wire.MAGIC) and _OPEN in before_ram:
        raise TransportError(
            "the sender wants answers, as only a running machine can give them; "
            "switch its capabilities return-path and postcopy-ram off, then migrate again",
            offset=before_ram.index(_OPEN),
            path="command OPEN_RETURN_PATH",
        )
