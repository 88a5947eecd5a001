"""Looks for types that no reader could tell apart (X.680 25.6, 27.3, 29.3).

asn1tools accepts them.  A type that holds itself without a tag is found here
too, since its tags could never be listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmigui.errors import SchemaError
from qmigui.schema.model import Body, Kind, Member, Module, Type
from qmigui.schema.text.resolve import Places
from qmigui.schema.text.tokens import Token, error_at, place
from qmigui.visitor.tlv import CONSTRUCTED

MAX_TAGS = 1_000_000
"""That are compared in one module; a CHOICE has those of what it holds."""

MAX_CHOICES = 100
"""CHOICE types inside each other without a tag between."""

_ANY = -1

_CLASS_NAMES = {0x00: "UNIVERSAL ", 0x40: "APPLICATION ", 0x80: "", 0xC0: "PRIVATE "}


def check_module(module: Module, places: Places) -> tuple[str, ...]:
    """Check every type that *module* has or holds.

    Args:
        module: as :mod:`qmigui.schema.text.resolve` made it.
        places: of its parts, for messages.

    Returns:
        Further warnings, one sentence each.

    Raises:
        SchemaError: two things that cannot be told apart have the same tag, or
            a CHOICE holds itself without a tag.
    """
    checker = _Checker(places)
    for body in bodies(module):
        checker.check(body)
    return tuple(checker.warnings)


def bodies(module: Module) -> Iterator[Body]:
    """Every body of *module* once."""
    seen: set[Body] = set()
    waiting = [type_.body for type_ in reversed(module.types.values())]
    while waiting:
        body = waiting.pop()
        if body in seen:
            continue
        seen.add(body)
        yield body
        waiting += [member.type.body for member in reversed(body.members)]
        if body.element is not None:
            waiting.append(body.element.body)


class _Checker:
    """Checks bodies, and remembers the tags of CHOICE types."""

    def __init__(self, places: Places) -> None:
        self.warnings: list[str] = []
        self._places = places
        self._known: dict[Body, dict[int, Member] | None] = {}
        self._count = 0

    def check(self, body: Body) -> None:
        """Check the members of *body*, but not what they hold."""
        if body.kind is Kind.CHOICE:
            self._alternatives(body, 0)
        elif body.kind is Kind.SET:
            self._set(body)
        elif body.kind is Kind.SEQUENCE:
            self._sequence(body)

    def _first(self, type_: Type, member: Member, depth: int = 0) -> dict[int, Member]:
        """The tags that *type_* may begin with, without the constructed bit."""
        if type_.tags:
            return {type_.tags[0] & ~CONSTRUCTED: member}
        if type_.body.kind is Kind.ANY:
            return {_ANY: member}
        known = self._known.get(type_.body)
        if known is None:
            if type_.body in self._known:
                raise self._error(member, f"'{member.name}' holds its own CHOICE without a tag")
            known = self._alternatives(type_.body, depth + 1)
        return known

    def _alternatives(self, body: Body, depth: int) -> dict[int, Member]:
        """The tags of a CHOICE, with the alternative that each belongs to."""
        known = self._known.get(body)
        if known is not None:
            return known
        self._known[body] = None
        result: dict[int, Member] = {}
        for member in body.members:
            if depth > MAX_CHOICES:
                raise self._error(member, f"over {MAX_CHOICES} CHOICE types inside each other")
            tags = self._first(member.type, member, depth)
            self._distinct(result, tags, member, "alternatives")
            for tag in tags:
                result[tag] = member
        self._spend(len(result))
        self._known[body] = result
        return result

    def _spend(self, amount: int) -> None:
        self._count += amount
        if self._count > MAX_TAGS:
            raise SchemaError("the CHOICE types have too many alternatives")

    def _set(self, body: Body) -> None:
        seen: dict[int, Member] = {}
        for member in body.members:
            tags = self._first(member.type, member)
            self._spend(len(tags))
            self._distinct(seen, tags, member, "members of a SET")
            for tag in tags:
                seen[tag] = member

    def _sequence(self, body: Body) -> None:
        """What may be absent must differ from all that may come next."""
        run: dict[int, Member] = {}
        additions: dict[int, Member] = {}
        for member in body.members:
            tags = dict.fromkeys(self._first(member.type, member), member)
            self._spend(len(tags))
            if additions and not member.addition:
                run |= additions
                additions = {}
            self._distinct(run, tags, member, "members, of which the first may be absent,")
            if member.addition:
                additions |= tags
            if member.optional:
                run |= tags
            else:
                run = {}

    def _distinct(self, seen: dict[int, Member], tags: dict[int, Member], member: Member, what: str) -> None:
        """Complain if one of *tags* was *seen*."""
        common = seen.keys() & tags.keys()
        if not common:
            if _ANY in seen and what.startswith("members"):
                self._warn(member, f"'{seen[_ANY].name}', which may be anything, hides '{member.name}'")
            return
        tag = min(common)
        first = seen[tag].name
        if tag == _ANY:
            self._warn(member, f"'{first}' and '{member.name}' may both be anything")
            return
        raise self._error(
            member, f"the {what} '{first}' and '{member.name}' have the same tag {tag_name(tag)}"
        )

    def _warn(self, member: Member, sentence: str) -> None:
        where = self._places.members.get(member)
        self.warnings.append(f"{place(where)}: {sentence}" if where else sentence)

    def _error(self, member: Member, message: str) -> SchemaError:
        where: Token | None = self._places.members.get(member)
        return error_at(where, message) if where else SchemaError(message)


def tag_name(key: int) -> str:
    """A tag key as it is written: ``[APPLICATION 5]``."""
    return f"[{_CLASS_NAMES[key & 0xC0]}{key >> 8}]"
