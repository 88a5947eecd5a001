"""The fields of a device as a tree, over the values that comparing and editing use too.

Names, kinds, values and places come from :mod:`qmigui.compare.values`; here they only
get the shape in which programs walk them.  Elements of an array stay the octets of
their run until somebody asks for one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from qmigui.compare.values import SUBSECTION, Value, elements_of, path_text
from qmigui.stream.tree_select import path_parts
from qmigui.visitor.trail import Subsection

if TYPE_CHECKING:
    from qmigui.compare.values import Path, Step, Values

_INDEX = re.compile(r"\[(\d{1,9})\]")
_CUT = re.compile(r"[.\[]|$")
_MARK = re.compile(r"(?:field|subsection) '(.*)'", re.DOTALL)

Plain: TypeAlias = "int | bool | bytes | None"


class Node:
    """What lies at one path: a value of its own, things in it, or both.

    Attributes:
        value: its own; an entry of a tree and a subsection have one beside what is in them.
        inner: by step; a run of elements at the number of its first one.
        firsts: the numbers among these, ascending.
    """

    __slots__ = ("firsts", "inner", "value")

    def __init__(self, value: Value | None = None) -> None:
        self.value = value
        self.inner: dict[Step, Node | Value] = {}
        self.firsts: list[int] = []

    def node(self, step: Step) -> Node:
        """What lies at *step*, as something that others can lie in."""
        found = self.inner.get(step)
        if isinstance(found, Node):
            return found
        node = Node(found)
        if found is None and isinstance(step, int):
            self.firsts.append(step)
        self.inner[step] = node
        return node

    def put(self, step: Step, value: Value) -> None:
        """A value at *step*."""
        found = self.inner.get(step)
        if isinstance(found, Node):
            found.value = value
            return
        if found is None and isinstance(step, int):
            self.firsts.append(step)
        self.inner[step] = value

    def element(self, number: int) -> Node | Value | None:
        """The element of this number, taken out of the run that it lies in."""
        place = bisect_right(self.firsts, number) - 1
        if place < 0:
            return None
        first = self.firsts[place]
        found = self.inner[first]
        if isinstance(found, Value) and found.number:
            return _one_of(found, number - first) if number - first < found.number else None
        return found if number == first else None

    @property
    def is_array(self) -> bool:
        """Whether nothing in it has a name."""
        return bool(self.firsts) and len(self.firsts) == len(self.inner)


def tree_of(values: Values) -> Node:
    """The tree of all values of a device."""
    root = Node()
    for path, value in values.items():
        if not path:
            root.value = value
            continue
        outer, step = path[:-1], path[-1]
        if outer in values and values[outer].number:
            outer = outer[:-1]  # a second array of the same name
        node = root
        for inner in outer:
            node = node.node(inner)
        if value.number and not isinstance(step, int):
            node, step = node.node(step), 0
        node.put(step, value)
    return root


def _one_of(run: Value, number: int) -> Value:
    """One element of a run."""
    assert isinstance(run.value, bytes)
    width = run.size // run.number
    octets = run.value[number * width : (number + 1) * width]
    element = elements_of(Value(run.kind, octets, 0, width, 1))[0]
    return Value(run.kind, element, run.offset + number * width, width)


class Field:
    """One field of a device, an element of an array, or a subsection; the device's fields as a whole.

    Iterating gives what lies in it, in the order of the wire.  ``field["a.b[3]"]`` is
    what lies at that path, and ``field[3]`` an element; both raise KeyError if there is
    none.  Paths are those of messages, ``subsection 'cpu/x' / field 'a[3]'``, or the same
    without the words, ``a[3]``.

    Args:
        entry: what lies there.
        path: from the device on.
        locate: from an offset in the device's octets to one in the source, or None.
    """

    __slots__ = ("_entry", "_locate", "_path")

    def __init__(self, entry: Node | Value, path: Path, locate: Callable[[int], int | None]) -> None:
        self._entry = entry
        self._path = path
        self._locate = locate

    # -- what it is --------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its name as the stream has it; of an element ``[3]``; of the device's fields nothing."""
        step = self._path[-1] if self._path else ""
        if isinstance(step, Subsection):
            return step.name
        return f"[{step}]" if isinstance(step, int) else step

    @property
    def path(self) -> str:
        """Its path below the section, as messages print it."""
        return path_text(self._path)

    @property
    def type(self) -> str:
        """What it is.

        ``u8`` to ``s64``, ``bool``, ``octets``, ``nullptr`` (a pointer that is NULL); what
        holds others is ``struct``, ``array`` or ``subsection``.
        """
        entry = self._entry
        if isinstance(entry, Value):
            return entry.kind
        if entry.value is not None and entry.value.kind == SUBSECTION:
            return SUBSECTION
        return "array" if entry.is_array else "struct"

    @property
    def value(self) -> Plain:
        """An integer, a truth value or octets; None for a pointer that is NULL, and for what holds others."""
        value = self._own
        return None if value is None or value.kind == SUBSECTION else value.value

    @property
    def version_id(self) -> int | None:
        """Of a subsection its version; None of all others."""
        value = self._own
        return value.value if value and value.kind == SUBSECTION and isinstance(value.value, int) else None

    @property
    def offset(self) -> int:
        """Where its first octet is, in octets from the start of the device's data.

        Of a subsection that of its version, which stands behind its name.
        """
        return _start(self._entry)

    @property
    def length(self) -> int:
        """Octets that it takes in the binary form."""
        return _end(self._entry) - _start(self._entry)

    @property
    def source_offset(self) -> int | None:
        """Its first octet in the source; None where that does not hold it as it is, as BER does."""
        return self._locate(self.offset)

    @property
    def _own(self) -> Value | None:
        return self._entry if isinstance(self._entry, Value) else self._entry.value

    def __repr__(self) -> str:
        own = self._own
        is_value = own is not None and own.kind != SUBSECTION
        shown = f" = {self.value!r}" if is_value else f", {len(self)} inside"
        return f"<{self.type} {self.path or 'fields'}{shown}>"

    # -- what lies in it ---------------------------------------------------------------

    def __iter__(self) -> Iterator[Field]:
        entry = self._entry
        if isinstance(entry, Value):
            return
        for step, found in entry.inner.items():
            if isinstance(found, Value) and found.number:
                assert isinstance(step, int)
                for number in range(found.number):
                    yield self._inside(step + number, _one_of(found, number))
            else:
                yield self._inside(step, found)

    def __len__(self) -> int:
        entry = self._entry
        if isinstance(entry, Value):
            return 0
        runs = (found.number for found in entry.inner.values() if isinstance(found, Value) and found.number)
        return len(entry.inner) + sum(number - 1 for number in runs)

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: str | int) -> Field:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str | int) and self.get(key) is not None

    def get(self, key: str | int) -> Field | None:
        """What lies at a path, or the element of a number; None if there is none."""
        if isinstance(key, int):
            found = self._entry.element(key) if isinstance(self._entry, Node) else None
            return None if found is None else self._inside(key, found)
        plain = self._at(key)
        if plain is not None:
            return plain
        field: Field | None = self
        for part in path_parts(key):
            field = field._part(part) if field is not None else None  # noqa: SLF001 - of the same class
        return None if field is self else field

    def subsections(self) -> list[Field]:
        """The subsections that stand directly in it."""
        entry = self._entry
        if isinstance(entry, Value):
            return []
        return [
            self._inside(step, found) for step, found in entry.inner.items() if isinstance(step, Subsection)
        ]

    def to_python(self) -> Any:
        """All of it as plain values.

        A struct is a dictionary by name, with each subsection at ``subsection 'NAME'``; an
        array is a list.  What has both a value and parts (an entry of a tree: a key and
        what belongs to it) is a dictionary with the value at ``value``.
        """
        return _plain(self._entry)

    def _inside(self, step: Step, entry: Node | Value) -> Field:
        return Field(entry, (*self._path, step), self._locate)

    def _part(self, part: str) -> Field | None:
        """What one part of a path means."""
        mark = _MARK.fullmatch(part)
        if mark is None:
            return self._at(part)
        if part.startswith("field"):
            return self._at(mark[1])
        return self._step(Subsection(mark[1]))

    def _step(self, step: Step) -> Field | None:
        found = self._entry.inner.get(step) if isinstance(self._entry, Node) else None
        return None if found is None else self._inside(step, found)

    def _at(self, text: str) -> Field | None:
        """What lies at a dotted path; names may have dots and brackets in them, so all ways are tried."""
        index = _INDEX.match(text)
        if index is not None:
            element = self.get(int(index[1]))
            found = element._behind(text[index.end() :]) if element is not None else None  # noqa: SLF001
            if found is not None:
                return found
        for end in reversed([cut.start() for cut in _CUT.finditer(text)]):
            name = text[:end]
            inner = self._step(name) or self._step(Subsection(name))
            found = inner._behind(text[end:]) if inner is not None else None  # noqa: SLF001
            if found is not None:
                return found
        return None

    def _behind(self, rest: str) -> Field | None:
        """What lies at the rest of a path."""
        if not rest:
            return self
        return self._at(rest.removeprefix("."))


def _start(entry: Node | Value) -> int:
    while isinstance(entry, Node):
        if entry.value is not None:
            return entry.value.offset if entry.value.kind == SUBSECTION else min(_places(entry))
        first = next(iter(entry.inner.values()), None)
        if first is None:
            return 0
        entry = first
    return entry.offset


def _places(node: Node) -> Iterator[int]:
    """Where the value of a node and the first thing in it begin: a key stands before its value."""
    assert node.value is not None
    yield node.value.offset
    for entry in node.inner.values():
        yield _start(entry)
        return


def _end(entry: Node | Value) -> int:
    if isinstance(entry, Value):
        return entry.offset + entry.size
    own = 0 if entry.value is None else entry.value.offset + entry.value.size
    last = next(reversed(entry.inner.values()), None)
    return own if last is None else max(own, _end(last))


def _plain(entry: Node | Value) -> Any:
    if isinstance(entry, Value):
        return list(elements_of(entry)) if entry.number else entry.value
    if entry.is_array and entry.value is None:
        elements: list[Any] = []
        for found in entry.inner.values():
            if isinstance(found, Value) and found.number:
                elements += elements_of(found)
            else:
                elements.append(_plain(found))
        return elements
    result: dict[str, Any] = {}
    if entry.value is not None and entry.value.kind != SUBSECTION:
        result["value"] = entry.value.value
    for step, found in entry.inner.items():
        if isinstance(step, Subsection):
            result[f"subsection '{step.name}'"] = _plain(found)
        elif isinstance(found, Value) and found.number:
            assert isinstance(step, int)
            result |= {f"[{step + place}]": element for place, element in enumerate(elements_of(found))}
        else:
            result[f"[{step}]" if isinstance(step, int) else step] = _plain(found)
    return result
