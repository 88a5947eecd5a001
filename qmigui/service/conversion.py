"""The use case of converting: one form to the other, whole, repaired or normalised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, Severity, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_sink, open_source
from qmigui.service.forms import BER, BINARY, LIBVIRT, damaged_form_of, form_of
from qmigui.service.seekable import seekable

if TYPE_CHECKING:
    from qmigui.qemufile.base import Sink, Source, Waiting
    from qmigui.stream import events as ev
    from qmigui.stream.ber_writer import BerWriter
    from qmigui.stream.carrier import Outside
    from qmigui.stream.feed import Feed
    from qmigui.stream.outbox import Outbox

MAX_PROBLEMS = 1000
"""So many problems of a conversion are kept."""


@dataclass(slots=True)
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


def convert(
    input_name: str,
    output_name: str,
    *,
    to: str | None = None,
    single_pages: bool = False,
    sync: bool = True,
    salvage: bool = False,
    trim: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Conversion:
    """Convert a stream to the other form, or to the one asked for.

    Args:
        input_name: as :func:`~qmigui.qemufile.opener.open_source` takes it.
        output_name: a path, ``-``, ``fd:N`` or an address to connect to; a file appears complete or
            not at all.
        to: ``ber``; ``binary``, the stream alone; ``libvirt``, the stream in its save
            image, without compression; None: the other form than the input's, of BER
            the stream with what stood before it.
        single_pages: write BER with one-page elements only.
        sync: an output file is on the disk when this returns.
        salvage: convert a damaged binary stream as far as its grammar holds, and keep
            the rest as it is.
        trim: leave out what follows the stream, and what stood before an offset.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: nothing was written.
    """
    if to not in (None, BINARY, BER, LIBVIRT):
        raise UsageError(f"no such form: {to}")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with open_source(input_name, cancel=cancel, waiting=waiting) as source:
        try:
            form = damaged_form_of(source) if salvage else form_of(source)
            target = to or (BINARY if form == BER else BER)
            if salvage and (form, target) != (BINARY, BER):
                raise UsageError("only a binary stream can be salvaged, and only into BER")
            outside = _outside(source, form, target, to is None, trim)
            progress.total_bytes = source.size
            progress.read_bytes = source.start_offset
            with open_sink(output_name, sync=sync, cancel=cancel, waiting=waiting) as sink:
                if salvage:
                    result = _salvage(source, sink, outside, single_pages, progress, cancel)
                elif form == target == BER:
                    result = _normalise(source, sink, outside, single_pages, progress, cancel)
                else:
                    result = _transcode(source, sink, form, target, outside, single_pages, progress, cancel)
                cancel.check()
                sink.commit()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    result.problems[:0] = _carrier_problems(source)
    return result


def convert_arriving(
    source: Source, sink: Sink, *, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """Convert a binary stream that is open to BER; the sink is the caller's to commit.

    Raises:
        QmiguiError: it cannot be; the sink is to be aborted.
    """
    from qmigui.stream.carrier import Outside

    return _transcode(source, sink, BINARY, BER, Outside("keep"), single_pages, progress, cancel)


def _outside(source: Source, form: str, target: str, by_default: bool, trim: bool) -> Outside:
    """What becomes of what is around the stream."""
    from qmigui.stream.carrier import Outside, check_kept

    if target == BER:
        if form == BINARY and not trim:
            check_kept(source)
        return Outside("keep", trim)
    if target == LIBVIRT:
        return Outside("libvirt", trim)
    return Outside("put" if by_default else "drop", trim)


def _carrier_problems(source: Source) -> list[Problem]:
    """What is wrong with the carrier but has not kept us from reading the stream."""
    if source.envelope is None or not source.envelope.faults:
        return []
    from qmigui.stream.checks.codes import problem_of

    return [
        replace(problem_of(fault.error), severity=Severity.WARNING, hint=None)
        for fault in source.envelope.faults
    ]


def _transcode(
    source: Source,
    sink: Sink,
    form: str,
    target: str,
    outside: Outside,
    single_pages: bool,
    progress: Progress,
    cancel: Cancel,
    filtered: Callable[[Feed, Iterator[ev.Event]], Iterator[ev.Event]] | None = None,
) -> Conversion:
    """Run reader, writer and pipeline for the two forms; *filtered* may change what the reader tells."""
    from qmigui.stream.pipeline import transcode

    result = Conversion(form, target)

    def report(problem: Problem) -> None:
        if len(result.problems) < MAX_PROBLEMS:
            result.problems.append(problem)

    feeds: list[Feed] = []
    ber_writer: list[BerWriter] = []

    def make_events(feed: Feed) -> Iterator[ev.Event]:
        feeds.append(feed)
        events = _reader(feed, form, report)
        events = events if filtered is None else filtered(feed, events)
        return _told(outside.apply(events, can_stop=source.seekable), progress)

    def make_writer(outbox: Outbox) -> Callable[[ev.Event], None]:
        if target != BER:
            from qmigui.stream.writer import BinaryWriter

            return BinaryWriter(outbox).write
        from qmigui.stream.ber_writer import BerWriter

        writer = BerWriter(outbox, single=single_pages, report=report)
        ber_writer.append(writer)
        return writer.write

    try:
        transcode(source, sink, make_events, make_writer, progress, cancel)
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


def _salvage(
    source: Source, sink: Sink, outside: Outside, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """Convert what can be read of a binary stream; it is read twice, so a pipe goes to a temporary file."""
    from qmigui.stream.feed import Feed
    from qmigui.stream.salvage import find_break, salvaged

    if not source.seekable:
        with seekable(source, cancel) as again:
            progress.total_bytes = again.size
            return _salvage(again, sink, outside, single_pages, progress, cancel)

    def cancellable(feed: Feed) -> Iterator[ev.Event]:
        for event in _reader(feed, BINARY, _ignore):
            cancel.check()
            yield event

    first = Feed(source)
    try:
        found = find_break(first, cancellable, single=single_pages)
    finally:
        first.close()
    source.seek(source.start_offset)
    if found is None:
        return _transcode(source, sink, BINARY, BER, outside, single_pages, progress, cancel)
    result = _transcode(
        source,
        sink,
        BINARY,
        BER,
        outside,
        single_pages,
        progress,
        cancel,
        lambda feed, events: salvaged(feed, events, found),
    )
    assert source.size is not None
    result.read_bytes = source.size
    result.unparsed_bytes = source.size - found.offset
    error = found.error
    words = (
        f"{error.message}; the {result.unparsed_bytes} octets from {found.offset:#x} on are kept as they are"
    )
    problem = Problem(Severity.ERROR, error.code or "format", words, error.offset, error.path)
    if len(result.problems) < MAX_PROBLEMS:
        result.problems.append(problem)
    return result


def _ignore(problem: Problem) -> None:
    """The second reading tells it."""


def _reader(feed: Feed, form: str, report: Callable[[Problem], None]) -> Iterator[ev.Event]:
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


def _normalise(
    source: Source, sink: Sink, outside: Outside, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """BER to our own BER: by way of the binary form, which a temporary file holds."""
    import tempfile

    from qmigui.qemufile.envelope import Envelope
    from qmigui.qemufile.files import FileSource
    from qmigui.qemufile.pipes import DescriptorSink
    from qmigui.stream import events as ev
    from qmigui.stream.carrier import Outside, carrier_name

    with tempfile.TemporaryFile(prefix="qmigui-") as binary:
        between = DescriptorSink(binary.fileno(), "temporary file", close_fd=False)
        as_it_is = Outside("file")
        header: list[ev.StreamHeader] = []

        def noted(feed: Feed, events: Iterator[ev.Event]) -> Iterator[ev.Event]:
            for event in events:
                if isinstance(event, ev.StreamHeader):
                    header.append(event)
                yield event

        first = _transcode(
            source, between, BER, BINARY, as_it_is, single_pages, progress, cancel, noted
        )
        binary.seek(0)
        with FileSource(binary.fileno(), "temporary file", close_fd=False) as again:
            carrier = header[0].carrier
            if carrier is not None:
                again.start_offset = len(carrier.head)
                again.seek(again.start_offset)
                again.envelope = Envelope(carrier_name(carrier), carrier.head, carrier.compression)
            # The second half of the work: the counters begin anew.
            progress.total_bytes = again.size
            progress.read_bytes = progress.written_bytes = progress.sections = 0
            try:
                result = _transcode(again, sink, BINARY, BER, outside, single_pages, progress, cancel)
            except FormatError as error:
                error.source = f"{source.name}, converted to binary"
                raise
    result.source_form, result.read_bytes = BER, first.read_bytes
    return result
