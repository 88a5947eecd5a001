"""Sending a state to a QEMU that waits for one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qmigui import service
from qmigui.errors import QmiguiError
from qmigui.gui.dialogs import GrowingDialog, hint
from qmigui.gui.jobs_live import SendJob
from qmigui.gui.live_parts import CopyLines, fresh_address, shown_error
from qmigui.service import naming

_LONGEST_WAIT = 24 * 3600


class SendDialog(GrowingDialog):
    """Asks what to send, and where to.

    Args:
        name: of a state; may be empty.

    Signals:
        wanted: a job.
    """

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send to a Waiting QEMU"))
        self.state = QLineEdit(name)
        self.state.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.state.setPlaceholderText(self.tr("a file, or library:ID"))
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.address = QLineEdit(fresh_address())
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.address.setToolTip(self.tr("unix:PATH, or tcp:HOST:PORT"))
        self.lines = CopyLines([self.tr("Start QEMU as the guest was started, and with:")])
        self.seconds = QSpinBox()
        self.seconds.setRange(1, _LONGEST_WAIT)
        self.seconds.setValue(60)
        self.seconds.setSuffix(self.tr(" s"))
        self.told = hint()
        warning = QLabel(
            self.tr("The disks of the guest must be as they were when its state was saved.")
        )
        warning.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.start = self.buttons.addButton(self.tr("&Send"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.choose)
        label = QLabel(self.tr("S&tate:"))
        label.setBuddy(self.state)
        form = QFormLayout()
        form.addRow(label, line)
        form.addRow(self.tr("T&o:"), self.address)
        form.addRow(self.tr("&Wait for it:"), self.seconds)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addLayout(form)
        for widget in (self.lines, warning, self.told, self.buttons):
            layout.addWidget(widget)
        for edit in (self.state, self.address):
            edit.textChanged.connect(self._show)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 78)
        self._show()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("State to send"))
        if name:
            self.state.setText(name)

    def _show(self) -> None:
        problem = self._problem()
        self.told.setText(problem)
        self.told.setVisible(bool(problem))
        self.start.setEnabled(not problem)
        self.grow()

    def _problem(self) -> str:
        """Why it cannot begin, or nothing; shows the line for QEMU."""
        try:
            words = service.monitor_words(self.address.text().strip())
        except QmiguiError as error:
            self.lines.show_lines([""])
            return shown_error(error)
        self.lines.show_lines([words.incoming])
        name = self.state.text().strip()
        if not name:
            return self.tr("Choose the state to send.")
        file = naming.file_of(name)
        try:
            if file is not None and not Path(file).expanduser().exists():
                return self.tr("There is no file {0}.").format(file.name)
        except (OSError, ValueError):
            return self.tr("There can be no such file.")
        return ""

    def accept(self) -> None:
        """Begin."""
        if self._problem():
            return
        name = naming.absolute_name(self.state.text().strip())
        line = self.lines.lines[0].text()
        address = self.address.text().strip()
        self.wanted.emit(SendJob(name, address, seconds=self.seconds.value(), command=line))
        super().accept()
