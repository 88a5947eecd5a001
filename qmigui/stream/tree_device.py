"""The tree of one device: its values along its description, each with the place where it stands."""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from qmigui.errors import printable
from qmigui.stream.tree_select import PathPattern, Relation
from qmigui.stream.tree_text import LINE, Lines, LongOctets, integer_text, octets_text, place_text, quoted
from qmigui.visitor.base import BOOL, KINDS, Buffer
from qmigui.visitor.trail import Subsection, Trail, join_path

_WINDOW = 4096
"""Elements of an array that are looked at together."""


class _Level:
    """A container that is open.

    Attributes:
        relation: how it stands to the path that is shown.
        index: elements in it so far, or None: what is in it has names.
        names: of what comes next in it, where that has no name of its own in the stream.
        is_whole: it is told as one struct, which has no line of its own.
        steps: of the trail, that it took.
        indent: levels, that it took.
    """

    __slots__ = ("indent", "index", "is_whole", "names", "relation", "steps")

    def __init__(
        self,
        relation: Relation,
        index: int | None = None,
        names: tuple[str, ...] = (),
        *,
        is_whole: bool = False,
    ) -> None:
        self.relation = relation
        self.index = index
        self.names = list(names)
        self.is_whole = is_whole
        self.steps = 0
        self.indent = 0


class _Run(NamedTuple):
    """Elements of an array that are alike; *width*: octets of each."""

    text: str
    type: str
    first: int
    number: int
    pos: int
    width: int


class DeviceTree:
    """A visitor that makes lines; see :class:`~qmigui.visitor.base.Visitor`.

    Args:
        lines: takes them.
        indent: of the fields.
        locate: from an offset in the payload to one in the source.
        path: of the section.
        pattern: what is shown; None: all.
        everything: show long octets whole.

    Attributes:
        pos: offset in the payload of what comes next.
        found: something has been shown that the pattern means.
    """

    def __init__(
        self,
        lines: Lines,
        indent: int,
        locate: Callable[[int], int],
        path: str,
        pattern: PathPattern | None,
        *,
        everything: bool,
    ) -> None:
        self._lines = lines
        self._indent = indent
        self._locate = locate
        self._path = path
        self._pattern = pattern
        self._everything = everything
        self._trail: Trail = []
        relation = Relation.INSIDE if pattern is None else pattern.relation(path)
        self._levels = [_Level(relation, is_whole=True)]
        self._field = self._type = ""
        self._run: _Run | None = None
        self.pos = 0
        self.found = relation is Relation.INSIDE

    # -- lines -------------------------------------------------------------------------

    def _next(self) -> tuple[str, Relation, int]:
        """What comes next: its name, whether it is shown, how many steps of the trail it takes."""
        level = self._levels[-1]
        steps = 1
        if level.index is not None:
            name = f"[{level.index}]"
            self._trail.append(level.index)
            level.index += 1
        elif level.names:
            name = level.names.pop(0)
            steps = 0
        else:
            name = quoted(self._field)
            self._trail.append(self._field)
        return name, self._relation(), steps

    def _relation(self) -> Relation:
        """How the end of the trail stands to the pattern."""
        relation = self._levels[-1].relation
        if relation is Relation.ABOVE:
            assert self._pattern is not None
            relation = self._pattern.relation(join_path(self._path, self._trail))
            self.found = self.found or relation is Relation.INSIDE
        return relation

    def _begin(self, type_: str, level: _Level, pos: int | None = None) -> None:
        """A line for a container, which is then open; it starts at *pos*, or here."""
        name, level.relation, level.steps = self._next()
        if level.relation is not Relation.APART:
            self._settle()
            offset = self._locate(self.pos if pos is None else pos)
            self._lines.add(offset, self._indent, name, self._type or type_)
        self._type = ""
        level.indent = 1
        self._push(level)

    def _push(self, level: _Level) -> None:
        self._levels.append(level)
        self._indent += level.indent

    def _end(self) -> None:
        """The innermost container is over."""
        self._settle()
        level = self._levels.pop()
        self._indent -= level.indent
        if level.steps:
            self._trail.pop()

    def _value(self, type_: str, text: str, size: int) -> None:
        """A value that takes one line, or one with its likes."""
        index = self._levels[-1].index
        name, relation, steps = self._next()
        if steps:
            self._trail.pop()
        if relation is Relation.INSIDE:
            if index is not None:
                self._join(type_, text, index, 1, size)
            else:
                self._settle()
                place = self._locate(self.pos)
                self._lines.add(place, self._indent, name, self._type or type_, text, size)
        self._type = ""
        self.pos += size

    def _join(self, type_: str, text: str, first: int, number: int, width: int) -> None:
        """Elements of an array, here, of *width* octets each."""
        run = self._run
        if run is not None and run.text == text and run.type == type_ and run.first + run.number == first:
            self._run = run._replace(number=run.number + number)
            return
        self._settle()
        self._run = _Run(text, type_, first, number, self.pos, width)

    def _settle(self) -> None:
        """Put the line of elements that are alike."""
        run, self._run = self._run, None
        if run is not None:
            name = place_text(run.first, run.number)
            length = run.number * run.width
            self._lines.add(self._locate(run.pos), self._indent, name, run.type, run.text, length)

    # -- calls of the walk ---------------------------------------------------------------

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field of this name follows."""
        self._field = name
        self._type = printable(type_name)
        self.pos = offset

    def boolean(self, value: bool, /) -> None:
        """One octet."""
        self._value(BOOL, "true" if value else "false", 1)

    def integer(self, kind: str, value: int, /) -> None:
        """One integer."""
        self._value(kind, integer_text(value), KINDS[kind].width)

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of an array."""
        level = self._levels[-1]
        assert level.index is not None
        code, width = ("?", 1) if kind == BOOL else (KINDS[kind].code, KINDS[kind].width)
        for start in range(0, len(data), _WINDOW * width):
            piece = data[start : start + _WINDOW * width]
            for value, group in groupby(struct.unpack(f">{len(piece) // width}{code}", piece)):
                number = sum(1 for _ in group)
                text = str(value).lower() if kind == BOOL else integer_text(value)
                if level.relation is Relation.INSIDE:
                    self._join(kind, text, level.index, number, width)
                    level.index += number
                    self.pos += number * width
                else:
                    for _ in range(number):
                        self._value(kind, text, width)

    def octets(self, data: Buffer, /) -> None:
        """Octets with no known meaning."""
        if len(data) <= LINE:
            self._value("octets", octets_text(bytes(data)), len(data))
            return
        name, relation, steps = self._next()
        if steps:
            self._trail.pop()
        if relation is Relation.INSIDE:
            self._settle()
            place = self._locate(self.pos)
            words = f"{len(data):,} octets"
            self._lines.add(place, self._indent, name, self._type or "octets", words, len(data))
            shown = LongOctets(self._lines, self._indent, everything=self._everything)
            shown.add(memoryview(data), place)
            shown.end()
        self._type = ""
        self.pos += len(data)

    def nullptr(self) -> None:
        """The octet that says that a pointer is NULL."""
        self._value("nullptr", "NULL", 1)

    def begin_struct(self) -> None:
        """The device itself and the contents of a subsection have no line of their own."""
        level = self._levels[-1]
        if level.is_whole:
            self._push(_Level(level.relation))
        else:
            self._begin("struct", _Level(level.relation))

    def end_struct(self) -> None:
        """The struct is over."""
        self._end()

    def begin_array(self) -> None:
        """Values follow, without names."""
        self._begin("array", _Level(Relation.INSIDE, 0))

    def end_array(self) -> None:
        """The array is over."""
        self._end()

    def begin_list(self) -> None:
        """Structs follow, without names."""
        self._begin("list", _Level(Relation.INSIDE, 0))

    def list_element(self) -> None:
        """The octet before the next struct."""
        self.pos += 1

    def end_list(self) -> None:
        """The octet behind the last struct."""
        self._end()
        self.pos += 1

    def begin_tree(self) -> None:
        """Entries follow, behind their number."""
        self._begin("tree", _Level(Relation.INSIDE, 0))
        self.pos += 4

    def begin_tree_entry(self) -> None:
        """A key and a value follow."""
        self._begin("entry", _Level(Relation.INSIDE, None, ("key", "value")))
        self.pos += 1

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer."""
        self._value("u64", integer_text(value), 8)

    def end_tree_entry(self) -> None:
        """The entry is over."""
        self._end()

    def end_tree(self) -> None:
        """The octet behind the last entry."""
        self._end()
        self.pos += 1

    def begin_subsections(self) -> None:
        """They stand where fields could."""
        self._settle()

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """A line, then a struct without one."""
        self._trail.append(Subsection(name))
        level = _Level(self._relation(), is_whole=True)
        level.steps = level.indent = 1
        if level.relation is not Relation.APART:
            words = f"subsection {quoted(name)}"
            self._lines.add(self._locate(self.pos), self._indent, words, "", f"version {version_id}")
        self._push(level)
        self.pos += 2 + len(name.encode("utf-8", "surrogateescape")) + 4

    def end_subsection(self) -> None:
        """The subsection is over."""
        self._end()

    def end_subsections(self) -> None:
        """The struct has no more."""
