"""Taking the state of a guest that runs: by its monitor, or by waiting for it to send."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qmigui import service
from qmigui.errors import QmiguiError
from qmigui.gui.dialogs import GrowingDialog, hint
from qmigui.gui.jobs import Options
from qmigui.gui.jobs_live import (
    CaptureIntoLibraryJob,
    CaptureJob,
    ReceiveIntoLibraryJob,
    ReceiveJob,
)
from qmigui.gui.live_parts import CopyLines, Target, fresh_address, shown_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.jobs import Job
    from qmigui.service import Guest


class CaptureDialog(GrowingDialog):
    """Asks which guest, how, and into what.

    Args:
        library: folder of the library.

    Signals:
        wanted: a job.
    """

    wanted = Signal(object)

    def __init__(self, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.setWindowTitle(self.tr("Capture a Running Guest"))
        self.target = Target()
        self.told = hint()
        self.buttons = QDialogButtonBox()
        self.start = self.buttons.addButton(self.tr("&Capture"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.ways = QTabWidget()
        self.ways.addTab(self._make_monitor(), self.tr("By Its &Monitor"))
        self.ways.addTab(self._make_receiving(), self.tr("Let &QEMU Send"))
        self.ways.setAccessibleName(self.tr("How to capture"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (self.ways, self.target, self.told, self.buttons):
            layout.addWidget(widget)
        self.ways.currentChanged.connect(self._show)
        for line in (self.target.path, self.address):
            line.textChanged.connect(self._show)
        self.target.library.toggled.connect(self._show)
        self.monitor.currentTextChanged.connect(self._show)
        self.monitor.activated.connect(self._show_start)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 78)
        self.look()
        self._show()

    def _make_monitor(self) -> QWidget:
        page = QWidget()
        self.monitor = QComboBox()
        self.monitor.setEditable(True)
        self.monitor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.monitor.setAccessibleName(self.tr("Socket of the QMP monitor"))
        self.monitor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # A long path is not to make the dialog wide.
        self.monitor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.monitor.setMinimumContentsLength(20)
        edit = self.monitor.lineEdit()
        assert edit is not None
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        edit.setPlaceholderText("/run/vm.qmp")
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.again = QPushButton(self.tr("Look A&gain"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self.look)
        self.found = hint()
        self.runs = QCheckBox(self.tr("Let it &run meanwhile, and pause it for the end only"))
        line = QHBoxLayout()
        line.addWidget(self.monitor, 1)
        line.addWidget(self.browse)
        line.addWidget(self.again)
        label = QLabel(self.tr("QMP &socket:"))
        label.setBuddy(self.monitor)
        form = QFormLayout(page)
        form.addRow(label, line)
        form.addRow("", self.found)
        form.addRow("", self.runs)
        return page

    def _make_receiving(self) -> QWidget:
        page = QWidget()
        self.address = QLineEdit(fresh_address())
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.address.setToolTip(self.tr("unix:PATH, or tcp:HOST:PORT"))
        self.lines = CopyLines([self.tr("Say in QEMU's monitor (HMP):"), self.tr("or to its QMP monitor:")])
        after = self.tr(
            "The guest stops when all has been sent; the command cont lets it go on. "
            "The capabilities return-path and postcopy-ram have to be off."
        )
        form = QFormLayout(page)
        form.addRow(self.tr("L&isten on:"), self.address)
        form.addRow(self.lines)
        form.addRow(hint(after))
        return page

    # -- guests ------------------------------------------------------------------------------

    def look(self) -> None:
        """Find the guests that run on this machine."""
        text = self.monitor.currentText()
        guests = service.running_guests()
        self.monitor.clear()
        for guest in guests:
            for monitor in guest.monitors:
                self.monitor.addItem(self._named(guest, monitor), (monitor, guest.name))
        if text or not self.monitor.count():
            self.monitor.setEditText(text)
        else:
            self.monitor.setCurrentIndex(0)
        self._show_start()
        self.found.setText(self._found_words(guests))
        self.grow()

    def _show_start(self) -> None:
        """The name of the guest is the start of the line."""
        if (edit := self.monitor.lineEdit()) is not None:
            edit.setCursorPosition(0)

    def _named(self, guest: Guest, monitor: str) -> str:
        return self.tr("{0} (process {1}): {2}").format(guest.name, guest.pid, monitor)

    def _found_words(self, guests: Sequence[Guest]) -> str:
        usable = sum(bool(guest.monitors) for guest in guests)
        managed = [guest.name for guest in guests if guest.is_managed and not guest.monitors]
        others = len(guests) - usable - len(managed)
        words = [self.tr("%n guest(s) with a monitor found.", "", usable)]
        if managed:
            listed = ", ".join(managed[:5]) + ("…" if managed[5:] else "")
            words.append(self.tr("libvirt has the monitor of {0}: use virsh save.").format(listed))
        if others:
            words.append(self.tr("%n other(s) have none that you may use.", "", others))
        if not usable:
            words.append(self.tr("To have one, start QEMU with -qmp unix:PATH,server=on,wait=off."))
        return " ".join(words)

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Socket of the QMP monitor"), "/run")
        if name:
            self.monitor.setEditText(name)

    def _chosen(self) -> tuple[str, str]:
        """Address of the monitor, and name of the guest if it is known."""
        text = self.monitor.currentText().strip()
        index = self.monitor.findText(text, Qt.MatchFlag.MatchExactly)
        if index >= 0:
            monitor, name = self.monitor.itemData(index)
            return str(monitor), str(name)
        return text, ""

    # -- what is done ------------------------------------------------------------------------

    @property
    def _receives(self) -> bool:
        return self.ways.currentIndex() == 1

    def _show(self) -> None:
        self.start.setText(self.tr("&Wait") if self._receives else self.tr("&Capture"))
        problem = self._problem()
        self.told.setText(problem)
        self.told.setVisible(bool(problem))
        self.start.setEnabled(not problem)
        self.grow()

    def _problem(self) -> str:
        """Why it cannot begin, or nothing; shows the lines for QEMU."""
        if self._receives:
            try:
                words = service.monitor_words(self.address.text().strip())
            except QmiguiError as error:
                self.lines.show_lines(["", ""])
                return shown_error(error)
            self.lines.show_lines([words.hmp, words.qmp])
        else:
            monitor, _ = self._chosen()
            if not monitor:
                return self.tr("Choose the socket of a monitor.")
            path = monitor.removeprefix("unix:")
            if not monitor.startswith("tcp:") and not os.path.exists(path):
                return self.tr("There is no socket {0}.").format(path)
        return self.target.problem()

    def job(self) -> Job:
        """What is to be done."""
        keeps = self.target.library.isChecked()
        name = self.target.name.text().strip()
        file = self.target.file_path()
        options = Options(to=str(self.target.form.currentData()))
        if self._receives:
            address, line = self.address.text().strip(), self.lines.lines[0].text()
            if keeps:
                return ReceiveIntoLibraryJob(address, self._library, name=name, command=line)
            return ReceiveJob(address, file, options, command=line)
        monitor, guest = self._chosen()
        runs = self.runs.isChecked()
        if keeps:
            return CaptureIntoLibraryJob(monitor, self._library, name=name, runs=runs, guest=guest)
        return CaptureJob(monitor, file, options, runs=runs, guest=guest)

    def accept(self) -> None:
        """Begin."""
        if not self._problem():
            self.wanted.emit(self.job())
            super().accept()
