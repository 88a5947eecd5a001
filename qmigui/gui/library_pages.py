"""What stands where the list of states cannot: while the library is opened, empty, or unusable."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from qmigui.gui.colours import faint
from qmigui.gui.icons import icon

_SIDE = 48
_PATIENCE_MS = 400


class Page(QWidget):
    """A drawing, a head, a sentence, buttons; all in the middle."""

    def __init__(self, drawing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.head = self._label()
        font = self.head.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self.head.setFont(font)
        self.text = self._label()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(8)
        self._layout.addStretch(2)
        for widget in (self._icon, self.head, self.text):
            self._layout.addWidget(widget)
        self._layout.addSpacing(4)
        self._layout.addStretch(3)
        self.update_colours()

    def _label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        return label

    def tell(self, head: str, text: str) -> None:
        """Say something else."""
        self.head.setText(head)
        self.text.setText(text)

    def add_button(self, words: str) -> QPushButton:
        """One more button, below the others."""
        button = QPushButton(words)
        self._layout.insertWidget(self._layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def update_colours(self) -> None:
        """The palette has changed."""
        self._icon.setPixmap(
            icon(self._drawing).pixmap(QSize(_SIDE, _SIDE), self.devicePixelRatioF())
        )
        palette = QPalette()
        window = palette.color(QPalette.ColorRole.Window)
        palette.setColor(QPalette.ColorRole.WindowText, faint(palette, window))
        self.text.setPalette(palette)


class EmptyLibrary(Page):
    """There is no state yet.

    Signals:
        store_wanted: files are to be chosen.
    """

    store_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("library", parent)
        self.tell(
            self.tr("No saved states yet"),
            self.tr(
                "Drop files here, or choose them. "
                "They are checked and compressed, and can be restored as they were."
            ),
        )
        self.button = self.add_button(self.tr("&Store Files…"))
        self.button.clicked.connect(self.store_wanted)


class NothingFound(Page):
    """The query finds nothing.

    Signals:
        all_wanted: all states are to be shown.
    """

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("find", parent)
        self.tell(self.tr("Nothing found"), self.tr("No state of the library is what you search for."))
        self.button = self.add_button(self.tr("Show &All"))
        self.button.clicked.connect(self.all_wanted)


class UnusableLibrary(Page):
    """The library cannot be used.

    Signals:
        again_wanted: once more.
        other_wanted: another folder is to be chosen.
    """

    again_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("error", parent)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = self.add_button(self.tr("&Try Again"))
        self.again.clicked.connect(self.again_wanted)
        self.other = self.add_button(self.tr("&Other Library…"))
        self.other.clicked.connect(self.other_wanted)

    def explain(self, error: Exception) -> None:
        """Say why, and what can be done."""
        from qmigui.service import CatalogueTooNew

        words = str(error)
        if isinstance(error, CatalogueTooNew):
            todo = self.tr("Install the newer qmigui, or choose another library. This one is left as it is.")
        elif "another program" in words:
            todo = self.tr("Wait until the other program is done, then try again.")
        else:
            todo = self.tr("Check that the folder is there and that you may write to it, then try again.")
        self.tell(self.tr("The library cannot be used"), f"{words}\n\n{todo}")


class OpeningLibrary(Page):
    """It is being opened; says so after a moment only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("library", parent)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(220)
        self._layout.insertWidget(self._layout.count() - 1, self._bar)
        self._bar.setAccessibleName(self.tr("Opening the library"))
        self._parts = (self._icon, self.head, self.text, self._bar)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._set_visible(True))

    def begin(self) -> None:
        """It is being opened now."""
        self.tell(self.tr("Opening the library…"), "")
        self._set_visible(False)
        self._patience.start()

    def _set_visible(self, is_visible: bool) -> None:
        for part in self._parts:
            part.setVisible(is_visible)

    def show_progress(self, done: int, total: int) -> None:
        """So many archives have been taken in."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.text.setText(self.tr("{0} of {1} archives looked at").format(done, total) if total else "")
