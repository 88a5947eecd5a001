"""The module of the BER form, whose types are kept beside its text.

To make types of a text takes longer than most checks of a file, so they are kept as JSON.
``python -m qmigui.schema.shipped`` makes it anew after a change of the module; a test compares it
with what the text says, and a form of another text is not used.
"""

from __future__ import annotations

import json
import os
import pkgutil
import zlib
from functools import cache
from typing import Any

from qmigui.schema.model import Body, Kind, Member, Module, Type

NAME = "qemu-migration.asn1"
KEPT = "qemu-migration.types.json"


def shipped_text() -> str:
    """The text of the module."""
    return _octets(NAME).decode("utf-8")


@cache
def shipped_module() -> Module:
    """Its types."""
    return kept_module(shipped_text()) or _load(shipped_text())


def kept_module(text: str) -> Module | None:
    """The types that are kept, if they are those of *text*."""
    try:
        document = json.loads(_octets(KEPT))
    except (OSError, ValueError):
        return None
    return _from_document(document) if document.get("crc32") == _digest(text) else None


def make_document(text: str) -> str:
    """What is kept for *text*."""
    document = {"crc32": _digest(text), **_Numbered(_load(text)).document()}
    return json.dumps(document, separators=(",", ":")) + "\n"


def _load(text: str) -> Module:
    from qmigui.schema.load import load_module

    return load_module(text, NAME, trusted=True)


def _octets(name: str) -> bytes:
    octets = pkgutil.get_data("qmigui.schema", name)
    if octets is None:
        raise FileNotFoundError(name)
    return octets


def _digest(text: str) -> int:
    return zlib.crc32(text.encode())


class _Numbered:
    """Types and bodies as numbers: they hold each other, and themselves."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._types: list[Type] = []
        self._bodies: list[Body] = []
        self._numbers: dict[int, int] = {}

    def document(self) -> dict[str, Any]:
        """All of the module."""
        tops = {name: self._type(type_) for name, type_ in self._module.types.items()}
        types: list[Any] = []
        bodies: list[Any] = []
        # Whatever is written may bring more.
        while len(types) < len(self._types) or len(bodies) < len(self._bodies):
            types += [self._write_type(type_) for type_ in self._types[len(types) :]]
            bodies += [self._write_body(body) for body in self._bodies[len(bodies) :]]
        return {
            "names": self._module.names,
            "tops": tops,
            "types": types,
            "bodies": bodies,
            "warnings": self._module.warnings,
        }

    def _type(self, type_: Type) -> int:
        if id(type_) not in self._numbers:
            self._numbers[id(type_)] = len(self._types)
            self._types.append(type_)
        return self._numbers[id(type_)]

    def _body(self, body: Body) -> int:
        if id(body) not in self._numbers:
            self._numbers[id(body)] = len(self._bodies)
            self._bodies.append(body)
        return self._numbers[id(body)]

    def _write_type(self, type_: Type) -> list[Any]:
        return [
            type_.name,
            type_.tags,
            self._body(type_.body),
            type_.low,
            type_.high,
            type_.size,
            None if type_.alphabet is None else "".join(sorted(type_.alphabet)),
            type_.constraint_extensible,
            type_.default,
        ]

    def _write_body(self, body: Body) -> list[Any]:
        return [
            body.kind.value,
            [[m.name, self._type(m.type), m.optional, m.addition] for m in body.members],
            None if body.element is None else self._type(body.element),
            body.extensible,
            body.marker,
            list(body.values.items()),
            list(body.named_bits.items()),
        ]


def _from_document(document: dict[str, Any]) -> Module:
    """The module that was written; see :class:`_Numbered`."""
    bodies = [
        Body(Kind(kind), (), None, extensible, marker, dict(values), dict(named_bits))
        for kind, _, _, extensible, marker, values, named_bits in document["bodies"]
    ]
    types = [
        Type(
            name,
            tuple(tags),
            bodies[body],
            low,
            high,
            None if size is None else (size[0], size[1]),
            None if alphabet is None else frozenset(alphabet),
            extensible,
            default,
        )
        for name, tags, body, low, high, size, alphabet, extensible, default in document["types"]
    ]
    for body, (_, members, element, *_) in zip(bodies, document["bodies"], strict=True):
        body.members = tuple(
            Member(name, types[type_], optional, addition) for name, type_, optional, addition in members
        )
        body.element = None if element is None else types[element]
    tops = {name: types[number] for name, number in document["tops"].items()}
    return Module(tuple(document["names"]), tops, tuple(document["warnings"]))


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(__file__), KEPT), "w", encoding="ascii") as file:
        file.write(make_document(shipped_text()))
