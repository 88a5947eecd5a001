"""The use cases of looking into the library: opening it, listing, finding, showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.library.orders import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import Details, Stats
    from qmigui.progress import Cancel, Progress


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
    raise NotImplementedError


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
    raise NotImplementedError


def count_states(library: Library, query: str = "") -> int:
    """How many states a query asks for.

    Raises:
        QueryError: as for :func:`list_states`.
    """
    raise NotImplementedError


def state_keys(
    library: Library, query: str = "", *, order: str = "stored", descending: bool = True
) -> list[int]:
    """The :attr:`Entry.key` of each state that a query asks for, in order.

    For a table that fetches rows when they come into view: the list stays what it is
    while states come and go; :func:`states_by_key` leaves out those that are gone.

    Raises:
        QueryError: as for :func:`list_states`.
    """
    raise NotImplementedError


def states_by_key(library: Library, keys: Iterable[int]) -> dict[int, Entry]:
    """The states of these keys, as they are now; those that are gone are left out."""
    raise NotImplementedError


def find_state(library: Library, reference: str) -> Entry:
    """The one state that the user means.

    Args:
        library: open.
        reference: an id, the first four or more digits of one, or a name.

    Raises:
        LibraryError: there is none, or more than one: the message names the candidates.
    """
    raise NotImplementedError


def show_state(library: Library, reference: str) -> Details:
    """All that is known of one state; its archive is opened, no RAM is read.

    Raises:
        LibraryError: as for :func:`find_state`.  An archive that cannot be opened is told in
            :attr:`Details.failure`.
    """
    raise NotImplementedError


def library_stats(library: Library) -> Stats:
    """What the library holds and what it costs."""
    raise NotImplementedError


def library_version(library: Library) -> int:
    """A number that grows with every change, by whichever process.

    To be asked by a timer: costs some microseconds.
    """
    raise NotImplementedError


def tags_in_use(library: Library) -> list[tuple[str, int]]:
    """Every tag and how many states have it, sorted."""
    raise NotImplementedError


__all__ = [
    "ORDERS",
    "count_states",
    "find_state",
    "library_stats",
    "library_version",
    "list_states",
    "open_library",
    "show_state",
    "state_keys",
    "states_by_key",
    "tags_in_use",
]
