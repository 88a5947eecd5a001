"""Paths of nodes, written as messages write them, so that ``--dump --path`` finds them again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qmigui.stream.index.nodes import Space, node_of

if TYPE_CHECKING:
    from qmigui.stream.index.index import Index

_ELEMENTS = {
    "end of stream": "eof",
    "VM description": "description",
    "trailing octets": "trailing",
    "unparsed octets": "unparsed",
}
"""What the module calls elements that have another name in the tree."""

_PLACE = re.compile(r"\[(\d+)(?:\.\.\d+)?\](?: .*)?$", re.DOTALL)


def path_of(index: Index, number: int) -> str:
    """The path of a node; of an element of many that are alike, that of the first one."""
    node = node_of(number)
    if node.space != Space.ITEM:
        chain = index.chain_of(number)
        names = [index.row(step).name for step in chain if _is_named(step)]
        return " / ".join(names) or index.row(number).name
    item = index.item(node.first)
    if item is None:
        return ""
    if not node.second:
        return _item_path(index, node.first)
    rows = index.rows(node.first)
    names = []
    row = node.second
    while row > 0:
        names.append(rows.names[row])
        row = rows.parents[row]
    head = _item_path(index, node.first)
    if item.ordinal >= 0 or (item.section is not None and item.payload is None):
        return " / ".join((head, *names[::-1]))
    return " / ".join((head, *fields(names[::-1])))


def _is_named(number: int) -> bool:
    return node_of(number).space not in {Space.ITEMS, Space.SEGMENTS, Space.RUNS, Space.PAGES}


def _item_path(index: Index, number: int) -> str:
    item = index.builder.items[number]
    if item.ordinal < 0:
        return item.name
    if item.section is not None:
        name = item.section.idstr.decode("utf-8", "backslashreplace")
        element = "secfull" if item.section.kind in {1, 4} else "secmin"
        return f"items[{item.ordinal}] / {element} '{name}'"
    name = "command" if item.name.startswith("command ") else _ELEMENTS.get(item.name, item.name)
    return f"items[{item.ordinal}] / {name}"


def fields(names: list[str]) -> list[str]:
    """Steps of a device's tree as parts of a path: fields and places in arrays run together."""
    parts: list[str] = []
    field = ""
    for name in names:
        place = _PLACE.match(name)
        if place is not None:
            field += f"[{place[1]}]"
        elif name.startswith("'"):
            field += f".{name[1:-1]}" if field else name[1:-1]
        else:
            if field:
                parts.append(f"field '{field}'")
            parts.append(name)
            field = ""
    if field:
        parts.append(f"field '{field}'")
    return parts
