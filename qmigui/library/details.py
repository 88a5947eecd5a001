"""All that is known of one state: its row, and what its archive lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.library.opened import OpenArchives
from qmigui.library.results import Details

if TYPE_CHECKING:
    from qmigui.library.archive.info import ArchiveInfo
    from qmigui.library.archive.parts import Block, Section
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library

_DEEPEST = 64


def details_of(library: Library, entry: Entry) -> Details:
    """Look it up, and open its archive; no RAM is read."""
    counts, problems, failure = library.catalogue.problems(entry.key)
    info: ArchiveInfo | None = None
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    try:
        with OpenArchives(library) as archives:
            archive = archives.open(entry)
            info, sections, blocks = archive.info, archive.sections, archive.blocks
    except QmiguiError as error:
        failure = failure or error.message
    return Details(
        entry=entry,
        path=library.path_of(entry),
        devices=library.catalogue.devices(entry.key),
        parents=tuple(parents_of(library, entry)),
        children=tuple(library.catalogue.children(entry)),
        problem_counts=counts,
        problems=problems,
        failure=failure,
        info=info,
        sections=tuple(sections),
        blocks=tuple(blocks),
    )


def parents_of(library: Library, entry: Entry) -> list[Entry]:
    """The states below a delta, nearest first, as far as they are known."""
    found: list[Entry] = []
    seen = {entry.id}
    while entry.parent is not None and len(found) < _DEEPEST:
        below = library.catalogue.of_id(entry.parent)
        if below is None or below.id in seen:
            break
        found.append(below)
        seen.add(below.id)
        entry = below
    return found


def descendants_of(library: Library, entry: Entry) -> list[Entry]:
    """Deltas against a state, directly or not."""
    if not entry.raw_sha256:
        return []
    keys = library.database.rows(
        """WITH RECURSIVE down (key, sha) AS (
               SELECT key, raw_sha256 FROM states WHERE parent_sha256 = ?1
               UNION
               SELECT s.key, s.raw_sha256 FROM down JOIN states AS s ON s.parent_sha256 = down.sha)
           SELECT DISTINCT key FROM down WHERE key != ?2""",
        (entry.raw_sha256, entry.key),
    )
    return list(library.catalogue.entries(row[0] for row in keys).values())
