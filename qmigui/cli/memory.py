"""The verbs ``--extract-ram`` and ``--registers``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from qmigui.cli.terminal import cancel_on_signals, complain, put, put_json
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, UsageError, printable

if TYPE_CHECKING:
    from qmigui.memory.cpu.registers import Cpu, Register

WIDTH = 100
"""Columns that registers are set in."""


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options; ``--format`` and ``--no-sync`` are of several verbs."""
    verbs.add_argument(
        "--extract-ram", nargs=2, metavar=("FILE", "OUT"), help="take the guest's memory out of a state"
    )
    verbs.add_argument("--registers", metavar="FILE", help="show the registers of each CPU")
    options = parser.add_argument_group("options of --extract-ram and --registers")
    options.add_argument("--block", metavar="NAME", help="only the RAM block of this name, into the file OUT")
    options.add_argument("--cpu", type=int, metavar="N", help="only the CPU of this number")


def extract(arguments: argparse.Namespace) -> int:
    """Take memory out of a state.

    Returns:
        0, or 1 when pages or blocks are missing.
    """
    import gc

    # As with a conversion: many views that live for a moment, no cycles.
    gc.disable()
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    if arguments.json and arguments.progress == "lines":
        raise UsageError("--progress lines and --json cannot both go to standard output")
    cancel = cancel_on_signals()
    progress = Progress()
    source, target = arguments.extract_ram
    mode = "off" if arguments.quiet and arguments.progress == "auto" else arguments.progress
    with open_meter(mode, progress):
        report = service.extract_ram(
            source,
            target,
            format=arguments.format or "raw",
            block=arguments.block,
            sync=not arguments.no_sync,
            progress=progress,
            cancel=cancel,
        )
    if arguments.json:
        put_json({"format": 1, **report.to_json()})
    elif not arguments.quiet:
        put(f"{line}\n" for line in report.to_text())
    if report.is_complete:
        return EXIT_OK
    if not arguments.quiet:
        complain(f"{printable(source)}: not all of the guest's memory is there")
    return EXIT_PROBLEMS


def registers(arguments: argparse.Namespace) -> int:
    """Show the registers.

    Returns:
        0, or 1 when those of a CPU cannot be told.
    """
    from qmigui import service

    cpus = service.registers(arguments.registers, cpu=arguments.cpu, cancel=cancel_on_signals())
    if arguments.json:
        put_json({"format": 1, "cpus": [cpu.to_json() for cpu in cpus]})
    else:
        put(f"{line}\n" for cpu in cpus for line in lines_of(cpu))
    shown = printable(arguments.registers)
    if not cpus:
        complain(f"{shown}: holds no CPU")
    elif any(cpu.is_partial for cpu in cpus):
        complain(f"{shown}: not all fields of a CPU are those that are known here: registers are missing")
    elif any(not cpu.registers for cpu in cpus):
        complain(f"{shown}: nothing describes the registers, or they are of an architecture not known here")
    else:
        return EXIT_OK
    return EXIT_PROBLEMS


def lines_of(cpu: Cpu) -> list[str]:
    """The registers of one CPU, as many on a line as fit."""
    lines = [f"CPU#{cpu.index}"]
    line = ""
    before: Register | None = None
    for register in cpu.registers:
        text = f"{register.name:<3}={register.text()}"
        alike = before is not None and before.parts == register.parts and before.digits == register.digits
        if line and (not alike or len(line) + 1 + len(text) > WIDTH):
            lines.append(line)
            line = ""
        line = f"{line} {text}" if line else text
        before = register
    return [*lines, line] if line else lines


VERBS = (
    Verb(
        "extract_ram",
        "--extract-ram FILE OUT [options]",
        frozenset({"format", "block", "json", "no_sync"}),
        extract,
    ),
    Verb("registers", "--registers FILE [options]", frozenset({"cpu", "json"}), registers),
)
