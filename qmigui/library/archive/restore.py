"""The archived file, octet for octet."""

from __future__ import annotations

import hashlib
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from qmigui.errors import LibraryError
from qmigui.library.archive import layout
from qmigui.library.archive.writer import thread_count
from qmigui.progress import Cancel, Progress
from qmigui.stream.pipeline import SWITCH_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qmigui.library.archive.archive import Archive
    from qmigui.qemufile.base import Sink


def restore(
    archive: Archive,
    sink: Sink,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> None:
    """Write what was archived to *sink*, and commit it once its SHA-256 is right.

    Raises:
        LibraryError: a frame is damaged or the parent is missing; nothing was committed.
        TransportError: it could not be written.
        Cancelled: someone asked for it.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    progress.total_bytes = archive.info.raw_size
    digest = hashlib.sha256()
    zeros = archive.frames.table["flags"] & layout.FLAG_ZEROS
    with ThreadPoolExecutor(1, "qmigui-hash") as hasher:
        hashing: deque[Future[None]] = deque()
        for number, data in decoded(archive, thread_count(threads), cancel):
            hashing.append(hasher.submit(digest.update, data))
            if sink.can_skip and zeros[number]:
                sink.write_zeros(len(data))
            elif data:
                sink.write([data], len(data))
            progress.read_bytes += len(data)
            progress.written_bytes += len(data)
            sink.settle()
            while len(hashing) > 2:
                hashing.popleft().result()
        for future in hashing:
            future.result()
    check_digest(archive, digest.hexdigest())
    cancel.check()
    sink.commit()


def check_digest(archive: Archive, digest: str) -> None:
    """Compare the SHA-256 of what came out with what went in.

    Raises:
        LibraryError: it is another.
    """
    if digest != archive.info.raw_sha256:
        raise LibraryError(
            "what it holds has another SHA-256 than what was stored",
            source=str(archive.path),
        )


def decoded(archive: Archive, threads: int, cancel: Cancel) -> Iterator[tuple[int, bytes]]:
    """All frames in order, decoded by several threads a few frames ahead.

    Raises:
        LibraryError: as :meth:`Archive.frame` raises it, when that frame's turn comes.
        Cancelled: someone asked for it.
    """
    if archive.info.parent is not None:
        archive.parent  # noqa: B018 - found here, not in a thread
    total = len(archive.frames)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    pool = ThreadPoolExecutor(threads, "qmigui-decode")
    try:
        ahead: deque[Future[bytes]] = deque()
        following = 0
        for number in range(total):
            while following < total and len(ahead) < threads + 2:
                ahead.append(pool.submit(archive.frame, following, keep=False))
                following += 1
            cancel.check()
            yield number, ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(interval)
