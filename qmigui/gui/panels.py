"""The panels around the files: docks that are there at once, with what fills them made when it is wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qmigui.gui.document import Document
    from qmigui.gui.jobs import Job, JobQueue
    from qmigui.gui.jobs_panel import JobsPanel
    from qmigui.gui.library_actions import LibraryActions
    from qmigui.gui.library_panel import LibraryPanel
    from qmigui.gui.problems_panel import ProblemsPanel
    from qmigui.gui.ram_panel import RamPanel

_HEIGHT = 220
_LIBRARY_CHARS = 44


class Panels(QObject):
    """Problems, RAM, conversions and the library.

    Signals:
        problem_chosen: the :class:`~qmigui.errors.Problem` to be shown.
        page_chosen: number of a RAM block and of a page in it.
        open_wanted: a path.

    Args:
        window: to whose edges they keep.
        queue: of conversions.
    """

    problem_chosen = Signal(object)
    page_chosen = Signal(int, object)
    open_wanted = Signal(object)

    def __init__(self, window: QMainWindow, queue: JobQueue) -> None:
        super().__init__(window)
        self._window = window
        self._queue = queue
        self._hidden: list[QDockWidget] = []
        self._has_begun = False
        self.library_actions: LibraryActions | None = None
        window.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.problems_dock = self._dock("problems", self.tr("Problems"))
        self.ram_dock = self._dock("ram", self.tr("RAM"))
        self.jobs_dock = self._dock("jobs", self.tr("Conversions"))
        self.below = (self.problems_dock, self.ram_dock, self.jobs_dock)
        # Qt mirrors what is in the middle, but not the docks.
        is_mirrored = window.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.DockWidgetArea.RightDockWidgetArea if is_mirrored else Qt.DockWidgetArea.LeftDockWidgetArea
        self.library_dock = self._dock("library", self.tr("Library"), side)
        self.library_dock.toggleViewAction().toggled.connect(self.fill_library)
        window.tabifyDockWidget(self.problems_dock, self.ram_dock)
        window.tabifyDockWidget(self.ram_dock, self.jobs_dock)
        self.problems_dock.raise_()
        window.resizeDocks([self.problems_dock], [_HEIGHT], Qt.Orientation.Vertical)
        width = window.fontMetrics().averageCharWidth() * _LIBRARY_CHARS
        window.resizeDocks([self.library_dock], [width], Qt.Orientation.Horizontal)
        queue.added.connect(self._on_job)

    def _dock(
        self, name: str, words: str, area: Qt.DockWidgetArea = Qt.DockWidgetArea.BottomDockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(words, self._window)
        dock.setObjectName(name)
        dock.setAccessibleName(words)
        # The tab says the name already; a floating one has the title of a window.
        dock.setTitleBarWidget(QWidget(dock))
        dock.topLevelChanged.connect(
            lambda floating, dock=dock: dock.setTitleBarWidget(None if floating else QWidget(dock))
        )
        self._window.addDockWidget(area, dock)
        return dock

    @cached_property
    def problems(self) -> ProblemsPanel:
        """The list of problems."""
        from qmigui.gui.problems_panel import ProblemsPanel

        panel = ProblemsPanel()
        panel.chosen.connect(self.problem_chosen)
        self.problems_dock.setWidget(panel)
        return panel

    @cached_property
    def ram(self) -> RamPanel:
        """The map of RAM."""
        from qmigui.gui.ram_panel import RamPanel

        panel = RamPanel()
        panel.page_chosen.connect(self.page_chosen)
        self.ram_dock.setWidget(panel)
        return panel

    @cached_property
    def jobs(self) -> JobsPanel:
        """The list of conversions."""
        from qmigui.gui.jobs_panel import JobsPanel

        panel = JobsPanel(self._queue)
        panel.open_wanted.connect(self.open_wanted)
        self.jobs_dock.setWidget(panel)
        return panel

    @cached_property
    def library(self) -> LibraryPanel:
        """The states of the library."""
        from qmigui.gui.library_panel import LibraryPanel

        panel = LibraryPanel(self.library_actions)
        panel.open_wanted.connect(self.open_wanted)
        panel.job_wanted.connect(self._queue.add)
        self._queue.finished.connect(panel.on_job)
        self.library_dock.setWidget(panel)
        return panel

    @property
    def made(self) -> list[ProblemsPanel | RamPanel | JobsPanel | LibraryPanel]:
        """Those that have been wanted so far."""
        names = ("problems", "ram", "jobs", "library")
        return [self.__dict__[name] for name in names if name in self.__dict__]

    def begin(self) -> None:
        """The window has been painted for the first time; now there is time for the library."""
        self._has_begun = True
        self.fill_library(self.library_dock.isVisible())

    def fill_library(self, is_wanted: bool = True) -> None:
        """The dock of the library is shown: it has to have something in it."""
        if is_wanted and self._has_begun:
            self.library.refresh()

    def renew_library(self) -> None:
        """The user's own library is another one now: show that."""
        if "library" in self.__dict__:
            self.library.show_folder(None)

    def store(self, paths: Sequence[Path]) -> None:
        """Have files kept in the library that is shown, or would be."""
        self.bring(self.library_dock)
        self.library.store(paths)

    def close_library(self) -> None:
        """The window closes: what has been typed is kept."""
        if "library" in self.__dict__:
            self.library.close_library()

    def show_document(self, document: Document | None) -> None:
        """Show problems and RAM of a file that could be opened, or nothing."""
        self.problems_dock.setEnabled(document is not None)
        self.ram_dock.setEnabled(document is not None)
        if document is None and not self.made:
            return  # nothing has been made that could show something of another file
        if document is None:
            self.problems.set_store(None)
        else:
            self.problems.set_store(document.problems, document.path.stem)
        self.ram.set_document(document)

    def bring(self, dock: QDockWidget) -> None:
        """Show a panel, in front of others."""
        dock.show()
        dock.raise_()

    def show_below(self, *, is_wanted: bool) -> None:
        """Those with nothing in them are not shown; those that the user had come back."""
        if is_wanted:
            for dock in self._hidden:
                dock.show()
            if self._hidden:
                assert self.jobs is not None  # made now: its tab is there
                self._hidden[0].raise_()
            self._hidden = []
        elif not self._hidden and not self._queue.jobs:
            self._hidden = [dock for dock in self.below if not dock.isHidden()]
            for dock in self._hidden:
                dock.hide()

    def panes(self) -> list[QWidget]:
        """What can have the focus in those that are visible."""
        tables: list[QWidget] = [self.problems.table, self.ram.map, self.jobs.table]
        if "library" in self.__dict__:
            tables.append(self.library.table)
        return [table for table in tables if table.isVisible()]

    def update_colours(self) -> None:
        """The palette is another one."""
        for panel in self.made:
            panel.update_colours()

    def _on_job(self, job: Job) -> None:
        from qmigui.gui.tables import choose_row

        if not self.jobs.table.currentIndex().isValid():
            choose_row(self.jobs.table, 0)
        self.bring(self.jobs_dock)
