"""From end to end, with real files, real engines and real conversions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog

from qmigui import service
from qmigui.gui import settings
from qmigui.gui.convert_dialog import ConvertDialog
from qmigui.gui.drop_area import CONVERT, OPEN, STORE
from qmigui.gui.jobs import Job, Options, State
from qmigui.gui.numbers import Base
from qmigui.gui.state_model import VALUE
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.main_window import MainWindow

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    """What a file manager drags."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(widget: QWidget, data: QMimeData, x: int, y: int) -> None:
    """Have *data* hover over *widget*."""
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE))
    QApplication.sendEvent(widget, QDragMoveEvent(QPoint(x, y), COPY, data, LEFT, NONE))


def drop(widget: QWidget, data: QMimeData, x: int, y: int) -> None:
    """Drag it there and let it go."""
    drag(widget, data, x, y)
    QApplication.sendEvent(widget, QDropEvent(QPointF(x, y), COPY, data, LEFT, NONE))


def find(view: DocumentView, text: str, qtbot: QtBot) -> str:
    """Search for a text; the name of the row that is found."""
    view.state.bar.text.setText(text)
    before = view.state.current()
    view.search()
    qtbot.waitUntil(
        lambda: view.state.current() != before and not view.state.bar.told.text(), timeout=WAIT_MS
    )
    record = view.state.current()
    assert record is not None
    return record.name


class TestLooking:
    def test_tree_and_bytes_follow_each_other(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        assert window.windowTitle() == "stream.bin - qmigui"
        assert find(view, "halted", qtbot) == "'halted'"
        record = view.state.current()
        assert record is not None
        assert view.bytes.selection() == (record.offset, 4)
        qtbot.waitUntil(lambda: "field 'halted'" in window.status.path.text(), timeout=WAIT_MS)
        assert f"{record.offset:#x}" in window.status.place.text()
        picture(window, "tree")
        # And back: an octet selects the innermost element that has it.
        view.bytes.chosen.emit(record.offset + 5)
        qtbot.waitUntil(lambda: view.state.current() != record, timeout=WAIT_MS)
        other = view.state.current()
        assert other is not None
        assert other.offset <= record.offset + 5 < other.offset + other.length
        view.go_back(-1)
        qtbot.waitUntil(lambda: view.state.current() == record, timeout=WAIT_MS)

    def test_a_byte_deep_in_ram_is_found_in_the_tree(
        self, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        view.go_to(state.stat().st_size // 2)
        qtbot.waitUntil(
            lambda: (record := view.state.current()) is not None and record.name.startswith("page"),
            timeout=WAIT_MS,
        )
        record = view.state.current()
        assert record is not None
        assert record.offset <= state.stat().st_size // 2 < record.offset + record.length
        assert view.bytes.cursor_offset == state.stat().st_size // 2

    def test_ber_is_shown_the_same_way(
        self, state: Path, tmp_path: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        service.convert(str(state), str(tmp_path / "vm.ber"), sync=False)
        view = show(tmp_path / "vm.ber")
        assert view.document.form == "ber"
        assert find(view, "halted", qtbot) == "'halted'"
        view.copy("path")
        qtbot.waitUntil(
            lambda: "secfull 'cpu_common'" in QGuiApplication.clipboard().text(), timeout=WAIT_MS
        )

    def test_a_filter_shows_matches_and_goes(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        model = view.document.model
        everything = model.rowCount()
        view.filter_by("halted")
        qtbot.waitUntil(lambda: 0 < model.rowCount() < everything, timeout=WAIT_MS)
        top = model.index(0, 0)
        qtbot.waitUntil(lambda: model.rowCount(top) > 0, timeout=WAIT_MS)
        picture(window, "filter")
        view.state.bar.filter.setChecked(False)
        qtbot.waitUntil(lambda: model.rowCount() == everything, timeout=WAIT_MS)

    def test_numbers_in_the_base_that_is_chosen(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        find(view, "block 'pc.ram'", qtbot)
        cell = view.state.tree.currentIndex().siblingAtColumn(VALUE)
        shown = []
        for base in (Base.DECIMAL, Base.HEXADECIMAL, Base.BOTH):
            view.set_base(base)
            shown.append(cell.data())
        assert shown[2] == f"{shown[0]} ({shown[1]})"
        assert int(shown[0]) == int(shown[1], 16)

    def test_go_to_an_offset_by_keyboard(
        self,
        window: MainWindow,
        state: Path,
        show: Callable[[Path], DocumentView],
        qtbot: QtBot,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        view = show(state)
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("0x100", True))
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: view.bytes.cursor_offset == 0x100, timeout=WAIT_MS)
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("0x1000000000", True))
        window.commands.ask_offset()
        assert view.bytes.cursor_offset == 0x100
        assert "no such offset" in window.status.currentMessage()

    def test_copies_and_bookmarks(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        find(view, "halted", qtbot)
        clipboard = QGuiApplication.clipboard()
        view.copy("hex")
        assert clipboard.text() in {"00 00 00 00", "00 00 00 01"}
        view.copy("value")
        assert clipboard.text() in {"0", "1"}
        view.copy("json")
        qtbot.waitUntil(lambda: '"type": "uint32"' in clipboard.text(), timeout=WAIT_MS)
        view.toggle_bookmark()
        assert [mark.name for mark in settings.bookmarks(state)] == ["halted"]
        window.menus.fill_bookmarks()
        assert "halted" in window.menus.bookmarks.actions()[0].text()
        view.toggle_bookmark()
        assert settings.bookmarks(state) == []

    def test_what_is_no_state_is_told(
        self, window: MainWindow, tmp_path: Path, show: Callable[[Path], DocumentView]
    ) -> None:
        (tmp_path / "notes.txt").write_text("nothing of interest")
        view = show(tmp_path / "notes.txt")
        assert not view.is_open
        assert "not a migration stream" in view._failure.text.toPlainText()
        assert "Traceback" not in view._failure.text.toPlainText()
        picture(window, "failure")
        window.files.close_front()
        assert window.files.front() is None


class TestProblems:
    def test_a_click_leads_to_tree_and_bytes(
        self, window: MainWindow, damaged: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(damaged)
        model = window.panels.problems.model
        qtbot.waitUntil(lambda: model.rowCount() > 0, timeout=WAIT_MS)
        problem = model.problem(0)
        assert problem is not None
        place = problem.offset
        assert place is not None
        window.panels.problems.chosen.emit(problem)
        qtbot.waitUntil(
            lambda: (record := view.state.current()) is not None
            and record.offset <= place < record.offset + record.length,
            timeout=WAIT_MS,
        )
        picture(window, "problems")
        assert view.bytes.cursor_offset == place
        # The row, and all that it lies in, say how many.
        index = view.state.tree.currentIndex()
        while index.isValid():
            assert "error" in index.data()
            index = index.parent()
        assert "error" in window.status.problems.text()
        assert view.document.problems.ranges(place, place + 1)

    def test_filters_and_files(
        self, window: MainWindow, damaged: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        show(damaged)
        panel = window.panels.problems
        qtbot.waitUntil(lambda: panel.model.rowCount() > 0, timeout=WAIT_MS)
        for name in ("json", "txt"):
            panel.save_as(damaged.with_name(f"problems.{name}"))
        assert '"code"' in damaged.with_name("problems.json").read_text()
        assert "error" in damaged.with_name("problems.txt").read_text()
        panel.buttons["error"].setChecked(False)
        assert all(problem.severity.value != "error" for problem in panel.model.shown())
        panel.buttons["error"].setChecked(True)
        panel.filter.setText("no problem has these words")
        qtbot.waitUntil(lambda: panel.model.rowCount() == 0, timeout=WAIT_MS)
        panel.filter.clear()


class TestRam:
    def test_a_click_on_a_page_leads_to_its_bytes(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        window.panels.bring(window.panels.ram_dock)
        qtbot.waitUntil(lambda: len(window.panels.ram.map.states()) > 0, timeout=WAIT_MS)
        full = window.panels.ram.map.states().index(2)
        assert "full" in window.panels.ram.map.describe(full)
        picture(window, "ram")
        window.panels.ram.map.page_chosen.emit(full)
        qtbot.waitUntil(
            lambda: (record := view.state.current()) is not None and record.name.startswith("page"),
            timeout=WAIT_MS,
        )
        assert "pages" in window.panels.ram.list.headerItem().text(2).lower()
        qtbot.waitUntil(lambda: "block" in window.status.path.text(), timeout=WAIT_MS)


class TestConverting:
    def test_there_and_back_is_the_same(
        self, window: MainWindow, state: Path, tmp_path: Path, qtbot: QtBot
    ) -> None:
        ber, back = tmp_path / "vm.ber", tmp_path / "back.bin"
        window.queue.add(Job(state, ber))
        window.queue.add(Job(ber, back, Options(sync=False)))
        assert [job.state for job in window.queue.jobs] == [State.RUNNING, State.WAITING]
        qtbot.waitUntil(lambda: not window.queue.unfinished, timeout=WAIT_MS)
        assert [job.state for job in window.queue.jobs] == [State.DONE, State.DONE]
        assert back.read_bytes() == state.read_bytes()
        picture(window, "jobs")
        window.panels.jobs.table.selectRow(1)
        window.panels.jobs.open_current()
        view = window.files.front()
        assert view is not None
        assert view.document.path == back

    def test_a_failure_is_told_and_can_be_tried_again(
        self, window: MainWindow, damaged: Path, tmp_path: Path, qtbot: QtBot
    ) -> None:
        target = tmp_path / "out.ber"
        job = Job(damaged, target)
        window.queue.add(job)
        qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
        states = [job.state]
        assert "footer" in job.messages
        assert "failed" in window.panels.jobs.model.state_words(job)
        assert not target.exists()
        job.options = Options(salvage=True)
        window.queue.retry(job)
        qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
        assert [*states, job.state] == [State.FAILED, State.DONE]
        assert target.exists()

    def test_the_dialog_proposes_and_remembers(
        self, window: MainWindow, state: Path, tmp_path: Path, qtbot: QtBot
    ) -> None:
        window.convert([state, tmp_path / "missing.bin"])
        dialog = window.findChild(ConvertDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: bool(dialog._errors) and bool(dialog._forms), timeout=WAIT_MS)
        dialog.folder.setText(str(tmp_path / "nowhere"))
        assert not dialog.start.isEnabled()
        dialog.folder.setText(str(tmp_path))
        dialog.sync.setChecked(False)
        picture(dialog, "convert")
        assert [job.target for job in dialog.jobs()] == [tmp_path / "stream.ber"]
        dialog.start.click()
        qtbot.waitUntil(lambda: bool(window.queue.jobs) and not window.queue.unfinished, timeout=WAIT_MS)
        assert (tmp_path / "stream.ber").exists()
        assert settings.conversion_options()["folder"] == str(tmp_path)
        assert settings.conversion_options()["sync"] is False
        settings.set_conversion_options({})

    def test_a_source_is_never_its_own_target(
        self, window: MainWindow, tmp_path: Path, state: Path, qtbot: QtBot
    ) -> None:
        source = tmp_path / "vm.bin"
        source.write_bytes(state.read_bytes())
        window.convert([source])
        dialog = window.findChild(ConvertDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: bool(dialog._forms), timeout=WAIT_MS)
        assert dialog.name.text() == "vm.ber"
        dialog.name.setText("vm.bin")
        dialog.name.setModified(True)
        dialog.name.textEdited.emit("vm.bin")
        assert not dialog.start.isEnabled()
        dialog.reject()


class TestDropping:
    def test_an_empty_window_opens_what_is_dropped(
        self, window: MainWindow, state: Path, qtbot: QtBot
    ) -> None:
        data = files(state)
        drag(window, data, 300, 300)
        assert window._drop.isVisible()
        assert window._drop.words() == "Open 1 file"
        drop(window, data, 300, 300)
        assert not window._drop.isVisible()
        assert window.files.front() is not None

    def test_with_a_file_open_the_parts_say_what_they_do(
        self, window: MainWindow, state: Path, tmp_path: Path, show: Callable[[Path], DocumentView]
    ) -> None:
        show(state)
        data = files(state, tmp_path / "other.bin")
        drag(window, data, 10, 300)
        assert window._drop.words() == "Open 2 files"
        drag(window, data, window.width() - 10, 300)
        assert window._drop.words() == "Store 2 files in the library"
        drag(window, data, window.width() // 2, 300)
        picture(window, "drop")
        assert "Convert 2 files" in window._drop.words()
        assert tuple(window._drop._zones) == (OPEN, CONVERT, STORE)
        drop(window, data, window.width() // 2, 300)
        dialog = window.findChild(QDialog)
        assert isinstance(dialog, ConvertDialog)
        dialog.reject()


def test_closing_asks_while_conversions_run(
    window: MainWindow, tmp_path: Path, state: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.queue.add(Job(state, tmp_path / "a.ber"))
    window.queue.add(Job(state, tmp_path / "b.ber"))
    answers = [False, True]
    monkeypatch.setattr(type(window), "_may_stop", lambda *_: answers.pop(0))
    assert not window.close()
    assert window.queue.unfinished
    assert window.close()
    assert not answers
    assert not window.queue.unfinished
    assert not (tmp_path / "b.ber").exists()


def test_a_conversion_can_be_cancelled(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    from tests.cli.test_sparse import make_sparse

    make_sparse(tmp_path / "big.bin")
    job = Job(tmp_path / "big.bin", tmp_path / "big.ber")
    window.queue.add(job)
    qtbot.waitUntil(lambda: job.read_bytes > 0, timeout=WAIT_MS)
    window.queue.cancel(job)
    qtbot.waitUntil(lambda: job.is_over, timeout=WAIT_MS)
    assert job.state is State.CANCELLED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big.bin"]


def test_files_are_chosen_in_a_dialog(
    window: MainWindow, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(state)], ""))
    window.menus.actions.all["open"].trigger()
    assert len(window.files.views()) == 1
    window.files.open_file(state)
    assert len(window.files.views()) == 1
