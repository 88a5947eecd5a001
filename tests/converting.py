"""Conversions in memory, by the same parts as the service has them done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qmigui.errors import Problem, TransportError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.base import Buffer, Source
from qmigui.qemufile.memory import MemorySink, MemorySource
from qmigui.stream.ber_reader import BerReader
from qmigui.stream.ber_writer import BerWriter
from qmigui.stream.feed import WINDOW, Feed
from qmigui.stream.pipeline import transcode
from qmigui.stream.reader import BinaryReader
from qmigui.stream.writer import BinaryWriter

if TYPE_CHECKING:
    from qmigui.stream import events as ev
    from qmigui.stream.outbox import Outbox

MOST = 256 << 20


class BoundedSink(MemorySink):
    """Refuses more than *most* octets, as a full disk would."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__("full disk")
        self._left = most

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Take them, if they fit."""
        self._spend(length)
        super().write(segments, length)

    def write_zeros(self, length: int) -> None:
        """Take them, if they fit."""
        self._spend(length)
        super().write_zeros(length)

    def _spend(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise TransportError("cannot be written: it is full", source=self.name)


@dataclass
class Converted:
    """What came out.

    Attributes:
        octets: the output.
        problems: what was reported on the way.
        typed, opaque: FULL sections written to BER as fields and as octets.
    """

    octets: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    typed: int = 0
    opaque: int = 0

    def codes(self) -> list[str]:
        """The codes of the problems."""
        return [problem.code for problem in self.problems]


def convert(
    source: Source | bytes,
    *,
    to_ber: bool,
    from_ber: bool | None = None,
    single: bool = False,
    window: int = WINDOW,
    most: int = MOST,
) -> Converted:
    """Convert a stream.

    Args:
        source: stands at its start; bytes are a source in memory.
        to_ber: the form to write.
        from_ber: the form to read; None: the other one.
        single: write one-page elements only.
        window: octets read at once.
        most: octets that the output may have.

    Raises:
        QmiguiError: it cannot be converted.
    """
    if isinstance(source, bytes):
        source = MemorySource(source)
    if from_ber is None:
        from_ber = not to_ber
    result = Converted()
    writers: list[BerWriter] = []

    def make_events(feed: Feed) -> Iterator[ev.Event]:
        return BerReader(feed).events() if from_ber else BinaryReader(feed, result.problems.append).events()

    def make_writer(outbox: Outbox) -> Callable[[ev.Event], None]:
        if not to_ber:
            return BinaryWriter(outbox).write
        writers.append(BerWriter(outbox, single=single, report=result.problems.append))
        return writers[0].write

    with BoundedSink(most) as sink:
        transcode(source, sink, make_events, make_writer, Progress(), Cancel(), window)
        result.octets = sink.getvalue()
        sink.commit()
    for writer in writers:
        result.typed, result.opaque = writer.typed_count, writer.opaque_count
    return result


def to_ber(source: Source | bytes, *, single: bool = False, window: int = WINDOW, most: int = MOST) -> bytes:
    """The BER form of a binary stream."""
    return convert(source, to_ber=True, single=single, window=window, most=most).octets


def to_binary(source: Source | bytes, *, window: int = WINDOW, most: int = MOST) -> bytes:
    """The binary form of a BER file."""
    return convert(source, to_ber=False, window=window, most=most).octets


def rewritten(source: Source | bytes, *, window: int = WINDOW) -> bytes:
    """A binary stream, read and written again."""
    return convert(source, to_ber=False, from_ber=False, window=window).octets


def events_of(stream: bytes, *, window: int = WINDOW) -> list[ev.Event]:
    """All that the reader tells of a binary stream in memory."""
    feed = Feed(MemorySource(stream), window=window)
    try:
        return list(BinaryReader(feed).events())
    finally:
        feed.close()
