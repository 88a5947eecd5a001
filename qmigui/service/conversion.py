"""The use case of converting: one form to the other, whole, repaired or normalised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_sink
from qmigui.service.forms import BER, BINARY, damaged_form_of, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Sink, Source, Waiting
    from qmigui.stream import events as ev
    from qmigui.stream.ber_writer import BerWriter
    from qmigui.stream.feed import Feed
    from qmigui.stream.outbox import Outbox

MAX_PROBLEMS = 1000
"""So many problems of a conversion are kept."""


@dataclass(slots=True)
class Conversion:
    """What a conversion did.

    Attributes:
        source_form, target_form: ``binary`` or ``ber``.
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
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Conversion:
    """Convert a stream to the other form, or to the one asked for.

    Args:
        input_name: as for :func:`~qmigui.service.opening.open_state`.
        output_name: a path, ``-``, ``fd:N`` or an address to connect to; a file appears complete or
            not at all.
        to: ``binary`` or ``ber``; None: the other form than the input's.
        single_pages: write BER with one-page elements only.
        sync: an output file is on the disk when this returns.
        salvage: convert a damaged binary stream as far as its grammar holds, and keep
            the rest as it is.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: nothing was written.
    """
    if to not in (None, BINARY, BER):
        raise UsageError(f"no such form: {to}")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with open_state(input_name, cancel=cancel, waiting=waiting) as source:
        try:
            form = damaged_form_of(source) if salvage else form_of(source)
            target = to or (BINARY if form == BER else BER)
            if salvage and (form, target) != (BINARY, BER):
                raise UsageError("only a binary stream can be salvaged, and only into BER")
            progress.total_bytes = source.size
            with open_sink(output_name, sync=sync, cancel=cancel, waiting=waiting) as sink:
                if salvage:
                    result = _salvage(source, sink, single_pages, progress, cancel)
                elif form == target == BER:
                    result = _normalise(source, sink, single_pages, progress, cancel)
                else:
                    result = transcode_source(source, sink, form, target, single_pages, progress, cancel)
                cancel.check()
                sink.commit()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    return result


def convert_arriving(
    source: Source, sink: Sink, *, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """Convert a binary stream that is open to BER; the sink is the caller's to commit.

    Raises:
        QmiguiError: it cannot be; the sink is to be aborted.
    """
    return transcode_source(source, sink, BINARY, BER, single_pages, progress, cancel)


def transcode_source(
    source: Source,
    sink: Sink,
    form: str,
    target: str,
    single_pages: bool,
    progress: Progress,
    cancel: Cancel,
    filtered: Callable[[Feed, Iterator[ev.Event]], Iterator[ev.Event]] | None = None,
) -> Conversion:
    """Run reader, writer and pipeline for the two forms.

    Args:
        source: stands at its start.
        sink: gets the other form; the caller commits it.
        form: of the source.
        target: the form to write.
        single_pages: write BER with one-page elements only.
        progress: kept up to date.
        cancel: stops it.
        filtered: may change what the reader tells.

    Raises:
        QmiguiError: it cannot be converted.
    """
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
        return _told(events if filtered is None else filtered(feed, events), progress)

    def make_writer(outbox: Outbox) -> Callable[[ev.Event], None]:
        if target == BINARY:
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
    source: Source, sink: Sink, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """Convert what can be read of a binary stream; it is read twice, so a pipe goes to a temporary file."""
    import tempfile

    from qmigui.errors import Severity
    from qmigui.qemufile.files import FileSource
    from qmigui.stream.feed import Feed
    from qmigui.stream.salvage import find_break, salvaged

    if not source.seekable:
        with tempfile.TemporaryFile(prefix="qmigui-") as copy:
            buffer = memoryview(bytearray(1 << 20))
            while count := source.readinto(buffer):
                cancel.check()
                copy.write(buffer[:count])
            copy.seek(0)
            with FileSource(copy.fileno(), source.name, close_fd=False) as again:
                progress.total_bytes = again.size
                return _salvage(again, sink, single_pages, progress, cancel)

    def cancellable(feed: Feed) -> Iterator[ev.Event]:
        for event in _reader(feed, BINARY, _ignore):
            cancel.check()
            yield event

    first = Feed(source)
    try:
        found = find_break(first, cancellable, single=single_pages)
    finally:
        first.close()
    source.seek(0)
    if found is None:
        return transcode_source(source, sink, BINARY, BER, single_pages, progress, cancel)
    result = transcode_source(
        source,
        sink,
        BINARY,
        BER,
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
    source: Source, sink: Sink, single_pages: bool, progress: Progress, cancel: Cancel
) -> Conversion:
    """BER to our own BER: by way of the binary form, which a temporary file holds."""
    import tempfile

    from qmigui.qemufile.files import FileSource
    from qmigui.qemufile.pipes import DescriptorSink

    with tempfile.TemporaryFile(prefix="qmigui-") as binary:
        between = DescriptorSink(binary.fileno(), "temporary file", close_fd=False)
        first = transcode_source(source, between, BER, BINARY, single_pages, progress, cancel)
        binary.seek(0)
        with FileSource(binary.fileno(), "temporary file", close_fd=False) as again:
            # The second half of the work: the counters begin anew.
            progress.total_bytes = again.size
            progress.read_bytes = progress.written_bytes = progress.sections = 0
            try:
                result = transcode_source(again, sink, BINARY, BER, single_pages, progress, cancel)
            except FormatError as error:
                error.source = f"{source.name}, converted to binary"
                raise
    result.source_form, result.read_bytes = BER, first.read_bytes
    return result
