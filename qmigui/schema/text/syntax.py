"""Gets asn1tools' tree of a text, here or in a process with limits."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qmigui
from qmigui.errors import SchemaError
from qmigui.schema.text.outline import Outline, index_of
from qmigui.schema.text.tokens import error_at, quoted


@dataclass(frozen=True, slots=True)
class Limits:
    """What the parse of a stranger's module may take.

    Time is that of the processor: what a module costs does not depend on what else the machine does.

    Attributes:
        seconds: for any module.
        seconds_per_kib: more for each 1024 characters of it; asn1tools takes a fifth of that or less.
        memory: bytes of address space.
    """

    seconds: float = 20.0
    seconds_per_kib: float = 0.1
    memory: int = 1 << 30

    def seconds_for(self, text: str) -> float:
        """What the parse of *text* may take."""
        return self.seconds + self.seconds_per_kib * len(text) / 1024


USUAL_LIMITS = Limits()

_PATIENCE = 30
"""So many times as long by the clock, on a busy machine; then a worker that sleeps is given up."""


def text_of(outline: Outline) -> str:
    """What the parser is given for *outline*."""
    return "\n".join((*outline.lines, ""))


def add_nodes(outline: Outline, limits: Limits | None) -> None:
    """Fill in the node of each type of *outline*.

    Args:
        outline: as :func:`qmigui.schema.text.lint.outline` made it.
        limits: for a process that does it, or None: do it here, without limits.

    Raises:
        SchemaError: the syntax is wrong, or a limit is reached.
    """
    text = text_of(outline)
    if limits is None:
        from qmigui.schema.text.worker import parse

        answer = parse(text)
    else:
        answer = _ask_worker(text, limits, outline.tokens[0].source)
    if "error" in answer:
        line = answer["line"]
        if not 0 < line <= len(outline.origins):
            raise SchemaError(answer["error"], source=outline.tokens[0].source)
        token = outline.tokens[outline.origins[line - 1]]
        raise error_at(token, f"{answer['error']}, not {quoted(token)}")
    for module in outline.modules:
        tree = answer["tree"][f"Xx{module.index}"]
        module.tagging = tree.get("tags", "EXPLICIT")
        module.extensible = tree["extensibility-implied"]
        by_index = {index_of(name): node for name, node in tree["types"].items()}
        for text_of_type in module.types.values():
            text_of_type.node = by_index[text_of_type.index]


def _ask_worker(text: str, limits: Limits, source: str) -> dict[str, Any]:
    """Have *text* parsed by another process."""
    import json
    import signal
    import subprocess

    seconds = limits.seconds_for(text)
    command = [sys.executable, "-P", "-m", "qmigui.schema.text.worker", str(seconds), str(limits.memory)]
    # The other process has to find the same packages as this one.
    roots = [str(Path(qmigui.__file__).parents[1]), *(path for path in sys.path if path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(roots), "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(
            command,
            input=text.encode("ascii"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE * seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SchemaError("the parser does not come to an end", source=source) from error
    except OSError as error:
        raise SchemaError(f"the parser cannot be started: {error.strerror}", source=source) from error
    if done.returncode in (-signal.SIGPROF, -signal.SIGXCPU):
        raise SchemaError(f"the module takes over {seconds:.1f} seconds to parse", source=source)
    try:
        answer = json.loads(done.stdout)
    except (ValueError, RecursionError):
        answer = None
    if done.returncode or not isinstance(answer, dict):
        raise SchemaError("the parser gave up: the module is too big or too intricate", source=source)
    return answer
