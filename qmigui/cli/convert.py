"""The verb ``--convert``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from qmigui.cli.terminal import cancel_on_signals, complain, keep_output_apart, meter_mode, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, UsageError, printable

if TYPE_CHECKING:
    from qmigui.progress import Cancel


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb and its options; ``--progress`` and ``--no-sync`` are of several verbs."""
    verbs.add_argument(
        "--convert", nargs=2, metavar=("IN", "OUT"), help="convert a stream: binary to BER, BER to binary"
    )
    options = parser.add_argument_group("options of --convert, and all but the last three of --capture too")
    options.add_argument(
        "--to",
        choices=("ber", "binary", "libvirt"),
        help="write BER, the stream alone, or the stream in its libvirt image (default: BER of a binary "
        "stream; of BER the stream, with what stood before it; for --capture: binary; for --restore: what "
        "was stored)",
    )
    options.add_argument(
        "--pages",
        choices=("run", "single"),
        default="run",
        help="write runs of RAM pages as one element each (default) or every page on its own",
    )
    options.add_argument(
        "--trim",
        action="store_true",
        help="leave out what follows the stream, and what stands before an @OFFSET",
    )
    options.add_argument(
        "--salvage",
        action="store_true",
        help="convert a damaged stream to BER as far as it can be read and keep the rest as it is",
    )
    options.add_argument(
        "--set",
        action="append",
        metavar="PATH=VALUE",
        help="change a value on the way, e.g. cpu_common/halted=0; may be repeated",
    )
    options.add_argument(
        "--edit-xml",
        metavar="NEW.xml",
        help="put this domain XML into the head of the libvirt image ('-': standard input); --print-xml "
        "shows the one that is there",
    )


def run(arguments: argparse.Namespace) -> int:
    """Convert the file.

    Returns:
        0, or 1 when something had to be salvaged.
    """
    import gc

    source, target = arguments.convert
    keep_output_apart(arguments, target)
    # A conversion makes no cycles, but many views that live for a moment: looking
    # through them for cycles would cost 3 % of the time.
    gc.disable()
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    cancel = cancel_on_signals()
    xml = _xml_of(arguments, cancel)
    progress = Progress()
    with open_meter(meter_mode(arguments), progress):
        result = service.convert(
            source,
            target,
            to=arguments.to,
            single_pages=arguments.pages == "single",
            sync=not arguments.no_sync,
            salvage=arguments.salvage,
            trim=arguments.trim,
            settings=arguments.set or (),
            xml=xml,
            progress=progress,
            cancel=cancel,
            waiting=waiting_of(arguments),
        )
    if not arguments.quiet:
        for problem in result.problems:
            complain(f"{printable(source)}: {problem}")
    return EXIT_OK if result.unparsed_bytes is None else EXIT_PROBLEMS


def _xml_of(arguments: argparse.Namespace, cancel: Cancel) -> bytes | None:
    """The text of the new domain XML, if there is one."""
    from qmigui import service

    name = arguments.edit_xml
    if name is None:
        return None
    if name == "-" == arguments.convert[0]:
        raise UsageError("standard input cannot be both the state and its XML")
    return service.read_xml(name, cancel=cancel)


VERBS = (
    Verb(
        "convert",
        "--convert IN OUT [options]",
        frozenset({"to", "pages", "no_sync", "salvage", "trim", "set", "edit_xml", "timeout"}),
        run,
    ),
)
