"""One-page elements of the BER form that repeat with fixed distances, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Column = npt.NDArray[np.int64]

FIRST = 64
MOST = 4096
"""Repetitions that are compared at once, at first and at most: no more headers than fit into the cache."""

_WORDS = 3
"""Header octets are compared as so many words; there are at most 20 of them."""


class Part(NamedTuple):
    """One of the elements that repeat.

    Attributes:
        start: where it stands in the window.
        addr: of its page.
        data: position of its page's octets; 0 for a zero page.
        header: all octets of it but those.
        addr_place: where in *header* its address stands.
        width: octets of the address.
    """

    start: int
    addr: int
    data: int
    header: npt.NDArray[np.uint8]
    addr_place: int
    width: int

    def is_at(
        self, array: npt.NDArray[np.uint8], place: int, period: int, addrs: Column
    ) -> npt.NDArray[np.bool_]:
        """For each of *addrs* whether the element with it stands at the next of the places."""
        count, length = len(addrs), len(self.header)
        expected = np.zeros((count, 8 * _WORDS), dtype=np.uint8)
        expected[:, :length] = self.header
        octets = addrs.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 8 - self.width :]
        expected[:, self.addr_place : self.addr_place + self.width] = octets
        # All octets of a header at once, so that memory is asked for each but once.
        found = np.zeros((count, 8 * _WORDS), dtype=np.uint8)
        kind = f"V{length}"
        np.ndarray((count,), kind, found.data, 0, (8 * _WORDS,))[:] = np.ndarray(
            (count,), kind, array.data, place, (period,)
        )
        words = (found ^ expected).view(np.uint64)
        differing = words[:, 0] | words[:, 1] | words[:, 2]
        good: npt.NDArray[np.bool_] = (differing == 0) & (addrs < 1 << (8 * self.width - 1))
        return good


def repetitions(
    array: npt.NDArray[np.uint8], parts: Sequence[Part], period: int, addr_step: int, repeats: int
) -> Iterator[tuple[Column, Column, Column]]:
    """How elements that lie one behind the other go on repeating.

    Args:
        array: the window.
        parts: the elements.
        period: octets of all of them.
        addr_step: by how much each address grows from one repetition to the next.
        repeats: so many at most; they lie in the window.

    Yields:
        Where elements are that are repeated, all *parts* in turn; their addresses; places of their data.
    """
    done, size = 0, FIRST
    while done < repeats:
        count = min(size, repeats - done)
        steps = np.arange(done + 1, done + count + 1, dtype=np.int64)
        good = np.ones(count, dtype=bool)
        addrs = np.empty((count, len(parts)), dtype=np.int64)
        starts = np.empty((count, len(parts)), dtype=np.int64)
        places = np.zeros((count, len(parts)), dtype=np.int64)
        for index, part in enumerate(parts):
            starts[:, index] = part.start + steps * period
            addrs[:, index] = part.addr + steps * addr_step
            if part.data:
                places[:, index] = part.data + steps * period
            good &= part.is_at(array, part.start + (done + 1) * period, period, addrs[:, index])
        taken = count if good.all() else int(good.argmin())
        if taken:
            yield starts[:taken].reshape(-1), addrs[:taken].reshape(-1), places[:taken].reshape(-1)
        if taken < count:
            return
        done += count
        size = min(4 * size, MOST)
