"""One zstd frame, with a bound on what one call gives.

python-zstandard decodes all it is fed, and four bytes of input can stand for
128 KiB.  So input is fed in whole blocks, whose boundaries are easy to see
(RFC 8878, 3.1.1): header, then blocks of a 3-byte header and its contents.
"""

from __future__ import annotations

import zstandard

from qmigui.qemufile.codecs import is_zstd_skippable

_BLOCK_LIMIT = 128 << 10
"""Most bytes that one block stands for."""
_BLOCK_HEADER_LENGTH = 3
_SKIPPABLE_HEADER_LENGTH = 8
_SHORTEST_FRAME = 8
_RLE_BLOCK = 1


class ZstdFrame:
    """Decodes one frame; the interface is that of ``bz2.BZ2Decompressor``.

    Args:
        window_limit: most bytes that the decoder may keep for looking back.
    """

    def __init__(self, window_limit: int) -> None:
        self._window_limit = window_limit
        self._decoder = zstandard.ZstdDecompressor(max_window_size=window_limit).decompressobj()
        self._pending = memoryview(b"")
        self._to_block = 0  # bytes from the start of _pending to the next block header
        self._in_header = True
        self._in_last_block = False
        self.needs_input = True
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """Whether the frame is complete."""
        return self._decoder.eof

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decode *data* and what earlier calls left over.

        Args:
            data: the next input.
            max_length: most bytes to return, at least 128 KiB.

        Returns:
            What came out, perhaps nothing.

        Raises:
            zstandard.ZstdError: the data are damaged or need too much memory.
        """
        if data:
            self._pending = memoryview(bytes(self._pending) + data if self._pending else data)
        if self._in_header and not self._read_header():
            return b""
        cut = self._end_of_blocks(max_length // _BLOCK_LIMIT)
        output = self._decoder.decompress(self._pending[:cut])
        self._pending = self._pending[cut:]
        self._to_block -= cut
        if self.eof:
            self.unused_data = self._decoder.unused_data + bytes(self._pending)
        self.needs_input = len(self._pending) < _BLOCK_HEADER_LENGTH
        return output

    def _read_header(self) -> bool:
        """Find the first block; False: the header is not complete yet."""
        head = bytes(self._pending[:18])
        if len(head) < _SHORTEST_FRAME:
            return False
        if is_zstd_skippable(head):
            self._to_block = _SKIPPABLE_HEADER_LENGTH + int.from_bytes(head[4:8], "little")
            self._in_last_block = True
        else:
            header_length = zstandard.frame_header_size(head)
            if len(head) < header_length:
                return False
            window = zstandard.get_frame_parameters(head).window_size
            if window > self._window_limit:
                raise zstandard.ZstdError(
                    f"it needs a window of {window >> 20} MiB, the limit is {self._window_limit >> 20} MiB"
                )
            self._to_block = header_length
        self._in_header = False
        return True

    def _end_of_blocks(self, block_count: int) -> int:
        """How much of the pending input to feed: it completes at most *block_count* blocks."""
        available = len(self._pending)
        for _ in range(block_count):
            start = self._to_block
            if self._in_last_block or start + _BLOCK_HEADER_LENGTH > available:
                break
            header = int.from_bytes(self._pending[start : start + _BLOCK_HEADER_LENGTH], "little")
            self._in_last_block = bool(header & 1)
            length = 1 if header >> 1 & 3 == _RLE_BLOCK else header >> 3
            self._to_block = start + _BLOCK_HEADER_LENGTH + length
        if self._in_last_block:
            return available  # the checksum follows; the decoder knows where to stop
        return min(self._to_block, available)
