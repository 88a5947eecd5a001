"""How users write where a QEMU is: ``unix:PATH``, ``tcp:HOST:PORT`` and their like.

The spellings are those of QEMU's ``migrate`` and ``-incoming``, without the
options behind a comma.  Nothing is opened here.
"""

from __future__ import annotations

from typing import TypeAlias

from qmigui.errors import UsageError
from qmigui.record import record

LOOPBACK = "127.0.0.1"
"""The host of an address that names none."""

ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound to
"""The only hosts by which one may ask to listen everywhere."""

_REFUSED = {
    "exec": "is not done: no program is started; pipe its output into 'qmigui ... -', or ours into it",
    "rdma": (
        "is not supported: it puts guest memory into the memory of the other host by way of RDMA hardware, "
        "so that the state never is a stream of bytes; use tcp:HOST:PORT, unix:PATH or a file"
    ),
    "vsock": (
        "is not supported; give the socket as fd:N, or let a relay such as socat connect it to unix:PATH"
    ),
}
"""Other carriers of QEMU, and why we have none."""


@record
class UnixAddress:
    """A socket in the file system.

    Attributes:
        path: of the socket.
    """

    path: str

    def __str__(self) -> str:
        """As QEMU writes it."""
        return f"unix:{self.path}"


@record
class TcpAddress:
    """A TCP port.

    Attributes:
        host: a name or a number, IPv6 without brackets.
        port: 1 to 65535.
    """

    host: str
    port: int

    def __str__(self) -> str:
        """As QEMU writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tcp:{host}:{self.port}"

    @property
    def is_everywhere(self) -> bool:
        """Whether it is written so as to mean all addresses of this machine."""
        return self.host in ALL_ADDRESSES


Address: TypeAlias = UnixAddress | TcpAddress


def parse(name: str) -> Address | None:
    """The address that *name* means, or None where it does not begin like one.

    Raises:
        UsageError: it begins like one and does not make sense, or is of a kind that we do not have.
    """
    scheme, colon, rest = name.partition(":")
    if not colon:
        return None
    if scheme in _REFUSED:
        raise UsageError(f"'{scheme}:' {_REFUSED[scheme]}", source=name)
    if scheme == "unix":
        if not rest:
            raise UsageError("needs a path after 'unix:'", source=name)
        return UnixAddress(rest)
    return _parse_tcp(rest, name) if scheme == "tcp" else None


def _parse_tcp(text: str, name: str) -> TcpAddress:
    """``PORT``, ``:PORT``, ``HOST:PORT`` or ``[IPV6]:PORT``."""
    if "," in text:
        raise UsageError("options behind a comma are not known here", source=name)
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 1 << 16):
        raise UsageError("needs a port from 1 to 65535: tcp:PORT or tcp:HOST:PORT", source=name)
    if host.startswith("["):
        import ipaddress  # slow to import, rarely needed

        try:
            # A zone, as in fe80::1%eth0, is for the system to understand.
            ipaddress.IPv6Address(host[1:-1].partition("%")[0])
        except ValueError:
            raise UsageError("what stands in brackets must be an IPv6 address", source=name) from None
        if not host.endswith("]"):
            raise UsageError("the bracket is not closed", source=name)
        host = host[1:-1]
    elif ":" in host:
        raise UsageError("an IPv6 address needs brackets: tcp:[::1]:PORT", source=name)
    return TcpAddress(host or LOOPBACK, int(port))
