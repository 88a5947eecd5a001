"""One saved state that is open: what it is, its sections, devices, RAM and problems."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from os import PathLike, fspath, path
from typing import TYPE_CHECKING

from qmigui.api.pages import PageRun, RamBlock, block_of, runs_of
from qmigui.api.sections import Device, Section
from qmigui.closing import Closing
from qmigui.compare.octets import Octets, Store
from qmigui.errors import FormatError, Problem, QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.copies import seekable
from qmigui.qemufile.own_place import OwnPlace
from qmigui.service import opening
from qmigui.service.forms import BER, damaged_form_of
from qmigui.service.memory import memory_of, registers_of
from qmigui.service.validation import MAX_PROBLEMS, validate
from qmigui.stream import events as ev
from qmigui.stream import wire
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.checks.codes import problem_of
from qmigui.stream.feed import Feed
from qmigui.stream.index.builder import Builder
from qmigui.stream.index.decoding import BinaryDecoder
from qmigui.stream.index.nodes import Kind
from qmigui.stream.reader import BinaryReader
from qmigui.stream.resync import ResilientReader

if TYPE_CHECKING:
    from qmigui.errors import Severity
    from qmigui.memory.cpu.registers import Cpu
    from qmigui.memory.guest import GuestMemory
    from qmigui.stream.index.items import Item


def open_state(
    name: str | PathLike[str], *, progress: Progress | None = None, cancel: Cancel | None = None
) -> State:
    """Open a saved state of either form, whatever carries it.

    Args:
        name: a path, perhaps with ``@OFFSET`` or ``#SNAPSHOT``; a libvirt image, an archive,
            compressed or not; ``library:ID``; ``-`` or ``fd:N``.  What cannot be read at any
            place is copied to a temporary file, which goes away with the state.
        progress: kept up to date while something is read.
        cancel: stops that: :class:`Cancelled` is raised.

    Returns:
        The state, to be used in a ``with`` block, which closes it.

    Raises:
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        FormatError: it is no state.
        LibraryError: the library has no such state.
    """
    return State(fspath(name), progress=progress, cancel=cancel)


class State(Closing):
    """One open state; a context manager.

    It is read through once, when something is first asked that needs it; damage is passed
    over as far as that is possible, and :attr:`damage` tells of it.  Fields are decoded only
    of devices that are looked at.  No object is kept for a page of RAM.

    An object of this class, and all that it gave, belongs to one thread at a time, and is of
    no use after :meth:`close`.

    Args:
        name: as :func:`open_state` takes it.
        progress: kept up to date while something is read.
        cancel: stops it.

    Attributes:
        name: what was opened.
        form: ``binary`` or ``ber``.
        size: octets of the source, which offsets count in: the file, or what has been
            unpacked from it.

    Raises:
        QmiguiError: as :func:`open_state`.
    """

    def __init__(self, name: str, *, progress: Progress | None = None, cancel: Cancel | None = None) -> None:
        self.name = name
        self._progress = progress if progress is not None else Progress()
        self._cancel = cancel if cancel is not None else Cancel()
        self._damage: Problem | None = None
        with ExitStack() as stack:
            raw = stack.enter_context(opening.open_state(name, cancel=self._cancel))
            try:
                self._source = stack.enter_context(seekable(raw, self._cancel))
                self.form = damaged_form_of(self._source)
            except QmiguiError as error:
                error.source = error.source or raw.name
                raise
            self.size = self._source.size or 0
            self._progress.total_bytes = self.size
            self._store = stack.enter_context(contextlib.closing(Store()))
            self._stack = stack.pop_all()

    def close(self) -> None:
        """Let go of the file."""
        self._stack.close()

    def __repr__(self) -> str:
        return f"<state {self.name!r}, {self.form}, {self.size} octets>"

    # -- what it is --------------------------------------------------------------------

    @property
    def machine(self) -> str | None:
        """The machine type, e.g. ``pc-q35-7.2``; None: the stream does not tell it."""
        for event in self._events_kept:
            if isinstance(event, ev.Configuration):
                return event.machine.decode("utf-8", "backslashreplace")
        return None

    @property
    def page_size(self) -> int | None:
        """Bytes of a page of the target; None: the stream does not tell it."""
        return self._builder.page_size or None

    @property
    def target(self) -> str | None:
        """The architecture, as far as the CPUs tell it, e.g. ``x86_64``; None: they do not.

        Raises:
            QmiguiError: as :meth:`registers`.
        """
        return next((cpu.architecture for cpu in self.registers() if cpu.architecture), None)

    @property
    def damage(self) -> Problem | None:
        """The first thing that could not be read; what is behind it may be missing.  None: all could."""
        self._builder  # noqa: B018 - reads
        return self._damage

    # -- sections and devices ----------------------------------------------------------

    def sections(self) -> Iterator[Section]:
        """All sections in the order of the stream, those of RAM too.

        Raises:
            QmiguiError: it cannot be read, or there are more sections than are listed.
        """
        for item in self._items:
            if item.section is not None:
                yield Section(item.section, item.end)

    def devices(self) -> Iterator[Device]:
        """The device sections in the order of the stream.

        Raises:
            QmiguiError: as for :meth:`sections`.
        """
        for item in self._items:
            if _is_device(item):
                yield self._device(item)

    def device(self, name: str, instance: int = 0) -> Device:
        """One device.

        Args:
            name: its idstr, or the last part of it (``vga`` of ``0000:00:02.0/vga``); of several
                the first one.
            instance: its instance id.

        Raises:
            KeyError: there is none.
            QmiguiError: as for :meth:`sections`.
        """
        short = None
        for item in self._items:
            section = item.section
            if section is None or not _is_device(item) or section.instance_id != instance:
                continue
            idstr = section.idstr.decode("utf-8", "backslashreplace")
            if idstr == name:
                return self._device(item)
            if short is None and idstr.rpartition("/")[2] == name:
                short = item
        if short is None:
            raise KeyError(f"{name}, instance {instance}")
        return self._device(short)

    # -- memory ------------------------------------------------------------------------

    def ram_blocks(self) -> list[RamBlock]:
        """The RAM blocks in the order of the stream's list."""
        blocks: list[RamBlock] = []
        for event in self._events_kept:
            if isinstance(event, ev.RamListBegin):
                blocks = []
            elif isinstance(event, ev.RamListBlock):
                blocks.append(block_of(event))
        return blocks

    def page_runs(self, block: str | None = None) -> Iterator[PageRun]:
        """What the stream tells of pages, in its order, run by run; all of it is read.

        Args:
            block: only of the RAM block of this name.

        Raises:
            FormatError: the stream is damaged here; what is before it has come.
            TransportError: it cannot be read.
        """
        with self._reading() as feed:
            is_ber = self.form == BER
            events = BerReader(feed).events() if is_ber else BinaryReader(feed).events()
            yield from runs_of(self._told(events, feed), feed, is_ber=is_ber, only=block)

    def memory(self) -> GuestMemory:
        """The guest's memory, to be read by block and offset or by physical address.

        A context manager; to be closed before the state is.  Eight octets are kept for
        each page.

        Raises:
            QmiguiError: the stream cannot be read.
        """
        return memory_of(OwnPlace(self._source), self._progress, self._cancel)

    def registers(self, cpu: int | None = None) -> list[Cpu]:
        """The registers of each CPU, named as in QEMU's ``info registers``.

        Args:
            cpu: only the CPU of this number.

        Raises:
            UsageError: there is no such CPU.
            QmiguiError: the stream cannot be read.
        """
        return registers_of(OwnPlace(self._source), cpu, self._cancel)

    # -- problems ----------------------------------------------------------------------

    def problems(self, at_least: Severity | None = None, *, most: int = MAX_PROBLEMS) -> list[Problem]:
        """All that is wrong with it: what ``validate`` finds.

        Args:
            at_least: only those that matter as much as this, e.g. ``Severity.ERROR``.
            most: so many are looked for.

        Raises:
            UsageError: it came through a pipe, and cannot be opened again.
            QmiguiError: it cannot be read at all.
        """
        plain = opening.parts_of_state(self.name).plain
        if not path.isfile(plain) and not plain.startswith(opening.LIBRARY_PREFIX):
            raise UsageError("what came through a pipe cannot be opened again", source=self.name)
        found = validate(self.name, max_problems=most, progress=self._progress, cancel=self._cancel).problems
        if at_least is None:
            return found
        wanted = list(type(at_least))
        wanted = wanted[: wanted.index(at_least) + 1]
        return [problem for problem in found if problem.severity in wanted]

    # -- reading -----------------------------------------------------------------------

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Feed]:
        """A reading of the stream from its start; errors get the name of the source."""
        try:
            with contextlib.closing(Feed(OwnPlace(self._source))) as feed:
                yield feed
        except QmiguiError as error:
            error.source = error.source or self._source.name
            raise

    def _told(self, events: Iterator[ev.Event], feed: Feed) -> Iterator[ev.Event]:
        for event in events:
            self._cancel.check()
            self._progress.read_bytes = feed.offset
            yield event

    @cached_property
    def _builder(self) -> Builder:
        """Where everything is."""
        self._opaque: dict[int, Octets] = {}
        is_ber = self.form == BER
        with self._reading() as feed:
            builder = Builder(feed, is_ber=is_ber)
            if is_ber:
                events = BerReader(feed).events()
            else:
                events = ResilientReader(feed, self._fault, cancel=self._cancel, skim=True).events()
            try:
                for event in self._told(events, feed):
                    # Of pages nothing is kept.
                    if not isinstance(event, ev.RamRuns | ev.RamRecord):
                        builder.take(event)
                    if isinstance(event, ev.Opaque):
                        self._keep_place(builder, event)
            except FormatError as error:  # only of BER
                self._fault(problem_of(error))
                builder.finish(feed.offset)
            else:
                builder.finish(self.size)
        return builder

    def _fault(self, problem: Problem) -> None:
        self._damage = self._damage or problem

    def _keep_place(self, builder: Builder, event: ev.Opaque) -> None:
        """Where the octets of a section are that nothing describes."""
        section = builder.items[builder.order[-1]].section if builder.order else None
        if section is not None and section.kind == wire.SECTION_FULL:
            octets = self._opaque.setdefault(section.offset, Octets(self._source, self._store))
            octets.add(event.offset, len(event.data))

    @property
    def _items(self) -> Iterator[Item]:
        builder = self._builder
        for number in builder.order:
            item = builder.items[number]
            if item.kind is Kind.GROUP:
                raise FormatError(item.name, offset=item.offset, source=self._source.name, code="too-many")
            yield item

    @property
    def _events_kept(self) -> Iterator[ev.Event]:
        """Configuration and block lists."""
        builder = self._builder
        for number in builder.order:
            yield from builder.items[number].events

    @cached_property
    def _decoder(self) -> BinaryDecoder:
        """Finds what the VM description says of a device."""
        decoder = BinaryDecoder(self._source)
        for item in self._items:
            if item.kind is Kind.DESCRIPTION:
                decoder.told(item.offset, item.end - item.offset)
        return decoder

    def _device(self, item: Item) -> Device:
        section = item.section
        assert section is not None
        element = described = None
        octets = self._opaque.get(section.offset)
        is_told = octets is None
        if octets is None:
            octets = Octets(self._source, self._store)
            if item.payload is not None and self.form == BER:
                element = item.payload[0]
            elif item.payload is not None:
                octets.add(*item.payload)
        if self.form != BER:
            described = self._decoder.device(item)
            # Of octets without a reader that knew where they end, only the right number fits.
            if described is not None and not is_told and described.payload_length() != octets.length:
                described = None
        return Device(section, item.end, self._source, octets, element, described)


def _is_device(item: Item) -> bool:
    section = item.section
    return section is not None and section.kind == wire.SECTION_FULL and section.body is not ev.Body.RAM
