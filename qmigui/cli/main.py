"""The headless verbs.

Only this package prints; it knows the services, no formats.  Imports stay
inside the verbs, so that ``--help`` and ``--version`` are quick.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from qmigui import __version__
from qmigui.cli import (
    capture,
    convert,
    destination,
    diff,
    dump,
    library,
    library_care,
    library_keep,
    look,
    memory,
    serve,
    validate,
)
from qmigui.cli.operands import behind_verb
from qmigui.cli.terminal import complain, give_up, seconds
from qmigui.cli.verbs import Verb, chosen, flag, misplaced
from qmigui.errors import EXIT_BUG, EXIT_CANCELLED, EXIT_OK, QmiguiError

_MODULES = (
    convert,
    look,
    dump,
    validate,
    memory,
    capture,
    diff,
    destination,
    library,
    library_keep,
    library_care,
    serve,
)
"""The modules of verbs, in the order of the help."""

_EPILOG = """\
IN and OUT are paths, "-" for standard input and output, "fd:N" for an inherited
descriptor, or unix:PATH and tcp:HOST:PORT: as input we listen there for a QEMU that
migrates, as output we connect to one that waits. IN and FILE may also be
disk.qcow2#SNAPSHOT, or FILE@OFFSET for a stream that begins there. libvirt save images
are read as they are, and so is what gzip, bzip2, xz, zstd, lz4 or lzop have compressed,
and archives; "library:ID" is a state of the library, where ID is an id, its first digits or a name.

exit codes: 0 fine, 1 problems in the data, 2 usage, 10 reading or writing failed,
20 not a stream or a broken one, 30 schema, 40 the library, 70 a bug of ours, 130 cancelled
"""


def all_verbs() -> tuple[Verb, ...]:
    """Every verb, in the order of the help."""
    return tuple(verb for module in _MODULES for verb in module.VERBS)


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the headless mode."""
    usages = ["[--new-window] [--no-session] [FILE...]", *(verb.usage for verb in all_verbs() if verb.usage)]
    parser = argparse.ArgumentParser(
        prog="qmigui",
        usage="\n       ".join(f"qmigui {usage}" for usage in usages),
        description="Saved states of QEMU virtual machines: look into them, convert them to BER and back.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    # In a group, since arguments of the parser itself would ask for the size of the terminal: a slow import.
    parser.add_argument_group("options").add_argument(
        "-h", "--help", action="help", help="show this help message and exit"
    )
    verbs = parser.add_argument_group("what to do").add_mutually_exclusive_group(required=True)
    for module in _MODULES:
        module.add_arguments(parser, verbs)
    verbs.add_argument("--version", action="version", version=f"qmigui {__version__}")
    options = parser.add_argument_group("options of several verbs")
    options.add_argument("--json", action="store_true", help="print JSON instead of text")
    options.add_argument(
        "--format",
        choices=("tree", "xer", "json", "raw", "physical", "elf", "lime"),
        help="of --dump: tree (lines with offsets, the default), xer or json (the BER as XML or JSON); of "
        "--extract-ram: raw (blocks, the default), physical (as the guest sees it), elf (a core) or lime",
    )
    options.add_argument("--no-sync", action="store_true", help="do not wait until the output is on the disk")
    options.add_argument("--schema", metavar="FILE", help="go by this ASN.1 module instead of ours")
    options.add_argument("--pdu", metavar="NAME", help="the type of that module that the file holds")
    options.add_argument(
        "--progress",
        choices=("auto", "lines", "off"),
        default="auto",
        help="auto: on standard error, if it is a terminal; lines: 'progress READ TOTAL' on standard output",
    )
    options.add_argument(
        "--timeout",
        type=seconds,
        metavar="SECONDS",
        help="wait no longer than this for the other end of a socket (default: without end)",
    )
    window = parser.add_argument_group("options of the window, without a verb")
    window.add_argument(
        "--new-window", action="store_true", help="open another window, not the files in the one there is"
    )
    window.add_argument("--no-session", action="store_true", help="do not reopen what was open last")
    options.add_argument("--quiet", "-q", action="store_true", help="no progress, no summary, no warnings")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the headless mode.

    Returns:
        The exit code (see :mod:`qmigui.errors`).
    """
    parser = build_parser()
    names = {flag(verb.name) for verb in all_verbs()}
    arguments = parser.parse_args(behind_verb(parser, names, sys.argv[1:] if argv is None else argv))
    if arguments.new_window or arguments.no_session:
        parser.error("--new-window and --no-session go with files to open, not with a verb")
    verb = chosen(all_verbs(), arguments)
    wrong = misplaced(all_verbs(), verb, arguments, parser)
    if wrong is not None:
        parser.error(wrong)
    try:
        return verb.run(arguments)
    except QmiguiError as error:
        complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        give_up(1)  # whoever read our output has enough
        return EXIT_OK
    except KeyboardInterrupt:
        return EXIT_CANCELLED
    except Exception:  # noqa: BLE001 - the last resort: it is told as a bug of ours
        import traceback

        complain(f"this is a bug of qmigui, please report these lines:\n{traceback.format_exc().rstrip()}")
        return EXIT_BUG


__all__ = ["build_parser", "main"]
