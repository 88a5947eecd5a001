"""Conversions and storing: one process each, one after the other, none in the way of a repaint.

The command line's own engine does the work; it writes to a hidden file and renames
it at the end, so a stopped process leaves no half target behind.  No widgets here.
"""

from __future__ import annotations

import enum
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from qmigui.errors import EXIT_CANCELLED, EXIT_OK, EXIT_PROBLEMS
from qmigui.gui.engine import engine_command, engine_environment

if TYPE_CHECKING:
    from pathlib import Path

_KILL_AFTER_MS = 3000
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
    """

    source: Path
    target: Path
    options: Options = field(default_factory=Options)
    state: State = State.WAITING
    read_bytes: int = 0
    total_bytes: int | None = None
    speed: float = 0.0
    messages: str = ""
    said: str = ""
    started: float = 0.0
    ended: float = 0.0
    _looked: tuple[float, int] = (0.0, 0)

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--convert", str(self.source), str(self.target), *self.options.arguments()]

    @property
    def result(self) -> Path | None:
        """The file that is there when it is done, or None if the window cannot say which."""
        return self.target

    @property
    def title(self) -> str:
        """What it is about, in a list."""
        return self.source.name

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


class StoreJob(Job):
    """One state into the library; ``target`` is the library's folder."""

    def arguments(self) -> list[str]:
        """As the command line takes it."""
        return ["--store", str(self.source), "--library", str(self.target)]

    @property
    def result(self) -> Path | None:
        """The library finds a name for it."""
        return None


class JobQueue(QObject):
    """All jobs of a window; one runs at a time.

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
        self._running: Job | None = None
        self._cancelled = False
        self._process: QProcess | None = None
        self._line = b""
        self._messages = b""

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
        elif job is self._running and self._process is not None:
            self._cancelled = True
            self._process.terminate()
            QTimer.singleShot(_KILL_AFTER_MS, self._process, self._process.kill)

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
        process = self._process
        if process is not None and not process.waitForFinished(_KILL_AFTER_MS):
            process.kill()
            process.waitForFinished(_KILL_AFTER_MS)

    # -- the running one -------------------------------------------------------------------

    def _next(self) -> None:
        if self._running is not None:
            return
        job = next((job for job in self.jobs if job.state is State.WAITING), None)
        if job is None:
            return
        self._running = job
        self._cancelled = False
        self._line = self._messages = b""
        job.state, job.started = State.RUNNING, time.time()
        process = self._process = QProcess(self)
        process.setProcessEnvironment(engine_environment())
        process.readyReadStandardOutput.connect(self._read_progress)
        process.readyReadStandardError.connect(self._read_messages)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        program, arguments = engine_command(*job.arguments(), "--progress", "lines", module=self.module)
        if (nice := shutil.which("nice")) is not None:
            # The window comes first: a conversion takes what it leaves.
            program, arguments = nice, ["-n", str(_NICENESS), program, *arguments]
        process.start(program, arguments)
        self.changed.emit(job)

    def _read_progress(self) -> None:
        job, process = self._running, self._process
        if job is None or process is None:
            return
        *lines, self._line = (self._line + process.readAllStandardOutput().data()).split(b"\n")
        self._line = self._line[-_MESSAGES_KEPT:]
        newest = None
        for line in lines:  # of progress only the newest is worth showing
            if (counts := parse_progress(line)) is not None:
                newest = counts
            else:
                job.hear(line.decode(errors="replace"))
        if newest is not None:
            job.look(*newest)
            self.changed.emit(job)

    def _read_messages(self) -> None:
        if self._process is not None:
            self._messages += self._process.readAllStandardError().data()
            self._messages = self._messages[-_MESSAGES_KEPT:]

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_progress()
        self._read_messages()
        lines = self._messages.decode(errors="replace").strip().splitlines()
        messages = "\n".join(line.removeprefix(_PROGRAM) for line in lines)
        ended = status is QProcess.ExitStatus.NormalExit
        succeeded = ended and self._running is not None and self._running.is_good(code)
        cancelled = not succeeded and (self._cancelled or code == EXIT_CANCELLED)
        if not succeeded and not messages:
            messages = self.tr("the conversion process ended unexpectedly ({0})").format(code)
        state = State.DONE if succeeded else State.CANCELLED if cancelled else State.FAILED
        self._finish(state, messages)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._finish(State.FAILED, self._process.errorString())

    def _finish(self, state: State, messages: str) -> None:
        job, process = self._running, self._process
        if job is None:
            return
        self._running = self._process = None
        if process is not None:
            process.deleteLater()
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
