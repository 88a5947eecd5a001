"""What the window remembers between two runs: a small INI file.

Never in Qt's own place: the file stands where platformdirs puts it, so that a
test can move it by setting ``XDG_CONFIG_HOME``.
"""

from __future__ import annotations

import enum
import os
from pathlib import Path
from typing import NamedTuple

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from qmigui.gui.numbers import Base

MOST_RECENT = 12
_MOST_MARKS = 200


class Appearance(enum.Enum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _open() -> QSettings:
    path = platformdirs.user_config_path("qmigui", appauthor=False) / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def _text(key: str, default: str = "") -> str:
    value = _value(key)
    return value if isinstance(value, str) else default


def _bytes(key: str) -> QByteArray:
    value = _value(key)
    return value if isinstance(value, QByteArray) else QByteArray()


def _value(key: str) -> object:
    """What the file has, of whatever type: it may be damaged, or edited by hand."""
    try:
        return _open().value(key)
    except (RuntimeError, TypeError, ValueError, OverflowError):
        return None


def _json(key: str) -> object:
    text = _text(key)
    if not text:
        return None
    import json  # not before it is needed: an empty window is to be there at once

    try:
        return json.loads(text)
    except ValueError:
        return None  # edited by hand


def appearance() -> Appearance:
    """The colours chosen last."""
    try:
        return Appearance(_text("window/appearance", Appearance.SYSTEM.value))
    except ValueError:
        return Appearance.SYSTEM  # edited by hand, or by a later version


def set_appearance(value: Appearance) -> None:
    """Remember the colours."""
    _open().setValue("window/appearance", value.value)


def language() -> str | None:
    """The code of the language chosen last; None: that of the desktop."""
    return _text("window/language") or None


def set_language(code: str | None) -> None:
    """Remember the language."""
    _open().setValue("window/language", code or "")


def number_base() -> Base:
    """The base of numbers chosen last."""
    try:
        return Base(_text("window/base", Base.BOTH.value))
    except ValueError:
        return Base.BOTH


def set_number_base(value: Base) -> None:
    """Remember the base of numbers."""
    _open().setValue("window/base", value.value)


class Preferences(NamedTuple):
    """What the user chooses in the settings.

    Attributes:
        library: folder of the library; empty: the usual one.
        level: how hard to compress: ``fast``, ``default`` or ``small``.
        threads: that compress; 0: as many as there are processors, four at most.
        keep_damaged: keep states with errors too.
        base: of numbers.
        appearance: colours.
        language: code of a catalogue; empty: as the desktop.
        reopens: open at the start what was open at the end.
    """

    library: str = ""
    level: str = "default"
    threads: int = 0
    keep_damaged: bool = False
    base: Base = Base.BOTH
    appearance: Appearance = Appearance.SYSTEM
    language: str = ""
    reopens: bool = True

    def store_arguments(self) -> list[str]:
        """Those of them that ``--store`` takes."""
        arguments = ["--level", self.level]
        arguments += ["--threads", str(self.threads)] if self.threads else []
        return arguments + (["--keep-damaged"] if self.keep_damaged else [])


LEVELS = ("fast", "default", "small")
MOST_THREADS = 64


def preferences() -> Preferences:
    """What was chosen last."""
    level, threads = _text("library/level"), _text("library/threads")
    folder = _text("library/folder")
    return Preferences(
        library=folder if os.path.isabs(folder) and "\0" not in folder else "",
        level=level if level in LEVELS else "default",
        threads=min(int(threads), MOST_THREADS) if threads.isascii() and threads.isdigit() else 0,
        keep_damaged=_text("library/keep-damaged") == "true",
        base=number_base(),
        appearance=appearance(),
        language=language() or "",
        reopens=_text("window/reopens", "true") != "false",
    )


def set_preferences(value: Preferences) -> None:
    """Remember all of them."""
    store = _open()
    store.setValue("library/folder", value.library)
    store.setValue("library/level", value.level)
    store.setValue("library/threads", str(value.threads))
    store.setValue("library/keep-damaged", "true" if value.keep_damaged else "false")
    store.setValue("window/reopens", "true" if value.reopens else "false")
    set_number_base(value.base)
    set_appearance(value.appearance)
    set_language(value.language or None)


_ENVIRONMENT = "QMIGUI_LIBRARY"
_told: list[str] = []
"""The folder that :func:`tell_library` put into the environment."""


def library_is_given() -> bool:
    """Whether the environment says which library is used, whatever the settings say."""
    given = os.environ.get(_ENVIRONMENT, "")
    return bool(given) and _told != [given]


def tell_library() -> None:
    """Have this process, and those that it starts, use the library of the settings."""
    if library_is_given():
        return
    folder = preferences().library
    _told[:] = [folder] if folder else []
    if folder:
        os.environ[_ENVIRONMENT] = folder
    else:
        os.environ.pop(_ENVIRONMENT, None)


def session() -> dict[str, object]:
    """What was open last; see :meth:`qmigui.gui.open_files.OpenFiles.session`."""
    value = _json("window/session")
    return value if isinstance(value, dict) else {}


def set_session(value: dict[str, object]) -> None:
    """Remember what is open."""
    _open().setValue("window/session", _dump(value))


def geometry() -> QByteArray:
    """Place and size of the window as Qt saved it; empty at first."""
    return _bytes("window/geometry")


def layout() -> QByteArray:
    """Where its panels are, as Qt saved it; empty at first."""
    return _bytes("window/layout")


def set_geometry(value: QByteArray, layout: QByteArray) -> None:
    """Remember place and size of the window, and where its panels are."""
    store = _open()
    store.setValue("window/geometry", value)
    store.setValue("window/layout", layout)


def recent() -> list[str]:
    """Names of states opened last, the newest first."""
    value = _json("files/recent")
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def add_recent(name: str | Path) -> None:
    """A state has been opened."""
    names = [str(name), *(other for other in recent() if other != str(name))][:MOST_RECENT]
    _open().setValue("files/recent", _dump(names))


def clear_recent() -> None:
    """Forget which files were opened."""
    _open().remove("files/recent")


def library_view() -> dict[str, object]:
    """How the library was shown last: see :mod:`qmigui.gui.library_memory`."""
    value = _json("library/view")
    return value if isinstance(value, dict) else {}


def set_library_view(value: dict[str, object]) -> None:
    """Remember how the library is shown."""
    _open().setValue("library/view", _dump(value))


def _dump(value: object) -> str:
    import json

    return json.dumps(value)


def _marks_key(name: str | Path) -> str:
    import hashlib

    return "bookmarks/" + hashlib.sha256(str(name).encode("utf-8", "surrogateescape")).hexdigest()[:24]


class Bookmark(NamedTuple):
    """A place in a state.

    Attributes:
        offset: of the element.
        name: of it.
        comment: of the user; may be empty.
    """

    offset: int
    name: str
    comment: str = ""


def bookmarks(name: str | Path) -> list[Bookmark]:
    """The bookmarks in a state."""
    value = _json(_marks_key(name))
    return [
        Bookmark(mark[0], *map(str, mark[1:]))
        for mark in (value if isinstance(value, list) else [])
        if isinstance(mark, list) and len(mark) in {2, 3} and isinstance(mark[0], int)
    ]


def set_bookmarks(name: str | Path, marks: list[Bookmark]) -> None:
    """Remember the bookmarks in a state."""
    if marks:
        _open().setValue(_marks_key(name), _dump(marks[:_MOST_MARKS]))
    else:
        _open().remove(_marks_key(name))


def conversion_options() -> dict[str, object]:
    """The options of a conversion chosen last."""
    value = _json("conversion/options")
    return value if isinstance(value, dict) else {}


def set_conversion_options(value: dict[str, object]) -> None:
    """Remember the options of a conversion."""
    _open().setValue("conversion/options", _dump(value))
