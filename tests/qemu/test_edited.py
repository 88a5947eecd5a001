"""A value set by ``--set`` is there in a real QEMU that loads the state."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qmigui import service
from tests.qemu.guests import MIB, PC
from tests.qemu.machine import Machine

pytestmark = pytest.mark.qemu

EAX = 0x11223344


def register(machine: Machine, name: str) -> int:
    found = re.search(rf"\b{name} ?=([0-9a-f]+)", machine.registers())
    assert found
    return int(found[1], 16)


@pytest.mark.parametrize("form", ["binary", "ber"])
def test_a_register(form: str, tmp_path: Path) -> None:
    state, edited = tmp_path / "state", tmp_path / "edited"
    with PC.started(tmp_path) as machine, state.open("wb") as file:
        assert register(machine, "EAX") != EAX
        rsp = register(machine, "ESP")
        ram = machine.ram_hash(0, MIB)
        machine.migrate_to_descriptor(file.fileno())
    source = state
    if form == "ber":
        source = tmp_path / "ber"
        service.convert(str(state), str(source))
    settings = [f"cpu@0/env.regs[0]={EAX:#x}"]
    service.convert(str(source), str(edited), to="binary", settings=settings)
    with PC.incoming(f"exec:cat {edited}", tmp_path) as machine:
        machine.loaded()
        assert register(machine, "ESP") == rsp
        assert machine.ram_hash(0, MIB) == ram
        assert register(machine, "EAX") == EAX


def test_what_kept_a_state_from_loading_is_mended(tmp_path: Path) -> None:
    """A state of a machine type that the destination does not take: its name is set."""
    state, edited = tmp_path / "state", tmp_path / "edited"
    with PC.started(tmp_path) as machine, state.open("wb") as file:
        machine.migrate_to_descriptor(file.fileno())
    command = [PC.command()[0], "-nodefaults", "-m", "32", "-M", "pc-i440fx-7.1"]
    assert not service.try_load(str(state), command).loads
    setting = "configuration/machine=pc-i440fx-7.1"
    service.convert(str(state), str(edited), to="binary", settings=[setting])
    assert service.try_load(str(edited), command).loads
