"""The use case of taking the state of a guest that runs."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qmigui.errors import FormatError, Problem, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_sink
from qmigui.service.forms import BER, BINARY, form_of

if TYPE_CHECKING:
    from qmigui.library.library import Library
    from qmigui.library.results import Stored
    from qmigui.qemufile.base import Sink, Source, Waiting

_CHUNK_LENGTH = 1 << 20


@dataclass(slots=True)
class Capture:
    """What a capture did.

    Attributes:
        form: ``binary`` or ``ber``.
        read_bytes, written_bytes: lengths of the stream and of what was made of it.
        ran: whether the guest ran before, and does again.
        paused_seconds: for how long we had it paused.
        problems: what a person should know of the state.
    """

    form: str
    read_bytes: int = 0
    written_bytes: int = 0
    ran: bool = False
    paused_seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)


def capture(
    monitor_name: str,
    output_name: str,
    *,
    to: str = BINARY,
    live: bool = False,
    single_pages: bool = False,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Capture:
    """Take the state of a guest that runs, and let it run on.

    Args:
        monitor_name: path of the socket of its QMP monitor, or ``unix:PATH`` or ``tcp:HOST:PORT``.
        output_name: as for a conversion; a file appears complete or not at all.
        to: ``binary``, the stream as QEMU sends it, or ``ber``.
        live: let the guest run while its state is sent, and pause it for the end only.
        single_pages: write BER with one-page elements only.
        sync: an output file is on the disk when this returns; the guest runs again before that.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: nothing was written; the guest was given back, unless the error says otherwise.
    """
    from qmigui.live.capture import capture as take_from_guest

    if to not in (BINARY, BER):
        raise UsageError(f"no such form: {to}")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    result = Capture(to)
    with open_sink(output_name, sync=sync, cancel=cancel, waiting=waiting) as sink:

        def take(source: Source, halt: Cancel) -> None:
            if form_of(source) != BINARY:
                raise FormatError("what the guest sends is no migration stream", offset=0)
            if to == BINARY:
                _copy(source, sink, progress, halt)
                return
            from qmigui.service.transcoding import Plan, transcode_source
            from qmigui.stream.carrier import Outside

            plan = Plan(Outside("keep"), progress, halt, single_pages)
            result.problems = transcode_source(source, sink, BINARY, BER, plan).problems

        captured = take_from_guest(
            monitor_name, take, live=live, progress=progress, cancel=cancel, waiting=waiting
        )
        cancel.check()
        sink.commit()
    result.read_bytes, result.written_bytes = progress.read_bytes, progress.written_bytes
    result.ran, result.paused_seconds = captured.ran, captured.paused_seconds
    return result


def capture_to_library(
    library: Library,
    monitor_name: str,
    *,
    live: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
    **words: Any,
) -> Stored:
    """Take the state of a guest that runs, let it run on, and keep the state.

    The guest waits for an unnamed file in the library's folder only; checking and compressing come after.

    Args:
        library: open.
        monitor_name: as for :func:`capture`.
        live: as for :func:`capture`.
        waiting: as for :func:`capture`.
        progress: kept up to date while it runs; it counts anew for the second half.
        cancel: stops it; nothing is left behind.
        words: what :func:`~qmigui.service.library_keep.store_state` takes besides: name, tags, ...

    Raises:
        QmiguiError: nothing was kept; the guest was given back, unless the error says otherwise.
    """
    from qmigui.service.library_keep import store_state

    progress = progress if progress is not None else Progress()
    with tempfile.TemporaryFile(prefix=".capture-", dir=library.place.directory) as file:
        place = f"fd:{file.fileno()}"
        capture(monitor_name, place, live=live, sync=False, progress=progress, cancel=cancel, waiting=waiting)
        file.seek(0)
        progress.read_bytes = progress.written_bytes = 0
        return store_state(library, place, progress=progress, cancel=cancel, **words)


def _copy(source: Source, sink: Sink, progress: Progress, cancel: Cancel) -> None:
    """All that comes, as it is: nothing is to keep the guest waiting."""
    buffer = memoryview(bytearray(_CHUNK_LENGTH))
    while count := source.readinto(buffer):
        cancel.check()
        sink.write([buffer[:count]], count)
        progress.read_bytes += count
        progress.written_bytes += count
