"""Help: what the keys do, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib import metadata

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmigui import __version__, data_files
from qmigui.gui.directions import isolate_cells


def versions() -> list[tuple[str, str]]:
    """What this program is made of, with versions; nothing is imported for it."""
    parts = [
        ("qmigui", __version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide6", pyside_version),
    ]
    for name in ("zstandard", "asn1tools", "numpy"):
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = QCoreApplication.translate("Help", "not installed")
        parts.append((name, found))
    return [*parts, (platform.system(), f"{platform.release()} {platform.machine()}")]


def show_about(parent: QWidget) -> QDialog:
    """What this program is, with a button that copies the versions for a report."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Help", "About qmigui"))
    drawing = QLabel()
    side = 64
    pixmap = QIcon(str(data_files.icon("qmigui"))).pixmap(QSize(side, side), parent.devicePixelRatioF())
    drawing.setPixmap(pixmap)
    head = QLabel(f"qmigui {__version__}")
    font = head.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    font.setBold(True)
    head.setFont(font)
    text = QLabel(
        QCoreApplication.translate("Help", "Saved QEMU machine states, in binary and in ASN.1 BER.")
    )
    licence = QLabel(
        QCoreApplication.translate(
            "Help", "Free software under the GNU Lesser General Public License, version 2.1 or later."
        )
    )
    licence.setWordWrap(True)
    lines = [f"{name} {version}" for name, version in versions()]
    table = QLabel("\n".join(lines))
    table.setTextFormat(Qt.TextFormat.PlainText)
    table.setAccessibleName(QCoreApplication.translate("Help", "Versions"))
    table.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    table.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    words = QCoreApplication.translate("Help", "&Copy Versions")
    copy = buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(lines)))
    buttons.rejected.connect(dialog.reject)
    top = QHBoxLayout()
    top.setSpacing(14)
    top.addWidget(drawing)
    beside = QVBoxLayout()
    for label in (head, text):
        beside.addWidget(label)
    top.addLayout(beside, 1)
    layout = QVBoxLayout(dialog)
    layout.setSpacing(12)
    layout.addLayout(top)
    for widget in (table, licence, buttons):
        layout.addWidget(widget)
    dialog.open()
    return dialog


def show_shortcuts(parent: QWidget, shortcuts: Sequence[tuple[str, str]]) -> QDialog:
    """A list of all keys."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Help", "Keyboard Shortcuts"))
    tree = QTreeWidget()
    tree.setRootIsDecorated(False)
    tree.setAlternatingRowColors(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    isolate_cells(tree)
    tree.setAccessibleName(dialog.windowTitle())
    tree.setHeaderLabels(
        [QCoreApplication.translate("Help", "What"), QCoreApplication.translate("Help", "Keys")]
    )
    others = (
        (QCoreApplication.translate("Help", "Tree: go to the parent"), "Backspace"),
        (QCoreApplication.translate("Help", "Tree: expand all below"), "Shift+Right"),
        (QCoreApplication.translate("Help", "Bytes: select"), "Shift+Left, +Right, +Up, +Down"),
        (QCoreApplication.translate("Help", "RAM map: show fewer, more or all pages"), "+, -, 0"),
        (QCoreApplication.translate("Help", "RAM map: go to the bytes of the page"), "Return"),
    )
    for what, keys in (*shortcuts, *others):
        tree.addTopLevelItem(QTreeWidgetItem([what, keys]))
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(tree)
    layout.addWidget(buttons)
    char = dialog.fontMetrics().averageCharWidth()
    dialog.resize(char * 80, char * 90)
    dialog.open()
    return dialog
