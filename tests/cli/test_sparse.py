"""A guest of 16 GiB in the fixed-offset form: mostly a hole, and it must cost no more than what is there."""

from __future__ import annotations

import json
import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import StreamBuilder, content, cstr
from tests.cli.program import run, start
from tests.memory import memory_figure

MIB = 1 << 20
PAGE = 4096
RAM_LENGTH = 16 << 30
RUN_PAGES = 1000
RUNS = 64
MOST_PRIVATE = 200 * MIB

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc"),
]


def make_sparse(path: Path) -> None:
    """Write the stream; runs of pages lie far from each other."""
    head = StreamBuilder(capabilities=["mapped-ram"]).cut()
    head += b"\x01" + struct.pack(">I", 1) + cstr("ram") + struct.pack(">II", 0, 4)
    head += struct.pack(">Q", RAM_LENGTH | 4) + cstr("pc.ram") + struct.pack(">Q", RAM_LENGTH)
    bitmap = bytearray(RAM_LENGTH // PAGE // 8)
    bitmap_offset = len(head) + 28
    pages_offset = -(-(bitmap_offset + len(bitmap)) // MIB) * MIB
    head += struct.pack(">IQQQ", 1, PAGE, bitmap_offset, pages_offset)
    step = RAM_LENGTH // PAGE // RUNS
    data = content(7) * RUN_PAGES
    with path.open("wb") as file:
        for first in range(0, RAM_LENGTH // PAGE, step):
            for number in range(first, first + RUN_PAGES):
                bitmap[number // 8] |= 1 << number % 8
            file.seek(pages_offset + first * PAGE)
            file.write(data)
        file.seek(0)
        file.write(head + bitmap)
        file.seek(pages_offset + RAM_LENGTH)
        eos = struct.pack(">Q", 0x10) + b"\x7e" + struct.pack(">I", 1)
        rest = StreamBuilder(machine=None, header=b"").full(
            "cpu", values=[("halted", "uint32", b"\0\0\0\1")], section_id=2
        )
        file.write(eos + b"\x03" + struct.pack(">I", 1) + eos + rest.build())


def private_peak(*arguments: str | Path) -> int:
    """Run the program; how much memory of its own it had at most."""
    peak = 0
    with start(*arguments) as process:
        while process.poll() is None:
            peak = max(peak, memory_figure("RssAnon", process.pid) or 0)
            time.sleep(0.005)
        assert process.wait() == 0
    return peak


def data_extents(path: Path) -> Iterator[tuple[int, bytes]]:
    """What lies between the holes, in pieces of a MiB."""
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        position = 0
        while position < size:
            try:
                position = os.lseek(file.fileno(), position, os.SEEK_DATA)
            except OSError:
                return
            stop = os.lseek(file.fileno(), position, os.SEEK_HOLE)
            while position < stop:
                piece = os.pread(file.fileno(), min(MIB - position % MIB, stop - position), position)
                if piece.count(0) != len(piece):
                    yield position, piece
                position += len(piece)


def occupied(path: Path) -> int:
    """Bytes on the disk."""
    return path.stat().st_blocks * 512


def test_a_large_sparse_guest(tmp_path: Path) -> None:
    source, ber, back = tmp_path / "vm.bin", tmp_path / "vm.ber", tmp_path / "back.bin"
    make_sparse(source)
    there = occupied(source)
    if there > 2 * RUNS * RUN_PAGES * PAGE:
        pytest.skip("a file system without holes")
    peaks = [private_peak("--convert", *names) for names in ((source, ber), (ber, back))]
    print("private memory at most, MiB:", [peak / MIB for peak in peaks])
    assert max(peaks) < MOST_PRIVATE
    assert ber.stat().st_size < 1.1 * RUNS * RUN_PAGES * PAGE
    assert back.stat().st_size == source.stat().st_size
    assert occupied(back) < 1.1 * there
    for one, other in zip(data_extents(source), data_extents(back), strict=True):
        assert one == other


def test_looking_into_it(tmp_path: Path) -> None:
    source = tmp_path / "vm.bin"
    make_sparse(source)
    told = []
    for options in ((), ("--full",)):
        done = run("--info", source, "--json", *options)
        assert done.returncode == 0
        told.append(json.loads(done.stdout))
    assert told[0]["blocks"] == told[1]["blocks"]
    assert told[0]["blocks"][0]["pages"]["full"] == RUNS * RUN_PAGES
    assert [device["name"] for device in told[0]["devices"]] == ["cpu"]
    assert private_peak("--info", source, "--full") < MOST_PRIVATE
