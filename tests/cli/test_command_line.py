"""The headless verbs as processes, the way users and scripts run them."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zstandard

from tests.bench.streams import make_stream
from tests.cli.program import ENGINE, only_line, run
from tests.corpus import samples

MIB = 1 << 20
KILLS = int(os.environ.get("QMIGUI_KILLS", "30"))


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """A small real stream."""
    path = tmp_path / "vm.bin"
    path.write_bytes(samples().case("m68k-virt-7.2").file("stream.bin").read())
    return path


@pytest.fixture(scope="module")
def long_stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made stream that takes a while."""
    path = tmp_path_factory.mktemp("long") / "long.bin"
    make_stream(path, "mixed", 96 * MIB)
    return path


def test_there_and_back(stream: Path, tmp_path: Path) -> None:
    ber, back = tmp_path / "vm.ber", tmp_path / "back.bin"
    for command in ((stream, ber), (ber, back)):
        done = run("--convert", *command)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert ber.read_bytes().startswith(b"\x7f\xd1\x46")
    assert back.read_bytes() == stream.read_bytes()


def test_pipes_and_descriptors(stream: Path, tmp_path: Path) -> None:
    from_file = tmp_path / "vm.ber"
    run("--convert", stream, from_file)
    octets = stream.read_bytes()
    piped = run("--convert", "-", "-", data=octets)
    assert piped.stdout == from_file.read_bytes()
    assert run("--convert", "-", "-", data=piped.stdout).stdout == octets
    reading, writing = os.pipe()
    os.write(writing, octets[:60000])
    os.close(writing)
    done = run("--convert", f"fd:{reading}", "-", pass_fds=[reading])
    os.close(reading)
    assert done.stdout == piped.stdout


@pytest.mark.parametrize(
    "compress",
    [gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress],
    ids=["gzip", "bzip2", "xz", "zstd"],
)
def test_compressed_input(stream: Path, tmp_path: Path, compress: object) -> None:
    packed, ber = tmp_path / "packed", tmp_path / "vm.ber"
    packed.write_bytes(compress(stream.read_bytes()))  # type: ignore[operator]
    assert run("--convert", packed, ber).returncode == 0
    run("--convert", stream, tmp_path / "plain.ber")
    assert ber.read_bytes() == (tmp_path / "plain.ber").read_bytes()


def test_the_form_can_be_forced(stream: Path, tmp_path: Path) -> None:
    single, again, same = tmp_path / "single.ber", tmp_path / "again.ber", tmp_path / "same.bin"
    assert run("--pages", "single", "--convert", stream, single).returncode == 0
    assert run("--convert", single, again, "--to", "ber").returncode == 0
    assert run("--to", "binary", "--convert", stream, same).returncode == 0
    run("--convert", stream, tmp_path / "run.ber")
    assert again.read_bytes() == (tmp_path / "run.ber").read_bytes()
    assert same.read_bytes() == stream.read_bytes()


def test_over_itself(stream: Path) -> None:
    octets = stream.read_bytes()
    assert run("--convert", stream, stream).returncode == 0
    assert stream.read_bytes().startswith(b"\x7f\xd1\x46")
    assert run("--convert", stream, stream).returncode == 0
    assert stream.read_bytes() == octets


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"", "empty"),
        (b"some text, long enough to be looked at\n", "not a migration stream"),
        (b"LibvirtQemudSave" + bytes(100), "libvirt"),
        (b"QFI\xfb" + bytes(100), "qcow2"),
        (b"\x7fELF" + bytes(100), "ELF"),
        (b"\x11\x22\x33\x44" + bytes(100), "multifd"),
        (b"QEVM\x00\x00\x00\x02" + bytes(100), "version 2"),
        (b"QEVM\x00\x00\x00\x03", "the data ends"),
        (b"\x7f\xd1\x46", "ends"),
    ],
)
def test_what_is_no_stream(tmp_path: Path, octets: bytes, words: str) -> None:
    source, target = tmp_path / "odd", tmp_path / "out"
    source.write_bytes(octets)
    for verb in (("--convert", source, target), ("--info", source)):
        done = run(*verb)
        assert done.returncode == 20
        line = only_line(done)
        assert words in line
        assert str(source) in line
        assert ": 0x" in line
    assert os.listdir(tmp_path) == ["odd"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--convert", "missing", "out"), 10),
        (("--convert", "vm.bin", "no/such/directory/out"), 10),
        (("--convert", "vm.bin", "directory"), 2),
        (("--convert", "vm.bin"), 2),
        (("--info",), 2),
        (("--no-such-option",), 2),
        (("--info", "vm.bin", "--to", "ber"), 2),
        (("--convert", "vm.bin", "-", "--progress", "lines"), 2),
    ],
)
def test_calls_that_fail(stream: Path, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    (tmp_path / "directory").mkdir()
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["directory", "vm.bin"]


def test_info_in_both_forms(stream: Path, tmp_path: Path) -> None:
    ber = tmp_path / "vm.ber"
    run("--convert", stream, ber)
    told = [json.loads(run("--info", path, "--json").stdout) for path in (stream, ber)]
    assert [one.pop("form") for one in told] == ["binary", "ber"]
    for one in told:
        del one["source"], one["size"]
        for device in one["devices"]:
            del device["offset"]
    assert told[0] == told[1]
    assert told[0]["machine"] == "virt-7.2"
    text = run("--info", stream).stdout.decode()
    assert "virt-7.2" in text
    assert all(device["name"] in text for device in told[0]["devices"])


def test_progress_for_programs(long_stream: Path) -> None:
    done = run("--convert", long_stream, "/dev/null", "--progress", "lines")
    lines = done.stdout.decode().splitlines()
    size = long_stream.stat().st_size
    assert lines[-1] == f"progress {size} {size}"
    assert all(line.startswith("progress ") for line in lines)


def test_a_reader_that_has_enough() -> None:
    done = subprocess.run(
        f"{sys.executable} -m qmigui --print-schema | head -n 1",
        shell=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.startswith(b"--")
    assert done.stderr == b""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_cancelling_leaves_nothing(long_stream: Path, tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen([*ENGINE, "--convert", "-", tmp_path / "out"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    with long_stream.open("rb") as file:
        process.stdin.write(file.read(24 * MIB))
    process.stdin.flush()
    process.send_signal(number)
    assert process.wait(20) == 130
    process.stdin.close()
    assert os.listdir(tmp_path) == []


def test_kill_leaves_all_or_nothing(long_stream: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    command = [*ENGINE, "--quiet", "--convert", str(long_stream), str(target)]
    started = time.perf_counter()
    subprocess.run(command, check=True, timeout=120)
    whole = time.perf_counter() - started
    complete = target.read_bytes()
    chance = random.Random(7)
    finished = 0
    for round_number in range(KILLS):
        old = round_number % 2 == 0
        if old:
            target.write_bytes(b"old")
        else:
            target.unlink(missing_ok=True)
        process = subprocess.Popen(command)
        time.sleep(chance.uniform(0, 1.1 * whole))
        process.kill()
        finished += process.wait(20) == 0
        found = target.read_bytes() if target.exists() else None
        assert found in (complete, b"old" if old else None)
        # Replacing an old file needs a second name for an instant; nothing else may be there.
        assert set(os.listdir(tmp_path)) <= {"out"}
    assert finished < KILLS


def test_full_disk(long_stream: Path, tmp_path: Path) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30 * MIB, 30 * MIB))

    done = run("--convert", long_stream, tmp_path / "out", preexec_fn=limit)
    assert done.returncode == 10
    assert "cannot be written" in only_line(done)
    assert os.listdir(tmp_path) == []


def test_version_is_quick_to_tell() -> None:
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"qmigui ")
