"""Converts hostile inputs under limits; a program of its own, so that the limits are.

``python -m tests.hostile.in_bounds LENGTH NAME...`` prints a line of JSON for
each name.
"""

from __future__ import annotations

import json
import re
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

MIB = 1 << 20
ROOM = 128 * MIB
"""Private memory that a use case may add: twelve windows of 4 MiB, the stacks of threads, and as much again."""


def private_length() -> int:
    """Octets of private writable memory, as ``RLIMIT_DATA`` counts it."""
    found = re.search(r"VmData:\s*(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) << 10


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


def try_attack(name: str, length: int, directory: Path) -> dict[str, Any]:
    """Both use cases on an attack of *length* octets and on one twice as long."""
    result: dict[str, Any] = {"name": name}
    for times in (1, 2):
        path = directory / "hostile"
        path.write_bytes(ATTACKS[name](times * length))
        before = private_length()
        limit = before + ROOM + times * length
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))
        for verb, call in (
            ("convert", lambda: service.convert(str(path), "/dev/null")),
            ("info", lambda: service.info(str(path), full=True).to_json()),
        ):
            result.setdefault(verb, []).append(cpu_ms(call))
        resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return result


def main() -> None:
    """Try those named on the command line."""
    length = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as directory:
        # What is loaded and allocated once is not the attack's.
        Path(directory, "hostile").write_bytes(ATTACKS["one_zero_page"](MIB))
        service.convert(str(Path(directory, "hostile")), "/dev/null")
        service.info(str(Path(directory, "hostile")), full=True)
        for name in sys.argv[2:]:
            print(json.dumps(try_attack(name, length, Path(directory))), flush=True)


if __name__ == "__main__":
    main()
