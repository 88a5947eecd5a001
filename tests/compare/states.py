"""States in memory, read for comparing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from qmigui.compare.content import StateContent, read_state
from qmigui.compare.diff import StateDiff, diff_states
from qmigui.compare.selection import Ignored
from qmigui.qemufile.memory import MemorySource

BER_START = b"\x7f\xd1\x46"


def ignore_tick(length: int) -> None:
    """Nobody looks at the progress."""


@contextmanager
def read(octets: bytes) -> Iterator[StateContent]:
    """A state of either form."""
    with read_state(MemorySource(octets), octets.startswith(BER_START), ignore_tick) as state:
        yield state


def diff(one: bytes, other: bytes, *, ignore: Sequence[str] = (), ranges: bool = False) -> StateDiff:
    """What differs between two states."""
    with read(one) as a, read(other) as b:
        return diff_states(a, b, Ignored(ignore), want_ranges=ranges, tick=ignore_tick)


def told(found: StateDiff) -> list[tuple[str, object, object]]:
    """Path and values of each difference outside of RAM."""
    return [(each.path, each.change.a, each.change.b) for each in found.differences]


def ram_hashes(state: StateContent) -> dict[str, str]:
    """SHA-256 of each block."""
    found = {}
    for name, block in state.ram.blocks.items():
        digest = hashlib.sha256()
        for page in range(block.pages.page_count):
            digest.update(state.ram.page(block, page))
        found[name.decode()] = digest.hexdigest()
    return found
