"""The headless verbs.

Only this module and its siblings print; they know the services, no formats.
Imports stay inside the verbs, so that ``--help`` and ``--version`` are quick.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from qmigui import __version__
from qmigui.cli import dump, validate
from qmigui.errors import (
    EXIT_BUG,
    EXIT_CANCELLED,
    EXIT_OK,
    EXIT_PROBLEMS,
    EXIT_USAGE,
    QmiguiError,
    TransportError,
    printable,
)

_STANDARD_OUTPUT = ("-", "fd:1", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
_EPILOG = """\
IN and OUT are paths, "-" for standard input and output, or "fd:N" for an inherited
descriptor. Inputs that gzip, bzip2, xz or zstd have compressed are read through.

exit codes: 0 fine, 1 problems in the data, 2 usage, 10 reading or writing failed,
20 not a stream or a broken one, 30 schema, 70 a bug of ours, 130 cancelled
"""


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the headless mode."""
    parser = argparse.ArgumentParser(
        prog="qmigui",
        usage=(
            "qmigui [FILE...]\n       qmigui --convert IN OUT [options]\n"
            "       qmigui --info FILE [options]\n       qmigui --dump FILE [options]\n"
            "       qmigui --validate FILE... [options]"
        ),
        description="Saved states of QEMU virtual machines: look into them, convert them to BER and back.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = parser.add_argument_group("what to do").add_mutually_exclusive_group(required=True)
    verbs.add_argument(
        "--convert", nargs=2, metavar=("IN", "OUT"), help="convert a stream: binary to BER, BER to binary"
    )
    verbs.add_argument("--info", metavar="FILE", help="show what a stream holds")
    verbs.add_argument("--dump", metavar="FILE", help="show the decoded content of a file as text")
    verbs.add_argument("--validate", nargs="+", metavar="FILE", help="find all that is wrong with files")
    verbs.add_argument("--print-schema", action="store_true", help="print the ASN.1 module of the BER form")
    verbs.add_argument("--version", action="version", version=f"qmigui {__version__}")
    options = parser.add_argument_group("options of --convert")
    options.add_argument("--to", choices=("ber", "binary"), help="the form to write (default: the other one)")
    options.add_argument(
        "--pages",
        choices=("run", "single"),
        default="run",
        help="write runs of RAM pages as one element each (default) or every page on its own",
    )
    options.add_argument(
        "--no-sync", action="store_true", help="do not wait until the output file is on the disk"
    )
    options.add_argument(
        "--salvage",
        action="store_true",
        help="convert a damaged stream to BER as far as it can be read and keep the rest as it is",
    )
    options.add_argument(
        "--progress",
        choices=("auto", "lines", "off"),
        default="auto",
        help="auto: on standard error, if it is a terminal; lines: 'progress READ TOTAL' on standard output",
    )
    options = parser.add_argument_group("options of --info")
    options.add_argument("--full", action="store_true", help="read everything, count all pages")
    options.add_argument("--json", action="store_true", help="print JSON (--validate has it too)")
    dump.add_arguments(parser)
    validate.add_arguments(parser)
    options = parser.add_argument_group("other options")
    options.add_argument("--quiet", "-q", action="store_true", help="no progress, no summary, no warnings")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the headless mode.

    Returns:
        The exit code (see :mod:`qmigui.errors`).
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.full and arguments.info is None:
        parser.error("--full belongs to --info")
    if arguments.json and arguments.info is None and not arguments.validate:
        parser.error("--json belongs to --info and --validate")
    if arguments.dump is None and dump.is_given(arguments):
        parser.error("--format, --ram, --section and --path belong to --dump")
    if not arguments.validate and arguments.max_problems is not None:
        parser.error("--max-problems belongs to --validate")
    if not arguments.validate and arguments.dump is None and (arguments.schema or arguments.pdu):
        parser.error("--schema and --pdu belong to --dump and --validate")
    for_convert = arguments.to, arguments.pages != "run", arguments.no_sync, arguments.salvage
    if not arguments.convert and any(for_convert):
        parser.error("--to, --pages, --no-sync and --salvage belong to --convert")
    if arguments.progress == "lines" and arguments.convert and arguments.convert[1] in _STANDARD_OUTPUT:
        parser.error("--progress lines and the output cannot both go to standard output")
    verb: Callable[[argparse.Namespace], int]
    if arguments.convert:
        verb = _convert
    elif arguments.info is not None:
        verb = _info
    elif arguments.dump is not None:
        verb = _dump
    elif arguments.validate:
        verb = _validate
    else:
        verb = _print_schema
    try:
        return verb(arguments)
    except QmiguiError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        _give_up(1)  # whoever read our output has enough
        return EXIT_OK
    except KeyboardInterrupt:
        return EXIT_CANCELLED
    except Exception:  # noqa: BLE001 - the last resort: it is told as a bug of ours
        import traceback

        _complain(f"this is a bug of qmigui, please report these lines:\n{traceback.format_exc().rstrip()}")
        return EXIT_BUG


def _cancel_on_signals() -> object:
    """A cancel flag that SIGINT, SIGTERM and SIGHUP set."""
    from qmigui.progress import Cancel

    cancel = Cancel()

    def stop(number: int, frame: types.FrameType | None) -> None:
        cancel.set()
        # A second signal of the kind ends the program at once; nothing half-written has a name.
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, and jobs in the background
            signal.signal(number, stop)
    return cancel


def _complain(message: str) -> None:
    """Write a line to standard error, if anybody listens there."""
    if sys.stderr is None:
        return
    try:
        print(f"qmigui: {message}", file=sys.stderr, flush=True)
    except OSError:
        _give_up(2)


def _give_up(fd: int) -> None:
    """Let what is still buffered for *fd* go nowhere, so that the interpreter has no trouble at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, fd)
    os.close(nowhere)


def _put(pieces: Iterable[str]) -> None:
    """Write to standard output, at once: whether that works must show before the exit code is known.

    Args:
        pieces: of the text.

    Raises:
        BrokenPipeError: nobody reads it.
        TransportError: it cannot be written.
    """
    if sys.stdout is None:
        raise TransportError("cannot be written: it is closed", source="standard output")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names may hold what the terminal cannot show
    try:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up(1)
        raise TransportError(f"cannot be written: {error.strerror}", source="standard output") from error


def _convert(arguments: argparse.Namespace) -> int:
    import gc

    # A conversion makes no cycles, but many views that live for a moment: looking
    # through them for cycles would cost 3 % of the time.
    gc.disable()
    # numpy's linear algebra, which is not used, would start a thread for each core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Cancel, Progress

    cancel = _cancel_on_signals()
    assert isinstance(cancel, Cancel)
    source, target = arguments.convert
    progress = Progress()
    with open_meter(
        "off" if arguments.quiet and arguments.progress == "auto" else arguments.progress, progress
    ):
        result = service.convert(
            source,
            target,
            to=arguments.to,
            single_pages=arguments.pages == "single",
            sync=not arguments.no_sync,
            salvage=arguments.salvage,
            progress=progress,
            cancel=cancel,
        )
    if not arguments.quiet:
        for problem in result.problems:
            _complain(f"{printable(source)}: {problem}")
    return EXIT_OK if result.unparsed_bytes is None else EXIT_PROBLEMS


def _info(arguments: argparse.Namespace) -> int:
    from qmigui import service
    from qmigui.progress import Cancel

    cancel = _cancel_on_signals()
    assert isinstance(cancel, Cancel)
    info = service.info(arguments.info, full=arguments.full, cancel=cancel)
    if arguments.json:
        import json

        _put(chain(json.JSONEncoder(indent=2).iterencode(info.to_json()), ["\n"]))
    else:
        _put([info.to_text(), "\n"])
    return EXIT_OK


def _dump(arguments: argparse.Namespace) -> int:
    from qmigui.progress import Cancel

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cancel = _cancel_on_signals()
    assert isinstance(cancel, Cancel)
    return dump.run(arguments, _put, _complain, cancel)


def _validate(arguments: argparse.Namespace) -> int:
    from qmigui.progress import Cancel

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cancel = _cancel_on_signals()
    assert isinstance(cancel, Cancel)
    return validate.run(arguments, _put, _complain, cancel)


def _print_schema(arguments: argparse.Namespace) -> int:
    from qmigui import service

    _put([service.schema_text()])
    return EXIT_OK


__all__ = ["EXIT_USAGE", "build_parser", "main"]
