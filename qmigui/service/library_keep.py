"""The use cases that bring states into the library and change what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import Stored
    from qmigui.progress import Cancel, Progress


def store_state(
    library: Library,
    source_name: str,
    *,
    name: str | None = None,
    tags: Sequence[str] = (),
    note: str = "",
    level: str = "default",
    threads: int | None = None,
    parent: str = "auto",
    check: bool = True,
    keep_damaged: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Stored:
    """Keep a state: check it, compress it, put it into the library.

    What is kept is the file as it is (compressed ones are read through), of a BER file its binary form.
    When this returns, the archive is on the disk and in the catalogue; if it raises, nothing is.

    Args:
        library: open.
        source_name: a path, ``-`` or ``fd:N``.
        name: the user's; None: the file's name without its endings.
        tags: any number.
        note: text.
        level: ``fast``, ``default`` or ``small``.
        threads: that compress; None: one for each processor, 4 at most.
        parent: ``auto`` (a delta against an earlier state of the same guest, if that pays), ``none``,
            or a reference to a state.
        check: look for all that is wrong with it.
        keep_damaged: keep it even if it has errors.
        progress: kept up to date while it runs.
        cancel: stops it; nothing is left behind.

    Raises:
        LibraryError: it has errors, or could not be kept.
        QmiguiError: it could not be read.
    """
    raise NotImplementedError


def import_archive(
    library: Library, path: str, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Stored:
    """Copy an archive (as :func:`export_state` makes it) into the library, with its name, tags and note.

    Raises:
        LibraryError: it is no archive, is damaged, or is a delta whose parent is not in the library.
    """
    raise NotImplementedError


def rename_state(library: Library, reference: str, name: str) -> Entry:
    """Give a state another name.

    Raises:
        LibraryError: as for :func:`find_state`.
        UsageError: the name is empty, too long, or has control characters.
    """
    raise NotImplementedError


def tag_state(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Add tags to a state; those that it has are passed over.

    Raises:
        LibraryError, UsageError: as for :func:`rename_state`.
    """
    raise NotImplementedError


def untag_state(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Take tags from a state; those that it does not have are passed over.

    Raises:
        LibraryError: as for :func:`find_state`.
    """
    raise NotImplementedError


def note_state(library: Library, reference: str, note: str) -> Entry:
    """Give a state another note; an empty one removes it.

    Raises:
        LibraryError, UsageError: as for :func:`rename_state`.
    """
    raise NotImplementedError
