"""What the tokens of ASN.1 modules say that asn1tools would not hand on.

:mod:`qmigui.schema.outline_reader` fills these tables, :mod:`qmigui.schema.text.resolve`
joins them with asn1tools' tree.  The text that asn1tools gets has an index in
place of each name, tag and constraint: ``Xx12`` and ``x12`` stand for token 12,
``[12]`` for the tags and ``(12)`` for the constraint that begin there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qmigui.schema.text.tokens import Token

Node = dict[str, Any]
"""A type as asn1tools' parser gives it."""


@dataclass(slots=True)
class WrittenTag:
    """A tag as it is written.

    Attributes:
        cls: UNIVERSAL, APPLICATION, PRIVATE, or empty.
        number: index of the token of its number: a NUMBER or a value reference.
        style: IMPLICIT, EXPLICIT, or empty.
    """

    cls: str
    number: int
    style: str


@dataclass(slots=True)
class Reference:
    """The name of a type as it is written.

    Attributes:
        name: of the type, or of the class.
        module: ``M`` of ``M.Name``, or empty.
        field: ``&f`` of ``CLASS.&f``, or empty.
        constraints: indices, where it is an actual parameter: asn1tools loses them.
    """

    name: str
    module: str = ""
    field: str = ""
    constraints: tuple[int, ...] = ()


@dataclass(slots=True)
class TypeText:
    """A type assignment.

    Attributes:
        name: of the type, or ``CLASS.&field`` for the type of a field.
        index: of the token of its name.
        parameters: names of the dummy parameters.
        node: what asn1tools makes of it; filled in after the parse.
    """

    name: str
    index: int
    parameters: tuple[str, ...] = ()
    node: Node = field(default_factory=dict)


@dataclass(slots=True)
class ModuleText:
    """One ASN.1 module of a text.

    Attributes:
        name: of the module.
        index: of the token of its name.
        imports: by symbol: name of the module, and index of the symbol's token.
        types: by name.
        values: by name: index of the first token of the value.
        classes: names of information object classes; for an alias the class it means.
        tagging: EXPLICIT, IMPLICIT or AUTOMATIC; from asn1tools.
        extensible: EXTENSIBILITY IMPLIED; from asn1tools.
    """

    name: str
    index: int
    imports: dict[str, tuple[str, int]] = field(default_factory=dict)
    types: dict[str, TypeText] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    tagging: str = "EXPLICIT"
    extensible: bool = False


@dataclass(slots=True)
class Outline:
    """What the tokens of a text say.

    Attributes:
        tokens: all of them.
        modules: in their order.
        tags, constraints, references: by the index of their first token; a constraint
            has the index of its bracket or of the word SIZE.
        numbers: of the items of INTEGER, BIT STRING and ENUMERATED lists: index of the
            number's token, or None; by the index of the item.
        defaults: first and last + 1 token of the value; by the index of the member.
        lines: the text for asn1tools, one token a line.
        origins: index of the token that each line stands for.
        notes: place and sentence of each construct that is not enforced.
    """

    tokens: list[Token]
    modules: list[ModuleText] = field(default_factory=list)
    tags: dict[int, tuple[WrittenTag, ...]] = field(default_factory=dict)
    constraints: set[int] = field(default_factory=set)
    references: dict[int, Reference] = field(default_factory=dict)
    numbers: dict[int, int | None] = field(default_factory=dict)
    defaults: dict[int, tuple[int, int]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)

    def emit(self, index: int, *texts: str) -> None:
        """Add lines that stand for token *index*."""
        self.lines += texts
        self.origins += [index] * len(texts)

    def note(self, index: int, sentence: str) -> None:
        """Remember that the construct at token *index* is not enforced."""
        self.notes.setdefault(index, sentence)


def index_of(name: str) -> int:
    """The token that the placeholder *name* (``Xx12``, ``x12``) stands for."""
    return int(name.lstrip("Xx"))
