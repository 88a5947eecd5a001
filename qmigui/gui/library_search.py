"""The line that searches the library: checked while it is typed, with examples, tags and saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from qmigui import service
from qmigui.errors import QmiguiError
from qmigui.gui.colours import mixed, severity_colours
from qmigui.gui.icons import icon
from qmigui.gui.language import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qmigui.gui.library_memory import LibraryMemory

_TYPING_MS = 200


class SearchLine(QLineEdit):
    """The line.

    Signals:
        wanted: a query that makes sense.
        refused: why it makes none; empty: it does.
        left: the user wants to go to the table.
    """

    wanted = Signal(str)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Search"))
        self.setAccessibleName(self.tr("Search the library"))
        self.setClearButtonEnabled(True)
        self.error = ""
        self._sign = QAction(self)
        self._sign.triggered.connect(self.setFocus)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.search)
        self.textChanged.connect(self._on_text)
        self.update_colours()

    def query(self) -> str:
        """What is typed."""
        return self.text().strip()

    def _on_text(self) -> None:
        words = ""
        try:
            service.check_query(self.query())
        except QmiguiError as error:
            words = str(error).removeprefix("query: ")
        if words != self.error:
            self.error = words
            self.update_colours()
        self.refused.emit(words)
        self._typing.start()

    def search(self) -> None:
        """Do not wait for more."""
        self._typing.stop()
        if not self.error:
            self.wanted.emit(self.query())

    def show_query(self, text: str) -> None:
        """Search for something else, at once."""
        self.setText(text)
        self.search()

    def update_colours(self) -> None:
        """Icon, background and description tell whether the query makes sense."""
        self._sign.setIcon(icon("error" if self.error else "find"))
        words = self.error or self.tr("Search the library")
        self._sign.setToolTip(words)
        self._sign.setText(words)
        self.setAccessibleDescription(self.error)
        palette = QPalette()
        if self.error:
            base = palette.color(QPalette.ColorRole.Base)
            palette.setColor(QPalette.ColorRole.Base, mixed(severity_colours(palette)["error"], base, 0.16))
        self.setPalette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Return lead to the table; Escape empties the line first."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.search()
            self.left.emit()
        elif key == Qt.Key.Key_Down:
            self.left.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.show_query("")
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def has_term(self, term: str) -> bool:
        """Whether a term is one of those that are typed."""
        return f" {term} " in f" {self.query()} "

    def toggle_term(self, term: str) -> None:
        """Add a term, or take it away."""
        if self.has_term(term):
            self.show_query(" ".join(f" {self.query()} ".replace(f" {term} ", " ", 1).split()))
        else:
            self.show_query(f"{self.query()} {term}".strip())


def tag_term(tag: str) -> str:
    """The term that asks for a tag."""
    if tag and all(one.isalnum() or one in "-_." for one in tag):
        return f"tag:{tag}"
    escaped = tag.replace("\\", "\\\\").replace('"', '\\"')
    return f'tag:"{escaped}"'


class SearchHelp(QFrame):
    """Examples of queries; a click takes one.

    Signals:
        taken: the text of an example.
    """

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Examples of searches"))
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setHorizontalSpacing(14)
        layout.setVerticalSpacing(2)
        head = QLabel(self.tr("All that is typed must hold. A minus before a term: it must not."))
        layout.addWidget(head, 0, 0, 1, 2)
        examples = (
            ("upgrade", self.tr("in name, tags, note, machine or file name")),
            ("name:=web1", self.tr("that is the name")),
            ("tag:keep", self.tr("has that tag; tag:* has any")),
            ("machine:q35", self.tr("the machine type has that in it")),
            ("device:virtio-net", self.tr("has such a device")),
            ("arch:x86_64 qemu:>=8", self.tr("target, and version of the machine type")),
            ("size:>1G ram:512M", self.tr("size of the state, and of its RAM")),
            ("date:>2026-01 -date:today", self.tr("when it was saved")),
            ("health:damaged", self.tr("clean, warnings, damaged, unchecked, missing, orphan, failed")),
            ("parent:none depth:>2", self.tr("no delta; a delta far down")),
        )
        for number, (text, words) in enumerate(examples, 1):
            button = QPushButton(text)
            button.setFlat(True)
            button.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            button.setStyleSheet("text-align: left; padding: 2px 6px;")
            button.clicked.connect(lambda _=False, text=text: self._take(text))
            layout.addWidget(button, number, 0)
            layout.addWidget(QLabel(words), number, 1)

    def _take(self, text: str) -> None:
        self.close()
        self.taken.emit(text)

    def pop_up(self, below: QWidget) -> None:
        """Show it below a widget, on the screen."""
        self.adjustSize()
        place = below.mapToGlobal(QPoint(0, below.height()))
        room = below.screen().availableGeometry()
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        place.setY(max(room.top(), min(place.y(), room.bottom() - self.height())))
        self.move(place)
        self.show()


class SavedSearches(QObject):
    """Fills the menu of the star.

    Args:
        line: where they are searched.
        memory: which has them.
        panel: in which they are.
    """

    def __init__(self, line: SearchLine, memory: LibraryMemory, panel: QWidget) -> None:
        super().__init__(panel)
        self._line = line
        self._memory = memory
        self._panel = panel
        self.menu = QMenu(panel)
        self.menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """What there is to choose now."""
        menu, query = self.menu, self._line.query()
        menu.clear()
        for name, text in self._memory.searches:
            action = menu.addAction(name.replace("&", "&&"))
            action.setToolTip(text)
            action.setCheckable(True)
            action.setChecked(text == query)
            action.triggered.connect(lambda _=False, text=text: self._line.show_query(text))
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        known = next((one for one in self._memory.searches if one[1] == query), None)
        save = menu.addAction(self.tr("&Save This Search…"), self.ask)
        save.setEnabled(bool(query) and not self._line.error and known is None)
        forget = menu.addAction(self.tr("&Forget This Search"), lambda: self.forget(query))
        forget.setEnabled(known is not None)

    def ask(self) -> None:
        """Ask for a name for what is typed, and keep it."""
        query = self._line.query()
        name, is_given = QInputDialog.getText(
            self._panel.window(), self.tr("Save Search"), self.tr("Name of the search:"), text=query
        )
        if is_given and name.strip():
            self.keep(name.strip(), query)

    def keep(self, name: str, query: str) -> None:
        """Keep a search; one of that name is replaced."""
        others = [one for one in self._memory.searches if one[0] != name]
        self._memory.searches = [*others, (name, query)]
        self._memory.save()

    def forget(self, query: str) -> None:
        """Keep it no longer."""
        self._memory.searches = [one for one in self._memory.searches if one[1] != query]
        self._memory.save()


class TagsMenu(QMenu):
    """The tags in use; the marked ones are asked for.

    Args:
        line: where they are asked for.
    """

    def __init__(self, line: SearchLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.tags: Sequence[tuple[str, int]] = ()
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """What there is to choose now."""
        self.clear()
        for tag, count in self.tags:
            term = tag_term(tag)
            action = self.addAction(f"{tag} ({grouped(count)})".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self._line.has_term(term))
            action.triggered.connect(self._toggles(term))
        if not self.tags:
            self.addAction(self.tr("No state has a tag yet")).setEnabled(False)

    def _toggles(self, term: str) -> Callable[[], None]:
        return lambda: self._line.toggle_term(term)
