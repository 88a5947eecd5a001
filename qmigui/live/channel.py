"""The socket that the state comes through; nobody but the guest's QEMU can reach it."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qmigui.live.monitor import Monitor
from qmigui.progress import Cancel
from qmigui.qemufile.addresses import UnixAddress
from qmigui.qemufile.base import Waiting
from qmigui.qemufile.connections import accept, listening
from qmigui.qemufile.sockets import SocketSource


@dataclass(frozen=True, slots=True)
class Channel:
    """Where QEMU migrates to.

    Attributes:
        uri: for its ``migrate`` command.
        offer: to be called just before that: QEMU can use the URI then.
        withdraw: to be called if it did not.
        directory: where its socket is, if it has an address.
        open: gives the source, which is the caller's; waits for QEMU where it has to connect.
    """

    uri: str
    offer: Callable[[], None]
    withdraw: Callable[[], None]
    directory: str | None
    open: Callable[[], SocketSource]


def descriptor_name() -> str:
    """How QEMU calls a descriptor of ours."""
    return f"qmigui-{os.getpid()}"


@contextlib.contextmanager
def open_channel(monitor: Monitor, halt: Cancel) -> Iterator[Channel]:
    """A channel inside the block.

    Over a monitor that takes descriptors, QEMU gets one end of a pair of sockets.
    Else it has to find us: at a socket in a directory of our own.

    Args:
        monitor: of the guest.
        halt: ends every wait.

    Raises:
        TransportError: it cannot be made.
    """
    name = f"{monitor.name} (state)"
    if monitor.passes_descriptors:
        ours_there = descriptor_name()
        ours, theirs = socket.socketpair()
        with ours, theirs:

            def offer() -> None:
                monitor.pass_descriptor(theirs.fileno(), ours_there)
                theirs.close()  # QEMU has its own: when that is closed, the state ends

            def withdraw() -> None:
                monitor.execute("closefd", {"fdname": ours_there})

            yield Channel(
                f"fd:{ours_there}",
                offer,
                withdraw,
                None,
                lambda: SocketSource(ours, name, halt, Waiting()),
            )
        return
    with tempfile.TemporaryDirectory(prefix="qmigui-") as directory:
        address = UnixAddress(os.path.join(directory, "state"))
        with listening(address, name) as listener:
            yield Channel(
                str(address),
                _nothing,
                _nothing,
                directory,
                lambda: accept(listener, name, halt, Waiting()),
            )


def _nothing() -> None:
    """What has an address needs not be handed over."""
