"""Taking memory out of made-up states: every kind of page, what is missing, and what is not right."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest

from qmigui import service
from qmigui.errors import FormatError, TransportError, UsageError
from qmigui.memory.account import MemoryReport
from qmigui.memory.bits import PageBits
from qmigui.memory.extract import file_name
from qmigui.progress import Cancel
from tests.builders import Block, Mapped, Ram, StreamBuilder, content, xbzrle
from tests.converting import to_ber

SIZE = 4096
TWO = (Block("pc.ram", 64 * SIZE), Block("pc.rom", 4 * SIZE))


def extracted(
    stream: bytes, tmp_path: Path, *, as_ber: bool = False, name: str = "out"
) -> tuple[MemoryReport, dict[str, bytes]]:
    """Report and contents of the blocks."""
    path = tmp_path / f"{name}.state"
    path.write_bytes(to_ber(stream) if as_ber else stream)
    out = tmp_path / name
    report = service.extract_ram(str(path), str(out), sync=False)
    listed = json.loads((out / "blocks.json").read_text())["blocks"]
    assert {entry["file"] for entry in listed} | {"blocks.json"} == set(os.listdir(out))
    return report, {entry["name"]: (out / entry["file"]).read_bytes() for entry in listed}


def whole(ram: Ram) -> Ram:
    """All zero pages of :data:`TWO`, then *ram*."""
    first = Ram().zeros(0, 64, name="pc.ram").zeros(0, 4, name="pc.rom")
    first._parts += ram._parts
    return first


@pytest.mark.parametrize("as_ber", [False, True], ids=["binary", "ber"])
def test_later_pages_take_the_place_of_earlier_ones(tmp_path: Path, as_ber: bool) -> None:
    new = bytearray(content(5))
    new[100:300] = bytes(range(200))
    ram = whole(Ram().pages(0, 20, name="pc.ram").zeros(8 * SIZE, 3).page(9 * SIZE, content(77)))
    ram.xbzrle(5 * SIZE, xbzrle(content(5), bytes(new))).compressed(63 * SIZE).zero(62 * SIZE, fill=7)
    ram.zero(12 * SIZE).page(SIZE, content(99), name="pc.rom")
    report, blocks = extracted(StreamBuilder(blocks=TWO).ram(ram).build(), tmp_path, as_ber=as_ber)
    expected = bytearray(64 * SIZE)
    for number in range(20):
        expected[number * SIZE : (number + 1) * SIZE] = content(number)
    for number, data in (
        (8, bytes(SIZE)),
        (9, content(77)),
        (10, bytes(SIZE)),
        (5, bytes(new)),
        (63, content(63)),
        (62, b"\7" * SIZE),
        (12, bytes(SIZE)),
    ):
        expected[number * SIZE : (number + 1) * SIZE] = data
    assert blocks["pc.ram"] == expected
    assert blocks["pc.rom"] == bytes(SIZE) + content(99) + bytes(2 * SIZE)
    assert report.is_complete
    account = report.blocks[0]
    assert (account.full, account.zero, account.fill, account.xbzrle, account.compressed) == (21, 68, 1, 1, 1)


def test_zero_and_absent_pages_are_holes(tmp_path: Path) -> None:
    blocks = (Block("pc.ram", 1 << 30),)
    ram = Ram().zeros(0, 100, name="pc.ram").page(200 * SIZE)
    report, _ = _sparse(StreamBuilder(blocks=blocks).ram(ram).build(), tmp_path)
    file = tmp_path / "out" / "pc.ram.raw"
    assert file.stat().st_size == 1 << 30
    assert file.stat().st_blocks * 512 < 1 << 20
    account = report.blocks[0]
    assert account.absent == (1 << 18) - 101
    assert account.absent_ranges == [(100 * SIZE, 200 * SIZE), (201 * SIZE, 1 << 30)]
    assert not report.is_complete


def _sparse(stream: bytes, tmp_path: Path) -> tuple[MemoryReport, Path]:
    path = tmp_path / "state"
    path.write_bytes(stream)
    return service.extract_ram(str(path), str(tmp_path / "out"), sync=False), tmp_path / "out"


def test_differences_to_pages_that_never_came(tmp_path: Path) -> None:
    ram = Ram().zeros(0, 63, name="pc.ram").xbzrle(63 * SIZE, b"\0\1x").zeros(0, 4, name="pc.rom")
    report, blocks = extracted(StreamBuilder(blocks=TWO).ram(ram).build(), tmp_path)
    account = report.blocks[0]
    assert (account.absent, account.without_base) == (1, 1)
    assert account.why is not None
    assert "differences" in account.why
    assert blocks["pc.ram"] == bytes(64 * SIZE)  # nothing invented
    ram.page(63 * SIZE, name="pc.ram")
    report, _ = extracted(StreamBuilder(blocks=TWO).ram(ram).build(), tmp_path, name="later")
    assert report.is_complete


@pytest.mark.parametrize("as_ber", [False, True], ids=["binary", "ber"])
def test_what_postcopy_discards_is_gone(tmp_path: Path, as_ber: bool) -> None:
    discard = b"\0\x06pc.ram\0" + struct.pack(">QQQQ", 0, 2 * SIZE, 40 * SIZE, SIZE)
    builder = StreamBuilder(blocks=TWO).ram_start()
    builder.ram_part(whole(Ram().pages(0, 64, name="pc.ram"))).command(6, discard)
    builder.package(lambda inside: inside.command(4).full("cpu", b"p" * 9).command(5))
    builder.ram_part(Ram().page(SIZE, content(500), name="pc.ram")).ram_end()
    report, blocks = extracted(builder.build(), tmp_path, as_ber=as_ber)
    assert blocks["pc.ram"][:SIZE] == bytes(SIZE)
    assert blocks["pc.ram"][SIZE : 2 * SIZE] == content(500)
    assert blocks["pc.ram"][40 * SIZE : 41 * SIZE] == bytes(SIZE)
    assert report.blocks[0].absent_ranges == [(0, SIZE), (40 * SIZE, 41 * SIZE)]
    assert report.blocks[0].why is not None
    assert "postcopy" in report.blocks[0].why


def test_why_pages_are_missing(tmp_path: Path) -> None:
    shared = StreamBuilder(
        capabilities=["x-ignore-shared"], blocks=(Block("a", SIZE, addr=0), Block("b", SIZE, addr=0))
    )
    shared.ram(Ram().page(0, name="b"))
    multifd = StreamBuilder(blocks=TWO).ram(Ram().zeros(0, 3, name="pc.ram").flush())
    rdma = StreamBuilder(blocks=TWO).ram(Ram().page(0, name="pc.ram").hook())
    for number, (builder, word) in enumerate(((shared, "shared"), (multifd, "channels"), (rdma, "RDMA"))):
        report, _ = extracted(builder.build(), tmp_path, name=str(number))
        assert not report.is_complete
        assert word in str(report.blocks[0].why)
    mapped = (
        Block("pc.ram", 70 * SIZE, mapped=Mapped({3: content(3)}, {4: content(9)})),
        Block("other", SIZE, mapped=Mapped(ignored=True)),
    )
    report, blocks = extracted(
        StreamBuilder(capabilities=["mapped-ram"], blocks=mapped).ram().build(), tmp_path
    )
    assert [block.absent for block in report.blocks] == [0, 1]
    assert (report.blocks[0].full, report.blocks[0].zero, report.blocks[0].stale) == (1, 69, 1)
    assert blocks["pc.ram"] == bytes(3 * SIZE) + content(3) + bytes(66 * SIZE)


def test_octets_that_salvage_lost_may_have_been_newer_pages(tmp_path: Path) -> None:
    good = StreamBuilder(blocks=TWO).ram(whole(Ram())).build()
    broken = good[:-200] + b"\xff" * 8 + good[-192:]
    (tmp_path / "broken").write_bytes(broken[: len(broken) // 2])
    service.convert(str(tmp_path / "broken"), str(tmp_path / "ber"), salvage=True, sync=False)
    report = service.extract_ram(str(tmp_path / "ber"), str(tmp_path / "out"), sync=False)
    assert report.unread
    assert not report.is_complete
    assert any("salvaged" in note for note in report.notes)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("pc.ram", "pc.ram.raw"),
        ("../x", "%2E.%2Fx.raw"),
        ("/etc/passwd", "%2Fetc%2Fpasswd.raw"),
        (".", "%2E.raw"),
        ("a%2Fb", "a%252Fb.raw"),
        ("ä", "%C3%A4.raw"),
        ("blocks.json", "blocks.json.raw"),
    ],
)
def test_names_of_blocks_never_become_paths(name: str, file: str, tmp_path: Path) -> None:
    assert file_name(name.encode(), 0) == file
    stream = StreamBuilder(blocks=(Block(name, SIZE),)).ram(Ram().page(0, name=name)).build()
    _, blocks = extracted(stream, tmp_path)
    assert blocks == {name: content(0)}
    assert set(os.listdir(tmp_path)) == {"out", "out.state"}


def test_long_names_stay_apart(tmp_path: Path) -> None:
    names = ["é" * 100 + "a", "é" * 100 + "b"]
    stream = StreamBuilder(blocks=[Block(name, SIZE) for name in names])
    stream.ram(Ram().page(0, content(1), name=names[0]).page(0, content(2), name=names[1]))
    _, blocks = extracted(stream.build(), tmp_path)
    assert blocks == {names[0]: content(1), names[1]: content(2)}


def test_many_blocks_need_no_more_descriptors_than_there_are(tmp_path: Path) -> None:
    import resource

    count = 250
    names = [f"dev{number:04}.rom" for number in range(count)]
    ram = Ram()
    for number, name in enumerate(names):
        ram.page(0, content(number), name=name)
    for number, name in enumerate(names):
        ram.xbzrle(0, xbzrle(content(number), content(number + 1)), name=name)
    stream = StreamBuilder(blocks=[Block(name, SIZE) for name in names]).ram(ram).build()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 200), hard))
    try:
        _, blocks = extracted(stream, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert blocks == {name: content(number + 1) for number, name in enumerate(names)}


def test_one_block_alone(tmp_path: Path) -> None:
    state, out = tmp_path / "state", tmp_path / "rom"
    state.write_bytes(StreamBuilder(blocks=TWO).ram(whole(Ram().page(0, name="pc.rom"))).build())
    report = service.extract_ram(str(state), str(out), block="pc.rom", sync=False)
    assert out.read_bytes() == content(0) + bytes(3 * SIZE)
    assert [block.text for block in report.blocks] == ["pc.rom"]
    with pytest.raises(UsageError, match=r"no block 'nvram'.*pc\.ram, pc\.rom"):
        service.extract_ram(str(state), str(tmp_path / "x"), block="nvram", sync=False)
    with pytest.raises(UsageError, match="no other format"):
        service.extract_ram(str(state), str(tmp_path / "x"), block="pc.rom", format="elf")
    assert not (tmp_path / "x").exists()


def test_where_the_output_may_go(tmp_path: Path) -> None:
    state, out = tmp_path / "state", tmp_path / "out"
    state.write_bytes(StreamBuilder(blocks=TWO).ram(whole(Ram())).build())
    out.mkdir()
    service.extract_ram(str(state), str(out))  # an empty directory is as good as none
    assert (out / "blocks.json").exists()
    with pytest.raises(UsageError, match="not empty"):
        service.extract_ram(str(state), str(out))
    with pytest.raises(UsageError, match="no directory"):
        service.extract_ram(str(state), str(state))
    with pytest.raises(UsageError, match="is a directory"):
        service.extract_ram(str(state), str(out), block="pc.ram")
    with pytest.raises(UsageError, match="with a name"):
        service.extract_ram(str(state), "-")
    with pytest.raises(TransportError, match="cannot make"):
        service.extract_ram(str(state), str(tmp_path / "nowhere" / "out"))
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(UsageError, match="no regular file"):
        service.extract_ram(str(state), str(tmp_path / "fifo"), block="pc.ram")
    assert sorted(os.listdir(tmp_path)) == ["fifo", "out", "state"]


def test_cancelled_work_leaves_nothing(tmp_path: Path) -> None:
    from qmigui.errors import Cancelled

    state = tmp_path / "state"
    state.write_bytes(StreamBuilder(blocks=TWO).ram(whole(Ram())).build())
    cancel = Cancel()
    cancel.set()
    for form in ("raw", "physical", "elf"):
        with pytest.raises(Cancelled):
            service.extract_ram(str(state), str(tmp_path / "out"), format=form, cancel=cancel)
    assert os.listdir(tmp_path) == ["state"]


# -- what is not right ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ram", "words"),
    [
        (whole(Ram().page(0, name="pc.ram").xbzrle(0, b"\xff\xff\xff")), "XBZRLE.*cannot be decoded"),
        (whole(Ram().page(0, name="pc.ram").xbzrle(0, b"\x80\x7f\x01x")), "XBZRLE.*cannot be decoded"),
        (whole(Ram().compressed(0, b"garbage!", name="pc.ram")), "compressed page cannot be decoded"),
        (whole(Ram().compressed(0, b"x\x9c\x03\x00\x00\x00\x00\x01", name="pc.ram")), "does not give 4096"),
    ],
)
def test_pages_that_cannot_be_decoded(ram: Ram, words: str, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(StreamBuilder(blocks=TWO).ram(ram).build())
    with pytest.raises(FormatError, match=words) as found:
        service.extract_ram(str(state), str(tmp_path / "out"))
    assert found.value.offset is not None
    assert found.value.path is not None
    assert "pc.ram" in found.value.path
    with pytest.raises(FormatError, match=words), service.open_memory(str(state)):
        pass
    assert os.listdir(tmp_path) == ["state"]


def test_blocks_of_a_size_that_no_machine_has(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for length in (1 << 45, 1 << 52, 1 << 61):
        blocks = (Block("pc.ram", length),)
        state.write_bytes(StreamBuilder(blocks=blocks).ram(Ram().page(length - SIZE, name="pc.ram")).build())
        with pytest.raises((FormatError, TransportError), match=r"more than|bytes long|too many"):
            service.extract_ram(str(state), str(tmp_path / "out"), sync=False)
        assert os.listdir(tmp_path) == ["state"]


def test_a_second_block_list(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(StreamBuilder(blocks=TWO).ram(Ram().listing(*TWO)).build())
    with pytest.raises(FormatError, match="second list"):
        service.extract_ram(str(state), str(tmp_path / "out"))


def test_a_state_without_ram(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(StreamBuilder().full("cpu", values=[("halted", "uint32", bytes(4))]).build())
    with pytest.raises(FormatError, match="no RAM"):
        service.extract_ram(str(state), str(tmp_path / "out"))
    with pytest.raises(FormatError, match="no RAM"), service.open_memory(str(state)):
        pass
    (cpu,) = service.registers(str(state))
    assert cpu.architecture is None


def test_runs_that_cover_memory_again_and_again_come_to_an_end() -> None:
    bits = PageBits(1 << 32)
    bits.put(0, 1 << 32, True)
    bits._work_left >>= 9  # as after 256 times
    with pytest.raises(FormatError, match="more than 256 times"):
        bits.put(0, 1 << 32, True)


def test_bits_are_those_of_a_slow_twin() -> None:
    rng = np.random.default_rng(1)
    bits, twin = PageBits(5000), np.zeros(5000, dtype=bool)
    for step in range(400):
        value = bool(step % 3)
        first = int(rng.integers(0, 5000))
        if step % 2:
            count = int(rng.integers(1, 5000 - first + 1))
            bits.put(first, count, value)
            twin[first : first + count] = value
        else:
            pages = np.unique(rng.integers(first, 5000, 40))
            bits.put_many(pages, value)
            twin[pages] = value
        asked = rng.integers(0, 5000, 50)
        assert (bits.which(asked) == twin[asked]).all()
        assert bits.has(first) == twin[first]
        low = int(rng.integers(0, 5000))
        for wanted in (False, True):
            found = np.zeros(5000, dtype=bool)
            for start, end in bits.runs(wanted, low, 5000 - low):
                assert not found[start:end].any()
                found[start:end] = True
            assert (found[low:] == (twin[low:] == wanted)).all()
    assert sum(end - start for start, end in bits.runs(True)) == twin.sum()
