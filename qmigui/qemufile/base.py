"""What the layers above see of the outside world: a Source and a Sink.

Offsets are bytes, 0 being where reading started: for standard input that has
been read before, 0 is the place where it stood.

This module knows no file, pipe or format.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from qmigui.closing import Closing
from qmigui.errors import TransportError
from qmigui.record import record

if TYPE_CHECKING:
    from qmigui.qemufile.envelope import Envelope
    from qmigui.qemufile.mapping import FileMapping

Buffer: TypeAlias = bytes | bytearray | memoryview
"""What can be written; a memoryview is one of bytes (``cast("B")``)."""


_PEEK_LENGTH = 256 << 10
"""So much is asked for at once while peeking."""


@record
class Waiting:
    """How we deal with somebody at the other end of a socket.

    Attributes:
        timeout: seconds to wait for a connection and then, each time, for bytes to come or to be
            taken; None: without end.
        warn: is given a sentence that a person should read before we wait.
    """

    timeout: float | None = None
    warn: Callable[[str], object] = str


class Source(Closing, ABC):
    """Bytes to read, in order and, if seekable, at any offset."""

    name: str
    """How messages call it."""
    size: int | None
    """Length in bytes when it was opened, or None while nobody knows."""
    seekable: bool
    """Whether ``pread`` and ``seek`` work."""
    reads_tables = False
    """Whether ``read_table`` works."""
    has_way_back = False
    """Whether the sender may expect answers on the way that the bytes come."""
    start_offset: int = 0
    """Where it stands when it is handed over.  What lies before belongs to :attr:`envelope`."""
    envelope: Envelope | None = None
    """What the bytes came in, where that is more than a file."""

    @abstractmethod
    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; the GIL is free meanwhile.

        Args:
            buf: writable, of bytes, not empty.

        Returns:
            How many bytes of *buf* were filled: as many as were at hand, at
            least one; 0 at the end.

        Raises:
            TransportError: they could not be read.
        """

    @abstractmethod
    def peek(self, length: int) -> bytes:
        """The next *length* bytes, which stay to be read; fewer only at the end.

        Raises:
            TransportError: they could not be read.
        """

    def fill(self, buf: memoryview) -> int:
        """Read until *buf* is full.

        Returns:
            The bytes filled; fewer than ``len(buf)`` only at the end.

        Raises:
            TransportError: they could not be read.
        """
        done = 0
        while done < len(buf):
            count = self.readinto(buf[done:])
            if not count:
                break
            done += count
        return done

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*, without moving; fewer than *length* only at the end.

        Raises:
            TransportError: they could not be read, or this is not seekable.
        """
        raise TransportError("can only be read from start to end", source=self.name)

    def read_table(self, offset: int, address: int, count: int) -> int:
        """Fill pieces of memory that a table names with the bytes at *offset*, without moving.

        Only where :attr:`reads_tables` says so.

        Args:
            offset: of the first byte.
            address: of the table (see :func:`~qmigui.qemufile.vectors.write_table`).
            count: how many pieces, at most 1024.

        Returns:
            How many bytes came; fewer than asked for at the end, and not only there.

        Raises:
            TransportError: they could not be read.
        """
        raise TransportError("can only be read in order", source=self.name)

    def seek(self, offset: int) -> None:
        """Make *offset* the place where ``readinto`` goes on; beyond the end it gives 0.

        Raises:
            TransportError: this is not seekable.
        """
        raise TransportError("can only be read from start to end", source=self.name)

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of data, the rest being holes that read as zeros.

        Returns:
            ``(start, end)`` with ``offset <= start <= end``; an empty run means
            that nothing but a hole is left.  None: holes are not known, treat
            everything as data.
        """
        return None

    def mapping(self) -> FileMapping | None:
        """Everything as memory, where that is possible and pays; offsets are the same."""
        return None

    @abstractmethod
    def close(self) -> None:
        """Let go of it; a second call does nothing."""


class SequentialSource(Source):
    """A source that can only go on; it remembers what was peeked at."""

    size = None
    seekable = False
    _peeked = b""

    @abstractmethod
    def _receive(self, buf: memoryview) -> int:
        """What ``readinto`` promises, regardless of what was peeked at."""

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        if not self._peeked:
            return self._receive(buf)
        count = min(len(buf), len(self._peeked))
        buf[:count] = self._peeked[:count]
        self._peeked = self._peeked[count:]
        return count

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read; see :meth:`Source.peek`."""
        missing = length - len(self._peeked)
        if missing > 0:
            pieces = [self._peeked]
            chunk = memoryview(bytearray(min(missing, _PEEK_LENGTH)))
            while missing and (count := self._receive(chunk[:missing])):
                pieces.append(bytes(chunk[:count]))
                missing -= count
            self._peeked = b"".join(pieces)
        return self._peeked[:length]


class Sink(ABC):
    """Bytes to write.  Leaving its ``with`` block without a commit aborts."""

    name: str
    """How messages call it."""
    can_skip: bool
    """Whether ``write_zeros`` leaves a hole, which costs neither time nor space."""

    @abstractmethod
    def write(self, segments: Sequence[Buffer], length: int) -> None:
        """Write all *segments*, in order.

        Args:
            segments: any number of them, of any size.
            length: the sum of their lengths.

        Raises:
            TransportError: not all of it could be written.
        """

    @abstractmethod
    def write_zeros(self, length: int) -> None:
        """Write *length* zero bytes, as a hole where the target can.

        Raises:
            TransportError: they could not be written.
        """

    def settle(self) -> None:  # noqa: B027 - to do nothing is right for pipes and memory
        """Let the disk begin with what has been written, so that a commit need not wait for all.

        Takes its time; may be called from another thread than ``write``, but not
        during or after ``commit`` and ``abort``.
        """

    @abstractmethod
    def commit(self) -> None:
        """All has been written: let it be seen, and be sure that it is kept.

        Raises:
            TransportError: that failed; nothing new is to be seen then.
        """

    @abstractmethod
    def abort(self) -> None:
        """Drop what was written, where that is possible; nothing after a commit."""

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which aborts unless committed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Abort unless committed."""
        self.abort()
