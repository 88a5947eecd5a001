"""Gives a guest back: ends a migration that is under way and lets the guest run on.

Our process calls :func:`give_back`; and this file, run as a program, is a
process of its own that waits until ours says that all is well or is gone, and
does the same then.  So it imports nothing but the standard library.

A plan is a JSON object:

* ``monitor``: arguments of ``socket.connect``: a family's name and an address
* ``resume``: whether the guest ran and shall run again
* ``parameters``: migration parameters to set back
* ``descriptor``: the name of a descriptor that QEMU may still hold for us, or null
* ``directory``: where our socket is, or null
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

Plan: TypeAlias = dict[str, Any]
Execute: TypeAlias = Callable[[str, dict[str, Any]], Any]

READY = b"ready\n"
RELEASED = b"released\n"

PATIENCE = 3600.0
"""Seconds for which to try; somebody else may be connected to the monitor."""

ANSWER_SECONDS = 120.0
"""How long a command may take: what QEMU does with disks may be slow."""

_PAUSE = 0.02
_RETRY = 0.2

UNDER_WAY = frozenset(
    {
        "setup",
        "active",
        "cancelling",
        "device",
        "pre-switchover",
        "wait-unplug",
        "colo",
        "postcopy-active",
        "postcopy-paused",
        "postcopy-recover-setup",
        "postcopy-recover",
    }
)
"""What ``query-migrate`` says of a migration that has not ended."""

_STOPPED_BY_US = frozenset({"paused", "postmigrate"})
_PASSING = "finish-migrate"
"""The guest stands still while a migration ends; QEMU will not have ``cont`` now."""


ODD_ANSWER = (KeyError, TypeError, ValueError, AttributeError)
"""What comes of an answer that is not what QEMU would give."""


class Refused(Exception):
    """QEMU answered a command with an error."""


def give_back(execute: Execute, plan: Plan) -> str:
    """Leave the guest as it was found.

    Args:
        execute: does a command of QMP and gives what it returns; raises :class:`Refused`
            where QEMU will not, else what it likes.
        plan: see above.

    Returns:
        The guest's state: ``running``, or what else it is now.
    """
    while (status := execute("query-migrate", {}).get("status")) in UNDER_WAY:
        if status != "cancelling":
            execute("migrate_cancel", {})
        time.sleep(_PAUSE)
    while (state := execute("query-status", {})["status"]) == _PASSING:
        time.sleep(_PAUSE)
    if plan["resume"] and state in _STOPPED_BY_US:
        # After a migration this takes the disks back, too.
        execute("cont", {})
        state = execute("query-status", {})["status"]
    elif state == "postmigrate":
        _take_disks_back(execute)
    if plan["parameters"]:
        execute("migrate-set-parameters", plan["parameters"])
    return str(state)


def _take_disks_back(execute: Execute) -> None:
    """Have QEMU open its disks again, of a guest that stays paused; QEMU can since 10.0."""
    try:
        execute("blockdev-set-active", {"active": True})
    except Refused:
        pass  # then 'cont' will, when it is given


class Connection:
    """A plain client of QMP.

    Args:
        monitor: as in a plan.

    Raises:
        OSError: nobody is there, or he has gone.
    """

    def __init__(self, monitor: list[Any]) -> None:
        family, address = monitor
        self._socket = socket.socket(getattr(socket, family), socket.SOCK_STREAM)
        self._lines = self._socket.makefile("rb")
        try:
            self._socket.connect(address if isinstance(address, str) else tuple(address))
            self._socket.settimeout(PATIENCE)
            self._receive()  # the greeting comes when nobody else is connected any more
            self._socket.settimeout(ANSWER_SECONDS)
            self.execute("qmp_capabilities", {})
        except BaseException:
            self.close()
            raise

    def _receive(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise ConnectionResetError("the monitor has hung up")
        message: dict[str, Any] = json.loads(line)
        return message

    def execute(self, command: str, arguments: dict[str, Any]) -> Any:
        """Do a command.

        Raises:
            OSError: nobody is there any more.
            Refused: QEMU will not.
        """
        self._socket.sendall(json.dumps({"execute": command, "arguments": arguments}).encode())
        while True:
            answer = self._receive()
            if "error" in answer:
                raise Refused(f"{command}: {answer['error'].get('desc')}")
            if "return" in answer:
                return answer["return"]

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._socket.close()


def rescue(plan: Plan) -> str:
    """Give the guest back over a connection of our own, however often that breaks.

    Returns:
        As :func:`give_back`; ``gone`` if QEMU has ended.

    Raises:
        Refused: QEMU will not, or it took too long.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection = Connection(plan["monitor"])
            try:
                state = give_back(connection.execute, plan)
                _forget_descriptor(connection, plan)
            finally:
                connection.close()
            return state
        except (ConnectionRefusedError, FileNotFoundError):
            return "gone"
        except (OSError, Refused, *ODD_ANSWER) as error:
            # One that comes at a bad moment is refused now and done later.
            if time.monotonic() > end:
                raise Refused(str(error)) from error
        time.sleep(_RETRY)


def _forget_descriptor(connection: Connection, plan: Plan) -> None:
    """Have QEMU close our descriptor if it has not used it."""
    if plan["descriptor"]:
        try:
            connection.execute("closefd", {"fdname": plan["descriptor"]})
        except Refused:
            pass  # it has used it


def main() -> int:
    """Wait for the word or the end of our parent, on standard input; tell on standard output."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # this has to survive what ends its parent
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    plan = json.loads(line)
    _tell(READY)
    if sys.stdin.buffer.read() == RELEASED:
        return 0
    try:
        report = {"state": rescue(plan)}
    except Refused as error:
        report = {"error": str(error)}
    _remove_directory(plan)
    _tell(json.dumps(report).encode() + b"\n")
    return 0


def _remove_directory(plan: Plan) -> None:
    """Remove what our parent could not remove any more."""
    if plan["directory"]:
        try:
            for name in os.listdir(plan["directory"]):
                os.unlink(os.path.join(plan["directory"], name))
            os.rmdir(plan["directory"])
        except OSError:
            pass  # it could


def _tell(line: bytes) -> None:
    """Write to whoever started us, if he lives."""
    try:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except OSError:
        pass


if __name__ == "__main__":
    sys.exit(main())
