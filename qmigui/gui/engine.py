"""The engine of one open file: a process that is asked and answers.

``python -m qmigui --serve`` in a :class:`QProcess`; requests are lines, answers
frames (:mod:`qmigui.service.frames`).  Everything that reads, decodes or searches
happens there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from qmigui import data_files

_KEPT_ERRORS = 16 << 10
_WAIT_MS = 10_000

Answer = Callable[[Any], None]


class Engine(QObject):
    """One process.

    Signals:
        told: what nobody asked for: a dictionary with ``event``.
        ended: it is gone; with what it said last.
    """

    told = Signal(object)
    ended = Signal(str)
    module: ClassVar[str] = "qmigui"
    """The module that is run; tests put another one in its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from qmigui.service import frames

        self._frames = frames
        self._buffer = bytearray()
        self._errors = b""
        self._number = 0
        self._waiting: dict[int, tuple[Answer, Answer | None]] = {}
        self._closed = False
        self._process = QProcess(self)
        self._process.setProcessEnvironment(engine_environment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.start(*engine_command("--serve", module=self.module))

    @property
    def process_id(self) -> int:
        """Of the process; 0: there is none."""
        return int(self._process.processId())

    def ask(self, verb: str, answer: Answer, fail: Answer | None = None, **arguments: object) -> int:
        """Ask something.

        Args:
            verb: what; see :class:`qmigui.service.serving.Server`.
            answer: is called with the answer.
            fail: is called with ``{"text", "is_bug", "offset"}`` instead; None: nobody cares.
            arguments: of the verb.

        Returns:
            The number of the request, for :meth:`forget`.
        """
        self._number += 1
        number = self._number
        self._waiting[number] = answer, fail
        self._process.write(self._frames.request_line(number, verb, arguments))
        return number

    def forget(self, number: int) -> None:
        """The answer is not wanted any more."""
        self._waiting.pop(number, None)

    def forget_all(self) -> None:
        """No answer is wanted any more of all that has been asked."""
        self._waiting.clear()

    def close(self) -> None:
        """Stop the process; nothing is told any more."""
        if self._closed:
            return
        self._closed = True
        self._waiting.clear()
        if self._process.state() is QProcess.ProcessState.Starting:
            self._process.waitForStarted(_WAIT_MS)  # before that it cannot be stopped
        self._process.closeWriteChannel()
        self._process.kill()  # nothing is written there that could be left half done
        self._process.waitForFinished(_WAIT_MS)

    # -- what comes ----------------------------------------------------------------------

    def _read(self) -> None:
        self._buffer += self._process.readAllStandardOutput().data()
        frames = self._frames
        head = frames.HEAD.size
        place = 0
        while len(self._buffer) - place >= head:
            length, number, kind = frames.HEAD.unpack_from(self._buffer, place)
            if length > frames.MOST_BODY:
                self._process.kill()
                return
            if len(self._buffer) - place - head < length:
                break
            body = bytes(self._buffer[place + head : place + head + length])
            place += head + length
            self._take(number, kind, body)
            if self._closed:
                return
        del self._buffer[:place]

    def _take(self, number: int, kind: int, body: bytes) -> None:
        frames = self._frames
        if kind == frames.EVENT:
            self.told.emit(frames.json_body(body))
            return
        if kind == frames.PROBLEMS:
            self.told.emit({"event": "problems", "problems": frames.unpack_problems(body)})
            return
        if number == 0 and kind == frames.ERROR:
            self.told.emit({"event": "error", **frames.json_body(body)})
            return
        answer, fail = self._waiting.pop(number, (None, None))
        if kind == frames.ERROR:
            if fail is not None:
                fail(frames.json_body(body))
        elif answer is not None:
            if kind == frames.ROWS:
                answer(frames.Rows(body))
            else:
                answer(frames.json_body(body) if kind == frames.JSON else body)

    def _read_errors(self) -> None:
        self._errors = (self._errors + self._process.readAllStandardError().data())[-_KEPT_ERRORS:]

    def _on_finished(self) -> None:
        if not self._closed:
            self._read_errors()
            self._closed = True
            self.ended.emit(self._errors.decode(errors="replace").strip())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and not self._closed:
            self._closed = True
            self.ended.emit(self._process.errorString())


class EnginePool(QObject):
    """Keeps one engine ready: starting Python takes longer than opening most files."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spare: Engine | None = None
        self._closed = False

    def prepare(self) -> None:
        """Have one ready, if there is none."""
        if self._spare is None and not self._closed:
            self._spare = Engine(self)
            self._spare.ended.connect(self._drop)

    def _drop(self) -> None:
        self._spare = None

    def take(self, parent: QObject) -> Engine:
        """One engine, which belongs to *parent* from now on."""
        self.prepare()
        engine = self._spare
        if engine is None:
            return Engine(parent)
        self._spare = None
        engine.ended.disconnect(self._drop)
        engine.setParent(parent)
        return engine

    def renew(self) -> None:
        """What engines are told at their start is different now."""
        if self._spare is not None:
            self._spare.ended.disconnect(self._drop)
            self._spare.close()
            self._spare.deleteLater()
            self._spare = None

    def close(self) -> None:
        """Stop the one that is ready; none is made ready any more."""
        self._closed = True
        if self._spare is not None:
            self._spare.ended.disconnect(self._drop)
            self._spare.close()
            self._spare = None


def engine_command(*arguments: str, module: str = "qmigui") -> tuple[str, list[str]]:
    """Program and arguments that run the command line, from a checkout, installed or frozen."""
    if getattr(sys, "frozen", False):
        return sys.executable, list(arguments)
    # -P: never import from the directory that the window happens to run in.
    return sys.executable, ["-P", "-m", module, *arguments]


def engine_environment() -> QProcessEnvironment:
    """Where the engine finds the package that this is."""
    environment = QProcessEnvironment.systemEnvironment()
    if root := data_files.checkout_root():  # may be run without having been installed
        parts = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment.insert("PYTHONPATH", os.pathsep.join(parts))
    return environment
