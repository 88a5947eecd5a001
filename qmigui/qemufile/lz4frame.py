"""One LZ4 frame, decoded with a bound on what one call gives."""

from __future__ import annotations

from lz4 import frame


class Lz4Frame:
    """Decodes one frame; the interface is that of ``bz2.BZ2Decompressor``.

    The library's own class copies its input at each call; its context does not.
    """

    def __init__(self) -> None:
        self._context = frame.create_decompression_context()
        self._pending = memoryview(b"")
        self.eof = False
        self.needs_input = True
        self.unused_data = b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decode *data* and what earlier calls left over; at most *max_length* bytes, perhaps none.

        Raises:
            RuntimeError: the data are damaged.
        """
        if data:
            self._pending = memoryview(bytes(self._pending) + data if self._pending else data)
        if not self._pending:
            return b""
        output, used, self.eof = frame.decompress_chunk(self._context, self._pending, max_length=max_length)
        self._pending = self._pending[used:]
        if self.eof:
            self.unused_data = bytes(self._pending)
        # The decoder takes no input that it has no room for.
        self.needs_input = not self._pending
        return bytes(output)
