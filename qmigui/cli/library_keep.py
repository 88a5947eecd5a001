"""Verbs that bring states into the library and change what is said of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qmigui.cli.library import COMMON, count, opened, working
from qmigui.cli.terminal import complain, put, put_json, waiting_of
from qmigui.cli.verbs import Verb
from qmigui.errors import EXIT_CANCELLED, EXIT_OK, EXIT_USAGE, QmiguiError, UsageError, printable

if TYPE_CHECKING:
    from qmigui.progress import Cancel, Progress
    from qmigui.service import Entry, Library, Stored

STORE_OPTIONS = frozenset(
    {"name", "tag", "note", "level", "threads", "parent", "no_check", "keep_damaged", "unpacked", "timeout"}
)


def add_arguments(parser: argparse.ArgumentParser, verbs: argparse._MutuallyExclusiveGroup) -> None:
    """The verbs and their options."""
    verbs.add_argument("--store", nargs="+", metavar="FILE", help="keep states in the library")
    verbs.add_argument("--import", nargs="+", metavar="ARCHIVE", help="copy archives into the library")
    verbs.add_argument("--rename", nargs=2, metavar=("ID", "NAME"), help="give a state another name")
    verbs.add_argument("--add-tag", nargs="+", metavar=("ID", "TAG"), help="add tags to a state")
    verbs.add_argument("--untag", nargs="+", metavar=("ID", "TAG"), help="take tags from a state")
    verbs.add_argument("--set-note", nargs=2, metavar=("ID", "TEXT"), help="give a state another note")
    options = parser.add_argument_group("options of --store")
    options.add_argument("--name", metavar="NAME", help="what to call it (default: the file's name)")
    options.add_argument("--tag", action="append", metavar="TAG", help="a tag; may be repeated")
    options.add_argument("--note", metavar="TEXT", help="what else there is to say")
    options.add_argument(
        "--level", choices=("fast", "default", "small"), help="how hard to try to make the archive small"
    )
    options.add_argument("--threads", type=count, metavar="N", help="threads that compress")
    options.add_argument(
        "--parent",
        metavar="auto|none|ID",
        help="store the difference to an earlier state of the same guest if that pays (auto, the default), "
        "never (none), or to this one",
    )
    options.add_argument("--no-check", action="store_true", help="do not look for what is wrong with it")
    options.add_argument("--keep-damaged", action="store_true", help="keep it even if it has errors")
    options.add_argument(
        "--unpacked",
        action="store_true",
        help="keep a libvirt image without the compression of its memory: the same stream, not the same file",
    )


def store(arguments: argparse.Namespace) -> int:
    """Keep states.

    Returns:
        0, or the exit code of the first file that was not kept.
    """
    if arguments.name is not None and len(arguments.store) > 1:
        raise UsageError("--name can name one file, not several")
    words = store_words(arguments)

    def keep(library: Library, name: str, progress: Progress, cancel: Cancel) -> Stored:
        from qmigui import service

        waiting = waiting_of(arguments)
        return service.store_state(
            library, name, progress=progress, cancel=cancel, waiting=waiting, **words
        )

    return _each(arguments, arguments.store, keep, "stored")


def store_words(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options say of a state that is kept, as the services take it.

    Raises:
        UsageError: a number makes no sense.
    """
    if arguments.threads == 0:
        raise UsageError("--threads needs at least one")
    return {
        "name": arguments.name,
        "tags": arguments.tag or (),
        "note": arguments.note or "",
        "level": arguments.level or "default",
        "threads": arguments.threads,
        "parent": arguments.parent or "auto",
        "check": not arguments.no_check,
        "keep_damaged": arguments.keep_damaged,
        "unpacked": arguments.unpacked,
    }


def import_archives(arguments: argparse.Namespace) -> int:
    """Copy archives into the library.

    Returns:
        0, or the exit code of the first one that was not taken in.
    """

    def keep(library: Library, name: str, progress: Progress, cancel: Cancel) -> Stored:
        from qmigui import service

        return service.import_archive(library, name, progress=progress, cancel=cancel)

    return _each(arguments, getattr(arguments, "import"), keep, "imported")


def _each(
    arguments: argparse.Namespace,
    names: list[str],
    keep: Callable[[Library, str, Progress, Cancel], Stored],
    word: str,
) -> int:
    """Bring in each of the files; one that cannot be kept does not stop the others."""
    code = EXIT_OK
    documents: list[dict[str, Any]] = []
    with opened(arguments, create=True) as library:
        for name in names:
            shown = printable("standard input" if name == "-" else name)
            try:
                with working(arguments) as (progress, cancel):
                    result = keep(library, name, progress, cancel)
            except QmiguiError as error:
                if error.exit_code in {EXIT_USAGE, EXIT_CANCELLED}:
                    raise
                complain(str(error))
                code = code or error.exit_code
                continue
            if arguments.json:
                documents.append({"source": name, "new": result.is_new, "state": result.entry.to_json()})
            elif not arguments.quiet:
                put(stored_lines(shown, result, word))
                for problem in result.problems:
                    complain(f"{shown}: {problem}")
    if arguments.json:
        put_json({"format": 1, "states": documents})
    return code


def stored_lines(shown: str, result: Stored, word: str) -> list[str]:
    """What is said of a state that was kept."""
    from qmigui.service import short_id
    from qmigui.stream.info_text import human

    entry = result.entry
    if not result.is_new:
        return [f"{shown}: the library has it already: {entry.label}\n"]
    against = f", delta against {short_id(entry.parent)}" if entry.parent else ""
    sizes = f"{human(entry.raw_size)} in {human(entry.stored_size)}"
    return [f"{word} {entry.label}: {sizes}{against}, {entry.health.value}\n"]


def rename(arguments: argparse.Namespace) -> int:
    """Give a state another name."""
    from qmigui import service

    return _changed(arguments, lambda library: service.rename_state(library, *arguments.rename))


def add_tag(arguments: argparse.Namespace) -> int:
    """Add tags."""
    from qmigui import service

    reference, tags = _with_tags("--add-tag", arguments.add_tag)
    return _changed(arguments, lambda library: service.tag_state(library, reference, tags))


def untag(arguments: argparse.Namespace) -> int:
    """Take tags away."""
    from qmigui import service

    reference, tags = _with_tags("--untag", arguments.untag)
    return _changed(arguments, lambda library: service.untag_state(library, reference, tags))


def set_note(arguments: argparse.Namespace) -> int:
    """Give a state another note."""
    from qmigui import service

    return _changed(arguments, lambda library: service.note_state(library, *arguments.set_note))


def _with_tags(flag: str, given: list[str]) -> tuple[str, list[str]]:
    if len(given) < 2:
        raise UsageError(f"{flag} needs a state and at least one tag")
    return given[0], given[1:]


def _changed(arguments: argparse.Namespace, change: Callable[[Library], Entry]) -> int:
    with opened(arguments) as library:
        entry = change(library)
    if arguments.json:
        put_json({"format": 1, "state": entry.to_json()})
    return EXIT_OK


VERBS = (
    Verb("store", "--store FILE... [options]", COMMON | STORE_OPTIONS, store),
    Verb("import", "--import ARCHIVE...", COMMON, import_archives),
    Verb("rename", "", COMMON, rename),
    Verb("add_tag", "", COMMON, add_tag),
    Verb("untag", "", COMMON, untag),
    Verb("set_note", "", COMMON, set_note),
)
