"""From asn1tools' tree to the model: references, parameters, tags, constraints.

Every type is resolved in two steps: its head (tags, constraints and an empty
body), then, from a queue, the members of the body.  So types may hold
themselves, and no nesting of a module is nesting of calls here.

X.680: clause 25 (SEQUENCE, automatic tags, COMPONENTS OF), 31 (tags); X.683.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from qmigui.record import replace
from qmigui.schema.model import Body, Kind, Member, Module, Type
from qmigui.schema.text.builtin import CLASS_FIELDS, STRUCTURES, Builtins, simple_tags
from qmigui.schema.text.constraints import ConstraintReader, Facets, bounds, narrow
from qmigui.schema.text.defaults import check_default, default_text
from qmigui.schema.text.members import Component, components, enumeration
from qmigui.schema.text.outline import ModuleText, Node, Outline, Reference, TypeText, index_of
from qmigui.schema.text.ranges import Alphabets, Ranges
from qmigui.schema.text.scope import Argument, Context, Scopes
from qmigui.schema.text.tokens import Cursor, Token, error_at, place
from qmigui.visitor.tlv import APPLICATION, CONSTRUCTED, CONTEXT, MAX_TAG_NUMBER, UNIVERSAL, tag_key

MAX_CHAIN = 100
"""References to references to ..."""

MAX_INSTANCES = 2000
"""Parameterised types with their parameters filled in."""

MAX_WORK = 2_000_000
"""Members, items and tokens of constraints that are looked at; published modules need under 200,000."""

_CLASSES = {"": CONTEXT, "APPLICATION": APPLICATION, "UNIVERSAL": UNIVERSAL, "PRIVATE": 0xC0}
_NAMED = {"INTEGER": Kind.INTEGER, "BIT STRING": Kind.BIT_STRING, "ENUMERATED": Kind.ENUMERATED}
_WITH_MEMBERS = frozenset((Kind.SEQUENCE, Kind.SET, Kind.CHOICE))


@dataclass(slots=True)
class Places:
    """Where things stand in the text.

    Attributes:
        members: the name of a member.
    """

    members: dict[Member, Token] = field(default_factory=dict)


def resolve(outline: Outline) -> tuple[Module, Places]:
    """Make the model, and remember the places for further checks.

    Raises:
        SchemaError: with line and column.
    """
    return _Resolver(outline).module()


class _Resolver:
    """Resolves the types of one outline."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._tokens = outline.tokens
        self._scopes = Scopes(outline)
        self._builtins = Builtins()
        self._queue: deque[tuple[Body, Node, Context, Token]] = deque()
        self._known: dict[tuple[object, ...], Type | None] = {}
        self._names: dict[Body, dict[str, int]] = {}
        self._places = Places()
        self._alphabets = Alphabets()
        self._instances = 0
        self._work = 0

    def module(self) -> tuple[Module, Places]:
        """All types of all modules."""
        types: dict[str, Type] = {}
        for module in self._outline.modules:
            for text in module.types.values():
                if text.parameters or "." in text.name:
                    continue
                found = self._definition(module, text, (), 0)
                types.setdefault(text.name, found)
                while self._queue:
                    self._fill(*self._queue.popleft())
        names = tuple(module.name for module in self._outline.modules)
        notes = sorted(self._outline.notes.items())
        warnings = tuple(f"{place(self._tokens[index])}: {sentence}" for index, sentence in notes)
        return Module(names, types, warnings), self._places

    # References

    def _definition(
        self, module: ModuleText, text: TypeText, arguments: tuple[Argument, ...], depth: int
    ) -> Type:
        """The type that *text* defines, with its parameters filled in."""
        token = self._tokens[text.index]
        key = (module.name, text.name, *arguments)
        if key in self._known:
            known = self._known[key]
            if known is None:
                raise error_at(token, f"type '{text.name}' is defined by itself")
            return known
        self._instances += bool(arguments)
        if self._instances > MAX_INSTANCES:
            raise error_at(token, f"over {MAX_INSTANCES} types come of parameters")
        self._known[key] = None
        context = Context(module, dict(zip(text.parameters, arguments, strict=True)))
        found = self._type(text.node, context, depth, token)
        if found.name != text.name:
            found = replace(found, name=text.name)
        self._known[key] = found
        return found

    def _reference(self, node: Node, context: Context, depth: int) -> tuple[Type, bool]:
        """The type that a name stands for, and whether it is a dummy parameter."""
        index = index_of(node["type"])
        token = self._tokens[index]
        reference = self._outline.references[index]
        if depth > MAX_CHAIN:
            raise error_at(token, f"a chain of over {MAX_CHAIN} references")
        if reference.field:
            return self._class_field(index, reference, context, depth), False
        if not reference.module and reference.name in context.arguments:
            argument = context.arguments[reference.name]
            if argument.node is None:
                raise error_at(token, f"parameter '{reference.name}' is a value, not a type")
            if argument.type is None:
                argument.type = self._type(argument.node, argument.context, depth + 1, token)
            return self._constrained(argument.type, reference.constraints, context), True
        found = None
        if not reference.module:
            found = self._builtins.find(reference.name)
        if found is None:
            module, text = self._scopes.find_type(context.module, reference, token)
            given = node.get("actual-parameters", [])
            if len(given) != len(text.parameters):
                takes = f"takes {len(text.parameters)} parameters, not {len(given)}"
                raise error_at(token, f"'{text.name}' {takes}")
            arguments = tuple(self._scopes.argument(item, context) for item in given)
            found = self._definition(module, text, arguments, depth + 1)
        return self._constrained(found, reference.constraints, context), False

    def _class_field(self, index: int, reference: Reference, context: Context, depth: int) -> Type:
        """The type of ``CLASS.&field``; an open type is any type."""
        token = self._tokens[index]
        word: str | None = "ANY"
        if reference.name in context.arguments:
            self._outline.note(index, "The type of a field of a class parameter is not enforced")
        elif reference.field[1].islower():
            home, name = self._scopes.find_class(context.module, reference, token)
            text = home.types.get(f"{name}.{reference.field}") if home else None
            if home is not None and text is not None:
                return self._definition(home, text, (), depth + 1)
            word = CLASS_FIELDS.get((name, reference.field))
        found = self._builtins.find(word) if word else None
        if found is None:
            raise error_at(token, f"'{reference.name}' has no field {reference.field} of a known type")
        return found

    def _follow(self, node: Node, context: Context) -> tuple[Node, Context]:
        """The SEQUENCE or SET that COMPONENTS OF means."""
        token = self._tokens[index_of(node["type"])]
        for _ in range(MAX_CHAIN):
            if node["type"] in {"SEQUENCE", "SET"}:
                return node, context
            if not node["type"].startswith("Xx"):
                break
            index = index_of(node["type"])
            reference = self._outline.references[index]
            argument = None if reference.module else context.arguments.get(reference.name)
            if argument is not None and argument.node is not None:
                node, context = argument.node, argument.context
                continue
            home, text = self._scopes.find_type(context.module, reference, self._tokens[index])
            given = node.get("actual-parameters", [])
            arguments = [self._scopes.argument(item, context) for item in given]
            node, context = text.node, Context(home, dict(zip(text.parameters, arguments, strict=False)))
        raise error_at(token, "COMPONENTS OF needs a SEQUENCE or SET")

    # Heads

    def _type(
        self, node: Node, context: Context, depth: int, token: Token, automatic: int | None = None
    ) -> Type:
        """The type of *node*; its members go to the queue.

        Args:
            node: of asn1tools' tree.
            context: what its names mean.
            depth: of references so far.
            token: its place, for messages.
            automatic: number of its automatic tag, if it gets one.
        """
        word: str = node["type"]
        dummy = False
        if word in STRUCTURES:
            kind, tags = STRUCTURES[word]
            body = Body(kind, extensible=kind in _WITH_MEMBERS and context.module.extensible)
            self._queue.append((body, node, context, token))
            base = Type(word, tags, body)
        elif word in _NAMED:
            base = Type(word, simple_tags(word), self._named(word, node, context))
        else:
            base, dummy = self._reference(node, context, depth)
        tags = self._tags(node, context, base.tags, dummy)
        if automatic is not None:
            tags = _tagged(tags, CONTEXT, automatic, explicit=dummy or not tags)
        if tags != base.tags:
            base = replace(base, tags=tags)
        return self._constrained(base, (*node.get("size", ()), *node.get("restricted-to", ())), context)

    def _tags(self, node: Node, context: Context, tags: tuple[int, ...], dummy: bool) -> tuple[int, ...]:
        """*tags* with those that *node* has written, which count from right to left (X.680 31.2)."""
        if "tag" not in node:
            return tags
        for written in reversed(self._outline.tags[node["tag"]["number"]]):
            token = self._tokens[written.number]
            number = self._scopes.number_at(written.number, context)
            if not 0 <= number <= MAX_TAG_NUMBER:
                raise error_at(token, "a tag number must have 0 to 32 bits")
            if written.cls == "UNIVERSAL" and number == 0:
                raise error_at(token, "[UNIVERSAL 0] is kept for the end of contents")
            explicit = written.style == "EXPLICIT" or (
                not written.style and (context.module.tagging == "EXPLICIT" or dummy)
            )
            tags = _tagged(tags, _CLASSES[written.cls], number, explicit=explicit or not tags)
            dummy = False
        return tags

    def _named(self, word: str, node: Node, context: Context) -> Body:
        """The body of an INTEGER, BIT STRING or ENUMERATED with names for numbers."""

        def number_of(index: int) -> int | None:
            number = self._outline.numbers[index]
            return None if number is None else self._scopes.number_at(number, context)

        body = Body(_NAMED[word])
        if word == "ENUMERATED":
            self._spend(len(node["values"]), self._tokens[index_of(node["values"][0][0])])
            body.values, body.extensible = enumeration(node["values"], self._tokens, number_of)
            body.extensible |= context.module.extensible
            self._names[body] = {name: number for number, name in body.values.items()}
            return body
        names: dict[str, int] = {}
        numbers: set[int] = set()
        for item in node["named-numbers"] if word == "INTEGER" else [bit[0] for bit in node["named-bits"]]:
            token = self._tokens[index_of(item)]
            number = number_of(index_of(item))
            if number is None:
                raise error_at(token, f"'{token.text}' needs a number")
            if token.text in names or number in numbers:
                raise error_at(token, f"'{token.text}' or its number comes twice")
            self._spend(1, token)
            numbers.add(number)
            if word == "BIT STRING" and not 0 <= number < 1 << 20:
                raise error_at(token, f"there is no bit {number}")
            names[token.text] = number
        self._names[body] = names
        if word == "BIT STRING":
            body.named_bits = {number: name for name, number in names.items()}
        return body

    def _constrained(self, base: Type, starts: Iterable[int], context: Context) -> Type:
        """*base* with the constraints that begin at the tokens *starts*."""
        names = self._names.get(base.body, {})

        def number(cursor: Cursor) -> int:
            if cursor.text in names:
                return names[cursor.take().text]
            return self._scopes.number(cursor, context)

        for start in starts:
            reader = ConstraintReader(Cursor(self._tokens, start), base.body.kind, number, self._outline.note)
            new = reader.read()
            self._spend(reader.cursor.pos - start, self._tokens[start])
            low_high: Ranges | None = None
            if base.low is not None or base.high is not None:
                low_high = ((base.low, base.high),)
            letters = None if base.alphabet is None else self._alphabets.ranges(base.alphabet)
            facets = narrow(Facets(low_high, (base.size,) if base.size else None, letters), new)
            if () in {facets.values, facets.sizes, facets.letters}:
                raise error_at(self._tokens[start], "no value satisfies all constraints of this type")
            low, high = bounds(facets.values) or (None, None)
            alphabet = None if facets.letters is None else self._alphabets.letters(facets.letters)
            if alphabet is None and facets.letters is not None:
                self._outline.note(start, "This FROM has too many characters and is not enforced")
            base = replace(
                base,
                low=low,
                high=high,
                size=bounds(facets.sizes),
                alphabet=alphabet,
                constraint_extensible=facets.extensible,
            )
        return base

    def _spend(self, amount: int, token: Token) -> None:
        """Bound what parameters can multiply."""
        self._work += amount
        if self._work > MAX_WORK:
            raise error_at(token, "the types of this module are too many, or too intricate")

    # Members

    def _fill(self, body: Body, node: Node, context: Context, token: Token) -> None:
        """Resolve the members, or the element, of a body from the queue."""
        if body.kind in {Kind.SEQUENCE_OF, Kind.SET_OF}:
            body.element = self._type(node["element"], context, 0, token)
            return
        found, body.marker = components(node, context, self._follow, token)
        self._spend(10 * len(found), token)
        body.extensible |= body.marker is not None
        members: dict[str, Member] = {}
        for component in found:
            index = index_of(component.node["name"])
            name = self._tokens[index]
            if name.text in members:
                raise error_at(name, f"there are two members '{name.text}'")
            member = self._member(component, name)
            members[name.text] = member
            self._places.members[member] = name
        body.members = tuple(members.values())

    def _member(self, component: Component, name: Token) -> Member:
        """One member; what it holds goes to the queue."""
        node, context = component.node, component.context
        found = self._type(node, context, 0, name, component.automatic)
        span = self._outline.defaults.get(index_of(node["name"]))
        if span:
            self._spend(span[1] - span[0], name)
            found = replace(found, default=default_text(self._tokens, span))
            names = self._names.get(found.body, {})
            check_default(found, self._tokens[slice(*span)], names)
        return Member(name.text, found, bool(node.get("optional")), component.addition)


def _tagged(tags: tuple[int, ...], cls: int, number: int, *, explicit: bool) -> tuple[int, ...]:
    """*tags* with another one in front (EXPLICIT), or in place of the first (IMPLICIT)."""
    if explicit:
        return tag_key(cls, number, constructed=True), *tags
    return tag_key(cls, number, bool(tags[0] & CONSTRUCTED)), *tags[1:]
