"""The settings, their dialog, and what is done with a file of them that is damaged."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from qmigui.gui import settings, theme
from qmigui.gui.jobs import StoreJob
from qmigui.gui.numbers import Base
from qmigui.gui.settings import Appearance, Bookmark, Preferences
from qmigui.gui.settings_dialog import SettingsDialog
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from qmigui.gui.main_window import MainWindow


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """Settings that no other test sees."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("QMIGUI_LIBRARY", raising=False)
    yield
    theme.apply(qapp, Appearance.SYSTEM)
    os.environ.pop("QMIGUI_LIBRARY", None)
    settings._told.clear()


def ini() -> Path:
    return platformdirs.user_config_path("qmigui", appauthor=False) / "window.ini"


def opened(window: MainWindow, qtbot: QtBot) -> SettingsDialog:
    """The dialog, by its key."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialogs = [dialog for dialog in window.findChildren(SettingsDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


class TestDialog:
    def test_what_is_chosen_applies_at_once_and_cancel_takes_it_back(
        self, window: MainWindow, qtbot: QtBot, qapp: QApplication, tmp_path: Path
    ) -> None:
        dialog = opened(window, qtbot)
        picture(dialog, "settings")
        dialog.appearance.setCurrentIndex(dialog.appearance.findData("dark"))
        assert theme.is_dark(qapp.palette())
        picture(dialog, "settings-dark")
        dialog.base.setCurrentIndex(dialog.base.findData("hexadecimal"))
        dialog.level.setCurrentIndex(dialog.level.findData("small"))
        dialog.threads.setValue(3)
        dialog.keep_damaged.setChecked(True)
        dialog.reopens.setChecked(False)
        dialog.folder.setText(str(tmp_path / "elsewhere"))
        dialog.folder.editingFinished.emit()
        assert os.environ["QMIGUI_LIBRARY"] == str(tmp_path / "elsewhere")
        assert settings.preferences() == Preferences(
            library=str(tmp_path / "elsewhere"), level="small", threads=3, keep_damaged=True,
            base=Base.HEXADECIMAL, appearance=Appearance.DARK, reopens=False,
        )  # fmt: skip
        chosen = [action.text() for action in window.menus._bases.actions() if action.isChecked()]
        assert chosen == ["&Hexadecimal"]
        job = StoreJob(Path("a"), Path("b"))
        assert job.arguments()[4:] == ["--level", "small", "--threads", "3", "--keep-damaged"]
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert settings.preferences() == Preferences()
        assert not theme.is_dark(qapp.palette())
        assert "QMIGUI_LIBRARY" not in os.environ

    def test_ok_keeps_it(self, window: MainWindow, qtbot: QtBot) -> None:
        dialog = opened(window, qtbot)
        dialog.base.setCurrentIndex(dialog.base.findData("decimal"))
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert settings.preferences() == Preferences(base=Base.DECIMAL)

    def test_a_folder_that_cannot_be_is_not_used(
        self, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dialog = opened(window, qtbot)
        (tmp_path / "file").touch()
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        for wrong in ("relative", str(tmp_path / "file"), "/nul\0"):
            dialog.folder.setText(wrong)
            dialog.folder.editingFinished.emit()
            assert dialog.given.isVisible()
            assert not ok.isEnabled()
            assert settings.preferences().library == ""
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
        dialog.choose.click()
        assert ok.isEnabled()
        assert settings.preferences().library == str(tmp_path)
        dialog.reject()

    def test_the_environment_wins(
        self, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QMIGUI_LIBRARY", "/somewhere")
        dialog = opened(window, qtbot)
        assert not dialog.folder.isEnabled()
        assert "QMIGUI_LIBRARY" in dialog.given.text()
        settings.set_preferences(Preferences(library="/other"))
        settings.tell_library()
        assert os.environ["QMIGUI_LIBRARY"] == "/somewhere"
        dialog.reject()


def use_all() -> None:
    """Read and write every setting."""
    settings.preferences()
    settings.session()
    settings.geometry()
    settings.layout()
    settings.recent()
    settings.bookmarks("x")
    settings.conversion_options()
    settings.add_recent("name")
    assert settings.recent()[0] == "name"
    settings.set_bookmarks("x", [Bookmark(1, "a", "b")])
    assert settings.bookmarks("x") == [Bookmark(1, "a", "b")]
    settings.set_preferences(Preferences(level="fast"))
    assert settings.preferences().level == "fast"


class TestDamage:
    def test_a_damaged_file_is_no_obstacle(self) -> None:
        use_all()
        settings.set_geometry(settings.geometry(), settings.layout())
        settings.set_session({"files": [{"name": "a"}]})
        whole = ini().read_bytes()
        random_ = random.Random(7)
        for _ in range(60):
            octets = bytearray(whole)
            for _ in range(random_.randrange(1, 40)):
                place = random_.randrange(len(octets))
                choice = random_.randrange(3)
                if choice == 0:
                    octets[place] = random_.randrange(256)
                elif choice == 1:
                    del octets[place : place + random_.randrange(1, 30)]
                else:
                    octets[place:place] = random_.choice(
                        [b"\n[", b"@Variant(\\0\\0\\0\\x7f)", b"\0", b"a, b", b'"', b"@Invalid()", b"\\x"]
                    )
            ini().write_bytes(octets)
            use_all()

    @pytest.mark.parametrize("octets", [b"", b"\0" * 4096, b"[" * 10_000, os.urandom(4096), b"window/level"])
    def test_garbage(self, octets: bytes, window: MainWindow) -> None:
        ini().parent.mkdir(parents=True, exist_ok=True)
        ini().write_bytes(octets)
        use_all()
        type(window)().close()

    def test_a_new_file_takes_the_place_of_the_old_one_whole(self) -> None:
        """Written beside it and renamed: whoever reads sees the one or the other."""
        use_all()
        before = ini().stat().st_ino
        old = ini().open("rb")
        text = old.read()
        settings.add_recent("other")
        assert ini().stat().st_ino != before
        old.seek(0)
        assert old.read() == text
        old.close()

    def test_a_folder_that_cannot_be_written_is_no_obstacle(self, tmp_path: Path) -> None:
        ini().parent.parent.mkdir(parents=True)
        ini().parent.write_bytes(b"a file")
        settings.set_preferences(Preferences(level="fast"))
        assert settings.preferences() in {Preferences(), Preferences(level="fast")}
