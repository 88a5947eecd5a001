"""The status bar: the worst problem, where the user is, how many octets are selected, what is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar, QToolButton, QWidget

from qmigui.gui.icons import icon
from qmigui.gui.language import grouped, listed, percent
from qmigui.gui.numbers import offset_text

if TYPE_CHECKING:
    from qmigui.gui.problems import ProblemStore


class ElidedLabel(QLabel):
    """A label that shows what fits of its text, the end of it for a path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def minimumSizeHint(self) -> QSize:
        """It may become small."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        # At the beginning of its place, which is where the window's layout has it.
        is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(flags), text)


class Status(QStatusBar):
    """The bar.

    Signals:
        problems_wanted: the list of problems should be shown.
    """

    problems_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems = QToolButton()
        self.problems.setAutoRaise(True)
        self.problems.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.problems.clicked.connect(self.problems_wanted)
        self.path = ElidedLabel()
        self.path.setAccessibleName(self.tr("Path of the current element"))
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.place = QLabel()
        self.place.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.place.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.reading = QLabel()
        self.form = QLabel()
        self.addWidget(self.problems)
        self.addWidget(self.path, 1)
        for widget in (self.reading, self.place, self.form):
            widget.setContentsMargins(14, 0, 4, 0)
            self.addPermanentWidget(widget)
        self.clear()

    def clear(self) -> None:
        """No file is in front."""
        self.problems.hide()
        for label in (self.path, self.place, self.reading, self.form):
            label.clear()

    def show_problems(self, store: ProblemStore | None) -> None:
        """The worst problem and how many there are."""
        if store is None:
            self.problems.hide()
            return
        counts = {name: store.total(name) for name in ("error", "warning", "note")}
        words = []
        if counts["error"]:
            words.append(self.tr("%n error(s)", "", counts["error"]))
        if counts["warning"]:
            words.append(self.tr("%n warning(s)", "", counts["warning"]))
        if counts["note"] and not words:
            words.append(self.tr("%n note(s)", "", counts["note"]))
        if not store.is_complete:
            words.append(self.tr("checking…"))
        elif store.failure:
            words = [self.tr("could not be checked")]
        elif not words:
            words = [self.tr("no problems")]
        worst = store.worst
        if not worst:
            worst = "kind-waiting" if not store.is_complete else "warning" if store.failure else "done"
        self.problems.setIcon(icon(worst))
        self.problems.setText(listed(words))
        self.problems.setAccessibleName(self.tr("Problems: {0}").format(self.problems.text()))
        self.problems.setToolTip(self.tr("Show the list of problems"))
        self.problems.show()

    def show_place(self, path: str, offset: int, length: int) -> None:
        """Where the user is; an empty path leaves the one before."""
        if path:
            self.path.setText(path)
            self.path.setToolTip(path)
        if offset < 0:
            self.place.clear()
            return
        octets = self.tr("%Ln octet(s)", "", min(length, (1 << 31) - 1))
        if length >= 1 << 31:
            octets = self.tr("{0} octets").format(grouped(length))
        self.place.setText(f"{offset_text(offset)} ({grouped(offset)})  {octets}")

    def show_reading(self, read: int, size: int, *, complete: bool) -> None:
        """How far the file has been read."""
        is_told = size and not complete
        self.reading.setText(self.tr("reading {0}").format(percent(read / size)) if is_told else "")

    def show_form(self, words: str, hint: str) -> None:
        """What the file is, and what its offsets are."""
        self.form.setText(words)
        self.form.setToolTip(hint)
