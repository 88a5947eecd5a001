"""What a capture makes of monitors and guests that are not at their best.

With real QEMU: ``tests/qemu/test_capture.py``.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qmigui import service
from qmigui.errors import QmiguiError, TransportError, UsageError
from qmigui.live import keeper
from qmigui.qemufile.base import Waiting
from tests.unit.fake_monitor import STATE, FakeMonitor


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the monitor is."""
    return tmp_path / "qmp"


def capture(monitor: FakeMonitor, path: Path, told: list[str] | None = None, **more: Any) -> bytes:
    """Capture; what was captured."""
    target = path.parent / "state"
    waiting = Waiting(timeout=2, warn=(told if told is not None else []).append)
    service.capture(monitor.address, str(target), sync=False, waiting=waiting, **more)
    return target.read_bytes()


def refused(monitor: FakeMonitor, path: Path, **more: Any) -> str:
    """The error of a capture that does not work, and leaves nothing."""
    with pytest.raises(TransportError) as caught:
        capture(monitor, path, **more)
    assert os.listdir(path.parent) == ["qmp"]
    assert caught.value.source == monitor.address
    return caught.value.message


def test_the_order_of_things(path: Path) -> None:
    with FakeMonitor(path) as monitor:
        assert capture(monitor, path) == STATE
        changes = [name for name in monitor.done if not name.startswith("q")]
        assert changes[:4] == ["stop", "migrate-set-parameters", "getfd", "migrate"]
        assert changes[4:] == ["cont", "migrate-set-parameters"]
        assert (monitor.state, monitor.parameters) == ("running", {"max-bandwidth": 128 << 20})
        monitor.done.clear()
        assert capture(monitor, path, live=True) == STATE
        assert "stop" not in monitor.done
        assert monitor.state == "running"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"query-migrate-parameters": {"max-bandwidth": 1, "tls-creds": "tls0"}}, "are encrypted"),
        ({"query-migrate-parameters": {"max-bandwidth": 1, "mode": "cpr-reboot"}}, "mode 'cpr-reboot'"),
        ({"query-migrate": {"blocked-reasons": ["a device", "another"]}}, "captured: a device; another"),
        ({"query-migrate": {"status": "active"}}, r"a migration is under way \('active'\)"),
        ({"query-status": {"status": "suspended", "running": False}}, "it sleeps"),
        ({"query-status": {"status": "inmigrate", "running": False}}, "waits for a state itself"),
        (
            {"query-migrate-capabilities": [{"capability": "mapped-ram", "state": True}]},
            r"fixed places of a file.*\('migrate_set_capability mapped-ram off' switches it off\)",
        ),
        (
            {"query-migrate-capabilities": [{"capability": "background-snapshot", "state": True}]},
            "--live has it so",
        ),
    ],
)
def test_guests_that_are_left_alone(path: Path, answers: dict[str, Any], message: str) -> None:
    with FakeMonitor(path, answers) as monitor:
        with pytest.raises(TransportError, match=message):
            capture(monitor, path)
        assert not {"stop", "migrate", "cont", "migrate_cancel"} & set(monitor.done)


def test_what_is_captured_all_the_same(path: Path) -> None:
    told: list[str] = []
    capabilities = [{"capability": "x-ignore-shared", "state": True}, {"capability": "xbzrle", "state": True}]
    with FakeMonitor(path, {"query-migrate-capabilities": capabilities}) as monitor:
        assert capture(monitor, path, told) == STATE
    assert len(told) == 1
    assert told[0].startswith(f"{monitor.address}: the capability x-ignore-shared is on: memory that")


def test_a_paused_guest_gets_its_disks_back(path: Path) -> None:
    told: list[str] = []
    answers: tuple[Any, ...] = ({}, Exception("The command blockdev-set-active has not been found"))
    for answer in answers:
        path.unlink(missing_ok=True)
        with FakeMonitor(path, {"blockdev-set-active": answer}) as monitor:
            monitor.state = "paused"
            assert capture(monitor, path, told) == STATE
            assert monitor.done[-2:] == ["blockdev-set-active", "migrate-set-parameters"]
            assert not {"stop", "cont"} & set(monitor.done)
            assert monitor.state == "postmigrate"
    assert "does not run ('paused') and will not" in told[0]


def test_what_qemu_will_not_do(path: Path) -> None:
    for command in ("stop", "getfd", "migrate"):
        path.unlink(missing_ok=True)
        refusals = iter([Exception("not today")])
        answers = {command: lambda refusals=refusals: next(refusals, None)}
        with FakeMonitor(path, answers) as monitor:
            assert refused(monitor, path) == f"QEMU will not do {command}: not today"
            assert monitor.state == "running"
            assert monitor.parameters == {"max-bandwidth": 128 << 20}
            assert ("closefd" in monitor.done) is (command == "migrate")


def test_a_limit_that_cannot_be_lifted(path: Path) -> None:
    """As on hosts of 32 bits."""
    refusals = iter([Exception("out of range")])
    with FakeMonitor(path, {"migrate-set-parameters": lambda: next(refusals, None)}) as monitor:
        assert capture(monitor, path) == STATE
        assert monitor.state == "running"


def test_cont_that_is_refused_at_first(path: Path) -> None:
    """The keeper tries again, over its own connection."""
    refusals = iter([Exception("in use")] * 3)
    with FakeMonitor(path, {"cont": lambda: next(refusals, None)}) as monitor:
        assert capture(monitor, path) == STATE
        assert monitor.done.count("cont") == 4
        assert monitor.state == "running"


def test_a_guest_that_cannot_go_on(path: Path) -> None:
    with FakeMonitor(path, {"cont": {}}) as monitor:
        assert refused(monitor, path) == "the guest does not run on: its state is 'postmigrate'"


def test_a_migration_that_fails(path: Path) -> None:
    with FakeMonitor(path) as monitor:

        def fail() -> dict[str, Any]:
            monitor.migration = {"status": "failed", "error-desc": "no way"}
            return {}

        monitor.answers["migrate"] = fail
        assert refused(monitor, path) == "QEMU did not send the state: no way"
        assert monitor.state == "running"


def test_a_bug_of_ours_is_told_as_one(path: Path) -> None:
    """Not as an odd answer of the monitor."""
    from qmigui.live.capture import capture as take_from_guest

    def take(source: Any, halt: Any) -> None:
        raise KeyError("ours")

    with FakeMonitor(path) as monitor:
        with pytest.raises(KeyError, match="ours"):
            take_from_guest(monitor.address, take)
        assert monitor.state == "running"


def test_what_is_no_stream(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmigui.live.capture.VERDICT_SECONDS", 0.5)
    with FakeMonitor(path) as monitor:

        def send() -> dict[str, Any]:
            os.write(monitor._passed[-1], b"something else")
            os.close(monitor._passed.pop())
            monitor.migration = {"status": "active"}
            return {}

        monitor.answers["migrate"] = send
        with pytest.raises(QmiguiError, match="not a migration stream"):
            capture(monitor, path)
        assert monitor.state == "running"
        assert "migrate_cancel" in monitor.done


@pytest.mark.parametrize(
    "greeting",
    [
        b"",
        b"\n",
        b"QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ",
        b"{}\n",
        b"[]\n",
        b'{"QMP": 1}\n',
        b'{"QMP": {"version": {}}}\n',
        b"[" * 100_000 + b"\n",
        b"x" * 11_000_000,
        random.Random(0).randbytes(1000) + b"\n",
    ],
)
def test_what_is_no_monitor(path: Path, greeting: bytes) -> None:
    with FakeMonitor(path, greeting=greeting) as monitor, pytest.raises(TransportError) as caught:
        capture(monitor, path)
    assert "QMP monitor" in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "missing", "unix:missing", "tcp:127.0.0.1:9", "unix:", "tcp:x", "exec:x"]
)
def test_where_no_monitor_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((TransportError, UsageError)):
        service.capture(name, "state")
    assert os.listdir() == []


def odd(chance: random.Random, depth: int = 0) -> Any:
    """Anything that JSON can say, with words that mean something."""
    words = ["status", "running", "active", "completed", "failed", "capability", "state", "ram"]
    words.append("max-bandwidth")
    kinds = ["word", "number", "none", "bool"] + ["list", "dict"] * (depth < 3)
    match chance.choice(kinds):
        case "word":
            return chance.choice(words)
        case "number":
            return chance.choice([0, -1, 1 << 70, 0.5])
        case "none":
            return None
        case "bool":
            return chance.random() < 0.5
        case "list":
            return [odd(chance, depth + 1) for _ in range(chance.randrange(3))]
        case _:
            return {chance.choice(words): odd(chance, depth + 1) for _ in range(chance.randrange(4))}


def test_monitors_that_answer_anything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our errors, in bounded time; where it makes sense by chance, a capture."""
    monkeypatch.setattr("qmigui.live.monitor.ANSWER_SECONDS", 1.0)
    monkeypatch.setattr("qmigui.live.capture.VERDICT_SECONDS", 0.5)
    commands = ["query-status", "query-migrate", "query-migrate-capabilities", "query-migrate-parameters"]
    for seed in range(60):
        chance = random.Random(seed)
        path.unlink(missing_ok=True)
        with FakeMonitor(path, {chance.choice(commands): {"odd": odd(chance)}, "stop": {}}) as monitor:
            monitor.answers[chance.choice(commands)] = [odd(chance)]
            with pytest.raises(QmiguiError):
                capture(monitor, path)
            assert monitor.state == "running"


# == the keeper by itself ==


def keeping(monitor: FakeMonitor, **changed: Any) -> keeper.Plan:
    return {
        "monitor": ["AF_UNIX", monitor.address.removeprefix("unix:")],
        "resume": True,
        "parameters": {"max-bandwidth": 7},
        "descriptor": "qmigui-1",
        "directory": None,
    } | changed


def keep(plan: keeper.Plan, word: bytes) -> dict[str, Any]:
    """Run the keeper's program; its report."""
    process = subprocess.run(
        [sys.executable, "-I", "-S", keeper.__file__],
        input=json.dumps(plan).encode() + b"\n" + word,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert process.stderr == b""
    ready, _, report = process.stdout.partition(b"\n")
    assert ready + b"\n" == keeper.READY
    return json.loads(report) if report else {}


def test_a_keeper_whose_parent_has_gone(path: Path, tmp_path: Path) -> None:
    directory = tmp_path / "ours"
    directory.mkdir()
    (directory / "state").touch()
    with FakeMonitor(path) as monitor:
        monitor.state, monitor.migration = "paused", {"status": "active"}
        assert keep(keeping(monitor, directory=str(directory)), b"") == {"state": "running"}
        assert monitor.done[-3:] == ["query-status", "migrate-set-parameters", "closefd"]
        assert "migrate_cancel" in monitor.done
        assert (monitor.state, monitor.parameters) == ("running", {"max-bandwidth": 7})
    assert not directory.exists()


def test_a_keeper_that_is_released_does_nothing(path: Path) -> None:
    with FakeMonitor(path) as monitor:
        monitor.state = "paused"
        assert keep(keeping(monitor), keeper.RELEASED) == {}
        assert (monitor.state, monitor.done) == ("paused", [])


@pytest.mark.parametrize(
    ("state", "resume", "after"),
    [
        ("running", True, "running"),
        ("postmigrate", True, "running"),
        ("postmigrate", False, "postmigrate"),
        ("paused", False, "paused"),
        ("shutdown", True, "shutdown"),
        ("io-error", True, "io-error"),
        ("guest-panicked", True, "guest-panicked"),
    ],
)
def test_a_keeper_lets_go_on_only_what_we_have_stopped(
    path: Path, state: str, resume: bool, after: str
) -> None:
    with FakeMonitor(path) as monitor:
        monitor.state = state
        assert keep(keeping(monitor, resume=resume), b"") == {"state": after}
        assert monitor.state == after


def test_a_keeper_whose_guest_has_ended(path: Path) -> None:
    with FakeMonitor(path) as monitor:
        pass
    assert keep(keeping(monitor), b"") == {"state": "gone"}
    path.unlink()
    assert keep(keeping(monitor), b"") == {"state": "gone"}


def test_a_keeper_that_is_cut_off_comes_again(path: Path) -> None:
    """As at a monitor that is busy with the end of its last client."""
    odd_ones = iter([b"", b"[]\n", b"{}\n", b"x\n"])
    with FakeMonitor(path, {"query-migrate": lambda: next(odd_ones, None)}) as monitor:
        monitor.state = "paused"
        assert keep(keeping(monitor), b"") == {"state": "running"}
        assert monitor.done.count("qmp_capabilities") == 5
