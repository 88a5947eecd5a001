"""Any part of an archive is read without the rest."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.errors import LibraryError, TransportError
from qmigui.library.archive import archive as archive_module
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.opener import is_archive, open_archive_source
from qmigui.progress import Cancel
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.opener import open_source
from qmigui.stream.info import collect
from tests.builders import Block, Ram, StreamBuilder, content, xbzrle
from tests.corpus import Case, CorpusFile
from tests.laws.strategies import THOROUGH
from tests.library.archives import Guest, series, store

NOT_SENT = {"x-ignore-shared-7.2": {"ram0"}}
SAMPLED_PAGES = 12
LARGE = 4 << 20


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], list[Archive]]:
    """Four states of one guest; the last one is three deltas deep."""
    return series(tmp_path_factory.mktemp("chain"))


@given(st.data())
def test_any_range_is_what_the_stream_has(
    chain: tuple[list[bytes], list[Archive]], data: st.DataObject
) -> None:
    streams, archives = chain
    number = data.draw(st.integers(0, 3))
    stream = streams[number]
    offset = data.draw(st.integers(0, len(stream) + 10))
    length = data.draw(st.one_of(st.integers(0, 100), st.integers(0, len(stream))))
    assert archives[number].read(offset, length) == stream[offset : offset + length]


@given(st.data())
def test_the_source_is_like_that_of_the_file(
    chain: tuple[list[bytes], list[Archive]], data: st.DataObject
) -> None:
    streams, archives = chain
    ours, file = archives[1].source(), MemorySource(streams[1])
    assert ours.size == file.size and ours.seekable
    for _ in range(4):
        length = data.draw(st.integers(1, 1 << 20))
        match data.draw(st.sampled_from(["fill", "seek", "peek", "pread"])):
            case "fill":
                first, second = bytearray(length), bytearray(length)
                assert ours.fill(memoryview(first)) == file.fill(memoryview(second))
                assert first == second
            case "seek":
                place = data.draw(st.integers(0, file.size + 10))
                ours.seek(place)
                file.seek(place)
            case "peek":
                assert ours.peek(length) == file.peek(length)
            case _:
                place = data.draw(st.integers(0, file.size + 10))
                assert ours.pread(place, length) == file.pread(place, length)


def test_a_page_is_that_of_the_guest(tmp_path: Path) -> None:
    guest = Guest()
    archive = store(guest.stream(), tmp_path)
    for address in range(0, guest.ram, 4096 * 7):
        assert archive.page("pc.ram", address) == guest.pages.get(address, bytes(4096))
    assert archive.page("vga.vram", 4096) == guest.vga[4096]


def test_the_last_version_of_a_page_counts(tmp_path: Path) -> None:
    first, second, third = (content(number) for number in range(3))
    stream = (
        StreamBuilder()
        .ram_start(Ram().listing(Block("pc.ram", 1 << 20)))
        .ram_part(Ram().pages(0, 64, name="pc.ram").page(0x10000 + 0x40000, first))
        .ram_part(Ram().page(0x3000, second).page(0x9000, first).page(0x3000, third).zero(0x5000, fill=7))
        .ram_part(Ram().xbzrle(0x9000, xbzrle(first, third)).compressed(0x8000, None))
        .ram_part(Ram().xbzrle(0x9000, xbzrle(third, second)))
        .ram_end(Ram().zero(0x7000))
        .build()
    )
    archive = store(stream, tmp_path)
    assert archive.page("pc.ram", 0x3000) == third
    assert archive.page("pc.ram", 0x5000) == b"\7" * 4096
    assert archive.page("pc.ram", 0x7000) == bytes(4096)
    assert archive.page("pc.ram", 0x9000) == second
    assert archive.page("pc.ram", 0x50000) == first
    assert archive.page("pc.ram", 0xF0000) is None


@pytest.mark.parametrize(
    ("block", "address"), [("pc.ram", 1), ("pc.ram", -4096), ("pc.ram", 4 << 20), ("none", 0)]
)
def test_a_page_that_cannot_be_is_refused(block: str, address: int, tmp_path: Path) -> None:
    archive = store(Guest().stream(), tmp_path)
    with pytest.raises(LibraryError):
        archive.page(block, address)


def test_parts_are_those_that_qemu_wrote(corpus_case: Case, tmp_path: Path) -> None:
    """Pages, devices and the description, none of which needs more than its own frames."""
    file = corpus_case.stream
    if file is None or (file.size > LARGE and THOROUGH == 1):
        pytest.skip("has no stream, or a large one")
    with open_source(str(file.path())) as source:
        archive = store(source, tmp_path)
    used = _counted(archive)
    _devices_are_right(archive, file.read())
    assert all(archive.frames.table["kind"][number] == 0 for number in used)
    if file.name == "stream.bin":
        _pages_are_right(archive, corpus_case)


def _counted(archive: Archive) -> set[int]:
    """Numbers of the frames that are asked for from now on."""
    used: set[int] = set()
    real = archive.frame

    def counted(number: int, *, keep: bool = True) -> bytes:
        used.add(number)
        return real(number, keep=keep)

    archive.frame = counted  # type: ignore[method-assign]
    return used


def _devices_are_right(archive: Archive, stream: bytes) -> None:
    bodies = [section for section in archive.sections if section.body_offset is not None]
    assert len(bodies) == archive.info.device_count
    for section in bodies:
        key = (section.idstr, section.instance_id)
        first = next(one for one in bodies if (one.idstr, one.instance_id) == key)
        assert first.body_offset is not None and first.body_length is not None
        data = archive.device_data(*key)
        assert data == stream[first.body_offset : first.body_offset + first.body_length]
    text = archive.description()
    if text is not None:
        assert text.startswith(b"{") and text.endswith(b"}") and text in stream


def _pages_are_right(archive: Archive, case: Case) -> None:
    chance = random.Random(1)
    size = archive.info.page_size or 0
    for block in case.ram_blocks:
        name, count = block["name"], block["used_length"] // size
        if name in NOT_SENT.get(case.id, set()):
            continue
        if count > 300:
            for number in chance.sample(range(count), SAMPLED_PAGES):
                page = archive.page(name, number * size)
                assert page is None or len(page) == size
            continue
        digest = hashlib.sha256()
        for number in range(count):
            digest.update(archive.page(name, number * size) or bytes(size))
        assert digest.hexdigest() == block["sha256"], name


def test_info_of_an_archive_touches_few_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    streams, archives = series(tmp_path, 2, 12 << 20)
    monkeypatch.setattr("qmigui.stream.info.SMALL", 1 << 20)
    with Archive.open(archives[1].path) as archive:
        used = _counted(archive)
        found = collect(archive.source(), "binary", False, Cancel())
    assert found.blocks[0].name == "pc.ram"
    assert len(used) <= 4 < len(archives[1].frames) - 4
    assert found == collect(_named(streams[1], str(archives[1].path)), "binary", False, Cancel())


def _named(data: bytes, name: str) -> MemorySource:
    return MemorySource(data, name)


def test_what_reads_streams_reads_archives(sample: CorpusFile, tmp_path: Path) -> None:
    with open_source(str(sample.path())) as source:
        archive = store(source, tmp_path)
    with open_source(str(sample.path())) as source:
        wanted = collect(source, "binary", True, Cancel())
    found = collect(archive.source(), "binary", True, Cancel())
    wanted.source = found.source
    assert found == wanted


def test_a_path_is_opened_if_it_is_an_archive(tmp_path: Path) -> None:
    streams, archives = series(tmp_path, 2, 1 << 20)
    for stream, archive in zip(streams, archives, strict=True):
        assert is_archive(str(archive.path))
        source = open_archive_source(str(archive.path))
        assert source is not None
        with source:
            assert source.pread(0, len(stream)) == stream
    other = tmp_path / "other"
    for octets in (b"", b"x", streams[0], archives[0].path.read_bytes()[:-1], b"\x28\xb5\x2f\xfd"):
        other.write_bytes(octets)
        assert not is_archive(str(other))
        assert open_archive_source(str(other)) is None
    for name in ("-", "fd:0", "nothing\0", str(tmp_path), str(tmp_path / "none")):
        assert open_archive_source(name) is None


def test_a_self_contained_archive_is_read_as_zstd_too(tmp_path: Path) -> None:
    stream = Guest(1 << 20).stream()
    archive = store(stream, tmp_path)
    with open_source(str(archive.path)) as source:
        assert source.peek(4) == b"QEVM"
        back = bytearray(len(stream) + 1)
        assert source.fill(memoryview(back)) == len(stream)
        assert back[:-1] == stream


def test_a_damaged_frame_is_told_to_who_reads_streams(tmp_path: Path) -> None:
    archive = store(Guest().stream(), tmp_path)
    octets = bytearray(archive.path.read_bytes())
    offset = int(archive.frames.table["stored_offset"][2]) + 200
    octets[offset] ^= 1
    archive.path.unlink()
    archive.path.write_bytes(octets)
    damaged = Archive.open(archive.path)
    start, length = damaged.frames.span(2)
    with pytest.raises(TransportError, match="frame 2") as caught:
        damaged.source().pread(start + 5, length)
    assert caught.value.offset == start + 5
    assert damaged.source().pread(0, start) == archive.read(0, start)


def test_an_archive_remembers_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "CACHED", 3 << 20)
    archive = store(Guest(8 << 20).stream(), tmp_path)
    stream = archive.read(0, 1 << 30)
    assert len(stream) == archive.info.raw_size
    kept = archive._cache
    assert sum(map(len, kept.values())) <= 3 << 20 or len(kept) == 2
