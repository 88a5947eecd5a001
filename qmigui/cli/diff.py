"""The verb ``--diff``: what differs between two states."""

from __future__ import annotations

import argparse

from qmigui.cli.terminal import cancel_on_signals, keep_output_apart, meter_mode, put, put_json
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb and its options."""
    verbs.add_argument("--diff", nargs=2, metavar=("A", "B"), help="show what differs between two states")
    options = parser.add_argument_group("options of --diff")
    options.add_argument("--ram-map", action="store_true", help="list the ranges of RAM pages that differ")
    options.add_argument(
        "--pages-of",
        action="append",
        metavar="[BLOCK:]OFFSET",
        help="show both contents of the page there; without a block, in the first one; may be repeated",
    )
    options.add_argument(
        "--ignore",
        action="append",
        metavar="PATTERN",
        help="do not count sections, RAM blocks or paths that fit this shell pattern; may be repeated",
    )


def run(arguments: argparse.Namespace) -> int:
    """Compare the two.

    Returns:
        0 when they are equal, 1 when they differ.
    """
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    keep_output_apart(arguments, "-")
    cancel = cancel_on_signals()
    progress = Progress()
    with open_meter(meter_mode(arguments), progress):
        result = service.compare(
            *arguments.diff,
            ranges=arguments.ram_map,
            pages_of=arguments.pages_of or (),
            ignore=arguments.ignore or (),
            progress=progress,
            cancel=cancel,
        )
    if arguments.json:
        put_json({"format": 1, **result.to_json()})
    elif not arguments.quiet:
        from qmigui.cli.diff_text import comparison_text, is_coloured

        put(comparison_text(result, names=service.PAGE_NAMES, colour=is_coloured()))
    return EXIT_OK if result.diff.is_equal else EXIT_PROBLEMS


VERBS = (
    Verb(
        "diff",
        "--diff A B [options]",
        frozenset({"ram_map", "pages_of", "ignore", "json"}),
        run,
    ),
)
