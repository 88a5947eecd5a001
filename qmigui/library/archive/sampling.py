"""What a delta promises, from a few places of the new state.

The state is not read through: at random offsets a chain of page records is
looked for (or, where pages have fixed places, the cell there), about one
frame of it is taken and compressed alone and against each candidate.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.library.archive import layout
from qmigui.library.archive.codec import Encoder
from qmigui.library.archive.cutter import Frame
from qmigui.library.archive.prefixes import Prefixes
from qmigui.stream import wire
from qmigui.stream.ram import scan

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.index import Indexer
    from qmigui.library.archive.info import Level
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source

SAMPLED = 32 << 20
"""Octets that are compressed, of at least four frames."""
_CHAIN = 16
_TRIES = 64
_SEED = 10438
"""The same state gives the same choice."""


class Sample(NamedTuple):
    """One frame as the cutter would make it.

    Attributes:
        frame: what it is.
        data: its octets.
        block: name of its RAM block.
    """

    frame: Frame
    data: bytes
    block: bytes


def samples_of(source: Source, index: Indexer, cell: int, cancel: Cancel) -> list[Sample]:
    """Take samples, cut at cells of *cell* bytes, of a seekable state whose front *index* has seen."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    mapped = [(name, block) for name, block in index.blocks.items() if block.pages_offset is not None]
    samples = []
    size = source.size or 0
    block = max(index.blocks, key=lambda name: index.blocks[name].used_length)
    length = cell * 5 // 2  # a whole cell lies in it wherever it begins
    for _ in range(max(4, SAMPLED // cell)):
        cancel.check()
        if mapped:
            name, place = chance.choices(mapped, [place.used_length for _, place in mapped])[0]
            assert place.pages_offset is not None
            address = chance.randrange(place.used_length) // cell * cell
            data = source.pread(place.pages_offset + address, min(cell, place.used_length - address))
            if data.count(0) == len(data):
                continue
            frame = _frame(len(data), layout.KIND_MAPPED, address, len(data), index.page_size or 1)
            samples.append(Sample(frame, data, name))
            continue
        data = source.pread(chance.randrange(max(1, size - length)), length)
        found = _cell_in(data, index.page_size or 0, cell)
        if found is not None:
            samples.append(Sample(found[0], found[1], block))
    return samples


def _frame(length: int, kind: int, address: int, span: int, page_size: int) -> Frame:
    pages = max(1, span // page_size)
    last = address + (pages - 1) * page_size
    return Frame(0, length, kind, block=0, pages=pages, first_address=address, last_address=last)


def _cell_in(data: bytes, page_size: int, cell: int) -> tuple[Frame, bytes] | None:
    """The first whole cell of page records in *data*, which begins anywhere."""
    start = _first_chain(data, page_size)
    if start is None:
        return None
    array = np.frombuffer(data, dtype=np.uint8)
    runs, _ = scan(memoryview(data), array, start, len(data), page_size)
    if runs is None:
        return None
    lengths = np.where(runs.kinds == 0, 9, 8 + page_size)
    counts = runs.counts
    # Every page by itself: a sample has about a thousand, or some ten thousand of zeros.
    addresses = np.repeat(runs.addrs, counts) + page_size * _within(counts)
    starts = start + np.cumsum(np.repeat(lengths, counts)) - np.repeat(lengths, counts)
    cells = addresses // cell
    borders = np.flatnonzero(cells[1:] != cells[:-1]) + 1
    for first, last in zip(borders[:-1].tolist(), borders[1:].tolist(), strict=True):
        begin, stop = int(starts[first]), int(starts[last])
        if stop - begin >= cell // layout.MIN_SHARE:
            span = (last - first) * page_size
            frame = _frame(stop - begin, layout.KIND_DENSE, int(addresses[first]), span, page_size)
            return frame, data[begin:stop]
    return None


def _within(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0, 1, 2, ... within each of *counts*."""
    firsts: npt.NDArray[np.int64] = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(len(firsts), dtype=np.int64) - firsts


def _first_chain(data: bytes, page_size: int) -> int | None:
    """Where records of pages begin to follow each other."""
    array = np.frombuffer(data, dtype=np.uint8)
    reach = min(len(data) - 8, 4 * page_size)
    if reach <= 0:
        return None
    heads = np.ndarray((reach,), ">u8", array.data, 0, (1,))
    flags = heads & np.uint64(page_size - 1)
    likely = (heads < np.uint64(wire.MAX_ADDRESS)) & (
        (flags == wire.RAM_PAGE | wire.RAM_CONTINUE) | (flags == wire.RAM_ZERO | wire.RAM_CONTINUE)
    )
    for position in np.flatnonzero(likely)[:_TRIES].tolist():
        runs, _ = scan(memoryview(data), array, position, len(data), page_size)
        if runs is not None and int(runs.counts.sum()) >= _CHAIN:
            return int(position)
    return None


def promised_share(samples: list[Sample], candidate: Archive, level: Level, cancel: Cancel) -> float:
    """Octets that the samples take against *candidate*, as a share of what they take alone.

    Raises:
        LibraryError: the candidate cannot be read.
    """
    prefixes = Prefixes(candidate)
    encoder = Encoder(level)
    alone = against = 0
    for sample in samples:
        cancel.check()
        size = len(encoder.encode(sample.data))
        alone += size
        offset, length = prefixes.find(sample.frame, [sample.block])
        if not length:
            against += size
            continue
        prefix: bytes | memoryview = candidate.read(offset, length)
        if prefix[:4] == layout.DICTIONARY_MAGIC:
            prefix = memoryview(prefix)[1:]
        against += len(encoder.encode(sample.data, prefix))
    return against / alone if alone else 1.0
