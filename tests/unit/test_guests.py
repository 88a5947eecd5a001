"""Guests found by the command lines of their processes, and what is said to them."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from qmigui.errors import UsageError
from qmigui.live.guests import running_guests
from qmigui.service.monitor_lines import monitor_words


def process(proc: Path, pid: int, *words: str) -> None:
    place = proc / str(pid)
    place.mkdir(parents=True)
    (place / "cmdline").write_bytes(b"\0".join(map(os.fsencode, words)) + b"\0")
    (place / "cwd").symlink_to(proc)


@pytest.fixture
def monitor(tmp_path: Path) -> Path:
    path = tmp_path / "vm.qmp"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.close()
    return path


def found(proc: Path) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(guest.name, guest.monitors, guest.is_managed) for guest in running_guests(str(proc))]


def test_monitors_in_every_spelling(tmp_path: Path, monitor: Path) -> None:
    qemu = "/usr/bin/qemu-system-x86_64"
    process(tmp_path, 1, qemu, "-name", "a", "-qmp", f"unix:{monitor},server=on,wait=off")
    relative = "unix:vm.qmp,server,nowait"
    process(tmp_path, 2, qemu, "--name", "guest=b,debug-threads=on", "-qmp-pretty", relative)
    process(
        tmp_path, 3, "qemu-kvm", "-name", "c,,d", "-mon", "chardev=q,mode=control",
        "-chardev", f"socket,id=q,path={monitor},server=on",
        "-chardev", "socket,id=hmp,path=/x,server=on", "-mon", "chardev=hmp,mode=readline",
    )  # fmt: skip
    process(tmp_path, 4, qemu, "-name", "e", "-qmp", "tcp:localhost:4444,server=on")
    process(tmp_path, 5, qemu, "-qmp", "unix:/gone,server=on")
    process(tmp_path, 6, qemu, "-name", "f", "-qmp", f"unix:{monitor}")  # connects itself
    process(
        tmp_path, 7, qemu, "-name", "guest=g", "-chardev",
        "socket,id=charmonitor,fd=22,path=/var/lib/libvirt/qemu/domain-1-g/monitor.sock,server=on",
        "-mon", "chardev=charmonitor,id=monitor,mode=control",
    )  # fmt: skip
    process(tmp_path, 8, "/bin/sh", "-c", f"qemu-system-x86_64 -qmp unix:{monitor},server=on")
    process(tmp_path, 9)
    process(tmp_path, 10, qemu, "-name")
    path = f"unix:{monitor}"
    assert found(tmp_path) == [
        ("a", (path,), False),
        ("b", (path,), False),
        ("c,d", (path,), False),
        ("e", ("tcp:localhost:4444",), False),
        ("f", (), False),
        ("g", (), True),
        ("qemu-system-x86_64", (), False),
        ("qemu-system-x86_64", (), False),
    ]


def test_nothing_to_be_found(tmp_path: Path) -> None:
    assert running_guests(str(tmp_path / "nowhere")) == []
    assert isinstance(running_guests(), list)


def test_words_for_qemu() -> None:
    words = monitor_words("unix:/run/a b.sock")
    assert words.hmp == 'migrate -d "unix:/run/a b.sock"'
    assert words.qmp == '{"execute": "migrate", "arguments": {"uri": "unix:/run/a b.sock"}}'
    assert words.incoming == "-incoming 'unix:/run/a b.sock'"
    assert monitor_words("tcp:4444").hmp == "migrate -d tcp:127.0.0.1:4444"


@pytest.mark.parametrize("name", ["", "vm.bin", "unix:relative", "unix:", "tcp:0", "exec:cat", "tcp:x:y:z"])
def test_what_is_no_address(name: str) -> None:
    with pytest.raises(UsageError):
        monitor_words(name)
