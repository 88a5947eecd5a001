"""SIGKILL at any moment: what was reported stored is there, and after the next start nothing else is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qmigui import service
from qmigui.library.sidecar import stem_of
from tests.cli.program import environment
from tests.library.guests import files

KILLS = int(os.environ.get("QMIGUI_KILLS", "12"))
"""Of all verbs together."""
FIRST_STEP = 0.1
"""Seconds, about, that the first step takes."""
MOST_LINES = 5
"""What a process may tell before the step in which it is killed."""


class Ledger:
    """What the processes have told."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        """SHA-256 of each state that must be there."""
        self.gone: set[str] = set()
        """States that must not be there; of those that were being removed both can be."""
        self.told = 0

    def read(self, lines: list[str]) -> None:
        for line in lines:
            word, *rest = line.rstrip("\n").split(" ", 2)
            self.told += word != "ready"
            if word == "stored":
                self.kept[rest[0]] = rest[1]
            elif word == "removing":
                self.kept.pop(rest[0], None)
            elif word == "removed":
                self.gone.add(rest[0])


def run_and_kill(library: Path, scratch: Path, seed: str, verb: str, lines: int, share: float) -> list[str]:
    """Let a process work, and kill it.

    Args:
        library, scratch, seed, verb: see the module ``tormentor``.
        lines: that it tells before.
        share: of the time that it needs for a line, on this machine and now; then it is killed.

    Returns:
        The whole lines that it has told.
    """
    complaints = scratch.with_suffix(".err")
    told: list[str] = []
    with (
        complaints.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.library.tormentor", str(library), str(scratch), seed, verb],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**environment(), "XDG_DATA_HOME": str(scratch.parent / "xdg")},
            cwd=Path(__file__).parents[2],
        ) as process,
    ):
        assert process.stdout is not None
        first = process.stdout.readline()
        begin = time.monotonic()
        told += (process.stdout.readline() for _ in range(lines))
        needed = (time.monotonic() - begin) / lines if lines else FIRST_STEP
        time.sleep(share * needed)
        process.kill()
        told += process.stdout.readlines()
    assert first == "ready\n", complaints.read_text()
    assert process.returncode == -9, complaints.read_text()
    return [line for line in told if line.endswith("\n")]


def check(directory: Path, ledger: Ledger) -> None:
    """Open the library as the next start does, and compare it with what was told."""
    with service.open_library(str(directory)) as library:
        assert library.notes == []
        library.database.check()
        assert not library.catalogue.removals()
        entries = {entry.id: entry for entry in service.list_states(library)}
        lost = ledger.kept.keys() - entries.keys()
        assert not lost
        for identity, sha256 in ledger.kept.items():
            assert entries[identity].raw_sha256 == sha256
        assert not ledger.gone & entries.keys()
        for state in service.verify_states(library):
            assert state.is_clean, (state.entry, state.error, state.result)
            assert state.entry.health.value in {"clean", "warnings"}
        stems = [stem_of(entry.file_name) for entry in entries.values()]
        expected = {entry.file_name for entry in entries.values()} | {f"{stem}.json" for stem in stems}
        assert set(files(directory)) == expected  # verifying has written all the .json
        ledger.kept = {identity: entry.raw_sha256 for identity, entry in entries.items()}


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("verb", ["store", "remove", "rebuild"])
def test_killed_at_any_moment(tmp_path: Path, verb: str) -> None:
    library, scratch = tmp_path / "library", tmp_path / "state.bin"
    chance = random.Random(verb)
    ledger = Ledger()
    if verb != "store":
        ledger.read(run_and_kill(library, scratch, "first", "store", 8, 0.5))
        check(library, ledger)
    for number in range(-(-KILLS // 3)):
        before = set(ledger.kept)
        lines, share = chance.randrange(MOST_LINES), chance.uniform(0, 1.5)
        ledger.read(run_and_kill(library, scratch, f"{verb} {number}", verb, lines, share))
        check(library, ledger)
        if verb == "rebuild":
            assert set(ledger.kept) == before
    assert ledger.told
