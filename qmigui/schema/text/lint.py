"""Reads what asn1tools must not see: frames, imports, values, classes.

Modules and their assignments are told apart here; the types themselves go on to
:mod:`qmigui.schema.text.typetext`.  asn1tools would stumble over much of what stands
around the types in published modules (values, classes, objects, macros), and
none of it is needed but numbers.
"""

from __future__ import annotations

from qmigui.errors import SchemaError
from qmigui.schema.text.builtin import BUILTIN_CLASSES
from qmigui.schema.text.outline import ModuleText, Outline, TypeText
from qmigui.schema.text.tokens import Cursor, Token, TokenKind, error_at, quoted
from qmigui.schema.text.typetext import read_type, skip_value

MAX_PARAMETERS = 100
"""Of one type."""


def outline(tokens: list[Token]) -> Outline:
    """Read the tokens of one text, or of several one after the other.

    Raises:
        SchemaError: with line and column.
    """
    result = Outline(tokens)
    cursor = Cursor(tokens)
    names: set[str] = set()
    while cursor.token.kind is not TokenKind.END:
        module = _read_module(cursor, result)
        if module.name in names:
            raise error_at(tokens[module.index], f"module '{module.name}' is defined twice")
        names.add(module.name)
        result.modules.append(module)
    if not result.modules:
        raise error_at(cursor.token, "there is no ASN.1 module in this text")
    return result


def _read_module(cursor: Cursor, result: Outline) -> ModuleText:
    """Read ``Name { .. } DEFINITIONS .. BEGIN .. END``."""
    index = cursor.pos
    name = _reference(cursor, "the name of a module")
    if cursor.text == "{":  # may be empty, as in the proposal of 2014; asn1tools refuses that
        cursor.skip_group()
    cursor.expect("DEFINITIONS")
    result.emit(index, f"Xx{index}", "DEFINITIONS")
    if cursor.text in {"EXPLICIT", "IMPLICIT", "AUTOMATIC"}:
        result.emit(cursor.pos, cursor.take().text, "TAGS")
        cursor.expect("TAGS")
    if cursor.text == "EXTENSIBILITY":
        result.emit(cursor.pos, "EXTENSIBILITY IMPLIED")
        cursor.take()
        cursor.expect("IMPLIED")
    cursor.expect("::=")
    cursor.expect("BEGIN")
    result.emit(index, "::=", "BEGIN")
    module = ModuleText(name.text, index)
    if cursor.accept("EXPORTS"):
        _skip_to(cursor, ";")
    if cursor.accept("IMPORTS"):
        _read_imports(cursor, module)
    _find_classes(cursor, module)
    while cursor.text != "END":
        _read_assignment(cursor, module, result)
    result.emit(cursor.pos, "END")
    cursor.take()
    return module


def _reference(cursor: Cursor, what: str) -> Token:
    """Step over a word with a capital."""
    token = cursor.take()
    if not token.is_reference:
        raise error_at(token, f"{what} should stand here, not {quoted(token)}")
    return token


def _skip_to(cursor: Cursor, text: str) -> None:
    """Step over all up to *text*, and over it."""
    start = cursor.token
    while not cursor.accept(text):
        if cursor.token.kind is TokenKind.END:
            raise error_at(start, f"there is no '{text}' from here on")
        cursor.take()


def _read_imports(cursor: Cursor, module: ModuleText) -> None:
    """Read from after IMPORTS to the semicolon."""
    while not cursor.accept(";"):
        symbols: list[int] = []
        while not cursor.accept("FROM"):
            if cursor.token.kind is not TokenKind.WORD:
                raise error_at(cursor.token, f"{quoted(cursor.token)} in IMPORTS")
            symbols.append(cursor.pos)
            cursor.take()
            if cursor.text == "{":
                cursor.skip_group()
            cursor.accept(",")
        source = _reference(cursor, "the name of a module").text
        if cursor.text == "{":
            cursor.skip_group()
        elif cursor.token.is_identifier and cursor.ahead().text not in {",", "FROM", "{"}:
            cursor.take()  # a value reference in place of the object identifier
        if cursor.accept("WITH"):
            cursor.take()
        for index in symbols:
            module.imports[cursor.tokens[index].text] = (source, index)


def _find_classes(cursor: Cursor, module: ModuleText) -> None:
    """Learn the names of the classes before they are used."""
    ahead = Cursor(cursor.tokens, cursor.pos)
    aliases: list[tuple[str, str]] = []
    while ahead.text != "END" and ahead.token.kind is not TokenKind.END:
        token = ahead.take()
        if not token.is_reference:
            continue
        if ahead.text == "{":
            ahead.skip_group()
        if ahead.text == "::=":
            word = ahead.ahead().text
            if word == "CLASS":
                module.classes[token.text] = token.text
            elif word.isupper():
                aliases.append((token.text, word))
    for _ in range(3):  # aliases of aliases are rare
        for name, target in aliases:
            known = module.classes.get(target, target if target in BUILTIN_CLASSES else None)
            if known:
                module.classes[name] = known


def _read_assignment(cursor: Cursor, module: ModuleText, result: Outline) -> None:
    """Read one assignment of a type, value, class, object, set or macro."""
    index = cursor.pos
    token = cursor.take()
    if token.kind is not TokenKind.WORD:
        raise error_at(token, f"an assignment should begin here, not {quoted(token)}")
    if token.is_identifier:
        _read_value(cursor, index, module)
        return
    if cursor.text == "MACRO":
        result.note(index, f"The macro {token.text} is not looked at")
        _skip_to(cursor, "END")
        return
    parameters = _read_parameters(cursor) if cursor.text == "{" else ()
    if cursor.text != "::=":
        _read_set(cursor, index, module, result)
        return
    cursor.take()
    if token.text in module.classes:
        _read_class(cursor, token.text, module, result)
        return
    _add_type(module, TypeText(token.text, index, parameters), result)
    result.emit(index, f"Xx{index}")
    if parameters:
        result.emit(index, "{", ",".join(f"Xx{index}" for _ in parameters), "}")
    result.emit(index, "::=")
    read_type(cursor, result)


def _add_type(module: ModuleText, text: TypeText, result: Outline) -> None:
    if text.name in module.types:
        raise error_at(result.tokens[text.index], f"type '{text.name}' is defined twice")
    module.types[text.name] = text


def _read_parameters(cursor: Cursor) -> tuple[str, ...]:
    """Read the dummy parameters ``{ Governor : name, Name }``."""
    cursor.take()
    names: list[str] = []
    while True:
        last: Token | None = None
        while cursor.text not in {",", "}"}:
            if cursor.text == "{":
                cursor.skip_group()
            elif (token := cursor.take()).kind is TokenKind.WORD:
                last = token
            elif token.kind is TokenKind.END:
                break
        if last is None:
            raise error_at(cursor.token, "the name of a parameter should stand here")
        if last.text in names:
            raise error_at(last, f"parameter '{last.text}' is named twice")
        if len(names) == MAX_PARAMETERS:
            raise error_at(last, f"over {MAX_PARAMETERS} parameters")
        names.append(last.text)
        if not cursor.accept(","):
            cursor.expect("}")
            return tuple(names)


def _read_value(cursor: Cursor, index: int, module: ModuleText) -> None:
    """Read ``name Type ::= value``; the type may have the syntax of a macro."""
    token = cursor.tokens[index]
    while not cursor.accept("::="):
        if cursor.token.kind is TokenKind.END:
            raise error_at(token, f"'{token.text}' is given no value")
        if cursor.text == "{":
            cursor.skip_group()
        else:
            cursor.take()
    if token.text in module.values:
        raise error_at(token, f"value '{token.text}' is defined twice")
    module.values[token.text] = cursor.pos
    skip_value(cursor)
    while cursor.token.kind is TokenKind.NUMBER:  # localValue 5, in a macro's syntax
        cursor.take()


def _read_set(cursor: Cursor, index: int, module: ModuleText, result: Outline) -> None:
    """Read ``Name CLASS ::= { .. }``, or ``Name Type ::= { .. }``, which is a type."""
    governor = cursor.token
    is_objects = governor.text in module.classes or (
        governor.text.isupper() and governor.text in module.imports
    )
    if not governor.is_reference:
        raise error_at(governor, f"'::=' should stand here, not {quoted(governor)}")
    before = len(result.lines)
    result.emit(index, f"Xx{index}", "::=")
    read_type(cursor, result)
    cursor.expect("::=")
    if cursor.text != "{":
        raise error_at(cursor.token, f"a set should stand here, not {quoted(cursor.token)}")
    cursor.skip_group()
    if is_objects or governor.text in BUILTIN_CLASSES:
        del result.lines[before:], result.origins[before:]
        return
    name = result.tokens[index].text
    result.note(index, f"That {name} has these values only is not enforced")
    _add_type(module, TypeText(name, index), result)


def _read_class(cursor: Cursor, name: str, module: ModuleText, result: Outline) -> None:
    """Read a class; the types of its fields become types of their own."""
    if not cursor.accept("CLASS"):
        cursor.take()  # an alias
        return
    cursor.expect("{")
    while True:
        index = cursor.pos
        field = cursor.take()
        if field.kind is not TokenKind.FIELD:
            raise error_at(field, f"a field should stand here, not {quoted(field)}")
        if field.text[1].islower() and cursor.token.is_reference and cursor.text not in module.classes:
            before = len(result.lines)
            result.emit(index, f"Xx{index}", "::=")
            try:
                read_type(cursor, result)
                _add_type(module, TypeText(f"{name}.{field.text}", index), result)
            except SchemaError:  # an object field whose class we do not know
                del result.lines[before:], result.origins[before:]
        while cursor.text not in {",", "}"}:
            if cursor.token.kind is TokenKind.END:
                raise error_at(field, "this class has no end")
            if cursor.text in {"{", "(", "["}:
                cursor.skip_group()
            else:
                cursor.take()
        if not cursor.accept(","):
            break
    cursor.expect("}")
    if cursor.accept("WITH"):
        cursor.expect("SYNTAX")
        cursor.skip_group()
