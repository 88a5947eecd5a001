"""Sizes of a library, and what each series of states costs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qmigui.library.results import SeriesStats, Stats

if TYPE_CHECKING:
    from qmigui.library.library import Library


def stats_of(library: Library) -> Stats:
    """Count and add up, in the database."""
    database = library.database
    with database.snapshot():
        # total() and not sum(): sizes are claims of files, and their sum may be over 63 bits.
        whole = database.row(
            "SELECT count(*), count(parent_sha256), total(raw_size), total(stored_size * present) FROM states"
        )
        health = database.rows("SELECT health, count(*) FROM states GROUP BY health ORDER BY health")
        series = database.rows(
            """SELECT series, machine, name, count(*), count(parent_sha256), total(raw_size),
                      total(stored_size * present), max(key)
               FROM states GROUP BY series ORDER BY 7 DESC, 1"""
        )
    assert whole is not None
    return Stats(
        directory=library.place.directory,
        count=whole[0],
        deltas=whole[1],
        raw_size=int(whole[2]),
        stored_size=int(whole[3]),
        health=dict(health),
        series=tuple(
            SeriesStats(row[0], row[1], row[2], row[3], row[4], int(row[5]), int(row[6])) for row in series
        ),
        free=_free(library),
    )


def _free(library: Library) -> int:
    try:
        status = os.statvfs(library.place.directory)
    except OSError:
        return 0
    return status.f_bavail * status.f_frsize
