"""Looking for the next place where the grammar holds, and going there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qmigui.schema.automaton import Form
from qmigui.schema.contents import Fault
from qmigui.schema.fitting import Fitting
from qmigui.schema.frames import Frame
from qmigui.schema.header import Header, read_header
from qmigui.schema.octets import REACH
from qmigui.visitor.tlv import encode_tag


class Search(Fitting):
    """Moves a :class:`~qmigui.schema.validate.Validator` on after an error."""

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
            v.ends.close_all()
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
        v.ends.pop()

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


@lru_cache(maxsize=256)
def _pattern_of(looks: frozenset[int]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(re.escape(encode_tag(look)) for look in sorted(looks)), re.DOTALL)
