"""A QEMU's monitor, by the client library of the QEMU project (``qemu.qmp``).

The library is asynchronous; here each call runs its event loop until it is
done, so that callers need not be.  One thread at a time may use a monitor.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from qemu.qmp import ExecuteError, QMPClient, QMPError

from qmigui.closing import Closing
from qmigui.errors import TransportError
from qmigui.live.keeper import ANSWER_SECONDS, Refused
from qmigui.progress import Cancel
from qmigui.qemufile.addresses import Address, UnixAddress, parse
from qmigui.qemufile.base import Waiting
from qmigui.qemufile.connections import connect

_T = TypeVar("_T")

GREETING_SECONDS = 10.0
"""How long a monitor may take to greet, unless the caller says otherwise."""

_LATENCY = 0.1


def address_of(name: str) -> Address:
    """What *name* means: ``unix:PATH``, ``tcp:HOST:PORT`` or the path of a socket.

    Raises:
        UsageError: it makes no sense.
    """
    address = None if os.path.lexists(name) else parse(name)
    return address if address is not None else UnixAddress(name)


def _peer(address: Address, connection: socket.socket) -> Any:
    """What has been connected to; a path as we know it, a name in numbers."""
    return address.path if isinstance(address, UnixAddress) else connection.getpeername()


class RefusedError(TransportError, Refused):
    """QEMU answered a command with an error."""


class Monitor(Closing):
    """A connection to a monitor that speaks QMP.

    Args:
        name: see :func:`address_of`.
        cancel: can end the wait for it.
        waiting: for how long to wait for its greeting.

    Raises:
        UsageError: the name makes no sense.
        TransportError: nobody is there, or it does not speak QMP, or only with somebody else.
        Cancelled: somebody asked for it.
    """

    def __init__(self, name: str, cancel: Cancel | None = None, waiting: Waiting | None = None) -> None:
        waiting = waiting or Waiting()
        self.name = name
        self.address = address_of(name)
        connection = connect(self.address, name, cancel, waiting)
        self.place = (connection.family.name, _peer(self.address, connection))
        """Family and address for another connection to the same monitor."""
        self._loop = asyncio.new_event_loop()
        self._client = QMPClient("qmigui")
        seconds = waiting.timeout or GREETING_SECONDS
        try:
            self._run(self._client.connect(connection), seconds, cancel)
        except TimeoutError as error:
            self.close()
            raise TransportError(
                f"does not greet within {seconds:g} s: it serves one program at a time; "
                "is another connected, or is it no QMP monitor?",
                source=name,
            ) from error
        except (QMPError, OSError, EOFError) as error:
            self.close()
            raise TransportError(f"is no QMP monitor that can be used: {error}", source=name) from error
        except BaseException:
            self.close()
            raise
        finally:
            if self._loop.is_closed():
                connection.close()

    @property
    def passes_descriptors(self) -> bool:
        """Whether descriptors can be handed over, so that the state needs no address."""
        return isinstance(self.address, UnixAddress)

    def _run(self, coroutine: Coroutine[Any, Any, _T], seconds: float, cancel: Cancel | None = None) -> _T:
        """Run the loop until *coroutine* is done.

        Raises:
            TimeoutError: it takes too long.
            Cancelled: somebody asked for it.
        """
        task = self._loop.create_task(coroutine)
        end = time.monotonic() + seconds
        try:
            while not task.done():
                self._loop.run_until_complete(asyncio.wait({task}, timeout=_LATENCY))
                if cancel:
                    cancel.check()
                if time.monotonic() > end and not task.done():
                    raise TimeoutError
        except BaseException:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                self._loop.run_until_complete(task)
            raise
        return task.result()

    def execute(self, command: str, arguments: dict[str, Any] | None = None) -> Any:
        """Do a command and give what it returns.

        Raises:
            RefusedError: QEMU will not.
            TransportError: the monitor does not answer any more.
        """
        try:
            return self._run(self._client.execute(command, arguments or {}), ANSWER_SECONDS)
        except ExecuteError as error:
            raise RefusedError(f"QEMU will not do {command}: {error}", source=self.name) from error
        except TimeoutError as error:
            raise TransportError(f"{command} is not answered", source=self.name) from error
        except (QMPError, OSError, EOFError) as error:
            raise TransportError(f"has gone while it was to do {command}", source=self.name) from error

    def pass_descriptor(self, fd: int, name: str) -> None:
        """Hand over a descriptor, which commands can use as ``fd:NAME``.

        Raises:
            TransportError: as :meth:`execute`.
        """
        try:
            self._client.send_fd_scm(fd)
        except (QMPError, OSError) as error:
            raise TransportError(f"takes no descriptor: {error}", source=self.name) from error
        self.execute("getfd", {"fdname": name})

    def close(self) -> None:
        """Hang up; a second call does nothing."""
        if self._loop.is_closed():
            return
        with contextlib.suppress(QMPError, OSError, EOFError, TimeoutError):
            self._run(self._client.disconnect(), GREETING_SECONDS)
        self._loop.close()
