"""The worked examples of docs/api.md run, on real states."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import qmigui
from tests.corpus import samples

ROOT = Path(qmigui.__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"


def run(name: str, *arguments: str, code: int = 0) -> str:
    """The output of an example."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"},
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def test_cpus() -> None:
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    out = run("cpus.py", str(path))
    with qmigui.open_state(path) as state:
        pointer = state.registers()[0].register("EIP")
    assert f"field 'env.eip' = {pointer:#x}" in out
    assert "'globalstate' instance 0: 2 fields" in out
    assert run("cpus.py", str(EXAMPLES / "cpus.py"), code=1) == ""


def test_find_bytes() -> None:
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    out = run("find_bytes.py", str(path), b"SeaBIOS".hex())
    places = [int(line.partition(" ")[0], 16) for line in out.splitlines()]
    assert len(places) > 1
    with qmigui.open_state(path) as state, state.memory() as memory:
        assert all(memory.read_physical(place, 7) == b"SeaBIOS" for place in places)
    assert run("find_bytes.py", str(path), b"no such octets".hex(), code=1) == ""


def test_changes(tmp_path: Path) -> None:
    path = samples().case("isapc-on-7.2").file("stream.bin").path()
    octets = path.read_bytes()
    with qmigui.open_state(path) as state:
        field = state.device("cpu")["env.regs[3]"]
        assert field.source_offset is not None
        changed = bytearray(octets)
        changed[field.source_offset : field.source_offset + 4] = (12345).to_bytes(4)
    for name, content in (("1", octets), ("2", octets), ("3", changed), ("4", changed)):
        (tmp_path / name).write_bytes(content)
    lines = run("changes.py", "cpu", "env.regs[3]", str(tmp_path)).splitlines()
    assert lines == [f"{tmp_path}/1: {field.value!r}", f"{tmp_path}/3: {field.value!r} -> 12345"]
    run("changes.py", "cpu", "env.eip", str(tmp_path), code=1)


def test_the_page_names_what_there_is() -> None:
    page = (ROOT / "docs" / "api.md").read_text()
    listed = page.rpartition("These are all public names")[2]
    assert re.findall(r"`(\w+)`", listed.partition("\n\n")[2]) == sorted(qmigui.__all__)
    assert set(re.findall(r"\(examples/(\w+\.py)\)", page)) == {path.name for path in EXAMPLES.glob("*.py")}
    names = {*dir(qmigui.State), *dir(qmigui.Device), *dir(qmigui.Field)}
    assert not [name for name in names if name[0] != "_" and not re.search(rf"\b{name}\b", page)]
