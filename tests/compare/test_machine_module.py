"""``--schema-of``: a module of one state, which its BER fits, in our checker and in other tools."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asn1tools
import pytest

from qmigui import service
from qmigui.compare.type_tree import identifier
from qmigui.errors import Problem, SchemaError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.check import check_by_module, type_of
from qmigui.schema.load import load_file
from tests.builders import Block, Ram, StreamBuilder, Value
from tests.cli.program import run
from tests.compare.test_states import be32, device
from tests.converting import to_ber
from tests.corpus import samples
from tests.gallery import gallery
from tests.pycrate_compiler import compile_alone

PAGE = 4096
BLOCKS = (Block("pc.ram", 4 * PAGE),)


def module_of(octets: bytes, directory: Path) -> Path:
    """The module of a state."""
    source, target = directory / "state", directory / "machine.asn1"
    source.write_bytes(octets)
    service.schema_of(str(source), str(target), sync=False)
    return target


def checker_of(module: Path) -> Callable[[bytes], list[tuple[str, str]]]:
    """Tells path, without the names that stand in the state, and code of what is wrong with a state's BER."""
    type_ = type_of(load_file(str(module)), "QemuFile")

    def problems(octets: bytes) -> list[tuple[str, str]]:
        found: list[Problem] = []
        check_by_module(MemorySource(to_ber(octets)), type_, found.append, Progress(), Cancel())
        return [(re.sub(r" '[^']*'", "", problem.path or ""), problem.code) for problem in found]

    return problems


def state(values: list[Value], *, version: int = 1, more: bool = False) -> bytes:
    builder = StreamBuilder(blocks=BLOCKS).ram(Ram().zeros(0, 4, name="pc.ram"))
    builder.full("timer", values=[("ticks", "int64", bytes(8))])
    builder.full("cpu", values=values, version_id=version)
    if more:
        builder.full("rtc", values=[("base", "uint32", be32(9))])
    return builder.build()


HALTED: Value = ("halted", "uint32", be32(1))
ON: Value = ("on", "bool", b"\1")
BUFFER: Value = ("buf", "buffer", b"abcd")


@pytest.mark.parametrize("name", ["plain", "bare", "others"])
def test_a_made_state_fits_its_module(name: str, tmp_path: Path) -> None:
    octets = gallery()[name]
    module = module_of(octets, tmp_path)
    assert checker_of(module)(octets) == []
    if name == "bare":
        # Its BER gives the same module.
        again = tmp_path / "again"
        again.mkdir()
        assert module_of(to_ber(octets), again).read_text() == module.read_text()


def test_a_real_state_fits_its_module(tmp_path: Path) -> None:
    """In our checker, in asn1tools with its constraints, and the tools take the module."""
    octets = samples().case("m68k-virt-7.2").file("stream.bin").read()
    module = module_of(octets, tmp_path)
    text = module.read_text()
    assert checker_of(module)(octets) == []
    ber = module_of(to_ber(octets), tmp_path)
    assert ber.read_text() == text
    value: dict[str, Any] = asn1tools.compile_string(text).decode(
        "QemuFile", to_ber(octets), check_constraints=True
    )
    fields = value["items"]["timer"]["body"]["fields"]
    assert fields["cpu-ticks-offset"]["name"] == "cpu_ticks_offset"
    assert isinstance(fields["cpu-ticks-offset"]["value"], int)
    compile_alone(text)
    if shutil.which("asn1c") is not None:
        command = ["asn1c", "-fwide-types", "-E", "-F", str(module)]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr


def test_each_device_is_a_sequence(tmp_path: Path) -> None:
    text = module_of(state([HALTED, ON, BUFFER]), tmp_path).read_text()
    assert "halted  Field6-u32" in text
    assert "value  [2] INTEGER (0..4294967295)" in text
    assert "value  OCTET STRING (SIZE (4))" in text
    arrays = module_of(device([1, 2, 3], {"dev/a": 1}), tmp_path).read_text()
    assert "value  SEQUENCE (SIZE (3)) OF Element-u32" in arrays
    assert "Element-u32 ::= [2] INTEGER (0..4294967295)" in arrays
    assert "value  [8] SEQUENCE OF VM-queue" in arrays
    assert "contents  VM-dev-a" in arrays


def test_another_version_is_told_by_its_place(tmp_path: Path) -> None:
    problems = checker_of(module_of(state([HALTED, ON, BUFFER]), tmp_path))
    assert problems(state([HALTED, ON, BUFFER])) == []
    fields = "items / cpu / body / fields"
    others: dict[str, tuple[bytes, str]] = {
        "another version": (state([HALTED, ON, BUFFER], version=2), "items / cpu / version"),
        "another type": (state([("halted", "uint64", bytes(8)), ON, BUFFER]), f"{fields} / halted / value"),
        "another name": (state([("halting", *HALTED[1:]), ON, BUFFER]), f"{fields} / halted / name"),
        "another length": (state([HALTED, ON, ("buf", "buffer", b"abc")]), f"{fields} / buf / value"),
        "a field missing": (state([HALTED, ON]), fields),
        "a field too many": (state([HALTED, ON, BUFFER, ("x", "uint8", b"1")]), fields),
    }
    for name, (octets, place) in others.items():
        found = problems(octets)
        assert found, name
        assert all(path.startswith(place) for path, _ in found), (name, found)
    ((path, code),) = problems(state([HALTED, ON]))
    assert (path, code) == (fields, "missing")


def test_identifiers() -> None:
    taken: set[str] = set()
    names = ["env.regs", "env_regs", "", "7x", "A[1]", "--", "x" * 300, "EOF"]
    assert [identifier(name, taken) for name in names][:6] == [
        "env-regs",
        "env-regs-2",
        "x",
        "x7x",
        "a-1",
        "x-2",
    ]
    assert len(taken) == len(names)


def test_states_that_are_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmigui.compare.machine_module.MAX_ITEMS", 5)
    with pytest.raises(SchemaError, match="more than 5 items"):
        module_of(state([HALTED]), tmp_path)
    assert not (tmp_path / "machine.asn1").exists()
    monkeypatch.undo()
    monkeypatch.setattr("qmigui.compare.type_tree.MAX_TYPES", 3)
    with pytest.raises(SchemaError, match="more types"):
        module_of(state([HALTED]), tmp_path)


def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "vm").write_bytes(state([HALTED]))
    (tmp_path / "vm.ber").write_bytes(to_ber(state([HALTED])))
    assert run("--schema-of", tmp_path / "vm", tmp_path / "vm.asn1").returncode == 0
    words = ("--schema", tmp_path / "vm.asn1", "--pdu", "QemuFile")
    assert run("--validate", tmp_path / "vm.ber", *words).returncode == 0
    (tmp_path / "vm.ber").write_bytes(to_ber(state([HALTED], version=9)))
    done = run("--validate", tmp_path / "vm.ber", *words)
    assert done.returncode == 1
    assert b"items / cpu 'cpu' / version" in done.stdout
    assert run("--schema-of", tmp_path / "none", tmp_path / "x").returncode == 10
