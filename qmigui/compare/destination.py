"""What is known of a QEMU that is to load a state: its classes of devices, and the machine itself.

The table of ``-dump-vmstate`` knows classes only.  A machine that can be
started tells more: paused before its first instruction it saves a state of its
own, which has all its sections, versions, fields, RAM blocks.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.compare.content import StateContent, read_state
from qmigui.compare.dump_table import MAX_DUMP, DumpTable, read_table
from qmigui.compare.qemu import PATIENCE, POLL, CommandRefused, Qemu, run_to_end
from qmigui.errors import FormatError, TransportError
from qmigui.qemufile.files import FileSource
from qmigui.record import field, record

if TYPE_CHECKING:
    from qmigui.progress import Cancel

# "info ramblock": name, page size (two words), offset, used, total.
_RAM_BLOCK = re.compile(
    r"^\s*(\S.*?)\s+\d+ [KMG]iB\s+0x[0-9a-f]+\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)", re.MULTILINE
)


@record(frozen=False, eq=False)
class Destination:
    """A QEMU, and perhaps a machine in it.

    Attributes:
        table: its classes of devices; None: nobody gave any.
        state: what its machine saves when it has not run yet; None: it is not known.
        version: of QEMU, major and minor number; None: not known.
        limits: bytes that its RAM blocks can grow to, by name; empty: not known.
    """

    table: DumpTable | None = None
    state: StateContent | None = None
    version: tuple[int, int] | None = None
    limits: dict[bytes, int] = field(default_factory=dict)


def table_of(command: Sequence[str], cancel: Cancel) -> DumpTable:
    """What ``-dump-vmstate`` of a QEMU says.

    Raises:
        TransportError: it could not be started, or knows no such machine.
        FormatError: it wrote something else.
    """
    with tempfile.TemporaryDirectory(prefix="qmigui-") as directory:
        path = Path(directory, "vmstate.json")
        run_to_end([*command, "-display", "none", "-dump-vmstate", str(path)], cancel)
        try:
            with path.open("rb") as file:
                return read_table(file.read(MAX_DUMP + 1))
        except OSError as error:
            raise TransportError("wrote no table of -dump-vmstate", source=command[0]) from error
        except FormatError as error:
            error.source = command[0]
            raise


def ask_machine(command: Sequence[str], destination: Destination, cancel: Cancel, stack: ExitStack) -> None:
    """Start a machine, let it save its state, and keep what that tells in *destination*.

    Args:
        command: program and all arguments of the machine.
        destination: is filled.
        cancel: ends it.
        stack: closes what the state needs.

    Raises:
        TransportError: the machine could not be started, or not be saved.
    """
    file = stack.enter_context(tempfile.TemporaryFile(prefix="qmigui-"))  # noqa: SIM115 - the stack closes it
    with Qemu(command, cancel) as qemu:
        destination.version = qemu.version
        with contextlib.suppress(CommandRefused):
            text = str(qemu.ask("human-monitor-command", command_line="info ramblock"))
            destination.limits = {
                name.encode(): int(total, 16) for name, _, total in _RAM_BLOCK.findall(text)
            }
        _save(qemu, file.fileno(), cancel)
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    source = stack.enter_context(FileSource(file.fileno(), "the destination's own state", close_fd=False))

    def tick(_: int) -> None:
        cancel.check()

    try:
        destination.state = stack.enter_context(read_state(source, False, tick, with_pages=False))
    except FormatError as error:
        error.source = source.name
        raise


def _save(qemu: Qemu, fd: int, cancel: Cancel) -> None:
    """Let a machine save its state into a descriptor."""
    qemu.ask("getfd", fd=fd, fdname="qmigui")
    qemu.ask("migrate", uri="fd:qmigui")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        cancel.check()
        told = qemu.ask("query-migrate")
        status = told.get("status") if isinstance(told, dict) else None
        if status == "completed":
            return
        if status in {"failed", "cancelled"}:
            reason = told.get("error-desc") or "; ".join(qemu.lines()) or "it does not say why"
            raise TransportError(f"its machine cannot be saved: {reason}", source=qemu.name)
        time.sleep(POLL)
    raise TransportError("its machine is not saved in time", source=qemu.name)
