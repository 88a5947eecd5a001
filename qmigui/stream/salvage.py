"""Converts what can be read of a damaged binary stream, and keeps the rest as it is.

The stream is read twice: first to see how far its grammar holds, then to convert
it up to there.  The place where the typed part ends is the last one that the way
back can find again: behind an item, or behind a page record of a RAM section,
which is then closed although its end is not there; what closing it implies on the
wire is taken back by the offset of the unparsed octets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from qmigui.errors import FormatError
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_writer import BerWriter
from qmigui.stream.carrier import carrier_of
from qmigui.stream.feed import Feed
from qmigui.stream.outbox import BATCH_LENGTH, PAGE, Outbox, aligned_buffer

MakeEvents = Callable[[Feed], Iterator[ev.Event]]

_ITEMS = (ev.Configuration, ev.SectionEnd, ev.PackageEnd, ev.Eof, ev.Trailing)
_RAM = (ev.RamRuns, ev.RamRecord, ev.RamFlush, ev.RamListEnd)


class Break(NamedTuple):
    """Where the typed part of a stream ends.

    Attributes:
        events: how many up to there.
        offset: of the first octet behind it.
        in_section: a RAM section is open there.
        error: what is wrong behind it.
    """

    events: int
    offset: int
    in_section: bool
    error: FormatError


def find_break(feed: Feed, make_events: MakeEvents, *, single: bool) -> Break | None:
    """Read a stream as far as its grammar holds.

    Args:
        feed: at the start of the stream.
        make_events: makes a strict reader.
        single: of the conversion that will follow.

    Returns:
        Where it breaks off, or None: all of it can be converted.
    """
    buffer = aligned_buffer(BATCH_LENGTH + PAGE)
    writer = BerWriter(Outbox(lambda: buffer, _drop, _drop), single=single)
    safe = (0, feed.offset, False)
    in_package = in_list = in_ram = False
    count = 0
    try:
        for event in make_events(feed):
            writer.write(event)
            count += 1
            match event:
                case ev.PackageBegin():
                    in_package = True
                case ev.PackageEnd():
                    in_package = False
                case ev.RamListBegin():
                    in_list = True
                case ev.RamListEnd():
                    in_list = False
                case ev.SectionBegin():
                    in_ram = event.body is ev.Body.RAM
                case ev.SectionEnd():
                    in_ram = False
            if in_package or in_list:
                continue
            if isinstance(event, _ITEMS) or (in_ram and isinstance(event, _RAM)):
                safe = (count, feed.offset, in_ram)
            elif _is_item(event):
                safe = (count, feed.offset, False)
    except FormatError as error:
        return Break(*safe, error)
    return None


def salvaged(feed: Feed, events: Iterator[ev.Event], found: Break) -> Iterator[ev.Event]:
    """The events of a stream up to *found*, and everything behind it as one.

    Args:
        feed: what *events* are read from; it can seek.
        events: of a strict reader, from the start.
        found: by :func:`find_break` on the same stream.
    """
    if not found.events:
        # Not even a header: the one that the form needs is taken back by the offset of its start.
        yield ev.StreamHeader(3, carrier_of(feed.source))
    for _ in range(found.events):
        yield next(events)
    if found.in_section:
        yield ev.SectionEnd(False)
    source = feed.source
    size = source.size
    assert size is not None
    rest = Feed(source)
    rest.seek(found.offset)
    length = size - found.offset
    first = True
    while first or not rest.at_end():
        piece = rest.view[rest.pos : rest.end]
        rest.pos = rest.end
        yield ev.Unparsed(piece, found.offset, length, first)
        first = False
    yield ev.StreamEnd()


def _is_item(event: ev.Event) -> bool:
    """Whether *event* is all of something that stands between sections."""
    if isinstance(event, ev.Command):
        return event.code != wire.CMD_PACKAGED
    return isinstance(event, ev.StreamHeader) or (isinstance(event, ev.Description) and event.last)


def _drop(*arguments: object) -> None:
    """Nobody wants the output of the first reading."""
