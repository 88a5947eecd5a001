"""A QEMU that a test starts, spoken to by QMP, and that never outlives the test."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0
"""Seconds that anything may take."""


class MachineError(AssertionError):
    """QEMU did not do what it was to do; with what it said."""


class Machine:
    """One QEMU process: paused when it starts, killed at the end of the ``with`` block.

    Args:
        command: program and arguments; what the monitor and the display need is added.
        directory: for its messages and the memory dumps.
        monitor: a second monitor for others: ``unix:PATH`` or ``tcp:HOST:PORT``.
    """

    def __init__(self, command: Sequence[str], directory: Path, monitor: str | None = None) -> None:
        self._command = list(command)
        if monitor is not None:
            self._command += ["-qmp", f"{monitor},server=on,wait=off"]
        self._directory = directory

    def __enter__(self) -> Self:
        """Start it; returns when the monitor answers."""
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._socket.settimeout(PATIENCE)
        self._messages = self._directory / "qemu-messages"
        monitor = ["-chardev", f"socket,id=qmp,fd={theirs.fileno()}", "-mon", "chardev=qmp,mode=control"]
        with self._messages.open("wb") as messages:
            self._process = subprocess.Popen(
                [*self._command, "-S", "-accel", "tcg", "-display", "none", *monitor],
                stdin=subprocess.DEVNULL,
                stdout=messages,
                stderr=messages,
                pass_fds=[theirs.fileno()],
                # What it runs to carry a stream is in its group, and finds qmigui.
                start_new_session=True,
                cwd=self._directory,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        theirs.close()
        self._lines = ours.makefile("rb")
        try:
            self._receive("QMP")
            self.execute("qmp_capabilities")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill it and all that it started."""
        self._end()

    def _end(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait(PATIENCE)
        self._lines.close()
        self._socket.close()

    # -- the monitor ------------------------------------------------------------------

    def _fail(self, what: str) -> MachineError:
        said = self._messages.read_text(errors="replace").strip()
        return MachineError(f"{what}; QEMU said: {said or 'nothing'}")

    def _receive(self, *wanted: str) -> dict[str, Any]:
        """The next message that has one of these keys."""
        while True:
            try:
                line = self._lines.readline()
            except (TimeoutError, ConnectionError) as error:
                raise self._fail(f"no answer: {error}") from error
            if not line:
                raise self._fail("QEMU has gone")
            message: dict[str, Any] = json.loads(line)
            if not message.keys().isdisjoint(wanted):
                return message

    def execute(self, command: str, *, descriptor: int | None = None, **arguments: object) -> Any:
        """A QMP command; hyphens of its arguments as underscores.

        Args:
            command: its name.
            descriptor: handed over with it.
            arguments: its arguments.
        """
        named = {name.replace("_", "-"): value for name, value in arguments.items()}
        request = json.dumps({"execute": command, "arguments": named}).encode()
        try:
            if descriptor is None:
                self._socket.sendall(request)
            else:
                socket.send_fds(self._socket, [request], [descriptor])
        except OSError as error:
            raise self._fail(f"{command} cannot be sent: {error}") from error
        answer = self._receive("return", "error")
        if "error" in answer:
            raise self._fail(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until *condition* holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise self._fail(f"{what} took more than {PATIENCE:.0f} s")
            time.sleep(0.05)

    def wait_for_end(self) -> None:
        """Wait until the process has gone."""
        self._process.wait(PATIENCE)

    # -- the guest --------------------------------------------------------------------

    def status(self) -> str:
        """``running``, ``paused`` ..."""
        return str(self.execute("query-status")["status"])

    def registers(self) -> str:
        """Registers of all CPUs."""
        return str(self.execute("human-monitor-command", command_line="info registers -a"))

    def ram(self, addr: int, length: int) -> bytes:
        """Guest memory."""
        path = self._directory / "ram"
        self.execute("pmemsave", val=addr, size=length, filename=str(path))
        try:
            return path.read_bytes()
        finally:
            path.unlink()

    def ram_hash(self, addr: int, length: int) -> str:
        """SHA-256 of guest memory."""
        return hashlib.sha256(self.ram(addr, length)).hexdigest()

    # -- migration ----------------------------------------------------------------------

    def migrate(self, uri: str) -> None:
        """Send the machine's state; returns when all of it is on its way."""
        self.execute("migrate", uri=uri)

        def done() -> bool:
            state = self.execute("query-migrate").get("status")
            if state in {"failed", "cancelled"}:
                raise self._fail(f"the migration {state}")
            return bool(state == "completed")

        self.wait("the migration", done)

    def migrate_to_descriptor(self, descriptor: int) -> None:
        """Send the state to a file or pipe that is open here."""
        self.execute("getfd", descriptor=descriptor, fdname="state")
        self.migrate("fd:state")

    def loaded(self) -> None:
        """Wait until a state that comes in is there."""
        self.wait("loading", lambda: self.status() != "inmigrate")
