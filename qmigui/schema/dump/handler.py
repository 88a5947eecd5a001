"""What a walker asks of whoever makes text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qmigui.schema.contents import MAX_WHOLE
from qmigui.schema.dump.steps import Step

__all__ = ["ALL", "MAX_WHOLE", "Handler"]

ALL = 1 << 62
"""As many octets of a string as there are."""


class Handler(Protocol):
    """Is told the elements of a file in their order.

    ``indent`` is the handler's own count of levels: 0 for the whole, and what
    :meth:`begin` gave for what is in an element.  ``index`` is the number of elements
    before one in what it lies in, ``offset`` that of its first octet.
    """

    wants_names: bool
    """Whether :meth:`begin` needs the names of elements that have one."""

    most: int
    """Contents octets of a string that is told by :meth:`leaf`, at most; :data:`MAX_WHOLE` or fewer."""

    def leaf(self, step: Step, indent: int, octets: bytes, index: int, offset: int) -> None:
        """A primitive element with short contents.

        Raises:
            UnreadableError: they make no sense.
        """

    def leaves(self, step: Step, indent: int, elements: Sequence[bytes], index: int, offset: int) -> None:
        """Many of those back to back in a list, each with a header of two octets.

        Raises:
            UnreadableError: one of them makes no sense; nothing has been done.
        """

    def begin(self, step: Step, indent: int, name: str | None, index: int, offset: int) -> int:
        """A constructed element; *name* tells it apart, where that is known already.

        Returns:
            The indent of what is in it.
        """

    def end(self, step: Step, indent: int) -> None:
        """It is over; *indent* is its own, as in :meth:`begin`."""

    def string_begin(self, step: Step, indent: int, index: int, offset: int) -> int:
        """A string that is long, or in segments.

        Returns:
            How many of its octets are wanted at most.
        """

    def string_piece(self, octets: bytes, offset: int, *, begins: bool) -> None:
        """The next of its octets, which stand at *offset*; *begins*: with them a segment begins.

        Raises:
            UnreadableError: they make no sense.
        """

    def string_end(self, step: Step, indent: int, length: int, index: int, offset: int) -> None:
        """It is over; it had *length* octets of contents in all.

        Raises:
            UnreadableError: they make no sense.
        """

    def unknown(self, look: int, indent: int, index: int, length: int, offset: int) -> None:
        """An element that the module does not know but allows; *length* may be indefinite."""

    def flush(self) -> None:
        """Hand on the text that has been made."""

    def finish(self) -> None:
        """The whole has been told."""
