"""The lists in a type: members, COMPONENTS OF, extensions, items of ENUMERATED."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qmigui.schema.text.outline import Node, index_of
from qmigui.schema.text.scope import Context
from qmigui.schema.text.tokens import Token, error_at

MAX_MEMBERS = 20_000
"""Of one type, with those that COMPONENTS OF takes in."""

MAX_COMPONENTS_OF = 50
"""COMPONENTS OF types with COMPONENTS OF ..."""

Follow = Callable[[Node, Context], tuple[Node, Context]]
"""Finds the SEQUENCE or SET that COMPONENTS OF means, and what its names mean."""


@dataclass(slots=True)
class Component:
    """A member before its type is resolved.

    Attributes:
        node: of asn1tools' tree.
        context: what its names mean.
        addition: it stands behind an extension marker.
        automatic: number of its automatic tag, or None.
    """

    node: Node
    context: Context
    addition: bool = False
    automatic: int | None = None


def components(
    node: Node, context: Context, follow: Follow, token: Token
) -> tuple[list[Component], int | None]:
    """The members of a SEQUENCE, SET or CHOICE, and how many stand before its extension marker, if any.

    X.680 25.2 to 25.9: whether there are automatic tags is decided by what is
    written; they are then given to all, those of COMPONENTS OF too, and the
    additions come last.

    Args:
        node: of asn1tools' tree.
        context: what the names in it mean.
        follow: for COMPONENTS OF.
        token: place of the type, for messages.

    Raises:
        SchemaError: there are too many.
    """
    members: list[Any] = node["members"]
    expansion = _Expansion(follow, token)
    result = expansion.expand(members, context, 0)
    written = [item for member in members for item in (member if isinstance(member, list) else [member])]
    if context.module.tagging == "AUTOMATIC" and not any("tag" in item for item in written if item):
        order = sorted(result, key=lambda component: component.addition)
        for number, component in enumerate(order):
            component.automatic = number
    return result, expansion.marker


@dataclass(slots=True)
class _Expansion:
    """Replaces COMPONENTS OF by what it stands for, within bounds."""

    follow: Follow
    token: Token
    steps: int = 0
    marker: int | None = None

    def expand(self, members: list[Any], context: Context, depth: int) -> list[Component]:
        """One entry for each member."""
        if depth > MAX_COMPONENTS_OF:
            raise error_at(self.token, "COMPONENTS OF goes round in a circle, or too deep")
        result: list[Component] = []
        markers = 0
        for member in members:
            if member is None:
                if not depth and not markers:
                    self.marker = len(result)
                markers += 1
                continue
            for item in member if isinstance(member, list) else (member,):
                self.steps += 1
                if self.steps > MAX_MEMBERS:
                    raise error_at(self.token, f"a type of over {MAX_MEMBERS} members")
                if "components-of" in item:
                    target, inside = self.follow({"type": item["components-of"]}, context)
                    for component in self.expand(target["members"], inside, depth + 1):
                        if not component.addition:
                            component.addition = markers == 1
                            result.append(component)
                else:
                    result.append(Component(item, context, markers == 1))
        return result


def enumeration(
    items: list[Any], tokens: list[Token], number_of: Callable[[int], int | None]
) -> tuple[dict[int, str], bool]:
    """The names of the numbers of an ENUMERATED, and whether it has an extension marker.

    X.680 20.2 to 20.6: items without a number get the least that is free, those
    behind the marker also more than the item before them there.

    Args:
        items: of asn1tools' tree.
        tokens: all of them.
        number_of: the number that is written for the item at a token, if any.

    Raises:
        SchemaError: a name or a number comes twice.
    """
    marker = items.index(None) if None in items else len(items)
    result: dict[int, str] = {}
    names: set[str] = set()

    def add(number: int, token: Token) -> None:
        if number in result or token.text in names:
            what = f"number {number}" if number in result else f"name '{token.text}'"
            raise error_at(token, f"{what} comes twice in this ENUMERATED")
        result[number] = token.text
        names.add(token.text)

    for part, extension in ((items[:marker], False), (items[marker + 1 :], True)):
        indices = [index_of(item[0]) for item in part if item is not None]
        numbers = [number_of(index) for index in indices]
        taken = set(result) if extension else {number for number in numbers if number is not None}
        following = 0
        for index, number in zip(indices, numbers, strict=True):
            if number is None:
                while following in taken:
                    following += 1
                number = following  # noqa: PLW2901 - the number of this item
                following += 1
            elif extension:
                following = max(following, number + 1)
            add(number, tokens[index])
    return dict(sorted(result.items())), marker < len(items)
