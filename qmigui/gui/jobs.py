"""Conversions and storing: one process each, one after the other, none in the way of a repaint.

Those of guests that run (:mod:`qmigui.gui.jobs_live`) begin at once, beside the others.

The command line's own engine does the work; it writes to a hidden file and renames
it at the end, so a stopped process leaves no half target behind.  No widgets here.
"""

from __future__ import annotations

import enum
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from qmigui.errors import EXIT_CANCELLED, EXIT_OK, EXIT_PROBLEMS
from qmigui.gui import settings
from qmigui.gui.engine import engine_command, engine_environment
from qmigui.service import naming

_MESSAGES_KEPT = 64 * 1024
"""Bytes of the engine's messages that are kept, from their end."""

_NICENESS = 5

_PROGRAM = "qmigui: "
"""What the engine begins its messages with; in the window it says nothing new."""

_SMOOTHING = 0.2
"""How much of the speed shown is that of the last moment."""


@dataclass(frozen=True)
class Options:
    """How to convert.

    Attributes:
        to: ``ber``, ``binary``; empty: the other form than the source's.
        single_pages: BER with one-page elements only.
        salvage: keep what cannot be read of a damaged stream.
        sync: wait until the target is on the disk.
    """

    to: str = ""
    single_pages: bool = False
    salvage: bool = False
    sync: bool = True

    def arguments(self) -> list[str]:
        """As the command line takes them."""
        arguments = ["--to", self.to] if self.to else []
        arguments += ["--pages", "single"] if self.single_pages else []
        arguments += ["--salvage"] if self.salvage else []
        return arguments + ([] if self.sync else ["--no-sync"])


class State(enum.Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class Job:
    """One conversion.

    Attributes:
        source, target, options: what is to be done.
        state: how far it is.
        read_bytes, total_bytes: of the source; the latter None while nobody knows.
        speed: bytes a second, lately.
        messages: what the engine complained of.
        said: what else it said.
        started, ended: clock times, 0: not yet.
        command: what is to be said to QEMU meanwhile, or nothing.
    """

    source: str | Path
    target: str | Path
    options: Options = field(default_factory=Options)
    state: State = State.WAITING
    read_bytes: int = 0
    total_bytes: int | None = None
    speed: float = 0.0
    messages: str = ""
    said: str = ""
    started: float = 0.0
    ended: float = 0.0
    command: str = ""
    _looked: tuple[float, int] = (0.0, 0)
    is_live: ClassVar[bool] = False
    """Somebody waits at the other end: it begins at once, whatever else runs."""
    patience_ms: ClassVar[int] = 3000
    """How long it may take to stop."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--convert", str(self.source), str(self.target), *self.options.arguments()]

    @property
    def result(self) -> Path | None:
        """The file that is there when it is done, or None if the window cannot say which."""
        return Path(self.target)

    @property
    def source_words(self) -> str:
        """How a list calls what it reads."""
        return naming.short_name(self.source)

    @property
    def target_words(self) -> str:
        """How a list calls what it writes; empty: the library."""
        return Path(self.target).name

    def is_good(self, code: int) -> bool:
        """Whether an exit code says that it is done."""
        return code == EXIT_OK or (code == EXIT_PROBLEMS and self.options.salvage)

    def hear(self, line: str) -> None:
        """The engine has said something that is no progress."""
        self.said = f"{self.said}\n{line}".strip()[-_MESSAGES_KEPT:]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {State.DONE, State.FAILED, State.CANCELLED}

    def fraction(self) -> float | None:
        """The done share, or None when unknown."""
        if self.state is State.DONE:
            return 1.0
        if not self.total_bytes:
            return None
        return min(1.0, self.read_bytes / self.total_bytes)

    def seconds_left(self) -> float | None:
        """How long it may still take, or None when unknown."""
        if not self.total_bytes or self.speed <= 0 or self.state is not State.RUNNING:
            return None
        return max(0.0, self.total_bytes - self.read_bytes) / self.speed

    def look(self, read: int, total: int | None) -> None:
        """The engine has got so far."""
        now = time.monotonic()
        then, before = self._looked
        if now > then and then and read >= before:
            speed = (read - before) / (now - then)
            self.speed = speed if not self.speed else (1 - _SMOOTHING) * self.speed + _SMOOTHING * speed
        self._looked = now, read
        self.read_bytes, self.total_bytes = read, total


def _store_arguments() -> list[str]:
    return settings.preferences().store_arguments()


@dataclass(eq=False)
class StoreJob(Job):
    """One state into the library; ``target`` is the library's folder.

    Attributes:
        how: options of ``--store``, as the settings say when this is made.
    """

    how: list[str] = field(default_factory=_store_arguments)

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--store", str(self.source), "--library", str(self.target), *self.how]

    @property
    def result(self) -> Path | None:
        """The library finds a name for it."""
        return None

    @property
    def target_words(self) -> str:
        """The library."""
        return ""


class _Run(QObject):
    """The process of one job.

    Signals:
        moved: it has got further.
        over: how it ended, and what it said.

    Args:
        job: what is to be done.
        module: that is run.
    """

    moved = Signal()
    over = Signal(object, str)

    def __init__(self, job: Job, module: str, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self._cancelled = False
        self._line = b""
        self._messages = b""
        process = self._process = QProcess(self)
        process.setProcessEnvironment(engine_environment())
        process.readyReadStandardOutput.connect(self._read_progress)
        process.readyReadStandardError.connect(self._read_messages)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._command = engine_command(*job.arguments(), "--progress", "lines", module=module)

    def start(self) -> None:
        """Begin."""
        program, arguments = self._command
        if not self.job.is_live and (nice := shutil.which("nice")) is not None:
            # The window comes first: a conversion takes what it leaves.  For others a guest waits.
            program, arguments = nice, ["-n", str(_NICENESS), program, *arguments]
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Stop it; ``over`` follows."""
        self._cancelled = True
        self._process.terminate()
        QTimer.singleShot(self.job.patience_ms, self._process, self._process.kill)

    def wait(self) -> None:
        """Until it has ended; it has been cancelled."""
        if not self._process.waitForFinished(self.job.patience_ms):
            self._process.kill()
            self._process.waitForFinished(self.job.patience_ms)

    def _read_progress(self) -> None:
        *lines, self._line = (self._line + self._process.readAllStandardOutput().data()).split(b"\n")
        self._line = self._line[-_MESSAGES_KEPT:]
        newest = None
        for line in lines:  # of progress only the newest is worth showing
            if (counts := parse_progress(line)) is not None:
                newest = counts
            else:
                self.job.hear(line.decode(errors="replace"))
        if newest is not None:
            self.job.look(*newest)
            self.moved.emit()

    def _read_messages(self) -> None:
        self._messages += self._process.readAllStandardError().data()
        self._messages = self._messages[-_MESSAGES_KEPT:]

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_progress()
        self._read_messages()
        lines = self._messages.decode(errors="replace").strip().splitlines()
        messages = "\n".join(line.removeprefix(_PROGRAM) for line in lines)
        succeeded = status is QProcess.ExitStatus.NormalExit and self.job.is_good(code)
        cancelled = not succeeded and (self._cancelled or code == EXIT_CANCELLED)
        if not succeeded and not messages:
            messages = self.tr("the process ended unexpectedly ({0})").format(code)
        self.over.emit(
            State.DONE if succeeded else State.CANCELLED if cancelled else State.FAILED, messages
        )

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.over.emit(State.FAILED, self._process.errorString())


class JobQueue(QObject):
    """All jobs of the program; of those that no guest waits for one runs at a time.

    Signals:
        added: a job has come at the end of the list.
        changed: a job is in another state, or further.
        removed: jobs have been taken off the list.
        finished: a job is over.
    """

    added = Signal(object)
    changed = Signal(object)
    removed = Signal()
    finished = Signal(object)
    module: ClassVar[str] = "qmigui"
    """The module that is run; tests put another one in its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self._runs: dict[Job, _Run] = {}

    def add(self, job: Job) -> None:
        """Do this as well."""
        self.jobs.append(job)
        self.added.emit(job)
        self._next()

    @property
    def unfinished(self) -> list[Job]:
        """Those that run or wait."""
        return [job for job in self.jobs if not job.is_over]

    def cancel(self, job: Job) -> None:
        """Stop a job; ``finished`` follows."""
        if job.state is State.WAITING:
            job.state = State.CANCELLED
            self.changed.emit(job)
            self.finished.emit(job)
        elif job in self._runs:
            self._runs[job].cancel()

    def retry(self, job: Job) -> None:
        """Do a job once more that came to nothing."""
        if job.state in {State.FAILED, State.CANCELLED}:
            job.state = State.WAITING
            job.read_bytes, job.total_bytes, job.speed, job.messages = 0, None, 0.0, ""
            job.said = ""
            job.started = job.ended = 0.0
            self.changed.emit(job)
            self._next()

    def clear_finished(self) -> None:
        """Take off the list what is over; failures stay if they are the only news."""
        self.jobs = [job for job in self.jobs if not job.is_over]
        self.removed.emit()

    def stop_and_wait(self) -> None:
        """Stop everything before the window closes; at most some seconds."""
        for job in self.unfinished:
            self.cancel(job)
        for run in list(self._runs.values()):
            run.wait()

    # -- the processes --------------------------------------------------------------------

    def _next(self) -> None:
        for job in self.unfinished:
            is_held = not job.is_live and any(not other.is_live for other in self._runs)
            if job.state is not State.WAITING or is_held:
                continue
            job.state, job.started = State.RUNNING, time.time()
            run = self._runs[job] = _Run(job, self.module, self)
            run.moved.connect(self._on_moved)
            run.over.connect(self._on_over)
            run.start()
            self.changed.emit(job)

    def _on_moved(self) -> None:
        run = self.sender()
        assert isinstance(run, _Run)
        self.changed.emit(run.job)

    def _on_over(self, state: State, messages: str) -> None:
        run = self.sender()
        assert isinstance(run, _Run)
        job = run.job
        if self._runs.pop(job, None) is None:
            return
        run.deleteLater()
        job.state, job.messages, job.ended = state, messages, time.time()
        if state is State.DONE and job.total_bytes:
            job.read_bytes = job.total_bytes
        self.changed.emit(job)
        self.finished.emit(job)
        self._next()


def parse_progress(line: bytes) -> tuple[int, int | None] | None:
    """The counts in one line ``progress READ TOTAL`` of the engine.

    Returns:
        Bytes read and bytes in all; the latter None when the engine does not
        know it.  None for any other line.
    """
    words = line.split()
    if len(words) != 3 or words[0] != b"progress" or not words[1].isdigit():
        return None
    total = int(words[2]) if words[2].isdigit() else None
    return int(words[1]), total or None


def proposed_target(source: Path, *, is_ber: bool, taken: frozenset[Path] = frozenset()) -> Path:
    """A free name beside *source* for its other form.

    Args:
        source: the file.
        is_ber: its form.
        taken: names that others will have.
    """
    stem = source.with_suffix("") if source.suffix.lower() in _COMPRESSED_SUFFIXES else source
    suffix = _BINARY_SUFFIX if is_ber else _BER_SUFFIX
    other = stem.with_suffix(suffix)
    number = 2
    while other.exists() or other in taken:
        other = stem.with_name(f"{stem.stem}-{number}{suffix}")
        number += 1
    return other


_BER_SUFFIX = ".ber"
_BINARY_SUFFIX = ".bin"
_COMPRESSED_SUFFIXES = {".gz", ".bz2", ".xz", ".zst"}
