"""Time and memory of validation, beside ``cp`` of the same file and beside what asn1c makes.

``python -m tests.bench.validate [--size MIB] [--devices MIB] [--beside MIB...] [--repeats N]
[--place DIR] [FILE...]``

Each command runs in a row of its own after a warm-up (see :mod:`tests.bench.convert`).  Validation
writes nothing: ``cp`` tells what it costs to read and write the file once.  Without FILE, streams
of --size MiB (1024) are made and validated in their binary and BER forms, and a BER file of
--devices MiB (50) of device sections; then BER files of --beside MiB (64 512) are given to the
decoder that asn1c makes of the module, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from qmigui import service
from qmigui.visitor.tlv import encode_length
from tests.bench.convert import ENGINE, MIB, as_installed, row
from tests.bench.convert import run as run_only
from tests.bench.streams import make_stream
from tests.converting import to_ber
from tests.corpus import samples
from tests.hostile.ber_elements import Element, read
from tests.interop.decoders import Asn1c
from tests.interop.values import ROOT
from tests.memory import memory_figure

DEVICES_FROM = "mips-malta-be-7.2"
SEC_FULL = bytes.fromhex("7fd346")
FORMS = (("runs", "run"), ("runs", "single"), ("mixed", "run"))
"""Mixtures of pages, and how they are written."""

_EVERY_S = 0.004
_FIRST = 1 << 24
"""Ids from here on all take four octets."""


class Peak(NamedTuple):
    """What one process took.

    Attributes:
        wall_s: from start to end.
        cpu_s: of user and system together.
        peak_mib: resident memory at its highest, all of it.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


def run(*command: str) -> Peak:
    """Run *command* to its end.

    Raises:
        SystemExit: it failed.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    started = time.perf_counter()
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]  # asn1c's tells of success
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    os.close(quiet)
    over = threading.Event()
    figures = [0]

    def watch() -> None:
        # The figure only grows, so that the last one counts.  getrusage would not do: there a new
        # program has the figure of the one that started it.
        while not over.wait(_EVERY_S):
            figures.append(memory_figure("VmHWM", pid) or 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    over.set()
    watcher.join()
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Peak(wall, usage.ru_utime + usage.ru_stime, max(figures) / MIB)


def runs(repeats: int, *command: str) -> list[Peak]:
    """What each of *repeats* runs took, after one to warm up."""
    return [run(*command) for _ in range(repeats + 1)][1:]


def heading() -> None:
    """Print the names of the columns."""
    print(f"  {'':32}{'wall s':>8}{'cp s':>8}{'ratio':>8}{'of best':>8}{'cpu s':>8}{'peak MiB':>10}")


def compare(what: str, source: Path, place: Path, repeats: int, *commands: tuple[str, ...]) -> None:
    """Copy *source*, then run each of *commands* on it, and print a line for each."""
    target = place / "copy"
    copies = [cost.wall_s for cost in row(("cp", str(source), str(target)), target, repeats)]
    target.unlink()
    for name, *command in commands:
        found = runs(repeats, *command, str(source))
        wall = statistics.median(peak.wall_s for peak in found)
        copy = statistics.median(copies)
        print(
            f"  {what + name:32}{wall:8.2f}{copy:8.2f}{wall / copy:8.2f}"
            f"{min(peak.wall_s for peak in found) / min(copies):8.2f}"
            f"{statistics.median(peak.cpu_s for peak in found):8.2f}"
            f"{max(peak.peak_mib for peak in found):10.0f}",
            flush=True,
        )


OURS = ("", *ENGINE, "--quiet", "--validate")
CONVERT = (*ENGINE, "--quiet", "--no-sync", "--convert")


def to_form(stream: Path, target: Path, pages: str) -> None:
    """Write the BER form of *stream*."""
    run_only(*CONVERT, str(stream), str(target), "--pages", pages)


def make_devices(path: Path, size: int) -> None:
    """Write a BER file of about *size* octets of device sections.

    They are those of a real stream, again and again with other ids and instances.
    """
    file = next(file for file in samples().streams() if file.case_id == DEVICES_FROM)
    data = to_ber(file.read())
    whole = read(data)
    items = whole.children[-1]
    sections = [item for item in items.children if item.tag == SEC_FULL and item.children[5].tag != b"\x30"]
    # Those that stand in a stream but once.
    sections = [item for item in sections if _contents(data, item.children[2]) != b"globalstate"]
    with path.open("wb") as out:
        out.write(whole.tag + b"\x80" + data[whole.children[0].start : items.start] + b"\x30\x80")
        for octets in _sections(data, sections):
            if out.tell() >= size:
                break
            out.write(octets)
        out.write(bytes.fromhex("0500 0000 0000"))


def _sections(data: bytes, sections: list[Element]) -> Iterator[bytes]:
    """Endlessly, with other ids."""
    number = _FIRST
    while True:
        for section in sections:
            kind, _, name, _, version, *_ = section.children
            octets = b"\x02\x04" + number.to_bytes(4)
            rest = data[version.start : section.contents_end]
            head = data[kind.start : kind.end] + octets + data[name.start : name.end] + octets
            yield section.tag + encode_length(len(head) + len(rest)) + head + rest
            number += 1


def _contents(data: bytes, element: Element) -> bytes:
    return data[element.contents : element.contents_end]


def make_converter(directory: Path) -> tuple[str, ...] | None:
    """Make what asn1c makes of the module, optimised; the command, or None without asn1c."""
    if shutil.which("asn1c") is None or shutil.which("gcc") is None:
        return None
    Asn1c(service.schema_text(), directory)
    sources = sorted(path.name for path in directory.glob("*.c"))
    command = ["gcc", "-O2", "-w", f"-DPDU={ROOT}", "-I.", "-o", "converter", *sources]
    subprocess.run(command, cwd=directory, check=True)
    return (" asn1c", str(directory / "converter"), "-iber", "-onull")


def own_files(files: list[Path], place: Path, repeats: int) -> None:
    """Validate what somebody else gives."""
    for file in files:
        print(f"{file}: {file.stat().st_size / MIB:.0f} MiB")
        heading()
        compare("validate", file, place, repeats, OURS)


def made_files(size: int, devices: int, place: Path, repeats: int) -> None:
    """Validate made files of each kind; sizes in MiB."""
    stream, ber = place / "made.bin", place / "made.ber"
    print(f"made streams: {size} MiB; devices: {devices} MiB")
    heading()
    for mixture, pages in FORMS:
        make_stream(stream, mixture, size * MIB)
        if pages == "run":
            compare(f"{mixture}, binary", stream, place, repeats, OURS)
        to_form(stream, ber, pages)
        stream.unlink()
        compare(f"{mixture}, BER, pages {pages}", ber, place, repeats, OURS)
        ber.unlink()
    make_devices(ber, devices * MIB)
    compare("devices, BER", ber, place, repeats, OURS)
    run_only(*CONVERT, str(ber), str(stream))
    compare("devices, binary", stream, place, repeats, OURS)


def beside(sizes: list[int], place: Path, repeats: int) -> None:
    """Validate BER files of these sizes in MiB, and have asn1c's decoder read them."""
    directory = place / "asn1c"
    directory.mkdir()
    converter = make_converter(directory)
    if converter is None:
        print("no comparison with asn1c: apt-get install asn1c gcc libc6-dev")
        return
    stream, ber = place / "made.bin", place / "made.ber"
    print("beside asn1c")
    heading()
    for size in sizes:
        for mixture, pages in FORMS:
            make_stream(stream, mixture, size * MIB)
            to_form(stream, ber, pages)
            compare(f"{size} MiB, {mixture}, {pages}", ber, place, repeats, OURS, converter)


def main(argv: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="tests.bench.validate", description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=1024, help="of made streams, in MiB")
    parser.add_argument("--devices", type=int, default=50, help="of the file of device sections, in MiB")
    parser.add_argument("--beside", type=int, nargs="*", default=[64, 512], help="of files for asn1c, in MiB")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--place", help="directory to work in")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="qmigui-bench-", dir=arguments.place) as name:
        place = Path(name)
        as_installed(name)
        if arguments.files:
            own_files(arguments.files, place, arguments.repeats)
            return
        made_files(arguments.size, arguments.devices, place, arguments.repeats)
        beside(arguments.beside, place, arguments.repeats)


if __name__ == "__main__":
    main(sys.argv[1:])
