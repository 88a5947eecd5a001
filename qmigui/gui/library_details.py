"""All that is known of the state that is selected, and its note, which is edited in place."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontDatabase, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.colours import faint
from qmigui.gui.directions import in_row, isolated, lead
from qmigui.gui.language import listed
from qmigui.gui.library_columns import Columns, long_time_text, share_text, size_text
from qmigui.gui.library_delegate import chip_width, paint_chips

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from qmigui.service import Details, Entry

_MOST_LISTED = 20
_GAP = 4


class Chips(QWidget):
    """Tags, in as many lines as they take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: Sequence[str] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_tags(self, tags: Sequence[str]) -> None:
        """Show these."""
        self._tags = tags
        self.setAccessibleName(", ".join(tags))
        self.setVisible(bool(tags))
        self.updateGeometry()
        self.update()

    def _lines(self, width: int) -> list[list[str]]:
        lines: list[list[str]] = [[]]
        left = 0
        for tag in self._tags:
            wide = chip_width(tag, self.fontMetrics()) + _GAP
            if lines[-1] and left + wide > width:
                lines.append([])
                left = 0
            lines[-1].append(tag)
            left += wide
        return lines

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 6

    def heightForWidth(self, width: int) -> int:
        """As many lines as they take."""
        return self._line_height() * len(self._lines(width))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(40, self.heightForWidth(max(40, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint them."""
        painter = QPainter(self)
        palette = self.palette()
        for number, tags in enumerate(self._lines(self.width())):
            place = self.rect()
            place.setTop(number * self._line_height())
            place.setHeight(self._line_height())
            paint_chips(
                painter,
                place,
                self.rect(),
                tags,
                self.font(),
                palette.color(QPalette.ColorRole.WindowText),
                palette.color(QPalette.ColorRole.Window),
                self.layoutDirection(),
            )


class NoteEdit(QPlainTextEdit):
    """A note; it is kept when the focus leaves it.

    Signals:
        kept: id of the state, its note as it was, and the new one.
        left: the user wants to go back to the list.
    """

    kept = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Write a note"))
        self.setAccessibleName(self.tr("Note"))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        lines = self.fontMetrics().lineSpacing()
        self.setFixedHeight(lines * 4 + 14)
        self._id = ""
        self._before = ""

    @property
    def is_changed(self) -> bool:
        """Whether there is something to keep."""
        return bool(self._id) and self.toPlainText().strip() != self._before

    def show_note(self, identity: str, note: str) -> None:
        """Show the note of a state; what has been typed is kept first, of the same state it goes on."""
        if self.is_changed:
            if identity == self._id and self.hasFocus():
                return
            self.keep()
        if (identity, note) == (self._id, self._before):
            return
        self._id, self._before = identity, note
        self.setPlainText(note)

    def keep(self) -> None:
        """Keep what has been typed."""
        if self.is_changed:
            before, self._before = self._before, self.toPlainText().strip()
            self.kept.emit(self._id, before, self._before)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what has been typed; it, and Ctrl+Return, lead to the list."""
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._before)
            self.left.emit()
        elif is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Value(QLineEdit):
    """One line that can be selected and moved in, never cut off for good: hashes, paths."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrame(False)
        self.setAccessibleName(words)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMinimumWidth(40)
        lead(self)
        self.setTextMargins(-2, 0, -2, 0)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def setText(self, text: str | None) -> None:
        """Another text, from its start."""
        super().setText(text or "")
        self.setCursorPosition(0)
        self.setToolTip(text or "")


class LibraryDetails(QScrollArea):
    """The panel.

    Args:
        columns: what they say.

    Signals:
        state_wanted: key of a state that is to be shown.
        tags_wanted: tags are to be changed.
    """

    state_wanted = Signal(object)
    tags_wanted = Signal()

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Details of the state"))
        self.shown: Details | None = None
        self.title = self._label()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.chips = Chips()
        self.tags = QPushButton(self.tr("Tags…"))
        self.tags.setAutoDefault(False)
        self.tags.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.tags.clicked.connect(self.tags_wanted)
        self.note = NoteEdit()
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(3)
        self._form.setHorizontalSpacing(10)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows: dict[str, QLabel | _Value] = {}
        self._labels: list[QLabel] = []
        self._make_rows()
        self._inner = QWidget()
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.tags, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        for widget in (self.chips, self.note):
            layout.addWidget(widget)
        layout.addLayout(self._form)
        layout.addStretch(1)
        self.setWidget(self._inner)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        self.update_colours()
        self.show_nothing()

    def update_colours(self) -> None:
        """The palette has changed."""
        palette = QPalette()
        palette.setColor(
            QPalette.ColorRole.WindowText, faint(palette, palette.color(QPalette.ColorRole.Window))
        )
        for label in self._labels:
            label.setPalette(palette)

    def _label(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMinimumWidth(40)
        lead(label)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return label

    def _make_rows(self) -> None:
        for name, words in (
            ("health", self.tr("Health")),
            ("problems", self.tr("Problems")),
            ("machine", self.tr("Machine")),
            ("ram", self.tr("RAM")),
            ("size", self.tr("Size")),
            ("stored", self.tr("Stored")),
            ("created", self.tr("Created")),
            ("added", self.tr("Added")),
            ("verified", self.tr("Verified")),
            ("parent", self.tr("Delta of")),
            ("children", self.tr("Needed by")),
            ("form", self.tr("Form")),
            ("uuid", self.tr("Guest UUID")),
            ("devices", self.tr("Sections")),
            ("id", self.tr("ID")),
            ("sha256", self.tr("SHA-256")),
            ("file", self.tr("File")),
        ):
            is_long = name in {"id", "sha256", "file", "uuid"}
            field: QLabel | _Value = _Value(words) if is_long else self._label()
            if name in {"parent", "children"}:
                field = QLabel()
                field.setWordWrap(True)
                lead(field)
                field.setTextFormat(Qt.TextFormat.RichText)
                field.setTextInteractionFlags(
                    Qt.TextInteractionFlag.LinksAccessibleByMouse
                    | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
                )
                field.linkActivated.connect(lambda link: self.state_wanted.emit(int(link)))
            label = QLabel(words)
            self._labels.append(label)
            label.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
            label.setBuddy(field)
            self._form.addRow(label, field)
            self._rows[name] = field

    def _set(self, name: str, text: str) -> None:
        field = self._rows[name]
        field.setText(text)
        self._form.setRowVisible(field, bool(text))

    def _clear(self) -> None:
        for name in self._rows:
            self._set(name, "")

    def show_nothing(self, words: str | None = None) -> None:
        """No state is selected, or several."""
        self.shown = None
        self.note.show_note("", "")
        self.title.setText(self.tr("No state is selected") if words is None else words)
        self.chips.set_tags(())
        self.tags.hide()
        self.note.hide()
        self._clear()

    def show_several(self, entries: Sequence[Entry], count: int) -> None:
        """Several are selected: what they have in common."""
        self.show_nothing(self.tr("%n state(s) selected", "", count))
        if len(entries) == count:
            common = set(entries[0].tags).intersection(*(entry.tags for entry in entries))
            self.chips.set_tags(sorted(common))
            self._set("size", self._size(sum(entry.raw_size for entry in entries)))
            self._set("stored", self._size(sum(entry.stored_size for entry in entries)))
        self.tags.show()

    def show_details(self, details: Details) -> None:
        """Show all that is known of a state."""
        entry, locale = details.entry, QLocale()
        self.shown = details
        self.title.setText(entry.name)
        self.chips.set_tags(entry.tags)
        self.tags.show()
        self.note.show()
        self.note.show_note(entry.id, entry.note)
        columns = self._columns
        health = columns.health_words[entry.health.value]
        self._set("health", f"{health}: {details.failure}" if details.failure else health)
        self._set("problems", self._problems(details))
        machine = [entry.machine or "", entry.arch or ""]
        if entry.qemu:
            machine.append(self.tr("QEMU {0}").format(entry.qemu))
        self._set("machine", ", ".join(part for part in machine if part))
        blocks = [
            in_row((block.name, size_text(block.used_length, locale)), ": ")
            for block in details.blocks[:_MOST_LISTED]
        ]
        if len(details.blocks) > _MOST_LISTED:
            blocks.append(self.tr("and %n more", "", len(details.blocks) - _MOST_LISTED))
        self._set("ram", "\n".join(filter(None, [self._size(entry.ram_size), *blocks])))
        self._set("size", self._exact(entry.raw_size))
        share = share_text(entry.ratio)
        level = self.tr("level {0}").format(entry.level)
        self._set("stored", listed(filter(None, [self._exact(entry.stored_size), share, level])))
        self._set("created", long_time_text(entry.created))
        self._set("added", long_time_text(entry.stored))
        self._set(
            "verified",
            self.tr("never") if entry.verified is None else long_time_text(entry.verified),
        )
        parents = _links(details.parents)
        if entry.parent and not details.parents:
            parents = escape(self.tr("{0}, which is missing").format(entry.parent[:8]))
        self._set("parent", parents)
        self._set("children", _links(details.children))
        form = columns.forms.get(entry.form, entry.form)
        self._set("form", self.tr("{0}, from {1}").format(form, entry.source) if entry.source else form)
        self._set("uuid", details.info.uuid or "" if details.info is not None else "")
        self._set("devices", ", ".join(details.devices))
        self._set("id", entry.id)
        self._set("sha256", entry.raw_sha256)
        self._set("file", str(details.path))

    def _size(self, size: int | None) -> str:
        return isolated(size_text(size, QLocale())) if size is not None else ""

    def _exact(self, size: int) -> str:
        locale = QLocale()
        return self.tr("{0} ({1} bytes)").format(size_text(size, locale), locale.toString(size))

    def _problems(self, details: Details) -> str:
        count = sum(details.problem_counts.values())
        lines = [_problem_text(problem) for problem in details.problems[:_MOST_LISTED]]
        if count > len(lines) and lines:
            lines.append(self.tr("and %n more", "", count - len(lines)))
        return "\n".join(lines)


def _links(entries: Sequence[Entry]) -> str:
    return "<br>".join(f'<a href="{entry.key}">{escape(entry.name)}</a>' for entry in entries[:_MOST_LISTED])


def _problem_text(problem: dict[str, Any]) -> str:
    offset = problem.get("offset")
    parts = [f"{offset:#x}" if isinstance(offset, int) else "", str(problem.get("path") or "")]
    words = f"{problem.get('severity', '?')}: {problem.get('message', '')}"
    return ": ".join([part for part in parts if part] + [words])
