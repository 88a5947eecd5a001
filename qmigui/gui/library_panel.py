"""The library: a search line, the states, what can be done with them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QStackedLayout,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmigui.errors import QmiguiError
from qmigui.gui.icons import icon
from qmigui.gui.library_model import DATE, HEALTH, NAME, LibraryModel
from qmigui.gui.tables import fit_words, plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qmigui.service import Entry, Library

_TYPING_MS = 250
_LOOK_MS = 1000
_WIDTHS = (26, 22, 10, 10, 10, 10, 6, 17, 20, 14)


class LibraryPanel(QWidget):
    """The states of the library.

    Args:
        directory: of the library; None: the usual one.

    Signals:
        open_wanted: the archive of a state is to be shown.
        store_wanted: files are to be kept; the library's folder, and the files.
    """

    open_wanted = Signal(object)
    store_wanted = Signal(object, object)

    def __init__(self, directory: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library: Library | None = None
        self._version = 0
        self.model = LibraryModel(self)
        self.model.failed.connect(self._tell)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search: words, or name: tag: machine: device: date: size:"))
        self.search.setToolTip(self.search.placeholderText())  # it may be longer than the line
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the library"))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.store_button = QToolButton(autoRaise=True)
        self.store_button.setIcon(icon("open"))
        self.store_button.setToolTip(self.tr("Store files in the library"))
        self.store_button.setAccessibleName(self.store_button.toolTip())
        self.store_button.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(4)
        line.addWidget(self.search, 1)
        line.addWidget(self.store_button)
        self.table = self._make_table()
        self.empty = QLabel(self.tr("No saved states yet.\nDrop files here to keep them, small and checked."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.told = QLabel()
        self.told.setContentsMargins(6, 2, 6, 2)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self.told)
        self.setAcceptDrops(True)
        self._all = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._all.timeout.connect(self._fetch_all)
        self._open(directory)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self._look.start()

    def _make_table(self) -> QTableView:
        table = plain_table(self.model, self.tr("States of the library"), dict(enumerate(_WIDTHS)))
        fit_words(table, HEALTH, self.model.health_words.values())
        table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        with QSignalBlocker(header):
            header.setSortIndicator(DATE, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.doubleClicked.connect(self._on_opened)
        table.activated.connect(self._on_opened)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        return table

    def sizeHint(self) -> QSize:
        """Name, machine and target side by side."""
        char = QFontMetricsF(self.font()).averageCharWidth() * 1.15
        return QSize(int(char * sum(_WIDTHS[:3])), super().sizeHint().height())

    # -- what is shown -----------------------------------------------------------------------

    @property
    def directory(self) -> Path | None:
        """The library's folder, or None: it cannot be used."""
        return self._library.place.directory if self._library is not None else None

    def _open(self, directory: str | None) -> None:
        from qmigui import service

        try:
            self._library = service.open_library(directory)
            self._version = service.library_version(self._library)
            self.model.set_library(self._library)
        except QmiguiError as error:
            self.empty.setText(str(error))
            self.search.setEnabled(False)
            self.store_button.setEnabled(False)
        self._show()

    def refresh(self) -> None:
        """Show what has changed, by whichever program."""
        from qmigui import service

        if self._library is None or self.table.state() == QAbstractItemView.State.EditingState:
            return
        version = service.library_version(self._library)
        if version == self._version:
            return
        chosen = {entry.key for entry in self.chosen()}
        self._version = version
        self._do(self.model.renew)
        self._choose_again(chosen)
        self._show()

    def _choose_again(self, keys: set[int]) -> None:
        selection = self.table.selectionModel()
        for row in range(self.model.rowCount()) if keys else ():
            entry = self.model.entry(row)
            if entry is not None and entry.key in keys:
                index = self.model.index(row, NAME)
                selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)
                keys.discard(entry.key)
                if not keys:
                    return

    def _search(self) -> None:
        if self._do(partial(self.model.set_query, self.search.text().strip())):
            self._show()

    def _show(self) -> None:
        count = self.model.rowCount()
        is_empty = not count and not self.search.text()
        self._pages.setCurrentWidget(self.empty if is_empty else self.table)
        if self.model.canFetchMore():
            self.told.setText("")
            self._all.start()
        else:
            self.told.setText("" if is_empty else self.tr("%n state(s)", "", count))

    def _fetch_all(self) -> None:
        """Get the rest of very many states once nobody types."""
        self.model.fetchMore()
        self._show()

    def _do(self, change: Callable[[], object]) -> bool:
        """Do something that the library may refuse; whether it did not."""
        try:
            change()
        except QmiguiError as error:
            self._tell(str(error))
            return False
        return True

    def _tell(self, words: str) -> None:
        """Say in place what is wrong."""
        self.told.setText(words)

    def update_colours(self) -> None:
        """The palette has changed."""
        self.model.update_icons()
        self.store_button.setIcon(icon("open"))
        self.table.viewport().update()

    # -- what can be done --------------------------------------------------------------------

    def chosen(self) -> list[Entry]:
        """The states that are selected."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [entry for row in rows if (entry := self.model.entry(row)) is not None]

    def _on_opened(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is not None and self.directory is not None:
            self.open_wanted.emit(self.directory / entry.file_name)

    def _show_menu(self, place: QPoint) -> None:
        entries = self.chosen()
        if not entries:
            return
        menu = QMenu(self)
        current = self.table.currentIndex()
        menu.addAction(self.tr("&Open"), partial(self._on_opened, current))
        rename = menu.addAction(self.tr("&Rename"))
        rename.triggered.connect(lambda: self.table.edit(current.siblingAtColumn(NAME)))
        menu.addAction(self.tr("Add &Tag…"), self.ask_tag)
        tags = sorted({tag for entry in entries for tag in entry.tags})
        if tags:
            fewer = menu.addMenu(self.tr("Take Tag &Away"))
            for tag in tags:
                fewer.addAction(tag.replace("&", "&&"), partial(self.untag, tag))
        menu.addAction(self.tr("&Note…"), self.ask_note)
        menu.addSeparator()
        menu.addAction(self.tr("Show in &File Manager"), self._reveal)
        menu.addSeparator()
        menu.addAction(self.tr("&Move to Trash…"), self.ask_removal)
        menu.exec(self.table.viewport().mapToGlobal(place))

    def ask_tag(self) -> None:
        """Give the selected states a tag."""
        from qmigui import service

        assert self._library is not None
        used = [tag for tag, _ in service.tags_in_use(self._library)]
        tag, is_given = QInputDialog.getItem(self, self.tr("Add Tag"), self.tr("Tag:"), used, -1, True)
        if is_given and tag.strip():
            self.tag(tag.strip())

    def tag(self, tag: str) -> None:
        """Give the selected states *tag*."""
        from qmigui import service

        self._each(lambda library, entry: service.tag_state(library, entry.id, [tag]))

    def untag(self, tag: str) -> None:
        """Take *tag* from the selected states."""
        from qmigui import service

        self._each(lambda library, entry: service.untag_state(library, entry.id, [tag]))

    def ask_note(self) -> None:
        """Give the first selected state another note."""
        from qmigui import service

        entry = self.chosen()[0]
        note, is_given = QInputDialog.getMultiLineText(
            self, self.tr("Note"), self.tr("Note on “{0}”:").format(entry.name), entry.note
        )
        if is_given and self._library is not None:
            self._do(partial(service.note_state, self._library, entry.id, note))
            self.refresh()

    def ask_removal(self) -> None:
        """Move the selected states to the trash, if the user means it."""
        entries = self.chosen()
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Move to Trash"))
        box.setText(self.tr("Move %n state(s) to the trash?", "", len(entries)))
        box.setInformativeText("\n".join(entry.name for entry in entries[:20]))
        button = box.addButton(self.tr("Move to Trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is button:
            self.remove()

    def remove(self) -> None:
        """Move the selected states to the trash."""
        from qmigui import service

        if self._library is not None:
            references = [entry.id for entry in self.chosen()]
            is_done = self._do(partial(service.remove_states, self._library, references))
            if is_done:
                self.refresh()

    def _each(self, change: Callable[[Library, Entry], object]) -> None:
        for entry in self.chosen():
            if self._library is None or not self._do(partial(change, self._library, entry)):
                return
        self.refresh()

    def _reveal(self) -> None:
        if self.directory is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.directory)))

    # -- keeping files -----------------------------------------------------------------------

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Store in the Library"))
        self.store([Path(name) for name in names])

    def store(self, paths: Sequence[Path]) -> None:
        """Have files kept."""
        if paths and self.directory is not None:
            self.store_wanted.emit(self.directory, list(paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if self._library is not None and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the files."""
        event.acceptProposedAction()
        self.store(_files(event))


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

