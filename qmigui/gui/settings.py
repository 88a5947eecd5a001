"""What the window remembers between two runs: a small INI file.

Never in Qt's own place: the file stands where platformdirs puts it, so that a
test can move it by setting ``XDG_CONFIG_HOME``.
"""

from __future__ import annotations

import enum

import platformdirs
from PySide6.QtCore import QByteArray, QSettings


class Appearance(enum.Enum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _open() -> QSettings:
    path = platformdirs.user_config_path("qmigui", appauthor=False) / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def appearance() -> Appearance:
    """The colours chosen last."""
    value = _open().value("window/appearance", Appearance.SYSTEM.value, type=str)
    try:
        return Appearance(value)
    except ValueError:
        return Appearance.SYSTEM  # edited by hand, or by a later version


def set_appearance(value: Appearance) -> None:
    """Remember the colours."""
    _open().setValue("window/appearance", value.value)


def geometry() -> QByteArray:
    """Place and size of the window as Qt saved it; empty at first."""
    value = _open().value("window/geometry", QByteArray(), type=QByteArray)
    return value if isinstance(value, QByteArray) else QByteArray()


def set_geometry(value: QByteArray) -> None:
    """Remember place and size of the window."""
    _open().setValue("window/geometry", value)
