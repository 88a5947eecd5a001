"""Real QEMUs at both ends: one that migrates to us, one that waits for us."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import only_line, run, start, wait_for
from tests.qemu.guests import AARCH64, M68K, PC, Guest
from tests.qemu.machine import MachineError
from tests.qemu.test_saved_machines import goes_on, run_for_a_while

pytestmark = pytest.mark.qemu

OPEN_RETURN_PATH = bytes.fromhex("08 0001 0000")
PING = bytes.fromhex("08 0002 0004 00000001")


def addresses(kind: str, directory: Path) -> list[str]:
    """Two places to meet."""
    if kind == "unix":
        return [f"unix:{directory}/one", f"unix:{directory}/two"]
    with socket.socket() as one, socket.socket() as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        return [f"tcp:127.0.0.1:{probe.getsockname()[1]}" for probe in (one, two)]


@contextlib.contextmanager
def listening(address: str, target: Path, *options: str) -> Iterator[subprocess.Popen[Any]]:
    """Our program, which waits for a state and writes it to *target*."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start("--convert", address, target, "--timeout", "30", *options, **pipes) as process:
        if address.startswith("unix:"):
            wait_for(Path(address.removeprefix("unix:")).exists)
        else:
            port = f":{int(address.rpartition(':')[2]):04X} 00000000:0000 0A"
            wait_for(lambda: port in Path("/proc/net/tcp").read_text())
        yield process


@pytest.mark.parametrize("kind", ["unix", "tcp"])
@pytest.mark.parametrize("guest", [AARCH64, PC], ids=lambda guest: guest.name)
def test_there_and_back(guest: Guest, kind: str, tmp_path: Path) -> None:
    ber = tmp_path / "state.ber"
    there, back = addresses(kind, tmp_path)
    with guest.started(tmp_path) as machine:
        run_for_a_while(machine)  # and on while its state is on the way
        with listening(there, ber) as process:
            machine.migrate(there)
            assert (process.wait(30), process.communicate()) == (0, (b"", b""))
        assert machine.status() == "postmigrate"
        registers, ram = machine.registers(), machine.ram_hash(guest.ram_addr, guest.ram_length)
    assert run("--validate", ber).returncode == 0
    with guest.incoming(back, tmp_path) as machine:
        done = run("--convert", ber, back)
        assert (done.returncode, done.stderr) == (0, b"")
        machine.loaded()
        assert machine.registers() == registers
        assert machine.ram_hash(guest.ram_addr, guest.ram_length) == ram
        if guest.code:
            goes_on(machine, guest)
    assert not (tmp_path / "one").exists()


def test_a_guest_goes_on_when_we_do_not(tmp_path: Path) -> None:
    """Killed or interrupted: QEMU keeps the guest."""
    address, _ = addresses("unix", tmp_path)
    with AARCH64.started(tmp_path) as machine:
        run_for_a_while(machine)
        # So slow that it is under way for certain.
        machine.execute("migrate-set-parameters", max_bandwidth=200_000)
        for number in (signal.SIGKILL, signal.SIGINT):
            with listening(address, tmp_path / "state") as process:
                machine.execute("migrate", uri=address)
                machine.wait(
                    "octets",
                    lambda: machine.execute("query-migrate").get("ram", {}).get("transferred", 0) > 100_000,
                )
                process.send_signal(number)
                assert process.wait(20) == (130 if number == signal.SIGINT else -number)
            machine.wait("the failure", lambda: machine.execute("query-migrate")["status"] == "failed")
            assert machine.status() == "running"
            assert not (tmp_path / "state").exists()


def test_a_sender_that_ends_in_mid_stream(tmp_path: Path) -> None:
    address, _ = addresses("unix", tmp_path)
    with AARCH64.started(tmp_path) as machine:
        machine.execute("migrate-set-parameters", max_bandwidth=200_000)
        with listening(address, tmp_path / "state") as process:
            machine.execute("migrate", uri=address)
            machine.wait(
                "octets",
                lambda: machine.execute("query-migrate").get("ram", {}).get("transferred", 0) > 100_000,
            )
            machine.execute("migrate_cancel")
            _, complaint = process.communicate(timeout=20)
            assert process.returncode == 20
    line = complaint.decode()
    assert line.startswith(f"qmigui: {address}: 0x")
    assert line.count("\n") == 1
    assert "ends" in line
    assert sorted(os.listdir(tmp_path)) == ["code", "fill", "qemu-messages"]


@pytest.mark.parametrize("capability", ["return-path", "postcopy-ram"])
def test_a_sender_that_wants_answers_is_refused_and_its_guest_goes_on(
    capability: str, tmp_path: Path
) -> None:
    address, _ = addresses("unix", tmp_path)
    with M68K.started(tmp_path) as machine:
        machine.execute("cont")
        try:
            machine.execute(
                "migrate-set-capabilities", capabilities=[{"capability": capability, "state": True}]
            )
        except MachineError as error:
            pytest.skip(str(error))  # postcopy needs what not every kernel lets one have
        with listening(address, tmp_path / "state") as process:
            machine.execute("migrate", uri=address)
            _, complaint = process.communicate(timeout=20)
            assert process.returncode == 10
            assert b"command OPEN_RETURN_PATH: the sender wants answers" in complaint
        machine.wait("the failure", lambda: machine.execute("query-migrate")["status"] == "failed")
        assert machine.status() == "running"
        assert not (tmp_path / "state").exists()


def test_a_receiver_that_answers(tmp_path: Path) -> None:
    """It opens a way back when the state says so, and speaks on it until we hang up."""
    state = tmp_path / "state"
    _, back = addresses("unix", tmp_path)
    with M68K.started(tmp_path) as machine:
        with state.open("wb") as file:
            machine.migrate_to_descriptor(file.fileno())
        registers = machine.registers()
    octets = state.read_bytes()
    start_of_ram = octets.index(b"\x01\0\0\0\x02\x03ram")
    state.write_bytes(octets[:start_of_ram] + OPEN_RETURN_PATH + PING * 500 + octets[start_of_ram:])
    with M68K.incoming(back, tmp_path) as machine:
        done = run("--convert", state, back, "--to", "binary")
        assert (done.returncode, done.stderr) == (0, b"")
        machine.loaded()
        assert machine.registers() == registers


def test_a_receiver_that_cannot_use_the_state(tmp_path: Path) -> None:
    """Another machine: QEMU ends, and we say so."""
    state = tmp_path / "state"
    _, back = addresses("unix", tmp_path)
    with M68K.started(tmp_path) as machine, state.open("wb") as file:
        machine.migrate_to_descriptor(file.fileno())
    with PC.incoming(back, tmp_path) as machine:
        done = run("--convert", state, back, "--to", "binary")
        assert done.returncode == 10
        assert back in only_line(done)


def test_through_a_passed_socket(tmp_path: Path) -> None:
    """As QEMU itself takes and gives it: ``fd:N``."""
    ber = tmp_path / "state.ber"
    ours, theirs = socket.socketpair()
    with M68K.started(tmp_path) as machine, ours:
        with theirs:
            process = start("--convert", f"fd:{ours.fileno()}", ber, pass_fds=[ours.fileno()])
            machine.execute("getfd", descriptor=theirs.fileno(), fdname="state")
        machine.migrate("fd:state")
        assert process.wait(30) == 0
        registers = machine.registers()
    ours, theirs = socket.socketpair()
    with ours, theirs, M68K.incoming("defer", tmp_path) as machine:
        machine.execute("getfd", descriptor=theirs.fileno(), fdname="state")
        machine.execute("migrate-incoming", uri="fd:state")
        done = run("--convert", ber, f"fd:{ours.fileno()}", pass_fds=[ours.fileno()])
        assert done.returncode == 0
        machine.loaded()
        assert machine.registers() == registers


def test_a_look_at_a_running_guest(tmp_path: Path) -> None:
    """Any verb that reads can be migrated to."""
    address, _ = addresses("unix", tmp_path)
    with M68K.started(tmp_path) as machine:
        for verb in (("--info", address), ("--validate", address)):
            process = start(*verb, "--timeout", "30", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            wait_for((tmp_path / "one").exists)
            machine.migrate(address)
            out, err = process.communicate(timeout=30)
            assert (process.returncode, err) == (0, b"")
            assert b"virt" in out or b"no problems" in out
            machine.execute("cont")
