"""What a verb works on, wherever it stands among the options.

argparse wants ``--convert IN OUT`` in one piece; people write ``--convert --to ber IN OUT``.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence

_MANY = ("*", "+")


def behind_verb(
    parser: argparse.ArgumentParser, verbs: Collection[str], argv: Sequence[str]
) -> list[str]:
    """The same arguments, with the operands directly behind the verb.

    Args:
        parser: knows how many arguments each option takes.
        verbs: the options that are verbs.
        argv: as they were given.

    Returns:
        *argv* itself where there is no single verb with operands to be moved, or where ``--`` says
        that everything is to be taken as it stands.
    """
    given = list(argv)
    options = {name: action for action in parser._actions for name in action.option_strings}  # noqa: SLF001 - argparse tells it in no other way
    chosen = [word for word in given if word in verbs]
    if len(chosen) != 1 or "--" in given or options[chosen[0]].nargs == 0:
        return given
    operands: list[str] = []
    others: list[str] = []
    place = 0
    while place < len(given):
        word = given[place]
        place += 1
        if word == chosen[0]:
            continue
        action = options.get(word)
        if action is None:
            # An unknown option, or --name=value: argparse has its own words for the former.
            (others if word.startswith("-") and word != "-" else operands).append(word)
            continue
        taken = _taken(action, given[place:], options)
        others += [word, *given[place : place + taken]]
        place += taken
    return [chosen[0], *operands, *others]


def _taken(action: argparse.Action, rest: Sequence[str], options: dict[str, argparse.Action]) -> int:
    """How many of the words behind an option are its own."""
    if action.nargs == argparse.REMAINDER:
        return len(rest)
    if action.nargs in _MANY:
        return next((number for number, word in enumerate(rest) if word in options), len(rest))
    if action.nargs == "?":
        return int(bool(rest) and rest[0] not in options)
    if action.nargs is None:
        return min(1, len(rest))
    return min(int(action.nargs), len(rest))
