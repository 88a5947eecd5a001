"""The library in the window, with a real one in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from qmigui import service
from qmigui.gui import library_model
from qmigui.gui.library_model import HEALTH, MACHINE, NAME, SIZE, TAGS
from qmigui.gui.library_panel import LibraryPanel
from tests.corpus import samples
from tests.gui.conftest import WAIT_MS

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from qmigui.gui.main_window import MainWindow

CASES = {"small": "m68k-virt-7.2", "large": "isapc-on-7.2"}
NAMES = sorted(CASES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the library that is used."""
    monkeypatch.setenv("QMIGUI_LIBRARY", str(tmp_path / "library"))
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
def panel(qtbot: QtBot, folder: Path, files: list[Path]) -> LibraryPanel:
    """A library with both."""
    with service.open_library() as library:
        for path in files:
            service.store_state(library, str(path))
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    return panel


def column(panel: LibraryPanel, number: int) -> list[str]:
    model = panel.model
    return [model.index(row, number).data() for row in range(model.rowCount())]


def select(panel: LibraryPanel, name: str) -> None:
    panel.table.selectRow(column(panel, NAME).index(name))


def test_an_empty_one_says_what_to_do(qtbot: QtBot, folder: Path) -> None:
    panel = LibraryPanel()
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.isVisible()
    assert not panel.table.isVisible()


def test_the_model(panel: LibraryPanel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(panel.model)
    assert sorted(column(panel, NAME)) == sorted(NAMES)
    assert set(column(panel, HEALTH)) <= {"clean", "warnings"}


def test_sorting_is_the_database_s(panel: LibraryPanel) -> None:
    panel.table.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert column(panel, NAME) == sorted(NAMES, reverse=True)
    panel.table.sortByColumn(SIZE, Qt.SortOrder.AscendingOrder)
    assert column(panel, NAME) == ["small", "large"]


def test_the_first_are_there_at_once_and_then_all(
    qtbot: QtBot, panel: LibraryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_model, "FIRST", 1)
    panel.model.renew()
    assert column(panel, NAME) == ["small"] or column(panel, NAME) == ["large"]
    assert panel.model.canFetchMore()
    panel._show()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
    assert sorted(column(panel, NAME)) == sorted(NAMES)
    qtbot.waitUntil(lambda: panel.told.text().startswith("2"), timeout=WAIT_MS)


def test_search(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.search.setText("machine:isapc")
    qtbot.waitUntil(lambda: column(panel, MACHINE) == ["isapc"], timeout=WAIT_MS)
    panel.search.setText("size:>")
    qtbot.waitUntil(lambda: "needs a value" in panel.told.text(), timeout=WAIT_MS)
    assert column(panel, MACHINE) == ["isapc"]  # what was shown stays
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)


def test_rename_and_tags(panel: LibraryPanel) -> None:
    select(panel, "large")
    index = panel.table.selectionModel().selectedRows()[0]
    assert panel.model.setData(index, "before the upgrade")
    panel.tag("keep")
    select(panel, "before the upgrade")
    panel.tag("old")
    assert "keep, old" in column(panel, TAGS)
    select(panel, "before the upgrade")
    panel.untag("keep")
    with service.open_library() as library:
        assert service.find_state(library, "before the upgrade").tags == ("old",)


def test_another_program_changes_it(qtbot: QtBot, panel: LibraryPanel) -> None:
    with service.open_library() as library:
        service.rename_state(library, "small", "renamed elsewhere")
    qtbot.waitUntil(lambda: "renamed elsewhere" in column(panel, NAME), timeout=WAIT_MS)


def test_removal(panel: LibraryPanel, folder: Path) -> None:
    select(panel, "small")
    panel.remove()
    assert column(panel, NAME) == ["large"]
    assert len(list(folder.glob("*.qst.zst"))) == 1


def test_drop_store_and_open(qtbot: QtBot, window: MainWindow, folder: Path, files: list[Path]) -> None:
    window.panels.library_dock.show()
    qtbot.waitUntil(lambda: "library" in window.panels.__dict__, timeout=WAIT_MS)
    panel = window.panels.library
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    copy, left, none = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    panel.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    qtbot.waitUntil(lambda: not window.queue.unfinished, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
    panel.table.doubleClicked.emit(panel.model.index(column(panel, NAME).index("large"), NAME))
    view = window.files.front()
    assert view is not None
    qtbot.waitUntil(lambda: view.document.is_complete, timeout=WAIT_MS)
    assert view.document.form == "binary"
    restored = files[0].with_name("restored")
    with service.open_library() as library:
        service.restore_state(library, "large", str(restored))
    assert restored.read_bytes() == files[1].read_bytes()
