"""Damage to a BER file that keeps all enclosing lengths right, or that spoils a value in its place.

Read with nothing of the package: it knows the shipped module by the tags of its
types, as far as it has to tell SEQUENCEs from lists.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.foreign import short
from tests.hostile.ber_elements import Element, read

FILE, CARRIER, CONFIGURATION = b"\x7f\xd1\x46", b"\x7f\xc3\x41", b"\x7f\xc3\x46"
FULL, MIN, COMMAND = b"\x7f\xd3\x46", b"\x7f\xd3\x4d", b"\x7f\xc3\x4f"
BLOCK_LIST, MAPPED, BLOCK = b"\x7f\xbe\x52", b"\x7f\xcd\x52", b"\x7f\xd2\x42"
STATE, SUBSECTIONS, SUBSECTION = b"\x7f\xd6\x4d", b"\x7f\xd3\x4c", b"\x7f\xd3\x53"
PAGES = frozenset(
    bytes.fromhex(tag) for tag in ("7fc650", "7fd842", "7fda52", "7fd052", "7fc649", "7fda50", "7fd354")
)
SEQUENCE, NAME, NUMBER, TRUTH, CHOSEN = b"\x30", b"\x0c", b"\x02", b"\x01", b"\x0a"
INTEGERS = frozenset((NUMBER, b"\x80", b"\x81", b"\x82", b"\x83", b"\x40"))
"""Tags of integers that must not be below 0, wherever they stand but in configurations."""

VALUES = frozenset(
    (b"\x01", b"\x04", b"\x05", b"\x30", STATE, b"\xa8", b"\xa9", *(bytes((0x80 | n,)) for n in range(8)))
)
"""Tags that the value of a field may have."""

_SEQUENCES = PAGES | {
    FILE,
    CARRIER,
    CONFIGURATION,
    FULL,
    MIN,
    COMMAND,
    BLOCK_LIST,
    MAPPED,
    BLOCK,
    STATE,
    SUBSECTION,
}


def is_field(element: Element) -> bool:
    """Whether it is a name with a value."""
    parent = element.parent
    return (
        element.tag == SEQUENCE
        and parent is not None
        and parent.tag == SEQUENCE
        and parent.parent is not None
        and parent.parent.tag == STATE
    )


def is_value(element: Element) -> bool:
    """Whether it is the value of a field, or in an array in one."""
    parent = element.parent
    while parent is not None and parent.tag == SEQUENCE and not is_field(parent):
        if parent.parent is not None and parent.parent.tag != SEQUENCE:
            return False
        parent = parent.parent
    return parent is not None and is_field(parent) and element is not parent.children[0]


def is_sequence(element: Element) -> bool:
    """Whether its members have names of their own."""
    if element.tag in _SEQUENCES or is_field(element):
        return True
    list_ = element.parent
    in_block_list = list_ is not None and list_.parent is not None and list_.parent.tag == BLOCK_LIST
    return element.tag == SEQUENCE and in_block_list


def is_required(member: Element) -> bool:
    """Whether the SEQUENCE that it lies in needs it."""
    parent = member.parent
    assert parent is not None
    index = parent.children.index(member)
    if parent.tag == FILE:
        return member.tag != CARRIER
    if parent.tag in {CONFIGURATION, STATE}:
        return index == 0
    if parent.tag == COMMAND:
        return index < 2
    if parent.tag == BLOCK:
        return member.tag != NAME
    if parent.tag == MAPPED:
        return member.tag != b"\x80"
    if parent.tag == SEQUENCE and not is_field(parent):
        return index < 2
    return True


def items_of(root: Element) -> Element:
    """The list of a file's items."""
    return root.children[-1]


def item_of(element: Element, root: Element) -> Element | None:
    """The item that an element lies in."""
    items = items_of(root)
    while element.parent is not None and element.parent is not items:
        element = element.parent
    return element if element.parent is items else None


@dataclass(frozen=True)
class Change:
    """Octets to put in place of others.

    Attributes:
        kind: in words.
        start, end: what goes away.
        octets: what comes there.
        first, last: where, in the file after it, a problem has to be told.
    """

    kind: str
    start: int
    end: int
    octets: bytes
    first: int
    last: int

    @property
    def growth(self) -> int:
        """How much longer the file gets."""
        return len(self.octets) - (self.end - self.start)

    def apply(self, data: bytes) -> bytes:
        """The file after it."""
        return data[: self.start] + self.octets + data[self.end :]


def spliced(data: bytes, parent: Element, start: int, end: int, octets: bytes) -> tuple[int, int, bytes]:
    """Put *octets* in place of what is from *start* to *end* in *parent*; make lengths right.

    Returns:
        What to put where in *data*: start, end and octets.
    """
    element: Element | None = parent
    while element is not None and not element.indefinite:
        contents = data[element.contents : start] + octets + data[end : element.contents_end]
        octets = element.tag + short(len(contents)) + contents
        start, end = element.start, element.end
        element = element.parent
    return start, end, octets


def _places(element: Element) -> list[int]:
    """Which child of which child ... it is."""
    places: list[int] = []
    while element.parent is not None:
        places.insert(0, element.parent.children.index(element))
        element = element.parent
    return places


def _follow(root: Element, places: list[int]) -> Element:
    for place in places:
        root = root.children[place]
    return root


def in_place(kind: str, element: Element, data: bytes) -> Change | None:
    """Spoil a value where it stands; None where that makes no sense."""
    start, contents, end = element.start, element.contents, element.end
    first = data[contents] if contents < end else 0
    if element.constructed or contents == end:
        return None
    match kind:
        case "value below its range":
            in_configuration = False
            above: Element | None = element
            while above is not None:
                in_configuration = in_configuration or above.tag == CONFIGURATION
                above = above.parent
            # A mapped block's gap has the tag of an integer; FF 80 would not be the shortest form.
            if (
                element.tag not in INTEGERS
                or in_configuration
                or (element.tag == b"\x80" and not is_value(element))
            ):
                return None
            new = bytes((first & 0x7E | 0x80,))
        case "no value of the enumeration":
            if element.tag != CHOSEN:
                return None
            new = b"\x37"
        case "no UTF-8":
            if element.tag != NAME:
                return None
            new = b"\xff"
        case _:
            raise AssertionError(kind)
    return Change(kind, contents, contents + 1, new, start, end)


IN_PLACE = ("value below its range", "no value of the enumeration", "no UTF-8")


def rewritten(
    kind: str, element: Element, data: bytes, root: Element, chance: random.Random
) -> Change | None:
    """Change the structure around one element, a member of a SEQUENCE; None where that makes no sense."""
    parent = element.parent
    if parent is None or not (is_sequence(parent) or kind == "unknown element put in"):
        return None
    places = _places(element)
    old = data[element.start : element.end]
    start, end = element.start, element.end
    match kind:
        case "member removed":
            if not is_required(element):
                return None
            new = b""
        case "member doubled":
            new = old + old
        case "two members exchanged":
            after = parent.children[places[-1] + 1 :]
            if (
                not after
                or after[0].tag == element.tag
                or not (is_required(element) and is_required(after[0]))
            ):
                return None
            end = after[0].end
            new = data[after[0].start : end] + old
        case "wrong type put in":
            new = chance.choice(
                (
                    b"\x17\x0d200101000000Z",
                    b"\x09\x00",
                    b"\x06\x02\x2a\x03",
                    b"\x31\x02\x05\x00",
                    b"\xdf\x50\x00",
                )
            )
        case "unknown element put in":
            new = (
                chance.choice(
                    (b"\xdf\x50\x00", b"\x06\x02\x2a\x03", b"\x7f\xff\x7f\x02\x05\x00", b"\x9f\x64\x01\x05")
                )
                + old
            )
        case "name too long":
            if element.tag != NAME:
                return None
            new = NAME + short(256) + b"n" * 256
        case _:
            raise AssertionError(kind)
    change = spliced(data, parent, start, end, new)
    after_it = data[: change[0]] + change[2] + data[change[1] :]
    tree = read(after_it)
    around = _follow(tree, places[:-1])
    if kind == "member removed":
        return Change(kind, *change, around.start, around.end)
    here = _follow(tree, places)
    if kind == "member doubled":
        here = around.children[places[-1] + 1]
    last = around.end if kind in {"member doubled", "two members exchanged"} else here.end
    return Change(kind, *change, here.start, last)


REWRITTEN = (
    "member removed",
    "member doubled",
    "two members exchanged",
    "wrong type put in",
    "unknown element put in",
    "name too long",
)
