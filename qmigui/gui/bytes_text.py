"""How octets are written in the bytes view."""

from __future__ import annotations

LINE = 16
"""Octets in a line; a wider gap stands in its middle."""

_DOTS = bytes(octet if 32 <= octet < 127 else ord(".") for octet in range(256))


def columns_of(place: int) -> int:
    """Where an octet of a line begins, in characters."""
    return 3 * place + (1 if place >= LINE // 2 else 0)


def hex_text(octets: bytes, place: int) -> str:
    """Octets of a line, of which the first has this place in it."""
    half = LINE // 2
    if place < half < place + len(octets):
        cut = half - place
        return f"{octets[:cut].hex(' ')}  {octets[cut:].hex(' ')}"
    return octets.hex(" ")


def plain_text(octets: bytes) -> str:
    """Octets as ASCII; dots for what is none."""
    return octets.translate(_DOTS).decode("ascii")
