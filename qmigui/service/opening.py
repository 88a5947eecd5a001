"""From what the user wrote to a source: the one place where use cases open a state.

What :func:`qmigui.qemufile.opener.open_source` knows, and two more: the path of
an archive, read as if it were what it holds, and ``library:REFERENCE``, a state
of the library.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.names import Name
from qmigui.qemufile.opener import open_raw, parts_of
from qmigui.service.naming import LIBRARY_PREFIX, is_of_library

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source, Waiting

_ARCHIVE_STARTS = (b"\x28\xb5\x2f\xfd", b"\x52\x2a\x4d\x18")
"""What the file of an archive begins with; others cost no more than this look."""


def open_state(
    name: str,
    *,
    lenient: bool = False,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
    progress: Progress | None = None,
) -> Source:
    """Open *name* for reading: the stream in it, whatever carries it.

    Args:
        name: ``library:REFERENCE``, the path of an archive, or what
            :func:`~qmigui.qemufile.opener.open_source` takes.  A file that is really called
            ``library:x`` goes before a state of the library.
        lenient: what is wrong with the carrier is only told.
        cancel: can end the wait for a pipe or a connection.
        waiting: how to deal with whoever connects.
        progress: is told how far it is, where something has to be unpacked first.

    Raises:
        LibraryError: there is no such state, or its archive is damaged.
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        FormatError: what carries the stream is damaged, or has none.
        Cancelled: somebody asked for it.
    """
    plain, offset, snapshot = parts_of_state(name)
    raw = open_raw_state(plain, cancel=cancel, waiting=waiting)
    return open_carried(
        raw, offset=offset, snapshot=snapshot, lenient=lenient, cancel=cancel, progress=progress
    )


def parts_of_state(name: str) -> Name:
    """What to open for *name*, and where in it the stream is; a name of the library has no parts.

    Raises:
        UsageError: it makes no sense.
    """
    return Name(name) if is_of_library(name) else parts_of(name)


def open_raw_state(plain: str, *, cancel: Cancel | None = None, waiting: Waiting | None = None) -> Source:
    """Open what :func:`parts_of_state` has told, as it is: of an archive all that was stored.

    Raises:
        LibraryError: there is no such state, or its archive is damaged.
        UsageError: the name makes no sense.
        TransportError: it cannot be opened or read.
        Cancelled: somebody asked for it.
    """
    if is_of_library(plain):
        return _from_library(plain.removeprefix(LIBRARY_PREFIX))
    if _may_be_archive(plain):
        try:
            from qmigui.library.archive.opener import open_archive_source
        except ImportError:
            pass  # without zstandard, which whoever opens it names
        else:
            source = open_archive_source(plain)
            if source is not None:
                return source
    return open_raw(plain, cancel=cancel, waiting=waiting)


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
        return False  # whoever opens it tells what is wrong
