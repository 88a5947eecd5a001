"""Large streams made on the spot, for benchmarks: the RAM of one guest in three mixtures.

``runs``: long runs of full and of zero pages, as in a guest after some use.
``mixed``: full or zero at random, page by page.
``alternating``: full and zero pages in turn, the worst case for whoever works in runs.
"""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
MIXTURES = ("runs", "mixed", "alternating")
_BLOB_PAGES = 16384


def kinds(mixture: str) -> Iterator[bool]:
    """Whether each page is a full one, endlessly."""
    chance = random.Random(1)
    while True:
        if mixture == "runs":
            yield from [True] * chance.randrange(200, 20000)
            yield from [False] * chance.randrange(200, 20000)
        elif mixture == "mixed":
            yield chance.random() < 0.5
        else:
            yield True
            yield False


def make_stream(path: Path, mixture: str, size: int) -> None:
    """Write a complete stream of about *size* bytes.

    Args:
        path: the file to make.
        mixture: one of :data:`MIXTURES`.
        size: in bytes.
    """
    blob = os.urandom(_BLOB_PAGES * PAGE)
    footer = b"\x7e" + struct.pack(">I", 2)
    records: list[bytes] = []
    pages = length = gathered = 0
    with path.open("wb") as file:
        head = b"QEVM" + struct.pack(">I", 3) + b"\x07" + struct.pack(">I", 13) + b"pc-i440fx-7.2"
        head += b"\x01" + struct.pack(">I", 2) + b"\x03ram" + struct.pack(">II", 0, 4)
        file.write(head)
        place = file.tell()
        file.write(b"\0" * (8 + 7 + 8))  # the block list, once the number of pages is known
        file.write(struct.pack(">Q", 0x10) + footer + b"\x02" + struct.pack(">I", 2))
        for full in kinds(mixture):
            flags = (0x08 if full else 0x02) | (0x20 if pages else 0)
            record = struct.pack(">Q", pages * PAGE | flags) + (b"" if pages else b"\x06pc.ram")
            start = pages % _BLOB_PAGES * PAGE
            record += blob[start : start + PAGE] if full else b"\0"
            records.append(record)
            gathered += len(record)
            pages += 1
            if gathered >= 4 << 20:
                file.write(b"".join(records))
                length += gathered
                records, gathered = [], 0
                if length >= size:
                    break
        file.write(struct.pack(">Q", 0x10) + footer)
        file.write(b"\x03" + struct.pack(">IQ", 2, 0x10) + footer + b"\x00")
        file.seek(place)
        file.write(struct.pack(">Q", pages * PAGE | 4) + b"\x06pc.ram" + struct.pack(">Q", pages * PAGE))
