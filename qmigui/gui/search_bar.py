"""The line above the tree: what to look for, where, and whether to hide the rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from qmigui.gui.icons import icon

_TYPING_MS = 300


class SearchBar(QWidget):
    """The line.

    Signals:
        find_wanted: look for the next row, or with True for the one before.
        filter_changed: show only what matches, or all if there is no text or it is off.
        left: the user wants to go back to the tree.
    """

    find_wanted = Signal(bool)
    filter_changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Search"))
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName(self.tr("Text to search for"))
        metrics = self.text.fontMetrics()  # beside the library a state has little room
        room = metrics.horizontalAdvance(self.text.placeholderText()) + 2 * metrics.height()
        self.text.setMinimumWidth(room)
        self.text.installEventFilter(self)
        self.text.returnPressed.connect(lambda: self.find_wanted.emit(False))
        self.text.textChanged.connect(self._on_text)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Where to search"))
        for key, name in (
            ("all", self.tr("Everything")),
            ("name", self.tr("Names")),
            ("value", self.tr("Values")),
            ("offset", self.tr("Offsets")),
        ):
            self.scope.addItem(name, key)
        self.scope.currentIndexChanged.connect(self._on_option)
        self.regex = self._button("regex", self.tr("Regular expression"), checkable=True)
        self.regex.toggled.connect(self._on_option)
        self.previous = self._button("previous", self.tr("Find the previous one"))
        self.previous.clicked.connect(lambda: self.find_wanted.emit(True))
        self.next = self._button("next", self.tr("Find the next one"))
        self.next.clicked.connect(lambda: self.find_wanted.emit(False))
        self.filter = self._button("filter", self.tr("Show only what matches"), checkable=True)
        self.filter.toggled.connect(lambda _: self.filter_changed.emit())
        self.told = QLabel()
        self.told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._on_pause)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.scope)
        for widget in (self.regex, self.previous, self.next, self.filter, self.told):
            layout.addWidget(widget)
        self.told.hide()

    def _button(self, name: str, words: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setObjectName(name)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(checkable)
        button.setAutoRaise(True)
        return button

    def update_icons(self) -> None:
        """The palette has changed."""
        for button in (self.regex, self.previous, self.next, self.filter):
            button.setIcon(icon(button.objectName()))

    def query(self) -> dict[str, object]:
        """What is looked for, as the engine wants it."""
        return {
            "text": self.text.text(),
            "scope": self.scope.currentData(),
            "regex": self.regex.isChecked(),
        }

    def tell(self, words: str, *, is_bad: bool = False) -> None:
        """Say what came of it; nothing: all is well."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.told.setAccessibleName(words)

    def _on_text(self) -> None:
        self.tell("")
        self._timer.start()

    def _on_option(self) -> None:
        self.tell("")
        self._on_pause()

    def _on_pause(self) -> None:
        if self.filter.isChecked():
            self.filter_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and arrow keys lead back to the tree; Shift and Return search backwards."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Down}:
                self.left.emit()
                return True
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and shift:
                self.find_wanted.emit(True)
                return True
        return super().eventFilter(watched, event)
