"""The verb ``--validate``: a line for each problem, a summary for each file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from qmigui.cli.terminal import cancel_on_signals, complain, put, put_json, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_OK, EXIT_PROBLEMS, EXIT_USAGE, Problem, QmiguiError, UsageError, printable

if TYPE_CHECKING:
    from qmigui.service import Validation


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verb and its options."""
    verbs.add_argument("--validate", nargs="+", metavar="FILE", help="find all that is wrong with files")
    options = parser.add_argument_group("options of --validate")
    options.add_argument(
        "--max-problems", type=_count, metavar="N", help="list so many (default: 1000); all are counted"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def run(arguments: argparse.Namespace) -> int:
    """Validate the files.

    Returns:
        0 when no file has an error, 1 when one has, or the exit code of the first
        file that could not be read.
    """
    from qmigui import service
    from qmigui.cli.meter import open_meter
    from qmigui.progress import Progress

    if arguments.pdu is not None and arguments.schema is None:
        raise UsageError("--pdu needs --schema")
    cancel = cancel_on_signals()
    limit = service.MAX_PROBLEMS if arguments.max_problems is None else arguments.max_problems
    code = EXIT_OK
    documents: list[dict[str, object]] = []
    for name in arguments.validate:
        shown = printable("standard input" if name == "-" else name)

        def tell(problem: Problem, shown: str = shown) -> None:
            if not arguments.json and not arguments.quiet:
                put([line(shown, problem), "\n"])

        progress = Progress()
        mode = "off" if arguments.quiet else arguments.progress
        try:
            with open_meter("off" if mode == "lines" else mode, progress):
                result = service.validate(
                    name,
                    schema=arguments.schema,
                    pdu=arguments.pdu,
                    max_problems=limit,
                    take=tell,
                    progress=progress,
                    cancel=cancel,
                    waiting=waiting_of(arguments),
                )
        except QmiguiError as error:
            if cancel.wanted or error.exit_code == EXIT_USAGE:
                raise
            complain(str(error))
            code = code if code > EXIT_PROBLEMS else error.exit_code
            continue
        if not result.is_clean:
            code = max(code, EXIT_PROBLEMS)
        if arguments.json:
            documents.append(result.to_json())
        elif not arguments.quiet:
            put([summary(shown, result), "\n"])
    if arguments.json:
        put_json({"format": 1, "files": documents})
    return code


def line(source: str, problem: Problem) -> str:
    """One problem on one line, the usual order first, then what was expected, its code, what helps."""
    parts = [f"{source}: {problem}"]
    told = [
        f"{word} {printable(value)}"
        for word, value in (("expected", problem.expected), ("found", problem.found))
        if value is not None
    ]
    if told:
        parts.append(f"({', '.join(told)})")
    parts.append(f"[{problem.code}]")
    if problem.hint is not None:
        parts.append(f"- {problem.hint}")
    return " ".join(parts)


def summary(source: str, result: Validation) -> str:
    """What was found in one file."""
    counts = [
        f"{result.counts[word]} {word}{'s' if result.counts[word] != 1 else ''}"
        for word in ("error", "warning", "note")
        if result.counts.get(word)
    ]
    found = ", ".join(counts) or "no problems"
    hidden = sum(result.counts.values()) - len(result.problems)
    more = f"; {hidden} of them are not listed" if hidden else ""
    return f"{source}: {result.form}: {found}{more}"


VERBS = (
    Verb(
        "validate",
        "--validate FILE... [options]",
        frozenset({"max_problems", "json", "schema", "pdu", "timeout"}),
        run,
    ),
)
