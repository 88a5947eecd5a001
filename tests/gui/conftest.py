"""Fixtures for the window; Qt is loaded by pytest-qt."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING

import pytest

import qmigui
from qmigui.errors import FormatError
from qmigui.gui.jobs import Conversion
from qmigui.gui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


class FakeInfo:
    """What the service says of a file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.form = "ber" if path.endswith(".ber") else "binary"

    def to_text(self) -> str:
        return f"machine isapc\nfile {self.path}"


def fake_info(path: str, **_options: object) -> FakeInfo:
    """Answer by the name of the file."""
    if "bad" in path:
        raise FormatError("needs 8 bytes, 5 left", offset=0x1F3A8, source=path)
    if "bug" in path:
        raise ZeroDivisionError("as a test wanted")
    return FakeInfo(path)


@pytest.fixture
def fake_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a service in place that answers at once, and an engine that does as its input says."""
    module = types.ModuleType("qmigui.service")
    module.info = fake_info  # type: ignore[attr-defined]
    module.BER = "ber"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "qmigui.service", module)
    monkeypatch.setattr(qmigui, "service", module, raising=False)
    monkeypatch.setattr(Conversion, "module", "tests.gui.fake_engine")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window, shown; closed afterwards."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    yield window
    for panel in window._all_panels():
        if panel.conversion:
            panel.conversion.stop_and_wait()
    window.close()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A file that begins as a stream does."""
    path = tmp_path / "vm.bin"
    path.write_bytes(b"QEVM")
    return path
