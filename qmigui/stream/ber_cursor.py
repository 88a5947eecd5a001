"""A pull reader for BER over a feed: one element header at a time.

Accepts every form that BER allows, bounds every length by its container, and
knows nothing of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmigui.errors import FormatError
from qmigui.stream import ber_tags as tags
from qmigui.stream.feed import Feed
from qmigui.visitor.tlv import (
    CONSTRUCTED,
    INDEFINITE,
    MAX_DEPTH,
    MAX_INTEGER_OCTETS,
    decode_header,
    decode_integer,
)

# Longest identifier (6) and length (127) octets that a header can have.
MAX_HEADER = 136
MAX_STRING_DEPTH = 8


class BerCursor:
    """Walks elements.

    Args:
        feed: the octets.

    Attributes:
        path: names of the open elements, for messages; pushed and popped by the caller.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.path: list[str] = []
        # End offset of each open container; INDEFINITE for end-of-contents.
        self._ends: list[int] = []
        # Nearest definite end around here, or None: nothing may go past it.
        self._bounds: list[int | None] = [None]

    def fail(self, message: str, offset: int | None = None) -> FormatError:
        """An error here, or at *offset*."""
        return FormatError(
            message,
            offset=self.feed.offset if offset is None else offset,
            path=" / ".join(self.path) or None,
        )

    @property
    def bound(self) -> int | None:
        """Offset that nothing in the open container may go past, where known."""
        return self._bounds[-1]

    # -- headers ------------------------------------------------------------------

    def _header(self) -> tuple[int, int, int]:
        """Decode the header here: key, length, header length. Nothing is consumed."""
        feed = self.feed
        if feed.end - feed.pos < MAX_HEADER:
            feed.want(MAX_HEADER)
        end = feed.end
        bound = self._bounds[-1]
        if bound is not None:
            end = min(end, bound - feed.base)
        key, length, position = decode_header(feed.view, feed.pos, end, feed.base, "")
        if length != INDEFINITE and bound is not None and feed.base + position + length > bound:
            raise self.fail(f"{tags.name_of(key)} of {length} octets goes past the end of its container")
        return key, length, position - feed.pos

    def peek(self) -> int | None:
        """Tag key of the next element in the open container; None at its end."""
        if not self.more():
            return None
        try:
            return self._header()[0]
        except FormatError as error:
            raise self.fail(error.message, error.offset) from None

    def more(self) -> bool:
        """Whether another element follows in the open container."""
        feed = self.feed
        if not self._ends:
            return not feed.at_end()
        end = self._ends[-1]
        if end != INDEFINITE:
            return feed.offset < end
        if not feed.want(2):
            raise self.fail("the data ends before the end-of-contents octets")
        bound = self._bounds[-1]
        if bound is not None and feed.offset + 2 > bound:
            raise self.fail("no end-of-contents octets before the end of what this lies in")
        return not (feed.view[feed.pos] == 0 and feed.view[feed.pos + 1] == 0)

    def next(self, what: str) -> tuple[int, int]:
        """Consume a header.

        Returns:
            Tag key and length (or INDEFINITE).
        """
        if not self.more():
            raise self.fail(f"{what} is missing")
        try:
            key, length, size = self._header()
        except FormatError as error:
            raise self.fail(error.message, error.offset) from None
        self.feed.pos += size
        return key, length

    # -- containers ------------------------------------------------------------------

    def enter(self, expected: int, what: str) -> None:
        """Consume the header of a constructed element and go into it."""
        start = self.feed.offset
        key, length = self.next(what)
        if key != expected:
            raise self.fail(f"{tags.name_of(key)} where {what} should stand", start)
        self.open(length)

    def open(self, length: int) -> None:
        """Go into a constructed element whose header :meth:`next` has consumed."""
        if len(self._ends) >= MAX_DEPTH:
            raise self.fail(f"more than {MAX_DEPTH} levels")
        if length == INDEFINITE:
            self._ends.append(INDEFINITE)
            self._bounds.append(self._bounds[-1])
        else:
            end = self.feed.offset + length
            self._ends.append(end)
            self._bounds.append(end)

    def leave(self, what: str) -> None:
        """Go out of the open container, which must be at its end."""
        if self.more():
            raise self.fail(f"an element too many at the end of {what}")
        end = self._ends.pop()
        self._bounds.pop()
        if end == INDEFINITE:
            self.feed.pos += 2

    # -- primitive elements -------------------------------------------------------------

    def _contents(self, length: int) -> memoryview:
        feed = self.feed
        if not feed.want(length):
            raise self.fail(f"the data ends inside an element of {length} octets")
        view = feed.view[feed.pos : feed.pos + length]
        feed.pos += length
        return view

    def integer(self, what: str, low: int, high: int, key: int = tags.INTEGER) -> int:
        """An INTEGER (or ENUMERATED) from *low* to *high*."""
        start = self.feed.offset
        found, length = self.next(what)
        if found != key:
            raise self.fail(f"{tags.name_of(found)} where {what} should stand", start)
        return self._integer(what, length, low, high, start)

    def _integer(self, what: str, length: int, low: int, high: int, start: int) -> int:
        if length > MAX_INTEGER_OCTETS:
            raise self.fail(f"{what} of {length} octets", start)
        try:
            value = decode_integer(self._contents(length), start, "")
        except FormatError as error:
            raise self.fail(f"{what}: {error.message}", error.offset) from None
        if not low <= value <= high:
            shown = str(value) if abs(value) < 1 << 128 else f"a number of {length} octets"
            raise self.fail(f"{what} is {shown}, not from {low} to {high}", start)
        return value

    def optional_integer(self, what: str, low: int, high: int, key: int) -> int | None:
        """An INTEGER that may be absent, told by its tag."""
        return self.integer(what, low, high, key) if self.peek() == key else None

    def boolean(self, what: str) -> bool:
        """A BOOLEAN."""
        start = self.feed.offset
        key, length = self.next(what)
        if key != tags.BOOLEAN or length != 1:
            raise self.fail(f"{tags.name_of(key)} of {length} octets where {what} should stand", start)
        return self._contents(1)[0] != 0

    def null(self, what: str) -> None:
        """A NULL-like element, whatever its tag."""
        start = self.feed.offset
        _, length = self.next(what)
        if length != 0:
            raise self.fail(f"{what} has contents", start)

    def octets(self, what: str, limit: int, key: int = tags.OCTETS) -> memoryview | bytes:
        """An OCTET STRING of at most *limit* octets, joined if it comes in pieces."""
        start = self.feed.offset
        found, length = self.next(what)
        if found == key:
            if length > limit:
                raise self.fail(f"{what} has {length} octets, at most {limit} are allowed", start)
            return self._contents(length)
        if found != key | CONSTRUCTED:
            raise self.fail(f"{tags.name_of(found)} where {what} should stand", start)
        joined = bytearray()
        for piece in self._pieces(what, length, 1):
            if len(joined) + len(piece) > limit:
                raise self.fail(f"{what} has more than {limit} octets", start)
            joined += piece
        return bytes(joined)

    def stream_octets(self, what: str, key: int) -> Iterator[memoryview]:
        """An OCTET STRING of any length, piece by piece as it lies in the window."""
        start = self.feed.offset
        found, length = self.next(what)
        if found == key:
            yield from self._stream(length)
        elif found == key | CONSTRUCTED:
            yield from self._pieces(what, length, 1)
        else:
            raise self.fail(f"{tags.name_of(found)} where {what} should stand", start)

    def _stream(self, length: int) -> Iterator[memoryview]:
        left = length
        for piece in self.feed.chunks(length):
            left -= len(piece)
            yield piece
        if left:
            raise self.fail(f"the data ends inside an element of {length} octets")

    def _pieces(self, what: str, length: int, depth: int) -> Iterator[memoryview]:
        """Contents of a constructed string: OCTET STRING pieces, which may nest."""
        if depth > MAX_STRING_DEPTH:
            raise self.fail(f"{what}: string pieces nest more than {MAX_STRING_DEPTH} levels")
        self.open(length)
        while self.more():
            start = self.feed.offset
            key, size = self.next(what)
            if key == tags.OCTETS:
                yield from self._stream(size)
            elif key == tags.OCTETS_CONSTRUCTED:
                yield from self._pieces(what, size, depth + 1)
            else:
                raise self.fail(f"{tags.name_of(key)} among the pieces of {what}", start)
        self.leave(what)

    def name(self, what: str) -> bytes:
        """A QemuString: 1 to 255 octets of UTF-8."""
        start = self.feed.offset
        text = bytes(self.octets(what, 255, tags.UTF8))
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            raise self.fail(f"{what} is not UTF-8", start) from None
        if not text:
            raise self.fail(f"{what} is empty", start)
        return text

    # -- whole elements -------------------------------------------------------------------

    def element(self, limit: int, what: str) -> memoryview:
        """All octets of the next element, header included, at most *limit* of them."""
        feed = self.feed
        start = feed.offset
        length = self._element_length(limit, what)
        if self.bound is not None and start + length > self.bound:
            raise self.fail(f"{what} of {length} octets goes past the end of its container", start)
        if not feed.want(length):
            raise self.fail(f"the data ends inside {what}", start)
        view = feed.view[feed.pos : feed.pos + length]
        feed.pos += length
        return view

    def _element_length(self, limit: int, what: str) -> int:
        """Measure the next element; walks it if its length is indefinite."""
        feed = self.feed
        depth = 0
        done = 0
        while True:
            if not feed.want(done + MAX_HEADER) and feed.end - feed.pos <= done:
                raise self.fail(f"the data ends inside {what}")
            position = feed.pos + done
            if depth and feed.end - position >= 2 and not feed.view[position] and not feed.view[position + 1]:
                depth -= 1
                done += 2
            else:
                try:
                    _, length, contents = decode_header(feed.view, position, feed.end, feed.base, "")
                except FormatError as error:
                    raise self.fail(error.message, error.offset) from None
                done = contents - feed.pos
                if length == INDEFINITE:
                    depth += 1
                    if depth > MAX_DEPTH:
                        raise self.fail(f"{what}: more than {MAX_DEPTH} levels")
                else:
                    done += length
            if done > limit:
                raise self.fail(f"{what} has more than {limit} octets")
            if not depth:
                return done
