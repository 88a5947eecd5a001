"""A file's BER elements as a tree, and ways to damage one of them.

Read with nothing of the package: tags, lengths and their places only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Element:
    """One element.

    Attributes:
        start, contents, end: offsets of its first octet, of its contents octets, and behind it.
        contents_end: behind its contents; the end-of-contents octets follow where *indefinite*.
        tag: identifier octets.
        children: of a constructed one.
        parent: what it lies in.
    """

    start: int
    contents: int
    contents_end: int
    end: int
    tag: bytes
    indefinite: bool
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)

    @property
    def constructed(self) -> bool:
        """Whether elements lie in it."""
        return bool(self.tag[0] & 0x20)

    def walk(self) -> Iterator[Element]:
        """It and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(data: bytes, pos: int = 0, parent: Element | None = None) -> Element:
    """The element at *pos*."""
    start = pos
    pos += 1
    if data[start] & 0x1F == 0x1F:
        while data[pos] & 0x80:
            pos += 1
        pos += 1
    tag = data[start:pos]
    length = data[pos]
    pos += 1
    indefinite = length == 0x80
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[pos : pos + size], "big")
        pos += size
    element = Element(start, pos, pos + length, pos + length, tag, indefinite, parent)
    if element.constructed:
        while data[pos : pos + 2] != b"\0\0" if indefinite else pos < element.contents_end:
            child = read(data, pos, element)
            element.children.append(child)
            pos = child.end
        if indefinite:
            element.contents_end, element.end = pos, pos + 2
    return element


@dataclass(frozen=True)
class Damage:
    """What was done, and where.

    Attributes:
        kind: in words.
        data: the file after it.
        first, last: a problem must be told from *first* to *last*, in the file after it.
    """

    kind: str
    data: bytes
    first: int
    last: int


def replaced(data: bytes, start: int, end: int, octets: bytes) -> bytes:
    """*data* with other octets at a place."""
    return data[:start] + octets + data[end:]


def header_of(element: Element, data: bytes) -> bytes:
    """Length octets of an element."""
    return data[element.start + len(element.tag) : element.contents]


def damage(kind: str, element: Element, data: bytes, chance: random.Random) -> Damage | None:
    """Do one kind of damage to one element; None where that makes no sense."""
    start, end = element.start, element.end
    parent = element.parent
    assert parent is not None
    length_at = start + len(element.tag)
    first = start if parent.indefinite else parent.start
    match kind:
        case "tag":
            octets = bytearray(element.tag)
            place = chance.randrange(len(octets))
            octets[place] ^= 1 << chance.randrange(8)
            return Damage(kind, replaced(data, start, start + len(octets), bytes(octets)), start, end)
        case "length":
            if element.indefinite:
                return None
            octets = bytearray(header_of(element, data))
            place = chance.randrange(len(octets))
            octets[place] ^= 1 << chance.randrange(8)
            return Damage(kind, replaced(data, length_at, element.contents, bytes(octets)), start, end)
        case "length +1" | "length -1":
            old = header_of(element, data)
            if element.indefinite or old[0] >= 0x80:
                return None
            new = old[0] + (1 if kind.endswith("+1") else -1)
            if not 0 <= new < 0x80:
                return None
            return Damage(kind, replaced(data, length_at, element.contents, bytes((new,))), start, end)
        case "end-of-contents":
            if not element.indefinite:
                return None
            octets = bytearray(2)
            octets[chance.randrange(2)] = 1 << chance.randrange(8)
            return Damage(kind, replaced(data, end - 2, end, bytes(octets)), end - 2, end)
        case "end-of-contents lost":
            if not element.indefinite:
                return None
            return Damage(kind, replaced(data, end - 2, end, b""), end - 2, end)
        case "lost":
            last = max(parent.end - (end - start), start)
            return Damage(kind, replaced(data, start, end, b""), parent.start, last)
        case "twice":
            return Damage(kind, replaced(data, end, end, data[start:end]), start, end + (end - start))
        case "octets inserted":
            extra = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
            return Damage(kind, replaced(data, start, start, extra), first, end + len(extra))
        case "octets lost":
            count = min(chance.randrange(1, 9), end - start)
            return Damage(kind, replaced(data, start, start + count, b""), first, end)
        case "cut":
            place = chance.randrange(start, end)
            return Damage(kind, data[:place], 0, place)
    raise AssertionError(kind)


KINDS = (
    "tag",
    "length",
    "length +1",
    "length -1",
    "end-of-contents",
    "end-of-contents lost",
    "lost",
    "twice",
    "octets inserted",
    "octets lost",
    "cut",
)
