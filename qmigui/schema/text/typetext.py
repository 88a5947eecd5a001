"""Rewrites types so that asn1tools reads them right, and loses nothing.

asn1tools ignores or mistakes several constructs and tells no line numbers.  So
each name, tag and constraint is replaced by the index of its token, which comes
through the parse; what they mean is read from the tokens afterwards.  What
asn1tools could not even parse is refused here, with line and column.
"""

from __future__ import annotations

from qmigui.schema.text.outline import Outline, Reference, WrittenTag
from qmigui.schema.text.tokens import Cursor, Token, TokenKind, error_at, quoted

MAX_DEPTH = 60
"""Types inside types; asn1tools gives up before."""

MAX_TAGS = 16
"""Of one type, written in a row."""

_UNSUPPORTED = frozenset(
    (
        "EMBEDDED PDV",
        "CHARACTER STRING",
        "TIME",
        "DATE",
        "TIME-OF-DAY",
        "DATE-TIME",
        "DURATION",
        "OID-IRI",
        "RELATIVE-OID-IRI",
    )
)
_CLASSES = ("UNIVERSAL", "APPLICATION", "PRIVATE")


def read_type(cursor: Cursor, result: Outline, depth: int = 0) -> None:
    """Step over a type with its tags and constraints; emit what asn1tools is to see.

    Raises:
        SchemaError: with line and column.
    """
    if depth > MAX_DEPTH:
        raise error_at(cursor.token, f"types are nested over {MAX_DEPTH} levels")
    if cursor.text == "[":
        _read_tags(cursor, result)
    index = cursor.pos
    token = cursor.take()
    if token.text in {"SEQUENCE", "SET"}:
        result.emit(index, token.text)
        if cursor.text != "{":
            _read_list_of(cursor, result, depth)
            return
        _read_members(cursor, result, depth, choice=False)
    elif token.text == "CHOICE":
        result.emit(index, token.text)
        _read_members(cursor, result, depth, choice=True)
    elif token.text == "ENUMERATED" or (token.text in {"INTEGER", "BIT STRING"} and cursor.text == "{"):
        result.emit(index, token.text)
        _read_named_list(cursor, result)
    else:
        _read_reference(cursor, result, index, depth)
    for start in _read_constraints(cursor, result):
        result.emit(start, "(", str(start), ")")


def skip_value(cursor: Cursor) -> None:
    """Step over a value."""
    token = cursor.token
    if token.text == "{":
        cursor.skip_group()
        return
    if token.kind not in {TokenKind.WORD, TokenKind.NUMBER, TokenKind.STRING} and token.text != "-":
        raise error_at(token, f"a value should stand here, not {quoted(token)}")
    cursor.take()
    if token.text == "-" or (token.kind is TokenKind.WORD and cursor.accept(":", ".")):
        skip_value(cursor)
    elif token.kind is TokenKind.WORD and cursor.text == "{":
        cursor.skip_group()  # a parameterised value


def _read_tags(cursor: Cursor, result: Outline) -> None:
    """Step over one or more tags."""
    start = cursor.pos
    tags: list[WrittenTag] = []
    while cursor.accept("["):
        cls = cursor.take().text if cursor.text in _CLASSES else ""
        number = cursor.pos
        token = cursor.take()
        if token.is_reference and cursor.accept("."):
            token = cursor.take()
        if not (token.is_identifier or (token.kind is TokenKind.NUMBER and token.text.isdigit())):
            raise error_at(token, f"a tag number should stand here, not {quoted(token)}")
        cursor.expect("]")
        style = cursor.take().text if cursor.text in {"IMPLICIT", "EXPLICIT"} else ""
        tags.append(WrittenTag(cls, number, style))
        if len(tags) > MAX_TAGS:
            raise error_at(token, f"over {MAX_TAGS} tags in a row")
    result.tags[start] = tuple(tags)
    result.emit(start, "[", str(start), "]")


def _read_list_of(cursor: Cursor, result: Outline, depth: int) -> None:
    """Step over the rest of SEQUENCE OF or SET OF."""
    if cursor.text in {"(", "SIZE"}:
        start = cursor.pos
        cursor.accept("SIZE")
        if cursor.text != "(":
            raise error_at(cursor.token, f"'(' should stand here, not {quoted(cursor.token)}")
        cursor.skip_group()
        result.constraints.add(start)
        result.emit(start, "SIZE", "(", str(start), ")")
    result.emit(cursor.pos, "OF")
    cursor.expect("OF")
    if cursor.token.is_identifier and cursor.ahead().text != "<":
        cursor.take()  # a name for the element has no bearing on BER
    read_type(cursor, result, depth + 1)


def _read_members(cursor: Cursor, result: Outline, depth: int, *, choice: bool) -> None:
    """Step over the members of a SEQUENCE, SET or CHOICE with their braces."""
    result.emit(cursor.pos, "{")
    cursor.expect("{")
    closer = "}"
    if cursor.text != "}":
        while True:
            if cursor.text == "[[":
                if closer == "]]":
                    raise error_at(cursor.token, "version brackets inside version brackets")
                result.emit(cursor.pos, "[[")
                cursor.take()
                if cursor.token.kind is TokenKind.NUMBER and cursor.ahead().text == ":":
                    cursor.take(), cursor.take()
                closer = "]]"
            _read_member(cursor, result, depth, choice=choice)
            if closer == "]]" and cursor.text == "]]":
                result.emit(cursor.pos, "]]")
                cursor.take()
                closer = "}"
            if cursor.text != ",":
                break
            result.emit(cursor.pos, ",")
            cursor.take()
    result.emit(cursor.pos, "}")
    cursor.expect("}")


def _read_member(cursor: Cursor, result: Outline, depth: int, *, choice: bool) -> None:
    """Step over one member, or an extension marker."""
    index = cursor.pos
    token = cursor.token
    if cursor.accept("..."):
        result.emit(index, "...")
        if cursor.accept("!"):  # an exception identifier has no bearing on BER
            skip_value(cursor)
        return
    if token.text == "COMPONENTS OF" and not choice:
        cursor.take()
        result.emit(index, "COMPONENTS OF")
        _read_reference(cursor, result, cursor.pos, depth, components=True)
        return
    if not token.is_identifier:
        what = "an alternative" if choice else "a component"
        raise error_at(token, f"{what} must begin with a name in small letters, not with {quoted(token)}")
    cursor.take()
    result.emit(index, f"x{index}")
    read_type(cursor, result, depth + 1)
    if cursor.text == "OPTIONAL":
        result.emit(cursor.pos, "OPTIONAL")
        cursor.take()
    elif cursor.text == "DEFAULT":
        result.emit(cursor.pos, "OPTIONAL")
        cursor.take()
        start = cursor.pos
        skip_value(cursor)
        result.defaults[index] = (start, cursor.pos)


def _read_named_list(cursor: Cursor, result: Outline) -> None:
    """Step over ``{ name(1), .. }``."""
    result.emit(cursor.pos, "{")
    cursor.expect("{")
    while True:
        index = cursor.pos
        token = cursor.take()
        if token.text == "...":
            result.emit(index, "...")
            if cursor.accept("!"):
                skip_value(cursor)
        elif token.is_identifier:
            number = None
            if cursor.accept("("):
                number = cursor.pos
                skip_value(cursor)
                cursor.expect(")")
            result.numbers[index] = number
            result.emit(index, f"x{index}", "(", str(index), ")")
        else:
            raise error_at(token, f"a name in small letters should stand here, not {quoted(token)}")
        if cursor.text != ",":
            break
        result.emit(cursor.pos, ",")
        cursor.take()
    result.emit(cursor.pos, "}")
    cursor.expect("}")


def _read_reference(
    cursor: Cursor, result: Outline, index: int, depth: int, *, components: bool = False
) -> Reference:
    """Step over the name of a type, or a built-in one that is a mere word.

    Args:
        cursor: stands behind the name, or at it for *components*.
        result: to be added to.
        index: of the name.
        depth: of the type.
        components: what COMPONENTS OF takes in, of which asn1tools keeps the name alone.
    """
    cursor.pos = index
    token = cursor.take()
    if token.is_identifier and cursor.text == "<":
        raise error_at(token, f"the selection type '{token.text} <' is not supported")
    if not token.is_reference:
        raise error_at(token, f"a type should stand here, not {quoted(token)}")
    if token.text in _UNSUPPORTED:
        raise error_at(token, f"{token.text} is not supported")
    reference = Reference(token.text)
    if cursor.text == "." and cursor.ahead().is_reference:
        cursor.take()
        reference.module, reference.name = token.text, cursor.take().text
    while cursor.text == "." and cursor.ahead().kind is TokenKind.FIELD:
        if reference.field:
            raise error_at(cursor.token, "a field of a field is not supported")
        cursor.take()
        reference.field = cursor.take().text
    if token.text == "ANY" and cursor.accept("DEFINED"):
        cursor.expect("BY")
        cursor.take()
    elif token.text == "INSTANCE OF":
        cursor.take()
    result.references[index] = reference
    result.emit(index, f"Xx{index}")
    if cursor.text == "{":
        if components:
            raise error_at(cursor.token, "COMPONENTS OF a type with parameters is not supported")
        _read_arguments(cursor, result, depth)
    return reference


def _read_arguments(cursor: Cursor, result: Outline, depth: int) -> None:
    """Step over actual parameters."""
    result.emit(cursor.pos, "{")
    cursor.take()
    while True:
        index = cursor.pos
        token = cursor.token
        if token.text == "{":  # a set of objects or of values: nothing that shows in BER
            cursor.skip_group()
            result.references[index] = Reference("")
            result.emit(index, f"Xx{index}")
        elif token.is_reference:
            _read_type_argument(cursor, result, token, depth)
        elif token.text == "[":
            raise error_at(token, "a tag on an actual parameter is not supported")
        else:
            skip_value(cursor)
            result.emit(index, f"x{index}")
        if cursor.text != ",":
            break
        result.emit(cursor.pos, ",")
        cursor.take()
    result.emit(cursor.pos, "}")
    cursor.expect("}")


def _read_type_argument(cursor: Cursor, result: Outline, token: Token, depth: int) -> None:
    """Step over a type that is an actual parameter; asn1tools loses its constraints."""
    index = cursor.pos
    structured = token.text in {"SEQUENCE", "SET", "CHOICE", "ENUMERATED"} or (
        token.text in {"INTEGER", "BIT STRING"} and cursor.ahead().text == "{"
    )
    if depth > MAX_DEPTH:
        raise error_at(token, f"types are nested over {MAX_DEPTH} levels")
    if structured:
        listing = token.text in {"SEQUENCE", "SET"} and cursor.ahead().text != "{"
        read_type(cursor, result, depth + 1)
        if result.lines[-1] == ")" and not listing:
            result.note(result.origins[-1], "The constraint of an actual parameter is not enforced")
        return
    reference = _read_reference(cursor, result, index, depth + 1)
    reference.constraints = tuple(_read_constraints(cursor, result))


def _read_constraints(cursor: Cursor, result: Outline) -> list[int]:
    """Step over constraints in their brackets; their indices."""
    starts: list[int] = []
    while cursor.text == "(":
        starts.append(cursor.pos)
        cursor.skip_group()
    result.constraints.update(starts)
    return starts
