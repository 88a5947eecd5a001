"""Guests made up for tests of archives, and archives of them."""

from __future__ import annotations

import random
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import DELTA_SUFFIX, SUFFIX, create
from qmigui.library.archive.info import Level
from qmigui.library.archive.restore import restore
from qmigui.qemufile.base import Source
from qmigui.qemufile.memory import MemorySink, MemorySource
from tests.builders import Block, Ram, StreamBuilder

PAGE = 4096
RAM = 4 << 20
VGA = 256 << 10
WORDS = [b"kernel ", b"process ", b"\0\0\0\0", b"page table ", b"\x90\x90", b"buffer "]


@cache
def page(seed: int) -> bytes:
    """A page that compresses somewhat, unlike that of any other seed."""
    chance = random.Random(seed)
    noise = chance.randbytes(64 * 24)
    starts = range(0, len(noise), 24)
    pieces = [WORDS[noise[start] % len(WORDS)] * 5 + noise[start : start + 24] for start in starts]
    return b"".join(pieces).ljust(PAGE, b".")[:PAGE]


class Guest:
    """The RAM of a machine, which changes from state to state.

    Args:
        ram: bytes of its main block.
        seed: of its content.
    """

    def __init__(self, ram: int = RAM, seed: int = 1) -> None:
        self.ram = ram
        chance = random.Random(seed)
        self.pages = {
            address: page(seed * 100_000 + address // PAGE)
            for address in range(0, ram, PAGE)
            if chance.random() < 0.75
        }
        first = seed * 100_000 + 50_000
        self.vga = {address: page(first + address // PAGE) for address in range(0, VGA, PAGE)}
        self._chance = chance

    def change(self, share: float) -> None:
        """Let it write new content into some of its pages."""
        for address in range(0, self.ram, PAGE):
            if self._chance.random() < share:
                self.pages[address] = page(self._chance.randrange(1 << 30))

    def stream(self, device: bytes = b"device state " * 20) -> bytes:
        """A saved state of it."""
        blocks = (Block("pc.ram", self.ram), Block("vga.vram", VGA))
        first = Ram()
        for name, length, pages in (("pc.ram", self.ram, self.pages), ("vga.vram", VGA, self.vga)):
            for address in range(0, length, PAGE):
                named = name if not address else None
                if address in pages:
                    first.page(address, pages[address], name=named)
                else:
                    first.zero(address, name=named)
        builder = StreamBuilder().ram_start(Ram().listing(*blocks)).ram_part(first).ram_end()
        return builder.full("cpu", device).full("timer", b"tick").build()


def store(
    data: bytes | Source,
    directory: Path,
    name: str = "state",
    *,
    parent: Archive | None = None,
    level: Level = Level.DEFAULT,
    check: bool = False,
) -> Archive:
    """An archive of *data*, open."""
    source = MemorySource(data) if isinstance(data, bytes) else data
    suffix = SUFFIX if parent is None else DELTA_SUFFIX
    made = create(source, directory, name + suffix, parent=parent, level=level, check=check, sync=False)
    return Archive.open(made.path)


def content(archive: Archive) -> bytes:
    """What comes back from an archive."""
    sink = MemorySink()
    restore(archive, sink)
    assert sink.committed
    return sink.getvalue()


def unpacked(path: Path) -> bytes:
    """What the stock program makes of an archive."""
    program = shutil.which("zstd")
    if program is None:
        pytest.skip("the zstd program is not installed")
    with path.open("rb") as file:
        done = subprocess.run([program, "-dqc"], stdin=file, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy_with(path: Path, octets: bytes | bytearray, directory: Path) -> Path:
    """A file beside which other content stands under the same name."""
    directory.mkdir(exist_ok=True)
    target = directory / path.name
    target.unlink(missing_ok=True)
    target.write_bytes(octets)
    return target


def series(directory: Path, count: int = 4, ram: int = RAM) -> tuple[list[bytes], list[Archive]]:
    """States of one guest, each a delta against the one before."""
    guest = Guest(ram)
    streams: list[bytes] = []
    archives: list[Archive] = []
    for number in range(count):
        streams.append(guest.stream(b"device state %d " % number * 20))
        parent = archives[-1] if archives else None
        archives.append(store(streams[-1], directory, f"state{number}", parent=parent))
        guest.change(0.02)
    return streams, archives
