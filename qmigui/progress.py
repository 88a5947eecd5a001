"""How far the work is, and the wish to stop it.

Both objects are plain counters that any thread may read: the worker writes
them once a window (milliseconds), whoever shows them polls.  No callbacks, no
locks, no threads here.
"""

from __future__ import annotations

import time

from qmigui.errors import Cancelled
from qmigui.record import field, record


@record(frozen=False)
class Progress:
    """Counters of one job.

    Attributes:
        total_bytes: size of the input, or None while it is not known (pipe).
        read_bytes: input consumed so far.
        written_bytes: output handed to the sink so far.
        sections: sections passed so far.
        activity: what is going on now, e.g. ``section 2 'ram'``.
    """

    total_bytes: int | None = None
    read_bytes: int = 0
    written_bytes: int = 0
    sections: int = 0
    activity: str = ""
    started: float = field(default_factory=time.monotonic)

    def fraction(self) -> float | None:
        """The done share of the input, 0 to 1, or None when unknown."""
        if not self.total_bytes:
            return None
        return min(1.0, self.read_bytes / self.total_bytes)


class Share(Progress):
    """Counters of one step of several: what it reads counts in the whole.

    Args:
        whole: kept up to date; its total stays what it is.
        done_bytes: read by the steps before.
    """

    __slots__ = ("_done_bytes", "_whole")

    def __init__(self, whole: Progress, done_bytes: int) -> None:
        self._whole = whole
        self._done_bytes = done_bytes
        super().__init__(activity=whole.activity)

    @property
    def read_bytes(self) -> int:
        """Input consumed by this step."""
        return self._whole.read_bytes - self._done_bytes

    @read_bytes.setter
    def read_bytes(self, count: int) -> None:
        self._whole.read_bytes = self._done_bytes + count


class Cancel:
    """A flag that a job looks at once a window."""

    __slots__ = ("_wanted",)

    def __init__(self) -> None:
        self._wanted = False

    def set(self) -> None:
        """Ask the job to stop; safe from any thread or signal handler."""
        self._wanted = True

    @property
    def wanted(self) -> bool:
        """Whether someone asked."""
        return self._wanted

    def check(self) -> None:
        """Raise :class:`~qmigui.errors.Cancelled` if someone asked."""
        if self._wanted:
            raise Cancelled
