"""The manual: the pages of ``docs/`` that are installed with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qmigui import data_files

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = "window.md"
_MARGIN = 40
_IMAGE = QTextDocument.ResourceType.ImageResource.value
_MARKDOWN = QTextDocument.ResourceType.MarkdownResource


class _Pages(QTextBrowser):
    """Shows the pages; pictures are made as narrow as the window."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A page or a picture."""
        found = super().loadResource(kind, name)
        if kind != _IMAGE or found is None:
            return found
        image = QImage.fromData(found) if not isinstance(found, QImage) else found
        width = max(200, self.viewport().width() - _MARGIN)
        if image.width() <= width:
            return image
        return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


class ManualDialog(QDialog):
    """A window for the manual, beside the main one.

    Args:
        folder: of the pages; None: those that are installed.
    """

    def __init__(self, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Manual"))
        self.pages = _Pages()
        self.pages.setOpenExternalLinks(True)
        self.pages.setAccessibleName(self.windowTitle())
        self.pages.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # it is in English
        self.back = QPushButton(self.tr("&Back"))
        self.home = QPushButton(self.tr("&Start"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Find in this page"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.text.setClearButtonEnabled(True)
        self.told = QLabel()
        line = QHBoxLayout()
        for button in (self.back, self.home):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.told)
        line.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.pages, 1)
        self.back.clicked.connect(self.pages.backward)
        self.home.clicked.connect(self._go_home)
        self.pages.backwardAvailable.connect(self.back.setEnabled)
        self.back.setEnabled(False)
        self.text.returnPressed.connect(self.look)
        QShortcut(QKeySequence.StandardKey.Find, self, self.text.setFocus)
        QShortcut(QKeySequence.StandardKey.FindNext, self, self.look)
        char = self.fontMetrics().averageCharWidth()
        self.resize(char * 104, char * 110)
        self._first = (folder if folder is not None else data_files.docs()) / _FIRST
        self._go_home()
        self.pages.setFocus()

    def _go_home(self) -> None:
        if self._first.is_file():
            self.pages.setSource(QUrl.fromLocalFile(str(self._first)), _MARKDOWN)
        else:
            self.pages.setPlainText(
                self.tr("The manual is not installed. It is in the directory docs of the source code.")
            )

    def look(self) -> None:
        """The next place of what is in the line, around the end."""
        words = self.text.text()
        is_there = not words or self.pages.find(words)
        if not is_there:
            cursor = self.pages.textCursor()
            cursor.movePosition(cursor.MoveOperation.Start)
            self.pages.setTextCursor(cursor)
            is_there = self.pages.find(words)
        self.told.setText("" if is_there else self.tr("Nothing found"))
