"""``--extract-ram`` and ``--registers`` as processes."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from pathlib import Path

import pytest

from tests.bench.streams import make_stream
from tests.builders import Block, Ram, StreamBuilder, content
from tests.cli.program import only_line, run, start, wait_for
from tests.corpus import samples

MIB = 1 << 20


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """A small real stream."""
    path = tmp_path / "vm.bin"
    path.write_bytes(samples().case("isapc-on-7.2").file("stream.bin").read())
    return path


def test_blocks_into_a_directory(stream: Path, tmp_path: Path) -> None:
    out = tmp_path / "ram"
    done = run("--extract-ram", stream, out)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0] == "pc.ram: 0x1000000 bytes: 20 full, 4076 zero"
    assert sorted(os.listdir(out)) == [
        "blocks.json",
        "pc.bios.raw",
        "pc.ram.raw",
        "pc.rom.raw",
        "vga.vram.raw",
    ]
    assert (out / "pc.ram.raw").stat().st_size == 16 * MIB
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((out / "pc.ram.raw").stat().st_mode) == 0o666 & ~umask
    assert only_line(run("--extract-ram", stream, out)).endswith("ram: exists, and is not empty")


def test_every_format(stream: Path, tmp_path: Path) -> None:
    for form, magic in (("elf", b"\x7fELF"), ("lime", b"EMiL"), ("physical", b"")):
        out = tmp_path / form
        done = run("--extract-ram", stream, out, "--format", form, "--json", "--no-sync")
        assert (done.returncode, done.stderr) == (0, b"")
        told = json.loads(done.stdout)
        assert told["complete"] is True
        assert told["map"]["machine"] == "isapc"
        assert told["map"]["ranges"][0] == {
            "addr": 0,
            "length": 0xA0000,
            "block": "pc.ram",
            "offset": 0,
            "kind": "ram",
        }
        with out.open("rb") as file:
            assert file.read(len(magic)) == magic


def test_one_block_from_a_pipe(stream: Path, tmp_path: Path) -> None:
    out = tmp_path / "bios"
    done = run("--extract-ram", "-", out, "--block", "pc.bios", "-q", data=stream.read_bytes())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert out.stat().st_size == 128 << 10
    whole = tmp_path / "ram"
    assert run("--extract-ram", stream, whole, "-q").returncode == 0
    assert out.read_bytes() == (whole / "pc.bios.raw").read_bytes()
    physical = tmp_path / "physical"
    done = run("--extract-ram", "-", physical, "--format", "physical", "-q", data=stream.read_bytes())
    assert done.returncode == 0
    with physical.open("rb") as file:
        file.seek(0xE0000)
        assert file.read(128 << 10) == out.read_bytes()


def test_the_exit_code_tells_of_missing_pages(tmp_path: Path) -> None:
    state = tmp_path / "state"
    blocks = (Block("pc.ram", 8 * 4096),)
    state.write_bytes(
        StreamBuilder(blocks=blocks).ram(Ram().page(4096, name="pc.ram").zeros(8192, 5)).build()
    )
    done = run("--extract-ram", state, tmp_path / "out")
    assert done.returncode == 1
    assert only_line(done).endswith("state: not all of the guest's memory is there")
    assert "  absent: 2 of 8 pages: 0x0-0xfff, 0x7000-0x7fff" in done.stdout.decode().splitlines()
    assert (tmp_path / "out" / "pc.ram.raw").read_bytes() == bytes(4096) + content(1) + bytes(6 * 4096)
    done = run("--extract-ram", state, tmp_path / "core", "--format", "elf", "-q")
    assert done.returncode == 1
    assert (tmp_path / "core" / "blocks.json").exists()  # no such machine is known: the blocks are given
    told = json.loads((tmp_path / "core" / "blocks.json").read_text())
    assert told["no_map"] == "the memory map of machine 'pc-test-1.0' is not known"


def test_calls_that_make_no_sense(stream: Path, tmp_path: Path) -> None:
    for arguments, words in (
        (("--extract-ram", stream, "-"), "with a name"),
        (("--extract-ram", stream, tmp_path / "x", "--format", "tree"), "no such format"),
        (("--extract-ram", stream, tmp_path / "x", "--block", "nvram"), "there is no block 'nvram'"),
        (("--registers", stream, "--cpu", "7"), "there is no CPU 7; there are 0"),
        (("--info", stream, "--cpu", "1"), "--cpu belongs to --registers"),
        (("--dump", stream, "--format", "elf"), "no such format"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert words in done.stderr.decode()
    assert os.listdir(tmp_path) == ["vm.bin"]


def test_registers(stream: Path, tmp_path: Path) -> None:
    done = run("--registers", stream)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "CPU#0"
    assert lines[1].startswith("EAX=00000000 EBX=0000bf00 ")
    assert "CS =f000 000f0000 0000ffff 00009b00" in done.stdout.decode()
    done = run("--registers", stream, "--cpu", "0", "--json")
    (cpu,) = json.loads(done.stdout)["cpus"]
    assert cpu["architecture"] == "i386"
    assert cpu["registers"]["EIP"] == "0x0000bf5b"
    assert cpu["registers"]["CS"] == {
        "selector": "0xf000",
        "base": "0x000f0000",
        "limit": "0x0000ffff",
        "flags": "0x00009b00",
    }
    other = tmp_path / "m68k"
    other.write_bytes(samples().case("m68k-virt-7.2").file("stream.bin").read())
    done = run("--registers", other)
    assert done.returncode == 1
    assert done.stdout == b"CPU#0\n"
    assert "not known here" in only_line(done)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_cancelled_work_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    state, out = tmp_path / "state", tmp_path / "out"
    make_stream(state, "mixed", 64 * MIB)
    reader, writer = os.pipe()
    with start("--extract-ram", "-", out, "--progress", "lines", stdin=reader, text=True) as process:
        os.close(reader)
        with state.open("rb") as file:
            os.write(writer, file.read(8 * MIB)[: 1 << 16])
        wait_for(lambda: any(name.startswith(".qmigui-") for name in os.listdir(tmp_path)))
        time.sleep(0.1)
        process.send_signal(number)
        assert process.wait(20) == 130
        os.close(writer)
    assert os.listdir(tmp_path) == ["state"]
