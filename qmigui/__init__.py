"""qmigui: saved QEMU virtual machine states, in binary and in ASN.1 BER.

The map of the house.  An arrow points to what a part may import, and only to
the left; ``tests/architecture`` holds everyone to it::

    errors, progress <- qemufile <- visitor <- vmstate <- stream <- schema <-
    library | memory <- compare | live <- service <- cli | gui | api

- ``errors``, ``progress``: what can go wrong; how far the work is.
  Below them ``record``, which makes classes of named values, and ``closing``.
- ``qemufile``: TRANSPORT.  Where bytes come from and go to: files, pipes,
  memory, sockets, compressed files, replacing a file in one step.
- ``visitor``: FORMAT of single values: binary and BER, the same calls for both.
- ``vmstate``: STRUCTURE of device data: the description that a stream carries
  of itself, and the walk along it.
- ``stream``: GRAMMAR of a whole stream: sections, RAM pages, readers and
  writers of both forms.
- ``schema``: the ASN.1 module of the BER form, and CHECKING against it.
- ``library``: KEEPING.  Saved states in compressed archives, verified and found again.
- ``live``: the state of a guest that runs, taken over its monitor.
- ``memory``: what a state says of the GUEST: its memory and registers.
- ``compare``: ANSWERS about states: what differs, whether they load elsewhere, values changed.
- ``service``: USE CASES; the only thing that the two faces below call.
- ``cli``: the headless verbs.  ``gui``: the window, the only user of Qt.
- ``api``: what this package gives to Python programs (docs/api.md); its names stand here too,
  and are loaded when they are first asked for.
- ``__main__`` picks one of the two; ``data_files`` finds icons and translations.

A good way in: ``stream``, then ``service``, then down to ``vmstate`` or up to
``cli``.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # without the import of typing, for --version
if TYPE_CHECKING:
    from qmigui.api import (
        Cancel,
        Cancelled,
        Device,
        Field,
        FormatError,
        LibraryError,
        PageRun,
        Problem,
        Progress,
        QmiguiError,
        RamBlock,
        SchemaError,
        Section,
        Severity,
        State,
        TransportError,
        UsageError,
        convert,
        diff,
        extract_ram,
        list_library,
        open_state,
        validate,
    )

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
    "__version__",
    "convert",
    "diff",
    "extract_ram",
    "list_library",
    "open_state",
    "validate",
]


def __getattr__(name: str) -> object:
    """A name of the Python API, loaded when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module("qmigui.api"), name)
    return value
