"""The use cases of asking whether a state will load: by what a QEMU knows, and by letting it try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from qmigui.errors import FormatError, Problem, QmiguiError, Severity, TransportError, UsageError
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.copies import seekable
from qmigui.qemufile.opener import open_source
from qmigui.record import field, record
from qmigui.service.forms import BER, BINARY, form_of
from qmigui.service.opening import open_state

if TYPE_CHECKING:
    from qmigui.compare.content import StateContent
    from qmigui.compare.destination import Destination
    from qmigui.compare.trial import Trial
    from qmigui.qemufile.base import Source

_MAPPED = "mapped-ram"
"""The capability whose offsets count from the start of a file."""


@record(frozen=False, eq=False)
class Verdict:
    """What a destination will say of a state.

    Attributes:
        source: name of the file.
        machine: type of the state's machine; empty: it does not tell.
        destination: what was known of the destination: ``table``, ``machine``, or both.
        problems: what was found, in the order in which QEMU would meet it.
    """

    source: str
    machine: str
    destination: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def loads(self) -> bool:
        """Whether nothing was found that keeps it from loading."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    def to_json(self) -> dict[str, object]:
        """Plain values; docs/compare.md says what they are."""
        return {
            "source": self.source,
            "machine": self.machine,
            "destination": self.destination,
            "loads": self.loads,
            "problems": [problem.to_json() for problem in self.problems],
        }


def check_against(
    name: str,
    *,
    table: str | None = None,
    command: Sequence[str] = (),
    cancel: Cancel | None = None,
) -> Verdict:
    """Say whether a destination will load a state, and why not.

    Args:
        name: a path, ``-`` or ``fd:N``.
        table: path of the output of ``qemu-system-X -M MACHINE -dump-vmstate``.
        command: instead, or as well: a QEMU and the options of its machine.  With
            the machine type at most (that of the state without) only its table is
            asked for; with more options its machine is started too, paused, and saves its state to a
            temporary file.
        cancel: stops it.

    Raises:
        QmiguiError: something could not be read, or QEMU not be started.
    """
    from qmigui.compare.verdict import check_against as find

    cancel = cancel if cancel is not None else Cancel()
    if table is None and not command:
        raise UsageError("a destination is needed: a table of -dump-vmstate, or a QEMU (--qemu)")
    with ExitStack() as stack:
        source, state = _opened(name, stack, cancel)
        result = Verdict(source.name, _machine(state))
        destination = _destination(table, command, state, result, stack, cancel)
        result.problems += find(state, destination)
    return result


def try_load(
    name: str, command: Sequence[str], *, progress: Progress | None = None, cancel: Cancel | None = None
) -> Trial:
    """Let the real QEMU load a state, paused, and say what it said; nothing of the state is changed.

    Args:
        name: a path, ``-`` or ``fd:N``; of either form.
        command: a QEMU and the options of the machine that is to take it.
        progress: octets that QEMU has taken.
        cancel: stops it.

    Raises:
        QmiguiError: the state could not be read, or QEMU not be started.
    """
    from qmigui.compare import trial
    from qmigui.compare.qemu import checked_command, has_machine

    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    words = checked_command(command)
    with ExitStack() as stack:
        source, state = _opened(name, stack, cancel)
        machine = _machine(state)
        if not has_machine(words) and machine:
            words += ["-M", machine]
        with _binary(source, state, cancel) as binary:
            progress.total_bytes = None if binary.size is None else binary.size - binary.start_offset
            return trial.try_load(binary, state.capabilities, words, progress, cancel)


def _opened(name: str, stack: ExitStack, cancel: Cancel) -> tuple[Source, StateContent]:
    """A state without its pages, and the source of it, at its start."""
    from qmigui.compare.content import read_state

    source = stack.enter_context(open_state(name, cancel=cancel))
    try:
        is_ber = form_of(source) == BER
        source = stack.enter_context(seekable(source, cancel))
        state = stack.enter_context(read_state(source, is_ber, lambda _: cancel.check(), with_pages=False))
    except QmiguiError as error:
        if error.source is None:
            error.source = source.name
        raise
    source.seek(source.start_offset)
    return source, state


def _machine(state: StateContent) -> str:
    configuration = state.configuration
    return "" if configuration is None else configuration.machine.decode("utf-8", "backslashreplace")


def _destination(
    table: str | None,
    command: Sequence[str],
    state: StateContent,
    result: Verdict,
    stack: ExitStack,
    cancel: Cancel,
) -> Destination:
    """All that can be known; what could not be had is a note of the result."""
    from qmigui.compare.destination import Destination, ask_machine, table_of
    from qmigui.compare.dump_table import MAX_DUMP, read_table
    from qmigui.compare.qemu import UNSUPPORTED, checked_command, has_machine, is_whole, version_of

    destination = Destination()
    if table is not None:
        with open_source(table, cancel=cancel) as file:
            octets = bytearray(MAX_DUMP + 1)
            length = file.fill(memoryview(octets))
            try:
                destination.table = read_table(bytes(octets[:length]))
            except FormatError as error:
                error.source = file.name
                raise
    if command:
        words = checked_command(command)
        whole = is_whole(words)
        destination.version = version_of(words[0], cancel)
        is_ours = not has_machine(words) and bool(result.machine)
        if is_ours:
            words += ["-M", result.machine]
        if destination.table is None:
            try:
                destination.table = table_of(words, cancel)
            except TransportError as error:
                if not is_ours or UNSUPPORTED not in error.message:
                    raise
                result.problems.append(_no_machine(result.machine))
                return destination
        if whole:
            try:
                ask_machine(words, destination, cancel, stack)
            except (TransportError, FormatError) as error:
                message = f"the destination's machine could not be asked: {error}"
                result.problems.append(Problem(Severity.WARNING, "no-machine", message))
    result.destination += ["table"] if destination.table is not None else []
    result.destination += ["machine"] if destination.state is not None else []
    return destination


def _no_machine(machine: str) -> Problem:
    message = "the destination has no such machine type"
    return Problem(
        Severity.ERROR,
        "machine-unknown",
        message,
        path="configuration / machine",
        found=machine,
        hint="QEMU: unsupported machine type",
    )


@contextmanager
def _binary(source: Source, state: StateContent, cancel: Cancel) -> Iterator[Source]:
    """The stream alone: the rest of the source, or what it is in binary, in a temporary file."""
    if not state.is_ber and (_MAPPED not in state.capabilities or not source.start_offset):
        yield source
        return
    import tempfile

    from qmigui.qemufile.files import FileSource
    from qmigui.qemufile.pipes import DescriptorSink
    from qmigui.service.transcoding import Plan, transcode_source
    from qmigui.stream.carrier import Outside

    with tempfile.TemporaryFile(prefix="qmigui-") as binary:
        sink = DescriptorSink(binary.fileno(), "temporary file", close_fd=False)
        plan = Plan(Outside("drop", trim=True), Progress(), cancel)
        transcode_source(source, sink, BER if state.is_ber else BINARY, BINARY, plan)
        sink.commit()
        binary.seek(0)
        with FileSource(binary.fileno(), source.name, close_fd=False) as again:
            yield again
