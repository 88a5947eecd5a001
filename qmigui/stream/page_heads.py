"""The heads of page elements with data, as our own writer makes them."""

from __future__ import annotations

from typing import NamedTuple

from qmigui.stream import ber_tags as tags
from qmigui.visitor.tlv import encode_length, encode_tag

# The longest run of full pages, and the widest address and count, of our own writing.
MAX_PAGES = 256
MAX_ADDR_WIDTH = 6
MAX_COUNT_WIDTH = 5

COMPR_TAG = encode_tag(tags.COMPR)[0]
ZEROS_TAG = int.from_bytes(encode_tag(tags.ZERO_RUN), "big")

LOOK = 24
"""Octets of an element that are looked at together; every list of elements ends with more behind it."""


class Head(NamedTuple):
    """What the first octets of an element with page data tell.

    Attributes:
        pages: how many.
        width: octets of the address.
        addr_place: of the address, from the element's start.
        length: octets of all of it.
        data_header: identifier and length octets of the data, as a number.
        data_mask: as many octets set as those are.
    """

    pages: int
    width: int
    addr_place: int
    length: int
    data_header: int
    data_mask: int


class Heads(dict[int, Head | None]):
    """By the first 8 octets: every FullPage and PageRun that our writer makes; None for others.

    Those of one number of pages are made when they are first met.

    Args:
        page_size: octets of a full page.
    """

    def __init__(self, page_size: int) -> None:
        super().__init__()
        self._page_size = page_size
        self._left = set(range(1, min(MAX_PAGES, (1 << 20) // page_size) + 1))

    def __missing__(self, octets: int) -> Head | None:
        length_octets = (octets >> 32) & 0x7F
        if not 2 <= length_octets <= 4:
            return None
        contents = (octets >> 8 * (4 - length_octets)) & ((1 << 8 * length_octets) - 1)
        count = contents // self._page_size  # the rest of it is shorter than any page
        if count not in self._left:
            return None
        self.learn(count)
        return self.get(octets)

    def learn(self, count: int) -> None:
        """Make those of elements with so many pages, unless that has been done."""
        if count not in self._left:
            return
        self._left.remove(count)
        data_header = b"\x04" + encode_length(count * self._page_size)
        tag = encode_tag(tags.FULL_PAGE if count == 1 else tags.PAGE_RUN)
        for width in range(1, MAX_ADDR_WIDTH + 1):
            contents = 2 + width + len(data_header) + count * self._page_size
            prefix = tag + encode_length(contents) + bytes((2, width))
            # Where the ninth octet, the address's length, is needed, the length octets imply it.
            if len(prefix) >= 8:
                self[int.from_bytes(prefix[:8], "big")] = Head(
                    count,
                    width,
                    len(prefix),
                    len(prefix) + width + len(data_header) + count * self._page_size,
                    int.from_bytes(data_header, "big"),
                    (1 << 8 * len(data_header)) - 1,
                )
