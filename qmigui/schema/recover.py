"""What to do after an error: find out which octets are wrong.

The wrong octets need not be where the error shows: a length that is too long
leads into the next element, one too short leaves contents over.  So the places
around are tried, the one explanation that fits is told, and checking goes on
behind it.
"""

from __future__ import annotations

from qmigui.schema.automaton import Entry, Form, Leaf
from qmigui.schema.contents import Fault
from qmigui.schema.frames import Frame, path_of
from qmigui.schema.header import Header, is_built_in, tag_name
from qmigui.schema.octets import REACH
from qmigui.schema.search import Search
from qmigui.visitor.tlv import INDEFINITE

SHIFT = 32
"""Octets lost or gained at one place for which what follows is looked for."""

NEAR = 256
"""Octets before the present place in which the next element is looked for at every octet."""


class Recovery(Search):
    """Decides for one :class:`~qmigui.schema.validate.Validator`, whose frames and place it changes."""

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
        if self._is_unknown(frame, header):
            self._pass_unknown(frame, header)
            return
        if frame.node.form is Form.SEQUENCE and self._member(frame, header, after):
            return
        if frame.node.form in {Form.LIST, Form.SET}:
            pos = self._behind(header, v.pos)
            behind = None if pos is None else pos + v.octets.base
            if behind is not None and self._boundary(behind, index, 0) and not self._ends_wrongly(behind):
                if not self._starts_in_previous(frame, here, sure=True):
                    self._surplus(header, behind)
                return
        if after == frame.end and frame.is_complete and index and self._boundary(after, index - 1, None):
            # The lengths around count it in.
            self._surplus(header, after)
            return
        if self._ended_early(frame, here) or self._goes_on(frame, header):
            return
        if self._mistagged(frame, header):
            return
        if after is not None and self._boundary(after, index, frame.state):
            self._surplus(header, after)
            return
        if self._bad_end(frame, here) or self._blame_previous(frame, here):
            return
        if is_built_in(header.look) and self._is_followed(header, after):
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
        v.ends.close_all()
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
        # How far each explanation leads: members before it are missing, its tag is wrong, it is one too many.
        missing = wrong = surplus = 0
        if later is not None:
            missing = 1 if after is None else self._reach(here, index, later)
        if after is not None:
            if self._boundary(after, index, required + 1):
                wrong = 1 + self._reach(after, index, required + 1)
            if self._boundary(after, index, state):
                surplus = 1 + self._reach(after, index, state)
        behind = self._exchanged(here, index, required) if later == required + 1 else None
        exchanged = 0 if behind is None else 2 + self._reach(behind, index, required + 2)
        if behind is not None and exchanged > max(missing, wrong, surplus):
            self._tell_exchanged(frame, required, behind)
        elif later is not None and missing and missing >= max(wrong, surplus):
            self._tell_missing(frame, header, later)
        elif after is None or not max(wrong, surplus):
            return False
        elif wrong >= surplus:
            self._tell_wrong(frame, header, required, after)
        else:
            self._surplus(header, after)
        return True

    def _exchanged(self, offset: int, index: int, first: int) -> int | None:
        """The offset behind member *first* and the next one, if they have changed places at *offset*."""
        frame = self._v.frames[index]
        limit = self._limit(frame)
        pos = self._pos(offset)
        for state in (first + 1, first):
            after, entry = self._fit(pos, limit, frame.node, state, later=False) or (None, None)
            if after is None or entry is None or entry.next != state + 1:
                return None
            if not isinstance(entry.target, Leaf):
                return None  # what is in it must be looked at
            pos = after
        behind = pos + self._v.octets.base
        return behind if self._boundary(behind, index, first + 2) else None

    def _tell_exchanged(self, frame: Frame, first: int, behind: int) -> None:
        """Member *first* and the next one have changed places."""
        v = self._v
        here = v.offset
        names = [member.name or "an element" for member in frame.node.members[first : first + 2]]
        v.problem(
            "unexpected",
            f"{names[1]} stands before {names[0]}",
            here,
            path_of(v.frames, names[0]),
            behind - here,
            f"{names[0]}, {names[1]}",
            f"{names[1]}, {names[0]}",
        )
        frame.state = first + 2
        frame.count += 2
        frame.damaged = True
        self._lose(here, behind - here)
        v.pass_over(behind)

    def _tell_missing(self, frame: Frame, header: Header, later: int) -> None:
        """The members before this one are not there."""
        v = self._v
        names = [member.name for member in frame.node.members[frame.state : later] if not member.optional]
        if not frame.damaged:
            words = " and ".join(names)
            verb = "is" if len(names) == 1 else "are"
            path = path_of(v.frames, names[0] if names else None)
            v.problem(
                "missing", f"{words} {verb} missing", v.offset, path, None, words, tag_name(header.look)
            )
        frame.damaged = True
        frame.state = later

    def _tell_wrong(self, frame: Frame, header: Header, required: int, after: int) -> None:
        """This should be the member *required*, but has another tag."""
        v = self._v
        here = v.offset
        name = frame.node.members[required].name or "the element"
        path = path_of(v.frames, frame.node.members[required].name)
        message = f"{tag_name(header.look)} where {name} should stand"
        v.problem("wrong-type", message, here, path, after - here, v.expected(), tag_name(header.look))
        frame.state = required + 1
        frame.count += 1
        frame.damaged = True
        self._lose(here, after - here)
        v.pass_over(after)

    def _is_unknown(self, frame: Frame, header: Header) -> bool:
        """Whether this may be what a later version of the module has."""
        node = frame.node
        if not node.tolerates(frame.state):
            return False
        if any(
            header.look in table for table in node.tables[frame.state if node.form is Form.SEQUENCE else 0 :]
        ):
            return False
        if header.length == INDEFINITE:
            return header.look >= 256 or bool(header.look & 0xC0)
        after = self._v.offset + header.size + header.length
        if header.look < 256 and not header.look & 0xC0:
            # Of a built-in type: only where what follows fits too.
            state = max(frame.state, node.marker) if node.form is Form.SEQUENCE else 0
            return self._boundary(after, len(self._v.frames) - 1, state)
        return frame.bound is None or after <= frame.bound

    def _pass_unknown(self, frame: Frame, header: Header) -> None:
        """Go over an element that only a later version of the module knows."""
        v = self._v
        if frame.node.form is Form.SEQUENCE:
            frame.state = max(frame.state, frame.node.marker)
        if header.is_constructed:
            v.push(v.automaton.any, header, "")
            return
        frame.count += 1
        v.pass_over(v.offset + header.size + header.length)

    def _is_followed(self, header: Header, after: int | None) -> bool:
        """Whether something that makes sense stands behind, or in, an element that does not belong here."""
        v = self._v
        frame = v.frames[-1]
        if after is None:
            return self._is_any(v.offset + header.size)
        if frame.bound is not None and after >= frame.bound:
            return after == frame.bound
        return self._is_any(after)

    def _surplus(self, header: Header, after: int | None) -> None:
        """An element that does not belong here, and can be passed over."""
        v = self._v
        frame, here = v.frames[-1], v.offset
        path = path_of(v.frames, "" if frame.node.form is Form.LIST else self._next_label(frame))
        v.problem(
            "unexpected",
            f"{tag_name(header.look)} cannot stand here",
            here,
            path,
            None if after is None else after - here,
            v.expected(),
            tag_name(header.look),
        )
        frame.damaged = True
        frame.count += 1
        if after is None:
            v.skip(header)
            self._lose(here, v.offset - here)
            return
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
                v.ends.pop()
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
        v.ends.pop()
        return True

    def _blame_previous(self, frame: Frame, here: int) -> bool:
        """Whether the element before has swallowed the start of the next one."""
        v = self._v
        if frame.previous is None:
            return False
        start, contents, end, _, _ = frame.previous
        if end != here:
            return False
        index = len(v.frames) - 1
        # In a list one octet at most: more may as well be an element that is damaged itself.
        most = 1 if frame.node.form is Form.LIST else SHIFT
        for offset in range(here + 1, here + 1 + most):
            if self._chain(self._pos(offset), index, later=False):
                self._blame(
                    frame, start, offset, f"{offset - here} octets are left over before the next element"
                )
                return True
        first = max(contents + 1, here - NEAR, v.octets.base)
        for offset in range(first, here):
            if self._chain(self._pos(offset), index) or self._ends_at(frame, offset):
                self._blame(frame, start, offset, _swallowed(here - offset))
                return True
        if end - contents > NEAR and v.octets.can_go_back:
            pattern = self._pattern()
            if pattern is None:
                return False
            for offset in self._candidates(pattern, contents, here):
                if self._chain(self._pos(offset), index):
                    self._blame(frame, start, offset, _swallowed(here - offset))
                    return True
            v.go(here)
            v.look(REACH)
        return False

    def _blame(self, frame: Frame, start: int, offset: int, words: str) -> None:
        """Tell, once, that the length of the element at *start* is wrong, and go on at *offset*."""
        v = self._v
        if frame.previous is None or not frame.previous[3]:
            label = frame.previous[4] if frame.previous is not None else None
            path = path_of(v.frames, label, frame.count - 1)
            v.problem("length", f"the length is wrong: {words}", start, path, offset - start)
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
        start, contents, _, _, _ = frame.previous
        index = len(self._v.frames) - 1
        for offset in range(here - 1, max(contents, here - SHIFT, self._v.octets.base), -1):
            pos = self._pos(offset)
            if self._chain(pos, index) and (not sure or self._chain_of_two(pos, index)):
                self._blame(frame, start, offset, _swallowed(here - offset))
                return True
        return False

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


def _swallowed(count: int) -> str:
    return f"the next element starts {count} octets before its end"
