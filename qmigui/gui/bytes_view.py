"""The bytes of a file: offsets, hexadecimal, text; of any size, as only what is visible is read.

It knows nothing of elements: it is told which octets belong to which element, and
says which octet was chosen.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QToolTip, QWidget

from qmigui.gui.bytes_text import LINE, columns_of, hex_text, plain_text
from qmigui.gui.colours import FAULTY, MARKED, SELECTED, kind_colour, mixed, severity_colours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qmigui.gui.byte_source import ByteSource
    from qmigui.service.frames import RowRecord

MOST_COPIED = 16 << 20
"""Octets that go to the clipboard at once."""

_MOST_STEPS = 1 << 30
_SPAN_DELAY_MS = 25
_MARGIN = 6.0
_KINDS = 14
_PLAIN = 2
"""The kind whose colour is that of text."""
_Role = QPalette.ColorRole


class BytesView(QAbstractScrollArea):
    """The view.

    Signals:
        chosen: an octet was clicked, or reached by keyboard: its offset.
        selection_changed: offset and length of what is selected.
        spans_wanted: these octets are visible: from, to before.
    """

    chosen = Signal(object)
    selection_changed = Signal(object, object)
    spans_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: ByteSource | None = None
        self._size = 0
        self._top = 0  # number of the first visible line: more than a scroll bar can count
        self._cursor = self._anchor = 0
        self._mark: tuple[int, int] | None = None
        self._spans: list[RowRecord] = []
        self._span_starts: list[int] = []
        self._problems: Callable[[int, int], list[tuple[int, int, str]]] | None = None
        self._asked: tuple[int, int] | None = None
        self._describe: Callable[[RowRecord], str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SPAN_DELAY_MS)
        self._timer.timeout.connect(self._want_spans)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # offsets and octets, in any language
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setAccessibleName(self.tr("Bytes"))
        self.setAccessibleDescription(self.tr("The octets of the file, in hexadecimal and as text"))
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(self._on_action)
        bar.sliderMoved.connect(self._on_slider)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._measure()

    # -- what is shown ---------------------------------------------------------------------

    def set_source(self, source: ByteSource | None) -> None:
        """Show these octets."""
        self._source = source
        self._size = source.size if source is not None else 0
        self._top = self._cursor = self._anchor = 0
        self._mark = None
        self._measure()
        self._place_bar()
        self._changed()

    def set_spans(self, spans: Sequence[RowRecord]) -> None:
        """The innermost elements of the octets that were asked for, ascending."""
        self._spans = [span for span in spans if span.offset >= 0 and span.length > 0]
        self._span_starts = [span.offset for span in self._spans]
        self.viewport().update()

    def set_problems(self, ranges: Callable[[int, int], list[tuple[int, int, str]]]) -> None:
        """What tells places with problems between two offsets."""
        self._problems = ranges
        self.viewport().update()

    def set_description(self, describe: Callable[[RowRecord], str]) -> None:
        """What tells the text for an element under the pointer."""
        self._describe = describe

    def mark(self, offset: int, length: int, *, scroll: bool = True) -> None:
        """Mark the octets of an element, and have their beginning in sight."""
        self._mark = (offset, offset + length) if offset >= 0 else None
        if offset >= 0:
            self._cursor = self._anchor = min(offset, max(0, self._size - 1))
            if scroll:
                self._show(offset, min(length, 1 << 20))
            self.selection_changed.emit(offset, length)
        self.viewport().update()

    def go_to(self, offset: int) -> None:
        """Put the cursor on an octet and have it in sight."""
        self._set_cursor(offset, extend=False, tell=False)

    def refresh_spans(self) -> None:
        """More is known of the elements."""
        self._asked = None
        self._timer.start()

    @property
    def cursor_offset(self) -> int:
        """The octet that the cursor is on."""
        return self._cursor

    def selection(self) -> tuple[int, int]:
        """Offset and length of what is selected: the marked element, or what was dragged over."""
        if self._anchor == self._cursor and self._mark is not None and self._mark[0] == self._cursor:
            return self._mark[0], self._mark[1] - self._mark[0]
        first, last = sorted((self._anchor, self._cursor))
        return first, min(last + 1, self._size) - first

    # -- measures --------------------------------------------------------------------------

    def _measure(self) -> None:
        metrics = QFontMetricsF(self.font())
        self._char = metrics.horizontalAdvance("0")
        self._line = metrics.height() + 2
        self._ascent = metrics.ascent() + 1
        self._digits = max(8, len(f"{max(0, self._size - 1):x}"))
        self._hex_left = _MARGIN + (self._digits + 2) * self._char
        self._text_left = self._hex_left + (3 * LINE + 2) * self._char
        self._width = self._text_left + LINE * self._char + _MARGIN
        self._place_bar()

    def sizeHint(self) -> QSize:
        """Wide enough for all columns."""
        return QSize(int(self._width + self.verticalScrollBar().sizeHint().width() + 4), 400)

    @property
    def _lines(self) -> int:
        return -(-self._size // LINE)

    @property
    def _visible(self) -> int:
        return max(1, int(self.viewport().height() // self._line))

    @property
    def _max_top(self) -> int:
        return max(0, self._lines - self._visible)

    def _place_bar(self) -> None:
        """Have the scroll bar stand where the view does; it counts in 31 bits."""
        bar = self.verticalScrollBar()
        most = min(self._max_top, _MOST_STEPS)
        bar.blockSignals(True)
        bar.setRange(0, most)
        bar.setPageStep(max(1, min(self._visible, most or 1)))
        bar.setValue(self._top * most // self._max_top if self._max_top else 0)
        bar.blockSignals(False)
        side = self.horizontalScrollBar()
        side.setRange(0, max(0, int(self._width) - self.viewport().width()))
        side.setPageStep(max(1, self.viewport().width()))

    def _on_slider(self, value: int) -> None:
        most = self.verticalScrollBar().maximum()
        self._scroll_to(self._max_top * value // most if most else 0)

    def _on_action(self, action: int) -> None:
        steps = {
            QAbstractSlider.SliderAction.SliderSingleStepAdd.value: 3,
            QAbstractSlider.SliderAction.SliderSingleStepSub.value: -3,
            QAbstractSlider.SliderAction.SliderPageStepAdd.value: self._visible,
            QAbstractSlider.SliderAction.SliderPageStepSub.value: -self._visible,
            QAbstractSlider.SliderAction.SliderToMinimum.value: -self._lines,
            QAbstractSlider.SliderAction.SliderToMaximum.value: self._lines,
        }
        if action in steps:
            self._scroll_to(self._top + steps[action])
            bar = self.verticalScrollBar()
            bar.setSliderPosition(bar.value())

    def _scroll_to(self, top: int) -> None:
        top = max(0, min(top, self._max_top))
        if top != self._top:
            self._top = top
            self._place_bar()
            self._changed()

    def _show(self, offset: int, length: int = 1) -> None:
        """Scroll as far as needed for *offset* to be in sight, and what follows if it fits."""
        line = offset // LINE
        last = (offset + max(1, length) - 1) // LINE
        if self._top <= line < self._top + self._visible:
            if last >= self._top + self._visible and last - line < self._visible:
                self._scroll_to(last - self._visible + 1)
            return
        self._scroll_to(line - self._visible // 3)

    def _changed(self) -> None:
        """Other octets are in sight."""
        self.viewport().update()
        self._timer.start()

    def _want_spans(self) -> None:
        first = self._top * LINE
        last = min(self._size, first + (self._visible + 1) * LINE)
        if self._size and (first, last) != self._asked:
            self._asked = first, last
            self.spans_wanted.emit(first, last)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible lines."""
        palette = self.palette()
        painter = QPainter(self.viewport())
        # A painter takes the application's direction, in which pairs of digits would change places.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.fillRect(event.rect(), palette.color(_Role.Base))
        painter.translate(-self.horizontalScrollBar().value(), 0)
        painter.setFont(self.font())
        if self._source is None:
            return
        count = self._visible + 1
        first = self._top * LINE
        data = self._source.read(first, count * LINE)
        problems = self._problems(first, first + len(data)) if self._problems is not None else []
        self._paint_backgrounds(painter, first, len(data), problems)
        grey = palette.color(_Role.PlaceholderText)
        colours = [kind_colour(kind, palette) for kind in range(_KINDS)]
        for line in range(-(-len(data) // LINE)):
            offset = first + line * LINE
            piece = data[line * LINE : (line + 1) * LINE]
            y = int(line * self._line + self._ascent)
            painter.setPen(grey)
            painter.drawText(int(_MARGIN), y, f"{offset:0{self._digits}x}")
            self._paint_line(painter, offset, piece, y, colours)
        self._paint_problems(painter, first, len(data), problems)
        self._paint_cursor(painter)

    def _paint_line(
        self, painter: QPainter, offset: int, piece: bytes, y: int, colours: list[QColor]
    ) -> None:
        """The octets of one line, each stretch of one kind in its colour."""
        place = 0
        while place < len(piece):
            span, end = self._stretch(offset + place, offset + len(piece))
            kind = span.kind if span is not None else _PLAIN
            while end < offset + len(piece):  # elements of one kind are drawn together
                span, after = self._stretch(end, offset + len(piece))
                if (span.kind if span is not None else _PLAIN) != kind:
                    break
                end = after
            stop = end - offset
            painter.setPen(colours[kind])
            octets = piece[place:stop]
            x = self._hex_left + columns_of(place) * self._char
            painter.drawText(int(x), y, hex_text(octets, place))
            painter.drawText(int(self._text_left + place * self._char), y, plain_text(octets))
            place = stop

    def _stretch(self, offset: int, last: int) -> tuple[RowRecord | None, int]:
        """The element of an octet, and where it, or the octets that have none, end."""
        place = bisect_right(self._span_starts, offset) - 1
        following = self._span_starts[place + 1] if place + 1 < len(self._span_starts) else last
        if place >= 0:
            span = self._spans[place]
            end = span.offset + span.length
            if offset < end:
                return span, min(end, following, last)
            # The element before is over: what lies around it has the octet.
            for outer in reversed(self._spans[max(0, place - 64) : place]):
                if outer.offset + outer.length > offset:
                    return outer, min(outer.offset + outer.length, following, last)
        return None, max(offset + 1, min(following, last))

    def _boxes(self, first: int, last: int) -> list[QRectF]:
        """The rectangles of octets, in both columns, line by line, as far as they are visible."""
        top = self._top * LINE
        first, last = max(first, top), min(last, top + (self._visible + 1) * LINE, self._size)
        boxes = []
        while first < last:
            line = first // LINE
            begin, stop = first % LINE, min(LINE, last - line * LINE)
            y = (line - self._top) * self._line
            left = self._hex_left + columns_of(begin) * self._char
            right = self._hex_left + (columns_of(stop - 1) + 2) * self._char
            half = self._char / 2
            boxes.append(QRectF(left - half, y, right - left + 2 * half, self._line))
            text = self._text_left + begin * self._char
            boxes.append(QRectF(text, y, (stop - begin) * self._char, self._line))
            first = (line + 1) * LINE
        return boxes

    def _paint_backgrounds(
        self, painter: QPainter, first: int, length: int, problems: list[tuple[int, int, str]]
    ) -> None:
        palette = self.palette()
        base = palette.color(_Role.Base)
        highlight = palette.color(_Role.Highlight)
        colours = severity_colours(palette)
        for start, end, severity in problems:
            for box in self._boxes(start, end):
                painter.fillRect(box, mixed(colours[severity], base, FAULTY))
        if self._mark is not None:
            for box in self._boxes(*self._mark):
                painter.fillRect(box, mixed(highlight, base, MARKED))
        if self._anchor != self._cursor:
            low, high = sorted((self._anchor, self._cursor))
            for box in self._boxes(low, high + 1):
                painter.fillRect(box, mixed(highlight, base, SELECTED))

    def _paint_problems(
        self, painter: QPainter, first: int, length: int, problems: list[tuple[int, int, str]]
    ) -> None:
        """A line under octets with problems: a colour alone would not do."""
        colours = severity_colours(self.palette())
        for start, end, severity in problems:
            pen = painter.pen()
            pen.setColor(colours[severity])
            pen.setWidthF(1.6)
            painter.setPen(pen)
            for box in self._boxes(start, end):
                painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _paint_cursor(self, painter: QPainter) -> None:
        colour: QColor = self.palette().color(_Role.Highlight if self.hasFocus() else _Role.PlaceholderText)
        painter.setPen(colour)
        for box in self._boxes(self._cursor, self._cursor + 1):
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    # -- pointer ---------------------------------------------------------------------------

    def offset_at(self, point: QPoint) -> int | None:
        """The octet at a place of the viewport, or None."""
        x = point.x() + self.horizontalScrollBar().value()
        line = self._top + int(point.y() // self._line)
        if x >= self._text_left - self._char / 2:
            column = int((x - self._text_left) // self._char)
        elif x >= self._hex_left - self._char:
            place = (x - self._hex_left + self._char / 2) / self._char
            column = int((place - (1 if place >= 3 * (LINE // 2) else 0)) // 3)
        else:
            column = 0
        offset = line * LINE + max(0, min(column, LINE - 1))
        return offset if 0 <= offset < self._size else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor there."""
        offset = self.offset_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and offset is not None:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_cursor(offset, extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select by dragging."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            offset = self.offset_at(event.position().toPoint())
            if offset is not None and offset != self._cursor:
                self._set_cursor(offset, extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done it all."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by lines."""
        delta = event.angleDelta()
        if delta.y():
            steps = delta.y() / 40
            self._scroll_to(self._top - (int(steps) or (1 if steps > 0 else -1)))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the element under the pointer."""
        if isinstance(event, QHelpEvent):
            offset = self.offset_at(event.pos())
            span = self._stretch(offset, offset + 1)[0] if offset is not None else None
            if span is not None and self._describe is not None:
                QToolTip.showText(event.globalPos(), self._describe(span), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # -- keyboard --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_hex()
            return
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._anchor, self._cursor = 0, max(0, self._size - 1)
            self._tell_selection()
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        here, page = self._cursor, self._visible * LINE
        key = event.key()
        moves = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0 if control else here // LINE * LINE,
            Qt.Key.Key_End: self._size - 1 if control else here // LINE * LINE + LINE - 1,
        }
        if not control:  # with it they go from element to element, see the menu
            moves |= {Qt.Key.Key_Up: here - LINE, Qt.Key.Key_Down: here + LINE}
        target = moves.get(Qt.Key(key))
        if target is None or not self._size:
            super().keyPressEvent(event)
            return
        self._set_cursor(max(0, min(target, self._size - 1)), extend=extend)

    def _set_cursor(self, offset: int, *, extend: bool, tell: bool = True) -> None:
        self._cursor = max(0, min(offset, max(0, self._size - 1)))
        if not extend:
            self._anchor = self._cursor
        self._show(self._cursor)
        self.viewport().update()
        if tell and not extend:
            self.chosen.emit(self._cursor)
        else:
            self._tell_selection()

    def _tell_selection(self) -> None:
        self.viewport().update()
        self.selection_changed.emit(*self.selection())

    def selected_octets(self) -> bytes:
        """What is selected, up to a bound."""
        first, length = self.selection()
        return self._source.read(first, min(length, MOST_COPIED)) if self._source is not None else b""

    def copy_hex(self) -> None:
        """Put what is selected on the clipboard, in hexadecimal."""
        QGuiApplication.clipboard().setText(self.selected_octets().hex(" "))

    def copy_text(self) -> None:
        """Put what is selected on the clipboard, as text; dots for what is none."""
        QGuiApplication.clipboard().setText(plain_text(self.selected_octets()))

    # -- changes around it -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer lines are visible."""
        super().resizeEvent(event)
        self._top = min(self._top, self._max_top)
        self._place_bar()
        self._changed()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or palette."""
        if event.type() == QEvent.Type.FontChange:
            self._measure()
            self._changed()
        super().changeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Only sideways: up and down it scrolls by itself."""
        self.viewport().update()
