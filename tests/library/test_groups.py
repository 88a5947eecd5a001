"""The library in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qmigui.errors import UsageError
from qmigui.library.catalogue import Catalogue
from qmigui.library.database import Database
from qmigui.library.ledger import Ledger, Row
from qmigui.service.library_groups import list_groups, states_needed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHA = {name: name.ljust(64, "0") for name in ("root", "one", "two", "far", "ring", "gnir")}


class Shelf:
    """As much of a library as groups need."""

    def __init__(self, database: Database) -> None:
        self.catalogue = Catalogue(database)


def row(number: int, name: str, sha: str, parent: str | None = None, **more: object) -> Row:
    return Row(
        id=f"{number:032x}",
        file_name=f"{name}.qst.zst",
        name=name,
        raw_size=1000,
        raw_sha256=sha,
        stored_size=10 * number,
        created=number,
        stored=number,
        parent_sha256=parent,
        parent_id=None,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Database(tmp_path / "catalogue.sqlite3") as database:
        ledger = Ledger(database)
        q35 = {"series": "s1", "machine": "pc-q35-7.2"}
        with database.write():
            for each in (
                row(1, "root", SHA["root"], tags=("keep", "Web"), **q35),
                row(2, "one", SHA["one"], SHA["root"], tags=("web",), **q35),
                row(3, "two", SHA["two"], SHA["one"], **q35),
                row(4, "lone", "1" * 64, machine="virt"),
                row(5, "far", SHA["far"], SHA["root"], **q35),
                row(6, "ring", SHA["ring"], SHA["gnir"], series="s2"),
                row(7, "gnir", SHA["gnir"], SHA["ring"], series="s2"),
                row(8, "plain", "2" * 64),
            ):
                ledger.put(each)
        yield Shelf(database)


def shown(shelf: Shelf, query: str = "", **how: object) -> list[tuple[str | None, str]]:
    """Label of each group, and its states with their indents."""
    listing = list_groups(shelf, query, **how)  # type: ignore[arg-type]
    entries = shelf.catalogue.entries(range(1, 9))
    return [
        (
            group.label,
            " ".join(
                f"{'>' * (group.indents[number] if group.indents else 0)}{entries[key].name}"
                for number, key in enumerate(group.keys)
            ),
        )
        for group in listing.groups
    ]


def test_one_group(shelf: Shelf) -> None:
    assert shown(shelf, order="created", descending=False) == [
        (None, "root one two lone far ring gnir plain")
    ]
    listing = list_groups(shelf, "machine:q35")  # type: ignore[arg-type]
    assert (listing.count, listing.stored_size) == (4, 10 + 20 + 30 + 50)
    assert list_groups(shelf, "name:nobody").groups == []  # type: ignore[arg-type]


def test_machines_in_alphabetical_order(shelf: Shelf) -> None:
    assert shown(shelf, by="machine", order="name", descending=False) == [
        ("pc-q35-7.2", "far one root two"),
        ("virt", "lone"),
        (None, "gnir plain ring"),
    ]


def test_tags_that_differ_in_case_are_one(shelf: Shelf) -> None:
    assert shown(shelf, "machine:q35", by="tag", order="created", descending=False) == [
        ("keep", "root"),
        ("Web", "root one"),
        (None, "two far"),
    ]
    listing = list_groups(shelf, by="tag")  # type: ignore[arg-type]
    assert (listing.count, listing.stored_size) == (8, 360)  # each once, whatever tags it has


def test_deltas_follow_what_they_need(shelf: Shelf) -> None:
    assert shown(shelf, by="series", order="created", descending=False) == [
        ("s1", "root >one >>two >far"),
        (None, "lone"),
        ("s2", "ring gnir"),  # a ring has no root
        (None, "plain"),
    ]
    assert shown(shelf, "machine:q35", by="series", order="created") == [("s1", "root >far >one >>two")]
    assert shown(shelf, "two far", by="series") == []
    assert shown(shelf, "-name:one -name:root machine:q35", by="series", order="created") == [
        ("s1", "far two")
    ]


def test_a_chain_of_any_length(shelf: Shelf, tmp_path: Path) -> None:
    with Database(tmp_path / "long.sqlite3") as database:
        ledger = Ledger(database)
        with database.write():
            for number in range(1500):
                parent = f"{number - 1:064x}" if number else None
                ledger.put(row(number, str(number), f"{number:064x}", parent, series="s"))
        listing = list_groups(Shelf(database), by="series", order="created", descending=True)  # type: ignore[arg-type]
    assert listing.groups[0].keys == list(range(1, 1501))
    assert listing.groups[0].indents[:3] == b"\0\1\2"
    assert listing.groups[0].indents[-1] == 255


def test_what_makes_no_sense(shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        list_groups(shelf, "size:x")  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        list_groups(shelf, order="colour")  # type: ignore[arg-type]


def test_archives_with_those_that_they_need(shelf: Shelf) -> None:
    names = states_needed(shelf, [3, 4])  # type: ignore[arg-type]
    assert names[:1] == ["two.qst.zst"]
    assert set(names) == {"two.qst.zst", "one.qst.zst", "root.qst.zst", "lone.qst.zst"}
    assert len(states_needed(shelf, [6])) == 2  # type: ignore[arg-type]
