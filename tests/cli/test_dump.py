"""``--dump``: trees compared with files in ``tests/golden``, selections, ends.

``QMIGUI_GOLDEN=write`` writes them anew; look at the difference before it goes in.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from qmigui import service
from tests.cli.program import ENGINE, environment, only_line, run, start
from tests.cli.test_sparse import make_sparse
from tests.converting import to_ber
from tests.corpus import samples
from tests.gallery import gallery
from tests.memory import memory_figure

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
WRITE = os.environ.get("QMIGUI_GOLDEN") == "write"
MIB = 1 << 20
FORMS = ("tree", "xer", "json")
MOST_PRIVATE = 120 * MIB


def compare(name: str, text: str) -> None:
    """Compare with the golden file of that name."""
    path = GOLDEN / name
    if WRITE:
        path.write_text(text)
    assert text == path.read_text()


def dump(*arguments: str | Path, data: bytes | None = None) -> str:
    """The text of a dump that has no error."""
    done = run("--dump", *arguments, data=data)
    assert done.stderr == b""
    assert done.returncode == 0
    return done.stdout.decode()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A real state in both forms."""
    paths = {"binary": tmp_path / "vm.bin", "ber": tmp_path / "vm.ber"}
    stream = samples().case("m68k-virt-7.2").file("stream.bin").read()
    paths["binary"].write_bytes(stream)
    paths["ber"].write_bytes(to_ber(stream))
    return paths


@pytest.mark.parametrize("form", ["binary", "ber"])
def test_tree_of_a_real_state(files: dict[str, Path], form: str) -> None:
    compare(f"m68k-virt-7.2.{form}.tree", dump(files[form]))


@pytest.mark.parametrize("form", ["binary", "ber"])
@pytest.mark.parametrize("name", ["plain", "mapped"])
def test_tree_of_a_made_one(name: str, form: str, tmp_path: Path) -> None:
    stream = gallery()[name]
    (tmp_path / "vm").write_bytes(stream if form == "binary" else to_ber(stream))
    compare(f"gallery-{name}.{form}.tree", dump(tmp_path / "vm"))


@pytest.mark.parametrize("form", ["xer", "json"])
def test_both_forms_are_one(files: dict[str, Path], form: str) -> None:
    texts = [dump(path, "--format", form) for path in files.values()]
    assert texts[0] == texts[1]
    if form == "xer":
        assert ET.fromstring(texts[0]).tag == "QemuFile"
    else:
        assert json.loads(texts[0])["mapping"] == 1


def test_from_a_pipe_and_compressed(files: dict[str, Path]) -> None:
    for path in files.values():
        octets = path.read_bytes()
        packed = subprocess.run(["gzip"], input=octets, stdout=subprocess.PIPE, check=True).stdout
        for form in FORMS:
            expected = dump(path, "--format", form)
            assert dump("-", "--format", form, data=octets) == expected
            assert dump("-", "--format", form, data=packed) == expected


def test_by_another_module(files: dict[str, Path], tmp_path: Path) -> None:
    module = tmp_path / "ours.asn1"
    module.write_text(service.schema_text())
    ours = dump(files["ber"], "--format", "json", "--ram")
    assert dump(files["ber"], "--format", "json", "--schema", module, "--pdu", "QemuFile") == ours
    (tmp_path / "small.asn1").write_text("M DEFINITIONS ::= BEGIN T ::= SEQUENCE { a INTEGER } END")
    (tmp_path / "small.ber").write_bytes(bytes.fromhex("3003020105"))
    text = dump(tmp_path / "small.ber", "--schema", tmp_path / "small.asn1", "--format", "xer")
    assert text == "<T>\n    <a>5</a>\n</T>\n"


@pytest.mark.parametrize("form", ["binary", "ber"])
def test_sections(files: dict[str, Path], form: str) -> None:
    text = dump(files[form], "--section", "goldfish_*", "--section", "cpu")
    assert "'goldfish_pic'" in text
    assert "'env.pc'" in text
    assert "'slirp'" not in text


def test_a_path(files: dict[str, Path]) -> None:
    text = dump(
        files["ber"], "--path", "items[6]/secfull 'cpu' / vmstate/ fields / 'env.pc'", "--format", "json"
    )
    (item,) = json.loads(text)["items"]
    assert [field["name"] for field in item["secfull"]["body"]["vmstate"]["fields"]] == ["env.pc"]
    assert "'env.pc'" in dump(files["binary"], "--path", "section 5 'cpu' / field 'env.pc'")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_that_name(files: dict[str, Path], form: str) -> None:
    for path in files.values():
        done = run("--dump", path, "--section", "none", "--format", form)
        assert done.returncode == 1
        assert done.stdout == b""
        assert only_line(done).endswith("nothing in it has that name or path")


@pytest.mark.parametrize("form", FORMS)
def test_damage_in_the_middle(files: dict[str, Path], form: str) -> None:
    for name, path in files.items():
        octets = path.read_bytes()
        place = octets.index(b"goldfish_rtc")
        path.write_bytes(octets[: place + 60])
        done = run("--dump", path, "--format", form)
        assert done.returncode == 20
        line = only_line(done)
        assert f"{path}: 0x" in line
        assert "goldfish_rtc" in line
        assert "goldfish_pic" in done.stdout.decode()
        assert name in files


@pytest.mark.parametrize("form", FORMS)
def test_a_reader_that_has_enough(form: str, tmp_path: Path) -> None:
    path = tmp_path / "vm.ber"
    stream = samples().case("alpha-clipper-11.1").file("stream.bin").read()
    path.write_bytes(to_ber(stream))
    with start(
        "--dump", path, "--format", form, "--ram", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_full_disk(files: dict[str, Path]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = run("--dump", files["ber"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 10
    assert "standard output" in only_line(done)


@pytest.mark.parametrize(
    "options",
    [
        ("--pdu", "T"),
        ("--full",),
        ("--json",),
        ("--to", "ber"),
        ("--max-problems", "1"),
    ],
)
def test_options_of_others(files: dict[str, Path], options: tuple[str, ...]) -> None:
    done = run("--dump", files["ber"], *options)
    assert done.returncode == 2
    assert done.stdout == b""


@pytest.mark.parametrize("options", [("--format", "xer"), ("--ram",), ("--section", "x"), ("--path", "x")])
def test_our_options_with_others(files: dict[str, Path], options: tuple[str, ...]) -> None:
    assert run("--info", files["ber"], *options).returncode == 2


def test_xml_is_utf_8_whatever_the_terminal_is(tmp_path: Path) -> None:
    path = tmp_path / "vm.ber"
    path.write_bytes(
        bytes.fromhex(
            "7fd14680 020101 020103 3080 7fd34680 0a0104 020101 0c03e29883 020100 020101 0400 010100"
        )
        + bytes(6)
    )
    done = subprocess.run(
        [*ENGINE, "--dump", str(path), "--format", "xer"],
        capture_output=True,
        check=False,
        env={**environment(), "PYTHONIOENCODING": "ascii"},
        timeout=60,
    )
    assert done.stderr == b""
    assert ET.fromstring(done.stdout.decode("utf-8")).findtext(".//idstr") == "\N{SNOWMAN}"


# == time and memory ==


def private_peak(*arguments: str | Path) -> int:
    """Run the program; how much memory of its own it had at most."""
    peak = 0
    with start(*arguments, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, memory_figure("RssAnon", process.pid) or 0)
            time.sleep(0.005)
        assert process.wait() == 0
    return peak


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("form", FORMS)
def test_a_large_sparse_guest(form: str, tmp_path: Path) -> None:
    path = tmp_path / "vm.bin"
    make_sparse(path)
    if path.stat().st_blocks * 512 > 1 << 30:
        pytest.skip("a file system without holes")
    assert private_peak("--dump", path, "--format", form) < MOST_PRIVATE


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.parametrize("form", FORMS)
def test_pages_of_a_large_file_are_passed_over(form: str, tmp_path: Path) -> None:
    path = tmp_path / "vm.ber"
    pages, run_length = 2048, MIB
    with path.open("wb") as file:
        file.write(
            bytes.fromhex("7fd14680 020101 020103 3080 7fd34680 0a0101 020101 0c0372616d 020100 020104")
        )
        file.write(bytes.fromhex("3080 7fd24280 0c0470632e72 3080".replace("0470632e72", "0470632e72")))
        for number in range(pages):
            head = b"\x02\x05" + (number * run_length).to_bytes(5) + b"\x04\x83" + run_length.to_bytes(3)
            file.write(b"\x7f\xd0\x52\x83" + (len(head) + run_length).to_bytes(3) + head)
            file.seek(run_length, os.SEEK_CUR)
        file.write(bytes(6) + b"\1\1\0" + bytes(6))
    if path.stat().st_blocks * 512 > 1 << 30:
        pytest.skip("a file system without holes")
    started = time.monotonic()
    assert private_peak("--dump", path, "--format", form) < MOST_PRIVATE
    assert time.monotonic() - started < 20
