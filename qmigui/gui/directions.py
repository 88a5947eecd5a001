"""Texts of the machine in a window whose layout is from right to left.

Names, paths, offsets and the engine's words are read from left to right in any language.  Without
care, the brackets, quotes and signs at their ends jump to the other side in an Arabic window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QAbstractItemView

_ISOLATE = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


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
    is_mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return _ISOLATE.format(text) if is_mirrored else text


def isolate_cells(view: QAbstractItemView) -> None:
    """Have the cells of a view keep their own directions; costs nothing in a window from left to right."""
    if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        view.setItemDelegate(_Isolating(view))
