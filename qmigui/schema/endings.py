"""What a checker does where elements end, or the data does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.schema.automaton import Form
from qmigui.schema.contents import Fault, span
from qmigui.schema.frames import path_of
from qmigui.visitor.tlv import INDEFINITE

if TYPE_CHECKING:
    from qmigui.schema.validate import Validator


class Endings:
    """Leaves the open elements of one file.

    Args:
        validator: has them.
    """

    def __init__(self, validator: Validator) -> None:
        self._v = validator

    def close(self) -> None:
        """The innermost element is over."""
        frame = self._v.frames[-1]
        if not frame.is_complete and not frame.damaged:
            if self._v.recovery.short():
                return
            name = frame.missing_name()
            frame.damaged = True
            self._v.problem(
                "missing", f"{name} is missing", frame.start, path_of(self._v.frames), None, name, "the end"
            )
        self.pop()

    def pop(self) -> None:
        """Leave the innermost element, told what is wrong with it as a whole."""
        frame = self._v.frames.pop()
        node = frame.node
        fault = None
        if node.form is Form.PIECES:
            assert frame.text is not None
            if self._v.frames[-1].node.form is not Form.PIECES:
                fault = frame.text.end()
        elif node.size is not None and not frame.damaged:
            low, high = node.size
            if (low is not None and frame.count < low) or (high is not None and frame.count > high):
                words = f"{frame.count} elements"
                fault = Fault("size", f"{words} are out of range", f"SIZE ({span(low, high)})", words)
        outer = self._v.frames[-1]
        if fault is not None and not frame.damaged:
            frame.damaged = True
            self._v.frames.append(frame)
            path = path_of(self._v.frames)
            self._v.frames.pop()
            self._v.problem(
                fault.code,
                fault.message,
                frame.start,
                path,
                None,
                fault.expected,
                fault.found,
            )
        outer.previous = None
        outer.closed = frame
        if node.form is Form.PIECES and outer.node.form is not Form.PIECES:
            outer.damaged = outer.damaged or frame.damaged
            if frame.entry is not None and frame.entry.is_name and frame.text is not None:
                name = frame.text.whole()
                outer.name = None if name is None else name.decode("utf-8", "replace")
            if outer.node.watched and self._v.observer is not None and frame.entry is not None:
                assert frame.text is not None
                octets = frame.text.whole() if not frame.damaged else None
                self._v.observer.leaf(outer, frame.entry, frame.start, octets, frame.text.length)
        if node.watched and self._v.observer is not None:
            self._v.observer.leave(frame)

    def end_of_data(self) -> None:
        """Nothing more comes."""
        frame = self._v.frames[-1]
        whole = len(self._v.frames) == 1
        rest = self._v.octets.end - self._v.pos
        if whole and frame.is_complete and not rest:
            self._v.stop()
            return
        words = "the data ends before anything stands in it"
        if frame.count or not whole:
            inside = f"inside {frame.label or frame.node.type.name}" if not whole else "too early"
            words = f"the data ends {inside}"
            if rest:
                words += f": {rest} octets are no whole element"
            elif frame.end == INDEFINITE:
                words += ", before its end-of-contents octets"
        self._v.problem(
            "truncated",
            words,
            self._v.offset,
            path_of(self._v.frames),
            rest or None,
            "more data",
            "the end of the data",
        )
        if self._v.observer is not None:
            self._v.observer.lost(self._v.offset, rest)
        self.close_all()
        self._v.stop()

    def cut(self, start: int, label: str | None, length: int | None) -> None:
        """Tell that the data ends inside the primitive element at *start*, and stop."""
        expected = None if length is None else f"{length} octets"
        path = path_of(self._v.frames, label)
        self._v.problem(
            "truncated", "the data ends inside an element", start, path, None, expected, "the end of the data"
        )
        if self._v.observer is not None:
            self._v.observer.lost(start, 0)
        self.close_all()
        self._v.stop()

    def close_all(self) -> None:
        """Leave every open element without a word: they are not whole."""
        while len(self._v.frames) > 1:
            frame = self._v.frames.pop()
            frame.damaged = True
            if frame.node.watched and self._v.observer is not None:
                self._v.observer.leave(frame)
