"""The calls by which one device's data is told, in wire order.

Every call but those of structure stands for octets of the wire form, so the
calls tile the payload: a visitor that wants to know where a value stands may
count along.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

Buffer = bytes | bytearray | memoryview


class Kind(NamedTuple):
    """One width and sign of a big-endian integer.

    Attributes:
        name: ``u8`` to ``s64``.
        width: octets on the wire.
        signed: whether it is two's complement.
        code: its letter in :mod:`struct`.
    """

    name: str
    width: int
    signed: bool
    code: str

    @property
    def low(self) -> int:
        """The least value."""
        return -(1 << 8 * self.width - 1) if self.signed else 0

    @property
    def high(self) -> int:
        """The greatest value."""
        return (1 << 8 * self.width - self.signed) - 1


KINDS: dict[str, Kind] = {
    name: Kind(name, width, signed, code)
    for name, width, signed, code in (
        ("u8", 1, False, "B"),
        ("u16", 2, False, "H"),
        ("u32", 4, False, "I"),
        ("u64", 8, False, "Q"),
        ("s8", 1, True, "b"),
        ("s16", 2, True, "h"),
        ("s32", 4, True, "i"),
        ("s64", 8, True, "q"),
    )
}
"""In the order of their context tags 0 to 7."""

BOOL = "bool"
"""The kind of :meth:`Visitor.integers` whose octets are all 0 or 1: truth values."""

NULL_POINTER = 0x30
"""The octet that stands for a NULL in an array of pointers (ASCII zero)."""


class Visitor(Protocol):
    """Whoever is told the values of one device.

    A device, and each struct in it, is told as :meth:`begin_struct`, its
    fields, perhaps its subsections, :meth:`end_struct`.  Every field is
    announced by :meth:`field` and followed by exactly one value: a plain call,
    or a pair of begin and end with values between them.
    """

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field of this name follows.

        Args:
            name: as the VM description has it.
            type_name: the description's type word; empty where there is none (BER).
            offset: where the value starts in what is being read, in bytes.
        """

    def boolean(self, value: bool, /) -> None:
        """One octet, 0 or 1."""

    def integer(self, kind: str, value: int, /) -> None:
        """One integer that is within the range of its kind (see :data:`KINDS`)."""

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of an array that are all of one kind, as they are on the wire.

        *kind* may be :data:`BOOL`.  Comes between :meth:`begin_array` and
        :meth:`end_array` only, maybe several times and among other values.
        """

    def octets(self, data: Buffer, /) -> None:
        """Octets with no known meaning."""

    def nullptr(self) -> None:
        """The octet that says that a pointer is NULL."""

    def begin_struct(self) -> None:
        """Fields follow."""

    def end_struct(self) -> None:
        """The struct has no more fields nor subsections."""

    def begin_array(self) -> None:
        """Values follow, without names."""

    def end_array(self) -> None:
        """The array has no more elements."""

    def begin_list(self) -> None:
        """A linked list follows: structs, each announced by :meth:`list_element`."""

    def list_element(self) -> None:
        """The struct that follows is the next element of the list (octet 1)."""

    def end_list(self) -> None:
        """The list has no more elements (octet 0)."""

    def begin_tree(self) -> None:
        """A balanced tree follows (be32 count of entries)."""

    def begin_tree_entry(self) -> None:
        """An entry follows (octet 1): a struct or :meth:`tree_key`, then a struct."""

    def tree_key(self, value: int, /) -> None:
        """The key of an entry that is an integer of 64 bits."""

    def end_tree_entry(self) -> None:
        """The entry is complete."""

    def end_tree(self) -> None:
        """The tree has no more entries (octet 0)."""

    def begin_subsections(self) -> None:
        """Subsections follow; the struct has no more fields."""

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """A subsection follows (octet 5, name, be32 version), told as one struct."""

    def end_subsection(self) -> None:
        """The subsection is complete."""

    def end_subsections(self) -> None:
        """The struct has no more subsections."""
