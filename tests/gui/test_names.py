"""States that are not simply a file: of the library, in an image, at an offset, packed."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qmigui import service
from qmigui.gui import settings
from qmigui.gui.convert_dialog import ConvertDialog
from qmigui.gui.snapshot_dialog import SnapshotDialog
from qmigui.service import naming
from tests.carriers import Qcow2
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.main_window import MainWindow

    Show = Callable[[str | Path], DocumentView]


class TestNaming:
    @pytest.mark.parametrize(
        ("name", "absolute", "short"),
        [
            ("vm.bin", "{0}/vm.bin", "vm.bin"),
            ("disk.qcow2#a/b#c", "{0}/disk.qcow2#a/b#c", "disk.qcow2#a/b#c"),
            ("disk.qcow2@0x10", "{0}/disk.qcow2@0x10", "disk.qcow2@0x10"),
            ("file:disk.qcow2,offset=16", "file:{0}/disk.qcow2,offset=16", "disk.qcow2,offset=16"),
            ("library:web", "library:web", "web"),
            ("unix:/run/x", "unix:/run/x", "unix:/run/x"),
            ("really#there", "{0}/really#there", "really#there"),
        ],
    )
    def test_parts(
        self, name: str, absolute: str, short: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for file in ("disk.qcow2", "really#there"):
            Path(file).touch()
        found = naming.absolute_name(name)
        assert found == absolute.format(os.getcwd())
        assert naming.absolute_name(found) == found
        assert naming.short_name(found) == short

    def test_results_stand_beside_what_they_are_made_of(self, tmp_path: Path) -> None:
        image = tmp_path / "disk.qcow2"
        image.touch()
        assert naming.beside(f"{image}#before / after") == tmp_path / "disk-before - after.qcow2"
        assert naming.beside(str(image)) == image
        assert naming.beside("library:web").parent == Path.home()


def octets_of(view: DocumentView, length: int) -> bytes:
    assert view.document.source is not None
    return view.document.source.read(0, length)


class TestSnapshots:
    @pytest.fixture
    def image(self, tmp_path: Path, state: Path) -> Path:
        path = tmp_path / "disk.qcow2"
        octets = state.read_bytes()
        path.write_bytes(Qcow2([("first", octets), ("second", octets), ("disk only", b"")]).build())
        return path

    def test_one_of_several_is_asked_for(
        self, window: MainWindow, image: Path, state: Path, qtbot: QtBot
    ) -> None:
        window.files.open_file(image)
        qtbot.waitUntil(lambda: window.findChild(SnapshotDialog) is not None, timeout=WAIT_MS)
        dialog = window.findChild(SnapshotDialog)
        assert dialog is not None
        picture(dialog, "snapshots")
        model = dialog.list.model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["first", "second"]
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
        view = window.files.front()
        assert view is not None
        qtbot.waitUntil(lambda: view.is_open and view.document.problems.is_complete, timeout=WAIT_MS)
        assert view.document.name == f"{image}#first"
        assert window.windowTitle() == "disk.qcow2#first - qmigui"
        assert octets_of(view, 1 << 16) == state.read_bytes()[: 1 << 16]
        assert "snapshot first" in window.status.form.text()
        assert "not in the file" in window.status.form.toolTip()
        assert settings.recent()[0] == f"{image}#first"
        view.go_to(view.document.size // 2)
        view.toggle_bookmark()
        assert settings.bookmarks(f"{image}#first")
        assert not settings.bookmarks(image)
        # The copy has no name any more: nothing stays behind.
        assert not list(Path(window.files._scratch_name()).iterdir())
        # Chosen once more, it comes to the front.
        window.files.open_file(f"{image}#second")
        window.files.open_file(image)
        qtbot.waitUntil(
            lambda: any(each.isVisible() for each in window.findChildren(SnapshotDialog)), timeout=WAIT_MS
        )
        next(d for d in window.findChildren(SnapshotDialog) if d.isVisible()).accept()
        assert window.files.names() == [f"{image}#first", f"{image}#second"]
        assert window.files.currentIndex() == 1

    def test_nobody_wants_one(self, window: MainWindow, image: Path, qtbot: QtBot) -> None:
        window.files.open_file(image)
        qtbot.waitUntil(lambda: window.findChild(SnapshotDialog) is not None, timeout=WAIT_MS)
        dialog = window.findChild(SnapshotDialog)
        assert dialog is not None
        dialog.reject()
        assert window.files.names() == []

    def test_a_snapshot_is_converted(self, window: MainWindow, image: Path, qtbot: QtBot) -> None:
        window.convert([f"{image}#second"])
        dialog = window.findChild(ConvertDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: bool(dialog._forms), timeout=WAIT_MS)
        dialog.folder.setText("")
        (job,) = dialog.jobs()
        assert job.target == image.with_name("disk-second.ber")
        dialog.reject()


def test_of_the_library_at_an_offset_and_packed(
    window: MainWindow, state: Path, tmp_path: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    octets = state.read_bytes()
    monkeypatch.setenv("QMIGUI_LIBRARY", str(tmp_path / "library"))
    with service.open_library() as library:
        kept = service.store_state(library, str(state)).entry
    (tmp_path / "vm.gz").write_bytes(gzip.compress(octets, 1))
    (tmp_path / "volume").write_bytes(b"\xff" * 4096 + octets)
    view = show(f"library:{kept.id}")
    assert kept.name in view.document.title
    assert "library" in window.status.form.text()
    assert octets_of(view, 1 << 16) == octets[: 1 << 16]
    view = show(tmp_path / "vm.gz")
    assert "gzip" in window.status.form.text()
    assert octets_of(view, 1 << 16) == octets[: 1 << 16]
    # In place, at the offsets of the file.
    view = show(f"{tmp_path}/volume@4096")
    assert not view.document.is_copied
    assert octets_of(view, 4100) == b"\xff" * 4096 + octets[:4]
    names = [f"library:{kept.id}", str(tmp_path / "vm.gz"), f"{tmp_path}/volume@4096"]
    assert window.files.names() == names
    assert [name for name in settings.recent() if name in names] == names[::-1]


def test_what_can_be_read_once_is_refused(window: MainWindow, show: Show) -> None:
    view = show("unix:/nowhere/at/all")
    assert "only once" in view._failure.text.toPlainText()


def test_unpacking_leaves_room_to_others(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmigui.errors import TransportError
    from qmigui.service import browsing

    (tmp_path / "scratch").mkdir()
    (tmp_path / "vm.gz").write_bytes(gzip.compress(state.read_bytes(), 1))
    monkeypatch.setattr(browsing, "ROOM_LEFT", 1 << 60)
    with pytest.raises(TransportError, match="needs more room"):
        browsing.Browser(str(tmp_path / "vm.gz"), tmp_path / "scratch")
    assert not list((tmp_path / "scratch").iterdir())
