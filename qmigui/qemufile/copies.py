"""A source that can be read more than once: itself, or a copy in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qmigui.qemufile.descriptors import transport_error, write_all

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source

_PIECE = 1 << 20


@contextmanager
def seekable(source: Source, cancel: Cancel) -> Iterator[Source]:
    """*source* where it can seek; else a copy of all that it still gives, at the same offsets.

    The copy goes away with the block.

    Args:
        source: stands at the start of what is wanted.
        cancel: stops the copying.

    Raises:
        TransportError: it could not be read, or there is no room for a copy.
        Cancelled: somebody asked for it.
    """
    if source.seekable:
        yield source
        return
    import tempfile

    from qmigui.qemufile.files import FileSource

    with tempfile.TemporaryFile(prefix="qmigui-") as copy:
        buffer = memoryview(bytearray(_PIECE))
        copy.seek(source.start_offset)
        while count := source.readinto(buffer):
            cancel.check()
            try:
                write_all(copy.fileno(), [buffer[:count]], count)
            except OSError as error:
                raise transport_error("cannot be kept in a temporary file", error, source.name) from error
        copy.seek(0)
        with FileSource(copy.fileno(), source.name, close_fd=False) as again:
            again.seek(source.start_offset)
            again.start_offset, again.envelope = source.start_offset, source.envelope
            yield again
