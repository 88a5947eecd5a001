"""Models, views and what the window is made of, one by one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit

from qmigui.errors import Problem, Severity
from qmigui.gui import settings, theme
from qmigui.gui.byte_source import ByteSource
from qmigui.gui.bytes_view import BytesView
from qmigui.gui.colours import contrast, kind_colour, severity_colours
from qmigui.gui.history import History
from qmigui.gui.jobs import Job, JobQueue, State, parse_progress, proposed_target
from qmigui.gui.jobs_panel import JobModel, duration
from qmigui.gui.numbers import Base, in_base, parse_offset
from qmigui.gui.problems import ProblemStore
from qmigui.gui.problems_panel import ProblemModel
from qmigui.gui.ram_map import RamMap
from qmigui.gui.settings import Appearance
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.main_window import MainWindow

MANY = 100_000


def problems(count: int, step: int = 10) -> list[Problem]:
    """So many, one every *step* octets."""
    severities = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    return [
        Problem(severities[n % 3], f"code-{n % 7}", f"message {n}", n * step, f"path {n}", length=4)
        for n in range(count)
    ]


class TestModels:
    def test_the_tree(
        self, small: Path, show: Callable[[Path], DocumentView], qtmodeltester: ModelTester, qtbot: QtBot
    ) -> None:
        """The tester asks for all there is, again and again: a small tree has to do."""
        view = show(small)
        model = view.document.model
        view.state.expand(QModelIndex(), 2)
        qtbot.waitUntil(lambda: not view.state._expanding, timeout=WAIT_MS)
        qtmodeltester.check(model)
        view.state.select(model.index(3, 0))
        before = view.state.current()
        model.refresh_open()
        qtbot.waitUntil(lambda: not any(group.request for group in model._groups), timeout=WAIT_MS)
        after = view.state.current()
        assert before is not None
        assert after is not None
        assert after.node == before.node

    def test_rows_that_come_between_others(
        self, small: Path, show: Callable[[Path], DocumentView], qtmodeltester: ModelTester
    ) -> None:
        from qmigui.service import frames

        model = show(small).document.model

        def rows(*nodes: int) -> frames.Rows:
            records = [frames.RowRecord(node, f"n{node}", "", "", node, 1, 0, node % 2) for node in nodes]
            return frames.Rows(frames.pack_rows(records))

        model._engine.close()
        group = model._groups[0]
        model._take(0, group, rows(1, 3, 5, 9))
        qtmodeltester.check(model)
        inner = model._make_group(model.index(3, 0))
        model._take(inner, model._groups[inner], rows(21, 22))
        deep = model.index(1, 0, model.index(3, 0))
        from PySide6.QtCore import QPersistentModelIndex

        kept = QPersistentModelIndex(deep)
        model._take(0, group, rows(1, 3, 6, 7, 8, 9))
        qtmodeltester.check(model)
        assert kept.parent().row() == 5
        record = model.record(kept)
        assert record is not None
        assert record.node == 22
        model._take(0, group, rows(1))
        assert not kept.isValid()
        qtmodeltester.check(model)

    def test_the_problems(self, qtmodeltester: ModelTester) -> None:
        store, model = ProblemStore(), ProblemModel()
        model.set_store(store)
        store.add(problems(30))
        model.update()
        qtmodeltester.check(model)
        model.set_filter({"error"}, "message 1")
        assert [model.problem(row) for row in range(model.rowCount())] == [
            problem
            for problem in store.problems
            if problem.severity is Severity.ERROR and "message 1" in problem.message
        ]
        store.add(problems(60)[30:])
        model.update()
        qtmodeltester.check(model)

    def test_the_jobs(
        self, qtmodeltester: ModelTester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        queue = JobQueue()
        monkeypatch.setattr(queue, "_next", lambda: None)
        model = JobModel(queue)
        for name in ("a", "b", "c"):
            queue.add(Job(tmp_path / name, tmp_path / f"{name}.ber"))
        qtmodeltester.check(model)
        queue.jobs[0].state = State.DONE
        queue.cancel(queue.jobs[1])
        queue.clear_finished()
        assert model.rowCount() == 1
        qtmodeltester.check(model)


class TestManyProblems:
    def test_counts_are_those_of_counting(self) -> None:
        store = ProblemStore()
        store.add(problems(300))
        for first, length in ((0, 1), (5, 100), (0, 3000), (2990, 500), (7, 0)):
            end = first + max(1, length)
            inside = [p for p in store.problems if p.offset is not None and first <= p.offset < end]
            wanted = tuple(sum(p.severity is severity for p in inside) for severity in Severity)
            assert store.counts(first, length) == wanted
            assert store.first_in(first, length) == (inside[0] if inside else None)
        assert [start for start, _, _ in store.ranges(1, 30)] == [0, 10, 20]
        assert store.worst == "error"

    def test_a_hundred_thousand(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
    ) -> None:
        view = show(state)
        many = problems(MANY, step=5)
        for first in range(0, MANY, 10_000):
            view.document.problems.add(many[first : first + 10_000])
        model = window.panels.problems.model
        qtbot.waitUntil(lambda: model.rowCount() >= MANY, timeout=WAIT_MS)
        window.panels.problems.table.scrollToBottom()
        bottom = window.panels.problems.table.viewport().height() - 5
        assert window.panels.problems.table.rowAt(bottom) == model.rowCount() - 1
        notes = view.document.problems.total("note")
        everything = model.rowCount()
        window.panels.problems.buttons["note"].setChecked(False)
        assert model.rowCount() == everything - notes
        window.panels.problems.buttons["note"].setChecked(True)
        assert "errors" in view.document.model.index(3, 0).data()


class TestBytes:
    @pytest.fixture
    def view(self, qtbot: QtBot) -> Iterator[BytesView]:
        view = BytesView()
        qtbot.addWidget(view)
        view.resize(700, 300)
        view.show()
        yield view
        view.set_source(None)

    def source(self, path: Path, size: int) -> ByteSource:
        with path.open("wb") as file:
            file.write(bytes(range(256)))
            file.truncate(size)
            file.seek(size - 4)
            file.write(b"\xde\xad\xbe\xef")
        return ByteSource(str(path))

    def test_keys_move_select_and_copy(self, view: BytesView, tmp_path: Path) -> None:
        source = self.source(tmp_path / "f", 10_000)
        view.set_source(source)
        view.setFocus()
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End):
            QTest.keyClick(view, key)
        assert view.cursor_offset == 31
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(3):
            QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert view.selection() == (16, 4)
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "10 11 12 13"
        QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        assert view.cursor_offset == 9999
        assert view.selected_octets() == b"\xef"
        source.close()

    def test_any_size(self, view: BytesView, tmp_path: Path) -> None:
        size = (60 << 30) + 5
        source = self.source(tmp_path / "f", size)
        view.set_source(source)
        QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        assert view.cursor_offset == size - 1
        assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
        view.go_to(40 << 30)
        assert view._top <= (40 << 30) // 16 <= view._top + view._visible
        view.grab()
        assert view.offset_at(QPoint(int(view._hex_left) + 2, 2)) == view._top * 16
        column = int(view._hex_left + 25 * view._char + view._char)
        assert view.offset_at(QPoint(column, 2)) == view._top * 16 + 8
        source.close()

    def test_a_click_chooses_an_octet(self, view: BytesView, tmp_path: Path, qtbot: QtBot) -> None:
        source = self.source(tmp_path / "f", 1000)
        view.set_source(source)
        place = QPoint(int(view._text_left + 3.5 * view._char), int(view._line * 2.5))
        with qtbot.waitSignal(view.chosen) as chosen:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert chosen.args == [35]
        source.close()

    def test_a_file_that_gets_shorter(self, view: BytesView, tmp_path: Path) -> None:
        source = self.source(tmp_path / "f", 100_000)
        view.set_source(source)
        os.truncate(tmp_path / "f", 10)
        view.go_to(90_000)
        view.grab()
        assert view.selected_octets() == b""
        source.close()


class TestMap:
    def test_cells_pages_and_keys(self, qtbot: QtBot) -> None:
        view = RamMap()
        qtbot.addWidget(view)
        view.resize(400, 200)
        view.show()
        with qtbot.waitSignal(view.cells_wanted, timeout=WAIT_MS) as wanted:
            view.set_block(1000, 4096)
        assert wanted.args[:2] == [0, 1000]
        view.set_cells(1, bytes(n % 3 for n in range(1000)))
        assert view.page_at(QPoint(1, 1)) == 0
        assert view.describe(2) == "0x2000  full"
        assert view.page_at(QPoint(399, 199)) is None
        with qtbot.waitSignal(view.cells_wanted, timeout=WAIT_MS) as wanted:
            view.zoom_in()
        assert wanted.args[1] - wanted.args[0] == 500
        QTest.keyClick(view, Qt.Key.Key_End)
        with qtbot.waitSignal(view.page_chosen) as chosen:
            QTest.keyClick(view, Qt.Key.Key_Return)
        assert chosen.args == [999]
        view.set_cells(4, bytes(100))
        assert "..0x" in view.describe(view._first)


class TestSmallThings:
    def test_numbers(self) -> None:
        assert in_base("4096 (0x1000)", Base.HEXADECIMAL) == "0x1000"
        assert in_base("-300 (-0x12c)", Base.DECIMAL) == "-300"
        assert in_base("17", Base.HEXADECIMAL) == "0x11"
        for same in ("12 34  |..|", "'name'", "4,096 octets", ""):
            assert in_base(same, Base.HEXADECIMAL) == same

    @pytest.mark.parametrize(
        ("text", "offset"),
        [
            ("0x1f", 31), ("1fh", 31), ("31", 31), ("1f", 31), ("+16", 116), ("-0x10", 84), ("end-16", 984),
            ("end", 999), ("1_0", 10), ("1000", None), ("-101", None), ("x", None), ("", None),
        ],
    )  # fmt: skip
    def test_offsets(self, text: str, offset: int | None) -> None:
        assert parse_offset(text, 100, 1000) == offset

    def test_history(self) -> None:
        history = History()
        for node in (1, 2, 3):
            history.visit(node, node)
        assert history.go(-1) == (2, 2)
        history.visit(2, 2)
        assert history.go(-1) == (1, 1)
        assert history.go(-1) is None
        assert history.go(2) == (3, 3)

    def test_times(self) -> None:
        assert [duration(seconds) for seconds in (0.2, 42, 61, 3723)] == ["0:00", "0:42", "1:01", "1:02:03"]

    @pytest.mark.parametrize(
        ("line", "counts"),
        [
            (b"progress 5 10", (5, 10)),
            (b"progress 5 0", (5, None)),
            (b"progress 5 -", (5, None)),
            (b"progress 5", None),
            (b"progress x 10", None),
            (b"", None),
        ],
    )
    def test_progress_lines(self, line: bytes, counts: tuple[int, int | None] | None) -> None:
        assert parse_progress(line) == counts

    @pytest.mark.parametrize(
        ("source", "is_ber", "target"),
        [
            ("vm.bin", False, "vm.ber"),
            ("vm.ber", True, "vm.bin"),
            ("vm", False, "vm.ber"),
            ("vm.bin.zst", False, "vm.ber"),
            ("taken.bin", False, "taken-3.ber"),
        ],
    )
    def test_proposed_targets(self, tmp_path: Path, source: str, is_ber: bool, target: str) -> None:
        for name in ("taken.ber", "taken-2.ber"):
            (tmp_path / name).touch()
        assert proposed_target(tmp_path / source, is_ber=is_ber) == tmp_path / target


class TestLook:
    @pytest.fixture(autouse=True)
    def restore(self, qapp: QApplication) -> Iterator[None]:
        yield
        settings.set_appearance(Appearance.SYSTEM)
        theme.apply(qapp, Appearance.SYSTEM)

    @pytest.mark.parametrize("appearance", [Appearance.DARK, Appearance.LIGHT])
    def test_colours_follow_the_menu_are_readable_and_remembered(
        self, qapp: QApplication, window: MainWindow, appearance: Appearance, state: Path,
        show: Callable[[Path], DocumentView],
    ) -> None:  # fmt: skip
        show(state)
        kind = type(window.menus.actions.all["open"])
        actions = {action.data(): action for action in window.findChildren(kind)}
        actions[appearance.value].trigger()
        palette = qapp.palette()
        assert theme.is_dark(palette) is (appearance is Appearance.DARK)
        assert settings.appearance() is appearance
        base = palette.color(QPalette.ColorRole.Base)
        shown: list[QColor] = [kind_colour(kind, palette) for kind in range(14)]
        for colour in (*shown, *severity_colours(palette).values()):
            assert contrast(colour, base) >= 4.5
        picture(window, f"window-{appearance.value}")

    def test_all_that_is_used_has_a_name(
        self, window: MainWindow, state: Path, show: Callable[[Path], DocumentView]
    ) -> None:
        show(state)
        assert window.panels.jobs.isEnabled()
        nameless = [
            widget
            for kind in (QAbstractButton, QAbstractItemView, QLineEdit, QComboBox, BytesView, RamMap)
            for widget in window.findChildren(kind)
            if widget.isVisible()
            and widget.metaObject().className() not in {"QTableCornerButton", "QHeaderView", "CloseButton"}
            and not widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight"))
            and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        ]
        assert not nameless

    def test_keyboard_closes(self, window: MainWindow, state: Path, qtbot: QtBot) -> None:
        window.files.open_file(state)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        assert window.files.front() is None
        assert not window.panels.problems_dock.isVisible()

    def test_no_key_means_two_things(self, window: MainWindow) -> None:
        keys = [key.toString() for action in window.menus.actions.all.values() for key in action.shortcuts()]
        assert len(keys) == len(set(keys))
        assert len(window.menus.actions.shortcuts()) > 20

    def test_files_of_one_name_can_be_told_apart(self, window: MainWindow, tmp_path: Path) -> None:
        for name in ("a", "b"):
            window.files.open_file(tmp_path / name / "vm.bin")
        assert [window.files.tabText(number) for number in range(2)] == ["vm.bin (a)", "vm.bin (b)"]
        window.files.close_front()
        assert window.files.tabText(0) == "vm.bin"


def test_an_empty_window_says_what_to_do(window: MainWindow, state: Path) -> None:
    settings.clear_recent()
    assert window.empty.choose_button.isVisible()
    assert window.files.front() is None
    assert not window.panels.problems_dock.isVisible()
    assert window.windowTitle() == "qmigui"
    settings.add_recent(state)
    settings.add_recent(state.with_name("other"))
    settings.add_recent(state)
    assert settings.recent() == [str(state), str(state.with_name("other"))]
    window.menus.fill_recent()
    assert window.menus.recent.actions()[0].text() == state.name
    window._show_front()
    picture(window, "empty")


def test_geometry_is_remembered(window: MainWindow) -> None:
    window.resize(700, 500)
    window.close()
    assert not settings.geometry().isEmpty()
    assert not settings.layout().isEmpty()


def test_an_engine_that_dies_is_told(
    window: MainWindow, state: Path, show: Callable[[Path], DocumentView], qtbot: QtBot
) -> None:
    view = show(state)
    view.document.engine._process.kill()
    qtbot.waitUntil(lambda: bool(view.document.failure), timeout=WAIT_MS)
    assert "ended unexpectedly" in view._failure.text.toPlainText()
    assert not view.is_open
