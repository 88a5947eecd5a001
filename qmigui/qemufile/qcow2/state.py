"""A snapshot's state as a source; offsets are those in the state."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, TransportError
from qmigui.qemufile.base import Source
from qmigui.qemufile.envelope import QCOW2, Envelope, Fault
from qmigui.qemufile.memory import MemorySource
from qmigui.qemufile.qcow2 import layout
from qmigui.qemufile.qcow2.header import Header, read_header
from qmigui.qemufile.qcow2.snapshots import Snapshot, choose, read_snapshots
from qmigui.qemufile.qcow2.tables import Run, StateTables

if TYPE_CHECKING:
    from qmigui.progress import Cancel

MAX_FAULTS = 100


def list_snapshots(image: Source) -> tuple[Header, list[Snapshot]]:
    """What the snapshot table of an image tells.

    Raises:
        FormatError: header or table are damaged.
        TransportError: the image could not be read.
    """
    header = read_header(image)
    return header, read_snapshots(image, header)


def front_of(image: Source) -> Header:
    """The header of an image that perhaps can only be read in order; it stays where it stands, its start.

    Raises:
        FormatError: it is damaged, or of a kind that holds no state that we can read.
        TransportError: the image could not be read.
    """
    return read_header(MemorySource(image.peek(layout.HEADER_V3_LENGTH + 8)))


def check_front(image: Source, wanted: str | None) -> None:
    """Whether an image may have the state that is wanted, as far as its header tells.

    For an image that would have to be unpacked to see more.

    Args:
        image: stands at its start and stays there.
        wanted: the snapshot's name or id; None: the only one with a state.

    Raises:
        FormatError: it has none.
        TransportError: the image could not be read.
    """
    header = front_of(image)
    if not header.snapshot_count:
        choose([], wanted)
    _check_plain(header)


def open_state(
    image: Source, wanted: str | None, envelope: Envelope, *, lenient: bool, cancel: Cancel | None
) -> StateSource:
    """Open the state of a snapshot.

    Args:
        image: the whole file, which can seek; closed with the state.
        wanted: the snapshot's name or id; None: the only one with a state.
        envelope: learns the snapshot, and what is wrong with the tables.
        lenient: clusters that cannot be found are told in the envelope and read as zeros.
        cancel: can end a long look at the tables.

    Raises:
        FormatError: there is no such snapshot, or what leads to its state is damaged.
        TransportError: the image could not be read.
    """
    header, snapshots = list_snapshots(image)
    snapshot = choose(snapshots, wanted)
    _check_plain(header)
    tables = StateTables(image, header, snapshot)
    envelope.kind, envelope.snapshot = QCOW2, snapshot

    def report(error: FormatError) -> None:
        if len(envelope.faults) < MAX_FAULTS:
            envelope.faults.append(Fault(error, fatal=False))

    tables.check(report if lenient else None, cancel)
    return StateSource(image, header, snapshot, tables)


def _check_plain(header: Header) -> None:
    if header.is_encrypted:
        raise FormatError(
            "the image is encrypted: load the snapshot in QEMU and save the state from there",
            offset=32,
            path="qcow2 header",
            code="qcow2-header",
        )


class StateSource(Source):
    """Reads the state of one snapshot.

    Args:
        image: the whole file; closed with this source.
        header, snapshot, tables: of it; the tables have been checked.
    """

    seekable = True

    def __init__(self, image: Source, header: Header, snapshot: Snapshot, tables: StateTables) -> None:
        self.name = f"{image.name}#{snapshot.name}"
        self.size: int = snapshot.state_size
        self._image = image
        self._header = header
        self._tables = tables
        self._offset = 0
        self._unpacked: tuple[int, bytes] = (-1, b"")

    def readinto(self, buf: memoryview) -> int:
        """Read the next bytes; see :meth:`Source.readinto`."""
        if self._offset >= self.size:
            return 0
        run = self._tables.run_at(self._offset)
        count = min(len(buf), run.end - self._offset)
        if run.host is None:
            buf[:count] = bytes(count)
        elif run.packed_length:
            start = self._offset - run.start
            buf[:count] = self._unpack(run)[start : start + count]
        else:
            self._image.seek(run.host + self._offset - run.start)
            got = self._image.fill(buf[:count])
            buf[got:count] = bytes(count - got)  # the last cluster may go past the end of the image
        self._offset += count
        return count

    def peek(self, length: int) -> bytes:
        """The next bytes, which stay to be read."""
        return self.pread(self._offset, length)

    def pread(self, offset: int, length: int) -> bytes:
        """Bytes at *offset*; see :meth:`Source.pread`."""
        pieces = []
        end = min(offset + length, self.size)
        while offset < end:
            run = self._tables.run_at(offset)
            count = min(end, run.end) - offset
            start = offset - run.start
            if run.host is None:
                piece = b""
            elif run.packed_length:
                piece = self._unpack(run)[start : start + count]
            else:
                piece = self._image.pread(run.host + start, count)
            pieces.append(piece.ljust(count, b"\0"))
            offset += count
        return b"".join(pieces)

    def seek(self, offset: int) -> None:
        """Go on reading at *offset*."""
        self._offset = min(offset, self.size)

    def data_extent(self, offset: int) -> tuple[int, int] | None:
        """The next run of clusters that are there."""
        while offset < self.size:
            run = self._tables.run_at(offset)
            if run.host is not None:
                return offset, run.end
            offset = run.end
        return offset, offset

    def _unpack(self, run: Run) -> bytes:
        """One compressed cluster."""
        assert run.host is not None
        host, cluster = self._unpacked
        if host == run.host:
            return cluster
        data = self._image.pread(run.host, run.packed_length)
        size = self._header.cluster_size
        cluster = _inflate(data, size) if self._header.compression == layout.DEFLATE else _zstd(data, size)
        if len(cluster) != size:
            raise TransportError(
                f"the compressed cluster at {run.host:#x} of the image does not decode", source=self.name
            )
        self._unpacked = (run.host, cluster)
        return cluster

    def close(self) -> None:
        """Close the image."""
        self._image.close()


def _inflate(data: bytes, size: int) -> bytes:
    """*data* without its compression, at most *size* octets; fewer when they are damaged."""
    try:
        return zlib.decompressobj(-12).decompress(data, size)
    except zlib.error:
        return b""


def _zstd(data: bytes, size: int) -> bytes:
    """As :func:`_inflate`."""
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
            return reader.read(size)
    except zstandard.ZstdError:
        return b""
