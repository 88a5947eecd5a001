"""A new file in the library: complete under its name, or not there at all.

The recipe: a hidden name in the same directory, made exclusively, locked, not
readable by others (memory images hold secrets); written by a loop that
minds short writes; synced once, an error of which is final; then linked to
its name, which fails where there is one, and the directory synced.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
from typing import TYPE_CHECKING, Self

from qmigui.errors import LibraryError
from qmigui.qemufile.descriptors import write_all
from qmigui.qemufile.writeback import start_writeback

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from qmigui.qemufile.base import Buffer

_PART = re.compile(r"\..+\.[0-9a-f]{16}\.part\Z", re.DOTALL)
_WRITEBACK_LENGTH = 32 << 20
_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}


class PartFile:
    """The file while it is written.  Leaving its ``with`` block without a commit removes it.

    Args:
        directory: where it goes.
        file_name: its final name there.
        replace: take the place of a file of that name.
        sync: it is on the disk when it is committed.

    Attributes:
        path: its final path.
        length: bytes written so far.

    Raises:
        LibraryError: no file can be made there, or there is one of that name.
    """

    def __init__(self, directory: Path, file_name: str, *, replace: bool = False, sync: bool = True) -> None:
        if os.sep in file_name or "\0" in file_name or file_name in {"", ".", ".."}:
            raise LibraryError(f"'{file_name}' cannot be the name of an archive")
        self.path = directory / file_name
        self.length = 0
        self._replace = replace
        self._sync = sync
        self._settled = 0
        if not replace and os.path.lexists(self.path):
            raise self._exists()
        # The name in it is cut so that the whole is not too long for the file system.
        hidden = file_name.encode()[:200].decode(errors="ignore")
        self._part: Path | None = None
        try:
            while self._part is None:
                part = directory / f".{hidden}.{os.urandom(8).hex()}.part"
                self._fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                if _lock(self._fd):
                    self._part = part
                else:
                    os.close(self._fd)
        except OSError as error:
            raise self._error("cannot be made", error) from error

    def _exists(self) -> LibraryError:
        return LibraryError("there is an archive of that name already", source=str(self.path))

    def _error(self, what: str, error: OSError) -> LibraryError:
        return LibraryError(f"{what}: {error.strerror or error}", source=str(self.path))

    def write(self, segments: Sequence[Buffer]) -> None:
        """Append all *segments*.

        Raises:
            LibraryError: not all of it could be written.
        """
        length = sum(map(len, segments))
        try:
            write_all(self._fd, segments, length)
        except OSError as error:
            raise self._error("cannot be written", error) from error
        self.length += length
        if self._sync and self.length - self._settled >= _WRITEBACK_LENGTH:
            start_writeback(self._fd, self._settled, self.length - self._settled)
            self._settled = self.length

    def commit(self) -> None:
        """Let the file be seen under its name, and be sure that it is kept.

        Raises:
            LibraryError: that failed; then there is no new file.
        """
        part = self._part
        assert part is not None
        try:
            if self._sync:
                os.fsync(self._fd)
            with contextlib.suppress(OSError):  # file systems without modes
                os.fchmod(self._fd, 0o400)
            if self._replace:
                os.replace(part, self.path)
            else:
                self._link(part)
            self._part = None
            if self._sync:
                self._sync_directory()
        except FileExistsError:
            raise self._exists() from None
        except OSError as error:
            raise self._error("cannot be written", error) from error
        finally:
            self.abort()

    def _link(self, part: Path) -> None:
        """Give the file its name unless there is one."""
        try:
            os.link(part, self.path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if os.path.lexists(self.path):
                raise FileExistsError from None
            os.rename(part, self.path)
            return
        with contextlib.suppress(OSError):  # it has its name; the other goes at the next start
            os.unlink(part)

    def _sync_directory(self) -> None:
        try:
            sync_directory(self.path.parent)
        except OSError:
            if not self._replace:
                with contextlib.suppress(OSError):
                    os.unlink(self.path)
            raise

    def abort(self) -> None:
        """Remove the file unless it has its name."""
        fd, self._fd = self._fd, -1
        part, self._part = self._part, None
        if part is not None:
            with contextlib.suppress(OSError):
                os.unlink(part)
        if fd >= 0:
            with contextlib.suppress(OSError):
                os.close(fd)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which aborts unless committed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Abort unless committed."""
        self.abort()


def _lock(fd: int) -> bool:
    """Lock a new file; False: somebody has cleaned it away meanwhile."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
    except OSError:
        return True  # a file system without locks, where nobody cleans either
    return os.fstat(fd).st_nlink > 0


def sync_directory(directory: Path) -> None:
    """Be sure that the names in *directory* are kept; network file systems may not be able to.

    Raises:
        OSError: the disk failed.
    """
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(fd)


def remove_leftovers(directory: Path) -> list[str]:
    """Remove what writers that died have left in *directory*: hidden part files that nobody locks.

    Returns:
        The names of the files that were removed.
    """
    removed = []
    for entry in sorted(os.listdir(directory)):
        if not _PART.match(entry):
            continue
        path = directory / entry
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
            removed.append(entry)
        except OSError:
            pass  # somebody is writing it, or it may not be removed
        finally:
            os.close(fd)
    return removed
