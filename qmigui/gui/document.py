"""One open file: its engine, its tree, its problems, its bytes.  No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qmigui.gui.byte_source import ByteSource
from qmigui.gui.problems import ProblemStore
from qmigui.gui.state_model import StateModel

if TYPE_CHECKING:
    from pathlib import Path

    from qmigui.gui.engine import Engine, EnginePool

MOST_PROBLEMS = 100_000
"""So many are listed; all are counted."""


MOST_MARKED = 5000
"""Places of problems that are marked in the map of RAM."""


class Document(QObject):
    """One file.

    Args:
        path: of it.
        pool: gives engines.
        scratch: directory for what has to be unpacked.

    Signals:
        opened: the tree can be used.
        failed: it cannot be opened; the text for the user, and whether it is a mistake of ours.
        progressed: more has been read; octets read, octets in all.
        completed: all has been read.

    Attributes:
        path: as given.
        form: ``binary`` or ``ber``; empty until it is known.
        size: octets of the stream.
        source: its octets, or None.
        model, problems: what is shown.
        is_complete: all has been read.
        note: why not all could be read, or None.
    """

    opened = Signal()
    failed = Signal(str, bool)
    progressed = Signal(object, object)
    completed = Signal()

    def __init__(self, path: Path, pool: EnginePool, scratch: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.form = ""
        self.size = 0
        self.source: ByteSource | None = None
        self.is_complete = False
        self.read_bytes = 0
        self.note: str | None = None
        self.failure: str | None = None
        self._scratch = scratch
        self._pool = pool
        self._checker: Engine | None = None
        self.problems = ProblemStore(self)
        self.engine = pool.take(self)
        self.engine.told.connect(self._hear)
        self.engine.ended.connect(self._lose)
        self.model = StateModel(self.engine, self.problems, self)

    def open(self) -> None:
        """Begin; ``opened`` or ``failed`` follows."""
        self.engine.ask(
            "open", self._take_opened, self._take_failure, path=str(self.path), scratch=self._scratch
        )

    def close(self) -> None:
        """Stop everything that goes on for this file."""
        self.engine.close()
        if self._checker is not None:
            self._checker.close()
            self._checker = None
        if self.source is not None:
            self.source.close()

    # -- opening ---------------------------------------------------------------------------

    def _take_opened(self, told: dict[str, Any]) -> None:
        self.form, self.size = told["form"], told["size"]
        self.is_complete, self.note = told["complete"], told["problem"]
        try:
            self.source = ByteSource(told["bytes"])
        except OSError as error:
            self._fail(f"{self.path}: {error.strerror}", is_bug=False)
            return
        self.model.refresh()
        self.opened.emit()
        if self.is_complete:
            self.completed.emit()
        self.check()

    def _take_failure(self, error: dict[str, Any]) -> None:
        self._fail(error["text"], is_bug=error["is_bug"])

    def _fail(self, text: str, *, is_bug: bool) -> None:
        self.failure = text
        self.failed.emit(text, is_bug)

    def _lose(self, text: str) -> None:
        last = text.splitlines()[-1:] or [""]
        words = self.tr("The engine of this file has ended unexpectedly. {0}").format(last[0])
        self._fail(words, is_bug=True)

    def _hear(self, told: dict[str, Any]) -> None:
        if told["event"] == "error":
            self.note = told["text"]
            return
        if told["event"] != "progress":
            return
        self.note = told["problem"]
        if told["complete"] and not self.is_complete:
            self.is_complete = True
            self.model.refresh_open()
            self.completed.emit()
        elif told["changed"] or not told["complete"]:
            self.model.refresh()
        self.read_bytes = told["read"]
        self.progressed.emit(told["read"], told["size"])

    # -- checking --------------------------------------------------------------------------

    def check(self) -> None:
        """Look for problems, in a process of its own."""
        if self._checker is not None:
            return
        self._checker = self._pool.take(self)
        self._checker.told.connect(self._hear_checker)
        self._checker.ended.connect(self._lose_checker)
        self._checker.ask(
            "validate", self._take_counts, self._take_no_counts, path=str(self.path), most=MOST_PROBLEMS
        )

    def _hear_checker(self, told: dict[str, Any]) -> None:
        if told["event"] == "problems":
            self.problems.add(told["problems"])
        elif told["event"] == "validating":
            size = told["size"]
            self.problems.fraction = told["read"] / size if size else None
            self.problems.changed.emit()

    def _take_counts(self, told: dict[str, Any]) -> None:
        self._end_check(told["counts"], None)

    def _take_no_counts(self, error: dict[str, Any]) -> None:
        self._end_check({}, error["text"])

    def _lose_checker(self, text: str) -> None:
        self._checker = None
        self.problems.finish({}, text or self.tr("The check has ended unexpectedly."))

    def _end_check(self, counts: dict[str, int], failure: str | None) -> None:
        if self._checker is not None:
            self._checker.close()
            self._checker.deleteLater()
            self._checker = None
        self.problems.finish(counts, failure)
        places = {problem.offset for problem in self.problems.problems if problem.offset is not None}
        if places:
            self.engine.ask("mark", self._take_marked, offsets=sorted(places)[:MOST_MARKED])

    def _take_marked(self, _told: dict[str, Any]) -> None:
        """Maps that are shown are to be painted anew."""
        self.progressed.emit(self.read_bytes, self.size)
