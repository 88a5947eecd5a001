"""Brings states back that were removed, from the system's trash: files first, rows last."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.adoption import row_of
from qmigui.library.opened import OpenArchives
from qmigui.library.sidecar import sidecar_path
from qmigui.library.trash import take_from_trash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import InTrash


def returned(library: Library, removed: Sequence[InTrash]) -> list[Entry]:
    """Undo a removal; parents, which went last, come first.

    Raises:
        LibraryError: one is not in the trash any more, or its place is taken; those before it are back.
    """
    return [_return_one(library, one) for one in reversed(removed)]


def _return_one(library: Library, one: InTrash) -> Entry:
    if one.archive is None:
        raise LibraryError("its archive was missing before it was removed", source=one.entry.name)
    path = library.path_of(one.entry)
    with library.committing():
        same = library.catalogue.of_id(one.entry.id)
        if same is not None:
            return same  # somebody else has brought it back
        take_from_trash(one.archive, path)
        if one.words is not None:
            with contextlib.suppress(LibraryError):  # the archive has the words of when it was stored
                take_from_trash(one.words, sidecar_path(path))
        below = library.catalogue.of_id(one.entry.parent) if one.entry.parent else None
        with OpenArchives(library) as archives:
            if below is not None:
                archives.look_up(below.raw_sha256)
                archives.add(below)
            row = row_of(path, archives.find_parent)
        with library.database.write():
            key = library.ledger.put(row)
            library.ledger.settle(row.raw_sha256)
            entry = library.catalogue.entry(key)
    assert entry is not None
    return entry
