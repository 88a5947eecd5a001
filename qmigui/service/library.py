"""The use cases of looking into the library: opening it, listing, finding, showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.library.orders import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import Details, Scanned, Stats
    from qmigui.progress import Cancel, Progress

_MOST_NAMED = 10


def open_library(
    directory: str | None = None,
    *,
    create: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Library:
    """Open the library; what a crash has left is cleaned, what came into its folder is taken in.

    A context manager with ``close``.  A handle belongs to the thread that opened it; opening another
    one for another thread or job costs about a millisecond.  Its ``notes`` are sentences for the
    user about what opening had to do (a catalogue that was damaged and made anew).

    Args:
        directory: of the library; None: QMIGUI_LIBRARY, or the user's data directory.
        create: make it if it is not there.
        progress: kept up to date while many archives are taken in.
        cancel: stops that.

    Raises:
        LibraryError: it is not there, of a newer version, or cannot be used.
    """
    from qmigui.library.database import CatalogueDamaged
    from qmigui.library.library import Library
    from qmigui.library.place import find_place
    from qmigui.progress import Cancel, Progress

    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    library = Library(find_place(directory, create=create))
    try:
        try:
            scanned = _look_through(library, progress, cancel)
        except CatalogueDamaged:
            library.replace_catalogue()
            scanned = _look_through(library, progress, cancel)
        if scanned is not None:
            library.notes += notes_of(scanned)
    except BaseException:
        library.close()
        raise
    return library


def list_states(
    library: Library,
    query: str = "",
    *,
    order: str = "stored",
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
) -> list[Entry]:
    """The states that a query asks for, sorted and paged by the database.

    Args:
        library: open.
        query: the language of ``--list`` (docs/library.md); empty: all.
        order: one of :data:`ORDERS`; ties are ordered by :attr:`Entry.key`.
        descending: largest, or latest, first.
        offset: rows passed over.
        limit: most rows; None: all.

    Raises:
        QueryError: a UsageError with ``position`` and ``length`` of the wrong part of *query*.
        UsageError: there is no such order.
    """
    catalogue = library.catalogue
    keys = catalogue.keys(query, order=order, descending=descending, offset=offset, limit=limit)
    entries = catalogue.entries(keys)
    return [entries[key] for key in keys if key in entries]


def list_library(
    query: str = "",
    *,
    directory: str | None = None,
    order: str = "stored",
    descending: bool = True,
    offset: int = 0,
    limit: int | None = None,
) -> list[Entry]:
    """The states of a library that a query asks for; ``library:`` and the ``id`` of one opens it.

    Args:
        query: the language of ``--list`` (docs/library.md); empty: all.
        directory: of the library; None: QMIGUI_LIBRARY, or the user's data directory.
        order: one of :data:`ORDERS`; ties are ordered by :attr:`Entry.key`.
        descending: largest, or latest, first.
        offset: rows passed over.
        limit: most rows; None: all.

    Raises:
        LibraryError: there is no library, or it cannot be used.
        UsageError: the query or the order makes no sense.
    """
    with open_library(directory, create=False) as library:
        return list_states(
            library, query, order=order, descending=descending, offset=offset, limit=limit
        )


def count_states(library: Library, query: str = "") -> int:
    """How many states a query asks for.

    Raises:
        QueryError: as for :func:`list_states`.
    """
    return library.catalogue.count(query)


def state_keys(
    library: Library,
    query: str = "",
    *,
    order: str = "stored",
    descending: bool = True,
    limit: int | None = None,
) -> list[int]:
    """The :attr:`Entry.key` of each state that a query asks for, in order.

    For a table that fetches rows when they come into view: the list stays what it is
    while states come and go; :func:`states_by_key` leaves out those that are gone.
    With a *limit* of up to 1000 it takes a few milliseconds, whatever the query finds.

    Raises:
        QueryError: as for :func:`list_states`.
    """
    return library.catalogue.keys(query, order=order, descending=descending, limit=limit)


def states_by_key(library: Library, keys: Iterable[int]) -> dict[int, Entry]:
    """The states of these keys, as they are now; those that are gone are left out."""
    return library.catalogue.entries(keys)


def find_state(library: Library, reference: str) -> Entry:
    """The one state that the user means.

    Args:
        library: open.
        reference: an id, the first four or more digits of one, or a name.

    Raises:
        LibraryError: there is none, or more than one: the message names the candidates.
    """
    from qmigui.library.finding import find

    return find(library, reference)


def show_state(library: Library, reference: str) -> Details:
    """All that is known of one state; its archive is opened, no RAM is read.

    Raises:
        LibraryError: as for :func:`find_state`.  An archive that cannot be opened is told in
            :attr:`Details.failure`.
    """
    from qmigui.library.details import details_of
    from qmigui.library.finding import find

    return details_of(library, find(library, reference))


def library_stats(library: Library) -> Stats:
    """What the library holds and what it costs."""
    from qmigui.library.stats import stats_of

    return stats_of(library)


def library_version(library: Library) -> int:
    """A number that grows with every change, by whichever process.

    To be asked by a timer: costs some microseconds.
    """
    return library.catalogue.changes()


def tags_in_use(library: Library) -> list[tuple[str, int]]:
    """Every tag and how many states have it, sorted."""
    return library.catalogue.tags()


def _look_through(library: Library, progress: Progress, cancel: Cancel) -> Scanned | None:
    if library.is_seen():
        return None
    from qmigui.library.scan import scan_if_free

    return scan_if_free(library, progress, cancel)


def notes_of(scanned: Scanned) -> list[str]:
    """What a user should know of a look through the folder."""
    notes = []
    if scanned.missing:
        notes.append(f"archives that are not there any more: {_named(scanned.missing)}")
    for file_name, reason in scanned.unreadable[:_MOST_NAMED]:
        notes.append(f"{file_name} cannot be read: {reason}")
    if len(scanned.unreadable) > _MOST_NAMED:
        notes.append(f"{len(scanned.unreadable) - _MOST_NAMED} more archives cannot be read")
    if scanned.duplicates:
        notes.append(f"second copies of states, passed over: {_named(scanned.duplicates)}")
    return notes


def _named(names: Sequence[str]) -> str:
    from qmigui.errors import printable

    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(printable(name) for name in names[:_MOST_NAMED]) + more


__all__ = [
    "ORDERS",
    "count_states",
    "find_state",
    "library_stats",
    "library_version",
    "list_library",
    "list_states",
    "notes_of",
    "open_library",
    "show_state",
    "state_keys",
    "states_by_key",
    "tags_in_use",
]
