"""Takes the state in a thread of its own, while the caller watches the guest."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Receiver(Generic[_T]):
    """A thread that does one piece of work.

    It is a daemon: work that hangs, in a pipe that nobody reads, does not hold
    up the end of the program.

    Args:
        work: is done at once.
    """

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._result: list[_T] = []
        self.error: BaseException | None = None
        self._done = threading.Event()
        threading.Thread(target=self._run, name="qmigui-receive", daemon=True).start()

    def _run(self) -> None:
        try:
            self._result.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            self.error = error
        self._done.set()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, after this time at most."""
        return self._done.wait(seconds)

    def result(self) -> _T:
        """What the work gave, or raises what it raised; it must be done."""
        if self.error is not None:
            raise self.error
        return self._result[0]
