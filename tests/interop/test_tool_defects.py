"""What the tools cannot do, as docs/ber-tools.md tells it, and that the ways around it work.

A tool's refusal is an expected failure; where a newer tool passes, the document is to be changed.
Our own reader does all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.interop import own
from tests.interop.decoders import Asn1c, Asn1tools, Decoder, Pycrate, ToolError
from tests.interop.values import Tree, file_with

END = b"\0\0"
SEGMENTS = bytes.fromhex("0403414243 0402 4445")  # "ABC" and "DE"


def file_of(*items: bytes) -> bytes:
    """A file of these items."""
    return bytes.fromhex("7fd14680 020101 020103 3080") + b"".join(items) + END + END


def section_of(body: bytes) -> bytes:
    """A section that begins, with this body."""
    return bytes.fromhex("7fd34680 0a0101 020101 0c0164 020100 020101") + body + b"\x01\x01\xff" + END


DEFINITE = b"\x24" + bytes((len(SEGMENTS),)) + SEGMENTS
INDEFINITE = b"\x24\x80" + SEGMENTS + END
NESTED = b"\x24\x80" + DEFINITE + END
TAGGED = b"\x7f\xd4\x52" + bytes((len(SEGMENTS),)) + SEGMENTS  # "TR", constructed


@contextmanager
def known_defect(what: str) -> Iterator[None]:
    """Take a tool's refusal for the known one."""
    try:
        yield
    except ToolError:
        pytest.xfail(what)


def blob(tree: Tree) -> bytes:
    """The octets of the one section of :func:`section_of`."""
    octets: bytes = tree["items"][0][1]["body"][1]
    return octets


@pytest.mark.parametrize("body", [DEFINITE, INDEFINITE, NESTED], ids=["definite", "indefinite", "nested"])
def test_segments_are_read_by_ours_asn1tools_and_asn1c(
    body: bytes, asn1tools_decoder: Asn1tools, asn1c_decoder: Asn1c
) -> None:
    file = file_of(section_of(body))
    trees = own.read(file).tree, asn1tools_decoder.decode(file), asn1c_decoder.decode(file)
    assert [blob(tree) for tree in trees] == 3 * [b"ABCDE"]


def test_pycrate_reads_segments_of_definite_length(pycrate_decoder: Pycrate) -> None:
    assert blob(pycrate_decoder.decode(file_of(section_of(DEFINITE)))) == b"ABCDE"


def test_pycrate_reads_segments_of_indefinite_length(pycrate_decoder: Pycrate) -> None:
    with known_defect("pycrate takes the end-of-contents octets for a segment"):
        assert blob(pycrate_decoder.decode(file_of(section_of(INDEFINITE)))) == b"ABCDE"


def test_pycrate_reads_nested_segments(pycrate_decoder: Pycrate) -> None:
    file = file_of(section_of(b"\x24" + bytes((len(DEFINITE),)) + DEFINITE))
    with known_defect("pycrate reads no segments within segments; we write none"):
        assert blob(pycrate_decoder.decode(file)) == b"ABCDE"


def test_pycrate_writes_recursive_types(pycrate_decoder: Pycrate, asn1tools_decoder: Asn1tools) -> None:
    inner: Tree = {"fields": [], "subsections": []}
    middle = {"fields": [{"name": "drives", "value": ("array", [("struct", inner)])}]}
    file = asn1tools_decoder.encode_tree(file_with({"fields": [{"name": "s", "value": ("struct", middle)}]}))
    assert pycrate_decoder.decode(file) == asn1tools_decoder.decode(file)
    with known_defect("pycrate's encoder loses its place in a struct within a struct"):
        assert pycrate_decoder.encode(file) == file


def test_a_tag_at_the_use_is_read_by_all(
    asn1tools_decoder: Asn1tools, pycrate_decoder: Pycrate, asn1c_decoder: Asn1c
) -> None:
    decoders: tuple[Decoder, ...] = (asn1tools_decoder, pycrate_decoder, asn1c_decoder)
    for decoder in decoders:
        assert decoder.decode(file_of(TAGGED))["items"] == [("trailing", b"ABCDE")]


def test_asn1c_with_a_tag_at_the_type(asn1c_decoder: Asn1c, tmp_path: Path) -> None:
    text = asn1c_decoder.text.replace("[APPLICATION 10834] Trailing", "Trailing")
    text = text.replace("Trailing ::= OCTET", "Trailing ::= [APPLICATION 10834] OCTET")
    other = Asn1c(text, tmp_path)
    assert other.decode(file_of(b"\x5f\xd4\x52\x05ABCDE"))["items"] == [("trailing", b"ABCDE")]
    with known_defect("asn1c wants the type's own tag at each segment"):
        assert other.decode(file_of(TAGGED))["items"] == [("trailing", b"ABCDE")]


def test_asn1c_without_wide_types(asn1c_decoder: Asn1c, asn1tools_decoder: Asn1tools, tmp_path: Path) -> None:
    file = asn1tools_decoder.encode_tree(file_with({"fields": [{"name": "r", "value": ("u64", 2**63)}]}))
    assert asn1c_decoder.decode(file) == asn1tools_decoder.decode(file)
    narrow = Asn1c(asn1c_decoder.text, tmp_path, wide_types=False)
    with known_defect("without -fwide-types asn1c keeps an INTEGER in a long"):
        assert narrow.decode(file) == asn1tools_decoder.decode(file)


def structs(levels: int) -> Tree:
    """A file of a device with structs in each other."""
    tree: Tree = {"fields": []}
    for _ in range(levels):
        tree = {"fields": [{"name": "s", "value": ("struct", tree)}]}
    return file_with(tree)


def test_deep_structs_need_stack_in_asn1c(asn1c_decoder: Asn1c, asn1tools_decoder: Asn1tools) -> None:
    file = asn1tools_decoder.encode_tree(structs(60))
    assert asn1c_decoder.convert(file, "-s", "1000000", "-onull") == b""
    assert asn1c_decoder.decode(asn1tools_decoder.encode_tree(structs(17)))
