"""Real streams go to BER and back without loss, and damaged ones are refused or kept as they are.

Also, the RAM that the BER holds is that of the machine: MANIFEST.json has the
SHA-256 of each block as read from QEMU's own memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmigui import service
from qmigui.errors import FormatError
from tests.corpus import Case, Corpus, CorpusFile, corpus, samples
from tests.reference.memory import Memory

NOT_SENT = {"x-ignore-shared-7.2": {"ram0"}}
"""Blocks that are not in the stream, since another process has them."""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def pipe_of(path: Path) -> Iterator[str]:
    """The name of a pipe that gives a file."""
    reader, writer = os.pipe()

    def feed() -> None:
        with path.open("rb") as file, contextlib.suppress(BrokenPipeError), os.fdopen(writer, "wb") as out:
            while piece := file.read(1 << 20):
                out.write(piece)

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield f"fd:{reader}"
    finally:
        os.close(reader)
        thread.join()


def case_of(file: CorpusFile) -> Case:
    """What the manifest tells of the case."""
    found = [case for case in (*corpus().cases, *samples().cases) if case.id == file.case_id]
    return found[0]


def sends_ram(case: Case) -> bool:
    """Whether the pages are in the stream, and not on other channels."""
    return not (case.entry["capabilities"].get("multifd") and case.entry["transport"] == "proxy")


def test_stream_and_ram_survive(stream_file: CorpusFile, tmp_path: Path) -> None:
    source = stream_file.path()
    ber, again, back = tmp_path / "1.ber", tmp_path / "2.ber", tmp_path / "back"
    service.convert(str(source), str(ber))
    service.convert(str(ber), str(back))
    assert digest(back) == stream_file.sha256
    expected = digest(ber)

    with pipe_of(source) as name:
        service.convert(name, str(again))
    assert digest(again) == expected, "the BER from a pipe differs from that from the file"
    service.convert(str(back), str(again))
    assert digest(again) == expected
    with pipe_of(ber) as name:
        service.convert(name, str(back))
    assert digest(back) == stream_file.sha256

    case = case_of(stream_file)
    if sends_ram(case):
        check_ram(case, ber)


def check_ram(case: Case, ber: Path) -> None:
    """Compare the RAM in a BER file with that of the machine."""
    check_blocks(case.ram_blocks, ber, NOT_SENT.get(case.id, set()))


def check_blocks(blocks: list[dict[str, Any]], ber: Path, not_sent: set[str]) -> None:
    """Compare the RAM in a BER file with what the manifest tells of *blocks*."""
    with (
        ber.open("rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapping,
        memoryview(mapping) as view,
    ):
        memory = Memory(view)
    assert memory.blocks.keys() == {block["name"] for block in blocks}
    assert memory.touched == memory.blocks.keys() - not_sent
    for block in blocks:
        if block["name"] not in not_sent:
            content = memory.blocks[block["name"]]
            assert len(content) == block["used_length"]
            assert hashlib.sha256(content).hexdigest() == block["sha256"], block["name"]


def test_multifd_main_channels_are_the_only_streams_without_ram(corpus: Corpus) -> None:
    without = {case.id for case in corpus.cases if case.stream and not sends_ram(case)}
    assert all(case_id.startswith("multifd-") for case_id in without)


def test_single_pages_hold_the_same(sample: CorpusFile, tmp_path: Path) -> None:
    ber, back = tmp_path / "1.ber", tmp_path / "back"
    service.convert(str(sample.path()), str(ber), single_pages=True)
    service.convert(str(ber), str(back))
    assert digest(back) == sample.sha256
    check_ram(case_of(sample), ber)


def test_ber_is_made_ours(sample: CorpusFile, tmp_path: Path) -> None:
    ours, single, again = tmp_path / "1.ber", tmp_path / "2.ber", tmp_path / "3.ber"
    service.convert(str(sample.path()), str(ours))
    service.convert(str(sample.path()), str(single), single_pages=True)
    service.convert(str(single), str(again), to="ber")
    assert digest(again) == digest(ours)
    service.convert(str(ours), str(again), to="ber", single_pages=True)
    assert digest(again) == digest(single)


# -- damaged streams ------------------------------------------------------------------

RECIPES = ("corruptions-pc-7.2", "corruptions-mapped-ram-10.0")


def recipes() -> list[Any]:
    """All damages, as parameters."""
    found = []
    for case in corpus().cases:
        if case.id in RECIPES:
            told = json.loads(case.file("recipes.json").read())
            found += [
                pytest.param(told["base"], recipe, id=f"{case.id.split('-')[1]}-{recipe['id']}")
                for recipe in told["recipes"]
            ]
    return found


def damaged(base: bytes, recipe: dict[str, Any]) -> bytes:
    """A stream, damaged as a recipe says."""
    offset = recipe["offset"]
    length = recipe.get("length", 0)
    piece = base[offset : offset + length]
    match recipe["op"]:
        case "replace":
            new = bytes.fromhex(recipe["new"])
            assert base[offset : offset + len(new)] == bytes.fromhex(recipe["old"])
            result = base[:offset] + new + base[offset + len(new) :]
        case "truncate":
            result = base[:offset]
        case "insert":
            result = base[:offset] + bytes.fromhex(recipe["new"]) + base[offset:]
        case "delete":
            result = base[:offset] + base[offset + length :]
        case "copy":
            result = base[: recipe["to"]] + piece + base[recipe["to"] :]
        case "move":
            assert recipe["to"] <= offset
            result = base[: recipe["to"]] + piece + base[recipe["to"] : offset] + base[offset + length :]
        case other:
            raise AssertionError(other)
    assert len(result) == recipe["result_size"]
    assert hashlib.sha256(result).hexdigest() == recipe["result_sha256"]
    return result


def ids(text: str) -> frozenset[str]:
    """Words."""
    return frozenset(text.split())


REFUSED = ids(
    """
    pc-magic-bad pc-version-2 pc-version-4 pc-empty pc-only-magic pc-header-only pc-leading-byte
    pc-config-type-unknown pc-config-length-huge pc-config-length-plus1 pc-ram-idstr-length-255
    pc-ram-total-plus-page pc-ram-total-flags pc-block-name-char pc-block-name-length
    pc-block-length-plus-page pc-block-last-length-half pc-page-flags-unknown
    pc-page-address-beyond-block pc-page-block-name-char pc-page-block-name-length-0 pc-page-byte-lost
    pc-ram-eos-flag pc-part-section-id pc-ram-footer-magic pc-ram-footer-id pc-dev-section-type-5
    pc-dev-section-type-0 pc-dev-section-id-dup pc-dev-idstr-length-plus1 pc-dev-footer-magic
    pc-dev-footer-id pc-eof-byte pc-mid-page pc-mid-page-header pc-after-page pc-after-ram-end
    pc-mid-device pc-before-footer pc-after-device pc-missing-eof
    mapped-header-version mapped-page-size mapped-bitmap-offset mapped-bitmap-offset-beyond
    mapped-pages-offset mapped-pages-offset-beyond mapped-truncate-in-pages
    mapped-truncate-before-bitmap
    """
)
"""Damage to the structure: nothing may be made of it."""

KEPT = ids(
    """
    pc-config-machine-char pc-page-data-bit pc-page-address-other-page pc-zero-page-fill-byte
    pc-zero-flag-to-page pc-dev-idstr-char pc-dev-instance-id pc-dev-version-plus pc-dev-version-0
    pc-equal-PCIBUS-nirq pc-subsection-name-char pc-subsection-version pc-subsection-marker
    pc-vmdesc-quote pc-vmdesc-size-number pc-vmdesc-utf8 pc-missing-vmdesc pc-trailing-garbage
    pc-section-removed pc-sections-swapped
    mapped-block-name-char mapped-bitmap-bit-cleared mapped-page-data-bit
    """
)
"""Damage to what the structure holds: not for us to judge, so it has to come back as it is."""


@pytest.mark.corpus
@pytest.mark.parametrize(("base", "recipe"), recipes())
def test_damage(request: pytest.FixtureRequest, base: str, recipe: dict[str, Any], tmp_path: Path) -> None:
    stream = corpus().case(base).stream
    assert stream is not None
    octets = damaged(stream.read(), recipe)
    source, ber, back = tmp_path / "damaged", tmp_path / "ber", tmp_path / "back"
    source.write_bytes(octets)
    damage = request.node.callspec.id
    try:
        service.convert(str(source), str(ber))
    except FormatError as error:
        assert damage not in KEPT
        assert error.offset is not None
        assert 0 <= error.offset <= len(octets)
        assert error.source == str(source)
    else:
        assert damage not in REFUSED
        service.convert(str(ber), str(back))
        assert digest(back) == recipe["result_sha256"]
    expected = digest(ber) if ber.exists() else None
    try:
        with pipe_of(source) as name:
            service.convert(name, str(back), to="ber")
    except FormatError as error:
        assert error.offset is not None
        assert expected is None
    else:
        assert digest(back) == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *(["back", "ber"] if expected else []),
        "damaged",
    ]


def test_the_lists_of_damages_name_existing_ones() -> None:
    known = {parameter.id for parameter in recipes()}
    assert not known or known >= REFUSED | KEPT


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.9999])
def test_a_cut_stream_leaves_no_file(sample: CorpusFile, share: float, tmp_path: Path) -> None:
    source, target = tmp_path / "cut", tmp_path / "target"
    source.write_bytes(sample.read()[: int(sample.size * share)])
    with pytest.raises(FormatError) as caught:
        service.convert(str(source), str(target))
    assert caught.value.offset is not None
    assert [path.name for path in tmp_path.iterdir()] == ["cut"]
    target.write_bytes(b"old")
    with pytest.raises(FormatError):
        service.convert(str(source), str(target))
    assert target.read_bytes() == b"old"
