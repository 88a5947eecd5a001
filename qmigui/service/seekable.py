"""A source that can be read more than once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source


@contextlib.contextmanager
def seekable(source: Source, cancel: Cancel) -> Iterator[Source]:
    """*source*, or a temporary file with all that is left of it, at the same offsets.

    Args:
        source: stands at its start.
        cancel: looked at while it is copied.

    Raises:
        TransportError: it could not be read.
        Cancelled: somebody asked for it.
    """
    if source.seekable:
        yield source
        return
    import tempfile

    from qmigui.qemufile.files import FileSource

    with tempfile.TemporaryFile(prefix="qmigui-") as copy:
        buffer = memoryview(bytearray(1 << 20))
        copy.seek(source.start_offset)
        while count := source.readinto(buffer):
            cancel.check()
            copy.write(buffer[:count])
        copy.seek(0)
        with FileSource(copy.fileno(), source.name, close_fd=False) as again:
            again.seek(source.start_offset)
            again.start_offset, again.envelope = source.start_offset, source.envelope
            yield again
