"""Pipes, FIFOs, standard output and devices."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import threading
import time

import pytest

from qmigui.errors import Cancelled, TransportError
from qmigui.progress import Cancel
from qmigui.qemufile.opener import open_sink, open_source
from qmigui.qemufile.pipes import DescriptorSink, DescriptorSource


@pytest.fixture
def pipe():
    """Both ends of a pipe; a test may close either."""
    ends = os.pipe()
    yield ends
    for fd in ends:
        with contextlib.suppress(OSError):
            os.close(fd)


def read_all(source) -> bytes:
    buf, data = memoryview(bytearray(1 << 16)), b""
    while count := source.readinto(buf):
        data += buf[:count]
    return data


@pytest.mark.parametrize("blocking", [True, False])
def test_pipe_from_end_to_end(pipe, blocking):
    read_end, write_end = pipe
    os.set_blocking(read_end, blocking)
    os.set_blocking(write_end, blocking)
    data = os.urandom(3_000_000)

    def write() -> None:
        with DescriptorSink(write_end, "pipe") as sink:
            sink.write([data[:10], memoryview(data)[10:]], len(data))
            sink.write_zeros(100_000)
            sink.commit()

    writer = threading.Thread(target=write)
    writer.start()
    with DescriptorSource(read_end, "pipe") as source:
        assert (source.size, source.seekable) == (None, False)
        assert source.peek(20) == data[:20]
        assert read_all(source) == data + bytes(100_000)
        assert source.readinto(memoryview(bytearray(1))) == 0
    writer.join()


def test_cancel_ends_the_wait_for_a_silent_pipe(pipe):
    cancel = Cancel()
    source = DescriptorSource(pipe[0], "pipe", close_fd=False, cancel=cancel)
    threading.Timer(0.05, cancel.set).start()
    with pytest.raises(Cancelled):
        source.readinto(memoryview(bytearray(1)))


def test_reader_that_went_away(pipe):
    os.close(pipe[0])
    with DescriptorSink(pipe[1], "pipe") as sink, pytest.raises(TransportError) as caught:
        sink.write([b"x"], 1)
    assert str(caught.value) == "pipe: cannot be written: the reading side has closed it"
    assert isinstance(caught.value.__cause__, BrokenPipeError)


def test_descriptors_of_others_stay_open(pipe):
    with open_sink(f"fd:{pipe[1]}") as sink:
        sink.write([b"QEVM\0\0"], 6)
        sink.commit()
    with open_source(f"fd:{pipe[0]}") as source:
        assert source.peek(4) == b"QEVM"
    os.fstat(pipe[0])
    os.fstat(pipe[1])
    source.close()


def test_full_device():
    with open_sink("/dev/full") as sink, pytest.raises(TransportError, match="No space left on device"):
        sink.write([b"x"], 1)


def test_null_device_stays_a_device():
    with open_sink("/dev/null") as sink:
        assert not sink.can_skip
        sink.write([b"x" * 100], 100)
        sink.write_zeros(1_000_000)
        sink.commit()
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    with open_source("/dev/null") as source:
        assert read_all(source) == b""


def test_fifo(tmp_path):
    fifo = str(tmp_path / "fifo")
    os.mkfifo(fifo)

    def write() -> None:
        time.sleep(0.05)  # so that the reader is there first and must not take that for the end
        with open_sink(fifo) as sink:
            sink.write([b"QEVM" * 1000], 4000)
            sink.commit()

    writer = threading.Thread(target=write)
    writer.start()
    with open_source(fifo) as source:
        assert read_all(source) == b"QEVM" * 1000
    writer.join()
    assert os.listdir(tmp_path) == ["fifo"]


def test_fifo_that_nobody_writes_can_be_cancelled(tmp_path):
    fifo = str(tmp_path / "fifo")
    os.mkfifo(fifo)
    cancel = Cancel()
    threading.Timer(0.05, cancel.set).start()
    with pytest.raises(Cancelled):
        open_source(fifo, cancel=cancel)


CHILD = """
import os, sys
from qmigui.qemufile.opener import open_sink, open_source
with open_source({source!r}) as source, open_sink({sink!r}) as sink:
    buf = memoryview(bytearray(1000))
    while count := source.readinto(buf):
        sink.write([buf[:count]], count)
    sink.commit()
print("after", flush=True)
print(type(source).__name__, source.size, file=sys.stderr)
"""


ENV = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def child(source: str, sink: str, **kwargs) -> subprocess.CompletedProcess[bytes]:
    """Copy in a child process, whose standard input and output the test chooses."""
    command = [sys.executable, "-c", CHILD.format(source=source, sink=sink)]
    return subprocess.run(command, capture_output="stdout" not in kwargs, check=False, env=ENV, **kwargs)


def test_standard_input_and_output_as_pipes():
    done = child("-", "-", input=b"abc" * 1000)
    assert done.stdout == b"abc" * 1000 + b"after\n"
    assert done.stderr == b"DescriptorSource None\n"


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0", "fd:0"])
def test_standard_input_that_is_a_file_is_seekable_from_where_it_stands(tmp_path, name):
    path = tmp_path / "in"
    path.write_bytes(b"skip0123456789")
    with open(path, "rb", buffering=0) as file:
        file.seek(4)
        done = child(name, "-", stdin=file)
        assert file.tell() == 14  # the next command in the shell goes on from here
    assert done.stdout == b"0123456789after\n"
    assert done.stderr == b"FileSource 10\n"


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/proc/self/fd/1"])
def test_standard_output_to_a_file_appends_where_the_shell_said(tmp_path, name):
    path = tmp_path / "out"
    path.write_bytes(b"log\n")
    with open(path, "ab") as file:
        child("-", name, input=b"abc", stdout=file, stderr=subprocess.DEVNULL)
    assert path.read_bytes() == b"log\nabcafter\n"


def test_closed_standard_input_is_named():
    command = [sys.executable, "-c", CHILD.format(source="-", sink="/dev/null")]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *command], capture_output=True, check=False, env=ENV
    )
    assert b"TransportError: standard input: cannot be opened: Bad file descriptor" in done.stderr
