"""``--check-against`` and ``--try-load`` with a real QEMU, whose word decides.

The verdict must be QEMU's, and the section named the one that QEMU names.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from qmigui import service
from qmigui.compare.destination import _save
from qmigui.compare.qemu import Qemu
from qmigui.errors import Cancelled, TransportError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.service.loading import Verdict
from tests.cli.program import run
from tests.converting import to_ber
from tests.qemu.pairs import MORE_PAIRS, PAIRS, PROGRAM, Pair, saved_command

pytestmark = pytest.mark.qemu


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """States by name, saved when they are first asked for."""
    return _States(tmp_path_factory.mktemp("states"))


class _States(dict[str, Path]):
    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    def __missing__(self, name: str) -> Path:
        if shutil.which(PROGRAM) is None:
            pytest.skip(f"needs {PROGRAM}")
        path = self[name] = self._directory / name
        with path.open("wb") as file, Qemu(saved_command(name), Cancel()) as qemu:
            _save(qemu, file.fileno(), Cancel())
        return path


def section_named(verdict: Verdict) -> str | None:
    """The section of the first finding that keeps the state from loading."""
    for problem in verdict.problems:
        if problem.severity.value == "error":
            path = problem.path or ""
            if path.startswith("configuration"):
                return "configuration"
            return path.split("'")[1] if "'" in path else None
    return None


def agree(state: Path, command: list[str]) -> None:
    """Our verdict is that of QEMU."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"needs {command[0]}")
    verdict = service.check_against(str(state), command=command)
    trial = service.try_load(str(state), command)
    ours, theirs = (verdict.loads, section_named(verdict)), (trial.loads, trial.section)
    assert ours == theirs, (trial.messages, [str(problem) for problem in verdict.problems])
    assert verdict.destination == ["table", "machine"]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_verdicts_are_those_of_qemu(pair: Pair, states: dict[str, Path]) -> None:
    agree(states[pair.state], pair.command())


@pytest.mark.slow
@pytest.mark.parametrize("pair", MORE_PAIRS, ids=str)
def test_more_verdicts_are_those_of_qemu(pair: Pair, states: dict[str, Path]) -> None:
    agree(states[pair.state], pair.command())


def test_every_form_is_tried(states: dict[str, Path], tmp_path: Path) -> None:
    state = states["vga"]
    before = state.read_bytes()
    ber = tmp_path / "vm.ber"
    ber.write_bytes(to_ber(before))
    progress = Progress()
    command = saved_command("vga")
    assert service.try_load(str(ber), command, progress=progress).loads
    assert progress.read_bytes == len(before)
    done = run("--try-load", "-", "--json", "--qemu", *command, data=before)
    assert done.returncode == 0
    assert json.loads(done.stdout)["loads"] is True
    assert state.read_bytes() == before
    done = run("--try-load", ber, "--qemu", *command, "-device", "VGA")
    assert done.returncode == 0
    done = run("--try-load", ber, "--qemu", PROGRAM, "-nodefaults", "-m", "48", "-device", "VGA")
    assert done.returncode == 1
    assert b"because of 'ram'" in done.stdout


def test_a_table_alone(states: dict[str, Path], tmp_path: Path) -> None:
    """The machine type of the state is taken; the table does not know which devices a machine has."""
    verdict = service.check_against(str(states["usb"]), command=[PROGRAM])
    assert verdict.destination == ["table"]
    assert verdict.loads
    assert {problem.code for problem in verdict.problems} <= {"not-in-table", "ram-incomplete"}
    other = service.check_against(str(states["usb"]), command=[PROGRAM, "-M", "pc-i440fx-7.1"])
    assert section_named(other) == "configuration"
    done = run("--check-against", "--qemu", PROGRAM, "-machine", "q35", states["usb"])
    assert done.returncode == 1
    assert b"Machine type received is" in done.stdout


def test_machines_that_are_not_there(states: dict[str, Path]) -> None:
    with pytest.raises(TransportError, match="unsupported machine type"):
        service.check_against(str(states["vga"]), command=[PROGRAM, "-M", "pc-i440fx-99.9"])
    octets = states["vga"].read_bytes().replace(b"pc-i440fx-7.2", b"pc-i440fx-9.9")
    path = states["vga"].with_name("future")
    path.write_bytes(octets)
    verdict = service.check_against(str(path), command=[PROGRAM])
    assert [problem.code for problem in verdict.problems] == ["machine-unknown"]
    with pytest.raises(TransportError):
        service.try_load(str(states["vga"]), ["/nowhere/qemu"])
    with pytest.raises(TransportError, match="nonsense"):
        service.try_load(str(states["vga"]), [*saved_command("vga"), "-nonsense"])
    with pytest.raises(UsageError, match="-incoming"):
        service.try_load(str(states["vga"]), [*saved_command("vga"), "-incoming", "tcp:0:1"])


def children() -> set[str]:
    """The processes that this one has started and not waited for."""
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def test_nothing_is_left_behind(states: dict[str, Path]) -> None:
    before = children()
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        service.try_load(str(states["vga"]), saved_command("vga"), cancel=cancel)
    with pytest.raises(Cancelled):
        service.check_against(str(states["vga"]), command=saved_command("vga"), cancel=cancel)
    with pytest.raises(Cancelled), Qemu(saved_command("vga"), cancel):
        pass
    assert children() == before


def test_who_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmigui.compare.qemu.PATIENCE", 0.3)
    before = children()
    with pytest.raises(TransportError), Qemu(["sleep", "100"], Cancel()):
        pass
    assert children() == before
