"""Names with something behind them; a file that really has the name wins."""

from __future__ import annotations

import gzip
import os

import pytest

from qmigui.errors import FormatError, TransportError
from qmigui.qemufile.names import Name, split
from qmigui.qemufile.opener import open_source


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """Some files; names in these tests are relative."""
    monkeypatch.chdir(tmp_path)
    for name in ("file", "a@12", "a", "b#c", "b"):
        with open(name, "wb") as out:
            out.write(bytes(100) + b"QEVM" + name.encode())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("file", Name("file")),
        ("file@0x10", Name("file", 16)),
        ("file@16", Name("file", 16)),
        ("file@0", Name("file", 0)),
        ("file@010", Name("file", 10)),
        ("file@", Name("file@")),
        ("file@-1", Name("file@-1")),
        ("file@1k", Name("file@1k")),
        ("file@0x", Name("file@0x")),
        ("file@99999999999999999999", Name("file@99999999999999999999")),
        ("missing@16", Name("missing@16")),
        ("a@12", Name("a@12")),
        ("a@12@4", Name("a@12", 4)),
        ("a@13", Name("a", 13)),
        ("-@16", Name("-", 16)),
        ("fd:3@0x10", Name("fd:3", 16)),
        ("fd:x@16", Name("fd:x@16")),
        ("file#one", Name("file", None, "one")),
        ("file#one#two", Name("file", None, "one#two")),
        ("b#c", Name("b#c")),
        ("b#c#d", Name("b#c", None, "d")),
        ("b#d", Name("b", None, "d")),
        ("file#", Name("file", None, "")),
        ("#file", Name("#file")),
        ("missing#one", Name("missing#one")),
        ("", Name("")),
        ("a\0b#c", Name("a\0b#c")),
    ],
)
def test_split(name, parts):
    assert split(name) == parts


def test_a_place_in_a_file():
    with open_source("file@100") as source:
        assert (source.start_offset, source.peek(8)) == (100, b"QEVMfile")
        assert source.envelope is not None
        assert (source.envelope.kind, source.envelope.head) == ("offset", bytes(100))
        buf = memoryview(bytearray(50))
        assert source.fill(buf) == 8
        assert source.pread(102, 3) == b"VMf"
    with open_source("a@12") as source:
        assert (source.start_offset, source.envelope) == (0, None)
    with pytest.raises(FormatError, match="file: has only 108 bytes and cannot begin at 0x6d"):
        open_source("file@109")
    with pytest.raises(TransportError, match="missing@4: cannot be opened"):
        open_source("missing@4")


def test_a_place_in_a_pipe():
    for offset, words in ((3, None), (30, "has only 11 bytes and cannot begin at 0x1e")):
        reader, writer = os.pipe()
        os.write(writer, b"abcQEVMpipe")
        os.close(writer)
        if words is None:
            with open_source(f"fd:{reader}@{offset}") as source:
                assert (source.start_offset, source.peek(20)) == (3, b"QEVMpipe")
                assert source.envelope is not None
                assert source.envelope.head == b"abc"
        else:
            with pytest.raises(FormatError, match=words):
                open_source(f"fd:{reader}@{offset}")
        os.close(reader)


def test_something_compressed_at_a_place():
    with open("packed", "wb") as out:
        out.write(b"abc" + gzip.compress(b"QEVMtext"))
    with open_source("packed@3") as source:
        assert (source.start_offset, source.peek(20)) == (0, b"QEVMtext")
        assert source.envelope is not None
        assert (source.envelope.kind, source.envelope.head) == ("", b"")
        assert source.envelope.wrappings == ["gzip"]


def test_a_snapshot_at_a_place():
    assert split("file@100#one") == Name("file", 100, "one")
    assert split("file@0x64#one#two@3") == Name("file", 100, "one#two@3")
    assert split("fd:0#one") == Name("fd:0", None, "one")
    assert split("fd:0@5#one") == Name("fd:0", 5, "one")
    assert split("missing@5#one") == Name("missing@5#one")
    assert split("file@9223372036854775807") == Name("file", (1 << 63) - 1)
    with pytest.raises(FormatError, match="file: has only 108 bytes and cannot begin at 0xffffffffffffffff"):
        open_source("file@0xffffffffffffffff")
