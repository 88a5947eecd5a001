"""One window for each user: a second start hands its files to the window that is there.

Whoever holds the lock has the window, and listens on the socket beside it; both are
in the user's runtime directory, which nobody else can enter.  A display, a library or
settings of one's own make a window of one's own.  Qt is not needed to ask.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OCTETS = 1 << 20
MOST_NAMES = 1000
ACCEPTED = b"ok\n"
_PATIENCE = 5.0
_PAUSE = 0.02
_LONGEST_PATH = 100
"""Of a socket; the system takes little more."""


def runtime_folder() -> Path | None:
    """A folder for sockets that only this user can enter; None: there is none that is safe."""
    if os.name != "posix":
        return None
    outer = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    if os.path.isdir(outer):
        folder = Path(outer, "qmigui")
    else:
        import tempfile

        # In a folder that everybody may write to, nobody else can touch what is ours.
        folder = Path(tempfile.gettempdir(), f"qmigui-{os.getuid()}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return folder if is_ours else None


def place() -> Path | None:
    """Where the socket of the window is; None: windows of this user cannot be found safely."""
    folder = runtime_folder()
    if folder is None:
        return None
    import platformdirs

    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QMIGUI_LIBRARY")
    parts = [str(platformdirs.user_config_path("qmigui", appauthor=False))]
    parts += [os.environ.get(name, "") for name in names]
    told = "\0".join(parts).encode("utf-8", "surrogateescape")
    path = folder / f"window-{zlib.crc32(told):08x}{zlib.adler32(told):08x}"  # hashlib would take its time
    return path if len(os.fsencode(path)) < _LONGEST_PATH else None


def claim(path: Path) -> int | None:
    """Become the one who has the window.

    Returns:
        A descriptor that holds the lock until it is closed, or None: somebody else has it.

    Raises:
        OSError: there can be no lock.
    """
    import fcntl

    fd = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    except BaseException:
        os.close(fd)
        raise
    return fd


def ask(path: Path, names: Sequence[str], patience: float = _PATIENCE) -> bool:
    """Have the window that is there open *names*, or only come to the front.

    Args:
        path: of its socket.
        names: absolute; see :mod:`qmigui.service.naming`.
        patience: seconds to wait for it; it may be starting.

    Returns:
        Whether it does; it may have gone, or hang.
    """
    import json
    import socket

    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    line = json.dumps({"open": list(names), "token": token}).encode() + b"\n"
    if len(line) > MOST_OCTETS or len(names) > MOST_NAMES:
        return False
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
            channel.settimeout(max(0.1, until - time.monotonic()))
            channel.connect(str(path))
            channel.sendall(line)
            if channel.recv(len(ACCEPTED)) == ACCEPTED:
                return True
        if _is_free(path):
            return False
        time.sleep(_PAUSE)
    return False


def _is_free(path: Path) -> bool:
    """Whether nobody has the window any more."""
    try:
        fd = claim(path)
    except OSError:
        return True
    if fd is not None:
        os.close(fd)
    return fd is not None


def asked(line: bytes) -> tuple[list[str], str] | None:
    """Names and activation token in what another start has sent, or None where it makes no sense."""
    import json

    try:
        told = json.loads(line)
        names, token = told["open"], told.get("token", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        return None
    return names[:MOST_NAMES], token if isinstance(token, str) else ""
