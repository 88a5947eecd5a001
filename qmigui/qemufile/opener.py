"""From what the user wrote to a source or a sink.

``-`` is standard input or output, ``fd:N`` a descriptor that somebody passed
us, anything else a path.  This is the place for further carriers.
"""

from __future__ import annotations

import os
import stat

from qmigui.errors import TransportError, UsageError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Sink, Source
from qmigui.qemufile.descriptors import transport_error
from qmigui.qemufile.files import FileSink, FileSource
from qmigui.qemufile.pipes import DescriptorSink, DescriptorSource
from qmigui.qemufile.wrappers import open_compressed

_LATER = ("unix:", "tcp:", "vsock:", "rdma:", "exec:", "file:")
"""Carriers of QEMU that we do not have yet."""

_STANDARD = {0: "standard input", 1: "standard output", 2: "standard error"}

# Paths through which Linux shows a descriptor.  Opening one would begin at offset 0 again, and
# replacing one would replace a file that the shell has opened, perhaps to append to it.
_DEVICES = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DEVICE_DIRECTORIES = ("/dev/fd/", "/proc/self/fd/")


def open_source(name: str, *, cancel: Cancel | None = None) -> Source:
    """Open *name* for reading; compressed data is decompressed on the way.

    Args:
        name: ``-``, ``fd:N`` or a path.
        cancel: can end the wait for a pipe.

    Returns:
        A seekable source for plain regular files and block devices, also when
        they are standard input; else one that is read in order.

    Raises:
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        Cancelled: somebody asked for it.
    """
    fd = _descriptor(name, standard=0)
    if fd is not None:
        raw = _source_of(fd, _STANDARD.get(fd, name), close_fd=False, cancel=cancel)
    else:
        # Without O_NONBLOCK, opening a FIFO would wait for its writer and could not be cancelled.
        fd = _open_path(name, os.O_RDONLY | os.O_NONBLOCK)
        try:
            raw = _source_of(fd, name, close_fd=True, cancel=cancel)
        except BaseException:
            os.close(fd)
            raise
    try:
        return open_compressed(raw)
    except BaseException:
        raw.close()
        raise


def open_sink(name: str, *, sync: bool = True) -> Sink:
    """Open *name* for writing.

    Args:
        name: ``-``, ``fd:N`` or a path.
        sync: a file is on the disk when its commit is over.

    Returns:
        For a regular or a new file a sink that replaces it on commit; for
        pipes and devices one that writes as it goes.

    Raises:
        UsageError: the name makes no sense, or is that of a directory.
        TransportError: it cannot be opened.
    """
    fd = _descriptor(name, standard=1)
    if fd is not None:
        shown = _STANDARD.get(fd, name)
        _mode_of(fd, shown)
        return DescriptorSink(fd, shown, close_fd=False)
    if _is_special(name):
        return DescriptorSink(_open_path(name, os.O_WRONLY), name)
    return FileSink(name, sync=sync)


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
    if name.startswith(_LATER) and not os.path.lexists(name):
        scheme = name.partition(":")[0]
        raise UsageError(f"'{scheme}:' is not supported yet; a file of that name is written ./{name}")
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _open_path(name: str, flags: int) -> int:
    try:
        return os.open(name, flags | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
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
