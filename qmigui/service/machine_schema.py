"""The use case of making an ASN.1 module of one machine's state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import open_sink
from qmigui.service.forms import BER, form_of
from qmigui.service.module_text import schema_text
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.stream import events as ev
    from qmigui.stream.feed import Feed


def schema_of(
    name: str,
    output_name: str,
    *,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> int:
    """Write an ASN.1 module in which each device of a state is a SEQUENCE of its own.

    The state's BER fits the module (its type ``QemuFile``).

    Args:
        name: of the state: a path, ``-`` or ``fd:N``.
        output_name: of the module; it appears complete or not at all.
        sync: it is on the disk when this returns.
        progress: kept up to date while it runs.
        cancel: stops it.

    Returns:
        Octets of the module.

    Raises:
        QmiguiError: the state could not be read, or there are too many items for a module.
    """
    from qmigui.compare.machine_module import MachineModule
    from qmigui.stream.feed import Feed

    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    module = MachineModule(schema_text())
    with open_state(name, cancel=cancel) as source:
        progress.total_bytes = source.size
        feed = Feed(source)
        try:
            module.take(_watched(feed, form_of(source) == BER, progress, cancel))
            octets = module.text().encode()
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
        finally:
            feed.close()
    with open_sink(output_name, sync=sync) as sink:
        sink.write([octets], len(octets))
        sink.commit()
    progress.written_bytes = len(octets)
    return len(octets)


def _watched(feed: Feed, is_ber: bool, progress: Progress, cancel: Cancel) -> Iterator[ev.Event]:
    """The events of a state; pages that stand at fixed places are passed over."""
    from qmigui.stream.ber_reader import BerReader
    from qmigui.stream.reader import BinaryReader

    reader = BerReader(feed) if is_ber else BinaryReader(feed, skim=feed.source.seekable)
    for event in reader.events():
        cancel.check()
        progress.read_bytes = feed.offset
        yield event
