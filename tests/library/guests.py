"""States of small real guests, as many different ones of each as a test wants."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qmigui import service
from qmigui.service import Entry, Library
from tests.corpus import samples

_IN_A_PAGE = 250_000
"""An offset in the stream of the guest below that is in the data of a RAM page."""
SMALL = "m68k-virt-7.2"
GUEST = "isapc-on-7.2"


def stream(case: str = GUEST) -> bytes:
    """A real stream: 403 KB of a PC, or another of the small ones."""
    return samples().case(case).file("stream.bin").read()


def variant(number: int) -> bytes:
    """The same guest, some words of its memory later: a sound stream of its own for each number."""
    octets = bytearray(stream())
    octets[_IN_A_PAGE : _IN_A_PAGE + 8] = number.to_bytes(8, "big")
    return bytes(octets)


def write(path: Path, octets: bytes) -> Path:
    """*octets* as a file."""
    path.write_bytes(octets)
    return path


def sha256(octets: bytes) -> str:
    """Hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def store(library: Library, directory: Path, octets: bytes, **more: object) -> Entry:
    """Keep a state that stands in a file for the moment."""
    path = write(directory / f"{os.urandom(4).hex()}.bin", octets)
    try:
        return service.store_state(library, str(path), **more).entry  # type: ignore[arg-type]
    finally:
        path.unlink()


def series(library: Library, directory: Path, count: int) -> list[Entry]:
    """States of one guest, each a delta against the one before."""
    found: list[Entry] = []
    for number in range(count):
        parent = found[-1].id if found else "none"
        found.append(store(library, directory, variant(number), name=f"state {number}", parent=parent))
    return found


@contextmanager
def opened(directory: Path) -> Iterator[Library]:
    """A library that may be new."""
    with service.open_library(str(directory)) as library:
        yield library


def restored(library: Library, reference: str, directory: Path) -> bytes:
    """What a state was."""
    target = directory / f"{os.urandom(4).hex()}.out"
    service.restore_state(library, reference, str(target))
    octets = target.read_bytes()
    target.unlink()
    return octets


def files(directory: Path) -> list[str]:
    """What stands in a library's folder but for the catalogue and the lock."""
    return sorted(name for name in os.listdir(directory) if not name.startswith("catalogue"))
