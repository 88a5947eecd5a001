"""The use case of looking around in a state: its tree, its bytes' owners, its RAM, a search.

A file is opened at once, whatever its size: what tells most stands at its ends.
The rest is read in small steps, between which questions are answered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, TransportError, UsageError
from qmigui.progress import Cancel
from qmigui.qemufile.copies import Room
from qmigui.qemufile.descriptors import write_all
from qmigui.qemufile.files import FileSource
from qmigui.service.forms import BER, damaged_form_of
from qmigui.service.naming import is_address
from qmigui.service.opening import open_state, parts_of_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source
    from qmigui.qemufile.envelope import Envelope
    from qmigui.stream import events as ev
    from qmigui.stream.index.index import Index
    from qmigui.stream.index.nodes import Row

SMALL = 16 << 20
"""Shorter files are read through at once; their ends are not looked at before."""

HEAD_WINDOW = 256 << 10
WINDOW = 4 << 20

ROOM_LEFT = 256 << 20
"""So much of a disk is left to others when a state is unpacked."""

Told = Callable[[int, "int | None"], object]


class Browser:
    """One open file.

    Args:
        name: as for :func:`~qmigui.service.opening.open_state`; what is not plain in a file is unpacked.
        scratch: a directory for what has to be unpacked; None: the system's.
        cancel: stops it.
        tell: is called while it is unpacked, with the octets that have come and those in all.

    Attributes:
        form: ``binary`` or ``ber``.
        size: octets of the stream.
        bytes_path: a file with the octets of the stream: the file itself, or an unpacked copy.
        is_copied: it is a copy.
        title: how messages call it.
        carrier: what the stream came in, or None.
        index: the tree.
        is_complete: all of it has been read.

    Raises:
        QmiguiError: it cannot be opened, or is no state.
    """

    def __init__(
        self,
        name: str,
        scratch: Path | None = None,
        *,
        cancel: Cancel | None = None,
        tell: Told | None = None,
    ) -> None:
        self._cancel = cancel if cancel is not None else Cancel()
        self.name = name
        self.bytes_path = name
        self._copy: str | None = None
        self.carrier: Envelope | None = None
        self.title = name
        self._source: Source = self._open(name, scratch, tell)
        try:
            self.form = damaged_form_of(self._source)
            self.size = self._source.size or 0
            self.problem: str | None = None
            self.is_complete = False
            self.read_bytes = 0
            self.index = self._make_index()
        except BaseException as error:
            self.close()
            if isinstance(error, QmiguiError) and error.source is None:
                error.source = name
            raise

    def _open(self, name: str, scratch: Path | None, tell: Told | None) -> Source:
        """A source with random access."""
        if is_address(name):
            raise UsageError("can be read only once; receive it into a file or the library", source=name)
        source = open_state(name, lenient=True, cancel=self._cancel)
        self.title, self.carrier = source.name, source.envelope
        plain = parts_of_state(name).plain
        if isinstance(source, FileSource) and os.path.exists(plain):
            self.bytes_path = plain
            return source
        # Any other carrier is copied, at the same offsets: what lies before the stream is a hole.
        start = source.start_offset
        with source:
            import tempfile

            fd, self._copy = tempfile.mkstemp(prefix="qmigui-", dir=scratch)
            try:
                os.lseek(fd, start, os.SEEK_SET)
                self._unpack(source, fd, tell)
                os.lseek(fd, 0, os.SEEK_SET)
            except OSError as error:
                os.close(fd)
                self._unlink()
                message = f"cannot be unpacked: {error.strerror or error}"
                raise TransportError(message, source=name) from error
            except BaseException:
                os.close(fd)
                self._unlink()
                raise
            self.bytes_path = self._copy
            copy = FileSource(fd, name)
            copy.start_offset = start
            copy.seek(start)
            return copy

    def _unpack(self, source: Source, fd: int, tell: Told | None) -> None:
        """Copy all of *source*, as long as there is room that nobody will miss."""
        buffer = memoryview(bytearray(1 << 20))
        done, room = 0, Room(fd, ROOM_LEFT)
        while count := source.readinto(buffer):
            self._cancel.check()
            if not room.has(count):  # what compresses well may be larger than any disk
                where = os.path.dirname(self._copy or "")
                raise TransportError(
                    f"needs more room than {where} has: {done} octets are unpacked, and more follow",
                    source=source.name,
                )
            write_all(fd, [buffer[:count]], count)
            done += count
            if tell is not None:
                tell(done, source.size)

    def _unlink(self) -> None:
        if self._copy is not None:
            Path(self._copy).unlink(missing_ok=True)
            self._copy = None

    @property
    def is_copied(self) -> bool:
        """Whether the octets had to be unpacked."""
        return self._copy is not None

    def close(self) -> None:
        """Let go of the file."""
        source = getattr(self, "_source", None)
        if source is not None:
            source.close()
        self._unlink()

    # -- opening -----------------------------------------------------------------------

    def _make_index(self) -> Index:
        """The index, with what the ends of the file tell."""
        from qmigui.stream.index.builder import Builder
        from qmigui.stream.index.decoding import BinaryDecoder, Decoder
        from qmigui.stream.index.index import Index

        decoder: Decoder
        if self.form == BER:
            from qmigui.schema.dump.elements import BerDecoder

            decoder = BerDecoder(self._source)
        else:
            self._binary = decoder = BinaryDecoder(self._source)
        from qmigui.stream.feed import Feed

        feed = Feed(self._source, window=HEAD_WINDOW if self.size > SMALL else WINDOW)
        builder = Builder(feed, is_ber=self.form == BER)
        index = Index(builder, decoder, self.size)
        index.waiting = 0, self.size
        if self.size > SMALL:
            self._read_ends(index)
        self._source.seek(self._source.start_offset)
        self._steps = self._scan(index)
        return index

    def _read_ends(self, index: Index) -> None:
        """The start, up to the block list, and the device sections."""
        from qmigui.stream import events as ev
        from qmigui.stream.index import early

        builder = index.builder
        events = self._events(builder._feed, self._ignore)  # noqa: SLF001
        try:
            for event in events:
                if isinstance(event, ev.RamBlock | ev.RamRuns | ev.DevicePayload):
                    break
                builder.take(event)
                if isinstance(event, ev.RamListEnd) or len(builder.order) > 1000:
                    break
        except QmiguiError:
            pass  # the scan tells it
        start = builder.items[builder.order[-1]].offset if builder.order else 0
        if self.form == BER:
            found = early.devices_of_ber(self._source)
        else:
            found = early.devices_of_binary(self._source, start + 1)
        late = [item for item in found if item.offset > start]
        first = len(builder.items)
        builder.items += late
        index.set_late(range(first, len(builder.items)))
        if builder.order:
            last = builder.items[builder.order[-1]]
            last.end = last.end if last.end >= 0 else builder._feed.offset  # noqa: SLF001
            start = last.end
        index.waiting = start, late[0].offset if late else self.size

    def _events(self, feed: object, report: object) -> Iterator[ev.Event]:
        from qmigui.stream.feed import Feed

        assert isinstance(feed, Feed)
        if self.form == BER:
            from qmigui.stream.ber_reader import BerReader

            return BerReader(feed).events()
        from qmigui.stream.resync import ResilientReader

        return ResilientReader(feed, report, cancel=self._cancel, skim=True).events()  # type: ignore[arg-type]

    def _ignore(self, problem: Problem) -> None:
        """The validation tells it."""

    # -- reading on --------------------------------------------------------------------

    def _scan(self, index: Index) -> Iterator[None]:
        """Read everything once, from the start; the numbers of elements stay as they are."""
        from qmigui.stream.feed import Feed
        from qmigui.stream.index.builder import Builder
        from qmigui.stream.index.items import Item
        from qmigui.stream.index.nodes import Kind

        feed = Feed(self._source, window=WINDOW)
        builder = Builder(feed, is_ber=self.form == BER, known=index.builder.items)
        late = list(index._late)  # noqa: SLF001
        early = index.builder
        swapped = False
        looked = 0
        try:
            for event in self._events(feed, self._ignore):
                builder.take(event)
                if feed.offset - looked < WINDOW // 4 and not isinstance(event, _SLOW):
                    continue
                looked = self.read_bytes = feed.offset
                if not swapped and len(builder.order) >= len(early.order):
                    # It knows as much as the quick look did, and from now on more.
                    swapped = True
                    builder.items += early.items[len(builder.items) :]
                    index.builder = builder
                self._show_waiting(index, builder, late)
                yield
        except FormatError as error:
            # Only the strict reader of BER raises: what is behind is shown as it is.
            self.problem = str(error)
            builder.finish(feed.offset)
            start = feed.offset
            known = [number for number in late if builder.items[number].offset >= start]
            end = builder.items[known[0]].offset if known else self.size
            last = builder.items[builder.order[-1]] if builder.order else None
            if last is not None and last.end > start:
                last.end = start
            builder.order.append(len(builder.items))
            builder.items.append(
                Item(start, end, "not readable", "octets", error.message, Kind.LOST)
            )
            builder.order += known
        else:
            builder.finish(self.size)
        finally:
            feed.close()
        index.builder = builder
        for number in builder.order:
            index.forget(number)
        index.set_late(())
        index.waiting = None
        self.read_bytes = self.size
        self.is_complete = True

    def _show_waiting(self, index: Index, builder: object, late: list[int]) -> None:
        """What has not been read yet, and how far it is."""
        if index.builder is not builder:
            return
        there = set(index.builder.order)
        rest = [
            number
            for number in late
            if number not in there and index.builder.items[number].offset >= self.read_bytes
        ]
        index.set_late(rest)
        end = index.builder.items[rest[0]].offset if rest else self.size
        index.waiting = (self.read_bytes, end) if self.read_bytes < end else None
        share = 100 * self.read_bytes // max(1, self.size)
        index.progress = f"being read: {share} %"

    def step(self) -> bool:
        """Read on for some milliseconds; whether there is more to do.

        Raises:
            TransportError: the file could not be read.
        """
        try:
            next(self._steps)
        except StopIteration:
            return False
        return True

    def read_all(self) -> None:
        """Read everything."""
        while self.step():
            pass

    # -- questions ---------------------------------------------------------------------

    def chain_rows(self, chain: list[int]) -> list[Row]:
        """What is shown of some nodes."""
        return [self.index.row(number) for number in chain]


from qmigui.stream import events as _ev  # noqa: E402

_SLOW = (_ev.DevicePayload, _ev.Lost)
