"""What decoders make of our BER, in one normal form.

Every tool has its own way to show a value in Python or XML; along the types
of the module each is brought into the same form, and only that is compared:

    SEQUENCE        dict, absent members left out
    SEQUENCE OF     list
    CHOICE          (alternative, value)
    ENUMERATED      its word
    INTEGER         int
    BOOLEAN         bool
    NULL            None
    OCTET STRING    bytes
    UTF8String      str

The types come from asn1tools' parser; a value that does not fit them is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import asn1tools

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Tree = Any
Node = dict[str, Any]
"""A type as asn1tools' parser gives it."""

ROOT = "QemuFile"
_PLAIN = {"INTEGER": int, "BOOLEAN": bool, "OCTET STRING": bytes, "UTF8String": str, "ENUMERATED": str}


class Module:
    """The types of an ASN.1 module.

    Args:
        text: the module.
    """

    def __init__(self, text: str) -> None:
        (module,) = asn1tools.parse_string(text).values()
        self._types: dict[str, Node] = module["types"]

    def _plain(self, node: Node) -> Node:
        """*node*, or the type that it refers to."""
        while node["type"] in self._types:
            node = self._types[node["type"]]
        return node

    # -- from a tool's value in Python ------------------------------------------------

    def normal(self, value: Any, node: Node | None = None, path: str = ROOT) -> Tree:
        """The normal form of a value of asn1tools or pycrate.

        Args:
            value: as the tool decoded it.
            node: its type; None: the whole file.
            path: for messages.
        """
        node = self._plain(node or self._types[ROOT])
        kind = node["type"]
        if kind == "SEQUENCE":
            assert isinstance(value, dict), path
            unknown = value.keys() - {member["name"] for member in node["members"]}
            assert not unknown, f"{path}: {unknown}"
            result = {}
            for member in node["members"]:
                name = member["name"]
                if name in value:
                    result[name] = self.normal(value[name], member, f"{path}.{name}")
                else:
                    assert member.get("optional"), f"{path}.{name} is missing"
            return result
        if kind == "SEQUENCE OF":
            assert isinstance(value, list), path
            element = self._plain(node["element"])
            return [self.normal(each, element, f"{path}[{i}]") for i, each in enumerate(value)]
        if kind == "CHOICE":
            name, inner = value
            member = next(member for member in node["members"] if member["name"] == name)
            return name, self.normal(inner, member, f"{path}.{name}")
        if kind == "NULL":
            return None
        assert type(value) is _PLAIN[kind], f"{path}: {value!r}"
        return value

    def with_null(self, tree: Tree, null: object, node: Node | None = None) -> Any:
        """*tree* for a tool that has another value than None for NULL."""
        node = self._plain(node or self._types[ROOT])
        kind = node["type"]
        if kind == "SEQUENCE":
            members = {member["name"]: member for member in node["members"]}
            return {name: self.with_null(value, null, members[name]) for name, value in tree.items()}
        if kind == "SEQUENCE OF":
            return [self.with_null(each, null, node["element"]) for each in tree]
        if kind == "CHOICE":
            name, inner = tree
            member = next(member for member in node["members"] if member["name"] == name)
            return name, self.with_null(inner, null, member)
        return null if kind == "NULL" else tree

    # -- from XML ---------------------------------------------------------------------

    def from_xer(self, element: Element, node: Node | None = None) -> Tree:
        """The normal form of what asn1c's converter prints."""
        node = self._plain(node or self._types[ROOT])
        kind = node["type"]
        if kind == "SEQUENCE":
            children = {child.tag: child for child in element}
            assert len(children) == len(element), element.tag
            result = {}
            for member in node["members"]:
                child = children.pop(member["name"], None)
                if child is not None:
                    result[member["name"]] = self.from_xer(child, member)
                else:
                    assert member.get("optional"), f"{element.tag}: {member['name']} is missing"
            assert not children, f"{element.tag}: {list(children)}"
            return result
        if kind == "SEQUENCE OF":
            inner = self._plain(node["element"])
            if inner["type"] == "CHOICE":  # alternatives stand in the list without an element around
                return [self._chosen(child, inner) for child in element]
            return [self.from_xer(child, inner) for child in element]
        if kind == "CHOICE":
            (child,) = element
            return self._chosen(child, node)
        if kind in {"ENUMERATED", "BOOLEAN"}:
            (child,) = element
            return {"true": True, "false": False}[child.tag] if kind == "BOOLEAN" else child.tag
        assert not len(element), element.tag
        text = element.text or ""
        if kind == "NULL":
            assert not text.strip()
            return None
        if kind == "INTEGER":
            if ":" not in text:
                return int(text)
            return int.from_bytes(bytes.fromhex(text.replace(":", "")), signed=True)  # a long one: 00:FF:...
        return bytes.fromhex(text) if kind == "OCTET STRING" else text

    def _chosen(self, element: Element, node: Node) -> Tree:
        member = next(member for member in node["members"] if member["name"] == element.tag)
        return element.tag, self.from_xer(element, member)

    # -- what of the module occurs ----------------------------------------------------

    def parts(self, tree: Tree, node: Node | None = None, owner: str = ROOT) -> Iterator[str]:
        """Alternatives, optional members and words that occur in *tree*, as ``Type.name``."""
        node = node or self._types[ROOT]
        while node["type"] in self._types:
            owner = node["type"]
            node = self._types[owner]
        kind = node["type"]
        if kind == "SEQUENCE":
            for member in node["members"]:
                name = member["name"]
                if name in tree:
                    if member.get("optional"):
                        yield f"{owner}.{name}"
                    yield from self.parts(tree[name], member, f"{owner}.{name}")
        elif kind == "SEQUENCE OF":
            for each in tree:
                yield from self.parts(each, node["element"], owner)
        elif kind == "CHOICE":
            name, inner = tree
            yield f"{owner}.{name}"
            member = next(member for member in node["members"] if member["name"] == name)
            yield from self.parts(inner, member, f"{owner}.{name}")
        elif kind == "ENUMERATED":
            yield f"{owner}.{tree}"

    def all_parts(self) -> set[str]:
        """All that :meth:`parts` may find."""
        found: set[str] = set()

        def look(node: Node, owner: str) -> None:
            if node["type"] in {"SEQUENCE", "CHOICE"}:
                for member in node["members"]:
                    name = f"{owner}.{member['name']}"
                    if node["type"] == "CHOICE" or member.get("optional"):
                        found.add(name)
                    look(member, name)
            elif node["type"] == "SEQUENCE OF":
                look(node["element"], owner)
            elif node["type"] == "ENUMERATED":
                found.update(f"{owner}.{word}" for word, _ in node["values"])

        for name, node in self._types.items():
            look(node, name)
        return found


def file_with(vmstate: Tree) -> Tree:
    """A file of one device."""
    section = {"kind": "full", "id": 1, "idstr": "d", "instance": 0, "version": 1}
    section |= {"body": ("vmstate", vmstate), "footer": True}
    return {"mapping": 1, "version": 3, "items": [("secfull", section)]}


def first_difference(one: Tree, other: Tree, path: str = "") -> str | None:
    """Where two trees differ first, and how; None: nowhere.

    For big trees: pytest would take minutes to explain the difference of two.
    """
    if type(one) is not type(other):
        return f"{path}: {_short(one)} and {_short(other)}"
    if isinstance(one, dict):
        if list(one) != list(other):
            return f"{path}: members {list(one)} and {list(other)}"
        pairs = [(f".{name}", one[name], other[name]) for name in one]
    elif isinstance(one, list | tuple):
        if one == other:
            return None
        pairs = [(f"[{i}]", each, other[i]) for i, each in enumerate(one[: len(other)])]
        if len(one) != len(other):
            pairs.append((" count", len(one), len(other)))
    else:
        return None if one == other else f"{path}: {_short(one)} and {_short(other)}"
    for step, left, right in pairs:
        if found := first_difference(left, right, path + step):
            return found
    return None


def _short(value: Tree) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]}... ({len(text)} characters)"
