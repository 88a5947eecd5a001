"""Light and dark colours.

Qt follows the desktop by itself where it knows how to ask it.  On bare X and
offscreen it does not: there an own palette takes its place.  All other code
takes colours from the palette only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from qmigui.gui.colours import CONTRAST, contrast, mixed
from qmigui.gui.settings import Appearance

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup

_LIGHT = {
    _Role.Window: "#f4f5f7",
    _Role.WindowText: "#1d2127",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f0f2f5",
    _Role.Text: "#1d2127",
    _Role.PlaceholderText: "#646c78",
    _Role.Button: "#eceef1",
    _Role.ButtonText: "#1d2127",
    _Role.BrightText: "#b3261e",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#1d2127",
    _Role.Highlight: "#1f66c1",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#1f66c1",
    _Role.Link: "#1f66c1",
    _Role.LinkVisited: "#6b4fa3",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#f7f8fa",
    _Role.Mid: "#b9bfc8",
    _Role.Dark: "#9aa1ac",
    _Role.Shadow: "#6b727d",
}
_DARK = {
    _Role.Window: "#23262c",
    _Role.WindowText: "#e4e7ec",
    _Role.Base: "#1a1d21",
    _Role.AlternateBase: "#212429",
    _Role.Text: "#e4e7ec",
    _Role.PlaceholderText: "#9aa3b0",
    _Role.Button: "#31353d",
    _Role.ButtonText: "#e4e7ec",
    _Role.BrightText: "#ff8a80",
    _Role.ToolTipBase: "#31353d",
    _Role.ToolTipText: "#e4e7ec",
    _Role.Highlight: "#2f74d0",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#4f94ee",
    _Role.Link: "#7ab1ff",
    _Role.LinkVisited: "#bda6f0",
    _Role.Light: "#454a54",
    _Role.Midlight: "#3a3f48",
    _Role.Mid: "#191b1f",
    _Role.Dark: "#15171a",
    _Role.Shadow: "#0c0d0f",
}
_GREYED = (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText)
_GREY = {False: "#8a919c", True: "#7a828e"}

_WEAK = (
    (_Role.PlaceholderText, _Role.Base, _Role.PlaceholderText),
    (_Role.PlaceholderText, _Role.Window, _Role.PlaceholderText),
    (_Role.HighlightedText, _Role.Highlight, _Role.Highlight),
    (_Role.HighlightedText, _Role.Highlight, _Role.HighlightedText),
    (_Role.Link, _Role.Base, _Role.Link),
    (_Role.Link, _Role.Window, _Role.Link),
)
"""Text, what it stands on, and what of the two is replaced."""

_MENDED = "qmigui-mended"

_SCHEMES = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


def apply(app: QApplication, appearance: Appearance) -> None:
    """Give all windows these colours, now."""
    app.setPalette(QPalette())
    app.styleHints().setColorScheme(_SCHEMES[appearance])
    dark = appearance is Appearance.DARK
    if appearance is not Appearance.SYSTEM and is_dark(app.palette()) != dark:
        app.setPalette(_palette(dark=dark))
    _mend(app)


def follow(app: QApplication) -> None:
    """The desktop has other colours from now on: what was mended of the old ones must not stay."""
    if app.property(_MENDED):
        app.setPalette(QPalette())
        _mend(app)


def _mend(app: QApplication) -> None:
    """Take our own colours for texts that a style leaves hard to read, as Qt's Fusion does."""
    palette = app.palette()
    own = _DARK if is_dark(palette) else _LIGHT
    weak = [
        role
        for text, ground, role in _WEAK
        if contrast(_on(palette, text, ground), palette.color(ground)) < CONTRAST
    ]
    app.setProperty(_MENDED, bool(weak))
    for role in weak:
        for group in (_Group.Active, _Group.Inactive):
            palette.setColor(group, role, QColor(own[role]))
    if weak:
        app.setPalette(palette)


def _on(palette: QPalette, text: QPalette.ColorRole, ground: QPalette.ColorRole) -> QColor:
    """A colour of text as it looks on its ground: it may let that through."""
    colour = palette.color(text)
    return mixed(colour, palette.color(ground), colour.alphaF())


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than what it stands on."""
    return palette.color(_Role.WindowText).lightness() > palette.color(_Role.Window).lightness()


def _palette(*, dark: bool) -> QPalette:
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in _GREYED:
        palette.setColor(_Group.Disabled, role, QColor(_GREY[dark]))
    return palette
