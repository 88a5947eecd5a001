"""What the dialogs for guests that run have in common: lines to copy, and where a state goes."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from qmigui.gui import instance

if TYPE_CHECKING:
    from collections.abc import Sequence


def fresh_address() -> str:
    """An address of a socket that nobody uses, in a folder that is ours only where there is one."""
    folder = instance.runtime_folder() or Path.home()
    return f"unix:{folder / f'state-{secrets.token_hex(3)}.sock'}"


def shown_error(error: Exception) -> str:
    """Why an address makes no sense, without the address."""
    return str(getattr(error, "message", error))


class CopyLines(QWidget):
    """Lines to be said to QEMU, each with a button that copies it.

    Args:
        labels: of the lines, with mnemonics.
    """

    def __init__(self, labels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.lines: list[QLineEdit] = []
        self.buttons: list[QPushButton] = []
        for row, words in enumerate(labels):
            line = QLineEdit()
            line.setReadOnly(True)
            line.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            button = QPushButton(self.tr("Copy"))
            button.setAccessibleName(self.tr("Copy: {0}").format(words.replace("&", "")))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, line=line: self._copy(line))
            label = QLabel(words)
            label.setBuddy(line)
            grid.addWidget(label, 2 * row, 0, 1, 2)
            grid.addWidget(line, 2 * row + 1, 0)
            grid.addWidget(button, 2 * row + 1, 1)
            self.lines.append(line)
            self.buttons.append(button)

    def _copy(self, line: QLineEdit) -> None:
        QGuiApplication.clipboard().setText(line.text())

    def show_lines(self, lines: Sequence[str]) -> None:
        """Other lines."""
        for widget, button, text in zip(self.lines, self.buttons, lines, strict=True):
            widget.setText(text)
            widget.setCursorPosition(0)
            button.setEnabled(bool(text))


class Target(QGroupBox):
    """Where a state goes: into the library, under a name, or into a file of either form.

    Attributes:
        form: of the file; its ``currentData`` is ``binary`` or ``ber``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Into"))
        self.form = QComboBox()
        self.library = QRadioButton(self.tr("The &library, as:"))
        self.file = QRadioButton(self.tr("A &file:"))
        self.library.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.library)
        group.addButton(self.file)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("a name made of the time"))
        self.name.setAccessibleName(self.tr("Name in the library"))
        self.path = QLineEdit()
        stamp = QDateTime.currentDateTime().toString("yyyyMMdd-HHmmss")
        self.path.setText(str(Path.home() / f"guest-{stamp}.bin"))
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.path.setAccessibleName(self.tr("File for the state"))
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        for code, words in (
            ("binary", self.tr("as QEMU sends it")),
            ("ber", self.tr("as ASN.1 BER")),
        ):
            self.form.addItem(words, code)
        self.form.setAccessibleName(self.tr("Form of the file"))
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.choose)
        grid = QGridLayout(self)
        grid.addWidget(self.library, 0, 0)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(self.file, 1, 0)
        grid.addLayout(line, 1, 1)
        grid.addWidget(self.form, 2, 1, Qt.AlignmentFlag.AlignLeading)
        self.library.toggled.connect(self._show)
        self.form.currentIndexChanged.connect(self._rename)
        self._show()

    def _show(self) -> None:
        keeps = self.library.isChecked()
        self.name.setEnabled(keeps)
        for widget in (self.path, self.choose, self.form):
            widget.setEnabled(not keeps)

    def _rename(self) -> None:
        """The end of the name says the form."""
        path = Path(self.path.text())
        if path.suffix in {".bin", ".ber"}:
            suffix = ".ber" if self.form.currentData() == "ber" else ".bin"
            self.path.setText(str(path.with_suffix(suffix)))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("File for the state"), self.path.text())
        if name:
            self.path.setText(name)

    def problem(self) -> str:
        """Why nothing can be written there, or nothing."""
        if self.library.isChecked():
            return ""
        path = Path(self.path.text().strip()).expanduser()
        try:
            if not path.is_absolute() or not path.name:
                return self.tr("Write the whole path of the file.")
            if path.exists():
                return self.tr("{0} exists already: choose another name.").format(path.name)
            if not path.parent.is_dir():
                return self.tr("There is no such folder.")
        except (OSError, ValueError):
            return self.tr("There can be no such file.")
        return ""

    def file_path(self) -> Path:
        """The file."""
        return Path(self.path.text().strip()).expanduser()
