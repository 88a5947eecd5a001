"""A state of the library as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.library.archive.source import ArchiveSource
from qmigui.library.finding import find
from qmigui.library.opened import OpenArchives

if TYPE_CHECKING:
    from qmigui.library.library import Library


class LibrarySource(ArchiveSource):
    """The stored octets of a state, with the archives that they come from.

    Args:
        archives: nothing else is open in them; closed with this.
        library: open; may be closed before this is.
        reference: to the state.

    Raises:
        LibraryError: there is no such state, or its archive cannot be opened.
    """

    def __init__(self, archives: OpenArchives, library: Library, reference: str) -> None:
        entry = find(library, reference)
        super().__init__(archives.open(entry))
        self.name = f"library:{entry.label}"
        self._archives = archives

    def close(self) -> None:
        """Close the archives."""
        self._archives.close()


def open_library_source(library: Library, reference: str) -> LibrarySource:
    """Open a state for reading; *library* may be closed afterwards.

    Raises:
        LibraryError: there is no such state, or its archive cannot be opened.
    """
    archives = OpenArchives(library)
    try:
        return LibrarySource(archives, library, reference)
    except BaseException:
        archives.close()
        raise
