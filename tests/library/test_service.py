"""What the window calls, and archives that go from library to library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import Cancelled, LibraryError, UsageError
from qmigui.progress import Cancel, Progress
from tests.library.guests import (
    GUEST,
    SMALL,
    files,
    opened,
    restored,
    series,
    sha256,
    store,
    stream,
    variant,
    write,
)


def test_paging_and_keys(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        entries = series(library, tmp_path, 5)
        assert service.list_states(library, order="name", descending=False) == [
            service.find_state(library, entry.id) for entry in entries
        ]
        pages = [
            [entry.name for entry in service.list_states(library, order="name", limit=2, offset=offset)]
            for offset in (0, 2, 4, 6)
        ]
        assert pages == [["state 4", "state 3"], ["state 2", "state 1"], ["state 0"], []]
        keys = service.state_keys(library, "name:state", order="created")
        assert len(keys) == service.count_states(library, "name:state") == 5
        service.remove_states(library, [entries[4].id], delete=True)
        found = service.states_by_key(library, keys)
        assert keys[0] not in found or len(found) == 4
        assert {entry.id for entry in found.values()} == {entry.id for entry in entries[:4]}
        new = store(library, tmp_path, stream(SMALL))
        assert new.key > max(keys)  # a key is never given again
        assert service.states_by_key(library, []) == {}


def test_details_and_stats(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        first, second, third = series(library, tmp_path, 3)
        store(library, tmp_path, b"anything" * 1000, name="opaque")
        details = service.show_state(library, second.id)
        assert [entry.id for entry in details.parents] == [first.id]
        assert [entry.id for entry in details.children] == [third.id]
        assert details.info is not None
        assert details.info.id == second.id
        assert {"ram", "cpu", "timer"} <= set(details.devices)
        assert [block.name for block in details.blocks] == ["pc.ram", "vga.vram", "pc.bios", "pc.rom"]
        assert details.problem_counts == {"warning": 1}
        stats = service.library_stats(library)
        assert (stats.count, stats.deltas) == (4, 2)
        assert stats.raw_size == 3 * len(stream()) + 8000
        assert stats.stored_size == sum(
            path.stat().st_size for path in library.place.directory.glob("*.qst.*")
        )
        assert stats.health == {"unchecked": 1, "warnings": 3}
        by_series = {one.series: one for one in stats.series}
        assert (by_series[first.series].count, by_series[first.series].deltas) == (3, 2)
        assert by_series[None].name == "opaque"
        assert stats.free > 0


def test_a_delta_travels_with_and_without_its_parent(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        first, second = series(library, tmp_path, 2)
        service.note_state(library, second.id, "a note of later")
        delta = service.export_state(library, second.id, str(tmp_path), flatten=False)
        base = service.export_state(library, first.id, str(tmp_path))
        assert delta.name.endswith(".qst.zdelta")
        assert delta.stat().st_size < base.stat().st_size
        with pytest.raises(LibraryError, match="there is an archive of that name already"):
            service.export_state(library, first.id, str(tmp_path))
    with opened(tmp_path / "other") as library:
        with pytest.raises(LibraryError, match="is a delta, and its parent is not in the library"):
            service.import_archive(library, str(delta))
        assert files(tmp_path / "other") == []
        service.import_archive(library, str(base))
        came = service.import_archive(library, str(delta)).entry
        assert (came.id, came.parent, came.note) == (second.id, first.id, "a note of later")
        assert restored(library, came.id, tmp_path) == variant(1)
        assert not service.import_archive(library, str(delta)).is_new
        assert service.verify_states(library)[1].is_clean


def test_damaged_archives_are_not_imported(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(GUEST))
        path = service.export_state(library, entry.id, str(tmp_path))
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 3] ^= 0x10
    broken = write(tmp_path / "broken.qst.zst", bytes(octets))
    with opened(tmp_path / "other") as library:
        with pytest.raises(LibraryError, match="is damaged"):
            service.import_archive(library, str(broken))
        with pytest.raises(LibraryError):
            service.import_archive(library, str(tmp_path / "nothing"))
        assert files(tmp_path / "other") == []
    # Nor are they exported.
    with opened(tmp_path / "library") as library:
        inside = library.path_of(entry)
        inside.chmod(0o600)
        inside.write_bytes(octets)
        out = tmp_path / "out"
        out.mkdir()
        with pytest.raises(LibraryError, match="is damaged"):
            service.export_state(library, entry.id, str(out))
        assert os.listdir(out) == []


def test_the_exported_file_needs_nothing_of_ours(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        second = series(library, tmp_path, 2)[1]
        path = service.export_state(library, second.id, str(tmp_path))
    if shutil.which("zstd") is None:
        pytest.skip("no zstd here")
    done = subprocess.run(["zstd", "-dqc", str(path)], check=True, capture_output=True)
    assert sha256(done.stdout) == second.raw_sha256


def test_progress_of_several(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        entries = series(library, tmp_path, 3)
        progress, seen = Progress(), []
        service.verify_states(library, progress=progress, take=lambda state: seen.append(progress.read_bytes))
        assert progress.total_bytes == sum(entry.stored_size for entry in entries)
        assert seen == sorted(seen)
        assert 0.9 * progress.total_bytes <= progress.read_bytes <= progress.total_bytes
        cancel = Cancel()
        cancel.set()
        for call in (
            lambda: service.verify_states(library, cancel=cancel),
            lambda: service.rebuild_library(library, cancel=cancel),
            lambda: service.flatten_state(library, entries[1].id, cancel=cancel),
            lambda: service.remove_states(library, [entries[2].id], cancel=cancel),
            lambda: service.export_state(library, entries[1].id, str(tmp_path), cancel=cancel),
            lambda: service.restore_state(library, entries[1].id, str(tmp_path / "out"), cancel=cancel),
        ):
            with pytest.raises(Cancelled):
                call()
        assert service.count_states(library) == 3
        assert sorted(os.listdir(tmp_path)) == ["library"]
        with pytest.raises(UsageError, match="there is no depth 'deep'"):
            service.verify_states(library, depth="deep")


LISTING = """
import sys
from qmigui.cli.main import main
assert main(["--list", "--library", sys.argv[1]]) == 0
heavy = {"PySide6", "numpy", "asn1tools", "zstandard"} & sys.modules.keys()
assert not heavy, heavy
"""


def test_listing_loads_nothing_heavy(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        store(library, tmp_path, stream(SMALL))
    done = subprocess.run(
        [sys.executable, "-c", LISTING, str(tmp_path / "library")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
