"""Operands among the options."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmigui.cli.main import all_verbs, build_parser, main
from qmigui.cli.operands import behind_verb
from qmigui.cli.verbs import flag
from tests.corpus import samples

NAMES = {flag(verb.name) for verb in all_verbs()}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("--convert a b --to ber", "--convert a b --to ber"),
        ("--convert --to ber a b", "--convert a b --to ber"),
        ("--to ber a --convert b --no-sync", "--convert a b --to ber --no-sync"),
        ("--convert - --no-sync -", "--convert - - --no-sync"),
        ("--no-sync --convert -- -a -b", "--no-sync --convert -- -a -b"),
        ("--info --json a", "--info a --json"),
        ("--validate a --max-problems 3 b", "--validate a b --max-problems 3"),
        ("--convert a b --info c", "--convert a b --info c"),
        ("--convert a --unheard-of b", "--convert a b --unheard-of"),
        ("--try-load a --qemu qemu -M pc --info b", "--try-load a --qemu qemu -M pc --info b"),
        ("--print-schema", "--print-schema"),
        ("--diff --json", "--diff --json"),
        ("--list tag:x --sort name", "--list tag:x --sort name"),
    ],
)
def test_operands_come_behind_the_verb(given: str, wanted: str) -> None:
    assert behind_verb(build_parser(), NAMES, given.split()) == wanted.split()


def test_a_conversion_with_options_first(tmp_path: Path) -> None:
    source = samples().case("isapc-on-7.2").file("stream.bin").path()
    assert main(["--convert", "--no-sync", "--to", "ber", str(source), str(tmp_path / "x.ber"), "-q"]) == 0
    assert (tmp_path / "x.ber").stat().st_size > 0
