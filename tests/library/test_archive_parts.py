"""The parts of an archive as octets: there and back, and nothing else taken for them."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmigui.errors import LibraryError
from qmigui.library.archive import layout, meta, seek_table
from qmigui.library.archive.info import ArchiveInfo, Facts, ParentRef
from qmigui.library.archive.writer import pack_rows, unpack_rows

INFO = ArchiveInfo(
    id="0123456789abcdef" * 2,
    created="2026-01-01T00:00:00+00:00",
    tool="qmigui 1",
    raw_size=1000,
    raw_sha256="ab" * 32,
    content="stream",
    capabilities=("mapped-ram",),
    problem_counts={"error": 1},
    problems=({"code": "x"},),
    parent=ParentRef("00" * 16, "cd" * 32, 900, "old.qst.zst"),
    depth=1,
    facts=Facts(source_name="vm.bin", source_mtime=1.5, tags=("a", "ü"), extra={"a": [1]}),
)

lengths = st.integers(8, 1 << 20)
entries = st.lists(st.tuples(lengths, st.integers(0, 1 << 26), st.integers(0, 0xFFFFFFFF)), max_size=40)


@given(entries)
def test_a_seek_table_comes_back(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, dtype=seek_table.ENTRY)
    octets = seek_table.pack(table)
    before = sum(row[0] for row in rows)
    size = before + len(octets)
    assert seek_table.length_from_footer(octets[-seek_table.FOOTER_LENGTH :], size) == len(octets)
    assert seek_table.unpack(octets, before).tolist() == table.tolist()


@given(entries, st.integers(-100, 100).filter(bool))
def test_a_seek_table_of_another_file_is_refused(rows: list[tuple[int, int, int]], off: int) -> None:
    octets = seek_table.pack(np.array(rows, dtype=seek_table.ENTRY))
    with pytest.raises(LibraryError, match="stand before it"):
        seek_table.unpack(octets, sum(row[0] for row in rows) + off)


@given(st.binary(min_size=9, max_size=9), st.integers(0, 1 << 40))
def test_any_footer_gives_a_length_inside_the_file_or_an_error(footer: bytes, size: int) -> None:
    try:
        length = seek_table.length_from_footer(footer, size)
    except LibraryError:
        return
    assert 17 <= length <= size


def test_a_seek_table_is_as_zstd_has_it() -> None:
    octets = seek_table.pack(np.array([(100, 4096, 7), (20, 0, 0)], dtype=seek_table.ENTRY))
    assert octets == (
        struct.pack("<II", 0x184D2A5E, 33)
        + struct.pack("<III", 100, 4096, 7)
        + struct.pack("<III", 20, 0, 0)
        + struct.pack("<IBI", 2, 0x80, 0x8F92EAB1)
    )


tags = st.sampled_from([b"INFO", b"PMAP", b"LATR"])
chunks = st.lists(st.tuples(tags, st.binary(max_size=300)), max_size=6)


@given(chunks, st.booleans())
def test_metadata_comes_back(parts: list[tuple[bytes, bytes]], is_delta: bool) -> None:
    ways = (meta.plain, meta.packed)
    made = [ways[number % 2](tag, data) for number, (tag, data) in enumerate(parts)]
    octets = meta.pack(int(is_delta), made)
    assert len(octets) == meta.frame_length(made)
    read = meta.Meta(lambda offset, length: octets[offset : offset + length], 0, len(octets))
    assert read.flags == int(is_delta)
    for tag in {tag for tag, _ in parts}:
        wanted = [data for other, data in parts if other == tag]
        assert [read.chunk(tag, 300, index) for index in range(read.count(tag))] == wanted


@given(st.data())
def test_any_change_of_metadata_is_seen(data: st.DataObject) -> None:
    made = [meta.packed(b"INFO", b"hello " * 20), meta.plain(b"SEEK", b"0123456789")]
    octets = bytearray(meta.pack(0, made))
    octets[data.draw(st.integers(0, len(octets) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(LibraryError):
        _read_all(bytes(octets))


def _read_all(octets: bytes) -> None:
    read = meta.Meta(lambda offset, length: octets[offset : offset + length], 0, len(octets))
    read.chunk(b"INFO", 1000)
    read.chunk(b"SEEK", 1000)


def test_a_chunk_that_claims_a_tebibyte_is_refused() -> None:
    chunk = meta.packed(b"INFO", b"x")._replace(raw_length=1 << 40)
    octets = meta.pack(0, [chunk])
    read = meta.Meta(lambda offset, length: octets[offset : offset + length], 0, len(octets))
    with pytest.raises(LibraryError, match="cannot be right"):
        read.chunk(b"INFO", 1 << 20)
    with pytest.raises(LibraryError, match="does not announce"):
        read.chunk(b"INFO", 1 << 50)


def test_a_later_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meta, "VERSION", 2)
    octets = meta.pack(0, [])
    monkeypatch.undo()
    with pytest.raises(LibraryError, match="later version"):
        meta.Meta(lambda offset, length: octets[offset : offset + length], 0, len(octets))


def test_info_comes_back() -> None:
    assert ArchiveInfo.from_json(json.loads(json.dumps(INFO.to_json()))) == INFO


def test_unknown_words_in_info_are_passed_over() -> None:
    assert ArchiveInfo.from_json(INFO.to_json() | {"of_later": 1}) == INFO


@pytest.mark.parametrize(
    "change",
    [
        {"raw_size": -1},
        {"raw_size": True},
        {"raw_size": 1 << 63},
        {"raw_size": 1e3},
        {"id": "../../etc"},
        {"raw_sha256": "AB" * 32},
        {"parent": []},
        {"parent": None},
        {"parent": {"id": "00" * 16}},
        {"stream_offset": 1001},
        {"depth": 0},
        {"capabilities": "abc"},
        {"capabilities": [1]},
        {"facts": {"source_mtime": "now"}},
        {"facts": {"tags": {}}},
        {"problems": [1]},
        {"problem_counts": {"error": "many"}},
    ],
)
def test_values_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(LibraryError):
        ArchiveInfo.from_json(INFO.to_json() | change)


@pytest.mark.parametrize("value", [None, [], "x", {}])
def test_info_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(LibraryError):
        ArchiveInfo.from_json(value)


rows = st.lists(
    st.tuples(
        st.integers(0, 1 << 50),
        st.integers(0, 1 << 50),
        st.integers(0, 1 << 31),
        st.integers(0, 0xFFFF),
        st.integers(0, 2),
    ),
    max_size=30,
)


@given(rows)
def test_a_page_map_comes_back(values: list[tuple[int, ...]]) -> None:
    table = np.array(values, dtype=layout.PAGE_ROW)
    assert unpack_rows(pack_rows(table)).tolist() == table.tolist()
