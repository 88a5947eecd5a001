"""Takes small things from a feed, and says what is wrong where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import FormatError

if TYPE_CHECKING:
    from qmigui.stream.feed import Feed


class Taker:
    """What readers of a binary stream have in common.

    Args:
        feed: the octets.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def _fail(
        self, message: str, offset: int | None = None, path: str | None = None, *, code: str
    ) -> FormatError:
        offset = self._feed.offset if offset is None else offset
        return FormatError(message, offset=offset, path=path, code=code)

    def _take(self, length: int, what: str, path: str | None = None) -> bytes:
        """The next *length* octets (small)."""
        feed = self._feed
        if not feed.want(length):
            raise self._fail(
                f"the data ends inside {what}: it needs {length} bytes, {feed.end - feed.pos} left",
                path=path,
                code="truncated",
            )
        piece = bytes(feed.view[feed.pos : feed.pos + length])
        feed.pos += length
        return piece
