"""The man page and the completions are made from the argument parser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qmigui
from qmigui.cli.main import all_verbs, build_parser
from qmigui.cli.verbs import flag

pytest.importorskip("argparse_manpage")
pytest.importorskip("shtab")

ROOT = Path(__file__).resolve().parents[2]

COMPLETE = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_shtab_qmigui qmigui "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tools/manual has written."""
    target = tmp_path_factory.mktemp("manual")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764028800"}
    subprocess.run(
        [sys.executable, ROOT / "tools" / "manual", target], check=True, timeout=60, env=environment
    )
    return target


def flags() -> set[str]:
    """All that the parser takes and tells of."""
    shown = (action for action in build_parser()._actions if action.help != "==SUPPRESS==")
    return {name for action in shown for name in action.option_strings} - {"-h", "--help"}


def told(text: str) -> set[str]:
    """The options that are explained in a page of man(7)."""
    found: set[str] = set()
    for line in text.splitlines():
        if line.startswith("\\fB\\-"):
            found |= set(re.findall(r"\\fB(-[^\\ ]*)", line.replace("\\-", "-")))
    return found


def test_the_page_tells_all_verbs_and_options(manual: Path) -> None:
    text = (manual / "qmigui.1").read_text()
    shown = flags()
    assert {flag(verb.name) for verb in all_verbs() if verb.usage} <= shown
    assert told(text) == shown
    for verb in all_verbs():
        if verb.usage:
            usage = verb.usage.splitlines()[0].replace("-", "\\-")
            assert usage in text


def test_the_page_says_of_what_it_is(manual: Path) -> None:
    head, *lines = (manual / "qmigui.1").read_text().splitlines()
    assert head == f'.TH QMIGUI "1" "2025-11-25" "qmigui {qmigui.__version__}" "User Commands"'
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"):
        assert f".SH {heading}" in lines


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="no mandoc here")
def test_the_page_is_clean(manual: Path) -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", manual / "qmigui.1"], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize(("shell", "name"), [("bash", "qmigui.bash"), ("zsh", "_qmigui")])
def test_completions_are_scripts_that_know_every_option(manual: Path, shell: str, name: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    subprocess.run([shell, "-n", manual / name], check=True)
    text = (manual / name).read_text()
    assert [option for option in sorted(flags()) if option not in text] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--conv"], "--convert"),
        (["--convert", "sta"], "state.bin"),
        (["--convert", "state.bin", "sta"], "state.bin"),
        (["--validate", "x", "sta"], "state.bin"),
        (["sta"], "state.bin"),
        (["--to", "bi"], "binary"),
        (["--library", "sub"], "subdirectory"),
    ],
)
def test_bash_completes(manual: Path, tmp_path: Path, words: list[str], wanted: str) -> None:
    (tmp_path / "state.bin").touch()
    (tmp_path / "subdirectory").mkdir()
    command = ["bash", "-c", COMPLETE, "bash", str(manual / "qmigui.bash"), "qmigui", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert wanted in done.stdout.split()
