"""Page elements of the BER form that follow each other without a pattern, in columns.

Where an element ends only its head tells, so that one walk would look at one after the other.
Here many walks, the lanes, begin at places of a window where a head seems to stand, and all of them
make each step together.  What they found counts as far as each came exactly to where the next
one had begun, so nothing depends on those places being right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qmigui.stream import ber_tags as tags
from qmigui.stream.page_heads import COMPR_TAG, LOOK, MAX_ADDR_WIDTH, MAX_COUNT_WIDTH, ZEROS_TAG, Heads
from qmigui.visitor.tlv import encode_tag

if TYPE_CHECKING:
    import numpy.typing as npt

    Column = npt.NDArray[np.int64]
    Words = npt.NDArray[np.uint64]

LANES = 128
SHORTEST_LANE = 64 << 10
"""Octets of a window for each lane, at least."""

MAX_STEPS = 2048
"""Elements of a lane, at most: where they are many, they are short, and are soon looked at again."""

WORTH = 512
"""Elements below which the lanes have cost more than they have saved."""

_COMMON = 16
"""Runs of so many pages and less are expected."""

_HEAD = re.compile(
    b"(?:%b\x82|%b[\x82\x83])"
    % (re.escape(encode_tag(tags.FULL_PAGE)), re.escape(encode_tag(tags.PAGE_RUN)))
)


class Found(NamedTuple):
    """Elements one behind the other.

    Attributes:
        starts, addrs, counts, data: of each, where it stands, its address, its pages, where these stand (0:
            zero pages).
        end: where the last of them ends.
    """

    starts: Column
    addrs: Column
    counts: Column
    data: Column
    end: int


class _Kind(NamedTuple):
    """What the first 8 octets of an element say, from one value of theirs up to that of the next kind.

    Attributes:
        first: the value.
        what: one of the constants below.
        length: octets of all of it, 0: no element that is known.
        pages, width, addr_place, header, mask: as in a Head.
    """

    first: int
    what: int = 0
    length: int = 0
    pages: int = 1
    width: int = 1
    addr_place: int = 2
    header: int = 0
    mask: int = 0


_ONE, _ZEROS, _FULL = 1, 2, 3


class Lanes:
    """Walks along elements of one page size.

    Args:
        heads: those of elements with data.
        page_size: octets of a full page.
    """

    def __init__(self, heads: Heads, page_size: int) -> None:
        self._heads = heads
        self._page_size = page_size
        for count in range(1, _COMMON + 1):
            heads.learn(count)
        self._known = -1
        # The kinds, in order: one row for each in the second, behind one for what comes before all.
        self._firsts: Words = np.empty(0, dtype=np.uint64)
        self._kinds: Column = np.empty((0, len(_Kind._fields)), dtype=np.int64)
        self._lengths: Column = np.empty(0, dtype=np.int64)

    def take(
        self, view: memoryview, array: npt.NDArray[np.uint8], pos: int, ready: int, end: int
    ) -> Found | None:
        """Take elements from *pos* on.

        Args:
            view: the window.
            array: the same.
            pos: where an element starts.
            ready: up to where octets may be looked at.
            end: no element goes past it.

        Returns:
            None where there are none, or the window is too short to begin.
        """
        count = min(LANES, (ready - LOOK - pos) // SHORTEST_LANE)
        if count < 2:
            return None
        self._learn()
        starts = self._starts(view, pos, ready - LOOK, count)
        limits = np.append(starts[1:], ready - LOOK)
        last = limits - 1
        octets = np.ndarray((ready - 7,), "V8", array.data, 0, (1,))
        place = starts
        places, kinds = [], []
        for _ in range(MAX_STEPS):
            words = octets[np.minimum(place, last)].view(np.uint64).byteswap()
            kind = self._firsts.searchsorted(words, "right")
            kind[place >= limits] = 0
            length = self._lengths[kind]
            if not length.any():
                break
            places.append(place)
            kinds.append(kind)
            place = place + length
        if not places:
            return None
        astray = np.flatnonzero(place[:-1] != starts[1:])
        lanes = int(astray[0]) + 1 if astray.size else len(starts)
        # Lane by lane, and each from its start on.
        all_kinds = np.array(kinds)[:, :lanes].T
        there = self._lengths[all_kinds] > 0
        return self._checked(array, octets, np.array(places)[:, :lanes].T[there], all_kinds[there], end)

    def _learn(self) -> None:
        """Make the table of kinds anew, if there are more of them."""
        if len(self._heads) == self._known:
            return
        self._known = len(self._heads)
        kinds = [
            _Kind(COMPR_TAG << 56 | width << 48, _ONE, 2 + width, width=width)
            for width in range(1, MAX_ADDR_WIDTH + 1)
        ]
        kinds.append(_Kind(COMPR_TAG << 56 | (MAX_ADDR_WIDTH + 1) << 48))
        shortest, longest = 6, 4 + MAX_ADDR_WIDTH + MAX_COUNT_WIDTH
        kinds += [
            _Kind(ZEROS_TAG << 40 | length << 32, _ZEROS, 4 + length, addr_place=6)
            for length in range(shortest, longest + 1)
        ]
        kinds.append(_Kind(ZEROS_TAG << 40 | (longest + 1) << 32))
        for first, head in self._heads.items():
            if head is not None:
                kinds.append(
                    _Kind(
                        first,
                        _FULL,
                        head.length,
                        head.pages,
                        head.width,
                        head.addr_place,
                        head.data_header,
                        head.data_mask,
                    )
                )
                if first + 1 not in self._heads:
                    kinds.append(_Kind(first + 1))
        kinds.sort()
        self._firsts = np.array([kind.first for kind in kinds], dtype=np.uint64)
        self._kinds = np.array([_Kind(0)[1:], *(kind[1:] for kind in kinds)], dtype=np.int64)
        self._lengths = self._kinds[:, 1].copy()

    def _starts(self, view: memoryview, pos: int, last: int, count: int) -> Column:
        """Places for *count* lanes at most: *pos*, and others where a head seems to stand."""
        step = (last - pos) // count
        starts = [pos]
        for place in range(pos + step, last - step // 2, step):
            match = _HEAD.search(view, max(place, starts[-1] + 1), place + step // 2)
            if match is not None:
                starts.append(match.start())
        return np.array(starts, dtype=np.int64)

    def _checked(
        self,
        array: npt.NDArray[np.uint8],
        octets: npt.NDArray[np.void],
        starts: Column,
        kinds: Column,
        end: int,
    ) -> Found | None:
        """What of the elements at *starts* is right, up to the first that is not."""

        def number(at: Column) -> Words:
            return octets[at].view(np.uint64).byteswap()

        what, lengths, counts, widths, addr_places, headers, masks = self._kinds[kinds].T.copy()
        good = np.ones(len(starts), dtype=bool)
        zeros = np.flatnonzero(what == _ZEROS)
        of_zeros = starts[zeros]
        widths[zeros] = width = array[of_zeros + 5].astype(np.int64)
        good[zeros] = (array[of_zeros + 4] == 2) & (width >= 1) & (width <= MAX_ADDR_WIDTH)
        count_place = of_zeros + 6 + np.clip(width, 1, MAX_ADDR_WIDTH)
        count_width = array[count_place + 1].astype(np.int64)
        good[zeros] &= (array[count_place] == 2) & (count_width >= 1) & (count_width <= MAX_COUNT_WIDTH)
        good[zeros] &= lengths[zeros] == 8 + width + count_width
        counts[zeros] = _top(number(count_place) << np.uint64(16), count_width)
        good[zeros] &= (counts[zeros] > 0) & _are_shortest(counts[zeros], count_width)
        addrs = _top(number(starts + addr_places), widths)
        good &= _are_shortest(addrs, widths)
        data = np.where(what == _FULL, starts + lengths - counts * self._page_size, 0)
        full = np.flatnonzero(what == _FULL)
        good[full] &= (
            (starts[full] + lengths[full] <= end)
            & (number(data[full] - 8).astype(np.int64) & masks[full] == headers[full])
            & (array[starts[full] + addr_places[full] - 1] == widths[full])
        )
        taken = len(good) if good.all() else int(good.argmin())
        if not taken:
            return None
        after = int(starts[taken - 1] + lengths[taken - 1])
        return Found(starts[:taken], addrs[:taken], counts[:taken], data[:taken], after)


def _top(words: Words, widths: Column) -> Column:
    """The first octets of each of *words*, as many as *widths* says, as numbers; 7 at most."""
    return (words >> (64 - 8 * np.clip(widths, 1, 7)).astype(np.uint64)).astype(np.int64)


def _are_shortest(values: Column, widths: Column) -> npt.NDArray[np.bool_]:
    """Whether each of *widths* is that of the shortest INTEGER for the value, not negative; at most 6."""
    bits = 8 * np.clip(widths, 1, 7)
    good: npt.NDArray[np.bool_] = (values >> (bits - 1) == 0) & (
        (widths == 1) | (values >> np.maximum(bits - 9, 0) != 0)
    )
    return good
