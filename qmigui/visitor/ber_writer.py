"""Writes a device's values as one VMState element of BER.

Shortest forms, definite lengths; an OCTET STRING of more than one MiB is
constructed from pieces of one MiB.  The types are those of
``schema/qemu-migration.asn1``.
"""

from __future__ import annotations

from functools import lru_cache

from qmigui.errors import FormatError
from qmigui.visitor import tags, tlv
from qmigui.visitor.base import Buffer
from qmigui.visitor.ber_integers import ELEMENTS, FALSE, TRUE, encode_integers

PIECE_LENGTH = 1 << 20
"""Octets of a primitive OCTET STRING at most."""

_SEQUENCE = tlv.encode_tag(tags.SEQUENCE)
_FIELD_HEADS = [_SEQUENCE + tlv.encode_length(length) for length in range(512)]
_NULL = tlv.encode(tags.NULL, b"")


@lru_cache(maxsize=4096)
def name_element(name: str) -> bytes:
    """A QemuString.

    Raises:
        FormatError: *name* is empty, longer than 255 characters, or not text.
    """
    if not 1 <= len(name) <= tags.MAX_NAME:
        raise FormatError(f"a name of {len(name)} characters has no place in BER (1 to {tags.MAX_NAME})")
    try:
        return tlv.encode(tags.TEXT, name.encode())
    except UnicodeEncodeError as error:
        raise FormatError(f"the name {name!a} is not Unicode text") from error


def octets_element(data: Buffer) -> bytes:
    """An OCTET STRING, in pieces if it is long."""
    if len(data) <= PIECE_LENGTH:
        return tlv.encode(tags.OCTETS, bytes(data))
    pieces = b"".join(
        tlv.encode(tags.OCTETS, bytes(data[start : start + PIECE_LENGTH]))
        for start in range(0, len(data), PIECE_LENGTH)
    )
    return tlv.encode(tags.OCTETS_IN_PIECES, pieces)


class BerVisitor:
    """Builds the VMState of one device; see :class:`~qmigui.visitor.base.Visitor`.

    Each begin opens a frame, a buffer for the contents; its end puts the
    contents, with tag and length, into the frame around it.
    """

    __slots__ = ("_fields_open", "_frames", "_name", "_out")

    def __init__(self) -> None:
        self._out = bytearray()
        self._name: bytes | None = None  # of the field whose value comes next
        self._frames: list[tuple[bytearray, bytes | None]] = []
        self._fields_open: list[bool] = []  # of each struct around us

    def result(self) -> bytes:
        """The element, when the outermost struct has ended."""
        assert not self._frames
        return bytes(self._out)

    def _put(self, element: bytes) -> None:
        name = self._name
        if name is None:
            self._out += element
            return
        self._name = None
        length = len(name) + len(element)
        self._out += _FIELD_HEADS[length] if length < 512 else _SEQUENCE + tlv.encode_length(length)
        self._out += name
        self._out += element

    def _begin(self) -> None:
        self._frames.append((self._out, self._name))
        self._out, self._name = bytearray(), None

    def _end(self, key: int) -> None:
        contents = self._out
        self._out, self._name = self._frames.pop()
        self._put(tlv.encode(key, contents))

    def field(self, name: str, type_name: str, offset: int) -> None:
        """The next value is of this field."""
        self._name = name_element(name)

    def boolean(self, value: bool, /) -> None:
        """A BOOLEAN."""
        self._put(TRUE if value else FALSE)

    def integer(self, kind: str, value: int, /) -> None:
        """An INTEGER with the tag of its kind."""
        self._put(ELEMENTS[kind][value])

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Many of them."""
        for elements in encode_integers(kind, data):
            self._out += elements

    def octets(self, data: Buffer, /) -> None:
        """An OCTET STRING."""
        self._put(octets_element(data))

    def nullptr(self) -> None:
        """A NULL."""
        self._put(_NULL)

    def begin_struct(self) -> None:
        """Open a VMState and its list of fields."""
        self._begin()
        self._begin()
        self._fields_open.append(True)

    def end_struct(self) -> None:
        """Close them."""
        if self._fields_open.pop():
            self._end(tags.SEQUENCE)
        self._end(tags.VMSTATE)

    def begin_array(self) -> None:
        """Open a SEQUENCE OF Value."""
        self._begin()

    def end_array(self) -> None:
        """Close it."""
        self._end(tags.SEQUENCE)

    def begin_list(self) -> None:
        """Open a SEQUENCE OF VMState."""
        self._begin()

    def list_element(self) -> None:
        """The marker is implied."""

    def end_list(self) -> None:
        """Close the list."""
        self._end(tags.LIST)

    def begin_tree(self) -> None:
        """Open a SEQUENCE OF TreeEntry."""
        self._begin()

    def begin_tree_entry(self) -> None:
        """Open a TreeEntry."""
        self._begin()

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer."""
        self._put(tlv.encode(tags.DIRECT_KEY, tlv.encode_integer(value)))

    def end_tree_entry(self) -> None:
        """Close the entry."""
        self._end(tags.SEQUENCE)

    def end_tree(self) -> None:
        """Close the tree."""
        self._end(tags.TREE)

    def begin_subsections(self) -> None:
        """Close the fields, open a SubSecList."""
        self._end(tags.SEQUENCE)
        self._fields_open[-1] = False
        self._begin()

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """Open a SubSection."""
        head = name_element(name)
        self._begin()
        self._out += head
        self._out += tlv.encode(tags.INTEGER, tlv.encode_integer(version_id))

    def end_subsection(self) -> None:
        """Close it."""
        self._end(tags.SUBSECTION)

    def end_subsections(self) -> None:
        """Close the SubSecList."""
        self._end(tags.SUBSECTION_LIST)
