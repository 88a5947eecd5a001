"""Texts of the machine in a window whose layout is from right to left.

Names, paths, offsets and the engine's words are read from left to right in any language.  Without
care, the brackets, quotes and signs at their ends jump to the other side in an Arabic window.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit

_ISOLATE = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_FIGURE = "\N{RIGHT-TO-LEFT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"

FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
"""Where numbers stand in a column: ones under ones, which are at the right of a number in any script."""


class _Isolating(QStyledItemDelegate):
    """Paints each cell in the direction of its own text; the place in the cell is that of the layout."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As usual, with the text set apart."""
        super().initStyleOption(option, index)
        if option.text:
            option.text = isolated(option.text)


def isolated(text: str) -> str:
    """The text, kept apart from the direction of what is around it, where that is from right to left."""
    if QGuiApplication.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return text
    # Arabic digits have no strong direction: in "١٦ MiB" the unit would be the first that has one.
    is_figure = unicodedata.bidirectional(text[:1] or " ") == "AN"
    return (_FIGURE if is_figure else _ISOLATE).format(text)


def in_row(parts: Iterable[str], mark: str) -> str:
    """Parts one after the other from the leading side, each read in its own direction."""
    row = mark.join(isolated(part) for part in parts)
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return _FIGURE.format(row) if is_mirrored else row


def in_text(text: str) -> str:
    """The text as a line of its own in a message, from the side that the window begins at."""
    apart = isolated(text)
    return apart if apart == text else f"\N{RIGHT-TO-LEFT MARK}{apart}"


def lead(widget: QLabel | QLineEdit) -> None:
    """Have text of any direction stand at the leading side: Qt puts Latin to the left in any window."""
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        widget.setAlignment(FIGURES)


def isolate_cells(view: QAbstractItemView) -> None:
    """Have the cells of a view keep their own directions; costs nothing in a window from left to right."""
    if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        view.setItemDelegate(_Isolating(view))
