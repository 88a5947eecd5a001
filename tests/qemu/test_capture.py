"""A running guest whose state is taken: it runs on, whatever happens to us meanwhile."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import ENGINE, environment, only_line, run
from tests.qemu.captures import MARK, Captures, keepers, series
from tests.qemu.guests import AARCH64, FILL_LENGTH, MIB, PC, Guest, counting_pc
from tests.qemu.machine import Machine, MachineError
from tests.qemu.test_saved_machines import run_for_a_while
from tests.small_disk import small_disk

pytestmark = pytest.mark.qemu

THOROUGH = "QMIGUI_THOROUGH" in os.environ


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """Have them count, also where the tests run in the background of a shell that ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the keepers of this test known."""
    monkeypatch.setenv(MARK, str(tmp_path))


@contextlib.contextmanager
def running(guest: Guest, directory: Path) -> Iterator[Captures]:
    """A guest that runs, with a monitor for us."""
    monitor = f"unix:{directory}/qmp"
    fill = 20 * MIB if THOROUGH else FILL_LENGTH
    with (
        small_disk(directory / "small", "512k") as disk,
        guest.started(directory, fill_length=fill, monitor=monitor) as machine,
    ):
        run_for_a_while(machine)
        yield Captures(guest, machine, monitor, directory, disk)


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    """An aarch64 guest that runs."""
    with running(AARCH64, tmp_path) as captures:
        yield captures


def set_capability(machine: Machine, name: str, state: bool = True) -> None:
    machine.execute("migrate-set-capabilities", capabilities=[{"capability": name, "state": state}])


@pytest.mark.timeout(3600)
def test_again_and_again(tmp_path: Path) -> None:
    """``QMIGUI_THOROUGH``: fifty times, ten of them interrupted; and some that are killed or find no room."""
    kinds = ("none", "interrupt", "kill", "full disk")
    counts = dict(zip(kinds, (40, 10, 6, 3) if THOROUGH else (3, 1, 1, 1), strict=True))
    with running(counting_pc(tmp_path), tmp_path) as captures:
        told = series(captures, counts, int(os.environ.get("QMIGUI_SEED", "1")))
    print(*told, sep="\n")
    assert told.count("whole") == counts["none"]
    assert len(told) == sum(counts.values())


@contextlib.contextmanager
def held_up(captures: Captures, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A capture into a pipe that nobody empties, which by itself would never end; the guest stands still.

    Its process is the leader of a group.
    """
    fifo = captures.directory / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    command = [*ENGINE, "--capture", captures.monitor, str(fifo), *options]
    machine = captures.machine
    with subprocess.Popen(
        command, env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        machine.wait("the pause", lambda: machine.status() != "running")
        time.sleep(0.2)
        assert machine.status() != "running"
        assert len(keepers(captures.directory)) == 1
        yield process
    os.close(reader)
    fifo.unlink()


def test_what_ends_us_while_the_guest_stands_still(captures: Captures) -> None:
    set_capability(captures.machine, "pause-before-switchover")  # QEMU waits for a word then; it gets it
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with held_up(captures) as process:
            process.send_signal(signal.SIGTSTP)  # from the keyboard; it must not leave the guest paused
            process.send_signal(number)
            assert process.wait(20) == 130
            assert process.stderr is not None
            assert process.stderr.read() == "qmigui: cancelled\n"
            assert captures.machine.status() == "running"  # before we have gone, not some time later
            captures.runs_on()
    for kill in (os.kill, os.killpg):  # the second as a terminal or a shell does it
        with held_up(captures) as process:
            kill(process.pid, signal.SIGKILL)
            process.wait()
            captures.runs_on()
    captures.whole()


def test_into_the_library(captures: Captures, tmp_path: Path) -> None:
    place = tmp_path / "library"
    done = run("--capture", captures.monitor, "library:taken", "--library", place, "--tag", "live")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"'taken'" in done.stdout
    captures.runs_on()
    state = tmp_path / "restored"
    assert run("--restore", "taken", state, "--library", place).returncode == 0
    captures.is_clean(state)
    listed = run("--list", "tag:live", "--library", place)
    assert listed.stdout.count(b"taken") == 1
    assert not [path for path in place.iterdir() if path.name.startswith(".capture")]


def test_the_keeper_outlives_signals_too(captures: Captures) -> None:
    with held_up(captures) as process:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(keepers(captures.directory)[0], number)
        process.kill()
        process.wait()
        captures.runs_on()


def test_the_guest_ends_meanwhile(captures: Captures) -> None:
    with held_up(captures) as process:
        captures.machine.execute("quit")
        assert process.wait(20) == 10
        assert process.stderr is not None
        assert process.stderr.read() == f"qmigui: {captures.monitor}: QEMU has ended\n"
    captures.machine.wait_for_end()
    assert not keepers(captures.directory)


def test_over_tcp_and_live_into_ber(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the state comes through a socket with a name, of which nothing is left."""
    ours = tmp_path / "ours"
    ours.mkdir()
    monkeypatch.setenv("TMPDIR", str(ours))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monitor = f"tcp:127.0.0.1:{probe.getsockname()[1]}"
    with AARCH64.started(tmp_path, monitor=monitor) as machine:
        run_for_a_while(machine)
        captures = Captures(AARCH64, machine, monitor, tmp_path, tmp_path)
        for options in ((), ("--live", "--to", "ber")):
            target = captures.whole(*options)
            assert target.read_bytes()[:3] == (b"\x7f\xd1\x46" if options else b"QEV")
            captures.loads(target)
            assert os.listdir(ours) == []
        with held_up(captures) as process:
            (directory,) = ours.iterdir()
            assert directory.stat().st_mode & 0o777 == 0o700
            process.kill()
            process.wait()
            captures.runs_on()
        assert os.listdir(ours) == []


def test_the_guest_s_disks_are_its_own_again(tmp_path: Path) -> None:
    disk, monitor = tmp_path / "disk", f"unix:{tmp_path}/qmp"
    disk.write_bytes(bytes(MIB))
    drive = ("-drive", f"file={disk},format=raw,if=none,id=d0", "-device", "virtio-blk-pci,drive=d0")
    guest = dataclasses.replace(PC, arguments=(*PC.arguments, *drive))
    with guest.started(tmp_path, fill_length=4 * MIB, monitor=monitor) as machine:
        machine.execute("cont")
        for number, options in enumerate(((), ("--live",), ("--to", "ber")), 1):
            assert run("--capture", monitor, tmp_path / "state", *options).returncode == 0
            # Of a disk that is still given away, QEMU 7.2 would end here.
            machine.execute("human-monitor-command", command_line=f'qemu-io d0 "write -P {number} 0 512"')
            assert disk.read_bytes()[:512] == bytes([number]) * 512
        # Killed or cancelled before the end, it never was given away.
        captures = Captures(guest, machine, monitor, tmp_path, tmp_path)
        with held_up(captures) as process:
            process.kill()
            process.wait()
            machine.wait("the guest to be given back", lambda: machine.status() == "running")
        machine.execute("human-monitor-command", command_line='qemu-io d0 "write -P 9 0 512"')
        assert disk.read_bytes()[:512] == bytes([9]) * 512


def test_a_guest_that_lets_itself_run_on(captures: Captures) -> None:
    """With the capability background-snapshot, which not every kernel lets one have."""
    try:
        set_capability(captures.machine, "background-snapshot")
    except MachineError as error:
        pytest.skip(str(error))
    captures.loads(captures.whole("--live"))


def test_a_guest_that_is_paused_stays_so(captures: Captures, tmp_path: Path) -> None:
    machine = captures.machine
    machine.execute("stop")
    registers = machine.registers()
    done = run("--capture", captures.monitor, tmp_path / "state")
    assert done.returncode == 0
    assert "does not run ('paused') and will not" in only_line(done)
    assert machine.registers() == registers
    assert machine.status() == "postmigrate"
    done = run("--capture", captures.monitor, tmp_path / "again")
    assert done.returncode == 10
    assert "has not been continued since" in only_line(done)
    machine.execute("cont")
    captures.runs_on()
    captures.loads(tmp_path / "state")


def test_capabilities_that_leave_no_state(captures: Captures) -> None:
    for name, message in (
        ("multifd", "several connections"),
        ("return-path", "wait for answers"),
        ("postcopy-ram", "wait for answers"),
        ("x-colo", "never end"),
        ("background-snapshot", "--live has it so"),
    ):
        set_capability(captures.machine, name)
        done = run("--capture", captures.monitor, captures.directory / "state")
        assert done.returncode == 10
        line = only_line(done)
        assert message in line
        assert f"('migrate_set_capability {name} off'" in line
        assert captures.machine.status() == "running"
        assert not (captures.directory / "state").exists()
        set_capability(captures.machine, name, False)
    captures.whole()


def test_a_migration_that_is_under_way_is_not_disturbed(captures: Captures, tmp_path: Path) -> None:
    set_capability(captures.machine, "pause-before-switchover")
    captures.machine.execute("migrate", uri=f"exec:cat > {tmp_path}/other")

    def held() -> bool:
        return bool(captures.machine.execute("query-migrate")["status"] == "pre-switchover")

    captures.machine.wait("the other migration", held)
    done = run("--capture", captures.monitor, tmp_path / "state")
    assert done.returncode == 10
    assert "cannot be captured: " in only_line(done)
    assert held()


def test_a_monitor_that_somebody_else_uses(captures: Captures, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(captures.monitor.removeprefix("unix:"))
        assert b"QMP" in other.recv(1000)
        done = run("--capture", captures.monitor, tmp_path / "state", "--timeout", "1")
    assert done.returncode == 10
    assert "does not greet within 1 s: it serves one program at a time" in only_line(done)
    captures.whole()
