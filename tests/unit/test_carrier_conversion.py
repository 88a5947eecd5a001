"""What becomes of what is around a stream, in every conversion."""

from __future__ import annotations

import bz2
import filecmp
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from qmigui import service
from qmigui.errors import QmiguiError, UsageError
from qmigui.qemufile.carriers import open_carried
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.carriers import Qcow2, libvirt_head, lzop_file
from tests.sources import PipeSource

PLAIN = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram")).build()
PACKING: dict[int, Callable[[bytes], bytes]] = {
    1: gzip.compress,
    2: bz2.compress,
    3: lzma.compress,
    4: lzop_file,
    5: zstandard.ZstdCompressor().compress,
}


def mapped(base: int) -> bytes:
    """A stream in the fixed-offset form that begins at *base* of its file, with a gap before its pages."""
    pages = ({0: content(0), 1: content(1), 69: content(2)}, {5: content(3)})
    blocks = (
        Block("pc.ram", 70 * 4096, mapped=Mapped(pages[0], align=1 << 20)),
        Block("vga", 8 * 4096, mapped=Mapped(pages[1], align=1 << 20)),
    )
    header = bytes(base) + b"QEVM\0\0\0\3"
    builder = StreamBuilder(capabilities=["mapped-ram"], blocks=blocks, header=header)
    return builder.ram().build()[base:]


def convert(tmp_path: Path, octets: bytes, **more) -> tuple[bytes, service.Conversion]:
    """What *octets* convert to."""
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(octets)
    result = service.convert(str(source), str(target), sync=False, **more)
    return target.read_bytes(), result


def clean(tmp_path: Path, octets: bytes) -> None:
    """Nothing is wrong with *octets*."""
    path = tmp_path / "checked"
    path.write_bytes(octets)
    found = service.validate(str(path))
    assert [str(problem) for problem in found.problems if problem.severity.value == "error"] == []


@pytest.mark.parametrize("form", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("order", "<>")
def test_libvirt(tmp_path: Path, form: int, order: str) -> None:
    head, raw = libvirt_head(format_=form, order=order), libvirt_head(format_=0, order=order)
    image = head + (PACKING[form](PLAIN) if form else PLAIN)
    clean(tmp_path, image)
    ber, result = convert(tmp_path, image)
    assert result.problems == []
    clean(tmp_path, ber)
    assert head in ber
    assert convert(tmp_path, ber)[0] == raw + PLAIN
    assert convert(tmp_path, ber, to="libvirt")[0] == raw + PLAIN
    assert convert(tmp_path, ber, to="binary")[0] == PLAIN
    assert convert(tmp_path, ber, to="ber")[0] == ber
    assert convert(tmp_path, ber, trim=True)[0] == raw + PLAIN
    assert convert(tmp_path, image, to="binary")[0] == PLAIN
    assert convert(tmp_path, image, to="libvirt")[0] == raw + PLAIN
    # Whatever is around all of it leaves no trace.
    assert convert(tmp_path, gzip.compress(lz4.frame.compress(image)))[0] == ber


def test_libvirt_sparse(tmp_path: Path) -> None:
    head = libvirt_head(format_=6)
    image = head + mapped(len(head))
    clean(tmp_path, image)
    ber, _ = convert(tmp_path, image)
    clean(tmp_path, ber)
    assert convert(tmp_path, ber)[0] == image
    assert convert(tmp_path, ber, to="ber")[0] == ber
    assert convert(tmp_path, image, to="libvirt")[0] == image
    alone = convert(tmp_path, image, to="binary")[0]
    assert alone == mapped(0)
    assert convert(tmp_path, ber, to="binary")[0] == alone
    assert convert(tmp_path, gzip.compress(image))[0] == ber


def test_a_sparse_image_behind_something(tmp_path: Path) -> None:
    """Its offsets count from its own start."""
    head = libvirt_head(format_=6, padding=70_000)
    image = head + mapped(len(head))
    ber, file, out = convert(tmp_path, image)[0], tmp_path / "file", tmp_path / "out"
    for before in (512, 5001):
        for octets in (bytes(before) + image, b"x" * before + gzip.compress(image)):
            file.write_bytes(octets)
            name = f"{file}@{before}"
            assert [str(each) for each in service.validate(name).problems] == []
            service.convert(name, str(out), sync=False)
            assert out.read_bytes() == ber
            service.convert(name, str(out), to="binary", sync=False)
            assert out.read_bytes() == mapped(0)
            assert service.info(name, full=True).to_json()["carrier"]["format"] == "sparse"
            with open_carried(PipeSource(octets, (999,)), offset=before) as pipe:
                assert pipe.start_offset == len(head)


def test_mapped_ram_behind_an_offset(tmp_path: Path) -> None:
    before = b"something" * 1000
    image = before + mapped(len(before))
    (tmp_path / "file").write_bytes(image)
    name, ber, back = f"{tmp_path}/file@{len(before):#x}", tmp_path / "ber", tmp_path / "back"
    assert service.validate(name).is_clean
    service.convert(name, str(ber))
    service.convert(str(ber), str(back))
    assert back.read_bytes() == image
    service.convert(name, str(back), to="binary")
    assert back.read_bytes() == mapped(0)
    service.convert(name, str(ber), trim=True)
    assert before not in ber.read_bytes()
    service.convert(str(ber), str(back))
    assert back.read_bytes() == mapped(0)
    with pytest.raises(UsageError, match="it was in no libvirt image"):
        service.convert(name, str(back), to="libvirt")


@pytest.mark.parametrize("tail", [bytes(70_000), b"what was there before" * 9000])
def test_trailing(tmp_path: Path, tail: bytes) -> None:
    ber, result = convert(tmp_path, PLAIN + tail)
    assert [problem.code for problem in result.problems] == ["trailing"]
    assert convert(tmp_path, ber)[0] == PLAIN + tail
    trimmed, _ = convert(tmp_path, PLAIN + tail, trim=True)
    assert trimmed == convert(tmp_path, PLAIN)[0]
    assert convert(tmp_path, ber, trim=True)[0] == PLAIN
    assert convert(tmp_path, ber, to="ber", trim=True)[0] == trimmed
    assert convert(tmp_path, gzip.compress(PLAIN + tail), trim=True)[0] == trimmed
    assert convert(tmp_path, PLAIN + tail, to="binary", trim=True)[0] == PLAIN


def test_a_hole_behind_the_stream_stays_one(tmp_path: Path) -> None:
    volume, ber, back = tmp_path / "volume", tmp_path / "ber", tmp_path / "back"
    volume.write_bytes(PLAIN)
    os.truncate(volume, 96 << 20)
    found = service.validate(str(volume)).problems[-1]
    assert f"{(96 << 20) - len(PLAIN)} zeros follow the stream" in str(found)
    with volume.open("r+b") as file:
        file.seek(80 << 20)
        file.write(b"old")
    found = service.validate(str(volume)).problems[-1]
    assert (found.code, found.offset) == ("trailing", 80 << 20)
    service.convert(str(volume), str(ber), sync=False)
    service.convert(str(ber), str(back), sync=False)
    assert filecmp.cmp(volume, back, shallow=False)
    for path in (ber, back):
        assert path.stat().st_blocks * 512 < 8 << 20
    # The BER is the same where nothing tells of a hole.
    assert convert(tmp_path, gzip.compress(volume.read_bytes(), 1))[0] == ber.read_bytes()


@pytest.mark.parametrize("pipe", [False, True], ids=["file", "pipe"])
def test_a_longer_stream_was_there_before(tmp_path: Path, pipe: bool) -> None:
    """The description at the end of the file is that of the other stream, and its devices are others."""

    def stream(count: int) -> bytes:
        builder = StreamBuilder().ram(Ram().page(0, content(1), name="pc.ram"))
        for number in range(count):
            builder.full(f"device {number}", values=[("a", "uint32", bytes((0, 0, 0, number)))])
        return builder.build()

    old, new = stream(9), stream(3)
    data = new + old[len(new) :]
    octets = gzip.compress(data) if pipe else data
    ber, result = convert(tmp_path, octets)
    assert [problem.code for problem in result.problems] == ["trailing"]
    assert (result.typed_devices, result.opaque_devices) == (3, 0)
    assert convert(tmp_path, ber)[0] == data
    assert convert(tmp_path, octets, trim=True)[0] == convert(tmp_path, new)[0]
    convert(tmp_path, octets)
    codes = {problem.code for problem in service.validate(str(tmp_path / "in")).problems}
    assert codes == {"trailing", "pages-missing"}


def test_too_much_before_an_offset(tmp_path: Path) -> None:
    path, out = tmp_path / "file", tmp_path / "out"
    at = (64 << 20) + 4096
    with path.open("wb") as file:
        file.truncate(at)
        file.seek(at)
        file.write(PLAIN)
    name = f"{path}@{at}"
    with pytest.raises(UsageError, match=r"more than 64 MiB stand before the stream.*--trim"):
        service.convert(name, str(out))
    assert not out.exists()
    service.convert(name, str(out), trim=True)
    assert out.read_bytes() == convert(tmp_path, PLAIN)[0]
    assert service.validate(name).is_clean


@pytest.mark.parametrize("before", [0, 512, 77])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_snapshot_in_something(tmp_path: Path, before: int, is_packed: bool) -> None:
    image = Qcow2([("one", PLAIN), ("two", mapped(0))]).build()
    path, out = tmp_path / "disk", tmp_path / "out"
    path.write_bytes(b"x" * before + (gzip.compress(image) if is_packed else image))
    name = f"{path}@{before}" if before else str(path)
    for snapshot, stream in (("one", PLAIN), ("two", mapped(0))):
        service.convert(f"{name}#{snapshot}", str(out), to="binary", sync=False)
        assert out.read_bytes() == stream
        assert service.validate(f"{name}#{snapshot}").is_clean
    listed = service.info(name).to_json()
    assert [each["name"] for each in listed["snapshots"]] == ["one", "two"]


def test_a_snapshot(tmp_path: Path) -> None:
    path, out = tmp_path / "disk", tmp_path / "out"
    path.write_bytes(Qcow2([("one", PLAIN), ("two", mapped(0))]).build())
    for name, stream in (("one", PLAIN), ("two", mapped(0))):
        service.convert(f"{path}#{name}", str(out))
        assert convert(tmp_path, out.read_bytes())[0] == stream
        service.convert(f"{path}#{name}", str(out), to="binary")
        assert out.read_bytes() == stream
        assert service.validate(f"{path}#{name}").is_clean
    with pytest.raises(QmiguiError, match="with 2 states"):
        service.convert(str(path), str(out))
    listed = service.info(str(path)).to_json()
    assert [each["name"] for each in listed["snapshots"]] == ["one", "two"]


@pytest.mark.parametrize("form", [0, 5])
def test_salvage_of_an_image(tmp_path: Path, form: int) -> None:
    cut = PLAIN[:-3000] + b"\xff" * 2000
    head = libvirt_head(format_=form)
    image = head + (PACKING[form](cut) if form else cut)
    ber, result = convert(tmp_path, image, salvage=True)
    assert result.unparsed_bytes
    assert convert(tmp_path, ber)[0] == libvirt_head(format_=0) + cut
    assert convert(tmp_path, ber, to="binary")[0] == cut
    assert convert(tmp_path, gzip.compress(image), salvage=True)[0] == ber


def test_a_damaged_head_in_ber_is_told_where_it_is(tmp_path: Path) -> None:
    for damaged, at, code in (
        (libvirt_head(format_=3), 28, "libvirt-format"),
        (libvirt_head(xml=b"<domain>"), 92 + 8, "libvirt-xml"),
        (libvirt_head(padding=70_000, xml=b"<domain>"), 92 + 8, "libvirt-xml"),
        (libvirt_head(magic=b"LibvirtQemudPart"), 12, "libvirt-part"),
    ):
        ber, result = convert(tmp_path, damaged + PLAIN)
        assert [problem.code for problem in result.problems] == [code]
        found = service.validate(str(tmp_path / "out"))
        start = ber.index(damaged[:16])
        of_head = [problem for problem in found.problems if problem.code.startswith("libvirt")]
        assert [(problem.code, problem.offset) for problem in of_head] == [(code, start + at)]
        assert convert(tmp_path, ber)[0] == damaged + PLAIN
        told = service.info(str(tmp_path / "in")).to_json()["carrier"]
        assert told["unfinished"] == (code == "libvirt-part")
