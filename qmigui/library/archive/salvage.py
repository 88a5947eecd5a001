"""What a damaged archive still has: its frames, found without its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qmigui.library.archive.archive import Archive
    from qmigui.progress import Cancel, Progress


def salvage(
    path: Path,
    find_parent: Callable[[str], Archive | None] | None = None,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Archive:
    """Open an archive whose tables are lost or damaged, by walking its frames from the start.

    Returns:
        An archive that holds what whole frames there are, from the start to the first gap;
        ``info`` has what could be found out (``raw_sha256`` is that of what is there).

    Raises:
        LibraryError: there is no frame of an archive at all.
    """
    raise NotImplementedError
