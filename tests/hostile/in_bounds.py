"""Converts hostile inputs under limits; a program of its own, so that the limits are.

``python -m tests.hostile.in_bounds MILLISECONDS LENGTH NAME...`` prints a line of
JSON for each name.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qmigui import service
from qmigui.errors import QmiguiError
from tests.hostile.attacks import ATTACKS
from tests.memory import memory_figure

MIB = 1 << 20
FIRST = 20_000
ROOM = 128 * MIB
"""Private memory that a use case may add: twelve windows of 4 MiB, stacks of threads, as much again."""


def private_length() -> int:
    """Octets of private writable memory, as ``RLIMIT_DATA`` counts it."""
    found = memory_figure("VmData")
    assert found is not None
    return found


def cpu_ms(call: Callable[[], object]) -> tuple[float, str]:
    """Run *call*; how long that took and what became of it."""
    started = time.process_time()
    outcome = "fine"
    try:
        call()
    except QmiguiError as error:
        outcome = f"refused: {error}"
        if error.offset is None or "\n" in outcome:
            outcome = f"refused in a wrong way: {error}"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        outcome = f"broke: {type(error).__name__}: {error}"
    return 1000 * (time.process_time() - started), outcome


def both_verbs(name: str, length: int, path: Path) -> dict[str, tuple[float, str]]:
    """Convert an attack of *length* octets, and look into it."""
    path.write_bytes(ATTACKS[name](length))
    limit = private_length() + ROOM + length
    resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
    try:
        return {
            "convert": cpu_ms(lambda: service.convert(str(path), "/dev/null")),
            "info": cpu_ms(lambda: service.info(str(path), full=True).to_json()),
        }
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def try_attack(name: str, wanted_ms: float, most: int, path: Path) -> dict[str, Any]:
    """Double an attack until it takes *wanted_ms* or has *most* octets; tell of the last two lengths."""
    length = FIRST
    before: dict[str, tuple[float, str]] = {}
    result = both_verbs(name, length, path)
    while length < most and (not before or max(ms for ms, _ in result.values()) < wanted_ms):
        length *= 2
        before, result = result, both_verbs(name, length, path)
    return {"name": name, "length": length, "verbs": {verb: (before[verb], result[verb]) for verb in result}}


def main() -> None:
    """Try those named on the command line."""
    wanted_ms, most = float(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "hostile")
        # What is loaded and allocated once is not the attack's.
        both_verbs("one_zero_page", MIB, path)
        for name in sys.argv[3:]:
            print(json.dumps(try_attack(name, wanted_ms, most, path)), flush=True)


if __name__ == "__main__":
    main()
