"""How a connection with a QEMU comes about: it migrates to us, or waits for us with ``-incoming``.

A source listens and takes one connection; a sink connects.  TCP is listened to
on this machine only unless the address says otherwise; a socket in the file
system is for its owner only and goes when it is not needed any more.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import stat
import time
from collections.abc import Iterator
from typing import Any

from qmigui.errors import TransportError, UsageError
from qmigui.progress import Cancel
from qmigui.qemufile.addresses import Address, TcpAddress, UnixAddress
from qmigui.qemufile.base import Waiting
from qmigui.qemufile.descriptors import transport_error, wait_until_ready
from qmigui.qemufile.sockets import SocketSource

_RETRY_SECONDS = 0.1
_NOT_YET = {errno.ECONNREFUSED, errno.ENOENT, errno.EAGAIN}


def listen(
    address: Address, name: str, cancel: Cancel | None, waiting: Waiting
) -> SocketSource:
    """Wait for one connection.

    Args:
        address: where.
        name: how messages call it.
        cancel: can end the wait.
        waiting: for how long to wait, and who is told that all the world may connect.

    Raises:
        UsageError: the address means all addresses of this machine and does not say so.
        TransportError: it cannot be listened to, or nobody comes.
        Cancelled: somebody asked for it.
    """
    with listening(address, name) as listener:
        if isinstance(address, TcpAddress) and address.is_everywhere:
            waiting.warn(f"{name}: listens on all addresses: whoever can reach this machine can connect")
        return accept(listener, name, cancel, waiting)


def inherited(fd: int, name: str, cancel: Cancel | None, waiting: Waiting) -> SocketSource:
    """What a socket gives that somebody passed us: its bytes, or those of who connects if it listens.

    Args:
        fd: stays open.
        name: how messages call it.
        cancel: can end every wait.
        waiting: for how long to wait.

    Raises:
        TransportError: it cannot be used, or nobody comes.
        Cancelled: somebody asked for it.
    """
    try:
        passed = socket.socket(fileno=os.dup(fd))
        if not passed.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return SocketSource(passed, name, cancel, waiting)
    except OSError as error:
        raise transport_error("cannot be opened", error, name) from error
    with passed:
        return accept(passed, name, cancel, waiting)


def accept(
    listener: socket.socket, name: str, cancel: Cancel | None, waiting: Waiting
) -> SocketSource:
    """Take one connection from *listener*, which stays open and becomes non-blocking; see :func:`listen`."""
    listener.setblocking(False)
    while True:
        try:
            wait_until_ready(
                listener.fileno(), select.POLLIN, cancel, waiting.timeout
            )
            connection, _ = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            continue  # it was there and has gone
        except TimeoutError as error:
            raise transport_error("nobody has connected", error, name) from error
        except OSError as error:
            raise transport_error("cannot be listened to", error, name) from error
        return SocketSource(_kept_alive(connection), name, cancel, waiting)


@contextlib.contextmanager
def listening(address: Address, name: str) -> Iterator[socket.socket]:
    """A socket that takes connections inside the block.

    Raises:
        UsageError, TransportError: as :func:`listen`.
    """
    try:
        if isinstance(address, UnixAddress):
            listener = _bound_unix(address, name)
        else:
            listener = _bound_tcp(address, name)
    except OSError as error:
        raise transport_error("cannot be listened to", error, name) from error
    ours = os.lstat(address.path) if isinstance(address, UnixAddress) else None
    try:
        yield listener
    finally:
        if isinstance(address, UnixAddress) and ours:
            with contextlib.suppress(OSError):
                if os.path.samestat(ours, os.lstat(address.path)):
                    os.unlink(address.path)
        listener.close()


def _bound_unix(address: UnixAddress, name: str) -> socket.socket:
    """A listening socket with a name in the file system that only its owner may use."""
    _remove_stale(address.path, name)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(listener.fileno(), 0o600)  # which its name gets from it: it is never open to others
        listener.bind(address.path)
    except BaseException:
        listener.close()
        raise
    try:
        listener.listen(1)
    except BaseException:
        listener.close()
        os.unlink(address.path)
        raise
    return listener


def _remove_stale(path: str, name: str) -> None:
    """Remove a socket that nobody listens on.

    Raises:
        TransportError: there is something else.
    """
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise TransportError("cannot be listened to: there is something else of that name", source=name)
    # Of the other type it cannot connect to somebody who listens for streams, who would take that for
    # the peer that he waits for; but whether there is anybody shows.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        code = probe.connect_ex(path)
    if code == errno.ECONNREFUSED:
        os.unlink(path)
        return
    if code not in {0, errno.EPROTOTYPE}:
        raise OSError(code, os.strerror(code))
    raise TransportError("cannot be listened to: somebody else does", source=name)


def _bound_tcp(address: TcpAddress, name: str) -> socket.socket:
    """A listening socket on one address, or on all if that is what the address says."""
    family, where = _resolved(address)[0]
    if not address.is_everywhere and _is_everywhere(str(where[0])):
        raise UsageError(
            f"means all addresses of this machine; if that is wanted, write tcp:0.0.0.0:{address.port}",
            source=name,
        )
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not address.is_everywhere)
        listener.bind(where)
        listener.listen(1)
    except BaseException:
        listener.close()
        raise
    return listener


def _is_everywhere(host: str) -> bool:
    """Whether an address in numbers is the one that stands for all."""
    import ipaddress

    number = ipaddress.ip_address(host.partition("%")[0])
    inner = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return number.is_unspecified or (inner is not None and inner.is_unspecified)


def _resolved(address: TcpAddress) -> list[tuple[int, Any]]:
    """Families and addresses in numbers, IPv4 first: it is what most peers try first.

    Raises:
        OSError: there is no such host.
    """
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    found.sort(key=lambda item: item[0] != socket.AF_INET)
    return [(item[0], item[4]) for item in found]


def connect(
    address: Address, name: str, cancel: Cancel | None, waiting: Waiting
) -> socket.socket:
    """Connect to somebody who listens.

    Args:
        address: where.
        name: how messages call it.
        cancel: can end the wait.
        waiting: for how long to try again while nobody listens there; without a limit it is tried once.

    Raises:
        TransportError: nobody listens there, or takes the connection.
        Cancelled: somebody asked for it.
    """
    timeout = waiting.timeout
    end = time.monotonic() + (timeout or 0)
    while True:
        try:
            return _connected(address, cancel, timeout)
        except OSError as error:
            if error.errno not in _NOT_YET or time.monotonic() >= end:
                raise transport_error("cannot be connected to", error, name) from error
        if cancel:
            cancel.check()
        time.sleep(_RETRY_SECONDS)


def _connected(address: Address, cancel: Cancel | None, timeout: float | None) -> socket.socket:
    """One attempt, at all the addresses that there are.

    Raises:
        OSError: the last one's failure.
    """
    places: list[tuple[int, Any]] = []
    if isinstance(address, UnixAddress):
        places.append((socket.AF_UNIX, address.path))
    else:
        places.extend(_resolved(address))
    failure = OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    for family, where in places:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.setblocking(False)
            code = connection.connect_ex(where)
            if code == errno.EINPROGRESS:
                wait_until_ready(connection.fileno(), select.POLLOUT, cancel, timeout)
                code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if not code:
                return _kept_alive(connection)
            failure = OSError(code, os.strerror(code))
        except OSError as error:
            failure = error
        except BaseException:
            connection.close()
            raise
        connection.close()
    raise failure


def _kept_alive(connection: socket.socket) -> socket.socket:
    """Have the system notice when the other host has vanished."""
    if connection.family != socket.AF_UNIX:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return connection
