"""The list of problems: filter, click to go there, save as text or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontDatabase, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.colours import severity_colours
from qmigui.gui.icons import icon
from qmigui.gui.language import percent
from qmigui.gui.numbers import offset_text
from qmigui.gui.problems import SEVERITIES, severity_words
from qmigui.gui.tables import fit_words, plain_table

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.gui.problems import ProblemStore

Index = QModelIndex | QPersistentModelIndex
SEVERITY, OFFSET, PATH, MESSAGE, CODE = range(5)
_WIDTHS = {SEVERITY: 11, OFFSET: 14, PATH: 38, MESSAGE: 74, CODE: 18}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_NOWHERE = QModelIndex()
_GATHER_MS = 100


class ProblemModel(QAbstractTableModel):
    """The problems that pass the filter; a list of places in the store, nothing for a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: ProblemStore | None = None
        self._places: list[int] = []
        self._looked = 0
        self._severities = set(SEVERITIES)
        self._text = ""
        self._icons: dict[str, QIcon] = {}
        self._colours: dict[str, QColor] = {}
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.headers = (
            self.tr("Severity"),
            self.tr("Offset"),
            self.tr("Path"),
            self.tr("Problem"),
            self.tr("Code"),
        )
        self.words = severity_words()

    def set_colours(self, colours: dict[str, QColor]) -> None:
        """The palette has changed."""
        self._icons = {name: icon(name) for name in SEVERITIES}
        self._colours = colours

    def set_store(self, store: ProblemStore | None) -> None:
        """Show the problems of another file."""
        self._store = store
        self._renew()

    def set_filter(self, severities: set[str], text: str) -> None:
        """Show only these severities, and only what has this text."""
        self._severities, self._text = severities, text.casefold()
        self._renew()

    def _renew(self) -> None:
        self.beginResetModel()
        self._places, self._looked = [], 0
        self._places = self._new_places()
        self.endResetModel()

    def _new_places(self) -> list[int]:
        """Places of those that pass and have not been looked at."""
        problems = self._store.problems if self._store is not None else []
        severities, text = self._severities, self._text
        first, self._looked = self._looked, len(problems)
        if not text and len(severities) == len(SEVERITIES):
            return list(range(first, len(problems)))
        return [
            place
            for place in range(first, len(problems))
            if problems[place].severity.value in severities
            and (not text or _has(problems[place], text))
        ]

    def update(self) -> None:
        """More have come."""
        if self._store is None or len(self._store.problems) == self._looked:
            return
        new = self._new_places()
        if new:
            first = len(self._places)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._places += new
            self.endInsertRows()

    def problem(self, row: int) -> Problem | None:
        """The problem of a row."""
        if self._store is None or not 0 <= row < len(self._places):
            return None
        return self._store.problems[self._places[row]]

    def shown(self) -> list[Problem]:
        """All that pass."""
        return [self._store.problems[place] for place in self._places] if self._store is not None else []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many pass."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Five."""
        return 0 if parent.isValid() else CODE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of columns."""
        if role == _DISPLAY and orientation == _HORIZONTAL and 0 <= section <= CODE:
            return self.headers[section]
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What is shown of a cell."""
        problem = self.problem(index.row()) if index.isValid() else None
        if problem is None:
            return None
        column = index.column()
        if role == _DISPLAY:
            return self.text(problem, column)
        if role == _DECORATION and column == SEVERITY:
            return self._icons.get(problem.severity.value)
        if role == _FOREGROUND and column == SEVERITY:
            return self._colours.get(problem.severity.value)
        if role == _FONT and column == OFFSET:
            return self._fixed
        if role == _TOOL_TIP and column in {PATH, MESSAGE}:
            return details(problem) if column == MESSAGE else problem.path
        return None

    def text(self, problem: Problem, column: int) -> str:
        """The text of a cell."""
        if column == SEVERITY:
            return self.words[problem.severity.value]
        if column == OFFSET:
            return offset_text(problem.offset) if problem.offset is not None else ""
        if column == PATH:
            return problem.path or ""
        if column == CODE:
            return problem.code
        return sentence(problem)


def _has(problem: Problem, text: str) -> bool:
    return (
        text in problem.message.casefold()
        or text in (problem.path or "").casefold()
        or text in problem.code
        or (problem.offset is not None and text in f"{problem.offset:#x}")
    )


def sentence(problem: Problem) -> str:
    """What is wrong, with what was expected and found."""
    told = [
        f"{word} {value}"
        for word, value in (("expected", problem.expected), ("found", problem.found))
        if value is not None
    ]
    return f"{problem.message} ({', '.join(told)})" if told else problem.message


def details(problem: Problem) -> str:
    """All that is known of it, in some lines."""
    lines = [sentence(problem)]
    if problem.hint:
        lines.append(problem.hint)
    return "\n".join(lines)


class ProblemsPanel(QWidget):
    """Filter line and table.

    Signals:
        chosen: a problem that the user wants to see.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store: ProblemStore | None = None
        self._name = ""
        self.model = ProblemModel(self)
        self.buttons: dict[str, QToolButton] = {}
        line = QHBoxLayout()
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(4)
        for name in SEVERITIES:
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(True)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.toggled.connect(self._filter)
            self.buttons[name] = button
            line.addWidget(button)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Show only problems with this text"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(250)
        self._typing.timeout.connect(self._filter)
        self.filter.textChanged.connect(lambda _: self._typing.start())
        line.addWidget(self.filter, 1)
        self.told = QLabel()
        line.addWidget(self.told)
        self.save = QToolButton()
        self.save.setAutoRaise(True)
        self.save.setToolTip(self.tr("Save the list as text or JSON"))
        self.save.setAccessibleName(self.save.toolTip())
        self.save.clicked.connect(self._choose_file)
        line.addWidget(self.save)
        self.table = self._make_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._show)
        self.update_colours()
        self._show()

    def _make_table(self) -> QTableView:
        table = plain_table(self.model, self.tr("Problems"), _WIDTHS)
        table.horizontalHeader().setStretchLastSection(True)
        fit_words(table, SEVERITY, self.model.words.values())
        table.clicked.connect(self._on_clicked)
        table.activated.connect(self._on_clicked)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.copy)
        return table

    # -- what is shown -----------------------------------------------------------------------

    def set_store(self, store: ProblemStore | None, name: str = "") -> None:
        """Show the problems of another file, which has this name."""
        if self._store is not None:
            self._store.changed.disconnect(self._gather.start)
        self._store, self._name = store, name
        if store is not None:
            store.changed.connect(self._gather.start)
        self.model.set_store(store)
        self._show()

    def update_colours(self) -> None:
        """The palette has changed."""
        self.model.set_colours(severity_colours(self.palette()))
        for name, button in self.buttons.items():
            button.setIcon(icon(name))
        self.save.setIcon(icon("export"))
        self.table.viewport().update()

    def _show(self) -> None:
        self.model.update()
        store = self._store
        words = {
            "error": self.tr("%n error(s)", "", store.total("error") if store else 0),
            "warning": self.tr("%n warning(s)", "", store.total("warning") if store else 0),
            "note": self.tr("%n note(s)", "", store.total("note") if store else 0),
        }
        for name, button in self.buttons.items():
            button.setText(words[name])
            button.setToolTip(self.tr("Show or hide these"))
        self.told.setText(self._state_words())
        self.save.setEnabled(bool(store and store.problems))

    def _state_words(self) -> str:
        store = self._store
        if store is None:
            return ""
        if not store.is_complete:
            if store.fraction is None:
                return self.tr("Checking…")
            return self.tr("Checking… {0}").format(percent(store.fraction))
        if store.failure:
            return store.failure.splitlines()[-1]
        hidden = sum(store.counts_told.values()) - len(store.problems)
        if hidden > 0:
            return self.tr("%n more not listed", "", hidden)
        return self.tr("No problems") if not store.problems else ""

    def _filter(self) -> None:
        chosen = {name for name, button in self.buttons.items() if button.isChecked()}
        self.model.set_filter(chosen, self.filter.text())

    def _on_clicked(self, index: QModelIndex) -> None:
        problem = self.model.problem(index.row())
        if problem is not None:
            self.chosen.emit(problem)

    # -- taking it elsewhere -------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected rows on the clipboard."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        problems = [problem for row in rows if (problem := self.model.problem(row)) is not None]
        QApplication.clipboard().setText(as_text(problems))

    def _choose_file(self) -> None:
        proposal = f"{self._name}-problems.txt"
        kinds = ";;".join((self.tr("Text (*.txt)"), self.tr("JSON (*.json)")))
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save Problems"), proposal, kinds)
        if name:
            try:
                self.save_as(Path(name))
            except OSError as error:
                QMessageBox.warning(self, self.tr("Save Problems"), f"{name}: {error.strerror}")

    def save_as(self, path: Path) -> None:
        """Write the problems that are shown; JSON if the name says so.

        Raises:
            OSError: the file cannot be written.
        """
        problems = self.model.shown()
        if path.suffix.lower() == ".json":
            values = [problem.to_json() for problem in problems]
            text = json.dumps({"format": 1, "problems": values}, indent=2)
        else:
            text = as_text(problems)
        path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")


def as_text(problems: list[Problem]) -> str:
    """A line for each."""
    return "\n".join(f"{problem} [{problem.code}]" for problem in problems)
