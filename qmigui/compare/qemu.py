"""A QEMU that we start, ask by QMP and end: paused, without a display, never left behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qmigui.errors import TransportError, UsageError

if TYPE_CHECKING:
    from qmigui.progress import Cancel

PATIENCE = 60.0
"""Seconds that QEMU may take for an answer."""

POLL = 0.05
MAX_MESSAGES = 64 << 10
"""Octets of what it says that are read."""

UNSUPPORTED = "unsupported machine type"
"""How QEMU says that it has no machine of that name."""

_OURS = frozenset(("-incoming", "-daemonize", "-dump-vmstate"))
_MACHINE = frozenset(("-M", "-machine"))


class CommandRefused(TransportError):
    """QEMU has answered a command with an error."""


def checked_command(command: Sequence[str]) -> list[str]:
    """A command line that we may add to.

    Raises:
        UsageError: it is empty, or has options that are ours to give.
    """
    if not command:
        raise UsageError("a QEMU command is needed: its program, and the options of the machine")
    for word in command[1:]:
        if _plain(word) in _OURS:
            raise UsageError(f"{word} is no option for this: it is given by us")
    return list(command)


def has_machine(command: Sequence[str]) -> bool:
    """Whether a command line names a machine type."""
    return any(_plain(word) in _MACHINE or word.startswith(("-M", "-machine=")) for word in command[1:])


def is_whole(command: Sequence[str]) -> bool:
    """Whether a command line is that of a machine: it says more than the program and the machine type."""
    words = list(command[1:])
    while words:
        word = words.pop(0)
        if _plain(word) in _MACHINE and words:
            words.pop(0)
        elif not _plain(word).startswith("-machine="):
            return True
    return False


def _plain(word: str) -> str:
    """An option with one dash."""
    return word[1:] if word.startswith("--") else word


def run_to_end(command: Sequence[str], cancel: Cancel) -> None:
    """Run a QEMU that ends by itself.

    Raises:
        TransportError: it could not be started, failed, or does not end.
        Cancelled: somebody asked for it.
    """
    with tempfile.TemporaryFile() as messages:
        process = _start(command, messages.fileno(), ())
        try:
            _wait(process, cancel, command[0])
        finally:
            _end(process)
        if process.returncode:
            raise TransportError(_first_line(messages.fileno(), command[0]), source=command[0])


def _start(command: Sequence[str], messages: int, fds: Sequence[int]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=messages,
            pass_fds=fds,
            start_new_session=True,  # what it starts ends with it
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise TransportError(f"cannot be started: {reason}", source=command[0]) from error


def version_of(program: str, cancel: Cancel) -> tuple[int, int] | None:
    """Major and minor number of a QEMU, by its ``--version``; None: it does not tell.

    Raises:
        TransportError: it could not be started.
    """
    with tempfile.TemporaryFile() as messages:
        process = _start([program, "--version"], messages.fileno(), ())
        try:
            _wait(process, cancel, program)
        finally:
            _end(process)
        found = re.search(r"version (\d+)\.(\d+)", " ".join(message_lines(messages.fileno(), program)))
    return (int(found[1]), int(found[2])) if found else None


def _wait(process: subprocess.Popen[bytes], cancel: Cancel, name: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        cancel.check()
        if time.monotonic() > deadline:
            raise TransportError(f"does not end within {PATIENCE:.0f} s", source=name)
        time.sleep(POLL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it and all that it has started, and wait for it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _first_line(fd: int, name: str) -> str:
    lines = message_lines(fd, name)
    return lines[0] if lines else "failed without a word"


def message_lines(fd: int, name: str) -> list[str]:
    """What a program of that name has said, as lines without its name."""
    text = os.pread(fd, MAX_MESSAGES, 0).decode("utf-8", "backslashreplace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [line.removeprefix(f"{name}: ").removeprefix(f"{os.path.basename(name)}: ") for line in lines]


class Qemu:
    """A process in a ``with`` block, which ends it whatever happens.

    Args:
        command: program and arguments; ``-S``, the monitor and no display are added.
        cancel: ends every wait.
        fds: descriptors that it inherits.

    Attributes:
        version: major and minor number, as it tells them.

    Raises:
        TransportError: from entering: it could not be started, or did not answer.
    """

    def __init__(self, command: Sequence[str], cancel: Cancel, fds: Sequence[int] = ()) -> None:
        self.name = command[0]
        self._command = list(command)
        self._cancel = cancel
        self._fds = tuple(fds)
        self._received = b""
        self.version: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        """Start it; returns when the monitor answers."""
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._messages = tempfile.TemporaryFile()
        number = theirs.fileno()
        monitor = ["-chardev", f"socket,id=qmigui-qmp,fd={number}", "-mon", "chardev=qmigui-qmp,mode=control"]
        try:
            self._process = _start(
                [*self._command, "-S", "-display", "none", *monitor],
                self._messages.fileno(),
                (number, *self._fds),
            )
        except BaseException:
            ours.close()
            self._messages.close()
            raise
        finally:
            theirs.close()
        try:
            ours.settimeout(POLL)
            self.version = _version(self._next("QMP"))
            self.ask("qmp_capabilities")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        _end(self._process)
        self._socket.close()
        self._messages.close()

    @property
    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.poll() is not None

    def lines(self) -> list[str]:
        """What it has said so far."""
        return message_lines(self._messages.fileno(), self.name)

    # -- the monitor -------------------------------------------------------------------

    def ask(self, command: str, *, fd: int | None = None, **arguments: object) -> Any:
        """Run a command and give its answer.

        Args:
            command: its name.
            fd: a descriptor to pass with it.
            arguments: their names with ``_`` for ``-``.

        Raises:
            CommandRefused: the answer is an error.
            TransportError: there is none.
        """
        message: dict[str, object] = {"execute": command}
        if arguments:
            message["arguments"] = {key.replace("_", "-"): value for key, value in arguments.items()}
        octets = json.dumps(message).encode() + b"\n"
        try:
            if fd is None:
                self._socket.sendall(octets)
            else:
                socket.send_fds(self._socket, [octets], [fd])
        except OSError as error:
            raise self._gone() from error
        return self._next("return")

    def _next(self, key: str) -> Any:
        """The next message that has *key*; those of events are passed over."""
        deadline = time.monotonic() + PATIENCE
        for message in self._messages_until(deadline):
            if "error" in message:
                text = message["error"].get("desc", "") if isinstance(message["error"], dict) else ""
                raise CommandRefused(f"QEMU says: {text}", source=self.name)
            if key in message:
                return message[key]
        raise TransportError(f"does not answer within {PATIENCE:.0f} s", source=self.name)

    def _messages_until(self, deadline: float) -> Iterator[dict[str, Any]]:
        while time.monotonic() < deadline:
            while b"\n" in self._received:
                line, self._received = self._received.split(b"\n", 1)
                with contextlib.suppress(ValueError):
                    message = json.loads(line)
                    if isinstance(message, dict):
                        yield message
            self._cancel.check()
            try:
                piece = self._socket.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                piece = b""
            if not piece:
                raise self._gone()
            self._received += piece

    def _gone(self) -> TransportError:
        """The error for a process that has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        lines = self.lines()
        code = self._process.returncode
        ended = "has ended without a word" if code is None or code >= 0 else f"was ended by signal {-code}"
        return TransportError(lines[0] if lines else ended, source=self.name)


def _version(greeting: Any) -> tuple[int, int] | None:
    """Major and minor number in a greeting."""
    try:
        numbers = greeting["version"]["qemu"]
        return int(numbers["major"]), int(numbers["minor"])
    except (KeyError, TypeError, ValueError):
        return None
