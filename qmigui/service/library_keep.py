"""The use cases that bring states into the library and change what is said of them."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, LibraryError, QmiguiError, TransportError, UsageError
from qmigui.library.archive.info import Facts
from qmigui.library.exporting import bring_in
from qmigui.library.storing import AUTO, Wish, has_candidates, level_of, store
from qmigui.library.texts import clean_name, clean_note, clean_tags
from qmigui.library.words import add_tags, remove_tags, rename, set_note
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.carriers import is_disk, open_carried
from qmigui.qemufile.codecs import SNIFF_LENGTH, sniff
from qmigui.qemufile.files import FileSource
from qmigui.qemufile.libvirt import MAGIC_LENGTH, is_image, raw_head
from qmigui.qemufile.pipes import DescriptorSink
from qmigui.qemufile.tail import TailSource
from qmigui.qemufile.wrappers import DecompressedSource
from qmigui.service.forms import BER, BINARY, form_of
from qmigui.service.opening import open_raw_state, parts_of_state
from qmigui.service.transcoding import Plan, transcode_source
from qmigui.stream.carrier import Outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.library.entry import Entry
    from qmigui.library.library import Library
    from qmigui.library.results import Stored
    from qmigui.qemufile.base import Source, Waiting
    from qmigui.qemufile.names import Name

_FRONT = 1 << 20
"""Octets of a pipe in which the list of RAM blocks ends."""
_WINDOW = 1 << 20


def store_state(
    library: Library,
    source_name: str,
    *,
    name: str | None = None,
    tags: Sequence[str] = (),
    note: str = "",
    level: str = "default",
    threads: int | None = None,
    parent: str = "auto",
    check: bool = True,
    keep_damaged: bool = False,
    unpacked: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Stored:
    """Keep a state: check it, compress it, put it into the library.

    What is kept is the file as it is (compressed ones are read through), of a BER file its binary form.
    When this returns, the archive is on the disk and in the catalogue; if it raises, nothing is.

    Args:
        library: open.
        source_name: as for :func:`~qmigui.service.opening.open_state`.
        name: the user's; None: the file's name without its endings.
        tags: any number.
        note: text.
        level: ``fast``, ``default`` or ``small``.
        threads: that compress; None: one for each processor, 4 at most.
        parent: ``auto`` (a delta against an earlier state of the same guest, if that pays), ``none``,
            or a reference to a state.
        check: look for all that is wrong with it.
        keep_damaged: keep it even if it has errors.
        unpacked: of a libvirt image whose memory is compressed, keep the image without that compression:
            the same stream, which can be a delta and is opened fast, but not the same file.
        progress: kept up to date while it runs.
        cancel: stops it; nothing is left behind.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        LibraryError: it has errors, or could not be kept.
        QmiguiError: it could not be read.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    tags, note = clean_tags(tags), clean_note(note)
    kept_level, name = level_of(level), clean_name(name) if name is not None else None
    with contextlib.ExitStack() as stack:
        where = parts_of_state(source_name)
        source = stack.enter_context(_open(where, cancel, waiting))
        shown, mtime = _told(where)
        facts = Facts(
            source_name=shown,
            source_mtime=mtime,
            name=name if name is not None else _name_from(shown),
            tags=tags,
            note=note or None,
        )
        wish = Wish(facts, kept_level, threads, parent, check, keep_damaged)
        if _is_ber(source):
            source, wish = _from_ber(library, source, wish, stack, progress, cancel)
        elif unpacked and is_image(source.peek(MAGIC_LENGTH)):
            source, wish = _unpacked(library, source, wish, stack, progress, cancel)
        elif not source.seekable:
            source = _at_hand(library, source, parent, stack, progress, cancel)
        try:
            return store(library, source, wish, progress, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise


def import_archive(
    library: Library, path: str, *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Stored:
    """Copy an archive (as :func:`export_state` makes it) into the library, with its name, tags and note.

    Raises:
        LibraryError: it is no archive, is damaged, or is a delta whose parent is not in the library.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    return bring_in(library, Path(path), progress, cancel)


def rename_state(library: Library, reference: str, name: str) -> Entry:
    """Give a state another name.

    Raises:
        LibraryError: as for :func:`find_state`.
        UsageError: the name is empty, too long, or has control characters.
    """
    return rename(library, reference, name)


def tag_state(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Add tags to a state; those that it has are passed over.

    Raises:
        LibraryError, UsageError: as for :func:`rename_state`.
    """
    return add_tags(library, reference, tags)


def untag_state(library: Library, reference: str, tags: Sequence[str]) -> Entry:
    """Take tags from a state; those that it does not have are passed over.

    Raises:
        LibraryError: as for :func:`find_state`.
    """
    return remove_tags(library, reference, tags)


def note_state(library: Library, reference: str, note: str) -> Entry:
    """Give a state another note; an empty one removes it.

    Raises:
        LibraryError, UsageError: as for :func:`rename_state`.
    """
    return set_note(library, reference, note)


def _open(where: Name, cancel: Cancel, waiting: Waiting | None) -> Source:
    """What is to be kept: all of a file, decompressed, or the state of a snapshot.

    A libvirt image keeps its head, unlike where only its stream is asked for.

    Raises:
        QmiguiError: it cannot be opened.
    """
    plain, offset, snapshot = where
    source = open_raw_state(plain, cancel=cancel, waiting=waiting)
    if snapshot is not None:
        return open_carried(source, offset=offset, snapshot=snapshot, cancel=cancel)
    try:
        if offset is not None:
            if not source.seekable:
                raise UsageError("an offset needs a file that can be read at any place", source=plain)
            source = TailSource(source, offset, closes=True)
        while (kind := sniff(source.peek(SNIFF_LENGTH))) is not None:
            source = DecompressedSource(source, kind)
        disk = is_disk(source)
    except BaseException:
        source.close()
        raise
    return open_carried(source, cancel=cancel) if disk else source


def _told(where: Name) -> tuple[str | None, float | None]:
    """What a source is called for others, and when it was last written."""
    plain, _, snapshot = where
    try:
        status = os.stat(plain)
    except (OSError, ValueError):
        return None, None
    if not stat.S_ISREG(status.st_mode):
        return None, None
    name = os.path.basename(plain)
    return name if snapshot is None else f"{name}#{snapshot}", status.st_mtime


def _name_from(shown: str | None) -> str:
    """A name for a state that got none: its file's without endings, or the present time."""
    stem, mark, snapshot = (shown or "").partition("#")
    while "." in stem.lstrip("."):
        stem = stem.rpartition(".")[0]
    return stem + mark + snapshot or time.strftime("state of %Y-%m-%d %H:%M:%S")


def _is_ber(source: Source) -> bool:
    try:
        return form_of(source) == BER
    except FormatError:
        return False


def _from_ber(
    library: Library,
    source: Source,
    wish: Wish,
    stack: contextlib.ExitStack,
    progress: Progress,
    cancel: Cancel,
) -> tuple[Source, Wish]:
    """The binary form of a BER file, in a temporary one; of a damaged file that is to be kept, itself."""
    wish = replace(wish, facts=replace(wish.facts, form=BER))
    file = _temporary(library, stack)
    progress.total_bytes = source.size
    progress.activity = "converting to the binary form"
    try:
        sink = DescriptorSink(file, "temporary file", close_fd=False)
        transcode_source(source, sink, BER, BINARY, Plan(Outside("put"), progress, cancel))
    except FormatError as error:
        if wish.keep_damaged and source.seekable:
            source.seek(0)
            return source, wish
        raise LibraryError(
            f"was not stored: its binary form cannot be made: {error.message}; "
            "--keep-damaged stores the file as it is",
            offset=error.offset,
            path=error.path,
            source=source.name,
        ) from error
    return _begun_again(file, source.name, stack, progress), wish


def _unpacked(
    library: Library,
    source: Source,
    wish: Wish,
    stack: contextlib.ExitStack,
    progress: Progress,
    cancel: Cancel,
) -> tuple[Source, Wish]:
    """A libvirt image without the compression of its memory, in a temporary file; as it is if it has none."""
    if not source.seekable:
        source = _in_a_file(library, source, stack, progress, cancel)
    with open_carried(TailSource(source, 0), cancel=cancel) as stream:
        envelope = stream.envelope
        if envelope is not None and envelope.compression is not None and envelope.head:
            wish = replace(wish, facts=replace(wish.facts, unpacked=envelope.compression))
            found = _in_a_file(library, stream, stack, progress, cancel, raw_head(envelope.head))
            return found, wish
    source.seek(0)
    return source, wish


def _at_hand(
    library: Library,
    source: Source,
    parent: str,
    stack: contextlib.ExitStack,
    progress: Progress,
    cancel: Cancel,
) -> Source:
    """A pipe whose state may become a delta, in a temporary file; else the pipe itself."""
    if parent != AUTO or not has_candidates(library, source.peek(_FRONT)):
        return source
    return _in_a_file(library, source, stack, progress, cancel)


def _in_a_file(
    library: Library,
    source: Source,
    stack: contextlib.ExitStack,
    progress: Progress,
    cancel: Cancel,
    head: bytes = b"",
) -> Source:
    """*head* and all of *source* in a temporary file."""
    file = _temporary(library, stack)
    progress.activity = "reading"
    buffer = memoryview(bytearray(_WINDOW))
    sink = DescriptorSink(file, "temporary file", close_fd=False)
    sink.write((head,), len(head))
    while count := source.readinto(buffer):
        cancel.check()
        sink.write((buffer[:count],), count)
        progress.read_bytes += count
    return _begun_again(file, source.name, stack, progress)


def _temporary(library: Library, stack: contextlib.ExitStack) -> int:
    """A file without a name, where the archive goes too."""
    try:
        directory = library.place.directory
        return stack.enter_context(tempfile.TemporaryFile(prefix="qmigui-", dir=directory)).fileno()
    except OSError as error:
        raise TransportError(f"cannot be made: {error.strerror}", source="temporary file") from error


def _begun_again(file: int, name: str, stack: contextlib.ExitStack, progress: Progress) -> Source:
    os.lseek(file, 0, os.SEEK_SET)
    progress.read_bytes = progress.written_bytes = 0
    return stack.enter_context(FileSource(file, name, close_fd=False))
