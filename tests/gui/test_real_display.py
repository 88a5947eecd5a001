"""The stories once more in windows of a real X server, where grabs, focus and drops are the server's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
SECONDS = 380
"""Some 30 on a machine that does nothing else."""


def why_not() -> str:
    """What is missing for a window on X, or nothing."""
    for program in ("xvfb-run", "xauth"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not PLUGIN.exists():
        return "PySide6 without its plugin for X"
    linked = subprocess.run(["ldd", PLUGIN], capture_output=True, text=True, check=False).stdout
    missing = [line.split()[0] for line in linked.splitlines() if "not found" in line]
    return f"libraries are missing: {', '.join(missing)}" if missing else ""


@pytest.mark.timeout(SECONDS + 20)
@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_stories_on_a_real_display() -> None:
    screen = "-screen 0 1600x1000x24"
    tests = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", screen, *tests, "tests/gui/test_story.py"],
        cwd=ROOT,
        env={**os.environ, "QMIGUI_TEST_PLATFORM": "xcb", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "windows by xcb" in done.stdout
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
