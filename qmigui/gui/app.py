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

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from qmigui.gui.main_window import MainWindow

_APT_PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
_APT_PACKAGES_X11 = "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
_HEADLESS_HINT = "the headless verbs work without it: qmigui --help"


class NoWindowError(Exception):
    """There can be no window here; the text is one line for the user."""


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window until it is closed.

    Args:
        argv: file names to open (``--`` before them is allowed); None takes
            them from the system.

    Returns:
        The exit code; 2 when there can be no window.
    """
    names = [name for name in (sys.argv[1:] if argv is None else argv) if name != "--"]
    try:
        app = create_application()
    except NoWindowError as error:
        from qmigui.errors import EXIT_USAGE

        sys.stderr.write(f"qmigui: {error}\n")
        return EXIT_USAGE

    from qmigui.gui.main_window import MainWindow

    window = MainWindow()
    sys.excepthook = _exception_hook(window)
    window.show()
    app.processEvents()  # the window is there; all else comes after
    interrupt = _close_on_interrupt(window)
    for name in names:
        window.files.open_file(Path(name))
    code = app.exec()
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
    window: MainWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A hook that tells the user of a bug of ours: Qt goes on after an exception in a slot."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        window.show_bug(text)

    return hook


def _close_on_interrupt(window: MainWindow) -> Callable[[], None]:
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
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, window)

    def on_wakeup() -> None:
        if signal.SIGINT in reader.recv(64):
            window.close()

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
