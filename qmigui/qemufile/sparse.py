"""Files that are written at any place, in any order, and directories of them.

What is never written stays a hole, which takes no room and reads as zeros.
Both kinds of output appear complete or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable
from types import TracebackType
from typing import Self

from qmigui.errors import TransportError, UsageError
from qmigui.qemufile.base import Buffer
from qmigui.qemufile.descriptors import IOV_MAX, transport_error
from qmigui.qemufile.files import FileSink, hidden_path
from qmigui.qemufile.vectors import punch_hole, write_table
from qmigui.qemufile.writeback import start_writeback

ENTRY = 16
"""Octets of an entry of a table of pieces."""

BATCH_LENGTH = 1 << 20
"""Octets that are written at once: four times as many take the system twice as long (measured on ext4)."""

LONG_LENGTH = 2 << 20
"""The same where they lie in one piece."""

MAX_OPEN = 100
"""Files of a directory that are open at once."""

_ZEROS = bytes(1 << 16)
_WRITEBACK_LENGTH = 32 << 20


class SparseFile:
    """An open file.

    Args:
        descriptor: gives one that is open for reading and writing; it stays the caller's.
        name: how messages call it.
        early: let the disk begin with what has been written.

    Attributes:
        length: up to where it has been written, or was told to reach.
    """

    def __init__(self, descriptor: Callable[[], int], name: str, *, early: bool = False) -> None:
        self._descriptor = descriptor
        self.name = name
        self.length = 0
        self._early = early
        self._unsettled: tuple[int, int] | None = None

    def _failed(self, error: OSError) -> TransportError:
        return transport_error("cannot be written", error, self.name)

    def set_length(self, length: int) -> None:
        """Make it *length* octets long, which may be a hole.

        Raises:
            TransportError: the file system cannot hold such a file.
        """
        try:
            os.ftruncate(self._descriptor(), length)
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else "too long"
            raise TransportError(f"cannot be {length} bytes long: {reason}", source=self.name) from error
        self.length = length

    def write(self, data: Buffer, offset: int) -> None:
        """Write all of *data* at *offset*."""
        view = memoryview(data)
        try:
            while view:
                count = os.pwrite(self._descriptor(), view, offset)
                view = view[count:]
                offset += count
        except OSError as error:
            raise self._failed(error) from error
        self.length = max(self.length, offset)

    def write_long(self, data: memoryview, offset: int) -> None:
        """Write much at *offset*, in pieces of the length that suits the system."""
        start, end = offset, offset + len(data)
        while offset < end:
            some = min(LONG_LENGTH - offset % LONG_LENGTH, end - offset)
            self.write(data[offset - start : offset - start + some], offset)
            offset += some
        if self._early:
            self._settle(start, end)

    def write_table(self, address: int, length: int, count: int, offset: int) -> None:
        """Write pieces that a table in memory names, one behind the other.

        Args:
            address: of the table (see :func:`~qmigui.qemufile.vectors.write_table`).
            length: of each piece.
            count: how many.
            offset: in the file.
        """
        start, done = offset, 0
        try:
            while done < count:
                room = BATCH_LENGTH - offset % BATCH_LENGTH
                some = min(max(1, room // length), IOV_MAX, count - done)
                whole = write_table(self._descriptor(), address + done * ENTRY, some, offset) // length
                if not whole:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                # Less than all of them: the next try goes on, or tells what is wrong.
                done += whole
                offset += whole * length
        except OSError as error:
            raise self._failed(error) from error
        self.length = max(self.length, offset)
        if self._early:
            self._settle(start, offset)

    def _settle(self, start: int, end: int) -> None:
        """Let the disk begin once enough octets in a row have been written."""
        if self._unsettled is not None and self._unsettled[1] == start:
            start = self._unsettled[0]
        self._unsettled = start, end
        if end - start >= _WRITEBACK_LENGTH:
            start_writeback(self._descriptor(), start, end - start)
            self._unsettled = end, end

    def zero(self, offset: int, length: int) -> None:
        """Make a stretch that has been written read as zeros: a hole where that is possible."""
        if punch_hole(self._descriptor(), offset, length):
            return
        while length:
            some = min(length, len(_ZEROS))
            self.write(_ZEROS[:some], offset)
            offset += some
            length -= some

    def read(self, offset: int, length: int) -> bytes:
        """Octets at *offset*; zeros for what is beyond the end."""
        data = b""
        try:
            while len(data) < length:
                piece = os.pread(self._descriptor(), length - len(data), offset + len(data))
                if not piece:
                    break
                data += piece
        except OSError as error:
            raise self._failed(error) from error
        return data.ljust(length, b"\0")


class SparseSink(FileSink):
    """A regular file that replaces the target on commit, as every output does.

    Attributes:
        file: what is written to.

    Raises:
        UsageError: the name is not that of a regular or a new file.
        TransportError: no file can be made there.
    """

    access = os.O_RDWR

    def __init__(self, name: str, *, sync: bool = True) -> None:
        with contextlib.suppress(OSError):
            if os.path.exists(name) and not os.path.isfile(name) and not os.path.isdir(name):
                raise UsageError("is no regular file, which can be written in any order", source=name)
        super().__init__(name, sync=sync)
        self.file = SparseFile(lambda: self._fd, name, early=sync)

    def commit(self) -> None:
        """Put the file on the disk, if that is wanted, then give it the target's name."""
        self._offset = self.file.length
        super().commit()


class OutputDirectory:
    """A directory that gets its name when all files in it are complete.

    Args:
        name: a path at which nothing is yet, or an empty directory.
        sync: wait on commit until all is on the disk.

    Raises:
        UsageError: something is there.
        TransportError: no directory can be made there.
    """

    def __init__(self, name: str, *, sync: bool = True) -> None:
        self.name = name
        self._sync = sync
        self._target = os.path.realpath(name)
        self._parent = os.path.dirname(self._target)
        self._names: list[str] = []
        self._open: OrderedDict[str, int] = OrderedDict()
        self._temporary: str | None = None
        if os.path.lexists(self._target):
            if not os.path.isdir(self._target):
                raise UsageError("exists, and is no directory", source=name)
            try:
                if os.listdir(self._target):
                    raise UsageError("exists, and is not empty", source=name)
            except OSError as error:
                raise transport_error("cannot be written", error, name) from error
        try:
            path = hidden_path(self._parent)
            os.mkdir(path)
        except OSError as error:
            raise transport_error(f"cannot make a directory in {self._parent}", error, name) from error
        self._temporary = path

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which removes it unless committed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Abort unless committed."""
        self.abort()

    def file(self, name: str) -> SparseFile:
        """A new, empty file in it; *name* is that of a file, never a path.

        Raises:
            TransportError: it cannot be made.
        """
        assert os.path.basename(name) == name not in {"", ".", ".."}
        shown = os.path.join(self.name, name)
        try:
            self._descriptor(name, os.O_CREAT | os.O_EXCL)
        except OSError as error:
            raise transport_error("cannot be written", error, shown) from error
        self._names.append(name)
        return SparseFile(lambda: self._descriptor(name), shown, early=self._sync)

    def _descriptor(self, name: str, flags: int = 0) -> int:
        """A descriptor of a file; only so many are open at once."""
        fd = self._open.get(name)
        if fd is not None:
            self._open.move_to_end(name)
            return fd
        assert self._temporary is not None
        while len(self._open) >= MAX_OPEN:
            os.close(self._open.popitem(last=False)[1])
        fd = os.open(os.path.join(self._temporary, name), os.O_RDWR | os.O_CLOEXEC | flags, 0o666)
        self._open[name] = fd
        return fd

    def commit(self) -> None:
        """Put everything on the disk, if that is wanted, then give the directory its name.

        Raises:
            TransportError: that failed; there is no such directory then.
        """
        assert self._temporary is not None
        try:
            if self._sync:
                for name in self._names:
                    os.fsync(self._descriptor(name))
                _sync_directory(self._temporary)
            os.rename(self._temporary, self._target)  # takes the place of an empty one
            self._temporary = None
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error
        finally:
            self.abort()
        if self._sync:
            with contextlib.suppress(OSError):  # the directory is in place
                _sync_directory(self._parent)

    def abort(self) -> None:
        """Close the files, and remove them unless the directory has its name."""
        while self._open:
            os.close(self._open.popitem()[1])
        path, self._temporary = self._temporary, None
        if path is not None:
            shutil.rmtree(path, ignore_errors=True)


def _sync_directory(path: str) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
