"""A line that says what has just happened, with a button to do something about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from qmigui.gui.icons import icon


class MessageBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._do: Callable[[], object] | None = None
        self._is_bad = False
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._icon = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setAccessibleName(self.close_button.toolTip())
        self.close_button.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 4, 4)
        layout.setSpacing(6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(
        self, words: str, button: str = "", do: Callable[[], object] | None = None, *, is_bad: bool = False
    ) -> None:
        """Say something.

        Args:
            words: a sentence.
            button: what can be done; empty: nothing.
            do: does it.
            is_bad: something is wrong.
        """
        self._do, self._is_bad = do, is_bad
        self.text.setText(words)
        self.setAccessibleName(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.update_colours()
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self._do = None
        self.text.clear()
        self.hide()

    def _on_clicked(self) -> None:
        do = self._do
        self.clear()
        if do is not None:
            do()

    def update_colours(self) -> None:
        """The palette has changed."""
        side = self.fontMetrics().height()
        self._icon.setPixmap(
            icon("error" if self._is_bad else "note").pixmap(QSize(side, side), self.devicePixelRatioF())
        )
        self.close_button.setIcon(icon("cancel"))
