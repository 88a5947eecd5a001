"""Guests that run on this machine, and the monitors by which they can be asked.

What the command lines of QEMU processes tell, as far as this user may read them; nobody
is connected to.
"""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_PROGRAMS = ("qemu-system-", "qemu-kvm", "kvm")
_MOST_GUESTS = 200
_MOST_OCTETS = 1 << 20
_LIBVIRT = "/libvirt/"


class Guest(NamedTuple):
    """A QEMU process.

    Attributes:
        pid: of the process.
        name: of the guest, or of the program where it has none.
        monitors: addresses of its QMP monitors that this user may use, e.g. ``unix:/run/vm.qmp``.
        is_managed: libvirt has its monitor, and nobody else can use it.
    """

    pid: int
    name: str
    monitors: tuple[str, ...]
    is_managed: bool


def running_guests(proc: str = "/proc") -> list[Guest]:
    """The guests of this machine, by name; none where the system does not tell."""
    found: list[Guest] = []
    try:
        pids = sorted(int(name) for name in os.listdir(proc) if name.isascii() and name.isdigit())
    except OSError:
        return []
    for pid in pids:
        guest = _guest(Path(proc, str(pid)), pid)
        if guest is not None:
            found.append(guest)
            if len(found) >= _MOST_GUESTS:
                break
    return sorted(found, key=lambda guest: (guest.name.casefold(), guest.pid))


def _guest(place: Path, pid: int) -> Guest | None:
    try:
        with (place / "cmdline").open("rb") as file:
            words = [os.fsdecode(word) for word in file.read(_MOST_OCTETS).split(b"\0")]
    except OSError:
        return None  # it has gone, or is none of ours
    program = os.path.basename(words[0])
    if not program.startswith(_PROGRAMS):
        return None
    try:
        directory = os.readlink(place / "cwd")
    except OSError:
        directory = ""
    named, monitors = _told(words)
    usable = []
    is_managed = False
    for address in monitors:
        path = _path(address, directory)
        if path is not None and _LIBVIRT in path:
            is_managed = True
        elif path is None:
            usable.append(address)
        elif _is_usable(path):
            usable.append(f"unix:{path}")
    return Guest(pid, named or program, tuple(dict.fromkeys(usable)), is_managed)


def _told(words: list[str]) -> tuple[str, list[str]]:
    """Name and addresses of QMP monitors in a command line."""
    name = ""
    monitors: list[str] = []
    channels: dict[str, str] = {}
    wanted: list[str] = []
    for option, value in pairwise(words):
        if not option.startswith("-"):
            continue
        first, values = _values(value)
        match option.lstrip("-"):
            case "name":
                name = values.get("guest", first)
            case "qmp" | "qmp-pretty" if _is_server(values):
                monitors.append(first)
            case "chardev" if first == "socket" and _is_server(values):
                where = values.get("path")
                port = values.get("port", "")
                address = f"unix:{where}" if where else f"tcp:{values.get('host', '')}:{port}"
                if (where or port) and "id" in values:
                    channels[values["id"]] = address
            case "mon" if values.get("mode") == "control":
                wanted.append(values.get("chardev", first))
    monitors += [channels[each] for each in wanted if each in channels]
    return name, [address for address in monitors if address.startswith(("unix:", "tcp:"))]


def _is_server(values: dict[str, str]) -> bool:
    return values.get("server", "off") in {"on", "", "yes", "true"}


def _values(text: str) -> tuple[str, dict[str, str]]:
    """The first word of an option, and what follows it; ``,,`` is a comma."""
    parts = text.replace(",,", "\0").split(",")
    words = [part.replace("\0", ",") for part in parts]
    values = {}
    for word in words:
        key, _, value = word.partition("=")
        values[key] = value
    return words[0], values


def _path(address: str, directory: str) -> str | None:
    """The path of the socket, or None: it has none."""
    if not address.startswith("unix:"):
        return None
    return os.path.join(directory, address.removeprefix("unix:"))


def _is_usable(path: str) -> bool:
    try:
        return stat.S_ISSOCK(os.stat(path).st_mode) and os.access(path, os.R_OK | os.W_OK)
    except (OSError, ValueError):
        return False
