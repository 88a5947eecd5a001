"""Finds text on screen that has no room: everything that shows words is measured against its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from qmigui.gui.status import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

MNEMONIC = re.compile(r"&(?!&)(\w)")
_HTML = re.compile(r"</?[a-z]+>")
_SLACK = 1
"""Points that rounding may cost."""

_SHOWN_WHOLE = int(Qt.TextFlag.TextShowMnemonic)


def clipped(top: QWidget) -> list[str]:
    """What in a window or dialog has less room than its words need, a line for each."""
    found = []
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and _is_on(top, widget):
            found += [f"{type(widget).__name__}: {words}" for words in _too_long(widget)]
    return found


def _is_on(top: QWidget, widget: QWidget) -> bool:
    """Whether any of it is to be seen: Qt moves docks that are behind others out of the window."""
    return top.rect().intersects(QRect(widget.mapTo(top, widget.rect().topLeft()), widget.size()))


def _too_long(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo_box(widget)
    elif isinstance(widget, QLineEdit):
        yield from _placeholder(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QMenuBar):
        yield from _menu_bar(widget)


def _width(metrics: QFontMetrics, words: str) -> int:
    return metrics.size(_SHOWN_WHOLE, words).width()


def _label(label: QLabel) -> Iterator[str]:
    if not label.text() or isinstance(label, ElidedLabel):
        return  # that one is for paths, which are never short enough
    place = label.contentsRect()
    margins = 2 * label.margin() + max(0, label.indent())
    if label.wordWrap() or _HTML.search(label.text()):
        height = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if height > label.height() + _SLACK:
            yield f"{label.text()!r} is {height} high in {label.height()}"
    longest = max(_word_widths(label)) if label.wordWrap() else _plain_width(label)
    if longest + margins > place.width() + _SLACK:
        yield f"{label.text()!r} is {longest} wide in {place.width()}"


def _plain_width(label: QLabel) -> int:
    if _HTML.search(label.text()):
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setHtml(label.text())
        return int(document.idealWidth())
    return _width(label.fontMetrics(), label.text())


def _word_widths(label: QLabel) -> list[int]:
    """Of what cannot be broken; Japanese and Chinese can anywhere."""
    words = re.sub(r"<[^>]*>", " ", label.text()).split()
    western = [word for word in words if word.isascii()] or [""]
    return [label.fontMetrics().horizontalAdvance(word) for word in western]


def _button(button: QAbstractButton) -> Iterator[str]:
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    is_icon = isinstance(button, QToolButton) and button.toolButtonStyle() == icon_only
    if not button.text() or is_icon:
        return
    hint = button.minimumSizeHint() if isinstance(button, QPushButton) else button.sizeHint()
    if hint.width() > button.width() + _SLACK or hint.height() > button.height() + _SLACK:
        yield f"{button.text()!r} needs {hint.toTuple()}, has {button.size().toTuple()}"


def _combo_box(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
    for number in range(0 if box.isEditable() else box.count()):
        words = box.itemText(number)
        if (need := _width(box.fontMetrics(), words)) > room + _SLACK:
            yield f"{words!r} is {need} wide in {room}"


def _placeholder(line: QLineEdit) -> Iterator[str]:
    if line.text() or not line.placeholderText() or line.placeholderText() in line.toolTip():
        return
    need = _width(line.fontMetrics(), line.placeholderText())
    if need > line.width() - 4:
        yield f"{line.placeholderText()!r} is {need} wide in {line.width()}"


def _header(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal:
        return
    margin = 2 * header.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header)
    for section in range(header.count()):
        words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        need = _width(header.fontMetrics(), words) + margin
        if words and not header.isSectionHidden(section) and need > header.sectionSize(section) + _SLACK:
            yield f"{words!r} is {need} wide in {header.sectionSize(section)}"


def _tabs(bar: QTabBar) -> Iterator[str]:
    if bar.elideMode() == Qt.TextElideMode.ElideMiddle:
        return  # names of files
    for number in range(bar.count()):
        words, room = bar.tabText(number), bar.tabRect(number).width()
        if (need := _width(bar.fontMetrics(), words)) > room:
            yield f"{words!r} is {need} wide in {room}"


def _menu_bar(bar: QMenuBar) -> Iterator[str]:
    for action in bar.actions():
        place = bar.actionGeometry(action)
        if action.isVisible() and not bar.rect().contains(place):
            yield f"{action.text()!r} is outside of the bar"


def cut_cells(view: QAbstractItemView, columns: list[int]) -> list[str]:
    """Cells of these columns, which hold words of ours, that are cut."""
    model = view.model()
    found = []
    for row in range(min(model.rowCount(view.rootIndex()), 200)):
        for column in columns:
            index = model.index(row, column, view.rootIndex())
            need, room = view.sizeHintForIndex(index).width(), view.visualRect(index).width()
            if need > room + _SLACK:
                found.append(f"{index.data()!r} needs {need}, has {room}")
    return found


def same_mnemonics(widget: QWidget) -> list[str]:
    """Menus and dialogs in which a letter with Alt means two things."""
    found = []
    bars = [bar for bar in widget.findChildren(QMenuBar) if bar.isVisible()]
    for menu in (*bars, *widget.findChildren(QMenu)):
        texts = [action.text() for action in menu.actions() if action.isVisible()]
        found += [f"{menu.objectName() or type(menu).__name__}: {both}" for both in _twice(texts)]
    if not bars:
        visible = [each for each in widget.findChildren(QWidget) if each.isVisible()]
        texts = [each.text() for each in visible if isinstance(each, QAbstractButton)]
        texts += [each.text() for each in visible if isinstance(each, QLabel) and each.buddy() is not None]
        found += [f"{widget.windowTitle()}: {both}" for both in _twice(texts)]
    return found


def _twice(texts: list[str]) -> list[str]:
    letters: dict[str, list[str]] = {}
    for text in texts:
        for letter in MNEMONIC.findall(text):
            letters.setdefault(letter.casefold(), []).append(text)
    return [" and ".join(group) for group in letters.values() if len(group) > 1]


def outside(top: QWidget) -> list[str]:
    """Visible children that reach over the edge of the window's own place."""
    found = []
    for child in top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        place = QRect(child.pos(), child.size())
        is_shown = child.isVisible() and not child.isWindow() and _is_on(top, child)
        if is_shown and not top.rect().contains(place):
            found.append(f"{type(child).__name__} {place.getRect()} in {top.size().toTuple()}")
    return found
