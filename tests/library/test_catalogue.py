"""The catalogue is lost, broken, old or new; archives come, go and change behind its back."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import LibraryError
from qmigui.library.database import CatalogueTooNew, Database
from qmigui.library.migrations import MIGRATIONS
from tests.library.guests import SMALL, opened, restored, series, sha256, store, stream, variant


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a series of two, one of them renamed, and another state."""
    scratch = tmp_path_factory.mktemp("template")
    path = scratch / "library"
    with opened(path) as library:
        first, second = series(library, scratch, 2)
        store(library, scratch, stream(SMALL), name="small", tags=["one", "two"], note="some words")
        service.rename_state(library, second.id, "renamed")
        service.note_state(library, first.id, "a note")
        service.tag_state(library, "small", ["three"])
        service.verify_states(library)
    return path


@pytest.fixture
def directory(template: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(template, tmp_path / "library"))


def told(directory: Path) -> list[dict[str, object]]:
    """All that the library says of its states, but for their keys."""
    with opened(directory) as library:
        return [entry.to_json() for entry in service.list_states(library, order="name")]


def remove_catalogue(directory: Path) -> None:
    for name in os.listdir(directory):
        if name.startswith("catalogue.sqlite3"):
            (directory / name).unlink()


def test_a_lost_catalogue_is_made_anew(directory: Path) -> None:
    before = told(directory)
    remove_catalogue(directory)
    assert told(directory) == before
    assert len(before) == 3


def test_a_rebuild_changes_nothing(directory: Path) -> None:
    before = told(directory)
    with opened(directory) as library:
        done = service.rebuild_library(library)
        assert (done.total, done.adopted, done.missing, done.unreadable, done.leftovers) == (3, 3, (), (), 0)
    assert told(directory) == before


@pytest.mark.parametrize("damage", ["noise", "short", "empty", "head", "foreign", "middle"])
def test_a_broken_catalogue_is_made_anew(directory: Path, damage: str) -> None:
    before = told(directory)
    path = directory / "catalogue.sqlite3"
    octets = bytearray(path.read_bytes())
    chance = random.Random(damage)
    if damage == "noise":
        octets = bytearray(chance.randbytes(len(octets)))
    elif damage == "short":
        del octets[len(octets) // 2 :]
    elif damage == "empty":
        octets = bytearray()
    elif damage == "head":
        octets[:100] = bytes(100)
    elif damage == "middle":
        for start in range(4096, len(octets), 4096):
            octets[start : start + 4096] = chance.randbytes(4096)
    if damage == "foreign":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE theirs (value)")
        other.close()
    else:
        path.write_bytes(octets)
    with opened(directory) as library:
        notes = library.notes
    assert told(directory) == before
    aside = [name for name in os.listdir(directory) if name.startswith("catalogue-damaged")]
    if damage == "empty":
        assert not aside
        assert not notes
    else:
        assert len(aside) == 1
        assert notes == [f"the catalogue was damaged; it is made anew, the old one is {aside[0]}"]


def test_damage_that_only_a_rebuild_finds(directory: Path) -> None:
    before = told(directory)
    path = directory / "catalogue.sqlite3"
    with sqlite3.connect(path) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'states_raw_size'"
        ).fetchone()
    database.close()
    octets = bytearray(path.read_bytes())
    octets[(page - 1) * 4096 : page * 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(octets)
    with opened(directory) as library:
        assert service.rebuild_library(library).total == 3
        assert len(library.notes) == 1
    assert told(directory) == before


def test_a_newer_catalogue_is_left_alone(directory: Path) -> None:
    path = directory / "catalogue.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    octets = path.read_bytes()
    with pytest.raises(CatalogueTooNew, match="made by a newer qmigui"):
        service.open_library(str(directory))
    assert path.read_bytes() == octets


def test_an_older_catalogue_is_brought_up_to_date(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one more step than there is today; the step finds what was there, and runs once."""
    before = told(directory)
    steps = (*MIGRATIONS, ("CREATE TABLE later (key)", "INSERT INTO later SELECT key FROM states"))
    monkeypatch.setattr("qmigui.library.database.MIGRATIONS", steps)
    for _ in range(2):
        with opened(directory) as library:
            assert library.database.rows("SELECT count(*) FROM later") == [(3,)]
            assert library.database.rows("PRAGMA user_version") == [(len(steps),)]
    assert told(directory) == before


def test_a_step_that_fails_leaves_the_old_version(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*MIGRATIONS, ("CREATE TABLE later (key)", "INSERT INTO nowhere VALUES (1)"))
    with monkeypatch.context() as patched:
        patched.setattr("qmigui.library.database.MIGRATIONS", steps)
        with pytest.raises(sqlite3.OperationalError):
            Database(directory / "catalogue.sqlite3")
    assert len(told(directory)) == 3


def test_a_removed_archive_is_missing_and_comes_back(directory: Path, tmp_path: Path) -> None:
    before = told(directory)
    with opened(directory) as library:
        base = service.find_state(library, "state 0")
        path = library.path_of(base)
    away = tmp_path / path.name
    shutil.move(path, away)
    with opened(directory) as library:
        assert library.notes == ["archives that are not there any more: state 0"]
        assert service.find_state(library, "state 0").health.value == "missing"
        assert service.find_state(library, "renamed").health.value == "orphan"
        assert service.count_states(library, "health:missing") == 1
        with pytest.raises(LibraryError, match="cannot be opened: No such file"):
            restored(library, "state 0", tmp_path)
        with pytest.raises(LibraryError, match="parent is missing"):
            restored(library, "renamed", tmp_path)
        found = {state.entry.name: state for state in service.verify_states(library)}
        assert found["small"].is_clean
        assert not found["state 0"].is_clean
        assert not found["renamed"].is_clean
    with opened(directory) as library:
        assert library.notes == []
    shutil.move(away, path)
    with opened(directory) as library:
        service.verify_states(library)
    after = told(directory)
    for entry in (*before, *after):
        del entry["verified"]
    assert after == before


def test_a_renamed_archive_is_the_same_state(directory: Path, tmp_path: Path) -> None:
    with opened(directory) as library:
        entry = service.find_state(library, "small")
        path = library.path_of(entry)
    path.rename(directory / "andere Datei.qst.zst")
    path.with_name(path.name.replace(".qst.zst", ".json")).rename(directory / "andere Datei.json")
    with opened(directory) as library:
        now = service.find_state(library, "small")
        assert (now.key, now.id, now.file_name) == (entry.key, entry.id, "andere Datei.qst.zst")
        assert now.tags == ("one", "three", "two")
        assert restored(library, "small", tmp_path) == stream(SMALL)


def test_a_replaced_archive_is_another_state(directory: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as library:
        other = store(library, tmp_path, stream("mips-malta-be-7.2"), name="other")
        foreign = library.path_of(other).read_bytes()
    with opened(directory) as library:
        entry = service.find_state(library, "small")
        path = library.path_of(entry)
    path.unlink()
    path.write_bytes(foreign)
    with opened(directory) as library:
        assert service.find_state(library, other.id).file_name == path.name
        assert service.find_state(library, "small").health.value == "missing"
        assert service.count_states(library) == 4
        assert service.rebuild_library(library).missing == ("small",)
        assert service.count_states(library) == 3


def test_a_replaced_archive_is_noticed_before_it_is_used(directory: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as library:
        foreign = library.path_of(store(library, tmp_path, stream("mips-malta-be-7.2"))).read_bytes()
    with opened(directory) as library:
        path = library.path_of(service.find_state(library, "small"))
        path.unlink()
        path.write_bytes(foreign)
        with pytest.raises(LibraryError, match="holds another state now; --rebuild"):
            restored(library, "small", tmp_path)


def test_a_second_copy_is_passed_over(directory: Path) -> None:
    before = told(directory)
    with opened(directory) as library:
        path = library.path_of(service.find_state(library, "small"))
    shutil.copy(path, directory / "copy.qst.zst")
    with opened(directory) as library:
        assert library.notes == ["second copies of states, passed over: copy.qst.zst"]
    assert told(directory) == before
    assert (directory / "copy.qst.zst").exists()


def test_a_file_that_is_no_archive(directory: Path) -> None:
    (directory / "no archive.qst.zst").write_bytes(b"nothing of the kind")
    with opened(directory) as library:
        assert len(library.notes) == 1
        assert library.notes[0].startswith("no archive.qst.zst cannot be read: ")
        entry = service.find_state(library, "no archive")
        assert (entry.health.value, entry.raw_size, entry.stored_size) == ("failed", 0, 19)
        details = service.show_state(library, "no archive")
        assert details.info is None
        assert details.failure
        service.remove_states(library, ["no archive"], delete=True)
        assert service.count_states(library) == 3


def test_a_damaged_archive_keeps_what_was_known(directory: Path, tmp_path: Path) -> None:
    with opened(directory) as library:
        entry = service.find_state(library, "small")
        path = library.path_of(entry)
    octets = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(octets[:-50])
    with opened(directory) as library:
        now = service.find_state(library, "small")
        assert (now.key, now.machine, now.raw_sha256) == (entry.key, entry.machine, entry.raw_sha256)
        assert now.health.value == "failed"
        assert service.rebuild_library(library).unreadable
        assert service.find_state(library, "small").machine == entry.machine
    remove_catalogue(directory)
    with opened(directory) as library:
        lost = service.find_state(library, entry.id)  # its id is in the file beside
        assert (lost.name, lost.machine, lost.health.value) == ("small", None, "failed")
    path.write_bytes(octets)
    with opened(directory) as library:
        assert service.find_state(library, "small").machine == entry.machine
        assert service.verify_states(library, ["small"])[0].entry.health.value == "clean"


def test_a_damaged_parent_is_told_of_its_children(directory: Path) -> None:
    with opened(directory) as library:
        base = service.find_state(library, "state 0")
        path = library.path_of(base)
        octets = bytearray(path.read_bytes())
        octets[len(octets) // 2] ^= 1
        path.chmod(0o600)
        path.write_bytes(octets)
        (found,) = service.verify_states(library, ["state 0"])
        assert not found.is_clean
        assert found.entry.health.value == "failed"
        assert found.result is not None
        hurt = {part.archive_id for part in found.result.affected}
        child = service.find_state(library, "renamed")
        assert base.id in hurt <= {base.id, child.id}
        assert (child.health.value == "failed") == (child.id in hurt)
        # A look at the tables does not clear that.
        service.verify_states(library, depth="quick")
        assert service.find_state(library, "state 0").health.value == "failed"
    remove_catalogue(directory)
    with opened(directory) as library:
        assert service.find_state(library, "state 0").health.value == "failed"


def test_two_handles_see_each_other(directory: Path, tmp_path: Path) -> None:
    with opened(directory) as one, opened(directory) as other:
        version = service.library_version(other)
        assert service.library_version(one) == version
        store(one, tmp_path, variant(7), name="new")
        assert service.library_version(other) > version
        assert service.find_state(other, "new").raw_sha256 == sha256(variant(7))
        version = service.library_version(one)
        service.tag_state(other, "new", ["x"])
        assert service.library_version(one) > version
        assert service.tags_in_use(one) == [("one", 1), ("three", 1), ("two", 1), ("x", 1)]


def test_a_library_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library yet"):
        service.open_library(str(tmp_path / "nothing"), create=False)
    assert not (tmp_path / "nothing").exists()
    (tmp_path / "file").write_text("")
    for name in ("file", "file/below", "nul\0", ""):
        with pytest.raises(LibraryError):
            service.open_library(str(tmp_path / name) if name else "")


def test_the_folder_is_ours_alone(directory: Path) -> None:
    assert directory.stat().st_mode & 0o077 == 0
    with opened(directory):
        assert all(path.stat().st_mode & 0o077 == 0 for path in directory.iterdir())
