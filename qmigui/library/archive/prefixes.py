"""Which octets of a parent's stream a frame is compressed against: those of the same guest addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.library.archive import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.cutter import Frame


class _Pass(NamedTuple):
    """Frames of one block whose addresses only go up: columns."""

    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]


class Prefixes:
    """Looks up prefixes in one parent.

    Args:
        parent: the archive.
    """

    def __init__(self, parent: Archive) -> None:
        self.parent = parent
        self._is_grid = parent.info.content == "opaque"
        self._passes: dict[bytes, _Pass] = {}
        table = parent.frames.table
        ordered = np.isin(table["kind"], (layout.KIND_DENSE, layout.KIND_MAPPED))
        for number, block in enumerate(parent.blocks):
            rows = table[ordered & (table["block"] == number)]
            if not len(rows):
                continue
            last = rows["last_address"].astype(np.int64)
            first = rows["first_address"].astype(np.int64)
            # Pages sent again in later rounds are left out: a prefix is one stretch of the stream.
            highest = np.concatenate(([-1], np.maximum.accumulate(last)[:-1]))
            kept = first > highest
            begin = rows["raw_offset"].astype(np.int64)[kept]
            end = begin + rows["raw_length"].astype(np.int64)[kept]
            name = block.name.encode("utf-8", "surrogatepass")
            self._passes[name] = _Pass(first[kept], last[kept], begin, end)

    def find(self, frame: Frame, blocks: Sequence[bytes]) -> tuple[int, int]:
        """Offset and length in the parent's stream; a length of 0: no prefix pays.

        Args:
            frame: of the new stream.
            blocks: names of its RAM blocks.
        """
        if frame.kind == layout.KIND_GRID and self._is_grid:
            return self._same_offsets(frame)
        if (
            frame.kind not in layout.KINDS_WITH_RAM
            or frame.flags & layout.FLAG_ALONE
            or frame.block >= len(blocks)
            or not frame.pages
        ):
            return 0, 0
        there = self._passes.get(blocks[frame.block])
        if there is None:
            return 0, 0
        first = int(there.last.searchsorted(frame.first_address, side="left"))
        last = int(there.first.searchsorted(frame.last_address, side="right")) - 1
        if first > last:
            return 0, 0
        begin = int(there.begin[first])
        length = int(there.end[last]) - begin
        return (begin, length) if _pays(length, frame.length) else (0, 0)

    def _same_offsets(self, frame: Frame) -> tuple[int, int]:
        length = min(frame.length, self.parent.info.raw_size - frame.offset)
        return (frame.offset, length) if _pays(length, frame.length) else (0, 0)


def _pays(length: int, frame_length: int) -> bool:
    return layout.MIN_PREFIX <= length <= layout.PREFIX_FACTOR * frame_length
