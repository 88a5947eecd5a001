"""Memory and registers taken out of a state, beside what QEMU itself says of the same paused guest."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from qmigui.service import extract_ram, registers
from tests.memory_maps import places_of
from tests.qemu.guests import AARCH64, GUESTS, PC, Q35, Guest
from tests.qemu.machine import Machine
from tests.qemu.test_saved_machines import run_for_a_while, save
from tests.register_text import differences

pytestmark = pytest.mark.qemu

PSERIES = Guest("ppc64", "qemu-system-ppc64", "qemu-system-ppc", ("-M", "pseries"), ram_length=256 << 20)
CANNOT_DUMP = {"m68k"}
"""QEMU 7.2 makes no dumps of these, and we know no registers of them."""


class Segment(NamedTuple):
    """A program header of a core."""

    kind: int
    offset: int
    virtual: int
    addr: int
    length: int


def segments(core: bytes | memoryview) -> Iterator[Segment]:
    """Program headers, read by the ELF specification."""
    order = "<" if core[5] == 1 else ">"
    is_64 = core[4] == 2
    place, size, count = (
        (*struct.unpack_from(order + "Q", core, 32), *struct.unpack_from(order + "HH", core, 54))
        if is_64
        else (*struct.unpack_from(order + "I", core, 28), *struct.unpack_from(order + "HH", core, 42))
    )
    for number in range(count):
        if is_64:
            kind, _, offset, virtual, addr, length = struct.unpack_from(
                order + "II4Q", core, place + number * size
            )
        else:
            kind, offset, virtual, addr, length = struct.unpack_from(
                order + "5I", core, place + number * size
            )
        yield Segment(kind, offset, virtual, addr, length)


def notes(core: bytes) -> dict[tuple[str, int], list[bytes]]:
    """Contents of the notes by owner and type."""
    order = "<" if core[5] == 1 else ">"
    found: dict[tuple[str, int], list[bytes]] = {}
    for segment in segments(core):
        if segment.kind != 4:
            continue
        position, end = segment.offset, segment.offset + segment.length
        while position < end:
            name_length, length, kind = struct.unpack_from(order + "III", core, position)
            position += 12
            name = core[position : position + name_length].rstrip(b"\0").decode()
            position += -(-name_length // 4) * 4
            found.setdefault((name, kind), []).append(core[position : position + length])
            position += -(-length // 4) * 4
    return found


def memory_of(core: bytes) -> dict[int, bytes]:
    """Contents by address."""
    return {
        segment.addr: core[segment.offset : segment.offset + segment.length]
        for segment in segments(core)
        if segment.kind == 1 and segment.length
    }


@pytest.mark.parametrize("guest", [*GUESTS, PSERIES], ids=lambda guest: guest.name)
def test_beside_a_dump_of_qemu(guest: Guest, tmp_path: Path) -> None:
    state, dump = tmp_path / "state", tmp_path / "dump"
    with guest.started(tmp_path) as machine:
        run_for_a_while(machine)
        machine.execute("stop")
        text = machine.registers()
        view = str(machine.execute("human-monitor-command", command_line="info mtree -f"))
        places = [place for place in places_of(view) if place.length]
        contents = {place.addr: machine.ram(place.addr, place.length) for place in places}
        can_dump = guest.name not in CANNOT_DUMP
        if can_dump:
            machine.execute("dump-guest-memory", paging=False, protocol=f"file:{dump}")
        save(machine, state)

    report = extract_ram(str(state), str(tmp_path / "physical"), format="physical", sync=False)
    assert report.is_complete and report.map is not None
    assert {(item.addr, item.length) for item in report.map.ranges} == {
        (place.addr, place.length) for place in places
    }
    with (tmp_path / "physical").open("rb") as file:
        for addr, octets in contents.items():
            file.seek(addr)
            assert file.read(len(octets)) == octets, hex(addr)

    extract_ram(str(state), str(tmp_path / "elf"), format="elf", sync=False)
    ours = (tmp_path / "elf").read_bytes()
    mine = memory_of(ours)
    assert mine == contents
    extract_ram(str(state), str(tmp_path / "lime"), format="lime", sync=False)
    assert dict(read_lime((tmp_path / "lime").read_bytes())) == contents

    cpus = registers(str(state))
    if can_dump:
        compared, wrong = differences(cpus, text)
        assert not wrong
        assert compared > 30
    if not can_dump:
        return
    theirs = dump.read_bytes()
    assert ours[4:20] == theirs[4:20]  # class, octet order, type and machine
    for addr, octets in memory_of(theirs).items():
        start = max(base for base in mine if base <= addr)
        done = 0
        while done < len(octets):  # QEMU joins what lies side by side
            base = max(base for base in mine if base <= addr + done)
            piece = mine[base][addr + done - base :][: len(octets) - done]
            assert piece and octets[done : done + len(piece)] == piece, (hex(start), hex(addr + done))
            done += len(piece)
    there, here = notes(theirs), notes(ours)
    assert here
    for key, contents_of_notes in here.items():
        wanted = there[key]
        if guest.name in {"s390x", "ppc64"} and key == ("CORE", 1):
            # QEMU writes the process number in the octet order of its host, or not at all.
            wanted = [item[:32] + struct.pack(">I", 1) + item[36:] for item in wanted]
        assert contents_of_notes == wanted, key


def read_lime(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Ranges of a LiME file, by its documentation."""
    position = 0
    while position < len(data):
        magic, version, start, end = struct.unpack_from("<IIQQ", data, position)
        assert (magic, version) == (0x4C694D45, 1)
        position += 32
        yield start, data[position : position + end + 1 - start]
        position += end + 1 - start


@pytest.mark.parametrize(
    ("machine_type", "mebibytes"),
    [
        ("pc", 3583),
        ("pc", 3584),
        ("pc-i440fx-1.7", 3585),
        ("pc,max-ram-below-4g=1G", 2048),
        ("q35", 2815),
        ("q35", 2816),
        ("microvm", 3073),
    ],
)
def test_large_machines_are_laid_out_as_qemu_does(machine_type: str, mebibytes: int, tmp_path: Path) -> None:
    path = PC.command()[0]
    command = [path, "-nodefaults", "-M", machine_type, "-m", str(mebibytes)]
    state = tmp_path / "state"
    with Machine(command, tmp_path) as machine:
        view = str(machine.execute("human-monitor-command", command_line="info mtree -f"))
        save(machine, state)
    report = extract_ram(str(state), str(tmp_path / "physical"), format="physical", sync=False)
    assert report.map is not None
    assert {(item.addr, item.length) for item in report.map.ranges} == {
        (place.addr, place.length) for place in places_of(view)
    }


def test_what_a_debugger_reads(tmp_path: Path) -> None:
    import shutil
    import subprocess

    if shutil.which("gdb") is None:
        pytest.skip("needs gdb: apt-get install gdb")
    state, core = tmp_path / "state", tmp_path / "core"
    with Q35.started(tmp_path) as machine:
        run_for_a_while(machine)
        machine.execute("stop")
        text = machine.registers()
        octets = machine.ram(0xFFFFFFF0, 16)
        save(machine, state)
    extract_ram(str(state), str(core), format="elf", sync=False)
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-ex", "info registers", "-ex", "x/16xb 0xfffffff0", "-c", str(core)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    shown = dict(re.findall(r"^(e?[a-z]{2,6})\s+0x([0-9a-f]+)", done.stdout, re.MULTILINE))
    wanted = re.search(r"E?[IR]?IP=([0-9a-f]+)", text)
    assert wanted is not None
    assert int(shown["eip"], 16) == int(wanted[1], 16)
    read = [int(word, 16) for word in re.findall(r"0x([0-9a-f]{2})\b", done.stdout.split("0xfffffff0", 1)[1])]
    assert bytes(read[:16]) == octets


def test_registers_of_a_program_that_counts(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with AARCH64.started(tmp_path) as machine:
        run_for_a_while(machine)
        machine.execute("stop")
        text = machine.registers()
        save(machine, state)
    (cpu,) = registers(str(state))
    assert differences([cpu], text)[1] == []
    assert json.loads(json.dumps(cpu.to_json()))["registers"]["PC"].startswith("0x000000004020")
