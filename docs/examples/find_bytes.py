"""Find octets in the guest's memory and print their physical addresses.

    python find_bytes.py FILE HEX
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import qmigui

PIECE = 16 << 20
"""Octets of memory that are looked at together."""


def places(read: Callable[[int, int], bytes], length: int, wanted: bytes) -> Iterator[int]:
    """Where *wanted* begins in *length* octets of memory, of which *read* gives some."""
    for start in range(0, length, PIECE):
        # Into the next piece, so that nothing is missed that lies across the border.
        octets = read(start, min(PIECE + len(wanted) - 1, length - start))
        found = octets.find(wanted)
        while found >= 0:
            yield start + found
            found = octets.find(wanted, found + 1)


def main(name: str, text: str) -> int:
    """Print where the octets *text*, in hexadecimal, stand; 1: nowhere."""
    wanted = bytes.fromhex(text)
    count = 0
    with qmigui.open_state(name) as state, state.memory() as memory:
        for area in memory.map.ranges:

            def read(start: int, length: int, first: int = area.addr) -> bytes:
                return memory.read_physical(first + start, length, fill=0)  # absent pages as zeros

            for place in places(read, area.length, wanted):
                block = area.block.decode("utf-8", "backslashreplace")
                print(f"{area.addr + place:#x} ({block} + {area.offset + place:#x})")
                count += 1
    return 0 if count else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:3]))
    except qmigui.QmiguiError as error:
        sys.exit(str(error))
