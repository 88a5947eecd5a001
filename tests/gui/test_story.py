"""From end to end, with the real service and the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus import CorpusFile, samples

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qmigui.gui.file_panel import FilePanel
    from qmigui.gui.main_window import MainWindow

WAIT_MS = 60_000


@pytest.fixture
def stream() -> CorpusFile:
    return samples().case("m68k-virt-7.2").file("stream.bin")


def looked_at(window: MainWindow, qtbot: QtBot) -> FilePanel:
    """The panel in front, as soon as it has an answer."""
    panel = window.current_panel()
    assert panel is not None
    qtbot.waitUntil(lambda: panel.convert_button.isEnabled() or panel.problem.isVisible(), timeout=WAIT_MS)
    return panel


def test_look_convert_open_and_convert_back(
    window: MainWindow, stream: CorpusFile, tmp_path: Path, qtbot: QtBot
) -> None:
    source = tmp_path / "vm.bin"
    source.write_bytes(stream.read())
    window.open_file(source)
    panel = looked_at(window, qtbot)
    assert not panel.problem.text()
    assert "virt" in panel.info.toPlainText()
    panel.convert_to(tmp_path / "vm.ber")
    qtbot.waitUntil(panel.result.isVisible, timeout=WAIT_MS)
    assert "Written" in panel.result.text()

    panel._open_result.click()
    other = looked_at(window, qtbot)
    assert other is not panel
    assert other.is_ber
    other.convert_to(tmp_path / "back.bin")
    qtbot.waitUntil(other.result.isVisible, timeout=WAIT_MS)
    assert (tmp_path / "back.bin").read_bytes() == stream.read()


def test_a_damaged_stream_is_shown_with_its_error(
    window: MainWindow, stream: CorpusFile, tmp_path: Path, qtbot: QtBot
) -> None:
    source = tmp_path / "cut.bin"
    source.write_bytes(stream.read()[:3000])
    window.open_file(source)
    panel = looked_at(window, qtbot)
    assert str(source) in panel.problem.text()
    assert "Traceback" not in panel.problem.text()
