"""From a path to a source, if an archive is there.

``qemufile.opener.open_source`` knows no library.  The service asks
:func:`open_archive_source` first, and where that gives None, ``open_source``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from qmigui.library.archive.archive import Archive
    from qmigui.qemufile.base import Source


def is_archive(name: str) -> bool:
    """Whether *name* is the path of a file that begins and ends as an archive does."""
    raise NotImplementedError


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
    raise NotImplementedError
