"""A thread that makes the next pieces while the last ones are used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

_POLL = 0.1
_LAST_WAIT = 1.0


class _Stopped(Exception):
    """Nobody wants more."""


class Producer:
    """Calls a function on a thread of its own, a few calls ahead.

    Args:
        make: gives the next piece; an empty one is the last.
        ahead: how many pieces may wait.
    """

    def __init__(self, make: Callable[[], bytes], ahead: int) -> None:
        self._make = make
        self._queue: queue.Queue[bytes | BaseException] = queue.Queue(ahead)
        self._stop = threading.Event()
        self._end: bytes | BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="qmigui-unpack", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while piece := self._make():
                self._put(piece)
            self._put(b"")
        except _Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - raised where the next piece is asked for
            try:
                self._put(error)
            except _Stopped:
                pass

    def _put(self, item: bytes | BaseException) -> None:
        while not self._stop.is_set():
            try:
                self._queue.put(item, timeout=_POLL)
                return
            except queue.Full:
                continue
        raise _Stopped

    def take(self) -> bytes:
        """The next piece; raises what making it raised.  After the end: the same again."""
        item = self._end if self._end is not None else self._queue.get()
        if isinstance(item, BaseException):
            self._end = item
            raise item
        if not item:
            self._end = item
        return item

    def close(self) -> bool:
        """Stop; False when the thread is still busy, with something that does not come."""
        self._stop.set()
        self._thread.join(_LAST_WAIT)
        return not self._thread.is_alive()
