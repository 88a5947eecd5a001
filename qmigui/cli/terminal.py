"""What every verb needs of the terminal: its two streams, and the signals that stop a program."""

from __future__ import annotations

import io
import os
import signal
import sys
import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from qmigui.errors import TransportError, UsageError

if TYPE_CHECKING:
    import argparse

    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Waiting


_STANDARD_OUTPUT = ("-", "fd:1", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def cancel_on_signals() -> Cancel:
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


def keep_output_apart(arguments: argparse.Namespace, target: str, *, with_json: bool = False) -> None:
    """Refuse to mix the output *target* with what else goes there.

    Args:
        arguments: of the command line.
        target: where the output goes.
        with_json: the verb also tells of it in JSON, on standard output.

    Raises:
        UsageError: both would go to standard output.
    """
    if target not in _STANDARD_OUTPUT:
        return
    told = ("--progress lines", arguments.progress == "lines"), ("--json", with_json and arguments.json)
    for flag, given in told:
        if given:
            raise UsageError(f"{flag} and the output cannot both go to standard output")


def meter_mode(arguments: argparse.Namespace) -> str:
    """How a verb with an output shows its progress."""
    quiet = arguments.quiet and arguments.progress == "auto"
    return "off" if quiet else str(arguments.progress)


def seconds(text: str) -> float:
    """A positive number of seconds, for argparse."""
    number = float(text)
    if not 0 < number < 1e9:
        raise ValueError(text)
    return number


def waiting_of(arguments: argparse.Namespace) -> Waiting:
    """How the arguments say that we deal with the other end of a socket."""
    from qmigui.qemufile.base import Waiting

    return Waiting(arguments.timeout, str if arguments.quiet else complain)


def complain(message: str) -> None:
    """Write a line to standard error, if anybody listens there."""
    if sys.stderr is None:
        return
    try:
        print(f"qmigui: {message}", file=sys.stderr, flush=True)
    except OSError:
        give_up(2)


def put(pieces: Iterable[str]) -> None:
    """Write to standard output, at once: whether that works must show before the exit code is known.

    Args:
        pieces: of the text.

    Raises:
        BrokenPipeError: nobody reads it.
        TransportError: it cannot be written.
    """
    with _standard_output() as out:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="backslashreplace")  # names may hold what the terminal cannot show
        out.writelines(pieces)


def put_octets(octets: bytes) -> None:
    """Write *octets* to standard output, as they are; raises what :func:`put` does."""
    with _standard_output() as out:
        out.flush()
        out.buffer.write(octets)


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise TransportError("cannot be written: it is closed", source="standard output")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up(1)
        raise TransportError(f"cannot be written: {error.strerror}", source="standard output") from error


def put_json(value: object) -> None:
    """Write *value* to standard output as indented JSON, piece by piece.

    Raises:
        BrokenPipeError: nobody reads it.
        TransportError: it cannot be written.
    """
    import json

    put(json.JSONEncoder(indent=2).iterencode(value))
    put(("\n",))


def give_up(fd: int) -> None:
    """Let what is still buffered for *fd* go nowhere, so that the interpreter has no trouble at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, fd)
    os.close(nowhere)
