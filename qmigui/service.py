"""What qmigui can do: the use cases that command line and window call.

Nothing here knows how results are shown; nothing below here is called by
either of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_sink, open_source

if TYPE_CHECKING:
    from qmigui.qemufile.base import Sink, Source
    from qmigui.stream import events as ev
    from qmigui.stream.ber_writer import BerWriter
    from qmigui.stream.feed import Feed
    from qmigui.stream.info import StreamInfo
    from qmigui.stream.outbox import Outbox
    from qmigui.stream.tree_select import PathPattern

BINARY = "binary"
BER = "ber"


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


MAX_PROBLEMS = 1000


def form_of(source: Source) -> str:
    """The form of the stream that *source* stands at, told by its content.

    Raises:
        FormatError: it is neither, and what it is where that is known.
    """
    from qmigui.stream.recognise import recognise

    return recognise(source)


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
) -> Conversion:
    """Convert a stream to the other form, or to the one asked for.

    Args:
        input_name: a path, ``-`` or ``fd:N``; compressed files are read through.
        output_name: a path, ``-`` or ``fd:N``; a file appears complete or not at all.
        to: ``binary`` or ``ber``; None: the other form than the input's.
        single_pages: write BER with one-page elements only.
        sync: an output file is on the disk when this returns.
        salvage: convert a damaged binary stream as far as its grammar holds, and keep
            the rest as it is.
        progress: kept up to date while it runs.
        cancel: stops it.

    Raises:
        QmiguiError: nothing was written.
    """
    if to not in (None, BINARY, BER):
        raise UsageError(f"no such form: {to}")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with open_source(input_name, cancel=cancel) as source:
        try:
            form = _damaged_form_of(source) if salvage else form_of(source)
            target = to or (BINARY if form == BER else BER)
            if salvage and (form, target) != (BINARY, BER):
                raise UsageError("only a binary stream can be salvaged, and only into BER")
            progress.total_bytes = source.size
            with open_sink(output_name, sync=sync) as sink:
                if salvage:
                    result = _salvage(source, sink, single_pages, progress, cancel)
                elif form == target == BER:
                    result = _normalise(source, sink, single_pages, progress, cancel)
                else:
                    result = _transcode(source, sink, form, target, single_pages, progress, cancel)
                cancel.check()
                sink.commit()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    return result


def _transcode(
    source: Source,
    sink: Sink,
    form: str,
    target: str,
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
        return _transcode(source, sink, BINARY, BER, single_pages, progress, cancel)
    result = _transcode(
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
        first = _transcode(source, between, BER, BINARY, single_pages, progress, cancel)
        binary.seek(0)
        with FileSource(binary.fileno(), "temporary file", close_fd=False) as again:
            # The second half of the work: the counters begin anew.
            progress.total_bytes = again.size
            progress.read_bytes = progress.written_bytes = progress.sections = 0
            try:
                result = _transcode(again, sink, BINARY, BER, single_pages, progress, cancel)
            except FormatError as error:
                error.source = f"{source.name}, converted to binary"
                raise
    result.source_form, result.read_bytes = BER, first.read_bytes
    return result


def info(name: str, *, full: bool = False, cancel: Cancel | None = None) -> StreamInfo:
    """What a stream holds.

    Args:
        name: a path, ``-`` or ``fd:N``.
        full: read everything and count the pages of each kind; else, where the
            source can seek, only its two ends are read.
        cancel: stops it.

    Raises:
        QmiguiError: it could not be read.
    """
    from qmigui.stream.info import collect

    with open_source(name, cancel=cancel) as source:
        try:
            return collect(source, form_of(source), full, cancel or Cancel())
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


@dataclass(slots=True)
class Validation:
    """What a validation found.

    Attributes:
        source: name of the file.
        form: ``binary``, ``ber``, or the name of the type of another module.
        size: octets of the file, None for a pipe.
        problems: in the order in which they were found, so many at most.
        counts: of all problems, by severity (``error``, ``warning``, ``note``).
    """

    source: str
    form: str
    size: int | None = None
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether there is no error; warnings and notes do not count."""
        return not self.counts.get("error")

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/validate.md says what they are."""
        return {
            "source": self.source,
            "form": self.form,
            "size": self.size,
            "counts": {word: self.counts.get(word, 0) for word in ("error", "warning", "note")},
            "problems": [problem.to_json() for problem in self.problems],
        }


def validate(
    name: str,
    *,
    schema: str | None = None,
    pdu: str | None = None,
    max_problems: int = MAX_PROBLEMS,
    take: Callable[[Problem], None] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Validation:
    """Find all that is wrong with a file.

    Args:
        name: a path, ``-`` or ``fd:N``; compressed files are read through.
        schema: path of an ASN.1 module to check BER by; None: a stream of either form.
        pdu: the type that the file holds; None: the module's only outermost one.
        max_problems: so many are kept; all are counted.
        take: is given each one that is kept, as it is found.
        progress: kept up to date while it runs.
        cancel: stops it.

    Raises:
        QmiguiError: the file, or the module, could not be read at all.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    if pdu is not None and schema is None:
        raise UsageError("a type (--pdu) needs a module (--schema)")
    type_ = None
    if schema is not None:
        from qmigui.schema.check import type_of
        from qmigui.schema.load import load_file

        type_ = type_of(load_file(schema), pdu)
    with open_source(name, cancel=cancel) as source:
        result = Validation(source.name, "", source.size)
        progress.total_bytes = source.size

        def report(problem: Problem) -> None:
            word = problem.severity.value
            result.counts[word] = result.counts.get(word, 0) + 1
            if len(result.problems) < max_problems:
                result.problems.append(problem)
                if take is not None:
                    take(problem)

        try:
            if type_ is not None:
                from qmigui.schema.check import check_by_module

                result.form = type_.name
                check_by_module(source, type_, report, progress, cancel)
                return result
            result.form = _damaged_form_of(source)
            if result.form == BER:
                from qmigui.schema.check import check_ber

                check_ber(source, report, progress, cancel)
            else:
                from qmigui.stream.check_binary import check_binary

                check_binary(source, report, progress, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    return result


def _damaged_form_of(source: Source) -> str:
    """The form of a stream whose first octets may be damaged.

    Raises:
        FormatError: it cannot be either.
    """
    from qmigui.stream.recognise import likeliest_form

    try:
        return form_of(source)
    except FormatError:
        form = likeliest_form(source)
        if form is None:
            raise
        return form


def dump(
    name: str,
    write: Callable[[str], object],
    *,
    form: str = "tree",
    everything: bool = False,
    sections: Sequence[str] = (),
    path: str | None = None,
    schema: str | None = None,
    pdu: str | None = None,
    cancel: Cancel | None = None,
) -> bool:
    """Show the decoded content of a file as text.

    Args:
        name: a path, ``-`` or ``fd:N``; compressed files are read through.
        write: is given the text, in pieces of some size.
        form: ``tree``; ``xer`` or ``json``, of a binary stream those of its BER form.
        everything: show the data of RAM pages, and in a tree long octet strings whole.
        sections: show only sections of these names, which may be shell patterns.
        path: show only the element of this path, as messages print it.
        schema: path of an ASN.1 module; None: the file is a stream of either form.
        pdu: the type of that module that the file holds; None: its only outermost one.
        cancel: stops it.

    Returns:
        Whether anything was found that is to be shown.

    Raises:
        QmiguiError: the file could not be read, or not to its end; what is before
            has been written.
    """
    from qmigui.stream.tree_select import PathPattern

    if form not in {"tree", "xer", "json"}:
        raise UsageError(f"no such format: {form}")
    if pdu is not None and schema is None:
        raise UsageError("a type (--pdu) needs a module (--schema)")
    if schema is not None and sections:
        raise UsageError("sections are those of a saved state, not of another module")
    cancel = cancel if cancel is not None else Cancel()
    pattern = PathPattern(path) if path is not None else None
    type_ = None
    if schema is not None:
        from qmigui.schema.check import type_of
        from qmigui.schema.load import load_file

        type_ = type_of(load_file(schema), pdu)
    with open_source(name, cancel=cancel) as source:
        try:
            is_ber = type_ is not None or form_of(source) == BER
            if is_ber:
                from qmigui.schema.dump.run import dump_ber

                return dump_ber(
                    source,
                    write,
                    form,
                    type_=type_,
                    everything=everything,
                    sections=sections,
                    pattern=pattern,
                    cancel=cancel,
                )
            return _dump_binary(source, write, form, everything, sections, pattern, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def _dump_binary(
    source: Source,
    write: Callable[[str], object],
    form: str,
    everything: bool,
    sections: Sequence[str],
    pattern: PathPattern | None,
    cancel: Cancel,
) -> bool:
    """Show a binary stream, as a tree of its own or by way of BER."""
    from qmigui.stream.feed import Feed
    from qmigui.stream.reader import BinaryReader

    feed = Feed(source)
    try:
        events = _until_cancelled(BinaryReader(feed).events(), cancel)
        if form == "tree":
            from qmigui.stream.tree import StreamTree
            from qmigui.stream.tree_output import Output

            output = Output(write)
            tree = StreamTree(output, source.size, sections=sections, pattern=pattern, everything=everything)
            try:
                tree.run(events)
            finally:
                output.flush(0)
            return tree.found
        from qmigui.schema.dump.run import dump_events

        return dump_events(
            events,
            source.name,
            write,
            form,
            everything=everything,
            sections=sections,
            pattern=pattern,
            cancel=cancel,
        )
    finally:
        feed.close()


def _until_cancelled(events: Iterator[ev.Event], cancel: Cancel) -> Iterator[ev.Event]:
    for event in events:
        cancel.check()
        yield event


def schema_text() -> str:
    """The ASN.1 module of the BER form."""
    from importlib.resources import files

    return (files("qmigui.schema") / "qemu-migration.asn1").read_text("utf-8")


__all__ = [
    "BER",
    "BINARY",
    "Conversion",
    "FormatError",
    "Validation",
    "convert",
    "dump",
    "form_of",
    "info",
    "schema_text",
    "validate",
]
