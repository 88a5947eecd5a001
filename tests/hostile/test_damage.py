"""Damaged streams and BER files: see :mod:`tests.hostile.damage`.

One of forty damages is tried; ``QMIGUI_THOROUGH=40`` tries all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.corpus import corpus

THOROUGH = int(os.environ.get("QMIGUI_THOROUGH", "1"))
# Of several architectures; with and without footers, configuration, description; with shared blocks.
WANTED = (
    "m68k-virt-7.2",
    "mips-malta-be-7.2",
    "x-ignore-shared-7.2",
    "s390x-ccw-11.1",
    "pc-i440fx-2.1-on-5.2",
)
CASES = ["mapped", *(case for case in WANTED if any(case == known.id for known in corpus().cases))]


@pytest.mark.parametrize("form", ["binary", "ber"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.timeout(120 * THOROUGH)
def test_damage(case: str, form: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.damage", case, form, str(THOROUGH)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    print(f"{case}, {form}:", {key: value for key, value in outcome.items() if key != "faults"})
    assert not outcome["faults"]
    assert outcome["refused"]
    assert outcome["converted"]
