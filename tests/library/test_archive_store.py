"""Archives of anything: the same octets come back, from us and from zstd alone."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmigui.errors import Cancelled, LibraryError, TransportError
from qmigui.library.archive import layout, part_file
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import create
from qmigui.library.archive.info import ArchiveInfo, Facts, Level
from qmigui.library.archive.parent import vm_key
from qmigui.library.archive.restore import restore
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.base import Buffer, Source
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.files import FileSink
from qmigui.qemufile.memory import MemorySink, MemorySource
from qmigui.qemufile.opener import open_raw, open_source
from qmigui.stream.info import collect
from tests.builders import Block, Mapped, Ram, StreamBuilder
from tests.corpus import Corpus, CorpusFile, samples
from tests.library.archives import Guest, content, store, unpacked
from tests.sources import FailingSource, PipeSource

QUICK = {"isapc-on-7.2", "xbzrle-7.2", "compress-7.2", "mapped-ram-10.0", "live-rounds-7.2"}
"""Checked by the stock program too."""


def test_a_stream_comes_back(stream_file: CorpusFile, tmp_path: Path) -> None:
    with open_source(str(stream_file.path())) as source:
        made = create(source, tmp_path, "a.qst.zst", check=False, sync=False)
    assert made.info.raw_sha256 == stream_file.sha256
    assert made.info.raw_size == made.info.followed == stream_file.size
    with Archive.open(made.path) as archive, FileSink(str(tmp_path / "out"), sync=False) as sink:
        restore(archive, sink)
    with (tmp_path / "out").open("rb") as out:
        assert hashlib.file_digest(out, "sha256").hexdigest() == stream_file.sha256
    if stream_file.case_id in QUICK:
        assert hashlib.sha256(unpacked(made.path)).hexdigest() == stream_file.sha256


def test_images_of_other_programs_come_back(corpus: Corpus, tmp_path: Path) -> None:
    roles = {"libvirt save image", "qcow2 image", "recipes"}
    for number, file in enumerate(file for file in corpus.files() if file.role in roles):
        with open_raw(str(file.path())) as source:
            made = create(source, tmp_path, f"{number}.qst.zst", check=False, sync=False)
        assert made.info.raw_sha256 == file.sha256, file.case_id
        assert hashlib.sha256(unpacked(made.path)).hexdigest() == file.sha256, file.case_id
        if file.case_id.startswith(("libvirt-raw", "libvirt-sparse")):
            assert made.info.carrier == "libvirt"
            assert made.info.device_count > 10
            assert made.info.followed == file.size


@pytest.mark.parametrize("way", ["file", "carried", "pipe", "carried pipe"])
@pytest.mark.parametrize("kind", ["raw", "sparse", "xz"])
def test_libvirt_images_in_every_way(kind: str, way: str, corpus: Corpus, tmp_path: Path) -> None:
    if not corpus.is_full:
        pytest.skip("needs the corpus")
    case = {"raw": "libvirt-raw-9.0", "sparse": "libvirt-sparse-12.8", "xz": "libvirt-xz-9.0"}[kind]
    file = corpus.case(case).file("image.save")
    if "pipe" in way:
        source: Source = PipeSource(file.read())
        source = open_carried(source) if "carried" in way else source
    else:
        source = (open_raw if way == "file" else open_source)(str(file.path()))
    with source:
        made = create(source, tmp_path, "a.qst.zst", check=False, sync=False)
    with Archive.open(made.path) as archive:
        data = content(archive)
        if kind == "xz":
            # Taken out of its carrier it is kept without compression, as an image all the same.
            assert (data == file.read()) == ("carried" not in way)
        else:
            assert data == file.read()
        if kind == "xz" and "carried" not in way:
            assert made.info.content == "opaque"
            # A file is looked into all the same.
            assert made.info.machine == (None if way == "pipe" else "pc-i440fx-10.0")
            return
        assert made.info.carrier == "libvirt" and made.info.followed == len(data)
        assert made.info.compression == ("xz" if kind == "xz" else None)
        found = collect(archive.source(), "binary", True, Cancel())
        (tmp_path / "out").write_bytes(data)
        with open_source(str(tmp_path / "out")) as again:
            wanted = collect(again, "binary", True, Cancel())
        wanted.source = found.source
        assert found == wanted


@pytest.mark.parametrize("length", [20, 91, 92, 200, 70_000, 200_000])
@pytest.mark.parametrize("damage", [None, 16, 20])
def test_damaged_libvirt_images(length: int, damage: int | None, corpus: Corpus, tmp_path: Path) -> None:
    if not corpus.is_full:
        pytest.skip("needs the corpus")
    octets = bytearray(corpus.case("libvirt-raw-9.0").file("image.save").read()[:length])
    if damage is not None and damage < length:
        octets[damage : damage + 3] = b"\x11\x22\x33"
    for name, source in (("file", MemorySource(bytes(octets))), ("pipe", PipeSource(bytes(octets)))):
        assert content(store(source, tmp_path, name)) == bytes(octets)


def test_the_front_is_read_before_it_is_stored(corpus: Corpus, tmp_path: Path) -> None:
    if not corpus.is_full:
        pytest.skip("needs the corpus")
    file = corpus.case("libvirt-raw-9.0").file("image.save")
    with open_raw(str(file.path())) as source:
        key = vm_key(source)
        archive = store(source, tmp_path)
    assert archive.info.vm_key == key is not None
    assert archive.info.carrier == "libvirt"
    assert content(archive) == file.read()


@pytest.mark.parametrize("pieces", [(1 << 30,), (1, 7, 4096), (65536,)])
def test_a_pipe_comes_back(pieces: tuple[int, ...], tmp_path: Path) -> None:
    data = Guest(1 << 20).stream()
    archive = store(PipeSource(data, pieces), tmp_path)
    assert content(archive) == data
    assert archive.info.device_count == 2
    assert archive.info.followed == len(data)
    file = store(data, tmp_path, "file")
    assert archive.frames.table.tolist() == file.frames.table.tolist()


@pytest.mark.parametrize("check", [True, False])
def test_a_pipe_with_devices_before_its_ram_comes_back(check: bool, tmp_path: Path) -> None:
    """The reader puts all of it into a temporary file, to find the description."""
    guest = Guest(6 << 20)
    ram = Ram()
    for address, data in sorted(guest.pages.items()):
        ram.page(address, data, name="pc.ram" if address == min(guest.pages) else None)
    stream = (
        StreamBuilder()
        .full("early", b"state" * 100)
        .ram_start(Ram().listing(Block("pc.ram", guest.ram)))
        .ram_part(ram)
        .ram_end()
        .full("late", b"x")
        .build()
    )
    archive = store(PipeSource(stream), tmp_path, check=check)
    assert content(archive) == stream
    assert [section.idstr for section in archive.sections if section.kind == 4] == ["early", "late"]


@pytest.mark.parametrize("size", [0, 1, 17, 2 << 20, (2 << 20) + 1])
def test_what_is_no_stream_comes_back(size: int, tmp_path: Path) -> None:
    data = (b"no stream at all, " * (size // 18 + 1))[:size]
    for name, source in (("file", MemorySource(data)), ("pipe", PipeSource(data))):
        archive = store(source, tmp_path, name)
        assert content(archive) == data
        assert unpacked(archive.path) == data
        assert archive.info.content == "opaque"
        assert archive.read(0, 1 << 30) == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_stream_comes_back(data: st.DataObject, tmp_path: Path) -> None:
    stream = bytearray(Guest(256 << 10).stream())
    for _ in range(data.draw(st.integers(1, 3))):
        stream[data.draw(st.integers(0, len(stream) - 1))] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.integers(len(stream) // 2, len(stream)))
    octets = bytes(stream[:end])
    pipe = data.draw(st.booleans())
    source = PipeSource(octets) if pipe else octets
    name = os.urandom(8).hex()
    with store(source, tmp_path, name, check=data.draw(st.booleans())) as archive:
        assert content(archive) == octets


def test_what_the_check_finds_is_kept(tmp_path: Path) -> None:
    stream = bytearray(Guest(256 << 10).stream())
    at = stream.index(b"device state") - 40
    stream[at : at + 10] = b"\xff" * 10
    source = MemorySource(bytes(stream))
    made = create(source, tmp_path, "a.qst.zst", check=True)
    errors = sum(one.severity.value == "error" for one in made.problems)
    assert made.info.problem_counts["error"] == errors > 0
    with Archive.open(made.path) as archive:
        assert archive.info.problems == tuple(one.to_json() for one in made.problems)
        assert archive.info.followed < len(stream)
        assert content(archive) == bytes(stream)
    clean = create(MemorySource(Guest(256 << 10).stream()), tmp_path, "b.qst.zst")
    assert clean.info.checked
    assert not clean.info.problem_counts.get("error")


def test_ram_and_devices_share_no_frame(tmp_path: Path) -> None:
    archive = store(Guest().stream(), tmp_path)
    table = archive.frames.table
    for section in archive.sections:
        if section.body_offset is None:
            continue
        frames = archive.frames.overlapping(section.body_offset, section.body_length or 0)
        assert set(table["kind"][frames.start : frames.stop].tolist()) == {layout.KIND_OTHER}
    ram = table[table["kind"] == layout.KIND_DENSE]
    assert ram["pages"].sum() == (4 << 20) // 4096 + 64
    assert (ram["raw_length"] <= layout.CELL * 3 // 2).all()
    cells = ram[ram["block"] == 0]["first_address"] % layout.CELL
    assert not cells.any()


def test_tiny_sections_without_end_are_cut_coarsely(tmp_path: Path) -> None:
    builder = StreamBuilder().ram_start(Ram().listing(Block("pc.ram", 1 << 20)))
    page = Ram().page(0, name="pc.ram")
    for _ in range(800):
        builder.ram_part(page).command(2, b"\0\0\0\1")
    builder.ram_part(Ram().page(4096, b"last" * 1024, name="pc.ram")).ram_end()
    stream = builder.full("cpu", b"x").build()
    archive = store(stream, tmp_path)
    assert content(archive) == stream
    assert len(archive.frames) < 1024 + len(stream) // (64 << 10) + 100
    assert archive.page("pc.ram", 4096) == b"last" * 1024


def test_a_hole_of_a_file_stays_one(tmp_path: Path) -> None:
    name = tmp_path / "sparse.bin"
    with name.open("wb") as file:
        file.write(b"begin" * 1000)
        file.truncate(64 << 20)
    with open_source(str(name)) as source:
        made = create(source, tmp_path, "a.qst.zst", check=False, sync=False)
    assert made.stored_size < 50_000
    with Archive.open(made.path) as archive, FileSink(str(tmp_path / "out"), sync=False) as sink:
        restore(archive, sink)
    out = tmp_path / "out"
    assert out.stat().st_size == 64 << 20
    assert out.stat().st_blocks * 512 < 10 << 20
    with out.open("rb") as file, name.open("rb") as before:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.file_digest(before, "sha256").digest()


def test_mapped_ram_is_cut_by_address(tmp_path: Path) -> None:
    pages = {number: b"%06d  " % number * 512 for number in range(0, 1024, 3)}
    blocks = Ram().listing(Block("pc.ram", 4 << 20, mapped=Mapped(pages, align=1 << 20)))
    stream = StreamBuilder(capabilities=("mapped-ram",)).ram_start(blocks).ram_end().full("cpu", b"x").build()
    archive = store(stream, tmp_path)
    assert content(archive) == stream
    mapped = archive.frames.table[archive.frames.table["kind"] == layout.KIND_MAPPED]
    assert mapped["first_address"].tolist() == [0, 2 << 20]
    assert archive.page("pc.ram", 3 * 4096) == pages[3]
    assert archive.page("pc.ram", 4 * 4096) == bytes(4096)


@pytest.mark.parametrize("check", [True, False])
def test_damage_behind_mapped_ram(check: bool, tmp_path: Path) -> None:
    pages = {number: b"%06d  " % number * 512 for number in range(512)}
    other = Mapped({1: pages[1]}, align=1 << 20, changes={"version": 77})
    blocks = (
        Block("pc.ram", 2 << 20, mapped=Mapped(pages, align=1 << 20)),
        Block("vga.vram", 1 << 20, mapped=other),
    )
    builder = StreamBuilder(capabilities=("mapped-ram",)).ram_start(Ram().listing(*blocks)).ram_end()
    stream = builder.full("cpu", b"x" * 99).build()
    archive = store(stream, tmp_path, check=check)
    assert content(archive) == stream
    assert archive.page("pc.ram", 5 * 4096) == pages[5]
    last = int(archive.frames.table["last_address"].max())
    assert last < 2 << 20


def test_levels_differ_in_size(tmp_path: Path) -> None:
    stream = samples().case("isapc-on-7.2").file("stream.bin").read()
    sizes = {}
    for level in Level:
        archive = store(stream, tmp_path, level.value, level=level)
        assert content(archive) == stream
        sizes[level] = archive.stored_size
    assert sizes[Level.FAST] > sizes[Level.DEFAULT] > sizes[Level.SMALL]


def test_what_the_caller_tells_is_kept(tmp_path: Path) -> None:
    facts = Facts("vm.bin", 12.5, "my vm", ("a", "b"), "note ü", "ber", {"k": [1, None]})
    made = create(MemorySource(b"x"), tmp_path, "a.qst.zst", facts=facts)
    with Archive.open(made.path) as archive:
        assert archive.info.facts == facts
        assert archive.info == made.info


# -- nothing half done ------------------------------------------------------------------------


def files(directory: Path) -> list[str]:
    """All names in a directory, hidden ones too."""
    return sorted(os.listdir(directory))


def test_an_archive_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    store(b"first", tmp_path)
    with pytest.raises(LibraryError, match="already"):
        store(b"second", tmp_path)
    assert files(tmp_path) == ["state.qst.zst"]
    made = create(MemorySource(b"second"), tmp_path, "state.qst.zst", replace=True)
    assert content(Archive.open(made.path)) == b"second"
    assert files(tmp_path) == ["state.qst.zst"]


def test_a_name_that_came_up_meanwhile_stays(tmp_path: Path) -> None:
    def squat(info: ArchiveInfo) -> None:
        (tmp_path / "a.qst.zst").write_bytes(b"mine")

    with pytest.raises(LibraryError, match="already"):
        create(MemorySource(b"x"), tmp_path, "a.qst.zst", before_commit=squat)
    assert (tmp_path / "a.qst.zst").read_bytes() == b"mine"
    assert files(tmp_path) == ["a.qst.zst"]


def test_the_caller_can_refuse_at_the_end(tmp_path: Path) -> None:
    def refuse(info: ArchiveInfo) -> None:
        assert info.raw_sha256 == hashlib.sha256(b"x").hexdigest()
        raise LibraryError("known already")

    with pytest.raises(LibraryError, match="known already"):
        create(MemorySource(b"x"), tmp_path, "a.qst.zst", before_commit=refuse)
    assert not files(tmp_path)


def test_a_source_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TransportError, match="broke"):
        store(FailingSource(Guest().stream()[: 3 << 20]), tmp_path)
    assert not files(tmp_path)


class Impatient(Cancel):
    """Is cancelled after so many looks."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def check(self) -> None:
        self._looks -= 1
        if self._looks < 0:
            self.set()
        super().check()


def test_it_can_be_cancelled_at_any_moment(tmp_path: Path) -> None:
    stream = Guest(1 << 20).stream()
    looks = 0
    while True:
        try:
            create(MemorySource(stream), tmp_path, "a.qst.zst", cancel=Impatient(looks), sync=False)
            break
        except Cancelled:
            assert not files(tmp_path)
        looks += 1
    assert looks > 10
    with Archive.open(tmp_path / "a.qst.zst") as archive:
        sink = MemorySink()
        with pytest.raises(Cancelled):
            restore(archive, sink, cancel=Impatient(2))
        assert not sink.committed
    assert threading.active_count() < 20


def test_progress_is_told(tmp_path: Path) -> None:
    stream = Guest().stream()
    progress = Progress()
    made = create(MemorySource(stream), tmp_path, "a.qst.zst", progress=progress)
    assert progress.read_bytes == progress.total_bytes == len(stream)
    assert 0 < progress.written_bytes <= made.stored_size


class ShortSink(MemorySink):
    """Writes and breaks."""

    def write(self, segments: list[Buffer], length: int) -> None:  # type: ignore[override]
        if len(self.getvalue()) > 1 << 20:
            raise TransportError("cannot be written: no space", source="short")
        super().write(segments, length)


def test_a_sink_that_fails_gets_no_commit(tmp_path: Path) -> None:
    archive = store(Guest().stream(), tmp_path)
    sink = ShortSink()
    with pytest.raises(TransportError), sink:
        restore(archive, sink)
    assert not sink.committed


def test_short_writes_are_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.writev
    stream = Guest(1 << 20).stream()

    def short(fd: int, segments: list[Buffer]) -> int:
        return real(fd, [memoryview(segments[0])[:1000]])

    monkeypatch.setattr(os, "writev", short)
    archive = store(stream, tmp_path)
    monkeypatch.undo()
    assert content(archive) == stream
    assert unpacked(archive.path) == stream


@pytest.mark.parametrize("call", ["fsync", "link", "fchmod"])
def test_errors_of_the_last_calls(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **words: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(part_file.os, call, fail)
    if call == "fchmod":
        create(MemorySource(b"x"), tmp_path, "a.qst.zst")
        assert files(tmp_path) == ["a.qst.zst"]
        return
    with pytest.raises(LibraryError, match="Input/output error"):
        create(MemorySource(b"x"), tmp_path, "a.qst.zst")
    assert not files(tmp_path)


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **words: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(part_file.os, "link", fail)
    create(MemorySource(b"x"), tmp_path, "a.qst.zst")
    assert files(tmp_path) == ["a.qst.zst"]
    with pytest.raises(LibraryError, match="already"):
        create(MemorySource(b"y"), tmp_path, "a.qst.zst")


def test_leftovers_are_removed_but_not_those_in_use(tmp_path: Path) -> None:
    (tmp_path / f".a.qst.zst.{'0' * 16}.part").write_bytes(b"left")
    (tmp_path / ".other.part").write_bytes(b"not ours")
    with part_file.PartFile(tmp_path, "b.qst.zst") as part:
        part.write([b"half"])
        assert part_file.remove_leftovers(tmp_path) == [f".a.qst.zst.{'0' * 16}.part"]
        part.commit()
    assert files(tmp_path) == [".other.part", "b.qst.zst"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one MiB."""
    path = tmp_path / "disk"
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=False)


def test_a_full_disk_at_every_stage(small_disk: Path) -> None:
    data = Guest(512 << 10).stream()
    needed = store(data, small_disk.parent, "whole").stored_size
    outcomes = set()
    for room in (*range(0, needed, needed // 24), needed + 65_536):
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            file.write(bytes((1 << 20) - room // 4096 * 4096))
        try:
            archive = store(data, small_disk, "a")
            assert content(archive) == data
            archive.close()
            archive.path.unlink()
            outcomes.add("stored")
        except LibraryError as error:
            assert "No space left" in str(error)
            outcomes.add("full")
        assert files(small_disk) == ["filler"]
    assert outcomes == {"stored", "full"}
