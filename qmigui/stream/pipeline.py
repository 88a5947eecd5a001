"""Reading, transcoding and writing at the same time.

One thread reads windows ahead, two write batches in turn, the caller's thread
turns the one into the other.  Both queues are short, so that memory stays bounded
by a few windows whatever the size of the input.  This is the only module of
the core with threads.

That two of them write is for long rows of pages: while one writes, which can be
done by one at a time only, the other gathers the next.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.stream.feed import WINDOW, Feed, read_blocks
from qmigui.stream.outbox import BATCH_LENGTH, PAGE, WOVEN_BUFFER, Outbox, Woven, aligned_buffer
from qmigui.stream.page_feed import PageFeed, takes_pages

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Sink, Source
    from qmigui.stream import events as ev
    from qmigui.stream.feed import Block

    Batch = tuple[memoryview, npt.NDArray[np.uint8]]

READ_AHEAD = 3
WRITE_BEHIND = 3
WRITERS = 2
BUFFERS = 4
# Octets after which the disk is told to begin with them.
SETTLE_LENGTH = 32 << 20
# How long a thread may keep the interpreter while others wait for it, in seconds.
# The default of 5 ms would hold up the writer at each of its system calls.
SWITCH_INTERVAL = 0.0002
_POLL = 0.1


class _Stopped(Exception):
    """The other side has gone; not an error of its own."""


class ReadAhead:
    """Blocks of a source, read by a thread.

    Iterating gives what :func:`read_blocks` gives and raises what it raises.
    """

    def __init__(self, source: Source, cancel: Cancel, window: int = WINDOW) -> None:
        self._cancel = cancel
        self._queue: queue.Queue[Block | BaseException | None] = queue.Queue(READ_AHEAD)
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(source, window), name="qmigui-read", daemon=True
        )
        self._thread.start()

    def _run(self, source: Source, window: int) -> None:
        try:
            for block in read_blocks(source, window):
                self._put(block)
            self._put(None)
        except _Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - handed to whoever asks for the next block
            try:
                self._put(error)
            except _Stopped:
                pass

    def _put(self, item: Block | BaseException | None) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_POLL)
                return
            except queue.Full:
                continue
        raise _Stopped

    def __iter__(self) -> Iterator[Block]:
        """Give the blocks, once."""
        while True:
            self._cancel.check()
            try:
                item = self._queue.get(timeout=_POLL)
            except queue.Empty:
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """Stop reading; returns when the thread has gone."""
        self._stop.set()
        _join(self._thread, self._cancel)


class WriteBehind:
    """Batches for a sink, written by threads, in order."""

    def __init__(self, sink: Sink, cancel: Cancel) -> None:
        self._sink = sink
        self._cancel = cancel
        self._queue: queue.Queue[Batch | Woven | int | None] = queue.Queue(WRITE_BEHIND)
        self._error: BaseException | None = None
        self._dropped = False
        self._free: queue.Queue[npt.NDArray[np.uint8]] = queue.Queue()
        self._buffers = 0
        # Items are numbered when they are taken, and written by their numbers.
        self._taking = threading.Lock()
        self._taken = 0
        self._ended = False
        self._turn = threading.Condition()
        self._written = 0
        self._unsettled = 0
        self._threads = [
            threading.Thread(target=self._run, name=f"qmigui-write-{number}", daemon=True)
            for number in range(WRITERS)
        ]
        for thread in self._threads:
            thread.start()
        # The disk works beside the writing, started by a thread of its own: that takes time.
        self._settle: queue.Queue[bool] = queue.Queue()
        self._settler = threading.Thread(target=self._settle_all, name="qmigui-settle", daemon=True)
        self._settler.start()

    def _settle_all(self) -> None:
        while self._settle.get():
            self._sink.settle()

    def _run(self) -> None:
        buffer: npt.NDArray[np.uint8] | None = None
        while True:
            with self._taking:
                if self._ended:
                    return
                item = self._queue.get()
                if item is None:
                    self._ended = True
                    return
                number = self._taken
                self._taken += 1
            octets: memoryview | int = 0
            try:
                if isinstance(item, int):
                    octets = item
                elif not isinstance(item, Woven):
                    octets = item[0]
                elif not self._is_over():
                    if buffer is None:
                        buffer = aligned_buffer(WOVEN_BUFFER)
                    octets = item.gather(buffer)
            except BaseException as error:  # noqa: BLE001 - raised by the next call from the other side
                self._error = self._error or error
            with self._turn:
                while self._written != number:
                    self._turn.wait()
            self._write(octets)
            with self._turn:
                self._written += 1
                self._turn.notify_all()
            if not isinstance(item, (int, Woven)):
                self._free.put(item[1])

    def _is_over(self) -> bool:
        return self._error is not None or self._dropped

    def _write(self, octets: memoryview | int) -> None:
        """Write octets, or so many zeros, when it is their turn."""
        length = octets if isinstance(octets, int) else len(octets)
        self._unsettled += length
        if self._unsettled >= SETTLE_LENGTH:
            self._unsettled = 0
            self._settle.put(True)
        try:
            if self._is_over():
                pass
            elif isinstance(octets, int):
                self._sink.write_zeros(octets)
            else:
                self._sink.write([octets], length)
        except BaseException as error:  # noqa: BLE001 - raised by the next call from the other side
            self._error = error

    def allocate(self) -> npt.NDArray[np.uint8]:
        """A buffer to fill; waits for one when all are on their way."""
        if self._buffers < BUFFERS:
            self._buffers += 1
            return aligned_buffer(BATCH_LENGTH + PAGE)
        while True:
            self._check()
            try:
                return self._free.get(timeout=_POLL)
            except queue.Empty:
                continue

    def _check(self) -> None:
        if self._error is not None:
            raise self._error
        self._cancel.check()

    def write(self, octets: memoryview, buffer: npt.NDArray[np.uint8]) -> None:
        """Queue a batch; raises what writing an earlier one raised.

        *buffer*, which holds the octets, is free again once they are written.
        """
        self._put((octets, buffer))

    def weave(self, woven: Woven) -> None:
        """Queue pages that are still to be gathered; their window must stay as it is."""
        self._put(woven)

    def write_zeros(self, length: int) -> None:
        """Queue zeros."""
        self._put(length)

    def _put(self, item: Batch | Woven | int | None) -> None:
        while True:
            self._check()
            try:
                self._queue.put(item, timeout=_POLL)
                return
            except queue.Full:
                continue

    def finish(self) -> None:
        """Wait until everything is written.

        Raises:
            TransportError: it could not be.
            Cancelled: someone asked for it.
        """
        self._put(None)
        for thread in self._threads:
            while thread.is_alive():
                self._cancel.check()
                thread.join(_POLL)
        self._stop_settling()
        if self._error is not None:
            raise self._error

    def _stop_settling(self) -> None:
        self._settle.put(False)
        _join(self._settler, self._cancel)

    def drop(self) -> None:
        """Forget what is queued; returns when the thread has gone."""
        self._dropped = True
        while any(thread.is_alive() for thread in self._threads):
            try:
                self._queue.put_nowait(None)
                break
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._queue.get_nowait()
        for thread in self._threads:
            _join(thread, self._cancel)
        self._stop_settling()


class CallBehind:
    """Calls made by a thread, in order: for outputs that are written at any place.

    Args:
        cancel: ends the waiting.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._queue: queue.Queue[Callable[[], object] | None] = queue.Queue(WRITE_BEHIND)
        self._error: BaseException | None = None
        self._dropped = False
        self._thread = threading.Thread(target=self._run, name="qmigui-write", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while (call := self._queue.get()) is not None:
            try:
                if self._error is None and not self._dropped:
                    call()
            except BaseException as error:  # noqa: BLE001 - raised by the next call from the other side
                self._error = error
            del call

    def put(self, call: Callable[[], object] | None) -> None:
        """Queue a call; raises what an earlier one raised."""
        while True:
            if self._error is not None:
                raise self._error
            self._cancel.check()
            try:
                self._queue.put(call, timeout=_POLL)
                return
            except queue.Full:
                continue

    def drain(self) -> None:
        """Wait until all calls have been made; raises what one of them raised."""
        done = threading.Event()
        self.put(done.set)
        while not done.wait(_POLL):
            if self._error is not None:
                break  # after an error nothing is called
            self._cancel.check()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Forget what is queued; returns when the thread has gone."""
        self._dropped = True
        self._queue.put(None)
        self._thread.join()


@contextlib.contextmanager
def threads_for(source: Source, cancel: Cancel, *, pages: bool) -> Iterator[tuple[Feed, CallBehind]]:
    """A feed, read ahead of where that helps, and a thread that writes behind.

    Args:
        source: stands at its start; must not be sought in meanwhile.
        cancel: ends the waiting.
        pages: it is a binary stream of whose pages nothing but the contents is wanted.
    """
    with quick_switching(), contextlib.ExitStack() as parts:
        if pages and takes_pages(source):
            feed: Feed = PageFeed(source)
        else:
            ahead = parts.enter_context(contextlib.closing(ReadAhead(source, cancel)))
            feed = Feed(source, iter(ahead))
        parts.callback(feed.close)
        yield feed, parts.enter_context(contextlib.closing(CallBehind(cancel)))


def _join(thread: threading.Thread, cancel: Cancel) -> None:
    """Wait for a thread, but after a cancel not for one that a dead pipe holds up."""
    thread.join(1.0 if cancel.wanted else None)


def transcode(
    source: Source,
    sink: Sink,
    make_events: Callable[[Feed], Iterator[ev.Event]],
    make_writer: Callable[[Outbox], Callable[[ev.Event], None]],
    progress: Progress,
    cancel: Cancel,
    window: int = WINDOW,
) -> None:
    """Read *source*, turn it into events and those into octets for *sink*.

    The sink is not committed; on any error it is the caller's to abort.

    Args:
        source: stands at its start.
        sink: takes the output.
        make_events: makes the reader of a feed.
        make_writer: makes the writer, a callable that takes events.
        progress: kept up to date, once a window.
        cancel: looked at once a window.
        window: octets read at once.

    Raises:
        QmiguiError: as reader, writer, source and sink raise it.
    """
    with quick_switching():
        _transcode(source, sink, make_events, make_writer, progress, cancel, window)


@contextlib.contextmanager
def quick_switching() -> Iterator[None]:
    """Let threads that wait for the interpreter have it soon."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def _transcode(
    source: Source,
    sink: Sink,
    make_events: Callable[[Feed], Iterator[ev.Event]],
    make_writer: Callable[[Outbox], Callable[[ev.Event], None]],
    progress: Progress,
    cancel: Cancel,
    window: int,
) -> None:
    ahead = ReadAhead(source, cancel, window)
    behind = WriteBehind(sink, cancel)
    feed = Feed(source, _counted(ahead, progress), window)
    try:
        outbox = Outbox(
            behind.allocate,
            _delivery(behind.write, progress),
            behind.write_zeros,
            _weaving(behind.weave, progress),
        )
        write = make_writer(outbox)
        for event in make_events(feed):
            try:
                write(event)
            except FormatError as error:
                # A writer does not know where in the input its events come from.
                if error.offset is None:
                    error.offset = feed.offset
                raise
        outbox.flush()
        behind.finish()
        progress.written_bytes = outbox.length
    finally:
        behind.drop()
        ahead.close()
        feed.close()


def _counted(blocks: ReadAhead, progress: Progress) -> Iterator[Block]:
    """The blocks, counted as they pass."""
    for block in blocks:
        if isinstance(block, int):
            progress.read_bytes += block
        else:
            progress.read_bytes += block[1] if isinstance(block, tuple) else block.end - block.start
        yield block


def _delivery(
    write: Callable[[memoryview, npt.NDArray[np.uint8]], None], progress: Progress
) -> Callable[[memoryview, npt.NDArray[np.uint8]], None]:
    def deliver(octets: memoryview, buffer: npt.NDArray[np.uint8]) -> None:
        write(octets, buffer)
        progress.written_bytes += len(octets)

    return deliver


def _weaving(weave: Callable[[Woven], None], progress: Progress) -> Callable[[Woven], None]:
    def deliver(woven: Woven) -> None:
        weave(woven)
        progress.written_bytes += woven.length

    return deliver
