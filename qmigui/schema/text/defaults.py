"""DEFAULT values: their text, and whether they fit where that is easily told."""

from __future__ import annotations

from collections.abc import Sequence

from qmigui.schema.model import Kind, Type
from qmigui.schema.text.tokens import Token, TokenKind, error_at, quoted


def default_text(tokens: Sequence[Token], span: tuple[int, int]) -> str:
    """The text of the value at the tokens *span*, in one line."""
    parts: list[str] = []
    for token in tokens[slice(*span)]:
        glued = token.text in {",", ":", "."} or (parts and parts[-1] == ".")
        parts.append(token.text if glued or not parts else f" {token.text}")
    return "".join(parts)


def check_default(type_: Type, value: Sequence[Token], names: dict[str, int]) -> None:
    """Look at a DEFAULT of one token.

    Args:
        type_: of the member.
        value: the tokens.
        names: that the type has for numbers.

    Raises:
        SchemaError: it is of another kind, or outside the range.
    """
    first = value[0]
    if len(value) > 1:
        return
    kind = type_.body.kind
    if kind is Kind.INTEGER:
        if first.kind is TokenKind.NUMBER and first.text.lstrip("-").isdigit():
            number = int(first.text)
        elif first.text in names:
            number = names[first.text]
        elif first.is_identifier:
            return  # a value reference: it may be a value of any type
        else:
            raise error_at(first, f"{quoted(first)} is no default for an INTEGER")
        below = type_.low is not None and number < type_.low
        above = type_.high is not None and number > type_.high
        if (below or above) and not type_.constraint_extensible:
            raise error_at(first, f"the default {quoted(first)} is out of range")
    elif kind is Kind.BOOLEAN and not (first.text in {"TRUE", "FALSE"} or first.is_identifier):
        raise error_at(first, f"{quoted(first)} is no default for a BOOLEAN")
    elif kind is Kind.ENUMERATED and not first.is_identifier:
        raise error_at(first, f"{quoted(first)} is no default for an ENUMERATED")
