"""Dumps a file: which handler, which steps, which source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qmigui.errors import FormatError
from qmigui.schema.dump.handler import Handler
from qmigui.schema.dump.jer import JerHandler
from qmigui.schema.dump.recoded import PatientSource, RecodedSource
from qmigui.schema.dump.selection import Selection
from qmigui.schema.dump.steps import Steps
from qmigui.schema.dump.tree import PAGE_DATA, TreeHandler
from qmigui.schema.dump.walker import Walker
from qmigui.schema.dump.xer import XerHandler
from qmigui.schema.shipped import shipped_module
from qmigui.stream.tree_output import Output
from qmigui.stream.tree_select import PathPattern

if TYPE_CHECKING:
    from qmigui.progress import Cancel
    from qmigui.qemufile.base import Source
    from qmigui.schema.model import Type
    from qmigui.stream import events as ev

ROOT = "QemuFile"

_MAKERS: dict[str, Callable[[Output], Handler]] = {"xer": XerHandler, "json": JerHandler}


def dump_ber(
    source: Source,
    write: Callable[[str], object],
    form: str,
    *,
    type_: Type | None = None,
    everything: bool = False,
    sections: Sequence[str] = (),
    pattern: PathPattern | None = None,
    cancel: Cancel | None = None,
) -> bool:
    """Show a BER file.

    Args:
        source: stands at its start.
        write: takes the text.
        form: ``tree``, ``xer`` or ``json``.
        type_: what it holds; None: the BER form of a saved state.
        everything: show data of pages, and in a tree long strings whole.
        sections: names of sections that are shown, or shell patterns; empty: all.
        pattern: the path of what is shown; None: all.
        cancel: looked at once a window.

    Returns:
        Whether anything was found that is shown.

    Raises:
        QmiguiError: it could not be read to its end; what is before has been shown.
    """
    is_state = type_ is None
    hidden = PAGE_DATA if is_state and not everything else frozenset()
    steps = Steps(type_ if type_ is not None else shipped_module().types[ROOT], hidden)
    output = Output(write)
    handler: Handler
    if form == "tree":
        handler = TreeHandler(output, source.size, joins_pages=is_state, everything=everything)
    else:
        handler = _MAKERS[form](output)
    selection = Selection(sections, pattern) if sections or pattern is not None else None
    patient = PatientSource(source)
    try:
        Walker(steps, patient, handler, selection, cancel).run()
        if selection is None or selection.found or form == "tree":
            handler.finish()
        if patient.error is not None:
            raise patient.error
    except FormatError as error:
        handler.finish()
        raise patient.error or error from None
    finally:
        output.flush(0)
    return selection is None or selection.found


def dump_events(
    events: Iterator[ev.Event],
    name: str,
    write: Callable[[str], object],
    form: str,
    *,
    everything: bool = False,
    sections: Sequence[str] = (),
    pattern: PathPattern | None = None,
    cancel: Cancel | None = None,
) -> bool:
    """Show the BER form of a state of which there are events; see :func:`dump_ber`.

    Args:
        events: of the state.
        name: of its source.
        write: as there.
        form: as there.
        everything: as there.
        sections: as there.
        pattern: as there.
        cancel: as there.
    """
    with RecodedSource(events, name) as source:
        return dump_ber(
            source,
            write,
            form,
            everything=everything,
            sections=sections,
            pattern=pattern,
            cancel=cancel,
        )
