"""What outlives a window: jobs, engines, the ear for other starts.

A window is made anew when the language changes; what it had open goes on meanwhile.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from qmigui.gui import language, settings
from qmigui.gui.engine import EnginePool
from qmigui.gui.jobs import JobQueue
from qmigui.gui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from qmigui.gui.instance_server import InstanceServer
    from qmigui.gui.settings import Preferences

_SAVE_MS = 3000


class Shell(QObject):
    """The program while it runs.

    Args:
        app: the application.
        remembers: what is open at the end is what the next start reopens.

    Attributes:
        window: the window of now.
    """

    def __init__(self, app: QApplication, *, remembers: bool = True) -> None:
        super().__init__()
        self._app = app
        self.pool = EnginePool(self)
        self.queue = JobQueue(self)
        self._server: InstanceServer | None = None
        self._remembers = remembers
        self._saving = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._saving.timeout.connect(self._save)
        self.window = self._make_window()

    def _make_window(self) -> MainWindow:
        window = MainWindow(self.pool, self.queue)
        window.language_wanted.connect(self.speak)
        window.remembers = self._remembers
        window.files.front_changed.connect(self._on_files)
        return window

    # -- files -------------------------------------------------------------------------------

    def begin(self, names: Sequence[str], *, reopens: bool) -> None:
        """After the first paint: open what was open last, and *names* in front of it."""
        if reopens:
            session = settings.session()
            if names:
                session["front"] = -1  # only the names are to be read at once
            self.window.files.restore(session)
        self.open_all(names)

    def open_all(self, names: Sequence[str]) -> None:
        """Open states, the last one in front."""
        for name in names:
            self.window.files.open_file(name)

    def _on_files(self) -> None:
        if self._remembers:
            self._saving.start()

    def _save(self) -> None:
        """In case that the window does not come to remember it at its end."""
        settings.set_session(self.window.files.session())

    # -- other starts ------------------------------------------------------------------------

    def listen(self, path: Path) -> None:
        """Do what other starts of the program are asked for."""
        from qmigui.gui.instance_server import InstanceServer

        self._server = InstanceServer(path, self)
        self._server.wanted.connect(self._on_wanted)

    def _on_wanted(self, names: list[str], token: str) -> None:
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt hands it to the compositor
        self.open_all(names)
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """Listen no longer; the last window has been closed."""
        self._saving.stop()
        if self._server is not None:
            self._server.close()

    # -- language ----------------------------------------------------------------------------

    def speak(self, code: str, before: Preferences | None = None) -> None:
        """Go on in another language: a new window takes over all that the old one has.

        Args:
            code: of a catalogue; empty: as the desktop.
            before: the settings are open, and go back to these when they are cancelled.
        """
        language.install(self._app, code or None)
        old = self.window
        self.window = window = self._make_window()
        window.take_over(old)
        window.show()
        old.retire()
        if before is not None:
            window.show_settings(before)
