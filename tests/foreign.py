"""The same BER in other words: all that X.690 lets a writer choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.reference.memory import MAPPED, Walker

DESCRIPTION = bytes.fromhex("5fd644")
TRAILING = bytes.fromhex("5fd452")
STRINGS = (b"\x04", b"\x0c", DESCRIPTION, TRAILING)
END = b"\x00\x00"

Lengths = Callable[[int], bytes]
"""Length octets for a number; none: indefinite."""


def short(length: int) -> bytes:
    """The shortest form."""
    if length < 0x80:
        return bytes((length,))
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


def long(size: int) -> Lengths:
    """Always *size* octets after the first."""
    return lambda length: bytes((0x80 | size,)) + length.to_bytes(size, "big")


def indefinite(length: int) -> bytes:
    """No length."""
    return b""


@dataclass(frozen=True)
class Style:
    """How to write.

    Attributes:
        containers: lengths of constructed elements.
        primitives: lengths of primitive elements.
        cut: where to cut a string of so many octets: lengths of its pieces; none: in one piece.
        nested: every second piece is constructed itself.
        true: the octet of TRUE.
    """

    containers: Lengths = short
    primitives: Lengths = short
    cut: Callable[[int], list[int]] | None = None
    nested: bool = False
    true: int = 0xFF


def rewritten(octets: bytes, style: Style | Callable[[], Style]) -> bytes:
    """A BER file in another style.

    Args:
        octets: the file.
        style: for all elements, or asked for at each.
    """
    pick = style if callable(style) else lambda: style
    walker = Walker(memoryview(octets))
    tag, length = walker.header()
    return _element(walker, tag, length, b"", pick)


def _element(
    walker: Walker, tag: bytes, length: int | None, parent: bytes, pick: Callable[[], Style]
) -> bytes:
    style = pick()
    plain = bytes((tag[0] & ~0x20, *tag[1:]))
    if plain in STRINGS or (parent == MAPPED and tag[0] & 0xC0 == 0x80):
        return _string(plain, bytes(walker.string(tag, length)), style)
    if tag[0] & 0x20:
        inner = b"".join(_element(walker, *header, tag, pick) for header in walker.children(length))
        return _constructed(tag, inner, style)
    contents = bytes(walker.take(length))
    if tag == b"\x01" and contents != b"\x00":
        contents = bytes((style.true,))
    return tag + style.primitives(len(contents)) + contents


def _constructed(tag: bytes, contents: bytes, style: Style) -> bytes:
    length = style.containers(len(contents))
    return tag + length + contents if length else tag + b"\x80" + contents + END


def _string(tag: bytes, contents: bytes, style: Style) -> bytes:
    if style.cut is None:
        return tag + style.primitives(len(contents)) + contents
    pieces = []
    done = 0
    for number, size in enumerate(style.cut(len(contents))):
        piece = b"\x04" + style.primitives(size) + contents[done : done + size]
        if style.nested and number % 2:
            piece = _constructed(b"\x24", _constructed(b"\x24", piece, style) + b"\x04\x00", style)
        pieces.append(piece)
        done += size
    assert done == len(contents)
    return _constructed(bytes((tag[0] | 0x20, *tag[1:])), b"".join(pieces), style)


def odd_pieces(length: int) -> list[int]:
    """Pieces of 0, 1, 2, 3 ... octets, and the rest."""
    sizes = []
    size = 0
    while size < min(length, 40):
        sizes.append(size)
        length -= size
        size += 1
    return [*sizes, length]


STYLES = {
    "definite": Style(),
    "indefinite": Style(containers=indefinite),
    "4 octets of length": Style(containers=long(4), primitives=long(4)),
    "long lengths": Style(containers=long(60), primitives=long(126)),
    "strings in one piece": Style(cut=lambda length: [length], true=1),
    "strings in odd pieces": Style(cut=odd_pieces, containers=indefinite),
    "strings in nested pieces": Style(cut=odd_pieces, nested=True),
    "empty strings without pieces": Style(cut=lambda length: [length] if length else []),
}
