"""Hands problems on, so many of each kind."""

from __future__ import annotations

from collections.abc import Callable

from qmigui.errors import Problem, Severity
from qmigui.stream.checks.codes import problem

MAX_OF_A_KIND = 100


class Reports:
    """Counts problems and hands on the first ones of each kind.

    Args:
        take: is given each problem that is told.

    Attributes:
        counts: problems by code, those not handed on too.
    """

    def __init__(self, take: Callable[[Problem], None]) -> None:
        self._take = take
        self.counts: dict[str, int] = {}

    def put(self, told: Problem) -> None:
        """Hand on *told*, unless there have been many like it."""
        count = self.counts.get(told.code, 0) + 1
        self.counts[told.code] = count
        if count <= MAX_OF_A_KIND:
            self._take(told)

    def tell(
        self,
        code: str,
        message: str,
        *,
        offset: int | None = None,
        path: str | None = None,
        length: int | None = None,
        expected: str | None = None,
        found: str | None = None,
        severity: Severity | None = None,
        hint: str | None = None,
    ) -> None:
        """Put a problem; the arguments are those of :func:`~.codes.problem`."""
        if self.counts.get(code, 0) >= MAX_OF_A_KIND:
            self.counts[code] += 1  # there may be millions: not even made
            return
        self.put(
            problem(
                code,
                message,
                offset=offset,
                path=path,
                length=length,
                expected=expected,
                found=found,
                severity=severity,
                hint=hint,
            )
        )

    def finish(self) -> None:
        """Say how many were not handed on."""
        for code, count in sorted(self.counts.items()):
            if count > MAX_OF_A_KIND:
                rest = count - MAX_OF_A_KIND
                self._take(problem("not-listed", f"{rest} more problems '{code}' are not listed"))
