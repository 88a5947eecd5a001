"""Regular files: reading with holes, writing all or nothing."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import warnings

import pytest

from qmigui.errors import TransportError, UsageError
from qmigui.qemufile import files
from qmigui.qemufile.files import FileSink, FileSource
from qmigui.qemufile.opener import open_sink, open_source

MIB = 1 << 20


@pytest.fixture(params=["nameless", "named"])
def sink_kind(request, monkeypatch):
    """Run the test with a nameless file and, as without /proc, with a named one."""
    if request.param == "named":
        monkeypatch.setattr(files, "PROC_FD", "/nonexistent")
    return request.param


@pytest.fixture
def umask():
    """A known umask."""
    old = os.umask(0o027)
    yield 0o027
    os.umask(old)


def put(name, data: bytes) -> None:
    with open_sink(str(name)) as sink:
        sink.write([data], len(data))
        sink.commit()


def read_all(source) -> bytes:
    buf, data = memoryview(bytearray(1 << 16)), b""
    while count := source.readinto(buf):
        data += buf[:count]
    return data


def mode(path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


# Reading


def test_file_source(tmp_path):
    path = tmp_path / "in"
    data = os.urandom(200_000)
    path.write_bytes(data)
    with open_source(str(path)) as source:
        assert (source.name, source.size, source.seekable) == (str(path), 200_000, True)
        assert source.peek(5) == data[:5]
        assert source.pread(150_000, 10) == data[150_000:150_010]
        assert read_all(source) == data
        assert source.pread(199_999, 2**62) == data[-1:]
        assert source.pread(2**64, 10) == b""
        source.seek(199_990)
        assert read_all(source) == data[-10:]
        source.seek(2**64)
        assert read_all(source) == b""
    source.close()
    with pytest.raises(TransportError, match="Bad file descriptor"):
        source.pread(0, 1)


def test_a_file_that_shrinks_ends_early(tmp_path):
    path = tmp_path / "in"
    path.write_bytes(b"x" * 100_000)
    with open_source(str(path)) as source:
        source.readinto(memoryview(bytearray(10)))
        os.truncate(path, 60)
        assert source.pread(50, 20) == b"x" * 10
        assert source.pread(70, 20) == b""
        assert read_all(source) == b"x" * 50
        assert source.data_extent(70) == (100_000, 100_000)


def test_extents_of_a_sparse_file(tmp_path):
    path = tmp_path / "in"
    with open(path, "wb") as file:
        os.pwrite(file.fileno(), b"a" * 4096, MIB)
        os.truncate(file.fileno(), 4 * MIB)
    with open_source(str(path)) as source:
        extent = source.data_extent(0)
        if extent == (0, 4 * MIB):
            pytest.skip("this file system has no holes")
        assert extent == (MIB, MIB + 4096)
        assert source.data_extent(MIB + 5) == (MIB + 5, MIB + 4096)
        assert source.data_extent(2 * MIB) == (4 * MIB, 4 * MIB)
        assert source.data_extent(5 * MIB) == (5 * MIB, 5 * MIB)
        assert source.peek(3) == bytes(3)
        assert read_all(source) == bytes(MIB) + b"a" * 4096 + bytes(3 * MIB - 4096)


def test_offsets_count_from_where_the_descriptor_stood(tmp_path):
    path = tmp_path / "in"
    path.write_bytes(bytes(MIB) + b"0123456789")
    fd = os.open(path, os.O_RDONLY)
    os.lseek(fd, MIB + 3, os.SEEK_SET)
    with FileSource(fd, "in") as source:
        assert source.size == 7
        assert source.data_extent(1) == (1, 7)
        assert source.pread(2, 2) == b"56"
        assert read_all(source) == b"3456789"


def test_no_extents_where_the_system_does_not_tell(tmp_path, monkeypatch):
    path = tmp_path / "in"
    path.write_bytes(b"abc")
    monkeypatch.delattr(files.os, "SEEK_DATA")
    with open_source(str(path)) as source:
        assert source.data_extent(0) is None


# Writing


def test_new_file(tmp_path, sink_kind, umask):
    target = tmp_path / "out"
    with open_sink(str(target)) as sink:
        assert isinstance(sink, FileSink)
        assert sink.can_skip
        sink.write([b"ab", bytearray(b"cd")], 4)
        assert len(os.listdir(tmp_path)) == (0 if sink_kind == "nameless" else 1)
        sink.commit()
    assert os.listdir(tmp_path) == ["out"]
    assert target.read_bytes() == b"abcd"
    assert mode(target) == 0o666 & ~umask


def test_existing_file_is_replaced_and_keeps_its_mode(tmp_path, sink_kind, umask):
    target = tmp_path / "out"
    target.write_bytes(b"old")
    target.chmod(0o604)
    with open(target, "rb") as reader:
        put(target, b"new one")
        assert reader.read() == b"old"
    assert target.read_bytes() == b"new one"
    assert mode(target) == 0o604
    assert os.listdir(tmp_path) == ["out"]


def test_a_secret_file_is_never_readable_by_others(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PROC_FD", "/nonexistent")
    target = tmp_path / "out"
    target.touch(0o600)
    with open_sink(str(target)):
        assert {mode(tmp_path / name) for name in os.listdir(tmp_path)} == {0o600}


def test_without_commit_nothing_changes(tmp_path, sink_kind):
    target = tmp_path / "out"
    with open_sink(str(target)) as sink:
        sink.write([b"x"], 1)
    assert os.listdir(tmp_path) == []
    target.write_bytes(b"old")
    with open_sink(str(target)) as sink:
        sink.write([b"x"], 1)
    sink.abort()
    assert os.listdir(tmp_path) == ["out"]
    assert target.read_bytes() == b"old"


def test_nothing_can_be_written_after_the_end(tmp_path, sink_kind):
    sink = open_sink(str(tmp_path / "out"))
    sink.commit()
    with pytest.raises(TransportError):
        sink.write([b"x"], 1)
    with pytest.raises(TransportError):
        sink.commit()
    assert (tmp_path / "out").read_bytes() == b""


def test_zeros_become_holes(tmp_path):
    target = tmp_path / "out"
    with open_sink(str(target)) as sink:
        sink.write_zeros(64 * MIB)
        sink.write([b"middle"], 6)
        sink.write_zeros(64 * MIB)
        sink.commit()
    assert target.stat().st_size == 128 * MIB + 6
    assert target.stat().st_blocks * 512 < MIB
    with open_source(str(target)) as source:
        assert source.pread(64 * MIB - 1, 8) == b"\0middle\0"


def test_impossible_length_is_refused(tmp_path):
    with open_sink(str(tmp_path / "out")) as sink:
        sink.write([b"x"], 1)
        for length in (2**62, 2**63, 2**64):
            with pytest.raises(TransportError, match="too long"):
                sink.write_zeros(length)


def test_link_keeps_pointing_and_what_it_points_to_is_replaced(tmp_path, sink_kind):
    real = tmp_path / "real"
    real.mkdir()
    (real / "file").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("real/file")
    put(link, b"new")
    assert link.is_symlink()
    assert (real / "file").read_bytes() == b"new"
    dangling = tmp_path / "dangling"
    dangling.symlink_to("real/other")
    put(dangling, b"made")
    assert (real / "other").read_bytes() == b"made"
    assert sorted(os.listdir(real)) == ["file", "other"]


def test_input_and_output_may_be_the_same_file(tmp_path, sink_kind):
    path = tmp_path / "file"
    path.write_bytes(b"abc" * 1000)
    with open_source(str(path)) as source, open_sink(str(path)) as sink:
        buf = memoryview(bytearray(100))
        while count := source.readinto(buf):
            sink.write([bytes(buf[:count]).upper()], count)
        sink.commit()
    assert path.read_bytes() == b"ABC" * 1000


def test_relative_name_survives_a_change_of_directory(tmp_path, monkeypatch, sink_kind):
    monkeypatch.chdir(tmp_path)
    with open_sink("out") as sink:
        monkeypatch.chdir("/")
        sink.write([b"x"], 1)
        sink.commit()
    assert os.listdir(tmp_path) == ["out"]


def test_longest_possible_name(tmp_path, sink_kind):
    put(tmp_path / ("n" * 255), b"x")
    put(tmp_path / ("n" * 255), b"y")
    with pytest.raises(TransportError, match="File name too long"):
        open_sink(str(tmp_path / ("n" * 256)))


@pytest.mark.parametrize("name", ["", "directory", "directory/", "new/"])
def test_a_directory_is_not_a_target(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    os.mkdir("directory")
    with pytest.raises(UsageError):
        open_sink(name)
    assert os.listdir(tmp_path) == ["directory"]


def test_missing_parent_directory(tmp_path, sink_kind):
    name = str(tmp_path / "no" / "out")
    with pytest.raises(TransportError) as caught:
        open_sink(name)
    assert str(caught.value) == f"{name}: cannot make a file in {tmp_path}/no: No such file or directory"


def test_parent_that_is_a_file_and_loop_of_links(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TransportError, match="Not a directory"):
        open_sink(str(tmp_path / "file" / "out"))
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(TransportError, match="Too many levels of symbolic links"):
        open_sink(str(tmp_path / "loop"))


def test_target_that_becomes_a_directory_meanwhile(tmp_path, sink_kind):
    with open_sink(str(tmp_path / "out")) as sink:
        os.mkdir(tmp_path / "out")
        with pytest.raises(TransportError, match="Is a directory"):
            sink.commit()
    assert os.listdir(tmp_path) == ["out"]


def test_no_room(tmp_path, sink_kind):
    """RLIMIT_FSIZE fails like a full disk: some bytes are written, then none."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with open_sink(str(tmp_path / "out")) as sink:
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, old[1]))
            with pytest.raises(TransportError, match="out: cannot be written: File too large"):
                sink.write([b"x" * 4000] * 10, 40_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("call", ["ftruncate", "fsync", "replace"])
def test_a_failing_commit_leaves_the_old_file(tmp_path, monkeypatch, sink_kind, call):
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "out"
    target.write_bytes(b"old")
    with open_sink(str(target)) as sink:
        sink.write([b"new"], 3)
        monkeypatch.setattr(files.os, call, fail)
        with pytest.raises(TransportError, match="cannot be written: No space left on device"):
            sink.commit()
    assert os.listdir(tmp_path) == ["out"]
    assert target.read_bytes() == b"old"


def test_settling_asks_for_writeback_in_long_files_only(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(files, "start_writeback", lambda fd, offset, length: calls.append((offset, length)))
    block = bytes(10 * MIB)
    with open_sink(str(tmp_path / "out")) as sink:
        for _ in range(9):
            sink.write([block], len(block))
            sink.settle()
        sink.commit()
        sink.settle()
    assert calls == [(0, 40 * MIB), (40 * MIB, 40 * MIB)]


def test_writeback_for_real(tmp_path):
    block = b"x" * (33 * MIB)
    with open_sink(str(tmp_path / "out")) as sink:
        sink.write([block], len(block))
        sink.settle()
        sink.commit()
    assert (tmp_path / "out").read_bytes() == block


KILLED = """
import os, signal
from qmigui.qemufile.opener import open_sink
sink = open_sink("out")
sink.write([b"x" * 1000000], 1000000)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_leaves_nothing(tmp_path):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, env=env, check=False)
    assert done.returncode == -signal.SIGKILL
    assert os.listdir(tmp_path) == []


# Permissions: in a child process that is an ordinary user, whoever runs the tests


def as_ordinary_user(tmp_path, action) -> str:
    """Run *action* in a child process without privileges and return what it returns."""
    read_end, write_end = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of fork beside threads, which the child leaves alone
        child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.chdir(tmp_path)
            answer = str(action())
        except BaseException as error:  # noqa: BLE001 - the parent shall see it
            answer = f"{type(error).__name__}: {error}"
        os.write(write_end, answer.encode())
        os._exit(0)
    os.close(write_end)
    os.waitpid(child, 0)
    with open(read_end, "rb") as file:
        return file.read().decode()


@pytest.fixture
def open_dir(tmp_path, monkeypatch):
    """A directory that an ordinary user can reach, and our working directory."""
    path = tmp_path
    while path.stat().st_uid == os.geteuid() and str(path) != path.root:
        if not mode(path) & 0o005:
            path.chmod(mode(path) | 0o055)
        path = path.parent
    tmp_path.chmod(0o777)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_unwritable_directory(open_dir, sink_kind):
    os.mkdir("closed", 0o555)
    answer = as_ordinary_user(open_dir, lambda: open_sink("closed/out"))
    assert answer == f"TransportError: closed/out: cannot make a file in {open_dir}/closed: Permission denied"
    assert os.listdir("closed") == []


def test_file_without_write_permission_is_not_replaced(open_dir):
    (open_dir / "out").write_bytes(b"precious")
    (open_dir / "out").chmod(0o444)
    answer = as_ordinary_user(open_dir, lambda: open_sink("out"))
    assert answer == "TransportError: out: cannot be written: Permission denied"


def test_unreadable_file(open_dir):
    (open_dir / "in").touch(0o000)
    answer = as_ordinary_user(open_dir, lambda: open_source("in"))
    assert answer == "TransportError: in: cannot be opened: Permission denied"


def test_ordinary_user_makes_and_replaces(open_dir, sink_kind):
    assert as_ordinary_user(open_dir, lambda: put("out", b"one")) == "None"
    assert as_ordinary_user(open_dir, lambda: put("out", b"two")) == "None"
    assert (open_dir / "out").read_bytes() == b"two"
    assert os.listdir(open_dir) == ["out"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_owner_and_group(open_dir, sink_kind):
    target = open_dir / "out"
    target.touch()
    os.chown(target, 65534, 65534)
    target.chmod(0o640)
    put(target, b"by root")
    assert (target.stat().st_uid, target.stat().st_gid, mode(target)) == (65534, 65534, 0o640)
    # What belonged to a group of others must not become readable by our own group.
    os.chown(target, 0, 0)
    target.chmod(0o666)
    assert as_ordinary_user(open_dir, lambda: put("out", b"by user")) == "None"
    assert (target.stat().st_uid, target.stat().st_gid, mode(target)) == (65534, 65534, 0o606)


@pytest.mark.parametrize("sync", [True, False])
def test_a_sink_waits_for_the_disk_only_if_wanted(tmp_path, monkeypatch, sink_kind, sync):
    synced: list[object] = []
    monkeypatch.setattr(files.os, "fsync", synced.append)
    monkeypatch.setattr(files, "start_writeback", lambda *arguments: synced.append(arguments))
    block = bytes(33 * MIB)
    with open_sink(str(tmp_path / "out"), sync=sync) as sink:
        sink.write([block], len(block))
        sink.settle()
        sink.commit()
    assert (tmp_path / "out").stat().st_size == len(block)
    assert bool(synced) == sync
