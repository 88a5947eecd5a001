"""What can be done with states of the library: the same actions in the menu bar and below the pointer.

They are there from the start; the library is loaded when the first of them is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from qmigui.gui import settings
from qmigui.gui.actions import SEPARATOR, Actions, Entry
from qmigui.gui.library_memory import LibraryMemory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.gui.panels import Panels

_EVERYWHERE = frozenset({"library-store", "library-other", "library-verify-all"})
"""Actions whose keys, if they have any, work wherever the focus is."""
CONTEXT = (
    "library-open", SEPARATOR, "library-restore", "library-verify", "library-compare", SEPARATOR,
    "library-rename", "library-tags", "library-note", SEPARATOR, "library-copy-id", "library-reveal",
    SEPARATOR, "library-trash", "library-undo",
)  # fmt: skip
"""The menu below the pointer."""


class LibraryActions(QObject):
    """Makes the menu *Library*.

    Args:
        actions: of the window.
        panels: that make the library when it is wanted.
    """

    def __init__(self, actions: Actions, panels: Panels) -> None:
        super().__init__(panels)
        self._panels = panels
        self._actions = actions
        do = self._do
        entries: Sequence[Entry | None] = (
            self._entry("open", self.tr("&Open"), do("open"), icon="open"),
            self._entry("store", self.tr("&Store Files…"), do("ask_files"), ("Ctrl+I",), "store"),
            SEPARATOR,
            self._entry("restore", self.tr("&Restore or Export…"), do("restore"), ("Ctrl+E",), "export"),
            self._entry("verify", self.tr("&Verify"), do("verify"), icon="verify"),
            self._entry("verify-all", self.tr("Verify &All"), do("verify_all")),
            self._entry("compare", self.tr("Com&pare…"), do("compare"), ("Ctrl+K",)),
            SEPARATOR,
            self._entry("rename", self.tr("Re&name"), do("rename"), ("F2",)),
            self._entry("tags", self.tr("&Tags…"), do("ask_tags"), ("Ctrl+T",), "tag"),
            self._entry("note", self.tr("Not&e"), do("edit_note")),
            SEPARATOR,
            self._entry("copy-id", self.tr("Copy &ID"), do("copy_id"), ("Ctrl+C",)),
            self._entry("reveal", self.tr("Show in &File Manager"), do("reveal"), icon="reveal"),
            SEPARATOR,
            self._entry("trash", self.tr("&Move to Trash"), do("trash"), ("Del",), "clear"),
            self._entry("undo", self.tr("&Undo"), do("undo"), ("Ctrl+Z",), "undo"),
            SEPARATOR,
            self._entry("other", self.tr("Open Ot&her Library…"), do("ask_folder")),
        )
        self.menu = actions.add_menu("library", self.tr("&Library"), entries)
        self.recent = QMenu(self.tr("Re&cent Libraries"), self.menu)
        self.menu.addMenu(self.recent)
        self.recent.aboutToShow.connect(self._fill_recent)
        self.keep = self.menu.addAction(self.tr("&Keep Damaged States Without Asking"))
        self.keep.setCheckable(True)
        self.menu.aboutToShow.connect(self._show_keep)
        self.keep.toggled.connect(self._on_keep)
        for name, action in actions.all.items():
            if name.startswith("library-") and name not in _EVERYWHERE:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.enable({})

    def _entry(
        self,
        name: str,
        words: str,
        do: Callable[[], object],
        keys: Sequence[str] = (),
        icon: str = "",
    ) -> Entry:
        return Entry(f"library-{name}", words, do, keys, icon, needs_file=False)

    def _do(self, name: str) -> Callable[[], object]:
        """What an action does, once the library is there."""

        def do() -> None:
            panels = self._panels
            panels.bring(panels.library_dock)
            getattr(panels.library.commands, name)()

        return do

    def action(self, name: str) -> QAction:
        """One of them."""
        return self._actions.all[f"library-{name}"]

    def all(self) -> list[QAction]:
        """Those whose keys work in the list only."""
        return [
            action
            for name, action in self._actions.all.items()
            if name.startswith("library-") and name not in _EVERYWHERE
        ]

    def enable(self, can: dict[str, bool]) -> None:
        """Grey what cannot be done now; what is not told stays as it is, at first greyed."""
        for action in self.all():
            name = action.objectName().removeprefix("library-")
            if name in can or not can:
                action.setEnabled(can.get(name, False))

    def name_undo(self, words: str) -> None:
        """Say what would be undone; empty: nothing."""
        undo = self.action("undo")
        undo.setText(self.tr("&Undo {0}").format(words) if words else self.tr("&Undo"))
        undo.setEnabled(bool(words))

    def context_menu(self, parent: QMenu) -> QMenu:
        """Fill a menu that is shown below the pointer."""
        for name in CONTEXT:
            if name is None:
                parent.addSeparator()
            else:
                parent.addAction(self._actions.all[name])
        return parent

    def _fill_recent(self) -> None:
        memory = LibraryMemory.load()
        self.recent.clear()
        own = self.recent.addAction(self.tr("&My Library"), lambda: self._panels.library.show_folder(None))
        own.setCheckable(True)
        own.setChecked(not memory.folder)
        for folder in memory.folders:
            action = self.recent.addAction(folder.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(folder == memory.folder)
            action.triggered.connect(
                lambda _=False, folder=folder: self._panels.library.show_folder(folder)
            )

    def _show_keep(self) -> None:
        self.keep.setChecked(settings.preferences().keep_damaged)

    def _on_keep(self, keeps: bool) -> None:
        if (chosen := settings.preferences()).keep_damaged != keeps:
            settings.set_preferences(chosen._replace(keep_damaged=keeps))
