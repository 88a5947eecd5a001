"""Archives that are damaged or forged: every change is seen, with what it touches, in one error."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmigui.errors import Cancelled, LibraryError, Severity, TransportError
from qmigui.library.archive import closing, layout, meta, seek_table
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import create
from qmigui.library.archive.salvage import salvage
from qmigui.library.archive.verify import Depth, verify
from qmigui.progress import Cancel
from qmigui.qemufile.memory import MemorySource
from tests.library.archives import Guest, content, copy_with, series, store, unpacked

FLIPS = 1000
SMALL = 192 << 10


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], list[Archive]]:
    """A small state and a delta against it."""
    return series(tmp_path_factory.mktemp("pair"), 2, SMALL)


def part_at(archive: Archive, offset: int) -> str:
    """What stands at an offset of an archive's file, as problems name it."""
    table = archive.frames.table
    starts = table["stored_offset"].astype(np.int64)
    inside = (starts <= offset) & (offset < starts + table["stored_length"])
    if inside.any():
        return f"frame {int(np.flatnonzero(inside)[0])}"
    assert archive.entries is not None
    ends = archive.entries["stored_length"].cumsum()
    number = int(ends.searchsorted(offset, side="right"))
    count = len(archive.entries)
    names = {count - 2: "TEXT", count - 1: "META", count: "end of the file"}
    if number == 0:
        return "LEAD"
    return names.get(number, "PREFIX")


@pytest.mark.parametrize("which", [0, 1])
def test_every_flipped_byte_is_seen(
    which: int, pair: tuple[list[bytes], list[Archive]], tmp_path: Path
) -> None:
    archive = pair[1][which]
    octets = bytearray(archive.path.read_bytes())
    path = copy_with(archive.path, octets, tmp_path / "copy")
    chance = random.Random(which)
    # Frames and what is around them in like measure: most octets are those of frames.
    edge = int(archive.frames.table["stored_offset"][-1])
    found_parts = set()
    with path.open("r+b") as file:
        for number in range(FLIPS // 2):
            start = 0 if number % 2 else edge
            offset = chance.randrange(start, len(octets))
            change = 1 << chance.randrange(8)
            _put(file.fileno(), offset, octets[offset] ^ change)
            found = verify(path, threads=1, find_parent=lambda sha256: pair[1][0])
            _put(file.fileno(), offset, octets[offset])
            part = part_at(archive, offset)
            assert found.problems, f"{change:#x} at {offset:#x}, in {part}, was not seen"
            _is_named(found.problems[0].path or "", part, found, archive)
            found_parts.add(part.partition(" ")[0])
    assert found_parts >= {"frame", "TEXT", "META", "end"}
    assert verify(path, find_parent=lambda sha256: pair[1][0]).is_clean


def _put(fd: int, offset: int, octet: int) -> None:
    os.pwrite(fd, bytes((octet,)), offset)


def _is_named(path: str, part: str, found: object, archive: Archive) -> None:
    """The part that a problem names is the one that was changed."""
    if part in {"end of the file", "META"}:
        # A flip in the seek table, or in META, cannot be told from one in the other in some places.
        assert path.startswith(("META", "end of the file")), (path, part)
    elif part == "PREFIX":
        assert path.startswith("PREFIX")
    else:
        assert path == part
    if part.startswith("frame") and found.affected:  # type: ignore[attr-defined]
        (touched,) = found.affected  # type: ignore[attr-defined]
        number = int(part.split()[1])
        assert (touched.offset, touched.length) == archive.frames.span(number)
        kind = archive.frames.table["kind"][number]
        assert touched.sections if kind == layout.KIND_OTHER else touched.block


def test_a_flip_that_changes_nothing_is_a_warning(tmp_path: Path) -> None:
    archive = store(Guest(SMALL).stream(), tmp_path)
    octets = bytearray(archive.path.read_bytes())
    offset = int(archive.frames.table["stored_offset"][1])
    octets[offset + 4] ^= 0x10  # of the frame header descriptor: unused
    archive.path.unlink()
    archive.path.write_bytes(octets)
    found = verify(archive.path)
    assert [(one.code, one.severity) for one in found.problems] == [("archive-frame-bytes", Severity.WARNING)]
    assert not found.affected


def test_levels_of_verification(pair: tuple[list[bytes], list[Archive]], tmp_path: Path) -> None:
    archive = pair[1][0]
    octets = bytearray(archive.path.read_bytes())
    octets[int(archive.frames.table["stored_offset"][1]) + 100] ^= 1
    path = copy_with(archive.path, octets, tmp_path / "copy")
    assert verify(path, Depth.QUICK).is_clean
    assert verify(path, Depth.QUICK).frames == 0
    for depth in (Depth.SCRUB, Depth.FULL):
        found = verify(path, depth)
        assert [one.code for one in found.problems] == ["archive-frame"]
        assert "pc.ram" in found.problems[0].message
        assert found.frames == len(archive.frames) - 1


def test_the_hash_of_the_whole_is_checked(tmp_path: Path) -> None:
    """Frames that are right one by one, but another stream than was promised."""
    made = create(MemorySource(b"x" * 100), tmp_path, "a.qst.zst")
    path = forged(made.path, info={"raw_sha256": "ab" * 32})
    assert verify(path, Depth.SCRUB).is_clean
    assert [one.code for one in verify(path).problems] == ["archive-sha256"]
    with Archive.open(path) as archive, pytest.raises(LibraryError, match="another SHA-256"):
        content(archive)


def test_verification_can_be_cancelled(pair: tuple[list[bytes], list[Archive]]) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        verify(pair[1][0].path, cancel=cancel)


# -- cut off, longer, swapped ------------------------------------------------------------


def test_cut_off_anywhere_it_is_no_archive(pair: tuple[list[bytes], list[Archive]], tmp_path: Path) -> None:
    for archive in pair[1]:
        octets = archive.path.read_bytes()
        assert archive.entries is not None
        ends = archive.entries["stored_length"].cumsum().tolist()
        places = {0, 1, 8, len(octets) - 1, *ends, *(end - 1 for end in ends), *(end + 5 for end in ends)}
        for place in sorted(place for place in places if place < len(octets)):
            path = copy_with(archive.path, octets[:place], tmp_path / "copy")
            with pytest.raises(LibraryError):
                Archive.open(path)
            assert not verify(path, Depth.QUICK).is_clean


@pytest.mark.parametrize("extra", [b"\0", b"x" * 100, b"\x28\xb5\x2f\xfd"])
def test_octets_behind_it_are_refused(
    extra: bytes, pair: tuple[list[bytes], list[Archive]], tmp_path: Path
) -> None:
    archive = pair[1][0]
    path = copy_with(archive.path, archive.path.read_bytes() + extra, tmp_path / "copy")
    with pytest.raises(LibraryError):
        Archive.open(path)
    with salvage(path) as saved:
        assert content(saved) == pair[0][0]
        assert saved.info == archive.info


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "none"):
        with pytest.raises((LibraryError, TransportError)):
            Archive.open(path)
        with pytest.raises((LibraryError, TransportError)):
            salvage(path)


def test_two_archives_in_one_file_are_refused(
    pair: tuple[list[bytes], list[Archive]], tmp_path: Path
) -> None:
    octets = pair[1][0].path.read_bytes()
    path = copy_with(pair[1][0].path, octets + octets, tmp_path / "copy")
    with pytest.raises(LibraryError, match="stand before it"):
        Archive.open(path)


def test_swapped_frames_are_seen(tmp_path: Path) -> None:
    data = b"a" * (2 << 20) + b"b" * (2 << 20)
    archive = store(data, tmp_path)
    second = archive.frames.table[1]
    octets = archive.path.read_bytes()
    middle = int(second["stored_offset"])
    end = middle + int(second["stored_length"])
    path = copy_with(archive.path, octets[middle:end] + octets[:middle] + octets[end:], tmp_path / "copy")
    found = verify(path)
    assert [one.path for one in found.problems] == ["frame 0", "frame 1"]


def test_the_seek_table_of_another_file_is_refused(tmp_path: Path) -> None:
    one, other = store(b"a" * 10_000, tmp_path, "one"), store(b"b" * 10_000, tmp_path, "other")
    octets, foreign = one.path.read_bytes(), other.path.read_bytes()
    path = copy_with(one.path, octets[: one.seek_offset] + foreign[other.seek_offset :], tmp_path / "copy")
    with pytest.raises(LibraryError, match="seek table"):
        Archive.open(path)


# -- forged with care --------------------------------------------------------------------


def forged(
    path: Path,
    *,
    info: dict[str, object] | None = None,
    rows: dict[str, int] | None = None,
    row: int = 0,
    entries: dict[str, int] | None = None,
    flags: int | None = None,
) -> Path:
    """Another archive with all hashes right and these values changed."""
    archive = Archive.open(path)
    assert archive.meta is not None and archive.entries is not None
    table = archive.frames.table.copy()
    for name, value in (rows or {}).items():
        table[name][row] = value
    listed = archive.entries.copy()
    for name, value in (entries or {}).items():
        listed[name][row] = value
    values = archive.info.to_json() | (info or {})
    chunks = [
        meta.packed(closing.INFO, closing.to_octets(values)),
        meta.packed(closing.FRAM, table.tobytes()),
        *(
            meta.packed(tag, archive.meta.chunk(tag, 1 << 30))
            for tag in (closing.SECT, closing.RAMB, closing.REST)
        ),
    ]
    seek_length = len(seek_table.pack(listed))
    listed["stored_length"][-1] = meta.frame_length([*chunks, meta.plain(closing.SEEK, bytes(seek_length))])
    seek = seek_table.pack(listed)
    front = path.read_bytes()[: int(archive.entries["stored_length"][:-1].sum())]
    end = meta.pack(archive.meta.flags if flags is None else flags, [*chunks, meta.plain(closing.SEEK, seek)])
    made = path.parent / f"forged-{path.name}"
    made.unlink(missing_ok=True)
    made.write_bytes(front + end + seek)
    return made


def test_forging_nothing_changes_nothing(pair: tuple[list[bytes], list[Archive]]) -> None:
    for archive in pair[1]:
        path = forged(archive.path)
        assert path.read_bytes() == archive.path.read_bytes()
        path.unlink()


@pytest.mark.parametrize(
    "changes",
    [
        {"info": {"raw_size": 1 << 40}},
        {"info": {"raw_size": 0}},
        {"info": {"raw_sha256": "x"}},
        {"info": {"stream_offset": 1 << 50}},
        {"info": {"depth": 3}},
        {"info": {"parent": {"id": "0" * 32, "raw_sha256": "0" * 64, "raw_size": 5, "file_name": "x"}}},
        {"rows": {"raw_length": 0xFFFFFFFF}},
        {"rows": {"raw_length": 0xFFFFFFFF}, "entries": {"raw_length": 0xFFFFFFFF}},
        {"rows": {"raw_offset": 5}},
        {"rows": {"raw_offset": 0}, "row": 1},
        {"rows": {"stored_offset": 1 << 40}},
        {"rows": {"stored_length": 4}},
        {"rows": {"kind": 77}},
        {"rows": {"block": 300}, "row": 1},
        {"rows": {"parent_offset": 0, "parent_length": 100}, "row": 1},
        {"entries": {"raw_length": 0}, "row": 1},
        {"entries": {"raw_length": 17}, "row": 1},
        {"entries": {"checksum": 17}, "row": 1},
        {"entries": {"stored_length": 17}, "row": 1},
        {"flags": 1},
        {"flags": 2},
    ],
    ids=str,
)
def test_forged_values_are_refused_when_it_is_opened(changes: dict[str, object], tmp_path: Path) -> None:
    archive = store(Guest(SMALL).stream(), tmp_path)
    path = forged(archive.path, **changes)  # type: ignore[arg-type]
    with pytest.raises(LibraryError) as caught:
        Archive.open(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert not verify(path, Depth.QUICK).is_clean


@pytest.mark.parametrize(
    "rows",
    [
        {"parent_length": 0xFFFFFFFF},
        {"parent_offset": 1 << 60},
        {"parent_offset": 0xFFFFFFFFFFFFFFFF, "parent_length": 2},
        {"kind": layout.KIND_OTHER},
    ],
    ids=str,
)
def test_forged_prefixes_are_refused(
    rows: dict[str, int], pair: tuple[list[bytes], list[Archive]]
) -> None:
    archive = pair[1][1]
    number = int(np.flatnonzero(archive.frames.table["parent_length"])[0])
    path = forged(archive.path, rows=rows, row=number)
    with pytest.raises(LibraryError, match="parent"):
        Archive.open(path)
    path.unlink()


def test_a_frame_that_claims_a_tebibyte_costs_nothing(tmp_path: Path) -> None:
    """zstd's own library would allocate what the frame's header says."""
    archive = store(b"z" * 5000, tmp_path)
    row = archive.frames.table[0]
    octets = bytearray(archive.path.read_bytes())
    stored = octets[: int(row["stored_length"])]
    assert stored[4] == 0x64, "content size in two octets, one segment, a checksum"
    big = stored[:4] + b"\xe4" + (1 << 40).to_bytes(8, "little") + stored[7:]
    with pytest.raises(LibraryError, match="does not announce"):
        archive.decode_frame(0, bytes(big))


def test_a_full_frame_that_is_a_bomb_is_bounded(tmp_path: Path) -> None:
    archive = store(bytes(2 << 20), tmp_path)
    path = forged(
        archive.path,
        rows={"raw_length": 4000},
        entries={"raw_length": 4000},
        info={"raw_size": 4000, "followed": 0},
    )
    with Archive.open(path) as bomb, pytest.raises(LibraryError, match="does not announce"):
        bomb.read(0, 10)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_octets_give_our_error_or_an_archive(
    data: st.DataObject, pair: tuple[list[bytes], list[Archive]], tmp_path: Path
) -> None:
    octets = bytearray(pair[1][data.draw(st.integers(0, 1))].path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(octets) - 1))
        new = data.draw(st.binary(max_size=40))
        octets[start : start + data.draw(st.integers(0, 40))] = new
    path = copy_with(Path("any.qst.zst"), bytes(octets), tmp_path / "any")
    try:
        with Archive.open(path, lambda sha256: pair[1][0]) as archive:
            archive.read(0, 1 << 30)
            archive.page("pc.ram", 0)
    except LibraryError:
        pass
    verify(path, find_parent=lambda sha256: pair[1][0], threads=1)
    try:
        salvage(path, lambda sha256: pair[1][0]).close()
    except LibraryError:
        pass


# -- salvage -----------------------------------------------------------------------------


def test_whole_frames_survive_a_lost_end(tmp_path: Path) -> None:
    streams, archives = series(tmp_path, 2, 6 << 20)
    for stream, archive in zip(streams, archives, strict=True):
        octets = archive.path.read_bytes()
        table = archive.frames.table
        for number in range(1, len(table)):
            for cut in (int(table["stored_offset"][number]), int(table["stored_offset"][number]) + 50):
                path = copy_with(archive.path, octets[:cut], tmp_path / "cut")
                with salvage(path, lambda sha256: archives[0]) as saved:
                    wanted = stream[: int(table["raw_offset"][number])]
                    assert saved.info.raw_size == len(wanted)
                    assert content(saved) == wanted
                    assert saved.info.content == "stream"


def test_what_was_salvaged_is_stored_again(tmp_path: Path) -> None:
    archive = store(Guest(6 << 20).stream(), tmp_path)
    path = copy_with(archive.path, archive.path.read_bytes()[: archive.stored_size // 2], tmp_path / "cut")
    with salvage(path) as saved:
        again = store(saved.source(), tmp_path, "again")
        assert again.info.raw_sha256 == saved.info.raw_sha256
        assert unpacked(again.path) == content(saved)
        assert again.page("pc.ram", 0) == archive.page("pc.ram", 0)


def test_a_damaged_seek_table_costs_nothing(pair: tuple[list[bytes], list[Archive]], tmp_path: Path) -> None:
    for stream, archive in zip(*pair, strict=True):
        octets = archive.path.read_bytes()
        path = copy_with(archive.path, octets[: archive.seek_offset], tmp_path / "copy")
        with salvage(path, lambda sha256: pair[1][0]) as saved:
            assert saved.info == archive.info
            assert saved.sections == archive.sections
            assert content(saved) == stream


def test_salvage_stops_at_a_gap(tmp_path: Path) -> None:
    archive = store(Guest(8 << 20).stream(), tmp_path)
    row = archive.frames.table[2]
    octets = bytearray(archive.path.read_bytes()[: archive.seek_offset - 5000])
    octets[int(row["stored_offset"]) : int(row["stored_offset"]) + 100] = os.urandom(100)
    path = copy_with(archive.path, bytes(octets), tmp_path / "copy")
    with salvage(path) as saved:
        assert len(saved.frames) == 2
        assert content(saved) == archive.read(0, int(row["raw_offset"]))
    found = verify(path)
    paths = [one.path for one in found.problems][:2]
    assert paths == ["end of the file", "frame 2"]


@pytest.mark.parametrize("octets", [b"", b"x" * 100, b"\x28\xb5\x2f\xfd" * 50, b"\x50\x2a\x4d\x18\0\0\0\0"])
def test_what_is_no_archive_cannot_be_salvaged(octets: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(octets)
    with pytest.raises(LibraryError):
        salvage(path)


def test_a_lost_parent_is_told_by_salvage(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 2, 1 << 20)
    (tmp_path / "alone").mkdir()
    path = tmp_path / "alone" / "cut.qst.zdelta"
    shutil.copy(archives[1].path, path)
    os.truncate(path, archives[1].stored_size - 4000)
    with pytest.raises(LibraryError, match="parent is missing"):
        salvage(path)
