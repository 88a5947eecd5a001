"""The language of the window: which catalogues there are, and putting one of them to work.

English is in the code; each other language is a file ``qmigui_CODE.qm``, made by ``tools/translate``
from ``translations/qmigui_CODE.ts``.  Qt has catalogues of its own for the words in its dialogs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator

from qmigui import data_files
from qmigui.gui.plurals import EnglishPlurals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QApplication

ENGLISH = "en"
_PREFIX = "qmigui_"
_LEFT_TO_RIGHT = Qt.LayoutDirection.LeftToRight
_NAMES = {ENGLISH: "English", "es": "Español"}
"""Qt names the variant of a country: "American English", "español de España"."""

_installed: list[QTranslator] = []
"""What the last :func:`install` gave to the application."""


def available() -> list[str]:
    """The codes of all catalogues that are there, e.g. ``de`` and ``zh_CN``; English needs none."""
    catalogues = data_files.translations().glob(f"{_PREFIX}*.qm")
    return sorted(path.stem.removeprefix(_PREFIX) for path in catalogues)


def native_name(code: str) -> str:
    """What those who speak a language call it."""
    if code in _NAMES:
        return _NAMES[code]
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] if name else code


def preferred(wanted: Iterable[str], codes: Iterable[str]) -> str:
    """The first language somebody wants that there is a catalogue of.

    Args:
        wanted: as :meth:`QLocale.uiLanguages` lists them, e.g. ``de-CH`` and ``de``.
        codes: of catalogues.

    Returns:
        One of *codes*, or ``en``, also when English stands before them in the list.
    """
    by_name = {code.replace("_", "-"): code for code in codes}
    by_name[ENGLISH] = ENGLISH
    by_name["C"] = ENGLISH
    # zh-CN stands in no list of a reader of traditional characters; zh-Hans is what it means.
    if "zh-CN" in by_name:
        by_name["zh-Hans"] = by_name["zh-CN"]
    return next((by_name[name] for name in wanted if name in by_name), ENGLISH)


def install(app: QApplication, code: str | None = None) -> str:
    """Have all texts in one language, from now on; what is on screen is told by ``LanguageChange``.

    Also sets the default locale, in which numbers and sizes are written, and the direction of layouts.

    Args:
        app: the application.
        code: of a catalogue, or ``en``; None, or one that there is no catalogue of, for that of the desktop.

    Returns:
        The code of the language that was chosen.
    """
    codes = available()
    system = QLocale.system()
    chosen = code if code in {*codes, ENGLISH} else preferred(system.uiLanguages(), codes)
    for old in _installed:
        app.removeTranslator(old)
    _installed.clear()
    _add(app, EnglishPlurals(app))  # behind the others: for what a catalogue lacks
    if chosen != ENGLISH:
        _load(app, f"qtbase_{chosen}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        _load(app, f"{_PREFIX}{chosen}", str(data_files.translations()))
    # Numbers as the country writes them, where the language is that of the desktop.
    # The locale "C" would not set thousands apart.
    own = QLocale(chosen)
    is_of_desktop = code is None or own.language() == system.language()
    QLocale.setDefault(system if is_of_desktop and system.language() != QLocale.Language.C else own)
    app.setLayoutDirection(own.textDirection() if chosen != ENGLISH else _LEFT_TO_RIGHT)
    return chosen


def grouped(value: int) -> str:
    """A count with its thousands set apart, as the language does."""
    return QLocale().toString(value) if -_MOST <= value <= _MOST else f"{value:,}"


def percent(share: float, digits: int = 0) -> str:
    """A share as ``12.5 %``, as the language writes it."""
    locale = QLocale()
    return f"{locale.toString(100 * share, 'f', digits)}{locale.percent()}"


def listed(words: Iterable[str], mark: str = ",") -> str:
    """Words one after the other, with a comma or a semicolon between them as the language writes it."""
    is_arabic = QLocale().script() == QLocale.Script.ArabicScript
    return (_ARABIC_MARKS[mark] if is_arabic else f"{mark} ").join(words)


_ARABIC_MARKS = {",": "\N{ARABIC COMMA} ", ";": "\N{ARABIC SEMICOLON} "}
_MOST = (1 << 63) - 1
"""The largest number that Qt takes."""


def _load(app: QApplication, name: str, folder: str) -> None:
    """Install a catalogue; one that is not there, as Qt has not all languages, is no loss worth telling."""
    translator = QTranslator(app)
    if translator.load(name, folder):
        _add(app, translator)


def _add(app: QApplication, translator: QTranslator) -> None:
    app.installTranslator(translator)
    _installed.append(translator)
