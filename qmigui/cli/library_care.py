"""Verbs that read archives of the library, and that care for it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from qmigui.cli.library import COMMON, opened, working
from qmigui.cli.terminal import complain, keep_output_apart, put, put_json, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS

if TYPE_CHECKING:
    from qmigui.service import VerifiedState


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options."""
    verbs.add_argument("--restore", nargs=2, metavar=("ID", "OUT"), help="write a state out of the library")
    verbs.add_argument(
        "--verify", nargs="*", metavar="ID", help="verify archives against their checksums; without ID all"
    )
    verbs.add_argument(
        "--remove", nargs="+", metavar="ID", help="take states out of the library, into the trash"
    )
    verbs.add_argument(
        "--export", nargs=2, metavar=("ID", "DIR"), help="copy a state's archive into a directory"
    )
    verbs.add_argument("--flatten", metavar="ID", help="make a delta self-contained")
    verbs.add_argument("--rebuild", action="store_true", help="make the catalogue anew from the archives")
    options = parser.add_argument_group("options of --verify")
    options.add_argument(
        "--depth",
        choices=("quick", "scrub", "full"),
        help="quick: tables and metadata; scrub: every frame; full (the default): the whole stream too",
    )
    options = parser.add_argument_group("options of --remove")
    options.add_argument("--delete", action="store_true", help="delete for good, not into the trash")
    options.add_argument("--rebase", action="store_true", help="write states that need it anew first")
    options = parser.add_argument_group("options of --export")
    options.add_argument(
        "--delta", action="store_true", help="leave a delta a delta; it needs its parent then"
    )


def restore(arguments: argparse.Namespace) -> int:
    """Write a state out of the library."""
    from qmigui import service

    reference, output = arguments.restore
    keep_output_apart(arguments, output, with_json=True)
    with opened(arguments) as library, working(arguments) as (progress, cancel):
        entry = service.restore_state(
            library,
            reference,
            output,
            to=arguments.to,
            sync=not arguments.no_sync,
            progress=progress,
            cancel=cancel,
            waiting=waiting_of(arguments),
        )
    if arguments.json:
        put_json({"format": 1, "output": output, "state": entry.to_json()})
    return EXIT_OK


def verify(arguments: argparse.Namespace) -> int:
    """Verify archives.

    Returns:
        0, or 1 when something is wrong with one.
    """
    from qmigui import service
    from qmigui.cli.library_text import verified_json, verified_lines

    def tell(state: VerifiedState) -> None:
        if not arguments.json and not (arguments.quiet and state.is_clean):
            put(verified_lines(state))

    with opened(arguments) as library, working(arguments) as (progress, cancel):
        found = service.verify_states(
            library,
            arguments.verify,
            depth=arguments.depth or "full",
            take=tell,
            threads=arguments.threads or None,
            progress=progress,
            cancel=cancel,
        )
    if arguments.json:
        put_json({"format": 1, "states": [verified_json(state) for state in found]})
    return EXIT_OK if all(state.is_clean for state in found) else EXIT_PROBLEMS


def remove(arguments: argparse.Namespace) -> int:
    """Take states out of the library."""
    from qmigui import service

    with opened(arguments) as library, working(arguments) as (progress, cancel):
        done = service.remove_states(
            library,
            arguments.remove,
            delete=arguments.delete,
            rebase=arguments.rebase,
            progress=progress,
            cancel=cancel,
        )
    if arguments.json:
        put_json(
            {
                "format": 1,
                "trashed": done.trashed,
                "removed": [entry.to_json() for entry in done.entries],
                "rebased": [entry.to_json() for entry in done.rebased],
            }
        )
    elif not arguments.quiet:
        where = "put into the trash" if done.trashed else "deleted"
        put(
            [
                *(f"written anew: {entry.label}\n" for entry in done.rebased),
                *(f"{where}: {entry.label}\n" for entry in done.entries),
            ]
        )
    return EXIT_OK


def export(arguments: argparse.Namespace) -> int:
    """Copy an archive out of the library."""
    from qmigui import service

    reference, directory = arguments.export
    with opened(arguments) as library, working(arguments) as (progress, cancel):
        path = service.export_state(
            library, reference, directory, flatten=not arguments.delta, progress=progress, cancel=cancel
        )
    if arguments.json:
        put_json({"format": 1, "path": str(path)})
    elif not arguments.quiet:
        put([f"{path}\n"])
    return EXIT_OK


def flatten(arguments: argparse.Namespace) -> int:
    """Make a delta self-contained."""
    from qmigui import service

    with opened(arguments) as library, working(arguments) as (progress, cancel):
        entry = service.flatten_state(library, arguments.flatten, progress=progress, cancel=cancel)
    if arguments.json:
        put_json({"format": 1, "state": entry.to_json()})
    return EXIT_OK


def rebuild(arguments: argparse.Namespace) -> int:
    """Make the catalogue anew.

    Returns:
        0, or 1 when there are archives that cannot be read.
    """
    from qmigui import service

    with opened(arguments) as library, working(arguments) as (progress, cancel):
        found = service.rebuild_library(library, progress=progress, cancel=cancel)
    document: dict[str, Any] = {
        "format": 1,
        "total": found.total,
        "missing": list(found.missing),
        "unreadable": [{"file": name, "reason": reason} for name, reason in found.unreadable],
        "duplicates": list(found.duplicates),
        "leftovers": found.leftovers,
    }
    if arguments.json:
        put_json(document)
    elif not arguments.quiet:
        put([f"{found.total} state{'s' if found.total != 1 else ''} in the catalogue\n"])
        for note in service.notes_of(found):
            complain(f"library: {note}")
    return EXIT_PROBLEMS if found.unreadable else EXIT_OK


VERBS = (
    Verb("restore", "--restore ID OUT [options]", COMMON | {"to", "no_sync", "timeout"}, restore),
    Verb("verify", "--verify [ID...] [options]", COMMON | {"depth", "threads"}, verify),
    Verb("remove", "--remove ID... [options]", COMMON | {"delete", "rebase"}, remove),
    Verb("export", "--export ID DIR [options]", COMMON | {"delta"}, export),
    Verb("flatten", "", COMMON, flatten),
    Verb("rebuild", "", COMMON, rebuild),
)
