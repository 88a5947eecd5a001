"""What the window shows of one file: what it is, what went wrong, its conversion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon, QPalette, QTextOption
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.jobs import Conversion, Description, Failure, Outcome

if TYPE_CHECKING:
    from pathlib import Path

_BER_SUFFIX = ".ber"
_BINARY_SUFFIX = ".bin"
_COMPRESSED_SUFFIXES = {".gz", ".bz2", ".xz", ".zst"}
_THOUSANDTHS = 1000
_MESSAGE_LINES = 10
_ICONS = {
    "file": QStyle.StandardPixmap.SP_FileIcon,
    "error": QStyle.StandardPixmap.SP_MessageBoxCritical,
    "warning": QStyle.StandardPixmap.SP_MessageBoxWarning,
    "done": QStyle.StandardPixmap.SP_DialogApplyButton,
}


def proposed_target(source: Path, *, is_ber: bool) -> Path:
    """A free name beside *source* for its other form."""
    stem = source.with_suffix("") if source.suffix.lower() in _COMPRESSED_SUFFIXES else source
    suffix = _BINARY_SUFFIX if is_ber else _BER_SUFFIX
    other = stem.with_suffix(suffix)
    number = 2
    while other.exists():
        other = stem.with_name(f"{stem.stem}-{number}{suffix}")
        number += 1
    return other


class MessageText(QTextEdit):
    """A text to read and to select from, as high as it needs up to some lines, then it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def _fit(self, size: QSizeF) -> None:
        most = _MESSAGE_LINES * self.fontMetrics().lineSpacing()
        fits = size.height() <= most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
        self.setFixedHeight(math.ceil(min(size.height(), most)))


class MessagePanel(QFrame):
    """An icon, a text, and buttons; hidden until there is something to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._icon = QLabel()
        self._text = MessageText()
        self._text.setAccessibleName(self.tr("Message"))
        self._copy = QPushButton(self.tr("&Copy"))
        self._copy.setToolTip(self.tr("Copy this message"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def add_button(self, button: QPushButton) -> None:
        """Put *button* before the copy button."""
        self._layout.insertWidget(2, button, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, kind: str, text: str) -> None:
        """Show *text* with the icon of *kind*: ``error``, ``warning`` or ``done``."""
        side = self.fontMetrics().height() + 4
        self._icon.setPixmap(state_icon(self, kind).pixmap(QSize(side, side), self.devicePixelRatioF()))
        self._icon.setAccessibleName(kind)
        self._text.setPlainText(text)
        self.show()

    def text(self) -> str:
        """What is shown now."""
        return self._text.toPlainText()


def state_icon(widget: QWidget, kind: str) -> QIcon:
    """The icon for ``file``, ``error``, ``warning`` or ``done``."""
    return widget.style().standardIcon(_ICONS[kind])


class FilePanel(QWidget):
    """One file.

    Signals:
        open_requested: a path that the user wants to see next.
    """

    open_requested = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.conversion: Conversion | None = None
        self.is_ber: bool | None = None
        """The form of the file; None until it is known."""

        self._title = QLabel(path.name)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self._title.setFont(font)
        self._place = QLabel(str(path.parent))
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for label in (self._title, self._place):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setToolTip(str(path))

        self.convert_button = QPushButton(self.tr("Con&vert…"))
        self.convert_button.setEnabled(False)
        self.convert_button.clicked.connect(self._choose_target)

        self.problem = MessagePanel()
        self.info = QPlainTextEdit()
        self.info.setReadOnly(True)
        self.info.setAcceptDrops(False)  # a drop goes to the window
        self.info.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.info.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.info.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.info.setPlaceholderText(self.tr("Reading the file…"))
        self.info.setAccessibleName(self.tr("What is in the file"))

        self._job_text = QLabel()
        self._job_text.setTextFormat(Qt.TextFormat.PlainText)
        self._job_text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress of the conversion"))
        self.cancel_button = QPushButton(self.tr("Ca&ncel"))
        self.result = MessagePanel()
        self._open_result = QPushButton(self.tr("Open &Result"))
        self._open_result.clicked.connect(self._request_result)
        self.result.add_button(self._open_result)
        self._result_path = path
        self._lay_out()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._place)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addWidget(self.convert_button, 0, Qt.AlignmentFlag.AlignVCenter)
        bar = QHBoxLayout()
        bar.addWidget(self.progress, 1)
        bar.addWidget(self.cancel_button)
        self.job = QWidget()
        job = QVBoxLayout(self.job)
        job.setContentsMargins(0, 0, 0, 0)
        job.addWidget(self._job_text)
        job.addLayout(bar)
        self.job.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.problem)
        whole.addWidget(self.info, 1)
        whole.addStretch(0)  # keeps the head at the top while info is hidden
        whole.addWidget(self.job)
        whole.addWidget(self.result)

    def show_answer(self, answer: Description | Failure) -> None:
        """Show what the worker found out."""
        if isinstance(answer, Failure):
            text = answer.text
            if answer.is_bug:
                text = self.tr("This is a mistake in qmigui, please report it:") + "\n\n" + text
            self.problem.tell("error", text)
            self.info.hide()
            return
        self.is_ber = answer.is_ber
        self.info.setPlainText(answer.text)
        other = self.tr("Con&vert to Binary…") if answer.is_ber else self.tr("Con&vert to BER…")
        self.convert_button.setText(other)
        self.convert_button.setEnabled(self.conversion is None)

    def _choose_target(self) -> None:
        proposal = proposed_target(self.path, is_ber=bool(self.is_ber))
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Convert"), str(proposal))
        if name:
            self.convert_to(type(self.path)(name))

    def convert_to(self, target: Path) -> None:
        """Start the conversion into *target*."""
        if target.exists() and target.samefile(self.path):
            self.result.tell("error", self.tr("The source itself cannot be the target; nothing was done."))
            self._open_result.hide()
            return
        self.conversion = Conversion(self.path, target, self)
        self.conversion.progressed.connect(self._show_progress)
        self.conversion.finished.connect(self._show_outcome)
        self.cancel_button.clicked.connect(self.conversion.cancel)
        self.cancel_button.setEnabled(True)
        self.convert_button.setEnabled(False)
        self.result.hide()
        self._job_text.setText(self.tr("Converting to {0}").format(target.name))
        self.progress.setRange(0, 0)
        self.job.show()
        self.conversion.start()

    def _show_progress(self, read: int, total: int | None) -> None:
        locale = QLocale()
        done = locale.formattedDataSize(read)
        assert self.conversion is not None
        name = self.conversion.target.name
        if total is None:
            self.progress.setRange(0, 0)
            self._job_text.setText(self.tr("Converting to {0}: {1} read").format(name, done))
            return
        self.progress.setRange(0, _THOUSANDTHS)  # a bar counts in 32 bits
        self.progress.setValue(min(_THOUSANDTHS, read * _THOUSANDTHS // total))
        whole = locale.formattedDataSize(total)
        self._job_text.setText(self.tr("Converting to {0}: {1} of {2} read").format(name, done, whole))

    def _show_outcome(self, outcome: Outcome) -> None:
        assert self.conversion is not None
        target = self.conversion.target
        self.cancel_button.clicked.disconnect(self.conversion.cancel)
        self.conversion.deleteLater()
        self.conversion = None
        self.job.hide()
        self.convert_button.setEnabled(True)
        self._open_result.setVisible(outcome.succeeded)
        self._result_path = target
        if outcome.cancelled:
            self.result.tell("warning", self.tr("Cancelled; nothing was written."))
        elif not outcome.succeeded:
            self.result.tell("error", outcome.messages)
        else:
            size = QLocale().formattedDataSize(target.stat().st_size) if target.exists() else "?"
            written = self.tr("Written: {0} ({1})").format(target, size)
            kind = "warning" if outcome.messages else "done"
            self.result.tell(kind, "\n".join(filter(None, [written, outcome.messages])))

    def _request_result(self) -> None:
        self.open_requested.emit(self._result_path)
