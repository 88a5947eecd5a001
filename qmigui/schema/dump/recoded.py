"""The BER form of a binary state as a source: made as it is read, with bounded memory and no thread.

Errors of the binary form come out where the octets before them end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.qemufile.base import SequentialSource, Source
from qmigui.stream.ber_writer import BerWriter
from qmigui.stream.outbox import BATCH_LENGTH, PAGE, Outbox, aligned_buffer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from qmigui.errors import Problem
    from qmigui.stream import events as ev


class RecodedSource(SequentialSource):
    """Gives the octets that a BER writer makes of events.

    Args:
        events: of the stream.
        name: how messages call it.
        report: takes the problems that writing finds.
    """

    def __init__(
        self, events: Iterator[ev.Event], name: str, report: Callable[[Problem], None] | None = None
    ) -> None:
        self.name = name
        self._events = events
        self._ready: deque[tuple[memoryview | int, npt.NDArray[np.uint8] | None]] = deque()
        self._free: list[npt.NDArray[np.uint8]] = []
        self._error: QmiguiError | None = None
        self._over = False
        self._outbox = Outbox(self._allocate, self._deliver, self._skip)
        self._write = BerWriter(self._outbox, report=report).write

    def _allocate(self) -> npt.NDArray[np.uint8]:
        return self._free.pop() if self._free else aligned_buffer(BATCH_LENGTH + PAGE)

    def _deliver(self, octets: memoryview, buffer: npt.NDArray[np.uint8]) -> None:
        self._ready.append((octets, buffer))

    def _skip(self, length: int) -> None:
        self._ready.append((length, None))

    def _receive(self, buf: memoryview) -> int:
        while not self._ready:
            if self._over:
                if self._error is not None:
                    raise self._error
                return 0
            try:
                event = next(self._events, None)
                if event is not None:
                    self._write(event)
                    continue
            except QmiguiError as error:
                self._error = error
            self._over = True
            self._outbox.flush()
        octets, buffer = self._ready.popleft()
        length = octets if isinstance(octets, int) else len(octets)
        count = min(len(buf), length)
        if isinstance(octets, int):
            buf[:count] = bytes(count)
            if count < length:
                self._ready.appendleft((length - count, None))
            return count
        buf[:count] = octets[:count]
        if count < length:
            self._ready.appendleft((octets[count:], buffer))
        elif buffer is not None:
            self._free.append(buffer)
        return count

    def close(self) -> None:
        """Let go of the buffers."""
        self._ready.clear()
        self._free.clear()
        self._over = True


class PatientSource(Source):
    """Another source, whose errors come after what could be read: the data seems to end there.

    Args:
        source: it; closed by its owner.

    Attributes:
        error: why the data ended, if not by itself.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.name = source.name
        self.size = source.size
        self.seekable = source.seekable
        self.error: QmiguiError | None = None

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; 0 also at an error."""
        if self.error is not None:
            return 0
        try:
            return self._source.readinto(buf)
        except QmiguiError as error:
            self.error = error
            return 0

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self._source.peek(length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*."""
        return self._source.pread(offset, length)

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._source.seek(offset)

    def close(self) -> None:
        """Nothing: the owner closes it."""
