"""Internal snapshots that real QEMU made: extracted as QEMU itself would, and loadable by themselves."""

from __future__ import annotations

import shlex
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from qmigui import service
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.qcow2.state import list_snapshots
from tests.qemu.guests import FILL_ADDR, FILL_LENGTH, PC
from tests.qemu.test_saved_machines import run_for_a_while

pytestmark = pytest.mark.qemu

FLAVOURS = {
    "usual": "",
    "old, tiny clusters": "compat=0.10,cluster_size=512",
    "extended": "extended_l2=on",
    "zstd, large clusters": "compression_type=zstd,cluster_size=2M",
}


def qemu_img(*arguments: object) -> None:
    """Run ``qemu-img``; skips the test where there is none."""
    program = shutil.which("qemu-img")
    if program is None:
        pytest.skip("needs qemu-img: apt-get install qemu-utils")
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, timeout=60)


def as_qemu_has_it(image: Path, name: str, directory: Path) -> bytes:
    """The state as qemu-img reads it, in a copy whose disk is said to be so large that it holds the state."""
    copy, out = directory / "copy", directory / "all"
    shutil.copyfile(image, copy)
    header, snapshots = list_snapshots(MemorySource(image.read_bytes()))
    snapshot = next(each for each in snapshots if each.name == name)
    span = header.cluster_size * header.l2_entries
    start = -(-snapshot.disk_size // span) * span
    qemu_img("snapshot", "-a", name, copy)
    with copy.open("r+b") as file:
        file.seek(24)
        file.write(struct.pack(">Q", start + -(-snapshot.state_size // 512) * 512))
        file.seek(60)
        file.write(bytes(12))  # tables of snapshots that are longer than the disk would be refused
    size = header.cluster_size
    place = (f"bs={size}", f"skip={start // size}")
    qemu_img("dd", "-f", "qcow2", "-O", "raw", *place, f"if={copy}", f"of={out}")
    return out.read_bytes()[: snapshot.state_size]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_snapshots(flavour: str, tmp_path: Path) -> None:
    image, state, ber = tmp_path / "disk.qcow2", tmp_path / "state", tmp_path / "state.ber"
    options = ["-o", FLAVOURS[flavour]] if FLAVOURS[flavour] else []
    qemu_img("create", "-f", "qcow2", *options, image, "10M")
    qemu_img("snapshot", "-c", "disk only", image)
    arguments = (*PC.arguments, "-drive", f"file={image},if=none,id=disk")
    with replace(PC, arguments=arguments).started(tmp_path) as machine:
        for name in ("one", "two"):
            assert machine.execute("human-monitor-command", command_line=f"savevm {name}") == ""
            # QEMU has the image in use.
            assert service.validate(f"{image}#{name}").problems == []
            if name == "one":
                run_for_a_while(machine)
                machine.execute("stop")
        registers, ram = machine.registers(), machine.ram_hash(PC.ram_addr, PC.ram_length)
        told = machine.execute("human-monitor-command", command_line="info snapshots")
    assert all(name in told for name in ("one", "two"))
    listed = service.info(str(image)).to_json()["snapshots"]
    assert [(each["name"], each["state_size"] > 0) for each in listed] == [
        ("disk only", False), ("one", True), ("two", True)
    ]  # fmt: skip
    for name in ("one", "two"):
        service.convert(f"{image}#{name}", str(state), to="binary")
        assert state.read_bytes() == as_qemu_has_it(image, name, tmp_path)
    service.convert(f"{image}#two", str(ber))
    service.convert(str(ber), str(state))
    with PC.incoming(f"exec:cat {shlex.quote(str(state))}", tmp_path) as machine:
        machine.loaded()
        assert machine.registers() == registers
        assert machine.ram_hash(PC.ram_addr, PC.ram_length) == ram
        assert machine.ram(PC.ram_addr + FILL_ADDR, FILL_LENGTH) == (tmp_path / "fill").read_bytes()
