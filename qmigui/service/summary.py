"""The use case of looking what a stream holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmigui.errors import QmiguiError
from qmigui.progress import Cancel
from qmigui.qemufile.carriers import is_disk, open_unwrapped, seekable_disk, unwrap
from qmigui.service.forms import form_of
from qmigui.service.opening import open_raw_state, parts_of_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Source, Waiting
    from qmigui.stream.info import StreamInfo
    from qmigui.stream.info_carrier import DiskInfo


def info(
    name: str, *, full: bool = False, cancel: Cancel | None = None, waiting: Waiting | None = None
) -> StreamInfo | DiskInfo:
    """What a stream holds, or which states a qcow2 image holds.

    Args:
        name: as :func:`~qmigui.service.opening.open_state` takes it.
        full: read everything and count the pages of each kind; else, where the
            source can seek, only its two ends are read.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: it could not be read.
    """
    from qmigui.stream.info import collect

    plain, offset, snapshot = parts_of_state(name)
    raw = open_raw_state(plain, cancel=cancel, waiting=waiting)
    unwrapped = unwrap(raw, offset=offset, cancel=cancel)
    if snapshot is None and is_disk(unwrapped.source):
        return _disk_info(unwrapped.source, "fd:0" if name == "-" else name, cancel)
    with open_unwrapped(unwrapped, snapshot=snapshot, cancel=cancel) as source:
        try:
            return collect(source, form_of(source), full, cancel or Cancel())
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def _disk_info(image: Source, name: str, cancel: Cancel | None) -> DiskInfo:
    """What the tables of a qcow2 image tell; closes it."""
    from qmigui.qemufile.qcow2.state import front_of, list_snapshots
    from qmigui.stream.info_carrier import DiskInfo

    try:
        size, header = image.size, front_of(image)
        if not header.snapshot_count:
            return DiskInfo(image.name, name, size, header, [])
        image = seekable_disk(image, cancel)
        return DiskInfo(image.name, name, size, *list_snapshots(image))
    except QmiguiError as error:
        if error.source is None:
            error.source = image.name
        raise
    finally:
        image.close()
