"""The manual, the box with versions, comments on bookmarks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QInputDialog

from qmigui import __version__
from qmigui.gui import settings
from qmigui.gui.manual import ManualDialog
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.main_window import MainWindow


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    all_of = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        all_of |= each
    QTest.keyClick(window, key, all_of)


class TestManual:
    def test_its_pages_are_shown_and_searched(self, window: MainWindow, qtbot: QtBot) -> None:
        press(window, qtbot, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        (manual,) = window.findChildren(ManualDialog)
        assert manual.isVisible()
        assert manual.pages.toPlainText().startswith("The window")
        picture(manual, "manual")
        manual.text.setText("Guests that run")
        QTest.keyClick(manual.text, Qt.Key.Key_Return)
        assert manual.pages.textCursor().selectedText() == "Guests that run"
        manual.text.setText("no such words anywhere")
        manual.look()
        assert manual.told.text() == "Nothing found"
        # Pages lead to each other, and back.
        assert not manual.back.isEnabled()
        manual.pages.setSource(manual.pages.source().resolved(QUrl("carriers.md")))
        assert manual.pages.toPlainText().startswith("Where a saved state may live")
        manual.back.click()
        assert manual.pages.toPlainText().startswith("The window")
        window.show_manual()
        assert len(window.findChildren(ManualDialog)) == 1

    def test_where_it_is_not_installed(self, qtbot: QtBot, tmp_path: Path) -> None:
        manual = ManualDialog(tmp_path)
        qtbot.addWidget(manual)
        assert "not installed" in manual.pages.toPlainText()


def test_versions_are_copied(window: MainWindow) -> None:
    window.show_about()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    picture(dialog, "about")
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    next(button for button in buttons.buttons() if "Copy" in button.text()).click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == f"qmigui {__version__}"
    assert {line.split()[0] for line in lines} >= {"Python", "Qt", "PySide6", "zstandard", "asn1tools"}
    assert not [line for line in lines if "not installed" in line]
    dialog.close()


def test_a_bookmark_has_a_comment(
    window: MainWindow,
    small: Path,
    show: Callable[[Path], DocumentView],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = show(small)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (" look here ", True))
    press(window, qtbot, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    (mark,) = settings.bookmarks(small)
    assert mark.comment == "look here"
    window.menus.fill_bookmarks()
    assert window.menus.bookmarks.actions()[0].text().endswith("look here")
    # Said once more, it is one bookmark still; taken away, its comment goes too.
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("other", True))
    view.comment()
    assert [mark.comment for mark in settings.bookmarks(small)] == ["other"]
    view.toggle_bookmark()
    assert settings.bookmarks(small) == []
