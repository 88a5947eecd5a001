"""A machine that real QEMU saved, went through BER, and comes back in real QEMU."""

from __future__ import annotations

import filecmp
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qmigui import service
from tests.qemu.guests import AARCH64, FILL_ADDR, FILL_LENGTH, GUESTS, MIB, PC, RISCV64, Guest
from tests.qemu.machine import PATIENCE, ROOT, Machine, MachineError

pytestmark = pytest.mark.qemu

QMIGUI = (sys.executable, "-m", "qmigui", "--convert")


def convert(source: Path, target: Path, *options: str) -> None:
    """Run our program."""
    command = [*QMIGUI, str(source), str(target), *options]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr


def save(machine: Machine, state: Path) -> None:
    """Save by way of another program, which may be behind when QEMU is done."""
    part, whole = shlex.quote(f"{state}.part"), shlex.quote(str(state))
    machine.migrate(f"exec:cat > {part} && mv {part} {whole}")
    machine.wait("the last octets", state.exists)


def run_for_a_while(machine: Machine) -> None:
    """Let the guest run until its registers show it, and half a second more."""
    before = machine.registers()
    machine.execute("cont")
    machine.wait("the first steps of the guest", lambda: machine.registers() != before)
    time.sleep(0.5)


def goes_on(machine: Machine, guest: Guest) -> None:
    """The guest's program counts on from where it was."""

    def count() -> int:
        page = machine.ram(guest.code_addr + 0x1000, 1024 * 4096)
        return max(int.from_bytes(page[addr : addr + 8], "little") for addr in range(0, 1024 * 4096, 4096))

    before = count()
    assert before > 0
    machine.execute("cont")
    machine.wait("the guest's next steps", lambda: count() > before)


@pytest.mark.parametrize("guest", GUESTS, ids=lambda guest: guest.name)
def test_a_saved_machine_comes_back(guest: Guest, tmp_path: Path) -> None:
    state, ber, again = tmp_path / "state", tmp_path / "state.ber", tmp_path / "again"
    with guest.started(tmp_path) as machine:
        run_for_a_while(machine)
        machine.execute("stop")
        registers, ram = machine.registers(), machine.ram_hash(guest.ram_addr, guest.ram_length)
        if guest is PC:
            with state.open("wb") as file:
                machine.migrate_to_descriptor(file.fileno())
        else:
            save(machine, state)
    convert(state, ber)
    convert(ber, again)
    assert filecmp.cmp(state, again, shallow=False)
    with guest.incoming(f"exec:cat {shlex.quote(str(again))}", tmp_path) as machine:
        machine.loaded()
        assert machine.registers() == registers
        assert machine.ram_hash(guest.ram_addr, guest.ram_length) == ram
        fill = machine.ram(guest.ram_addr + FILL_ADDR, FILL_LENGTH)
        assert fill == (tmp_path / "fill").read_bytes()
        if guest.code:
            goes_on(machine, guest)


@pytest.mark.parametrize("pages", ["run", "single"])
@pytest.mark.parametrize("guest", [AARCH64, RISCV64, PC], ids=lambda guest: guest.name)
def test_qmigui_in_the_pipe(guest: Guest, pages: str, tmp_path: Path) -> None:
    ber = tmp_path / "state.ber"
    program = shlex.join(QMIGUI)
    with guest.started(tmp_path) as machine:
        run_for_a_while(machine)  # and on while its state is on the way
        machine.migrate(f"exec:{program} - {shlex.quote(str(ber))} --pages {pages}")
        machine.wait("the last octets", ber.exists)
        registers, ram = machine.registers(), machine.ram_hash(guest.ram_addr, guest.ram_length)
        assert machine.status() == "postmigrate"
    with guest.incoming(f"exec:{program} {shlex.quote(str(ber))} -", tmp_path) as machine:
        machine.loaded()
        assert machine.registers() == registers
        assert machine.ram_hash(guest.ram_addr, guest.ram_length) == ram
        if guest.code:
            goes_on(machine, guest)


def test_qemu_does_not_start_from_half_a_state(tmp_path: Path) -> None:
    state, ber = tmp_path / "state", tmp_path / "state.ber"
    # So much that some of it reaches QEMU: where nothing does, QEMU 7.2 waits for more without end.
    with PC.started(tmp_path, fill_length=18 * MIB) as machine:
        save(machine, state)
    convert(state, ber)
    os.truncate(ber, ber.stat().st_size * 3 // 4)
    uri = f"exec:{shlex.join(QMIGUI)} {shlex.quote(str(ber))} -"
    with pytest.raises(MachineError, match="ends"), PC.incoming(uri, tmp_path) as machine:
        machine.loaded()


@pytest.mark.parametrize("has_bitmap", [False, True], ids=["without", "with"])
def test_no_false_warning_of_dirty_bitmaps(has_bitmap: bool, tmp_path: Path) -> None:
    """With the capability QEMU starts their section, and ends it only where there is one."""
    state, ber = tmp_path / "state", tmp_path / "state.ber"
    disk = ("-drive", "if=none,id=hd,driver=null-co,read-zeroes=on,size=16777216,node-name=hd0")
    capability = {"capability": "dirty-bitmaps", "state": True}
    with Machine([*PC.command(), *disk], tmp_path) as machine:
        machine.execute("migrate-set-capabilities", capabilities=[capability])
        if has_bitmap:
            machine.execute("block-dirty-bitmap-add", node="hd0", name="b0")
        save(machine, state)
    convert(state, ber)
    assert b"dirty-bitmap" in state.read_bytes()
    for file in (state, ber):
        assert not service.validate(str(file)).problems
