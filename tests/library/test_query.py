"""The language of ``--list``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmigui.errors import UsageError
from qmigui.library.catalogue import Catalogue
from qmigui.library.database import Database
from qmigui.library.entry import Health
from qmigui.library.ledger import Ledger, Row
from qmigui.library.orders import ORDERS
from qmigui.library.query import QueryError
from qmigui.library.query_sql import FIELDS

MIB, GIB = 1 << 20, 1 << 30


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


ROWS = (
    Row("a" * 32, "a.qst.zst", "Web server before upgrade", 2 * GIB, "1" * 64, 300 * MIB,
        moment("2026-01-31 12:00"), moment("2026-02-01 00:00"), ("prod", "Web"), "kernel 6.1\nthen a crash",
        "pc-q35-7.2", "x86_64", "7.2", 7_0002_0000, 2 * GIB, series="s1", source="web.bin", form="binary",
        checked=Health.CLEAN, devices=("0000:00:02.0/virtio-net", "ram", "cpu")),
    Row("ab" + "0" * 30, "b.qst.zdelta", "web server after", 2 * GIB + 1, "2" * 64, 3 * MIB,
        moment("2026-02-01 00:00"), moment("2026-02-02 00:00"), ("prod",), "", "pc-q35-7.2", "x86_64",
        "7.2", 7_0002_0000, 2 * GIB, "a" * 32, "1" * 64, 1, "s1", "web2.bin", "binary",
        checked=Health.WARNINGS, problem_counts={"warning": 2}, devices=("ram", "0000:00:02.0/e1000")),
    Row("c" * 32, "c.qst.zst", "日本語の仮想機械", 512 * MIB, "3" * 64, 100 * MIB,
        moment("2025-12-31 23:59"), moment("2026-02-03 00:00"), ("испытание",), "ÜBERGRÖSSE, ﬁne",
        "virt-10.0", "aarch64", "10.0", 10_0000_0000, 512 * MIB, source="a:b.bin", form="libvirt",
        checked=Health.DAMAGED, problem_counts={"error": 1}),
    Row("d" * 32, "d.qst.zst", "it's 100% \"quoted\" \\ *", 10, "4" * 64, 20,
        moment("2024-02-29 00:00"), moment("2024-03-01 00:00")),
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Four states that differ in everything."""
    path: Path = tmp_path_factory.mktemp("query") / "catalogue.sqlite3"
    with Database(path) as database:
        found = Catalogue(database)
        with database.write():
            for row in ROWS:
                Ledger(database).put(row)
        yield found


def names(catalogue: Catalogue, query: str, **more: object) -> str:
    """The first letters of the ids of what is found, oldest first."""
    keys = catalogue.keys(query, **{"descending": False, **more})  # type: ignore[arg-type]
    assert catalogue.count(query) == len(keys) or more
    entries = catalogue.entries(keys)
    return "".join(chr(ord("a") + next(i for i, r in enumerate(ROWS) if r.id == entries[k].id)) for k in keys)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "dabc"),
        ("   ", "dabc"),
        ("web", "ab"),
        ("WEB server", "ab"),
        ("server web", "ab"),
        ('"server before"', "a"),
        ('"before server"', ""),
        ("-web", "dc"),
        ("-web -quoted", "c"),
        ("--web", "dabc"),  # not "-web": only the first dash negates
        ("name:upgrade", "a"),
        ("name:prod", ""),
        ("NAME:Upgrade", "a"),
        ('name:="WEB server AFTER"', "b"),
        ("name:=web", ""),
        ("tag:prod", "ab"),
        ("tag:web", "a"),
        ("tag:we", ""),
        ("tag:w*", "a"),
        ("tag:*", "abc"),
        ("-tag:*", "d"),
        ("tag:ИСПЫТАНИЕ", "c"),
        ("machine:q35", "ab"),
        ("machine:=pc-q35-7.2", "ab"),
        ("machine:VIRT", "c"),
        ("device:virtio", "a"),
        ("device:=ram", "ab"),
        ("device:*e1000", "b"),
        ("-device:ram", "dc"),
        ("qemu:7.2", "ab"),
        ("qemu:7", "ab"),
        ("qemu:>=8", "c"),
        ("qemu:<8", "ab"),
        ("-qemu:7", "dc"),
        ("arch:x86_64", "ab"),
        ("arch:*64", "abc"),
        ("arch:x86", ""),
        ("date:2026", "ab"),
        ("date:2026-01", "a"),
        ("date:2026-01-31", "a"),
        ("date:2026-01-31T12:00", "a"),
        ("date:>2026-01-31", "b"),
        ("date:>=2026-01-31", "ab"),
        ("date:<2026", "dc"),
        ("date:<=2026-01", "dac"),
        ("date:2024-02-29", "d"),
        ("date:today", ""),
        ("stored:2026-02", "abc"),
        ("size:>1G", "ab"),
        ("size:2G", "ab"),
        ("size:=2g", "ab"),
        ("size:>2GiB", "b"),
        ("size:<=512M", "dc"),
        ("size:0.5G", "c"),
        ("size:10", "d"),
        ("disk:<100M", "db"),
        ("ram:512M", "c"),
        ("ram:>=2G", "ab"),
        ("depth:1", "b"),
        ("depth:>0", "b"),
        ("health:clean", "a"),
        ("health:DAMAGED", "c"),
        ("-health:clean", "dbc"),
        ("id:a", "ab"),
        ("id:aa", "a"),
        ("id:ab0000", "b"),
        ("parent:none", "dac"),
        ("parent:any", "b"),
        ("parent:aaaa", "b"),
        ("series:s1", "ab"),
        ("series:none", "dc"),
        ("form:libvirt", "c"),
        ("note:crash", "a"),
        ('note:"6.1 then"', ""),
        ('note:"kernel 6.1"', "a"),
        ("note:übergrösse", "c"),
        ("note:fine", "c"),  # the sign for f and i in one
        ("仮想", "c"),
        ("機", "c"),
        ("日本語の", "c"),
        ("source:a:b", "c"),
        ('"a:b"', "c"),
        ("100%", "d"),
        ("it's", "d"),
        ('"\\"quoted\\""', "d"),
        ('"\\\\ *"', "d"),
        ("web size:>2G tag:prod -tag:web", "b"),
    ],
)
def test_what_is_found(catalogue: Catalogue, query: str, expected: str) -> None:
    assert names(catalogue, query) == expected


@pytest.mark.parametrize(
    ("query", "position", "length", "words"),
    [
        ("web size:>1X", 10, 2, "that is no size"),
        ("size:", 0, 5, "needs a value"),
        ("size:>", 0, 6, "needs a value"),
        ("web -", 4, 1, "'-' needs a term"),
        ('name:"abc', 5, 4, "this quote is not closed"),
        ('"a"b', 3, 1, "after a closing quote"),
        ("web http://x", 4, 4, "there is no field 'http'"),
        ("-nonsense:x", 1, 8, "there is no field 'nonsense'"),
        ("date:2026-13", 5, 7, "there is no such date"),
        ("date:2026-02-30", 5, 10, "there is no such date"),
        ("date:soon", 5, 4, "that is no date"),
        ("date:9999", 5, 4, "there is no such date"),
        ("date:0000", 5, 4, "there is no such date"),
        ("health:ill", 7, 3, "there is no such health; there are clean,"),
        ("qemu:new", 5, 3, "that is no version"),
        ("depth:deep", 6, 4, "that is no number"),
        ("id:xyz", 3, 3, "that is no id"),
        ("tag:>x", 4, 1, "'tag:' knows no '>'"),
        ("note:=x", 5, 1, "'note:' knows no '='"),
        ("ram:99999999999999999999", 4, 20, "that is no size"),
    ],
)
def test_what_makes_no_sense(
    catalogue: Catalogue, query: str, position: int, length: int, words: str
) -> None:
    with pytest.raises(QueryError) as found:
        catalogue.keys(query)
    error = found.value
    assert (error.position, error.length) == (position, length)
    assert words in str(error)
    assert str(error).startswith(f"query: at character {position + 1}: ")
    assert "\n" not in str(error)


def test_limits(catalogue: Catalogue) -> None:
    assert catalogue.count(" ".join(["web"] * 64)) == 2
    with pytest.raises(QueryError, match="more than 64 terms"):
        catalogue.count(" ".join(["web"] * 65))
    assert catalogue.count("x" * 4096) == 0
    with pytest.raises(QueryError, match="longer than 4096"):
        catalogue.count("x" * 4097)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order(catalogue: Catalogue, order: str) -> None:
    up = names(catalogue, "", order=order)
    assert names(catalogue, "", order=order, descending=True) == up[::-1]
    assert sorted(up) == list("abcd")
    assert names(catalogue, "", order=order, limit=2) == up[:2]
    assert names(catalogue, "", order=order, limit=2, offset=1) == up[1:3]


def test_orders_that_are_known(catalogue: Catalogue) -> None:
    assert names(catalogue, "", order="raw_size") == "dcab"
    assert names(catalogue, "", order="name")[0] == "d"
    with pytest.raises(UsageError, match="there is no order 'colour'"):
        catalogue.keys("", order="colour")


PIECES = st.one_of(
    st.sampled_from(sorted(name + ":" for name in FIELDS if name)),
    st.sampled_from(["-", '"', "\\", "*", ">", ">=", "<", "=", " ", "\t", ":"]),
    st.sampled_from(["1G", "2026-01", "web", "none", "today"]),
    st.text(max_size=6),
    st.text(st.characters(categories=["Cs", "Cc", "Cn", "Zs", "Mn"]), max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_text_finds_something_or_is_refused(catalogue: Catalogue, query: str) -> None:
    try:
        keys = catalogue.keys(query)
    except QueryError as error:
        assert 0 <= error.position <= len(query)
        assert error.position + error.length <= len(query) + 1
        assert str(error).isprintable()
        return
    assert catalogue.count(query) == len(keys)
    everything = set(catalogue.keys(""))
    assert set(keys) <= everything


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_quoted_text_is_only_text(catalogue: Catalogue, text: str) -> None:
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    found = set(catalogue.keys(quoted))
    others = set(catalogue.keys(f"-{quoted}"))
    assert found | others == set(catalogue.keys(""))
    assert not found & others


def test_today_is_of_local_time(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert names(catalogue, "date:2026-02-01") in {"a", "ab", "b"}
        assert catalogue.count("date:today") == catalogue.count("date:yesterday") == 0
    finally:
        monkeypatch.undo()
        time.tzset()
        assert os.environ.get("TZ") != "Pacific/Kiritimati"


def test_the_front_is_the_front_of_all(tmp_path: Path) -> None:
    """Whether many rows hold or few, and however the first ones are found."""
    words = ["alpha", "beta", "ab", "仮想", "x"]
    queries = ("", "alpha", "ab", "仮想", "tag:beta", "-tag:beta", "-alpha", "device:net1",
               "size:>500", "name:alpha note:beta", "parent:any", "-parent:none", "note:no")  # fmt: skip
    with Database(tmp_path / "catalogue.sqlite3") as database:
        with database.write():
            for number in range(3000):
                some = [word for place, word in enumerate(words) if number % (place + 2) == 0]
                row = Row(f"{number * 7919 % 16**4:04x}{number:028x}", f"f{number}", " ".join(some),
                          number, f"{number:064x}", number, float(number * 31 % 1000), float(number % 7),
                          tuple(some[:2]), " ".join(some[1:]) + (" no" if number == 1234 else ""),
                          parent_sha256=f"{number - 1:064x}" if number % 3 else None,
                          parent_id=f"{number:032x}" if number % 3 else None,
                          devices=(f"net{number % 4}",))  # fmt: skip
                Ledger(database).put(row)
        catalogue = Catalogue(database)
        for query in queries:
            for order in ("stored", "name", "raw_size", "health"):
                for down in (True, False):
                    every = catalogue.keys(query, order=order, descending=down)
                    front = catalogue.keys(query, order=order, descending=down, offset=3, limit=40)
                    assert front == every[3:43], (query, order)
            assert catalogue.count(query) == len(catalogue.keys(query))
