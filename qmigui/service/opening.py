"""From what the user wrote to a source: the one place where use cases open a state.

What :func:`qmigui.qemufile.opener.open_source` knows, and two more: the path of
an archive, read as if it were what it holds, and ``library:REFERENCE``, a state
of the library.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qmigui.qemufile.opener import open_source

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source, Waiting

LIBRARY_PREFIX = "library:"
_ARCHIVE_STARTS = (b"\x28\xb5\x2f\xfd", b"\x52\x2a\x4d\x18")
"""What the file of an archive begins with; others cost no more than this look."""


def open_state(name: str, *, cancel: Cancel | None = None, waiting: Waiting | None = None) -> Source:
    """Open *name* for reading.

    Args:
        name: ``library:REFERENCE``, a path (also of an archive or a compressed file), ``-``,
            ``fd:N`` or an address to listen on.  A file that is really called ``library:x`` goes
            before a state of the library.
        cancel: can end the wait for a pipe or a connection.
        waiting: how to deal with whoever connects.

    Raises:
        LibraryError: there is no such state, or its archive is damaged.
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        Cancelled: somebody asked for it.
    """
    if name.startswith(LIBRARY_PREFIX) and not os.path.lexists(name):
        return _from_library(name.removeprefix(LIBRARY_PREFIX))
    if _may_be_archive(name):
        from qmigui.library.archive.opener import open_archive_source

        source = open_archive_source(name)
        if source is not None:
            return source
    return open_source(name, cancel=cancel, waiting=waiting)


def _from_library(reference: str) -> Source:
    from qmigui.library.library_source import open_library_source
    from qmigui.service.library import open_library

    with open_library(create=False) as library:
        return open_library_source(library, reference)


def _may_be_archive(name: str) -> bool:
    try:
        if not os.path.isfile(name):
            return False
        with open(name, "rb") as file:
            return file.read(4) in _ARCHIVE_STARTS
    except (OSError, ValueError):
        return False  # open_source tells what is wrong
