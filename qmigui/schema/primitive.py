"""Checks primitive elements: their contents octets, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import Severity
from qmigui.schema.automaton import Entry, Form, Leaf
from qmigui.schema.codes import CODES
from qmigui.schema.contents import MAX_WHOLE, Fault, Text
from qmigui.schema.frames import Frame, path_of
from qmigui.schema.header import Header

if TYPE_CHECKING:
    from qmigui.schema.validate import Validator

_OF_VALUES = frozenset(("value-range", "enumeration", "size", "alphabet"))
"""Faults of contents that are sound in themselves."""


class Primitives:
    """Looks at the primitive elements of one file.

    Args:
        validator: stands at each of them.
    """

    def __init__(self, validator: Validator) -> None:
        self._v = validator

    def text(self, frame: Frame, leaf: Leaf, entry: Entry | None) -> Text:
        """What a string's contents are fed to."""
        observer = self._v.observer
        if observer is None or entry is None or not frame.node.watched or not observer.wants(frame, entry):
            return Text(leaf.type)
        return Text(leaf.type, observer.piece)

    def joined(self, frame: Frame, leaf: Leaf, entry: Entry | None) -> Text:
        """The same for a string in pieces: a short one is put together."""
        text = self.text(frame, leaf, entry)
        if entry is None or text.is_wanted or not (frame.node.watched or entry.is_name):
            return text
        kept = bytearray()

        def keep(offset: int, octets: bytes) -> None:
            if len(kept) <= MAX_WHOLE:
                kept.extend(octets)

        joined = Text(leaf.type, keep)
        joined.kept = kept
        return joined

    def take(self, frame: Frame, header: Header, entry: Entry, leaf: Leaf) -> bool:
        """Look at the contents of a primitive element; False: it is not over yet."""
        start = self._v.offset
        contents, length = start + header.size, header.length
        after = contents + length
        size = self._v.octets.size
        if size is not None and after > size:
            self._v.recovery.cut_short(header, entry)
            return False
        if length > MAX_WHOLE and not leaf.streams:
            fault: Fault | None = Fault(
                "integer-long",
                f"{leaf.type.name} of {length} octets",
                f"at most {MAX_WHOLE} octets",
                str(length),
            )
            octets = None
        else:
            octets, fault = self._contents(frame, leaf, entry, self._v.pos + header.size, length)
            if octets is None and self._v.octets.ended and self._v.octets.base + self._v.octets.end < after:
                if leaf.streams and not Text(leaf.type).needs_octets:
                    self._v.go(after)
                if self._v.octets.base + self._v.octets.end < after:
                    self._v.ends.cut(start, entry.label, length)
                    return False
        is_wrong = fault is not None and CODES[fault.code].severity is Severity.ERROR
        if fault is not None:
            if is_wrong:
                if fault.code not in _OF_VALUES and self._v.recovery.swallowed_by_previous():
                    return False
                frame.damaged = True
            self._v.problem(
                fault.code,
                fault.message,
                start,
                path_of(self._v.frames, entry.label),
                after - start,
                fault.expected,
                fault.found,
            )
        elif entry.is_name and octets is not None:
            frame.name = octets.decode("utf-8", "replace")
        if frame.node.watched and self._v.observer is not None:
            self._v.observer.leaf(frame, entry, start, None if is_wrong else octets, length)
        self._v.pass_over(after, (start, contents, after, is_wrong, entry.label))
        return True

    def _contents(
        self, frame: Frame, leaf: Leaf, entry: Entry, pos: int, length: int
    ) -> tuple[bytes | None, Fault | None]:
        """The contents octets, if they are few, and what is wrong with them."""
        data = self._v.octets.data
        in_pieces = frame.node.form is Form.PIECES
        text = frame.text if in_pieces else None
        if text is None and leaf.streams and frame.node.watched:
            text = self.text(frame, leaf, entry)
            text = text if text.is_wanted else None
        start = self._v.octets.base + pos
        if length <= MAX_WHOLE and pos + length <= self._v.octets.end and (in_pieces or text is None):
            octets = bytes(data[pos : pos + length])
            if text is not None:
                return octets, text.feed(octets, start)
            return octets, leaf.check(octets, 0, length)
        text = text or Text(leaf.type)
        if not text.needs_octets:
            text.skip(length)
            return None, None if in_pieces else text.end()
        fault = None
        done = 0
        for piece in self._v.octets.chunks(pos, length):
            fault = fault or text.feed(piece, start + done, begins=not done)
            done += len(piece)
        if done < length:
            return None, None  # the data ends: the caller sees it
        return None, fault if in_pieces else fault or text.end()
