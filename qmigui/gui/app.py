"""Starts the window.

Qt is imported inside functions only: a missing library or display becomes one
readable line instead of a traceback or an abort of the process.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui import __version__, data_files
from qmigui.gui import instance
from qmigui.service import naming

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from qmigui.gui.shell import Shell

_APT_PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
_APT_PACKAGES_X11 = "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
_HEADLESS_HINT = "the headless verbs work without it: qmigui --help"


class NoWindowError(Exception):
    """There can be no window here; the text is one line for the user."""


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window until it is closed.

    Args:
        argv: names of states to open, ``--new-window`` and ``--no-session``
            (``--`` before names is allowed); None takes them from the system.

    Returns:
        The exit code; 2 when there can be no window.
    """
    options, names = _parts(list(sys.argv[1:] if argv is None else argv))
    lock: int | None = None
    is_extra = "--new-window" in options
    path = instance.place() if not is_extra else None
    if path is not None:
        is_extra = True
        try:
            lock = instance.claim(path)
            if lock is None and instance.ask(path, names):
                return 0  # the window that is there opens them
            lock = instance.claim(path) if lock is None else lock  # it has gone meanwhile
            is_extra = lock is None  # the one that is there does not answer
        except OSError:
            pass  # a window of our own, then
    try:
        return _run(
            names,
            path if lock is not None else None,
            remembers=not is_extra,
            reopens=not is_extra and "--no-session" not in options,
        )
    finally:
        if lock is not None:
            os.close(lock)


def _parts(arguments: list[str]) -> tuple[set[str], list[str]]:
    """Options of the window, and names of states, absolute."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = {argument for argument in arguments[:end] if argument.startswith("--")}
    names = [argument for argument in arguments[:end] if argument not in options] + arguments[end + 1 :]
    return options, [naming.absolute_name(name) for name in names]


def _run(names: Sequence[str], path: Path | None, *, remembers: bool, reopens: bool) -> int:
    """Show the window until it is closed.

    Args:
        names: of states to open.
        path: where to listen for other starts; None: nowhere.
        remembers: what is open at the end is what the next start reopens; not of an extra window.
        reopens: open what was open last, too, if the settings say so.
    """
    try:
        app = create_application()
    except NoWindowError as error:
        from qmigui.errors import EXIT_USAGE

        sys.stderr.write(f"qmigui: {error}\n")
        return EXIT_USAGE

    from qmigui.gui import settings
    from qmigui.gui.shell import Shell

    shell = Shell(app, remembers=remembers)
    sys.excepthook = _exception_hook(shell)
    interrupt = _close_on_interrupt(shell)
    shell.window.show()
    app.processEvents()  # the window is there; all else comes after
    if path is not None:
        shell.listen(path)
    shell.begin(names, reopens=reopens and settings.preferences().reopens)
    # Interrupted so early, there is no window that could end the loop by its closing.
    code = app.exec() if shell.window.isVisible() else 0
    shell.close()
    interrupt()
    return int(code)


def create_application() -> QApplication:
    """The one application object, with name, icon and colours set.

    Raises:
        NoWindowError: Qt, a library it needs or a display is missing.
    """
    check_environment()
    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication

    from qmigui.gui import language, settings, theme

    QGuiApplication.setDesktopFileName(os.environ.get("FLATPAK_ID", "qmigui"))
    QGuiApplication.setApplicationDisplayName("qmigui")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["qmigui"])
    app.setApplicationName("qmigui")
    app.setApplicationVersion(__version__)
    language.install(app, settings.language())
    app.setWindowIcon(QIcon(str(data_files.icon("qmigui"))))
    theme.apply(app, settings.appearance())
    app.styleHints().colorSchemeChanged.connect(lambda _: theme.follow(app))
    settings.tell_library()
    return app


def check_environment() -> None:
    """Make sure that Qt can start: it aborts the process where it cannot.

    Raises:
        NoWindowError: with what is missing and what to do.
    """
    try:
        import PySide6.QtWidgets
    except ModuleNotFoundError:
        raise NoWindowError(
            f"the window needs PySide6: pip install PySide6-Essentials; {_HEADLESS_HINT}"
        ) from None
    except ImportError as error:
        raise NoWindowError(
            f"the window needs a library that is missing ({error}); "
            f"on Debian and Ubuntu: apt install {_APT_PACKAGES}; {_HEADLESS_HINT}"
        ) from None
    if PySide6.__version__ == "6.12.0" and sys.version_info < (3, 12):
        raise NoWindowError(
            "PySide6 6.12.0 crashes Python before 3.12: pip install 'PySide6-Essentials<6.12'; "
            + _HEADLESS_HINT
        )
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("DISPLAY"):
        raise NoWindowError(f"the window needs a display (DISPLAY is not set); {_HEADLESS_HINT}")
    import ctypes

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():  # Debian's own packages keep it elsewhere, and their libraries complete
            ctypes.CDLL(str(plugin))
    except OSError as error:
        raise NoWindowError(
            f"the window needs a library that is missing ({error}); "
            f"on Debian and Ubuntu: apt install {_APT_PACKAGES_X11}; {_HEADLESS_HINT}"
        ) from None


def _exception_hook(
    shell: Shell,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A hook that tells the user of a bug of ours: Qt goes on after an exception in a slot."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            shell.window.close()
            return
        shell.window.show_bug(text)

    return hook


def _close_on_interrupt(shell: Shell) -> Callable[[], None]:
    """Make Ctrl+C in the terminal close the window, also while nothing happens in it.

    Returns:
        A function that puts everything back.
    """
    import signal
    import socket

    from PySide6.QtCore import QSocketNotifier

    # Qt's loop sleeps in C, where Python runs no signal handler; a byte on a socket wakes it.
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    old_handler = signal.signal(signal.SIGINT, lambda *_: None)
    old_descriptor = signal.set_wakeup_fd(writer.fileno())
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, shell)

    def on_wakeup() -> None:
        if signal.SIGINT in reader.recv(64):
            shell.window.close()

    notifier.activated.connect(on_wakeup)

    def restore() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(old_descriptor)
        signal.signal(signal.SIGINT, old_handler)
        reader.close()
        writer.close()

    return restore


if __name__ == "__main__":
    sys.exit(main())
