"""Problems as they are found: kept up to a bound, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from qmigui.errors import Problem, Severity

MAX_PROBLEMS = 1000


class Report:
    """Collects problems.

    Args:
        take: is given each problem that is kept, at once; None: they are only kept.
        limit: how many are kept.

    Attributes:
        problems: those that were kept, as found.
        counts: of all, by severity.
    """

    def __init__(self, take: Callable[[Problem], None] | None = None, limit: int = MAX_PROBLEMS) -> None:
        self._take = take
        self._limit = limit
        self.problems: list[Problem] = []
        self.counts: Counter[Severity] = Counter()

    def add(self, problem: Problem) -> None:
        """One more problem."""
        self.counts[problem.severity] += 1
        if len(self.problems) < self._limit:
            self.problems.append(problem)
            if self._take is not None:
                self._take(problem)

    @property
    def dropped(self) -> int:
        """Problems that were counted and not kept."""
        return self.counts.total() - len(self.problems)
