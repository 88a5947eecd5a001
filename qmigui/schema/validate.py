"""Checks BER against a module, in one pass and with bounded memory.

One loop over elements with a stack of its own: nesting costs no recursion, long
contents are passed over, nothing is kept but the open elements.  What is plain
(a known tag, a definite length, short contents that are right) is done in
:mod:`qmigui.schema.plain`; one element of any other kind by :meth:`Validator._step`,
with :mod:`qmigui.schema.primitive` and :mod:`qmigui.schema.endings`; what to do
after an error is decided in :mod:`qmigui.schema.recover`.

Sources: X.690 for the encoding, X.680 for the types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.schema.automaton import Automaton, Entry, Form, Leaf, Node
from qmigui.schema.codes import problem
from qmigui.schema.contents import Fault
from qmigui.schema.endings import Endings
from qmigui.schema.frames import WHOLE, Frame, new_frame, path_of
from qmigui.schema.header import Header, read_header, tag_name
from qmigui.schema.octets import LOOK, SLACK, WINDOW, Octets
from qmigui.schema.plain import take_plain
from qmigui.schema.primitive import Primitives
from qmigui.schema.recover import Recovery
from qmigui.visitor.tlv import INDEFINITE, MAX_DEPTH

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source
    from qmigui.schema.observer import Observer

KEPT = 512
"""Octets before the present place that stay in the buffer: a wrong length may have led past something."""

LEAP_AGAIN = 1 << 20
"""Octets behind a place where nothing could be taken unread, until that is tried again."""

MAX_PIECE_LEVELS = 8


class Validator:
    """Checks one file.

    Args:
        automaton: of the type that the file should hold.
        source: stands at its start.
        report: is given each problem.
        observer: hears of watched elements, or None.
        progress: kept up to date, once a window.
        cancel: looked at once a window.
        window: octets held at once.
        plain: whether the quick way is used (tests compare both).

    Attributes:
        frames: the open elements, outermost first.
        pos: where in the buffer the next element starts.
        recovery: what is done after an error.
        ends: what is done where something ends.
    """

    def __init__(
        self,
        automaton: Automaton,
        source: Source,
        report: Callable[[Problem], None],
        *,
        observer: Observer | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        window: int = WINDOW,
        plain: bool = True,
    ) -> None:
        self.automaton = automaton
        self.octets = Octets(source, window, cancel.check if cancel is not None else None)
        self.report = report
        self.observer = observer
        self._progress = progress
        self._cancel = cancel
        self._use_plain = plain
        self.pos = 0
        self.frames = [Frame(automaton.root, 0, 0, WHOLE, None, "")]
        self.recovery = Recovery(self)
        self.ends = Endings(self)
        self._primitives = Primitives(self)
        self._over = False
        self._far = self.octets.far(self._come_to) if observer is not None and plain else None
        # The last list of which nothing could be taken unread, and where to try it again.
        self._no_leap: tuple[Frame, int] = (self.frames[0], 0)

    # -- the whole ------------------------------------------------------------------

    def run(self) -> None:
        """Check all of it.

        Raises:
            TransportError: it could not be read.
            Cancelled: somebody asked for it.
        """
        self.pos = self.octets.refill(0)
        while not self._over:
            self.look(LOOK)
            if self._use_plain:
                take_plain(self)
            self._step()
        if self._progress is not None:
            self._progress.read_bytes = self.offset

    @property
    def offset(self) -> int:
        """Offset of the next octet."""
        return self.octets.base + self.pos

    def look(self, length: int) -> int:
        """Have *length* octets in the buffer from here on; fewer only at the end of the data.

        Returns:
            How many there are.
        """
        octets = self.octets
        while octets.end - self.pos < length and not octets.ended:
            self._come_to(self.offset)
            kept = min(self.pos, KEPT)
            octets.refill(self.pos - kept)
            self.pos = kept
        return octets.end - self.pos

    def _come_to(self, offset: int) -> None:
        """Tell how far it has come, and hear whether to go on."""
        if self._cancel is not None:
            self._cancel.check()
        if self._progress is not None:
            self._progress.read_bytes = offset

    def go(self, offset: int) -> None:
        """Make *offset* the next place."""
        self.pos = self.octets.go(offset)

    def leap(self, offset: int) -> bool:
        """Let the observer take elements of the watched list from *offset* on without their being read.

        Returns:
            Whether there were any; then the next place is behind them.
        """
        far, frame = self._far, self.frames[-1]
        if far is None or self.observer is None or (self._no_leap[0] is frame and offset < self._no_leap[1]):
            return False
        end = far.size if frame.bound is None else min(far.size, frame.bound)
        after = self.observer.leap(self.frames, far, offset, end)
        if after == offset:
            self._no_leap = frame, offset + LEAP_AGAIN
            return False
        self.go(after)
        frame.previous = None
        return True

    def stop(self) -> None:
        """Nothing more can be made of the rest."""
        self._over = True

    def problem(
        self,
        code: str,
        message: str,
        offset: int,
        path: str | None,
        length: int | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        """Tell a problem."""
        self.report(problem(code, message, offset, path, length, expected, found))

    # -- one element of any kind ------------------------------------------------------------

    def _step(self) -> None:
        """Deal with what stands here, whatever it is."""
        frame = self.frames[-1]
        available = self.look(LOOK)
        here = self.offset
        if 0 <= frame.end <= here:
            self.ends.close()
            return
        if not available:
            self.ends.end_of_data()
            return
        data, pos = self.octets.data, self.pos
        limit = available if frame.bound is None else min(available, frame.bound - here)
        if frame.end == INDEFINITE and limit >= 2 and not data[pos] and not data[pos + 1]:
            self.pos += 2
            self.ends.close()
            return
        if frame.node.form is Form.LIST and frame.node.watched and self.observer is not None:
            after = self.observer.run(self.frames, data, pos, self.octets.base, pos + limit)
            if after != pos:
                self.pos = after
                return
        header = read_header(data, pos, pos + limit)
        if header is None:
            whole = len(self.frames) == 1 and frame.state
            if limit == available and self.octets.ended and here + limit != frame.bound and not whole:
                self.ends.end_of_data()
            else:
                self.recovery.unreadable(Fault("length", "the header goes past the end of its container"))
        elif isinstance(header, Fault):
            self.recovery.unreadable(header)
        else:
            self._element(frame, header, here)

    def _element(self, frame: Frame, header: Header, here: int) -> None:
        """An element whose header can be read."""
        if frame.node.form is Form.ANY:
            self._any(frame, header, here)
            return
        entry = frame.entry_for(header.look)
        if entry is None:
            self.recovery.unexpected(header)
            return
        contents = here + header.size
        if header.length == INDEFINITE:
            if not header.is_constructed:
                self.recovery.unreadable(Fault("length", "indefinite length on a primitive element"))
                return
        elif (
            frame.bound is not None
            and contents + header.length > frame.bound
            and not self.recovery.overlong(header, entry)
        ):
            return
        self.begin(header, entry)

    def begin(self, header: Header, entry: Entry) -> None:
        """Take the element here as what *entry* says."""
        frame = self.frames[-1]
        node = frame.node
        if node.form is Form.SET:
            if frame.state >> entry.next & 1:
                path = path_of(self.frames, entry.label)
                self.problem("repeated", f"{entry.label} comes twice", self.offset, path)
            frame.state |= 1 << entry.next
        if isinstance(entry.target, Leaf):
            if not self._primitives.take(frame, header, entry, entry.target):
                return
            frame.count += 1
            if node.form is Form.SEQUENCE:
                frame.state = entry.next
            return
        if node.form is Form.SEQUENCE:
            frame.state = entry.next
        if node.watched and header.length > 0 and self._whole(header, entry):
            return
        if entry.target.form is Form.ANY and not header.is_constructed:
            frame.count += 1
            self.pass_over(self.offset + header.size + header.length)
            return
        self.push(entry.target, header, entry.label, entry)

    def skip(self, header: Header) -> None:
        """Pass over the element here with all in it, however deep that goes, without looking at it."""
        start = self.offset
        if header.length != INDEFINITE:
            self.pass_over(start + header.size + header.length)
            return
        self.pos += header.size
        depth = 1
        while depth:
            available = self.look(LOOK)
            data, pos = self.octets.data, self.pos
            if available >= 2 and not data[pos] and not data[pos + 1]:
                depth -= 1
                self.pos += 2
                continue
            inner = read_header(data, pos, pos + available)
            if not isinstance(inner, Header) or (inner.length == INDEFINITE and not inner.is_constructed):
                self.ends.close_all()
                self.stop()
                return
            self.pos += inner.size
            if inner.length == INDEFINITE:
                depth += 1
            else:
                self.go(self.offset + inner.length)
        self.pass_over(self.offset)

    def _whole(self, header: Header, entry: Entry) -> bool:
        """Let the observer take the constructed element here as a whole."""
        length = header.size + header.length
        if self.observer is None or not self.observer.takes_whole(entry):
            return False
        if length > len(self.octets.data) - SLACK or self.look(length) < length:
            return False
        start, pos = self.offset, self.pos
        with memoryview(self.octets.data) as view, view[pos : pos + length] as octets:
            if not self.observer.whole(self.frames, entry, start, octets):
                return False
        self.frames[-1].count += 1
        self.pass_over(start + length)
        return True

    def push(self, node: Node, header: Header, label: str, entry: Entry | None = None) -> None:
        """Go into the constructed element here."""
        frame = self.frames[-1]
        start = self.offset
        levels = sum(1 for open_ in self.frames[-MAX_PIECE_LEVELS - 1 :] if open_.node.form is Form.PIECES)
        if len(self.frames) > MAX_DEPTH or (node.form is Form.PIECES and levels >= MAX_PIECE_LEVELS):
            words = (
                f"more than {MAX_DEPTH} levels"
                if levels < MAX_PIECE_LEVELS
                else "string segments nest too deep"
            )
            path = path_of(self.frames, label)
            self.problem("nesting", words, start, path)
            frame.damaged = True
            self.skip(header)
            return
        inner = new_frame(frame, node, start, start + header.size, header.length, label)
        if node.form is Form.PIECES:
            assert node.leaf is not None
            outer_text = frame.text if frame.node.form is Form.PIECES else None
            inner.text = outer_text or self._primitives.joined(frame, node.leaf, entry)
        inner.entry = entry
        frame.count += 1
        self.frames.append(inner)
        self.pos += header.size
        if node.watched and self.observer is not None:
            self.observer.enter(self.frames)

    def pass_over(self, offset: int, previous: tuple[int, int, int, bool, str] | None = None) -> None:
        """Go on at *offset*, behind an element (*previous* as in a frame)."""
        start = self.offset if previous is None else previous[0]
        self.go(offset)
        if self.offset < offset:
            self.ends.cut(start, None, None)
            return
        frame = self.frames[-1]
        frame.previous = previous
        frame.closed = None

    def _any(self, frame: Frame, header: Header, here: int) -> None:
        """An element of which only BER's own rules are known."""
        after = here + header.size + header.length
        if header.length != INDEFINITE and frame.bound is not None and after > frame.bound:
            self.recovery.unreadable(Fault("length", "the element goes past the end of its container"))
        elif header.is_constructed:
            self.push(self.automaton.any, header, "")
        elif header.length == INDEFINITE:
            self.recovery.unreadable(Fault("length", "indefinite length on a primitive element"))
        else:
            size = self.octets.size
            if size is not None and after > size:
                self.ends.end_of_data()
                return
            frame.count += 1
            self.pass_over(after, (here, here + header.size, after, False, ""))

    def expected(self) -> str:
        """What may stand here, in a few words."""
        frame = self.frames[-1]
        node = frame.node
        if len(self.frames) == 1 and frame.state:
            return "the end of the data"
        state = 0 if node.form is Form.SET else frame.state
        names: list[str] = []
        for look, entry in node.tables[state].items():
            name = f"{entry.label} ({tag_name(look)})" if entry.label else tag_name(look)
            if node.form is Form.SEQUENCE and not node.members[entry.next - 1].name:
                name = tag_name(look)
            names.append(name)
        more = len(names) > 4
        text = ", ".join(names[:4]) + (", ..." if more else "")
        return text or "the end of what this lies in"
