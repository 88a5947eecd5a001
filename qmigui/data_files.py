"""Finds the files that are shipped beside the code: icons, translations, the manual.

In a checkout (and an editable install of it) they stand in ``resources/``,
``translations/`` and ``docs/`` at the top; a wheel carries them inside the package under
``_data/``.  The ASN.1 module is not looked for here: it is package data of
``qmigui.schema``.

This module must not know Qt.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def checkout_root() -> Path | None:
    """The top directory of the checkout that this code runs from.

    Returns:
        The directory, or None when the package is installed.
    """
    top = _PACKAGE.parent
    return top if (top / "pyproject.toml").is_file() and (top / "resources").is_dir() else None


def resources() -> Path:
    """The directory of icons (it need not exist in a broken install)."""
    return _directory("resources")


def translations() -> Path:
    """The directory of translation catalogues (it need not exist)."""
    return _directory("translations")


def docs() -> Path:
    """The directory of the manual's pages (it need not exist)."""
    return _directory("docs")


def icon(name: str) -> Path:
    """The SVG file of the icon *name*, e.g. ``qmigui``."""
    return resources() / "icons" / f"{name}.svg"


def _directory(name: str) -> Path:
    root = checkout_root()
    return root / name if root else _PACKAGE / "_data" / name
