"""The first window: a list of open files, and one panel for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QPalette,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QRubberBand,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qmigui import __version__, data_files
from qmigui.gui import settings, theme
from qmigui.gui.file_panel import FilePanel, state_icon
from qmigui.gui.jobs import Describer, Description, Failure
from qmigui.gui.settings import Appearance

_EMPTY_ICON_SIDE = 96


class MainWindow(QMainWindow):
    """The window of the program."""

    def __init__(self) -> None:
        super().__init__()
        self._requests: dict[int, FilePanel] = {}
        self._describer = Describer(self)
        self._describer.answered.connect(self._show_answer)

        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Open files"))
        self.files.setAcceptDrops(False)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setSpacing(2)
        side = self.fontMetrics().height() + 2
        self.files.setIconSize(QSize(side, side))
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.currentItemChanged.connect(self._show_current)
        self.panels = QStackedWidget()
        self._splitter = QSplitter()
        self._splitter.addWidget(self.files)
        self._splitter.addWidget(self.panels)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([210, 690])
        self._splitter.setCollapsible(1, False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._splitter)
        self.setCentralWidget(self._pages)
        self._drop_frame = QRubberBand(QRubberBand.Shape.Rectangle, self)

        self._make_menus()
        self.setAcceptDrops(True)
        self.resize(900, 600)
        self.restoreGeometry(settings.geometry())
        self._show_current()

    def _empty_page(self) -> QWidget:
        icon = QLabel()
        icon.setPixmap(QIcon(str(data_files.icon("qmigui"))).pixmap(_EMPTY_ICON_SIDE, _EMPTY_ICON_SIDE))
        head = QLabel(self.tr("Open a saved machine"))
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        head.setFont(font)
        text = QLabel(
            self.tr(
                "Drop files anywhere in this window, or choose them.\n"
                "qmigui reads the states that QEMU saves, plain or compressed, and their BER form;\n"
                "it shows what is in them and converts one form into the other."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.choose_button = QPushButton(self.tr("&Choose Files…"))
        self.choose_button.clicked.connect(self._choose_files)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(14)
        layout.addStretch(2)
        for widget in (icon, head, text, self.choose_button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _make_menus(self) -> None:
        file_menu = self.menuBar().addMenu(self.tr("&File"))
        open_action = QAction(self.tr("&Open…"), self)
        open_action.setShortcut(QKeySequence.StandardKey.Open)
        open_action.triggered.connect(self._choose_files)
        self._close_action = QAction(self.tr("&Close File"), self)
        self._close_action.setShortcut(QKeySequence("Ctrl+W"))
        self._close_action.triggered.connect(self._close_current)
        quit_action = QAction(self.tr("&Quit"), self)
        quit_action.setShortcut(QKeySequence("Ctrl+Q"))
        quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        quit_action.triggered.connect(self.close)
        file_menu.addActions([open_action, self._close_action])
        file_menu.addSeparator()
        file_menu.addAction(quit_action)

        appearance_menu = self.menuBar().addMenu(self.tr("&View")).addMenu(self.tr("&Appearance"))
        group = QActionGroup(self)
        names = {
            Appearance.SYSTEM: self.tr("As the &Desktop"),
            Appearance.LIGHT: self.tr("&Light"),
            Appearance.DARK: self.tr("D&ark"),
        }
        for value, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setChecked(value is settings.appearance())
            action.setData(value.value)
        group.triggered.connect(self._set_appearance)
        appearance_menu.addActions(group.actions())

        about = QAction(self.tr("&About qmigui"), self)
        about.setMenuRole(QAction.MenuRole.AboutRole)
        about.triggered.connect(self._show_about)
        self.menuBar().addMenu(self.tr("&Help")).addAction(about)

    def open_file(self, path: Path) -> None:
        """Show *path*; a file that is open already comes to the front."""
        path = path.absolute()
        for row, panel in enumerate(self._all_panels()):
            if panel.path == path:
                self.files.setCurrentRow(row)
                return
        panel = FilePanel(path)
        panel.open_requested.connect(self.open_file)
        self.panels.addWidget(panel)
        item = QListWidgetItem(state_icon(self, "file"), "")
        item.setToolTip(str(path))
        self.files.addItem(item)
        self._name_items()
        self.files.setCurrentItem(item)
        self._requests[self._describer.request(path)] = panel

    def current_panel(self) -> FilePanel | None:
        """The panel in front, or None while no file is open."""
        panel = self.panels.currentWidget() if self.files.count() else None
        return panel if isinstance(panel, FilePanel) else None

    def show_bug(self, text: str) -> None:
        """Tell of a mistake of ours, with everything needed to report it."""
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            self.tr("Mistake in qmigui"),
            self.tr("Something went wrong that should not have. The details help to mend it."),
            QMessageBox.StandardButton.Close,
            self,
        )
        box.setDetailedText(text)
        copy = box.addButton(self.tr("&Copy Details"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _all_panels(self) -> list[FilePanel]:
        """The panels in the order of the list."""
        panels = [self.panels.widget(row) for row in range(self.panels.count())]
        return [panel for panel in panels if isinstance(panel, FilePanel)]

    def _name_items(self) -> None:
        """Name the files in the list, with their directories where the names alone do not tell."""
        paths = [panel.path for panel in self._all_panels()]
        counts = Counter(path.name for path in paths)
        for row, path in enumerate(paths):
            alone = counts[path.name] == 1
            self.files.item(row).setText(path.name if alone else f"{path.name} ({path.parent.name})")

    def _show_answer(self, number: int, answer: Description | Failure) -> None:
        if panel := self._requests.pop(number, None):  # the file may have been closed since
            panel.show_answer(answer)
            if isinstance(answer, Failure):
                self.files.item(self.panels.indexOf(panel)).setIcon(state_icon(self, "error"))

    def _show_current(self) -> None:
        row = self.files.currentRow()
        if row >= 0:
            self.panels.setCurrentIndex(row)
        panel = self.current_panel()
        self._pages.setCurrentIndex(1 if panel else 0)
        self._close_action.setEnabled(panel is not None)
        self.setWindowTitle(f"{panel.path.name} - qmigui" if panel else "qmigui")

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open saved machines"))
        for name in names:
            self.open_file(Path(name))

    def _close_current(self) -> None:
        panel = self.current_panel()
        if panel is None or (panel.conversion and not self._may_stop()):
            return
        if panel.conversion:
            panel.conversion.stop_and_wait()
        self._requests = {number: p for number, p in self._requests.items() if p is not panel}
        row = self.panels.indexOf(panel)
        self.panels.removeWidget(panel)  # first: the list tells of its new current row at once
        self.files.takeItem(row)
        self._name_items()
        self._show_current()
        panel.deleteLater()

    def _may_stop(self) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Conversion under way"),
            self.tr("A conversion is still under way. If it is stopped, nothing is written."),
            parent=self,
        )
        stop = box.addButton(self.tr("&Stop Conversion"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("&Go On"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is stop

    def _set_appearance(self, action: QAction) -> None:
        value = Appearance(action.data())
        settings.set_appearance(value)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, value)

    def _show_about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About qmigui"),
            self.tr(
                "<b>qmigui {0}</b><p>Saved QEMU machine states, in binary and in ASN.1 BER.</p>"
                "<p>Free software under the GNU Lesser General Public License, "
                "version 2.1 or later.</p>"
            ).format(__version__),
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; asks first while a conversion is under way."""
        running = [panel.conversion for panel in self._all_panels() if panel.conversion]
        if running and not self._may_stop():
            event.ignore()
            return
        for conversion in running:
            conversion.stop_and_wait()
        self._describer.close()
        settings.set_geometry(self.saveGeometry())
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files; frame the window as long as they hover over it."""
        if _local_files(event.mimeData()):
            event.acceptProposedAction()
            area = self._pages.geometry()
            self._drop_frame.setGeometry(area)
            self._drop_frame.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the frame away."""
        self._drop_frame.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._drop_frame.hide()
        event.acceptProposedAction()
        for path in _local_files(event.mimeData()):
            self.open_file(path)


def _local_files(data: QMimeData) -> list[Path]:
    """The files on this machine among what is being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
