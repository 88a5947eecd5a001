"""States in qcow2 images: every flavour gives what was put in, and what cannot be read says so."""

from __future__ import annotations

import gzip
import lzma
import random
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.errors import Cancelled, FormatError, TransportError
from qmigui.progress import Cancel
from qmigui.qemufile import copies
from qmigui.qemufile.base import Source
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.envelope import Envelope
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.qcow2.state import list_snapshots
from tests.carriers import Qcow2
from tests.sources import PipeSource

FLAVOURS: dict[str, dict[str, Any]] = {
    "v3": {},
    "v2": {"version": 2, "extra": 16},
    "v2, as old as can be": {"version": 2, "extra": 0},
    "v3, more extra data": {"extra": 48},
    "small clusters": {"cluster_bits": 9, "disk_size": 100_000},
    "large clusters": {"cluster_bits": 21},
    "deflate": {"packing": "deflate"},
    "deflate, v2": {"packing": "deflate", "version": 2, "extra": 16},
    "zstd": {"packing": "zstd"},
    "zstd, small clusters": {"packing": "zstd", "cluster_bits": 12},
    "extended": {"extended": True},
    "extended, small clusters": {"extended": True, "cluster_bits": 14},
    "extended, deflate": {"extended": True, "packing": "deflate", "cluster_bits": 14},
}


def content(length: int, seed: int = 1) -> bytes:
    """Octets of all kinds: some that compress, some that do not, and long zeros."""
    numbers = random.Random(seed)
    octets = bytearray(b"QEVM\0\0\0\3")
    while len(octets) < length:
        octets += numbers.choice((bytes(70_000), bytes(1000), numbers.randbytes(3000), b"QEVM" * 5000))
    return bytes(octets[:length])


class Counting(MemorySource):
    """An image that counts how often it is read."""

    reads = 0

    def readinto(self, buf: memoryview) -> int:
        self.reads += 1
        return super().readinto(buf)


def opened(image: bytes, name: str | None = None, **more: Any) -> Source:
    """The state of a snapshot."""
    return open_carried(MemorySource(image, "disk"), snapshot=name, **more)


def read_all(source: Source) -> bytes:
    """All of it, in pieces."""
    data, buf = bytearray(), memoryview(bytearray(100_000))
    while count := source.readinto(buf):
        data += buf[:count]
    return bytes(data)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_flavour(flavour: str) -> None:
    states = [("one", content(400_000)), ("disk only", b""), ("zwei ä", content(123_457, 2))]
    image = Qcow2(states, **FLAVOURS[flavour]).build()
    header, snapshots = list_snapshots(MemorySource(image))
    assert [(each.name, each.id, each.state_size) for each in snapshots] == [
        (name, str(number + 1), len(state)) for number, (name, state) in enumerate(states)
    ]
    assert header.version == FLAVOURS[flavour].get("version", 3)
    first = snapshots[0]
    assert (first.seconds, first.nanoseconds, first.guest_clock_ns, first.icount) == (1000, 5, 7 << 30, None)
    for number, (name, state) in enumerate(states):
        if not state:
            continue
        for wanted in (name, str(number + 1)):
            source = opened(image, wanted)
            assert (source.name, source.size, source.seekable) == (f"disk#{name}", len(state), True)
            assert read_all(source) == state
            assert read_all(source) == b""
            assert source.pread(0, 10**9) == state
            numbers = random.Random(number)
            for _ in range(50):
                at, length = numbers.randrange(len(state)), numbers.randrange(150_000)
                assert source.pread(at, length) == state[at : at + length]
            source.seek(len(state) // 2)
            assert source.peek(9) == state[len(state) // 2 :][:9]
            assert read_all(source) == state[len(state) // 2 :]
            source.seek(len(state) + 5)
            assert read_all(source) == b""


@settings(max_examples=60, deadline=None)
@given(
    cluster_bits=st.integers(9, 16),
    packing=st.sampled_from(("plain", "deflate", "zstd")),
    length=st.integers(1, 300_000),
    disk_size=st.integers(0, 10_000_000),
    seed=st.integers(0, 100),
)
def test_any_image(cluster_bits, packing, length, disk_size, seed) -> None:
    state = content(max(8, length), seed)
    image = Qcow2([("a", state)], cluster_bits=cluster_bits, packing=packing, disk_size=disk_size).build()
    assert read_all(opened(image)) == state


def test_neighbours_are_read_at_once() -> None:
    state = random.Random(1).randbytes(4 << 20)
    raw = Counting(Qcow2([("a", state)], cluster_bits=12).build())
    source = open_carried(raw)
    raw.reads = 0
    buf = memoryview(bytearray(len(state)))
    assert source.fill(buf) == len(state)
    assert buf == state
    # One run for each L2 table, which covers 2 MiB and lies between them.
    assert raw.reads <= 6


def test_holes_are_told() -> None:
    state = content(8) + bytes(1 << 20) + b"x" * 70_000 + bytes(200_000)
    source = opened(Qcow2([("a", state)]).build())
    extents, at = [], 0
    while (extent := source.data_extent(at)) is not None and extent[0] < extent[1]:
        extents.append(extent)
        at = extent[1]
    assert extent == (len(state), len(state))
    size = 1 << 16
    assert extents == [(0, size), (1 << 20, (1 << 20) + 2 * size)]
    told = bytearray(len(state))
    for start, end in extents:
        told[start:end] = state[start:end]
    assert told == state


def refused(image: bytes, name: str | None = None) -> str:
    """The message that opening it gives."""
    with pytest.raises(FormatError) as caught:
        opened(image, name)
    return str(caught.value)


STATE = content(1000)


def test_which_state_is_meant() -> None:
    two = Qcow2([("a", STATE), ("b", STATE), ("c", b"")]).build()
    assert refused(two) == "disk: a qcow2 image with 2 states; name one as FILE#NAME: a, b"
    assert refused(two, "x") == "disk: the image has no snapshot 'x'; it has a, b"
    assert "snapshot 'c' is of the disk only" in refused(two, "c")
    assert "snapshots are of the disk only" in refused(Qcow2([("c", b"")]).build())
    assert "without internal snapshots" in refused(Qcow2([]).build())
    assert "the image has no snapshot 'a'" in refused(Qcow2([]).build(), "a")
    same = Qcow2([("a", STATE), ("a", STATE + b"x")]).build()
    assert refused(same, "a").endswith("several snapshots are called 'a'; name one by its id: 1, 2")
    assert opened(same, "2").size == len(STATE) + 1
    # A name wins over an id.
    assert opened(Qcow2([("2", STATE), ("b", STATE + b"x")]).build(), "2").size == len(STATE)
    assert opened(Qcow2([("a", STATE), ("c", b"")]).build()).name == "disk#a"


def put(image: bytes, at: int, octets: bytes) -> bytes:
    """*image* with other octets."""
    return image[:at] + octets + image[at + len(octets) :]


SMALL = Qcow2([("a", STATE)], cluster_bits=12).build()
TABLE = int.from_bytes(SMALL[64:72], "big")
L1 = int.from_bytes(SMALL[TABLE : TABLE + 8], "big") + 8
L2 = int.from_bytes(SMALL[L1 : L1 + 8], "big") & (1 << 56) - 1


@pytest.mark.parametrize(
    ("at", "octets", "words"),
    [
        (4, b"\0\0\0\1", "version 1 of qcow2 is not known"),
        (20, b"\0\0\0\x16", "clusters of 2^22 octets"),
        (20, b"\0\0\0\x08", "clusters of 2^8 octets"),
        (32, b"\0\0\0\2", "the image is encrypted"),
        (72, bytes(7) + b"\4", "its data lies in another file"),
        (72, bytes(7) + b"\x40", "of which some are not known"),
        (72, bytes(7) + b"\x10", "too small for extended L2 entries"),
        (60, b"\0\1\0\1", "65537 snapshots are more"),
        (64, bytes(7) + b"\1", "it cannot begin at 0x1"),
        (64, b"\0\xff" + bytes(6), "the image ends inside it"),
        (TABLE, bytes(7) + b"\1", "an L1 table cannot begin at 0x1"),
        (TABLE, b"\0\xff" + bytes(6), "an L1 table cannot begin at"),
        (TABLE + 8, bytes(4), "needs 2 entries of the L1 table, which has 0"),
        (TABLE + 8, b"\xff\xff\xff\xff", "an L1 table of 4294967295 entries"),
        (TABLE + 36, b"\xff\xff\xff\xff", "octets of extra data"),
        (TABLE + 40, b"\x7f" + b"\xff" * 7, "entries of the L1 table, which has"),
        (L1, b"\x80" + bytes(5) + b"\2\0", "an L2 table cannot be at 0x200"),
        (L1, b"\x80\x7f" + bytes(6), "an L2 table cannot be at"),
        (L2, bytes(6) + b"\2\0", "a cluster cannot be at 0x200"),
        (L2, b"\0\x7f" + bytes(6), "a cluster cannot be at"),
        (L2, b"\x7f" + b"\xff" * 7, "a compressed cluster cannot be at"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(at: int, octets: bytes, words: str) -> None:
    assert words in refused(put(SMALL, at, octets))


@pytest.mark.parametrize("packing", ["deflate", "zstd"])
def test_a_compressed_cluster_that_does_not_decode(packing: str) -> None:
    image = put(Qcow2([("a", STATE)], packing=packing).build(), (1 << 16) + 77, b"\xff" * 20)
    source = opened(image, lenient=True)
    with pytest.raises(TransportError, match="compressed cluster at 0x1004d of the image does not decode"):
        read_all(source)
    with pytest.raises(TransportError):
        opened(image).peek(4)


def test_tables_that_are_used_twice_are_no_loop() -> None:
    state = content(3 << 20)
    image = Qcow2([("a", state)], cluster_bits=12).build()
    table = int.from_bytes(image[64:72], "big")
    l1 = int.from_bytes(image[table : table + 8], "big") + 8
    looped = put(image, l1 + 8, image[l1 : l1 + 8])
    assert "name the same L2 table" in refused(looped)
    source = opened(looped, lenient=True)
    assert source.envelope is not None
    assert [fault.error.code for fault in source.envelope.faults] == ["qcow2-cluster"]
    assert read_all(source)[: 2 << 20] == state[: 2 << 20]


def test_a_lenient_reader_tells_all_and_reads_zeros() -> None:
    state = content(100_000)
    image = Qcow2([("a", state)], cluster_bits=12).build()
    table = int.from_bytes(image[64:72], "big")
    l1 = int.from_bytes(image[table : table + 8], "big") + 8
    l2 = int.from_bytes(image[l1 : l1 + 8], "big") & (1 << 56) - 1
    first = next(at for at in range(l2 + 8, l2 + 4096, 8) if any(image[at : at + 8]))
    damaged = put(image, first, struct.pack(">Q", 0x7FFF << 30))
    source = opened(damaged, lenient=True)
    envelope: Envelope | None = source.envelope
    assert envelope is not None
    assert [(fault.error.offset, fault.fatal) for fault in envelope.faults] == [(first, False)]
    at = (first - l2) // 8 * 4096
    assert read_all(source) == put(state, at, bytes(min(4096, len(state) - at)))


@pytest.mark.parametrize("flavour", ["v3", "deflate", "extended", "small clusters"])
def test_unpacked_where_it_cannot_be_read_in_place(flavour: str) -> None:
    state = content(3 << 20, 5)
    image = Qcow2([("off", b""), ("one", state)], **FLAVOURS[flavour]).build()
    packed = gzip.compress(lzma.compress(image, preset=0), 1)
    for raw, offset in (
        (MemorySource(packed), None),
        (MemorySource(bytes(700) + packed), 700),
        (MemorySource(bytes(700) + image), 700),
        (PipeSource(image, (1, 3000, 1 << 20)), None),
        (PipeSource(b"x" * 700 + image, (5000,)), 700),
    ):
        with open_carried(raw, offset=offset, snapshot="one") as source:
            assert source.envelope is not None
            assert source.envelope.snapshot is not None
            assert (source.size, source.start_offset, source.seekable) == (len(state), 0, True)
            assert source.pread(2 << 20, 1 << 20) == state[2 << 20 :]
            assert read_all(source) == state


def test_what_the_front_tells_is_not_unpacked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qmigui.qemufile.carriers.copy_of", None)  # it would fail
    for image, words in (
        (Qcow2([]).build(), "a qcow2 disk image without internal snapshots"),
        (put(SMALL, 32, struct.pack(">I", 1)), "the image is encrypted"),
        (put(SMALL, 4, struct.pack(">I", 9)), "version 9 of qcow2 is not known"),
        (SMALL[:50], "the image ends inside its header"),
    ):
        with pytest.raises(FormatError, match=words):
            opened(gzip.compress(image))
    with pytest.raises(FormatError, match="disk: is no qcow2 image, which could have a snapshot 'a'"):
        opened(STATE, "a")


def test_a_copy_of_zeros_takes_no_room_and_a_full_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = bytes(300 << 20) + b"x" * 100_000 + bytes(70_000)
    with copies.copy_of(MemorySource(octets)) as copy:
        assert copy.size == len(octets)
        extent = copy.data_extent(0)
        assert extent is not None
        assert extent[0] >= 299 << 20
        assert copy.pread((300 << 20) - 10, 20) == bytes(10) + b"x" * 10
        assert copy.pread(copy.size - 3, 10) == bytes(3)
    monkeypatch.setattr(copies, "_RESERVE", 1 << 60)
    words = "cannot be kept in a temporary file in .+: No space left on device; the variable TMPDIR names"
    with pytest.raises(TransportError, match=words):
        copies.copy_of(MemorySource(b"x" * (65 << 20)))
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        opened(gzip.compress(SMALL), "one", cancel=cancel)


def test_the_last_cluster_may_be_cut() -> None:
    state = b"QEVM\0\0\0\3" + b"x" * 3000
    image = Qcow2([("a", state)], cluster_bits=12).build()
    moved = put(image, L2, struct.pack(">Q", 1 << 63 | len(image))) + state[:2000]
    assert read_all(opened(moved)) == state[:2000] + bytes(len(state) - 2000)
    assert opened(moved).pread(0, 5000) == state[:2000] + bytes(len(state) - 2000)
