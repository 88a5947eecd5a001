"""Changed BER files: the same value in other words, other elements in sound BER, broken octets.

Made with nothing of the package, so that what is made does not depend on it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.foreign import END, Style, indefinite, long, odd_pieces, rewritten, short
from tests.hostile import ber_elements
from tests.hostile.ber_elements import Element

LARGE = 16 << 10
"""Octets of a file from which it gets fewer changes, since each costs as much."""

LARGE_SHARE = 4
TAGS = tuple(
    bytes.fromhex(tag)
    for tag in (
        *("01", "02", "03", "04", "05", "0a", "0c", "13", "24", "2c", "30", "31", "40", "80", "83", "87"),
        *("a0", "a8", "a9", "5fd644", "7fd146", "7fd346", "7fd34d", "7fd64d", "7fc650"),
    )
)
CONTENTS = tuple(
    bytes.fromhex(octets)
    for octets in (
        *("", "00", "01", "02", "05", "7f", "80", "ff"),
        *("0000", "0001", "007f", "0080", "00ff", "ff7f", "ff80", "ffff", "7fff", "8000"),
        *("010000", "00ffff", "00ffffffff", "0100000000", "7fffffffffffffff", "008000000000000000"),
        *("00ffffffffffffffff", "010000000000000000", "8000000000000000", "ff7fffffffffffffff"),
        *("c3a9", "c3", "c080", "fe", "e282ac", "eda080", "f09f9880", "f5808080", "f888808080"),
    )
)
TELLING = b"\x00\x01\x02\x04\x05\x0a\x0c\x1f\x20\x24\x30\x31\x3f\x7e\x7f\x80\x81\x84\x88\x9f\xa0\xbf\xdf\xff"


class Mutant(NamedTuple):
    """A changed file.

    Attributes:
        words: its number, and what was done to what.
        data: its octets.
        kind: ``same`` value, sound BER of other ``elements``, or other ``octets``.
    """

    words: str
    data: bytes
    kind: str


def with_contents(tag: bytes, contents: bytes) -> bytes:
    """An element."""
    return tag + short(len(contents)) + contents


class Base:
    """A sound file, made ready for changes.

    Args:
        name: of it.
        data: its octets.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self._elements = list(ber_elements.read(data).walk())
        self._leaves = [element for element in self._elements if not element.constructed]
        self._groups = [element for element in self._elements if element.children]
        self._strings = [leaf for leaf in self._leaves if leaf.tag in {b"\x04", b"\x0c"}]

    def mutants(self, count: int, chance: random.Random) -> Iterator[Mutant]:
        """*count* changed files."""
        for number in range(count):
            kind, change = chance.choices(
                (("same", self._same), ("elements", self._other), ("octets", self._broken)), (1, 5, 3)
            )[0]
            words, data = change(chance)
            yield Mutant(f"{number} of {self.name}: {words}", data, kind)

    def element(self, *path: int) -> Element:
        """The element so many children in; the whole without."""
        element = self._elements[0]
        for index in path:
            element = element.children[index]
        return element

    def octets(self, element: Element) -> bytes:
        """All of an element."""
        return self.data[element.start : element.end]

    def contents(self, element: Element) -> bytes:
        """What is in it."""
        return self.data[element.contents : element.contents_end]

    def spliced(self, parent: Element | None, start: int, end: int, octets: bytes) -> bytes:
        """The file with other octets in *parent*, the lengths around them made right."""
        while parent is not None:
            inner = self.data[parent.contents : start] + octets + self.data[end : parent.contents_end]
            start, end = parent.start, parent.end
            octets = parent.tag + (b"\x80" + inner + END if parent.indefinite else short(len(inner)) + inner)
            parent = parent.parent
        return octets

    def instead(self, element: Element, octets: bytes) -> bytes:
        """The file with something else in the place of *element*."""
        return self.spliced(element.parent, element.start, element.end, octets)

    def _same(self, chance: random.Random) -> tuple[str, bytes]:
        """Lengths and strings written in other ways."""
        odd = chance.choice((0.05, 0.5, 0.95))
        in_pieces = chance.choice((0, 0.01, 0.2))

        def lengths() -> Callable[[int], bytes]:
            return long(chance.randrange(4, 9)) if chance.random() < odd / 2 else short

        def style() -> Style:
            containers = indefinite if chance.random() < 0.5 else lengths()
            cut = odd_pieces if chance.random() < in_pieces else None
            return Style(containers, lengths(), cut, chance.random() < 0.5, chance.randrange(1, 256))

        return f"in other words ({odd}, {in_pieces})", rewritten(self.data, style)

    def _other(self, chance: random.Random) -> tuple[str, bytes]:
        """An element changed, the lengths of all made right."""
        what = chance.randrange(14)
        if what < 5:
            return self._moved(what, chance)
        if what < 9:
            return self._filled(chance)
        if what == 9:
            return self._in_pieces(chance)
        element = chance.choice(self._elements[1:])
        name = f"{element.tag.hex()} at {element.start:#x}"
        if what == 10:
            tag = chance.choice((chance.choice(self._elements).tag, chance.choice(TAGS)))
            return f"{name} called {tag.hex()}", self.instead(
                element, with_contents(tag, self.contents(element))
            )
        if what == 11:
            tag = bytes((element.tag[0] ^ 0x20, *element.tag[1:]))
            return f"{name} of the wrong form", self.instead(
                element, with_contents(tag, self.contents(element))
            )
        if what == 12:
            first, rest = element.tag[0], element.tag[1:] or bytes((element.tag[0] & 0x1F,))
            tag = bytes(
                (first | 0x1F, *(b"\x80" if element.tag[1:] or chance.random() < 0.3 else b""), *rest)
            )
            return f"{name} as {tag.hex()}", self.instead(element, with_contents(tag, self.contents(element)))
        length = chance.choice(
            (
                b"\x80",
                b"\xff",
                long(chance.randrange(1, 10))(element.contents_end - element.contents)
                if len(self.contents(element)) < 256
                else b"\x88" + b"\xff" * 8,
            )
        )
        octets = element.tag + length + self.contents(element) + END * chance.randrange(2)
        return f"{name} with length {length.hex()}", self.instead(element, octets)

    def _moved(self, what: int, chance: random.Random) -> tuple[str, bytes]:
        """An element lost, twice, elsewhere, or another one in its place."""
        group = chance.choice(self._groups)
        at = chance.randrange(len(group.children))
        element = group.children[at]
        name = f"{element.tag.hex()} at {element.start:#x}"
        octets = self.octets(element)
        if what == 0:
            return f"{name} lost", self.instead(element, b"")
        if what == 1:
            return f"{name} twice", self.instead(element, octets + octets)
        other = chance.choice(self._elements[1:])
        if what == 2:
            return f"{name} replaced by {other.start:#x}", self.instead(element, self.octets(other))
        if what == 3:
            place = chance.choice((element.start, group.contents_end))
            data = self.spliced(group, place, place, self.octets(other))
            return f"{other.start:#x} put to {place:#x}", data
        start = group.children[max(0, at - 1)].start
        data = self.spliced(group, start, element.end, octets + self.data[start : element.start])
        return f"{name} before the one before", data

    def _filled(self, chance: random.Random) -> tuple[str, bytes]:
        """A primitive element with other contents."""
        leaf = chance.choice(self._leaves)
        contents = self.contents(leaf)
        what = chance.randrange(6)
        if what < 3:
            contents = chance.choice(CONTENTS)
        elif what == 3:
            contents = chance.choice((b"\0", b"\xff", b"\x80")) + contents
        elif what == 4:
            contents += bytes((chance.choice(TELLING),))
        else:
            leaf = chance.choice(self._strings)
            contents = chance.choice((b"x", b"\xc3\xa9")) * chance.choice((0, 1, 255, 256, 65535, 65536))
        words = f"{leaf.tag.hex()} at {leaf.start:#x} holds {contents[:12].hex()}, {len(contents)} octets"
        return words, self.instead(leaf, with_contents(leaf.tag, contents))

    def _in_pieces(self, chance: random.Random) -> tuple[str, bytes]:
        """A string in segments, of the right tag or another."""
        leaf = chance.choice(self._strings)
        contents = self.contents(leaf)
        cut = chance.randrange(len(contents) + 1)
        tag = chance.choice((b"\x04", leaf.tag, b"\x0c", b"\x03", b"\x80"))
        inner = with_contents(tag, contents[:cut]) + with_contents(tag, contents[cut:])
        if chance.random() < 0.2:
            inner = with_contents(bytes((tag[0] | 0x20,)), inner)
        octets = with_contents(bytes((leaf.tag[0] | 0x20,)), inner)
        return f"{leaf.tag.hex()} at {leaf.start:#x} in segments {tag.hex()}", self.instead(leaf, octets)

    def _broken(self, chance: random.Random) -> tuple[str, bytes]:
        """Octets changed, with regard to elements or without."""
        while chance.random() < 0.6:
            kind = chance.choice(ber_elements.KINDS)
            element = chance.choice(self._elements[1:])
            damage = ber_elements.damage(kind, element, self.data, chance)
            if damage is not None:
                return f"{kind} at {element.start:#x}", damage.data
        data = bytearray(self.data)
        element = chance.choice(self._elements)
        # Most octets are those of pages, where a change means nothing.
        at = chance.randrange(element.start, min(element.end, element.contents + 12))
        what = chance.randrange(4)
        if what == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            data[at] = chance.choice(TELLING)
        elif what == 2:
            del data[at : at + chance.randrange(1, 5)]
        else:
            data += bytes(chance.choice(TELLING) for _ in range(chance.randrange(1, 4)))
            return "octets behind the end", bytes(data)
        return f"octets at {at:#x}", bytes(data)


def mutants(bases: Sequence[Base], count: int, seed: int) -> Iterator[Mutant]:
    """About *count* changed files, spread over *bases*."""
    weights = [1 if len(base.data) > LARGE else LARGE_SHARE for base in bases]
    for base, weight in zip(bases, weights, strict=True):
        yield from base.mutants(-(-count * weight // sum(weights)), random.Random(f"{seed} {base.name}"))
