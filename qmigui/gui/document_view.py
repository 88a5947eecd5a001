"""What the window shows of one file: the tree and beside it the bytes, which follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qmigui.gui import settings
from qmigui.gui.bytes_view import MOST_COPIED, BytesView
from qmigui.gui.colours import severity_colours
from qmigui.gui.history import History
from qmigui.gui.language import grouped
from qmigui.gui.message import FailurePage, WaitingPage
from qmigui.gui.numbers import Base, in_base, offset_text
from qmigui.gui.problems import severity_words
from qmigui.gui.settings import Bookmark
from qmigui.gui.state_model import shown_name
from qmigui.gui.state_view import StateView

if TYPE_CHECKING:
    from collections.abc import Callable

    from qmigui.gui.document import Document
    from qmigui.service.frames import RowRecord, Rows

_MOST_SPANS = 800


class DocumentView(QWidget):
    """Tree and bytes.

    Args:
        document: what is shown.
        place: to be shown when it can be opened; see :mod:`qmigui.gui.places`.

    Signals:
        located: where the user is now: path, offset and length.
        bookmarks_changed: a bookmark has come or gone.
    """

    located = Signal(str, object, object)
    bookmarks_changed = Signal()

    def __init__(
        self, document: Document, place: dict[str, Any] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.state = StateView(document.model)
        self.bytes = BytesView()
        self.history = History()
        self.bookmarks: list[Bookmark] = settings.bookmarks(document.name)
        self.wanted_place = place or {}
        self._at = self._path = self._span = self._find = 0
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.state)
        self.splitter.addWidget(self.bytes)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        self._waiting = WaitingPage(document.title)
        self._failure = FailurePage(document.title)
        self._pages = QStackedWidget()
        for page in (self._waiting, self.splitter, self._failure):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        document.opened.connect(self._on_opened)
        document.failed.connect(self._on_failed)
        document.unpacked_on.connect(self._waiting.tell)
        document.completed.connect(self.bytes.refresh_spans)
        document.problems.changed.connect(self._on_problems)
        self.state.picked.connect(self._on_picked)
        self.state.menu_wanted.connect(self.show_menu)
        self.state.bar.find_wanted.connect(self.search)
        self.state.bar.filter_changed.connect(self.apply_filter)
        self.bytes.chosen.connect(self._on_chosen)
        self.bytes.selection_changed.connect(self._on_selection)
        self.bytes.spans_wanted.connect(self._ask_spans)
        self.bytes.set_problems(document.problems.ranges)
        self.bytes.set_description(self._describe)
        self.update_colours()
        if document.is_opened:
            self._on_opened()  # another window had it before
        elif document.failure is not None:
            self._on_failed(document.failure, document.is_our_mistake)

    # -- opening -----------------------------------------------------------------------------

    def _on_opened(self) -> None:
        # A snapshot that has been chosen has bookmarks of its own.
        self.bookmarks = settings.bookmarks(self.document.name)
        self.bytes.set_source(self.document.source)
        self._pages.setCurrentWidget(self.splitter)
        whole = max(self.width(), 600)
        wanted = min(self.bytes.sizeHint().width(), whole // 2)
        self.splitter.setSizes([whole - wanted, wanted])
        if self.wanted_place:
            from qmigui.gui.places import Return

            Return(self, self.wanted_place)

    def _on_failed(self, text: str, is_bug: bool) -> None:
        self._failure.tell(text, is_bug=is_bug)
        self._pages.setCurrentWidget(self._failure)

    @property
    def is_open(self) -> bool:
        """Whether there is a tree to look at."""
        return self._pages.currentWidget() is self.splitter

    def _on_problems(self) -> None:
        self.state.tree.viewport().update()
        self.bytes.viewport().update()

    def update_colours(self) -> None:
        """The palette has changed."""
        self.document.model.update_colours(severity_colours(self.palette()))
        self.state.bar.update_icons()
        self.bytes.viewport().update()

    def set_base(self, base: Base) -> None:
        """Show numbers in this base."""
        self.document.model.set_base(base)

    def set_fixed_font(self, font: QFont) -> None:
        """The font of bytes, values and offsets."""
        self.bytes.setFont(font)
        self.document.model.set_font(font)

    # -- tree and bytes follow each other ------------------------------------------------------

    def _on_picked(self, record: RowRecord | None) -> None:
        if record is None:
            return
        self.history.visit(record.node, record.offset)
        if record.offset >= 0:
            self.bytes.mark(record.offset, record.length)
        self._tell_path(record.node, record.offset, record.length)

    def _on_chosen(self, offset: int) -> None:
        self._locate(offset, mark=True)

    def go_to(self, offset: int) -> None:
        """Have an octet in sight, and its element selected."""
        self.bytes.go_to(offset)
        self._locate(offset, mark=True)

    def _locate(self, offset: int, *, mark: bool) -> None:
        engine = self.document.engine
        engine.forget(self._at)
        self._at = engine.ask("at", lambda rows: self._take_chain(rows, mark), offset=offset)

    def _take_chain(self, rows: Rows, mark: bool) -> None:
        if not len(rows):
            return
        last = rows[len(rows) - 1]
        cursor = self.bytes.cursor_offset

        def done() -> None:
            # Where a filter hides it, the bytes are marked all the same.
            if mark and last.offset >= 0:
                self.bytes.mark(last.offset, last.length, scroll=False)
                self.bytes.go_to(cursor)
            self.history.visit(last.node, cursor)
            self._tell_path(last.node, last.offset, last.length)

        self.state.reveal(rows.nodes(), done, quiet=True)

    def reveal_node(self, node: int) -> None:
        """Select a node, wherever it is."""
        self.document.engine.ask("chain", lambda rows: self.state.reveal(rows.nodes()), node=node)

    def show_page(self, block: int, page: int) -> None:
        """Select what was sent last of a page of a RAM block."""

        def found(rows: Rows) -> None:
            if len(rows):
                self.state.reveal(rows.nodes())

        self.document.engine.ask("page", found, block=block, page=page)

    def _tell_path(self, node: int, offset: int, length: int) -> None:
        engine = self.document.engine
        engine.forget(self._path)
        self._path = engine.ask(
            "path", lambda told: self.located.emit(told["path"], offset, length), node=node
        )

    def _on_selection(self, offset: int, length: int) -> None:
        self.located.emit("", offset, length)

    def _ask_spans(self, first: int, last: int) -> None:
        engine = self.document.engine
        engine.forget(self._span)
        self._span = engine.ask("spans", self._take_spans, first=first, last=last, most=_MOST_SPANS)

    def _take_spans(self, rows: Rows) -> None:
        self.bytes.set_spans([rows[row] for row in range(len(rows))])

    def _describe(self, record: RowRecord) -> str:
        words = f"{shown_name(record.name)}   {record.value}".strip()
        problem = self.document.problems.first_in(record.offset, record.length)
        place = f"{offset_text(record.offset)}, {grouped(record.length)}"
        lines = [words[:300], f"{record.type}  {place}".strip()]
        if problem is not None:
            lines.append(f"{severity_words()[problem.severity.value]}: {problem.message}")
        return "\n".join(lines)

    # -- moving about --------------------------------------------------------------------------

    def go_back(self, step: int) -> None:
        """To where the user was before, or after that again."""
        place = self.history.go(step)
        if place is None:
            return
        node, offset = place
        engine = self.document.engine
        if node:
            engine.ask("chain", lambda rows: self.state.reveal(rows.nodes()), node=node)
        elif offset >= 0:
            self.go_to(offset)

    def step(self, by: int) -> None:
        """To the next or the previous row, from any pane."""
        tree = self.state.tree
        index = tree.currentIndex()
        other = tree.indexBelow(index) if by > 0 else tree.indexAbove(index)
        if other.isValid():
            self.state.select(other)

    def next_problem(self, by: int) -> None:
        """To the next or the previous place with a problem."""
        problems = [problem for problem in self.document.problems.problems if problem.offset is not None]
        if not problems:
            return
        offsets = sorted({problem.offset for problem in problems if problem.offset is not None})
        here = self.bytes.cursor_offset
        after = [offset for offset in offsets if offset > here]
        before = [offset for offset in offsets if offset < here]
        if by > 0:
            self.go_to(after[0] if after else offsets[0])
        else:
            self.go_to(before[-1] if before else offsets[-1])

    # -- search and filter -----------------------------------------------------------------------

    def search(self, backward: bool = False) -> None:
        """Look for the next row that matches."""
        bar = self.state.bar
        query = bar.query()
        if not query["text"]:
            bar.text.setFocus()
            return
        current = self.state.current()
        engine = self.document.engine
        engine.forget(self._find)
        bar.tell(self.tr("Searching…"))
        self._find = engine.ask(
            "find",
            self._take_found,
            lambda error: bar.tell(error["text"], is_bad=True),
            node=current.node if current is not None else 0,
            backward=backward,
            **query,
        )

    def _take_found(self, rows: Any) -> None:
        if isinstance(rows, dict):
            return  # another search has been asked for since
        self.state.bar.tell("" if len(rows) else self.tr("Nothing found"))
        if len(rows):
            self.state.reveal(rows.nodes())

    def apply_filter(self) -> None:
        """Show only what matches, if that is wanted."""
        bar = self.state.bar
        query = bar.query()
        engine = self.document.engine
        engine.forget(self._find)
        self.state.collapse_on()
        if not bar.filter.isChecked() or not query["text"]:
            bar.tell("")
            if self.document.model.is_filtered:
                current = self.state.current()
                self.document.model.set_filter(0)
                if current is not None:
                    self.reveal_node(current.node)
            return
        bar.tell(self.tr("Filtering…"))
        self._find = engine.ask(
            "filter", self._take_filter, lambda error: bar.tell(error["text"], is_bad=True), **query
        )

    def _take_filter(self, told: dict[str, Any]) -> None:
        if "filter" not in told:
            return
        count = told["items"]
        self.state.bar.tell(self.tr("%n element(s)", "", count) if count else self.tr("Nothing found"))
        self.state.allow_matches()
        self.document.model.set_filter(told["filter"])

    def filter_by(self, text: str) -> None:
        """Show only what has this text."""
        bar = self.state.bar
        bar.text.setText(text)
        bar.filter.setChecked(True)
        self.apply_filter()

    # -- copying ---------------------------------------------------------------------------------

    def copy(self, what: str) -> None:
        """Put something of the current row on the clipboard: name, value, path, hex or json."""
        record = self.state.current()
        if record is None:
            return
        clipboard = QGuiApplication.clipboard()
        if what == "name":
            clipboard.setText(shown_name(record.name))
        elif what == "value":
            clipboard.setText(in_base(record.value, settings.number_base()))
        elif what == "offset":
            clipboard.setText(offset_text(record.offset))
        elif what == "path":
            self.document.engine.ask("path", lambda told: clipboard.setText(told["path"]), node=record.node)
        elif what == "json":
            self.document.engine.ask("json", lambda told: clipboard.setText(told["json"]), node=record.node)
        elif self.document.source is not None and record.offset >= 0:
            octets = self.document.source.read(record.offset, min(record.length, MOST_COPIED))
            clipboard.setText(octets.hex(" "))

    # -- bookmarks -------------------------------------------------------------------------------

    def toggle_bookmark(self) -> None:
        """Set a bookmark at the current element, or take it away."""
        record = self.state.current()
        if record is None or record.offset < 0:
            return
        others = [mark for mark in self.bookmarks if mark.offset != record.offset]
        if len(others) == len(self.bookmarks):
            others.append(Bookmark(record.offset, shown_name(record.name)))
        self._keep_bookmarks(others)

    def comment(self) -> None:
        """Say something of the current element; it gets a bookmark, if it has none."""
        record = self.state.current()
        if record is None or record.offset < 0:
            return
        known = [mark for mark in self.bookmarks if mark.offset == record.offset]
        mark = known[0] if known else Bookmark(record.offset, shown_name(record.name))
        words, is_given = QInputDialog.getText(
            self,
            self.tr("Comment a Bookmark"),
            self.tr("Comment on {0}:").format(mark.name),
            QLineEdit.EchoMode.Normal,
            mark.comment,
        )
        if is_given:
            others = [other for other in self.bookmarks if other.offset != record.offset]
            self._keep_bookmarks([*others, mark._replace(comment=words.strip())])

    def _keep_bookmarks(self, marks: list[Bookmark]) -> None:
        self.bookmarks = sorted(marks)
        settings.set_bookmarks(self.document.name, self.bookmarks)
        self.bookmarks_changed.emit()

    # -- menu ------------------------------------------------------------------------------------

    def show_menu(self, place: QPoint) -> None:
        """What can be done with the current row."""
        record = self.state.current()
        if record is None:
            return
        menu = QMenu(self)
        entries: list[tuple[str, Callable[[], object], bool]] = [
            (self.tr("Copy &Value"), lambda: self.copy("value"), bool(record.value)),
            (self.tr("Copy &Name"), lambda: self.copy("name"), True),
            (self.tr("Copy &Path"), lambda: self.copy("path"), True),
            (self.tr("Copy as &Hex"), lambda: self.copy("hex"), record.offset >= 0),
            (self.tr("Copy as &JSON"), lambda: self.copy("json"), True),
        ]
        for words, do, enabled in entries:
            menu.addAction(words, do).setEnabled(enabled)
        menu.addSeparator()
        name = shown_name(record.name)
        menu.addAction(self.tr("&Filter by This Name"), lambda: self.filter_by(name))
        value = in_base(record.value, Base.DECIMAL)
        filter_value = menu.addAction(self.tr("F&ilter by This Value"), lambda: self.filter_by(value))
        filter_value.setEnabled(bool(value))
        menu.addAction(self.tr("Set or Clear &Bookmark"), self.toggle_bookmark)
        menu.addAction(self.tr("&Comment a Bookmark…"), self.comment)
        menu.addSeparator()
        index = self.state.tree.currentIndex()
        menu.addAction(self.tr("&Expand All Below"), lambda: self.state.expand(index, 64)).setEnabled(
            record.children > 0
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def bookmark_text(mark: Bookmark) -> str:
    """How a bookmark is listed."""
    words = f"{mark.name}  ({offset_text(mark.offset)})"
    return f"{words}  {mark.comment}" if mark.comment else words
