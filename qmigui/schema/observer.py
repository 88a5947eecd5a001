"""What a checker tells to whoever wants to know more of a file than that it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qmigui.schema.automaton import Entry
    from qmigui.schema.far import Far
    from qmigui.schema.frames import Frame


class Observer(Protocol):
    """Whoever wants to hear of elements of watched types, besides their being right."""

    def enter(self, frames: list[Frame]) -> None:
        """A watched element, the last of *frames*, begins; its header is right."""

    def leave(self, frame: Frame) -> None:
        """A watched element is over; ``frame.damaged``: something in it was wrong."""

    def wants(self, frame: Frame, entry: Entry) -> bool:
        """Whether to hand over the contents of this string, however long, by :meth:`piece`."""

    def piece(self, offset: int, octets: bytes) -> None:
        """The next contents octets of a string that was wanted."""

    def leaf(self, frame: Frame, entry: Entry, start: int, octets: bytes | None, length: int) -> None:
        """A primitive element, or a string in any form, directly in a watched one, is over.

        Args:
            frame: of the watched one.
            entry: what it is.
            start: offset of its first octet.
            octets: its contents; None when there are more than a few thousand, when
                they came in pieces, or when they are wrong.
            length: how many.
        """

    def takes_whole(self, entry: Entry) -> bool:
        """Whether :meth:`whole` may want such an element."""

    def whole(self, frames: list[Frame], entry: Entry, start: int, octets: memoryview) -> bool:
        """May take a constructed element directly in a watched one as a whole: True if all of it is right.

        Args:
            frames: the open elements; the last one is watched.
            entry: what the element is.
            start: offset of its first octet.
            octets: all of it, header included; valid during the call.
        """

    def run(self, frames: list[Frame], data: bytearray, pos: int, base: int, end: int) -> int:
        """May take elements of the innermost of *frames*, a watched list, all at once.

        Args:
            frames: the open elements.
            data: the buffer.
            pos: where the next element starts in it.
            base: offset of ``data[0]``.
            end: of what is there, in the buffer, of the list.

        Returns:
            The position behind what was taken, all of it right; *pos*: nothing.
        """

    def leap(self, frames: list[Frame], far: Far, offset: int, end: int) -> int:
        """The same by offsets in the source, of which *far* tells what may be touched; *end*: of the list."""

    def lost(self, offset: int, length: int) -> None:
        """Octets that could not be read as anything."""
