"""Memory taken out of any stream is what a slow replay of it gives."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator, Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from qmigui.errors import FormatError
from qmigui.memory.account import MemoryReport
from qmigui.memory.contents import Contents
from qmigui.memory.guest import GuestMemory
from qmigui.memory.state import StateCollector
from qmigui.memory.writer import Piece, Writer
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.sparse import SparseFile
from qmigui.stream import events as ev
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.feed import Feed
from qmigui.stream.reader import BinaryReader
from tests.converting import to_ber
from tests.laws.strategies import Built, law, streams
from tests.reference.memory import Memory

WINDOWS = st.sampled_from([4096 * 3, 1 << 16, 4 << 20])


def events_of(feed: Feed, is_ber: bool) -> Iterator[ev.Event]:
    """Of either form."""
    return BerReader(feed).events() if is_ber else BinaryReader(feed).events()


def extracted(
    octets: bytes, is_ber: bool, window: int, cuts: random.Random, page_size: int
) -> tuple[MemoryReport, dict[str, bytes]]:
    """The blocks, each written in pieces to places of one file, and put together again."""
    fd = os.memfd_create("memory")
    try:
        file = SparseFile(lambda: fd, "memory")
        pieces: dict[str, list[Piece]] = {}
        position = 0

        def places(name: bytes, length: int) -> Sequence[Piece]:
            nonlocal position
            count = length // page_size
            borders = sorted(
                {0, length, *(cuts.randint(0, count) * page_size for _ in range(cuts.choice([0, 2])))}
            )
            made = []
            for start, end in itertools.pairwise(borders):
                made.append(Piece(start, end, file, position))
                position += end - start + 8192
            cuts.shuffle(made)
            pieces[name.decode()] = made
            file.set_length(position)
            return made

        contents = Contents(Writer(places), "stream")
        for event in events_of(Feed(MemorySource(octets), window=window), is_ber):
            contents.take(event)
        report = contents.finish()
        blocks = {
            name: b"".join(
                file.read(piece.offset, piece.end - piece.start)
                for piece in sorted(made, key=lambda piece: piece.start)
            )
            for name, made in pieces.items()
        }
        return report, blocks
    finally:
        os.close(fd)


@law
@given(built=streams(told=True), window=WINDOWS, seed=st.integers(0, 1000))
def test_blocks_are_those_of_a_slow_replay(built: Built, window: int, seed: int) -> None:
    ber = to_ber(built.octets)
    expected = Memory(memoryview(ber)).blocks
    for is_ber, octets in ((False, built.octets), (True, ber)):
        chance = random.Random(seed)
        try:
            report, blocks = extracted(octets, is_ber, window, chance, built.page_size)
        except FormatError as error:
            # Random octets after the number of a discard.
            assume("discard" not in error.message)
            raise
        # The slow one applies differences to what never came.
        unknown = {block.text for block in report.blocks if block.without_base}
        for name, content in expected.items():
            if name not in unknown:
                assert blocks[name] == bytes(content)
        source = MemorySource(octets)
        feed = Feed(source, window=window)
        collector = StateCollector(lambda name, state: True)
        with GuestMemory(source, events_of(feed, is_ber), feed, collector) as memory:
            assert [block.to_json() for block in memory.blocks] == [
                block.to_json() for block in report.blocks
            ]
            for block in memory.blocks:
                assert memory.read(block.name, 0, block.length, fill=0) == blocks[block.text]
                start = chance.randrange(block.length)
                length = chance.randrange(block.length - start + 1)
                piece = memory.read(block.text, start, length, fill=0)
                assert piece == blocks[block.text][start : start + length]
