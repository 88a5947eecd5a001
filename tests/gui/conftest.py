"""Fixtures for the window; Qt is loaded by pytest-qt.

``QMIGUI_SCREENSHOTS=DIR`` keeps pictures of the main situations there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from qmigui import data_files
from qmigui.gui import language
from qmigui.gui.main_window import MainWindow
from tests.builders import StreamBuilder
from tests.corpus import samples
from tests.gui import catalogues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView

WAIT_MS = 25_000
"""Long, as a shared machine may be slow; nothing waits for it when all is well."""


@pytest.fixture(scope="session", autouse=True)
def platform(qapp: QApplication) -> None:
    """Told where output is not caught: tests/gui/test_real_display.py wants to know."""
    print(f"windows by {qapp.platformName()}")


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """English, whatever the desktop speaks; afterwards too, if the test wanted another language."""
    language.install(qapp, language.ENGLISH)
    yield
    language.install(qapp, language.ENGLISH)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues of the checkout, compiled now."""
    folder = tmp_path_factory.mktemp("catalogues")
    catalogues.compile_all(folder)
    return folder


@pytest.fixture
def speak(qapp: QApplication, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has all that is made from now on speak a language."""
    monkeypatch.setattr(data_files, "translations", lambda: compiled)

    def spoken(code: str) -> None:
        assert language.install(qapp, code) == code

    return spoken


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window, shown; closed afterwards, whatever goes on in it."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    yield window
    monkeypatch.setattr(MainWindow, "_may_stop", lambda *_: True)
    window.close()


@pytest.fixture
def state() -> Path:
    """A real saved machine."""
    return samples().case("isapc-on-7.2").file("stream.bin").path()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A stream of a few elements."""
    stream = StreamBuilder()
    for number in range(4):
        fields = [("a", "uint32", b"\0\0\0\1"), ("b", "uint16", b"\0\1")]
        stream = stream.full(f"dev{number}", values=fields, section_id=number + 3)
    path = tmp_path / "small.bin"
    path.write_bytes(stream.build())
    return path


@pytest.fixture
def damaged(tmp_path: Path, state: Path) -> Path:
    """The same with a footer that names another section, and a page record with odd flags."""
    octets = bytearray(state.read_bytes())
    place = octets.rindex(b"\x7e\0\0\0", 0, len(octets) - 30_000)
    octets[place + 4] ^= 0x55
    path = tmp_path / "damaged.bin"
    path.write_bytes(octets)
    return path


@pytest.fixture
def show(window: MainWindow, qtbot: QtBot) -> Callable[[Path], DocumentView]:
    """Opens a file and waits until its tree is there and its check is over."""

    def opened(path: Path) -> DocumentView:
        window.files.open_file(path)
        view = window.files.front()
        assert view is not None
        document = view.document
        qtbot.waitUntil(
            lambda: bool(document.failure)
            or (view.is_open and document.is_complete and document.problems.is_complete),
            timeout=WAIT_MS,
        )
        if not document.failure:
            qtbot.waitUntil(lambda: document.model.rowCount() > 0, timeout=WAIT_MS)
        return view

    return opened


def picture(widget: QWidget, name: str) -> None:
    """Keep a picture, if somebody wants them."""
    if place := os.environ.get("QMIGUI_SCREENSHOTS"):
        Path(place).mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(Path(place, f"{name}.png")))
