"""How every table of the window looks: rows, no grid, widths by characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView

from qmigui.gui.directions import isolate_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    dress_table(table, model, name, widths, row_height)
    return table


def dress_table(
    table: QTableView,
    model: QAbstractItemModel,
    name: str,
    widths: Mapping[int, int],
    row_height: float = 1.35,
) -> None:
    """Make a table look as :func:`plain_table` does.

    Args:
        table: new.
        model: what it shows.
        name: for those who do not see it; translated.
        widths: of columns, in average characters.
        row_height: in heights of the font.
    """
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
    header = table.horizontalHeader()
    for column, width in widths.items():
        # Some languages have longer words than English.
        least = header.sectionSizeHint(column)
        table.setColumnWidth(column, max(least, int(metrics.averageCharWidth() * 1.15 * width)))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    isolate_cells(table)


def choose_row(table: QTableView, row: int) -> None:
    """Make a row the current one, and the only one that is selected.

    ``QTableView.selectRow`` does nothing at all where layouts are from right to left (Qt 6.11).
    """
    table.setCurrentIndex(table.model().index(row, 0))


def fit_words(table: QTableView, column: int, words: Iterable[str]) -> None:
    """Make room in a column for the longest of the words that stand in it, with an icon beside it."""
    metrics = table.fontMetrics()
    style = table.style()
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    icon = style.pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, table)
    widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
    table.setColumnWidth(column, max(table.columnWidth(column), widest + icon + 4 * margin + 2))
