"""What fits where: questions about octets near the present place.

An element *fits* where its tag may stand there, its length and its first contents
make sense, and what follows it may follow.  Nothing here changes anything.

All answers look at no more than the octets that are always there together
(:data:`~qmigui.schema.octets.REACH`), and a few at places far away where the source
can seek, so that they do not depend on buffers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.schema.automaton import Entry, Form, Leaf, Node
from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.frames import WHOLE, Frame
from qmigui.schema.header import Header, is_built_in, read_header
from qmigui.schema.octets import REACH
from qmigui.visitor.tlv import INDEFINITE

if TYPE_CHECKING:
    from qmigui.schema.validate import Validator

MAX_STEPS = 8
"""Elements that are followed to compare explanations."""

MAX_INSIDE = 1000
"""Elements that are passed on the way to the end of one of indefinite length."""

FAR = 160
"""Octets that are looked at where something far away should start."""


class Fitting:
    """Answers for one :class:`~qmigui.schema.validate.Validator`.

    Args:
        validator: whose frames and place are looked at.
    """

    def __init__(self, validator: Validator) -> None:
        self._v = validator

    def _pos(self, offset: int) -> int:
        return offset - self._v.octets.base

    def _limit(self, frame: Frame) -> int:
        octets = self._v.octets
        return octets.end if frame.bound is None else min(octets.end, frame.bound - octets.base)

    def _behind(self, header: Header, pos: int) -> int | None:
        """The position behind the element of *header* at *pos*.

        None: it is of indefinite length, and its end is out of reach or nothing in it makes sense.
        """
        octets = self._v.octets
        if header.length != INDEFINITE:
            return pos + header.size + header.length
        limit = min(octets.end, pos + REACH)
        pos, open_count = pos + header.size, 1
        for _ in range(MAX_INSIDE):
            if pos + 2 > limit:
                return None
            if not octets.data[pos] and not octets.data[pos + 1]:
                pos += 2
                open_count -= 1
                if not open_count:
                    return pos
                continue
            inner = read_header(octets.data, pos, limit)
            if not isinstance(inner, Header):
                return None
            pos += inner.size
            if inner.length == INDEFINITE:
                open_count += 1
            else:
                pos += inner.length
        return None

    def _fit(
        self, pos: int, limit: int, node: Node, state: int, *, later: bool
    ) -> tuple[int | None, Entry] | None:
        """Whether an element that *node* may have at *state* (or later) stands at *pos*.

        Returns:
            The position behind it (None: only its contents tell) and what it is; or None.
        """
        data = self._v.octets.data
        header = read_header(data, pos, limit)
        if not isinstance(header, Header):
            return None
        if node.form is Form.SET:
            state = 0
        entry = node.tables[state].get(header.look)
        if entry is None and later and node.form is Form.SEQUENCE:
            for table in node.tables[state + 1 :]:
                entry = table.get(header.look)
                if entry is not None:
                    break
        if entry is None:
            return None
        contents = pos + header.size
        if header.length == INDEFINITE:
            return (
                (None, entry) if header.is_constructed and self._first_child_fits(entry, contents) else None
            )
        after = contents + header.length
        size = self._v.octets.size
        if size is not None and after + self._v.octets.base > size:
            return None
        if isinstance(entry.target, Leaf):
            if header.length <= MAX_WHOLE and after <= limit and entry.target.check(data, contents, after):
                return None
            if header.length > MAX_WHOLE and not entry.target.streams:
                return None
        elif header.length and not self._first_child_fits(entry, contents, after):
            return None
        return after, entry

    def _first_child_fits(self, entry: Entry, pos: int, end: int | None = None) -> bool:
        """Whether contents that start at *pos* can be those of *entry*."""
        octets = self._v.octets
        node = entry.target
        if isinstance(node, Leaf):
            return False
        if node.form is Form.ANY:
            return True
        limit = octets.end if end is None else min(end, octets.end)
        if end is None and limit - pos >= 2 and not octets.data[pos] and not octets.data[pos + 1]:
            return node.missing[0] is None
        header = read_header(octets.data, pos, limit)
        if not isinstance(header, Header):
            return False
        if header.look not in node.tables[0] and node.others[0] is None:
            return False
        return end is None or header.length == INDEFINITE or pos + header.size + header.length <= end

    def _is_any(self, offset: int) -> bool:
        """Whether an element that may stand here, one of a built-in type, or the end of contents follows."""
        v = self._v
        frame = v.frames[-1]
        pos, limit = self._pos(offset), self._limit(frame)
        if pos + 2 > limit:
            return False
        if frame.end == INDEFINITE and not any(v.octets.data[pos : pos + 2]):
            return True
        header = read_header(v.octets.data, pos, limit)
        if not isinstance(header, Header):
            return False
        state = 0 if frame.node.form is Form.SET else frame.state
        fits = header.length == INDEFINITE or pos + header.size + header.length <= limit
        return fits and (is_built_in(header.look) or header.look in frame.node.tables[state])

    def _chain(self, pos: int, index: int, *, later: bool = True) -> bool:
        """Whether an element of the open one at *index* stands at *pos*, and something fitting behind it.

        Args:
            pos: in the buffer.
            index: of the open element.
            later: it may be a later member than the next one.
        """
        v = self._v
        frame = v.frames[index]
        if frame.end >= 0 and pos + v.octets.base >= frame.end:
            return False
        found = self._fit(pos, self._limit(frame), frame.node, frame.state, later=later)
        if found is None:
            return False
        after, entry = found
        if after is None:
            return True
        if frame.bound is not None and after + v.octets.base > frame.bound:
            return False
        return self._boundary(
            after + v.octets.base, index, entry.next if frame.node.form is Form.SEQUENCE else 0
        )

    def _chain_of_two(self, pos: int, index: int) -> bool:
        """Behind a :meth:`_chain` at *pos*: whether the next element fits as well, or there is none."""
        v = self._v
        frame = v.frames[index]
        found = self._fit(pos, self._limit(frame), frame.node, frame.state, later=True)
        if found is None or found[0] is None:
            return True
        after = found[0]
        data = v.octets.data
        if after + v.octets.base == frame.end or (
            frame.end == INDEFINITE and not any(data[after : after + 2])
        ):
            return True
        return self._chain(after, index)

    def _closes_at(self, offset: int, index: int, entry: Entry) -> bool:
        """Whether the open element at *index*, with *entry* as its last member, may end at *offset*."""
        frame = self._v.frames[index]
        if frame.node.form is Form.SEQUENCE and frame.node.missing[entry.next] is not None:
            return False
        return self._boundary(offset, index - 1, None)

    def _ends_at(self, frame: Frame, offset: int) -> bool:
        """Whether end-of-contents octets of *frame*, the innermost, stand at *offset*."""
        v = self._v
        pos = self._pos(offset)
        if frame.end != INDEFINITE or not frame.is_complete or any(v.octets.data[pos : pos + 2]):
            return False
        return self._boundary(offset + 2, len(v.frames) - 2, None)

    def _ends_wrongly(self, offset: int) -> bool:
        """Whether end-of-contents octets at *offset* would end the innermost element where it must go on."""
        v = self._v
        frame = v.frames[-1]
        pos = self._pos(offset)
        if frame.end != INDEFINITE or pos + 2 > v.octets.end or any(v.octets.data[pos : pos + 2]):
            return False
        return not self._ends_at(frame, offset)

    def _boundary(self, offset: int, index: int, state: int | None) -> bool:
        """Whether the open element at *index* may go on, or end, at *offset*.

        Args:
            offset: in the source.
            index: of the open element.
            state: of it then; None: its present one.
        """
        v = self._v
        frame = v.frames[index]
        node = frame.node
        state = frame.state if state is None else state
        size = v.octets.size
        if frame.bound is not None and offset > frame.bound:
            return False
        complete = node.form is not Form.SEQUENCE or node.missing[state] is None
        if offset == frame.end:
            return complete
        if frame.end == WHOLE and state and offset == size:
            return True
        data: bytes | bytearray = v.octets.data
        pos, limit = self._pos(offset), self._limit(frame)
        if pos + FAR > v.octets.end and not v.octets.ended:
            # Out of reach of the buffer.
            data = v.octets.peek_at(offset, FAR)
            if not data:
                return size is None or offset < size  # nothing speaks against it
            pos, limit = 0, len(data) if frame.bound is None else min(len(data), frame.bound - offset)
        if pos + 2 > limit:
            return False
        if frame.end == INDEFINITE and not data[pos] and not data[pos + 1]:
            return complete
        header = read_header(data, pos, limit)
        if not isinstance(header, Header):
            return False
        if node.form is Form.SET:
            state = 0
        if header.look not in node.tables[state] and node.others[state] is None:
            if node.tolerates(state) and (header.look >= 256 or header.look & 0xC0):
                return frame.bound is None or offset + header.size + max(header.length, 0) <= frame.bound
            # A list of definite length that was reopened ends where its container goes on.
            return frame.damaged and index > 0 and complete and self._boundary(offset, index - 1, None)
        if header.length == INDEFINITE:
            return header.is_constructed
        return frame.bound is None or offset + header.size + header.length <= frame.bound

    def _reach(self, offset: int, index: int, state: int) -> int:
        """How many elements of the open SEQUENCE at *index* fit from *offset* on; more if all do."""
        v = self._v
        frame = v.frames[index]
        node = frame.node
        for count in range(MAX_STEPS):
            if offset == frame.end:
                return count + (MAX_STEPS if node.missing[state] is None else 0)
            pos = self._pos(offset)
            if pos + FAR > v.octets.end and not v.octets.ended:
                return count
            if frame.end == INDEFINITE and not any(v.octets.data[pos : pos + 2]):
                return count + (MAX_STEPS if node.missing[state] is None else 0)
            found = self._fit(pos, self._limit(frame), node, state, later=False)
            if found is None:
                return count
            if found[0] is None:
                return count + 1
            offset, state = found[0] + v.octets.base, found[1].next
        return MAX_STEPS
