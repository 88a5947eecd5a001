"""The verb ``--capture``."""

from __future__ import annotations

import argparse
import gc
import os
import signal

from qmigui.cli.library import opened, working
from qmigui.cli.library_keep import STORE_OPTIONS, store_words, stored_lines
from qmigui.cli.terminal import (
    cancel_on_signals,
    complain,
    keep_output_apart,
    meter_mode,
    put,
    waiting_of,
)
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, UsageError, printable

_LIBRARY = "library:"


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb and its options; what it shares with ``--convert`` is declared there."""
    verbs.add_argument(
        "--capture",
        nargs=2,
        metavar=("QMP-SOCKET", "OUT"),
        help="take the state of a guest that runs, over the socket of its QMP monitor, and let it run on; "
        "OUT may be library:NAME, and takes the options of --store then",
    )
    options = parser.add_argument_group("options of --capture")
    options.add_argument(
        "--live", action="store_true", help="let the guest run meanwhile, and pause it for the end only"
    )


def run(arguments: argparse.Namespace) -> int:
    """Take the state.

    Returns:
        0.
    """
    monitor, target = arguments.capture
    for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)  # to be stopped ourselves would leave the guest paused
    if target.startswith(_LIBRARY) and not os.path.lexists(target):
        return _keep(arguments, monitor, target.removeprefix(_LIBRARY))
    if any(getattr(arguments, option) for option in STORE_OPTIONS - {"timeout"}):
        raise UsageError("only a capture into the library, library:NAME, takes the options of --store")
    keep_output_apart(arguments, target)
    gc.disable()  # as for --convert
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    cancel = cancel_on_signals()
    progress = Progress()
    with open_meter(meter_mode(arguments), progress):
        result = service.capture(
            monitor,
            target,
            to=arguments.to or service.BINARY,
            live=arguments.live,
            single_pages=arguments.pages == "single",
            sync=not arguments.no_sync,
            progress=progress,
            cancel=cancel,
            waiting=waiting_of(arguments),
        )
    if not arguments.quiet:
        for problem in result.problems:
            complain(f"{printable(monitor)}: {problem}")
    return EXIT_OK


def _keep(arguments: argparse.Namespace, monitor: str, name: str) -> int:
    """Take the state into the library."""
    if arguments.to is not None or arguments.no_sync or arguments.pages != "run":
        raise UsageError("what the library keeps is the stream as QEMU sends it, on the disk")
    if name and arguments.name is not None:
        raise UsageError("--name and library:NAME both name the state")
    from qmigui import service

    words = store_words(arguments) | {"name": name or arguments.name}
    with opened(arguments, create=True) as library, working(arguments) as (progress, cancel):
        result = service.capture_to_library(
            library,
            monitor,
            live=arguments.live,
            progress=progress,
            cancel=cancel,
            waiting=waiting_of(arguments),
            **words,
        )
    if not arguments.quiet:
        put(stored_lines(printable(monitor), result, "stored"))
        for problem in result.problems:
            complain(f"{printable(monitor)}: {problem}")
    return EXIT_OK


VERBS = (
    Verb(
        "capture",
        "--capture QMP-SOCKET OUT [options]",
        frozenset({"to", "pages", "no_sync", "live", "library"}) | STORE_OPTIONS,
        run,
    ),
)
