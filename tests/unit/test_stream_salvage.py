"""Damaged streams into BER and back, octet for octet."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from qmigui import service
from qmigui.errors import FormatError, QmiguiError, UsageError
from tests.builders import Block, Mapped, Ram, StreamBuilder, content
from tests.corpus import CorpusFile
from tests.hostile.damage import mapped_stream
from tests.shapes import shapes


def salvage(tmp_path: Path, octets: bytes, *, single_pages: bool = False) -> tuple[service.Conversion, bytes]:
    """What became of a stream, and its BER, which must come back as the same octets."""
    source, ber, back = tmp_path / "in", tmp_path / "ber", tmp_path / "back"
    source.write_bytes(octets)
    result = service.convert(str(source), str(ber), salvage=True, sync=False, single_pages=single_pages)
    service.convert(str(ber), str(back), sync=False)
    assert back.read_bytes() == octets
    return result, ber.read_bytes()


def stream() -> bytes:
    """One with everything that a salvage may break off in."""
    ram = Ram().zeros(0, 20, name="pc.ram").pages(20 * 4096, 3).page(0, name="vga")
    builder = StreamBuilder(blocks=(Block("pc.ram", 1 << 20), Block("vga", 4096)), uuid=bytes(16)).ram(ram)
    builder.full("timer", values=[("ticks", "uint64", bytes(8)), ("x", "uint8", b"\7")])
    return builder.full("cpu_common", values=[("halted", "uint32", bytes(4))]).build()


def test_a_whole_stream_is_converted_as_ever(tmp_path: Path) -> None:
    result, ber = salvage(tmp_path, stream())
    assert result.unparsed_bytes is None
    service.convert(str(tmp_path / "in"), str(tmp_path / "other"))
    assert (tmp_path / "other").read_bytes() == ber


@pytest.mark.parametrize("single", [False, True])
def test_cut_everywhere(tmp_path: Path, *, single: bool) -> None:
    whole = stream()
    eof = whole.rindex(b"\x00\x06")
    chance = random.Random(single)
    for end in {
        *range(8, 150, 7),
        *(chance.randrange(8, eof) for _ in range(40)),
        eof,
        eof + 6,
        len(whole) - 1,
    }:
        result, _ = salvage(tmp_path, whole[:end], single_pages=single)
        assert result.unparsed_bytes is not None, end
        [problem] = [p for p in result.problems if p.severity.value == "error"]
        assert "are kept as they are" in problem.message
        assert 0 <= (problem.offset or 0) <= end


def test_pages_before_the_cut_are_pages(tmp_path: Path) -> None:
    whole = stream()
    second_page = whole.index(struct.pack(">Q", 21 * 4096 | 0x28))
    end = second_page + 100
    result, ber = salvage(tmp_path, whole[:end])
    assert shapes(ber)[-3:] == ["block pc.ram", "zerorun 0x0 20", f"fullpage {20 * 4096:#x} 4096"]
    assert result.unparsed_bytes == 100


def test_a_fixed_offset_stream_breaks_off_before_its_ram(tmp_path: Path) -> None:
    whole = mapped_stream()
    result, _ = salvage(tmp_path, whole[: len(whole) // 2])
    assert result.unparsed_bytes is not None
    result, _ = salvage(tmp_path, whole[:-3])
    assert result.unparsed_bytes is not None
    assert result.unparsed_bytes < 20_000


def test_changed_octets(tmp_path: Path) -> None:
    whole = stream()
    chance = random.Random(5)
    kept = 0
    for _ in range(120):
        octets = bytearray(whole)
        place = chance.choice((chance.randrange(len(whole)), chance.randrange(300)))
        octets[place] ^= 1 << chance.randrange(8)
        try:
            result, _ = salvage(tmp_path, bytes(octets))
        except QmiguiError as error:
            assert place < 8, error  # then it need not be a stream at all
            continue
        kept += result.unparsed_bytes is not None
    assert kept > 20


def test_real_streams(tmp_path: Path, sample: CorpusFile) -> None:
    whole = sample.read()
    chance = random.Random(sample.case_id)
    for _ in range(3):
        salvage(tmp_path, whole[: chance.randrange(8, len(whole))])
        octets = bytearray(whole)
        octets[chance.randrange(8, len(whole))] ^= 1 << chance.randrange(8)
        salvage(tmp_path, bytes(octets))


def test_only_binary_is_salvaged(tmp_path: Path) -> None:
    source, ber = tmp_path / "in", tmp_path / "ber"
    source.write_bytes(stream())
    service.convert(str(source), str(ber))
    with pytest.raises(UsageError, match="only a binary stream can be salvaged"):
        service.convert(str(ber), str(tmp_path / "out"), salvage=True)
    with pytest.raises(UsageError, match="only into BER"):
        service.convert(str(source), str(tmp_path / "out"), salvage=True, to="binary")
    assert not (tmp_path / "out").exists()


def test_what_is_no_stream_at_all(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"hello world, this is text")
    with pytest.raises(FormatError, match="not a migration stream"):
        service.convert(str(tmp_path / "in"), str(tmp_path / "out"), salvage=True)


def test_a_wrong_offset_in_foreign_ber_is_refused(tmp_path: Path) -> None:
    whole = stream()
    _, ber = salvage(tmp_path, whole[:-10])
    place = ber.index(b"\x7f\xd5\x50")
    damaged = bytearray(ber)
    # tag, length, then INTEGER: its last octet.
    size = ber[place + 3] & 0x7F if ber[place + 3] > 0x80 else 0
    at = place + 4 + size
    damaged[at + 1 + damaged[at + 1]] ^= 0x40
    (tmp_path / "ber").write_bytes(damaged)
    with pytest.raises(FormatError, match="not where the stream ends before them"):
        service.convert(str(tmp_path / "ber"), str(tmp_path / "out"))


def test_a_block_list_with_pages_is_cut_in_the_second_block(tmp_path: Path) -> None:
    blocks = (
        Block("pc.ram", 40 * 4096, mapped=Mapped({0: content(0)})),
        Block("vga.vram", 16 * 4096, mapped=Mapped({3: content(3)})),
    )
    whole = StreamBuilder(capabilities=["mapped-ram"], blocks=blocks).ram().build()
    result, _ = salvage(tmp_path, whole[: whole.rindex(content(3)[:64])])
    assert result.unparsed_bytes is not None
