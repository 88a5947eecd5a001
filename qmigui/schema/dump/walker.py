"""Goes through BER along a module and tells a handler what it meets, in one pass and with bounded memory.

The loop is that of the checker without its recovery: at the first element that
makes no sense it stops with an error that says where.  Long contents are handed
on in pieces, or passed over when nobody wants them.

Constraints are not looked at: what a value should not be is the checker's matter.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.dump.opened import Open, Text
from qmigui.schema.dump.selection import Mode
from qmigui.schema.dump.values import UnreadableError
from qmigui.schema.frames import WHOLE, path_of
from qmigui.schema.header import Header, read_header, tag_name
from qmigui.schema.octets import LOOK, REACH, Octets
from qmigui.visitor.tlv import INDEFINITE, MAX_DEPTH

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source
    from qmigui.schema.dump.handler import Handler
    from qmigui.schema.dump.selection import Selection
    from qmigui.schema.dump.steps import Step, Steps, Target

MAX_PIECE_LEVELS = 8

MIN_ALIKE = 4
"""Short elements of one tag in a row in a list after which more of them are looked for at once."""

MAX_ALIKE = 4096
"""Elements that are handed on at once."""

_FAR = 1 << 62
# What is at least left behind a header so that it can be read without a look at the end.
_MARGIN = 160


@lru_cache(maxsize=256)
def _alike(look: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Patterns for one short primitive element of a tag, and for many."""
    lengths = b"|".join(b"\\x%02x.{%d}" % (length, length) for length in range(10))
    element = b"\\x%02x(?:%b)" % (look, lengths)
    return re.compile(element, re.DOTALL), re.compile(b"(?:%b){1,%d}+" % (element, MAX_ALIKE), re.DOTALL)


class Walker:
    """Walks one file.

    In all methods, ``pos`` and ``start`` are places in the window: of an element's
    first octet, and of its contents; offsets are those in the source.

    Args:
        steps: what the file should hold.
        source: stands at its start.
        handler: is told.
        selection: what of it is shown; None: all.
        cancel: looked at once a window.
        window: octets held at once.
    """

    def __init__(
        self,
        steps: Steps,
        source: Source,
        handler: Handler,
        selection: Selection | None = None,
        cancel: Cancel | None = None,
        window: int = REACH,
    ) -> None:
        self._steps = steps
        self._octets = Octets(source, window)
        self._handler = handler
        self._selection = selection
        self._cancel = cancel
        # A copy of the window: each slice of bytes is one object, of a bytearray two.
        self._data = b""
        self._end = 0
        mode = Mode.SHOWN if selection is None else Mode.ABOVE
        self._frames = [Open(steps.root, None, 0, WHOLE, None, mode)]
        # Of the open elements, the innermost that the handler knows of.
        self._told = 0
        self._text: Text | None = None

    # -- octets ------------------------------------------------------------------------

    def _load(self, pos: int) -> int:
        """Have at least :data:`LOOK` octets from *pos* on, unless the data ends; the new *pos*."""
        octets = self._octets
        if self._cancel is not None:
            self._cancel.check()
        self._handler.flush()
        while not octets.ended and octets.end - pos < LOOK:
            pos = octets.refill(pos)
        self._data = bytes(memoryview(octets.data)[: octets.end])
        self._end = octets.end
        return pos

    def _go(self, offset: int, step: Step | None = None) -> int:
        """Make *offset*, which is behind what *step* is, the next place."""
        octets = self._octets
        inside = offset - octets.base
        if 0 <= inside <= self._end and self._data:
            return inside
        size = octets.size
        if size is None or offset <= size:
            pos = octets.go(offset)
            if octets.base + pos == offset:
                return self._load(pos)
        raise self._fail(f"the data ends inside {_words(step)}", octets.base + self._end, step)

    # -- errors ------------------------------------------------------------------------

    def _fail(self, message: str, offset: int, step: Step | None = None) -> FormatError:
        """An error in the innermost open element, or in one that stands in it and has been counted."""
        frames = self._frames
        if step is not None:
            frames = [*frames, Open(self._steps.any, step, offset, 0, None, Mode.HIDDEN)]
        return FormatError(message, offset=offset, path=path_of(list(frames)))

    def _cut(self, pos: int) -> FormatError:
        """The data ends where it should not."""
        frame = self._frames[-1]
        rest = self._end - pos
        inside = "" if len(self._frames) == 1 else f" inside {frame.label or frame.node.type.name}"
        words = f"the data ends{inside or ' too early'}"
        if rest > 0:
            words += f": {rest} octets are no whole element"
        elif frame.end == INDEFINITE and frame.is_complete:
            words += ", before its end-of-contents octets"
        return self._fail(words, self._octets.base + pos)

    # -- the loop ------------------------------------------------------------------------

    def run(self) -> None:
        """Walk all of it.

        Raises:
            FormatError: it is no BER of that type; what is before has been told.
            TransportError: it could not be read.
            Cancelled: somebody asked for it.
        """
        frames, octets, handler = self._frames, self._octets, self._handler
        leaf, most, shown = handler.leaf, handler.most, Mode.SHOWN
        pos = self._load(0)
        frame = frames[-1]
        while True:
            # What follows is looked at anew after each change of the window or of the frame.
            data, base = self._data, octets.base
            last = self._end - (_MARGIN if octets.ended else LOOK)
            target = frame.target
            table = target.tables[0 if target.is_set else frame.state]
            end = frame.end - base if frame.end >= 0 else _FAR
            bound = frame.bound - base if frame.bound is not None else _FAR
            is_plain = frame.mode is shown and target.is_plain
            in_list, indent = target.is_list, frame.indent
            alike = 0
            while True:
                if pos >= end:
                    frame = self._close(pos)
                    break
                if pos > last:
                    if not octets.ended:
                        pos = self._load(pos)
                        break
                    if pos >= self._end:
                        if len(frames) == 1 and frame.is_complete:
                            handler.flush()
                            return
                        raise self._cut(pos)
                    look, length, start = self._near_end(pos, frame)
                else:
                    look, length, start = data[pos], data[pos + 1], pos + 2
                    if look & 0x1F == 0x1F and data[pos + 2] < 0x80 < length:
                        look, start = ((length & 0x7F) << 7 | data[pos + 2]) << 8 | look & 0xE0, pos + 4
                        length = data[pos + 3]
                    if 0x81 <= length <= 0x84 and look & 0x1F != 0x1F:
                        size = length & 0x7F
                        length = int.from_bytes(data[start : start + size], "big")
                        start += size
                    elif length >= 0x80 or look & 0x1F == 0x1F:
                        look, length, start = self._header(pos, min(bound, self._end))
                if not look and not length and frame.end == INDEFINITE:
                    pos, frame = start, self._close(pos)
                    break
                step = table.get(look) if is_plain else None
                after = start + length
                frame.count += 1
                if step is None or length < 0 or after > bound or step.is_elided:
                    pos, frame = self._other(frame, look, length, pos, start)
                    break
                if step.leaf is None:
                    if after > last or not self._flat(step, frame, pos, start, after):
                        pos, frame = self._other(frame, look, length, pos, start)
                        break
                    pos = after
                elif length > most:
                    pos, frame = self._other(frame, look, length, pos, start)
                    break
                else:
                    # A short primitive element.
                    if after > self._end:
                        raise self._fail(f"the data ends inside {_words(step)}", base + pos, step)
                    contents = data[start:after]
                    try:
                        leaf(step, indent, contents, frame.count - 1, base + pos)
                    except UnreadableError as error:
                        raise self._fail(str(error), base + pos, step) from None
                    if in_list and data[after : after + 1] == data[pos : pos + 1]:
                        alike += 1
                        if alike >= MIN_ALIKE:
                            alike = 0
                            after = self._alike(frame, step, look, after, min(end, bound, last))
                    elif step.is_name:
                        frame.name = contents.decode("utf-8", "replace")
                    pos = after
                if not in_list:
                    frame.state = step.next
                    table = target.tables[step.next]

    def _flat(self, step: Step, frame: Open, pos: int, start: int, after: int) -> bool:
        """Tell a SEQUENCE of short primitive elements as a whole, if the element is one.

        One of them may be long, where it is not shown anyway.
        """
        target = step.target
        assert target is not None
        if not target.is_flat or (after - start >= 0x80 and not target.has_elided):
            return False
        data, tables, state, place = self._data, target.tables, 0, start
        most = min(self._handler.most, 0x7F)
        found = []
        name = None
        while place < after:
            inner = tables[state].get(data[place])
            if inner is None or inner.leaf is None:
                return False
            contents, length = place + 2, data[place + 1]
            if length > most:
                if not inner.is_elided or length == 0x80:
                    return False
                if length > 0x80:
                    contents += length & 0x7F
                    length = int.from_bytes(data[place + 2 : contents], "big")
            behind = contents + length
            octets = b"" if inner.is_elided else data[contents:behind]
            if inner.is_name:
                name = octets.decode("utf-8", "replace")
            found.append((inner, octets, place, length))
            state, place = inner.next, behind
        if place != after or target.node.missing[state] is not None:
            return False
        base, handler = self._octets.base, self._handler
        indent = handler.begin(step, frame.indent, name, frame.count - 1, base + pos)
        for index, (inner, octets, place, length) in enumerate(found):
            if inner.is_elided:
                handler.string_begin(inner, indent, index, base + place)
                handler.string_end(inner, indent, length, index, base + place)
                continue
            try:
                handler.leaf(inner, indent, octets, index, base + place)
            except UnreadableError as error:
                self._frames.append(Open(target, step, base + pos, after, None, Mode.SHOWN))
                self._frames[-1].name = name
                raise self._fail(str(error), base + place, inner) from None
        handler.end(step, frame.indent)
        return True

    def _alike(self, frame: Open, step: Step, look: int, pos: int, limit: int) -> int:
        """Tell the elements of a list from *pos* on that have this tag, as far as they are short."""
        if look >= 0x100:
            return pos
        one, many = _alike(look)
        found = many.match(self._data, pos, limit)
        if found is None:
            return pos
        elements = one.findall(self._data, pos, found.end())
        try:
            self._handler.leaves(step, frame.indent, elements, frame.count, self._octets.base + pos)
        except UnreadableError:
            return pos  # one by one: then it shows which
        frame.count += len(elements)
        return found.end()

    # -- headers -----------------------------------------------------------------------

    def _header(self, pos: int, limit: int) -> tuple[int, int, int]:
        """Look, length and start of the contents of the element at *pos*, whatever its form."""
        header = read_header(self._data, pos, limit)
        if isinstance(header, Header):
            return header.look, header.length, pos + header.size
        if header is None:
            if limit == self._end and self._octets.ended:
                raise self._cut(pos)
            raise self._fail("the header goes past the end of its container", self._octets.base + pos)
        raise self._fail(header.message, self._octets.base + pos)

    def _near_end(self, pos: int, frame: Open) -> tuple[int, int, int]:
        """The same where the data ends soon."""
        bound = frame.bound - self._octets.base if frame.bound is not None else _FAR
        limit = min(bound, self._end)
        if self._data[pos : min(pos + 2, limit)] == b"\0\0":
            return 0, 0, pos + 2
        return self._header(pos, limit)

    # -- elements of any kind ----------------------------------------------------------

    def _other(self, frame: Open, look: int, length: int, pos: int, start: int) -> tuple[int, Open]:
        """Deal with an element that may be of any kind; it has been counted.

        Returns:
            The next place, and the innermost frame then.
        """
        target = frame.target
        offset, after = self._octets.base + pos, self._octets.base + start + length
        if not look:
            raise self._fail("tag 0 is for end-of-contents octets alone", offset)
        if length == INDEFINITE and not look & 0x20:
            raise self._fail("indefinite length on a primitive element", offset)
        state = 0 if target.is_set else frame.state
        step = target.tables[state].get(look) or target.others[state]
        if step is None and not target.is_tolerant:
            raise self._unexpected(frame, look, offset)
        if length != INDEFINITE and frame.bound is not None and after > frame.bound:
            words = step.label if step is not None and step.label else tag_name(look)
            raise self._fail(
                f"{words} goes past the end of its container by {after - frame.bound} octets", offset, step
            )
        if target.is_any:
            return self._inside_any(frame, look, length, pos, start)
        if step is None:
            return self._unknown(frame, look, length, pos, start)
        if target.is_set:
            if frame.state >> step.next & 1:
                raise self._fail(f"{step.label} comes twice", offset, step)
            frame.state |= 1 << step.next
        elif not target.is_list:
            frame.state = step.next
        mode = frame.mode
        name: str | None = None
        if mode is Mode.ABOVE or (
            self._handler.wants_names and step.target is not None and step.target.is_named
        ):
            found = self._peek(step.target, start, length) if step.target is not None else {}
            text = found.get("")
            name = text.decode("utf-8", "replace") if text is not None else None
            if mode is Mode.ABOVE:
                assert self._selection is not None
                mode = self._selection.mode(self._frames, step, name, found)
        if mode is Mode.HIDDEN and length != INDEFINITE:
            return self._go(after, step), frame
        if mode is Mode.SHOWN and self._told < len(self._frames) - 1:
            self._tell()
        if step.leaf is not None:
            self._primitive(frame, step, start, length, offset, mode)
            return self._go(after, step), frame
        assert step.target is not None
        if step.target.is_any:
            return self._begin_any(frame, step, look, length, pos, start, mode)
        return self._enter(frame, step, length, offset, start, mode, name)

    def _unexpected(self, frame: Open, look: int, offset: int) -> FormatError:
        """An element here whose tag nothing at this state has."""
        frame.count -= 1
        if len(self._frames) == 1 and frame.state:
            size = self._octets.size
            rest = f"{size - offset} octets" if size is not None else "octets"
            return self._fail(f"{rest} behind the end of the {frame.node.type.name}", offset)
        if frame.target.is_pieces:
            return self._fail(f"{tag_name(look)} among the segments of a string", offset)
        missing = "" if frame.is_complete else f", where {frame.missing_name()} should be"
        return self._fail(f"{tag_name(look)} cannot stand here{missing}", offset)

    def _peek(self, target: Target | None, start: int, length: int) -> dict[str, bytes]:
        """The primitive members at the start of an element, up to the one that names it: it is ``""`` too."""
        found: dict[str, bytes] = {}
        if target is None or not target.leading:
            return found
        data, state = self._data, 0
        end = self._end if length == INDEFINITE else min(self._end, start + length)
        for _ in range(target.leading):
            header = read_header(data, start, end)
            step = target.tables[state].get(header.look) if isinstance(header, Header) else None
            if step is None or step.leaf is None or not isinstance(header, Header):
                break
            contents = start + header.size
            start = contents + header.length
            if start > end or header.length > MAX_WHOLE:
                break
            found[step.label] = data[contents:start]
            if step.is_name:
                found[""] = data[contents:start]
                break
            state = step.next
        return found

    def _enter(
        self, frame: Open, step: Step, length: int, offset: int, start: int, mode: Mode, name: str | None
    ) -> tuple[int, Open]:
        """Go into a constructed element."""
        frames = self._frames
        assert step.target is not None
        if len(frames) > MAX_DEPTH:
            raise self._fail(f"more than {MAX_DEPTH} levels", offset, step)
        inner = self._opened(frame, step.target, step, length, offset, start, mode)
        inner.name = name
        if step.target.is_pieces:
            self._begin_pieces(frame, inner, step)
        elif mode is Mode.SHOWN:
            inner.indent = self._handler.begin(step, frame.indent, name, frame.count - 1, offset)
        if mode is Mode.SHOWN:
            self._told = len(frames)
        frames.append(inner)
        return start, inner

    def _opened(
        self, frame: Open, target: Target, step: Step, length: int, offset: int, start: int, mode: Mode
    ) -> Open:
        """A frame in *frame*."""
        if length == INDEFINITE:
            return Open(target, step, offset, INDEFINITE, frame.bound, mode)
        end = self._octets.base + start + length
        return Open(target, step, offset, end, end, mode)

    def _close(self, pos: int) -> Open:
        """Leave the innermost element; the one that it lies in."""
        frames = self._frames
        frame = frames[-1]
        if not frame.is_complete or len(frames) == 1:
            raise self._fail(f"{frame.missing_name()} is missing", self._octets.base + pos)
        frames.pop()
        outer, step = frames[-1], frame.step
        assert step is not None
        if frame.target.holds or frame.target.is_wrapper:
            if self._told == len(frames):
                self._handler.end(step, outer.indent)
        elif not (outer.target.is_pieces or outer.target.is_any):
            text, self._text = self._text, None
            if text is not None and frame.mode is Mode.SHOWN:
                self._string_end(step, outer, text, frame.start)
        self._told = min(self._told, len(frames) - 1)
        return outer

    def _tell(self) -> None:
        """Something in the innermost element is shown: tell those that the handler does not know of yet."""
        for outer, inner in itertools.pairwise(self._frames[self._told :]):
            assert inner.step is not None
            inner.indent = self._handler.begin(
                inner.step, outer.indent, inner.name, outer.count - 1, inner.start
            )
        self._told = len(self._frames) - 1

    # -- strings -----------------------------------------------------------------------

    def _primitive(self, frame: Open, step: Step, start: int, length: int, offset: int, mode: Mode) -> None:
        """A primitive element, whatever its length."""
        assert step.leaf is not None
        if frame.target.is_pieces:
            assert self._text is not None
            self._feed(self._text, start, length, step)
            return
        if length > MAX_WHOLE and not step.leaf.streams:
            raise self._fail(f"{step.leaf.type.name} of {length} octets", offset, step)
        size = self._octets.size
        if size is not None and self._octets.base + start + length > size:
            raise self._fail(f"the data ends inside {_words(step)}", offset, step)
        if mode is not Mode.SHOWN:
            return
        if length <= (self._handler.most if step.leaf.streams else MAX_WHOLE) and not step.is_elided:
            if start + length > self._end:
                raise self._fail(f"the data ends inside {_words(step)}", offset, step)
            try:
                octets = self._data[start : start + length]
                if step.is_name:
                    frame.name = octets.decode("utf-8", "replace")
                self._handler.leaf(step, frame.indent, octets, frame.count - 1, offset)
            except UnreadableError as error:
                raise self._fail(str(error), offset, step) from None
            return
        text = Text(self._handler.string_begin(step, frame.indent, frame.count - 1, offset))
        self._feed(text, start, length, step)
        self._string_end(step, frame, text, offset)

    def _feed(self, text: Text, start: int, length: int, step: Step | None) -> None:
        """Hand on contents octets of a string, as many as are wanted."""
        octets = self._octets
        offset = octets.base + start
        wanted = max(0, min(length, text.wanted - text.length))
        text.length += length
        if not wanted:
            return
        pieces = [self._data[start : start + wanted]]
        if start + wanted > self._end:
            self._data = b""  # the window moves
        begins = True
        for piece in pieces if self._data else octets.chunks(start, wanted):
            try:
                self._handler.string_piece(piece, offset, begins=begins)
            except UnreadableError as error:
                raise self._fail(str(error), offset, step) from None
            begins = False
            offset += len(piece)
            wanted -= len(piece)
            self._handler.flush()
            if self._cancel is not None:
                self._cancel.check()
        if wanted:
            raise self._fail(f"the data ends inside {_words(step)}", offset, step)

    def _string_end(self, step: Step, outer: Open, text: Text, offset: int) -> None:
        """A string in *outer* is over."""
        try:
            self._handler.string_end(step, outer.indent, text.length, outer.count - 1, offset)
        except UnreadableError as error:
            raise self._fail(str(error), offset, step) from None

    def _begin_pieces(self, frame: Open, inner: Open, step: Step) -> None:
        """A string in its constructed form, or a segment of one that is in segments itself."""
        if frame.target.is_pieces:
            if sum(outer.target.is_pieces for outer in self._frames) >= MAX_PIECE_LEVELS:
                raise self._fail("string segments nest too deep", inner.start)
            return
        self._text = Text(0)
        if inner.mode is Mode.SHOWN:
            index = frame.count - 1
            self._text.wanted = self._handler.string_begin(step, frame.indent, index, inner.start)

    # -- what the module does not know --------------------------------------------------

    def _begin_any(
        self, frame: Open, step: Step, look: int, length: int, pos: int, start: int, mode: Mode
    ) -> tuple[int, Open]:
        """An element of an open type: told as a string, of all its octets."""
        offset = self._octets.base + pos
        contents = self._octets.base + start
        is_shown = mode is Mode.SHOWN
        text = Text(0)
        if is_shown:
            text.wanted = self._handler.string_begin(step, frame.indent, frame.count - 1, offset)
        self._feed(text, pos, start - pos, step)
        if look & 0x20:
            assert step.target is not None
            self._text = text
            inner = self._opened(frame, step.target, step, length, offset, start, mode)
            if is_shown:
                self._told = len(self._frames)
            self._frames.append(inner)
            return start, inner
        self._feed(text, start, length, step)
        pos = self._go(contents + length, step)
        if is_shown:
            self._string_end(step, frame, text, offset)
        return pos, frame

    def _inside_any(self, frame: Open, look: int, length: int, pos: int, start: int) -> tuple[int, Open]:
        """An element within an element of an open type, or within one that the module does not know."""
        text = self._text if self._text is not None else Text(0)
        offset, contents = self._octets.base + pos, self._octets.base + start
        step = frame.step
        assert step is not None
        self._feed(text, pos, start - pos, step)
        if not look & 0x20:
            self._feed(text, start, length, step)
            return self._go(contents + length), frame
        if len(self._frames) > MAX_DEPTH:
            raise self._fail(f"more than {MAX_DEPTH} levels", offset)
        inner = self._opened(frame, frame.target, step, length, offset, start, frame.mode)
        inner.label = ""
        if frame.mode is Mode.SHOWN:
            self._told = len(self._frames)
        self._frames.append(inner)
        return start, inner

    def _unknown(self, frame: Open, look: int, length: int, pos: int, start: int) -> tuple[int, Open]:
        """An element that a newer version of the module may know: told by its tag alone."""
        offset = self._octets.base + pos
        if frame.mode is Mode.SHOWN:
            self._handler.unknown(look, frame.indent, frame.count - 1, length, offset)
        if length != INDEFINITE:
            return self._go(self._octets.base + start + length), frame
        if len(self._frames) > MAX_DEPTH:
            raise self._fail(f"more than {MAX_DEPTH} levels", offset)
        inner = self._opened(frame, self._steps.any, self._steps.unknown, length, offset, start, Mode.HIDDEN)
        self._frames.append(inner)
        return start, inner


def _words(step: Step | None) -> str:
    """What messages call an element."""
    return step.label or step.type.name if step is not None else "an element"
