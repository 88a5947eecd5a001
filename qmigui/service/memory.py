"""The use cases of guest memory: taking it out of a state, and showing registers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_source
from qmigui.service.forms import BER, form_of

if TYPE_CHECKING:
    from qmigui.memory.account import MemoryReport
    from qmigui.qemufile.base import Source
    from qmigui.stream import events as ev
    from qmigui.stream.feed import Feed

FORMATS = ("raw", "physical", "elf", "lime")
"""What :func:`extract_ram` can write."""


def extract_ram(
    name: str,
    out: str,
    *,
    format: str = "raw",  # noqa: A002 - the option's name
    block: str | None = None,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> MemoryReport:
    """Take the guest's memory out of a state.

    Args:
        name: a path, ``-`` or ``fd:N``; of either form, compressed or not.
        out: where it goes: with ``raw`` and no *block* a directory that does not exist yet
            or is empty, else a file; it appears complete or not at all.
        format: one of :data:`FORMATS`.
        block: with ``raw``: only the RAM block of this name.
        sync: the output is on the disk when this returns.
        progress: kept up to date while it runs.
        cancel: stops it.

    Returns:
        What came of each block and what did not.  Pages that are absent are zeros in
        the output; ``is_complete`` tells whether there are any.

    Raises:
        QmiguiError: nothing was written.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}")
    if block is not None and format != "raw":
        raise UsageError("one block (--block) has no other format than raw")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with open_source(name, cancel=cancel) as source:
        progress.total_bytes = source.size
        try:
            return _extract(source, out, format, block, sync, progress, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def _extract(
    source: Source, out: str, format: str, block: str | None, sync: bool, progress: Progress, cancel: Cancel  # noqa: A002
) -> MemoryReport:
    from qmigui.memory.extract import extract_block, extract_raw
    from qmigui.qemufile.sparse import OutputDirectory, SparseSink

    with _Events(source, progress, cancel) as events:
        if block is None:
            with OutputDirectory(out, sync=sync) as directory:
                report = extract_raw(iter(events), source.name, directory)
                cancel.check()
                directory.commit()
            return report
        with SparseSink(out, sync=sync) as sink:
            report = extract_block(iter(events), source.name, block, sink)
            cancel.check()
            sink.commit()
        return report


class _Events:
    """The events of a stream of either form, with progress kept and the wish to stop looked at.

    Args:
        source: it stands at the stream.
        progress, cancel: as everywhere.
    """

    def __init__(self, source: Source, progress: Progress, cancel: Cancel) -> None:
        from qmigui.stream.feed import Feed

        self._is_ber = form_of(source) == BER
        self.feed: Feed = Feed(source)
        self._progress = progress
        self._cancel = cancel

    def __enter__(self) -> _Events:
        return self

    def __exit__(self, *error: object) -> None:
        self.feed.close()

    def __iter__(self) -> Iterator[ev.Event]:
        from qmigui.stream.ber_reader import BerReader
        from qmigui.stream.events import RamRuns, SectionBegin
        from qmigui.stream.reader import BinaryReader

        progress, cancel, feed = self._progress, self._cancel, self.feed
        reader: BerReader | BinaryReader = BerReader(feed) if self._is_ber else BinaryReader(feed)
        for event in reader.events():
            if type(event) is SectionBegin:
                progress.sections += 1
                progress.activity = event.path
            elif type(event) is RamRuns:
                cancel.check()
                progress.read_bytes = feed.offset
            yield event
        progress.read_bytes = feed.offset
