"""The verbs ``--check-against`` and ``--try-load``: will a state load elsewhere?"""

from __future__ import annotations

import argparse

from qmigui.cli.terminal import cancel_on_signals, keep_output_apart, meter_mode, put, put_json
from qmigui.cli.validate import line
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, UsageError, printable


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options."""
    verbs.add_argument(
        "--check-against",
        nargs="*",
        metavar="FILE",
        help="say whether a state will load: DUMP.json (of qemu -dump-vmstate) and FILE, or FILE and --qemu",
    )
    verbs.add_argument("--try-load", metavar="FILE", help="let a real, paused QEMU load a state")
    options = parser.add_argument_group("options of --check-against and --try-load")
    options.add_argument("--machine", metavar="NAME", help="the machine type, if --qemu names none")
    options.add_argument(
        "--qemu",
        nargs=argparse.REMAINDER,
        metavar="CMD",
        help="the QEMU, and the options of its machine; takes all that follows, so it comes last",
    )


def _command(arguments: argparse.Namespace) -> list[str]:
    command = list(arguments.qemu or ())
    if arguments.machine is not None:
        if not command:
            raise UsageError("--machine needs --qemu")
        command += ["-M", arguments.machine]
    return command


def check(arguments: argparse.Namespace) -> int:
    """Check a state against a destination.

    Returns:
        0 when nothing was found that keeps it from loading, else 1.
    """
    from qmigui import service

    files = arguments.check_against
    if arguments.qemu is not None and not files and len(arguments.qemu) > 1:
        files = [arguments.qemu.pop()]  # the file may stand last
    command = _command(arguments)
    if not 1 <= len(files) <= 2 or (len(files) == 1 and not command):
        raise UsageError("--check-against takes DUMP.json and a state, or a state and --qemu CMD...")
    table = files[0] if len(files) == 2 else None
    result = service.check_against(files[-1], table=table, command=command, cancel=cancel_on_signals())
    if arguments.json:
        put_json({"format": 1, **result.to_json()})
    elif not arguments.quiet:
        shown = printable(result.source)
        unknown = [problem for problem in result.problems if problem.code == "not-in-table"]
        put([f"{line(shown, problem)}\n" for problem in result.problems if problem not in unknown])
        if unknown:
            names = ", ".join(printable(problem.path or "").partition(" ")[2] for problem in unknown)
            put([f"{shown}: note: not in the table, nothing can be said of these sections: {names}\n"])
        words = "nothing keeps it from loading there" if result.loads else "it does not load there"
        put([f"{shown}: {printable(result.machine or 'no machine type')}: {words}\n"])
    return EXIT_OK if result.loads else EXIT_PROBLEMS


def try_load(arguments: argparse.Namespace) -> int:
    """Let QEMU try.

    Returns:
        0 when it has loaded the state, else 1.
    """
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    command = _command(arguments)
    if not command:
        raise UsageError("--try-load needs --qemu CMD...")
    progress = Progress()
    keep_output_apart(arguments, "-")
    cancel = cancel_on_signals()
    with open_meter(meter_mode(arguments), progress):
        result = service.try_load(arguments.try_load, command, progress=progress, cancel=cancel)
    if arguments.json:
        put_json({"format": 1, "source": arguments.try_load, **result.to_json()})
    elif not arguments.quiet:
        shown = printable("standard input" if arguments.try_load == "-" else arguments.try_load)
        put([f"{shown}: QEMU: {printable(message)}\n" for message in result.messages])
        where = f", because of {printable(result.section)!r}" if result.section else ""
        put([f"{shown}: {'loads' if result.loads else f'does not load{where}'}\n"])
    return EXIT_OK if result.loads else EXIT_PROBLEMS


VERBS = (
    Verb(
        "check_against",
        "--check-against [DUMP.json] FILE [options] [--qemu CMD...]",
        frozenset({"json", "machine", "qemu"}),
        check,
    ),
    Verb(
        "try_load",
        "--try-load FILE [options] --qemu CMD...",
        frozenset({"json", "machine", "qemu"}),
        try_load,
    ),
)
