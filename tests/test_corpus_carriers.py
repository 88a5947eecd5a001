"""Every carrier of the corpus opens, is sound, goes to BER and comes back; its RAM is that of the machine."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from qmigui import service
from qmigui.errors import QmiguiError
from qmigui.qemufile.libvirt import raw_head
from qmigui.qemufile.opener import open_source
from tests.corpus import Case, corpus
from tests.test_corpus_roundtrip import check_blocks, digest, pipe_of

pytestmark = pytest.mark.corpus


def cases(container: str) -> list[Any]:
    """The cases of a kind, as parameters."""
    found = [case for case in corpus().cases if case.entry.get("container") == container]
    return [pytest.param(case, id=case.id) for case in found]


def errors(name: str) -> list[str]:
    """All errors that validation finds."""
    found = service.validate(name)
    return [str(problem) for problem in found.problems if problem.severity.value == "error"]


@pytest.mark.parametrize("case", cases("libvirt-save"))
def test_libvirt_image(case: Case, tmp_path: Path) -> None:
    image = case.file("image.save")
    name, ber, back = str(image.path()), tmp_path / "ber", tmp_path / "back"
    assert errors(name) == []
    service.convert(name, str(ber))
    assert errors(str(ber)) == []
    check_blocks(case.ram_blocks, ber, set())
    service.convert(str(ber), str(back))
    save_format = case.entry["save_image_format"]
    octets = image.read()
    head = octets[: 92 + int.from_bytes(octets[20:24], "little")]
    with open_source(name) as source:
        assert source.envelope is not None
        assert source.envelope.head == head
        memory = source.fill(memoryview(bytearray(1 << 26)))
    if save_format in ("raw", "sparse"):
        assert digest(back) == image.sha256
    else:
        raw = back.read_bytes()
        assert raw.startswith(raw_head(head))
        assert struct.unpack_from("<I", raw, 28) == (0,)
        assert len(raw) == len(head) + memory
        assert errors(str(back)) == []
    expected = digest(ber)
    with pipe_of(image.path()) as pipe:
        service.convert(pipe, str(tmp_path / "again"))
    assert digest(tmp_path / "again") == expected
    (tmp_path / "gz").write_bytes(gzip.compress(octets, 1))
    service.convert(str(tmp_path / "gz"), str(tmp_path / "again"))
    assert digest(tmp_path / "again") == expected

    service.convert(str(ber), str(back), to="binary")
    assert errors(str(back)) == []
    assert back.read_bytes()[:4] == b"QEVM"


@pytest.mark.parametrize("case", cases("libvirt-save"))
def test_what_is_told_of_a_libvirt_image(case: Case, tmp_path: Path) -> None:
    name = str(case.file("image.save").path())
    told = service.info(name)
    carrier = told.to_json()["carrier"]
    root = case.entry["domain_xml"]
    assert carrier["format"] == case.entry["save_image_format"]
    for element in ("name", "uuid"):
        value = carrier["domain"][element]
        assert f"<{element}>{value}</{element}>" in root
        assert value in told.to_text()
    assert carrier["xml"].startswith("<domain")
    assert carrier["cookie"].startswith("<cookie>")
    assert "<cookie>" in told.to_text()
    service.convert(name, str(tmp_path / "ber"))
    kept = service.info(str(tmp_path / "ber")).to_json()["carrier"]
    assert kept == carrier
    lines: list[str] = []
    assert service.dump(name, lines.append, sections=["timer"])
    assert service.dump(name, lines.append, form="json", sections=["timer"])


@pytest.mark.parametrize("case", cases("qcow2"))
def test_snapshots(case: Case, tmp_path: Path) -> None:
    image = case.file("disk.qcow2").path()
    ber, back = tmp_path / "ber", tmp_path / "back"
    listed = service.info(str(image)).to_json()["snapshots"]
    snapshots = case.entry["snapshots"]
    assert [(each["name"], each["state_size"]) for each in listed] == [
        (each["name"], each["vm_state_size"]) for each in snapshots
    ]
    told = case.entry["info_snapshots"]
    for number, snapshot in enumerate(snapshots):
        name = f"{image}#{snapshot['name']}"
        assert errors(name) == []
        assert errors(f"{image}#{listed[number]['id']}") == []
        service.convert(name, str(ber))
        assert errors(str(ber)) == []
        check_blocks(snapshot["ram_blocks"], ber, set())
        service.convert(str(ber), str(back))
        assert digest(back) == snapshot["vm_state_sha256"]
        assert snapshot["name"] in told or number
    with pytest.raises(QmiguiError, match=f"qcow2 image with {len(snapshots)} states; name one as FILE#NAME"):
        service.convert(str(image), str(back))


COMPRESSED = [case for case in corpus().cases if "same_stream_as" in case.entry]


@pytest.mark.parametrize("case", COMPRESSED, ids=lambda case: case.id)
def test_compressed_streams(case: Case, tmp_path: Path) -> None:
    back = tmp_path / "back"
    for file in case.files:
        assert errors(str(file.path())) == []
        service.convert(str(file.path()), str(back), to="binary")
        assert digest(back) == case.entry["stream_sha256"], file.name


RECIPES = [case for case in corpus().cases if case.id.startswith("corruptions-libvirt")]


@pytest.mark.parametrize(
    ("base", "recipe"),
    [
        pytest.param(told["base"], recipe, id=recipe["id"])
        for case in RECIPES
        for told in [json.loads(case.file("recipes.json").read())]
        for recipe in told["recipes"]
    ],
)
def test_a_damaged_image_comes_back_or_is_refused(base: str, recipe: dict[str, Any], tmp_path: Path) -> None:
    octets = corpus().case(base).file("image.save").read()
    new = bytes.fromhex(recipe.get("new", ""))
    rest = octets[recipe["offset"] + len(new) :] if recipe["op"] == "replace" else b""
    damaged = octets[: recipe["offset"]] + new + rest
    assert hashlib.sha256(damaged).hexdigest() == recipe["result_sha256"]
    source, ber, back = tmp_path / "damaged", tmp_path / "ber", tmp_path / "back"
    source.write_bytes(damaged)
    if recipe["id"] in {"stream-magic", "truncate-in-xml", "truncate-header", "truncate-no-stream"}:
        with pytest.raises(QmiguiError) as caught:
            service.convert(str(source), str(ber))
        assert (caught.value.offset, caught.value.source) == (recipe["offset"], str(source))
        assert [path.name for path in tmp_path.iterdir()] == ["damaged"]
        return
    result = service.convert(str(source), str(ber))
    assert [problem.offset for problem in result.problems] == [recipe["offset"]]
    service.convert(str(ber), str(back))
    assert back.read_bytes() == damaged
