"""What dialogs have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel


class GrowingDialog(QDialog):
    """Is as high as its texts need.

    Qt makes a window as high as its layout wants without looking at wrapped lines.
    """

    def showEvent(self, event: QShowEvent) -> None:
        """Fonts and styles are known now."""
        super().showEvent(event)
        self.grow()

    def grow(self) -> None:
        """Take the height that the texts need, as they are wrapped at this width."""
        layout = self.layout()
        if layout is None:
            return
        layout.invalidate()
        layout.activate()
        width = max(self.width(), layout.totalMinimumSize().width())
        wanted = max(layout.totalSizeHint().height(), layout.totalHeightForWidth(width))
        if self.width() < width or self.height() < wanted:
            self.resize(width, max(self.height(), wanted))


def hint(words: str = "") -> QLabel:
    """A sentence that helps, of less weight than what is asked."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
