"""Captures of a running guest that are disturbed at random moments, and what must hold after each."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.cli.program import ENGINE, environment, run
from tests.qemu.guests import Guest
from tests.qemu.machine import PATIENCE, Machine

MARK = "QMIGUI_TEST_CAPTURES"
"""A variable by which the processes of one test are told from those of others."""


def keepers(directory: Path) -> list[int]:
    """Process numbers of the keepers of the test whose directory that is."""
    found = []
    mark = f"{MARK}={directory}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                is_keeper = b"qmigui/live/keeper.py" in (entry / "cmdline").read_bytes()
                if is_keeper and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found


@dataclass
class Captures:
    """One guest that is captured again and again.

    Attributes:
        guest: it.
        machine: its QEMU, running.
        monitor: where its second monitor is.
        directory: for files.
        disk: a file system that is too small for its state.
    """

    guest: Guest
    machine: Machine
    monitor: str
    directory: Path
    disk: Path

    def whole(self, *options: str) -> Path:
        """A capture that nothing disturbs; gives the file, which has been found clean."""
        target = self.directory / "state"
        target.unlink(missing_ok=True)
        done = run("--capture", self.monitor, target, *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        self.runs_on()
        self.is_clean(target)
        return target

    def is_clean(self, target: Path) -> None:
        """A capture that is there is a good one."""
        done = run("--validate", target)
        assert done.returncode == 0, done.stdout.decode()

    def disturbed(self, how: str, chance: random.Random, *options: str) -> bool:
        """A capture that is disturbed; whether it was finished all the same."""
        directory = self.disk if how == "full disk" else self.directory
        target = directory / "disturbed"
        target.unlink(missing_ok=True)
        command = [*ENGINE, "--capture", self.monitor, str(target), *options]
        process = subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if how != "full disk":
            # From the moment on from which it matters: the guest is about to be touched.
            end = time.monotonic() + PATIENCE
            while not keepers(self.directory) and process.poll() is None and time.monotonic() < end:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL if how == "kill" else signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert out == b""
        assert b"Traceback" not in err, err
        if how == "full disk":
            assert process.returncode == 10
            assert b"No space left on device" in err
        else:
            assert process.returncode in {0, 130, -signal.SIGKILL, -signal.SIGINT}
        self.runs_on()
        finished = target.exists()
        assert finished or os.listdir(directory).count("disturbed") == 0
        if finished:
            self.is_clean(target)
            target.unlink()
        return finished

    def runs_on(self) -> None:
        """The guest runs, makes steps, nothing of a migration is left, and neither is a keeper."""
        machine = self.machine
        machine.wait("the guest to be given back", lambda: machine.status() == "running")
        machine.wait("the keepers to go", lambda: not keepers(self.directory))
        assert machine.status() == "running"
        assert machine.execute("query-migrate").get("status") in {None, "completed", "failed", "cancelled"}
        assert machine.execute("query-migrate-parameters")["max-bandwidth"] == 128 << 20
        before = machine.registers()
        machine.wait("the guest's next steps", lambda: machine.registers() != before)

    def loads(self, target: Path) -> None:
        """A fresh QEMU takes the capture and runs on from it."""
        uri = f"unix:{self.directory}/back"
        with self.guest.incoming(uri, self.directory) as machine:
            done = run("--convert", target, uri, "--to", "binary", "--timeout", "20")
            assert done.returncode == 0, done.stderr
            machine.loaded()
            before = machine.registers()
            machine.execute("cont")
            machine.wait("the guest's next steps", lambda: machine.registers() != before)


def series(captures: Captures, counts: dict[str, int], seed: int) -> list[str]:
    """Captures one after the other, in an order that *seed* decides.

    Args:
        captures: the guest.
        counts: how many of each kind: ``none`` of them disturbed, ``interrupt``, ``kill``, ``full disk``.
        seed: of the order, the options and the moments.

    Returns:
        What became of each.
    """
    chance = random.Random(seed)
    order = [how for how, count in counts.items() for _ in range(count)]
    chance.shuffle(order)
    told = []
    for how in order:
        options = chance.choice(([], ["--live"], ["--to", "ber"]))
        if how == "none":
            captures.loads(captures.whole(*options))
            told.append("whole")
        else:
            finished = captures.disturbed(how, chance, *options)
            told.append(f"{how}: {'finished' if finished else 'nothing'}")
    return told
