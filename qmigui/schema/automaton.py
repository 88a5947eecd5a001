"""Types as tables: which tags may stand where, and what they lead to.

A SEQUENCE is a row of states, one before each member; each state has a table
from tags to what follows.  CHOICEs are dissolved into the table above them, an
explicit tag is a SEQUENCE of one.  Nodes are made when first entered and kept
by the identity of what they stand for, so that types may hold themselves.

Tags are looked up by a *look*: the identifier octet itself where there is one
only, else the tag key of :mod:`qmigui.visitor.tlv`; the two do not overlap.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping

from qmigui.record import field, record
from qmigui.schema.contents import Check, make_check
from qmigui.schema.model import Body, Kind, Member, Type
from qmigui.visitor.tlv import CONSTRUCTED

LISTS = frozenset((Kind.SEQUENCE_OF, Kind.SET_OF))
CONTAINERS = frozenset((Kind.SEQUENCE, Kind.SET)) | LISTS
STRINGS = frozenset(
    kind
    for kind in Kind
    if kind.value.endswith(("String", " STRING", "Time")) or kind is Kind.OBJECT_DESCRIPTOR
)
TEXTS = STRINGS - {Kind.OCTET_STRING, Kind.BIT_STRING, Kind.UTC_TIME, Kind.GENERALIZED_TIME}
NAMING = ("name", "idstr")
"""Members whose text tells elements of their type apart."""


def look_of(key: int) -> int:
    """What a tag is looked up by."""
    return key if key >> 8 >= 31 else (key >> 8) | (key & 0xE0)


class Form(enum.Enum):
    """How the elements in a container follow each other."""

    SEQUENCE = "sequence"
    SET = "set"
    LIST = "list"
    PIECES = "pieces"
    """A string in its constructed form."""
    ANY = "any"
    """Whatever it is, only BER's own rules hold."""


@record(frozen=False, eq=False)
class Leaf:
    """A primitive element.

    Attributes:
        type: what it is.
        check: looks at contents octets.
        streams: the contents may be long: they are not looked at as one.
    """

    type: Type
    check: Check
    streams: bool


@record(frozen=False, eq=False)
class Entry:
    """What a tag leads to at one state.

    Attributes:
        label: for paths: the member's or the alternative's name; empty in a list.
        target: what the element is.
        next: the state behind it; in a SET the bit of the member.
        type: what the module says stands there.
        is_leaf: whether *target* is a :class:`Leaf`.
        is_name: its text tells the container that it lies in apart.
    """

    label: str
    target: Leaf | Node
    next: int
    type: Type
    is_leaf: bool
    is_name: bool = False


Table = dict[int, Entry]

_PIECE = Type("OCTET STRING", (4 << 8,), Body(Kind.OCTET_STRING))
_BITS = Type("BIT STRING", (3 << 8,), Body(Kind.BIT_STRING))


@record(frozen=False, eq=False)
class Node:
    """A constructed element.

    Attributes:
        type: what it is.
        form: how elements follow in it.
        tables: by state; a LIST, SET and PIECES have one.
        others: by state: the entry for every tag that is in no table, or None.
        missing: by state: the member that must not be absent any more, or None.
        members: of a SEQUENCE or SET.
        required: of a SET: the bits of members that must be there.
        tolerant: unknown elements are passed over; in a SEQUENCE where its extension marker stands.
        marker: of a tolerant SEQUENCE: the state at which the unknown may stand.
        size: of a list: least and greatest number of elements, or None.
        leaf: of PIECES: the string that they make up.
        role: what whoever watches calls this type; empty: it is not watched.
        watched: there is a role.
        is_list, is_plain: whether *form* is LIST; is LIST or SEQUENCE (here since these are asked often).
    """

    type: Type
    form: Form
    tables: list[Table] = field(default_factory=list)
    others: list[Entry | None] = field(default_factory=list)
    missing: list[Member | None] = field(default_factory=list)
    members: tuple[Member, ...] = ()
    required: int = 0
    tolerant: bool = False
    marker: int = 0
    size: tuple[int | None, int | None] | None = None
    leaf: Leaf | None = None
    role: str = ""
    watched: bool = field(init=False, default=False)
    is_list: bool = field(init=False)
    is_plain: bool = field(init=False)

    def tolerates(self, state: int) -> bool:
        """Whether an element that is in no table may stand at *state*."""
        if not self.tolerant or self.form is not Form.SEQUENCE:
            return self.tolerant
        return state >= self.marker or all(member.optional for member in self.members[state : self.marker])

    def __post_init__(self) -> None:
        self.is_list = self.form is Form.LIST
        self.is_plain = self.form in {Form.LIST, Form.SEQUENCE}


class Automaton:
    """The nodes of one module.

    Args:
        root: the type of the whole.
        roles: what somebody who wants to hear of some types calls them; by the
            identity of their bodies.
    """

    def __init__(self, root: Type, roles: Mapping[int, str] | None = None) -> None:
        self._roles = roles or {}
        self._nodes: dict[tuple[object, ...], Node] = {}
        self._leaves: dict[int, Leaf] = {}
        self._kept: list[Type] = []  # by identity: they must not go away
        self.any = Node(Type("ANY", (), Body(Kind.ANY)), Form.ANY, [{}], [None], [None], tolerant=True)
        self.root = self._whole(root)

    def _whole(self, root: Type) -> Node:
        """A node around the whole: one element, then the end."""
        node = Node(root, Form.SEQUENCE, members=(Member(root.name, root),))
        self._fill_sequence(node)
        return node

    # -- from types to entries -----------------------------------------------------

    def _entries(self, type_: Type, label: str) -> Iterator[tuple[int | None, str, Leaf | Node, Type]]:
        """Looks that an element of *type_* may have, and where each leads; None: any other."""
        kind = type_.body.kind
        if len(type_.tags) > 1 or (type_.tags and kind in (Kind.CHOICE, Kind.ANY)):
            yield look_of(type_.tags[0] | CONSTRUCTED), label, self._wrapper(type_), type_
        elif kind is Kind.CHOICE:
            for member in type_.body.members:
                yield from self._entries(member.type, member.name)
            if type_.body.extensible:
                yield None, label, self.any, type_
        elif kind is Kind.ANY:
            yield None, label, self.any, type_
        elif kind in CONTAINERS:
            yield look_of(type_.tags[0]), label, self.node(type_), type_
        else:
            leaf = self._leaf(type_)
            yield look_of(type_.tags[0]), label, leaf, type_
            if kind in STRINGS:
                yield look_of(type_.tags[0] | CONSTRUCTED), label, self._pieces(leaf), type_

    def _leaf(self, type_: Type) -> Leaf:
        leaf = self._leaves.get(id(type_))
        if leaf is None:
            leaf = Leaf(type_, make_check(type_), type_.body.kind in STRINGS)
            self._leaves[id(type_)] = leaf
            self._kept.append(type_)
        return leaf

    def _made(self, key: tuple[object, ...], type_: Type, form: Form, fill: Callable[[Node], None]) -> Node:
        """The node for *key*; it is known before it is filled, since it may hold itself."""
        node = self._nodes.get(key)
        if node is None:
            node = Node(type_, form)
            self._nodes[key] = node
            self._kept.append(type_)
            fill(node)
        return node

    def node(self, type_: Type) -> Node:
        """The node of a SEQUENCE, SET or list, whatever its tag."""
        kind = type_.body.kind
        if kind in LISTS:
            return self._made((id(type_.body), type_.size), type_, Form.LIST, self._fill_list)
        if kind is Kind.SET:
            return self._made((id(type_.body),), type_, Form.SET, self._fill_set)
        return self._made((id(type_.body),), type_, Form.SEQUENCE, self._fill_sequence)

    def _wrapper(self, type_: Type) -> Node:
        """The node of an explicit tag."""
        inner = Type(
            type_.name,
            type_.tags[1:],
            type_.body,
            type_.low,
            type_.high,
            type_.size,
            type_.alphabet,
            type_.constraint_extensible,
        )

        def fill(node: Node) -> None:
            node.members = (Member("", inner),)
            self._fill_sequence(node)

        return self._made(("explicit", id(type_)), type_, Form.SEQUENCE, fill)

    def _pieces(self, leaf: Leaf) -> Node:
        def fill(node: Node) -> None:
            node.leaf = leaf
            # Segments of a BIT STRING are such (X.690 8.6.4), those of every other string OCTET STRINGs.
            type_, look = (_BITS, 0x03) if leaf.type.body.kind is Kind.BIT_STRING else (_PIECE, 0x04)
            piece = Leaf(type_, leaf.check, True)
            node.tables = [
                {look: Entry("", piece, 0, type_, True), look | 0x20: Entry("", node, 0, type_, False)}
            ]
            node.others, node.missing = [None], [None]

        return self._made(("pieces", id(leaf)), leaf.type, Form.PIECES, fill)

    def _give_role(self, node: Node) -> None:
        node.role = self._roles.get(id(node.type.body), "")
        node.watched = bool(node.role)

    # -- filling --------------------------------------------------------------------

    def _fill_list(self, node: Node) -> None:
        body = node.type.body
        assert body.element is not None
        node.size = None if node.type.constraint_extensible else node.type.size
        self._give_role(node)
        table: Table = {}
        other = None
        for look, label, target, type_ in self._entries(body.element, ""):
            entry = Entry(label, target, 0, type_, isinstance(target, Leaf))
            if look is None:
                other = entry
            else:
                table.setdefault(look, entry)
        node.tables, node.others, node.missing = [table], [other], [None]

    def _fill_set(self, node: Node) -> None:
        body = node.type.body
        node.members = body.members
        node.tolerant = body.extensible
        self._give_role(node)
        table: Table = {}
        other = None
        for bit, member in enumerate(body.members):
            if not member.optional:
                node.required |= 1 << bit
            for look, label, target, type_ in self._entries(member.type, member.name):
                entry = Entry(label, target, bit, type_, isinstance(target, Leaf))
                if look is None:
                    other = entry
                else:
                    table.setdefault(look, entry)
        node.tables, node.others, node.missing = [table], [other], [None]

    def _fill_sequence(self, node: Node) -> None:
        body = node.type.body
        if not node.members:
            node.members = body.members
            node.tolerant = body.extensible
            self._give_role(node)
        members = node.members
        count = len(members)
        node.marker = count if body.marker is None else body.marker
        node.tables = [{} for _ in range(count + 1)]
        node.others = [None] * (count + 1)
        node.missing = [None] * (count + 1)
        own: list[Table] = []
        own_other: list[Entry | None] = []
        for index, member in enumerate(members):
            table: Table = {}
            other = None
            is_name = member.name in NAMING and member.type.body.kind in TEXTS
            for look, label, target, type_ in self._entries(member.type, member.name):
                entry = Entry(label, target, index + 1, type_, isinstance(target, Leaf), is_name)
                if look is None:
                    other = entry
                else:
                    table.setdefault(look, entry)
            own.append(table)
            own_other.append(other)
        # Backwards: a state sees what the one behind it sees, as long as its member may be absent.
        for index in range(count - 1, -1, -1):
            if members[index].optional or members[index].addition:
                node.tables[index] = {**node.tables[index + 1], **own[index]}
                node.others[index] = own_other[index] or node.others[index + 1]
                node.missing[index] = node.missing[index + 1]
            else:
                node.tables[index] = own[index]
                node.others[index] = own_other[index]
                node.missing[index] = members[index]
