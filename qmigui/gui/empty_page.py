"""What the window shows while no file is open: what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QCommandLinkButton, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qmigui import data_files
from qmigui.service import naming

_ICON_SIDE = 96
_MOST_RECENT = 5


class EmptyPage(QWidget):
    """The page.

    Signals:
        open_wanted, convert_wanted: files are to be chosen.
        recent_wanted: this file is to be opened.
    """

    open_wanted = Signal()
    convert_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drawing = QLabel()
        drawing.setPixmap(QIcon(str(data_files.icon("qmigui"))).pixmap(_ICON_SIDE, _ICON_SIDE))
        head = QLabel(self.tr("Open a saved machine"))
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        head.setFont(font)
        text = QLabel(
            self.tr(
                "Drop files anywhere in this window, or choose them.\n"
                "qmigui reads the states that QEMU saves, plain or compressed, and their BER form;\n"
                "it shows what is in them, checks them, and converts one form into the other."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.choose_button = QPushButton(self.tr("&Open Files…"))
        self.choose_button.setDefault(True)
        self.choose_button.clicked.connect(self.open_wanted)
        self.convert_button = QPushButton(self.tr("Con&vert Files…"))
        self.convert_button.clicked.connect(self.convert_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.convert_button)
        buttons.addStretch(1)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(2)
        for widget in (drawing, head, text):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        layout.addLayout(self._recent)
        layout.addStretch(3)

    def show_recent(self, names: list[str]) -> None:
        """Offer files that were opened before."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for name in names[:_MOST_RECENT]:
            place = naming.folder_name(name) or self.tr("library")
            button = QCommandLinkButton(naming.short_name(name).replace("&", "&&"), place)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, name=name: self.recent_wanted.emit(name))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
