"""The window: open files as tabs, panels around them, menus, drops."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontDatabase,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from qmigui.gui import settings, theme
from qmigui.gui.actions import SEPARATOR, Actions, Entry
from qmigui.gui.empty_page import EmptyPage
from qmigui.gui.engine import EnginePool
from qmigui.gui.icons import icon
from qmigui.gui.jobs import Job, JobQueue, StoreJob
from qmigui.gui.numbers import Base, parse_offset
from qmigui.gui.settings import Appearance
from qmigui.gui.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from tempfile import TemporaryDirectory

    from qmigui.errors import Problem
    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.drop_area import DropArea
    from qmigui.gui.jobs_panel import JobsPanel
    from qmigui.gui.library_panel import LibraryPanel
    from qmigui.gui.problems_panel import ProblemsPanel
    from qmigui.gui.ram_panel import RamPanel

_SIZE = QSize(1240, 800)
_PREPARE_MS = 50
_PANELS_HEIGHT = 220
_LATER = tuple(
    f"qmigui.gui.{name}"
    for name in ("state_view", "bytes_view", "document_view", "problems_panel", "ram_panel", "jobs_panel")
)
"""Modules that an empty window does not need."""

_LAYOUT_VERSION = 1
_ZOOMS = (-4, 12)
_Key = QKeySequence.StandardKey


class MainWindow(QMainWindow):
    """The window of the program.

    What shows files is loaded and made with the first file: an empty window is there at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._scratch: TemporaryDirectory[str] | None = None
        self.pool = EnginePool(self)
        self.queue = JobQueue(self)
        self._zoom = 0
        self._hidden: list[QDockWidget] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(self.tr("Open files"))
        self.tabs.currentChanged.connect(lambda _: self._show_current())
        self.tabs.tabCloseRequested.connect(self._close_tab)
        self.empty = EmptyPage()
        self.empty.open_wanted.connect(self.choose_files)
        self.empty.convert_wanted.connect(self.choose_conversions)
        self.empty.recent_wanted.connect(self.open_file)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.tabs)
        self.setCentralWidget(self._pages)
        self.status = Status()
        self.status.problems_wanted.connect(lambda: self._show_dock(self.problems_dock))
        self.setStatusBar(self.status)
        self.queue.added.connect(self._on_job)
        self._make_docks()
        self.actions_ = Actions(self)
        self._make_menus()
        self.setAcceptDrops(True)
        self.resize(_SIZE)
        self._first_layout = self.saveState(_LAYOUT_VERSION)
        self.restoreGeometry(settings.geometry())
        self.restoreState(settings.layout(), _LAYOUT_VERSION)
        self._show_current()
        # After the first paint: the first file is then opened at once.
        self._to_load = list(_LATER)
        QTimer.singleShot(_PREPARE_MS, self, self._prepare)

    def _prepare(self) -> None:
        """Have an engine ready, and load what shows files, a little at a time."""
        self.pool.prepare()
        if self.library_dock.isVisible():
            self._show_library(True)  # it was there when the window was closed last
        if self._to_load:
            import_module(self._to_load.pop(0))
            QTimer.singleShot(_PREPARE_MS, self, self._prepare)

    # -- making ------------------------------------------------------------------------------

    def _make_docks(self) -> None:
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.problems_dock = self._dock("problems", self.tr("Problems"))
        self.ram_dock = self._dock("ram", self.tr("RAM"))
        self.jobs_dock = self._dock("jobs", self.tr("Conversions"))
        self.docks = (self.problems_dock, self.ram_dock, self.jobs_dock)
        self.library_dock = self._dock("library", self.tr("Library"), Qt.DockWidgetArea.LeftDockWidgetArea)
        self.library_dock.toggleViewAction().toggled.connect(self._show_library)
        self.library_dock.hide()
        self.tabifyDockWidget(self.problems_dock, self.ram_dock)
        self.tabifyDockWidget(self.ram_dock, self.jobs_dock)
        self.problems_dock.raise_()
        self.resizeDocks([self.problems_dock], [_PANELS_HEIGHT], Qt.Orientation.Vertical)

    @cached_property
    def problems(self) -> ProblemsPanel:
        """The list of problems."""
        from qmigui.gui.problems_panel import ProblemsPanel

        panel = ProblemsPanel()
        panel.chosen.connect(self._go_to_problem)
        self.problems_dock.setWidget(panel)
        return panel

    @cached_property
    def ram(self) -> RamPanel:
        """The map of RAM."""
        from qmigui.gui.ram_panel import RamPanel

        panel = RamPanel()
        panel.page_chosen.connect(self._go_to_page)
        self.ram_dock.setWidget(panel)
        return panel

    @cached_property
    def jobs(self) -> JobsPanel:
        """The list of conversions."""
        from qmigui.gui.jobs_panel import JobsPanel

        panel = JobsPanel(self.queue)
        panel.open_wanted.connect(self.open_file)
        self.jobs_dock.setWidget(panel)
        return panel

    @cached_property
    def library(self) -> LibraryPanel:
        """The states of the library."""
        from qmigui.gui.library_panel import LibraryPanel

        panel = LibraryPanel()
        panel.open_wanted.connect(self.open_file)
        panel.store_wanted.connect(self.store)
        self.queue.finished.connect(panel.refresh)
        self.library_dock.setWidget(panel)
        self.resizeDocks([self.library_dock], [panel.sizeHint().width()], Qt.Orientation.Horizontal)
        return panel

    def _show_library(self, is_wanted: bool) -> None:
        """The dock of the library is shown: it has to have something in it."""
        if is_wanted:
            self.library.refresh()

    @cached_property
    def _drop(self) -> DropArea:
        from qmigui.gui.drop_area import DropArea

        return DropArea(self)

    @property
    def _made_panels(self) -> list[ProblemsPanel | RamPanel | JobsPanel | LibraryPanel]:
        names = ("problems", "ram", "jobs", "library")
        return [self.__dict__[name] for name in names if name in self.__dict__]

    def _dock(
        self, name: str, words: str, area: Qt.DockWidgetArea = Qt.DockWidgetArea.BottomDockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(words, self)
        dock.setObjectName(name)
        dock.setAccessibleName(words)
        # The tab says the name already; a floating one has the title of a window.
        dock.setTitleBarWidget(QWidget(dock))
        dock.topLevelChanged.connect(
            lambda floating, dock=dock: dock.setTitleBarWidget(None if floating else QWidget(dock))
        )
        self.addDockWidget(area, dock)
        return dock

    def _make_menus(self) -> None:
        """The menu bar; entries of the library, of other carriers and of settings find their places here."""
        actions = self.actions_
        actions.add_menu(
            "file",
            self.tr("&File"),
            (
                Entry("open", self.tr("&Open…"), self.choose_files, (_Key.Open,), "open", needs_file=False),
                SEPARATOR,
                Entry(
                    "convert",
                    self.tr("Con&vert…"),
                    self.choose_conversions,
                    ("Ctrl+Shift+S",),
                    "convert",
                    needs_file=False,
                ),
                SEPARATOR,
                Entry("close", self.tr("&Close File"), self.close_current, (_Key.Close,)),
                Entry(
                    "quit",
                    self.tr("&Quit"),
                    self.close,
                    (_Key.Quit, "Ctrl+Q"),
                    needs_file=False,
                    menu_role=QAction.MenuRole.QuitRole,
                ),
            ),
        )
        self._recent = QMenu(self.tr("Open &Recent"), self)
        actions.menus["file"].insertMenu(actions.menus["file"].actions()[1], self._recent)
        self._recent.aboutToShow.connect(self._fill_recent)
        actions.add_menu(
            "edit",
            self.tr("&Edit"),
            (
                Entry("copy-value", self.tr("Copy &Value"), lambda: self._copy("value"), ("Ctrl+Shift+C",)),
                Entry("copy-path", self.tr("Copy &Path"), lambda: self._copy("path"), ("Ctrl+Shift+P",)),
                Entry("copy-hex", self.tr("Copy as &Hex"), lambda: self._copy("hex"), ("Ctrl+Shift+H",)),
                Entry("copy-json", self.tr("Copy as &JSON"), lambda: self._copy("json"), ("Ctrl+Shift+J",)),
                SEPARATOR,
                Entry("find", self.tr("&Find…"), self._focus_search, (_Key.Find,), "find"),
                Entry(
                    "find-next", self.tr("Find &Next"), lambda: self._find(False), ("F3", "Ctrl+N"), "next"
                ),
                Entry(
                    "find-previous",
                    self.tr("Find Pre&vious"),
                    lambda: self._find(True),
                    ("Shift+F3", "Ctrl+B"),
                    "previous",
                ),
                Entry("filter", self.tr("Fil&ter"), self._toggle_filter, ("Ctrl+Shift+F",), "filter"),
                SEPARATOR,
                Entry("bookmark", self.tr("Set or Clear &Bookmark"), self._bookmark, ("Ctrl+M",), "bookmark"),
            ),
        )
        self._marks = QMenu(self.tr("Boo&kmarks"), self)
        actions.menus["edit"].addMenu(self._marks)
        self._marks.aboutToShow.connect(self._fill_bookmarks)
        actions.add_menu(
            "go",
            self.tr("&Go"),
            (
                Entry("go-back", self.tr("&Back"), lambda: self._history(-1), ("Alt+Left",), "back"),
                Entry("go-forward", self.tr("&Forward"), lambda: self._history(1), ("Alt+Right",), "forward"),
                SEPARATOR,
                Entry("next-item", self.tr("&Next Item"), lambda: self._step(1), ("Ctrl+Down", "F8")),
                Entry("previous-item", self.tr("&Previous Item"), lambda: self._step(-1), ("Ctrl+Up", "F7")),
                SEPARATOR,
                Entry(
                    "next-problem", self.tr("Next P&roblem"), lambda: self._next_problem(1), ("Ctrl+.",)
                ),
                Entry(
                    "previous-problem",
                    self.tr("Previous Pr&oblem"),
                    lambda: self._next_problem(-1),
                    ("Ctrl+Shift+.",),
                ),
                SEPARATOR,
                Entry("goto", self.tr("To &Offset…"), self.ask_offset, ("Ctrl+G",), "goto"),
                Entry("pane", self.tr("Next P&ane"), self._next_pane, ("Ctrl+Tab",)),
            ),
        )
        actions.add_menu(
            "view",
            self.tr("&View"),
            (
                Entry("expand-all", self.tr("&Expand All"), lambda: self._expand(64), ("Ctrl+Right",)),
                Entry("collapse-all", self.tr("&Collapse All"), self._collapse, ("Ctrl+Left",)),
                Entry("level-1", self.tr("Expand to Level &1"), lambda: self._expand(1), ("Ctrl+1",)),
                Entry("level-2", self.tr("Expand to Level &2"), lambda: self._expand(2), ("Ctrl+2",)),
                Entry("level-3", self.tr("Expand to Level &3"), lambda: self._expand(3), ("Ctrl+3",)),
                SEPARATOR,
                Entry(
                    "zoom-in", self.tr("Larger Text"), lambda: self._zoom_text(1), (_Key.ZoomIn, "Ctrl+=")
                ),
                Entry("zoom-out", self.tr("Smaller Text"), lambda: self._zoom_text(-1), (_Key.ZoomOut,)),
                Entry("zoom-reset", self.tr("Normal Text"), lambda: self._zoom_text(0), ("Ctrl+0",)),
                SEPARATOR,
                Entry(
                    "full-screen",
                    self.tr("F&ull Screen"),
                    self._toggle_full_screen,
                    ("F11",),
                    needs_file=False,
                ),
            ),
        )
        view = actions.menus["view"]
        view.addSeparator()
        panels = view.addMenu(self.tr("&Panels"))
        for dock in (*self.docks, self.library_dock):
            panels.addAction(dock.toggleViewAction())
        self.library_dock.toggleViewAction().setShortcut(QKeySequence("Ctrl+L"))
        panels.addSeparator()
        panels.addAction(
            actions.make(Entry("reset", self.tr("&Reset Layout"), self._reset_layout, needs_file=False))
        )
        self._make_choices(view)
        actions.add_menu(
            "help",
            self.tr("&Help"),
            (
                Entry(
                    "shortcuts",
                    self.tr("&Keyboard Shortcuts"),
                    self._show_shortcuts,
                    ("F1",),
                    needs_file=False,
                ),
                SEPARATOR,
                Entry(
                    "about",
                    self.tr("&About qmigui"),
                    self._show_about,
                    needs_file=False,
                    menu_role=QAction.MenuRole.AboutRole,
                ),
            ),
        )

    def _make_choices(self, view: QMenu) -> None:
        """Base of numbers, and colours."""
        bases = QActionGroup(self)
        chosen_base, chosen_colours = settings.number_base(), settings.appearance()
        menu = view.addMenu(self.tr("&Numbers"))
        names = {
            Base.BOTH: self.tr("&Decimal and Hexadecimal"),
            Base.DECIMAL: self.tr("D&ecimal"),
            Base.HEXADECIMAL: self.tr("&Hexadecimal"),
        }
        for base, words in names.items():
            action = bases.addAction(words)
            action.setCheckable(True)
            action.setChecked(base is chosen_base)
            action.setData(base.value)
        bases.triggered.connect(self._set_base)
        menu.addActions(bases.actions())
        colours = QActionGroup(self)
        menu = view.addMenu(self.tr("&Appearance"))
        words_of = {
            Appearance.SYSTEM: self.tr("As the &Desktop"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("D&ark"),
        }
        for value, words in words_of.items():
            action = colours.addAction(words)
            action.setCheckable(True)
            action.setChecked(value is chosen_colours)
            action.setData(value.value)
        colours.triggered.connect(self._set_appearance)
        menu.addActions(colours.actions())

    # -- files -------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Show *path*; a file that is open already comes to the front."""
        from qmigui.gui.document import Document
        from qmigui.gui.document_view import DocumentView

        path = path.absolute()
        for number, view in enumerate(self.views()):
            if view.document.path == path:
                self.tabs.setCurrentIndex(number)
                return
        document = Document(path, self.pool, self._scratch_name(), self)
        view = DocumentView(document)
        document.setParent(view)
        view.set_base(settings.number_base())
        view.set_fixed_font(self._fixed_font())
        view.located.connect(lambda *place, view=view: self._show_place(view, *place))
        document.opened.connect(lambda: self._on_opened(view))
        document.failed.connect(lambda *_: self._on_failed(view))
        document.progressed.connect(lambda *_: self._show_reading(view))
        document.completed.connect(lambda: self._show_reading(view))
        document.problems.changed.connect(lambda: self._show_problems(view))
        number = self.tabs.addTab(view, icon("file"), path.name)
        self.tabs.setTabToolTip(number, str(path))
        self._name_tabs()
        self.tabs.setCurrentIndex(number)
        document.open()
        QTimer.singleShot(_PREPARE_MS, self, self.pool.prepare)

    def views(self) -> list[DocumentView]:
        """Those of the open files, in the order of the tabs."""
        widgets = [self.tabs.widget(number) for number in range(self.tabs.count())]
        return cast("list[DocumentView]", widgets)

    def current(self) -> DocumentView | None:
        """The one in front, or None while no file is open."""
        return cast("DocumentView | None", self.tabs.currentWidget())

    def _scratch_name(self) -> str:
        """A directory for what has to be unpacked."""
        if self._scratch is None:
            from tempfile import TemporaryDirectory

            self._scratch = TemporaryDirectory(prefix="qmigui-")
        return self._scratch.name

    def _name_tabs(self) -> None:
        """Name the tabs, with their directories where the names alone do not tell."""
        paths = [view.document.path for view in self.views()]
        counts = Counter(path.name for path in paths)
        for number, path in enumerate(paths):
            alone = counts[path.name] == 1
            name = path.name if alone else f"{path.name} ({path.parent.name})"
            self.tabs.setTabText(number, name.replace("&", "&&"))

    def _on_opened(self, view: DocumentView) -> None:
        settings.add_recent(view.document.path)
        if view is self.current():
            self._show_current()
            view.state.tree.setFocus()

    def _on_failed(self, view: DocumentView) -> None:
        self.tabs.setTabIcon(self.tabs.indexOf(view), icon("error"))
        if view is self.current():
            self._show_current()

    def close_current(self) -> None:
        """Close the file in front."""
        self._close_tab(self.tabs.currentIndex())

    def _close_tab(self, number: int) -> None:
        view = cast("DocumentView | None", self.tabs.widget(number))
        if view is None:
            return
        if view is self.current():
            self.problems.set_store(None)
            self.ram.set_document(None)
        view.document.close()
        self.tabs.removeTab(number)
        view.deleteLater()
        self._name_tabs()
        self._show_current()

    def choose_files(self) -> None:
        """Ask which files to open."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open saved machines"))
        for name in names:
            self.open_file(Path(name))

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in settings.recent():
            action = self._recent.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.open_file(path))
        self._recent.setToolTipsVisible(True)
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("No files yet")).setEnabled(False)
        else:
            self._recent.addSeparator()
            self._recent.addAction(self.tr("&Clear This List"), settings.clear_recent)

    # -- what is shown of the file in front --------------------------------------------------

    def _show_current(self) -> None:
        view = self.current()
        document = view.document if view is not None else None
        self._pages.setCurrentIndex(1 if view is not None else 0)
        self._show_panels(is_wanted=view is not None)
        self.actions_.set_file_open(view is not None)
        self.actions_.all["close"].setEnabled(view is not None)
        self.setWindowTitle(f"{document.path.name} - qmigui" if document else "qmigui")
        if view is None:
            self.empty.show_recent(settings.recent())
            self.status.clear()
            if not self._made_panels:
                return
        self.problems_dock.setEnabled(document is not None and document.failure is None)
        self.ram_dock.setEnabled(self.problems_dock.isEnabled())
        good = document if document is not None and document.failure is None else None
        self.problems.set_store(good.problems if good else None, good.path.stem if good else "")
        self.ram.set_document(good)
        self.status.clear()
        if view is not None and document is not None and document.failure is None:
            self._show_problems(view)
            self._show_reading(view)
            if document.form:
                form = self.tr("BER") if document.form == "ber" else self.tr("binary")
                self.status.show_form(f"{form}, {QLocale().formattedDataSize(document.size)}")

    def _show_place(self, view: DocumentView, path: str, offset: int, length: int) -> None:
        if view is self.current():
            self.status.show_place(path, offset, length)

    def _show_reading(self, view: DocumentView) -> None:
        if view is self.current():
            document = view.document
            read = document.read_bytes
            self.status.show_reading(read, document.size, complete=document.is_complete)

    def _show_problems(self, view: DocumentView) -> None:
        if view is self.current():
            self.status.show_problems(view.document.problems)
        worst = view.document.problems.worst
        number = self.tabs.indexOf(view)
        if worst in {"error", "warning"} and number >= 0:
            self.tabs.setTabIcon(number, icon(worst))

    def _show_panels(self, *, is_wanted: bool) -> None:
        """Panels with nothing in them are not shown; those that the user had come back."""
        if is_wanted:
            for dock in self._hidden:
                dock.show()
            if self._hidden:
                assert self.jobs is not None  # made now: its tab is there
                self._hidden[0].raise_()
            self._hidden = []
        elif not self._hidden and not self.queue.jobs:
            self._hidden = [dock for dock in self.docks if not dock.isHidden()]
            for dock in self._hidden:
                dock.hide()

    def _on_job(self, job: Job) -> None:
        if not self.jobs.table.currentIndex().isValid():
            self.jobs.table.selectRow(0)
        self._show_dock(self.jobs_dock)

    def _show_dock(self, dock: QDockWidget) -> None:
        dock.show()
        dock.raise_()

    # -- what menus do -----------------------------------------------------------------------

    def _open_view(self) -> DocumentView | None:
        view = self.current()
        return view if view is not None and view.is_open else None

    def _copy(self, what: str) -> None:
        if (view := self._open_view()) is not None:
            view.copy(what)

    def _focus_search(self) -> None:
        if (view := self._open_view()) is not None:
            view.state.bar.text.setFocus()
            view.state.bar.text.selectAll()

    def _find(self, backward: bool) -> None:
        if (view := self._open_view()) is not None:
            view.search(backward)

    def _toggle_filter(self) -> None:
        if (view := self._open_view()) is not None:
            view.state.bar.filter.toggle()

    def _bookmark(self) -> None:
        if (view := self._open_view()) is not None:
            view.toggle_bookmark()

    def _fill_bookmarks(self) -> None:
        self._marks.clear()
        from qmigui.gui.document_view import bookmark_text

        view = self._open_view()
        for mark in view.bookmarks if view is not None else []:
            action = self._marks.addAction(bookmark_text(mark).replace("&", "&&"))
            action.triggered.connect(lambda _=False, offset=mark[0]: self._go_to(offset))
        if self._marks.isEmpty():
            self._marks.addAction(self.tr("None in this file")).setEnabled(False)

    def _history(self, step: int) -> None:
        if (view := self._open_view()) is not None:
            view.go_back(step)

    def _step(self, by: int) -> None:
        if (view := self._open_view()) is not None:
            view.step(by)

    def _next_problem(self, by: int) -> None:
        if (view := self._open_view()) is not None:
            view.next_problem(by)

    def _go_to(self, offset: int) -> None:
        if (view := self._open_view()) is not None:
            view.go_to(offset)

    def _go_to_problem(self, problem: Problem) -> None:
        if problem.offset is not None:
            self._go_to(problem.offset)

    def _go_to_page(self, block: int, page: int) -> None:
        if (view := self._open_view()) is not None:
            view.show_page(block, page)

    def ask_offset(self) -> None:
        """Ask for an offset, and go there."""
        view = self._open_view()
        if view is None:
            return
        text, ok = QInputDialog.getText(
            self,
            self.tr("Go to Offset"),
            self.tr("Offset: 0x1f, 31, +16, -0x10, end-16"),
        )
        if not ok or not text.strip():
            return
        offset = parse_offset(text, view.bytes.cursor_offset, view.document.size)
        if offset is None:
            self.status.showMessage(self.tr("There is no such offset in this file: {0}").format(text), 5000)
        else:
            view.go_to(offset)

    def _next_pane(self) -> None:
        view = self._open_view()
        if view is None:
            return
        panes: list[QWidget] = [view.state.tree, view.bytes]
        tables: dict[QDockWidget, QWidget] = {
            self.problems_dock: self.problems.table,
            self.ram_dock: self.ram.map,
            self.jobs_dock: self.jobs.table,
        }
        panes += [table for table in tables.values() if table.isVisible()]
        focus = QApplication.focusWidget()
        here = panes.index(focus) if focus in panes else -1
        panes[(here + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def _expand(self, levels: int) -> None:
        if (view := self._open_view()) is not None:
            if levels < 64:
                view.state.collapse()
            view.state.expand(view.state.tree.rootIndex(), levels)

    def _collapse(self) -> None:
        if (view := self._open_view()) is not None:
            view.state.collapse()

    def _fixed_font(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(5.0, font.pointSizeF() + self._zoom))
        return font

    def _zoom_text(self, step: int) -> None:
        self._zoom = max(_ZOOMS[0], min(_ZOOMS[1], self._zoom + step)) if step else 0
        for view in self.views():
            view.set_fixed_font(self._fixed_font())

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _reset_layout(self) -> None:
        self.restoreState(self._first_layout, _LAYOUT_VERSION)

    def _set_base(self, action: QAction) -> None:
        base = Base(action.data())
        settings.set_number_base(base)
        for view in self.views():
            view.set_base(base)

    def _set_appearance(self, action: QAction) -> None:
        value = Appearance(action.data())
        settings.set_appearance(value)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, value)

    def changeEvent(self, event: QEvent) -> None:
        """Another palette: drawings follow it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tabs"):
            for panel in self._made_panels:
                panel.update_colours()
            for view in self.views():
                view.update_colours()

    def _show_shortcuts(self) -> None:
        from qmigui.gui.help import show_shortcuts

        show_shortcuts(self, self.actions_.shortcuts())

    def _show_about(self) -> None:
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
        view = self._open_view()
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

    def store(self, directory: Path, paths: Sequence[Path]) -> None:
        """Have files kept in the library of that folder."""
        for path in paths:
            self.queue.add(StoreJob(path, directory))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; asks first while conversions are under way."""
        if self.queue.unfinished and not self._may_stop(self.queue.unfinished):
            event.ignore()
            return
        self.queue.stop_and_wait()
        if self.views():
            self.problems.set_store(None)
            self.ram.set_document(None)
        for view in self.views():
            view.document.close()
        self.pool.close()
        self._show_panels(is_wanted=True)  # they are remembered as the user had them
        settings.set_geometry(self.saveGeometry(), self.saveState(_LAYOUT_VERSION))
        if self._scratch is not None:
            self._scratch.cleanup()
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
            self._drop.begin(files, (OPEN, CONVERT) if self.views() else (OPEN,))
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
            self.open_file(path)


def _place(event: QDropEvent) -> QPoint:
    """Where the pointer is."""
    return event.position().toPoint()

