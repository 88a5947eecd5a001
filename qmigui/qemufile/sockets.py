"""Both ends of a conversation over a socket that is connected.

The other side may be slow, silent or gone: every wait can be cancelled and can
have a limit.  How a connection comes about: ``connections``.
"""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Sequence

from qmigui.errors import TransportError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Buffer, SequentialSource, Sink, Waiting
from qmigui.qemufile.descriptors import transport_error, wait_until_ready, write_all, write_zeros

_DRAIN_LENGTH = 64 << 10


class SocketSource(SequentialSource):
    """Reads what the other side sends.

    Args:
        connection: ours from now on.
        name: how messages call it.
        cancel: can end the wait for bytes that do not come.
        waiting: for how long nothing may come.
    """

    has_way_back = True
    ended = False
    """Whether the other side has hung up."""

    def __init__(
        self, connection: socket.socket, name: str, cancel: Cancel | None, waiting: Waiting
    ) -> None:
        self.name = name
        self._socket = connection
        self._cancel = cancel
        self._timeout = waiting.timeout
        self._offset = 0

    def _receive(self, buf: memoryview) -> int:
        while True:
            try:
                count = self._socket.recv_into(buf, 0, socket.MSG_DONTWAIT)
            except BlockingIOError:
                self._wait()
            except OSError as error:
                self.ended = True
                raise self._error("cannot be read", error) from error
            else:
                self._offset += count
                self.ended = not count
                return count

    def _wait(self) -> None:
        try:
            wait_until_ready(self._socket.fileno(), select.POLLIN, self._cancel, self._timeout)
        except TimeoutError as error:
            raise self._error("nothing comes", error) from error

    def _error(self, what: str, error: OSError) -> TransportError:
        told = transport_error(what, error, self.name)
        told.offset = self._offset
        return told

    def stop(self) -> None:
        """Make this the end, for the other side too; may be called from another thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


class SocketSink(Sink):
    """Sends to the other side; nothing can be taken back.

    Args:
        connection: ours from now on.
        name: how messages call it.
        cancel: can end the wait for a side that takes nothing.
        waiting: for how long it may take nothing.
    """

    can_skip = False

    def __init__(
        self, connection: socket.socket, name: str, cancel: Cancel | None, waiting: Waiting
    ) -> None:
        self.name = name
        self._socket = connection
        self._cancel = cancel
        self._timeout = waiting.timeout
        self._hears = True
        connection.setblocking(False)  # then each write ends with what fits

    def _wait(self, event: int) -> None:
        wait_until_ready(self._socket.fileno(), event, self._cancel, self._timeout)

    def _wait_to_write(self) -> None:
        """Wait until more is taken; what the other side says is dropped, or it might wait for us to read."""
        self._wait(select.POLLOUT | (select.POLLIN if self._hears else 0))
        if self._hears:
            with contextlib.suppress(BlockingIOError):
                self._hears = bool(self._socket.recv(_DRAIN_LENGTH))

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Send all *segments*; see :meth:`Sink.write`."""
        try:
            write_all(self._socket.fileno(), segments, length, self._wait_to_write)
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error

    def write_zeros(self, length: int) -> None:
        """Send *length* zero bytes."""
        try:
            write_zeros(self._socket.fileno(), length, self._wait_to_write)
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error

    def commit(self) -> None:
        """Say that this was all, and wait until the other side has hung up.

        What it says meanwhile is dropped.  To close with that unread would reset
        the connection, and the end of what we sent could be lost.
        """
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while self._hears:
                if self._cancel:
                    self._cancel.check()
                try:
                    self._hears = bool(self._socket.recv(_DRAIN_LENGTH))
                except BlockingIOError:
                    self._wait(select.POLLIN)
        except TimeoutError as error:
            what = "all is sent, but the other side does not hang up"
            raise transport_error(what, error, self.name) from error
        except OSError as error:
            raise transport_error("the other side has not read all of it", error, self.name) from error
        finally:
            self.abort()

    def abort(self) -> None:
        """Hang up."""
        self._socket.close()
