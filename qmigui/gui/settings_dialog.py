"""The settings: what is changed applies at once, and is taken back by Cancel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui import language, settings
from qmigui.gui.dialogs import GrowingDialog, hint
from qmigui.gui.numbers import Base
from qmigui.gui.settings import Appearance, Preferences

if TYPE_CHECKING:
    from collections.abc import Sequence


class SettingsDialog(GrowingDialog):
    """The dialog.

    Args:
        before: what Cancel goes back to; None: what is chosen now.

    Signals:
        changed: what was chosen before, and what is now.
    """

    changed = Signal(object, object)

    def __init__(self, before: Preferences | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._now = settings.preferences()
        self.before = before if before is not None else self._now
        codes = (language.ENGLISH, *language.available())
        names = [(code, language.native_name(code)) for code in codes]
        names.sort(key=lambda each: each[1].casefold())
        self.language = self._combo([("", self.tr("As the desktop")), *names], self._now.language)
        self.appearance = self._combo(
            [
                (Appearance.SYSTEM.value, self.tr("As the desktop")),
                (Appearance.LIGHT.value, self.tr("Light")),
                (Appearance.DARK.value, self.tr("Dark")),
            ],
            self._now.appearance.value,
        )
        self.base = self._combo(
            [
                (Base.BOTH.value, self.tr("Decimal and hexadecimal")),
                (Base.DECIMAL.value, self.tr("Decimal")),
                (Base.HEXADECIMAL.value, self.tr("Hexadecimal")),
            ],
            self._now.base.value,
        )
        self.reopens = QCheckBox(self.tr("At the start, &reopen what was open"))
        self.reopens.setChecked(self._now.reopens)
        self.folder = QLineEdit(self._now.library)
        self.folder.setPlaceholderText(self.tr("the usual folder"))
        self.folder.setClearButtonEnabled(True)
        self.folder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.choose = QPushButton(self.tr("C&hoose…"))
        self.choose.clicked.connect(self._choose_folder)
        self.given = hint()
        self.level = self._combo(
            [
                ("fast", self.tr("Fast")),
                ("default", self.tr("Balanced")),
                ("small", self.tr("Small")),
            ],
            self._now.level,
        )
        self.threads = QSpinBox()
        self.threads.setRange(0, settings.MOST_THREADS)
        self.threads.setSpecialValueText(self.tr("As the machine has"))
        self.threads.setValue(self._now.threads)
        self.keep_damaged = QCheckBox(self.tr("&Keep damaged states too"))
        self.keep_damaged.setChecked(self._now.keep_damaged)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        defaults = self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        defaults.clicked.connect(lambda: self._fill(Preferences()))
        self._lay_out()
        self._tell_folder()
        for combo in (self.language, self.appearance, self.base, self.level):
            combo.currentIndexChanged.connect(self._apply)
        for box in (self.reopens, self.keep_damaged):
            box.toggled.connect(self._apply)
        self.threads.valueChanged.connect(self._apply)
        # A folder is not used before its name is complete.
        self.folder.editingFinished.connect(self._apply)
        self.folder.textChanged.connect(self._tell_folder)

    def _combo(self, choices: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
        combo = QComboBox()
        for value, words in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        return combo

    def _lay_out(self) -> None:
        window = QGroupBox(self.tr("Window"))
        form = QFormLayout(window)
        form.addRow(self.tr("&Language:"), self.language)
        form.addRow(self.tr("&Appearance:"), self.appearance)
        form.addRow(self.tr("&Numbers:"), self.base)
        form.addRow("", self.reopens)
        library = QGroupBox(self.tr("Library"))
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        label = QLabel(self.tr("&Folder:"))
        label.setBuddy(self.folder)
        kept = QFormLayout(library)
        kept.addRow(label, place)
        kept.addRow("", self.given)
        kept.addRow(self.tr("&Compression:"), self.level)
        kept.addRow(self.tr("&Threads:"), self.threads)
        kept.addRow("", self.keep_damaged)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (window, library, self.buttons):
            layout.addWidget(widget)
        for each in (form, kept):
            each.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 68)

    # -- what is chosen ----------------------------------------------------------------------

    def chosen(self) -> Preferences:
        """What the dialog shows; a folder that cannot be is as before."""
        folder = self.folder.text().strip()
        return Preferences(
            library=str(Path(folder).expanduser()) if folder and not self._problem() else self._kept(folder),
            level=str(self.level.currentData()),
            threads=self.threads.value(),
            keep_damaged=self.keep_damaged.isChecked(),
            base=Base(self.base.currentData()),
            appearance=Appearance(self.appearance.currentData()),
            language=str(self.language.currentData()),
            reopens=self.reopens.isChecked(),
        )

    def _kept(self, folder: str) -> str:
        return self._now.library if folder else ""

    def _problem(self) -> str:
        """Why the folder cannot be used, or nothing."""
        folder = self.folder.text().strip()
        if not folder:
            return ""
        path = Path(folder).expanduser()
        if "\0" in folder:
            return self.tr("There can be no such folder.")
        if not path.is_absolute():
            return self.tr("Write the whole path of the folder.")
        try:
            if path.exists() and not path.is_dir():
                return self.tr("This is a file, not a folder.")
        except (OSError, ValueError):
            return self.tr("There can be no such folder.")
        return ""

    def _tell_folder(self) -> None:
        is_given = settings.library_is_given()
        self.folder.setEnabled(not is_given)
        self.choose.setEnabled(not is_given)
        words = self.tr("QMIGUI_LIBRARY in the environment says which one.") if is_given else self._problem()
        self.given.setText(words)
        self.given.setVisible(bool(words))
        self.grow()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_given or not self._problem())

    def _apply(self) -> None:
        """Have it now."""
        self._use(self.chosen())

    def _use(self, value: Preferences) -> None:
        before, self._now = self._now, value
        if before != value:
            settings.set_preferences(value)
            self.changed.emit(before, value)

    def _fill(self, value: Preferences) -> None:
        """Show other values, and have them."""
        widgets = (self.level, self.threads, self.keep_damaged, self.base, self.appearance, self.language)
        for widget in (*widgets, self.reopens):
            widget.blockSignals(True)
        self.folder.setText(value.library)
        for combo, chosen in (
            (self.level, value.level),
            (self.base, value.base.value),
            (self.appearance, value.appearance.value),
            (self.language, value.language),
        ):
            combo.setCurrentIndex(max(0, combo.findData(chosen)))
        self.threads.setValue(value.threads)
        self.keep_damaged.setChecked(value.keep_damaged)
        self.reopens.setChecked(value.reopens)
        for widget in (*widgets, self.reopens):
            widget.blockSignals(False)
        self._apply()

    def accept(self) -> None:
        """Keep what is chosen."""
        self._apply()
        super().accept()

    def reject(self) -> None:
        """Everything as it was before."""
        super().reject()
        self._use(self.before)

    def _choose_folder(self) -> None:
        start = self.folder.text() or str(Path.home())
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of the library"), start)
        if name:
            self.folder.setText(name)
            self._apply()
