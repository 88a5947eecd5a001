"""Compressed input, read as if it were not compressed."""

from __future__ import annotations

from qmigui.errors import TransportError
from qmigui.qemufile.base import SequentialSource, Source
from qmigui.qemufile.codecs import SNIFF_LENGTH, Decoder, find_codec, sniff

_INPUT_LENGTH = 64 << 10
_OUTPUT_LENGTH = 1 << 20


def open_compressed(raw: Source) -> Source:
    """*raw* itself, or what it holds if its first bytes show that it is compressed.

    Raises:
        TransportError: it cannot be read, or the compression is one that we do not know.
    """
    kind = sniff(raw.peek(SNIFF_LENGTH))
    return DecompressedSource(raw, kind) if kind else raw


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

    def _receive(self, buf: memoryview) -> int:
        while not self._output:
            if not self._decoder and not self._begin_member():
                return 0
            self._output = memoryview(self._decompress())
        count = min(len(buf), len(self._output))
        buf[:count] = self._output[:count]
        self._output = self._output[count:]
        return count

    def _begin_member(self) -> bool:
        """Get ready for the next member; False: there is none."""
        self._input = self._input.lstrip(b"\0")
        while not self._input:
            self._input = self._read_raw()
            if not self._input:
                return False
            self._input = self._input.lstrip(b"\0")
        self._decoder = self._codec.new()
        return True

    def _decompress(self) -> bytes:
        """The next output of the present member, perhaps nothing."""
        decoder, data = self._decoder, b""
        assert decoder is not None
        if decoder.needs_input:
            data, self._input = self._input or self._read_raw(), b""
            if not data:
                raise self._error(f"is cut off at offset {self.raw_offset:#x} of the compressed file")
        try:
            output = decoder.decompress(data, _OUTPUT_LENGTH)
        except self._codec.errors as error:
            near = f"near offset {self.raw_offset - len(data):#x} of the compressed file"
            raise self._error(f"cannot be decompressed {near}: {error}") from error
        if decoder.eof:
            self._decoder, self._input = None, decoder.unused_data
        return output

    def _error(self, what: str) -> TransportError:
        # Its offset stays empty: that would be one in the decompressed bytes.
        return TransportError(f"the {self._codec.kind} data {what}", source=self.name)

    def _read_raw(self) -> bytes:
        count = self.raw.readinto(self._buffer)
        self.raw_offset += count
        return bytes(self._buffer[:count])

    def close(self) -> None:
        """Close the compressed source."""
        self.raw.close()
