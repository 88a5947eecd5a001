"""The tree of a stream, node by node: it covers the file, and all sides tell the same of a place."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qmigui import service
from qmigui.errors import QmiguiError, UsageError
from qmigui.service import browsing
from qmigui.service.browsing import Browser
from qmigui.stream.index.nodes import MOST_CHILDREN, Kind, Node, Space, child_count, level_for, node_of
from qmigui.stream.index.runs import PageState
from qmigui.stream.index.search import Query, find, keep
from qmigui.stream.info import StreamInfo
from tests.builders import StreamBuilder
from tests.corpus import CorpusFile, corpus, samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qmigui.stream.index.index import Index

PLACES = 60


def opened(path: Path) -> Browser:
    """A file that has been read through."""
    browser = Browser(str(path))
    browser.read_all()
    return browser


@pytest.fixture(params=["binary", "ber"])
def state(request: pytest.FixtureRequest, sample: CorpusFile, tmp_path: Path) -> Iterator[Browser]:
    """Each small stream in both forms."""
    path = sample.path()
    if request.param == "ber":
        path = tmp_path / "vm.ber"
        service.convert(str(sample.path()), str(path), sync=False)
    browser = opened(path)
    assert browser.form == request.param
    yield browser
    browser.close()


def check_place(index: Index, offset: int) -> None:
    """The nodes that have an octet lie in each other, and each is among the children of the one before."""
    outer = 0
    for number in index.at(offset):
        children = index.children(outer)
        assert len(children) <= MOST_CHILDREN
        row = next(row for row in children if row.node == number)
        assert row == index.row(number)
        assert row.offset <= offset < row.offset + row.length, index.path(number)
        outer = number


def test_elements_cover_the_file(state: Browser) -> None:
    items = [state.index.builder.items[number] for number in state.index.order]
    ends = [item.end for item in items]
    starts = [item.offset for item in items]
    if state.form == "binary":
        assert starts == [0, *ends[:-1]]
        assert ends[-1] == state.size
    assert starts == sorted(starts)
    assert not any(item.kind is Kind.LOST for item in items)


def test_octets_and_nodes_find_each_other(state: Browser) -> None:
    chance = random.Random(1)
    for _ in range(PLACES):
        offset = chance.randrange(12, state.size - 8)
        check_place(state.index, offset)
        chain = state.index.at(offset)
        assert state.index.chain_of(chain[-1]) == chain


def test_spans_are_the_innermost_elements(state: Browser) -> None:
    chance = random.Random(2)
    for _ in range(10):
        first = chance.randrange(12, state.size - 600)
        spans = state.index.spans(first, first + 512, 2000)
        assert spans
        for span in spans:
            assert span.offset < first + 512
            assert span.offset + span.length >= first


def test_values_are_those_of_a_dump(state: Browser) -> None:
    """Names, types and values of one device, line for line."""
    found = next(iter(n for n in find(state.index, Query("globalstate", "name"), 0) if n is not None))
    lines: list[str] = []
    service.dump(state.name, lines.append, sections=["globalstate"])
    text = "".join(lines)
    number = node_of(found).first
    rows = state.index.rows(number)
    for row in range(1, len(rows)):
        assert rows.names[row] in text
        assert rows.values[row].split("  ")[0] in text
        assert rows.offsets[row] < 0 or f"{rows.offsets[row]:08x}" in text


def test_paths_are_understood_by_a_dump(state: Browser) -> None:
    chance = random.Random(3)
    devices = [
        number
        for number in state.index.order
        if state.index.builder.items[number].payload or state.form == "ber"
    ]
    for number in chance.sample(devices, 5):
        rows = state.index.rows(number)
        if len(rows) < 2 or ".." in rows.names[len(rows) - 1]:
            continue
        path = state.index.path(Node(Space.ITEM, number, len(rows) - 1).number)
        lines: list[str] = []
        assert service.dump(state.name, lines.append, path=path), path


def test_page_counts_are_those_of_the_stream(state: Browser) -> None:
    info = service.info(state.name, full=True)
    assert isinstance(info, StreamInfo)
    for block, told in zip(state.index.builder.maps, info.blocks, strict=True):
        totals = block.totals()
        assert told.pages is not None
        assert block.name == told.name
        assert totals[PageState.FULL] == told.pages.full
        assert totals[PageState.ZERO] == told.pages.zero


def test_pages_stand_where_they_are_said_to(state: Browser) -> None:
    """The octets at the place of a full page are those of RAM, which its address in the record tells."""
    index = state.index
    size = index.builder.page_size
    full = 0
    for number in range(min(index.builder.runs.length, 400)):
        run = index.builder.runs.get(number)
        if run.state != PageState.FULL:
            continue
        full += 1
        offset, length = index.pages.page_place(number, run.pages - 1)
        assert length >= size
        if state.form == "binary":
            head = state._source.pread(offset, 8)
            assert int.from_bytes(head, "big") // size == run.page + run.pages - 1
        else:
            assert state._source.pread(run.offset, 2) == b"\x7f\xc6" or run.pages > 1
    assert full or not any(block.totals()[PageState.FULL] for block in index.builder.maps)


def test_pages_are_found_by_block_and_address(state: Browser) -> None:
    index = state.index
    for number, block in enumerate(index.builder.maps):
        for page in {0, block.pages // 2, block.pages - 1}:
            chain = index.pages.page(number, page)
            names = [index.row(node).name for node in chain]
            assert f"block '{block.name}'" in names
            if node_of(chain[-1]).space == Space.PAGE:
                assert names[-1] == f"page {page * block.page_size:#x}"
    for number in range(len(index.builder.segments)):
        segment = index.builder.segments[number]
        name = index.builder.maps[segment.block].name.encode()
        if state.form == "binary":
            octets = state._source.pread(segment.offset, 9 + len(name))
            assert octets[7] & 0x20 or octets[9:] == name


@pytest.mark.parametrize("form", ["binary", "ber"])
def test_devices_are_there_before_ram_is_read(
    form: str, sample: CorpusFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample.path()
    if form == "ber":
        path = tmp_path / "vm.ber"
        service.convert(str(sample.path()), str(path), sync=False)
    monkeypatch.setattr(browsing, "SMALL", 0)
    browser = Browser(str(path))
    early = browser.index.children(0)
    waiting = [row for row in early if row.kind is Kind.WAITING]
    assert len(waiting) == 1
    place = waiting[0].offset + waiting[0].length // 2
    assert browser.index.at(place) == [waiting[0].node]
    devices = [row for row in early if row.type == "full"]
    inside = [browser.index.children(row.node) for row in devices]
    browser.read_all()
    late = {row.node: row for row in browser.index.children(0)}
    assert len(devices) > 10
    for row, rows in zip(devices, inside, strict=True):
        assert late[row.node][:6] == row[:6]
        assert browser.index.children(row.node) == rows
    assert not any(row.kind is Kind.WAITING for row in late.values())
    whole = opened(path)
    assert [row[1:6] for row in whole.index.children(0)] == [row[1:6] for row in late.values()]
    whole.close()
    browser.close()


class TestSearch:
    def test_all_matches_come_round(self, state: Browser) -> None:
        found: list[int] = []
        here = 0
        while True:
            number = next(n for n in find(state.index, Query("version", "all"), here) if n is not None)
            if number in found:
                break
            found.append(number)
            here = number
            if len(found) > 5000:
                pytest.fail("it never comes round")
        assert number == found[0]
        back = [n for n in find(state.index, Query("version", "all"), found[3], backward=True) if n]
        assert back == [found[2]]

    def test_what_is_not_there_is_not_found(self, state: Browser) -> None:
        assert not [n for n in find(state.index, Query("no such words"), 0) if n is not None]

    def test_an_expression_and_its_mistakes(self, state: Browser) -> None:
        query = Query(r"^section \d+ 'timer'$|globalstate", is_regex=True)
        assert [n for n in find(state.index, query, 0) if n is not None]
        with pytest.raises(UsageError, match="no regular expression"):
            Query("(", is_regex=True).matcher()
        with pytest.raises(UsageError, match="no such scope"):
            Query("x", "nowhere").matcher()

    def test_offsets_are_looked_for(self, state: Browser) -> None:
        item = state.index.builder.items[state.index.order[3]]
        found = [n for n in find(state.index, Query(f"{item.offset:#x}", "offset"), 0) if n is not None]
        assert state.index.row(found[0]).offset == item.offset

    def test_a_filter_keeps_what_matches_lies_in(self, state: Browser) -> None:
        *_, kept = keep(state.index, Query("halted", "name"))
        rows = state.index.children(0, kept=kept)
        assert len(rows) < len(state.index.children(0))

        def walk(node: int) -> int:
            inner = state.index.children(node, kept=kept)
            if not inner:
                assert "halted" in state.index.row(node).name or "halted" in state.index.path(node)
                return 1
            return sum(walk(row.node) for row in inner)

        assert sum(walk(row.node) for row in rows) == sum(
            "halted" in name for n in state.index.order for name in state.index.rows(n).names
        )


class TestMany:
    def test_groups(self) -> None:
        assert level_for(0) == level_for(MOST_CHILDREN) == 0
        assert level_for(MOST_CHILDREN + 1) == 1
        assert child_count(MOST_CHILDREN + 1) == 2
        assert level_for(MOST_CHILDREN**2 + 1) == 2
        node = Node(Space.PAGES, 123456, 654321, 2)
        assert node_of(node.number) == node

    def test_a_long_array_is_grouped(self, tmp_path: Path) -> None:
        path = tmp_path / "vm.bin"
        count = 3 * MOST_CHILDREN + 5
        octets = b"".join(number.to_bytes(2, "big") for number in range(1, count + 1))
        element = {"name": "a", "array_len": count, "type": "uint16", "size": 2}
        vmsd = {"vmsd_name": "dev", "version": 1, "fields": [element]}
        stream = StreamBuilder().full("dev", octets, vmsd=vmsd)
        path.write_bytes(stream.build())
        browser = opened(path)
        found = [n for n in find(browser.index, Query("[12000]", "name"), 0) if n is not None]
        chain = browser.index.chain_of(found[0])
        assert [node_of(number).space for number in chain] == [Space.ITEM, Space.ITEM, Space.ROWS, Space.ITEM]
        check_place(browser.index, browser.index.row(found[0]).offset)
        groups = browser.index.children(chain[1])
        assert [row.children for row in groups] == [MOST_CHILDREN] * 3 + [5]
        browser.close()


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_shown_and_survived(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    octets = bytearray(samples().case("isapc-on-7.2").file("stream.bin").read())
    for _ in range(chance.randrange(1, 6)):
        octets[chance.randrange(len(octets))] = chance.randrange(256)
    if seed % 4 == 0:
        del octets[chance.randrange(len(octets)) :]
    path = tmp_path / "vm.bin"
    path.write_bytes(octets)
    try:
        browser = opened(path)
    except QmiguiError:
        return
    items = [browser.index.builder.items[number] for number in browser.index.order]
    assert [item.offset for item in items] == [0, *(item.end for item in items[:-1])]
    assert items[-1].end == browser.size
    for _ in range(8):
        check_place(browser.index, chance.randrange(browser.size))
    browser.close()


def test_damaged_ber_is_shown_up_to_the_damage(tmp_path: Path) -> None:
    sample = samples().case("m68k-virt-7.2").file("stream.bin")
    path = tmp_path / "vm.ber"
    service.convert(str(sample.path()), str(path), sync=False)
    octets = path.read_bytes()
    whole = opened(path)
    device = next(item for item in whole.index.builder.items if item.type == "full")
    whole.close()
    path.write_bytes(octets[: device.offset] + b"\x7f\xd3\x47" + octets[device.offset + 3 :])
    browser = opened(path)
    assert browser.problem is not None
    assert f"{device.offset:#x}" in browser.problem
    last = browser.index.children(0)[-1]
    assert last.kind is Kind.LOST
    assert last.offset <= device.offset < last.offset + last.length
    browser.close()


@pytest.mark.parametrize("case", ["libvirt-raw-9.0", "libvirt-sparse-12.8", "libvirt-gzip-7.0"])
def test_images_are_shown_at_the_offsets_of_the_file(case: str) -> None:
    found = corpus()
    if not found.is_full:
        pytest.skip("needs the full corpus")
    browser = opened(found.case(case).file("image.save").path())
    start = browser._source.start_offset
    rows = browser.index.children(0)
    stream = next(row for row in rows if row.name == "stream")
    assert stream.offset == start
    with open(browser.bytes_path, "rb") as file:
        file.seek(start)
        assert file.read(4) == b"QEVM"
    assert [row.name for row in rows if row.kind is Kind.LOST] == []
    check_place(browser.index, start + 100)
    check_place(browser.index, browser.size - 50_000)
    browser.close()


def test_a_compressed_file_is_unpacked_for_its_bytes(tmp_path: Path) -> None:
    import zstandard

    sample = samples().case("m68k-virt-7.2").file("stream.bin")
    path = tmp_path / "vm.zst"
    path.write_bytes(zstandard.compress(sample.read()))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    browser = Browser(str(path), scratch)
    with open(browser.bytes_path, "rb") as file:
        assert file.read() == sample.read()
    browser.close()
    assert not list(scratch.iterdir())
