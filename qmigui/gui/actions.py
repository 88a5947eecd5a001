"""Menus from a table: one row for each thing that the user can do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from qmigui.gui.icons import icon


@dataclass(frozen=True)
class Entry:
    """One row.

    Attributes:
        name: stable, for programs and tests.
        words: in the menu.
        do: what happens.
        keys: shortcuts; a standard key or texts.
        icon: name of a drawing.
        needs_file: it is greyed while no file is open.
        checkable: it is on or off.
        menu_role: where macOS puts it.
    """

    name: str
    words: str
    do: Callable[[], object]
    keys: Sequence[str | QKeySequence.StandardKey] = ()
    icon: str = ""
    needs_file: bool = True
    checkable: bool = False
    menu_role: QAction.MenuRole = QAction.MenuRole.NoRole


SEPARATOR = None

_MNEMONIC = re.compile(r"\(&\w\)|&")
"""The mark of a letter; Japanese and Chinese have the letter in brackets behind the words."""


class Actions:
    """All actions of a window, by name.

    Args:
        window: which has the menu bar.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._icons: dict[str, str] = {}
        self._needing: list[QAction] = []
        self.all: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}

    def add_menu(self, name: str, words: str, entries: Sequence[Entry | None]) -> QMenu:
        """A menu with these entries; None is a line between."""
        menu = self._window.menuBar().addMenu(words)
        self.menus[name] = menu
        # Drawing takes its time: not before somebody looks.
        menu.aboutToShow.connect(lambda: self._draw(menu))
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self.make(entry))
        return menu

    def make(self, entry: Entry) -> QAction:
        """The action of a row."""
        action = QAction(entry.words, self._window)
        action.setObjectName(entry.name)
        sequences: list[QKeySequence] = []
        for key in entry.keys:
            if isinstance(key, QKeySequence.StandardKey):
                sequences += QKeySequence.keyBindings(key)
            elif QKeySequence(key) not in sequences:
                sequences.append(QKeySequence(key))
        action.setShortcuts(sequences)
        action.setMenuRole(entry.menu_role)
        action.setCheckable(entry.checkable)
        action.triggered.connect(lambda _: entry.do())
        if entry.icon:
            self._icons[entry.name] = entry.icon
        if entry.needs_file:
            self._needing.append(action)
        self.all[entry.name] = action
        return action

    def set_file_open(self, is_open: bool) -> None:
        """Grey what needs a file, or not."""
        for action in self._needing:
            action.setEnabled(is_open)

    def _draw(self, menu: QMenu) -> None:
        """Have the icons of a menu, in the colours of now."""
        for action in menu.actions():
            drawing = self._icons.get(action.objectName())
            if drawing is not None:
                action.setIcon(icon(drawing))

    def shortcuts(self) -> list[tuple[str, str]]:
        """Each action that has keys, with them as texts."""
        return [
            (
                _MNEMONIC.sub("", action.text()).rstrip("…"),
                ", ".join(
                    key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()
                ),
            )
            for action in self.all.values()
            if action.shortcuts()
        ]
