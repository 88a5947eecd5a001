"""Compressed input."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import os
import re
import struct
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import lz4.frame
import pytest
import zstandard

from qmigui.errors import TransportError
from qmigui.qemufile import lz4frame
from qmigui.qemufile.base import SequentialSource
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.codecs import sniff
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.opener import open_source
from qmigui.qemufile.wrappers import DecompressedSource
from tests.carriers import lzop_file

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "lz4": lambda data: lz4.frame.compress(data, content_checksum=True),
    "lzop": lzop_file,
}
KINDS = list(COMPRESS)

# Some of it compresses well, some not at all; several zstd and bzip2 blocks.
DATA = os.urandom(300_000) + b"QEVM" * 200_000 + bytes(500_000) + os.urandom(5)


class Feed(SequentialSource):
    """Compressed bytes in pieces of a given length."""

    name = "feed"

    def __init__(self, data: bytes, step: int) -> None:
        self.left = memoryview(data)
        self.step = step
        self.closed = False

    def _receive(self, buf: memoryview) -> int:
        count = min(self.step, len(buf), len(self.left))
        buf[:count], self.left = self.left[:count], self.left[count:]
        return count

    def close(self) -> None:
        self.closed = True


def read_all(source, step: int = 1 << 16) -> bytes:
    buf, data = memoryview(bytearray(step)), bytearray()
    while count := source.readinto(buf):
        data += buf[:count]
    return bytes(data)


def failure(data: bytes) -> str:
    """The message that reading *data* ends with."""
    with pytest.raises(TransportError) as caught:
        read_all(open_carried(MemorySource(data, "file")))
    assert caught.value.offset is None  # it would be one in the decompressed bytes
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", [7, 65_536, 10**9])
def test_every_format_in_pieces(kind, step):
    raw = Feed(COMPRESS[kind](DATA), step)
    with open_carried(raw) as source:
        assert isinstance(source, DecompressedSource)
        assert (source.name, source.size, source.seekable) == ("feed", None, False)
        assert source.peek(4) == DATA[:4]
        assert read_all(source) == DATA
        assert source.readinto(memoryview(bytearray(1))) == 0
    assert raw.closed


@pytest.mark.parametrize("kind", KINDS)
def test_one_byte_at_a_time(kind):
    data = DATA[299_000:302_000]
    assert read_all(open_carried(Feed(COMPRESS[kind](data), 1)), 1) == data


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", [1, 10**9])
def test_members_padding_and_emptiness(kind, step):
    compress = COMPRESS[kind]
    stored = compress(b"one") + compress(b"") + bytes(8) + compress(b"two") + bytes(70_000)
    assert read_all(open_carried(Feed(stored, step))) == b"onetwo"
    assert read_all(open_carried(Feed(compress(b""), step))) == b""


@pytest.mark.parametrize("kind", KINDS)
def test_cut_off(kind):
    stored = COMPRESS[kind](DATA)
    for length in (10, len(stored) // 2, len(stored) - 1):
        message = failure(stored[:length])
        assert message == f"file: the {kind} data is cut off at offset {length:#x} of the compressed file"


@pytest.mark.parametrize("kind", KINDS)
def test_cut_off_at_every_length(kind):
    stored = COMPRESS[kind](b"some text, some text")
    for length in range(6, len(stored)):
        assert "is cut off at offset" in failure(stored[:length])


@pytest.mark.parametrize("kind", KINDS)
def test_damaged(kind):
    stored = bytearray(COMPRESS[kind](DATA))
    for index in range(200_000, 200_008):
        stored[index] ^= 0x55
    found = re.fullmatch(
        f"file: the {kind} data cannot be decompressed near offset (0x[0-9a-f]+) of the compressed file: .+",
        failure(bytes(stored)),
    )
    assert found
    assert 0 < int(found[1], 16) <= len(stored)


@pytest.mark.parametrize("kind", KINDS)
def test_something_else_after_the_end(kind):
    stored = COMPRESS[kind](b"text")
    message = failure(stored + b"something else, long enough")
    assert f"cannot be decompressed near offset {len(stored):#x}" in message


@pytest.mark.parametrize("kind", KINDS)
def test_any_damage_gives_our_error_or_data(kind):
    stored = COMPRESS[kind](b"some text, some text" * 3)
    for index in range(len(stored)):
        for flip in (1, 0x80, 0xFF):
            damaged = bytearray(stored)
            damaged[index] ^= flip
            with contextlib.suppress(TransportError):
                read_all(DecompressedSource(MemorySource(damaged), kind))


def zstd_bomb(block_count: int) -> bytes:
    """A frame of blocks of four bytes that stand for 128 KiB each."""
    block = ((128 << 10) << 3 | 1 << 1).to_bytes(3, "little") + b"x"
    last = (1 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"x"
    return struct.pack("<IBB", 0xFD2FB528, 0, 0x38) + block * block_count + last


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_takes_no_memory(kind):
    length = 256 << 20
    if kind == "zstd":
        stored, length = zstd_bomb(2048), length + 1
    else:
        member = COMPRESS[kind](bytes(32 << 20))
        stored = member * 8
    source = open_carried(MemorySource(stored))
    buf, total = memoryview(bytearray(1 << 16)), 0
    tracemalloc.start()
    while count := source.readinto(buf):
        total += count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == length
    assert peak < 16 << 20  # xz keeps a dictionary of 8 MiB


def test_zstd_without_size_or_checksum_and_with_skippable_frames():
    compressor = zstandard.ZstdCompressor(write_content_size=False)
    frame = compressor.compress(DATA)
    skippable = struct.pack("<II", 0x184D2A5E, 100_000) + bytes(100_000)
    assert sniff(skippable) == "zstd"
    for step in (7, 10**9):
        stored = skippable + frame + skippable + frame + skippable
        assert read_all(open_carried(Feed(stored, step))) == DATA + DATA


def test_zstd_window_that_needs_too_much_memory():
    parameters = zstandard.ZstdCompressionParameters(window_log=28, write_content_size=False)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    stored = compressor.compress(b"text") + compressor.flush()
    assert failure(stored).endswith("it needs a window of 256 MiB, the limit is 128 MiB")


def test_xz_that_needs_too_much_memory():
    stored = bytearray(lzma.compress(b"text"))
    # Block header: size, flags, filter 21, one property byte: the dictionary size (40 = 4 GiB - 1).
    assert stored[14:16] == b"\x21\x01"
    stored[16] = 40
    header = stored[12 : 12 + (stored[12] + 1) * 4 - 4]
    stored[12 + len(header) : 16 + len(header)] = struct.pack("<I", zlib.crc32(header))
    assert "Memory usage limit exceeded" in failure(bytes(stored))


def test_missing_module_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.delitem(sys.modules, "qmigui.qemufile.zstd", raising=False)
    with pytest.raises(
        TransportError, match="compressed with zstd; reading it needs the Python module zstandard"
    ):
        open_carried(MemorySource(zstd_bomb(1)))


@pytest.mark.parametrize(
    "head", [b"", b"Q", b"QEVM\0\0\0\3", b"LibvirtQemud", b"BZ", b"\x1f\x8b", b"P*M"]
)
def test_anything_else_is_left_alone(head):
    raw = Feed(head, 100)
    assert open_carried(raw) is raw
    assert read_all(raw) == head


def test_compressed_part_of_a_file():
    raw = MemorySource(b"header" + gzip.compress(b"text")[:-3])
    raw.seek(6)
    source = DecompressedSource(raw, "gzip", raw_offset=6)
    with pytest.raises(TransportError, match=f"cut off at offset {raw.size:#x}"):
        read_all(source)
    assert source.raw_offset == raw.size


def test_compressed_file_and_pipe(tmp_path):
    path = tmp_path / "in.gz"
    path.write_bytes(gzip.compress(DATA))
    with open_source(str(path)) as source:
        assert read_all(source) == DATA
    read_end, write_end = os.pipe()
    os.write(write_end, gzip.compress(b"text"))
    os.close(write_end)
    with open_source(f"fd:{read_end}") as source:
        assert read_all(source) == b"text"
    os.close(read_end)


@pytest.mark.parametrize("by_package", [False, True])
@pytest.mark.parametrize("step", [1, 5000, 10**9])
@pytest.mark.parametrize("linked", [False, True])
def test_lz4_by_the_library_and_by_its_package(monkeypatch, by_package, step, linked):
    """The library's symbols are there in wheels; where they are not, all is the same."""
    if by_package:
        monkeypatch.setattr(lz4frame, "_library", lambda: None)
    else:
        assert lz4frame._library() is not None
    data = DATA if step > 1 else DATA[299_000:301_000]
    for size in (4, 7):
        stored = lz4.frame.compress(data, block_size=size, block_linked=linked, content_checksum=True)
        for length in (100_000, 4 << 20):
            assert read_all(open_carried(Feed(stored + bytes(3) + stored, step)), length) == data + data
        assert "is cut off at offset" in failure(stored[:-1])
        damaged = bytearray(stored)
        damaged[len(stored) // 2] ^= 1
        assert "cannot be decompressed near offset" in failure(bytes(damaged))
