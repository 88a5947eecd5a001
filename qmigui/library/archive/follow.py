"""Reads what is archived: events go to the cutter, the index and the checks, octets into frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem
from qmigui.library.archive import layout
from qmigui.library.archive.cutter import Cutter
from qmigui.library.archive.index import Indexer
from qmigui.library.archive.pieces import FilePieces, Pieces, PipePieces
from qmigui.stream import events as ev
from qmigui.stream.checks.checker import Checker
from qmigui.stream.checks.report import Reports
from qmigui.stream.feed import WINDOW, Feed
from qmigui.stream.reader import BinaryReader
from qmigui.stream.resync import ResilientReader

if TYPE_CHECKING:
    from qmigui.library.archive.carrier import Content
    from qmigui.library.archive.cutter import Frame
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Buffer, Source

MAX_PROBLEMS = 1000
_STEP = 64 << 20


class Follower:
    """Reads one source to its end.

    Args:
        source: stands at its start.
        content: what it is.
        check: look for all that is wrong with a stream.
        put: takes each frame and its octets.
        cancel: looked at for every event.
        cell: bytes of guest addresses that share a frame.

    Attributes:
        cutter, index: what they have found, once :meth:`run` is over.
        size: of the source, in bytes.
        problems: of the check, so many.
        problem_counts: of all of them, by severity.
        followed: octets from the start that were understood.
    """

    def __init__(
        self,
        source: Source,
        content: Content,
        *,
        check: bool,
        put: Callable[[Frame, Buffer], None],
        cancel: Cancel,
        cell: int,
    ) -> None:
        self._source = source
        self._content = content
        self._check = check
        self._put = put
        self._cancel = cancel
        self._pieces: Pieces
        self._pipe: PipePieces | None = None
        is_opaque = content.kind == "opaque"
        limit = source.size if source.seekable else None
        self.cutter = Cutter(layout.KIND_GRID if is_opaque else layout.KIND_OTHER, limit, cell)
        self.index = Indexer()
        self.size = 0
        self.problems: list[Problem] = []
        self.problem_counts: Counter[str] = Counter()
        self.followed = 0

    def run(self) -> None:
        """Read everything.

        Raises:
            TransportError: the source could not be read.
            LibraryError: a frame could not be taken.
            Cancelled: someone asked for it.
        """
        source = self._source
        if source.seekable:
            self._pieces = FilePieces(source)
            feed = Feed(source)
        else:
            self._pipe = PipePieces(source, self._content.front)
            self._pieces = self._pipe
            feed = Feed(source, self._pipe.blocks(WINDOW))
            self._pipe.kept_by_reader = feed.random
        try:
            if self._content.kind == "stream":
                self._stream(feed)
            if self._pipe is None:
                self._rest_of_file(source.size or 0)
            else:
                self._rest_of_pipe(feed, self._pipe)
            self.cutter.finish(self.size)
            self._hand_on()
        finally:
            feed.close()
        self.index.finish()

    def _hand_on(self) -> None:
        """Give the frames that are ready."""
        frames, self.cutter.ready = self.cutter.ready, []
        for frame in frames:
            self._put(frame, self._pieces.take(frame.offset, frame.offset + frame.length))

    # -- a stream ------------------------------------------------------------------------

    def _stream(self, feed: Feed) -> None:
        cutter, index = self.cutter, self.index
        for event, end in self._checked(feed) if self._check else self._strict(feed):
            self._cancel.check()
            cutter.take(event, end)
            index.take(event, end)
            if cutter.ready:
                self._hand_on()

    def _strict(self, feed: Feed) -> Iterator[tuple[ev.Event, int]]:
        """The events up to the first error; the rest is one stretch that is lost."""
        told = feed.offset
        try:
            for event in BinaryReader(feed).events():
                told = max(told, feed.offset)
                yield event, told
            self.followed = told
        except FormatError:
            self.followed = told
            yield ev.Lost(told, 0), told

    def _checked(self, feed: Feed) -> Iterator[tuple[ev.Event, int]]:
        """All events that there are, checked on the way."""
        reports = Reports(self._report)
        checker = Checker(reports)
        reader = ResilientReader(feed, reports.put, cancel=self._cancel)
        lost: int | None = None
        end = feed.offset
        try:
            for event in reader.events():
                checker.take(event)
                if isinstance(event, ev.Lost):
                    lost = event.offset if lost is None else lost
                end = max(end, reader.offset)
                yield event, end
            checker.finish()
        finally:
            checker.close()
        self.followed = end if lost is None else lost

    def _report(self, problem: Problem) -> None:
        self.problem_counts[problem.severity.value] += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    # -- what is no stream, or not understood --------------------------------------------------

    def _rest_of_file(self, size: int) -> None:
        for offset in range(self.followed, size, _STEP):
            self._pass(offset)
        self.size = size

    def _rest_of_pipe(self, feed: Feed, pipe: PipePieces) -> None:
        while not feed.at_end():
            feed.pos = feed.end
            self._pass(feed.offset)
        self.size = pipe.length

    def _pass(self, offset: int) -> None:
        """Everything before *offset* is there, whatever it is."""
        self._cancel.check()
        self.cutter.take(ev.Trailing(b"", offset), offset)
        self._hand_on()
