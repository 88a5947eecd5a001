"""The archived file, octet for octet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.library.archive.archive import Archive
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Sink


def restore(
    archive: Archive,
    sink: Sink,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> None:
    """Write what was archived to *sink*, and commit it once its SHA-256 is right.

    Raises:
        LibraryError: a frame is damaged or the parent is missing; nothing was committed.
        TransportError: it could not be written.
        Cancelled: someone asked for it.
    """
    raise NotImplementedError
