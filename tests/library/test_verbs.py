"""Every verb of the library, from arguments to exit code and output.

The first test starts the program for each step; most others call it in this process,
which takes a tenth of the time.  ``QMIGUI_GOLDEN=write`` writes the expected texts anew; ids and
moments in them are made equal.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from qmigui.cli.main import main
from tests.bench.streams import make_stream
from tests.cli.program import only_line, run, start
from tests.corpus import corpus
from tests.library.guests import SMALL, files, sha256, stream, variant, write

GOLDEN = Path(__file__).parents[1] / "golden"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Program:
    """The command line, with a library of its own.

    Args:
        directory: where it runs.
        captured: what it writes is read from the descriptors; None: it is a process of its own.
    """

    def __init__(self, directory: Path, captured: pytest.CaptureFixture[bytes] | None = None) -> None:
        self.directory = directory
        self.library = directory / "library"
        self._captured = captured

    def call(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        """Run it in its directory, without naming the library."""
        if self._captured is None:
            return run(*arguments, cwd=self.directory)
        handlers = {number: signal.getsignal(number) for number in SIGNALS}
        words = [str(argument) for argument in arguments]
        with contextlib.chdir(self.directory):
            try:
                code = main(words)
            except SystemExit as ended:
                code = int(str(ended.code))
            finally:
                for number, handler in handlers.items():
                    signal.signal(number, handler)
        out, err = self._captured.readouterr()
        return subprocess.CompletedProcess(words, code, out, err)

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return self.call(*arguments, "--library", self.library)

    def good(self, *arguments: str | Path) -> str:
        """Standard output of a call that succeeds without a word."""
        done = self(*arguments)
        assert (done.returncode, done.stderr) == (0, b""), done
        return done.stdout.decode()

    def json(self, *arguments: str | Path) -> Any:
        value = json.loads(self.good(*arguments, "--json"))
        assert value["format"] == 1
        return value


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Program:
    """The command line in an empty directory, with a trash of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Program(tmp_path, capfdbinary)


def golden(name: str, text: str, directory: Path) -> None:
    """Compare *text* with what is expected, but for ids and moments."""
    text = text.replace(str(directory), "DIR")
    text = re.sub(r"\b[0-9a-f]{32}\b", "I" * 32, text)
    text = re.sub(r"\b[0-9a-f]{8}(?= |\.qst)(?! bytes)", "ID------", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\dZ)?", "YYYY-MM-DD HH:MM", text)
    text = re.sub(r"((?:393\.6|43\.3|787\.2) KiB +)[\d.]+ KiB( +[\d.]+ %)?", r"\1SIZE", text)
    text = re.sub(r"^(stored +)\d+ bytes \([\d.]+ KiB\)(, [\d.]+ %)?", r"\1SIZE", text, flags=re.MULTILINE)
    text = re.sub(r"^free .*", "free          SOME", text, flags=re.MULTILINE)
    path = GOLDEN / f"library-{name}.txt"
    if os.environ.get("QMIGUI_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_in_processes_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short story, each step a new program."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    program = Program(tmp_path)
    write(tmp_path / "state.bin", stream(SMALL))
    assert re.fullmatch(
        r"stored [0-9a-f]{8} 'state': 43\.3 KiB in .*, clean\n", program.good("--store", "state.bin")
    )
    assert program.json("--list")["count"] == 1
    assert program.good("--verify", "state").endswith(" 'state': good\n")
    program.good("--restore", "state", "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == stream(SMALL)
    program.good("--remove", "state")
    assert program.good("--list") == ""


def test_a_library_from_end_to_end(program: Program, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Every verb."""
    directory = program.directory
    write(directory / "monday.bin", variant(1))
    write(directory / "tuesday.bin", variant(2))
    write(directory / "other.bin", stream(SMALL))
    for number, name in enumerate(("monday.bin", "tuesday.bin", "other.bin")):
        os.utime(directory / name, (1_700_000_000 + number, 1_700_000_000 + number))

    done = program("--store", "monday.bin", "--tag", "week 1", "--tag", "prod", "--note", "before\nall")
    assert done.returncode == 0
    assert b"warning" in done.stderr  # of the stream
    first = program.json("--show", "monday")["state"]["id"]
    text = program.good("--store", "tuesday.bin", "--parent", "monday", "--level", "small", "--quiet")
    assert text == ""
    text = program.good("--store", "other.bin", "--name", "仮想 other", "--threads", "1", "--no-check")
    assert text.startswith("stored ")
    assert text.endswith(" '仮想 other': 43.3 KiB in 6.2 KiB, unchecked\n") or "KiB" in text

    golden("list", program.good("--list", "--sort", "name"), directory)
    golden("show", program.good("--show", "monday"), directory)
    golden("show-delta", program.good("--show", "tuesday"), directory)
    golden("stats", program.good("--stats"), directory)
    golden("verify", program.good("--verify"), directory)

    listed = program.json("--list", "tag:prod")
    assert (listed["count"], listed["library"]) == (1, str(program.library))
    assert listed["states"][0]["id"] == first
    assert program.json("--list", "name:day", "--limit", "1", "--sort", "created", "--reverse")["count"] == 2
    assert program.json("--stats")["deltas"] == 1
    assert program.good("--list", "nothing") == ""
    assert len(program.good("--list=-name:day").splitlines()) == 2

    program.good("--rename", "monday", "first")
    program.good("--add-tag", "first", "new", "prod")
    program.good("--untag", "first", "week 1")
    state = program.json("--set-note", "first", "changed")["state"]
    assert (state["name"], state["tags"], state["note"]) == ("first", ["new", "prod"], "changed")

    program.good("--restore", first[:10], "back.bin")
    assert (directory / "back.bin").read_bytes() == variant(1)
    out = program("--restore", "tuesday", "-")
    assert (out.returncode, out.stdout) == (0, variant(2))

    path = Path(program.good("--export", "tuesday", ".").rstrip("\n"))
    assert path.parent == Path()
    plain = subprocess.run(["zstd", "-dqc", str(directory / path)], check=True, capture_output=True).stdout
    assert plain == variant(2)
    assert (
        program.call("--info", path).stdout.decode().splitlines()[1].startswith("size          403038 bytes")
    )
    other = Program(directory / "elsewhere", capfdbinary)
    other.directory.mkdir()
    assert other.good("--import", directory / path).startswith("imported ")
    assert "has it already" in other.good("--import", directory / path)
    assert other.json("--list")["states"][0]["name"] == "tuesday"
    assert other.json("--list")["states"][0]["parent"] is None

    done = program("--remove", "first")
    assert done.returncode == 40
    assert "needs it; --rebase" in only_line(done)
    text = program.good("--remove", "first", "--rebase")
    assert re.fullmatch(r"written anew: .* 'tuesday'\nput into the trash: .* 'first'\n", text)
    assert program.good("--flatten", "tuesday") == ""
    assert program.good("--rebuild") == "2 states in the catalogue\n"
    assert program.json("--rebuild")["total"] == 2
    assert program.good("--remove", "tuesday", "仮想 other", "--delete").startswith("deleted: ")
    assert files(program.library) == []
    assert sorted(os.listdir(directory / "data" / "Trash" / "info")) != []


def test_the_same_stream_twice(program: Program) -> None:
    write(program.directory / "a.bin", stream(SMALL))
    program.good("--store", "a.bin")
    text = program.good("--store", "a.bin", "--name", "again")
    assert re.fullmatch(r"a\.bin: the library has it already: [0-9a-f]{8} 'a'\n", text)
    shutil.copy(program.directory / "a.bin", program.directory / "b.bin")
    found = program.json("--store", "a.bin", "b.bin")["states"]
    assert [one["new"] for one in found] == [False, False]
    done = run("--store", "-", "--library", program.library, data=stream(SMALL))
    assert b"standard input: the library has it already" in done.stdout
    with (program.directory / "a.bin").open("rb") as file:
        done = run("--store", "-", "--library", program.library, stdin=file)
    assert b"has it already" in done.stdout
    assert program.json("--list")["count"] == 1


def test_damaged_states(program: Program) -> None:
    octets = stream()
    write(program.directory / "cut.bin", octets[: len(octets) // 2])
    write(program.directory / "good.bin", stream(SMALL))
    done = program("--store", "cut.bin", "good.bin")
    assert done.returncode == 40
    line = only_line(done)
    assert "cut.bin: " in line
    assert "was not stored: it has " in line
    assert line.endswith("--keep-damaged stores it all the same")
    assert program.json("--list")["count"] == 1  # the good one
    done = program("--store", "cut.bin", "--keep-damaged")
    assert done.returncode == 0
    assert done.stdout.endswith(b", damaged\n")
    assert b"error" in done.stderr
    shown = program.json("--show", "cut")
    assert shown["state"]["health"] == "damaged"
    assert shown["problem_counts"]["error"] == shown["state"]["problem_count"] >= 1
    assert any(problem["severity"] == "error" for problem in shown["problems"])
    assert "problems when it was stored" in program.good("--show", "cut")
    program.good("--restore", "cut", "back.bin")
    assert (program.directory / "back.bin").read_bytes() == octets[: len(octets) // 2]
    write(program.directory / "noise.bin", b"no stream at all" * 100)
    program.good("--store", "noise.bin")
    assert program.json("--show", "noise")["state"]["form"] == "opaque"
    done = program("--restore", "noise", "x", "--to", "ber")
    assert done.returncode == 2
    assert "is no migration stream" in only_line(done)


def test_ber_goes_in_and_out(program: Program) -> None:
    write(program.directory / "vm.bin", stream(SMALL))
    assert program.call("--convert", "vm.bin", "vm.ber").returncode == 0
    program.good("--store", "vm.ber")
    assert program.json("--show", "vm")["state"]["form"] == "ber"
    program.good("--restore", "vm", "back.bin")
    program.good("--restore", "vm", "back.ber", "--to", "ber")
    for name in ("bin", "ber"):
        expected = (program.directory / f"vm.{name}").read_bytes()
        assert (program.directory / f"back.{name}").read_bytes() == expected
    assert "has it already" in program.good("--store", "vm.bin")
    ber = (program.directory / "vm.ber").read_bytes()
    write(program.directory / "cut.ber", ber[:-100])
    done = program("--store", "cut.ber")
    assert done.returncode == 40
    assert "its binary form cannot be made" in only_line(done)
    program("--store", "cut.ber", "--keep-damaged")
    program.good("--restore", "cut", "again.ber")
    assert (program.directory / "again.ber").read_bytes() == ber[:-100]


@pytest.mark.parametrize("case_id", ["libvirt-zstd-12.8", "libvirt-xz-9.0", "libvirt-gzip-7.0"])
def test_libvirt_images_with_compressed_memory(program: Program, case_id: str) -> None:
    """They come back as they were; unpacked, the stream does."""
    case = next((case for case in corpus().cases if case.id == case_id), None)
    if case is None:
        pytest.skip("the small corpus has no libvirt image")
    image = case.file("image.save").path()
    program.good("--store", image, "--name", "packed")
    program.good("--store", image, "--unpacked", "--name", "plain")
    directory = program.directory
    found = {}
    for name in ("packed", "plain"):
        state = program.json("--show", name)
        found[name] = state
        for to in ("binary", "ber", "libvirt"):
            program.good("--restore", name, f"{name}.{to}", "--to", to)
        program.good("--restore", name, f"{name}.same")
    assert (directory / "packed.same").read_bytes() == image.read_bytes()
    assert (directory / "packed.libvirt").read_bytes() == image.read_bytes()
    stream = (directory / "plain.binary").read_bytes()
    assert (directory / "packed.binary").read_bytes() == stream
    assert (directory / "plain.same").read_bytes().endswith(stream)
    program.good("--restore", "packed", "again", "--to", "ber")
    for key in ("machine", "arch", "qemu", "ram_size", "health", "form"):
        assert found["packed"]["state"][key] == found["plain"]["state"][key]
        assert found["packed"]["state"][key] is not None
    assert (found["packed"]["unpacked"], found["plain"]["unpacked"]) == (False, True)
    assert found["packed"]["compression"] == found["plain"]["compression"] == case_id.split("-")[1]
    assert "stored as it is" in program.good("--show", "packed")
    assert "stored without" in program.good("--show", "plain")
    machine = found["packed"]["state"]["machine"]
    assert program.json(f"--list=machine:={machine} arch:x86_64")["count"] == 2
    # Of what has no such compression nothing changes.
    raw = program.good("--store", directory / "plain.same", "--unpacked", "--name", "same")
    assert "plain" in raw


def test_libvirt_images(program: Program) -> None:
    case = next((case for case in corpus().cases if case.id == "libvirt-raw-9.0"), None)
    if case is None:
        pytest.skip("the small corpus has no libvirt image")
    image = case.file("image.save").path()
    program.good("--store", image, "--name", "lv")
    program.good("--restore", "lv", "same")
    program.good("--restore", "lv", "head", "--to", "libvirt")
    program.good("--restore", "lv", "stream", "--to", "binary")
    program.good("--restore", "lv", "ber", "--to", "ber")
    directory = program.directory
    assert (directory / "same").read_bytes() == (directory / "head").read_bytes() == image.read_bytes()
    assert image.read_bytes().endswith((directory / "stream").read_bytes())
    assert program.call("--convert", "ber", "stream2", "--to", "binary").returncode == 0
    assert (directory / "stream2").read_bytes() == (directory / "stream").read_bytes()
    assert program.call("--convert", "ber", "image2").returncode == 0
    assert (directory / "image2").read_bytes() == image.read_bytes()
    assert program.call("--convert", image, "direct").returncode == 0
    assert (directory / "direct").read_bytes() == (directory / "ber").read_bytes()
    program.good("--store", "ber", "--name", "from ber")  # with its head the same octets
    assert program.json("--list")["count"] == 1


def test_snapshots_and_offsets(program: Program) -> None:
    write(program.directory / "some.old.file", b"before" + stream(SMALL))
    program.good("--store", "some.old.file@6")
    state = program.json("--show", "some")["state"]
    assert (state["raw_sha256"], state["source"]) == (sha256(stream(SMALL)), "some.old.file")
    write(program.directory / "plain.bin", stream(SMALL))
    assert "has it already" in program.good("--store", "plain.bin")
    case = next((case for case in corpus().cases if case.id == "qcow2-savevm-7.2"), None)
    if case is None:
        pytest.skip("the small corpus has no snapshots")
    disk = case.file("disk.qcow2").path()
    done = program("--store", disk)
    assert done.returncode == 20
    assert "name one as FILE#NAME" in only_line(done)
    program.good("--store", f"{disk}#snap1", f"{disk}#snap2")
    for name in ("disk#snap1", "disk#snap2"):
        expected = program.call("--convert", f"{disk}#{name[-5:]}", "-")
        found = program("--restore", name, "-", "--to", "ber")
        assert (found.returncode, found.stdout) == (0, expected.stdout)


def test_states_of_the_library_everywhere(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMIGUI_LIBRARY", str(program.library))
    directory = program.directory
    write(directory / "one.bin", variant(1))
    write(directory / "two.bin", variant(2))
    program("--store", "one.bin", "two.bin", "--parent", "auto")
    two = next(
        program.library / state["file"]
        for state in program.json("--list")["states"]
        if state["name"] == "two"
    )

    def output(*arguments: str | Path) -> bytes:
        done = program.call(*arguments)
        assert done.returncode == 0, done
        return done.stdout

    for name in ("library:two", two):
        assert output("--convert", name, "-") == output("--convert", "two.bin", "-")
        assert output("--validate", name).endswith(b": binary: 1 warning\n")
        plain = json.loads(output("--info", "two.bin", "--json"))
        found = json.loads(output("--info", name, "--json"))
        assert {**found, "source": ""} == {**plain, "source": ""}
        assert output("--dump", name, "--section", "cpu") == output("--dump", "two.bin", "--section", "cpu")
    done = program.call("--info", "library:nobody")
    assert done.returncode == 40
    assert "there is no state 'nobody'" in only_line(done)
    write(directory / "library:two", stream(SMALL))
    assert b"m68k" in output("--info", "library:two")  # a file of that name goes before


def test_calls_that_make_no_sense(program: Program) -> None:
    write(program.directory / "a.bin", stream(SMALL))
    done = program("--list")
    assert done.returncode == 40
    assert "there is no library yet" in only_line(done)
    program.good("--store", "a.bin")
    for arguments, words in (
        (("--list", "size:>1X"), "query: at character 7: that is no size"),
        (("--list", "--sort", "colour"), "there is no order 'colour'"),
        (("--show", "nobody"), "there is no state 'nobody'"),
        (("--add-tag", "a"), "--add-tag needs a state and at least one tag"),
        (("--rename", "a", "\n"), "a name needs a character that shows"),
        (("--store", "a.bin", "a.bin", "--name", "x"), "--name can name one file"),
        (("--store", "a.bin", "--threads", "0"), "--threads needs at least one"),
        (("--store", "missing.bin"), "missing.bin: cannot be opened"),
        (("--restore", "a", "x", "--to", "libvirt"), "was not stored with libvirt's head"),
        (("--export", "a", "nowhere"), "nowhere: is no directory"),
        (("--import", "a.bin"), "a.bin: "),
        (("--remove", "a", "nobody"), "there is no state 'nobody'"),
    ):
        done = program(*arguments)
        assert done.returncode in {2, 10, 40}, arguments
        assert words in only_line(done)
        assert done.stdout == b""
    assert program.json("--list")["count"] == 1
    for arguments in (
        ("--tag", "x", "--list"),
        ("--info", "a.bin", "--library", "x"),
        ("--convert", "a", "b", "--delete"),
    ):
        assert program.call(*arguments).returncode == 2
    done = program.call("--convert", "a.bin", "b", "--to", "libvirt")
    assert done.returncode == 2


@pytest.mark.parametrize("verb", ["store", "restore", "verify"])
def test_a_signal_stops_it(program: Program, verb: str, tmp_path: Path) -> None:
    make_stream(tmp_path / "long.bin", "mixed", 96 << 20)
    arguments: dict[str, tuple[str, ...]] = {
        "store": ("--store", "long.bin", "--no-check"),
        "restore": ("--restore", "long", "out"),
        "verify": ("--verify",),
    }
    if verb != "store":
        program.good("--store", "long.bin", "--no-check", "--level", "fast")
    process = start(
        *arguments[verb], "--library", program.library, "--progress", "lines",
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    while not process.stdout.readline().startswith(b"progress "):
        pass
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert b"cancelled" in err
    assert not (tmp_path / "out").exists()
    assert len(files(program.library)) == (0 if verb == "store" else 1)


def test_nobody_reads_the_list(program: Program) -> None:
    write(program.directory / "a.bin", stream(SMALL))
    program.good("--store", "a.bin")
    reading, writing = os.pipe()
    os.close(reading)
    done = run("--list", "--library", program.library, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
