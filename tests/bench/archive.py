"""Size and time of archives beside other ways to keep the same states, in one run on the same data.

``python -m tests.bench.archive [--place DIR] [--repeats N] [--slow] [--steps LIST] STATE...``

The states are one guest's, in order (``../shared/corpus/make_big.py --states 4`` makes such a series).
What is compared runs in alternation, each in a process of its own, and is told as medians: the machine may
have other work.  Ratios of CPU time say more than those of wall time then.

- ``store``: the first state, beside ``zstd -3 -T2``.
- ``levels``: the same at each level, beside ``zstd -9`` (with --slow also ``zstd -19`` and ``xz``).
- ``series``: all states, each a delta against the one before, beside ``zstd -3`` and, where they are
  installed, borg (also with small chunks) and restic.
- ``read``: opening to the device tree, and random pages at each depth, none remembered for the next.
- ``verify``: beside ``zstd -t``.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import DELTA_SUFFIX, SUFFIX, create
from qmigui.library.archive.info import Level
from qmigui.library.archive.verify import Depth, verify
from qmigui.qemufile.opener import open_source
from tests.bench.convert import Cost, run

STEPS = ("store", "levels", "series", "read", "verify")
PAGES = 300
BORG_CHUNKER = "buzhash,12,20,15,4095"


def ours(*words: str) -> tuple[str, ...]:
    """The command that runs a part of this module in a process of its own."""
    return (sys.executable, "-m", "tests.bench.archive", "--part", *words)


def part(words: list[str]) -> None:
    """What such a process does."""
    match words:
        case ["store", source_name, target, level, check, parent]:
            path = Path(target)
            path.unlink(missing_ok=True)
            above = Archive.open(Path(parent)) if parent else None
            with open_source(source_name) as source:
                create(source, path.parent, path.name, level=Level(level), check=check == "yes", parent=above)
        case ["verify", target, depth]:
            found = verify(Path(target), Depth(depth))
            if not found.is_clean:
                raise SystemExit(str(found.problems[0]))


def store_command(
    source: Path, target: Path, level: str = "default", check: str = "no", parent: str = ""
) -> tuple[str, ...]:
    """Stores one state."""
    return ours("store", str(source), str(target), level, check, parent)


def alternating(commands: dict[str, tuple[str, ...]], repeats: int) -> dict[str, Cost]:
    """Medians of what each command takes, one after the other in turn."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            os.sync()
            costs[name].append(run(*command))
    return {
        name: Cost(
            statistics.median(cost.wall_s for cost in taken),
            statistics.median(cost.cpu_s for cost in taken),
            max(cost.private_mib for cost in taken),
        )
        for name, taken in costs.items()
    }


def show(name: str, size: int | None, cost: Cost | None, against: tuple[int | None, Cost] | None) -> None:
    """Print a line: size, times, and both as ratios to something else."""
    text = f"  {name:32}"
    text += f"{size / 1e6:10.1f}" if size is not None else f"{'':10}"
    text += f"{cost.wall_s:8.2f}{cost.cpu_s:8.2f}{cost.private_mib:8.0f}" if cost is not None else f"{'':24}"
    if against is not None:
        other_size, other = against
        text += f"{size / other_size:8.3f}" if size is not None and other_size else f"{'':8}"
        if cost is not None:
            text += f"{cost.wall_s / other.wall_s:8.2f}{cost.cpu_s / other.cpu_s:8.2f}"
    print(text, flush=True)


def head(title: str) -> None:
    """Print a table's head."""
    columns = ("MB", "wall s", "cpu s", "MiB", "size x", "wall x", "cpu x")
    print(f"{title}\n  {'':34}" + "".join(f"{column:>8}" for column in columns))


def bench_store(state: Path, place: Path, repeats: int) -> None:
    """The first state alone."""
    packed = place / "state.zst"
    plain, checked = place / f"plain{SUFFIX}", place / f"checked{SUFFIX}"
    commands = {
        "zstd -3 -T2": ("zstd", "-q", "-3", "-T2", "-f", str(state), "-o", str(packed)),
        "default, no check": store_command(state, plain),
        "default, with its check": store_command(state, checked, check="yes"),
    }
    costs = alternating(commands, repeats)
    head(f"store {state.name}: {state.stat().st_size / 1e6:.0f} MB (ours also waits for the disk)")
    base = (packed.stat().st_size, costs["zstd -3 -T2"])
    for name, path in zip(commands, (packed, plain, checked), strict=True):
        show(name, path.stat().st_size, costs[name], base)


def bench_levels(state: Path, place: Path, slow: bool) -> None:
    """Each level once."""
    packed = place / "state.zst"
    zstd = ("zstd", "-q", "-T2", "-f", str(state), "-o", str(packed))
    others: dict[str, tuple[str, ...]] = {"zstd -9": (*zstd, "-9")}
    if slow:
        others["zstd -19"] = (*zstd, "-19")
        others["xz -6"] = ("sh", "-c", 'xz -6 -T2 -c "$0" > "$1"', str(state), str(packed))
        others["gzip -6"] = ("sh", "-c", 'gzip -6 -c "$0" > "$1"', str(state), str(packed))
    head("levels")
    base: tuple[int | None, Cost] | None = None
    for name, command in others.items():
        cost = run(*command)
        base = base or (packed.stat().st_size, cost)
        show(name, packed.stat().st_size, cost, base)
    for level in Level:
        target = place / f"{level.value}{SUFFIX}"
        cost = run(*store_command(state, target, level.value))
        show(f"level {level.value}", target.stat().st_size, cost, base)


def bench_series(states: list[Path], place: Path) -> list[Path]:
    """All states; gives our archives."""
    head(f"series of {len(states)} states: {sum(state.stat().st_size for state in states) / 1e6:.0f} MB")
    packed = place / "state.zst"
    alone, costs = 0, []
    for state in states:
        costs.append(run("zstd", "-q", "-3", "-T2", "-f", str(state), "-o", str(packed)))
        alone += packed.stat().st_size
    base = (alone, _sum(costs))
    show("zstd -3 each", alone, base[1], base)
    archives: list[Path] = []
    costs = []
    for number, state in enumerate(states):
        target = place / f"series{number}{DELTA_SUFFIX if archives else SUFFIX}"
        parent = str(archives[-1]) if archives else ""
        costs.append(run(*store_command(state, target, parent=parent)))
        archives.append(target)
    sizes = [path.stat().st_size for path in archives]
    show("ours, each against the last", sum(sizes), _sum(costs), base)
    print("    adds " + ", ".join(f"{size / 1e6:.1f}" for size in sizes), flush=True)
    others = {"zstd -3": (alone, 0.35)}
    if shutil.which("borg"):
        show("borg zstd,3", *_borg(states, place, ()), base)
        tuned = _borg(states, place, ("--chunker-params", BORG_CHUNKER))
        show("borg zstd,3, small chunks", *tuned, base)
        others["borg"] = (tuned[0], 0.65)
    if shutil.which("restic"):
        restic = _restic(states, place)
        show("restic", *restic, base)
        others["restic"] = (restic[0], 0.55)
    for name, (size, wanted) in others.items():
        print(f"    ours is {sum(sizes) / size:.3f} of {name} (wanted: {wanted} at most)")
    return archives


def _sum(costs: list[Cost]) -> Cost:
    return Cost(
        sum(cost.wall_s for cost in costs),
        sum(cost.cpu_s for cost in costs),
        max(cost.private_mib for cost in costs),
    )


def _borg(states: list[Path], place: Path, options: tuple[str, ...]) -> tuple[int, Cost]:
    """Size of a repository, and what filling it took.  All states under one name, as a user's would be."""
    repository, home = place / "borg", place / "borg-home"
    os.environ.update(BORG_BASE_DIR=str(home), BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK="yes")
    subprocess.run(["borg", "init", "-e", "none", str(repository)], check=True, capture_output=True)
    costs = []
    for number, state in enumerate(states):
        archive = f"{repository}::s{number}"
        costs.append(run("borg", "create", "-C", "zstd,3", *options, archive, str(state)))
    size = _size(repository / "data")
    shutil.rmtree(repository)
    shutil.rmtree(home)
    return size, _sum(costs)


def _restic(states: list[Path], place: Path) -> tuple[int, Cost]:
    repository = place / "restic"
    os.environ.update(RESTIC_PASSWORD="bench", RESTIC_CACHE_DIR=str(place / "restic-cache"))
    subprocess.run(["restic", "-q", "-r", str(repository), "init"], check=True, capture_output=True)
    costs = [run("restic", "-q", "-r", str(repository), "backup", str(state)) for state in states]
    size = _size(repository / "data")
    shutil.rmtree(repository)
    shutil.rmtree(place / "restic-cache", ignore_errors=True)
    return size, _sum(costs)


def _size(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


def bench_read(archives: list[Path]) -> None:
    """Opening, and pages, in this process."""
    print("read, ms (CPU time of the thread, and wall)")
    for path in archives:
        opens, walls = [], []
        devices = 0
        for _ in range(9):
            wall, cpu = time.perf_counter(), time.thread_time()
            with Archive.open(path) as archive:
                devices = sum(section.body_offset is not None for section in archive.sections)
                archive.description()
            opens.append(time.thread_time() - cpu)
            walls.append(time.perf_counter() - wall)
        with Archive.open(path) as archive:
            depth = archive.depth
            pages = _pages(archive)
        cpus, page_walls = zip(*pages, strict=True)
        print(
            f"  depth {depth}: open to the tree of {devices} devices {_ms(opens, 50)} ({_ms(walls, 50)}); "
            f"a page: median {_ms(cpus, 50)} ({_ms(page_walls, 50)}), 95th percentile "
            f"{_ms(cpus, 95)} ({_ms(page_walls, 95)})",
            flush=True,
        )


def _pages(archive: Archive) -> list[tuple[float, float]]:
    """CPU and wall time of random pages of the largest block, each without what was read before."""
    chance = random.Random(1)
    block = max(archive.blocks, key=lambda block: block.used_length)
    size = archive.info.page_size or 4096
    taken = []
    for _ in range(PAGES):
        above: Archive | None = archive
        while above is not None:
            above.forget()
            above = above.parent
        address = chance.randrange(block.used_length // size) * size
        wall, cpu = time.perf_counter(), time.thread_time()
        archive.page(block.name, address)
        taken.append((time.thread_time() - cpu, time.perf_counter() - wall))
    return taken


def _ms(values: object, percent: int) -> str:
    ordered = sorted(values)  # type: ignore[call-overload]
    return f"{1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]:.2f}"


def bench_verify(archives: list[Path], repeats: int) -> None:
    """Verification beside the stock program's."""
    first = archives[0]
    commands = {
        "zstd -t": ("zstd", "-q", "-t", str(first)),
        "verify, every frame": ours("verify", str(first), "scrub"),
        "verify, and the whole": ours("verify", str(first), "full"),
        "verify the last delta": ours("verify", str(archives[-1]), "full"),
        "the interpreter and its modules": ours("nothing"),
    }
    costs = alternating(commands, repeats)
    head("verify")
    for name in commands:
        show(name, None, costs[name], (None, costs["zstd -t"]))


def main(argv: list[str]) -> None:
    """Print the tables."""
    if argv[:1] == ["--part"]:
        part(argv[1:])
        return
    parser = argparse.ArgumentParser(prog="tests.bench.archive", description=__doc__.partition("\n")[0])
    parser.add_argument("--place", help="directory to work in")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--slow", action="store_true", help="zstd -19, xz and gzip too")
    parser.add_argument("--steps", default=",".join(STEPS), help=f"of {', '.join(STEPS)}")
    parser.add_argument("states", nargs="+", type=Path)
    arguments = parser.parse_args(argv)
    steps = arguments.steps.split(",")
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"load average {loads} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-", dir=arguments.place) as name:
        place = Path(name)
        states: list[Path] = arguments.states
        if "store" in steps:
            bench_store(states[0], place, arguments.repeats)
        if "levels" in steps:
            bench_levels(states[0], place, arguments.slow)
        if {"series", "read", "verify"} & set(steps):
            archives = bench_series(states, place)
            if "read" in steps:
                bench_read(archives)
            if "verify" in steps:
                bench_verify(archives, arguments.repeats)


if __name__ == "__main__":
    main(sys.argv[1:])
