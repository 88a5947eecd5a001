"""A mapped source, of which only headers are touched.

The contents of pages mean nothing to a checker, so where the system has the file in memory,
runs of them cost no more than their headers do.  Knows offsets and bytes, nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from qmigui.qemufile.mapping import FileMapping

SHORTEST = 16 << 10
LONGEST = 32 << 20
"""Octets that are brought in at once, at least and at most."""

SPARSE = 64 << 10
"""Octets for each element, on average, from which on it does not pay to bring in what lies between them."""

BEHIND = 16 << 20
"""Octets that are passed over before they are let go: a call for each short way would not pay."""

AROUND = 2 << 20
"""Octets that the system may bring in around those that were asked for: a whole large folio of its cache."""


class Far:
    """What lies in the mapping.

    Args:
        mapping: of the whole source.
        size: of it.
        step: is told now and then how far reading has come; may raise.

    Attributes:
        view, array: all octets; only those that :meth:`reach` has promised may be touched.
        size: how many.
    """

    def __init__(self, mapping: FileMapping, size: int, step: Callable[[int], None]) -> None:
        self._mapping = mapping
        self._ask = step
        self.view = mapping.view
        self.array: npt.NDArray[np.uint8] = np.frombuffer(mapping.view, dtype=np.uint8)
        self.size = size
        self._length = SHORTEST
        self._start = 0
        self._forgotten = 0

    def reach(self, offset: int, count: int) -> int:
        """Bring in what stands at *offset*, and let go of what was before it.

        Args:
            offset: where an element starts, further on than at the last call.
            count: elements since then: the fewer, the less is brought in.

        Returns:
            The end of what may be touched; *offset* if nothing: it can only be read.
        """
        self._ask(offset)
        covered = offset - self._start
        if offset - self._forgotten >= BEHIND:
            self._forget_until(offset)
            self._forgotten = offset
        self._length = SHORTEST if covered > SPARSE * count else min(4 * self._length, LONGEST)
        self._start = offset
        end = min(offset + self._length, self.size)
        return end if self._mapping.populate(offset, end - offset) else offset

    def leave(self) -> None:
        """Let go of all of it for now."""
        self._forget_until(self._start + self._length + AROUND)
        self._forgotten = self._start  # what comes next may begin anywhere in it

    def _forget_until(self, offset: int) -> None:
        self._mapping.forget(self._forgotten - AROUND, offset - self._forgotten + AROUND)
