"""The use cases of guest memory: taking it out of a state, and showing registers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.copies import seekable
from qmigui.service.forms import BER, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.memory.account import MemoryReport
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.guest import GuestMemory
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.sparse import SparseSink
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
    with open_state(name, cancel=cancel, progress=progress) as source:
        progress.total_bytes = source.size
        try:
            return _extract(source, out, format, block, sync, progress, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def _extract(
    source: Source,
    out: str,
    format: str,  # noqa: A002 - the option's name
    block: str | None,
    sync: bool,
    progress: Progress,
    cancel: Cancel,
) -> MemoryReport:
    from qmigui.memory.extract import extract_block
    from qmigui.stream.pipeline import threads_for

    if format != "raw":
        with seekable(source, cancel) as source_again:
            return _extract_physical(source_again, out, format, sync, progress, cancel)
    if block is None:
        return _extract_blocks(source, out, sync, progress, cancel)
    is_ber = form_of(source) == BER
    with _sink(out, sync) as sink, threads_for(source, cancel, pages=not is_ber) as (feed, behind):
        events = _told(feed, is_ber, progress, cancel)
        report = extract_block(events, source.name, block, sink, behind)
        cancel.check()
        sink.commit()
    return report


def _extract_blocks(
    source: Source, out: str, sync: bool, progress: Progress, cancel: Cancel, no_map: str | None = None
) -> MemoryReport:
    """All blocks into a directory; *no_map*: because of this, and not as the user wanted it."""
    from qmigui.memory.extract import extract_raw
    from qmigui.qemufile.sparse import OutputDirectory
    from qmigui.stream.pipeline import threads_for

    _path(out)
    is_ber = form_of(source) == BER
    with (
        OutputDirectory(out, sync=sync) as directory,
        threads_for(source, cancel, pages=not is_ber) as (feed, behind),
    ):
        events = _told(feed, is_ber, progress, cancel)
        report = extract_raw(events, source.name, directory, behind, no_map)
        cancel.check()
        directory.commit()
    return report


def _extract_physical(
    source: Source,
    out: str,
    format: str,  # noqa: A002 - the option's name
    sync: bool,
    progress: Progress,
    cancel: Cancel,
) -> MemoryReport:
    """First what the state tells of its machine, then the pages to their places."""
    from qmigui.memory.board import UnknownMapError, memory_map
    from qmigui.memory.cpu.registers import is_cpu, read_cpus
    from qmigui.memory.physical import extract_physical
    from qmigui.memory.state import read_state
    from qmigui.memory.x86 import is_needed
    from qmigui.stream.pipeline import threads_for

    is_ber = form_of(source) == BER
    state = read_state(
        source, is_ber, lambda name, so_far: is_cpu(name) or is_needed(name, so_far), cancel
    )
    source.seek(source.start_offset)
    try:
        found = memory_map(state)
    except UnknownMapError as error:
        return _extract_blocks(source, out, sync, progress, cancel, str(error))
    cpus = read_cpus(state)
    with _sink(out, sync) as sink, threads_for(source, cancel, pages=not is_ber) as (feed, behind):
        events = _told(feed, is_ber, progress, cancel)
        report = extract_physical(events, source.name, found, cpus, format, sink, behind)
        cancel.check()
        sink.commit()
    return report


def _path(out: str) -> str:
    """*out*, if it can be a path at all."""
    if out == "-" or not out or "\0" in out:
        raise UsageError("memory goes to a file or directory with a name", source=out or None)
    return out


def _sink(out: str, sync: bool) -> SparseSink:
    from qmigui.qemufile.sparse import SparseSink

    return SparseSink(_path(out), sync=sync)


def registers(name: str, *, cpu: int | None = None, cancel: Cancel | None = None) -> list[Cpu]:
    """The registers of each CPU of a state.

    Args:
        name: a path, ``-`` or ``fd:N``.
        cpu: only the CPU of this number.
        cancel: stops it.

    Returns:
        The CPUs; one whose section nothing describes, or of an architecture that is not
        known here, has no registers.

    Raises:
        UsageError: there is no such CPU.
        QmiguiError: the state could not be read.
    """
    cancel = cancel if cancel is not None else Cancel()
    with open_state(name, cancel=cancel) as source:
        return registers_of(source, cpu, cancel)


def registers_of(source: Source, cpu: int | None, cancel: Cancel) -> list[Cpu]:
    """As :func:`registers`, of a stream that is open and stands at its start."""
    from qmigui.memory.cpu.registers import is_cpu, read_cpus
    from qmigui.memory.state import read_state

    try:
        state = read_state(source, form_of(source) == BER, lambda idstr, _: is_cpu(idstr), cancel)
        cpus = read_cpus(state)
        if cpu is not None:
            found = [one for one in cpus if one.index == cpu]
            if not found:
                there = ", ".join(str(one.index) for one in cpus) or "none"
                raise UsageError(f"there is no CPU {cpu}; there are {there}")
            cpus = found
    except QmiguiError as error:
        if error.source is None:
            error.source = source.name
        raise
    return cpus


@contextlib.contextmanager
def open_memory(
    name: str, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Iterator[GuestMemory]:
    """The guest memory of a state, to be read by block and offset or by physical address.

    The state is read through once; what cannot be read twice is kept in a temporary file.

    Args:
        name: a path, ``-`` or ``fd:N``; of either form, compressed or not.
        progress: kept up to date meanwhile.
        cancel: stops it.

    Raises:
        QmiguiError: the state could not be read.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with (
        open_state(name, cancel=cancel) as raw,
        seekable(raw, cancel) as source,
        memory_of(source, progress, cancel) as memory,
    ):
        yield memory


def memory_of(source: Source, progress: Progress, cancel: Cancel) -> GuestMemory:
    """As :func:`open_memory`, of a stream that is open, can seek and stands at its start."""
    from qmigui.memory.cpu.registers import is_cpu
    from qmigui.memory.guest import GuestMemory
    from qmigui.memory.state import StateCollector
    from qmigui.memory.x86 import is_needed
    from qmigui.stream.feed import Feed

    progress.total_bytes = source.size
    collector = StateCollector(lambda idstr, so_far: is_cpu(idstr) or is_needed(idstr, so_far))
    try:
        is_ber = form_of(source) == BER
        with contextlib.closing(Feed(source)) as feed:
            return GuestMemory(source, _told(feed, is_ber, progress, cancel), feed, collector)
    except QmiguiError as error:
        if error.source is None:
            error.source = source.name
        raise


def _told(feed: Feed, is_ber: bool, progress: Progress, cancel: Cancel) -> Iterator[ev.Event]:
    """The events of a stream of either form, with progress kept and the wish to stop looked at."""
    from qmigui.memory.state import events_of
    from qmigui.stream.events import RamRuns, SectionBegin

    for event in events_of(feed, is_ber):
        if type(event) is SectionBegin:
            progress.sections += 1
            progress.activity = event.path
        elif type(event) is RamRuns:
            cancel.check()
            progress.read_bytes = feed.offset
        yield event
    progress.read_bytes = feed.offset
