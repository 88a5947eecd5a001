"""Finding the parent of a delta, and being sure that its own parents come to an end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qmigui.library.archive.archive import Archive

MAX_CHAIN = 64
"""Parents in a row that are followed."""


class ParentError(LibraryError):
    """The parent that a delta needs is missing, is another one, or is damaged itself."""


def found_parent(archive: Archive) -> Archive:
    """The parent of a delta; its parents are looked for too, as far as they are there.

    Raises:
        ParentError: it is missing, or its parents lead back to it.
    """
    seen = {archive.info.raw_sha256}
    first = last = _next(archive)
    while True:
        if last.info.raw_sha256 in seen or len(seen) > MAX_CHAIN:
            raise ParentError("its parents lead back to themselves", source=str(archive.path))
        seen.add(last.info.raw_sha256)
        if last.info.parent is None or last.known_parent is not None:
            return first
        try:
            last.known_parent = _next(last)
        except ParentError:
            return first  # whoever needs it is told then
        last = last.known_parent


def _next(child: Archive) -> Archive:
    wanted = child.info.parent
    assert wanted is not None
    found = child.find_parent(wanted.raw_sha256) if child.find_parent else _look_around(child)
    source = str(child.path)
    if found is None:
        what = f"its parent is missing: the state with SHA-256 {wanted.raw_sha256} ({wanted.file_name})"
        raise ParentError(what, source=source, path="parent")
    if (found.info.raw_sha256, found.info.raw_size) != (wanted.raw_sha256, wanted.raw_size):
        what = f"its parent is missing: {found.path} holds another state"
        raise ParentError(what, source=source, path="parent")
    return found


def _look_around(child: Archive) -> Archive | None:
    """Find the parent among the files beside the child, which closes it."""
    wanted = child.info.parent
    assert wanted is not None
    for path in _beside(child.path, wanted.file_name):
        try:
            archive = type(child).open(path)
        except LibraryError:
            continue
        if archive.info.raw_sha256 == wanted.raw_sha256:
            child.opened_for_it.append(archive)
            return archive
        archive.close()
    return None


def _beside(path: Path, likely: str) -> Iterator[Path]:
    """The other files of a directory, the *likely* one first."""
    try:
        names = os.listdir(path.parent)
    except OSError:
        return
    for name in sorted(names, key=lambda name: (name != likely, name)):
        other = path.parent / name
        if not name.startswith(".") and other != path and other.is_file():
            yield other
