"""The use cases that read archives of the library: restoring, exporting, verifying."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import UsageError
from qmigui.library.archive.restore import restore
from qmigui.library.archive.verify import Depth
from qmigui.library.exporting import export
from qmigui.library.finding import find
from qmigui.library.opened import OpenArchives
from qmigui.library.verifying import verify_entry
from qmigui.progress import Cancel, Progress, Share
from qmigui.qemufile.carriers import open_carried
from qmigui.qemufile.opener import open_sink
from qmigui.qemufile.tail import TailSource
from qmigui.service.forms import BER, BINARY, LIBVIRT
from qmigui.service.transcoding import Plan, transcode_source
from qmigui.stream.carrier import Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qmigui.library.archive.archive import Archive
    from qmigui.library.archive.info import ArchiveInfo
    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import VerifiedState
    from qmigui.qemufile.base import Sink, Source, Waiting

_FORMS = (BINARY, BER, LIBVIRT)
_WINDOW = 1 << 20


def restore_state(
    library: Library,
    reference: str,
    output_name: str,
    *,
    to: str | None = None,
    sync: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Entry:
    """Write a state out of the library.

    Args:
        library: open.
        reference: to the state.
        output_name: a path, ``-``, ``fd:N`` or an address to connect to; a file appears complete or
            not at all.
        to: None: the octets that were stored; ``binary``: the migration stream alone (without
            libvirt's head); ``ber``; ``libvirt``: with the head that it was stored with.
        sync: an output file is on the disk when this returns.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        LibraryError: the archive is damaged, or its parent is missing; no file was written.
        QmiguiError: it cannot be written in that form.
    """
    if to not in (None, *_FORMS):
        raise UsageError(f"no such form: {to}")
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    with OpenArchives(library) as archives:
        entry = find(library, reference)
        archive = archives.open(entry)
        _refuse_form(entry, archive.info, to)
        with open_sink(output_name, sync=sync, cancel=cancel, waiting=waiting) as sink:
            if to == BER:
                _write_ber(archive, sink, progress, cancel)
            elif to == BINARY and archive.info.carrier is not None:
                _write_stream(archive, sink, progress, cancel)
            else:
                restore(archive, sink, progress=progress, cancel=cancel)
    return entry


def export_state(
    library: Library,
    reference: str,
    directory: str,
    *,
    flatten: bool = True,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Path:
    """Write a state's archive, with its present name, tags and note, into a directory.

    Args:
        library: open.
        reference: to the state.
        directory: where the file goes; its name is made of the state's.
        flatten: a delta is written self-contained; else as it is (it needs its parent then).
        progress: kept up to date while it runs.
        cancel: stops it.

    Returns:
        The path of the new file.

    Raises:
        LibraryError: the archive is damaged, or the file could not be made; nothing is left behind.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    return export(
        library, find(library, reference), Path(directory), flat=flatten, progress=progress, cancel=cancel
    )


def verify_states(
    library: Library,
    references: Sequence[str] = (),
    *,
    depth: str = "full",
    take: Callable[[VerifiedState], None] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> list[VerifiedState]:
    """Verify archives against all their checksums, and keep what was found in the catalogue.

    Args:
        library: open.
        references: to states; none: all of them.
        depth: ``quick`` (sizes, tables, metadata), ``scrub`` (every frame too) or ``full`` (the
            whole stream too).
        take: is given each one as it is done.
        threads: that decode.
        progress: counts stored bytes of all of them.
        cancel: stops it; what is done stays.

    Raises:
        LibraryError: as for :func:`find_state`.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    try:
        wanted = Depth(depth)
    except ValueError:
        raise UsageError(f"there is no depth '{depth}'; there are quick, scrub and full") from None
    if references:
        entries = list({entry.key: entry for entry in (find(library, one) for one in references)}.values())
    else:
        entries = library.catalogue.listed("1")
    progress.total_bytes, done = sum(entry.stored_size for entry in entries), 0
    results = []
    for entry in entries:
        cancel.check()
        progress.activity = entry.name
        own = Share(progress, done)
        result = verify_entry(library, entry, wanted, threads=threads, progress=own, cancel=cancel)
        done += entry.stored_size
        results.append(result)
        if take is not None:
            take(result)
    return results


def _refuse_form(entry: Entry, info: ArchiveInfo, to: str | None) -> None:
    """A state can only be written in a form that can be made of it."""
    if to in {BINARY, BER} and info.content != "stream" and info.carrier is None:
        raise UsageError(
            f"is no migration stream and has no {to} form; without --to it can be restored",
            source=entry.label,
        )
    if to == LIBVIRT and info.carrier != LIBVIRT:
        raise UsageError(
            "was not stored with libvirt's head, so it cannot be restored with one", source=entry.label
        )


def _write_ber(archive: Archive, sink: Sink, progress: Progress, cancel: Cancel) -> None:
    """Write the BER form, with what stood before the stream."""
    with open_carried(archive.source(), cancel=cancel) as source:
        progress.total_bytes, progress.read_bytes = source.size, source.start_offset
        transcode_source(source, sink, BINARY, BER, Plan(Outside("keep"), progress, cancel))
    cancel.check()
    sink.commit()


def _stream_of(archive: Archive, cancel: Cancel) -> Source:
    """What follows the carrier's head, without the compression that an image may have been stored with."""
    if archive.info.content == "stream":
        return TailSource(archive.source(), archive.info.stream_offset, closes=True)
    return open_carried(archive.source(), cancel=cancel)


def _write_stream(archive: Archive, sink: Sink, progress: Progress, cancel: Cancel) -> None:
    """Write the migration stream alone."""
    with _stream_of(archive, cancel) as stream:
        progress.total_bytes = stream.size
        buffer = memoryview(bytearray(_WINDOW))
        while count := stream.readinto(buffer):
            cancel.check()
            sink.write((buffer[:count],), count)
            progress.read_bytes += count
            progress.written_bytes += count
    cancel.check()
    sink.commit()
