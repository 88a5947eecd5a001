"""What qmigui can do: the use cases that command line and window call.

Nothing here knows how results are shown; nothing below here is called by
either of them.  A use case is loaded when it is first asked for, so that a
verb pays for itself only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qmigui.service.capturing import Capture, capture
    from qmigui.service.comparison import PAGE_NAMES, Comparison, compare
    from qmigui.service.conversion import convert
    from qmigui.service.dumping import dump
    from qmigui.service.forms import BER, BINARY, form_of
    from qmigui.service.loading import Verdict, check_against, try_load
    from qmigui.service.machine_schema import schema_of
    from qmigui.service.memory import extract_ram, open_memory, registers
    from qmigui.service.module_text import schema_text
    from qmigui.service.serving import serve
    from qmigui.service.summary import info
    from qmigui.service.transcoding import Conversion
    from qmigui.service.validation import MAX_PROBLEMS, Validation, validate

_HOMES = {
    "BER": "forms",
    "BINARY": "forms",
    "Capture": "capturing",
    "Comparison": "comparison",
    "Conversion": "transcoding",
    "MAX_PROBLEMS": "validation",
    "PAGE_NAMES": "comparison",
    "Validation": "validation",
    "capture": "capturing",
    "Verdict": "loading",
    "check_against": "loading",
    "compare": "comparison",
    "convert": "conversion",
    "dump": "dumping",
    "extract_ram": "memory",
    "form_of": "forms",
    "info": "summary",
    "open_memory": "memory",
    "registers": "memory",
    "schema_of": "machine_schema",
    "schema_text": "module_text",
    "serve": "serving",
    "try_load": "loading",
    "validate": "validation",
}
"""The module of each name."""


def __getattr__(name: str) -> object:
    """A name of a use case, fetched from its module and kept."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value


__all__ = [
    "BER",
    "BINARY",
    "MAX_PROBLEMS",
    "PAGE_NAMES",
    "Capture",
    "Comparison",
    "Conversion",
    "Validation",
    "Verdict",
    "capture",
    "check_against",
    "compare",
    "convert",
    "dump",
    "extract_ram",
    "form_of",
    "info",
    "open_memory",
    "registers",
    "schema_of",
    "schema_text",
    "serve",
    "try_load",
    "validate",
]
