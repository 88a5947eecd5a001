"""Small archives that are kept as the version of their day wrote them.

``python -m tests.library.fixtures`` writes those of the present version into ``tests/data/archives/vN``.
They are never written again: a later version must read them as they are.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from qmigui.library.archive import layout
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import DELTA_SUFFIX, SUFFIX, create
from qmigui.library.archive.info import Facts
from qmigui.qemufile.memory import MemorySource
from tests.builders import Block, Mapped, Ram, StreamBuilder, xbzrle

ARCHIVES = Path(__file__).resolve().parents[1] / "data" / "archives"
RAM = 1 << 20


def words(number: int) -> bytes:
    """A page that takes little room."""
    return b"page %08d of a guest; " % number * 157 + b"......"


def plain(changed: frozenset[int] = frozenset()) -> bytes:
    """A machine saved while it stood still."""
    ram = Ram()
    for number in range(RAM // 4096):
        name = "pc.ram" if not number else None
        if number % 5 == 4:
            ram.zero(number * 4096, name=name)
        else:
            ram.page(number * 4096, words(number + 1000 * (number in changed))[:4096].ljust(4096), name=name)
    builder = StreamBuilder().ram_start(Ram().listing(Block("pc.ram", RAM))).ram_part(ram).ram_end()
    return builder.full("cpu", b"registers" * 10).full("timer", b"ticks").build()


def live() -> bytes:
    """A machine saved while it ran: pages come again, as differences too."""
    first, second = words(1)[:4096].ljust(4096), words(2)[:4096].ljust(4096)
    builder = StreamBuilder().ram_start(Ram().listing(Block("pc.ram", RAM)))
    builder.ram_part(Ram().page(0, first, name="pc.ram").zeros(4096, 200).page(0x9000, second))
    builder.ram_part(Ram().xbzrle(0, xbzrle(first, second)).page(0x3000, first).compressed(0x5000))
    return builder.ram_end(Ram().page(0x9000, first)).full("cpu", b"registers").build()


def mapped() -> bytes:
    """A machine whose pages stand at fixed offsets."""
    pages = {number: words(number)[:4096].ljust(4096) for number in range(0, 256, 7)}
    ram = Ram().listing(Block("pc.ram", RAM, mapped=Mapped(pages)))
    return StreamBuilder(capabilities=("mapped-ram",)).ram_start(ram).ram_end().full("cpu", b"x").build()


STREAMS = {
    "plain": plain(),
    "live": live(),
    "mapped": mapped(),
    "opaque": b"no stream at all\n" * 100,
    "empty": b"",
}
DELTAS = {"delta": ("plain", plain(frozenset({3, 77}))), "second": ("delta", plain(frozenset({3, 78})))}


def main() -> None:
    """Write those of the present version."""
    directory = ARCHIVES / f"v{layout.VERSION}"
    if directory.exists():
        raise SystemExit(f"{directory} is there and stays as it is")
    directory.mkdir(parents=True)
    made: dict[str, Archive] = {}
    hashes = {}
    alone = {name: ("", stream) for name, stream in STREAMS.items()}
    for name, (parent, stream) in (alone | DELTAS).items():
        file_name = name + (DELTA_SUFFIX if parent else SUFFIX)
        facts = Facts(source_name=f"{name}.bin", name=name, tags=("kept",), note="a fixture")
        done = create(
            MemorySource(stream), directory, file_name, parent=made[parent] if parent else None, facts=facts
        )
        made[name] = Archive.open(done.path)
        hashes[file_name] = hashlib.sha256(stream).hexdigest()
    (directory / "SHA256.json").write_text(json.dumps(hashes, indent=1) + "\n")


if __name__ == "__main__":
    main()
