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
    from qmigui.service.conversion import Conversion, convert
    from qmigui.service.dumping import dump
    from qmigui.service.forms import BER, BINARY, form_of
    from qmigui.service.memory import extract_ram, open_memory, registers
    from qmigui.service.module_text import schema_text
    from qmigui.service.summary import info
    from qmigui.service.validation import MAX_PROBLEMS, Validation, validate

_HOMES = {
    "BER": "forms",
    "BINARY": "forms",
    "Capture": "capturing",
    "Conversion": "conversion",
    "MAX_PROBLEMS": "validation",
    "Validation": "validation",
    "capture": "capturing",
    "convert": "conversion",
    "dump": "dumping",
    "extract_ram": "memory",
    "form_of": "forms",
    "info": "summary",
    "open_memory": "memory",
    "registers": "memory",
    "schema_text": "module_text",
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
    "Capture",
    "Conversion",
    "Validation",
    "capture",
    "convert",
    "dump",
    "extract_ram",
    "form_of",
    "info",
    "open_memory",
    "registers",
    "schema_text",
    "validate",
]
