"""The library's own thread: whatever touches the catalogue or the folder is asked here.

A catalogue on a slow disk, or one that another program is writing to, holds up
answers then, not the window.  Python that takes long has its place in
processes (:mod:`qmigui.gui.jobs`), not here.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from qmigui import service
from qmigui.errors import Cancelled, QmiguiError

if TYPE_CHECKING:
    from pathlib import Path

    from qmigui.progress import Progress
    from qmigui.service import Library

Work = Callable[["Library"], Any]
_WAIT = 5.0
_stuck: list[_Worker] = []
"""Threads that did not end in time: what they would tell must still be there."""


class _Relay(QObject):
    """Carries what a thread has to tell to the window's own."""

    arrived = Signal(object)


class _Question:
    """Something that is asked.

    Args:
        work: is called with the library.
        done: is called with what it gave back, in the window's thread.
        fail: is called with what it raised.
        slot: of several with the same one, only the last that waits is asked.
    """

    def __init__(
        self,
        work: Work,
        done: Callable[[Any], object] | None,
        fail: Callable[[QmiguiError], object] | None,
        slot: str,
    ) -> None:
        self.work, self.done, self.fail, self.slot = work, done, fail, slot
        self.result: Any = None
        self.error: Exception | None = None
        self.over = threading.Event()


class _Worker:
    """One thread with one open library."""

    def __init__(self, directory: str | None) -> None:
        from qmigui.progress import Cancel, Progress

        self.directory = directory
        self.relay = _Relay()
        self.cancel = Cancel()
        self.progress = Progress()
        self._questions: deque[_Question] = deque()
        self._wake = threading.Condition()
        self.thread = threading.Thread(target=self._run, name="qmigui-library", daemon=True)

    def ask(self, question: _Question) -> None:
        with self._wake:
            if question.slot:
                for other in [one for one in self._questions if one.slot == question.slot]:
                    self._questions.remove(other)
            self._questions.append(question)
            self._wake.notify()

    def stop(self) -> None:
        self.cancel.set()
        with self._wake:
            self._questions.clear()
            self._wake.notify()
        self.thread.join(_WAIT)
        if self.thread.is_alive():
            _stuck.append(self)

    def _next(self) -> _Question | None:
        with self._wake:
            while not self._questions and not self.cancel.wanted:
                self._wake.wait()
            return None if self.cancel.wanted else self._questions.popleft()

    def _run(self) -> None:
        try:
            library = service.open_library(self.directory, progress=self.progress, cancel=self.cancel)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - told in the window's thread
            self._tell((self, error, None))
            return
        with library:
            self._tell((self, library.place.directory, list(library.notes)))
            while (question := self._next()) is not None:
                try:
                    question.result = question.work(library)
                except Exception as error:  # noqa: BLE001 - as above
                    question.error = error
                question.over.set()
                self._tell((self, question, None))

    def _tell(self, message: tuple[_Worker, Any, Any]) -> None:
        if not self.cancel.wanted:
            self.relay.arrived.emit(message)


class LibraryDesk(QObject):
    """Opens a library and takes questions to it, one after the other.

    Signals:
        opened: the folder, and sentences about what had to be done.
        refused: it cannot be used; the :class:`~qmigui.errors.QmiguiError`.
        failed: the text of what went wrong with a question that nobody else looks at.
    """

    opened = Signal(object, object)
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: _Worker | None = None
        self.directory: Path | None = None
        worker_of: list[_Worker | None] = [None]
        self._held = worker_of  # what outlives this object, for the moment when that goes

        def stop() -> None:
            if (worker := worker_of[0]) is not None:
                worker.stop()

        self.destroyed.connect(stop)

    @property
    def is_open(self) -> bool:
        """Whether questions are answered."""
        return self.directory is not None

    @property
    def progress(self) -> Progress | None:
        """How many archives have been taken in while it is being opened."""
        return self._worker.progress if self._worker is not None else None

    def open(self, directory: str | None) -> None:
        """Open another library; ``opened`` or ``refused`` follows."""
        self.close()
        self._worker = self._held[0] = _Worker(directory)
        self._worker.relay.arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._worker.thread.start()

    def close(self) -> None:
        """Let go of the library; what is asked is not answered any more."""
        worker, self._worker, self._held[0], self.directory = self._worker, None, None, None
        if worker is not None:
            worker.relay.arrived.disconnect(self._take)
            worker.stop()

    def ask(
        self,
        work: Work,
        done: Callable[[Any], object] | None = None,
        fail: Callable[[QmiguiError], object] | None = None,
        *,
        slot: str = "",
    ) -> None:
        """Have something done with the library.

        Args:
            work: gets the library, in the library's thread; nothing of Qt may be touched there.
            done: gets the answer, in the window's thread.
            fail: gets a :class:`~qmigui.errors.QmiguiError`; None: ``failed`` tells it.
            slot: a question with the same one that still waits is forgotten.
        """
        if self._worker is not None:
            self._worker.ask(_Question(work, done, fail, slot))

    def ask_now(self, work: Work, seconds: float) -> Any:
        """The answer, if it is there within so many seconds; else, or if there is none, None."""
        if self._worker is None:
            return None
        question = _Question(work, None, lambda _: None, "")
        self._worker.ask(question)
        return question.result if question.over.wait(seconds) else None

    def _take(self, message: tuple[_Worker, Any, Any]) -> None:
        worker, what, notes = message
        if worker is not self._worker:
            return
        if isinstance(what, QmiguiError):
            self.refused.emit(what)
        elif isinstance(what, Exception):
            raise what  # a mistake of ours: told as any other
        elif isinstance(what, _Question):
            self._answer(what)
        else:
            self.directory = what
            self.opened.emit(what, notes)

    def _answer(self, question: _Question) -> None:
        if question.error is None:
            if question.done is not None:
                question.done(question.result)
        elif not isinstance(question.error, QmiguiError):
            raise question.error
        elif question.fail is not None:
            question.fail(question.error)
        else:
            self.failed.emit(str(question.error))
