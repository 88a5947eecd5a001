"""Names, tags and notes of all scripts, and what cannot be one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui import service
from qmigui.errors import LibraryError, UsageError
from qmigui.library.naming import file_name, new_stem, slug
from qmigui.library.sidecar import Sidecar, read_sidecar, replaced_sidecar, sidecar_path, stem_of
from qmigui.library.texts import clean_name, clean_tags, fold, told_name, told_tags
from tests.library.guests import SMALL, opened, restored, store, stream, variant

NAMES = [
    "Ubuntu 24.04, vor dem Upgrade",
    "仮想マシン",
    "виртуальная машина",
    "מכונה וירטואלית",
    "🐧 penguin 👩‍👩‍👧",
    "e\u0301te\u0301",
    "../../etc/passwd",
    ".hidden",
    "-rf",
    "a/b\\c:d*e?f",
    "quo\"ted 'name'",
    "x" * 200,
    "'); DROP TABLE states; --",
    "con.qst.zst",
    "fffe0000",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_is_kept_and_found(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / "library") as library:
        entry = store(library, tmp_path, stream(SMALL), name=name, tags=[name[:100], "second"], note=name * 2)
        assert service.find_state(library, entry.name).id == entry.id
        assert service.find_state(library, entry.name.upper()).id == entry.id
        quoted = '"' + entry.name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        for query in (quoted, f"name:{quoted}", f"name:={quoted}", f"note:{quoted}"):
            assert service.count_states(library, query) == 1, query
        assert len(entry.tags) == 2
        assert stem_of(entry.file_name) is not None
        assert os.path.dirname(entry.file_name) == ""
        assert restored(library, entry.name, tmp_path) == stream(SMALL)
        path = service.export_state(library, entry.id, str(tmp_path))
        service.rename_state(library, entry.id, "plain")
        service.rename_state(library, "plain", name)
        service.rebuild_library(library)
        again = service.find_state(library, entry.id)
        assert (again.name, again.tags, again.note) == (entry.name, entry.tags, entry.note)
    with opened(tmp_path / "second") as library:
        came = service.import_archive(library, str(path)).entry
        assert (came.id, came.name, came.tags, came.note) == (entry.id, entry.name, entry.tags, entry.note)


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a\0b\x01", "\x1b[31m", "x" * 201, "a\u2028b"])
def test_what_no_name_can_be(name: str) -> None:
    with pytest.raises(UsageError, match=r"^a name "):
        clean_name(name)


def test_odd_octets_become_text() -> None:
    assert clean_name(os.fsdecode(b"caf\xe9")) == "caf\\udce9"
    assert told_name("a\nb\0c\x1b", "") == "a b\\x00c"
    assert told_name("\n", "other") == "other"
    assert told_name(None, "") == "unnamed"
    assert told_tags(["b", "", "A", "a", "\n"]) == ("A", "b", "unnamed")


def test_tags_that_differ_in_case_are_one(tmp_path: Path) -> None:
    assert clean_tags(["b", "A", "a"]) == ("A", "b")
    with pytest.raises(UsageError, match="can have 100 tags"):
        clean_tags(map(str, range(101)))
    with opened(tmp_path / "library") as library:
        store(library, tmp_path, stream(SMALL), name="s", tags=["Straße"])
        assert service.tag_state(library, "s", ["STRASSE", "new"]).tags == ("new", "Straße")
        assert service.untag_state(library, "s", ["strasse", "never there"]).tags == ("new",)
        with pytest.raises(UsageError, match="a tag "):
            service.tag_state(library, "s", [""])


def test_candidates_are_named(tmp_path: Path) -> None:
    with opened(tmp_path / "library") as library:
        one = store(library, tmp_path, variant(1), name="Same")
        two = store(library, tmp_path, variant(2), name="same")
        assert service.find_state(library, "Same").id == one.id
        with pytest.raises(LibraryError) as found:
            service.find_state(library, "SAME")
        assert one.label in str(found.value)
        assert two.label in str(found.value)
        assert service.find_state(library, one.id[:12]).id == one.id
        assert service.find_state(library, f"{one.id[:8]}-{one.id[8:12]}".upper()).id == one.id
        with pytest.raises(LibraryError, match="there is no state"):
            service.find_state(library, one.id[:3])
        # A name that could be the id of another.
        service.rename_state(library, two.id, one.id[:8])
        with pytest.raises(LibraryError, match="is more than one state"):
            service.find_state(library, one.id[:8])
        assert service.find_state(library, one.id).id == one.id


def test_changes_of_two_programs_do_not_undo_each_other(tmp_path: Path) -> None:
    directory = tmp_path / "library"
    with opened(directory) as one, opened(directory) as other:
        store(one, tmp_path, stream(SMALL), name="s")
        service.tag_state(one, "s", ["a"])
        service.note_state(other, "s", "a note")
        entry = service.tag_state(one, "s", ["b"])
        assert (entry.tags, entry.note) == (("a", "b"), "a note")


@given(st.text())
def test_a_slug_can_be_part_of_any_file_name(name: str) -> None:
    made = slug(name)
    assert 0 < len(made.encode()) <= 80
    assert all(one.isalnum() or one in "-_" for one in made)
    stem = new_stem(name)
    assert stem_of(file_name(stem, is_delta=True)) == stem
    assert len(file_name(stem, is_delta=True).encode()) < 120


@given(st.text(), st.text())
def test_folding_twice_changes_nothing(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    assert (fold(one) == fold(other)) or one != other


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": 2, "id": "", "name": "x", "tags": [], "note": ""}',
        b'{"format": 1, "id": 1, "name": "x", "tags": [], "note": ""}',
        b'{"format": 1, "id": "", "name": "x", "tags": [1], "note": ""}',
        b'{"format": 1, "id": "", "name": "x", "tags": 1, "note": ""}',
        b"[" * 100_000,
        b'"' + b"x" * (2 << 20),
    ],
    ids=range(11),
)
def test_a_file_beside_that_makes_no_sense(tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "a.qst.zst"
    sidecar_path(archive).write_bytes(content)
    assert read_sidecar(archive) is None


def test_a_file_beside_that_is_odd(tmp_path: Path) -> None:
    archive = tmp_path / "a.qst.zdelta"
    assert read_sidecar(archive) is None
    value = {
        "format": 1,
        "id": "x",
        "name": "a\nb",
        "tags": ["", "t" * 500],
        "note": "\0",
        "verified": "never",
        "failure": 3,
        "later": {},
    }
    sidecar_path(archive).write_text(json.dumps(value))
    assert read_sidecar(archive) == Sidecar("x", "a b", ("t" * 100,), "\\x00", None, None)
    words = Sidecar("i", "名前", ("a", "b"), "note\nof lines", 12.5, "broken")
    with replaced_sidecar(archive, words):
        pass
    assert read_sidecar(archive) == words
    for before in (words, None):
        if before is None:
            sidecar_path(archive).unlink()
        with pytest.raises(RuntimeError), replaced_sidecar(archive, Sidecar("other", "other")):
            raise RuntimeError
        assert read_sidecar(archive) == before
        assert sorted(os.listdir(tmp_path)) == (["a.json"] if before else [])
