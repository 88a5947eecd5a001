"""Where a library is, and what stands in its folder.

The folder holds the archives, beside each perhaps a ``.json`` with the words of
the user, the catalogue, and an empty file that is only locked.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from qmigui.errors import LibraryError

ENVIRONMENT = "QMIGUI_LIBRARY"
CATALOGUE = "catalogue.sqlite3"
_OURS_ONLY = 0o700
"""Memory of machines holds secrets."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a library.

    Attributes:
        directory: it; an absolute path.
    """

    directory: Path

    @property
    def catalogue(self) -> Path:
        """The database; everything in it can be made anew from the archives."""
        return self.directory / CATALOGUE

    @property
    def commit_lock(self) -> Path:
        """Locked for the moment in which files get or lose their names."""
        return self.directory / "catalogue.lock"


def find_place(directory: str | None = None, *, create: bool) -> Place:
    """The folder that is meant.

    Args:
        directory: as the user gave it; None: QMIGUI_LIBRARY, or the user's data directory.
        create: make it if it is not there.

    Raises:
        LibraryError: it is not there, or cannot be made or entered.
    """
    path = _chosen(directory)
    try:
        if create:
            path.mkdir(mode=_OURS_ONLY, parents=True, exist_ok=True)
        if path.is_dir():
            return Place(path)
    except OSError as error:
        raise LibraryError(f"the library cannot be used: {error.strerror}", source=str(path)) from error
    except ValueError:  # a NUL in it
        raise LibraryError("the library's name is none of a directory", source=str(path)) from None
    what = "is no directory" if os.path.lexists(path) else "there is no library yet; --store makes one"
    raise LibraryError(what, source=str(path))


def library_folder() -> Path:
    """The folder of the library when nobody says another; it need not be there."""
    return _chosen(None)


def _chosen(directory: str | None) -> Path:
    given = directory if directory is not None else os.environ.get(ENVIRONMENT)
    if directory is not None and not directory:
        raise LibraryError("the library's directory has no name")
    if given:
        return Path(os.path.abspath(os.path.expanduser(given)))
    import platformdirs

    return Path(platformdirs.user_data_dir("qmigui", appauthor=False), "library")
