"""Paints rows of the library: heads of groups, series as trees, tags as chips, two lines where narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QWidget,
)

from qmigui.gui.colours import faint, mixed
from qmigui.gui.directions import in_row, isolated
from qmigui.gui.library_columns import HEALTH, NAME, STORED, TAGS, Columns, size_text, time_text
from qmigui.gui.library_model import ENTRY_ROLE, GROUP_ROLE, INDENT_ROLE, OPEN_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.service import Entry

Index = QModelIndex | QPersistentModelIndex
_PAD = 5
_GAP = 4
_CONTROL = QStyle.ControlElement.CE_ItemViewItem
_BRANCH = QStyle.PrimitiveElement.PE_IndicatorBranch
_SELECTED = QStyle.StateFlag.State_Selected
_CHILDREN = QStyle.StateFlag.State_Children
_OPEN = QStyle.StateFlag.State_Open
_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_LEADING = int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_ELIDE = Qt.TextElideMode.ElideRight


class StateDelegate(QStyledItemDelegate):
    """Paints the cells of names and of tags; Qt's own delegate, which is quicker, the others.

    Attributes:
        is_compact: everything stands in the first column, in two lines.
        is_tree: states of a group stand in.
    """

    def __init__(self, columns: Columns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.is_compact = False
        self.is_tree = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        column = index.column()
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.text, cell.icon = "", QIcon()
        widget = option.widget
        style = widget.style()
        style.drawControl(_CONTROL, cell, painter, widget)
        painter.save()
        painter.setClipRect(cell.rect)
        pen = _Pen(painter, cell)
        group = index.data(GROUP_ROLE)
        if group is not None:
            if column == NAME:
                self._paint_head(pen, index, widget)
        elif (entry := index.data(ENTRY_ROLE)) is None:
            pass  # on its way
        elif column == TAGS:
            pen.chips(pen.inside, entry.tags)
        else:
            self._paint_name(pen, entry, index)
        painter.restore()

    def _paint_head(self, pen: _Pen, index: Index, widget: QWidget) -> None:
        branch = QStyleOption()
        branch.initFrom(widget)
        step = pen.step
        place = QRect(pen.rect.left(), pen.rect.top(), step, pen.rect.height())
        branch.rect = QStyle.visualRect(pen.direction, pen.rect, place)
        branch.state |= _CHILDREN | (_OPEN if index.data(OPEN_ROLE) else QStyle.StateFlag.State_None)
        if pen.is_selected:
            branch.state |= _SELECTED
        branch.palette.setColor(QPalette.ColorRole.Text, pen.text)
        branch.palette.setColor(QPalette.ColorRole.WindowText, pen.text)
        widget.style().drawPrimitive(_BRANCH, branch, pen.painter, widget)
        place = pen.inside.adjusted(step, 0, 0, 0)
        if not self.is_compact:
            pen.write(place, str(index.data()), is_bold=True)
            return
        first, second = _halves(place)
        pen.write(first, str(index.data()), is_bold=True)
        size = index.model().index(index.row(), STORED).data()
        pen.write(second, str(size), is_faint=True)

    def _paint_name(self, pen: _Pen, entry: Entry, index: Index) -> None:
        indent = index.data(INDENT_ROLE) or 0
        lead = pen.connect(indent) if self.is_tree and indent else 0
        place = pen.inside.adjusted(lead, 0, 0, 0)
        if not self.is_compact:
            pen.write(place, entry.name)
            return
        first, second = _halves(place)
        date = time_text(entry.created)[:10]
        wide = pen.metrics.horizontalAdvance(date)
        if first.width() > 3 * wide:
            pen.write(first.adjusted(first.width() - wide, 0, 0, 0), date, is_faint=True)
            first.adjust(0, 0, -wide - 2 * _GAP, 0)
        pen.write(first, entry.name)
        if entry.health.value != "clean":
            side = pen.metrics.ascent()
            drawing = index.model().index(index.row(), HEALTH).data(_DECORATION)
            pen.draw(second.adjusted(second.width() - side, 0, 0, 0), drawing, side)
            second.adjust(0, 0, -side - _GAP, 0)
        locale = QLocale()
        parts = [entry.machine or "", size_text(entry.ram_size, locale), size_text(entry.stored_size, locale)]
        told = in_row(filter(None, parts), " · ")
        wide = min(pen.metrics.horizontalAdvance(told) + 2, second.width())
        pen.write(second.adjusted(0, 0, wide - second.width(), 0), told, is_faint=True)
        pen.chips(second.adjusted(wide + 2 * _GAP, 0, 0, 0), entry.tags)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """An editor as high as one line, where the name stands."""
        rect = QRect(option.rect)
        if self.is_compact:
            rect.setHeight(max(rect.height() // 2 + 2, editor.sizeHint().height()))
        editor.setGeometry(rect)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was typed."""
        model.setData(index, editor.property("text"))


def _halves(place: QRect) -> tuple[QRect, QRect]:
    """The places of two lines."""
    half = place.height() // 2
    first = QRect(place.left(), place.top() + 2, place.width(), half - 1)
    return first, QRect(place.left(), place.top() + half, place.width(), half - 2)


class _Pen:
    """Writes into one cell, from the leading side."""

    def __init__(self, painter: QPainter, cell: QStyleOptionViewItem) -> None:
        self.painter = painter
        self.rect: QRect = QRect(cell.rect)
        self.inside = self.rect.adjusted(_PAD, 0, -_PAD, 0)
        self.direction = cell.direction
        self.font: QFont = cell.font
        self.metrics = QFontMetrics(self.font)
        self.step = self.metrics.height()
        self.is_selected = bool(cell.state & _SELECTED)
        palette: QPalette = cell.palette
        active = bool(cell.state & QStyle.StateFlag.State_Active)
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        role = QPalette.ColorRole
        self.text = palette.color(group, role.HighlightedText if self.is_selected else role.Text)
        self.base = palette.color(group, role.Highlight if self.is_selected else role.Base)
        self.faint = (
            mixed(self.text, self.base, 0.92) if self.is_selected else faint(palette, self.base, group)
        )

    def write(self, place: QRect, text: str, *, is_bold: bool = False, is_faint: bool = False) -> None:
        """Text, as much as fits."""
        font = QFont(self.font)
        font.setBold(is_bold)
        self.painter.setFont(font)
        self.painter.setPen(self.faint if is_faint else self.text)
        shown = QFontMetrics(font).elidedText(text, _ELIDE, place.width())
        where = QStyle.visualRect(self.direction, self.rect, place)
        align = QStyle.visualAlignment(self.direction, Qt.AlignmentFlag(_LEADING))
        self.painter.drawText(where, int(align), isolated(shown))

    def draw(self, place: QRect, drawing: QIcon, side: int) -> None:
        """A drawing in the middle of the height of a place."""
        square = QRect(QPoint(place.left(), place.center().y() - side // 2 + 1), QSize(side, side))
        drawing.paint(self.painter, QStyle.visualRect(self.direction, self.rect, square))

    def connect(self, indent: int) -> int:
        """The line from the state that this one needs; how much room it takes."""
        step = self.step
        lead = step * min(indent, 6)
        if indent > 1:
            middle = self.rect.center().y()
            left = self.rect.left() + _PAD + lead - step + step // 3
            colour = QColor(self.faint)
            self.painter.setPen(QPen(colour, 1))
            ends = [QPoint(left, self.rect.top()), QPoint(left, middle), QPoint(left + step // 2, middle)]
            if self.direction == _RIGHT_TO_LEFT:
                ends = [QPoint(self.rect.left() + self.rect.right() - one.x(), one.y()) for one in ends]
            self.painter.drawPolyline(ends)
        return lead

    def chips(self, place: QRect, tags: Sequence[str]) -> None:
        """Tags, and how many more there are."""
        paint_chips(
            self.painter, place, self.rect, tags, self.font, self.text, self.base, self.direction
        )


def chip_width(tag: str, metrics: QFontMetrics) -> int:
    """How wide a chip is."""
    return metrics.horizontalAdvance(tag) + metrics.height() * 4 // 5


def paint_chips(
    painter: QPainter,
    place: QRect,
    frame: QRect,
    tags: Sequence[str],
    font: QFont,
    text: QColor,
    base: QColor,
    direction: Qt.LayoutDirection,
) -> None:
    """Paint tags as chips, as many as fit, from the leading side of *place* in *frame*."""
    metrics = QFontMetrics(font)
    high = min(metrics.height() + 2, place.height() - 2)
    left = place.left()
    painter.save()
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, tag in enumerate(tags):
        rest = len(tags) - number - 1
        more = chip_width(f"+{rest}", metrics) + _GAP if rest else 0
        wide = chip_width(tag, metrics)
        room = place.right() + 1 - left - more
        label = tag
        if wide > room:
            if number or room < 3 * metrics.height():
                label = f"+{rest + 1}"
                wide = chip_width(label, metrics)
                if wide > place.right() + 1 - left:
                    break
                rest = -1
            else:
                wide = room
                label = metrics.elidedText(tag, _ELIDE, wide - metrics.height() * 4 // 5)
        box = QRect(left, place.center().y() - high // 2 + 1, wide, high)
        box = QStyle.visualRect(direction, frame, box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(text, base, 0.14))
        painter.drawRoundedRect(QRectF(box), high / 2, high / 2)
        painter.setPen(text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), isolated(label))
        left += wide + _GAP
        if rest < 0:
            break
    painter.restore()
