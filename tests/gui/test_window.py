"""What a person does in the first window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QListWidget,
    QProgressBar,
    QPushButton,
    QTextEdit,
    QWidget,
)

from qmigui.gui import settings, theme
from qmigui.gui.file_panel import FilePanel, proposed_target
from qmigui.gui.jobs import parse_progress
from qmigui.gui.settings import Appearance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qmigui.gui.main_window import MainWindow

WAIT_MS = 20_000
"""Long, as a shared machine may be slow; nothing waits for it when all is well."""


def opened(window: MainWindow, path: Path) -> FilePanel:
    """Open *path*; its panel."""
    window.open_file(path)
    panel = window.current_panel()
    assert panel is not None
    return panel


def drop(widget: QWidget, data: QMimeData) -> None:
    """Drag *data* over *widget* and let it go there."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))


def file_data(*paths: Path) -> QMimeData:
    """What a file manager drags."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


pytestmark = pytest.mark.usefixtures("fake_service")


class TestOpening:
    def test_an_empty_window_says_what_to_do(self, window: MainWindow) -> None:
        assert window.choose_button.isVisible()
        assert window.current_panel() is None
        assert window.windowTitle() == "qmigui"

    def test_a_file_is_described(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = opened(window, state)
        assert not panel.convert_button.isEnabled()
        qtbot.waitUntil(panel.convert_button.isEnabled, timeout=WAIT_MS)
        assert panel.info.toPlainText() == f"machine isapc\nfile {state}"
        assert "BER" in panel.convert_button.text()
        assert window.windowTitle() == "vm.bin - qmigui"

    def test_a_ber_file_offers_binary(self, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
        panel = opened(window, tmp_path / "vm.ber")
        qtbot.waitUntil(panel.convert_button.isEnabled, timeout=WAIT_MS)
        assert "Binary" in panel.convert_button.text()

    def test_an_error_is_shown_and_can_be_copied(
        self, window: MainWindow, tmp_path: Path, qtbot: QtBot
    ) -> None:
        panel = opened(window, tmp_path / "bad.bin")
        qtbot.waitUntil(panel.problem.isVisible, timeout=WAIT_MS)
        assert panel.problem.text() == f"{tmp_path / 'bad.bin'}: 0x1f3a8: needs 8 bytes, 5 left"
        assert not panel.convert_button.isEnabled()
        panel.problem._copy.click()
        assert QGuiApplication.clipboard().text() == panel.problem.text()

    def test_a_bug_is_told_with_its_traceback(self, window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
        panel = opened(window, tmp_path / "bug.bin")
        qtbot.waitUntil(panel.problem.isVisible, timeout=WAIT_MS)
        assert "ZeroDivisionError: as a test wanted" in panel.problem.text()

    def test_the_same_file_is_opened_once(self, window: MainWindow, state: Path) -> None:
        first = opened(window, state)
        opened(window, state.with_name("other.bin"))
        assert opened(window, state) is first
        assert window.files.count() == 2

    def test_files_of_one_name_can_be_told_apart(self, window: MainWindow, tmp_path: Path) -> None:
        opened(window, tmp_path / "a" / "vm.bin")
        opened(window, tmp_path / "b" / "vm.bin")
        assert [window.files.item(row).text() for row in range(2)] == ["vm.bin (a)", "vm.bin (b)"]
        window._close_action.trigger()
        assert window.files.item(0).text() == "vm.bin"

    def test_closing_shows_the_next_and_at_last_the_empty_page(
        self, window: MainWindow, tmp_path: Path, qtbot: QtBot
    ) -> None:
        panels = [opened(window, tmp_path / name) for name in ("a", "b", "c")]
        window.files.setCurrentRow(1)
        window._close_action.trigger()
        current = window.current_panel()
        assert current in (panels[0], panels[2])
        assert window.windowTitle() == f"{current.path.name} - qmigui"
        assert window.files.item(window.files.currentRow()).text() == current.path.name
        window._close_action.trigger()
        window._close_action.trigger()
        assert window.current_panel() is None
        assert window.choose_button.isVisible()
        qtbot.wait(50)  # late answers find nobody, and nothing happens

    def test_the_chooser_opens_many(
        self, window: MainWindow, state: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = [str(state), str(state.with_name("b.bin"))]
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
        window.choose_button.click()
        assert [window.files.item(row).text() for row in range(2)] == ["vm.bin", "b.bin"]


class TestDropping:
    def test_files_can_be_dropped_on_the_empty_window(self, window: MainWindow, state: Path) -> None:
        drop(window, file_data(state, state.with_name("b.bin")))
        assert window.files.count() == 2
        assert not window._drop_frame.isVisible()

    def test_nothing_inside_takes_drops_away_from_the_window(self, window: MainWindow, state: Path) -> None:
        opened(window, state)
        takers = [widget for widget in window.findChildren(QWidget) if widget.acceptDrops()]
        assert not [widget for widget in takers if widget.isVisible()]

    def test_other_things_are_refused(self, window: MainWindow) -> None:
        data = QMimeData()
        data.setUrls([QUrl("https://example.org/vm.bin")])
        drop(window, data)
        assert window.files.count() == 0


class TestConverting:
    def convert(self, window: MainWindow, path: Path, text: str, qtbot: QtBot) -> FilePanel:
        path.write_text(text)
        panel = opened(window, path)
        qtbot.waitUntil(panel.convert_button.isEnabled, timeout=WAIT_MS)
        panel.convert_to(path.with_name("out.ber"))
        assert not panel.convert_button.isEnabled()
        return panel

    def test_a_conversion_shows_progress_and_its_result(
        self, window: MainWindow, state: Path, qtbot: QtBot
    ) -> None:
        seen: list[tuple[int, int]] = []
        panel = self.convert(window, state, "good", qtbot)
        assert panel.conversion is not None
        panel.conversion.progressed.connect(lambda read, total: seen.append((read, total)))
        qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
        assert seen[-1] == (2**42, 2**42)  # beyond 32 bits
        assert panel.progress.value() == panel.progress.maximum() == 1000
        assert not panel.job.isVisible()
        assert panel.result.text() == f"Written: {state.with_name('out.ber')} (4 bytes)"
        panel._open_result.click()
        current = window.current_panel()
        assert current is not None
        assert current.path == state.with_name("out.ber")

    def test_a_failure_is_told(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = self.convert(window, state, "bad", qtbot)
        qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
        assert panel.result.text() == f"{state}: 0x1f3a8: needs 8 bytes, 5 left"
        assert not panel._open_result.isVisible()
        assert panel.convert_button.isEnabled()

    def test_a_silent_failure_is_told_too(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = self.convert(window, state, "dies", qtbot)
        qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
        assert "unexpectedly" in panel.result.text()

    def test_warnings_are_shown_with_the_result(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = self.convert(window, state, "odd", qtbot)
        qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
        assert "Written" in panel.result.text()
        assert "carried as it is" in panel.result.text()

    def test_a_conversion_can_be_cancelled(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = self.convert(window, state, "slow", qtbot)
        qtbot.waitUntil(lambda: panel.progress.value() == 1000, timeout=WAIT_MS)
        panel.cancel_button.click()
        qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
        assert "Cancelled" in panel.result.text()
        assert not state.with_name("out.ber").exists()

    def test_closing_asks_while_a_conversion_runs(
        self, window: MainWindow, state: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = self.convert(window, state, "slow", qtbot)
        answers = [False, True]
        monkeypatch.setattr(type(window), "_may_stop", lambda _: answers.pop(0))
        assert not window.close()
        assert panel.cancel_button.isEnabled()
        assert window.close()
        assert panel.conversion is None
        assert not answers

    def test_the_source_is_never_the_target(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        panel = opened(window, state)
        qtbot.waitUntil(panel.convert_button.isEnabled, timeout=WAIT_MS)
        panel.convert_to(state)
        assert panel.conversion is None
        assert "nothing was done" in panel.result.text()

    def test_the_dialog_proposes_the_other_form(
        self, window: MainWindow, state: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proposals: list[str] = []

        def refuse(_parent: QWidget, _title: str, proposal: str) -> tuple[str, str]:
            proposals.append(proposal)
            return "", ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", refuse)
        panel = opened(window, state)
        qtbot.waitUntil(panel.convert_button.isEnabled, timeout=WAIT_MS)
        panel.convert_button.click()
        assert proposals == [str(state.with_name("vm.ber"))]
        assert panel.conversion is None


@pytest.mark.parametrize(
    ("source", "is_ber", "target"),
    [
        ("vm.bin", False, "vm.ber"),
        ("vm.ber", True, "vm.bin"),
        ("vm", False, "vm.ber"),
        ("vm.bin.zst", False, "vm.ber"),
        ("vm.gz", False, "vm.ber"),
        ("taken.bin", False, "taken-3.ber"),
        ("taken.ber", False, "taken-3.ber"),
    ],
)
def test_proposed_targets(tmp_path: Path, source: str, is_ber: bool, target: str) -> None:
    for name in ("taken.ber", "taken-2.ber"):
        (tmp_path / name).touch()
    assert proposed_target(tmp_path / source, is_ber=is_ber) == tmp_path / target


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (b"progress 5 10", (5, 10)),
        (b"progress 5 0", (5, None)),
        (b"progress 5 -", (5, None)),
        (b"progress 5", None),
        (b"progress x 10", None),
        (b"something else", None),
        (b"", None),
    ],
)
def test_progress_lines(line: bytes, counts: tuple[int, int | None] | None) -> None:
    assert parse_progress(line) == counts


class TestLook:
    @pytest.fixture(autouse=True)
    def restore(self, qapp: QApplication) -> Iterator[None]:
        yield
        settings.set_appearance(Appearance.SYSTEM)
        theme.apply(qapp, Appearance.SYSTEM)

    @pytest.mark.parametrize("appearance", [Appearance.DARK, Appearance.LIGHT])
    def test_colours_follow_the_menu_and_are_remembered(
        self, qapp: QApplication, window: MainWindow, appearance: Appearance
    ) -> None:
        actions = {action.data(): action for action in window.findChildren(type(window._close_action))}
        actions[appearance.value].trigger()
        assert theme.is_dark(qapp.palette()) is (appearance is Appearance.DARK)
        assert settings.appearance() is appearance

    def test_all_that_is_used_has_a_name(self, window: MainWindow, state: Path) -> None:
        opened(window, state)
        nameless = [
            widget
            for kind in (QPushButton, QListWidget, QTextEdit, QProgressBar)
            for widget in window.findChildren(kind)
            if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        ]
        assert not nameless

    def test_keyboard_opens_and_closes(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        opened(window, state)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        assert window.current_panel() is None

    def test_a_message_is_as_high_as_it_needs(self, window: MainWindow, state: Path) -> None:
        panel = opened(window, state)
        heights = []
        for lines in (1, 3, 1000):
            panel.problem.tell("error", "\n".join(["x"] * lines))
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            heights.append(panel.problem._text.height())
        line = panel.fontMetrics().lineSpacing()
        assert heights[0] < heights[1] < heights[2] <= 10 * line
        assert heights[0] < 2.5 * line


def test_geometry_is_remembered(window: MainWindow) -> None:
    window.resize(700, 500)
    window.close()
    assert not settings.geometry().isEmpty()
