"""From names to sources and sinks, and what that costs at start-up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from qmigui.errors import FormatError, TransportError, UsageError
from qmigui.qemufile.files import FileSink, FileSource
from qmigui.qemufile.opener import open_sink, open_source


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path, monkeypatch):
    """Names in these tests are relative."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "missing: cannot be opened: No such file or directory"),
        (".", ".: is a directory"),
        ("file/x", "file/x: cannot be opened: Not a directory"),
        ("fd:987", "fd:987: cannot be opened: Bad file descriptor"),
        ("/dev/fd/987", "/dev/fd/987: cannot be opened: Bad file descriptor"),
    ],
)
def test_sources_that_cannot_be_opened(name, message):
    open("file", "wb").close()
    with pytest.raises(TransportError) as caught:
        open_source(name)
    assert str(caught.value) == message


def test_sink_on_a_closed_descriptor():
    with pytest.raises(TransportError, match="fd:987: cannot be opened: Bad file descriptor"):
        open_sink("fd:987")


@pytest.mark.parametrize("opener", [open_source, open_sink])
@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "fd:", "fd:x", "fd:-1", "fd:1x", "fd:\u0661"])
def test_names_without_sense(opener, name):
    with pytest.raises(UsageError):
        opener(name)


@pytest.mark.parametrize("opener", [open_source, open_sink])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("unix:", "needs a path"),
        ("tcp:there", "needs a port"),
        ("rdma:there:1", "is not supported: it puts guest memory into the memory of the other host"),
        ("exec:there", "no program is started"),
        ("vsock:3:4", "is not supported; give the socket as fd:N"),
    ],
)
def test_addresses_without_sense_are_not_taken_for_paths(opener, name, message):
    with pytest.raises(UsageError, match=message) as caught:
        opener(name)
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).endswith(f"; a file of that name is written ./{name}")
    assert os.listdir() == []


def test_files_as_qemu_names_them():
    with open_sink("file:there, and=here") as sink:
        sink.write([b"01234567"], 8)
        sink.commit()
    assert os.listdir() == ["there, and=here"]
    whole = b"01234567"
    for offset, start in (("", 0), (",offset=0", 0), (",offset=0x5", 5), (",offset=8", 8)):
        with open_source(f"file:there, and=here{offset}") as source:
            assert isinstance(source, FileSource)
            # Offsets stay those of the file: pages at fixed places count from its start.
            assert (source.size, source.start_offset) == (len(whole), start)
            assert source.peek(100) == whole[start:]
    with pytest.raises(FormatError, match="has only 8 bytes and cannot begin at 0x9"):
        open_source("file:there, and=here,offset=9")
    for opener, name in (
        (open_sink, "file:there,offset=1"),
        (open_sink, "file:"),
        (open_source, "file:"),
        (open_source, "file:,offset=1"),
        (open_source, "file:x,offset=-1"),
        (open_source, "file:x,offset=a"),
        (open_source, "file:x,offset=99999999999999999999"),
    ):
        with pytest.raises(UsageError) as caught:
            opener(name)
        assert caught.value.source == name
    assert os.listdir() == ["there, and=here"]


@pytest.mark.parametrize("name", ["tcp:there", "./tcp:there", "other:there", "-x", "\udcff\n"])
def test_strange_names_of_real_files(name):
    with open(name, "wb") as file:
        file.write(b"abc")
    with open_source(name) as source, open_sink(name) as sink:
        assert isinstance(source, FileSource)
        assert isinstance(sink, FileSink)
        sink.write([source.peek(3), b"d"], 4)
        sink.commit()
    with open(name, "rb") as file:
        assert file.read() == b"abcd"


def test_no_descriptor_is_lost():
    before = os.listdir("/proc/self/fd")
    with open("damaged", "wb") as file:
        file.write(b"\x04\x22\x4d\x18")
    for name in (".", "missing", "damaged"):
        with pytest.raises(TransportError):
            open_source(name)
    open_sink("out").abort()
    open_sink("out").commit()
    open_sink("out").commit()
    open_source("out").close()
    assert os.listdir("/proc/self/fd") == before


def test_start_up_imports_nothing_slow():
    code = "import sys, qmigui.qemufile.opener, qmigui.qemufile.spool; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": os.path.dirname(sys.modules["qmigui"].__path__[0])},
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(done.stdout.split())
    assert "qmigui.qemufile.opener" in loaded
    slow = "zlib bz2 lzma gzip zstandard ctypes tempfile random shutil subprocess threading pathlib socket"
    assert not loaded & set(slow.split())
