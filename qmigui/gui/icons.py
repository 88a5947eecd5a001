"""Icons: our own drawings, black lines in the colour of text, the rest as drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap

from qmigui import data_files

_SIZES = (16, 32)
"""Each drawing takes its time; others are scaled from these."""

_LARGE = {"open": 64, "convert": 64, "export": 64, "library": 64, "error": 64}
_LINE = "#000"
_MIRRORED = {"back": "forward", "forward": "back"}
"""What stands for what where one reads from right to left."""

KINDS = (
    "kind-structure",
    "kind-section",
    "kind-container",
    "kind-number",
    "kind-octets",
    "kind-text",
    "kind-subsection",
    "kind-pages",
    "kind-zero-pages",
    "kind-other-pages",
    "kind-description",
    "kind-lost",
    "kind-group",
    "kind-waiting",
)
"""Icons of elements, by the number of their kind."""


def icon(name: str) -> QIcon:
    """An icon in the colours of the palette as it is now."""
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        name = _MIRRORED.get(name, name)
    palette = QGuiApplication.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText).name()
    grey = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    chosen = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText).name()
    return _drawn(name, normal, grey, chosen)


@lru_cache(maxsize=256)
def _drawn(name: str, normal: str, grey: str, chosen: str) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer

    result = QIcon()
    try:
        text = data_files.icon(name).read_text()
    except OSError:
        return result  # a broken install: the text beside it says the same
    modes = {QIcon.Mode.Normal: normal}
    if f'"{_LINE}"' in text:
        # Only rows of trees are ever selected, only buttons and actions ever greyed.
        modes |= {QIcon.Mode.Selected: chosen} if name in KINDS else {QIcon.Mode.Disabled: grey}
    sizes = (*_SIZES, _LARGE[name]) if name in _LARGE else _SIZES
    for mode, colour in modes.items():
        renderer = QSvgRenderer(QByteArray(text.replace(f'"{_LINE}"', f'"{colour}"').encode()))
        for side in sizes:
            pixmap = QPixmap(QSize(side, side))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            result.addPixmap(pixmap, mode)
    return result
