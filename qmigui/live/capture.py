"""Takes the state of a guest that runs, and gives the guest back.

The order of things, and what each failure leaves:

1. The guest is looked at; nothing has changed.
2. A keeper process knows how the guest was found.  From here on it gives the
   guest back if this process dies, at any moment.
3. The guest is paused (unless it shall run on), QEMU migrates into our socket.
4. When QEMU is done, and also when anything goes wrong: the migration is ended
   if it has not, the guest continued if it ran, the parameters set back.
5. The keeper is released.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from qmigui.errors import QmiguiError, TransportError
from qmigui.live.channel import Channel, descriptor_name, open_channel
from qmigui.live.guard import Guard
from qmigui.live.keeper import ODD_ANSWER, Plan, give_back
from qmigui.live.monitor import Monitor, RefusedError
from qmigui.live.receiver import Receiver
from qmigui.live.situation import Situation, look, odd_answer
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.base import Source, Waiting
from qmigui.qemufile.sockets import SocketSource

_T = TypeVar("_T")

UNLIMITED = 1 << 50
"""Octets a second: the way is memory, and the guest stands still as long as it takes."""

VERDICT_SECONDS = 10.0
"""How long QEMU may take, after the last octet, to say whether that was all."""

_POLL_SECONDS = 0.05
_HALT_SECONDS = 2.0
"""For how long work that was told to stop may go on before it is left alone."""


@dataclass(frozen=True, slots=True)
class Captured(Generic[_T]):
    """A capture that worked.

    Attributes:
        result: what the taker of the state gave.
        ran: whether the guest ran, and does again.
        paused_seconds: for how long it stood still for certain: from the pause to the end of it.
            With *live* the last part of the migration, which only QEMU knows, is not in it.
        warnings: what a person should know.
    """

    result: _T
    ran: bool
    paused_seconds: float
    warnings: list[str]


def capture(
    name: str,
    take: Callable[[Source, Cancel], _T],
    *,
    live: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    waiting: Waiting | None = None,
) -> Captured[_T]:
    """Take the state of the guest whose monitor is *name*.

    Args:
        name: path of the monitor's socket, or its ``unix:PATH`` or ``tcp:HOST:PORT``.
        take: is given the state, a source to be read to its end, and a flag that says when to
            stop; runs in another thread.  What it keeps must not be shown before this function
            has returned: only then QEMU has confirmed that it was all.
        live: let the guest run while its state is sent, and pause it for the end only.
        progress: gets the length that is to be expected.
        cancel: stops it.
        waiting: for how long to wait for the monitor, and who is warned.

    Raises:
        TransportError: the guest cannot be captured, or something went wrong; it was given
            back unless the error says otherwise.
        QmiguiError: what *take* raised.
    """
    progress = progress if progress is not None else Progress()
    cancel = cancel if cancel is not None else Cancel()
    waiting = waiting or Waiting()
    with Monitor(name, cancel, waiting) as monitor:
        situation = look(monitor, live=live)
        for warning in situation.warnings:
            waiting.warn(f"{name}: {warning}")
        halt = Cancel()
        with open_channel(monitor, halt) as channel:
            receiver = None
            cancel.check()
            plan = _plan(monitor, situation, channel)
            guard = Guard(plan)
            started = time.monotonic()
            try:
                if situation.runs and not live:
                    monitor.execute("stop")
                with contextlib.suppress(RefusedError):  # it only takes longer then
                    monitor.execute("migrate-set-parameters", {"max-bandwidth": UNLIMITED})
                receiver, sources = _start(monitor, channel, take, halt)
                _watch(monitor, receiver, sources, progress, cancel)
            except BaseException:
                halt.set()
                raise
            finally:
                _give_back(monitor, guard, plan)
                if halt.wanted and receiver is not None:
                    receiver.wait(_HALT_SECONDS)
            paused = time.monotonic() - started
            return Captured(
                _rest(receiver, cancel, halt),
                situation.runs,
                paused if situation.runs and not live else 0.0,
                situation.warnings,
            )


def _plan(monitor: Monitor, situation: Situation, channel: Channel) -> Plan:
    """What the keeper has to know."""
    return {
        "monitor": monitor.place,
        "resume": situation.runs,
        "parameters": {"max-bandwidth": situation.bandwidth},
        "descriptor": descriptor_name() if monitor.passes_descriptors else None,
        "directory": channel.directory,
    }


def _start(
    monitor: Monitor, channel: Channel, take: Callable[[Source, Cancel], _T], halt: Cancel
) -> tuple[Receiver[_T], list[SocketSource]]:
    """Let QEMU begin, and somebody take what comes; the list gets its source."""
    sources: list[SocketSource] = []

    def receive() -> _T:
        with channel.open() as source:
            sources.append(source)
            return take(source, halt)

    channel.offer()
    try:
        monitor.execute("migrate", {"uri": channel.uri})
    except RefusedError:
        channel.withdraw()
        raise
    return Receiver(receive), sources


def _watch(
    monitor: Monitor,
    receiver: Receiver[_T],
    sources: list[SocketSource],
    progress: Progress,
    cancel: Cancel,
) -> None:
    """Wait until QEMU says that the migration is complete.

    Raises:
        TransportError: QEMU says that it is not.
        QmiguiError: whoever takes the state has given up.
        Cancelled: somebody asked for it.
    """
    end = None  # of our patience
    while True:
        cancel.check()
        if receiver.wait(_POLL_SECONDS):
            # No more will come, and QEMU is about to notice.
            end = end or time.monotonic() + VERDICT_SECONDS
            time.sleep(_POLL_SECONDS)
        _raise_own(receiver, sources)
        status, reason = _ask(monitor, progress)
        if status == "completed":
            return
        if status in {"failed", "cancelled"}:
            receiver.wait(_HALT_SECONDS)  # if it gave up, that is why
            _raise_own(receiver, sources)
            raise TransportError(f"QEMU did not send the state: {reason}", source=monitor.name)
        if status == "pre-switchover":
            monitor.execute("migrate-continue", {"state": status})
        if end is not None and time.monotonic() > end:
            receiver.result()  # may have an error of its own to raise
            raise TransportError(f"QEMU does not say that it sent all ('{status}')", source=monitor.name)


def _ask(monitor: Monitor, progress: Progress) -> tuple[str, str]:
    """The status of the migration and, if it has failed, the reason; *progress* gets what is to be expected.

    Raises:
        TransportError: there is no answer, or none that makes sense.
    """
    migration: Any = monitor.execute("query-migrate")
    try:
        status = str(migration.get("status"))
        if ram := migration.get("ram"):
            progress.total_bytes = int(ram["transferred"]) + int(ram["remaining"])
        return status, str(migration.get("error-desc") or f"the migration {status}")
    except ODD_ANSWER as error:
        raise odd_answer(monitor) from error


def _raise_own(receiver: Receiver[_T], sources: list[SocketSource]) -> None:
    """Raise what went wrong with whoever takes the state; why it is cut off, only QEMU knows."""
    if receiver.error is not None and not (sources and sources[0].ended):
        raise receiver.error


def _give_back(monitor: Monitor, guard: Guard, plan: Plan) -> None:
    """Leave the guest as it was found, ourselves or by the keeper.

    Raises:
        TransportError: neither could.
    """
    try:
        state = give_back(monitor.execute, plan)
    except (QmiguiError, *ODD_ANSWER) as error:
        monitor.close()
        try:
            state = guard.hand_over()
        except TransportError as failure:
            raise TransportError(f"{failure.message} ({error})", source=monitor.name) from error
    else:
        guard.release()
    if plan["resume"] and state != "running":
        what = "QEMU has ended" if state == "gone" else f"the guest does not run on: its state is '{state}'"
        raise TransportError(what, source=monitor.name)


def _rest(receiver: Receiver[_T], cancel: Cancel, halt: Cancel) -> _T:
    """What the taker gives, once it has all."""
    while not receiver.wait(_POLL_SECONDS):
        if cancel.wanted:
            halt.set()
            receiver.wait(_HALT_SECONDS)
            cancel.check()
    return receiver.result()
