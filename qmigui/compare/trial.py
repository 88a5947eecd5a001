"""Lets the real QEMU load a state, paused, and ends it again.

The state goes to it through a pipe, so that nothing can write to it; a state
with fixed places of pages (mapped-ram) goes through a copy, since QEMU has to
seek in it.
"""

from __future__ import annotations

import contextlib
import os
import select
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.compare.qemu import PATIENCE, POLL, CommandRefused, Qemu
from qmigui.compare.said import section_of
from qmigui.errors import TransportError
from qmigui.qemufile.descriptors import transport_error
from qmigui.record import field, record

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source

_PIECE = 256 << 10
_MAPPED = "mapped-ram"
_LATE = "late-block-activate"
"""Keeps QEMU from taking disk images over when the state has come; the machine does not run anyway."""


@record(frozen=False, eq=False)
class Trial:
    """What QEMU said.

    Attributes:
        loads: whether it has taken the state.
        messages: its words, line by line.
        section: the name of the section that it stumbled over; ``configuration``
            before all sections; None: it named none.
        status: of the migration, as it calls it; empty if it ended before.
        capabilities: that were set for the state.
    """

    loads: bool
    messages: list[str] = field(default_factory=list)
    section: str | None = None
    status: str = ""
    capabilities: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/compare.md says what they are."""
        return {
            "loads": self.loads,
            "section": self.section,
            "messages": self.messages,
            "status": self.status,
            "capabilities": self.capabilities,
        }


def try_load(
    source: Source, capabilities: set[str], command: Sequence[str], progress: Progress, cancel: Cancel
) -> Trial:
    """Start a machine that waits for a state, and give it one.

    Args:
        source: a binary stream, at its start.
        capabilities: that the machine must have set for it.
        command: program and arguments of the machine.
        progress: octets that QEMU has taken.
        cancel: ends it.

    Raises:
        TransportError: QEMU could not be started, or does not answer.
        Cancelled: somebody asked for it.
    """
    if _MAPPED in capabilities:
        with tempfile.NamedTemporaryFile(prefix="qmigui-") as copy:
            _copy(source, copy.fileno(), cancel)
            with _incoming(command, capabilities, f"file:{copy.name}", (), cancel) as attempt:
                return attempt.result(progress)
    reading, writing = os.pipe()
    try:
        with _incoming(command, capabilities, f"fd:{reading}", (reading,), cancel) as attempt:
            os.close(reading)
            reading = -1
            os.set_blocking(writing, False)
            attempt.feed(source, writing, progress)
            os.close(writing)
            writing = -1
            return attempt.result(progress)
    finally:
        for fd in (reading, writing):
            if fd >= 0:
                os.close(fd)


def _copy(source: Source, fd: int, cancel: Cancel) -> None:
    buffer = memoryview(bytearray(_PIECE))
    place = 0
    try:
        while count := source.readinto(buffer):
            cancel.check()
            if any(buffer[:count]):
                os.pwrite(fd, buffer[:count], place)
            place += count
        os.ftruncate(fd, place)
    except OSError as error:
        raise transport_error("cannot be kept", error, "temporary file") from error


class _Attempt:
    """One QEMU with a state on its way."""

    def __init__(self, qemu: Qemu, uri: str, cancel: Cancel, capabilities: list[str]) -> None:
        self._qemu = qemu
        self._cancel = cancel
        self._capabilities = capabilities
        self._uri = uri
        self._refused = ""

    def refuse(self, message: str) -> None:
        """It cannot even begin."""
        self._refused = message

    def begin(self) -> None:
        """Let it wait for the state."""
        if self._refused:
            return
        try:
            self._qemu.ask("migrate-incoming", uri=self._uri)
        except CommandRefused as error:
            self._refused = error.message
        except TransportError:
            pass  # it has ended: its words say why

    def feed(self, source: Source, fd: int, progress: Progress) -> None:
        """Give it all octets, as long as it takes them."""
        buffer = memoryview(bytearray(_PIECE))
        pending = buffer[:0]
        moved = time.monotonic()
        while not self._refused and not self._qemu.has_ended:
            self._cancel.check()
            if not pending:
                count = source.readinto(buffer)
                if not count:
                    return
                pending = buffer[:count]
            if not select.select([], [fd], [], POLL)[1]:
                # It has stopped reading: behind the end of the stream, or for good.
                if self._status() in {"completed", "failed"}:
                    return
                if time.monotonic() - moved > PATIENCE:
                    raise TransportError(f"takes nothing for {PATIENCE:.0f} s", source=self._qemu.name)
                continue
            try:
                count = os.write(fd, pending)
            except BlockingIOError:
                continue
            except BrokenPipeError:
                return
            except OSError as error:
                raise transport_error("cannot be written to", error, self._qemu.name) from error
            pending = pending[count:]
            progress.read_bytes += count
            moved = time.monotonic()

    def _status(self) -> str:
        """How far the loading is, in QEMU's word; empty: not begun, or there is no QEMU any more."""
        try:
            told = self._qemu.ask("query-migrate")
        except TransportError:
            return ""
        status = told.get("status", "") if isinstance(told, dict) else ""
        return str(status)

    def result(self, progress: Progress) -> Trial:
        """Wait until it has loaded the state or given up."""
        progress.activity = "waiting for QEMU"
        deadline = time.monotonic() + PATIENCE
        status = ""
        while not self._refused and not self._qemu.has_ended:
            self._cancel.check()
            status = self._status() or status
            if status in {"completed", "failed"}:
                break
            if time.monotonic() > deadline:
                raise TransportError(f"does not say whether it has loaded the state, for {PATIENCE:.0f} s")
            time.sleep(POLL)
        if self._qemu.has_ended:
            status = ""
        lines = [self._refused] if self._refused else []
        lines += self._qemu.lines()
        loads = status == "completed" and not self._refused
        return Trial(loads, lines, None if loads else section_of(lines), status, self._capabilities)


@contextlib.contextmanager
def _incoming(
    command: Sequence[str], capabilities: set[str], uri: str, fds: tuple[int, ...], cancel: Cancel
) -> Iterator[_Attempt]:
    """A QEMU that waits for a state at *uri*."""
    with Qemu([*command, "-incoming", "defer"], cancel, fds) as qemu:
        wanted = sorted(capabilities)
        attempt = _Attempt(qemu, uri, cancel, wanted)
        with contextlib.suppress(CommandRefused):  # older than 3.0
            qemu.ask("migrate-set-capabilities", capabilities=[{"capability": _LATE, "state": True}])
        for name in wanted:
            try:
                qemu.ask("migrate-set-capabilities", capabilities=[{"capability": name, "state": True}])
            except CommandRefused as error:
                attempt.refuse(f"capability {name}: {error.message}")
        attempt.begin()
        yield attempt
