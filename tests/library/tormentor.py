"""A process that works on a library until it is killed; it tells what is done when it is done.

Lines on standard output: ``stored ID SHA256``, ``removing ID``, ``removed ID``,
``rebuilt TOTAL``, ``named ID NAME``.  What is not told to be done may have happened or not.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

# All that a step needs is loaded before it is told that the process is ready.
import qmigui.library.adoption
import qmigui.library.removing
import qmigui.library.scan
import qmigui.service.library_care
import qmigui.service.library_keep  # noqa: F401
from qmigui import service
from qmigui.library.archive.info import MAX_DEPTH
from qmigui.service import Library
from tests.library.guests import variant, write

MOST = 12
"""States that are kept at a time."""


def tell(*words: object) -> None:
    print(*words, flush=True)


def store(library: Library, chance: random.Random, scratch: Path) -> None:
    octets = variant(chance.randrange(1 << 40))
    parents = [entry.id for entry in service.list_states(library) if entry.depth < MAX_DEPTH]
    parent = chance.choice([*parents[:3], "none"])
    entry = service.store_state(
        library, str(write(scratch, octets)), level="fast", threads=1, parent=parent
    ).entry
    tell("stored", entry.id, entry.raw_sha256)


def remove(library: Library, chance: random.Random, scratch: Path) -> None:
    entries = service.list_states(library)
    alone = [entry for entry in entries if not entry.children]
    if len(entries) < 4:
        store(library, chance, scratch)
        return
    rebase = chance.random() < 0.3
    entry = chance.choice(entries if rebase else alone)
    tell("removing", entry.id)
    service.remove_states(library, [entry.id], delete=chance.random() < 0.5, rebase=rebase)
    tell("removed", entry.id)


def rebuild(library: Library, chance: random.Random, scratch: Path) -> None:
    tell("rebuilt", service.rebuild_library(library).total)


def rename(library: Library, chance: random.Random, scratch: Path) -> None:
    entries = service.list_states(library)
    if not entries:
        return
    entry = service.rename_state(library, chance.choice(entries).id, f"name {chance.randrange(1000)}")
    tell("named", entry.id, entry.name)


def main(directory: str, scratch: str, seed: str, verb: str) -> None:
    chance = random.Random(seed)
    steps = {
        "store": (store, store, store, rename),
        "remove": (remove, remove, store),
        "rebuild": (rebuild, rebuild, rename),
    }[verb]
    with service.open_library(directory) as library:
        tell("ready")
        while True:
            if verb == "store" and service.count_states(library) >= MOST:
                while service.count_states(library) > MOST // 2:
                    remove(library, chance, Path(scratch))
            chance.choice(steps)(library, chance, Path(scratch))


if __name__ == "__main__":
    main(*sys.argv[1:])
