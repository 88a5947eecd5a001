"""What names mean in a module: types, values, classes, parameters, imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qmigui.schema.model import Type
from qmigui.schema.text.builtin import BUILTIN_CLASSES
from qmigui.schema.text.outline import ModuleText, Node, Outline, Reference, TypeText, index_of
from qmigui.schema.text.tokens import Cursor, Token, TokenKind, error_at, quoted

MAX_HOPS = 100
"""Imports of imports, and values that stand for values."""


@dataclass(slots=True, eq=False)
class Argument:
    """An actual parameter.

    Attributes:
        context: what the names in it mean.
        node: of a type.
        index: token of a value.
        type: what became of the node; filled in when it is first needed.
    """

    context: Context
    node: Node | None = None
    index: int | None = None
    type: Type | None = None


@dataclass(slots=True, eq=False)
class Context:
    """Where a name stands.

    Attributes:
        module: the module.
        arguments: the actual parameters of the assignment, by the dummies' names.
    """

    module: ModuleText
    arguments: dict[str, Argument] = field(default_factory=dict)


class Scopes:
    """Finds what names mean.

    Args:
        outline: all the modules.
    """

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._modules = {module.name: module for module in outline.modules}
        self._arguments: dict[tuple[str, ...], Argument] = {}

    def find_type(
        self, module: ModuleText, reference: Reference, token: Token
    ) -> tuple[ModuleText, TypeText]:
        """The module and the assignment that *reference*, at *token* in *module*, means.

        Raises:
            SchemaError: there is none.
        """
        name = reference.name
        home = self._home(module, reference, token, "types")
        if home is None:
            what = " is a class, not a type" if name in module.classes else " is not defined"
            raise error_at(token, f"type '{name}'{what}")
        return home, home.types[name]

    def find_class(
        self, module: ModuleText, reference: Reference, token: Token
    ) -> tuple[ModuleText | None, str]:
        """The module (None for a built-in one) and the name of a class.

        Raises:
            SchemaError: there is none.
        """
        if reference.name in BUILTIN_CLASSES:
            return None, reference.name
        home = self._home(module, reference, token, "classes")
        if home is None:
            raise error_at(token, f"class '{reference.name}' is not defined")
        name = home.classes[reference.name]
        if name in BUILTIN_CLASSES:
            return None, name
        if name not in home.classes:
            return self.find_class(home, Reference(name), token)
        return home, name

    def argument(self, given: Any, context: Context) -> Argument:
        """The actual parameter that asn1tools' tree has as *given*.

        Plain ones are made once, so that a type comes of each of them once.
        """
        if isinstance(given, str):
            index = index_of(given)
            text = self._outline.tokens[index].text
            if text in context.arguments:
                return context.arguments[text]
            return self._shared(("value", context.module.name, text), Argument(context, index=index))
        if len(given) == 1:
            word: str = given["type"]
            if not word.startswith("Xx"):
                return self._shared(("word", word), Argument(context, given))
            reference = self._outline.references[index_of(word)]
            if not reference.constraints:
                if not reference.module and reference.name in context.arguments:
                    return context.arguments[reference.name]
                if reference.name:
                    key = (context.module.name, reference.module, reference.name, reference.field)
                    return self._shared(("type", *key), Argument(context, given))
        return Argument(context, given)

    def _shared(self, key: tuple[str, ...], argument: Argument) -> Argument:
        return self._arguments.setdefault(key, argument)

    def number(self, cursor: Cursor, context: Context) -> int:
        """Step over a number, or a reference to one; the number.

        Raises:
            SchemaError: there is none, or it is not an integer.
        """
        index = cursor.pos
        if cursor.take().is_reference and cursor.accept("."):
            cursor.take()
        return self.number_at(index, context)

    def number_at(self, index: int, context: Context) -> int:
        """The number at token *index*, or that the reference there means.

        Raises:
            SchemaError: there is none, or it is not an integer.
        """
        tokens = self._outline.tokens
        start = tokens[index]
        for _ in range(MAX_HOPS):
            token = tokens[index]
            if token.kind is TokenKind.NUMBER:
                try:
                    return int(token.text)
                except ValueError:
                    raise error_at(start, f"{quoted(token)} is not an integer") from None
            reference = Reference(token.text)
            if token.is_reference and tokens[index + 1].text == ".":
                reference = Reference(tokens[index + 2].text, token.text)
            elif not token.is_identifier:
                raise error_at(start, f"{quoted(token)} is not an integer")
            argument = None if reference.module else context.arguments.get(reference.name)
            if argument is not None:
                if argument.index is None:
                    raise error_at(token, f"parameter '{token.text}' is not a number")
                index, context = argument.index, argument.context
                continue
            home = self._home(context.module, reference, token, "values")
            if home is None:
                raise error_at(token, f"value '{reference.name}' is not defined")
            index, context = home.values[reference.name], Context(home)
        raise error_at(start, "this value is defined by itself")

    def _home(self, module: ModuleText, reference: Reference, token: Token, table: str) -> ModuleText | None:
        """The module in whose *table* the name is defined, along the imports."""
        name = reference.name
        if reference.module:
            module = self._import(reference.module, name, token)
        for _ in range(MAX_HOPS):
            if name in getattr(module, table):
                return module
            if name not in module.imports:
                return None
            source, index = module.imports[name]
            module = self._import(source, name, self._outline.tokens[index])
        raise error_at(token, f"'{name}' is imported in a circle")

    def _import(self, source: str, name: str, token: Token) -> ModuleText:
        found = self._modules.get(source)
        if found is None:
            raise error_at(token, f"'{name}' comes from module '{source}', which is not given")
        return found
