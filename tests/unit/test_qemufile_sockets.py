"""Sockets, with plain peers at the other end: slow, silent, rude and gone."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qmigui.errors import Cancelled, TransportError, UsageError
from qmigui.progress import Cancel
from qmigui.qemufile.base import Sink, Source, Waiting
from qmigui.qemufile.opener import open_sink, open_source


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path, monkeypatch):
    """Names in these tests are relative, and short enough for a socket."""
    monkeypatch.chdir(tmp_path)


def free_port(family: int = socket.AF_INET) -> int:
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    try:
        with socket.socket(family) as probe:
            probe.bind((host, 0))
            return int(probe.getsockname()[1])
    except OSError:
        pytest.skip("no such addresses here")


@pytest.fixture(params=["unix", "tcp", "tcp6"])
def address(request) -> str:
    """Where to meet."""
    if request.param == "unix":
        return "unix:meet"
    if request.param == "tcp":
        return f"tcp:{free_port()}"
    return f"tcp:[::1]:{free_port(socket.AF_INET6)}"


def plain(address: str) -> tuple[int, Any]:
    """Family and address for the standard library."""
    kind, _, rest = address.partition(":")
    if kind == "unix":
        return socket.AF_UNIX, rest
    host, _, port = rest.rpartition(":")
    if host.startswith("["):
        return socket.AF_INET6, (host[1:-1], int(port))
    return socket.AF_INET, (host or "127.0.0.1", int(port))


def reach(address: str) -> socket.socket:
    """A connection to who listens there, or will soon."""
    family, where = plain(address)
    end = time.monotonic() + 20
    while True:
        connection = socket.socket(family)
        try:
            connection.connect(where)
            return connection
        except OSError:
            connection.close()
            assert time.monotonic() < end
            time.sleep(0.01)


@contextlib.contextmanager
def peer(act: Callable[[], None]) -> Iterator[None]:
    """Somebody who does *act* meanwhile, and must come to its end."""
    failed = []

    def run() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join(20)
    assert not thread.is_alive()
    assert not failed


@contextlib.contextmanager
def waiting_peer(address: str, act: Callable[[socket.socket], None]) -> Iterator[None]:
    """Somebody who listens and does *act* with the one connection he gets."""
    family, where = plain(address)
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(1)
        listener.settimeout(20)

        def run() -> None:
            connection, _ = listener.accept()
            connection.settimeout(20)
            with connection:
                act(connection)

        with peer(run):
            yield


def reset(connection: socket.socket) -> None:
    """Have closing it reset it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def read_all(source: Source) -> bytes:
    buffer, data = memoryview(bytearray(1 << 16)), b""
    while count := source.readinto(buffer):
        data += buffer[:count]
    return data


def write(sink: Sink, data: bytes) -> None:
    sink.write([data[:7], memoryview(data)[7:]], len(data))


# == as a source ==


def test_what_a_peer_sends_in_odd_pieces(address):
    data = os.urandom(300_000)

    def send() -> None:
        with reach(address) as connection:
            for start in range(0, len(data), 7001):
                connection.sendall(data[start : start + 7001])

    with peer(send), open_source(address) as source:
        assert (source.size, source.seekable, source.has_way_back) == (None, False, True)
        assert source.peek(9000) == data[:9000]
        assert read_all(source) == data
        assert source.readinto(memoryview(bytearray(1))) == 0
    assert os.listdir() == []


def test_a_socket_is_its_owner_s_and_goes_when_it_is_not_needed(tmp_path):
    seen = []
    old = os.umask(0)
    try:

        def come() -> None:
            while not os.path.exists("meet"):
                time.sleep(0.005)
            seen.append(stat.S_IMODE(os.stat("meet").st_mode))
            with reach("unix:meet") as connection:
                while os.path.exists("meet"):
                    time.sleep(0.005)
                connection.sendall(b"QEVM")

        with peer(come), open_source("unix:meet") as source:
            assert read_all(source) == b"QEVM"
    finally:
        os.umask(old)
    assert seen == [0o600]


def test_a_second_one_is_not_served(address):
    def come() -> None:
        with reach(address) as first:
            first.sendall(b"first")
            time.sleep(0.1)
            family, where = plain(address)
            with socket.socket(family) as second, pytest.raises(OSError, match=r"refused|No such file"):
                second.connect(where)

    with peer(come), open_source(address) as source:
        assert read_all(source) == b"first"


def test_a_peer_that_sends_nothing_at_all(address):
    with peer(lambda: reach(address).close()), open_source(address) as source:
        assert source.peek(4) == b""


def test_a_peer_that_falls_silent(address):
    done = threading.Event()

    def send() -> None:
        with reach(address) as connection:
            connection.sendall(b"QEVM" * 16)
            done.wait(20)

    with peer(send):
        with open_source(address, waiting=Waiting(timeout=0.2)) as source:
            assert source.peek(64) == b"QEVM" * 16
            with pytest.raises(TransportError) as caught:
                source.peek(65)
        assert str(caught.value) == f"{address}: 0x40: nothing comes: not within 0.2 s"
        done.set()


def test_a_peer_that_breaks_off():
    address = f"tcp:{free_port()}"
    read = threading.Event()

    def send() -> None:
        with reach(address) as connection:
            reset(connection)
            connection.sendall(b"QEVM" * 16)
            read.wait(20)

    with peer(send), open_source(address) as source:
        assert source.peek(64) == b"QEVM" * 16
        read.set()
        with pytest.raises(TransportError) as caught:
            source.peek(65)
    assert str(caught.value) == f"{address}: 0x40: cannot be read: Connection reset by peer"


def test_nobody_comes(address):
    with pytest.raises(TransportError, match=r": nobody has connected: not within 0\.2 s"):
        open_source(address, waiting=Waiting(timeout=0.2))
    assert os.listdir() == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_cancel_ends_every_wait(address, moment):
    cancel = Cancel()
    done = threading.Event()

    def act() -> None:
        if moment == "before":
            time.sleep(0.1)
            cancel.set()
            return
        with reach(address):
            time.sleep(0.1)
            cancel.set()
            done.wait(20)

    with peer(act):
        with pytest.raises(Cancelled):  # noqa: SIM117 - the first waits, too
            with open_source(address, cancel=cancel) as source:
                source.peek(1)
        done.set()
    assert os.listdir() == []


def test_an_old_socket_that_nobody_listens_on_is_replaced():
    with socket.socket(socket.AF_UNIX) as old:
        old.bind("meet")
    assert os.path.exists("meet")
    with peer(lambda: reach("unix:meet").close()), open_source("unix:meet"):
        pass
    assert os.listdir() == []


def test_somebody_who_listens_is_not_disturbed():
    with socket.socket(socket.AF_UNIX) as other:
        other.bind("meet")
        other.listen(1)
        with pytest.raises(TransportError, match="cannot be listened to: somebody else does"):
            open_source("unix:meet")
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()  # he has not even noticed
    assert os.listdir() == ["meet"]


@pytest.mark.parametrize("make", [lambda: Path("meet").write_bytes(b"x"), lambda: os.mkdir("meet")])
def test_what_is_no_socket_stays(make):
    make()
    before = os.lstat("meet")
    with pytest.raises(TransportError, match="there is something else of that name"):
        open_source("unix:meet")
    assert os.path.samestat(before, os.lstat("meet"))


def test_a_link_to_a_file_is_no_socket():
    Path("file").write_bytes(b"x")
    os.symlink("file", "meet")
    with pytest.raises(TransportError, match="there is something else of that name"):
        open_source("unix:meet")
    assert Path("file").read_bytes() == b"x"


@pytest.mark.parametrize(
    "name", ["unix:none/meet", "unix:" + "x" * 200, "tcp:no.such.host.invalid:4444", "tcp:192.0.2.1:4444"]
)
def test_places_where_nobody_can_listen(name):
    with pytest.raises(TransportError) as caught:
        open_source(name)
    assert str(caught.value).startswith(f"{name}: cannot be listened to: ")
    assert os.listdir() == []


def test_a_port_that_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        with pytest.raises(TransportError, match="cannot be listened to: Address already in use"):
            open_source(f"tcp:{other.getsockname()[1]}")


def test_all_addresses_only_where_they_are_written_out():
    port = free_port()
    for host in ("0", "0.0", "[::0]", "[::ffff:0.0.0.0]"):
        with pytest.raises(UsageError, match=f"means all addresses.*write tcp:0.0.0.0:{port}"):
            open_source(f"tcp:{host}:{port}")
    told: list[str] = []
    with (
        peer(lambda: reach(f"tcp:{port}").close()),
        open_source(f"tcp:0.0.0.0:{port}", waiting=Waiting(warn=told.append)),
    ):
        pass
    assert told == [
        f"tcp:0.0.0.0:{port}: listens on all addresses: whoever can reach this machine can connect"
    ]
    with (
        peer(lambda: reach(f"tcp:{port}").close()),
        open_source(f"tcp::{port}", waiting=Waiting(warn=told.append)),
    ):
        pass
    assert len(told) == 1


def test_passed_sockets_that_are_connected_or_listen():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"QEVM")
        theirs.shutdown(socket.SHUT_WR)
        with open_source(f"fd:{ours.fileno()}") as source:
            assert source.has_way_back
            assert read_all(source) == b"QEVM"
        os.fstat(ours.fileno())
        with open_sink(f"fd:{ours.fileno()}") as sink:
            write(sink, b"0123456789")
            sink.commit()
        assert theirs.recv(100) == b"0123456789"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("meet")
        listener.listen(1)

        def send() -> None:
            with reach("unix:meet") as connection:
                connection.sendall(b"QEVM")

        with peer(send), open_source(f"fd:{listener.fileno()}") as source:
            assert read_all(source) == b"QEVM"
    assert os.listdir() == ["meet"]  # it is not ours


# == as a sink ==


def test_a_peer_that_reads_slowly(address):
    data = os.urandom(3_000_000)
    received = bytearray()

    def read(connection: socket.socket) -> None:
        while chunk := connection.recv(40_000):
            received.extend(chunk)

    with waiting_peer(address, read), open_sink(address) as sink:
        assert not sink.can_skip
        write(sink, data)
        sink.write_zeros(200_000)
        sink.commit()
        assert len(received) == 3_200_000  # a commit means that it has been read
    assert received == data + bytes(200_000)


def test_what_the_other_side_says_costs_it_nothing(address):
    """To close with that unread would reset the connection and lose what has not been read."""
    received = bytearray()

    def read(connection: socket.socket) -> None:
        connection.sendall(b"pong" * 1000)
        time.sleep(0.2)
        while chunk := connection.recv(40_000):
            received.extend(chunk)
        connection.sendall(b"done")

    with waiting_peer(address, read), open_sink(address) as sink:
        write(sink, bytes(range(256)) * 500)
        sink.commit()
    assert received == bytes(range(256)) * 500


def test_a_peer_that_talks_and_does_not_listen_until_it_is_heard(address):
    """As a QEMU that answers: neither side may wait for the other to read."""
    received = bytearray()

    def talk(connection: socket.socket) -> None:
        for _ in range(20_000):
            connection.sendall(b"pong")
        connection.shutdown(socket.SHUT_WR)
        while chunk := connection.recv(1 << 20):
            received.extend(chunk)

    with waiting_peer(address, talk), open_sink(address, waiting=Waiting(timeout=20)) as sink:
        write(sink, bytes(30_000_000))
        sink.commit()
    assert len(received) == 30_000_000


def test_a_peer_that_goes_before_the_end(address):
    def go(connection: socket.socket) -> None:
        connection.recv(10)

    with waiting_peer(address, go), open_sink(address) as sink:
        with pytest.raises(TransportError) as caught:
            write(sink, bytes(100_000_000))
        sink.abort()
    assert caught.value.source == address
    assert "the reading side has closed it" in str(caught.value) or "reset" in str(caught.value)


def test_a_peer_that_leaves_the_end_unread():
    def go(connection: socket.socket) -> None:
        connection.recv(10)
        time.sleep(0.2)

    with waiting_peer("unix:meet", go), open_sink("unix:meet") as sink:
        write(sink, bytes(1000))
        with pytest.raises(TransportError, match="the other side has not read all of it"):
            sink.commit()


@pytest.mark.parametrize("end", ["cancel", "timeout"])
def test_a_peer_that_takes_nothing(address, end):
    cancel = Cancel()
    done = threading.Event()
    waiting = Waiting(timeout=0.3 if end == "timeout" else None)
    expected = Cancelled if end == "cancel" else TransportError

    def stay(connection: socket.socket) -> None:
        done.wait(20)

    with waiting_peer(address, stay):
        with open_sink(address, cancel=cancel, waiting=waiting) as sink:
            threading.Timer(0.1, cancel.set if end == "cancel" else done.clear).start()
            with pytest.raises(expected):
                write(sink, bytes(100_000_000))
        done.set()


def test_a_peer_that_does_not_hang_up(address):
    done = threading.Event()

    def stay(connection: socket.socket) -> None:
        while connection.recv(1000):
            pass
        done.wait(20)

    with waiting_peer(address, stay):
        with open_sink(address, waiting=Waiting(timeout=0.2)) as sink:
            write(sink, b"0123456789")
            with pytest.raises(TransportError, match="all is sent, but the other side does not hang up"):
                sink.commit()
        done.set()


def test_a_peer_that_talks_without_end(address):
    cancel = Cancel()
    done = threading.Event()

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while not done.is_set():
                connection.sendall(bytes(10_000))

    with waiting_peer(address, talk):
        with open_sink(address, cancel=cancel) as sink:
            threading.Timer(0.2, cancel.set).start()
            with pytest.raises(Cancelled):
                sink.commit()
        done.set()


def test_nobody_waits(address):
    with pytest.raises(TransportError, match=f"{address.partition(':')[0]}:.*cannot be connected to: "):
        open_sink(address)
    start = time.monotonic()
    with pytest.raises(TransportError, match="cannot be connected to"):
        open_sink(address, waiting=Waiting(timeout=0.5))
    assert time.monotonic() - start >= 0.5  # it has been tried again


def test_somebody_who_comes_late_is_waited_for(address):
    def come() -> None:
        time.sleep(0.3)
        family, where = plain(address)
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen(1)
            connection, _ = listener.accept()
            with connection:
                assert connection.recv(100) == b"0123456789"

    with peer(come), open_sink(address, waiting=Waiting(timeout=20)) as sink:
        write(sink, b"0123456789")
        sink.commit()


def test_cancel_ends_the_wait_for_a_listener(address):
    cancel = Cancel()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(Cancelled):
        open_sink(address, cancel=cancel, waiting=Waiting(timeout=20))


def test_no_descriptor_is_lost(address):
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(TransportError):
        open_source(address, waiting=Waiting(timeout=0.05))
    with pytest.raises(TransportError):
        open_sink(address)
    with peer(lambda: reach(address).close()), open_source(address):
        pass
    assert len(os.listdir("/proc/self/fd")) == before
