"""Work that must not stand in the way of a repaint.

Looking into a file is done by one worker thread, converting by the command
line's own engine in a process.  Everything comes back as a signal in the main
thread.  No widgets here.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from qmigui import data_files
from qmigui.errors import EXIT_CANCELLED, EXIT_OK, QmiguiError
from qmigui.progress import Cancel

if TYPE_CHECKING:
    from pathlib import Path

_KILL_AFTER_MS = 3000
_MESSAGES_KEPT = 64 * 1024
"""Bytes of the engine's messages that are kept, from their end."""

_PROGRAM = "qmigui: "
"""What the engine begins its messages with; in the window it says nothing new."""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of one file.

    Attributes:
        text: the same as ``qmigui --info`` shows.
        is_ber: whether the file is in the BER form.
    """

    text: str
    is_ber: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job came to nothing.

    Attributes:
        text: for the user; several lines when ``is_bug``.
        is_bug: it is our mistake, not the file's.
    """

    text: str
    is_bug: bool = False


class Describer(QObject):
    """Looks into files, one after the other, in one worker thread.

    Signals:
        answered: request number, :class:`Description` or :class:`Failure`.
    """

    answered = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[tuple[int, Path] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._requests = 0
        self._cancel = Cancel()
        # A daemon: closing the window must not wait for the end of a large file.
        self._thread = threading.Thread(target=self._work, name="describer", daemon=True)
        self._thread.start()

    def request(self, path: Path) -> int:
        """Ask for the description of *path*.

        Returns:
            The number that the answer will carry.
        """
        self._requests += 1
        self._waiting.put((self._requests, path))
        return self._requests

    def close(self) -> None:
        """Stop answering; a description under way is thrown away."""
        with self._lock:
            self._closed = True
        self._cancel.set()
        self._waiting.put(None)

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None:
            if self._closed:
                return
            number, path = item
            answer: Description | Failure
            try:
                answer = describe(path, self._cancel)
            except QmiguiError as error:
                answer = Failure(str(error))
            except Exception:  # noqa: BLE001 - the thread goes on, and the user is told in full
                answer = Failure(traceback.format_exc(), is_bug=True)
            with self._lock:
                if not self._closed:
                    self.answered.emit(number, answer)


def describe(path: Path, cancel: Cancel) -> Description:
    """Look into *path* until *cancel* is set; slow, for the worker thread.

    Raises:
        QmiguiError: the file cannot be read or is no saved state.
    """
    from qmigui import service  # loads numpy: not before the first paint

    info = service.info(str(path), cancel=cancel)
    return Description(text=info.to_text(), is_ber=info.form == service.BER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a conversion ended.

    Attributes:
        succeeded: the target is complete.
        cancelled: the user stopped it; there is no target.
        messages: what the engine said, warnings included.
    """

    succeeded: bool
    cancelled: bool
    messages: str


class Conversion(QObject):
    """One conversion by the command line engine in a process of its own.

    The engine writes to a hidden file and renames it at the end, so a stopped
    process leaves no half target behind.

    Signals:
        progressed: bytes read, bytes in all or None (both Python ints).
        finished: an :class:`Outcome`; once.
    """

    progressed = Signal(object, object)
    finished = Signal(object)
    module: ClassVar[str] = "qmigui"
    """The module that is run; tests put another one in its place."""

    def __init__(self, source: Path, target: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.target = target
        self._cancelled = False
        self._done = False
        self._line = b""
        self._messages = b""
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_engine_environment())
        self._process.readyReadStandardOutput.connect(self._read_progress)
        self._process.readyReadStandardError.connect(self._read_messages)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Start the engine; returns at once."""
        # -P: never import from the directory that the window happens to run in.
        arguments = ["-P", "-m", self.module, "--convert", str(self.source), str(self.target)]
        self._process.start(sys.executable, [*arguments, "--progress", "lines"])

    def cancel(self) -> None:
        """Stop the engine; ``finished`` follows."""
        if self._done:
            return
        self._cancelled = True
        self._process.terminate()
        QTimer.singleShot(_KILL_AFTER_MS, self._process, self._process.kill)

    def stop_and_wait(self) -> None:
        """Stop the engine before the window closes; at most some seconds."""
        self.cancel()
        if not self._done and not self._process.waitForFinished(_KILL_AFTER_MS):
            self._process.kill()
            self._process.waitForFinished(_KILL_AFTER_MS)

    def _read_progress(self) -> None:
        *lines, self._line = (self._line + self._process.readAllStandardOutput().data()).split(b"\n")
        self._line = self._line[-_MESSAGES_KEPT:]
        for line in reversed(lines):  # only the newest is worth showing
            if (counts := parse_progress(line)) is not None:
                self.progressed.emit(*counts)
                return

    def _read_messages(self) -> None:
        self._messages = (self._messages + self._process.readAllStandardError().data())[-_MESSAGES_KEPT:]

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_progress()
        self._read_messages()
        lines = self._messages.decode(errors="replace").strip().splitlines()
        messages = "\n".join(line.removeprefix(_PROGRAM) for line in lines)
        ended = status is QProcess.ExitStatus.NormalExit
        succeeded = ended and code == EXIT_OK
        cancelled = not succeeded and (self._cancelled or code == EXIT_CANCELLED)
        if not succeeded and not messages:
            messages = self.tr("the conversion process ended unexpectedly ({0})").format(code)
        self._finish(Outcome(succeeded, cancelled, messages))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # all others are followed by finished
            self._finish(Outcome(False, False, self._process.errorString()))

    def _finish(self, outcome: Outcome) -> None:
        if not self._done:
            self._done = True
            self.finished.emit(outcome)


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


def _engine_environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    if root := data_files.checkout_root():  # may be run without having been installed
        parts = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment.insert("PYTHONPATH", os.pathsep.join(parts))
    return environment
