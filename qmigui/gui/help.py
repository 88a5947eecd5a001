"""Help: what the keys do, and what this program is."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmigui import __version__
from qmigui.gui.directions import isolate_cells


def about_text() -> str:
    """What this program is, with the versions of what it is made of."""
    text = QCoreApplication.translate(
        "Help",
        "<b>qmigui {0}</b><p>Saved QEMU machine states, in binary and in ASN.1 BER.</p>"
        "<p>Free software under the GNU Lesser General Public License, "
        "version 2.1 or later.</p><p>Python {1}, PySide6 {2}, Qt {3}</p>",
    )
    return text.format(__version__, platform.python_version(), pyside_version, qVersion())


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
