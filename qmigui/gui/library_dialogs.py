"""Questions about states of the library: tags of several, where they are restored, how two differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmigui.errors import EXIT_OK, EXIT_PROBLEMS
from qmigui.gui.dialogs import hint
from qmigui.gui.engine import engine_command, engine_environment
from qmigui.gui.library_jobs import ARCHIVE, ExportJob, RestoreJob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.jobs import Job
    from qmigui.service import Entry

_CHECKED = Qt.CheckState.Checked
_PARTLY = Qt.CheckState.PartiallyChecked
_UNCHECKED = Qt.CheckState.Unchecked
_SUFFIXES = {"binary": ".bin", "ber": ".ber", "libvirt": ".save"}
_MOST_TEXT = 4 << 20
"""Characters of a comparison that are shown."""
_WAIT_MS = 3000


class TagsDialog(QDialog):
    """Adds tags to all of several states, or takes them away.

    Args:
        entries: the states.
        tags: those in use anywhere, with their numbers.
    """

    def __init__(
        self, entries: Sequence[Entry], tags: Sequence[tuple[str, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tags"))
        count = len(entries)
        head = QLabel(
            self.tr("Tags of “{0}”").format(entries[0].name)
            if count == 1
            else self.tr("Tags of %n state(s). Half marked: some of them have it.", "", count)
        )
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Tags"))
        self.list.setUniformItemSizes(True)
        used = {tag: sum(tag in entry.tags for entry in entries) for entry in entries for tag in entry.tags}
        self._before: dict[str, Qt.CheckState] = {}
        for tag in sorted({*used, *(tag for tag, _ in tags)}, key=str.casefold):
            state = _CHECKED if used.get(tag) == count else _PARTLY if tag in used else _UNCHECKED
            self._add(tag, state)
        self.more = QPushButton(self.tr("&Add"))
        self.new = QLineEdit()
        self.new.setPlaceholderText(self.tr("New tag"))
        self.new.setAccessibleName(self.tr("New tag"))
        self.new.textChanged.connect(lambda text: self.more.setEnabled(bool(text.strip())))
        self.more.setEnabled(False)
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.add_new)
        self.new.returnPressed.connect(self._on_return)
        line = QHBoxLayout()
        line.addWidget(self.new, 1)
        line.addWidget(self.more)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addWidget(buttons)
        (self.new if not self.list.count() else self.list).setFocus()

    def sizeHint(self) -> QSize:
        """Room for some tags."""
        return QSize(max(320, super().sizeHint().width()), 380)

    def _add(self, tag: str, state: Qt.CheckState, before: Qt.CheckState | None = None) -> None:
        item = QListWidgetItem(tag)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self._before[tag] = state if before is None else before
        self.list.addItem(item)

    def add_new(self) -> None:
        """Take the tag that is typed."""
        tag = self.new.text().strip()
        self.new.clear()
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.text().casefold() == tag.casefold():
                item.setCheckState(_CHECKED)
                self.list.setCurrentItem(item)
                return
        if tag:
            self._add(tag, _CHECKED, _UNCHECKED)
            self.list.scrollToBottom()

    def _on_return(self) -> None:
        if self.new.text().strip():
            self.add_new()
        else:
            self.accept()

    def accept(self) -> None:
        """A tag that is still typed counts."""
        if self.new.text().strip():
            self.add_new()
        super().accept()

    def changes(self) -> tuple[list[str], list[str]]:
        """Tags that all are to have, and tags that none is to have."""
        states = {
            self.list.item(number).text(): self.list.item(number).checkState()
            for number in range(self.list.count())
        }
        changed = {tag: state for tag, state in states.items() if state != self._before[tag]}
        return (
            [tag for tag, state in changed.items() if state == _CHECKED],
            [tag for tag, state in changed.items() if state == _UNCHECKED],
        )


class RestoreDialog(QDialog):
    """Asks in which form states are to be written, and where.

    Args:
        entries: the states.
        directory: of their library.
        folder: that is proposed.
    """

    def __init__(
        self, entries: Sequence[Entry], directory: Path, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore or Export"))
        self._entries = entries
        self._directory = directory
        self._folder = folder
        one = entries[0]
        head = QLabel(
            one.name if len(entries) == 1 else self.tr("%n state(s) of the library", "", len(entries))
        )
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.form = QComboBox()
        self.form.addItem(self.tr("As it was stored, octet for octet"), "")
        if all(entry.form != "opaque" for entry in entries):
            self.form.addItem(self.tr("Binary migration stream"), "binary")
            self.form.addItem(self.tr("ASN.1 BER"), "ber")
        if all(entry.form == "libvirt" for entry in entries):
            self.form.addItem(self.tr("libvirt save image"), "libvirt")
        self.form.addItem(self.tr("Archive with name, tags and note"), ARCHIVE)
        self.form.currentIndexChanged.connect(lambda _: self._on_form())
        self.place = QLineEdit()
        self.place.setMinimumWidth(self.fontMetrics().averageCharWidth() * 52)
        self.place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.place.textChanged.connect(lambda _: self._check())
        browse = QPushButton(self.tr("&Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.addWidget(self.place, 1)
        line.addWidget(browse)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        disks = self.tr(
            "A machine goes on from this state only if its disks are as they were when it was saved."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(self.tr("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QFormLayout()
        rows.addRow(self.tr("&Form:"), self.form)
        self._place_label = QLabel()
        self._place_label.setBuddy(self.place)
        rows.addRow(self._place_label, line)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(head)
        layout.addLayout(rows)
        layout.addWidget(self.told)
        layout.addWidget(hint(disks))
        layout.addWidget(buttons)
        self._on_form()

    @property
    def _wants_folder(self) -> bool:
        return len(self._entries) > 1 or self.form.currentData() == ARCHIVE

    def _on_form(self) -> None:
        is_archive = self.form.currentData() == ARCHIVE
        self.go.setText(self.tr("&Export") if is_archive else self.tr("&Restore"))
        if self._wants_folder:
            self._place_label.setText(self.tr("F&older:"))
            self.place.setText(str(self._folder))
        else:
            self._place_label.setText(self.tr("F&ile:"))
            self.place.setText(str(self._free(self._entries[0], set())))
        self._check()

    def _suffix_of(self, entry: Entry) -> str:
        form = self.form.currentData() or entry.form
        if not self.form.currentData() and entry.source and "#" not in entry.source:
            source = Path(entry.source)
            return "".join(source.suffixes[-1:]) if source.suffix in _SUFFIXES.values() else ".bin"
        return _SUFFIXES.get(form, ".bin")

    def _free(self, entry: Entry, taken: set[Path]) -> Path:
        """A name that no file has."""
        stem = entry.name.replace("/", "-").replace("\0", "").strip(". ") or "state"
        suffix = self._suffix_of(entry)
        path = self._folder / f"{stem}{suffix}"
        number = 2
        while path.exists() or path in taken:
            path = self._folder / f"{stem} {number}{suffix}"
            number += 1
        taken.add(path)
        return path

    def _check(self) -> None:
        place = Path(self.place.text().strip() or "/")
        words = ""
        if self._wants_folder:
            if not place.is_dir():
                words = self.tr("There is no such folder.")
        elif not place.parent.is_dir() or place.is_dir():
            is_folder = place.is_dir()
            words = self.tr("That is a folder.") if is_folder else self.tr("There is no such folder.")
        elif place.exists():
            words = self.tr("The file exists. It will be replaced when the new one is complete.")
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.go.setEnabled(not words or (not self._wants_folder and place.is_file()))

    def _browse(self) -> None:
        if self._wants_folder:
            name = QFileDialog.getExistingDirectory(self, self.tr("Folder"), self.place.text())
        else:
            name, _ = QFileDialog.getSaveFileName(
                self, self.tr("Restore"), self.place.text(), options=QFileDialog.Option.DontConfirmOverwrite
            )
        if name:
            self.place.setText(name)

    def folder(self) -> Path:
        """Where files go."""
        place = Path(self.place.text().strip())
        return place if self._wants_folder else place.parent

    def jobs(self) -> list[Job]:
        """What is to be done."""
        form = self.form.currentData()
        self._folder = self.folder()
        taken: set[Path] = set()
        made: list[Job] = []
        for entry in self._entries:
            kind = ExportJob if form == ARCHIVE else RestoreJob
            target = self._folder
            if form != ARCHIVE:
                target = self._free(entry, taken) if self._wants_folder else Path(self.place.text().strip())
            made.append(
                kind(
                    Path(entry.file_name),
                    target,
                    directory=self._directory,
                    reference=entry.id,
                    name=entry.name,
                    form="" if form == ARCHIVE else form,
                )
            )
        return made


class CompareDialog(QDialog):
    """Shows how two states differ; a process finds it out.

    Args:
        names: of the states.
        paths: of their archives.
    """

    def __init__(
        self, names: tuple[str, str], paths: tuple[Path, Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Compare"))
        head = QLabel(self.tr("“{0}” and “{1}”").format(*names))
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.told = QLabel(self.tr("Comparing…"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setAccessibleName(self.tr("Differences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(self.told)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self._octets = bytearray()
        self._process = QProcess(self)
        self._process.setProcessEnvironment(engine_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._on_finished)
        self._process.start(*engine_command("--diff", str(paths[0]), str(paths[1])))
        self.finished.connect(lambda _: self._stop())

    def sizeHint(self) -> QSize:
        """Room for lines of some length."""
        char = self.fontMetrics().averageCharWidth()
        return QSize(char * 110, char * 70)

    def _read(self) -> None:
        octets = self._process.readAllStandardOutput().data()
        self._octets += octets[: max(0, _MOST_TEXT - len(self._octets))]

    def _on_finished(self, code: int) -> None:
        self._read()
        self.text.setPlainText(self._octets.decode(errors="replace"))
        error = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        if code == EXIT_OK:
            self.told.setText(self.tr("They do not differ."))
        elif code == EXIT_PROBLEMS:
            self.told.setText(self.tr("They differ:"))
        else:
            self.told.setText(error.removeprefix("qmigui: "))
            self.told.setWordWrap(True)

    def _stop(self) -> None:
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.finished.disconnect(self._on_finished)
            self._process.kill()
            self._process.waitForFinished(_WAIT_MS)
