"""A part of the tree as plain values, to be copied elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qmigui.stream.index.index import Index
    from qmigui.stream.index.nodes import Row


def plain(index: Index, number: int, most: int) -> tuple[dict[str, Any], bool]:
    """A node and all that is in it.

    Args:
        index: the tree.
        number: of the node.
        most: nodes.

    Returns:
        Its values, and whether that is all of it.
    """
    left = most
    top = _values(index.row(number))
    waiting = [(top, number)]
    while waiting:
        values, node = waiting.pop()
        rows = index.children(node)
        if not rows:
            continue
        if left < len(rows):
            values["children_left_out"] = len(rows)
            left = 0
            continue
        left -= len(rows)
        children = values["children"] = []
        for row in rows:
            inner = _values(row)
            children.append(inner)
            if row.children:
                waiting.append((inner, row.node))
    return top, left > 0


def _values(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {"name": row.name.strip("'")}
    if row.type:
        values["type"] = row.type
    if row.value:
        values["value"] = row.value
    if row.offset >= 0:
        values["offset"] = row.offset
        values["length"] = row.length
    return values
