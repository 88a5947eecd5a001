"""Time and memory of conversions, each in a process of its own, as a user runs them.

``python -m tests.bench.convert [--size MIB] [--repeats N] [--place DIR] [FILE...]``

Each stream is converted to BER and back, beside copies of the same file.  Each command runs in
a row of its own after a warm-up, since the first long output after another program's takes
much longer on some systems.  Two comparisons are like for like: ``cp`` with ``--no-sync``, which leave
it to the system to put the file on the disk, and ``cp`` followed by ``sync FILE`` with what qmigui does
unless told otherwise.  Without FILE, streams of --size MiB (2048) are made, one for each mixture of
zero and full pages.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.streams import MIXTURES, make_stream
from tests.memory import memory_figure

MIB = 1 << 20
ENGINE = (sys.executable, "-m", "qmigui")


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Attributes:
        wall_s: from start to end.
        cpu_s: of user and system together.
        private_mib: anonymous resident memory at its highest (shared file pages not counted).
    """

    wall_s: float
    cpu_s: float
    private_mib: float


def run(*command: str) -> Cost:
    """Run *command* to its end.

    Raises:
        SystemExit: it failed.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    started = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    watch = _MemoryWatch(pid)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    os.close(quiet)
    peak = watch.stop()
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak)


class _MemoryWatch:
    """Looks at a process's private memory while it runs."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(0.02):
            self._peak = max(self._peak, memory_figure("RssAnon", self._pid) or 0)

    def stop(self) -> float:
        """The peak in MiB."""
        self._done.set()
        self._thread.join()
        return self._peak / MIB


def row(command: Sequence[str], target: Path, repeats: int) -> list[Cost]:
    """What each of *repeats* runs took that write *target*, after one to warm up."""
    costs = []
    for _ in range(repeats + 1):
        target.unlink(missing_ok=True)
        os.sync()
        costs.append(run(*command))
    return costs[1:]


def compare(what: str, source: Path, target: Path, repeats: int) -> None:
    """Convert *source* and copy it, both without and with the disk, and print two lines."""
    convert = (*ENGINE, "--quiet", "--convert", str(source), str(target))
    copy = ("cp", str(source), str(target))
    synced_copy = ("sh", "-c", 'cp "$0" "$1" && sync "$1"', str(source), str(target))
    for disk, our_command, other_command in (
        ("", (*convert, "--no-sync"), copy),
        (", synced", convert, synced_copy),
    ):
        others = row(other_command, target, repeats)
        ours = row(our_command, target, repeats)
        wall = statistics.median(cost.wall_s for cost in ours)
        other = statistics.median(cost.wall_s for cost in others)
        best = min(cost.wall_s for cost in ours) / min(cost.wall_s for cost in others)
        print(
            f"  {what + disk:24}{wall:8.2f}{other:8.2f}{wall / other:8.2f}{best:8.2f}"
            f"{statistics.median(cost.cpu_s for cost in ours):8.2f}"
            f"{max(cost.private_mib for cost in ours):13.0f}",
            flush=True,
        )


def as_installed(place: str) -> None:
    """Let commands find compiled modules, as those of an installed program do, in *place*."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(place, "compiled"))
    run(*ENGINE, "--version")


def start_up() -> None:
    """Print what starting costs."""
    bare = statistics.median(run(sys.executable, "-c", "pass").wall_s for _ in range(9))
    version = statistics.median(run(*ENGINE, "--version").wall_s for _ in range(9))
    over = version - bare
    print(f"qmigui --version: {1000 * version:.0f} ms, {1000 * over:.0f} ms over the bare interpreter")


def main(argv: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="tests.bench.convert", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=2048, help="of made streams, in MiB")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--place", help="directory to work in")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-", dir=arguments.place) as place:
        as_installed(place)
        start_up()
        streams = list(arguments.files)
        made = Path(place, "made.bin")
        for index in range(len(streams) or len(MIXTURES)):
            stream = streams[index] if streams else made
            title = str(stream)
            if not streams:
                make_stream(made, MIXTURES[index], arguments.size * MIB)
                title = MIXTURES[index]
            print(f"{title}: {stream.stat().st_size / MIB:.0f} MiB")
            print(
                f"  {'':24}{'wall s':>8}{'cp s':>8}{'ratio':>8}{'of best':>8}{'cpu s':>8}{'private MiB':>13}"
            )
            ber, target = Path(place, "a.ber"), Path(place, "b")
            compare("binary to BER", stream, target, arguments.repeats)
            run(*ENGINE, "--quiet", "--convert", str(stream), str(ber))
            compare("BER to binary", ber, target, arguments.repeats)
            looks = [run(*ENGINE, "--info", str(stream)).wall_s for _ in range(arguments.repeats)]
            info = statistics.median(looks)
            print(f"  {'--info':24}{info:8.2f}")
            ber.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
