"""What the validator tells of some octets, for tests."""

from __future__ import annotations

import os
from functools import cache

from qmigui.errors import Problem, Severity
from qmigui.progress import Cancel, Progress
from qmigui.qemufile.base import Source
from qmigui.qemufile.memory import MemorySource
from qmigui.schema.check import check_ber, check_by_module
from qmigui.schema.load import load_module
from qmigui.schema.model import Module
from qmigui.schema.octets import WINDOW

THOROUGH = "QMIGUI_THOROUGH" in os.environ
"""All cases, not only some."""


@cache
def module(body: str, tagging: str = "IMPLICIT TAGS") -> Module:
    """The module with the assignments *body*."""
    return load_module(f"M DEFINITIONS {tagging} ::= BEGIN {body} END", "m.asn1", trusted=True)


def octets(data: Source | bytes | str) -> Source | bytes:
    """*data*; text is hexadecimal."""
    return bytes.fromhex(data) if isinstance(data, str) else data


def problems_by(
    body: str, data: Source | bytes | str, *, name: str = "A", window: int = WINDOW, plain: bool = True
) -> list[Problem]:
    """All that is told of *data* as the type *name* of the module with the assignments *body*."""
    data = octets(data)
    source = MemorySource(data) if isinstance(data, bytes) else data
    found: list[Problem] = []
    type_ = module(body).types[name]
    check_by_module(source, type_, found.append, Progress(), Cancel(), window=window, plain=plain)
    return found


def problems_of(data: Source | bytes, *, window: int = WINDOW, plain: bool = True) -> list[Problem]:
    """All that is told of the BER form of a stream."""
    source = MemorySource(data) if isinstance(data, bytes) else data
    found: list[Problem] = []
    check_ber(source, found.append, Progress(), Cancel(), window=window, plain=plain)
    return found


def errors(found: list[Problem]) -> list[Problem]:
    """Those that are errors."""
    return [problem for problem in found if problem.severity is Severity.ERROR]


def told(found: list[Problem]) -> list[tuple[str, int | None]]:
    """Codes and offsets, for comparison."""
    return [(problem.code, problem.offset) for problem in found]
