"""Time and memory of taking guest memory out of a state, beside ``cp`` of the state's file.

``python -m tests.bench.memory [--size MIB] [--repeats N] [--place DIR] [FILE...]``

Each command runs in a row of its own after a warm-up (see :mod:`tests.bench.convert`), and writes the
largest RAM block to a file.  Without FILE, streams of --size MiB (2048) are made.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from qmigui import service
from qmigui.stream.info import StreamInfo
from tests.bench.convert import ENGINE, MIB, row, run
from tests.bench.streams import MIXTURES, make_stream


def compare(what: str, source: Path, target: Path, repeats: int, *options: str) -> None:
    """Take memory out of *source* and copy it, and print a line."""
    command = (*ENGINE, "-q", "--no-sync", "--extract-ram", str(source), str(target), *options)
    ours = row(command, target, repeats)
    others = row(("cp", str(source), str(target)), target, repeats)
    wall, other = (statistics.median(cost.wall_s for cost in costs) for costs in (ours, others))
    cpu, other_cpu = (statistics.median(cost.cpu_s for cost in costs) for costs in (ours, others))
    print(
        f"  {what:24}{wall:8.2f}{other:8.2f}{wall / other:8.2f}{cpu:8.2f}{other_cpu:8.2f}"
        f"{max(cost.private_mib for cost in ours):13.0f}",
        flush=True,
    )


def main(argv: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="tests.bench.memory", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=2048, help="of made streams, in MiB")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--place", help="directory to work in")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-", dir=arguments.place) as place:
        made, ber, target = Path(place, "made.bin"), Path(place, "a.ber"), Path(place, "b")
        for number in range(len(arguments.files) or len(MIXTURES)):
            source: Path = arguments.files[number] if arguments.files else made
            item = str(source) if arguments.files else MIXTURES[number]
            if not arguments.files:
                make_stream(made, MIXTURES[number], arguments.size * MIB)
            print(f"{item}: {source.stat().st_size / MIB:.0f} MiB")
            print(
                f"  {'':24}{'wall s':>8}{'cp s':>8}{'ratio':>8}{'cpu s':>8}{'cp cpu':>8}{'private MiB':>13}"
            )
            found = service.info(str(source))
            assert isinstance(found, StreamInfo)
            block = max(found.blocks, key=lambda block: block.used_length).name
            compare("largest block", source, target, arguments.repeats, "--block", block)
            run(*ENGINE, "--quiet", "--no-sync", "--convert", str(source), str(ber))
            compare("largest block, of BER", ber, target, arguments.repeats, "--block", block)
            ber.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
