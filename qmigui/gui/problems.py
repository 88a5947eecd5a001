"""The problems of one file, and which of them lie where."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmigui.errors import Problem

SEVERITIES = ("error", "warning", "note")
"""From worst to least."""


def severity_words() -> dict[str, str]:
    """What each severity is called."""
    return {
        "error": QCoreApplication.translate("Severity", "error"),
        "warning": QCoreApplication.translate("Severity", "warning"),
        "note": QCoreApplication.translate("Severity", "note"),
    }


class ProblemStore(QObject):
    """All problems.

    Signals:
        changed: some have come, or a check has ended.

    Attributes:
        problems: in the order in which they came.
        is_complete: the check is over.
        counts_told: what the check counted, by severity; more than are kept if there were very many.
        failure: why there was no check, or None.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problems: list[Problem] = []
        self.is_complete = False
        self.counts_told: dict[str, int] = {}
        self.failure: str | None = None
        self.fraction: float | None = None
        self._offsets: dict[str, list[int]] = {name: [] for name in SEVERITIES}
        self._totals = dict.fromkeys(SEVERITIES, 0)
        self._sorted: list[tuple[int, int]] = []  # offset, place in problems

    def add(self, problems: Sequence[Problem]) -> None:
        """More of them."""
        for place, problem in enumerate(problems, start=len(self.problems)):
            self._totals[problem.severity.value] += 1
            if problem.offset is not None:
                self._offsets[problem.severity.value].append(problem.offset)
                self._sorted.append((problem.offset, place))
        self.problems += problems
        for offsets in self._offsets.values():
            offsets.sort()  # nearly in order: that is quick
        self._sorted.sort()
        self.changed.emit()

    def finish(self, counts: dict[str, int], failure: str | None = None) -> None:
        """The check is over."""
        self.is_complete = True
        self.counts_told = counts
        self.failure = failure
        self.changed.emit()

    def total(self, severity: str) -> int:
        """How many there are of a severity."""
        told = self.counts_told.get(severity)
        if told is not None:
            return told
        return self._totals[severity]

    @property
    def worst(self) -> str:
        """The worst severity there is, or nothing."""
        return next((name for name in SEVERITIES if self.total(name)), "")

    def counts(self, offset: int, length: int) -> tuple[int, int, int]:
        """Errors, warnings and notes whose offsets lie in a range."""
        if not self._sorted or offset < 0:
            return _NONE
        end = offset + max(1, length)
        counts = [
            bisect_left(self._offsets[name], end) - bisect_left(self._offsets[name], offset)
            for name in SEVERITIES
        ]
        return counts[0], counts[1], counts[2]

    def first_in(self, offset: int, length: int) -> Problem | None:
        """The first one in a range; of those at one place the first that came."""
        if offset < 0:
            return None
        place = bisect_left(self._sorted, (offset, -1))
        if place < len(self._sorted) and self._sorted[place][0] < offset + max(1, length):
            return self.problems[self._sorted[place][1]]
        return None

    def ranges(self, first: int, last: int, most: int = 500) -> list[tuple[int, int, str]]:
        """Places with problems from *first* to before *last*: start, end and severity."""
        found: list[tuple[int, int, str]] = []
        place = bisect_left(self._sorted, (first - _MOST_MARKED, -1))
        for offset, number in self._sorted[place : place + 20 * most]:
            if offset >= last or len(found) >= most:
                break
            problem = self.problems[number]
            end = offset + max(1, min(problem.length or 1, _MOST_MARKED))
            if end > first:
                found.append((offset, end, problem.severity.value))
        return found


_NONE = (0, 0, 0)
_MOST_MARKED = 4096
"""Octets of one problem that are marked: what is lost may be gigabytes."""
