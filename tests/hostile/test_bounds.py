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

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
WANTED_MS = 120 * THOROUGH
MOST = 2_000_000 * THOROUGH
GROUP = 10
ATTEMPTS = 3
"""A machine that is slow for a moment is no fault of ours: what is too slow must be so every time."""
NAMES = sorted(ATTACKS)


@pytest.mark.parametrize("first", range(0, len(NAMES), GROUP), ids=lambda first: NAMES[first])
@pytest.mark.timeout(120 * THOROUGH)
def test_hostile_inputs(first: int) -> None:
    names = NAMES[first : first + GROUP]
    faults: dict[str, list[str]] = {}
    for _ in range(ATTEMPTS):
        faults = faults_in(names)
        names = list(faults)
        if not faults:
            break
    assert not faults


def faults_in(names: list[str]) -> dict[str, list[str]]:
    """What is wrong with the inputs called *names*: those with faults only."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.in_bounds", str(WANTED_MS), str(MOST), *names],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["name"] for result in results] == names
    return {result["name"]: faults for result in results if (faults := faults_of(result))}


def faults_of(result: dict[str, Any]) -> list[str]:
    """What is wrong with a result."""
    faults = []
    for verb, ((once, _), (twice, end)) in result["verbs"].items():
        what = f"{result['name']}, {result['length']} octets, {verb}"
        if not end.startswith(("fine", "refused: ")):
            faults.append(f"{what}: {end}")
        # Twice as much takes twice as long; quadratic would be four times. Very short times are no measure.
        if twice > 3 * once + 0.4 * WANTED_MS:
            faults.append(f"{what}: {twice:.0f} ms, half of it {once:.0f} ms")
        # The slowest elements take 0.1 ms for ten octets.
        if twice > result["length"] / 20 + WANTED_MS:
            faults.append(f"{what}: {twice:.0f} ms")
    return faults
