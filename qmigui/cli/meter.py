"""Shows the progress of a job while it runs.

A small thread looks at the counters; the job itself knows nothing of it.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from qmigui.progress import Progress

_INTERVAL = 0.1
_FIRST = 0.5


@contextlib.contextmanager
def open_meter(mode: str, progress: Progress) -> Iterator[None]:
    """Show *progress* inside the block.

    Args:
        mode: ``auto`` (a line on standard error, if that is a terminal),
            ``lines`` (``progress READ TOTAL`` on standard output; TOTAL is 0
            while nobody knows it) or ``off``.
        progress: what to show.
    """
    show: _Terminal | _Lines
    if mode == "lines" and sys.stdout is not None:
        show = _Lines(sys.stdout)
    elif mode == "auto" and sys.stderr is not None and sys.stderr.isatty():
        show = _Terminal(sys.stderr)
    else:
        yield
        return
    done = threading.Event()

    def run() -> None:
        wait = show.first
        try:
            while not done.wait(wait):
                show.update(progress)
                wait = _INTERVAL
        except OSError:
            pass  # nobody looks any more; the work goes on

    thread = threading.Thread(target=run, name="qmigui-meter", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        with contextlib.suppress(OSError):
            show.close(progress)


class _Lines:
    """For programs."""

    first = 0.0

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def update(self, progress: Progress) -> None:
        print(f"progress {progress.read_bytes} {progress.total_bytes or 0}", file=self._stream, flush=True)

    def close(self, progress: Progress) -> None:
        self.update(progress)


class _Terminal:
    """For people: one line that is written over."""

    first = _FIRST

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = False

    def update(self, progress: Progress) -> None:
        seconds = max(time.monotonic() - progress.started, 1e-6)
        done = progress.read_bytes
        fraction = progress.fraction()
        parts = [f"{done / 1e6:.0f} MB", f"{done / seconds / 1e6:.0f} MB/s"]
        if fraction is not None:
            parts.insert(0, f"{100 * fraction:.0f} %")
            if fraction > 0.02:
                parts.append(f"{seconds / fraction - seconds:.0f} s left")
        parts.append(progress.activity[:40])
        self._stream.write("\r\x1b[K" + "  ".join(parts))
        self._stream.flush()
        self._shown = True

    def close(self, progress: Progress) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
