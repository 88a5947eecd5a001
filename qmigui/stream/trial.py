"""Finding the target page size where nothing has told it: by reading ahead with each.

Machines send it only where it differs from their usual one, and the VM
description, which has it too, comes last.  A size fits when all that lies
ahead reads with it.  Source for the sizes: QEMU ``target/*/cpu-param.h``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.qemufile.memory import MemorySource
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.feed import Feed

# How far is read ahead: the same from a file and from a pipe, in windows of any size.
AHEAD = 4 << 20
# So many pages in a row, one page size apart, are no accident.
ENOUGH = 16


def likeliest(
    feed: Feed, lengths: Collection[int], attempt: Callable[[Feed, int], Iterator[ev.Event]]
) -> tuple[int | None, bool]:
    """Find the page size that fits what lies ahead.

    Of several the largest counts, as addresses step by the page size; but
    sooner one with which full pages or long runs of zero pages were read.

    Args:
        feed: stands behind a block list.
        lengths: of the blocks.
        attempt: reads a feed with a page size, as far as it can be followed
            without a description.

    Returns:
        The page size, or None when none fits; and whether it is certain.
    """
    feed.want(AHEAD)
    ahead = feed.view[feed.pos : min(feed.end, feed.pos + AHEAD)]
    is_all = len(ahead) < AHEAD
    fitting: list[tuple[bool, int]] = []
    broken: list[tuple[int, bool, int]] = []
    for bits in wire.PAGE_BITS:
        page_size = 1 << bits
        if any(length % page_size for length in lengths):
            continue
        window = Feed(MemorySource(ahead))
        verdict = _verdict(window, attempt(window, page_size))
        if verdict is not None:
            if is_all and verdict.broken_offset is not None:
                broken.append((verdict.broken_offset, verdict.proof, page_size))
            else:
                fitting.append((verdict.proof, page_size))
    if broken and not fitting:
        # Cut short or damaged further on: the size with which most can be read.
        fitting = [max(broken)[1:]]
    if not fitting:
        return None, False
    proof, page_size = max(fitting)
    return page_size, proof or len(fitting) == 1


class _Verdict(NamedTuple):
    """How events could be read.

    Attributes:
        proof: their pages are no accident.
        broken_offset: how far they could be read, where that is not to their end.
    """

    proof: bool
    broken_offset: int | None


def _verdict(feed: Feed, events: Iterator[ev.Event]) -> _Verdict | None:
    """None when the events cannot be read to the end of the feed.

    Args:
        feed: what the events are read from.
        events: as they come.
    """
    proof = False
    try:
        for event in events:
            if isinstance(event, ev.RamRuns):
                proof = proof or bool(event.kinds.any()) or int(event.counts.max()) >= ENOUGH
    except FormatError:
        return _Verdict(proof, feed.offset) if feed.ended else None
    return _Verdict(proof, None)
