"""The library: a search line, the states, what is known of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLocale, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmigui import service
from qmigui.gui.icons import icon
from qmigui.gui.language import listed
from qmigui.gui.library_actions import LibraryActions
from qmigui.gui.library_bar import MessageBar
from qmigui.gui.library_columns import NAME, ORDERS, size_text
from qmigui.gui.library_commands import LibraryCommands
from qmigui.gui.library_desk import LibraryDesk
from qmigui.gui.library_details import LibraryDetails
from qmigui.gui.library_jobs import KeepJob, needs_consent
from qmigui.gui.library_memory import LibraryMemory
from qmigui.gui.library_model import LibraryModel
from qmigui.gui.library_pages import EmptyLibrary, NothingFound, OpeningLibrary, UnusableLibrary
from qmigui.gui.library_search import SavedSearches, SearchHelp, SearchLine, TagsMenu
from qmigui.gui.library_view import LibraryTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qmigui.gui.jobs import Job
    from qmigui.service import Details, Entry, Library

_LOOK_MS = 1000
_SAVE_MS = 5000
"""Settings are kept when nothing has been arranged for so long: that waits for the disk."""
_PAUSE_MS = 120
"""After the selection has moved, before details are fetched: a held arrow key fetches none."""
_BESIDE_CHARS = 170
"""Wider than so many characters, details stand beside the list."""
_FEW = 500
"""Selected states whose sizes are added up."""


class LibraryPanel(QWidget):
    """The panel.

    Args:
        actions: of the menu *Library*; None: there is no such menu.
        directory: of the library; None: the one shown last, or the usual one.

    Signals:
        open_wanted: the archive of a state is to be shown; its path.
        job_wanted: a job for the list of conversions.
    """

    open_wanted = Signal(object)
    job_wanted = Signal(object)

    def __init__(
        self,
        actions: LibraryActions | None = None,
        directory: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.memory = LibraryMemory.load()
        self.desk = LibraryDesk(self)
        self.model = LibraryModel(self.desk, self)
        self.model.descending, self.model.grouping = self.memory.descending, self.memory.grouping
        if self.memory.order in ORDERS.values():
            self.model.order = self.memory.order
        self.table = LibraryTable(self.model)
        self.table.restore_header(QByteArray(self.memory.header))
        self.details = LibraryDetails(self.model.columns)
        self.bar = MessageBar()
        self.commands = LibraryCommands(self)
        self._actions = actions
        self._version = 0
        self._wanted_key = -1
        self._wanted_folder: str | None = None
        self._make_line()
        self._make_pages()
        self._lay_out()
        self._timers()
        self._connect()
        self.setAcceptDrops(True)
        self._show_details(self.memory.has_details)
        self.show_folder(directory or self.memory.folder or None, remembers=False)

    def _timers(self) -> None:
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self._look.start()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._fetch_details)
        self._save = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save.timeout.connect(self.remember)

    # -- what it is made of ------------------------------------------------------------------

    def _make_line(self) -> None:
        self.search = SearchLine()
        self._buttons: list[QToolButton] = []
        self.help_button = self._button("help", self.tr("Examples of searches"))
        self.tags_button = self._button("tag", self.tr("Search for tags"))
        self.saved_button = self._button("star", self.tr("Saved searches"))
        self.view_button = self._button("view", self.tr("Groups, order, columns, details"))
        self.store_button = self._button("store", self.tr("Store files in the library"))
        self.help = SearchHelp(self)
        self.help_button.clicked.connect(lambda _: self.help.pop_up(self.search))
        self.help.taken.connect(self.search.show_query)
        self.tags_menu = TagsMenu(self.search, self)
        self._has_menu(self.tags_button, self.tags_menu)
        self.saved = SavedSearches(self.search, self.memory, self)
        self._has_menu(self.saved_button, self.saved.menu)
        self.view_menu = QMenu(self)
        self.view_menu.aboutToShow.connect(self.fill_view_menu)
        self._has_menu(self.view_button, self.view_menu)
        self.store_button.clicked.connect(self.commands.ask_files)

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setObjectName(name)
        button.setIcon(icon(name))
        button.setToolTip(words)
        button.setAccessibleName(words)
        self._buttons.append(button)
        return button

    def _has_menu(self, button: QToolButton, menu: QMenu) -> None:
        """A click shows a menu; without the arrow of menus, which would take a third of the room."""

        def pop_up() -> None:
            corner = button.rect().bottomLeft()
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                corner = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
            menu.popup(button.mapToGlobal(corner))

        button.clicked.connect(pop_up)

    def _make_pages(self) -> None:
        self.empty = EmptyLibrary()
        self.empty.store_wanted.connect(self.commands.ask_files)
        self.nothing = NothingFound()
        self.nothing.all_wanted.connect(lambda: self.search.show_query(""))
        self.unusable = UnusableLibrary()
        self.unusable.again_wanted.connect(self._open_again)
        self.unusable.other_wanted.connect(self.commands.ask_folder)
        self.opening = OpeningLibrary()
        self._pages = QStackedLayout()
        for page in (self.table, self.empty, self.nothing, self.unusable, self.opening):
            self._pages.addWidget(page)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(1)
        line.addWidget(self.search, 1)
        for button in self._buttons:
            line.addWidget(button)
        self.wrong = QLabel()
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setWordWrap(True)
        self.wrong.setContentsMargins(8, 0, 8, 4)
        self.wrong.hide()
        self.told = QLabel()
        self.told.setContentsMargins(8, 2, 8, 3)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setMinimumWidth(1)
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addLayout(line)
        upper.addWidget(self.wrong)
        upper.addLayout(self._pages, 1)
        upper.addWidget(self.bar)
        upper.addWidget(self.told)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(above)
        self.split.addWidget(self.details)
        self.split.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
        if self.memory.split:
            self.split.restoreState(QByteArray(self.memory.split))
        self._turn()

    def _connect(self) -> None:
        self.desk.opened.connect(self._on_opened)
        self.desk.refused.connect(self._on_refused)
        self.desk.failed.connect(self._on_failed)
        self.model.failed.connect(self._on_failed)
        self.model.listed.connect(self._on_listed)
        self.search.wanted.connect(self._on_search)
        self.search.refused.connect(self._on_wrong)
        self.search.left.connect(self._to_table)
        self.table.wanted.connect(lambda _: self.commands.open())
        self.table.dragged.connect(self._on_dragged)
        self.table.arranged.connect(self._save.start)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.details.state_wanted.connect(self.select_key)
        self.details.tags_wanted.connect(self.commands.ask_tags)
        self.details.note.kept.connect(self.commands.set_note)
        self.details.note.left.connect(self._to_table)
        self.split.splitterMoved.connect(lambda *_: self._save.start())
        self.commands.job_wanted.connect(self.job_wanted)
        if self._actions is not None:
            self.addActions(self._actions.all())
            self.commands.undo_changed.connect(self._actions.name_undo)

    def sizeHint(self) -> QSize:
        """Two lines a state."""
        return QSize(self.table.sizeHint().width(), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, details stand beside the list."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_wide = self.width() > self.fontMetrics().averageCharWidth() * _BESIDE_CHARS
        wanted = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)
            whole = self.width() if is_wide else self.height()
            self.split.setSizes([whole * 2 // 3, whole // 3])

    # -- which library -----------------------------------------------------------------------

    @property
    def directory(self) -> Path | None:
        """The library's folder, or None: it is not open."""
        return self.desk.directory

    def show_folder(self, folder: str | None, *, remembers: bool = True) -> None:
        """Show another library; None: the user's own."""
        self.details.note.keep()
        if remembers:
            self.memory.use_folder(Path(folder) if folder is not None else None)
        self._wanted_folder = folder
        self.model.clear()
        self.bar.clear()
        self.opening.begin()
        self._turn_to(self.opening)
        self._allow(is_open=False)
        self.desk.open(folder)
        self._on_selected()

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; where no state is listed there is nothing to tell details of."""
        self._pages.setCurrentWidget(page)
        self.details.setVisible(self.memory.has_details and page is self.table)

    def _open_again(self) -> None:
        self.show_folder(self._wanted_folder, remembers=False)

    def _allow(self, *, is_open: bool) -> None:
        self.search.setEnabled(is_open)
        for button in self._buttons:
            button.setEnabled(is_open)

    def _on_opened(self, directory: Path, notes: list[str]) -> None:
        self._allow(is_open=True)
        self.told.setToolTip(str(directory))
        if notes:
            self.bar.tell("\n".join(notes))
        self.model.ask(query="" if self.search.error else self.search.query())
        self.ask_tags()
        self.commands.tell_undo()
        self._version = -1
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        self.unusable.explain(error)
        self._turn_to(self.unusable)
        self._tell_count([])

    def _on_failed(self, words: str) -> None:
        self.bar.tell(words, is_bad=True)

    def refresh(self) -> None:
        """Show what has changed, by whichever program."""
        if not self.desk.is_open:
            progress = self.desk.progress
            if progress is not None and progress.total_bytes:
                self.opening.show_progress(progress.read_bytes, progress.total_bytes)
            return
        if self.table.state() != QAbstractItemView.State.EditingState:
            self.desk.ask(_version, self._on_version, slot="version")

    def _on_version(self, version: int) -> None:
        before, self._version = self._version, version
        if before not in {-1, version}:
            self.model.ask()
            self.ask_tags()

    def close_library(self) -> None:
        """Keep what has been typed and let go of the library; the window closes."""
        self.details.note.keep()
        self.remember()
        self._look.stop()
        self.desk.ask_now(lambda _: None, 2.0)  # what was asked before is done then
        self.desk.close()

    # -- what is listed ----------------------------------------------------------------------

    def _on_search(self, query: str) -> None:
        self.model.ask(query=query, fail=lambda error: self._on_wrong(str(error)))

    def _on_wrong(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _on_listed(self) -> None:
        if self.model.count:
            page: QWidget = self.table
        else:
            page = self.nothing if self.model.query else self.empty
        before = self._pages.currentWidget()
        had_focus = before is not None and before.hasFocus()
        self._turn_to(page)
        if had_focus:
            page.setFocus()
        self.table.delegate.is_tree = self.model.grouping != "none"
        self.table.show_order()
        wanted, self._wanted_key = self._wanted_key, -1
        if wanted >= 0:
            self.select_key(wanted)
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            selection = self.table.selectionModel()
            selection.setCurrentIndex(self.model.index(0, NAME), selection.SelectionFlag.NoUpdate)
        self._on_selected()

    def ask_tags(self) -> None:
        """Ask which tags there are."""

        def done(tags: list[tuple[str, int]]) -> None:
            self.tags_menu.tags = tags

        self.desk.ask(_tags, done, slot="tags")

    def _tell_count(self, keys: list[int]) -> None:
        """What is listed, or selected, and what it costs."""
        known = [one for key in keys[:_FEW] if (one := self.model.known(key)) is not None]
        locale = QLocale()
        if not self.desk.is_open or not self.model.count:
            self.told.setText("")
        elif len(keys) > 1:
            words = self.tr("%n state(s) selected", "", len(keys))
            size = size_text(sum(one.stored_size for one in known), locale)
            self.told.setText(listed((words, size)) if len(known) == len(keys) else words)
        else:
            words = self.tr("%n state(s)", "", self.model.count)
            self.told.setText(listed((words, size_text(self.model.stored_size, locale))))

    # -- what is selected --------------------------------------------------------------------

    def chosen_keys(self) -> list[int]:
        """The states that are selected, in order; a head stands for its group."""
        parts = self.table.selectionModel().selection().toList()
        return self.model.keys({(part.top(), part.bottom()) for part in parts})

    def select_key(self, key: int) -> None:
        """Select one state; what hides it is taken away."""
        row = self.model.row_of(key)
        if row < 0:
            self.model.set_all_open(True)
            row = self.model.row_of(key)
        if row < 0:
            if self.model.query:
                self._wanted_key = key  # when all are listed
                self.search.show_query("")
            return
        self.table.choose(row)

    def _on_selected(self) -> None:
        keys = self.chosen_keys()
        self._tell_count(keys)
        if self._actions is not None:
            some, is_open = bool(keys), self.desk.is_open
            self._actions.enable(
                {
                    **dict.fromkeys(("open", "restore", "verify", "tags", "trash", "copy-id"), some),
                    **dict.fromkeys(("rename", "note"), len(keys) == 1),
                    "compare": len(keys) == 2,
                    "reveal": is_open,
                }
            )
        self._pause.start()

    def _fetch_details(self) -> None:
        if self.details.isHidden():
            return
        keys = self.chosen_keys()
        if len(keys) != 1:
            known = [one for key in keys[:_FEW] if (one := self.model.known(key)) is not None]
            if keys:
                self.details.show_several(known, len(keys))
            else:
                self.details.show_nothing()
            return
        self.desk.ask(
            lambda library: _details(library, keys[0]), self._on_details, lambda _: None, slot="details"
        )

    def _on_details(self, details: Details) -> None:
        if self.chosen_keys() == [details.entry.key]:
            self.details.show_details(details)

    def _show_details(self, is_wanted: bool) -> None:
        self.details.note.keep()
        self.details.setVisible(is_wanted and self._pages.currentWidget() is self.table)
        if is_wanted:
            if not self.memory.split:
                self.split.setSizes([2 * self.height(), self.height()])
            self._fetch_details()

    def toggle_details(self, is_wanted: bool | None = None) -> None:
        """Show details, or not."""
        wanted = not self.memory.has_details if is_wanted is None else is_wanted
        self.memory.has_details = wanted
        self._show_details(wanted)
        self._save.start()

    def edit_name(self) -> None:
        """Edit the name of the current state, in the list."""
        index = self.table.currentIndex().siblingAtColumn(NAME)
        keys = self.chosen_keys()
        if len(keys) == 1 and self.model.keys([(index.row(), index.row())]) != keys:
            index = self.model.index(self.model.row_of(keys[0]), NAME)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.setFocus()
            self.table.edit(index)

    def edit_note(self) -> None:
        """Edit the note of the state that is selected."""
        if not self.memory.has_details:
            self.toggle_details(True)
        self._pause.stop()
        keys = self.chosen_keys()

        def done(details: Details) -> None:
            self._on_details(details)
            self.details.ensureWidgetVisible(self.details.note)
            self.details.note.setFocus()

        if len(keys) == 1:
            self.desk.ask(lambda library: _details(library, keys[0]), done, slot="details")

    # -- menus -------------------------------------------------------------------------------

    def fill_view_menu(self) -> None:
        """Groups, orders, columns."""
        menu = self.view_menu
        menu.clear()
        menu.addSection(self.tr("Group by"))
        groups = QActionGroup(menu)
        for name, words in (
            ("none", self.tr("&Nothing")),
            ("machine", self.tr("&Machine")),
            ("series", self.tr("&Series: a guest, and what needs what")),
            ("tag", self.tr("&Tag")),
        ):
            action = groups.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == self.model.grouping)
            action.triggered.connect(lambda _=False, name=name: self.group_by(name))
        menu.addActions(groups.actions())
        if self.model.grouping != "none":
            menu.addAction(self.tr("&Open All Groups"), lambda: self.model.set_all_open(True))
            menu.addAction(self.tr("C&lose All Groups"), lambda: self.model.set_all_open(False))
        menu.addSeparator()
        orders = menu.addMenu(self.tr("Sort &By"))
        kinds = QActionGroup(orders)
        for column, order in ORDERS.items():
            action = kinds.addAction(self.model.columns.names[column])
            action.setCheckable(True)
            action.setChecked(order == self.model.order)
            action.triggered.connect(lambda _=False, order=order: self.sort_by(order))
        orders.addActions(kinds.actions())
        orders.addSeparator()
        down = orders.addAction(self.tr("Largest and &Latest First"))
        down.setCheckable(True)
        down.setChecked(self.model.descending)
        down.triggered.connect(lambda wanted: self.sort_by(self.model.order, descending=wanted))
        if not self.table.is_compact:
            columns = self.table.columns_menu()
            columns.setTitle(self.tr("&Columns"))
            menu.addMenu(columns)
        menu.addSeparator()
        details = menu.addAction(self.tr("&Details"))
        details.setCheckable(True)
        details.setChecked(self.memory.has_details)
        details.triggered.connect(self.toggle_details)

    def group_by(self, grouping: str) -> None:
        """Show states in other groups, or in none."""
        self.model.ask(grouping=grouping)
        self._save.start()

    def sort_by(self, order: str, *, descending: bool | None = None) -> None:
        """Show states in another order."""
        self.model.ask(order=(order, self.model.descending if descending is None else descending))
        self.table.show_order()
        self._save.start()

    def _show_menu(self, place: QPoint) -> None:
        if self._actions is not None and self.chosen_keys():
            menu = self._actions.context_menu(QMenu(self))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(place))

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog; it goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _to_table(self) -> None:
        if (page := self._pages.currentWidget()) is not None:
            page.setFocus()
        if self.model.rowCount() and not self.table.selectionModel().hasSelection():
            self.table.choose(max(0, self.table.currentIndex().row()))

    def remember(self) -> None:
        """Keep how it looks."""
        memory, model = self.memory, self.model
        memory.header = bytes(self.table.header_state().data())
        memory.order, memory.descending, memory.grouping = model.order, model.descending, model.grouping
        memory.split = bytes(self.split.saveState().data())
        memory.save()

    def update_colours(self) -> None:
        """The palette has changed."""
        self.model.update_icons()
        for button in self._buttons:
            button.setIcon(icon(button.objectName()))
        for part in (
            self.search, self.bar, self.details, self.empty, self.nothing, self.unusable, self.opening,
        ):  # fmt: skip
            part.update_colours()
        self.table.viewport().update()

    # -- files -------------------------------------------------------------------------------

    def on_job(self, job: Job) -> None:
        """A job is over: show what it changed; a state that was refused can be kept all the same."""
        self.refresh()
        if needs_consent(job) and job.target == self.directory:
            words = job.messages.splitlines()[0].partition("; --keep-damaged")[0]
            self.bar.tell(
                words,
                self.tr("&Keep It Anyway"),
                lambda: self.job_wanted.emit(KeepJob(job.source, job.target)),
                is_bad=True,
            )
        elif job.said and "the library has it already" in job.said and job.target == self.directory:
            self.bar.tell(job.said.splitlines()[-1])

    def store(self, paths: Iterable[Path]) -> None:
        """Have files kept."""
        self.commands.store(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped, but not its own."""
        if self.desk.is_open and event.source() is not self.table and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the files."""
        event.acceptProposedAction()
        self.store(_files(event))

    def _on_dragged(self) -> None:
        self.told.setText(
            self.tr("Dragged out: the archive, with those that it needs; zstd -d or qmigui restores it.")
        )


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _version(library: Library) -> int:
    return service.library_version(library)


def _tags(library: Library) -> list[tuple[str, int]]:
    return service.tags_in_use(library)


def _details(library: Library, key: int) -> Details:
    from qmigui.errors import LibraryError

    entry: Entry | None = service.states_by_key(library, [key]).get(key)
    if entry is None:
        raise LibraryError("the state is not there any more")
    return service.show_state(library, entry.id)
