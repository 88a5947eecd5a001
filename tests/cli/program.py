"""The program as a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENGINE = (sys.executable, "-m", "qmigui")


def environment() -> dict[str, str]:
    """What a process needs to find the package from anywhere."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def run(*arguments: str | Path, data: bytes | None = None, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program to its end, wherever; standard input is *data*, or empty."""
    command = [*ENGINE, *map(str, arguments)]
    if "stdin" not in more:
        more["input"] = data if data is not None else b""
    if not {"stdout", "stderr"} & more.keys():
        more["capture_output"] = True
    return subprocess.run(command, timeout=120, check=False, env=environment(), **more)


def start(*arguments: str | Path, **more: Any) -> subprocess.Popen[Any]:
    """Start the program; its ends have octets, or text if *more* asks for that."""
    return subprocess.Popen([*ENGINE, *map(str, arguments)], env=environment(), **more)


def only_line(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard error, which must be one line of ours."""
    text = done.stderr.decode()
    assert text.startswith("qmigui: ")
    assert text.count("\n") == 1
    return text.rstrip("\n")


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)
