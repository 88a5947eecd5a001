"""Compare one field over many states, and print where it changes.

    python changes.py DEVICE PATH FILE-OR-FOLDER...
    python changes.py DEVICE PATH            all states of the library, oldest first

For example: python changes.py cpu env.eip ~/saved
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import qmigui


def states(names: list[str]) -> Iterator[str]:
    """What is to be opened: files by name, folders file by file, or the library."""
    if not names:
        for entry in qmigui.list_library(order="stored", descending=False):
            yield f"library:{entry.id}"
    for name in names:
        path = Path(name)
        yield from sorted(map(str, filter(Path.is_file, path.iterdir()))) if path.is_dir() else [name]


def value_in(name: str, device: str, path: str) -> object:
    """The field in one state, or in words why there is none."""
    try:
        with qmigui.open_state(name) as state:
            return state.device(device)[path].to_python()
    except KeyError:
        return "not there"
    except qmigui.QmiguiError as error:
        return str(error)


def main(device: str, path: str, *names: str) -> int:
    """Print each state in which the field is not what it was in the one before; 1: it never changes."""
    changes = 0
    before: object = None
    for number, name in enumerate(states(list(names))):
        value = value_in(name, device, path)
        if number and value != before:
            changes += 1
            print(f"{name}: {before!r} -> {value!r}")
        elif not number:
            print(f"{name}: {value!r}")
        before = value
    return 0 if changes else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except qmigui.QmiguiError as error:
        sys.exit(str(error))
