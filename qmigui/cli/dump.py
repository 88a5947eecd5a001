"""The verb ``--dump``: the decoded content of a file as text."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, UsageError

if TYPE_CHECKING:
    from qmigui.progress import Cancel

Put = Callable[[Iterable[str]], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that belong to the verb; ``--schema`` and ``--pdu`` are those of ``--validate`` too."""
    options = parser.add_argument_group("options of --dump (which has --schema and --pdu too)")
    options.add_argument(
        "--format",
        choices=("tree", "xer", "json"),
        help="lines with offsets (the default), or the XML or JSON form of the BER",
    )
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


def is_given(arguments: argparse.Namespace) -> bool:
    """Whether any of these options is."""
    return bool(arguments.format or arguments.ram or arguments.section or arguments.path is not None)


def run(arguments: argparse.Namespace, put: Put, complain: Callable[[str], None], cancel: Cancel) -> int:
    """Show the file.

    Args:
        arguments: of the command line.
        put: writes to standard output, at once.
        complain: writes a line to standard error.
        cancel: set by signals.

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
        cancel=cancel,
    )
    if not found:
        complain(f"{arguments.dump}: nothing in it has that name or path")
        return EXIT_PROBLEMS
    return EXIT_OK
