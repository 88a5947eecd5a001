"""One open file: its engine, its tree, its problems, its bytes.  No widgets here."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qmigui.gui.byte_source import ByteSource
from qmigui.gui.problems import ProblemStore
from qmigui.gui.state_model import StateModel
from qmigui.service import naming

if TYPE_CHECKING:
    from qmigui.gui.engine import Engine, EnginePool

MOST_PROBLEMS = 100_000
"""So many are listed; all are counted."""


MOST_MARKED = 5000
"""Places of problems that are marked in the map of RAM."""


class Document(QObject):
    """One state: of a file, of the library, a snapshot in an image.

    Args:
        name: of it, as :func:`~qmigui.service.opening.open_state` takes it.
        pool: gives engines.
        scratch: directory for what has to be unpacked.

    Signals:
        opened: the tree can be used.
        failed: it cannot be opened; the text for the user, and whether it is a mistake of ours.
        progressed: more has been read; octets read, octets in all.
        completed: all has been read.
        unpacked_on: octets of its copy that have come, and those in all, or None.
        choice_wanted: the image has several states: what is told of each; :meth:`choose` goes on.

    Attributes:
        name: as given, or as chosen.
        title: how it is called where there is little room.
        form: ``binary`` or ``ber``; empty until it is known.
        size: octets of the stream.
        source: its octets, or None.
        model, problems: what is shown.
        is_complete: all has been read.
        note: why not all could be read, or None.
        failure: why it cannot be opened, or None; ``is_our_mistake``: that is to be reported.
        is_opened: the tree can be used.
        is_copied: the octets are those of an unpacked copy.
        carrier: what they came in: ``kind``, ``compressions``, ``snapshot``; empty: plain in a file.
    """

    opened = Signal()
    failed = Signal(str, bool)
    progressed = Signal(object, object)
    completed = Signal()
    unpacked_on = Signal(object, object)
    choice_wanted = Signal(object)

    def __init__(self, name: str, pool: EnginePool, scratch: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.title = naming.short_name(name)
        self.is_opened = self.is_copied = False
        self.carrier: dict[str, Any] = {}
        self.form = ""
        self.size = 0
        self.source: ByteSource | None = None
        self.is_complete = False
        self.read_bytes = 0
        self.note: str | None = None
        self.failure: str | None = None
        self.is_our_mistake = False
        self._scratch = scratch
        self._pool = pool
        self._checker: Engine | None = None
        self.problems = ProblemStore(self)
        self.engine = pool.take(self)
        self.engine.told.connect(self._hear)
        self.engine.ended.connect(self._lose)
        self.model = StateModel(self.engine, self.problems, self)

    @property
    def path(self) -> Path:
        """The file that it is in; for a state of the library its name."""
        return naming.file_of(self.name) or Path(self.name)

    def open(self) -> None:
        """Begin; ``opened``, ``failed`` or ``choice_wanted`` follows."""
        self.engine.ask(
            "open", self._take_opened, self._take_failure, path=self.name, scratch=self._scratch
        )

    def choose(self, name: str) -> None:
        """Open this state of the image."""
        self.name, self.title = name, naming.short_name(name)
        self.open()

    def renew_model(self) -> None:
        """Another view comes: what the old one asked for is not wanted; words may be others."""
        old, self.model = self.model, StateModel(self.engine, self.problems, self)
        if self.is_opened:
            self.engine.forget_all()
            self.model.refresh()
        old.deleteLater()

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
        if "choose" in told:
            self.choice_wanted.emit(told["choose"])
            return
        self.is_copied, self.carrier = told["is_copied"], told["carrier"]
        if naming.is_of_library(self.name):
            self.title = naming.short_name(told["title"])
        self.form, self.size = told["form"], told["size"]
        self.is_complete, self.note = told["complete"], told["problem"]
        try:
            self.source = ByteSource(told["bytes"])
        except OSError as error:
            self._fail(f"{self.name}: {error.strerror}", is_bug=False)
            return
        if self.is_copied:
            # Both of us have it open: nothing stays behind, whatever becomes of us.
            with contextlib.suppress(OSError):
                os.unlink(told["bytes"])
        self.is_opened = True
        self.model.refresh()
        self.opened.emit()
        if self.is_complete:
            self.completed.emit()
        self.check()

    def _take_failure(self, error: dict[str, Any]) -> None:
        self._fail(error["text"], is_bug=error["is_bug"])

    def _fail(self, text: str, *, is_bug: bool) -> None:
        self.failure, self.is_opened, self.is_our_mistake = text, False, is_bug
        self.failed.emit(text, is_bug)

    def _lose(self, text: str) -> None:
        last = text.splitlines()[-1:] or [""]
        words = self.tr("The engine of this file has ended unexpectedly. {0}").format(last[0])
        self._fail(words, is_bug=True)

    def _hear(self, told: dict[str, Any]) -> None:
        if told["event"] == "error":
            self.note = told["text"]
            return
        if told["event"] == "unpacking":
            self.unpacked_on.emit(told["done"], told["size"])
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
            "validate", self._take_counts, self._take_no_counts, path=self.name, most=MOST_PROBLEMS
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
