"""The elements that are open while a file is checked, and what paths call them."""

from __future__ import annotations

import itertools

from qmigui.errors import printable
from qmigui.schema.automaton import Entry, Form, Node
from qmigui.schema.contents import Text
from qmigui.visitor.tlv import INDEFINITE

WHOLE = -2
"""The end of what lies in no element: that of the data."""


class Frame:
    """One open element.

    Attributes:
        node: what it is.
        start: its first octet, as an offset in the source.
        contents: of the first contents octet.
        end: offset behind its contents; INDEFINITE: end-of-contents octets tell; or :data:`WHOLE`.
        bound: offset that nothing in it may go past, or None.
        state: of the node; in a SET the bits of the members seen.
        count: elements in it so far.
        label: what the element is called in what it lies in.
        name: the text that tells it apart, once it has been read.
        damaged: something in it is wrong already: consequences are not told.
        text: of PIECES: what they make up.
        entry: what the element is in what it lies in; None: the whole.
        previous: the primitive element before the present place: start, contents and end offsets,
            whether it has been told that it is wrong, and its label; or None.
        closed: the container that ended right before the present place, or None.
    """

    __slots__ = (
        "bound",
        "closed",
        "contents",
        "count",
        "damaged",
        "end",
        "entry",
        "label",
        "name",
        "node",
        "previous",
        "start",
        "state",
        "text",
    )

    def __init__(
        self, node: Node, start: int, contents: int, end: int, bound: int | None, label: str
    ) -> None:
        self.node = node
        self.start = start
        self.contents = contents
        self.end = end
        self.bound = bound
        self.state = 0
        self.count = 0
        self.label = label
        self.name: str | None = None
        self.damaged = False
        self.text: Text | None = None
        self.entry: Entry | None = None
        self.previous: tuple[int, int, int, bool, str] | None = None
        self.closed: Frame | None = None

    @property
    def is_complete(self) -> bool:
        """Whether no member is missing."""
        if self.node.form is Form.SET:
            return not self.node.required & ~self.state
        if self.node.form is Form.SEQUENCE:
            return self.node.missing[self.state] is None
        return True

    def missing_name(self) -> str:
        """The first member that is missing."""
        node = self.node
        if node.form is Form.SET:
            bits = node.required & ~self.state
            return node.members[(bits & -bits).bit_length() - 1].name
        member = node.missing[self.state]
        assert member is not None
        return member.name or member.type.body.kind.value

    def entry_for(self, look: int) -> Entry | None:
        """Where a tag leads at the present state."""
        state = 0 if self.node.form is Form.SET else self.state
        return self.node.tables[state].get(look) or self.node.others[state]


def path_of(frames: list[Frame], label: str | None = None, index: int | None = None) -> str | None:
    """The path of the innermost open element, or of one in it.

    Elements of a list are told by their name where they have one, else by their place:
    ``items[14] / secfull 'cpu_common' / vmstate / fields / 'halted'``.

    Args:
        frames: the open elements, outermost (the whole) first.
        label: of an element in the innermost one; empty in a list.
        index: of that element; None: it is the next one.
    """
    parts: list[str] = []
    for outer, frame in itertools.pairwise(frames):
        _add(parts, outer, frame.label, frame.name, outer.count - 1)
    if label is not None:
        _add(parts, frames[-1], label, None, frames[-1].count if index is None else index)
    # The whole is not named, unless to tell which of its elements it is.
    shown = parts if parts and parts[0].endswith("]") else parts[1:] or parts
    return " / ".join(shown) or None


def _add(parts: list[str], outer: Frame, label: str, name: str | None, index: int) -> None:
    quoted = f"'{printable(name)}'" if name is not None else None
    if outer.node.form in {Form.LIST, Form.PIECES, Form.ANY} and (label or quoted is None):
        place = f"[{index}]"
        if parts:
            parts[-1] += place
        else:
            parts.append(place)
    if label or quoted is not None:
        parts.append(" ".join(part for part in (label, quoted) if part))


def new_frame(outer: Frame, node: Node, start: int, contents: int, length: int, label: str) -> Frame:
    """The frame of an element in *outer* whose header has been read."""
    if length == INDEFINITE:
        return Frame(node, start, contents, INDEFINITE, outer.bound, label)
    end = contents + length
    return Frame(node, start, contents, end, end if outer.bound is None else min(end, outer.bound), label)
