"""What the frozen program starts with.

``sys.executable`` is this program then, and no Python.  qmigui starts further processes by it: with
arguments of its own, which are passed on, or as ``-P -m MODULE ARGUMENT...`` or ``-I -S FILE``.
"""

from __future__ import annotations

import importlib
import runpy
import sys
from pathlib import Path

_SWITCHES = ("-I", "-P", "-S")
_FILES = ("qmigui.live.keeper",)
"""Modules that are started as files."""


def main() -> int:
    """Run a module as Python would, or qmigui."""
    words = sys.argv[1:]
    if words[:1] and words[0] in _SWITCHES:
        while words and words[0] in _SWITCHES:
            del words[0]
        if words[:1] == ["-m"]:
            module, words = words[1], words[2:]
        else:
            module = next(name for name in _FILES if importlib.import_module(name).__file__ == words[0])
            del words[0]
            del sys.modules[module]
        if module.partition(".")[0] != "qmigui":
            sys.exit(f"{Path(sys.executable).name}: no module of qmigui: {module}")
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__")
        return 0
    from qmigui.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
