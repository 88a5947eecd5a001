"""The command line without what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import environment
from tests.corpus import samples

_MAIN = """
import sys

for name in sys.argv[1].split():
    sys.modules[name] = None

from qmigui.__main__ import main

sys.exit(main(sys.argv[2:]))
"""


def run_without(missing: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program where these modules cannot be imported."""
    command = [sys.executable, "-c", _MAIN, missing, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env=environment(), timeout=60)


@pytest.mark.parametrize("verb", ["--version", "--help", "--print-schema"])
def test_telling_of_itself_needs_nothing(verb: str) -> None:
    done = run_without("PySide6 numpy asn1tools zstandard platformdirs sqlite3", verb)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_converting_needs_no_window_and_no_schema(tmp_path: Path) -> None:
    stream = samples().case("m68k-virt-7.2").file("stream.bin").path()
    ber, back = tmp_path / "vm.ber", tmp_path / "vm.bin"
    for command in (("--convert", stream, ber), ("--convert", ber, back), ("--info", ber)):
        done = run_without("PySide6 asn1tools zstandard platformdirs", *command)
        assert (done.returncode, done.stderr) == (0, b"")
    assert back.read_bytes() == stream.read_bytes()


def test_a_window_that_cannot_be() -> None:
    done = run_without("PySide6")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_codec_that_is_missing(tmp_path: Path) -> None:
    packed = tmp_path / "vm.zst"
    packed.write_bytes(bytes.fromhex("28b52ffd") + bytes(20))
    done = run_without("zstandard", "--info", packed)
    assert done.returncode == 10
    assert b"zstandard" in done.stderr
    assert b"Traceback" not in done.stderr
