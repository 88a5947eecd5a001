"""Hostile inputs cost time in proportion to their length, and no more memory than any other.

``QMIGUI_THOROUGH`` makes them that many times longer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.hostile.attacks import ATTACKS

LENGTH = 200_000 * int(os.environ.get("QMIGUI_THOROUGH", "1"))
GROUP = 10
NAMES = sorted(ATTACKS)


@pytest.mark.parametrize("first", range(0, len(NAMES), GROUP), ids=lambda first: NAMES[first])
@pytest.mark.timeout(120 + LENGTH // 2_000)
def test_hostile_inputs(first: int) -> None:
    names = NAMES[first : first + GROUP]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.in_bounds", str(LENGTH), *names],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["name"] for result in results] == names
    faults = [fault for result in results for fault in faults_of(result)]
    assert not faults


def faults_of(result: dict[str, Any]) -> list[str]:
    """What is wrong with a result."""
    faults = []
    for verb in ("convert", "info"):
        (once, _), (twice, _) = result[verb]
        what = f"{result['name']}, {verb}"
        faults += [f"{what}: {end}" for _, end in result[verb] if not end.startswith(("fine", "refused: "))]
        # Twice as much takes twice as long; quadratic would be four times, and short times are no measure.
        if twice > 3 * once + 300:
            faults.append(f"{what}: {once:.0f} ms, twice as long: {twice:.0f} ms")
        if twice > LENGTH / 10:
            faults.append(f"{what}: {twice:.0f} ms for {2 * LENGTH} octets")
    return faults
