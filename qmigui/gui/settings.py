"""What the window remembers between two runs: a small INI file.

Never in Qt's own place: the file stands where platformdirs puts it, so that a
test can move it by setting ``XDG_CONFIG_HOME``.
"""

from __future__ import annotations

import enum
from pathlib import Path

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
    value = _open().value(key, default, type=str)
    return value if isinstance(value, str) else default


def _bytes(key: str) -> QByteArray:
    value = _open().value(key, QByteArray(), type=QByteArray)
    return value if isinstance(value, QByteArray) else QByteArray()


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


def recent() -> list[Path]:
    """Files opened last, the newest first."""
    value = _json("files/recent")
    return [Path(name) for name in value if isinstance(name, str)] if isinstance(value, list) else []


def add_recent(path: Path) -> None:
    """A file has been opened."""
    paths = [path, *(other for other in recent() if other != path)][:MOST_RECENT]
    _open().setValue("files/recent", _dump([str(each) for each in paths]))


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


def _marks_key(path: Path) -> str:
    import hashlib

    return "bookmarks/" + hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def bookmarks(path: Path) -> list[tuple[int, str]]:
    """The bookmarks of a file: offset and name."""
    value = _json(_marks_key(path))
    return [
        (mark[0], str(mark[1]))
        for mark in (value if isinstance(value, list) else [])
        if isinstance(mark, list) and len(mark) == 2 and isinstance(mark[0], int)
    ]


def set_bookmarks(path: Path, marks: list[tuple[int, str]]) -> None:
    """Remember the bookmarks of a file."""
    if marks:
        _open().setValue(_marks_key(path), _dump(marks[:_MOST_MARKS]))
    else:
        _open().remove(_marks_key(path))


def conversion_options() -> dict[str, object]:
    """The options of a conversion chosen last."""
    value = _json("conversion/options")
    return value if isinstance(value, dict) else {}


def set_conversion_options(value: dict[str, object]) -> None:
    """Remember the options of a conversion."""
    _open().setValue("conversion/options", _dump(value))
