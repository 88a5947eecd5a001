"""Reading, transcoding and writing at the same time: order, errors, the wish to stop."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from qmigui.errors import Cancelled, FormatError, TransportError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.base import Buffer, Sink, Source
from qmigui.qemufile.memory import MemorySink, MemorySource
from qmigui.qemufile.pipes import DescriptorSink, DescriptorSource
from qmigui.stream import events as ev
from qmigui.stream.ber_writer import BerWriter
from qmigui.stream.feed import Feed
from qmigui.stream.outbox import Outbox, Woven
from qmigui.stream.pipeline import transcode
from qmigui.stream.reader import BinaryReader
from qmigui.stream.writer import BinaryWriter
from tests.builders import Ram, StreamBuilder
from tests.sources import FailingSource, PipeSource

BIG = (
    StreamBuilder(page_bits=True)
    .ram(*[Ram().pages(0, 1500, name="pc.ram").zeros(1500 * 4096, 900).page(0) for _ in range(4)])
    .full("cpu", b"x")
    .build()
)


def run(
    source: Source,
    sink: Sink,
    *,
    to_ber: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    window: int = 1 << 20,
) -> None:
    """Transcode a binary stream."""

    def make_events(feed: Feed) -> Iterator[ev.Event]:
        return BinaryReader(feed).events()

    def make_writer(outbox: Outbox) -> Callable[[ev.Event], None]:
        return BerWriter(outbox).write if to_ber else BinaryWriter(outbox).write

    transcode(source, sink, make_events, make_writer, progress or Progress(), cancel or Cancel(), window)


def ours() -> set[threading.Thread]:
    """The threads of all pipelines."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("qmigui-")}


@pytest.fixture(autouse=True)
def nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread stays, and the interpreter switches as before."""
    before, interval = ours(), sys.getswitchinterval()
    yield
    if "blocked_pipe" not in request.fixturenames:
        assert ours() <= before
    assert sys.getswitchinterval() == interval


class SlowSink(MemorySink):
    """A sink behind which everything queues up."""

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        time.sleep(0.02)
        super().write(segments, length)


class FailingSink(MemorySink):
    """A sink that fails at its second write."""

    def write(self, segments: Sequence[Buffer], length: int) -> None:
        if self.getvalue():
            raise TransportError("cannot be written: it broke", source=self.name)
        super().write(segments, length)


@pytest.mark.parametrize("window", [10_000, 1 << 20, 4 << 20])
@pytest.mark.parametrize("pipe", [False, True], ids=["file", "pipe"])
def test_all_is_written_in_order(window: int, *, pipe: bool) -> None:
    sink = MemorySink()
    run(PipeSource(BIG, (30_000,)) if pipe else MemorySource(BIG), sink, window=window)
    assert sink.getvalue() == BIG


def test_a_slow_sink_gets_all() -> None:
    sink = SlowSink()
    run(MemorySource(BIG), sink)
    assert sink.getvalue() == BIG


def test_pages_that_are_gathered_late_stay_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    gather, chance = Woven.gather, random.Random(5)
    calls = []

    def slow(self: Woven, buffer: npt.NDArray[np.uint8]) -> memoryview:
        time.sleep(chance.choice((0, 0, 0.02)))
        calls.append(threading.current_thread())
        return gather(self, buffer)

    monkeypatch.setattr(Woven, "gather", slow)
    sink = MemorySink()
    stream = StreamBuilder().ram(Ram().pages(0, 3000, name="pc.ram")).build()
    run(MemorySource(stream), sink)
    assert sink.getvalue() == stream
    assert len(calls) > 10 and len(set(calls)) == 2


def test_a_mistake_in_gathering_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Woven, buffer: npt.NDArray[np.uint8]) -> memoryview:
        raise ZeroDivisionError

    monkeypatch.setattr(Woven, "gather", broken)
    stream = StreamBuilder().ram(Ram().pages(0, 3000, name="pc.ram")).build()
    with pytest.raises(ZeroDivisionError):
        run(MemorySource(stream), MemorySink())


def test_progress_counts_every_octet() -> None:
    progress = Progress(total_bytes=len(BIG))
    sink = MemorySink()
    run(MemorySource(BIG), sink, to_ber=True, progress=progress)
    assert progress.read_bytes == len(BIG)
    assert progress.written_bytes == len(sink.getvalue())
    assert progress.fraction() == 1.0


def test_nothing_is_committed_here() -> None:
    sink = MemorySink()
    run(MemorySource(BIG), sink)
    assert not sink.committed


def test_an_error_of_the_sink() -> None:
    with pytest.raises(TransportError, match="it broke"):
        run(MemorySource(BIG), FailingSink())


def test_an_error_of_the_source() -> None:
    with pytest.raises(TransportError, match="it broke"):
        run(FailingSource(BIG[:-100]), MemorySink())


def test_an_error_of_the_reader() -> None:
    with pytest.raises(FormatError, match="the data ends"):
        run(MemorySource(BIG[:9_000_000]), SlowSink())


def test_a_mistake_of_ours_is_no_error_of_a_class_of_ours() -> None:
    class Wrong(MemorySink):
        def write(self, segments: Sequence[Buffer], length: int) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(MemorySource(BIG), Wrong())


def test_stopped_before_it_began() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        run(MemorySource(BIG), MemorySink(), cancel=cancel)


def stop_soon(cancel: Cancel) -> threading.Timer:
    """Ask for a stop in a moment."""
    timer = threading.Timer(0.1, cancel.set)
    timer.start()
    return timer


def test_stopped_while_nothing_comes() -> None:
    reader, writer = os.pipe()
    cancel = Cancel()
    timer = stop_soon(cancel)
    try:
        os.write(writer, BIG[:50_000])
        started = time.monotonic()
        with (
            DescriptorSource(reader, "pipe", cancel=cancel) as source,
            pytest.raises(Cancelled),
        ):
            run(source, MemorySink(), cancel=cancel)
        assert time.monotonic() - started < 5
    finally:
        timer.join()
        os.close(writer)


@pytest.fixture
def blocked_pipe() -> Iterator[tuple[int, int]]:
    """A pipe that nobody reads; the reading end is closed at last."""
    reader, writer = os.pipe()
    yield reader, writer
    with contextlib.suppress(OSError):
        os.close(reader)


def test_stopped_while_nobody_takes(blocked_pipe: tuple[int, int]) -> None:
    cancel = Cancel()
    timer = stop_soon(cancel)
    started = time.monotonic()
    with DescriptorSink(blocked_pipe[1], "pipe") as sink, pytest.raises(Cancelled):
        run(MemorySource(BIG), sink, cancel=cancel)
    assert time.monotonic() - started < 5
    timer.join()


def test_the_writing_thread_goes_when_it_can(blocked_pipe: tuple[int, int]) -> None:
    before = ours()
    cancel = Cancel()
    timer = stop_soon(cancel)
    with DescriptorSink(blocked_pipe[1], "pipe") as sink, pytest.raises(Cancelled):
        run(MemorySource(BIG), sink, cancel=cancel)
    timer.join()
    os.close(blocked_pipe[0])
    deadline = time.monotonic() + 3
    while not ours() <= before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ours() <= before


def test_whoever_reads_goes_away() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with DescriptorSink(writer, "pipe") as sink, pytest.raises(TransportError, match="closed it"):
        run(MemorySource(BIG), sink)
