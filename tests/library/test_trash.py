"""Removing: into the trash as freedesktop.org has it, never into nothing unless told so."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from qmigui import service
from qmigui.errors import LibraryError
from qmigui.library import trash
from qmigui.library.locks import claimed
from qmigui.library.trash import move_to_trash
from tests.library.guests import SMALL, files, opened, restored, series, store, stream, variant


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trash of a user."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


def info_of(path: Path) -> dict[str, str]:
    """What is noted of a file in a trash."""
    lines = (path.parent.parent / "info" / f"{path.name}.trashinfo").read_text().splitlines()
    assert lines[0] == "[Trash Info]"
    return dict(line.split("=", 1) for line in lines[1:])


def test_a_file_of_any_name(tmp_path: Path, home: Path) -> None:
    for number, name in enumerate(["plain", "sp ace%.qst.zst", "ü\n日本", os.fsdecode(b"caf\xe9")]):
        path = tmp_path / name
        path.write_text(str(number))
        path.chmod(0o400)
        moved = move_to_trash(path)
        assert moved == home / "files" / name
        assert moved.read_text() == str(number)
        assert not path.exists()
        note = info_of(moved)
        assert os.fsencode(unquote(note["Path"], errors="surrogateescape")) == os.fsencode(path)
        assert datetime.fromisoformat(note["DeletionDate"]).tzinfo is None
    assert (home.stat().st_mode & 0o777, len(os.listdir(home / "info"))) == (0o700, 4)


def test_names_that_are_taken(tmp_path: Path, home: Path) -> None:
    found = []
    for number in range(3):
        path = tmp_path / "a.qst.zst"
        path.write_text(str(number))
        found.append(move_to_trash(path))
    assert [path.name for path in found] == ["a.qst.zst", "a 1.qst.zst", "a 2.qst.zst"]
    assert [path.read_text() for path in found] == ["0", "1", "2"]
    (home / "info" / "b.trashinfo").write_text("")  # somebody is just moving one
    (home / "files" / "b 1").write_text("kept")  # somebody has lost the note
    path = tmp_path / "b"
    path.write_text("new")
    assert move_to_trash(path).name == "b 2"
    assert (home / "files" / "b 1").read_text() == "kept"


def test_the_trash_of_another_file_system(tmp_path: Path) -> None:
    if os.geteuid() or shutil.which("mount") is None:
        pytest.skip("only the superuser can make a file system")
    top = tmp_path / "top"
    top.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(top)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be made here")
    try:
        (top / "below").mkdir()
        path = top / "below" / "file"
        path.write_text("1")
        moved = move_to_trash(path)
        assert moved == top / f".Trash-{os.getuid()}" / "files" / "file"
        assert info_of(moved)["Path"] == "below/file"
        # One for all users goes before, but only if it is safe.
        (top / ".Trash").mkdir()
        path.write_text("2")
        assert move_to_trash(path).name == "file 1"
        (top / ".Trash").chmod(0o1777)
        path.write_text("3")
        moved = move_to_trash(path)
        assert moved == top / ".Trash" / str(os.getuid()) / "files" / "file"
    finally:
        subprocess.run(["umount", str(top)], check=True)


def test_no_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A file where the trash should be: the state stays, unless it is to be deleted."""
    home.parent.mkdir()
    home.write_text("")
    (tmp_path / f".Trash-{os.getuid()}").write_text("")
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(SMALL), name="s")
        monkeypatch.setattr(trash, "_mount_point", lambda path, device: tmp_path)
        with pytest.raises(LibraryError, match="there is no trash on its file system"):
            service.remove_states(library, ["s"])
        assert restored(library, "s", tmp_path) == stream(SMALL)
        assert service.list_states(library) == [entry]
        assert not service.remove_states(library, ["s"], delete=True).trashed
        assert service.list_states(library) == []
    assert files(tmp_path / "library") == []


def test_a_state_comes_back_from_the_trash(tmp_path: Path, home: Path) -> None:
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(SMALL), name="s")
        service.note_state(library, "s", "a note")
        assert service.remove_states(library, ["s"]).trashed
        assert service.count_states(library) == 0
        assert files(tmp_path / "library") == []
    for path in (home / "files").iterdir():
        shutil.move(path, unquote(info_of(path)["Path"]))
    with opened(tmp_path / "library") as library:
        again = service.find_state(library, "s")
        assert (again.id, again.note) == (entry.id, "a note")


def test_a_parent_stays(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        first, second, third = series(library, tmp_path, 3)
        with pytest.raises(LibraryError) as found:
            service.remove_states(library, [first.id])
        assert second.label in str(found.value)
        assert "--rebase" in str(found.value)
        assert service.count_states(library) == 3
        # With its children it can go; order does not matter.
        assert len(service.remove_states(library, [first.id, third.id, second.id]).entries) == 3
        assert service.count_states(library) == 0


def test_children_are_written_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        first, second, third = series(library, tmp_path, 3)
        service.note_state(library, third.id, "kept")
        done = service.remove_states(library, [second.id], rebase=True)
        assert [entry.id for entry in done.rebased] == [third.id]
        now = service.find_state(library, third.id)
        assert (now.parent, now.depth, now.note, now.key) == (first.id, 1, "kept", third.key)
        done = service.remove_states(library, [first.id], rebase=True)
        now = service.find_state(library, third.id)
        assert (now.parent, now.depth, now.note) == (None, 0, "kept")
        assert restored(library, third.id, tmp_path) == variant(2)
        assert all(state.is_clean for state in service.verify_states(library))
        assert now.file_name.endswith(".qst.zst")


def test_two_archives_of_the_parents_stream(tmp_path: Path) -> None:
    """One of them may go: the other is as good."""
    with opened(tmp_path / "library") as library:
        first, second = series(library, tmp_path, 2)
        twin = tmp_path / "library" / "twin.qst.zst"
        with opened(tmp_path / "other") as other:
            same = store(other, tmp_path, variant(0), name="twin")
            shutil.copy2(other.path_of(same), twin)
        service.rebuild_library(library)
        assert service.find_state(library, "twin").children == 1
        service.remove_states(library, [first.id])
        assert service.find_state(library, second.id).parent == same.id
        assert restored(library, second.id, tmp_path) == variant(1)
        with pytest.raises(LibraryError, match="cannot be removed"):
            service.remove_states(library, ["twin"])


def test_a_parent_in_use(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(SMALL), name="s")
        with (
            claimed(library.path_of(entry), shared=True),
            pytest.raises(LibraryError, match="is in use by another program"),
        ):
            service.remove_states(library, ["s"])
        assert service.count_states(library) == 1
        service.remove_states(library, ["s"])


def test_a_missing_archive_can_be_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(SMALL), name="s")
        library.path_of(entry).unlink()
        service.remove_states(library, ["s"])
        assert service.count_states(library) == 0


def test_a_removal_is_undone(tmp_path: Path, home: Path) -> None:
    with opened(tmp_path / "library") as library:
        base, delta, _ = series(library, tmp_path, 3)
        service.note_state(library, delta.id, "kept\nfor later")
        before = {entry.id: entry for entry in service.list_states(library)}
        removed = service.remove_states(library, list(before))
        assert service.count_states(library) == 0
        assert {one.entry.id for one in removed.in_trash} == set(before)
        back = service.put_back(library, removed)
        assert back[0].id == base.id  # parents come first
        after = {entry.id: entry for entry in service.list_states(library)}
        assert {(one.name, one.note, one.arch, one.parent, one.health) for one in after.values()} == {
            (one.name, one.note, one.arch, one.parent, one.health) for one in before.values()
        }
        assert restored(library, delta.id, tmp_path) == variant(1)
        assert not any(path.is_file() for path in home.rglob("*"))
        assert service.put_back(library, removed)  # there already: nothing happens
        assert service.count_states(library) == 3


def test_what_cannot_be_undone(tmp_path: Path, home: Path) -> None:
    with opened(tmp_path / "library") as library:
        one, two = store(library, tmp_path, stream(SMALL)), store(library, tmp_path, stream())
        removed = service.remove_states(library, [one.id])
        where = removed.in_trash[0].archive
        assert where is not None
        where.unlink()
        with pytest.raises(LibraryError, match="not in the trash any more"):
            service.put_back(library, removed)
        removed = service.remove_states(library, [two.id])
        taken, where = library.path_of(two), removed.in_trash[0].archive
        assert where is not None
        taken.write_text("another file")
        with pytest.raises(LibraryError, match="its place is taken"):
            service.put_back(library, removed)
        assert taken.read_text() == "another file"
        assert where.exists()
        taken.unlink()
        service.put_back(library, removed)
        assert service.find_state(library, two.id).name == two.name
        gone = service.remove_states(library, [two.id], delete=True)
        assert service.put_back(library, gone) == []
