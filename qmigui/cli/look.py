"""The small verbs that only look: ``--info``, ``--print-xml``, ``--print-schema`` and ``--schema-of``."""

from __future__ import annotations

import argparse
import sys

from qmigui.cli.terminal import cancel_on_signals, put, put_json, put_octets, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, printable


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options."""
    verbs.add_argument("--info", metavar="FILE", help="show what a stream holds")
    verbs.add_argument(
        "--print-xml", metavar="FILE", help="print the domain XML of a libvirt save image or its BER"
    )
    verbs.add_argument("--print-schema", action="store_true", help="print the ASN.1 module of the BER form")
    verbs.add_argument(
        "--schema-of",
        nargs=2,
        metavar=("FILE", "OUT.asn1"),
        help="write an ASN.1 module of one state, in which each device is a SEQUENCE of its own",
    )
    options = parser.add_argument_group("options of --info")
    options.add_argument("--full", action="store_true", help="read everything, count all pages")


def info(arguments: argparse.Namespace) -> int:
    """Show what a stream holds."""
    from qmigui import service

    found = service.info(
        arguments.info, full=arguments.full, cancel=cancel_on_signals(), waiting=waiting_of(arguments)
    )
    if arguments.json:
        put_json(found.to_json())
    else:
        put([found.to_text(), "\n"])
    return EXIT_OK


def print_xml(arguments: argparse.Namespace) -> int:
    """Print the domain XML of an image."""
    from qmigui import service

    text = service.domain_xml(
        arguments.print_xml, cancel=cancel_on_signals(), waiting=waiting_of(arguments)
    )
    if sys.stdout is not None and sys.stdout.isatty():
        put(f"{printable(line)}\n" for line in text.decode("utf-8", "backslashreplace").splitlines())
    else:
        put_octets(text)
    return EXIT_OK


def print_schema(arguments: argparse.Namespace) -> int:
    """Print the ASN.1 module."""
    from qmigui import service

    put([service.schema_text()])
    return EXIT_OK


def schema_of(arguments: argparse.Namespace) -> int:
    """Write a module of one state."""
    from qmigui import service

    service.schema_of(*arguments.schema_of, cancel=cancel_on_signals())
    return EXIT_OK


VERBS = (
    Verb("info", "--info FILE [options]", frozenset({"full", "json", "timeout"}), info),
    Verb("print_xml", "", frozenset({"timeout"}), print_xml),
    Verb("print_schema", "", frozenset(), print_schema),
    Verb("schema_of", "--schema-of FILE OUT.asn1", frozenset(), schema_of),
)
