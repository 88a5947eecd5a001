"""The use cases that read archives of the library: restoring, exporting, verifying."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import VerifiedState
    from qmigui.progress import Cancel, Progress


def restore_state(
    library: Library,
    reference: str,
    output_name: str,
    *,
    to: str | None = None,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Entry:
    """Write a state out of the library.

    Args:
        library: open.
        reference: to the state.
        output_name: a path, ``-`` or ``fd:N``; a file appears complete or not at all.
        to: None: the octets that were stored; ``binary``: the migration stream alone (without
            libvirt's head); ``ber``; ``libvirt``: with the head that it was stored with.
        sync: an output file is on the disk when this returns.
        progress: kept up to date while it runs.
        cancel: stops it.

    Raises:
        LibraryError: the archive is damaged, or its parent is missing; no file was written.
        QmiguiError: it cannot be written in that form.
    """
    raise NotImplementedError


def export_state(
    library: Library,
    reference: str,
    directory: str,
    *,
    flatten: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Path:
    """Write a state's archive, with its present name, tags and note, into a directory.

    Args:
        library: open.
        reference: to the state.
        directory: where the file goes; its name is made of the state's.
        flatten: a delta is written self-contained; else as it is (it needs its parent then).
        progress: kept up to date while it runs.
        cancel: stops it.

    Returns:
        The path of the new file.

    Raises:
        LibraryError: the archive is damaged, or the file could not be made; nothing is left behind.
    """
    raise NotImplementedError


def verify_states(
    library: Library,
    references: Sequence[str] = (),
    *,
    depth: str = "full",
    take: Callable[[VerifiedState], None] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> list[VerifiedState]:
    """Verify archives against all their checksums, and keep what was found in the catalogue.

    Args:
        library: open.
        references: to states; none: all of them.
        depth: ``quick`` (sizes, tables, metadata), ``scrub`` (every frame too) or ``full`` (the
            whole stream too).
        take: is given each one as it is done.
        threads: that decode.
        progress: counts stored bytes of all of them.
        cancel: stops it; what is done stays.

    Raises:
        LibraryError: as for :func:`find_state`.
    """
    raise NotImplementedError
