"""The PYTHON API: what ``import qmigui`` gives to programs.

:class:`State` is one open state; ``convert``, ``validate``, ``diff``, ``extract_ram`` and
``list_library`` are the use cases themselves.  docs/api.md lists the names that are promised;
``qmigui`` hands them on, and a name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from qmigui.api.fields import Field
    from qmigui.api.pages import PageRun, RamBlock
    from qmigui.api.sections import Device, Section
    from qmigui.api.state import State, open_state
    from qmigui.errors import (
        Cancelled,
        FormatError,
        LibraryError,
        Problem,
        QmiguiError,
        SchemaError,
        Severity,
        TransportError,
        UsageError,
    )
    from qmigui.progress import Cancel, Progress
    from qmigui.service import compare as diff
    from qmigui.service import convert, extract_ram, list_library, validate

_HOMES = {
    "Cancel": "progress",
    "Cancelled": "errors",
    "Device": "api.sections",
    "Field": "api.fields",
    "FormatError": "errors",
    "LibraryError": "errors",
    "PageRun": "api.pages",
    "Problem": "errors",
    "Progress": "progress",
    "QmiguiError": "errors",
    "RamBlock": "api.pages",
    "SchemaError": "errors",
    "Section": "api.sections",
    "Severity": "errors",
    "State": "api.state",
    "TransportError": "errors",
    "UsageError": "errors",
    "convert": "service",
    "diff": "service",
    "extract_ram": "service",
    "list_library": "service",
    "open_state": "api.state",
    "validate": "service",
}
"""The module of each name, below the package."""

_OTHER_NAMES = {"diff": "compare"}


def __getattr__(name: str) -> object:
    """A name of the API, fetched from its module and kept."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"qmigui.{home}"), _OTHER_NAMES.get(name, name))
    globals()[name] = value
    return value


__all__ = [
    "Cancel",
    "Cancelled",
    "Device",
    "Field",
    "FormatError",
    "LibraryError",
    "PageRun",
    "Problem",
    "Progress",
    "QmiguiError",
    "RamBlock",
    "SchemaError",
    "Section",
    "Severity",
    "State",
    "TransportError",
    "UsageError",
    "convert",
    "diff",
    "extract_ram",
    "list_library",
    "open_state",
    "validate",
]
