"""The main situations of the window with real files, for tests that look at all of them, and for pictures.

tools/screenshots keeps pictures; the tests of languages measure what is on screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qmigui import service
from qmigui.gui.capture_dialog import CaptureDialog
from qmigui.gui.convert_dialog import ConvertDialog
from qmigui.gui.jobs import Job
from qmigui.gui.library_dialogs import CompareDialog, RestoreDialog, TagsDialog
from qmigui.gui.manual import ManualDialog
from qmigui.gui.send_dialog import SendDialog
from qmigui.gui.settings_dialog import SettingsDialog
from qmigui.gui.snapshot_dialog import SnapshotDialog
from qmigui.gui.tables import choose_row
from tests.corpus import samples

if TYPE_CHECKING:
    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.main_window import MainWindow

LONG = 120.0
_POLL_MS = 20

Look = Callable[[str, QWidget], object]
"""Is given the name of a situation, and the window or dialog that shows it."""


@dataclass(frozen=True)
class Files:
    """What is opened: a state, the same damaged, and a file that is none."""

    state: Path
    damaged: Path
    wrong: Path


def make_files(folder: Path) -> Files:
    """Real ones, below *folder*."""
    state = folder / "isapc.bin"
    octets = samples().case("isapc-on-7.2").file("stream.bin").read()
    state.write_bytes(octets)
    damaged = folder / "isapc-damaged.bin"
    broken = bytearray(octets)
    broken[broken.rindex(b"\x7e\0\0\0", 0, len(broken) - 30_000) + 4] ^= 0x55
    damaged.write_bytes(broken)
    wrong = folder / "letter.txt"
    wrong.write_text("Dear machine,\n")
    return Files(state, damaged, wrong)


def fill_library(files: Files) -> None:
    """Keep states in the library that ``QMIGUI_LIBRARY`` names."""
    with service.open_library() as library:
        kept = service.store_state(library, str(files.state))
        service.tag_state(library, kept.entry.id, ["before update", "nightly"])
        small = files.state.with_name("virt.bin")
        small.write_bytes(samples().case("m68k-virt-7.2").file("stream.bin").read())
        service.store_state(library, str(small))


def wait(condition: Callable[[], object], seconds: float = LONG) -> None:
    """Let the window work until something is so.

    Raises:
        TimeoutError: it never was.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window has not come so far")
        QApplication.processEvents()
        time.sleep(_POLL_MS / 1000)
    QApplication.processEvents()


def settle(seconds: float = 0.1) -> None:
    """Let what has been begun be painted."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(_POLL_MS / 1000)


def open_file(window: MainWindow, path: Path) -> DocumentView:
    """Open a file, and wait until it has been read and checked."""
    window.files.open_file(path)
    view = window.files.front()
    assert view is not None
    document = view.document

    def is_there() -> bool:
        is_read = view.is_open and document.is_complete and document.problems.is_complete
        return bool(document.failure) or (is_read and document.model.rowCount() > 0)

    wait(is_there)
    settle(0.3)
    return view


class Tour:
    """Goes through all situations of a window.

    Args:
        window: shown, with nothing open.
        files: to be opened.
        look: what looks at each.
    """

    def __init__(self, window: MainWindow, files: Files, look: Look) -> None:
        self._window = window
        self._files = files
        self._look = look

    def go(self) -> None:
        """All, one after another."""
        settle()
        self._look("empty", self._window)
        self.panels()
        self.library()
        self.dialogs()
        self.pages()

    def panels(self) -> None:
        """A damaged state with each of the panels below."""
        window = self._window
        view = open_file(window, self._files.damaged)
        view.next_problem(1)
        settle(0.3)
        window.panels.bring(window.panels.problems_dock)
        wait(lambda: window.panels.problems.model.rowCount() > 0)
        choose_row(window.panels.problems.table, 0)
        settle(0.3)
        self._look("problems", window)
        window.panels.bring(window.panels.ram_dock)
        wait(window.panels.ram.map.states)
        settle(0.3)
        self._look("ram", window)
        with TemporaryDirectory() as folder:
            for source in (self._files.state, self._files.damaged):
                window.queue.add(Job(source, Path(folder, source.stem + ".ber")))
            wait(lambda: not window.queue.unfinished)
        settle()
        self._look("jobs", window)
        window.panels.bring(window.panels.problems_dock)

    def library(self) -> None:
        """The library beside a state."""
        window = self._window
        window.panels.bring(window.panels.library_dock)
        library = window.panels.library
        wait(library.table.isVisible)
        library.toggle_details(True)
        choose_row(library.table, 0)
        wait(lambda: library.details.shown is not None)
        settle(0.3)
        self._look("library", window)
        size = window.size()
        window.resize(size * 2)
        settle(0.2)
        window.resizeDocks([window.panels.library_dock], [size.width()], Qt.Orientation.Horizontal)
        wait(lambda: not library.table.is_compact)
        library.group_by("series")
        settle(0.5)
        self._look("library-wide", window)
        library.search.setText("size:>x")
        settle()
        self._look("library-search", window)
        library.search.show_query("name:nobody")
        wait(library.nothing.isVisible)
        self._look("library-nothing", window)
        library.search.show_query("")
        wait(library.table.isVisible)
        library.help.pop_up(library.search)
        settle()
        self._look("library-help", library.help)
        library.help.close()
        library.table.selectAll()
        do = library.commands
        for kind, name, ask in (
            (TagsDialog, "tags", do.ask_tags),
            (RestoreDialog, "restore", do.restore),
            (CompareDialog, "compare", do.compare),
        ):
            ask()
            wait(partial(self._is_asked, kind))
            self.dialog(name)
        with service.open_library() as opened:
            entries = service.list_states(opened)
        self.modal("removal", lambda: do._may_remove(entries))
        do.tell_removal(1, entries[0].name)
        settle()
        self._look("library-bar", window)
        library.bar.clear()
        library.group_by("none")
        library.toggle_details(False)
        window.resize(size)
        window.panels.library_dock.hide()

    def _is_asked(self, kind: type[QDialog]) -> bool:
        return any(each.isVisible() for each in self._window.findChildren(kind))

    def dialogs(self) -> None:
        """All that ask something."""
        window = self._window
        window.convert([self._files.state])
        self.convert("convert")
        window.convert([self._files.state, self._files.damaged, self._files.wrong])
        self.convert("convert-several")
        for name, show, kind in (
            ("settings", window.show_settings, SettingsDialog),
            ("snapshots", self._ask_which, SnapshotDialog),
            ("capture", window.capture, CaptureDialog),
            ("receive", self._receive, CaptureDialog),
            ("send", window.send, SendDialog),
            ("shortcuts", window.show_shortcuts, QDialog),
            ("about", window.show_about, QDialog),
            ("manual", window.show_manual, ManualDialog),
            ("bug", lambda: window.show_bug("Traceback (most recent call last):\n  ..."), QDialog),
        ):
            show()
            settle()
            self.dialog(name, kind)
        self.modal("offset", window.commands.ask_offset)
        unfinished = [Job(self._files.state, self._files.state.with_suffix(".never"))]
        self.modal("closing", lambda: window._may_stop(unfinished))

    def _ask_which(self) -> None:
        """Two states in one image."""
        told = {"seconds": 1_700_000_000, "guest_clock_ns": 5 << 40, "state_size": 300 << 20}
        states = [{"id": str(number), "name": f"before update {number}", **told} for number in (1, 2)]
        SnapshotDialog(str(self._files.state), states, self._window).open()

    def _receive(self) -> None:
        """The other half of the dialog that captures."""
        self._window.capture()
        found = next(each for each in self._window.findChildren(CaptureDialog) if each.isVisible())
        found.ways.setCurrentIndex(1)

    def convert(self, name: str) -> None:
        """The dialog of conversions, when it knows what the files are."""
        found = self._window.findChildren(ConvertDialog)[-1]
        wait(lambda: len(found._forms) + len(found._errors) == len(found._sources))
        self.dialog(name)

    def dialog(self, name: str, kind: type[QDialog] = QDialog) -> None:
        """The dialog that is open; it is closed."""
        found = next(each for each in self._window.findChildren(QDialog) if each.isVisible())
        assert isinstance(found, kind)
        settle()
        self._look(name, found)
        found.close()
        settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def modal(self, name: str, ask: Callable[[], object]) -> None:
        """A question that waits for its answer; it is told no."""
        errors: list[BaseException] = []

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                QTimer.singleShot(_POLL_MS, answer)
                return
            try:
                settle()
                self._look(name, dialog)
            except BaseException as error:  # noqa: BLE001 - comes out of the question's loop, below
                errors.append(error)
            dialog.reject()

        QTimer.singleShot(_POLL_MS, answer)
        ask()
        if errors:
            raise errors[0]

    def pages(self) -> None:
        """What fills the middle when there is no tree, and what files that are dropped will become."""
        window = self._window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in (self._files.state, self._files.damaged)])
        place = window.rect().center()
        nothing = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing)
        QApplication.sendEvent(window, enter)
        settle()
        self._look("drop", window)
        QApplication.sendEvent(window, QDragLeaveEvent())
        open_file(window, self._files.wrong)
        self._look("failure", window)
