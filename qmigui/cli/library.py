"""What the verbs of the library share, and those that only look: ``--list``, ``--show``, ``--stats``."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.cli.terminal import cancel_on_signals, complain, meter_mode, put, put_json
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.service import Library

COMMON = frozenset({"library", "json"})
"""Options of every verb of the library."""


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options."""
    verbs.add_argument(
        "--list",
        nargs="*",
        metavar="QUERY",
        help="list the states of the library that a query asks for, or all",
    )
    verbs.add_argument("--show", metavar="ID", help="show all that is known of a state")
    verbs.add_argument("--stats", action="store_true", help="show what the library holds and what it costs")
    options = parser.add_argument_group("options of the library (docs/library.md)")
    options.add_argument(
        "--library", metavar="DIR", help="this library (default: QMIGUI_LIBRARY, or the user's own)"
    )
    options = parser.add_argument_group("options of --list")
    options.add_argument("--sort", metavar="ORDER", help="stored (the default), created, name, raw_size, ...")
    options.add_argument("--reverse", action="store_true", help="the other way round")
    options.add_argument("--limit", type=count, metavar="N", help="list so many")


def count(text: str) -> int:
    """A number of things, for argparse."""
    number = int(text)
    if not 0 <= number < 1 << 31:
        raise ValueError(text)
    return number


@contextlib.contextmanager
def opened(
    arguments: argparse.Namespace, *, create: bool = False, cancel: Cancel | None = None
) -> Iterator[Library]:
    """The library that is meant; what opening it had to do is told."""
    from qmigui import service

    with service.open_library(arguments.library, create=create, cancel=cancel) as library:
        tell_notes(arguments, library)
        yield library
        tell_notes(arguments, library)


def tell_notes(arguments: argparse.Namespace, library: Library) -> None:
    """Say what the library has to say, once."""
    notes, library.notes = library.notes, []
    if not arguments.quiet:
        for note in notes:
            complain(f"library: {note}")


@contextlib.contextmanager
def working(arguments: argparse.Namespace) -> Iterator[tuple[Progress, Cancel]]:
    """Long work: counters that are shown, and a flag that signals set."""
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    progress, cancel = Progress(), cancel_on_signals()
    mode = meter_mode(arguments)
    with open_meter("off" if mode == "lines" and arguments.json else mode, progress):
        yield progress, cancel


def list_states(arguments: argparse.Namespace) -> int:
    """List states."""
    from qmigui import service
    from qmigui.cli.library_text import list_lines
    from qmigui.cli.table import terminal_width

    query = " ".join(arguments.list)
    order = arguments.sort or "stored"
    # Times and sizes: latest and largest first; words: from A to Z.
    falling = order in {
        "stored",
        "created",
        "ram_size",
        "raw_size",
        "stored_size",
        "depth",
        "problem_count",
        "qemu",
        "ratio",
        "verified",
    }
    with opened(arguments, cancel=cancel_on_signals()) as library:
        found = service.list_states(
            library, query, order=order, descending=falling != arguments.reverse, limit=arguments.limit
        )
        if arguments.json:
            put_json(
                {
                    "format": 1,
                    "library": str(library.place.directory),
                    "count": service.count_states(library, query),
                    "states": [entry.to_json() for entry in found],
                }
            )
        elif found:
            put(list_lines(found, terminal_width()))
    return EXIT_OK


def show(arguments: argparse.Namespace) -> int:
    """Show one state."""
    from qmigui import service
    from qmigui.cli.library_text import details_json, show_lines

    with opened(arguments) as library:
        details = service.show_state(library, arguments.show)
    if arguments.json:
        put_json(details_json(details))
    else:
        put(show_lines(details))
    return EXIT_OK


def stats(arguments: argparse.Namespace) -> int:
    """Show sizes."""
    from qmigui import service
    from qmigui.cli.library_text import stats_json, stats_lines
    from qmigui.cli.table import terminal_width

    with opened(arguments) as library:
        found = service.library_stats(library)
    if arguments.json:
        put_json(stats_json(found))
    else:
        put(stats_lines(found, terminal_width()))
    return EXIT_OK


VERBS = (
    Verb("list", "--list [QUERY] [options]", COMMON | {"sort", "reverse", "limit"}, list_states),
    Verb("show", "--show ID", COMMON, show),
    Verb("stats", "", COMMON, stats),
)
