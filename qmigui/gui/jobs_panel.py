"""The list of conversions: how far each is, and what can be done with it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmigui.gui.directions import isolated
from qmigui.gui.icons import icon
from qmigui.gui.jobs import Job, JobQueue, State
from qmigui.gui.language import listed
from qmigui.gui.tables import choose_row, plain_table

if TYPE_CHECKING:
    from collections.abc import Callable

Index = QModelIndex | QPersistentModelIndex
SOURCE, TARGET, PROGRESS, SPEED, LEFT = range(5)
_WIDTHS = {SOURCE: 26, TARGET: 30, PROGRESS: 34, SPEED: 14, LEFT: 14}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_NOWHERE = QModelIndex()
_THOUSANDTHS = 1000
_ICONS = {State.DONE: "done", State.FAILED: "error", State.CANCELLED: "cancel"}


class JobModel(QAbstractTableModel):
    """The jobs of a queue as a table."""

    def __init__(self, queue: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._count = len(queue.jobs)
        queue.added.connect(self._on_added)
        queue.changed.connect(self._on_changed)
        queue.removed.connect(self._on_removed)
        self.headers = (
            self.tr("From"),
            self.tr("To"),
            self.tr("Progress"),
            self.tr("Speed"),
            self.tr("Time Left"),
        )

    def _on_added(self, job: Job) -> None:
        self.beginInsertRows(QModelIndex(), self._count, self._count)
        self._count += 1
        self.endInsertRows()

    def _on_removed(self) -> None:
        self.beginResetModel()
        self._count = len(self._queue.jobs)
        self.endResetModel()

    def _on_changed(self, job: Job) -> None:
        if job in self._queue.jobs:
            row = self._queue.jobs.index(job)
            self.dataChanged.emit(self.index(row, 0), self.index(row, LEFT))

    def job(self, row: int) -> Job | None:
        """The job of a row."""
        return self._queue.jobs[row] if 0 <= row < self._count else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each job."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Five."""
        return 0 if parent.isValid() else LEFT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Names of columns."""
        if role == _DISPLAY and orientation == _HORIZONTAL and 0 <= section <= LEFT:
            return self.headers[section]
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """What is shown of a cell."""
        job = self.job(index.row()) if index.isValid() else None
        if job is None:
            return None
        if role == _DISPLAY:
            return self._text(job, index.column())
        if role == _DECORATION and index.column() == SOURCE:
            return self._icon(job)
        if role == _TOOL_TIP:
            return job.messages or job.said or str(job.target if index.column() == TARGET else job.source)
        return None

    def _icon(self, job: Job) -> QIcon:
        if job.state is State.DONE and job.messages:
            return icon("warning")
        return icon(_ICONS.get(job.state, "kind-waiting"))

    def _text(self, job: Job, column: int) -> str:
        if column == SOURCE:
            return job.source_words
        if column == TARGET:
            return job.target_words or self.tr("library")
        if column == PROGRESS:
            return self.state_words(job)
        if column == SPEED:
            running = job.state is State.RUNNING and job.speed > 0
            return QLocale().formattedDataSize(int(job.speed)) + "/s" if running else ""
        seconds = job.seconds_left()
        return "" if seconds is None else duration(seconds)

    def state_words(self, job: Job) -> str:
        """How far a job is, in words."""
        locale = QLocale()
        if job.state is State.WAITING:
            return self.tr("waiting")
        if job.state is State.RUNNING:
            if job.is_live and not job.read_bytes:
                return self.tr("waiting for QEMU")
            read = locale.formattedDataSize(job.read_bytes)
            if job.total_bytes is None:
                return self.tr("{0} read").format(read)
            return self.tr("{0} of {1}").format(read, locale.formattedDataSize(job.total_bytes))
        if job.state is State.CANCELLED:
            return self.tr("cancelled; nothing was written")
        said = job.messages or (job.said if job.state is State.DONE else "")
        first = isolated(said.splitlines()[0]) if said else ""
        if job.state is State.FAILED:
            return self.tr("failed: {0}").format(first)
        size = ""
        if job.result is not None:
            with contextlib.suppress(OSError):
                size = locale.formattedDataSize(job.result.stat().st_size)
        words = self.tr("done, {0}").format(size) if size else self.tr("done")
        return listed((words, first), ";") if first else words


def duration(seconds: float) -> str:
    """A time as ``1:02:03`` or ``0:42``."""
    whole = int(seconds + 0.5)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Bar(QStyledItemDelegate):
    """Paints a progress bar for a job that runs."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A bar with words, or words."""
        model = index.model()
        job = model.job(index.row()) if isinstance(model, JobModel) else None
        if job is None or job.state is not State.RUNNING:
            super().paint(painter, option, index)
            return
        bar = QStyleOptionProgressBar()
        bar.rect = option.rect.adjusted(2, 2, -2, -2)
        bar.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Horizontal
        fraction = job.fraction()
        bar.minimum, bar.maximum = 0, _THOUSANDTHS
        bar.progress = int((fraction or 0) * _THOUSANDTHS)
        bar.text = str(index.data())
        bar.textVisible = True
        bar.textAlignment = Qt.AlignmentFlag.AlignCenter
        QApplication.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)


class JobsPanel(QWidget):
    """Table and buttons.

    Signals:
        open_wanted: a path that the user wants to look into.
    """

    open_wanted = Signal(object)

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.model = JobModel(queue, self)
        table = self.table = plain_table(self.model, self.tr("Conversions"), _WIDTHS, 1.6)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setItemDelegateForColumn(PROGRESS, _Bar(table))
        header = table.horizontalHeader()
        header.setSectionResizeMode(PROGRESS, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda _: self.open_current())
        table.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self._line = QHBoxLayout()
        self._line.setContentsMargins(4, 3, 4, 3)
        self._line.setSpacing(4)
        self.cancel = self._button("cancel", self.tr("Cancel"), self._cancel_current)
        self.retry = self._button("retry", self.tr("Try Again"), self._retry_current)
        self.open = self._button("open", self.tr("Open Result"), self.open_current)
        self.reveal = self._button("reveal", self.tr("Show in File Manager"), self._reveal_current)
        self.copy = self._button("note", self.tr("Copy Command for QEMU"), self._copy_command)
        self.clear = self._button("clear", self.tr("Clear Finished"), queue.clear_finished)
        self._line.addStretch(1)
        words = self.tr("No conversions. Choose Convert in the File menu, or drop files on the window.")
        self.empty = QLabel(words)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        self.empty.setWordWrap(True)
        self._line.addWidget(self.empty, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._line)
        layout.addWidget(table, 1)
        # Methods, no lambdas: the queue outlives this.
        queue.changed.connect(self._on_changed)
        queue.removed.connect(self._show_buttons)
        queue.added.connect(self._on_added)
        self._show_buttons()

    def _button(self, name: str, words: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAutoRaise(True)
        button.setIcon(icon(name))
        button.clicked.connect(lambda _: do())
        self._line.addWidget(button)
        return button

    def update_colours(self) -> None:
        """The palette has changed."""
        for button in (self.cancel, self.retry, self.open, self.reveal, self.copy, self.clear):
            button.setIcon(icon(button.objectName()))

    def _on_changed(self, job: Job) -> None:
        self._show_buttons()

    def _on_added(self, job: Job) -> None:
        choose_row(self.table, self.model.rowCount() - 1)
        self._show_buttons()

    def current(self) -> Job | None:
        """The job that is chosen."""
        return self.model.job(self.table.currentIndex().row())

    def _show_buttons(self) -> None:
        job = self.current()
        self.cancel.setEnabled(job is not None and not job.is_over)
        self.retry.setEnabled(job is not None and job.state in {State.FAILED, State.CANCELLED})
        done = job is not None and job.state is State.DONE
        self.open.setEnabled(done and job is not None and job.result is not None)
        self.reveal.setEnabled(done and job is not None and self._place(job) is not None)
        self.copy.setVisible(job is not None and bool(job.command))
        self.clear.setEnabled(any(job.is_over for job in self._queue.jobs))
        self.empty.setVisible(not self._queue.jobs)

    def _cancel_current(self) -> None:
        if (job := self.current()) is not None:
            self._queue.cancel(job)

    def _retry_current(self) -> None:
        if (job := self.current()) is not None:
            self._queue.retry(job)

    def open_current(self) -> None:
        """Look into the result."""
        job = self.current()
        if job is not None and job.state is State.DONE and job.result is not None:
            self.open_wanted.emit(job.result)

    def _reveal_current(self) -> None:
        job = self.current()
        if job is not None and (place := self._place(job)) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    def _place(self, job: Job) -> Path | None:
        """The folder of the result, if there is one."""
        if job.result is not None:
            return job.result.parent
        return Path(job.target) if not job.target_words else None

    def _copy_command(self) -> None:
        if (job := self.current()) is not None:
            QApplication.clipboard().setText(job.command)
