"""How every table of the window looks: rows, no grid, widths by characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QAbstractItemModel


def plain_table(
    model: QAbstractItemModel, name: str, widths: Mapping[int, int], row_height: float = 1.35
) -> QTableView:
    """A table of rows that are chosen whole.

    Args:
        model: what it shows.
        name: for those who do not see it; translated.
        widths: of columns, in average characters.
        row_height: in heights of the font.
    """
    table = QTableView()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(True)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(name)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    metrics = QFontMetricsF(table.font())
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(int(metrics.height() * row_height))
    for column, width in widths.items():
        table.setColumnWidth(column, int(metrics.averageCharWidth() * 1.15 * width))
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    return table
