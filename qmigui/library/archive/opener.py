"""From a path to a source, if an archive is there.

``qemufile.opener.open_source`` knows no library.  The service asks
:func:`open_archive_source` first, and where that gives None, ``open_source``.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.archive import layout, seek_table
from qmigui.library.archive.archive import Archive
from qmigui.library.archive.source import ArchiveSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from qmigui.qemufile.base import Source

_STARTS = (layout.ZSTD_MAGIC, layout.LEAD_MAGIC.to_bytes(4, "little"))


def is_archive(name: str) -> bool:
    """Whether *name* is the path of a file that begins and ends as an archive does.

    A few octets are read.  A damaged archive may look like none, and a seekable
    zstd file of another program like one.
    """
    try:
        fd = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError):
        return False
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or os.pread(fd, 4, 0) not in _STARTS:
            return False
        end = os.pread(fd, seek_table.FOOTER_LENGTH, max(0, status.st_size - seek_table.FOOTER_LENGTH))
        return seek_table.is_footer(end) and _has_meta(fd, status.st_size, end)
    except (OSError, LibraryError):
        return False
    finally:
        os.close(fd)


def _has_meta(fd: int, size: int, footer: bytes) -> bool:
    """Whether the last frame before the seek table is our META."""
    length = seek_table.length_from_footer(footer, size)
    entry = seek_table.ENTRY.itemsize
    last = os.pread(fd, entry, size - seek_table.FOOTER_LENGTH - entry)
    offset = size - length - int.from_bytes(last[:4], "little")
    return offset >= 0 and os.pread(fd, 4, offset) == layout.META_MAGIC.to_bytes(4, "little")


def open_archive_source(
    name: str, find_parent: Callable[[str], Archive | None] | None = None
) -> Source | None:
    """The archived file as a seekable source; None: *name* is no path of an archive.

    Closing the source closes the archive (and those parents that were opened for it).

    Args:
        name: as for ``open_source``; only paths of regular files are looked at.
        find_parent: as for :meth:`Archive.open`; None: the archive's directory is looked through.

    Raises:
        LibraryError: it is an archive, but one that cannot be read.
    """
    if not is_archive(name):
        return None
    return ArchiveSource(Archive.open(Path(name), find_parent), closes=True)
