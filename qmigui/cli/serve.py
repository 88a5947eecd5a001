"""The verb ``--serve``: the engine that the window talks to; not for people, so the help is silent on it."""

from __future__ import annotations

import argparse
import os
import signal

from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb."""
    verbs.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve on standard input and output until the window goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is meant for the window
    from qmigui import service

    # What anything else prints must not get between the frames.
    output = os.dup(1)
    os.dup2(2, 1)
    service.serve(0, output)
    return EXIT_OK


VERBS = (Verb("serve", "", frozenset(), run),)
