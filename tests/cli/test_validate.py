"""``--validate`` and ``--salvage`` as processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import Block, Ram, StreamBuilder
from tests.cli.program import only_line, run
from tests.converting import to_ber

MODULE = """
Small DEFINITIONS IMPLICIT TAGS ::= BEGIN
Pair ::= SEQUENCE { number INTEGER (0..9), text UTF8String (SIZE (1..5)) OPTIONAL }
Other ::= SEQUENCE OF Thing
Thing ::= INTEGER
END
"""


def stream() -> bytes:
    """A small one without a fault."""
    ram = Ram().zeros(0, 16, name="pc.ram")
    builder = StreamBuilder(blocks=(Block("pc.ram", 1 << 16),)).ram(ram)
    return builder.full("cpu_common", values=[("halted", "uint32", bytes(4)), ("on", "bool", b"\1")]).build()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Both forms, whole and damaged, and a module."""
    whole = stream()
    ber = to_ber(whole)
    at = whole.index(b"cpu_common") + 10 + 8  # the payload
    broken = whole[: at + 4] + b"\x07" + whole[at + 5 :]
    place = ber.index(b"halted") + 6
    contents = {
        "good.bin": whole,
        "good.ber": ber,
        "bad.bin": broken,
        "bad.ber": ber[:place] + b"\x45" + ber[place + 1 :],
        "small.asn1": MODULE.encode(),
        "pair": bytes.fromhex("3006 020105 0c0161"),
        "bad-pair": bytes.fromhex("3006 020155 0c0161"),
    }
    for name, octets in contents.items():
        (tmp_path / name).write_bytes(octets)
    return {name: tmp_path / name for name in contents}


@pytest.mark.parametrize("form", ["bin", "ber"])
def test_a_clean_file(files: dict[str, Path], form: str) -> None:
    done = run("--validate", files[f"good.{form}"])
    assert (done.returncode, done.stderr) == (0, b"")
    word = "binary" if form == "bin" else "ber"
    assert done.stdout.decode() == f"{files[f'good.{form}']}: {word}: no problems\n"


def test_a_damaged_stream(files: dict[str, Path]) -> None:
    done = run("--validate", files["bad.bin"])
    assert done.returncode == 1
    line, summary = done.stdout.decode().splitlines()
    offset = stream().index(b"cpu_common") + 10 + 8 + 4
    assert line.startswith(f"{files['bad.bin']}: {offset:#x}: section ")
    assert "'cpu_common' / field 'on': error: " in line
    assert "[value-bool]" in line
    assert summary == f"{files['bad.bin']}: binary: 1 error"


def test_a_damaged_ber_file(files: dict[str, Path]) -> None:
    done = run("--validate", files["bad.ber"])
    assert done.returncode == 1
    line, summary = done.stdout.decode().splitlines()
    offset = files["bad.ber"].read_bytes().index(b"halted") + 6
    assert line.startswith(f"{files['bad.ber']}: {offset:#x}: items[")
    assert "secfull 'cpu_common' / vmstate / fields / 'halted'" in line
    assert summary.endswith(": ber: 1 error")


def test_several_files_and_one_that_is_not_there(files: dict[str, Path]) -> None:
    done = run("--validate", files["bad.bin"], files["bad.bin"].with_name("absent"), files["good.ber"])
    assert done.returncode == 10
    assert "absent: cannot be opened" in only_line(done)
    assert done.stdout.decode().splitlines()[-1].endswith("good.ber: ber: no problems")


def test_json(files: dict[str, Path]) -> None:
    done = run("--validate", files["good.bin"], files["bad.bin"], "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["format"] == 1
    good, bad = document["files"]
    assert good == {
        "source": str(files["good.bin"]),
        "form": "binary",
        "size": len(stream()),
        "counts": {"error": 0, "warning": 0, "note": 0},
        "problems": [],
    }
    [problem] = bad["problems"]
    assert problem["severity"] == "error"
    assert problem["code"] == "value-bool"
    assert problem["found"] == "0x07"
    assert isinstance(problem["offset"], int)


def test_few_problems_are_listed_all_are_counted(files: dict[str, Path], tmp_path: Path) -> None:
    octets = bytearray(files["good.bin"].read_bytes())
    octets[octets.index(b"cpu_common") + 22] = 9
    octets[0] ^= 1
    (tmp_path / "two").write_bytes(octets)
    done = run("--validate", tmp_path / "two", "--max-problems", "1")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert len(lines) == 2
    assert lines[1].endswith(": binary: 2 errors; 1 of them are not listed")
    assert run("--validate", tmp_path / "two", "--quiet").stdout == b""


def test_standard_input(files: dict[str, Path]) -> None:
    done = run("--validate", "-", data=files["bad.ber"].read_bytes())
    assert done.returncode == 1
    assert done.stdout.decode().startswith("standard input: 0x")


def test_a_module_of_others(files: dict[str, Path]) -> None:
    module = files["small.asn1"]
    done = run("--validate", files["pair"], "--schema", module, "--pdu", "Pair")
    assert (done.returncode, done.stdout.decode()) == (0, f"{files['pair']}: Pair: no problems\n")
    done = run("--validate", files["bad-pair"], "--schema", module, "--pdu", "Pair")
    assert done.returncode == 1
    line = done.stdout.decode().splitlines()[0]
    assert line.startswith(
        f"{files['bad-pair']}: 0x2: number: error: 85 is out of range (expected INTEGER (0..9), found 85)"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--schema", "small.asn1"), "which type does the file hold?"),
        (("--schema", "small.asn1", "--pdu", "Nothing"), "no type 'Nothing'"),
        (("--schema", "pair"), "pair: "),
        (("--schema", "absent.asn1"), "absent.asn1: "),
        (("--pdu", "Pair"), "--pdu needs --schema"),
    ],
)
def test_a_module_that_cannot_be_used(files: dict[str, Path], arguments: tuple[str, ...], words: str) -> None:
    done = run("--validate", files["pair"], *arguments, cwd=files["pair"].parent)
    assert done.returncode in {2, 10, 30}
    assert words in only_line(done)
    assert done.stdout == b""


@pytest.mark.parametrize(
    "arguments", [("--json",), ("--schema", "x"), ("--max-problems", "3"), ("--salvage",)]
)
def test_options_of_other_verbs_are_refused(arguments: tuple[str, ...]) -> None:
    done = run("--print-schema", *arguments)
    assert done.returncode == 2
    assert b"belong to" in done.stderr or b"belongs to" in done.stderr


def test_what_is_no_state_at_all(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"hello, this is no saved machine")
    done = run("--validate", tmp_path / "text")
    assert done.returncode == 20
    assert "not a migration stream" in only_line(done)


def test_salvage_tells_what_it_kept(files: dict[str, Path], tmp_path: Path) -> None:
    whole = files["good.bin"].read_bytes()
    (tmp_path / "cut").write_bytes(whole[: whole.index(b"cpu_common") + 20])
    done = run("--convert", tmp_path / "cut", tmp_path / "cut.ber", "--salvage")
    assert done.returncode == 1
    assert "are kept as they are" in only_line(done)
    assert run("--convert", tmp_path / "cut.ber", tmp_path / "back").returncode == 0
    assert (tmp_path / "back").read_bytes() == (tmp_path / "cut").read_bytes()
    done = run("--validate", tmp_path / "cut.ber")
    assert done.returncode == 1
    assert b"[unparsed]" in done.stdout
    assert run("--convert", files["good.bin"], tmp_path / "out", "--salvage").returncode == 0
