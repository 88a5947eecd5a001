"""Which of the states in a qcow2 image is meant."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.directions import FIGURES
from qmigui.gui.jobs_panel import duration
from qmigui.service import naming

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME, _ID, _DATE, _CLOCK, _SIZE = range(5)
_MOST = 10_000
_ROWS = 10
_NANOSECONDS = 1_000_000_000


class SnapshotDialog(QDialog):
    """A list of the snapshots that have a state.

    Args:
        image: name of the image.
        snapshots: of each ``id``, ``name``, ``seconds``, ``guest_clock_ns``, ``state_size``.
    """

    def __init__(
        self, image: str, snapshots: Sequence[dict[str, Any]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._image = image
        self._snapshots = list(snapshots)[:_MOST]
        self._names = Counter(str(each["name"]) for each in snapshots)
        self.setWindowTitle(self.tr("Choose a Snapshot"))
        count = len(snapshots)
        text = QLabel(
            self.tr("{0} holds %n saved state(s). Open which one?", "", count).format(
                naming.short_name(image)
            )
        )
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAlternatingRowColors(True)
        self.list.setAccessibleName(self.tr("Snapshots"))
        self.list.setHeaderLabels(
            [self.tr("Name"), self.tr("ID"), self.tr("Date"), self.tr("VM Clock"), self.tr("Size")]
        )
        locale = QLocale()
        for each in self._snapshots:
            date = QDateTime.fromSecsSinceEpoch(int(each["seconds"]))
            cells = [
                str(each["name"]),
                str(each["id"]),
                locale.toString(date, QLocale.FormatType.ShortFormat),
                duration(int(each["guest_clock_ns"]) / _NANOSECONDS),
                locale.formattedDataSize(int(each["state_size"])),
            ]
            item = QTreeWidgetItem(cells)
            for column in (_CLOCK, _SIZE):
                item.setTextAlignment(column, FIGURES)
            self.list.addTopLevelItem(item)
        for column in (_CLOCK, _SIZE):
            self.list.headerItem().setTextAlignment(column, FIGURES)
        header = self.list.header()
        header.setStretchLastSection(False)
        for column in range(_SIZE + 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.list.itemActivated.connect(lambda *_: self.accept())
        self.buttons = QDialogButtonBox()
        start = self.buttons.addButton(self.tr("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        start.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (text, self.list, self.buttons):
            layout.addWidget(widget)
        # The last one is what most people look for.
        self.list.setCurrentIndex(self.list.model().index(len(self._snapshots) - 1, 0))
        self.list.setFocus()
        metrics = self.fontMetrics()
        rows = min(max(len(self._snapshots), 4), _ROWS)
        self.list.setMinimumHeight(int((rows + 2) * metrics.height() * 1.4))
        self.resize(metrics.averageCharWidth() * 84, self.sizeHint().height())

    def chosen(self) -> str:
        """The name of the state that is chosen: with the snapshot's name, or its id if need be."""
        snapshot = self._snapshots[self.list.currentIndex().row()]
        name, number = str(snapshot["name"]), str(snapshot["id"])
        is_clear = name and self._names[name] == 1
        return f"{self._image}#{name if is_clear or not number or number in self._names else number}"
