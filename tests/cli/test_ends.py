"""What input and output can be, and what becomes of both when something ends the work."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.streams import make_stream
from tests.cli.program import ENGINE, environment, only_line, run, start, wait_for
from tests.corpus import samples
from tests.small_disk import small_disk as small_file_system

MIB = 1 << 20


@pytest.fixture(scope="module")
def octets() -> bytes:
    """A small real stream."""
    return samples().case("m68k-virt-7.2").file("stream.bin").read()


@pytest.fixture
def stream(tmp_path: Path, octets: bytes) -> Path:
    """A file with it."""
    path = tmp_path / "vm.bin"
    path.write_bytes(octets)
    return path


@pytest.fixture
def ber(stream: Path, tmp_path: Path) -> bytes:
    """Its BER form."""
    target = tmp_path / "expected.ber"
    assert run("--convert", stream, target).returncode == 0
    found = target.read_bytes()
    target.unlink()
    return found


# == what input and output can be ==


def test_to_a_device(stream: Path) -> None:
    done = run("--convert", stream, "/dev/null")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_through_fifos(octets: bytes, ber: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    os.mkfifo(source)
    os.mkfifo(target)
    process = start("--convert", source, target)
    writer = threading.Thread(target=source.write_bytes, args=(octets,))
    writer.start()
    assert target.read_bytes() == ber
    writer.join()
    assert process.wait(20) == 0
    assert target.is_fifo()


def test_to_passed_descriptors(stream: Path, ber: bytes, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        log.write(b"before ")
        log.flush()
        done = run("--convert", stream, f"fd:{log.fileno()}", pass_fds=[log.fileno()])
    assert done.returncode == 0
    assert (tmp_path / "log").read_bytes() == b"before " + ber
    done = run("--convert", stream, "fd:77")
    assert done.returncode == 10
    assert "fd:77" in only_line(done)


def test_standard_input_that_seeks(stream: Path, ber: bytes) -> None:
    with stream.open("rb") as file:
        assert run("--convert", "-", "-", stdin=file, stdout=subprocess.PIPE).stdout == ber


def test_an_old_file_keeps_its_mode(stream: Path, ber: bytes, tmp_path: Path) -> None:
    old, link = tmp_path / "old", tmp_path / "link"
    old.write_bytes(b"old")
    old.chmod(0o640)
    link.symlink_to("old")
    assert run("--convert", stream, link).returncode == 0
    assert link.is_symlink()
    assert old.read_bytes() == ber
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_an_old_file_stays_when_it_goes_wrong(stream: Path, octets: bytes, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"old")
    stream.write_bytes(octets[:-1])
    done = run("--convert", stream, old)
    assert done.returncode == 20
    assert str(stream) in only_line(done)
    assert old.read_bytes() == b"old"
    assert sorted(os.listdir(tmp_path)) == ["old", "vm.bin"]


def test_names_that_begin_with_a_dash(octets: bytes, ber: bytes, tmp_path: Path) -> None:
    (tmp_path / "-in").write_bytes(octets)
    assert run("--convert", "./-in", "./-out", cwd=tmp_path).returncode == 0
    assert (tmp_path / "-out").read_bytes() == ber


def test_an_empty_name() -> None:
    for verb in (("--info", ""), ("--convert", "", "out"), ("--convert", "in", "")):
        done = run(*verb)
        assert done.returncode in {2, 10}
        only_line(done)
        assert done.stdout == b""


def test_names_with_odd_characters(octets: bytes, tmp_path: Path) -> None:
    name = os.fsdecode(b"a\n\x1b[31m\xff")
    (tmp_path / name).write_bytes(octets[:100])
    done = run("--info", name, cwd=tmp_path)
    assert done.returncode == 20
    assert "\x1b" not in only_line(done)


def test_quiet_has_no_warnings(stream: Path, octets: bytes) -> None:
    stream.write_bytes(octets + b"more")
    told = run("--convert", stream, "/dev/null")
    assert told.returncode == 0
    assert "bytes after the end of the stream" in only_line(told)
    assert run("--quiet", "--convert", stream, "/dev/null").stderr == b""
    assert run("-q", "--convert", stream, "/dev/null").stderr == b""


def test_progress_comes_while_it_runs(octets: bytes, tmp_path: Path) -> None:
    process = start(
        "--progress",
        "lines",
        "--convert",
        "-",
        tmp_path / "out",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    out, _ = process.communicate()
    assert process.returncode == 20  # the input was empty
    assert set(lines + out.splitlines(keepends=True)) == {"progress 0 0\n"}
    assert os.listdir(tmp_path) == []


# == who does not listen ==


@pytest.mark.parametrize("verb", [("--print-schema",), ("--info", "vm.bin"), ("--info", "vm.bin", "--json")])
def test_nobody_reads_the_answer(stream: Path, verb: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*verb, cwd=stream.parent, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_nobody_reads_the_output(stream: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run("--convert", stream, "-", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert done.returncode == 10
    assert "the reading side has closed it" in only_line(done)


def test_nobody_reads_the_progress(stream: Path, ber: bytes, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    target = tmp_path / "out"
    done = run("--progress", "lines", "--convert", stream, target, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert target.read_bytes() == ber


@pytest.mark.parametrize("stderr", ["/dev/full", None])
def test_nobody_reads_the_complaint(tmp_path: Path, stderr: str | None) -> None:
    """With standard error full, or closed."""
    redirection = f"2>{stderr}" if stderr else "2>&-"
    command = f"{sys.executable} -m qmigui --convert missing - {redirection}"
    done = subprocess.run(
        command, shell=True, stdout=subprocess.PIPE, check=False, env=environment(), cwd=tmp_path, timeout=60
    )
    assert (done.returncode, done.stdout) == (10, b"")


@pytest.mark.parametrize("verb", ["--print-schema", "--info vm.bin", "--info vm.bin --json"])
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_the_answer_cannot_be_written(stream: Path, verb: str, where: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m qmigui {verb} {where}",
        shell=True,
        stderr=subprocess.PIPE,
        check=False,
        env=environment(),
        cwd=stream.parent,
        timeout=60,
    )
    assert done.returncode == 10
    assert "standard output: cannot be written" in only_line(done)


# == what ends the work ==


def reading_process(tmp_path: Path, octets: bytes, **more: Any) -> subprocess.Popen[bytes]:
    """A conversion that has read half of its input and waits for the rest."""
    process = start(
        "--progress",
        "lines",
        "--convert",
        "-",
        tmp_path / "out",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(octets[: len(octets) // 2])
    process.stdin.flush()
    process.stdout.readline()  # handlers are in place before anything is shown
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_reads(octets: bytes, tmp_path: Path, number: signal.Signals) -> None:
    with reading_process(tmp_path, octets) as process:
        process.send_signal(number)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b"qmigui: standard input: cancelled\n"
    assert os.listdir(tmp_path) == []


def test_a_signal_while_it_writes(tmp_path: Path) -> None:
    """Into a pipe that nobody empties."""
    stream = tmp_path / "long.bin"
    make_stream(stream, "mixed", 32 * MIB)
    with start("--convert", stream, "-", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        time.sleep(0.3)  # until the pipe is full
        process.terminate()
        assert process.wait(20) == 130
        process.stdout.close()


def test_a_signal_while_it_looks() -> None:
    with start("--info", "-", stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        # Whether the handler is in place does not show; without one the signal ends it all the same.
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in {130, -signal.SIGINT}


def test_what_the_caller_ignores_stays_ignored(octets: bytes, ber: bytes, tmp_path: Path) -> None:
    """As ``nohup`` and shells do for their background jobs."""

    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with reading_process(tmp_path, octets, preexec_fn=ignore) as process:
        process.send_signal(signal.SIGHUP)
        process.communicate(octets[len(octets) // 2 :])
        assert process.returncode == 0
    assert (tmp_path / "out").read_bytes() == ber


def test_kill_while_it_reads(octets: bytes, tmp_path: Path) -> None:
    with reading_process(tmp_path, octets) as process:
        process.kill()
        process.wait(20)
    assert os.listdir(tmp_path) == []


# == no room ==


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    with small_file_system(tmp_path / "small", "64k") as path:
        yield path


def test_a_full_disk(small_disk: Path) -> None:
    stream = samples().case("isapc-on-7.2").file("stream.bin").path()
    target = small_disk / "out"
    target.write_bytes(b"old")
    done = run("--convert", stream, target)
    assert done.returncode == 10
    line = only_line(done)
    assert line.endswith(f"{target}: cannot be written: No space left on device")
    assert os.listdir(small_disk) == ["out"]
    assert target.read_bytes() == b"old"


def test_no_room_for_what_a_pipe_brings(small_disk: Path) -> None:
    """Devices of a pipe are kept in a temporary file when they are many."""
    head = samples().case("m68k-virt-7.2").file("stream.bin").read()
    data = head + bytes(20 * MIB)
    done = subprocess.run(
        [*ENGINE, "--convert", "-", "/dev/null"],
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
        env={**environment(), "TMPDIR": str(small_disk)},
    )
    assert done.returncode == 10
    assert "temporary file" in only_line(done)
    assert os.listdir(small_disk) == []


def test_too_many_open_files(stream: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))

    done = run("--convert", stream, stream.parent / "out", preexec_fn=limit)
    assert done.returncode in {1, 10, 70}  # with so few the interpreter may not even start
    assert not (stream.parent / "out").exists()


def test_waiting_needs_no_time(octets: bytes, tmp_path: Path) -> None:
    """A conversion that waits for its input does not keep the machine busy."""
    with reading_process(tmp_path, octets) as process:
        fields = Path(f"/proc/{process.pid}/stat")
        if not fields.exists():
            pytest.skip("no /proc")

        def ticks() -> int:
            after_name = fields.read_text().rpartition(")")[2].split()
            return int(after_name[11]) + int(after_name[12])

        wait_for(lambda: ticks() > 0)
        time.sleep(0.3)
        before = ticks()
        time.sleep(1)
        assert ticks() - before < 30  # hundredths of a second; ten progress lines are among them
        process.kill()
