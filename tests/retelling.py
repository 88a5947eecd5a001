"""Puts a stream together again from what the resilient reader tells of it, lost octets included."""

from __future__ import annotations

from collections.abc import Callable

from qmigui.errors import Problem
from qmigui.qemufile.base import Source
from qmigui.qemufile.memory import MemorySink, MemorySource
from qmigui.stream import events as ev
from qmigui.stream.checks.checker import Checker
from qmigui.stream.feed import WINDOW, Feed
from qmigui.stream.outbox import Outbox, aligned_buffer
from qmigui.stream.resync import ResilientReader
from qmigui.stream.writer import BinaryWriter


class Retelling:
    """Writes events like :class:`BinaryWriter`, and lost octets as they were.

    Args:
        octets: the stream.
    """

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._sink = MemorySink()
        self._outbox = Outbox(lambda: aligned_buffer((8 << 20) + 4096), self._take, self._zeros)
        self._writer = BinaryWriter(self._outbox)
        self._resumed = False
        self.lost = 0

    def _take(self, octets: memoryview, buffer: object) -> None:
        self._sink.write([bytes(octets)], len(octets))

    def _zeros(self, length: int) -> None:
        self._sink.write_zeros(length)

    def take(self, event: ev.Event) -> None:
        """Write one event."""
        writer = self._writer
        match event:
            case ev.Lost():
                held, writer._held = writer._held, b""
                self._outbox.put(held)
                # Pages that a bitmap calls zero, before pages that are lost.
                gap = self._octets[self._outbox.length : event.offset]
                assert not gap or (writer._mapped is not None and not any(gap))
                self._outbox.put(gap + self._octets[event.offset : event.offset + event.length])
                writer._section = writer._mapped = writer._package_end = None
                self.lost += event.length
            case ev.SectionBegin() if event.resumed:
                writer._section, writer._name = event, None
                self._resumed = True
            case ev.RamBlock() if self._resumed and event.name is not None:
                # The name is on the wire unless the first record goes on with the block.
                self._resumed = False
                at = self._outbox.length
                flags = self._octets[at + 7]
                writer.write(ev.RamBlock(None) if flags & 0x20 else event)
            case _:
                self._resumed = self._resumed and not isinstance(event, ev.RamRuns | ev.RamRecord)
                writer.write(event)

    def result(self) -> bytes:
        """All that was written."""
        self._outbox.put(self._writer._held)
        self._outbox.flush()
        return self._sink.getvalue()


def retell(
    octets: bytes,
    problems: list[Problem] | None = None,
    *,
    source: Source | None = None,
    window: int = WINDOW,
    take: Callable[[ev.Event], None] | None = None,
) -> tuple[bytes, int]:
    """Read and check *octets*; what was told comes back, and how many octets were lost."""
    found: list[Problem] = [] if problems is None else problems
    retelling = Retelling(octets)
    checker = Checker(found.append)
    reader = ResilientReader(Feed(source or MemorySource(octets), window=window), found.append)
    end = 0
    try:
        for event in reader.events():
            retelling.take(event)
            checker.take(event)
            if take is not None:
                take(event)
            if isinstance(event, ev.Lost):
                assert event.offset >= end
                assert event.length >= 0
                end = event.offset + event.length
        checker.finish()
    finally:
        checker.close()
        reader.close()
    return retelling.result(), retelling.lost
