"""The system's trash, as freedesktop.org's Trash specification 1.0 has it.

The package send2trash does not do for us: it refuses files without write
permission, which archives are, and takes a name in the trash without reserving
it, so that two programs at once can lose a file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from qmigui.errors import LibraryError

_MAX_TRIES = 10_000


def move_to_trash(path: Path) -> Path:
    """Move a file into the trash of its file system.

    Returns:
        Where it is there.

    Raises:
        LibraryError: there is no trash for it; it stays where it is.
    """
    if sys.platform in {"win32", "darwin"}:
        raise LibraryError("the trash of this system is not supported", source=str(path))
    try:
        device = path.lstat().st_dev
        reasons = []
        for trash, top in _trashes(path, device):
            try:
                return _move(path, trash, top)
            except OSError as error:
                reasons.append(error.strerror or str(error))
    except OSError as error:
        raise LibraryError(f"cannot be put into the trash: {error.strerror}", source=str(path)) from error
    reason = f": {reasons[-1]}" if reasons else ""
    raise LibraryError(f"there is no trash on its file system{reason}", source=str(path))


def take_from_trash(trashed: Path, path: Path) -> None:
    """Move a file back from where :func:`move_to_trash` has put it.

    Args:
        trashed: where it is.
        path: where it is to be; nothing is there.

    Raises:
        LibraryError: it is not in the trash any more, its place is taken, or it cannot be moved.
    """
    try:
        os.link(trashed, path, follow_symlinks=False)  # unlike a rename it never replaces a file
    except FileNotFoundError:
        raise LibraryError("is not in the trash any more", source=path.name) from None
    except FileExistsError:
        raise LibraryError("cannot come back from the trash: its place is taken", source=path.name) from None
    except OSError as error:
        raise LibraryError(
            f"cannot come back from the trash: {error.strerror}", source=path.name
        ) from error
    with contextlib.suppress(OSError):
        _sync(path.parent)
    with contextlib.suppress(OSError):  # then it is in both places, and lost in none
        trashed.unlink()
        (trashed.parent.parent / "info" / f"{trashed.name}.trashinfo").unlink()


def _trashes(path: Path, device: int) -> Iterator[tuple[Path, Path | None]]:
    """Trash directories on that device, best first, each with what paths in it are relative to."""
    data = os.environ.get("XDG_DATA_HOME")
    home = Path(data) if data and os.path.isabs(data) else Path.home() / ".local" / "share"
    with contextlib.suppress(OSError):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home.stat().st_dev == device:
            yield home / "Trash", None
    top = _mount_point(path, device)
    shared = top / ".Trash"
    with contextlib.suppress(OSError):
        status = shared.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX:
            yield shared / str(os.getuid()), top
    own = top / f".Trash-{os.getuid()}"
    if not own.is_symlink():
        yield own, top


def _mount_point(path: Path, device: int) -> Path:
    """The topmost directory above *path* that is on the same file system."""
    top = path.resolve().parent
    while top.parent != top and top.parent.stat().st_dev == device:
        top = top.parent
    return top


def _move(path: Path, trash: Path, top: Path | None) -> Path:
    files, infos = trash / "files", trash / "info"
    for directory in (trash, files, infos):
        directory.mkdir(mode=0o700, parents=directory is trash, exist_ok=True)
    where = path.resolve()
    told = where.relative_to(top) if top is not None else where
    # Local time without a zone is what the specification asks for.
    date = datetime.now().strftime("%Y-%m-%dT%H:%M:%S")  # noqa: DTZ005
    text = f"[Trash Info]\nPath={quote(os.fsencode(told))}\nDeletionDate={date}\n".encode()
    info, target = _reserve(path.name, files, infos)
    try:
        with info.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.rename(target)
    except BaseException:
        with contextlib.suppress(OSError):
            if not os.path.lexists(target):
                info.unlink()
        raise
    for directory in (files, path.parent):
        with contextlib.suppress(OSError):
            _sync(directory)
    return target


def _reserve(name: str, files: Path, infos: Path) -> tuple[Path, Path]:
    """A name that nobody has in the trash: whoever makes the info file owns it."""
    stem, dot, suffix = name.partition(".")
    for number in range(_MAX_TRIES):
        chosen = name if not number else f"{stem} {number}{dot}{suffix}"
        info, target = infos / f"{chosen}.trashinfo", files / chosen
        try:
            os.close(os.open(info, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            continue
        if not os.path.lexists(target):
            return info, target
        info.unlink()
    raise OSError(errno.EEXIST, "too many files of that name are in the trash")


def _sync(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
