"""The window: open files as tabs, panels around them, menus, drops."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
)

from qmigui import service
from qmigui.gui import settings, theme
from qmigui.gui.commands import Commands
from qmigui.gui.empty_page import EmptyPage
from qmigui.gui.engine import EnginePool
from qmigui.gui.jobs import Job, JobQueue
from qmigui.gui.language import listed
from qmigui.gui.menus import Menus
from qmigui.gui.open_files import OpenFiles
from qmigui.gui.panels import Panels
from qmigui.gui.status import Status
from qmigui.service import naming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.capture_dialog import CaptureDialog
    from qmigui.gui.document import Document
    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.drop_area import DropArea
    from qmigui.gui.send_dialog import SendDialog
    from qmigui.gui.settings import Preferences
    from qmigui.gui.settings_dialog import SettingsDialog

_SIZE = QSize(1440, 860)
_PREPARE_MS = 50
_LATER = tuple(
    f"qmigui.gui.{name}"
    for name in ("state_view", "bytes_view", "document_view", "problems_panel", "ram_panel", "jobs_panel")
)
"""Modules that an empty window does not need."""

_LAYOUT_VERSION = 1


class MainWindow(QMainWindow):
    """The window of the program.

    What shows files is loaded and made with the first file: an empty window is there at once.

    Args:
        pool, queue: engines and jobs that outlive this window; None: of its own.

    Attributes:
        remembers: what is open when it is closed is what the next start reopens.

    Signals:
        language_wanted: the code of a language, and the settings that Cancel would go back to.
    """

    language_wanted = Signal(str, object)

    def __init__(self, pool: EnginePool | None = None, queue: JobQueue | None = None) -> None:
        super().__init__()
        self.pool = pool if pool is not None else EnginePool(self)
        self.queue = queue if queue is not None else JobQueue(self)
        self._is_retired = False
        self.remembers = True
        self.files = OpenFiles(self.pool)
        self.empty = EmptyPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.files)
        self.setCentralWidget(self._pages)
        self.status = Status()
        self.setStatusBar(self.status)
        self.panels = Panels(self, self.queue)
        self.commands = Commands(self.files, self.panels, self.status, self)
        self.menus = Menus(self)
        self._connect()
        self.setAcceptDrops(True)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self._first_layout = self.saveState(_LAYOUT_VERSION)
        self.restoreGeometry(settings.geometry())
        self.restoreState(settings.layout(), _LAYOUT_VERSION)
        self._show_front()
        # After the first paint: the first file is then opened at once.
        self._to_load = list(_LATER)
        QTimer.singleShot(_PREPARE_MS, self, self.panels.begin)
        QTimer.singleShot(_PREPARE_MS, self, self._prepare)

    def _connect(self) -> None:
        files, panels, do = self.files, self.panels, self.commands
        self.empty.open_wanted.connect(files.choose)
        self.empty.convert_wanted.connect(self.choose_conversions)
        self.empty.recent_wanted.connect(files.open_file)
        files.front_changed.connect(self._show_front)
        files.located.connect(self.status.show_place)
        files.read_on.connect(self._show_reading)
        files.checked_on.connect(self._show_problems)
        files.closing.connect(self._on_closing)
        panels.problem_chosen.connect(do.go_to_problem)
        panels.page_chosen.connect(do.go_to_page)
        panels.open_wanted.connect(files.open_file)
        self.status.problems_wanted.connect(lambda: panels.bring(panels.problems_dock))

    def _prepare(self) -> None:
        """Have an engine ready, and load what shows files, a little at a time."""
        self.pool.prepare()
        if self._to_load:
            import_module(self._to_load.pop(0))
            QTimer.singleShot(_PREPARE_MS, self, self._prepare)

    @cached_property
    def _drop(self) -> DropArea:
        from qmigui.gui.drop_area import DropArea

        return DropArea(self)

    # -- what is shown of the file in front --------------------------------------------------

    def _show_front(self) -> None:
        view = self.files.front()
        document = view.document if view is not None else None
        self._pages.setCurrentIndex(1 if view is not None else 0)
        self.panels.show_below(is_wanted=view is not None)
        self.menus.actions.set_file_open(view is not None)
        self.setWindowTitle(f"{document.title} - qmigui" if document else "qmigui")
        if view is None:
            self.empty.show_recent(settings.recent())
        readable = document if document is not None and document.failure is None else None
        self.panels.show_document(readable)
        self.status.clear()
        if readable is not None:
            self._show_problems()
            self._show_reading()
            if readable.form:
                form = self.tr("BER") if readable.form == "ber" else self.tr("binary")
                words = [form, QLocale().formattedDataSize(readable.size), *self._carrier_words(readable)]
                self.status.show_form(listed(words), self._carrier_hint(readable))

    def _carrier_words(self, document: Document) -> list[str]:
        """What the octets came out of."""
        carrier = document.carrier
        words = []
        if snapshot := carrier.get("snapshot"):
            words.append(self.tr("snapshot {0}").format(snapshot))
        elif carrier.get("kind") == "libvirt":
            words.append(self.tr("libvirt image"))
        elif naming.is_of_library(document.name):
            words.append(self.tr("library"))
        return words + list(carrier.get("compressions", ()))

    def _carrier_hint(self, document: Document) -> str:
        """What offsets count in."""
        if not document.is_copied:
            return self.tr("The bytes are those of the file as it is; offsets are places in it.")
        return self.tr(
            "The bytes are those of the state, unpacked; offsets are places in it, not in the file it is in."
        )

    def _show_reading(self) -> None:
        if (view := self.files.front()) is not None:
            document = view.document
            self.status.show_reading(document.read_bytes, document.size, complete=document.is_complete)

    def _show_problems(self) -> None:
        if (view := self.files.front()) is not None:
            self.status.show_problems(view.document.problems)

    def _on_closing(self, view: DocumentView) -> None:
        if view is self.files.front():
            self.panels.show_document(None)

    # -- what menus do -----------------------------------------------------------------------

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def reset_layout(self) -> None:
        """Put panels where they were at the very first start."""
        self.restoreState(self._first_layout, _LAYOUT_VERSION)

    def changeEvent(self, event: QEvent) -> None:
        """Another palette: drawings follow it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "panels"):
            self.panels.update_colours()
            self.files.update_colours()

    def show_shortcuts(self) -> None:
        """List all keys."""
        from qmigui.gui.help import show_shortcuts

        show_shortcuts(self, self.menus.actions.shortcuts())

    def show_about(self) -> None:
        """Say what this is, with versions."""
        from qmigui.gui.help import show_about

        show_about(self)

    def show_manual(self) -> None:
        """Show the manual in a window of its own; there is one only."""
        from qmigui.gui.manual import ManualDialog

        dialog = self.findChild(ManualDialog)
        if dialog is None:
            dialog = ManualDialog(parent=self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_bug(self, text: str) -> None:
        """Tell of a mistake of ours, with everything needed to report it."""
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            self.tr("Mistake in qmigui"),
            self.tr("Something went wrong that should not have. The details help to mend it."),
            QMessageBox.StandardButton.Close,
            self,
        )
        box.setDetailedText(text)
        copy = box.addButton(self.tr("&Copy Details"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # -- conversions -------------------------------------------------------------------------

    def choose_conversions(self) -> None:
        """Convert the file in front, or ask which files."""
        view = self.files.readable_front()
        if view is not None:
            self.convert([view.document.name])
            return
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Convert saved machines"))
        if names:
            self.convert(names)

    def convert(self, names: Sequence[str | Path]) -> None:
        """Ask how to convert these states, and begin."""
        from qmigui.gui.convert_dialog import ConvertDialog

        engine = self.pool.take(self)
        dialog = ConvertDialog([str(name) for name in names], engine, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def finish(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                for job in dialog.jobs():
                    self.queue.add(job)
            engine.close()
            engine.deleteLater()

        dialog.finished.connect(finish)
        dialog.open()

    def capture(self) -> None:
        """Take the state of a guest that runs."""
        from qmigui.gui.capture_dialog import CaptureDialog

        self._ask(CaptureDialog(service.library_folder(), self))

    def send(self) -> None:
        """Send the state in front to a QEMU that waits."""
        from qmigui.gui.send_dialog import SendDialog

        view = self.files.readable_front()
        self._ask(SendDialog(view.document.name if view is not None else "", self))

    def _ask(self, dialog: CaptureDialog | SendDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.queue.add)
        dialog.open()

    # -- settings, and another window in another language ------------------------------------

    def show_settings(self, before: Preferences | None = None) -> None:
        """Open the settings; Cancel goes back to *before*, or to what is chosen now."""
        from qmigui.gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(before, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(lambda old, new: self._use(old, new, dialog))
        dialog.open()

    def _use(self, old: Preferences, new: Preferences, dialog: SettingsDialog) -> None:
        """The settings have changed."""
        if new.base is not old.base:
            self.files.set_base(new.base)
        if new.appearance is not old.appearance:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.apply(app, new.appearance)
        self.menus.show_choices()
        if new.library != old.library:
            settings.tell_library()
            self.pool.renew()
            self.panels.renew_library()
        if new.language != old.language:
            is_open = dialog.isVisible()
            dialog.hide()
            self.language_wanted.emit(new.language, dialog.before if is_open else None)

    def take_over(self, old: MainWindow) -> None:
        """Show all that another window shows, where it shows it."""
        old.panels.show_below(is_wanted=True)
        self.restoreGeometry(old.saveGeometry())
        self.restoreState(old.saveState(_LAYOUT_VERSION), _LAYOUT_VERSION)
        self._first_layout = old._first_layout
        old.files.hand_over(self.files)
        if self.queue.jobs:
            assert self.panels.jobs is not None  # made now: it lists those that there are

    def retire(self) -> None:
        """Go, without ending what another window has taken over."""
        self._is_retired = True
        self.panels.close_library()
        self.close()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; asks first while conversions are under way."""
        if self._is_retired:
            event.accept()
            return
        if self.queue.unfinished and not self._may_stop(self.queue.unfinished):
            event.ignore()
            return
        self.queue.stop_and_wait()
        if self.remembers:
            settings.set_session(self.files.session())
        self.panels.close_library()
        self.files.close_all()
        self.pool.close()
        self.panels.show_below(is_wanted=True)  # they are remembered as the user had them
        settings.set_geometry(self.saveGeometry(), self.saveState(_LAYOUT_VERSION))
        event.accept()

    def _may_stop(self, jobs: list[Job]) -> bool:
        count = len(jobs)
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Conversions under way"),
            self.tr("%n conversion(s) are not finished. What is stopped leaves nothing behind.", "", count),
            parent=self,
        )
        stop = box.addButton(self.tr("&Stop Them"), QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(self.tr("&Go On"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.exec()
        return box.clickedButton() is stop

    # -- drops -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files; say what will be done with them as long as they hover over the window."""
        from qmigui.gui.drop_area import CONVERT, OPEN, STORE, local_files

        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            # Nothing is open: most want to look. Else a part of the window for each thing to do.
            self._drop.begin(files, (OPEN, CONVERT, STORE) if self.files.count() else (OPEN, STORE))
            self._drop.point(_place(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The part under the pointer stands out."""
        self._drop.point(_place(event))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the parts away."""
        self._drop.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do what the part says."""
        from qmigui.gui.drop_area import CONVERT, STORE, local_files

        what = self._drop.point(_place(event))
        self._drop.hide()
        event.acceptProposedAction()
        files = local_files(event.mimeData())
        if what == CONVERT:
            self.convert(files)
            return
        if what == STORE:
            self.panels.store(files)
            return
        for path in files:
            self.files.open_file(path)


def _place(event: QDropEvent) -> QPoint:
    """Where the pointer is."""
    return event.position().toPoint()

