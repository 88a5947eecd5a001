"""The window in each language: it loads, its words have room, it is mirrored where the language is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QWidget

from qmigui import data_files
from qmigui.gui import app as program
from qmigui.gui import directions, icons, language, library_columns, problems_panel, settings
from qmigui.gui.jobs import Job
from qmigui.gui.main_window import MainWindow
from tests.gui import catalogues, clipping, situations
from tests.gui.conftest import WAIT_MS, picture

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from qmigui.gui.document_view import DocumentView

CODES = catalogues.codes()


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (["de-Latn-CH", "de-CH", "de-Latn", "de"], "de"),
        (["en-Latn-GB", "en-GB", "en", "de-DE", "de"], "en"),
        (["it-IT", "it", "fr-FR", "fr"], "fr"),
        (["zh-Hans-SG", "zh-SG", "zh-Hans", "zh"], "zh_CN"),
        (["zh-Hans-CN", "zh-CN", "zh-Hans", "zh"], "zh_CN"),
        (["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"], "en"),
        (["ar-Arab-MA", "ar-MA", "ar-Arab", "ar"], "ar"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_first_that_there_is(wanted: list[str], chosen: str) -> None:
    assert language.preferred(wanted, ["ar", "de", "fr", "zh_CN"]) == chosen


def test_names() -> None:
    names = {code: language.native_name(code) for code in ("en", "de", "fr", "es", "ja", "zh_CN", "ar")}
    assert names == {
        "en": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "ja": "日本語",
        "zh_CN": "简体中文",
        "ar": "العربية",
    }


def test_a_language_and_back(qapp: QApplication, speak: Callable[[str], None]) -> None:
    def words() -> tuple[str, str, str]:
        translate = QCoreApplication.translate
        own = translate("Menus", "&File"), translate("Status", "%n error(s)", "", 2)
        return *own, translate("QPlatformTheme", "Cancel")  # Qt's

    english = "&File", "2 errors", "Cancel"
    assert words() == english
    speak("de")
    assert words() == ("&Datei", "2 Fehler", "Abbrechen")
    assert QLocale().language() == QLocale.Language.German
    assert language.grouped(1_234_567) == "1.234.567"
    assert language.grouped(1 << 70) == f"{1 << 70:,}"
    assert language.percent(0.125, 1).startswith("12,5")
    assert language.install(qapp, "en") == "en"
    assert words() == english
    assert language.grouped(1_234_567) == "1,234,567"


def test_a_language_that_is_gone_is_no_reason_to_fail(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_files, "translations", lambda: tmp_path / "nothing")
    assert language.available() == []
    assert language.install(qapp, "de") == "en"


def test_the_setting_is_kept_and_used(speak: Callable[[str], None]) -> None:
    assert settings.language() is None
    settings.set_language("de")
    try:
        app = program.create_application()
        assert app.translate("Menus", "&File") == "&Datei"
    finally:
        settings.set_language(None)
    assert settings.language() is None


def test_the_desktop_is_followed(compiled: Path, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from qmigui import data_files; "
        f"data_files.translations = lambda: Path({str(compiled)!r}); "
        "from qmigui.gui import app; a = app.create_application(); "
        "print(a.translate('Menus', '&File'), a.layoutDirection().name)"
    )
    for system, wanted in (("de_CH.UTF-8", "&Datei LeftToRight"), ("C", "&File LeftToRight")):
        environment = {"PATH": "", "LANG": system, "QT_QPA_PLATFORM": "offscreen"}
        environment["XDG_CONFIG_HOME"] = str(tmp_path)
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=catalogues.ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == wanted


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[situations.Files]:
    """Files, and a library with some of them; nothing changes them."""
    folder = tmp_path_factory.mktemp("situations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QMIGUI_LIBRARY", str(folder / "library"))
        made = situations.make_files(folder)
        situations.fill_library(made)
        yield made


@pytest.mark.parametrize("code", [language.ENGLISH, *CODES])
def test_all_words_have_room(
    code: str, qtbot: QtBot, speak: Callable[[str], None], files: situations.Files
) -> None:
    """Each situation and dialog, measured."""
    speak(code)
    wrong: list[str] = []
    seen: set[str] = set()

    def look(name: str, widget: QWidget) -> None:
        seen.add(name)
        found = [*clipping.clipped(widget), *clipping.same_mnemonics(widget), *clipping.outside(widget)]
        if name in OWN_WORDS:
            view, columns = OWN_WORDS[name](widget)
            found += clipping.cut_cells(view, columns)
        wrong.extend(f"{name}: {each}" for each in found)
        picture(widget, f"{code}-{name}")

    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    situations.Tour(window, files, look).go()
    window.close()
    assert not wrong, "\n".join(wrong)
    assert len(seen) == 29


def _severities(window: QWidget) -> tuple[QAbstractItemView, list[int]]:
    assert isinstance(window, MainWindow)
    return window.panels.problems.table, [problems_panel.SEVERITY]


def _health(window: QWidget) -> tuple[QAbstractItemView, list[int]]:
    assert isinstance(window, MainWindow)
    return window.panels.library.table, [library_columns.HEALTH]


OWN_WORDS = {"problems": _severities, "library-wide": _health}
"""Columns that hold words of a fixed list."""


@pytest.mark.parametrize("code", [language.ENGLISH, *CODES])
def test_the_list_of_keys_has_no_marks_of_letters(
    code: str, qtbot: QtBot, speak: Callable[[str], None]
) -> None:
    """In Japanese and Chinese the letter is in brackets behind the words: ``ファイル(&F)``."""
    speak(code)
    window = MainWindow()
    qtbot.addWidget(window)
    shortcuts = window.menus.actions.shortcuts()
    assert len(shortcuts) > 20
    marked = [what for what, _ in shortcuts if "&" in what or what.endswith((")", "…"))]
    assert not marked


def test_every_dialog_is_among_the_situations() -> None:
    """Who adds a dialog shows it in tests/gui/situations.py too."""
    classes = catalogues.classes()
    kinds = {"QDialog", "QWizard"}
    while more := {name for name, bases in classes.items() if bases & kinds} - kinds:
        kinds |= more
    dialogs = kinds.intersection(classes) - set().union(*classes.values())  # no mere base of others
    assert {"CaptureDialog", "ConvertDialog"} <= dialogs
    told = Path(situations.__file__).read_text(encoding="utf-8")
    assert {name for name in dialogs if name not in told} == set()


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    """A language that is written from right to left, whether there is a catalogue yet or not."""
    folder = tmp_path / "arabic"
    folder.mkdir()
    shutil.copy(catalogues.path_of("de"), folder / "qmigui_ar.ts")
    subprocess.run(
        [sys.executable, catalogues.TOOL, "--compile", "--folder", folder, "--into", folder], check=True
    )
    monkeypatch.setattr(data_files, "translations", lambda: folder)
    assert language.install(qapp, "ar") == "ar"


@pytest.mark.usefixtures("arabic")
def test_arabic_is_mirrored_but_not_octets(
    window: MainWindow, state: Path, tmp_path: Path, qtbot: QtBot, show: Callable[[Path], DocumentView]
) -> None:
    view = show(state)
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert window.layoutDirection() == right
    assert view.state.tree.layoutDirection() == right
    # The first menu and the tree are at the right, the octets at the left of it.
    tree, octets = view.state.tree, view.bytes
    assert tree.mapTo(window, tree.rect().center()).x() > octets.mapTo(window, octets.rect().center()).x()
    for widget in (view.bytes, window.status.path, window.status.place, window.panels.ram.map):
        assert widget.layoutDirection() == left, type(widget).__name__
    assert isinstance(window.menus.actions.menus["help"], QWidget)
    bar = window.menuBar()
    assert bar.actionGeometry(bar.actions()[0]).x() > bar.actionGeometry(bar.actions()[1]).x()
    window.queue.add(Job(state, tmp_path / "vm.ber"))
    assert window.panels.jobs.current() is not None
    qtbot.waitUntil(lambda: not window.queue.unfinished, timeout=WAIT_MS)
    assert window.panels.jobs.open.isEnabled()
    window.convert([state])
    dialog = window.findChild(QDialog)
    assert dialog is not None
    assert dialog.layoutDirection() == right
    dialog.close()
    picture(window, "right-to-left")


@pytest.mark.usefixtures("arabic")
def test_rows_begin_at_the_right_where_one_reads_from_there(qapp: QApplication) -> None:
    row = "\u2067\u2068pc.ram\u2069: \u2067\u0661 MiB\u2069\u2069"
    assert directions.in_row(("pc.ram", "\u0661 MiB"), ": ") == row
    assert directions.in_text("web1") == "\u200f\u2068web1\u2069"
    label = QLabel("web1")
    directions.lead(label)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    assert label.alignment() & Qt.AlignmentFlag.AlignAbsolute
    language.install(qapp, "en")
    assert directions.in_row(("pc.ram", "1 MiB"), ": ") == "pc.ram: 1 MiB"
    assert directions.in_text("web1") == "web1"
    label = QLabel("web1")
    before = label.alignment()
    directions.lead(label)
    assert label.alignment() == before


@pytest.mark.usefixtures("arabic")
def test_marks_figures_and_arrows_where_one_reads_from_right_to_left(qapp: QApplication) -> None:
    lists = [language.listed(("a", "b")), language.listed(("a", "b"), ";")]
    assert [*lists, directions.isolated("\u0661 MiB")] == ["a\u060c b", "a\u061b b", "\u2067\u0661 MiB\u2069"]
    assert directions.isolated("'a'") == "\u2068'a'\u2069"
    back = icons.icon("back").pixmap(16).toImage()
    language.install(qapp, "en")
    assert [language.listed(("a", "b")), language.listed(("a", "b"), ";")] == ["a, b", "a; b"]
    assert directions.isolated("1 MiB") == "1 MiB"
    assert icons.icon("forward").pixmap(16).toImage() == back != icons.icon("back").pixmap(16).toImage()
