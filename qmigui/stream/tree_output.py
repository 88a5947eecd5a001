"""Where dumps put their text: joined into pieces of a size that is worth a write."""

from __future__ import annotations

from collections.abc import Callable

PIECE = 64 << 10


class Output:
    """Gathers text.

    Args:
        write: takes pieces of it.

    Attributes:
        put: adds text.
    """

    __slots__ = ("_parts", "_write", "put")

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._parts: list[str] = []
        self.put = self._parts.append

    def flush(self, least: int = PIECE) -> None:
        """Hand on what was put, if it is *least* characters or more.

        Long texts are cut, so that whoever takes them is not kept for long.
        """
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts.clear()
        if len(text) < least:
            self.put(text)
            return
        for start in range(0, len(text), 16 * PIECE):
            self._write(text[start : start + 16 * PIECE])
