"""Compressed input, read as if it were not compressed.

A long one is decompressed on a thread of its own, so that it costs little more
time than the decompressor by itself.  A decoder that fills the reader's buffer does
so where it is called: that takes no longer than handing over what a thread has made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from qmigui.errors import TransportError
from qmigui.qemufile.base import SequentialSource, Source
from qmigui.qemufile.codecs import Decoder, find_codec

if TYPE_CHECKING:
    from qmigui.qemufile.producer import Producer

_INPUT_LENGTH = 256 << 10
_OUTPUT_LENGTH = 1 << 20
_CACHED_LENGTH = 256 << 10
"""The same where it is copied at once, out of the processor's cache."""
_AHEAD = 4
"""Pieces of output that may wait for their reader."""
_ALONE = 2 << 20
"""Bytes of output after which the work goes on in a thread."""

_Output = TypeVar("_Output", bytes, int)


class DecompressedSource(SequentialSource):
    """Decompresses while it is read, in bounded memory.

    Concatenated members are one text, as the tools have it; zeros after a
    member (padding of tapes and block devices) are skipped.

    Args:
        raw: the compressed bytes, from where it stands; closed with this source.
        kind: what :func:`~qmigui.qemufile.codecs.sniff` says it is.
        raw_offset: where *raw* stands, for messages.

    Raises:
        TransportError: this kind cannot be read.
    """

    def __init__(self, raw: Source, kind: str, *, raw_offset: int = 0) -> None:
        self.name = raw.name
        self.raw = raw
        self.raw_offset = raw_offset
        """Compressed bytes taken so far, counted from the start of the compressed file."""
        self._codec = find_codec(kind, raw.name)
        self._decoder: Decoder | None = self._codec.new()
        self._buffer = memoryview(bytearray(_INPUT_LENGTH))
        self._input = b""
        self._output = memoryview(b"")
        self._given = 0
        self._producer: Producer | None = None

    def _receive(self, buf: memoryview) -> int:
        if self._codec.fills:
            return self._next(lambda decoder, data: int(decoder.decompress_into(data, buf))) or 0
        if not self._output:
            self._output = memoryview(self._next_piece())
        count = min(len(buf), len(self._output))
        buf[:count] = self._output[:count]
        self._output = self._output[count:]
        return count

    def _next_piece(self) -> bytes:
        """The next output, from the thread if there is one; nothing at the end."""
        if self._producer is None:
            if self._given < _ALONE or not self._codec.pays_on_thread:
                piece = self._piece()
                self._given += len(piece)
                return piece
            from qmigui.qemufile.producer import Producer  # threads are slow to import

            self._producer = Producer(self._piece, _AHEAD)
        return self._producer.take()

    def _piece(self) -> bytes:
        """The next output; nothing at the end."""
        length = _OUTPUT_LENGTH if self._codec.pays_on_thread else _CACHED_LENGTH
        return self._next(lambda decoder, data: bytes(decoder.decompress(data, length))) or b""

    def _next(self, decode: Callable[[Any, bytes | memoryview], _Output]) -> _Output | None:
        """The first thing that *decode* makes of decoder and input; None at the end."""
        while self._decoder or self._begin_member():
            if output := self._step(decode):
                return output
        return None

    def _begin_member(self) -> bool:
        """Get ready for the next member; False: there is none."""
        self._input = self._input.lstrip(b"\0")
        while not self._input:
            self._input = bytes(self._read_raw())
            if not self._input:
                return False
            self._input = self._input.lstrip(b"\0")
        self._decoder = self._codec.new()
        return True

    def _step(self, decode: Callable[[Any, bytes | memoryview], _Output]) -> _Output:
        """The next output of the present member, perhaps nothing."""
        decoder = self._decoder
        data: bytes | memoryview = b""
        assert decoder is not None
        if decoder.needs_input:
            data, self._input = self._input, b""
            if not data:
                view = self._read_raw()
                data = view if self._codec.fills else bytes(view)
            if not data:
                raise self._error(f"is cut off at offset {self.raw_offset:#x} of the compressed file")
        try:
            output = decode(decoder, data)
        except self._codec.errors as error:
            near = f"near offset {self.raw_offset - len(data):#x} of the compressed file"
            raise self._error(f"cannot be decompressed {near}: {error}") from error
        if decoder.eof:
            self._decoder, self._input = None, decoder.unused_data
        return output

    def _error(self, what: str) -> TransportError:
        # Its offset stays empty: that would be one in the decompressed bytes.
        return TransportError(f"the {self._codec.kind} data {what}", source=self.name)

    def _read_raw(self) -> memoryview:
        """The next compressed bytes; they stay until the next call."""
        count = self.raw.readinto(self._buffer)
        self.raw_offset += count
        return self._buffer[:count]

    def close(self) -> None:
        """Close the compressed source."""
        if self._producer is None or self._producer.close():
            self.raw.close()
