"""Regular files and block devices.

Output is written to a file without a name beside the target and takes the
target's name when it is complete, so no crash leaves half a file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qmigui.errors import TransportError, UsageError
from qmigui.qemufile.base import Buffer, Sink, Source
from qmigui.qemufile.descriptors import transport_error, write_all
from qmigui.qemufile.vectors import read_table
from qmigui.qemufile.writeback import start_writeback

if TYPE_CHECKING:
    from qmigui.qemufile.mapping import FileMapping

MAPPED_LENGTH = 16 << 20
"""Shorter files are read, not mapped."""

WRITEBACK_LENGTH = 32 << 20
"""New bytes after which the disk is told to start."""

PROC_FD = "/proc/self/fd"
"""Where the system shows descriptors as files; a nameless file gets its name through it."""


class FileSource(Source):
    """Reads a regular file or a block device.

    Long files can be mapped; a file that gets shorter meanwhile ends early, it
    does not crash us (see ``mapping``).

    Args:
        fd: where it stands is offset 0.
        name: how messages call it.
        close_fd: whether the descriptor is ours to close.

    Raises:
        TransportError: the descriptor cannot seek.
    """

    seekable = True
    reads_tables = hasattr(os, "preadv")

    def __init__(self, fd: int, name: str, *, close_fd: bool = True) -> None:
        self.name = name
        self._fd = fd
        self._close_fd = close_fd
        self._offset = 0
        try:
            self._start = os.lseek(fd, 0, os.SEEK_CUR)
            self.size: int = max(0, os.lseek(fd, 0, os.SEEK_END) - self._start)
        except OSError as error:
            raise transport_error("cannot be read", error, name) from error
        if hasattr(os, "posix_fadvise"):
            with contextlib.suppress(OSError):
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_SEQUENTIAL)

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        try:
            count = os.preadv(self._fd, [buf], self._start + self._offset)
        except OSError as error:
            raise transport_error("cannot be read", error, self.name) from error
        self._offset += count
        return count

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self.pread(self._offset, length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; see :meth:`Source.pread`."""
        data = b""
        length = min(length, self.size - offset)  # a length from damaged data must not cost memory
        try:
            while len(data) < length:
                chunk = os.pread(self._fd, length - len(data), self._start + offset + len(data))
                if not chunk:
                    break
                data += chunk
        except OSError as error:
            raise transport_error("cannot be read", error, self.name) from error
        return data

    def read_table(self, offset: int, address: int, count: int) -> int:
        """Fill pieces of memory; see :meth:`Source.read_table`."""
        try:
            return read_table(self._fd, address, count, self._start + offset)
        except OSError as error:
            raise transport_error("cannot be read", error, self.name) from error

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._offset = min(offset, self.size)

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of data; see :meth:`Source.data_extent`."""
        nothing = (max(offset, self.size),) * 2
        if offset >= self.size:
            return nothing
        if not hasattr(os, "SEEK_DATA"):
            return None
        try:
            start = os.lseek(self._fd, self._start + offset, os.SEEK_DATA)
            end = os.lseek(self._fd, start, os.SEEK_HOLE)
        except OSError as error:
            return nothing if error.errno == errno.ENXIO else None
        return start - self._start, end - self._start

    def mapping(self) -> FileMapping | None:
        """All of the file in memory, if it is long enough for that to pay."""
        if self.size < MAPPED_LENGTH or self._start:
            return None
        try:
            from qmigui.qemufile.mapping import FileMapping

            return FileMapping(self._fd, self.size)
        except (OSError, ValueError, ImportError):
            return None

    def close(self) -> None:
        """Close the descriptor if it is ours; else leave it behind what was read."""
        fd, self._fd = self._fd, -1
        if fd < 0:
            return
        if self._close_fd:
            os.close(fd)
        else:
            with contextlib.suppress(OSError):
                os.lseek(fd, self._start + self._offset, os.SEEK_SET)


class FileSink(Sink):
    """Writes a regular file that replaces the target on commit.

    Args:
        name: a path; where it is a link, what it points to is replaced.
        sync: wait on commit until the file is on the disk.  Without, a power cut
            soon after may leave a file that is not complete.

    Raises:
        TransportError: no file can be made there.
        UsageError: it names a directory.
    """

    can_skip = True
    access = os.O_WRONLY
    """How the file is opened."""

    def __init__(self, name: str, *, sync: bool = True) -> None:
        self.name = name
        self._sync = sync
        old = _existing_file(name)
        self._target = os.path.realpath(name)
        self._directory = os.path.dirname(self._target)
        self._temporary: str | None = None
        self._offset = 0
        self._writeback_offset = 0
        mode = stat.S_IMODE(old.st_mode) & 0o777 if old else 0o666
        try:
            self._fd = self._create(mode)
        except OSError as error:
            raise transport_error(f"cannot make a file in {self._directory}", error, name) from error
        if old:
            _resemble(self._fd, old, mode)

    def _create(self, mode: int) -> int:
        """A new file: nameless if possible, else with a hidden name."""
        flags = self.access | os.O_CLOEXEC
        if hasattr(os, "O_TMPFILE") and os.path.isdir(PROC_FD):
            with contextlib.suppress(OSError):  # not every file system can
                return os.open(self._directory, flags | os.O_TMPFILE, mode)
        path = hidden_path(self._directory)
        fd = os.open(path, flags | os.O_CREAT | os.O_EXCL, mode)
        self._temporary = path
        return fd

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Write all *segments*; see :meth:`Sink.write`."""
        try:
            write_all(self._fd, segments, length)
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error
        self._offset += length

    def settle(self) -> None:
        """Let the disk begin with what has been written; see :meth:`Sink.settle`."""
        fd, done, end = self._fd, self._writeback_offset, self._offset
        if self._sync and fd >= 0 and end - done >= WRITEBACK_LENGTH:
            self._writeback_offset = end
            start_writeback(fd, done, end - done)

    def write_zeros(self, length: int) -> None:
        """Leave a hole of *length* bytes."""
        try:
            self._offset = os.lseek(self._fd, self._offset + length, os.SEEK_SET)
        except (OSError, OverflowError) as error:
            raise TransportError("cannot be written: the file becomes too long", source=self.name) from error

    def commit(self) -> None:
        """Put the file on the disk, if that is wanted, then give it the target's name."""
        try:
            os.ftruncate(self._fd, self._offset)  # a hole at the end
            if self._sync:
                os.fsync(self._fd)
            self._publish()
        except OSError as error:
            raise transport_error("cannot be written", error, self.name) from error
        finally:
            self.abort()  # closes it; drops it only if it has not got its name
        if not self._sync:
            return
        with contextlib.suppress(OSError):  # the file is in place; not every directory can be opened
            fd = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def _publish(self) -> None:
        """Give the file the target's name."""
        if self._temporary is None:
            try:
                self._link(self._target)
                return
            except FileExistsError:
                path = hidden_path(self._directory)  # a link cannot replace a file, a rename can
                self._link(path)
                self._temporary = path
        os.replace(self._temporary, self._target)
        self._temporary = None

    def _link(self, path: str) -> None:
        """Give the nameless file a name."""
        proc = os.open(PROC_FD, os.O_RDONLY | os.O_DIRECTORY)
        try:
            # Only with a directory descriptor does os.link follow the entry to the file itself.
            os.link(str(self._fd), path, src_dir_fd=proc, follow_symlinks=True)
        finally:
            os.close(proc)

    def abort(self) -> None:
        """Drop the file unless it has the target's name already."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)
        path, self._temporary = self._temporary, None
        if path is not None:
            with contextlib.suppress(OSError):
                os.unlink(path)


def hidden_path(directory: str) -> str:
    """A name in *directory* that nobody uses."""
    return os.path.join(directory, f".qmigui-{os.urandom(8).hex()}")


def _existing_file(name: str) -> os.stat_result | None:
    """The file that is to be replaced, or None.

    The name itself is asked, not its real path, so that the system's own
    protection against links planted by others takes part.
    """
    if not os.path.basename(name):
        raise UsageError("is the name of a directory", source=name)
    try:
        old = os.stat(name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise transport_error("cannot be written", error, name) from error
    if stat.S_ISDIR(old.st_mode):
        raise UsageError("is a directory", source=name)
    if not os.access(name, os.W_OK):
        # A rename would work all the same, but a file without write permission is meant to stay.
        raise transport_error("cannot be written", PermissionError(errno.EACCES, "Permission denied"), name)
    return old


def _resemble(fd: int, old: os.stat_result, mode: int) -> None:
    """Give the new file the owner, group and *mode* of the old, as far as we may."""
    new = os.fstat(fd)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(fd, old.st_uid, old.st_gid)
        except OSError:
            try:
                os.fchown(fd, -1, old.st_gid)
            except OSError:
                mode &= ~0o070  # our group must not gain what the old one had
    with contextlib.suppress(OSError):  # file systems without modes
        os.fchmod(fd, mode)
