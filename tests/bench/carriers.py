"""CPU and wall time of reading through each carrier, beside the program that unpacks it.

``python -m tests.bench.carriers [--repeats N] [--place DIR] [--kinds gzip,lz4] FILE``

FILE is a stream, best one of some hundred MiB of real memory.  It is packed by each program, and put
into a libvirt image so packed.  Then the program unpacks the file into nothing, and a process of ours opens
it as every verb does and reads it as a conversion does, into windows that are dropped.  They take turns, and
medians of the pairs' ratios are printed.  What our process needs before it reads (the interpreter, numpy,
the decoder's module) is told by itself, ``start``: the first mebibyte of the file so packed goes before.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.carriers import libvirt_head

PROGRAMS = {
    "gzip": (1, ("gzip", "-c"), ("gzip", "-dc")),
    "bzip2": (2, ("bzip2", "-c"), ("bzip2", "-dc")),
    "xz": (3, ("xz", "-1", "-c"), ("xz", "-dc")),
    "lzop": (4, ("lzop", "-c"), ("lzop", "-dc")),
    "zstd": (5, ("zstd", "-q", "-c"), ("zstd", "-q", "-dc")),
    "lz4": (None, ("lz4", "-q", "-c"), ("lz4", "-q", "-dc")),
}
"""Number of the format in libvirt's header, how to pack, how to unpack.  libvirt calls them the same way."""

OURS = """
import os, sys, time
from qmigui.service.opening import open_state
from qmigui.stream.feed import read_blocks

def read(name):
    with open_state(name) as source:
        for block in read_blocks(source):
            pass

read(sys.argv[1])
before, wall = os.times(), time.monotonic()
read(sys.argv[2])
after = os.times()
spent = after.user - before.user + after.system - before.system
print(time.monotonic() - wall, spent, before.user + before.system)
"""


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def cost_of(*command: str) -> Cost:
    """Run *command*, what it prints going to nothing."""
    before, started = os.times(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.monotonic() - started, os.times()
    spent = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Cost(wall, spent)


def our_cost(small: Path, packed: Path) -> tuple[Cost, float]:
    """What reading *packed* costs us, and what came before."""
    command = (sys.executable, "-c", OURS, str(small), str(packed))
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    wall, spent, start = map(float, told.split())
    return Cost(wall, spent), start


def compare(what: str, packed: Path, plain: Path, small: Path, unpack: tuple[str, ...], repeats: int) -> None:
    """Print a line about *packed*; the program unpacks *plain*, the same without a libvirt header."""
    pairs, starts = [], []
    for _ in range(repeats):
        mine, start = our_cost(small, packed)
        starts.append(start)
        pairs.append((mine, cost_of(*unpack, str(plain))))
    cpu = statistics.median(mine.cpu / other.cpu for mine, other in pairs)
    wall = statistics.median(mine.wall / other.wall for mine, other in pairs)
    figures = [statistics.median(pair[side][kind] for pair in pairs) for kind in (1, 0) for side in (0, 1)]
    row = [*figures[:2], cpu, *figures[2:], wall, statistics.median(starts)]
    print(f"  {what:20}" + "".join(f"{figure:9.2f}" for figure in row), flush=True)


def main(argv: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.bench.carriers", description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--place", help="directory to work in")
    parser.add_argument("--kinds", default=",".join(PROGRAMS))
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args(argv)
    print(f"{arguments.file}: {arguments.file.stat().st_size >> 20} MiB")
    names = ("cpu s", "program", "ratio", "wall s", "program", "ratio", "start")
    print(f"  {'':20}" + "".join(f"{name:>9}" for name in names))
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-", dir=arguments.place) as place:
        for kind in arguments.kinds.split(","):
            number, pack, unpack = PROGRAMS[kind]
            plain, image, small = (Path(place, name) for name in ("plain", "image", "small"))
            with arguments.file.open("rb") as file:
                start = subprocess.run(pack, input=file.read(1 << 20), check=True, stdout=subprocess.PIPE)
                small.write_bytes(start.stdout)
            with plain.open("wb") as file:
                subprocess.run([*pack, str(arguments.file)], check=True, stdout=file)
            compare(kind, plain, plain, small, unpack, arguments.repeats)
            if number is not None:
                image.write_bytes(libvirt_head(format_=number) + plain.read_bytes())
                compare(f"libvirt, {kind}", image, plain, small, unpack, arguments.repeats)
                image.unlink()
            plain.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
