"""The library in the window, with a real one in a folder of its own."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QFocusEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QMenu, QMessageBox

from qmigui import service
from qmigui.gui import settings
from qmigui.gui.jobs import State
from qmigui.gui.library_columns import HEALTH, MACHINE, NAME, QEMU, SIZE, TAGS
from qmigui.gui.library_dialogs import CompareDialog, RestoreDialog, TagsDialog
from qmigui.gui.library_jobs import ARCHIVE
from qmigui.gui.library_panel import LibraryPanel
from qmigui.gui.library_search import tag_term
from tests.corpus import samples
from tests.gui.conftest import WAIT_MS
from tests.library.guests import series, stream, variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qmigui.gui.main_window import MainWindow
    from qmigui.service import Entry

CASES = {"small": "m68k-virt-7.2", "large": "isapc-on-7.2"}
NAMES = sorted(CASES)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the library that is used; with a trash of its own."""
    monkeypatch.setenv("QMIGUI_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    settings.set_library_view({})
    return tmp_path / "library"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two real states."""
    made = []
    for name, case in CASES.items():
        path = tmp_path / f"{name}.bin"
        path.write_bytes(samples().case(case).file("stream.bin").read())
        made.append(path)
    return made


@pytest.fixture
def both(folder: Path, files: list[Path]) -> list[Entry]:
    """A library with both."""
    with service.open_library() as library:
        return [service.store_state(library, str(path), parent="none").entry for path in files]


@pytest.fixture
def lib(window: MainWindow, qtbot: QtBot) -> Callable[[], LibraryPanel]:
    """Shows the library in the window and waits until it lists what it has."""

    def shown() -> LibraryPanel:
        window.resize(1300, 700)
        window.panels.library_dock.show()
        qtbot.waitUntil(lambda: "library" in window.panels.__dict__, timeout=WAIT_MS)
        panel = window.panels.library
        window.resizeDocks([window.panels.library_dock], [900], Qt.Orientation.Horizontal)
        ready(qtbot, panel)
        return panel

    return shown


def ready(qtbot: QtBot, panel: LibraryPanel) -> None:
    """Wait until all that was asked is answered."""
    qtbot.waitUntil(lambda: panel.desk.is_open, timeout=WAIT_MS)
    for _ in range(3):  # an answer may ask again
        answered: list[object] = []
        panel.desk.ask(lambda _: None, answered.append)
        qtbot.waitUntil(partial(any_of, answered), timeout=WAIT_MS)


def any_of(found: list[object]) -> bool:
    return len(found) > 0


def column(panel: LibraryPanel, number: int = NAME) -> list[str]:
    model = panel.model
    return [model.index(row, number).data() for row in range(model.rowCount())]


def select(panel: LibraryPanel, *names: str) -> None:
    panel.table.clearSelection()
    selection = panel.table.selectionModel()
    flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
    for name in names:
        index = panel.model.index(column(panel).index(name), NAME)
        selection.setCurrentIndex(index, flags)


def entries(query: str = "") -> dict[str, Entry]:
    with service.open_library() as library:
        return {entry.name: entry for entry in service.list_states(library, query)}


def run(window: MainWindow, name: str) -> None:
    """Use an action of the menu."""
    action = window.menus.actions.all[f"library-{name}"]
    assert action.isEnabled(), name
    action.trigger()


def dialog(qtbot: QtBot, window: MainWindow, kind: type[QDialog]) -> QDialog:
    found: list[QDialog] = []

    def looked() -> bool:
        found[:] = [one for one in window.findChildren(kind) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(looked, timeout=WAIT_MS)
    return found[0]


def jobs_over(qtbot: QtBot, window: MainWindow, count: int) -> None:
    qtbot.waitUntil(
        lambda: len(window.queue.jobs) >= count and not window.queue.unfinished, timeout=WAIT_MS
    )


def drop(panel: LibraryPanel, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    panel.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))


class TestPages:
    def test_an_empty_one_says_what_to_do(
        self, qtbot: QtBot, lib: Callable[[], LibraryPanel], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = lib()
        assert panel.empty.isVisible()
        assert not panel.table.isVisible()
        asked: list[str] = []

        def ask(parent: object, title: str) -> tuple[list[str], str]:
            asked.append("files")
            return [], ""

        monkeypatch.setattr("qmigui.gui.library_commands.QFileDialog.getOpenFileNames", ask)
        panel.empty.button.click()
        assert asked == ["files"]

    @pytest.mark.parametrize("why", ["file", "newer", "garbage"])
    def test_one_that_cannot_be_used_says_why(self, qtbot: QtBot, folder: Path, why: str) -> None:
        if why == "file":
            folder.write_text("no folder")
        else:
            with service.open_library() as library:
                if why == "newer":
                    library.database.run("PRAGMA user_version = 99")
        if why == "garbage":
            folder.joinpath("catalogue.sqlite3").write_bytes(b"garbage" * 1000)
        panel = LibraryPanel()
        qtbot.addWidget(panel)
        panel.show()
        if why == "garbage":  # that one is made anew
            ready(qtbot, panel)
            assert "made anew" in panel.bar.text.text()
            return
        qtbot.waitUntil(panel.unusable.isVisible, timeout=WAIT_MS)
        words = panel.unusable.text.text()
        assert ("newer qmigui" if why == "newer" else "cannot be used") in words
        assert not panel.search.isEnabled()
        if why == "file":
            folder.unlink()
            panel.unusable.again.click()
            ready(qtbot, panel)
            assert panel.empty.isVisible()

    def test_nothing_found(self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]) -> None:
        panel = lib()
        panel.search.show_query("name:nobody")
        qtbot.waitUntil(panel.nothing.isVisible, timeout=WAIT_MS)
        panel.nothing.button.click()
        qtbot.waitUntil(panel.table.isVisible, timeout=WAIT_MS)
        assert sorted(column(panel)) == NAMES


class TestList:
    def test_the_model(
        self,
        qtbot: QtBot,
        both: list[Entry],
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
        qtmodeltester: ModelTester,
    ) -> None:
        with service.open_library() as library:
            for entry in series(library, tmp_path, 3):
                service.tag_state(library, entry.id, ["a", "b"])
        panel = lib()
        qtmodeltester.check(panel.model)
        for grouping in service.GROUPINGS:
            panel.group_by(grouping)
            ready(qtbot, panel)
            panel.model.set_all_open(False)
            qtmodeltester.check(panel.model)
            panel.model.set_all_open(True)
            qtmodeltester.check(panel.model)
            panel.search.show_query("state")
            ready(qtbot, panel)
            qtmodeltester.check(panel.model)
            panel.search.show_query("")
            ready(qtbot, panel)
        panel.model.clear()
        qtmodeltester.check(panel.model)

    def test_sorting_is_the_database_s(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        panel.table.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
        qtbot.waitUntil(lambda: column(panel) == sorted(NAMES, reverse=True), timeout=WAIT_MS)
        panel.table.sortByColumn(SIZE, Qt.SortOrder.AscendingOrder)
        qtbot.waitUntil(lambda: column(panel) == ["small", "large"], timeout=WAIT_MS)
        for order in range(panel.model.columnCount()):
            panel.table.sortByColumn(order, Qt.SortOrder.AscendingOrder)
            ready(qtbot, panel)
            assert sorted(column(panel)) == NAMES

    def test_search_tells_at_once_what_is_wrong(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        panel.search.setText("machine:isapc")
        qtbot.waitUntil(lambda: column(panel, MACHINE) == ["isapc"], timeout=WAIT_MS)
        calm = panel.search.palette().base().color()
        panel.search.setText("machine:isapc size:>")
        assert "needs a value" in panel.wrong.text()
        assert panel.wrong.isVisible()
        assert panel.search.palette().base().color() != calm
        assert "needs a value" in panel.search.accessibleDescription()
        ready(qtbot, panel)
        assert column(panel, MACHINE) == ["isapc"]  # what was shown stays
        panel.search.clear()
        qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
        assert not panel.wrong.isVisible()
        assert panel.search.palette().base().color() == calm

    def test_groups_open_and_close_by_keys(
        self, qtbot: QtBot, both: list[Entry], tmp_path: Path, lib: Callable[[], LibraryPanel]
    ) -> None:
        with service.open_library() as library:
            series(library, tmp_path, 3)
        panel = lib()
        panel.group_by("series")
        panel.sort_by("name", descending=False)
        ready(qtbot, panel)
        shown = column(panel)
        head = next(name for name in shown if name.endswith(")"))
        below = shown[shown.index(head) + 1 :][:3]
        assert below == ["state 0", "state 1", "state 2"] or "large" in below
        table = panel.table
        table.setFocus()
        table.setCurrentIndex(panel.model.index(shown.index("state 1"), NAME))
        QTest.keyClick(table, Qt.Key.Key_Left)
        assert table.currentIndex().data() == head
        QTest.keyClick(table, Qt.Key.Key_Left)
        assert "state 1" not in column(panel)
        assert len(panel.chosen_keys()) >= 3  # a head stands for its states
        QTest.keyClick(table, Qt.Key.Key_Right)
        assert "state 1" in column(panel)
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert "state 1" not in column(panel)
        assert table.currentIndex().data() == head

    def test_a_refresh_keeps_the_selection(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel], tmp_path: Path
    ) -> None:
        panel = lib()
        panel.sort_by("name", descending=False)
        ready(qtbot, panel)
        select(panel, "small")
        with service.open_library() as library:
            series(library, tmp_path, 2)
            service.rename_state(library, "large", "renamed elsewhere")
        qtbot.waitUntil(lambda: "renamed elsewhere" in column(panel), timeout=WAIT_MS)
        ready(qtbot, panel)
        assert [panel.model.known(key).name for key in panel.chosen_keys()] == ["small"]  # type: ignore[union-attr]
        assert panel.table.currentIndex().data() == "small"

    def test_columns_are_remembered(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        panel.table.show_column(SIZE, True)
        panel.table.show_column(QEMU, False)
        panel.table.horizontalHeader().moveSection(
            panel.table.horizontalHeader().visualIndex(TAGS), 1
        )
        panel.group_by("machine")
        panel.sort_by("raw_size", descending=False)
        panel.toggle_details(True)
        panel.remember()
        other = LibraryPanel()
        qtbot.addWidget(other)
        other.resize(1000, 500)
        other.show()
        ready(qtbot, other)
        assert not other.table.isColumnHidden(SIZE)
        assert other.table.isColumnHidden(QEMU)
        assert other.table.horizontalHeader().visualIndex(TAGS) == 1
        assert (other.model.order, other.model.descending) == ("raw_size", False)
        assert other.model.grouping == "machine"
        assert other.details.isVisible()
        other.resize(250, 500)  # two lines a state, and back
        assert other.table.is_compact
        assert other.table.isColumnHidden(SIZE)
        other.remember()
        other.resize(1000, 500)
        assert other.table.horizontalHeader().isVisible()
        assert not other.table.isColumnHidden(SIZE)
        assert other.table.isColumnHidden(QEMU)
        other.table.reset_columns()
        assert other.table.isColumnHidden(SIZE)

    def test_saved_searches_and_tags(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        with service.open_library() as library:
            service.tag_state(library, "small", ["to keep", "web"])
        panel = lib()
        panel.tags_menu.fill()
        actions = {action.text(): action for action in panel.tags_menu.actions()}
        assert set(actions) == {"to keep (1)", "web (1)"}
        actions["to keep (1)"].trigger()
        qtbot.waitUntil(lambda: column(panel) == ["small"], timeout=WAIT_MS)
        assert panel.search.query() == 'tag:"to keep"'
        panel.saved.keep("mine", panel.search.query())
        panel.tags_menu.fill()
        next(one for one in panel.tags_menu.actions() if "to keep" in one.text()).trigger()
        assert panel.search.query() == ""
        panel.saved.fill()
        panel.saved.menu.actions()[0].trigger()
        qtbot.waitUntil(lambda: column(panel) == ["small"], timeout=WAIT_MS)
        panel.saved.forget('tag:"to keep"')
        panel.saved.fill()
        assert not any(one.text() == "mine" for one in panel.saved.menu.actions())
        assert tag_term('a "b\\') == 'tag:"a \\"b\\\\"'
        service.check_query(tag_term('a "b\\'))

    def test_everything_has_a_name(self, both: list[Entry], lib: Callable[[], LibraryPanel]) -> None:
        panel = lib()
        panel.toggle_details(True)
        for widget in panel.findChildren(QAbstractButton) + panel.findChildren(QLineEdit):
            if not widget.isVisible():
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), (widget, widget.objectName())


class TestWords:
    def test_rename_by_keys_and_undo(
        self, qtbot: QtBot, window: MainWindow, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        select(panel, "large")
        panel.table.setFocus()
        QTest.keyClick(panel.table, Qt.Key.Key_F2)
        editor = panel.table.findChild(QLineEdit)
        assert editor is not None
        editor.selectAll()
        QTest.keyClicks(editor, "before the upgrade")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "before the upgrade" in column(panel), timeout=WAIT_MS)
        ready(qtbot, panel)
        assert set(entries()) == {"before the upgrade", "small"}
        assert "before the upgrade" in window.menus.actions.all["library-undo"].text()
        QTest.keyClick(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        ready(qtbot, panel)
        assert set(entries()) == set(NAMES)
        qtbot.waitUntil(lambda: sorted(column(panel)) == NAMES, timeout=WAIT_MS)

    def test_a_name_that_cannot_be(
        self, qtbot: QtBot, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        index = panel.model.index(0, NAME)
        assert panel.model.setData(index, "x" * 300)
        ready(qtbot, panel)
        assert "can have 200 characters" in panel.bar.text.text()
        assert sorted(column(panel)) == NAMES

    def test_tags_of_several(
        self, qtbot: QtBot, window: MainWindow, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        with service.open_library() as library:
            service.tag_state(library, "small", ["old", "some"])
            service.tag_state(library, "large", ["old"])
        panel = lib()
        select(panel, *NAMES)
        run(window, "tags")
        asked = cast("TagsDialog", dialog(qtbot, window, TagsDialog))
        states = {
            asked.list.item(row).text(): asked.list.item(row).checkState()
            for row in range(asked.list.count())
        }
        assert states == {"old": Qt.CheckState.Checked, "some": Qt.CheckState.PartiallyChecked}
        asked.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        asked.new.setText("new")
        asked.accept()
        ready(qtbot, panel)
        assert {name: entry.tags for name, entry in entries().items()} == {
            "small": ("new", "some"),
            "large": ("new",),
        }
        qtbot.waitUntil(lambda: sorted(column(panel, TAGS)) == ["new", "new, some"], timeout=WAIT_MS)
        run(window, "undo")
        ready(qtbot, panel)
        assert entries()["small"].tags == ("old", "some")
        assert entries()["large"].tags == ("old",)

    def test_the_details_and_a_note(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        with service.open_library() as library:
            base, delta = series(library, tmp_path, 2)
        panel = lib()
        select(panel, "state 1")
        run(window, "note")
        details, note = panel.details, panel.details.note
        qtbot.waitUntil(lambda: details.shown is not None, timeout=WAIT_MS)
        assert details.title.text() == "state 1"
        rows = {name: field.text() for name, field in details._rows.items()}
        assert rows["sha256"] == delta.raw_sha256
        assert "state 0" in rows["parent"]
        assert "isapc" in rows["machine"]
        assert "pc.ram" in rows["ram"]
        note.setPlainText("first line\nsecond")
        QGuiApplication.sendEvent(note, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
        ready(qtbot, panel)
        assert entries()["state 1"].note == "first line\nsecond"
        details.state_wanted.emit(base.key)
        qtbot.waitUntil(
            lambda: details.shown is not None and details.shown.entry.name == "state 0", timeout=WAIT_MS
        )
        assert note.toPlainText() == ""
        assert "state 1" in details._rows["children"].text()
        note.setPlainText("typed")
        select(panel, "small")  # what was typed is kept
        qtbot.waitUntil(lambda: entries()["state 0"].note == "typed", timeout=WAIT_MS)
        ready(qtbot, panel)
        run(window, "undo")
        ready(qtbot, panel)
        assert entries()["state 0"].note == ""
        select(panel, "state 0", "state 1")
        qtbot.waitUntil(lambda: "2 states" in details.title.text(), timeout=WAIT_MS)


class TestActions:
    def test_trash_and_undo_by_keys(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        folder: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        panel = lib()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        octets = sorted(path.read_bytes() for path in folder.glob("*.qst.zst"))
        select(panel, "small")
        panel.table.setFocus()
        QTest.keyClick(panel.table, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: column(panel) == ["large"], timeout=WAIT_MS)
        assert len(list(folder.glob("*.qst.zst"))) == 1
        assert panel.bar.isVisible()
        QTest.keyClick(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: sorted(column(panel)) == NAMES, timeout=WAIT_MS)
        assert sorted(path.read_bytes() for path in folder.glob("*.qst.zst")) == octets
        assert entries()["small"].health.value == "clean"

    def test_an_undo_that_cannot_be_says_so(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        panel = lib()
        select(panel, "small")
        run(window, "trash")
        qtbot.waitUntil(lambda: column(panel) == ["large"], timeout=WAIT_MS)
        shutil.rmtree(tmp_path / "data" / "Trash")
        panel.bar.button.click()
        qtbot.waitUntil(lambda: "not in the trash any more" in panel.bar.text.text(), timeout=WAIT_MS)
        assert not window.menus.actions.all["library-undo"].isEnabled()

    def test_several_are_asked_for_and_parents_stay(
        self,
        qtbot: QtBot,
        window: MainWindow,
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with service.open_library() as library:
            series(library, tmp_path, 3)
        panel = lib()
        select(panel, "state 0")
        run(window, "trash")
        qtbot.waitUntil(lambda: "need" in panel.bar.text.text(), timeout=WAIT_MS)
        assert len(column(panel)) == 3
        asked: list[str] = []

        def press(box: QMessageBox) -> int:
            asked.append(box.informativeText())
            box.buttons()[0 if "Trash" in box.buttons()[0].text() else 1].click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", press)
        select(panel, "state 0", "state 1", "state 2")
        run(window, "trash")
        qtbot.waitUntil(panel.empty.isVisible, timeout=WAIT_MS)
        assert "state 1" in asked[0]
        run(window, "undo")
        qtbot.waitUntil(lambda: panel.model.rowCount() == 3, timeout=WAIT_MS)
        assert all(entry.health.value != "orphan" for entry in entries().values())

    def test_restore_in_each_form(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        panel = lib()
        select(panel, "large")
        out = tmp_path / "out"
        out.mkdir()
        made = {}
        for number, form in enumerate(("", "ber", ARCHIVE)):
            run(window, "restore")
            asked = cast("RestoreDialog", dialog(qtbot, window, RestoreDialog))
            asked.form.setCurrentIndex(asked.form.findData(form))
            assert asked.form.findData("libvirt") < 0
            asked.place.setText(str(out / "nowhere" / "x"))
            assert not asked.go.isEnabled()
            asked.place.setText(str(out if form == ARCHIVE else out / f"file{number}"))
            assert asked.go.isEnabled()
            asked.accept()
            jobs_over(qtbot, window, number + 1)
            job = window.queue.jobs[-1]
            assert job.state is State.DONE, job.messages
            assert job.source_words == "large"
            made[form] = job.result
        assert made[""] is not None
        assert made["ber"] is not None
        assert made[ARCHIVE] is not None
        assert made[""].read_bytes() == stream()
        assert made["ber"].read_bytes()[:3] == b"\x7f\xd1\x46"
        assert service.is_archive(str(made[ARCHIVE]))
        assert sorted(os.listdir(out)) == sorted(path.name for path in made.values() if path)

    def test_verify_and_its_findings(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        folder: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        panel = lib()
        victim = folder / both[0].file_name
        octets = bytearray(victim.read_bytes())
        octets[100:200] = bytes(one ^ 0xFF for one in octets[100:200])
        victim.chmod(0o600)
        before = victim.stat()
        victim.write_bytes(octets)
        os.utime(victim, ns=(before.st_atime_ns, before.st_mtime_ns))
        select(panel, "large")
        run(window, "verify")
        jobs_over(qtbot, window, 1)
        assert window.queue.jobs[0].said == ""
        assert window.queue.jobs[0].state is State.DONE
        run(window, "verify-all")
        jobs_over(qtbot, window, 2)
        assert window.queue.jobs[1].state is State.DONE
        assert "small" in window.queue.jobs[1].said
        qtbot.waitUntil(lambda: "archive damaged" in column(panel, HEALTH), timeout=WAIT_MS)

    def test_compare(
        self, qtbot: QtBot, window: MainWindow, tmp_path: Path, lib: Callable[[], LibraryPanel]
    ) -> None:
        with service.open_library() as library:
            series(library, tmp_path, 2)
        panel = lib()
        select(panel, "state 0", "state 1")
        run(window, "compare")
        shown = cast("CompareDialog", dialog(qtbot, window, CompareDialog))
        qtbot.waitUntil(lambda: "They differ" in shown.told.text(), timeout=WAIT_MS)
        assert "pc.ram" in shown.text.toPlainText()
        shown.reject()

    def test_copy_id_and_menu(
        self, qtbot: QtBot, window: MainWindow, both: list[Entry], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        select(panel, *NAMES)
        assert not window.menus.actions.all["library-rename"].isEnabled()
        run(window, "copy-id")
        wanted = {entry.id for entry in both}
        qtbot.waitUntil(
            lambda: set(QGuiApplication.clipboard().text().splitlines()) == wanted, timeout=WAIT_MS
        )
        assert window.panels.library_actions is not None
        menu = window.panels.library_actions.context_menu(QMenu())
        every = window.menus.actions.menus["library"].actions()
        assert set(menu.actions()) - set(every) <= {
            action for action in menu.actions() if action.isSeparator()
        }

    def test_another_library(
        self,
        qtbot: QtBot,
        window: MainWindow,
        both: list[Entry],
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        panel = lib()
        select(panel, "small")
        run(window, "trash")
        ready(qtbot, panel)
        other = tmp_path / "other"
        other.mkdir()
        (other / "notes.txt").write_text("not a library")
        chosen = "qmigui.gui.library_commands.QFileDialog.getExistingDirectory"
        monkeypatch.setattr(chosen, lambda *_: str(other))
        monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
        run(window, "other")  # nobody said yes
        assert panel.directory != other
        (other / "notes.txt").unlink()
        run(window, "other")
        qtbot.waitUntil(lambda: panel.directory == other, timeout=WAIT_MS)
        ready(qtbot, panel)
        assert panel.empty.isVisible()
        assert not window.menus.actions.all["library-undo"].isEnabled()
        assert window.panels.library_actions is not None
        window.panels.library_actions._fill_recent()
        texts = [action.text() for action in window.panels.library_actions.recent.actions()]
        assert str(other) in texts
        window.panels.library_actions.recent.actions()[0].trigger()
        qtbot.waitUntil(lambda: panel.directory != other and panel.desk.is_open, timeout=WAIT_MS)
        ready(qtbot, panel)
        assert window.menus.actions.all["library-undo"].isEnabled()


class TestFiles:
    def test_drop_store_and_open(
        self, qtbot: QtBot, window: MainWindow, files: list[Path], lib: Callable[[], LibraryPanel]
    ) -> None:
        panel = lib()
        drop(panel, files)
        jobs_over(qtbot, window, 2)
        qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
        select(panel, "large")
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.files.front() is not None, timeout=WAIT_MS)
        view = window.files.front()
        assert view is not None
        qtbot.waitUntil(lambda: view.document.is_complete, timeout=WAIT_MS)
        assert view.document.form == "binary"
        drop(panel, files[:1])  # once more
        jobs_over(qtbot, window, 3)
        assert "has it already" in window.queue.jobs[2].said
        qtbot.waitUntil(lambda: "has it already" in panel.bar.text.text(), timeout=WAIT_MS)

    def test_archives_are_dragged_out_and_dropped_in(
        self,
        qtbot: QtBot,
        window: MainWindow,
        folder: Path,
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        with service.open_library() as library:
            states = series(library, tmp_path, 2)
            service.tag_state(library, states[0].id, ["kept"])
            exported = service.export_state(library, states[0].id, str(tmp_path))
        panel = lib()
        row = column(panel).index("state 1")
        data = panel.model.mimeData([panel.model.index(row, number) for number in range(3)])
        paths = [Path(url.toLocalFile()) for url in data.urls()]
        assert paths == [folder / states[1].file_name, folder / states[0].file_name]  # what it needs, too
        assert all(path.is_file() for path in paths)
        assert panel.model.supportedDragActions() == Qt.DropAction.CopyAction
        drop(panel, paths)  # its own
        qtbot.waitUntil(lambda: "passed over" in panel.bar.text.text(), timeout=WAIT_MS)
        assert window.queue.jobs == []
        with service.open_library() as library:
            service.remove_states(library, [states[0].id, states[1].id], delete=True)
        drop(panel, [exported])
        jobs_over(qtbot, window, 1)
        qtbot.waitUntil(lambda: column(panel) == ["state 0"], timeout=WAIT_MS)
        assert entries()["state 0"].tags == ("kept",)  # imported, not stored

    def test_a_damaged_state_is_asked_for(
        self,
        qtbot: QtBot,
        window: MainWindow,
        damaged: Path,
        tmp_path: Path,
        lib: Callable[[], LibraryPanel],
    ) -> None:
        panel = lib()
        drop(panel, [damaged])
        jobs_over(qtbot, window, 1)
        assert window.queue.jobs[0].state is State.FAILED
        qtbot.waitUntil(lambda: "was not stored" in panel.bar.text.text(), timeout=WAIT_MS)
        assert "--keep" not in panel.bar.text.text()
        panel.bar.button.click()
        jobs_over(qtbot, window, 2)
        qtbot.waitUntil(lambda: column(panel, HEALTH) == ["damaged"], timeout=WAIT_MS)
        assert window.panels.library_actions is not None
        window.panels.library_actions.keep.setChecked(True)
        octets = bytearray(damaged.read_bytes())
        octets[250_000] ^= 1
        other = tmp_path / "other.bin"
        other.write_bytes(octets)
        drop(panel, [other])
        jobs_over(qtbot, window, 3)
        assert window.queue.jobs[2].state is State.DONE
        qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)

    def test_a_cancelled_restore_leaves_nothing(
        self, qtbot: QtBot, window: MainWindow, tmp_path: Path, lib: Callable[[], LibraryPanel]
    ) -> None:
        with service.open_library() as library:
            series(library, tmp_path, 1)
        panel = lib()
        out = tmp_path / "out"
        out.mkdir()
        select(panel, "state 0")
        run(window, "restore")
        asked = cast("RestoreDialog", dialog(qtbot, window, RestoreDialog))
        asked.place.setText(str(out / "x"))
        asked.accept()
        qtbot.waitUntil(lambda: bool(window.queue.jobs), timeout=WAIT_MS)
        window.queue.cancel(window.queue.jobs[0])
        jobs_over(qtbot, window, 1)
        if window.queue.jobs[0].state is State.CANCELLED:
            assert os.listdir(out) == []
        else:
            assert (out / "x").read_bytes() == variant(0)
