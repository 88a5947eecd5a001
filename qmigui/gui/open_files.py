"""The files that are open: a tab for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFileDialog, QTabWidget

from qmigui.gui import settings
from qmigui.gui.icons import icon

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.engine import EnginePool
    from qmigui.gui.numbers import Base

_PREPARE_MS = 50
_ZOOMS = (-4, 12)


class OpenFiles(QTabWidget):
    """Opens files and shows them.

    Signals:
        front_changed: another file is in front, or the one in front was opened, failed or closed.
        located: path, offset and length of what is selected in the file in front.
        read_on: more of the file in front has been read.
        checked_on: its problems have changed.
        closing: a view, before it goes.

    Args:
        pool: of the engines that read.
    """

    front_changed = Signal()
    located = Signal(str, object, object)
    read_on = Signal()
    checked_on = Signal()
    closing = Signal(object)

    def __init__(self, pool: EnginePool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool = pool
        self._scratch: TemporaryDirectory[str] | None = None
        self._zoom = 0
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(self.tr("Open files"))
        self.currentChanged.connect(lambda _: self.front_changed.emit())
        self.tabCloseRequested.connect(self._close_tab)

    def open_file(self, path: Path) -> None:
        """Show *path*; a file that is open already comes to the front."""
        from qmigui.gui.document import Document
        from qmigui.gui.document_view import DocumentView

        path = path.absolute()
        for number, view in enumerate(self.views()):
            if view.document.path == path:
                self.setCurrentIndex(number)
                return
        document = Document(path, self._pool, self._scratch_name(), self)
        view = DocumentView(document)
        document.setParent(view)
        view.set_base(settings.number_base())
        view.set_fixed_font(self._fixed_font())
        view.located.connect(lambda *place: self._pass_on(view, self.located, *place))
        document.opened.connect(lambda: self._on_opened(view))
        document.failed.connect(lambda *_: self._on_failed(view))
        document.progressed.connect(lambda *_: self._pass_on(view, self.read_on))
        document.completed.connect(lambda: self._pass_on(view, self.read_on))
        document.problems.changed.connect(lambda: self._on_problems(view))
        number = self.addTab(view, icon("file"), path.name)
        self.setTabToolTip(number, str(path))
        self._name_tabs()
        self.setCurrentIndex(number)
        document.open()
        QTimer.singleShot(_PREPARE_MS, self, self._pool.prepare)

    def choose(self) -> None:
        """Ask which files to open."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open saved machines"))
        for name in names:
            self.open_file(Path(name))

    def views(self) -> list[DocumentView]:
        """Those of the open files, in the order of the tabs."""
        return cast("list[DocumentView]", [self.widget(number) for number in range(self.count())])

    def front(self) -> DocumentView | None:
        """The one in front, or None while no file is open."""
        return cast("DocumentView | None", self.currentWidget())

    def readable_front(self) -> DocumentView | None:
        """The one in front, if its file could be opened."""
        view = self.front()
        return view if view is not None and view.is_open else None

    def close_front(self) -> None:
        """Close the file in front."""
        self._close_tab(self.currentIndex())

    def close_all(self) -> None:
        """End the reading of all files, and remove what was unpacked; the views stay."""
        for view in self.views():
            self.closing.emit(view)
            view.document.close()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def set_base(self, base: Base) -> None:
        """Show numbers in that base, in all files."""
        for view in self.views():
            view.set_base(base)

    def zoom_text(self, step: int) -> None:
        """Larger or smaller text by so many points; 0 for the normal size."""
        self._zoom = max(_ZOOMS[0], min(_ZOOMS[1], self._zoom + step)) if step else 0
        for view in self.views():
            view.set_fixed_font(self._fixed_font())

    def update_colours(self) -> None:
        """The palette is another one."""
        for view in self.views():
            view.update_colours()

    def _fixed_font(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(5.0, font.pointSizeF() + self._zoom))
        return font

    def _scratch_name(self) -> str:
        """A directory for what has to be unpacked."""
        if self._scratch is None:
            from tempfile import TemporaryDirectory

            self._scratch = TemporaryDirectory(prefix="qmigui-")
        return self._scratch.name

    def _name_tabs(self) -> None:
        """Name the tabs, with their directories where the names alone do not tell."""
        paths = [view.document.path for view in self.views()]
        counts = Counter(path.name for path in paths)
        for number, path in enumerate(paths):
            alone = counts[path.name] == 1
            name = path.name if alone else f"{path.name} ({path.parent.name})"
            self.setTabText(number, name.replace("&", "&&"))

    def _pass_on(self, view: DocumentView, signal: SignalInstance, *values: object) -> None:
        """Tell of the file in front; of the others nothing is shown."""
        if view is self.front():
            signal.emit(*values)

    def _on_opened(self, view: DocumentView) -> None:
        settings.add_recent(view.document.path)
        if view is self.front():
            self.front_changed.emit()
            view.state.tree.setFocus()

    def _on_failed(self, view: DocumentView) -> None:
        self.setTabIcon(self.indexOf(view), icon("error"))
        self._pass_on(view, self.front_changed)

    def _on_problems(self, view: DocumentView) -> None:
        worst = view.document.problems.worst
        number = self.indexOf(view)
        if worst in {"error", "warning"} and number >= 0:
            self.setTabIcon(number, icon(worst))
        self._pass_on(view, self.checked_on)

    def _close_tab(self, number: int) -> None:
        view = cast("DocumentView | None", self.widget(number))
        if view is None:
            return
        self.closing.emit(view)
        view.document.close()
        self.removeTab(number)
        view.deleteLater()
        self._name_tabs()
        self.front_changed.emit()
