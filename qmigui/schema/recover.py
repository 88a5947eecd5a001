"""What to do after an error: find out which octets are wrong, and where the grammar holds again.

The wrong octets need not be where the error shows: a length that is too long
leads into the next element, one too short leaves contents over.  So the places
around are tried: an element *fits* where its tag may stand there, its length and
its first contents make sense, and what follows it may follow.  The one
explanation that fits is told, and checking goes on behind it.

All decisions look at no more than the octets that are always there together
(:data:`~qmigui.schema.octets.REACH`), so that they do not depend on buffers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from qmigui.schema.automaton import Entry, Form, Leaf, Node
from qmigui.schema.contents import MAX_WHOLE, Fault
from qmigui.schema.frames import WHOLE, Frame, path_of
from qmigui.schema.header import Header, read_header, tag_name
from qmigui.schema.octets import REACH
from qmigui.visitor.tlv import INDEFINITE, encode_tag

if TYPE_CHECKING:
    from qmigui.schema.validate import Validator

FAR = 160
"""Octets that are looked at where something far away should start."""

SHIFT = 32
"""Octets lost or gained at one place for which what follows is looked for."""

NEAR = 256
"""Octets before the present place in which the next element is looked for at every octet."""


class Recovery:
    """Decides for one :class:`~qmigui.schema.validate.Validator`.

    Args:
        validator: whose frames and place are looked at and changed.
    """

    def __init__(self, validator: Validator) -> None:
        self._v = validator

    # -- what the validator asks for --------------------------------------------------

    def unexpected(self, header: Header) -> None:
        """An element here whose tag nothing at this state has."""
        v = self._v
        v.look(REACH)
        frame, here = v.frames[-1], v.offset
        if len(v.frames) == 1 and frame.state:
            self._trailing()
            return
        if self._shifted(frame, here) or (frame.damaged and self._ended_early(frame, here)):
            return
        after = None if header.length == INDEFINITE else here + header.size + header.length
        index = len(v.frames) - 1
        if frame.node.form is Form.SEQUENCE and self._member(frame, header, after):
            return
        if frame.node.form in {Form.LIST, Form.SET} and after is not None and self._boundary(after, index, 0):
            if not self._starts_in_previous(frame, here, sure=True):
                self._surplus(header, after)
            return
        if self._ended_early(frame, here) or self._goes_on(frame, header):
            return
        if self._mistagged(frame, header):
            return
        if after is not None and self._boundary(after, index, frame.state):
            self._surplus(header, after)
            return
        self.unreadable(self._fault(header))

    def unreadable(self, fault: Fault) -> None:
        """No element can be read here."""
        v = self._v
        v.look(REACH)
        frame, here = v.frames[-1], v.offset
        if len(v.frames) == 1 and frame.state:
            self._trailing()
            return
        if self._shifted(frame, here):
            return
        if self._bad_end(frame, here) or self._ended_early(frame, here) or self._blame_previous(frame, here):
            return
        path = path_of(v.frames, self._next_label(frame))
        is_told = frame.previous is not None and frame.previous[2] == here and frame.previous[3]
        self._resync(here, here + 1, None if is_told else fault, path)

    def overlong(self, header: Header, entry: Entry) -> bool:
        """An element that goes past the end of what it lies in; True: take it as it is after all."""
        v = self._v
        v.look(REACH)
        frame, here = v.frames[-1], v.offset
        assert frame.bound is not None
        after = here + header.size + header.length
        index = next(i for i in range(len(v.frames) - 1, -1, -1) if v.frames[i].end == frame.bound)
        container = v.frames[index]
        outer_bound = v.frames[index - 1].bound
        inside = outer_bound is None or after <= outer_bound
        if index == len(v.frames) - 1 and inside and self._closes_at(after, index, entry):
            if not container.damaged:
                self._wrong_length(
                    container, index, f"its contents go on for {after - container.end} octets more"
                )
            container.end = after
            container.bound = after
            return True
        path = path_of(v.frames, entry.label)
        over = after - frame.bound
        message = (
            f"{entry.label or tag_name(header.look)} goes past the end of its container by {over} octets"
        )
        if header.is_constructed and self._first_child_fits(entry, self._pos(here) + header.size):
            v.problem("length", message, here, path, header.size, None, f"{header.length} octets")
            v.begin(Header(header.look, frame.bound - here - header.size, header.size), entry)
            v.frames[-1].damaged = True
            return False
        frame.damaged = True
        self._resync(
            here, here + header.size, Fault("length", message, None, f"{header.length} octets"), path
        )
        return False

    def cut_short(self, header: Header, entry: Entry) -> None:
        """A primitive element that goes past the end of the data: the data is cut, or the length wrong."""
        v = self._v
        here = v.offset
        path = path_of(v.frames, entry.label)
        message = f"{entry.label or tag_name(header.look)} goes past the end of the data"
        fault = Fault("truncated", message, f"{header.length} octets", None)
        if v.octets.can_go_back:
            self._resync(here, here + header.size, fault, path, "length")
            return
        v.problem("truncated", message, here, path, None, f"{header.length} octets", "the end of the data")
        v.close_all()
        v.stop()

    def short(self) -> bool:
        """At an end with a member missing: True when the length is what is wrong."""
        v = self._v
        frame, here = v.frames[-1], v.offset
        if frame.end < 0 or frame.node.form is not Form.SEQUENCE:
            return False
        v.look(REACH)
        index = len(v.frames) - 1
        pos = self._pos(here)
        outer_bound = v.frames[index - 1].bound
        limit = v.octets.end if outer_bound is None else min(v.octets.end, outer_bound - v.octets.base)
        found = self._fit(pos, limit, frame.node, frame.state, later=False)
        if found is None:
            return False
        after, entry = found
        if after is None or not self._closes_at(after + v.octets.base, index, entry):
            return False
        more = after + v.octets.base - frame.end
        self._wrong_length(frame, index, f"its contents go on for {more} octets more")
        frame.end = frame.bound = after + v.octets.base
        return True

    # -- explanations -------------------------------------------------------------------

    def _trailing(self) -> None:
        v = self._v
        here = v.offset
        size = v.octets.size
        rest = None if size is None else size - here
        words = "octets" if rest is None else f"{rest} octets"
        v.problem("trailing", f"{words} after the end of the {v.frames[0].node.type.name}", here, None, rest)
        if v.observer is not None:
            v.observer.lost(here, rest or 0)
        v.stop()

    def _member(self, frame: Frame, header: Header, after: int | None) -> bool:
        """In a SEQUENCE: members are missing, or the tag of one is wrong."""
        v = self._v
        node, state, here = frame.node, frame.state, v.offset
        index = len(v.frames) - 1
        count = len(node.members)
        if state >= count:
            return False
        later = next((j for j in range(state + 1, count) if header.look in node.tables[j]), None)
        required = next((j for j in range(state, count) if node.missing[state] is node.members[j]), state)
        wrong = after is not None and self._boundary(after, index, required + 1)
        if later is not None:
            entry = node.tables[later][header.look]
            is_missing = after is None or self._boundary(after, index, entry.next)
            if is_missing and (not wrong or not entry.is_leaf):
                names = [m.name for m in node.members[state:later] if not m.optional]
                words = " and ".join(names)
                if not frame.damaged:
                    path = path_of(v.frames, names[0] if names else None)
                    word = "is" if len(names) == 1 else "are"
                    v.problem(
                        "missing", f"{words} {word} missing", here, path, None, words, tag_name(header.look)
                    )
                frame.state = later
                return True
        if wrong and after is not None:
            member = node.members[required]
            path = path_of(v.frames, member.name)
            message = f"{tag_name(header.look)} where {member.name or 'the element'} should stand"
            v.problem("wrong-type", message, here, path, after - here, v.expected(), tag_name(header.look))
            frame.state = required + 1
            frame.count += 1
            frame.damaged = True
            self._lose(here, after - here)
            v.pass_over(after)
            return True
        return False

    def _surplus(self, header: Header, after: int) -> None:
        """An element that does not belong here, and can be passed over."""
        v = self._v
        frame, here = v.frames[-1], v.offset
        if not frame.node.tolerant:
            path = path_of(v.frames, "" if frame.node.form is Form.LIST else self._next_label(frame))
            v.problem(
                "unexpected",
                f"{tag_name(header.look)} cannot stand here",
                here,
                path,
                after - here,
                v.expected(),
                tag_name(header.look),
            )
            frame.damaged = True
        frame.count += 1
        self._lose(here, after - here)
        v.pass_over(after)

    def _ended_early(self, frame: Frame, here: int) -> bool:
        """What stands here belongs to something further out: what is open should be over."""
        v = self._v
        pos = self._pos(here)
        for index in range(len(v.frames) - 2, 0, -1):
            if not v.frames[index + 1].is_complete and not v.frames[index + 1].damaged:
                return False
            if not self._chain(pos, index):
                continue
            while len(v.frames) - 1 > index:
                inner = v.frames[-1]
                if not inner.damaged:
                    self._not_ended(inner, here)
                v.pop()
            return True
        return False

    def _not_ended(self, frame: Frame, here: int) -> None:
        v = self._v
        path = path_of(v.frames)
        name = frame.label or frame.node.type.name
        frame.damaged = True
        if frame.end == INDEFINITE:
            v.problem(
                "end-of-contents",
                f"the end-of-contents octets of {name} are missing",
                here,
                path,
                None,
                "00 00",
                bytes(v.octets.data[v.pos : v.pos + 2]).hex(" "),
            )
        else:
            self._wrong_length(frame, len(v.frames) - 1, f"its contents end {frame.end - here} octets before")

    def _goes_on(self, frame: Frame, header: Header) -> bool:
        """What stands here belongs to the container that was thought to be over."""
        v = self._v
        closed = frame.closed
        if closed is None or closed.end != v.offset or not closed.node.is_plain:
            return False
        if closed.node.tables[closed.state].get(header.look) is None:
            return False
        if self._fit(v.pos, v.octets.end, closed.node, closed.state, later=False) is None:
            return False
        if not closed.damaged:
            v.frames.append(closed)
            self._wrong_length(closed, len(v.frames) - 1, "its contents go on behind its end")
            v.frames.pop()
        closed.damaged = True
        closed.end = INDEFINITE if frame.bound is None else frame.bound
        closed.bound = frame.bound
        v.frames.append(closed)
        return True

    def _mistagged(self, frame: Frame, header: Header) -> bool:
        """A constructed element whose tag alone is wrong: its contents are those of what belongs here."""
        v = self._v
        if not header.is_constructed or frame.node.form is Form.PIECES:
            return False
        pos = v.pos + header.size
        after = None if header.length == INDEFINITE else v.offset + header.size + header.length
        for entry in frame.node.tables[0 if frame.node.form is Form.SET else frame.state].values():
            if (
                isinstance(entry.target, Leaf)
                or self._fit(pos, self._limit(frame), entry.target, 0, later=True) is None
            ):
                continue
            state = entry.next if frame.node.form is Form.SEQUENCE else 0
            if after is not None and not self._boundary(after, len(v.frames) - 1, state):
                continue
            path = path_of(v.frames, entry.label)
            expected = entry.label or entry.type.name
            message = f"{tag_name(header.look)} where {expected} should stand"
            v.problem("wrong-type", message, v.offset, path, header.size, expected, tag_name(header.look))
            v.begin(header, entry)
            v.frames[-1].damaged = True
            return True
        return False

    def _shifted(self, frame: Frame, here: int) -> bool:
        """Behind a container with damage in it: whether octets were lost or gained there.

        Then all that follows is moved against the lengths; that is no problem of its own.
        """
        v = self._v
        closed = frame.closed
        if closed is None or not closed.damaged or closed.end != here:
            return False
        for distance in range(1, SHIFT + 1):
            for offset in (here - distance, here + distance):
                if offset < v.octets.base or offset < closed.contents:
                    continue
                pos = self._pos(offset)
                index = next(
                    (
                        i
                        for i in range(len(v.frames) - 1, max(0, len(v.frames) - 4), -1)
                        if self._chain(pos, i)
                    ),
                    None,
                )
                if index is None:
                    continue
                while len(v.frames) - 1 > index:
                    self._drop()
                v.frames[-1].damaged = True
                v.frames[-1].previous = v.frames[-1].closed = None
                self._lose(min(here, offset), distance)
                self._move_ends(offset - here)
                v.go(offset)
                v.look(REACH)
                self._take_state(v.frames[-1])
                return True
        return False

    def _move_ends(self, shift: int) -> None:
        """Octets were lost or gained: what is open ends so many octets later than its lengths say."""
        v = self._v
        frame = v.frames[-1]
        index = len(v.frames) - 1
        if frame.end >= 0:
            as_told = self._boundary(frame.end, index - 1, None)
            as_moved = self._boundary(frame.end + shift, index - 1, None)
            if as_told and not as_moved:
                return
        for open_ in v.frames:
            if open_.end >= 0:
                open_.end += shift
            if open_.bound is not None:
                open_.bound += shift

    def _bad_end(self, frame: Frame, here: int) -> bool:
        """Whether these are end-of-contents octets of which one is wrong."""
        v = self._v
        data, pos = v.octets.data, v.pos
        if frame.end != INDEFINITE or v.octets.end - pos < 2 or (data[pos] and data[pos + 1]):
            return False
        if not frame.is_complete or not self._boundary(here + 2, len(v.frames) - 2, None):
            return False
        found = bytes(data[pos : pos + 2]).hex(" ")
        v.problem("end-of-contents", "no end-of-contents octets", here, path_of(v.frames), 2, "00 00", found)
        v.pos += 2
        v.pop()
        return True

    def _blame_previous(self, frame: Frame, here: int) -> bool:
        """Whether the element before has swallowed the start of the next one."""
        v = self._v
        if frame.previous is None:
            return False
        start, contents, end, _ = frame.previous
        if end != here:
            return False
        index = len(v.frames) - 1
        for offset in range(here + 1, here + 1 + SHIFT):
            if self._chain(self._pos(offset), index):
                self._cut_off(frame, start, offset, here)
                return True
        first = max(contents, here - NEAR, v.octets.base)
        for offset in range(first, here):
            if self._chain(self._pos(offset), index):
                self._swallowed(frame, start, offset, here)
                return True
        if end - contents > NEAR and v.octets.can_go_back:
            pattern = self._pattern()
            if pattern is None:
                return False
            for offset in self._candidates(pattern, contents, here):
                if self._chain(self._pos(offset), index):
                    self._swallowed(frame, start, offset, here)
                    return True
            v.go(here)
            v.look(REACH)
        return False

    def _swallowed(self, frame: Frame, start: int, offset: int, end: int) -> None:
        v = self._v
        if frame.previous is None or not frame.previous[3]:
            words = f"the length is wrong: the next element starts {end - offset} octets before its end"
            v.problem("length", words, start, path_of(v.frames), offset - start)
        frame.damaged = True
        self._lose(start, offset - start)
        v.go(offset)
        frame.previous = None

    def _cut_off(self, frame: Frame, start: int, offset: int, end: int) -> None:
        """Tell that the element before goes on up to *offset*."""
        v = self._v
        if frame.previous is None or not frame.previous[3]:
            words = f"the length is wrong: {offset - end} octets are left over before the next element"
            v.problem("length", words, start, path_of(v.frames), offset - start)
        frame.damaged = True
        self._lose(start, offset - start)
        v.go(offset)
        frame.previous = None

    def swallowed_by_previous(self) -> bool:
        """At a primitive element that is wrong: whether it starts earlier, in the one before; told then."""
        self._v.look(REACH)
        return self._starts_in_previous(self._v.frames[-1], self._v.offset, sure=False)

    def _starts_in_previous(self, frame: Frame, here: int, *, sure: bool) -> bool:
        """Whether the element here starts a little earlier, in the primitive one before; told then.

        Args:
            frame: the innermost.
            here: the present offset.
            sure: only if what follows that element fits too.
        """
        if frame.previous is None or frame.previous[2] != here:
            return False
        start, contents, _, _ = frame.previous
        index = len(self._v.frames) - 1
        for offset in range(here - 1, max(contents, here - SHIFT, self._v.octets.base) - 1, -1):
            pos = self._pos(offset)
            if self._chain(pos, index) and (not sure or self._chain_of_two(pos, index)):
                self._swallowed(frame, start, offset, here)
                return True
        return False

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

    def _wrong_length(self, frame: Frame, index: int, words: str) -> None:
        """Tell that the length octets of the open element at *index* are wrong."""
        v = self._v
        frame.damaged = True
        path = path_of(v.frames[: index + 1])
        found = f"{frame.end - frame.contents} octets"
        name = frame.label or frame.node.type.name
        size = frame.contents - frame.start
        v.problem("length", f"the length of {name} is wrong: {words}", frame.start, path, size, None, found)

    def _fault(self, header: Header) -> Fault:
        v = self._v
        return Fault(
            "unexpected", f"{tag_name(header.look)} cannot stand here", v.expected(), tag_name(header.look)
        )

    def _next_label(self, frame: Frame) -> str:
        """What the element that should stand here is called."""
        node = frame.node
        if node.form is Form.SEQUENCE and frame.state < len(node.members):
            member = node.missing[frame.state] or node.members[frame.state]
            return member.name
        return ""

    # -- looking for the next good place -----------------------------------------------------

    def _resync(
        self, here: int, start: int, fault: Fault | None, path: str | None, found_code: str | None = None
    ) -> None:
        """Tell *fault*, if there is one, then go on where something open goes on, or at a known end."""
        v = self._v
        bound = v.frames[-1].bound
        size = v.octets.size
        pattern = self._pattern()
        stop = bound if bound is not None else size
        place = None
        if pattern is not None:
            for offset in self._candidates(pattern, start, stop):
                pos = self._pos(offset)
                index = next((i for i in range(len(v.frames) - 1, 0, -1) if self._chain(pos, i)), None)
                if index is not None:
                    place = offset, index
                    break
        if place is None and bound is not None and (size is None or bound <= size):
            self._tell(fault, here, bound - here, path)
            v.go(bound)
            while v.frames[-1].end != bound:
                self._drop()
            v.frames[-1].damaged = True
            v.frames[-1].previous = v.frames[-1].closed = None
            return
        if place is None:
            rest = None if size is None else size - here
            self._tell(fault, here, rest, path)
            v.close_all()
            v.stop()
            return
        offset, index = place
        if found_code is not None and fault is not None:
            fault = fault._replace(code=found_code)
        self._tell(fault, here, offset - here, path)
        while len(v.frames) - 1 > index:
            self._drop()
        frame = v.frames[-1]
        frame.damaged = True
        frame.previous = frame.closed = None
        v.go(offset)
        v.look(REACH)
        self._take_state(frame)

    def _take_state(self, frame: Frame) -> None:
        """Pass over the members before the one that stands here, without a word."""
        v = self._v
        if frame.node.form is Form.SEQUENCE:
            header = read_header(v.octets.data, v.pos, v.octets.end)
            assert isinstance(header, Header)
            tables = frame.node.tables
            frame.state = next(j for j in range(frame.state, len(tables)) if header.look in tables[j])

    def _tell(self, fault: Fault | None, here: int, length: int | None, path: str | None) -> None:
        if fault is not None:
            self._v.problem(fault.code, fault.message, here, path, length, fault.expected, fault.found)
        self._lose(here, length or 0)

    def _lose(self, offset: int, length: int) -> None:
        if self._v.observer is not None:
            self._v.observer.lost(offset, length)

    def _drop(self) -> None:
        """Leave the innermost element: it is broken off."""
        v = self._v
        v.frames[-1].damaged = True
        v.pop()

    def _candidates(self, pattern: re.Pattern[bytes], start: int, stop: int | None) -> Iterator[int]:
        """Offsets where octets stand like those of a tag that something open may have; moves on to each."""
        v = self._v
        v.go(start)
        while stop is None or v.offset < stop:
            available = v.look(REACH)
            limit = v.octets.end if stop is None else min(v.octets.end, stop - v.octets.base)
            match = pattern.search(v.octets.data, v.pos, limit)
            if match is None:
                if v.octets.ended or available < 8:
                    return
                # A tag may go on behind the buffer's end.
                v.pos = max(v.pos + 1, v.octets.end - 6)
                continue
            v.pos = match.start()
            v.look(REACH)
            yield v.offset
            v.pos += 1

    def _pattern(self) -> re.Pattern[bytes] | None:
        """Tags of two octets and more that may come next in anything open."""
        looks: set[int] = set()
        for frame in self._v.frames[1:]:
            for table in frame.node.tables:
                looks.update(look for look in table if look >= 31 << 8)
        return _pattern_of(frozenset(looks)) if looks else None

    # -- what fits where ---------------------------------------------------------------------

    def _pos(self, offset: int) -> int:
        return offset - self._v.octets.base

    def _limit(self, frame: Frame) -> int:
        octets = self._v.octets
        return octets.end if frame.bound is None else min(octets.end, frame.bound - octets.base)

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

    def _chain(self, pos: int, index: int) -> bool:
        """Whether an element of the open one at *index* stands at *pos*, and something fitting behind it."""
        v = self._v
        frame = v.frames[index]
        if frame.end >= 0 and pos + v.octets.base >= frame.end:
            return False
        found = self._fit(pos, self._limit(frame), frame.node, frame.state, later=True)
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

    def _closes_at(self, offset: int, index: int, entry: Entry) -> bool:
        """Whether the open element at *index*, with *entry* as its last member, may end at *offset*."""
        frame = self._v.frames[index]
        if frame.node.form is Form.SEQUENCE and frame.node.missing[entry.next] is not None:
            return False
        return self._boundary(offset, index - 1, None)

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
            # A list of definite length that was reopened ends where its container goes on.
            return frame.damaged and index > 0 and complete and self._boundary(offset, index - 1, None)
        if header.length == INDEFINITE:
            return header.is_constructed
        return frame.bound is None or offset + header.size + header.length <= frame.bound


@lru_cache(maxsize=256)
def _pattern_of(looks: frozenset[int]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(re.escape(encode_tag(look)) for look in sorted(looks)), re.DOTALL)
