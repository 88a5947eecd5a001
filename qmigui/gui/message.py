"""Pages that stand where a tree cannot: while a file is being opened, and when that failed."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.icons import icon

_PATIENCE_MS = 400
_THOUSANDTHS = 1000


class WaitingPage(QWidget):
    """Says, after a moment, that a file is being opened."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self.tr("Opening {0}…").format(title))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setMaximumWidth(260)
        self._bar.setAccessibleName(self._text.text())
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._text)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        for widget in (self._text, self._bar):
            widget.hide()
        QTimer.singleShot(_PATIENCE_MS, self, self._show)

    def tell(self, done: int, size: int | None) -> None:
        """It has to be unpacked first; so far it is, of so much in all."""
        locale = QLocale()
        if size:
            self._bar.setRange(0, _THOUSANDTHS)
            self._bar.setValue(min(_THOUSANDTHS, done * _THOUSANDTHS // size))
            sizes = locale.formattedDataSize(done), locale.formattedDataSize(size)
            self._text.setText(self.tr("Unpacking: {0} of {1}").format(*sizes))
        else:
            self._text.setText(self.tr("Unpacking: {0}").format(locale.formattedDataSize(done)))

    def _show(self) -> None:
        for widget in (self._text, self._bar):
            widget.show()


class FailurePage(QWidget):
    """Says why a file could not be opened."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        head = QLabel(self.tr("{0} cannot be opened").format(title))
        head.setTextFormat(Qt.TextFormat.PlainText)
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        head.setFont(font)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAcceptDrops(False)
        self.text.setAccessibleName(self.tr("Why the file cannot be opened"))
        self.text.setBackgroundRole(QPalette.ColorRole.Window)
        self.copy = QPushButton(self.tr("&Copy"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        line = QHBoxLayout()
        line.addWidget(self._icon)
        line.addWidget(head, 1)
        line.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(line)
        self.text.setMaximumHeight(12 * self.fontMetrics().lineSpacing())
        layout.addWidget(self.text)
        layout.addStretch(1)

    def tell(self, text: str, *, is_bug: bool) -> None:
        """Show why."""
        side = self.fontMetrics().height() + 8
        self._icon.setPixmap(icon("error").pixmap(QSize(side, side), self.devicePixelRatioF()))
        if is_bug:
            text = self.tr("This is a mistake in qmigui, please report it:") + "\n\n" + text
        self.text.setPlainText(text)
