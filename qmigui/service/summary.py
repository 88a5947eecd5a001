"""The use case of looking what a stream holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.progress import Cancel
from qmigui.service.forms import form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Waiting
    from qmigui.stream.info import StreamInfo


def info(
    name: str, *, full: bool = False, cancel: Cancel | None = None, waiting: Waiting | None = None
) -> StreamInfo:
    """What a stream holds.

    Args:
        name: as for :func:`~qmigui.service.opening.open_state`.
        full: read everything and count the pages of each kind; else, where the
            source can seek, only its two ends are read.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: it could not be read.
    """
    from qmigui.stream.info import collect

    with open_state(name, cancel=cancel, waiting=waiting) as source:
        try:
            return collect(source, form_of(source), full, cancel or Cancel())
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
