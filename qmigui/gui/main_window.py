"""The window: open files as tabs, panels around them, menus, drops."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
)

from qmigui.gui import settings
from qmigui.gui.commands import Commands
from qmigui.gui.empty_page import EmptyPage
from qmigui.gui.engine import EnginePool
from qmigui.gui.jobs import Job, JobQueue
from qmigui.gui.language import listed
from qmigui.gui.menus import Menus
from qmigui.gui.open_files import OpenFiles
from qmigui.gui.panels import Panels
from qmigui.gui.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.drop_area import DropArea

_SIZE = QSize(1240, 800)
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
    """

    def __init__(self) -> None:
        super().__init__()
        self.pool = EnginePool(self)
        self.queue = JobQueue(self)
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
        self.resize(_SIZE)
        self._first_layout = self.saveState(_LAYOUT_VERSION)
        self.restoreGeometry(settings.geometry())
        self.restoreState(settings.layout(), _LAYOUT_VERSION)
        self._show_front()
        # After the first paint: the first file is then opened at once.
        self._to_load = list(_LATER)
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
        if self.panels.library_dock.isVisible():
            self.panels.fill_library()  # it was there when the window was closed last
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
        self.setWindowTitle(f"{document.path.name} - qmigui" if document else "qmigui")
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
                self.status.show_form(listed((form, QLocale().formattedDataSize(readable.size))))

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
        from qmigui.gui.help import about_text

        QMessageBox.about(self, self.tr("About qmigui"), about_text())

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
            self.convert([view.document.path])
            return
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Convert saved machines"))
        if names:
            self.convert([Path(name) for name in names])

    def convert(self, paths: Sequence[Path]) -> None:
        """Ask how to convert these files, and begin."""
        from qmigui.gui.convert_dialog import ConvertDialog

        engine = self.pool.take(self)
        dialog = ConvertDialog(paths, engine, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def finish(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                for job in dialog.jobs():
                    self.queue.add(job)
            engine.close()
            engine.deleteLater()

        dialog.finished.connect(finish)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; asks first while conversions are under way."""
        if self.queue.unfinished and not self._may_stop(self.queue.unfinished):
            event.ignore()
            return
        self.queue.stop_and_wait()
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
        from qmigui.gui.drop_area import CONVERT, OPEN, local_files

        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            # Nothing is open: there is one thing to do. Else one half opens, the other converts.
            self._drop.begin(files, (OPEN, CONVERT) if self.files.views() else (OPEN,))
            self._drop.point(_place(event))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The half under the pointer stands out."""
        self._drop.point(_place(event))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the halves away."""
        self._drop.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Do what the half says."""
        from qmigui.gui.drop_area import CONVERT, local_files

        what = self._drop.point(_place(event))
        self._drop.hide()
        event.acceptProposedAction()
        files = local_files(event.mimeData())
        if what == CONVERT:
            self.convert(files)
            return
        for path in files:
            self.files.open_file(path)


def _place(event: QDropEvent) -> QPoint:
    """Where the pointer is."""
    return event.position().toPoint()

