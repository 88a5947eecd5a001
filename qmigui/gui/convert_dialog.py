"""The dialog before a conversion: what becomes of which file, where, and how."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui import settings
from qmigui.gui.directions import isolate_cells
from qmigui.gui.jobs import Job, Options, proposed_target
from qmigui.service import naming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.engine import Engine

_MOST_ROWS = 8


class ConvertDialog(QDialog):
    """Asks how to convert some files.

    Args:
        sources: names of states.
        engine: tells the form of each.
        parent: the window.
    """

    def __init__(self, sources: Sequence[str], engine: Engine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Convert"))
        self._sources = list(sources)
        self._engine = engine
        self._forms: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._requests: list[int] = []
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        isolate_cells(self.list)
        self.list.setAccessibleName(self.tr("Files to convert"))
        self.list.setHeaderLabels([self.tr("File"), self.tr("Becomes"), self.tr("Result")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for source in self._sources:
            item = QTreeWidgetItem([naming.short_name(source), self.tr("looking…"), ""])
            item.setToolTip(0, source)
            self.list.addTopLevelItem(item)
        self.direction = QComboBox()
        for key, words in (
            ("", self.tr("The other form (proposed)")),
            ("ber", self.tr("ASN.1 BER")),
            ("binary", self.tr("Binary stream of QEMU")),
        ):
            self.direction.addItem(words, key)
        self.direction.currentIndexChanged.connect(self._show)
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(self.tr("beside each file"))
        self.folder.setClearButtonEnabled(True)
        self.folder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.folder.textChanged.connect(self._show)
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.clicked.connect(self._choose_folder)
        self.name = QLineEdit()
        self.name.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name.textEdited.connect(self._show)
        self.single = QCheckBox(self.tr("Only one-&page elements in BER (historic schema)"))
        self.salvage = QCheckBox(self.tr("Keep what cannot be read of a &damaged state"))
        self.sync = QCheckBox(self.tr("&Wait until the result is on the disk"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.buttons = QDialogButtonBox()
        self.start = self.buttons.addButton(self.tr("&Convert"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._remember()
        self._lay_out()
        self._ask()
        self._show()

    def _lay_out(self) -> None:
        metrics = self.fontMetrics()
        rows = min(max(len(self._sources), 1), _MOST_ROWS)
        height = int((rows + 1.8) * metrics.height() * 1.5)
        self.list.setMinimumHeight(height)
        if len(self._sources) <= _MOST_ROWS:
            self.list.setMaximumHeight(height)
        char = metrics.averageCharWidth()
        for column, width in enumerate((32, 14, 30)):
            self.list.setColumnWidth(column, int(char * width))
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        form = QFormLayout()
        form.addRow(self.tr("&Into:"), self.direction)
        label = QLabel(self.tr("&Folder:"))
        label.setBuddy(self.folder)
        form.addRow(label, place)
        if len(self._sources) == 1:
            form.addRow(self.tr("&Name:"), self.name)
        for box in (self.salvage, self.single, self.sync):
            form.addRow("", box)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(self.list)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.buttons)
        self.resize(int(char * 84), self.sizeHint().height())

    # -- what is remembered ------------------------------------------------------------------

    def _remember(self) -> None:
        kept = settings.conversion_options()
        index = self.direction.findData(kept.get("to", ""))
        self.direction.setCurrentIndex(max(0, index))
        self.folder.setText(str(kept.get("folder", "")))
        self.single.setChecked(kept.get("single") is True)
        self.salvage.setChecked(kept.get("salvage") is True)
        self.sync.setChecked(kept.get("sync") is not False)

    def _accept(self) -> None:
        settings.set_conversion_options(
            {
                "to": self.direction.currentData(),
                "folder": self.folder.text(),
                "single": self.single.isChecked(),
                "salvage": self.salvage.isChecked(),
                "sync": self.sync.isChecked(),
            }
        )
        self.accept()

    # -- forms -------------------------------------------------------------------------------

    def _ask(self) -> None:
        for source in self._sources:
            take, fail = partial(self._take, source), partial(self._take_error, source)
            self._requests.append(self._engine.ask("form", take, fail, path=source))

    def _take(self, source: str, told: dict[str, Any]) -> None:
        self._forms[source] = told["form"]
        self._show()

    def _take_error(self, source: str, error: dict[str, Any]) -> None:
        text = str(error["text"]).splitlines()[-1]
        self._errors[source] = text.removeprefix(f"{source}: ")
        self._show()

    def done(self, result: int) -> None:
        """It is over: answers are not wanted any more."""
        for request in self._requests:
            self._engine.forget(request)
        super().done(result)

    # -- what is shown -----------------------------------------------------------------------

    def _becomes(self, source: str) -> str:
        """The form that a file is turned into, or nothing while that is not known."""
        form = self._forms.get(source)
        chosen = str(self.direction.currentData())
        if form is None:
            # A damaged first octet hides the form; to salvage is to make BER.
            return "ber" if source in self._errors and self.salvage.isChecked() else ""
        return chosen or ("binary" if form == "ber" else "ber")

    def jobs(self) -> list[Job]:
        """What is to be done."""
        jobs: list[Job] = []
        taken: set[Path] = set()
        folder = self.folder.text().strip()
        for source in self._sources:
            becomes = self._becomes(source)
            if not becomes:
                continue
            place = naming.beside(source)
            if folder:
                place = Path(folder).expanduser() / place.name
            target = proposed_target(place, is_ber=becomes == "binary", taken=frozenset(taken))
            if len(self._sources) == 1 and self.name.isModified() and self.name.text().strip():
                target = target.parent / self.name.text().strip()
            taken.add(target)
            options = Options(
                to=str(self.direction.currentData()),
                single_pages=self.single.isChecked(),
                salvage=self.salvage.isChecked() and self._forms.get(source) != "ber",
                sync=self.sync.isChecked(),
            )
            jobs.append(Job(source, target, options))
        return jobs

    def _show(self) -> None:
        jobs = {job.source: job for job in self.jobs()}
        words = {"ber": self.tr("BER"), "binary": self.tr("binary")}
        for row, source in enumerate(self._sources):
            item = self.list.topLevelItem(row)
            job = jobs.get(source)
            if item is None:
                continue
            if job is not None:
                item.setText(1, words[self._becomes(source)])
                item.setText(2, job.target_words)
                item.setToolTip(2, str(job.target))
            elif source in self._errors:
                item.setText(1, self.tr("no state"))
                item.setText(2, self._errors[source])
                item.setToolTip(2, self._errors[source])
        if len(self._sources) == 1 and jobs and not self.name.isModified():
            self.name.setText(next(iter(jobs.values())).target_words)
        problem = self._problem(list(jobs.values()))
        self.told.setText(problem)
        self.told.setVisible(bool(problem))
        self.start.setEnabled(bool(jobs) and not problem)

    def _problem(self, jobs: list[Job]) -> str:
        """Why it cannot start, or nothing."""
        folder = self.folder.text().strip()
        if folder and not Path(folder).expanduser().is_dir():
            return self.tr("There is no such folder.")
        for job in jobs:
            if str(job.target) == job.source:
                return self.tr("A file cannot be its own result.")
            if Path(job.target).exists():
                return self.tr("{0} exists already: choose another name.").format(job.target_words)
        return ""

    def _choose_folder(self) -> None:
        beside = naming.beside(self._sources[0]).parent if self._sources else Path.home()
        start = self.folder.text() or str(beside)
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for the results"), start)
        if name:
            self.folder.setText(name)
