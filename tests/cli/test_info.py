"""What ``--info`` tells, compared with files in ``tests/golden``.

``QMIGUI_GOLDEN=write`` writes them anew; look at the difference before it goes in.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from qmigui.stream.info_text import exact, human
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.cli.program import ENGINE, environment, run
from tests.converting import to_ber
from tests.corpus import CorpusFile, corpus
from tests.gallery import gallery

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
WRITE = os.environ.get("QMIGUI_GOLDEN") == "write"
SMALL = 64 << 20


def compare(name: str, text: str) -> None:
    """Compare with the golden file of that name."""
    path = GOLDEN / name
    if WRITE:
        path.write_text(text)
    assert text == path.read_text()


def info(path: Path, *options: str) -> str:
    """What is told of a file, called as it is in its directory."""
    done = run("--info", path.name, *options, cwd=path.parent)
    assert done.stderr == b""
    assert done.returncode == 0
    return done.stdout.decode()


@pytest.fixture
def many_things(tmp_path: Path) -> Path:
    """A stream in which nearly everything occurs that can be told."""
    blocks = (
        Block("pc.ram", 3 << 20, addr=0),
        Block("/rom@etc/acpi/tables", 0x21000, addr=0xFFFC0000),
        Block("a name with \u00fc", 4096, addr=1 << 40),
    )
    pages = Ram().zeros(0, 600, name="pc.ram").page(4096).zero(8192, fill=7)
    pages.xbzrle(0, b"\x01\x01x").compressed(4096).page(0, name="/rom@etc/acpi/tables")
    stream = StreamBuilder(
        machine="pc-q35-9.0",
        page_bits=True,
        capabilities=["x-ignore-shared"],
        uuid=bytes(range(16)),
        blocks=blocks,
    )
    stream.command(1).command(2, b"\0\0\0\x01").ram(pages)
    stream.section(1, "dirty-bitmap", b"\x20\x01").section(3, "dirty-bitmap", b"\x01")
    for _ in range(3):
        stream.command(6, b"\0\x01a\0" + bytes(16))
    stream.full("cpu", values=[("halted", "uint32", b"\0\0\0\1")], instance_id=0xFFFFFFFE, version_id=12)
    stream.full("0000:00:02.0/vga", b"x" * 70000, version_id=2)
    stream.full("0000:00:02.0/vga", b"x", described=False)
    path = tmp_path / "many.bin"
    path.write_bytes(stream.trailing(b"after" * 400).build())
    return path


def test_text(sample: CorpusFile) -> None:
    compare(f"{sample.case_id}.txt", info(sample.path()))


def test_json(sample: CorpusFile) -> None:
    text = info(sample.path(), "--json")
    compare(f"{sample.case_id}.json", text)
    assert json.loads(info(sample.path(), "--json", "--full")) == json.loads(text)


def test_many_things(many_things: Path) -> None:
    compare("many-things.txt", info(many_things))
    compare("many-things.json", info(many_things, "--json"))


def comparable(told: dict[str, Any]) -> dict[str, Any]:
    """Without what the two forms cannot have in common."""
    for key in ("source", "form", "size", "problems"):
        del told[key]
    for device in told["devices"]:
        del device["offset"]
    return told


def assert_same_in_both_forms(path: Path, ber: Path) -> None:
    """Both forms of a stream tell the same."""
    ber.write_bytes(to_ber(path.read_bytes()))
    assert comparable(json.loads(info(path, "--json"))) == comparable(json.loads(info(ber, "--json")))


def test_both_forms(sample: CorpusFile, tmp_path: Path) -> None:
    assert_same_in_both_forms(sample.path(), tmp_path / "vm.ber")


@pytest.mark.parametrize("name", sorted(gallery()))
def test_both_forms_of_made_ones(name: str, tmp_path: Path) -> None:
    (tmp_path / "vm.bin").write_bytes(gallery()[name])
    assert_same_in_both_forms(tmp_path / "vm.bin", tmp_path / "vm.ber")


def test_both_forms_of_many_things(many_things: Path, tmp_path: Path) -> None:
    assert_same_in_both_forms(many_things, tmp_path / "vm.ber")


def test_from_a_pipe_and_compressed(many_things: Path) -> None:
    expected = json.loads(info(many_things, "--json"))
    del expected["source"], expected["size"]
    octets = many_things.read_bytes()
    packed = subprocess.run(["gzip"], input=octets, stdout=subprocess.PIPE, check=True).stdout
    for data, carrier in ((octets, None), (packed, {"kind": "compressed", "wrappings": ["gzip"]})):
        expected["carrier"] = carrier
        done = run("--info", "-", "--json", data=data)
        told = json.loads(done.stdout)
        assert (told.pop("source"), told.pop("size")) == ("standard input", None)
        assert told == expected
        assert "\nsize " not in run("--info", "-", data=data).stdout.decode()


def test_devices_without_a_description() -> None:
    found = corpus()
    case = "suppress-vmdesc-7.2" if found.is_full else "isapc-on-7.2"
    told = json.loads(info(found.case(case).file("stream.bin").path(), "--json"))
    assert told["devices"]
    assert all(device["length"] is not None for device in told["devices"])
    assert (told["description_length"] is None) == found.is_full


# == long files: only the two ends are read ==


@pytest.fixture(scope="module")
def long_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Streams over 64 MiB, most of them holes."""
    directory = tmp_path_factory.mktemp("long")
    holes = 96 << 20
    fixed = Mapped({0: content(0), 9: content(9)})
    plain = StreamBuilder(blocks=[Block("pc.ram", 16 << 20)]).ram(Ram().zeros(0, 4096, name="pc.ram"))
    mapped = StreamBuilder(
        capabilities=["mapped-ram"],
        blocks=[Block("pc.ram", holes, mapped=fixed), Block("pc.rom", 8192, mapped=Mapped())],
    ).ram()
    silent = StreamBuilder(description=False).ram(Ram().zeros(0, 4, name="pc.ram")).full("cpu", b"abc")
    streams = {
        # A device of many bytes makes the file long.
        "plain": plain.full("blob", bytes(SMALL)).full("cpu", values=[("a", "uint8", b"\1")]).build(),
        "mapped": mapped.full("cpu", values=[("a", "uint8", b"\1")]).build(),
        "silent": silent.build() + bytes(SMALL),
    }
    paths = {}
    for name, octets in streams.items():
        paths[name] = directory / f"{name}.bin"
        paths[name].write_bytes(octets)
        ber = directory / f"{name}.ber"
        assert run("--quiet", "--convert", paths[name], ber).returncode == 0
        if ber.stat().st_size > SMALL:
            paths[f"{name} in BER"] = ber
    return paths


@pytest.mark.parametrize("name", ["plain", "plain in BER"])
def test_the_ends_of_a_long_file(long_files: dict[str, Path], name: str) -> None:
    path = long_files[name]
    told = json.loads(info(path, "--json"))
    assert told["full"] is False
    assert (told["machine"], told["page_size"], told["total_ram"]) == ("pc-test-1.0", 4096, 16 << 20)
    assert told["blocks"][0]["pages"] is None
    assert [(device["name"], device["length"]) for device in told["devices"]] == [
        ("blob", SMALL),
        ("cpu", 1),
    ]
    assert "; --full counts the pages" in info(path)
    whole = json.loads(info(path, "--json", "--full"))
    assert whole["full"] is True
    assert whole["blocks"][0]["pages"]["zero"] == 4096
    for key in ("machine", "page_size", "total_ram", "description_length", "capabilities", "stream_version"):
        assert whole[key] == told[key]


def test_a_bitmap_tells_the_counts(long_files: dict[str, Path]) -> None:
    told, whole = (
        json.loads(info(long_files["mapped"], "--json", *options)) for options in ((), ("--full",))
    )
    assert told["full"] is False
    assert [block["name"] for block in told["blocks"]] == ["pc.ram", "pc.rom"]
    assert told["blocks"] == whole["blocks"]
    assert told["blocks"][0]["pages"]["full"] == 2


def test_a_long_file_without_a_description(long_files: dict[str, Path]) -> None:
    path = long_files["silent"]
    assert "--full finds them" in info(path)
    whole = json.loads(info(path, "--json", "--full"))
    assert [device["name"] for device in whole["devices"]] == ["cpu"]


@pytest.mark.parametrize(
    ("length", "short", "long"),
    [
        (0, "0 bytes", "0 bytes"),
        (1023, "1023 bytes", "1023 bytes"),
        (1024, "1 KiB", "1024 bytes (1 KiB)"),
        (1536, "1.5 KiB", "1536 bytes (1.5 KiB)"),
        (16 << 20, "16 MiB", "16777216 bytes (16 MiB)"),
        ((1 << 30) - 1, "1 GiB", "1073741823 bytes (1 GiB)"),
        (1 << 50, "1024 TiB", "1125899906842624 bytes (1024 TiB)"),
    ],
)
def test_lengths(length: int, short: str, long: str) -> None:
    assert human(length) == short
    assert exact(length) == long


def test_an_answer_for_a_narrow_locale(many_things: Path) -> None:
    """Names in a stream may hold what the terminal cannot show."""
    done = subprocess.run(
        [*ENGINE, "--info", str(many_things)],
        capture_output=True,
        check=False,
        env={**environment(), "PYTHONIOENCODING": "ascii"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert b"a name with" in done.stdout
