"""Where the user has been in one file."""

from __future__ import annotations

_MOST = 200


class History:
    """Places, and which of them is the present one."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []
        self._here = -1

    def visit(self, node: int, offset: int) -> None:
        """The user is here now."""
        if self._here >= 0 and self._places[self._here][0] == node:
            return
        del self._places[self._here + 1 :]
        self._places.append((node, offset))
        del self._places[:-_MOST]
        self._here = len(self._places) - 1

    def can_go(self, step: int) -> bool:
        """Whether there is such a place."""
        return 0 <= self._here + step < len(self._places)

    def go(self, step: int) -> tuple[int, int] | None:
        """Go so many places back (negative) or on; the place, or None."""
        if not self.can_go(step):
            return None
        self._here += step
        return self._places[self._here]
