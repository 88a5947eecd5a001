"""One conversion from reader to writer: what every use case that converts runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from qmigui.errors import FormatError, Problem
from qmigui.progress import Cancel, Progress
from qmigui.record import field, record
from qmigui.service.forms import BER

if TYPE_CHECKING:
    from qmigui.qemufile.base import Sink, Source
    from qmigui.stream import events as ev
    from qmigui.stream.ber_writer import BerWriter
    from qmigui.stream.carrier import Outside
    from qmigui.stream.feed import Feed
    from qmigui.stream.outbox import Outbox

MAX_PROBLEMS = 1000
"""So many problems of a conversion are kept."""

Filter: TypeAlias = "Callable[[Feed, Iterator[ev.Event]], Iterator[ev.Event]]"
"""Changes what a reader tells."""


@record(frozen=False)
class Conversion:
    """What a conversion did.

    Attributes:
        source_form, target_form: ``binary`` or ``ber``, the target also ``libvirt``.
        read_bytes, written_bytes: lengths of the two streams.
        sections: sections passed.
        typed_devices, opaque_devices: FULL sections written to BER as fields and as octets.
        unparsed_bytes: octets that salvage kept as they are; None: nothing had to be salvaged.
        problems: what a person should know.
    """

    source_form: str
    target_form: str
    read_bytes: int = 0
    written_bytes: int = 0
    sections: int = 0
    typed_devices: int = 0
    opaque_devices: int = 0
    unparsed_bytes: int | None = None
    problems: list[Problem] = field(default_factory=list)

    def report(self, problem: Problem) -> None:
        """Keep a problem, unless there are too many."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)


@record
class Plan:
    """How a conversion is to be done, whichever way it takes.

    Attributes:
        outside: what becomes of what is around the stream.
        progress: kept up to date while it runs.
        cancel: stops it.
        single_pages: write BER with one-page elements only.
        filtered: changes what the reader tells, or None.
    """

    outside: Outside
    progress: Progress
    cancel: Cancel
    single_pages: bool = False
    filtered: Filter | None = None


def transcode_source(source: Source, sink: Sink, form: str, target: str, plan: Plan) -> Conversion:
    """Run reader, writer and pipeline for the two forms.

    Args:
        source: stands at the start of the stream.
        sink: gets the other form; the caller commits it.
        form: of the source.
        target: the form to write.
        plan: how.

    Raises:
        QmiguiError: it cannot be converted.
    """
    from qmigui.stream.pipeline import transcode

    result = Conversion(form, target)
    progress = plan.progress
    feeds: list[Feed] = []
    ber_writer: list[BerWriter] = []

    def make_events(feed: Feed) -> Iterator[ev.Event]:
        feeds.append(feed)
        events = events_of(feed, form, result.report)
        events = events if plan.filtered is None else plan.filtered(feed, events)
        return _told(plan.outside.apply(events, can_stop=source.seekable), progress)

    def make_writer(outbox: Outbox) -> Callable[[ev.Event], None]:
        if target != BER:
            from qmigui.stream.writer import BinaryWriter

            return BinaryWriter(outbox).write
        from qmigui.stream.ber_writer import BerWriter

        writer = BerWriter(outbox, single=plan.single_pages, report=result.report)
        ber_writer.append(writer)
        return writer.write

    try:
        transcode(source, sink, make_events, make_writer, progress, plan.cancel)
    except FormatError as error:
        if error.offset is None and feeds:
            error.offset = feeds[0].offset  # a writer found it, just behind what has been read
        raise
    result.read_bytes = progress.read_bytes
    result.written_bytes = progress.written_bytes
    result.sections = progress.sections
    for writer in ber_writer:
        result.typed_devices, result.opaque_devices = writer.typed_count, writer.opaque_count
    return result


def events_of(feed: Feed, form: str, report: Callable[[Problem], None]) -> Iterator[ev.Event]:
    """What the reader of *form* tells."""
    if form == BER:
        from qmigui.stream.ber_reader import BerReader

        return BerReader(feed).events()
    from qmigui.stream.reader import BinaryReader

    return BinaryReader(feed, report).events()


def _told(events: Iterator[ev.Event], progress: Progress) -> Iterator[ev.Event]:
    """The events, with the sections counted."""
    from qmigui.stream.events import SectionBegin

    for event in events:
        if type(event) is SectionBegin:
            progress.sections += 1
            progress.activity = event.path
        yield event
