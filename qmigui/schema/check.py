"""Validates a whole BER file: by the shipped module with all that a stream means, or by any module."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmigui.errors import SchemaError
from qmigui.schema.automaton import Automaton
from qmigui.schema.meaning import Meaning, roles_of
from qmigui.schema.octets import WINDOW
from qmigui.schema.shipped import shipped_module
from qmigui.schema.validate import Validator
from qmigui.stream.checks.checker import Checker
from qmigui.stream.checks.report import Reports

if TYPE_CHECKING:
    from qmigui.errors import Problem
    from qmigui.progress import Cancel, Progress
    from qmigui.qemufile.base import Source
    from qmigui.schema.model import Module, Type

ROOT = "QemuFile"
STREAM_WINDOW = 4 << 20
"""Octets of a stream's BER held at once: long runs of pages are looked at together."""


def check_ber(
    source: Source,
    report: Callable[[Problem], None],
    progress: Progress,
    cancel: Cancel,
    *,
    window: int = STREAM_WINDOW,
    plain: bool = True,
) -> None:
    """Find all that is wrong with the BER form of a stream.

    Args:
        source: stands at its start.
        report: is given each problem, as it is found; so many of a kind at most.
        progress: kept up to date, once a window.
        cancel: looked at once a window.
        window: octets held at once.
        plain: whether quick ways are taken (tests compare both).

    Raises:
        TransportError: the source could not be read.
        Cancelled: someone asked for it.
    """
    module = shipped_module()
    reports = Reports(report)
    checker = Checker(reports)
    access = source.pread if source.seekable else None
    meaning = Meaning(checker.take, reports.put, access, quick=plain)
    automaton = Automaton(module.types[ROOT], roles_of(module))
    try:
        Validator(
            automaton,
            source,
            meaning.hear,
            observer=meaning,
            progress=progress,
            cancel=cancel,
            window=window,
            plain=plain,
        ).run()
        meaning.release()
        checker.finish()
    finally:
        checker.close()


def check_by_module(
    source: Source,
    type_: Type,
    report: Callable[[Problem], None],
    progress: Progress,
    cancel: Cancel,
    *,
    window: int = WINDOW,
    plain: bool = True,
) -> None:
    """Find all that is wrong with BER of any type; arguments and errors as for :func:`check_ber`."""
    reports = Reports(report)
    Validator(
        Automaton(type_), source, reports.put, progress=progress, cancel=cancel, window=window, plain=plain
    ).run()
    reports.finish()


def type_of(module: Module, name: str | None) -> Type:
    """The type that a file should hold.

    Args:
        module: where it stands.
        name: None: the only type that no other one uses.

    Raises:
        SchemaError: there is no such type.
    """
    if name is not None:
        type_ = module.types.get(name)
        if type_ is None:
            some = ", ".join(sorted(module.types)[:8])
            raise SchemaError(f"the module has no type '{name}'; it has {some}, ...")
        return type_
    used: set[int] = set()
    for outer in module.types.values():
        used.update(id(member.type.body) for member in outer.body.members)
        if outer.body.element is not None:
            used.add(id(outer.body.element.body))
    tops = [name for name, type_ in module.types.items() if id(type_.body) not in used]
    if len(tops) != 1:
        some = ", ".join(tops[:8])
        raise SchemaError(f"which type does the file hold? --pdu NAME tells; candidates: {some}")
    return module.types[tops[0]]
