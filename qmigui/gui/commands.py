"""What menus and keys do with the file in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget

from qmigui.gui.numbers import parse_offset

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.gui.open_files import OpenFiles
    from qmigui.gui.panels import Panels
    from qmigui.gui.status import Status

ALL_LEVELS = 64


class Commands(QObject):
    """They do nothing while no file is open.

    Args:
        files: one of which is in front.
        panels: that can have the focus too.
        status: where it says what cannot be done.
        window: for questions.
    """

    def __init__(self, files: OpenFiles, panels: Panels, status: Status, window: QWidget) -> None:
        super().__init__(window)
        self._files = files
        self._panels = panels
        self._status = status
        self._window = window

    def copy(self, what: str) -> None:
        """Copy ``value``, ``path``, ``hex`` or ``json`` of what is selected."""
        if (view := self._files.readable_front()) is not None:
            view.copy(what)

    def focus_search(self) -> None:
        """To the line for searches."""
        if (view := self._files.readable_front()) is not None:
            view.state.bar.text.setFocus()
            view.state.bar.text.selectAll()

    def find(self, backward: bool) -> None:
        """To the next place of what is searched, or the one before."""
        if (view := self._files.readable_front()) is not None:
            view.search(backward)

    def toggle_filter(self) -> None:
        """Show only what is searched, or all."""
        if (view := self._files.readable_front()) is not None:
            view.state.bar.filter.toggle()

    def bookmark(self) -> None:
        """Set or clear a bookmark."""
        if (view := self._files.readable_front()) is not None:
            view.toggle_bookmark()

    def comment(self) -> None:
        """Say something of a bookmark, or set one with words."""
        if (view := self._files.readable_front()) is not None:
            view.comment()

    def history(self, step: int) -> None:
        """Back or forth among the places that were shown."""
        if (view := self._files.readable_front()) is not None:
            view.go_back(step)

    def step(self, by: int) -> None:
        """To the next element, or the one before."""
        if (view := self._files.readable_front()) is not None:
            view.step(by)

    def next_problem(self, by: int) -> None:
        """To the next place with a problem, or the one before."""
        if (view := self._files.readable_front()) is not None:
            view.next_problem(by)

    def go_to(self, offset: int) -> None:
        """To an offset in the file."""
        if (view := self._files.readable_front()) is not None:
            view.go_to(offset)

    def go_to_problem(self, problem: Problem) -> None:
        """To the place of a problem, if it has one."""
        if problem.offset is not None:
            self.go_to(problem.offset)

    def go_to_page(self, block: int, page: int) -> None:
        """To a page of a RAM block, both by number."""
        if (view := self._files.readable_front()) is not None:
            view.show_page(block, page)

    def ask_offset(self) -> None:
        """Ask for an offset, and go there."""
        view = self._files.readable_front()
        if view is None:
            return
        text, ok = QInputDialog.getText(
            self._window,
            self.tr("Go to Offset"),
            self.tr("Offset: 0x1f, 31, +16, -0x10, end-16"),
        )
        if not ok or not text.strip():
            return
        offset = parse_offset(text, view.bytes.cursor_offset, view.document.size)
        if offset is None:
            self._status.showMessage(self.tr("There is no such offset in this file: {0}").format(text), 5000)
        else:
            view.go_to(offset)

    def next_pane(self) -> None:
        """Give the focus to the next of tree, bytes and panels."""
        view = self._files.readable_front()
        if view is None:
            return
        panes: list[QWidget] = [view.state.tree, view.bytes, *self._panels.panes()]
        focus = QApplication.focusWidget()
        here = panes.index(focus) if focus in panes else -1
        panes[(here + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def expand(self, levels: int) -> None:
        """Open so many levels of the tree, :data:`ALL_LEVELS` at most."""
        if (view := self._files.readable_front()) is not None:
            if levels < ALL_LEVELS:
                view.state.collapse()
            view.state.expand(view.state.tree.rootIndex(), levels)

    def collapse(self) -> None:
        """Close the whole tree."""
        if (view := self._files.readable_front()) is not None:
            view.state.collapse()
