"""The ASN.1 type of one device's VMState, as its values tell it.

The BER of a device is general (a list of fields, each with a name and a value
of any type), but lists have the encoding of SEQUENCEs: so a SEQUENCE with one
member for each field, of the type that this field has, fits the same octets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qmigui.visitor.base import BOOL, KINDS, Buffer

MAX_TYPES = 20_000
"""A module does not become longer than so many types."""

_TAGS = {kind: number for number, kind in enumerate(KINDS)}
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")
_IS_NAME = re.compile(r"BOOLEAN|NULL|[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9-]*")
_INDENT = "    "


def integer_type(kind: str) -> str:
    """The notation of an integer of a width and sign, as the alternative of Value has it."""
    if kind == BOOL:
        return "BOOLEAN"
    low, high = KINDS[kind].low, KINDS[kind].high
    # asn1c refuses a range up to 2**64-1 (see the module of the BER form).
    return f"[{_TAGS[kind]}] INTEGER ({low}..{'MAX' if kind == 'u64' else high})"


_KINDS_BY_TYPE = {integer_type(kind): kind for kind in (*KINDS, BOOL)}


def identifier(name: str, taken: set[str]) -> str:
    """A member's name that looks like *name*, and that is none of *taken*; added to it."""
    words = _NOT_IN_A_NAME.sub("-", name).strip("-") or "x"
    words = words[0].lower() + words[1:] if words[0].isalpha() else f"x{words}"
    words = words[:200].rstrip("-")
    found, number = words, 1
    # asn1c makes C names of them, which do not tell hyphens from underscores.
    while found.lower() in taken:
        number += 1
        found = f"{words}-{number}"
    taken.add(found.lower())
    return found


class Types:
    """Type assignments, each notation once.

    Attributes:
        assignments: the text of each type, by name, in order.
    """

    def __init__(self) -> None:
        self.assignments: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def name_of(self, notation: str, wish: str) -> str:
        """The name of the type of that notation; a new one looks like *wish*.

        Raises:
            OverflowError: there are too many.
        """
        known = self._names.get(notation)
        if known is not None:
            return known
        if len(self.assignments) >= MAX_TYPES:
            raise OverflowError
        name = identifier(wish, self._taken)
        name = name[0].upper() + name[1:]
        self._names[notation] = name
        self.assignments[name] = notation
        return name


class TypeVisitor:
    """Makes the notations of one device; see :class:`~qmigui.visitor.base.Visitor`.

    Args:
        types: takes those of structs.
        name: of the device.

    Attributes:
        result: the name of the device's type, once all has been told.
    """

    def __init__(self, types: Types, name: str) -> None:
        self._types = types
        self._field = name
        self._wishes: list[str] = []
        # Of each open container: what its members are.
        self._stack: list[list[str]] = [[]]
        self._heads: list[tuple[str, int]] = []
        self.result = ""

    # -- values ------------------------------------------------------------------------

    def _put(self, notation: str) -> None:
        self._stack[-1].append(notation)

    def field(self, name: str, type_name: str, offset: int) -> None:
        """A field of this name follows; its notation gets the name when it comes."""
        self._field = name
        self._stack[-1].append(f"\0{name}")

    def boolean(self, value: bool, /) -> None:
        """One octet."""
        self._put("BOOLEAN")

    def integer(self, kind: str, value: int, /) -> None:
        """One integer."""
        self._put(integer_type(kind))

    def integers(self, kind: str, data: Buffer, /) -> None:
        """Elements of an array."""
        width = 1 if kind == BOOL else KINDS[kind].width
        self._stack[-1] += [integer_type(kind)] * (len(data) // width)

    def octets(self, data: Buffer, /) -> None:
        """Octets with no known meaning."""
        self._put(f"OCTET STRING (SIZE ({len(data)}))")

    def nullptr(self) -> None:
        """NULL."""
        self._put("NULL")

    # -- structs -----------------------------------------------------------------------

    def begin_struct(self) -> None:
        """Fields follow."""
        self._wishes.append(self._field)
        self._stack.append([])

    def end_struct(self) -> None:
        """The struct is over: it becomes a type of its own."""
        parts = self._stack.pop()
        subsections = parts.pop() if parts and parts[-1].startswith("\1") else ""
        members = zip(parts[::2], parts[1::2], strict=True)
        notation = self._struct(((name[1:], value) for name, value in members), subsections[1:])
        wish = self._wishes.pop()
        name = self._types.name_of(notation, f"VM-{wish}")
        self.result = name
        self._put(name)

    def _struct(self, members: Iterable[tuple[str, str]], subsections: str) -> str:
        """A VMState with these fields; fields of one type and length of the name are one type."""
        taken: set[str] = set()
        fields = []
        for name, value in members:
            field = sequence((("name", f"UTF8String (SIZE ({len(name)}))"), ("value", value)))
            wish = f"Field{len(name)}-{_KINDS_BY_TYPE.get(value, name)}"
            fields.append((identifier(name, taken), self._types.name_of(field, wish)))
        listed = sequence(fields) if fields else "SEQUENCE (SIZE (0)) OF Field"
        rest = subsections or "SubSecList"
        return f"[APPLICATION 11085] {sequence((('fields', listed), ('subsections', f'{rest} OPTIONAL')))}"

    def begin_subsections(self) -> None:
        """They follow the fields."""
        self._stack.append([])

    def begin_subsection(self, name: str, version_id: int, /) -> None:
        """Its contents are a struct."""
        self._heads.append((name, version_id))
        self._field = name

    def end_subsection(self) -> None:
        """The subsection is over."""
        name, version_id = self._heads.pop()
        contents = self._stack[-1].pop()
        members = (
            ("name", f"UTF8String (SIZE ({len(name)}))"),
            ("versionid", f"INTEGER ({version_id}..{version_id})"),
            ("contents", contents),
        )
        self._stack[-1].append(f"{name}\0[APPLICATION 10707] {sequence(members)}")

    def end_subsections(self) -> None:
        """All that the state has: another one may have none, but not others."""
        taken: set[str] = set()
        parts = (part.split("\0", 1) for part in self._stack.pop())
        members = [(identifier(name, taken), notation) for name, notation in parts]
        self._put(f"\1[APPLICATION 10700] {sequence(members)}")

    # -- many of a kind ----------------------------------------------------------------

    def begin_array(self) -> None:
        """Values follow, without names."""
        self._stack.append([])

    def end_array(self) -> None:
        """The array is over."""
        elements = self._stack.pop()
        element = _common(elements, "Value")
        if not _IS_NAME.fullmatch(element):
            # Of an element without a name asn1c makes C that does not compile.
            element = self._types.name_of(element, f"Element-{_KINDS_BY_TYPE.get(element, self._field)}")
        self._put(f"SEQUENCE (SIZE ({len(elements)})) OF {element}")

    def begin_list(self) -> None:
        """Structs follow, without names."""
        self._stack.append([])

    def list_element(self) -> None:
        """The next struct."""

    def end_list(self) -> None:
        """The list is over; the next state may have more or fewer."""
        self._put(f"[8] SEQUENCE OF {_common(self._stack.pop(), 'VMState')}")

    def begin_tree(self) -> None:
        """Entries follow; their types are the general ones."""
        self._stack.append([])

    def begin_tree_entry(self) -> None:
        """A key and a value follow."""

    def tree_key(self, value: int, /) -> None:
        """A key that is an integer."""

    def end_tree_entry(self) -> None:
        """The entry is over."""

    def end_tree(self) -> None:
        """The tree is over."""
        self._stack.pop()
        self._put("[9] SEQUENCE OF TreeEntry")


def _common(elements: list[str], otherwise: str) -> str:
    """The notation of all elements, if they have one."""
    return elements[0] if elements and len(set(elements)) == 1 else otherwise


def sequence(members: Iterable[tuple[str, str]]) -> str:
    """The notation of a SEQUENCE of these members."""
    lines = ",\n".join(_indented(f"{name}  {notation}") for name, notation in members)
    return f"SEQUENCE {{\n{lines}\n}}"


def _indented(text: str) -> str:
    return "\n".join(_INDENT + line for line in text.split("\n"))
