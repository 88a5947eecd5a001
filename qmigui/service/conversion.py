"""The use case of converting: one form to the other, whole, repaired or normalised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, Severity, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.copies import seekable
from qmigui.qemufile.opener import open_sink
from qmigui.record import replace
from qmigui.service.forms import BER, BINARY, LIBVIRT, damaged_form_of, form_of
from qmigui.service.opening import open_state
from qmigui.service.transcoding import Conversion, Filter, Plan, events_of, transcode_source

if TYPE_CHECKING:
    from qmigui.qemufile.base import Sink, Source, Waiting
    from qmigui.stream import events as ev
    from qmigui.stream.carrier import Outside
    from qmigui.stream.feed import Feed


def convert(
    input_name: str,
    output_name: str,
    *,
    to: str | None = None,
    single_pages: bool = False,
    sync: bool = True,
    salvage: bool = False,
    trim: bool = False,
    settings: Sequence[str] = (),
    xml: bytes | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Conversion:
    """Convert a stream to the other form, or to the one asked for.

    Args:
        input_name: as :func:`~qmigui.service.opening.open_state` takes it.
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
        settings: values to change on the way, each ``PATH=VALUE`` (see docs/compare.md).
        xml: the domain XML that is to stand in the head of a libvirt image, instead of the one that does.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: nothing was written.
    """
    if to not in (None, BINARY, BER, LIBVIRT):
        raise UsageError(f"no such form: {to}")
    if settings and salvage:
        raise UsageError("values of a damaged stream cannot be set while it is salvaged")
    if xml is not None:
        from qmigui.qemufile.libvirt_edit import check_xml

        check_xml(xml)  # before anything is read
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    notes: list[Problem] = []
    with open_state(input_name, cancel=cancel, waiting=waiting, progress=progress) as source:
        try:
            form = damaged_form_of(source) if salvage else form_of(source)
            target = to or (BINARY if form == BER else BER)
            if salvage and (form, target) != (BINARY, BER):
                raise UsageError("only a binary stream can be salvaged, and only into BER")
            outside = _outside(source, form, target, to is None, trim)
            if xml is not None and outside.head == "drop":
                raise UsageError("the stream alone has no domain XML")
            outside = replace(outside, xml=xml, note=notes.append)
            plan = Plan(outside, progress, cancel, single_pages, _edited(settings))
            progress.total_bytes = source.size
            progress.read_bytes = source.start_offset
            with open_sink(output_name, sync=sync, cancel=cancel, waiting=waiting) as sink:
                if salvage:
                    result = _salvage(source, sink, plan)
                elif form == target == BER:
                    result = _normalise(source, sink, plan)
                else:
                    result = transcode_source(source, sink, form, target, plan)
                cancel.check()
                sink.commit()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    result.problems[:0] = [*_carrier_problems(source), *notes]
    return result


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


def _edited(settings: Sequence[str]) -> Filter | None:
    """The filter that sets values, if any are to be set."""
    if not settings:
        return None
    from qmigui.compare.edit import Overlay

    overlay = Overlay(settings)
    return lambda _, events: overlay.filter(events)


def _salvage(source: Source, sink: Sink, plan: Plan) -> Conversion:
    """Convert what can be read of a binary stream; it is read twice, so a pipe goes to a temporary file."""
    from qmigui.stream.feed import Feed
    from qmigui.stream.salvage import find_break, salvaged

    if not source.seekable:
        with seekable(source, plan.cancel) as again:
            plan.progress.total_bytes = again.size
            return _salvage(again, sink, plan)

    def cancellable(feed: Feed) -> Iterator[ev.Event]:
        for event in events_of(feed, BINARY, _ignore):
            plan.cancel.check()
            yield event

    first = Feed(source)
    try:
        found = find_break(first, cancellable, single=plan.single_pages)
    finally:
        first.close()
    source.seek(source.start_offset)
    if found is None:
        return transcode_source(source, sink, BINARY, BER, plan)
    plan = replace(plan, filtered=lambda feed, events: salvaged(feed, events, found))
    result = transcode_source(source, sink, BINARY, BER, plan)
    assert source.size is not None
    result.read_bytes = source.size
    result.unparsed_bytes = source.size - found.offset
    error = found.error
    words = (
        f"{error.message}; the {result.unparsed_bytes} octets from {found.offset:#x} on are kept as they are"
    )
    result.report(Problem(Severity.ERROR, error.code or "format", words, error.offset, error.path))
    return result


def _ignore(problem: Problem) -> None:
    """The second reading tells it."""


def _normalise(source: Source, sink: Sink, plan: Plan) -> Conversion:
    """BER to our own BER: by way of the binary form, which a temporary file holds."""
    import tempfile

    from qmigui.qemufile.envelope import Envelope
    from qmigui.qemufile.files import FileSource
    from qmigui.qemufile.pipes import DescriptorSink
    from qmigui.stream.carrier import Outside, carrier_name
    from qmigui.stream.events import StreamHeader

    header: list[StreamHeader] = []
    progress = plan.progress

    def noted(feed: Feed, events: Iterator[ev.Event]) -> Iterator[ev.Event]:
        for event in events if plan.filtered is None else plan.filtered(feed, events):
            if isinstance(event, StreamHeader):
                header.append(event)
            yield event

    with tempfile.TemporaryFile(prefix="qmigui-") as binary:
        between = DescriptorSink(binary.fileno(), "temporary file", close_fd=False)
        as_it_is = replace(plan, outside=Outside("file"), filtered=noted)
        first = transcode_source(source, between, BER, BINARY, as_it_is)
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
                result = transcode_source(again, sink, BINARY, BER, replace(plan, filtered=None))
            except FormatError as error:
                error.source = f"{source.name}, converted to binary"
                raise
    result.source_form, result.read_bytes = BER, first.read_bytes
    return result
