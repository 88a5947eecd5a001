"""Writes a device's values as QEMU does: big-endian, back to back, no names.

The forms are those of QEMU's ``migration/vmstate.c`` and ``vmstate-types.c``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from qmigui.errors import FormatError
from qmigui.visitor.base import KINDS, NULL_POINTER, Buffer

_PACK: dict[str, Callable[[int], bytes]] = {
    kind.name: struct.Struct(">" + kind.code).pack for kind in KINDS.values()
}

_SUBSECTION = 0x05


class BinaryVisitor:
    """Collects the wire form of one device; see :class:`~qmigui.visitor.base.Visitor`.

    Attributes:
        data: what was written so far.
    """

    __slots__ = ("_trees", "data")

    def __init__(self) -> None:
        self.data = bytearray()
        self._trees: list[tuple[int, int]] = []  # place of the count, entries so far

    def field(self, name: str, type_name: str, offset: int) -> None:
        """Names are not on the wire."""

    def boolean(self, value: bool, /) -> None:
        """One octet, 0 or 1."""
        self.data.append(value)

    def integer(self, kind: str, value: int, /) -> None:
        """The big-endian octets of *value*."""
        self.data += _PACK[kind](value)

    def integers(self, _kind: str, data: Buffer, /) -> None:
        """They come in wire form."""
        self.data += data

    def octets(self, data: Buffer, /) -> None:
        """As they are."""
        self.data += data

    def nullptr(self) -> None:
        """The character zero."""
        self.data.append(NULL_POINTER)

    def begin_struct(self) -> None:
        """A struct in a struct has no frame on the wire."""

    def end_struct(self) -> None:
        """See :meth:`begin_struct`."""

    def begin_array(self) -> None:
        """An array has no frame on the wire."""

    def end_array(self) -> None:
        """See :meth:`begin_array`."""

    def begin_list(self) -> None:
        """A list has no head, only markers."""

    def list_element(self) -> None:
        """One more."""
        self.data.append(1)

    def end_list(self) -> None:
        """No more."""
        self.data.append(0)

    def begin_tree(self) -> None:
        """Leave room for the count of entries."""
        self._trees.append((len(self.data), 0))
        self.data += bytes(4)

    def begin_tree_entry(self) -> None:
        """One more."""
        place, count = self._trees[-1]
        self._trees[-1] = place, count + 1
        self.data.append(1)

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer takes eight octets."""
        self.data += value.to_bytes(8, "big")

    def end_tree_entry(self) -> None:
        """An entry has no end mark."""

    def end_tree(self) -> None:
        """No more entries, and now they are counted."""
        place, count = self._trees.pop()
        self.data[place : place + 4] = count.to_bytes(4, "big")
        self.data.append(0)

    def begin_subsections(self) -> None:
        """They stand right after the fields."""

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """Octet 5, length and name, version."""
        text = name.encode()
        if len(text) > 255:
            raise FormatError(f"a subsection name of {len(text)} octets has no place on the wire")
        self.data += bytes((_SUBSECTION, len(text)))
        self.data += text
        self.data += version_id.to_bytes(4, "big")

    def end_subsection(self) -> None:
        """A subsection has no end mark."""

    def end_subsections(self) -> None:
        """See :meth:`end_subsection`."""
