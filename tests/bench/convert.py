"""Time and memory of conversions, each in a process of its own, as a user runs them.

``python -m tests.bench.convert [FILE...]``: streams to convert; by default the
largest one of the corpus.  Each direction is run three times; the best counts.
The floor is what copying the same bytes with ``os.sendfile`` costs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import corpus, remove_cache

REPEATS = 3
MIB = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Attributes:
        wall_ms: from start to end.
        cpu_ms: of user and system together.
        peak_rss_mib: at its highest.
    """

    wall_ms: float
    cpu_ms: float
    peak_rss_mib: float


def run(*command: str) -> Cost:
    """Run *command* to its end.

    Raises:
        SystemExit: it failed.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    started = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
    _, status, usage = os.wait4(pid, 0)
    wall_ms = 1000 * (time.perf_counter() - started)
    os.close(quiet)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(wall_ms, 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss / 1024)


def best(*command: str) -> Cost:
    """The quickest of some runs."""
    return min((run(*command) for _ in range(REPEATS)), key=lambda cost: cost.wall_ms)


def copy_ms(source: Path, target: Path) -> float:
    """The quickest plain copy, with the same ``fsync`` at its end."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        with source.open("rb") as input_file, target.open("wb") as output_file:
            while os.sendfile(output_file.fileno(), input_file.fileno(), None, 64 * MIB):
                pass
            os.fsync(output_file.fileno())
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def show(what: str, size: int | None, cost: Cost) -> None:
    """One line of the table."""
    rate = f"{size / MIB / (cost.wall_ms / 1000):9.1f}" if size else f"{'':9}"
    print(f"{what:34}{rate}{cost.wall_ms:10.0f}{cost.cpu_ms:10.0f}{cost.peak_rss_mib:10.1f}")


def main(names: list[str]) -> None:
    """Print the table."""
    streams = [Path(name) for name in names]
    if not streams:
        largest = max(corpus().streams(), key=lambda file: file.size)
        streams = [largest.path()]
    engine = (sys.executable, "-m", "qmigui")
    print(f"{'':34}{'MiB/s':>9}{'wall ms':>10}{'CPU ms':>10}{'peak MiB':>10}")
    show("qmigui --version", None, best(*engine, "--version"))
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-") as place:
        ber, back = Path(place, "a.ber"), Path(place, "b.bin")
        for stream in streams:
            size = stream.stat().st_size
            print(f"{stream} ({size / MIB:.1f} MiB)")
            show("  binary to BER", size, best(*engine, "--quiet", "--convert", str(stream), str(ber)))
            show("  BER to binary", size, best(*engine, "--quiet", "--convert", str(ber), str(back)))
            show("  --info", size, best(*engine, "--info", str(stream)))
            print(f"{'  plain copy':34}{size / MIB / (copy_ms(stream, back) / 1000):9.1f}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        remove_cache()
