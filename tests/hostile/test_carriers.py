"""Damaged carriers: only our errors, in bounded time and memory.

Some thousand heads and tables are tried; ``QMIGUI_THOROUGH=40`` tries more than
100,000 of them.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import struct
import time
from collections.abc import Callable

import lz4.frame
import pytest
import zstandard

from qmigui.errors import Problem, QmiguiError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.memory import MemorySource
from qmigui.stream.check_binary import check_binary
from tests.builders import Ram, StreamBuilder, content
from tests.carriers import Qcow2, libvirt_head, lzop_file
from tests.memory import memory_figure
from tests.sources import PipeSource

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
TRIALS = 300
MOST_MS = 2000
MOST_GROWTH = 300 << 20
MOST_READ = 8 << 20
TELLING = [0, 1, 2, 3, 7, 8, 0x40, 0x7F, 0x80, 0xFF]
NUMBERS = [0, 1, 9, 63, 64, 65, 1 << 16, 1 << 20, 1 << 31, (1 << 32) - 1, 1 << 40, (1 << 56) - 512]

STREAM = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram")).build()
HEAD = libvirt_head(padding=300)
LARGE = b"QEVM\0\0\0\3" + random.Random(1).randbytes(50_000) + bytes(300_000) + b"end"


def qcow2(**more) -> tuple[bytes, int]:
    return Qcow2([("one", LARGE), ("two", b""), ("three", STREAM)], **more).build(), 0


IMAGES: dict[str, Callable[[], tuple[bytes, int]]] = {
    # What carries a stream, and how much of it, from its start on, is to be damaged; 0: tables and headers.
    "libvirt": lambda: (HEAD + STREAM, len(HEAD)),
    "libvirt, big-endian": lambda: (libvirt_head(order=">") + STREAM, 92),
    "libvirt, gzip": lambda: (libvirt_head(format_=1) + gzip.compress(STREAM), 92),
    "libvirt, lzop": lambda: (libvirt_head(format_=4) + lzop_file(STREAM), 1300),
    "libvirt, sparse": lambda: (libvirt_head(format_=6, padding=300) + STREAM, 200),
    "gzip of libvirt": lambda: (gzip.compress(HEAD + STREAM), 100),
    "bzip2": lambda: (bz2.compress(LARGE), 400),
    "xz": lambda: (lzma.compress(LARGE), 400),
    "zstd": lambda: (zstandard.compress(LARGE), 400),
    "lz4": lambda: (lz4.frame.compress(LARGE, block_size=4), 400),
    "lzop": lambda: (lzop_file(LARGE, block=1 << 14), 400),
    "qcow2 in lz4": lambda: (lz4.frame.compress(qcow2(cluster_bits=9)[0]), 300),
    "qcow2, small clusters": lambda: qcow2(cluster_bits=9),
    "qcow2": lambda: qcow2(cluster_bits=12),
    "qcow2, deflate": lambda: qcow2(cluster_bits=12, packing="deflate"),
    "qcow2, extended": lambda: qcow2(cluster_bits=14, extended=True),
}


def places(image: bytes) -> list[int]:
    """Where the header and the tables of a qcow2 image are."""
    table = int.from_bytes(image[64:72], "big")
    found = [*range(112), *range(table, table + 300)]
    at = table
    for _ in range(3):
        l1, entries, id_length, name_length = struct.unpack_from(">QIHH", image, at)
        extra = int.from_bytes(image[at + 36 : at + 40], "big")
        at += -(-(40 + extra + id_length + name_length) // 8) * 8
        found += range(l1, l1 + 8 * entries)
        for index in range(entries):
            l2 = int.from_bytes(image[l1 + 8 * index :][:8], "big") & (1 << 56) - 512
            if l2:
                found += range(l2, l2 + 400)
    return found


def damage(image: bytes, choices: list[int], chance: random.Random) -> bytes:
    """One damage, or two."""
    octets = bytearray(image)
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.choice(choices)
        match chance.randrange(5):
            case 0:
                octets[at % len(octets)] = chance.choice(TELLING)
            case 1:
                octets[at % len(octets)] ^= 1 << chance.randrange(8)
            case 2:
                number = chance.choice(NUMBERS)
                width = chance.choice((4, 8))
                start = at - at % width
                word = (number & (1 << 8 * width) - 1).to_bytes(width, "big")
                octets[start : start + width] = word if chance.randrange(2) else word[::-1]
            case 3:
                del octets[max(12, at) :]
            case _:
                other = chance.choice(choices)
                octets[at : at + 8] = octets[other : other + 8]
        if not octets:
            return b""
    return bytes(octets)


def look(octets: bytes, name: str | None, *, lenient: bool, pipe: bool) -> str:
    """Open and read it as far as is usual; what came of it."""
    raw = PipeSource(octets, (3000,)) if pipe else MemorySource(octets)
    try:
        with open_carried(raw, snapshot=name, lenient=lenient) as source:
            if source.envelope is not None and not source.envelope.is_readable:
                return "told"
            buf = memoryview(bytearray(1 << 18))
            done = 0
            while done < MOST_READ and (count := source.readinto(buf)):
                done += count
    except QmiguiError as error:
        assert str(error)
        return "refused"
    return "read"


@pytest.mark.parametrize("kind", IMAGES)
@pytest.mark.timeout(120 * THOROUGH)
def test_damaged_carriers(kind: str) -> None:
    image, end = IMAGES[kind]()
    choices = list(range(end)) or places(image)
    chance = random.Random(kind)
    before = memory_figure("VmRSS") or 0
    outcomes: dict[str, int] = {}
    slowest = 0.0
    for number in range(TRIALS * THOROUGH):
        octets = damage(image, choices, chance)
        name = ("one", "three", None)[number % 3] if not end or kind.startswith("qcow2") else None
        started = time.process_time()
        # A qcow2 image in a pipe is unpacked.
        outcome = look(octets, name, lenient=bool(number & 1), pipe=number % 5 == 4)
        spent = 1000 * (time.process_time() - started)
        assert spent < MOST_MS, number
        slowest = max(slowest, spent)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    peak = (memory_figure("VmHWM") or 0) >> 20
    print(f"{kind}: {outcomes}, slowest {slowest:.0f} ms of CPU, at most {peak} MiB resident")
    assert outcomes.get("read", 0) > 0
    assert sum(outcomes.values()) - outcomes["read"] > 10
    assert (memory_figure("VmRSS") or 0) - before < MOST_GROWTH


@pytest.mark.parametrize("kind", ["libvirt", "qcow2"])
def test_validation_of_damaged_carriers(kind: str) -> None:
    image, end = IMAGES[kind]()
    choices = list(range(end)) or places(image)
    chance = random.Random(f"validate {kind}")
    for _ in range(60 * THOROUGH):
        octets = damage(image, choices, chance)
        problems: list[Problem] = []
        try:
            snapshot = None if end else "three"
            with open_carried(MemorySource(octets), snapshot=snapshot, lenient=True) as source:
                if source.envelope is None or source.envelope.is_readable:
                    check_binary(source, problems.append, Progress(), Cancel())
        except QmiguiError as error:
            assert str(error)


def test_giant_tables(tmp_path) -> None:
    """A sparse file of a tebibyte whose tables claim all of it."""
    from qmigui.qemufile.opener import open_source

    path = tmp_path / "disk"
    image = bytearray(Qcow2([("one", LARGE)], cluster_bits=16).build())
    table = int.from_bytes(image[64:72], "big")
    l1_at = 1 << 30
    entries = 1 << 22  # as many as qcow2 allows
    image[table : table + 12] = struct.pack(">QI", l1_at, entries)
    image[table + 40 : table + 48] = struct.pack(">Q", (entries - 1) << 29)
    with path.open("wb") as file:
        file.truncate(1 << 40)
        file.write(image)
        file.seek(l1_at + 8)
        file.write(struct.pack(">8Q", *((2 << 30) + (index << 16) for index in range(8))))
    started = time.process_time()
    with open_source(f"{path}#one") as source:
        assert source.size == (entries - 1) << 29
        assert source.peek(100) == bytes(100)
        extent = source.data_extent(0)
        assert extent is not None
        assert extent[0] == extent[1] == source.size
    assert time.process_time() - started < 20


def test_a_table_of_as_many_snapshots_as_there_may_be() -> None:
    from qmigui.qemufile.qcow2.state import list_snapshots

    image = bytearray(Qcow2([("one", b"")]).build())
    table = int.from_bytes(image[64:72], "big")
    entry = bytes(image[table : table + 72])
    image[60:64] = struct.pack(">I", 65536)
    started = time.process_time()
    _, found = list_snapshots(MemorySource(bytes(image[:table]) + entry * 65536))
    assert len(found) == 65536
    assert time.process_time() - started < 20
