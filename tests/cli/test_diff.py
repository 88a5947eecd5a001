"""``--diff`` as a program: exit codes, forms of output, pipes, calls that make no sense."""

from __future__ import annotations

import gzip
import json
import os
import pty
import select
import subprocess
from pathlib import Path

import pytest

from tests.builders import Block, Ram, StreamBuilder, content
from tests.cli.program import ENGINE, environment, only_line, run
from tests.converting import to_ber
from tests.corpus import samples

PAGE = 4096


def state(halted: int, page: int) -> bytes:
    builder = StreamBuilder(blocks=(Block("pc.ram", 4 * PAGE),))
    builder.ram(Ram().zero(0, name="pc.ram").page(PAGE, content(page)))
    return builder.full("cpu", values=[("halted", "uint32", halted.to_bytes(4, "big"))]).build()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, octets in {"a": state(0, 1), "b": state(1, 2), "ber": to_ber(state(0, 1))}.items():
        found[name] = tmp_path / name
        found[name].write_bytes(octets)
    return found


def test_equal(files: dict[str, Path]) -> None:
    done = run("--diff", files["a"], files["ber"])
    assert done.returncode == 0
    assert b"equal: 2 sections" in done.stdout
    assert b"2 pages are in neither state" in done.stdout
    assert not done.stderr


def test_different(files: dict[str, Path]) -> None:
    done = run("--diff", files["ber"], files["b"], "--ram-map")
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert "section 2 'cpu'" in lines
    assert "  field 'halted'  0  ->  1" in lines
    assert any("1 page changed" in line and "0x0000001000" in line for line in lines)
    assert run("--diff", files["ber"], files["b"], "--quiet").stdout == b""


def test_json(files: dict[str, Path]) -> None:
    done = run("--diff", files["a"], files["b"], "--json", "--ram-map", "--pages-of", "pc.ram:0x1fff")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["equal"] is False
    assert told["a"]["form"] == "binary"
    (difference,) = told["differences"]
    assert difference == {
        "section": "cpu",
        "instance": 0,
        "path": "section 2 'cpu' / field 'halted'",
        "what": "value",
        "a": 0,
        "b": 1,
    }
    (block,) = told["ram"]
    assert block["pages"]["changed"] == 1
    assert block["ranges"] == [{"what": "changed", "addr": PAGE, "length": PAGE}]
    (page,) = told["pages"]
    assert page["addr"] == PAGE
    assert bytes.fromhex(page["a"]) == content(1)
    assert bytes.fromhex(page["b"]) == content(2)


def test_what_is_ignored_does_not_count(files: dict[str, Path]) -> None:
    words = ["--ignore", "cpu", "--ignore", "pc.*"]
    done = run("--diff", files["a"], files["b"], *words)
    assert done.returncode == 0
    assert b"2 left out" in done.stdout
    assert run("--diff", files["a"], files["b"], *words[:2]).returncode == 1


def test_both_contents_of_a_page(files: dict[str, Path]) -> None:
    places = ["--pages-of", "0x1000", "--pages-of", "0x2000"]
    text = run("--diff", files["a"], files["b"], *places).stdout.decode()
    assert "page 0x1000 of RAM block 'pc.ram'" in text
    assert "\n- 0x0000001000  00 00 00 00 00 00 00 02" in text
    assert "\n+ 0x0000001000  00 00 00 00 00 00 00 03" in text
    assert "it is not in A" in text


def test_pipes_and_compressed_files(files: dict[str, Path], tmp_path: Path) -> None:
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(files["a"].read_bytes()))
    assert run("--diff", packed, "-", data=files["ber"].read_bytes()).returncode == 0
    assert run("--diff", "-", packed, data=files["b"].read_bytes()).returncode == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-", "-"], "standard input"),
        (["a", "b", "--pages-of", "no:where"], "no place in RAM"),
        (["a", "b", "--pages-of", "-5"], "no place in RAM"),
        (["a", "b", "--pages-of", "rom:0"], "'pc.ram'"),
        (["a", "b", "--pages-of", "0x4000"], "beyond the end"),
    ],
)
def test_calls_that_make_no_sense(files: dict[str, Path], words: list[str], message: str) -> None:
    words = [str(files.get(word, word)) for word in words]
    if "-5" in words:
        words[-2:] = ["--pages-of=-5"]
    done = run("--diff", *words)
    assert done.returncode == 2
    assert message in only_line(done)


def test_options_belong_to_it(files: dict[str, Path]) -> None:
    assert run("--info", files["a"], "--ram-map").returncode == 2
    assert run("--diff", files["a"], files["b"], "--progress", "lines").returncode == 2


def test_broken_states_say_which(files: dict[str, Path], tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(files["b"].read_bytes()[:200])
    done = run("--diff", files["a"], cut)
    assert done.returncode == 20
    assert str(cut) in only_line(done)
    assert not done.stdout
    assert run("--diff", files["a"], tmp_path / "none").returncode == 10


def on_terminal(*words: str | Path, **more: str) -> str:
    """What the program shows on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*ENGINE, *map(str, words)], stdout=theirs, env={**environment(), "TERM": "xterm", **more}
    )
    os.close(theirs)
    out = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    assert process.wait(30) == 1
    return out.decode()


def test_colours_on_a_terminal(files: dict[str, Path]) -> None:
    assert "\x1b[31m" in on_terminal("--diff", files["a"], files["b"])
    assert "\x1b[" not in on_terminal("--diff", files["a"], files["b"], NO_COLOR="1")
    assert b"\x1b[" not in run("--diff", files["a"], files["b"]).stdout


def test_real_states(tmp_path: Path) -> None:
    paths = [file.path() for file in samples().streams()]
    done = run("--diff", paths[0], paths[1])
    assert done.returncode == 1
    assert b"configuration" in done.stdout
