"""The ear of the window: other starts of the program say here what they were to open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from qmigui.gui import instance

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE_MS = 5000
_MOST_AT_ONCE = 16


class InstanceServer(QObject):
    """Listens until it is closed.

    Args:
        path: of the socket; whoever makes this holds its lock, so that an old one is nobody's.

    Signals:
        wanted: names to open, and the token by which the window may come to the front.
    """

    wanted = Signal(object, str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MOST_AT_ONCE)
        self._open = 0
        self._server.newConnection.connect(self._take)
        QLocalServer.removeServer(str(path))
        self._server.listen(str(path))

    def close(self) -> None:
        """Listen no longer; the socket goes."""
        self._server.close()

    def _take(self) -> None:
        while (channel := self._server.nextPendingConnection()) is not None:
            if self._open >= _MOST_AT_ONCE:
                channel.abort()
                channel.deleteLater()
                continue
            self._open += 1
            _Caller(channel, self).over.connect(self._on_over)

    def _on_over(self) -> None:
        self._open -= 1


class _Caller(QObject):
    """One other start.

    Signals:
        over: it has hung up, or has been given up.
    """

    over = Signal()

    def __init__(self, channel: QLocalSocket, server: InstanceServer) -> None:
        super().__init__(server)
        self._channel, self._server = channel, server
        channel.setParent(self)
        self._line = b""
        channel.readyRead.connect(self._read)
        channel.disconnected.connect(self._end)
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self._give_up)
        self._timer.start()
        if channel.bytesAvailable():
            self._read()

    def _read(self) -> None:
        self._line += self._channel.readAll().data()
        if len(self._line) > instance.MOST_OCTETS:
            self._channel.abort()
            return
        line, end, _ = self._line.partition(b"\n")
        if not end:
            return
        self._line = b""
        told = instance.asked(line)
        if told is None:
            self._channel.abort()
            return
        self._channel.write(instance.ACCEPTED)
        self._channel.flush()
        self._channel.disconnectFromServer()
        self._server.wanted.emit(*told)

    def _give_up(self) -> None:
        self._channel.abort()

    def _end(self) -> None:
        self._timer.stop()
        self.over.emit()
        self.deleteLater()
