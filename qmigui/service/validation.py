"""The use case of finding all that is wrong with a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.opener import shown_name
from qmigui.record import field, record
from qmigui.service.forms import BER, BINARY, damaged_form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.qemufile.base import Waiting

MAX_PROBLEMS = 1000
"""So many problems of a file are kept unless somebody asks for another number."""


@record(frozen=False)
class Validation:
    """What a validation found.

    Attributes:
        source: name of the file.
        form: ``binary``, ``ber``, or the name of the type of another module.
        size: octets of the file, None for a pipe.
        problems: in the order in which they were found, so many at most.
        counts: of all problems, by severity (``error``, ``warning``, ``note``).
    """

    source: str
    form: str
    size: int | None = None
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether there is no error; warnings and notes do not count."""
        return not self.counts.get("error")

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/validate.md says what they are."""
        return {
            "source": self.source,
            "form": self.form,
            "size": self.size,
            "counts": {word: self.counts.get(word, 0) for word in ("error", "warning", "note")},
            "problems": [problem.to_json() for problem in self.problems],
        }


def validate(
    name: str,
    *,
    schema: str | None = None,
    pdu: str | None = None,
    max_problems: int = MAX_PROBLEMS,
    take: Callable[[Problem], None] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Validation:
    """Find all that is wrong with a file.

    Args:
        name: as :func:`~qmigui.service.opening.open_state` takes it.
        schema: path of an ASN.1 module to check BER by; None: a stream of either form.
        pdu: the type that the file holds; None: the module's only outermost one.
        max_problems: so many are kept; all are counted.
        take: is given each one that is kept, as it is found.
        progress: kept up to date while it runs.
        cancel: stops it.
        waiting: how to deal with whoever is at the other end of a socket.

    Raises:
        QmiguiError: the file, or the module, could not be read at all.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    if pdu is not None and schema is None:
        raise UsageError("a type (--pdu) needs a module (--schema)")
    type_ = None
    if schema is not None:
        from qmigui.schema.check import type_of
        from qmigui.schema.load import load_file

        type_ = type_of(load_file(schema), pdu)
    result = Validation(shown_name(name), "")

    def report(problem: Problem) -> None:
        word = problem.severity.value
        result.counts[word] = result.counts.get(word, 0) + 1
        if len(result.problems) < max_problems:
            result.problems.append(problem)
            if take is not None:
                take(problem)

    try:
        opened = open_state(name, lenient=True, cancel=cancel, waiting=waiting, progress=progress)
    except FormatError as error:
        if error.code is None:
            raise
        result.form = BINARY
        report(_problem_of(error))
        return result
    with opened as source:
        result.source, result.size = source.name, source.size
        progress.total_bytes, progress.read_bytes = source.size, source.start_offset
        try:
            if source.envelope is not None:
                for fault in source.envelope.faults:
                    report(_problem_of(fault.error))
                if not source.envelope.is_readable:
                    result.form = BINARY
                    return result
            if type_ is not None:
                from qmigui.schema.check import check_by_module

                result.form = type_.name
                check_by_module(source, type_, report, progress, cancel)
                return result
            result.form = damaged_form_of(source)
            if result.form == BER:
                from qmigui.schema.check import check_ber

                check_ber(source, report, progress, cancel)
            else:
                from qmigui.stream.check_binary import check_binary

                check_binary(source, report, progress, cancel)
        except QmiguiError as error:
            if error.source is None:
                error.source = source.name
            raise
    return result


def _problem_of(error: FormatError) -> Problem:
    """What is wrong with a carrier."""
    from qmigui.stream.checks.codes import problem_of

    return problem_of(error)
