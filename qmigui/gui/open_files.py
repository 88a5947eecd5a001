"""The files that are open: a tab for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QFileDialog, QTabWidget, QWidget

from qmigui.gui import settings
from qmigui.gui.icons import icon
from qmigui.service import naming

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from PySide6.QtCore import QMetaObject, SignalInstance

    from qmigui.gui.document import Document
    from qmigui.gui.document_view import DocumentView
    from qmigui.gui.engine import EnginePool
    from qmigui.gui.numbers import Base

_PREPARE_MS = 50
_ZOOMS = (-4, 12)
MOST_RESTORED = 200


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
        self._links: dict[Document, list[QMetaObject.Connection]] = {}
        self.setDocumentMode(True)
        self.setTabsClosable(True)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(self.tr("Open files"))
        self.currentChanged.connect(self._on_current)
        self.tabCloseRequested.connect(self._close_tab)

    def open_file(self, name: str | Path, place: dict[str, Any] | None = None) -> None:
        """Show a state; one that is open already comes to the front.

        Args:
            name: as :func:`~qmigui.service.opening.open_state` takes it.
            place: to be shown in it; see :mod:`qmigui.gui.places`.
        """
        name = naming.absolute_name(name)
        if self._bring(name):
            return
        document = self._make_document(name)
        number = self._add(self._make_view(document, place or {}), name)
        self.setCurrentIndex(number)
        document.open()
        QTimer.singleShot(_PREPARE_MS, self, self._pool.prepare)

    def adopt(self, document: Document, place: dict[str, Any]) -> None:
        """Show what another window had open, as far as it is; its engine goes on."""
        document.renew_model()
        self._add(self._make_view(document, place), document.name)

    def add_sleeping(self, name: str, place: dict[str, Any]) -> None:
        """Have a tab, and open what it stands for when somebody looks."""
        if name not in self.names():
            self._add(SleepingTab(name, place), name)

    def _make_document(self, name: str) -> Document:
        from qmigui.gui.document import Document

        return Document(name, self._pool, self._scratch_name(), self)

    def _make_view(self, document: Document, place: dict[str, Any]) -> DocumentView:
        from qmigui.gui.document_view import DocumentView

        view = DocumentView(document, place)
        document.setParent(view)
        view.set_base(settings.number_base())
        view.set_fixed_font(self._fixed_font())
        view.located.connect(lambda *where: self._pass_on(view, self.located, *where))
        self._links[document] = [
            document.opened.connect(lambda: self._on_opened(view)),
            document.failed.connect(lambda *_: self._on_failed(view)),
            document.progressed.connect(lambda *_: self._pass_on(view, self.read_on)),
            document.completed.connect(lambda: self._pass_on(view, self.read_on)),
            document.problems.changed.connect(lambda: self._on_problems(view)),
            document.choice_wanted.connect(lambda states: self._ask_which(view, states)),
        ]
        return view

    def _add(self, view: QWidget, name: str) -> int:
        number = self.addTab(view, icon("file"), naming.short_name(name))
        self._name_tabs()
        return number

    def _bring(self, name: str) -> bool:
        """Bring a state to the front, if it is open."""
        names = self.names()
        if name not in names:
            return False
        self.setCurrentIndex(names.index(name))
        return True

    def _ask_which(self, view: DocumentView, states: list[dict[str, Any]]) -> None:
        """An image has several states."""
        from qmigui.gui.snapshot_dialog import SnapshotDialog

        dialog = SnapshotDialog(view.document.name, states, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def go_on(result: int) -> None:
            name = dialog.chosen() if result == QDialog.DialogCode.Accepted else ""
            if not name or name in self.names():
                self._close_tab(self.indexOf(view))
                self._bring(name)
                return
            view.document.choose(name)
            self._name_tabs()
            self.front_changed.emit()

        dialog.finished.connect(go_on)
        dialog.open()

    def choose(self) -> None:
        """Ask which files to open."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open saved machines"))
        for name in names:
            self.open_file(name)

    def names(self) -> list[str]:
        """Of all that is open, or would be if somebody looked, in the order of the tabs."""
        tabs = [self.widget(number) for number in range(self.count())]
        return [
            tab.name if isinstance(tab, SleepingTab) else cast("DocumentView", tab).document.name
            for tab in tabs
        ]

    def views(self) -> list[DocumentView]:
        """Those of the files that have been looked at, in the order of the tabs."""
        tabs = [self.widget(number) for number in range(self.count())]
        return [cast("DocumentView", tab) for tab in tabs if not isinstance(tab, SleepingTab)]

    def front(self) -> DocumentView | None:
        """The one in front, or None while no file is open."""
        tab = self.currentWidget()
        return None if isinstance(tab, SleepingTab) else cast("DocumentView | None", tab)

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

            import platformdirs

            # Not where memory may be: what is unpacked is as large as a machine.
            place: Path | None = platformdirs.user_cache_path("qmigui", appauthor=False)
            try:
                assert place is not None
                place.mkdir(parents=True, exist_ok=True)
            except OSError:
                place = None
            self._scratch = TemporaryDirectory(prefix="window-", dir=place, ignore_cleanup_errors=True)
        return self._scratch.name

    def _name_tabs(self) -> None:
        """Name the tabs, with their directories where the names alone do not tell."""
        names = self.names()
        counts = Counter(map(naming.short_name, names))
        for number, name in enumerate(names):
            tab = self.widget(number)
            title = tab.title if isinstance(tab, SleepingTab) else cast("DocumentView", tab).document.title
            folder = Path(naming.folder_name(name)).name
            shown = title if counts[naming.short_name(name)] == 1 or not folder else f"{title} ({folder})"
            self.setTabText(number, shown.replace("&", "&&"))
            self.setTabToolTip(number, name)

    def _on_current(self, number: int) -> None:
        """Another tab is in front; one that sleeps wakes up."""
        tab = self.widget(number)
        if isinstance(tab, SleepingTab):
            document = self._make_document(tab.name)
            view = self._make_view(document, tab.place)
            with QSignalBlocker(self):
                self.insertTab(number, view, icon("file"), "")
                self.removeTab(number + 1)
                self.setCurrentIndex(number)
            tab.deleteLater()
            self._name_tabs()
            document.open()
        self.front_changed.emit()

    def _pass_on(self, view: DocumentView, signal: SignalInstance, *values: object) -> None:
        """Tell of the file in front; of the others nothing is shown."""
        if view is self.front():
            signal.emit(*values)

    def _on_opened(self, view: DocumentView) -> None:
        settings.add_recent(view.document.name)
        self._name_tabs()  # only now it may be known how it is called
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
        tab = self.widget(number)
        if tab is None:
            return
        if not isinstance(tab, SleepingTab):
            view = cast("DocumentView", tab)
            self.closing.emit(view)
            view.document.close()
            self._links.pop(view.document)
        self.removeTab(number)
        tab.deleteLater()
        self._name_tabs()
        self.front_changed.emit()

    # -- sessions ----------------------------------------------------------------------------

    def session(self) -> dict[str, Any]:
        """What is open, and where in it the user is, as plain values."""
        from qmigui.gui.places import place_of

        files = []
        for number, name in enumerate(self.names()):
            tab = self.widget(number)
            place = tab.place if isinstance(tab, SleepingTab) else place_of(cast("DocumentView", tab))
            files.append({"name": name, "place": place})
        return {"files": files, "front": self.currentIndex()}

    def restore(self, session: dict[str, Any]) -> None:
        """Have the tabs of a session; only the one in front is opened."""
        files = session.get("files")
        front = session.get("front")
        wanted = ""
        with QSignalBlocker(self):
            for number, each in enumerate(files[:MOST_RESTORED] if isinstance(files, list) else []):
                name = each.get("name") if isinstance(each, dict) else None
                if not isinstance(name, str) or not name:
                    continue  # edited by hand
                place = each.get("place")
                self.add_sleeping(name, place if isinstance(place, dict) else {})
                wanted = name if number == front or not wanted else wanted
            if wanted:
                self.setCurrentIndex(self.names().index(wanted))
        self._on_current(self.currentIndex())

    def hand_over(self, other: OpenFiles) -> None:
        """Give everything to the files of another window; nothing is left here."""
        from qmigui.gui.places import place_of

        front = self.currentIndex()
        other._zoom, other._scratch, self._scratch = self._zoom, self._scratch, None
        with QSignalBlocker(other):
            for number in range(self.count()):
                tab = self.widget(number)
                if isinstance(tab, SleepingTab):
                    other.add_sleeping(tab.name, tab.place)
                    continue
                view = cast("DocumentView", tab)
                document, place = view.document, place_of(view)
                self.closing.emit(view)
                for link in self._links.pop(document):
                    QObject.disconnect(link)
                document.setParent(other)
                other.adopt(document, place)
            other.setCurrentIndex(front)
        with QSignalBlocker(self):
            self.clear()
        other._on_current(front)


class SleepingTab(QWidget):
    """A tab of a file that nobody has looked at in this run.

    Args:
        name: of the state.
        place: to be shown in it.
    """

    def __init__(self, name: str, place: dict[str, Any]) -> None:
        super().__init__()
        self.name, self.place = name, place
        self.title = naming.short_name(name)
