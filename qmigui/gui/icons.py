"""Icons: our own drawings, black lines in the colour of text, the rest as drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qmigui import data_files

_SIZES = (16, 20, 24, 32, 48, 64)
_LINE = "#000"
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
    palette = QGuiApplication.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText).name()
    grey = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    chosen = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText).name()
    return _drawn(name, normal, grey, chosen)


@lru_cache(maxsize=256)
def _drawn(name: str, normal: str, grey: str, chosen: str) -> QIcon:
    result = QIcon()
    try:
        text = data_files.icon(name).read_text()
    except OSError:
        return result  # a broken install: the text beside it says the same
    for mode, colour in (
        (QIcon.Mode.Normal, normal),
        (QIcon.Mode.Disabled, grey),
        (QIcon.Mode.Selected, chosen),
    ):
        renderer = QSvgRenderer(QByteArray(text.replace(f'"{_LINE}"', f'"{colour}"').encode()))
        for side in _SIZES:
            pixmap = QPixmap(QSize(side, side))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            result.addPixmap(pixmap, mode)
    return result
