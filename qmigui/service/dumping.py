"""The use case of showing the decoded content of a file as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError, UsageError
from qmigui.progress import Cancel
from qmigui.service.forms import BER, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source, Waiting
    from qmigui.stream import events as ev
    from qmigui.stream.tree_select import PathPattern


def dump(
    name: str,
    write: Callable[[str], object],
    *,
    form: str = "tree",
    everything: bool = False,
    sections: Sequence[str] = (),
    path: str | None = None,
    schema: str | None = None,
    pdu: str | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> bool:
    """Show the decoded content of a file as text.

    Args:
        name: as :func:`~qmigui.service.opening.open_state` takes it.
        write: is given the text, in pieces of some size.
        form: ``tree``; ``xer`` or ``json``, of a binary stream those of its BER form.
        everything: show the data of RAM pages, and in a tree long octet strings whole.
        sections: show only sections of these names, which may be shell patterns.
        path: show only the element of this path, as messages print it.
        schema: path of an ASN.1 module; None: the file is a stream of either form.
        pdu: the type of that module that the file holds; None: its only outermost one.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Returns:
        Whether anything was found that is to be shown.

    Raises:
        QmiguiError: the file could not be read, or not to its end; what is before
            has been written.
    """
    from qmigui.stream.tree_select import PathPattern

    if form not in {"tree", "xer", "json"}:
        raise UsageError(f"no such format: {form}")
    if pdu is not None and schema is None:
        raise UsageError("a type (--pdu) needs a module (--schema)")
    if schema is not None and sections:
        raise UsageError("sections are those of a saved state, not of another module")
    cancel = cancel if cancel is not None else Cancel()
    pattern = PathPattern(path) if path is not None else None
    type_ = None
    if schema is not None:
        from qmigui.schema.check import type_of
        from qmigui.schema.load import load_file

        type_ = type_of(load_file(schema), pdu)
    with open_state(name, cancel=cancel, waiting=waiting) as source:
        try:
            is_ber = type_ is not None or form_of(source) == BER
            if is_ber:
                from qmigui.schema.dump.run import dump_ber

                return dump_ber(
                    source,
                    write,
                    form,
                    type_=type_,
                    everything=everything,
                    sections=sections,
                    pattern=pattern,
                    cancel=cancel,
                )
            return _dump_binary(source, write, form, everything, sections, pattern, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def _dump_binary(
    source: Source,
    write: Callable[[str], object],
    form: str,
    everything: bool,
    sections: Sequence[str],
    pattern: PathPattern | None,
    cancel: Cancel,
) -> bool:
    """Show a binary stream, as a tree of its own or by way of BER."""
    from qmigui.stream.feed import Feed
    from qmigui.stream.reader import BinaryReader

    feed = Feed(source)
    try:
        events = _until_cancelled(BinaryReader(feed).events(), cancel)
        if form == "tree":
            from qmigui.stream.tree import StreamTree
            from qmigui.stream.tree_output import Output

            output = Output(write)
            tree = StreamTree(output, source.size, sections=sections, pattern=pattern, everything=everything)
            try:
                tree.run(events)
            finally:
                output.flush(0)
            return tree.found
        from qmigui.schema.dump.run import dump_events

        return dump_events(
            events,
            source.name,
            write,
            form,
            everything=everything,
            sections=sections,
            pattern=pattern,
            cancel=cancel,
        )
    finally:
        feed.close()


def _until_cancelled(events: Iterator[ev.Event], cancel: Cancel) -> Iterator[ev.Event]:
    for event in events:
        cancel.check()
        yield event
