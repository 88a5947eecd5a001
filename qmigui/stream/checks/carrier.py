"""The head of a carrier that BER has kept: the same checks as on the file that it came from."""

from __future__ import annotations

from collections.abc import Iterator

from qmigui.errors import Problem
from qmigui.qemufile.envelope import KINDS, LIBVIRT
from qmigui.record import replace
from qmigui.stream.checks.codes import problem_of


def head_problems(kind: int, head: bytes, compression: str | None, offset: int) -> Iterator[Problem]:
    """What is wrong with a head.

    Args:
        kind: of the carrier, as the schema numbers it.
        head: the octets.
        compression: of the stream that stood behind it, or None.
        offset: where the first of them lies in the BER.
    """
    if kind != KINDS[LIBVIRT]:
        return
    from qmigui.qemufile.libvirt import parse_head

    for fault in parse_head(head, compression).faults:
        found = problem_of(fault.error)
        yield replace(found, offset=offset + (found.offset or 0), path=f"carrier / {found.path}")
