"""What a verb of the command line is.

Each module of verbs has ``VERBS``, a tuple of :class:`Verb`, and
``add_arguments(parser, verbs)``, which declares the verbs in the group *verbs*
and their options in groups of *parser*.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Verb(NamedTuple):
    """One thing to do.

    Attributes:
        name: of the argument, as argparse stores it (``print_schema``).
        usage: the lines of it behind ``qmigui`` in the usage, or none.
        options: the arguments, as argparse stores them, that mean something to it.
        run: does it and returns the exit code.
    """

    name: str
    usage: str
    options: frozenset[str]
    run: Callable[[argparse.Namespace], int]


def chosen(verbs: Sequence[Verb], arguments: argparse.Namespace) -> Verb:
    """The verb that was asked for; the parser has seen to it that there is one."""
    return next(verb for verb in verbs if getattr(arguments, verb.name) not in (None, False))


def misplaced(
    verbs: Sequence[Verb], verb: Verb, arguments: argparse.Namespace, parser: argparse.ArgumentParser
) -> str | None:
    """A sentence about an option that was given but belongs to other verbs than *verb*, or None."""
    owned = frozenset().union(*(other.options for other in verbs))
    for option in sorted(owned - verb.options):
        if getattr(arguments, option) != parser.get_default(option):
            owners = [flag(other.name) for other in verbs if option in other.options]
            return f"{flag(option)} belongs to {' and '.join(owners)}"
    return None


def flag(name: str) -> str:
    """How the argument *name* is written on the command line."""
    return "--" + name.replace("_", "-")
