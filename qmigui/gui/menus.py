"""The menu bar of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from qmigui.gui import settings, theme
from qmigui.gui.actions import SEPARATOR, Actions, Entry
from qmigui.gui.commands import ALL_LEVELS
from qmigui.gui.library_actions import LibraryActions
from qmigui.gui.numbers import Base
from qmigui.gui.settings import Appearance
from qmigui.service import naming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qmigui.gui.main_window import MainWindow

_Key = QKeySequence.StandardKey
_Choice = TypeVar("_Choice", Base, Appearance)


class Menus(QObject):
    """Makes the menus, and fills those whose entries come and go.

    Args:
        window: whose bar it is; what it shows and does has been made.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._files = window.files
        self._do = window.commands
        self.actions = Actions(window)
        self._make_file()
        self._make_edit()
        self._make_go()
        self._make_view()
        window.panels.library_actions = LibraryActions(self.actions, window.panels)
        self._make_help()

    def _make_file(self) -> None:
        window, files = self._window, self._files
        menu = self.actions.add_menu(
            "file",
            self.tr("&File"),
            (
                Entry("open", self.tr("&Open…"), files.choose, (_Key.Open,), "open", needs_file=False),
                SEPARATOR,
                Entry(
                    "convert",
                    self.tr("Con&vert…"),
                    window.choose_conversions,
                    ("Ctrl+Shift+S",),
                    "convert",
                    needs_file=False,
                ),
                SEPARATOR,
                Entry(
                    "capture",
                    self.tr("Capt&ure Running Guest…"),
                    window.capture,
                    ("Ctrl+Shift+R",),
                    needs_file=False,
                ),
                Entry("send", self.tr("&Send to Waiting QEMU…"), window.send, needs_file=False),
                SEPARATOR,
                Entry("close", self.tr("&Close File"), files.close_front, (_Key.Close,)),
                Entry(
                    "quit",
                    self.tr("&Quit"),
                    window.close,
                    (_Key.Quit, "Ctrl+Q"),
                    needs_file=False,
                    menu_role=QAction.MenuRole.QuitRole,
                ),
            ),
        )
        self.recent = QMenu(self.tr("Open &Recent"), window)
        menu.insertMenu(menu.actions()[1], self.recent)
        self.recent.aboutToShow.connect(self.fill_recent)

    def _make_edit(self) -> None:
        do = self._do
        menu = self.actions.add_menu(
            "edit",
            self.tr("&Edit"),
            (
                Entry("copy-value", self.tr("Copy &Value"), lambda: do.copy("value"), ("Ctrl+Shift+C",)),
                Entry("copy-path", self.tr("Copy &Path"), lambda: do.copy("path"), ("Ctrl+Shift+P",)),
                Entry("copy-hex", self.tr("Copy as &Hex"), lambda: do.copy("hex"), ("Ctrl+Shift+H",)),
                Entry("copy-json", self.tr("Copy as &JSON"), lambda: do.copy("json"), ("Ctrl+Shift+J",)),
                SEPARATOR,
                Entry("find", self.tr("&Find…"), do.focus_search, (_Key.Find,), "find"),
                Entry("find-next", self.tr("Find &Next"), lambda: do.find(False), ("F3", "Ctrl+N"), "next"),
                Entry(
                    "find-previous",
                    self.tr("Find Prev&ious"),
                    lambda: do.find(True),
                    ("Shift+F3", "Ctrl+B"),
                    "previous",
                ),
                Entry("filter", self.tr("Fil&ter"), do.toggle_filter, ("Ctrl+Shift+F",), "filter"),
                SEPARATOR,
                Entry("bookmark", self.tr("Set or Clear &Bookmark"), do.bookmark, ("Ctrl+M",), "bookmark"),
                Entry("comment", self.tr("Comment a Boo&kmark…"), do.comment, ("Ctrl+Shift+M",)),
            ),
        )
        self.bookmarks = QMenu(self.tr("Book&marks"), self._window)
        menu.addMenu(self.bookmarks)
        menu.addSeparator()
        entry = Entry(
            "settings",
            self.tr("&Settings…"),
            self._window.show_settings,
            (_Key.Preferences, "Ctrl+,"),
            needs_file=False,
            menu_role=QAction.MenuRole.PreferencesRole,
        )
        menu.addAction(self.actions.make(entry))
        self.bookmarks.aboutToShow.connect(self.fill_bookmarks)

    def _make_go(self) -> None:
        do = self._do
        self.actions.add_menu(
            "go",
            self.tr("&Go"),
            (
                Entry("go-back", self.tr("&Back"), lambda: do.history(-1), ("Alt+Left",), "back"),
                Entry("go-forward", self.tr("&Forward"), lambda: do.history(1), ("Alt+Right",), "forward"),
                SEPARATOR,
                Entry("next-item", self.tr("&Next Item"), lambda: do.step(1), ("Ctrl+Down", "F8")),
                Entry("previous-item", self.tr("&Previous Item"), lambda: do.step(-1), ("Ctrl+Up", "F7")),
                SEPARATOR,
                Entry("next-problem", self.tr("Next P&roblem"), lambda: do.next_problem(1), ("Ctrl+.",)),
                Entry(
                    "previous-problem",
                    self.tr("Previous Proble&m"),
                    lambda: do.next_problem(-1),
                    ("Ctrl+Shift+.",),
                ),
                SEPARATOR,
                Entry("goto", self.tr("To &Offset…"), do.ask_offset, ("Ctrl+G",), "goto"),
                Entry("pane", self.tr("Next P&ane"), do.next_pane, ("Ctrl+Tab",)),
            ),
        )

    def _make_view(self) -> None:
        window, files, do = self._window, self._files, self._do
        view = self.actions.add_menu(
            "view",
            self.tr("&View"),
            (
                Entry("expand-all", self.tr("&Expand All"), lambda: do.expand(ALL_LEVELS), ("Ctrl+Right",)),
                Entry("collapse-all", self.tr("&Collapse All"), do.collapse, ("Ctrl+Left",)),
                Entry("level-1", self.tr("Expand to Level &1"), lambda: do.expand(1), ("Ctrl+1",)),
                Entry("level-2", self.tr("Expand to Level &2"), lambda: do.expand(2), ("Ctrl+2",)),
                Entry("level-3", self.tr("Expand to Level &3"), lambda: do.expand(3), ("Ctrl+3",)),
                SEPARATOR,
                Entry(
                    "zoom-in", self.tr("Larger Text"), lambda: files.zoom_text(1), (_Key.ZoomIn, "Ctrl+=")
                ),
                Entry("zoom-out", self.tr("Smaller Text"), lambda: files.zoom_text(-1), (_Key.ZoomOut,)),
                Entry("zoom-reset", self.tr("Normal Text"), lambda: files.zoom_text(0), ("Ctrl+0",)),
                SEPARATOR,
                Entry(
                    "full-screen",
                    self.tr("F&ull Screen"),
                    window.toggle_full_screen,
                    ("F11",),
                    needs_file=False,
                ),
            ),
        )
        view.addSeparator()
        self._make_panels(view.addMenu(self.tr("&Panels")))
        self._make_bases(view.addMenu(self.tr("&Numbers")))
        self._make_colours(view.addMenu(self.tr("&Appearance")))

    def _make_panels(self, menu: QMenu) -> None:
        panels = self._window.panels
        for dock in (*panels.below, panels.library_dock):
            menu.addAction(dock.toggleViewAction())
        panels.library_dock.toggleViewAction().setShortcut(QKeySequence("Ctrl+L"))
        menu.addSeparator()
        reset = Entry("reset", self.tr("&Reset Layout"), self._window.reset_layout, needs_file=False)
        menu.addAction(self.actions.make(reset))

    def _make_bases(self, menu: QMenu) -> None:
        words = {
            Base.BOTH: self.tr("&Decimal and Hexadecimal"),
            Base.DECIMAL: self.tr("D&ecimal"),
            Base.HEXADECIMAL: self.tr("&Hexadecimal"),
        }
        self._bases = self._choices(menu, words, settings.number_base())
        self._bases.triggered.connect(self._set_base)

    def _make_colours(self, menu: QMenu) -> None:
        words = {
            Appearance.SYSTEM: self.tr("As the &Desktop"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("D&ark"),
        }
        self._appearances = self._choices(menu, words, settings.appearance())
        self._appearances.triggered.connect(self._set_appearance)

    def _choices(self, menu: QMenu, words: Mapping[_Choice, str], chosen: _Choice) -> QActionGroup:
        """One of several."""
        group = QActionGroup(self)
        for value, name in words.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setChecked(value is chosen)
            action.setData(value.value)
        menu.addActions(group.actions())
        return group

    def show_choices(self) -> None:
        """Mark what is chosen now: the settings have changed it."""
        for group, chosen in (
            (self._bases, settings.number_base().value),
            (self._appearances, settings.appearance().value),
        ):
            for action in group.actions():
                action.setChecked(action.data() == chosen)

    def _make_help(self) -> None:
        window = self._window
        self.actions.add_menu(
            "help",
            self.tr("&Help"),
            (
                Entry("manual", self.tr("&Manual"), window.show_manual, ("Shift+F1",), needs_file=False),
                Entry(
                    "shortcuts",
                    self.tr("&Keyboard Shortcuts"),
                    window.show_shortcuts,
                    ("F1",),
                    needs_file=False,
                ),
                SEPARATOR,
                Entry(
                    "about",
                    self.tr("&About qmigui"),
                    window.show_about,
                    needs_file=False,
                    menu_role=QAction.MenuRole.AboutRole,
                ),
            ),
        )

    def fill_recent(self) -> None:
        """The files that were open lately."""
        self.recent.clear()
        for name in settings.recent():
            action = self.recent.addAction(naming.short_name(name).replace("&", "&&"))
            action.setToolTip(name)
            action.setStatusTip(name)
            action.triggered.connect(lambda _=False, name=name: self._files.open_file(name))
        self.recent.setToolTipsVisible(True)
        if self.recent.isEmpty():
            self.recent.addAction(self.tr("No files yet")).setEnabled(False)
        else:
            self.recent.addSeparator()
            self.recent.addAction(self.tr("&Clear This List"), settings.clear_recent)

    def fill_bookmarks(self) -> None:
        """Those of the file in front."""
        from qmigui.gui.document_view import bookmark_text

        self.bookmarks.clear()
        view = self._files.readable_front()
        for mark in view.bookmarks if view is not None else []:
            action = self.bookmarks.addAction(bookmark_text(mark).replace("&", "&&"))
            action.triggered.connect(lambda _=False, offset=mark.offset: self._do.go_to(offset))
        if self.bookmarks.isEmpty():
            self.bookmarks.addAction(self.tr("None in this file")).setEnabled(False)

    def _set_base(self, action: QAction) -> None:
        base = Base(action.data())
        settings.set_number_base(base)
        self._files.set_base(base)

    def _set_appearance(self, action: QAction) -> None:
        value = Appearance(action.data())
        settings.set_appearance(value)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, value)
