"""The values of one device by path, whichever form tells them.

A path is the trail that messages print (see :mod:`qmigui.visitor.trail`), so
that what is told here can be asked for with ``--dump --path``.
"""

from __future__ import annotations

import struct
from collections import Counter
from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.visitor.base import BOOL, KINDS, Buffer
from qmigui.visitor.ber_reader import read_vmstate
from qmigui.visitor.trail import Subsection, trail_text
from qmigui.vmstate.description import Device
from qmigui.vmstate.walk import walk

MAX_VALUES = 1 << 20
"""More values of one device are not kept: it is then compared as octets."""

SUBSECTION = "subsection"
OCTETS = "octets"
NULLPTR = "nullptr"

Step = str | int | Subsection
Path = tuple[Step, ...]


class TooMany(FormatError):
    """The device has more values than are kept."""


class Value(NamedTuple):
    """One value.

    Attributes:
        kind: of :data:`KINDS`, :data:`BOOL`, :data:`OCTETS`, :data:`NULLPTR` or
            :data:`SUBSECTION` (the value is its version).
        value: an integer, a truth value or octets; of a run of elements their octets.
        offset: in the payload, of its first octet.
        size: octets in the payload.
        number: elements of an array that *value* holds; 0: it is one value by itself.
    """

    kind: str
    value: int | bool | bytes | None
    offset: int
    size: int
    number: int = 0


Values = dict[Path, Value]
"""In the order of the wire.  A run of elements stands at the path of its first one."""


class _Level:
    """A container that is open.

    Attributes:
        index: of the element that comes next, or None: what is in it has names.
        names: of what comes next, where the stream has none; empty: it stands at the container's path.
        steps: of the trail that it took.
    """

    __slots__ = ("index", "names", "steps")

    def __init__(self, index: int | None, steps: int, names: tuple[str, ...] | None = None) -> None:
        self.index = index
        self.names = None if names is None else list(names)
        self.steps = steps


class ValueVisitor:
    """Collects values; see :class:`~qmigui.visitor.base.Visitor`.

    Attributes:
        values: by path.
        pos: octets of the payload told so far.
    """

    def __init__(self) -> None:
        self.values: Values = {}
        self.pos = 0
        self._trail: list[Step] = []
        self._levels: list[_Level] = []
        self._field = ""
        # The device, or what is in a subsection, is told as a struct that has no name.
        self._is_whole = True
        self._repeated: Counter[Path] = Counter()

    # -- places ------------------------------------------------------------------------

    def _enter(self) -> int:
        """Go down to what comes next; the steps that this took."""
        level = self._levels[-1]
        if level.index is not None:
            self._trail.append(level.index)
            level.index += 1
        elif level.names is not None:
            name = level.names.pop(0) if level.names else ""
            if not name:
                return 0
            self._trail.append(name)
        else:
            self._trail.append(self._field)
        return 1

    def _leave(self, steps: int) -> None:
        if steps:
            self._trail.pop()

    def _put(self, kind: str, value: int | bool | bytes | None, size: int, number: int = 0) -> None:
        """A value at the end of the trail."""
        path = tuple(self._trail)
        if path in self.values:
            # Names that QEMU gives are unique; others are told apart by their order.
            self._repeated[path] += 1
            path = (*path, f"#{self._repeated[path] + 1}")
        if len(self.values) >= MAX_VALUES:
            raise TooMany(f"more than {MAX_VALUES} values")
        self.values[path] = Value(kind, value, self.pos, size, number)
        self.pos += size

    def _one(self, kind: str, value: int | bool | bytes | None, size: int) -> None:
        steps = self._enter()
        self._put(kind, value, size)
        self._leave(steps)

    def _begin(self, index: int | None, names: tuple[str, ...] | None = None) -> None:
        self._levels.append(_Level(index, self._enter(), names))

    def _end(self) -> None:
        self._leave(self._levels.pop().steps)

    # -- calls of a reader -------------------------------------------------------------

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field of this name follows."""
        self._field = name

    def boolean(self, value: bool, /) -> None:
        """One octet."""
        self._one(BOOL, value, 1)

    def integer(self, kind: str, value: int, /) -> None:
        """One integer."""
        self._one(kind, value, KINDS[kind].width)

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of an array."""
        octets = bytes(data)
        number = len(octets) // (1 if kind == BOOL else KINDS[kind].width)
        if not number:
            return
        steps = self._enter()
        self._put(kind, octets, len(octets), number)
        self._leave(steps)
        level = self._levels[-1]
        assert level.index is not None
        level.index += number - 1

    def octets(self, data: Buffer, /) -> None:
        """Octets with no known meaning."""
        self._one(OCTETS, bytes(data), len(data))

    def nullptr(self) -> None:
        """The octet that says that a pointer is NULL."""
        self._one(NULLPTR, None, 1)

    def begin_struct(self) -> None:
        """Fields follow."""
        if self._is_whole:
            self._is_whole = False
            self._levels.append(_Level(None, 0))
        else:
            self._begin(None)

    def end_struct(self) -> None:
        """The struct is over."""
        self._end()

    def begin_array(self) -> None:
        """Values follow, without names."""
        self._begin(0)

    def end_array(self) -> None:
        """The array is over."""
        self._end()

    def begin_list(self) -> None:
        """Structs follow, without names."""
        self._begin(0)

    def list_element(self) -> None:
        """The octet before the next struct."""
        self.pos += 1

    def end_list(self) -> None:
        """The octet behind the last struct."""
        self._end()
        self.pos += 1

    def begin_tree(self) -> None:
        """Entries follow, behind their number."""
        self._begin(0)
        self.pos += 4

    def begin_tree_entry(self) -> None:
        """A key and a value follow; the value stands at the entry's path."""
        self._begin(None, ("key",))
        self.pos += 1

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer."""
        self._one("u64", value, 8)

    def end_tree_entry(self) -> None:
        """The entry is over."""
        self._end()

    def end_tree(self) -> None:
        """The octet behind the last entry."""
        self._end()
        self.pos += 1

    def begin_subsections(self) -> None:
        """They stand where fields could."""

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """A value of its own, its version, and then a struct."""
        self._trail.append(Subsection(name))
        self.pos += 2 + len(name.encode("utf-8", "surrogateescape"))
        self._put(SUBSECTION, version_id, 4)
        self._levels.append(_Level(None, 1))
        self._is_whole = True

    def end_subsection(self) -> None:
        """The subsection is over."""
        self._end()

    def end_subsections(self) -> None:
        """The struct has no more."""


def described_values(device: Device, payload: memoryview) -> Values:
    """The values of a device section along its description.

    Raises:
        FormatError: they do not belong together, or there are too many.
    """
    visitor = ValueVisitor()
    walk(device, payload, visitor)
    return visitor.values


def element_values(element: bytes | memoryview, offset: int, path: str) -> Values:
    """The values of a VMState element of BER.

    Args:
        element: all of its octets.
        offset: where it stands.
        path: of the section, for messages.

    Raises:
        FormatError: it is no such element, or has too many values.
    """
    visitor = ValueVisitor()
    read_vmstate(element, offset, path, visitor)
    return visitor.values


def path_text(path: Path) -> str:
    """The words that messages have for a path."""
    return trail_text(list(path))


def elements_of(value: Value) -> tuple[int | bool, ...]:
    """The elements that one value of an array holds."""
    assert isinstance(value.value, bytes)
    code = "?" if value.kind == BOOL else KINDS[value.kind].code
    return struct.unpack(f">{value.number}{code}", value.value)
