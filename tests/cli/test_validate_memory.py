"""Memory of a validation, the file's own pages included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.streams import make_stream
from tests.cli.program import environment, run

MIB = 1 << 20
MOST = 100 * MIB

VALIDATE = """
import sys
from qmigui.__main__ import main
from tests.memory import memory_figure
code = main(["--validate", sys.argv[1], "--quiet"])
print(memory_figure("VmHWM"))
sys.exit(code)
"""


def test_long_runs_do_not_stay_in_memory(tmp_path: Path) -> None:
    stream, ber = tmp_path / "state", tmp_path / "state.ber"
    make_stream(stream, "runs", 320 * MIB)
    assert run("--convert", stream, ber, "--no-sync").returncode == 0
    command = [sys.executable, "-c", VALIDATE, str(ber)]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    assert int(done.stdout) < MOST
