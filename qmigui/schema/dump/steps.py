"""The automaton's tables once more, with what a dump wants to know of each element.

The automaton dissolves CHOICEs and explicit tags, since a checker does not ask
how they are called.  A dump does: each :class:`Step` holds the names that stand
between a container and an element in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qmigui.schema.automaton import CONTAINERS, NAMING, STRINGS, Automaton, Entry, Form, Leaf, Node, look_of
from qmigui.schema.model import Body, Kind, Type
from qmigui.visitor.tlv import CONSTRUCTED

UNWRAPPED = frozenset((Kind.CHOICE, Kind.BOOLEAN, Kind.ENUMERATED, Kind.NULL))
"""Kinds that stand in a list of XER without an element around (X.693, XMLValueList)."""


@dataclass(slots=True, eq=False)
class Step:
    """An element at one place of a type.

    Attributes:
        label: for paths, as in :class:`~qmigui.schema.automaton.Entry`.
        member: its identifier in a SEQUENCE or SET; empty in a list.
        element: what XER calls it in a list; empty where it has no name there.
        choices: the alternatives on the way to it, outermost first.
        type: what the module says stands there.
        kind: of that.
        target: what a constructed element holds, or None.
        leaf: what the contents are of a primitive element, or None.
        next: the state behind it; in a SET the bit of the member.
        is_name: its text tells the container apart.
        in_list: it stands in a list.
        is_bare: it is all that an explicit tag holds.
        is_enclosed: as such, it has a name around it.
        is_elided: its contents are not shown, only how long they are.
        forms: by indentation, what a handler has made of it.
    """

    label: str
    member: str
    element: str
    choices: tuple[str, ...]
    type: Type
    kind: Kind
    target: Target | None
    leaf: Leaf | None
    next: int
    is_name: bool = False
    in_list: bool = False
    is_bare: bool = False
    is_enclosed: bool = True
    is_elided: bool = False
    forms: dict[int, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Target:
    """A constructed element: a node, and its steps by state and look.

    Attributes:
        node: of the automaton.
        tables, others: as in the node.
        is_list, is_set, is_pieces, is_any: its form.
        is_wrapper: it is an explicit tag.
        holds: it holds elements with names or numbers of their own: it is none of the last three.
        is_plain: it is a SEQUENCE or a list, or an explicit tag.
        is_flat: it is a SEQUENCE that may hold primitive elements alone.
        is_tolerant: elements that the module does not know are no error.
        is_named: one of its members names it.
        has_elided: the contents of one of its members are not shown.
        leading: primitive members at its start, up to the one that names it, if there is one.
    """

    node: Node
    tables: list[dict[int, Step]] = field(default_factory=list)
    others: list[Step | None] = field(default_factory=list)
    is_list: bool = False
    is_set: bool = False
    is_pieces: bool = False
    is_any: bool = False
    is_wrapper: bool = False
    holds: bool = True
    is_plain: bool = True
    is_flat: bool = False
    is_tolerant: bool = False
    is_named: bool = False
    has_elided: bool = False
    leading: int = 0


class Steps:
    """The targets of one module, made when they are first met.

    Args:
        root: the type of the whole.
        elided: names of SEQUENCE types whose member ``data`` is not shown.

    Attributes:
        root: a container of the whole.
        any: the contents of an element of any kind.
        unknown: a step to an element that the module does not know.
    """

    def __init__(self, root: Type, elided: frozenset[str] = frozenset()) -> None:
        self._automaton = Automaton(root)
        self._elided = elided
        self._targets: dict[tuple[int, bool], Target] = {}
        nothing = Type("ANY", (), Body(Kind.ANY))
        self.unknown = Step("", "", "", (), nothing, Kind.ANY, None, None, 0)
        self._empty: list[tuple[Target, bool]] = []
        self.any = self._target(self._automaton.any, True)
        self.root = self._target(self._automaton.root, True)
        # Not by recursion: types may be nested deeper than Python likes.
        while self._empty:
            self._fill(*self._empty.pop())

    def _target(self, node: Node, is_enclosed: bool) -> Target:
        """The target for *node*; its tables come later."""
        is_wrapper = len(node.members) == 1 and not node.members[0].name
        key = id(node), is_enclosed or not is_wrapper
        target = self._targets.get(key)
        if target is not None:
            return target
        target = Target(
            node,
            is_list=node.form is Form.LIST,
            is_set=node.form is Form.SET,
            is_pieces=node.form is Form.PIECES,
            is_any=node.form is Form.ANY,
            is_wrapper=is_wrapper,
        )
        target.holds = not (target.is_pieces or target.is_any or is_wrapper)
        target.is_plain = node.form in {Form.SEQUENCE, Form.LIST}
        target.is_flat = node.form is Form.SEQUENCE and not is_wrapper
        target.is_tolerant = node.tolerant or target.is_any
        if target.is_flat:
            target.leading = _leading(node)
            target.is_named = any(member.name in NAMING for member in node.members[: target.leading])
            target.has_elided = node.type.name in self._elided
        self._targets[key] = target
        self._empty.append((target, is_enclosed))
        return target

    def _fill(self, target: Target, is_enclosed: bool) -> None:
        node = target.node
        for state, table in enumerate(node.tables):
            target.tables.append(
                {look: self._step(target, entry, look, is_enclosed) for look, entry in table.items()}
            )
            other = node.others[state]
            target.others.append(None if other is None else self._step(target, other, None, is_enclosed))

    def _step(self, owner: Target, entry: Entry, look: int | None, is_enclosed: bool) -> Step:
        node = owner.node
        member = element = ""
        declared = entry.type
        if owner.is_list:
            assert node.type.body.element is not None
            declared = node.type.body.element
            if declared.body.kind not in UNWRAPPED:
                element = declared.name.replace(" ", "_")
        elif not owner.is_pieces and not owner.is_any:
            found = node.members[entry.next if owner.is_set else entry.next - 1]
            member, declared = found.name, found.type
        choices = () if owner.is_pieces or owner.is_any else route(declared, look) or ()
        has_name = bool(member or element or choices) or (owner.is_wrapper and is_enclosed)
        leaf = entry.target if isinstance(entry.target, Leaf) else None
        step = Step(
            entry.label,
            member,
            element,
            choices,
            entry.type,
            entry.type.body.kind,
            None,
            leaf,
            entry.next,
            entry.is_name,
            owner.is_list,
            owner.is_wrapper,
            is_enclosed,
            member == "data" and node.type.name in self._elided,
        )
        if isinstance(entry.target, Node):
            # The node may be the one that is being made: it is looked up, not made again.
            step.target = self._target(entry.target, has_name)
        return step


def _leading(node: Node) -> int:
    """How many members are primitive at the start, up to the one that names the element."""
    for index, member in enumerate(node.members):
        kind = member.type.body.kind
        if kind in CONTAINERS or kind in {Kind.CHOICE, Kind.ANY} or len(member.type.tags) > 1:
            return index
        if member.name in NAMING and kind in STRINGS:
            return index + 1
    return len(node.members)


def route(type_: Type, look: int | None) -> tuple[str, ...] | None:
    """The alternatives on the way from *type_* to the element with a tag.

    Args:
        type_: of the member or list element.
        look: of the tag; None: any that no alternative has.

    Returns:
        Their names, outermost first; None: no such tag there.
    """
    kind = type_.body.kind
    if len(type_.tags) > 1 or (type_.tags and kind in {Kind.CHOICE, Kind.ANY}):
        return () if look == look_of(type_.tags[0] | CONSTRUCTED) else None
    if kind is Kind.CHOICE:
        for member in type_.body.members:
            rest = route(member.type, look)
            if rest is not None:
                return (member.name, *rest)
        return () if look is None and type_.body.extensible else None
    if kind is Kind.ANY:
        return () if look is None else None
    primitive = look_of(type_.tags[0])
    if look == primitive or (kind in STRINGS and look == look_of(type_.tags[0] | CONSTRUCTED)):
        return ()
    return None
