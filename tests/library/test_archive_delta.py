"""Archives that hold the difference to another one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from qmigui.errors import LibraryError
from qmigui.library.archive import layout
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.create import create
from qmigui.library.archive.damage import Affected
from qmigui.library.archive.family import ParentError
from qmigui.library.archive.info import MAX_DEPTH
from qmigui.library.archive.parent import choose, flatten, rebase, vm_key
from qmigui.library.archive.verify import verify
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.opener import open_source
from tests.corpus import Corpus
from tests.library.archives import Guest, content, copy_with, series, store, unpacked


def test_a_chain_of_three_comes_back(tmp_path: Path) -> None:
    streams, archives = series(tmp_path)
    assert [archive.info.depth for archive in archives] == [0, 1, 2, 3]
    assert [archive.depth for archive in archives] == [0, 1, 2, 3]
    for stream, archive in zip(streams, archives, strict=True):
        assert content(archive) == stream
        assert verify(archive.path).is_clean
    assert all(archive.stored_size < archives[0].stored_size / 5 for archive in archives[1:])


def test_the_script_inside_restores_with_stock_tools(tmp_path: Path) -> None:
    if shutil.which("zstd") is None:
        pytest.skip("the zstd program is not installed")
    streams, archives = series(tmp_path)
    before = first = tmp_path / "raw0"
    out, script, delta = first, tmp_path / "restore.sh", first
    first.write_bytes(unpacked(archives[0].path))
    for number in (1, 2, 3):
        delta, out = archives[number].path, tmp_path / f"raw{number}"
        cut = "/^# begin of the restore script$/,/^# end of the restore script$/p"
        with script.open("wb") as file:
            subprocess.run(["sed", "-n", cut, str(delta)], stdout=file, env={"LC_ALL": "C"}, check=True)
        done = subprocess.run(
            ["sh", str(script), str(delta), str(before), str(out)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert out.read_bytes() == streams[number]
        before = out
    with_another = subprocess.run(["sh", str(script), str(delta), str(first), str(out)], check=False)
    assert with_another.returncode


@pytest.mark.parametrize("share", [0.01, 0.02])
def test_a_delta_is_small(share: float, tmp_path: Path) -> None:
    """Guards the parameters of the encoder: by level, zstd finds next to nothing in frames so long."""
    guest = Guest(12 << 20)
    first = store(guest.stream(), tmp_path, "first")
    guest.change(share)
    second = store(guest.stream(), tmp_path, "second", parent=first)
    ram = second.frames.table["kind"] == layout.KIND_DENSE
    assert second.frames.table["raw_length"][ram].max() > 1.5 * (1 << 20)
    assert second.stored_size < 3 * share * first.stored_size


def test_frames_without_ram_need_no_parent(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 3)
    table = archives[2].frames.table
    assert not table["parent_length"][table["kind"] == layout.KIND_OTHER].any()
    assert (table["parent_length"][table["kind"] == layout.KIND_DENSE] > 0).mean() > 0.5
    alone = copy_with(archives[2].path, archives[2].path.read_bytes(), tmp_path / "alone")
    with Archive.open(alone) as archive:
        assert archive.device_data("cpu") == archives[2].device_data("cpu")
        assert archive.description() == archives[2].description()
        assert archive.depth == 2
        with pytest.raises(ParentError, match="missing") as caught:
            archive.read(0, 1 << 30)
        assert archives[1].info.raw_sha256 in str(caught.value)
    found = verify(alone)
    assert {problem.code for problem in found.problems} == {"archive-parent"}
    assert sum(one.length for one in found.affected) == int(
        table["raw_length"][table["parent_length"] > 0].sum()
    )


def test_another_state_is_no_parent(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 2, 1 << 20)
    other = store(Guest(1 << 20, seed=7).stream(), tmp_path, "other")
    with (
        Archive.open(archives[1].path, lambda sha256: other) as archive,
        pytest.raises(ParentError, match="another state"),
    ):
        archive.read(0, 1 << 30)


def test_damage_of_a_parent_is_told_with_what_it_touches(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 4)
    octets = bytearray(archives[0].path.read_bytes())
    table = archives[0].frames.table
    frame = int(np.flatnonzero(table["first_address"] == 2 << 20)[0])
    octets[int(table["stored_offset"][frame]) + 500] ^= 0x10
    archives[0].path.unlink()
    archives[0].path.write_bytes(octets)
    found = verify(archives[0].path, descendants=archives[1:])
    touched = {one.archive_id: one for one in found.affected}
    assert set(touched) == {archive.info.id for archive in archives}
    for one in found.affected:
        assert isinstance(one, Affected)
        assert (one.block, one.first_address, one.last_address) == ("pc.ram", 2 << 20, (4 << 20) - 4096)
    with Archive.open(archives[3].path) as last:
        assert last.page("pc.ram", 0) is not None
        with pytest.raises(ParentError, match="damaged part of its parent"):
            last.page("pc.ram", 2 << 20)
    child = verify(archives[1].path)
    assert [problem.code for problem in child.problems] == ["archive-parent"]
    assert "0x200000" in child.problems[0].message


def test_a_prefix_that_looks_like_a_dictionary(tmp_path: Path) -> None:
    """zstd takes one that begins 37 A4 30 EC for its own format."""
    data = layout.DICTIONARY_MAGIC + os.urandom(1 << 20)
    parent = store(data, tmp_path, "parent")
    child = store(data + b"more", tmp_path, "child", parent=parent)
    row = child.frames.table[0]
    assert (int(row["parent_offset"]), int(row["parent_length"])) == (1, len(data) - 1)
    assert child.stored_size < 10_000
    assert content(child) == data + b"more"


def test_parents_that_lead_back_to_themselves(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 2, 1 << 20)
    child = archives[1]
    looping = Archive.open(child.path)
    reference = looping.info.parent
    assert reference is not None

    def same(sha256: str) -> Archive:
        again = Archive.open(child.path)
        object.__setattr__(again.info, "raw_sha256", sha256)
        object.__setattr__(again.info, "raw_size", reference.raw_size)
        again.find_parent = same
        return again

    looping.find_parent = same
    with pytest.raises(ParentError, match="lead back"):
        looping.read(0, 1 << 30)


def test_chains_do_not_grow_without_end(tmp_path: Path) -> None:
    guest = Guest(512 << 10)
    archive = store(guest.stream(), tmp_path, "0")
    for number in range(MAX_DEPTH):
        guest.change(0.02)
        archive = store(guest.stream(), tmp_path, str(number + 1), parent=archive)
    assert archive.depth == MAX_DEPTH
    with pytest.raises(LibraryError, match="deltas deep"):
        store(guest.stream(), tmp_path, "more", parent=archive)
    assert choose(MemorySource(guest.stream()), [archive]) is None


def test_the_nearest_state_is_chosen(tmp_path: Path) -> None:
    guest = Guest(12 << 20)
    other = store(Guest(12 << 20, seed=5).stream(), tmp_path, "other")
    old = store(guest.stream(), tmp_path, "old")
    guest.change(0.3)
    new = store(guest.stream(), tmp_path, "new")
    guest.change(0.05)
    stream = guest.stream()
    source = MemorySource(stream)
    assert vm_key(source) == new.info.vm_key == other.info.vm_key is not None
    choice = choose(source, [other, old, new])
    assert choice is not None and choice.parent is new
    assert source.peek(4) == b"QEVM"
    delta = store(stream, tmp_path, "delta", parent=choice.parent)
    alone = store(stream, tmp_path, "alone")
    assert 0.6 < choice.share / (delta.stored_size / alone.stored_size) < 1.6
    assert choose(source, [other]) is None
    assert choose(source, []) is None
    assert choose(MemorySource(b"no stream"), [new]) is None
    assert vm_key(MemorySource(b"no stream")) is None


def test_a_real_series(corpus: Corpus, tmp_path: Path) -> None:
    if not corpus.is_full:
        pytest.skip("needs the corpus")
    archives: list[Archive] = []
    for number in (1, 2, 3):
        file = corpus.case(f"series-7.2-{number}").stream
        assert file is not None
        with open_source(str(file.path())) as source:
            if number == 3:
                choice = choose(source, archives)
                assert choice is not None and choice.parent is archives[1]
            archives.append(store(source, tmp_path, str(number), parent=archives[-1] if archives else None))
    assert archives[2].stored_size < 0.1 * archives[0].stored_size
    assert verify(archives[2].path).is_clean


def test_flattened_it_stands_alone(tmp_path: Path) -> None:
    streams, archives = series(tmp_path, 3)
    made = flatten(archives[2], tmp_path, "flat.qst.zst", sync=False)
    assert unpacked(made.path) == streams[2]
    with Archive.open(made.path) as flat:
        assert flat.info.parent is None and flat.depth == 0
        for word in ("id", "created", "raw_sha256", "facts", "vm_key", "device_count"):
            assert getattr(flat.info, word) == getattr(archives[2].info, word)
        assert flat.sections == archives[2].sections
        assert flat.page("pc.ram", 0) == archives[2].page("pc.ram", 0)
        assert verify(made.path).is_clean


def test_children_are_set_on_another_parent(tmp_path: Path) -> None:
    streams, archives = series(tmp_path, 4)
    with pytest.raises(LibraryError, match="made from this state"):
        rebase(archives[1], archives[3], tmp_path, "bad.qst.zdelta")
    made = rebase(archives[2], archives[0], tmp_path, archives[2].path.name, replace=True, sync=False)
    assert made.info.depth == 1
    archives[1].path.unlink()
    with Archive.open(archives[3].path) as last:
        assert last.depth == 2
        assert content(last) == streams[3]
    assert verify(archives[3].path).is_clean


def test_a_rebase_that_fails_replaces_nothing(tmp_path: Path) -> None:
    _, archives = series(tmp_path, 3, 1 << 20)
    before = archives[2].path.read_bytes()
    octets = bytearray(archives[0].path.read_bytes())
    octets[len(octets) // 3] ^= 1
    archives[0].path.unlink()
    archives[0].path.write_bytes(octets)
    with Archive.open(archives[2].path) as archive, pytest.raises(LibraryError):
        rebase(archive, None, tmp_path, archives[2].path.name, replace=True)
    assert archives[2].path.read_bytes() == before
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_a_delta_of_another_layout(tmp_path: Path) -> None:
    """Pages of the parent are found by address, wherever in its stream they stand."""
    guest = Guest()
    parent = store(guest.stream(), tmp_path, "parent")
    shifted = MemorySource(guest.stream(b"a longer device state " * 5000))
    made = create(shifted, tmp_path, "child.qst.zdelta", parent=parent, check=False)
    assert made.stored_size < parent.stored_size / 5
