"""The verb ``--dump``: the decoded content of a file as text."""

from __future__ import annotations

import argparse
import io
import sys

from qmigui.cli.terminal import cancel_on_signals, complain, put, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, UsageError


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb and its options; ``--format`` is of several verbs."""
    verbs.add_argument("--dump", metavar="FILE", help="show the decoded content of a file as text")
    options = parser.add_argument_group("options of --dump")
    options.add_argument("--ram", action="store_true", help="show data of RAM pages and long octet strings")
    options.add_argument(
        "--section",
        action="append",
        metavar="NAME",
        help="show only sections of this name, or that fit this shell pattern; may be repeated",
    )
    options.add_argument(
        "--path", metavar="PATH", help="show only the element of this path, as messages print it"
    )


def run(arguments: argparse.Namespace) -> int:
    """Show the file.

    Returns:
        0, or 1 when nothing in the file has that name or path.
    """
    from qmigui import service

    if arguments.pdu is not None and arguments.schema is None:
        raise UsageError("--pdu needs --schema")
    form = arguments.format or "tree"
    if form != "tree" and isinstance(sys.stdout, io.TextIOWrapper):
        # Whatever the terminal likes: that is what XML is.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    found = service.dump(
        arguments.dump,
        lambda text: put((text,)),
        form=form,
        everything=arguments.ram,
        sections=tuple(arguments.section or ()),
        path=arguments.path,
        schema=arguments.schema,
        pdu=arguments.pdu,
        cancel=cancel_on_signals(),
        waiting=waiting_of(arguments),
    )
    if not found:
        complain(f"{arguments.dump}: nothing in it has that name or path")
        return EXIT_PROBLEMS
    return EXIT_OK


VERBS = (
    Verb(
        "dump",
        "--dump FILE [options]",
        frozenset({"format", "ram", "section", "path", "schema", "pdu", "timeout"}),
        run,
    ),
)
