"""Memory, memory maps and registers of real states, beside what QEMU itself said of them.

MANIFEST.json has the SHA-256 of each RAM block as read from QEMU's own memory,
``state.json`` what the monitor said of the paused guest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qmigui import service
from qmigui.memory.board import UnknownMapError, memory_map
from qmigui.memory.cpu.registers import is_cpu, read_cpus
from qmigui.memory.state import MachineState, read_state
from qmigui.memory.x86 import is_needed
from qmigui.progress import Cancel
from qmigui.qemufile.opener import open_source
from tests.corpus import Case, CorpusFile, corpus
from tests.memory_maps import places_of
from tests.register_text import differences

if TYPE_CHECKING:
    from qmigui.memory.account import MemoryReport

IN_BER = (
    "aarch64-virt-smp2-11.1",
    "alpha-clipper-11.1",
    "background-snapshot-10.0",
    "compress-7.2",
    "compress-xbzrle-5.2",
    "isapc-on-7.2",
    "keepraw-q35-vga-11.1",
    "live-rounds-7.2",
    "m68k-virt-7.2",
    "mapped-ram-10.0",
    "mapped-ram-multifd-live-10.0",
    "mips-malta-be-7.2",
    "multifd-none-7.2",
    "no-config-no-footer-7.2",
    "postcopy-real-10.0",
    "s390x-ccw-11.1",
    "x-ignore-shared-7.2",
    "xbzrle-7.2",
    "xbzrle-runs-7.2",
)
"""Cases that are gone through in this form too: one of each kind of page, and of most architectures."""

UNKNOWN_MAPS = {"dev-numa-hotplug-7.2"}
"""RAM of several memory backends, whose order the state does not tell."""

NOT_PLACED = {
    "hotplug-cpu-mem-10.0": {"hm"},  # plugged in while it ran
    "ppc-mac99-7.2": {"vga.vram", "vga.rom"},  # behind a PCI bridge of another kind
    "sparc64-sun4u-11.1": {"vga.vram", "vga.rom"},
}
"""Blocks that QEMU had somewhere, and we say that we do not know where."""


def cases() -> Iterator[Any]:
    """Each case that has a stream."""
    for case in corpus().cases:
        if case.stream is not None:
            yield pytest.param(case, id=case.id)


def monitor_of(case: Case) -> dict[str, str]:
    """What the monitor said."""
    for file in case.files:
        if file.name == "state.json":
            said: dict[str, str] = json.loads(file.read())
            return said
    pytest.skip("the monitor's answers are not in this collection")


def check(case: Case, out: Path, report: MemoryReport) -> None:
    """Each block has its octets, or it is said what is missing."""
    truth = {block["name"]: block for block in case.ram_blocks}
    listed = json.loads((out / "blocks.json").read_text())
    assert [block["name"] for block in listed["blocks"]] == [block.text for block in report.blocks]
    assert {block.text: block.length for block in report.blocks} == {
        name: block["used_length"] for name, block in truth.items()
    }
    lacking = case.entry.get("capabilities") or {}
    is_whole = not (lacking.get("x-ignore-shared") or (lacking.get("multifd") and "ch0" in str(case.stream)))
    assert report.is_complete == is_whole
    for block, entry in zip(report.blocks, listed["blocks"], strict=True):
        path = out / entry["file"]
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        assert path.stat().st_size == block.length
        if block.absent:
            assert block.why
            assert not is_whole
        else:
            assert digest == truth[block.text]["sha256"], block.text


def test_every_block_has_the_octets_that_qemu_had(stream_file: CorpusFile, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = service.extract_ram(str(stream_file.path()), str(out), sync=False)
    check(corpus().case(stream_file.case_id), out, report)


@pytest.mark.corpus
@pytest.mark.parametrize("name", IN_BER)
def test_every_block_out_of_ber(name: str, tmp_path: Path) -> None:
    case = next((case for case in corpus().cases if case.id == name), None)
    if case is None or case.stream is None:
        pytest.skip("not in this collection")
    ber, out = tmp_path / "state.ber", tmp_path / "out"
    service.convert(str(case.stream.path()), str(ber), sync=False)
    check(case, out, service.extract_ram(str(ber), str(out), sync=False))
    with service.open_memory(str(ber)) as memory:
        for block, truth in zip(memory.blocks, case.ram_blocks, strict=True):
            if not block.absent and block.text == truth["name"]:
                octets = memory.read(block.name, 0, block.length)
                assert hashlib.sha256(octets).hexdigest() == truth["sha256"]


@pytest.mark.corpus
def test_compressed_files_are_read_through(tmp_path: Path) -> None:
    case = next((case for case in corpus().cases if case.id == "plain-compressed-7.2"), None)
    if case is None:
        pytest.skip("not in this collection")
    for file in case.files:
        if file.role == "compressed stream" and not file.name.endswith(".lzo"):
            out = tmp_path / file.name
            check(case, out, service.extract_ram(str(file.path()), str(out), sync=False))
            physical = tmp_path / "physical"
            report = service.extract_ram(str(file.path()), str(physical), format="physical", sync=False)
            assert report.is_complete
            with physical.open("rb") as whole:
                assert (
                    hashlib.sha256(whole.read(0xA0000)).digest()
                    == hashlib.sha256((out / "pc.ram.raw").read_bytes()[:0xA0000]).digest()
                )


def carried() -> Iterator[Any]:
    """Each state that lies in a libvirt image or in a snapshot of a disk, with its truth."""
    for case in corpus().cases:
        for file in case.files:
            if file.role == "libvirt save image":
                yield pytest.param(file, "", case.ram_blocks, id=case.id)
            elif file.role == "qcow2 image":
                for snapshot in case.entry["snapshots"]:
                    name = f"#{snapshot['name']}"
                    yield pytest.param(file, name, snapshot["ram_blocks"], id=case.id + name)


@pytest.mark.corpus
@pytest.mark.parametrize(("file", "snapshot", "blocks"), list(carried()))
def test_whatever_carries_the_state(
    file: CorpusFile, snapshot: str, blocks: list[dict[str, Any]], tmp_path: Path
) -> None:
    name, out = f"{file.path()}{snapshot}", tmp_path / "out"
    report = service.extract_ram(name, str(out), sync=False)
    assert report.is_complete
    listed = json.loads((out / "blocks.json").read_text())["blocks"]
    assert {
        entry["name"]: hashlib.sha256((out / entry["file"]).read_bytes()).hexdigest() for entry in listed
    } == {block["name"]: block["sha256"] for block in blocks}
    physical = service.extract_ram(name, str(tmp_path / "core"), format="elf", sync=False)
    assert physical.map is not None
    (cpu,) = service.registers(name)
    assert len(cpu.registers) > 50
    with service.open_memory(name) as memory:
        assert memory.read("pc.ram", 0, 1 << 16) == (out / "pc.ram.raw").read_bytes()[: 1 << 16]


def state_of(case: Case) -> MachineState:
    """What the state tells of its machine."""
    assert case.stream is not None
    with open_source(str(case.stream.path())) as source:
        return read_state(
            source, False, lambda name, so_far: is_cpu(name) or is_needed(name, so_far), Cancel()
        )


@pytest.mark.corpus
@pytest.mark.parametrize("case", list(cases()))
def test_blocks_lie_where_qemu_had_them(case: Case) -> None:
    text = monitor_of(case)["info_mtree_f"]
    if case.id in UNKNOWN_MAPS:
        with pytest.raises(UnknownMapError, match="several memory backends"):
            memory_map(state_of(case))
        return
    found = memory_map(state_of(case))
    hidden = NOT_PLACED.get(case.id, set())
    assert {
        (item.addr, item.length, item.block.decode().rpartition("/")[2], item.offset) for item in found.ranges
    } == {tuple(place) for place in places_of(text) if place.block not in hidden}
    unplaced = {part.block.decode().rpartition("/")[2] for part in found.unplaced}
    assert hidden <= unplaced
    assert found.is_complete == ("hm" not in hidden)


@pytest.mark.corpus
@pytest.mark.parametrize("case", list(cases()))
def test_registers_are_those_that_qemu_showed(case: Case) -> None:
    text = monitor_of(case)["info_registers"]
    state = state_of(case)
    cpus = read_cpus(state)
    assert cpus
    compared, wrong = differences((cpu for cpu in cpus if cpu.architecture), text)
    assert not wrong
    arch = case.entry["arch"]
    known = arch in {"x86_64", "i386", "aarch64", "arm", "riscv64", "ppc64", "ppc", "s390x"}
    if known and state.is_described:
        assert {cpu.architecture for cpu in cpus} == {arch}
        assert compared >= 30 * len(cpus)
    else:
        assert all(cpu.architecture is None and not cpu.registers for cpu in cpus)


@pytest.mark.corpus
def test_ways_to_the_devices_agree(tmp_path: Path) -> None:
    """From the end of a file, through all of it, and through its BER form."""
    for name in ("linux-virtio-7.2", "s390x-ccw-linux-7.2", "riscv64-virt-11.1", "isapc-on-7.2"):
        case = next((case for case in corpus().cases if case.id == name), None)
        if case is None or case.stream is None:
            continue
        ber = tmp_path / "state.ber"
        service.convert(str(case.stream.path()), str(ber), sync=False)
        with ber.open("rb") as file:
            told = [cpu.to_json() for cpu in service.registers(f"fd:{file.fileno()}")]
        assert told == [cpu.to_json() for cpu in service.registers(str(case.stream.path()))]
        assert told == [cpu.to_json() for cpu in service.registers(str(ber))]
