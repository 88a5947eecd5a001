"""What a guest is doing, and whether its state would come in one piece and be of use.

Names of capabilities, parameters and states: QEMU's ``qapi/migration.json`` and
``qapi/run-state.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qmigui.errors import TransportError
from qmigui.live.keeper import ODD_ANSWER, UNDER_WAY
from qmigui.live.monitor import Monitor

_WANTS_ANSWERS = "QEMU would wait for answers, as only a running machine on the other side can give them"

REFUSED_CAPABILITIES = {
    "multifd": "the pages would come over several connections, the rest over another",
    "mapped-ram": "the pages would go to fixed places of a file: have QEMU migrate to file:PATH itself",
    "x-colo": "the state would never end: it is sent again and again",
    "return-path": _WANTS_ANSWERS,
    "postcopy-ram": _WANTS_ANSWERS,
    "postcopy-preempt": "pages would come over a second connection",
    "switchover-ack": _WANTS_ANSWERS,
}
"""Capabilities with which there is no state to keep, and why."""

_DOUBTFUL_CAPABILITIES = {
    "x-ignore-shared": "memory that is shared with other programs is not part of the state",
    "block": "the disks are part of the state",
}

REFUSED_STATES = {
    "inmigrate": "it waits for a state itself",
    "postmigrate": "it was migrated and has not been continued since: 'cont' lets it run here",
    "finish-migrate": "it is being migrated",
    "save-vm": "it is being saved",
    "restore-vm": "it is being restored",
    "colo": "it is one of a pair (COLO)",
    "preconfig": "it is not complete yet",
    "suspended": "it sleeps, and to be continued would wake it: do that first ('system_wakeup')",
}
"""States of a guest in which it is left alone, and why."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A guest that can be captured.

    Attributes:
        state: what ``query-status`` says.
        runs: whether it runs, and has to run again.
        background: whether QEMU itself lets it run on while the state is sent.
        bandwidth: the limit of migrations, octets a second.
        warnings: what a person should know.
    """

    state: str
    runs: bool
    background: bool
    bandwidth: int
    warnings: list[str] = field(default_factory=list)


def look(monitor: Monitor, *, live: bool) -> Situation:
    """Look at the guest; nothing is changed.

    Args:
        monitor: of it.
        live: whether it is to run while its state is sent.

    Raises:
        TransportError: it cannot be captured, and why.
    """
    try:
        return _look(monitor, live)
    except ODD_ANSWER as error:
        raise odd_answer(monitor) from error


def odd_answer(monitor: Monitor) -> TransportError:
    """The error for answers that QEMU would not give."""
    return TransportError("answers what QEMU's monitor would not", source=monitor.name)


def _look(monitor: Monitor, live: bool) -> Situation:
    """What :func:`look` does."""

    def refuse(why: str) -> TransportError:
        return TransportError(f"the guest cannot be captured: {why}", source=monitor.name)

    status: dict[str, Any] = monitor.execute("query-status")
    state = str(status["status"])
    if state in REFUSED_STATES:
        raise refuse(f"{REFUSED_STATES[state]} (its state is '{state}')")
    migration: dict[str, Any] = monitor.execute("query-migrate")
    if migration.get("status") in UNDER_WAY:
        raise refuse(f"a migration is under way ('{migration['status']}')")
    if migration.get("blocked-reasons"):
        raise refuse("; ".join(map(str, migration["blocked-reasons"])))
    enabled = [
        item["capability"] for item in monitor.execute("query-migrate-capabilities") if item["state"]
    ]
    for name in enabled:
        if name in REFUSED_CAPABILITIES:
            raise refuse(
                f"the capability {name} is on: {REFUSED_CAPABILITIES[name]} "
                f"('migrate_set_capability {name} off' switches it off)"
            )
    background = "background-snapshot" in enabled
    if background and not (live and status["running"]):
        raise refuse(
            "the capability background-snapshot is on, with which QEMU lets the guest run while it is sent: "
            "--live has it so, of a running guest; "
            "or switch it off ('migrate_set_capability background-snapshot off')"
        )
    parameters: dict[str, Any] = monitor.execute("query-migrate-parameters")
    if parameters.get("tls-creds"):
        raise refuse("migrations are encrypted (the parameter tls-creds is set)")
    if parameters.get("mode", "normal") != "normal":
        raise refuse(f"migrations are of the mode '{parameters['mode']}', which leaves memory where it is")
    warnings = [
        f"the capability {name} is on: {_DOUBTFUL_CAPABILITIES[name]}"
        for name in enabled
        if name in _DOUBTFUL_CAPABILITIES
    ]
    runs = bool(status["running"])
    if not runs:
        warnings.append(
            f"the guest does not run ('{state}') and will not: QEMU will call it 'postmigrate', not migrate "
            "it again and, before 10.0, not open its disks before it has been continued"
        )
    return Situation(state, runs, background, int(parameters["max-bandwidth"]), warnings)
