"""Validates a whole binary stream: the reader that goes on, and the checks of meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.stream.checks.checker import Checker
from qmigui.stream.checks.report import Reports
from qmigui.stream.feed import WINDOW, Feed
from qmigui.stream.pipeline import quick_switching
from qmigui.stream.resync import ResilientReader

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source


def check_binary(
    source: Source,
    report: Callable[[Problem], None],
    progress: Progress,
    cancel: Cancel,
    window: int = WINDOW,
) -> None:
    """Find all that is wrong with a binary stream.

    Args:
        source: stands at its start.
        report: is given each problem, as it is found; so many of a kind at most.
        progress: kept up to date, once a window.
        cancel: looked at once a window.
        window: octets read at once.

    Raises:
        TransportError: the source could not be read.
        Cancelled: someone asked for it.
    """
    reports = Reports(report)
    reader = ResilientReader(Feed(source, window=window), reports.put, cancel=cancel)
    checker = Checker(reports)
    next_look = 0
    try:
        with quick_switching():  # for a thread that decompresses
            for event in reader.events():
                checker.take(event)
                offset = reader.offset
                if offset >= next_look:
                    cancel.check()
                    next_look = offset + window // 4
                    progress.read_bytes = offset
            checker.finish()
        progress.read_bytes = reader.offset
    finally:
        checker.close()
        reader.close()
