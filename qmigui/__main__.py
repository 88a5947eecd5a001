"""Picks the face: a headless verb or the window.

Any option but those of the window means headless (``--convert``, ``--info``,
``--help`` ...); nothing at all, or only file names, means the window.  So the command line never
touches Qt and runs where no display library exists.

``--version`` is answered here, before anything heavy is imported.
"""

from __future__ import annotations

import sys

from qmigui import __version__

TYPE_CHECKING = False  # without the import of typing, for --version
if TYPE_CHECKING:
    from collections.abc import Sequence

_END_OF_OPTIONS = "--"
_OF_WINDOW = ("--new-window", "--no-session")
"""Options that go with file names only."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run qmigui.

    Args:
        argv: the arguments without the program's name; None takes them from
            the system.

    Returns:
        The exit code.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if "--version" in _options(arguments):
        print(f"qmigui {__version__}")
        return 0
    if any(option not in _OF_WINDOW for option in _options(arguments)):
        from qmigui.cli.process import settle

        settle()
        from qmigui.cli.main import main as run_verb

        return run_verb(arguments)
    from qmigui.gui.app import main as run_window  # loads Qt when called, not before

    return run_window(arguments)


def _options(arguments: list[str]) -> list[str]:
    """The arguments that are no file names; a bare ``-`` (standard input) counts, as no window reads it."""
    end = arguments.index(_END_OF_OPTIONS) if _END_OF_OPTIONS in arguments else len(arguments)
    return [argument for argument in arguments[:end] if argument.startswith("-")]


if __name__ == "__main__":
    sys.exit(main())
