"""What is done with the states that are selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from qmigui import service
from qmigui.gui.directions import in_text
from qmigui.gui.jobs import StoreJob
from qmigui.gui.library_dialogs import CompareDialog, RestoreDialog, TagsDialog
from qmigui.gui.library_jobs import ImportJob, VerifyJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qmigui.gui.library_panel import LibraryPanel
    from qmigui.service import Entry, Library, Removed

_MOST_UNDONE = 50
_MOST_NAMED = 20
_CATALOGUE = "catalogue.sqlite3"


@dataclass(frozen=True)
class _Undo:
    """Takes one change back.

    Attributes:
        words: what is undone.
        work: undoes it, in the library's thread.
        directory: of the library that it was done in.
    """

    words: str
    work: Callable[[Library], object]
    directory: Path


class LibraryCommands(QObject):
    """Each method is an action of the menu *Library*.

    Args:
        panel: with list and details.

    Signals:
        job_wanted: a job for the list of conversions.
        undo_changed: what would be undone, in words; empty: nothing.
    """

    job_wanted = Signal(object)
    undo_changed = Signal(str)

    def __init__(self, panel: LibraryPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._desk = panel.desk
        self._undos: list[_Undo] = []
        self._folder = Path.home()
        panel.model.renamed.connect(self._on_renamed)

    # -- which -------------------------------------------------------------------------------

    def _with_chosen(self, do: Callable[[list[Entry]], object]) -> None:
        """Do something with the states that are selected, as they are now."""
        keys = self._panel.chosen_keys()
        if keys:
            self._desk.ask(lambda library: _entries(library, keys), lambda found: found and do(found))

    def _directory(self) -> Path:
        directory = self._desk.directory
        assert directory is not None  # without a library nothing can be selected
        return directory

    def _change(
        self,
        work: Callable[[Library], Any],
        undo_words: str = "",
        undo: Callable[[Library], object] | None = None,
    ) -> None:
        """Change something, then show it; *undo* takes it back."""

        def done(_: Any) -> None:
            if undo is not None:
                self.push(undo_words, undo)
            self._show_changes()

        self._desk.ask(work, done)

    def _show_changes(self) -> None:
        self._panel.model.ask()
        self._panel.ask_tags()

    # -- looking -----------------------------------------------------------------------------

    def open(self) -> None:
        """Open the states that are selected."""

        def show(entries: list[Entry]) -> None:
            for entry in entries[:_MOST_NAMED]:
                self._panel.open_wanted.emit(self._directory() / entry.file_name)

        self._with_chosen(show)

    def compare(self) -> None:
        """Compare the two that are selected, the earlier one first."""

        def show(entries: list[Entry]) -> None:
            if len(entries) == 2:
                one, two = sorted(entries, key=lambda entry: (entry.created, entry.key))
                directory = self._directory()
                dialog = CompareDialog(
                    (one.name, two.name),
                    (directory / one.file_name, directory / two.file_name),
                    self._panel.window(),
                )
                self._panel.show_dialog(dialog)

        self._with_chosen(show)

    def copy_id(self) -> None:
        """Copy ids, one a line."""
        self._with_chosen(
            lambda entries: QGuiApplication.clipboard().setText("\n".join(entry.id for entry in entries))
        )

    def reveal(self) -> None:
        """Show the folder of the library."""
        if self._desk.directory is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.directory)))

    # -- words -------------------------------------------------------------------------------

    def rename(self) -> None:
        """Edit the name in the list."""
        self._panel.edit_name()

    def _on_renamed(self, before: str, name: str, identity: str) -> None:
        self.push(
            self.tr("Rename to “{0}”").format(name),
            lambda library: service.rename_state(library, identity, before),
        )

    def edit_note(self) -> None:
        """To the note, in the details."""
        self._panel.edit_note()

    def set_note(self, identity: str, before: str, note: str) -> None:
        """Give a state another note."""
        self._change(
            lambda library: service.note_state(library, identity, note),
            self.tr("Change of Note"),
            lambda library: service.note_state(library, identity, before),
        )

    def ask_tags(self) -> None:
        """Ask which tags the selected states are to have."""

        def ask(entries: list[Entry]) -> None:
            dialog = TagsDialog(entries, self._panel.tags_menu.tags, self._panel.window())
            dialog.accepted.connect(lambda: self.set_tags(entries, *dialog.changes()))
            self._panel.show_dialog(dialog)

        self._with_chosen(ask)

    def set_tags(self, entries: Sequence[Entry], more: Sequence[str], fewer: Sequence[str]) -> None:
        """Give states tags, and take others away."""
        if not more and not fewer:
            return
        before = {entry.id: entry.tags for entry in entries}

        def work(library: Library) -> None:
            for identity in before:
                if more:
                    service.tag_state(library, identity, more)
                if fewer:
                    service.untag_state(library, identity, fewer)

        def undo(library: Library) -> None:
            for identity, tags in before.items():
                now = service.find_state(library, identity).tags
                if gone := [tag for tag in now if tag not in tags]:
                    service.untag_state(library, identity, gone)
                if tags:
                    service.tag_state(library, identity, tags)

        self._change(work, self.tr("Change of Tags"), undo)

    # -- removing ----------------------------------------------------------------------------

    def trash(self) -> None:
        """Move the selected states to the trash; of several it asks."""
        self._with_chosen(lambda entries: self.remove(entries) if self._may_remove(entries) else None)

    def _may_remove(self, entries: list[Entry]) -> bool:
        if len(entries) == 1:
            return True  # it says so, and can be undone
        box = QMessageBox(self._panel.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Move to Trash"))
        box.setText(self.tr("Move %n state(s) to the trash?", "", len(entries)))
        names = [in_text(entry.name) for entry in entries[:_MOST_NAMED]]
        if len(entries) > _MOST_NAMED:
            names.append(self.tr("and %n more", "", len(entries) - _MOST_NAMED))
        box.setInformativeText("\n".join(names))
        button = box.addButton(self.tr("&Move to Trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(button)
        box.exec()
        return box.clickedButton() is button

    def remove(self, entries: Sequence[Entry]) -> None:
        """Move states to the trash; that can be undone."""
        identities = [entry.id for entry in entries]
        name = entries[0].name

        def done(removed: Removed) -> None:
            count = len(removed.entries)
            self.push(
                self.tr("Move of %n State(s) to the Trash", "", count),
                lambda library: service.put_back(library, removed),
            )
            self.tell_removal(count, name)
            self._show_changes()

        self._desk.ask(lambda library: service.remove_states(library, identities), done)

    def tell_removal(self, count: int, name: str) -> None:
        """Say that states are in the trash, and offer them back."""
        if count == 1:
            words = self.tr("“{0}” is in the trash.").format(name)
        else:
            words = self.tr("%n state(s) are in the trash.", "", count)
        self._panel.bar.tell(words, self.tr("&Undo"), self.undo)

    def push(self, words: str, work: Callable[[Library], object]) -> None:
        """Something has been done that *work* takes back."""
        self._undos.append(_Undo(words, work, self._directory()))
        del self._undos[:-_MOST_UNDONE]
        self.tell_undo()

    def tell_undo(self) -> None:
        """Say what would be undone."""
        undo = self._last_undo()
        self.undo_changed.emit(undo.words if undo is not None else "")

    def _last_undo(self) -> _Undo | None:
        """Of the last change in this library."""
        here = (undo for undo in reversed(self._undos) if undo.directory == self._desk.directory)
        return next(here, None)

    def undo(self) -> None:
        """Take the last change back."""
        undo = self._last_undo()
        if undo is None:
            return
        self._undos.remove(undo)
        self.tell_undo()
        self._panel.bar.clear()

        def done(_: object) -> None:
            self._panel.bar.tell(self.tr("Undone: {0}").format(undo.words))
            self._show_changes()

        def fail(error: Exception) -> None:
            self._panel.bar.tell(self.tr("It cannot be undone: {0}").format(str(error)), is_bad=True)
            self._panel.model.ask()

        self._desk.ask(undo.work, done, fail)

    # -- files -------------------------------------------------------------------------------

    def ask_files(self) -> None:
        """Ask which files are to be stored."""
        names, _ = QFileDialog.getOpenFileNames(self._panel.window(), self.tr("Store in the Library"))
        self.store([Path(name) for name in names])

    def store(self, paths: Iterable[Path]) -> None:
        """Keep files; archives of a library are taken in with all that is said in them."""
        files = list(paths)
        if files:  # a library that is being opened answers when it is open
            self._desk.ask(lambda library: _sorted(library.place.directory, files), self._queue)

    def _queue(self, found: tuple[list[Path], list[Path], list[Path]]) -> None:
        directory = self._directory()
        states, archives, others = found
        for path in states:
            self.job_wanted.emit(StoreJob(path, directory))
        for path in archives:
            self.job_wanted.emit(ImportJob(path, directory))
        if others:
            self._panel.bar.tell(
                self.tr("“{0}” is in this library already, or is a folder; it is passed over.").format(
                    others[0].name
                )
            )

    def restore(self) -> None:
        """Ask where the selected states are to be written, and do it."""

        def ask(entries: list[Entry]) -> None:
            dialog = RestoreDialog(entries, self._directory(), self._folder, self._panel.window())

            def begin() -> None:
                jobs = dialog.jobs()
                self._folder = dialog.folder()
                for job in jobs:
                    self.job_wanted.emit(job)

            dialog.accepted.connect(begin)
            self._panel.show_dialog(dialog)

        self._with_chosen(ask)

    def verify(self) -> None:
        """Verify the selected archives."""

        def begin(entries: list[Entry]) -> None:
            references = tuple(entry.id for entry in entries)
            words = (
                self.tr("Verify “{0}”").format(entries[0].name)
                if len(entries) == 1
                else self.tr("Verify %n state(s)", "", len(entries))
            )
            self._verify(references, words)

        if len(self._panel.chosen_keys()) == self._panel.model.count and not self._panel.model.query:
            self.verify_all()
        else:
            self._with_chosen(begin)

    def verify_all(self) -> None:
        """Verify all archives."""
        if self._desk.directory is not None:
            self._verify((), self.tr("Verify the library"))

    def _verify(self, references: tuple[str, ...], words: str) -> None:
        directory = self._directory()
        self.job_wanted.emit(VerifyJob(directory, directory, references=references, name=words))

    # -- libraries ---------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Ask for the folder of another library."""
        here = str(self._desk.directory or Path.home())
        name = QFileDialog.getExistingDirectory(self._panel.window(), self.tr("Open Another Library"), here)
        if name and self._may_use(Path(name)):
            self._panel.show_folder(name)

    def _may_use(self, folder: Path) -> bool:
        """A library is not made among other files by mistake."""
        try:
            if (folder / _CATALOGUE).exists() or not any(folder.iterdir()):
                return True
        except OSError:
            return True  # opening it says what is wrong
        box = QMessageBox(self._panel.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("There is no library in this folder, but other files are. Make a library here?"))
        box.setInformativeText(str(folder))
        button = box.addButton(self.tr("&Make a Library"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is button


def _entries(library: Library, keys: list[int]) -> list[Entry]:
    found = service.states_by_key(library, keys)
    return [found[key] for key in keys if key in found]


def _sorted(directory: Path, paths: list[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """States, archives, and what cannot be stored."""
    states: list[Path] = []
    archives: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.is_dir() or path.absolute().parent == directory:
            others.append(path)
        elif service.is_archive(str(path)):
            archives.append(path)
        else:
            states.append(path)
    return states, archives, others
