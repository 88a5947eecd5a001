"""Values of a device that have a meaning, and what they must not be.

A visitor that counts along, so that it knows where in the payload each value
stands.  Sources: QEMU ``migration/vmstate-types.c`` (``get_bool``,
``get_unused_buffer``, ``get_nullptr``).
"""

from __future__ import annotations

from typing import NamedTuple

from qmigui.visitor.base import KINDS, NULL_POINTER, Buffer
from qmigui.visitor.trail import Subsection, Trail, trail_text

MAX_FAULTS = 100
"""Faults of one device that are remembered."""

_BOOLEANS = frozenset(("bool", "powered_off"))
_MARK_OF_VALUE = 0x31
"""``ptr-marker`` of 11.x: a value follows."""

_WIDTHS = {kind.name: kind.width for kind in KINDS.values()}


class Fault(NamedTuple):
    """A value that is wrong.

    Attributes:
        code: of the problem.
        message: one sentence without a full stop.
        payload_offset: where it stands in the payload.
        path: fields and subsections that lead to it.
        expected, found: in a few words, or None.
    """

    code: str
    message: str
    payload_offset: int
    path: str
    expected: str | None = None
    found: str | None = None


class _Entry(int):
    """Number of a tree's entry: stays while its key and its value pass."""


class ValueChecks:
    """Looks at the values of one device; see :class:`~qmigui.visitor.base.Visitor`.

    Attributes:
        faults: what is wrong.
        versions: names and versions of the subsections on the wire, in order.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.versions: list[tuple[str, int, int, str]] = []
        self._pos = 0
        self._type = ""
        self._types: list[str] = []
        self._trail: Trail = [""]

    def _fault(
        self, code: str, message: str, pos: int, expected: str | None = None, found: str | None = None
    ) -> None:
        if len(self.faults) < MAX_FAULTS:
            path = trail_text([step for step in self._trail if step != ""])
            self.faults.append(Fault(code, message, pos, path, expected, found))

    def _done(self) -> None:
        """A value is over: in an array the next element follows."""
        last = self._trail[-1]
        if type(last) is int:
            self._trail[-1] = last + 1

    def field(self, name: str, type_name: str, offset: int) -> None:
        """Remember where we are."""
        self._trail[-1] = name
        self._type = type_name
        self._pos = offset

    def boolean(self, value: bool, /) -> None:
        """0 or 1, as it should be."""
        self._pos += 1
        self._done()

    def integer(self, kind: str, value: int, /) -> None:
        """An integer; also what should be a truth value or a pointer's mark and is not."""
        if kind == "u8" and self._type in _BOOLEANS:
            message = f"the truth value is {value}"
            self._fault("value-bool", message, self._pos, "0 or 1", f"{value:#04x}")
        elif (
            kind == "u8"
            and (self._type in ("nullptr", "ptr-marker", "struct") or self._in_array())
            and not (self._type == "ptr-marker" and value == _MARK_OF_VALUE)
        ):
            message = f"the mark of a NULL pointer is {value:#04x}"
            self._fault("value-pointer", message, self._pos, f"{NULL_POINTER:#04x}", f"{value:#04x}")
        self._pos += _WIDTHS[kind]
        self._done()

    def _in_array(self) -> bool:
        """Whether a single value is an element: integers proper come many at once there."""
        return type(self._trail[-1]) is int

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of which any value is good."""
        self._pos += len(data)
        last = self._trail[-1]
        if type(last) is int:
            self._trail[-1] = last + len(data) // _WIDTHS.get(kind, 1)

    def octets(self, data: Buffer, /) -> None:
        """Octets, which only of unused ones are known to be zero."""
        if self._type == "unused_buffer":
            rest = bytes(data).lstrip(b"\0")
            if rest:
                place = self._pos + len(data) - len(rest)
                message = f"{len(data)} unused octets are not all zero"
                self._fault("unused-not-zero", message, place, "00", f"{rest[0]:02x}")
        self._pos += len(data)
        self._done()

    def nullptr(self) -> None:
        """The mark, as it should be."""
        self._pos += 1
        self._done()

    def begin_struct(self) -> None:
        """One step down."""
        self._types.append(self._type)
        self._trail.append("")

    def end_struct(self) -> None:
        """One step up."""
        self._type = self._types.pop()
        self._trail.pop()
        self._done()

    def begin_array(self) -> None:
        """Elements are counted from 0."""
        self._trail.append(0)

    def end_array(self) -> None:
        """One step up."""
        self._trail.pop()
        self._done()

    def begin_list(self) -> None:
        """Elements are counted from 0."""
        self._trail.append(0)

    def list_element(self) -> None:
        """The marker octet."""
        self._pos += 1

    def end_list(self) -> None:
        """The marker octet."""
        self._pos += 1
        self._trail.pop()
        self._done()

    def begin_tree(self) -> None:
        """The count."""
        self._pos += 4
        self._trail.append(_Entry(-1))

    def begin_tree_entry(self) -> None:
        """The marker octet."""
        self._pos += 1
        last = self._trail[-1]
        assert isinstance(last, int)
        self._trail[-1] = _Entry(last + 1)

    def tree_key(self, value: int, /) -> None:
        """A key of eight octets."""
        self._pos += 8

    def end_tree_entry(self) -> None:
        """Nothing on the wire."""

    def end_tree(self) -> None:
        """The marker octet."""
        self._pos += 1
        self._trail.pop()
        self._done()

    def begin_subsections(self) -> None:
        """No field any more."""
        self._trail.pop()

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """Its head: 05, name, version."""
        self._trail.append(Subsection(name))
        self._pos += 2 + len(name.encode("utf-8", "surrogateescape"))
        path = trail_text([step for step in self._trail if step != ""])
        self.versions.append((name, version_id, self._pos, path))
        self._pos += 4

    def end_subsection(self) -> None:
        """One step up."""
        self._trail.pop()

    def end_subsections(self) -> None:
        """The struct ends next."""
        self._trail.append("")
