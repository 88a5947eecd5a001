"""From what the user wrote to a source or a sink.

``-`` is standard input or output, ``fd:N`` a descriptor that somebody passed
us, ``unix:PATH`` and ``tcp:HOST:PORT`` sockets, ``file:PATH`` and anything else
a path; ``names`` knows what may stand behind a path.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from qmigui.errors import TransportError, UsageError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Sink, Source, Waiting
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.descriptors import transport_error
from qmigui.qemufile.files import FileSink, FileSource
from qmigui.qemufile.names import Name, split
from qmigui.qemufile.pipes import DescriptorSink, DescriptorSource

if TYPE_CHECKING:
    from qmigui.qemufile.addresses import Address

_ADDRESSES = ("unix:", "tcp:", "vsock:", "rdma:", "exec:")
"""Beginnings of what is an address, unless there is a file of that very name."""

_STANDARD = {0: "standard input", 1: "standard output", 2: "standard error"}

# Paths through which Linux shows a descriptor.  Opening one would begin at offset 0 again, and
# replacing one would replace a file that the shell has opened, perhaps to append to it.
_DEVICES = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DEVICE_DIRECTORIES = ("/dev/fd/", "/proc/self/fd/")


def open_source(
    name: str, *, lenient: bool = False, cancel: Cancel | None = None, waiting: Waiting | None = None
) -> Source:
    """Open *name* for reading: the stream in it, whatever carries it.

    Args:
        name: ``-``, ``fd:N``, an address to listen on, ``file:PATH[,offset=N]`` or a path, with
            ``#SNAPSHOT`` or ``@OFFSET`` behind it.
        lenient: what is wrong with the carrier is only told (see :func:`open_carried`).
        cancel: can end the wait for a pipe or a connection.
        waiting: how to deal with whoever connects.

    Returns:
        A seekable source for plain regular files and block devices, also when
        they are standard input, and for snapshots; else one that is read in order.
        It stands at its ``start_offset``.

    Raises:
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        FormatError: what carries the stream is damaged, or has none.
        Cancelled: somebody asked for it.
    """
    plain, offset, snapshot = parts_of(name)
    raw = open_raw(plain, cancel=cancel, waiting=waiting)
    return open_carried(raw, offset=offset, snapshot=snapshot, lenient=lenient, cancel=cancel)


def parts_of(name: str) -> Name:
    """What to open for *name*, and where in it the stream is.

    Raises:
        UsageError: it makes no sense.
    """
    path, offset = _file(name)
    return Name(path, offset) if offset else split(path)


def open_raw(name: str, *, cancel: Cancel | None = None, waiting: Waiting | None = None) -> Source:
    """Open *name* for reading as it is.

    Args:
        name: ``-``, ``fd:N``, an address to listen on, or a path.
        cancel: can end the wait for a pipe or a connection.
        waiting: how to deal with whoever connects.

    Raises:
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        Cancelled: somebody asked for it.
    """
    fd = _descriptor(name, standard=0)
    if fd is not None:
        shown = _STANDARD.get(fd, name)
        if stat.S_ISSOCK(_mode_of(fd, shown)):
            from qmigui.qemufile.connections import inherited

            return inherited(fd, shown, cancel, waiting or Waiting())
        return _source_of(fd, shown, close_fd=False, cancel=cancel)
    if (address := _address(name)) is not None:
        from qmigui.qemufile.connections import listen

        return listen(address, name, cancel, waiting or Waiting())
    # Without O_NONBLOCK, opening a FIFO would wait for its writer and could not be cancelled.
    fd = _open_path(name, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return _source_of(fd, name, close_fd=True, cancel=cancel)
    except BaseException:
        os.close(fd)
        raise


def shown_name(name: str) -> str:
    """How messages call *name*."""
    return _STANDARD[0] if name == "-" else name


def open_sink(
    name: str, *, sync: bool = True, cancel: Cancel | None = None, waiting: Waiting | None = None
) -> Sink:
    """Open *name* for writing.

    Args:
        name: ``-``, ``fd:N``, an address to connect to, ``file:PATH`` or a path.
        sync: a file is on the disk when its commit is over.
        cancel: can end the wait for somebody at the other end of a socket.
        waiting: how to deal with him.

    Returns:
        For a regular or a new file a sink that replaces it on commit; for
        pipes, devices and sockets one that writes as it goes.

    Raises:
        UsageError: the name makes no sense, or is that of a directory.
        TransportError: it cannot be opened.
    """
    try:
        fd = _descriptor(name, standard=1)
    except UsageError as error:
        error.source = error.source or "output"
        raise
    if fd is not None:
        shown = _STANDARD.get(fd, name)
        _mode_of(fd, shown)
        return DescriptorSink(fd, shown, close_fd=False)
    if (address := _address(name)) is not None:
        from qmigui.qemufile.connections import connect
        from qmigui.qemufile.sockets import SocketSink

        waiting = waiting or Waiting()
        return SocketSink(connect(address, name, cancel, waiting), name, cancel, waiting)
    path, offset = _file(name)
    if offset:
        raise UsageError("an output cannot begin inside a file", source=name)
    if _is_special(path):
        return DescriptorSink(_open_path(path, os.O_WRONLY), path)
    return FileSink(path, sync=sync)


def _descriptor(name: str, *, standard: int) -> int | None:
    """The descriptor that *name* means, or None: it is a path.

    Raises:
        UsageError: it is neither.
    """
    try:
        usable = name and b"\0" not in os.fsencode(name)
    except ValueError:  # characters that the file system cannot hold
        usable = False
    if not usable:
        raise UsageError(f"{name!r} is not the name of anything that could be opened")
    if name == "-":
        return standard
    if name in _DEVICES:
        return _DEVICES[name]
    for directory in _DEVICE_DIRECTORIES:
        number = name.removeprefix(directory)
        if number != name and _is_number(number):
            return int(number)
    if name.startswith("fd:"):
        number = name.removeprefix("fd:")
        if not _is_number(number):
            raise UsageError("needs a number after 'fd:'", source=name)
        return int(number)
    return None


def _address(name: str) -> Address | None:
    """The address that *name* is, or None.

    Raises:
        UsageError: it makes no sense, or is of a kind that we do not have.
    """
    if not name.startswith(_ADDRESSES) or os.path.lexists(name):
        return None
    from qmigui.qemufile.addresses import parse

    try:
        return parse(name)
    except UsageError as error:
        error.message += f"; a file of that name is written ./{name}"
        raise


def _file(name: str) -> tuple[str, int]:
    """The path that *name* means and where in it to begin, as QEMU's ``file:PATH,offset=N`` has it.

    Raises:
        UsageError: it makes no sense.
    """
    if not name.startswith("file:") or os.path.lexists(name):
        return name, 0
    path, found, number = name.removeprefix("file:").rpartition(",offset=")
    if not found:
        path, number = number, "0"
    try:
        offset = int(number, 0)
    except ValueError:
        offset = -1
    if not path or not 0 <= offset < 1 << 63:
        raise UsageError("needs a path, and a number if there is an offset: file:PATH,offset=N", source=name)
    return path, offset


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _open_path(name: str, flags: int) -> int:
    try:
        return os.open(name, flags | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        if error.errno == errno.ENXIO and stat.S_ISSOCK(os.stat(name).st_mode):
            message = f"is a socket; as one that is connected to, or listened to, it is written unix:{name}"
            raise TransportError(message, source=name) from error
        raise transport_error("cannot be opened", error, name) from error


def _source_of(fd: int, name: str, *, close_fd: bool, cancel: Cancel | None) -> Source:
    """The kind of source that fits what *fd* is."""
    mode = _mode_of(fd, name)
    if stat.S_ISDIR(mode):
        raise TransportError("is a directory", source=name)
    if stat.S_ISREG(mode) or stat.S_ISBLK(mode):
        return FileSource(fd, name, close_fd=close_fd)
    return DescriptorSource(fd, name, close_fd=close_fd, cancel=cancel)


def _mode_of(fd: int, name: str) -> int:
    """File type and permissions; also the test whether *fd* is open at all."""
    try:
        return os.fstat(fd).st_mode
    except OSError as error:
        raise transport_error("cannot be opened", error, name) from error


def _is_special(name: str) -> bool:
    """Whether *name* exists and is neither a regular file nor a directory."""
    try:
        mode = os.stat(name).st_mode
    except OSError:
        return False  # FileSink tells what is wrong
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
