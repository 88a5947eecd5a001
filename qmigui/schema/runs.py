"""Elements of a list that are alike, looked at together in columns.

Where elements of equal length and layout follow each other, as pages and
integers in arrays do, all headers are compared with those of the first one, and
contents are checked as columns.  What is taken is right; everything else is left
to the loop that looks at one element at a time, which tells what is wrong.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qmigui.schema.automaton import Entry, Form, Leaf, Node, Table
from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.header import Header, read_header
from qmigui.schema.model import Kind

MIN_RUN = 16
"""Elements from which a comparison of columns pays."""

MAX_PARTS = 16
"""Elements within an element, at most."""

_MAX_LEVELS = 4


class _Part(NamedTuple):
    """One element within the first of a run.

    Attributes:
        offset: of its header, from the start of the whole.
        header: its identifier and length octets.
        leaf: what its contents are; None for a constructed one.
        length: of the contents.
    """

    offset: int
    header: bytes
    leaf: Leaf | None
    length: int


def take_run(
    data: bytearray, array: npt.NDArray[np.uint8], pos: int, limit: int, table: Table
) -> tuple[int, int]:
    """Take elements of a list that are laid out as the one at *pos*.

    Args:
        data: the buffer.
        array: the same octets.
        pos: where an element starts that is known to be right.
        limit: end of what can be looked at.
        table: of the list.

    Returns:
        How many elements from *pos* on are right, and the length of each; 0 when
        they are too few, or of a kind that needs a look at each.
    """
    parts: list[_Part] = []
    length = _layout(data, pos, limit, table, 0, pos, parts)
    if not length:
        return 0, 0
    count = (limit - pos) // length
    if count < MIN_RUN:
        return 0, 0
    good = np.ones(count, dtype=bool)
    for part in parts:
        place = pos + part.offset
        for index, octet in enumerate(part.header):
            good &= np.ndarray((count,), np.uint8, array.data, place + index, (length,)) == octet
        if part.leaf is not None and part.leaf.type.body.kind is Kind.INTEGER:
            _check_integers(good, array, place + len(part.header), length, part)
    return (count if good.all() else int(good.argmin())), length


def _layout(
    data: bytearray, pos: int, limit: int, table: Table, level: int, start: int, parts: list[_Part]
) -> int:
    """Note the parts of the element at *pos*; return its length, or 0: not for columns."""
    header = read_header(data, pos, limit)
    if not isinstance(header, Header) or header.length < 0 or len(parts) >= MAX_PARTS or level > _MAX_LEVELS:
        return 0
    entry = table.get(header.look)
    contents = pos + header.size
    after = contents + header.length
    if entry is None or after > limit:
        return 0
    octets = bytes(data[pos:contents])
    if isinstance(entry.target, Leaf):
        if not _is_for_columns(entry, header.length):
            return 0
        parts.append(_Part(pos - start, octets, entry.target, header.length))
        return after - pos
    parts.append(_Part(pos - start, octets, None, header.length))
    if not _layout_inside(data, contents, after, entry.target, level, start, parts):
        return 0
    return after - pos


def _layout_inside(
    data: bytearray, pos: int, end: int, node: Node, level: int, start: int, parts: list[_Part]
) -> bool:
    """Note the parts of a SEQUENCE from *pos* to *end*."""
    if node.form is not Form.SEQUENCE or node.watched:
        return False
    state = 0
    while pos < end:
        header = read_header(data, pos, end)
        entry = node.tables[state].get(header.look) if isinstance(header, Header) else None
        if entry is None:
            return False
        length = _layout(data, pos, end, node.tables[state], level + 1, start, parts)
        if not length:
            return False
        state = entry.next
        pos += length
    return node.missing[state] is None


def _is_for_columns(entry: Entry, length: int) -> bool:
    """Whether contents of so many octets are right in every element, or can be checked in columns."""
    leaf = entry.target
    assert isinstance(leaf, Leaf)
    kind = leaf.type.body.kind
    if kind is Kind.INTEGER:
        return 1 <= length <= 8
    if kind is Kind.OCTET_STRING:
        size = leaf.type.size
        if size is None or leaf.type.constraint_extensible:
            return True
        return (size[0] or 0) <= length and (size[1] is None or length <= size[1])
    return (kind is Kind.BOOLEAN and length == 1) or (kind is Kind.NULL and not length)


def _check_integers(
    good: npt.NDArray[np.bool_], array: npt.NDArray[np.uint8], place: int, step: int, part: _Part
) -> None:
    """Mark those that are not shortest or not in range."""
    count, length = len(good), part.length
    assert part.leaf is not None and length <= MAX_WHOLE
    columns = [np.ndarray((count,), np.uint8, array.data, place + index, (step,)) for index in range(length)]
    if length > 1:
        top = columns[1] >= 0x80
        good &= ~(((columns[0] == 0) & ~top) | ((columns[0] == 0xFF) & top))
    type_ = part.leaf.type
    if type_.constraint_extensible or (type_.low is None and type_.high is None):
        return
    values = columns[0].astype(np.int8).astype(np.int64)
    for column in columns[1:]:
        values = (values << 8) | column
    if type_.low is not None:
        good &= values >= max(type_.low, -(1 << 63)) if type_.low < 1 << 63 else False
    if type_.high is not None:
        good &= values <= min(type_.high, (1 << 63) - 1) if type_.high >= -(1 << 63) else False
